"""One operation on the plain value of a change package: what it changes, and that it changes nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.builders.change_packages import SMALL
from tests.builders.overlays import DRIVER, add, link, remove, replace, reword, unlink

from levelground.change_package.adaptation.operations import applied
from levelground.documents.yaml_reader import read_yaml

VALUE: dict[str, Any] = read_yaml(SMALL, "small.yaml").value


def after(*operations: dict[str, Any]) -> dict[str, Any]:
    """The small package's value after some operations; what was given stays as it was."""
    given = copy.deepcopy(VALUE)
    value = given
    for operation in operations:
        value = applied(value, operation)
    assert given == VALUE
    return value


def by_id(value: dict[str, Any]) -> dict[str, Any]:
    found = {value["aim"]["id"]: value["aim"]}
    return found | {item["id"]: item for items in value.values() if isinstance(items, list) for item in items}


def differing(value: dict[str, Any]) -> set[str]:
    old, new = by_id(VALUE), by_id(value)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


@pytest.mark.parametrize(
    ("operation", "element", "field", "value"),
    [
        (reword("P1", "text", "Help comes sooner."), "P1", "text", "Help comes sooner."),
        (replace("M1", "per", 1000), "M1", "per", 1000),
        (replace("P1", "racism_level", "structural"), "P1", "racism_level", "structural"),
        (replace("I1", "recommendations", []), "I1", "recommendations", []),
        (link("I1", "recommendations", "R2"), "I1", "recommendations", ["R1", "R2"]),
        (link("P2", "recommendations", "R1"), "P2", "recommendations", ["R1"]),
        (link("S2", "serves", "P1", strength="weak"), "S2", "serves", ["P2", {"id": "P1", "strength": "weak"}]),
        (link("S2", "serves", "P2", strength="weak"), "S2", "serves", [{"id": "P2", "strength": "weak"}]),
        (
            link("S1", "serves", "P2", strength="strong"),
            "S1",
            "serves",
            ["P1", {"id": "P2", "strength": "strong", "assumption": "Staff take part."}],
        ),
        (unlink("S1", "serves", "P2"), "S1", "serves", ["P1"]),
        (unlink("S1", "serves", "P9"), "S1", "serves", VALUE["secondary_drivers"][0]["serves"]),
    ],
)
def test_one_field_is_changed_and_nothing_else(operation: dict[str, Any], element: str, field: str, value: Any) -> None:
    new = after(operation)
    assert by_id(new)[element][field] == value
    assert {key for key, held in new.items() if held != VALUE[key]} <= {next(key for key, held in VALUE.items() if _holds(held, element))}
    assert differing(new) <= {element}
    assert {key for key in by_id(new)[element] if by_id(new)[element].get(key) != by_id(VALUE)[element].get(key)} <= {field}


def _holds(held: Any, element: str) -> bool:
    items = held if isinstance(held, list) else [held]
    return any(isinstance(item, dict) and item.get("id") == element for item in items)


def test_a_field_within_a_field() -> None:
    aim = after(replace("A1", "target.absolute.amount", 60.0))["aim"]
    assert aim["target"] == {"group": "B", "absolute": {"starting": 169.5, "amount": 60.0}, "relative": VALUE["aim"]["target"]["relative"]}
    made = by_id(after(replace("P1", "accountable.role", "Medical director")))["P1"]
    assert made["accountable"] == {"role": "Medical director"}


def test_a_field_is_taken_away() -> None:
    assert "deadline" not in after(replace("A1", "deadline"))["aim"]
    assert "lower" not in after(replace("A1", "baseline.lower", None))["aim"]["baseline"]


def test_elements_are_added_at_the_end_or_behind_another() -> None:
    second = {**DRIVER, "id": "L-S4"}
    assert [item["id"] for item in after(add("secondary_drivers", DRIVER, second))["secondary_drivers"]] == ["S1", "S2", "L-S3", "L-S4"]
    behind = after(add("secondary_drivers", DRIVER, second, after="S1"))
    assert [item["id"] for item in behind["secondary_drivers"]] == ["S1", "L-S3", "L-S4", "S2"]
    assert [item["id"] for item in after(add("evidence", {"id": "E1"}))["evidence"]] == ["E1"]


def test_with_an_element_go_the_links_to_it() -> None:
    without = by_id(after(remove("R1")))
    assert "R1" not in without
    assert without["P1"]["recommendations"] == without["I1"]["recommendations"] == []
    assert differing(after(remove("R1"))) == {"R1", "P1", "I1"}
    assert by_id(after(remove("P2")))["S1"]["serves"] == ["P1"]
    assert by_id(after(remove("P2")))["PR1"]["met_by"] == []
    source = by_id(after(remove("SRC1")))
    assert "source" not in source["A1"]
    assert "source" not in source["R1"]
    assert "source" not in source["I1"]["evidence"]
    assert after(remove("M1"))["aim"]["outcome_measure"] == "M1"


def test_the_answers_of_a_principle_go_too() -> None:
    question = {"question": "Is racism named?", "answered_by": ["P2", "S2"]}
    value = after(replace("PR1", "questions", [question]), remove("P2"))
    assert by_id(value)["PR1"]["questions"] == [{**question, "answered_by": ["S2"]}]
    assert question["answered_by"] == ["P2", "S2"]


@pytest.mark.parametrize("operation", [remove("P9"), reword("P9", "text", "x"), unlink("P9", "serves", "A1"), add("evidence", after="P1")])
def test_an_unknown_element_is_an_error(operation: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        applied(VALUE, operation)
