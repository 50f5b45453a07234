"""Files that cannot be documents, and what models refuse, in plain words and at the right place."""

from __future__ import annotations

import datetime
import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from levelground.documents.reading import read_file, shown, validated
from levelground.documents.valid_keys import models_at, valid_keys
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import DocumentUnreadable, read_yaml
from levelground.errors import Finding, Place


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Leaf(Value):
    id: Identifier
    colour: Colour = Colour.RED
    weight: float | None = None


def _leaf(entry: object) -> object:
    return {"id": entry} if isinstance(entry, str) else entry


class Branch(Value):
    id: Identifier
    leaves: tuple[Annotated[Leaf, BeforeValidator(_leaf)], ...] = ()
    length: int | None = Field(default=None, gt=0, le=100)
    kind: str = Field(default="old", pattern="^(old|new)$")
    by_name: dict[str, Leaf] = Field(default_factory=dict)
    stem: Leaf | None = Field(default=None, description="What it grows from.")

    @model_validator(mode="after")
    def _long_enough(self) -> Self:
        if self.length is not None and self.length < len(self.leaves):
            raise ValueError("`length` must be at least the number of leaves")
        return self


class Tree(Value):
    format: Literal["tree/1"]
    title: Text
    planted: datetime.date = Field(description="The day of planting.")
    alive: bool = True
    code: Annotated[str, StringConstraints(min_length=2, max_length=4)] = "ab"
    branches: tuple[Branch, ...] = Field(default=(), max_length=3)


GOOD = """\
format: tree/1
title: Oak
planted: 2024-03-31
branches:
  - id: B1
    leaves: [L1, {id: L2, colour: green, weight: 2}]
    length: 10
    by_name: {x: {id: L3}}
"""


def findings(text: str) -> tuple[Finding, ...]:
    tree, found = validated(read_yaml(text, "t.yaml"), Tree)
    assert tree is None
    assert found
    return found


def test_a_good_document_becomes_its_value() -> None:
    tree, found = validated(read_yaml(GOOD, "t.yaml"), Tree)
    assert found == ()
    assert tree is not None
    assert tree.planted == datetime.date(2024, 3, 31)
    assert tree.branches[0].leaves == (Leaf(id="L1"), Leaf(id="L2", colour=Colour.GREEN, weight=2.0))


