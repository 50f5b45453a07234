"""Blocks that say by one word what they are: what is wrong with the word, and what only that kind may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from levelground.documents.reading import validated
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import Finding


class Paint(Value):
    op: Literal["paint"]
    colour: Text


class Cut(Value):
    op: Literal["cut"]
    length: int


class Part(Value):
    id: Identifier
    words: Text


class Join(Value):
    op: Literal["join"]
    parts: tuple[Part, ...] = Field(min_length=1)


class Work(Value):
    steps: tuple[Annotated[Paint | Cut | Join, Field(discriminator="op")], ...]


def findings(text: str) -> tuple[Finding, ...]:
    value, found = validated(read_yaml(text, "work.yaml"), Work)
    assert value is None
    return found


def test_a_misspelt_word_is_told_with_the_nearest_and_all_choices() -> None:
    (found,) = findings("steps:\n  - {colour: red, op: pain}\n")
    assert (found.rule, found.place.line, found.place.column) == ("unknown-choice", 2, 23)
    assert found.did_you_mean == ("paint",)
    assert found.next_step == "The choices are: paint, cut, join."


def test_a_missing_word_is_asked_for() -> None:
    (found,) = findings("steps:\n  - {colour: red}\n")
    assert found.rule == "unknown-choice"
    assert found.message == "`op` in item 1 of `steps` must be given: it says what this is."


def test_only_the_keys_of_that_kind_are_named() -> None:
    told = {found.rule: found for found in findings("steps:\n  - {op: paint, color: red}\n")}
    assert told["unknown-key"].next_step == "The keys here are: op, colour."
    assert told["missing-key"].next_step == "Is `color` misspelt?"


def test_a_list_is_not_called_too_short_because_of_what_stands_in_it() -> None:
    assert [found.rule for found in findings("steps:\n  - {op: join, parts: [{id: P1}]}\n")] == ["missing-key"]
    (found,) = findings("steps:\n  - {op: join, parts: []}\n")
    assert "at least 1" in found.message
