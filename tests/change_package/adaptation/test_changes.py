"""What differs between two versions is told field by field, and nothing else is."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.builders.change_packages import SMALL
from tests.builders.upgrade_cases import find

from levelground.change_package.adaptation.changes import WORDED, Change, How, changes
from levelground.change_package.adaptation.fields import MODELS, Field, find_field
from levelground.documents.yaml_reader import read_yaml

OLD: dict[str, Any] = read_yaml(SMALL, "small.yaml").value


def told(edit: Callable[[dict[str, Any]], Any]) -> list[tuple[Any, ...]]:
    """What is told of an edit: how, element, path, old, new."""
    new = copy.deepcopy(OLD)
    edit(new)
    return [(change.how, change.element, change.path, change.old, change.new) for change in changes(OLD, new)]


def test_nothing_is_told_where_nothing_differs() -> None:
    assert changes(OLD, copy.deepcopy(OLD)) == ()


def test_two_ways_to_write_one_thing_do_not_differ() -> None:
    def edit(value: dict[str, Any]) -> None:
        find(value, "P1").update(
            serves=[{"id": "A1", "strength": "strong"}], core=False, text=" People get help before a crisis.\n", note=None
        )
        find(value, "M1").update(breakdowns=["broad"], area_level="country", exclusions=[])
        find(value, "PR1").update(questions=[{"question": "Is racism named?"}])
        find(value, "S1").update(origin={"added_by": "small@0.1.0"})

    assert told(edit) == []


def test_words_are_reworded_and_values_replaced() -> None:
    assert told(lambda value: find(value, "P1").update(text="Other words.")) == [
        (How.REWORDED, "P1", "text", "People get help before a crisis.", "Other words.")
    ]
    assert told(lambda value: find(value, "A1")["target"]["absolute"].update(amount=80.0)) == [
        (How.REPLACED, "A1", "target.absolute.amount", 85.0, 80.0)
    ]
    assert told(lambda value: find(value, "I1").pop("changes")) == [(How.REPLACED, "I1", "changes", "practice", None)]


def test_a_block_that_goes_is_told_field_by_field() -> None:
    paths = {path for _, _, path, _, new in told(lambda value: find(value, "A1").pop("target")) if new is None}
    assert paths == {"target.group", *(f"target.{scale}.{end}" for scale in ("absolute", "relative") for end in ("starting", "amount"))}


def test_links_are_told_one_by_one() -> None:
    strong, weak = {"strength": "strong"}, {"strength": "weak", "assumption": "Staff take part."}
    assert told(lambda value: find(value, "S1").update(serves=["P2"])) == [
        (How.UNLINKED, "S1", "serves.P1", strong, None),
        (How.LINK_CHANGED, "S1", "serves.P2", weak, strong),
    ]
    assert told(lambda value: find(value, "P2").update(recommendations=["R1"])) == [(How.LINKED, "P2", "recommendations.R1", None, strong)]


def test_elements_come_go_and_move() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["primary_drivers"].append(value["secondary_drivers"].pop(1))
        value["principles"] = []
        value["recommendations"].append({"id": "R2", "verification": "verified", "text": "Ask.", "addressees": ["All"]})

    found = told(edit)
    assert [(how, element) for how, element, *_ in found] == [
        (How.MOVED, "S2"),
        (How.ADDED, "R2"),
        (How.REMOVED, "PR1"),
    ]
    assert found[0][3:] == ("secondary_drivers", "primary_drivers")


def test_another_order_is_told_once() -> None:
    assert told(lambda value: value["measures"].reverse()) == [(How.REORDERED, None, None, ["M1", "M2", "M3"], ["M3", "M2", "M1"])]
    assert told(lambda value: find(value, "S1")["serves"].reverse()) == [(How.REORDERED, "S1", "serves", ["P1", "P2"], ["P2", "P1"])]


def test_the_head_is_told() -> None:
    def edit(value: dict[str, Any]) -> None:
        value.update(version="0.2.0", ambitions=["W21-global"])
        value["provenance"]["statement"] = "Other."

    assert [(how, path) for how, _, path, *_ in told(edit)] == [
        (How.REPLACED, "version"),
        (How.REWORDED, "provenance.statement"),
        (How.REPLACED, "ambitions"),
    ]


def test_what_goes_is_told_where_it_stood() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["measures"] = [measure for measure in value["measures"] if measure["id"] != "M2"]
        find(value, "M1")["unit"] = "detentions in a year"
        find(value, "M3")["unit"] = "detentions in a year"

    assert [element for _, element, *_ in told(edit)] == ["M1", "M2", "M3"]


def test_a_link_knows_its_field_and_its_target() -> None:
    change = Change(How.LINKED, "S9", "secondary_drivers", "recommendations.R05-portal")
    assert (change.field, change.target) == ("recommendations", "R05-portal")
    assert (Change(How.REPLACED, "A1", "aim", "target.group").field, Change(How.REPLACED, "A1", "aim", "target.group").target) == (
        "target.group",
        None,
    )


@pytest.mark.parametrize("where", MODELS)
def test_every_field_of_words_is_known_as_one(where: str) -> None:
    texts = {name for name in MODELS[where].model_fields if isinstance(field := find_field(where, name), Field) and field.is_text}
    assert texts - WORDED <= {"unit", "area_level", "address"}