@pytest.mark.parametrize(
    ("old", "new", "rule", "place", "words"),
    [
        ("title: Oak", "titel: Oak", "unknown-key", (2, 1), "`title`?"),
        ("title: Oak", "titel: Oak", "missing-key", (1, 1), "Is `titel` misspelt?"),
        ("planted: 2024-03-31\n", "", "missing-key", (1, 1), "`planted` must be given in the document. The day of planting."),
        ("    length: 10", "    lenght: 10", "unknown-key", (7, 5), "`lenght` is not a key of `B1`. Did you mean `length`?"),
        ("weight: 2", "wieght: 2", "unknown-key", (6, 42), "`wieght` is not a key of `leaves` of `B1`. Did you mean `weight`?"),
        ("{id: L3}", "{id: L3, colr: red}", "unknown-key", (8, 27), "Did you mean `colour`?"),
        ("- id: B1\n    leaves", "- leaves", "missing-key", (5, 5), "`id` must be given in item 1 of `branches`."),
        ("green", "gren", "unknown-choice", (6, 35), "Did you mean `green`? The choices are: red, green."),
        ("tree/1", "tree/2", "unknown-choice", (1, 9), "Did you mean `tree/1`?"),
        ("[L1,", "[L 1,", "wrong-form", (6, 14), "item 1 of `leaves` must begin with a letter"),
        ("title: Oak", "title: 5", "wrong-value", (2, 8), "must be text; found the number 5."),
        ("title: Oak", "title:", "wrong-value", (2, 7), "must be text; found nothing."),
        ("title: Oak", "title: ' '", "wrong-value", (2, 8), "at least 1 character"),
        ("title: Oak", f"title: {'x' * 4001}", "wrong-value", (2, 8), "at most 4,000 characters"),
        ("2024-03-31", "2024-02-30", "wrong-value", (3, 10), "must be a date that exists"),
        ("2024-03-31", "20240331", "wrong-value", (3, 10), "must be a date that exists"),
        ("weight: 2", "weight: '2'", "wrong-value", (6, 50), "must be a number; found the text `2`."),
        ("weight: 2", "weight: true", "wrong-value", (6, 50), "must be a number; found `true`."),
        ("weight: 2", "weight: nan", "wrong-value", (6, 50), "must be a number; found the text `nan`."),
        ("length: 10", "length: 1.5", "wrong-value", (7, 13), "must be a whole number"),
        ("length: 10", "length: 0", "wrong-value", (7, 13), "must be more than 0; found the number 0."),
        ("length: 10", "length: 101", "wrong-value", (7, 13), "must be 100 or less; found the number 101."),
        ("length: 10", "length: 1", "rule-not-met", (5, 5), "`B1` breaks a rule: `length` must be at least the number of leaves."),
        ("length: 10", "kind: olde", "unknown-choice", (7, 11), "The choices are: old, new."),
        ("title: Oak", "title: Oak\nalive: yes", "wrong-value", (3, 8), "must be true or false"),
        ("title: Oak", "title: Oak\ncode: a", "wrong-value", (3, 7), "at least 2 character"),
        ("[L1, {id: L2, colour: green, weight: 2}]", "L1", "wrong-value", (6, 13), "must be a list; found the text `L1`."),
        ("by_name: {x: {id: L3}}", "by_name: [x]", "wrong-value", (8, 14), "must be a block of keys; found a list."),
        ("by_name: {x: {id: L3}}", "stem: 3", "wrong-value", (8, 11), "`stem` must be a block of keys; found the number 3."),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_where_it_stands(old: str, new: str, rule: str, place: tuple[int, int], words: str) -> None:
    assert old in GOOD
    found = [finding for finding in findings(GOOD.replace(old, new)) if finding.rule == rule]
    assert [finding.place for finding in found] == [Place("t.yaml", *place)]
    assert words in str(found[0])
    for jargon in ("pydantic", "Input should", "type=", "errors.", "instance of", "Extra inputs"):
        assert jargon not in str(found[0])


def test_all_findings_come_at_once_in_the_order_of_the_document() -> None:
    found = findings("format: tree/1\ntitle: 5\nplanted: x\nalive: 1\nbranchs: []\n")
    assert [finding.place.line for finding in found if finding.place] == [2, 3, 4, 5]


def test_a_document_that_is_a_list_is_told_apart() -> None:
    assert "the document must be a block of keys; found a list." in str(findings("- a\n")[0])


def test_the_element_is_named_by_its_outermost_id() -> None:
    (finding,) = findings(GOOD.replace("weight: 2", "weight: x"))
    assert finding.element == "B1"


def test_valid_keys_go_through_lists_choices_and_dicts() -> None:
    assert tuple(valid_keys(Tree, ("branches", 0, "leaves", 3))) == ("id", "colour", "weight")
    assert tuple(valid_keys(Tree, ("branches", 0, "stem"))) == ("id", "colour", "weight")
    assert models_at(Tree, ("branches", 0, "by_name", "x")) == (Leaf,)
    assert models_at(Tree, ("nothing", 0)) == ()


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "B1", "red", "tree/1", "2024-01-01", "id", "x y"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "leaves", "by_name", "stem", "length"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["format", "title", "planted", "alive", "code", "branches", "what"]), JSON_LIKE, min_size=1))
@settings(deadline=None, max_examples=300)
def test_any_document_is_valid_or_has_findings_with_places(value: dict[str, object]) -> None:
    document = read_yaml(json.dumps(value), "t.yaml")  # a JSON text is a YAML text too
    tree, found = validated(document, Tree)
    assert (tree is None) == bool(found)
    assert all(finding.place is not None and finding.place.line for finding in found)


def refused(path: Path | str) -> Finding:
    with pytest.raises(DocumentUnreadable) as caught:
        read_file(path)
    (finding,) = caught.value.findings
    assert finding.next_step
    return finding


def test_a_file_is_read_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\n\xff")
    assert read_file(path) == read_file(str(path)) == b"a: 1\r\n\xff"


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "maternity.yaml").write_text("a: 1\n")
    finding = refused(tmp_path / "matrenity.yaml")
    assert (finding.rule, finding.did_you_mean) == ("missing-file", (str(tmp_path / "maternity.yaml"),))


def test_a_folder_a_pipe_and_a_device_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [refused(path).rule for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"))] == ["not-a-file"] * 3


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(2**40)
    finding = refused(path)
    assert finding.rule == "too-large"
    assert f"{2**40:,} bytes" in finding.message  # the size that the file system tells, not what was read


def test_a_value_holds_no_infinity_however_it_is_made() -> None:
    for weight in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            Leaf(id="L1", weight=weight)


def test_paths_that_no_system_takes(tmp_path: Path) -> None:
    assert refused("a\0b").rule == "unreadable-file"
    assert refused("a" * 5000).rule == "unreadable-file"
    (tmp_path / "file").write_text("")
    assert refused(tmp_path / "file" / "more").rule == "unreadable-file"


def test_a_path_can_always_be_printed() -> None:
    assert shown("a\udcffb\x1b[2J\n") == "a\\udcffb\\x1b[2J\\n"
    assert shown("/ä/b c.yaml") == "/ä/b c.yaml"
