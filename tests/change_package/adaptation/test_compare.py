"""What breaks the comparability of numbers is said, what does not is not, and every field has been thought of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from tests.builders.change_packages import reading, small
from tests.change_package.adaptation.test_upgrade import base, overlay

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.comparability import BREAKS, KEEPS, LOOK_AT, NOT_ONE_LINE, NOW_GIVEN, OF_THE_AIM
from levelground.change_package.adaptation.compare import PackageComparison, compare
from levelground.change_package.aim import Aim
from levelground.change_package.measures import Count, Measure
from levelground.change_package.read import read, read_text

M1_COUNTS = "numerator: {description: Detentions, source: detentions}\n    denominator"


def compared(*edits: tuple[str, str]) -> PackageComparison:
    """The small change package and an edited one, side by side."""
    return compare(reading(), read_text(small(("version: '0.1.0'", "version: '0.2.0'"), *edits), "new.yaml"))


def _paths(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        options = get_args(field.annotation) if get_origin(field.annotation) in (Union, UnionType) else (field.annotation,)
        if Count in options:
            yield from (f"{name}.{inner}" for inner in Count.model_fields)
        else:
            yield name


def test_every_field_of_a_measure_is_in_exactly_one_table() -> None:
    tables = (BREAKS, LOOK_AT, KEEPS)
    assert {path: sum(path in table for table in tables) for path in _paths(Measure)} == dict.fromkeys(_paths(Measure), 1)
    assert {path for table in tables for path in table} <= set(_paths(Measure))


def test_every_field_of_the_aim_that_is_named_is_there() -> None:
    assert OF_THE_AIM.keys() <= Aim.model_fields.keys()


BROKEN: list[tuple[tuple[str, str], str]] = [
    ((M1_COUNTS, M1_COUNTS.replace("source: detentions", "source: detentions_2")), "numerator.source"),
    ((M1_COUNTS, M1_COUNTS.replace("source: detentions", "source: detentions, where: a = 1")), "numerator.where"),
    (("denominator: {description: People, source: people}", "denominator: {description: People, source: census}"), "denominator.source"),
    (("    per: 100000\n", "    per: 1000\n"), "per"),
    (
        (
            "    per: 100000\n    improvement_direction: decrease\n    classification: broad_groups",
            "    per: 100000\n    improvement_direction: decrease\n    classification: five_groups",
        ),
        "classification",
    ),
    (("standardisation: none, for the published figures are crude", "standardisation: direct, by age"), "standardisation"),
    (("    per: 100000\n", "    per: 100000\n    exclusions: [{description: Children, reason: No data.}]\n"), "exclusions"),
    (("    per: 100000\n", "    per: 100000\n    breakdowns: [broad, detailed]\n"), "breakdowns"),
    (("    per: 100000\n", "    per: 100000\n    area_level: region\n"), "area_level"),
    (("    per: 100000\n", "    per: 100000\n    whole: {description: All, source: all_events}\n"), "whole.source"),
]


@pytest.mark.parametrize(("edit", "path"), BROKEN, ids=[path for _, path in BROKEN])
def test_another_definition_breaks_comparability(edit: tuple[str, str], path: str) -> None:
    found = compared(edit)
    (measure,) = found.elements
    assert (measure.element, measure.comparable) == ("M1", False)
    assert BREAKS[path] in measure.consequences
    assert "must not be drawn as one line" in BREAKS[path]
    assert any("the aim is read from" in words for words in measure.consequences)
    assert found.counts["not comparable"] == 1


@pytest.mark.parametrize(
    "edit",
    [
        ("name: Detentions per 100,000 people", "name: Detentions for every 100,000 people"),
        ("    per: 100000\n", "    per: 100000\n    note: A note.\n    review_date: in 2031\n    frequency: Each year\n"),
        ("    serves: [P1, S2, I1]", "    serves: [P1, S2]"),
    ],
)
def test_another_name_note_or_link_breaks_nothing(edit: tuple[str, str]) -> None:
    found = compared(edit)
    assert [(element.comparable, element.consequences) for element in found.elements] == [(True, ())]
    assert found.counts["not comparable"] == 0


def test_other_words_of_a_definition_are_to_be_looked_at() -> None:
    (measure,) = compared(("All detentions in the year by people in the population.", "All detentions in the year.")).elements
    assert measure.comparable
    assert [NOT_ONE_LINE in words and "if" in words for words in measure.consequences] == [True]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (("absolute: {starting: 169.5, amount: 85.0}", "absolute: {starting: 169.5, amount: 80.0}"), "target"),
        (("  outcome_measure: M1", "  outcome_measure: M2"), "outcome_measure"),
        (("period: 2023/24, value: 3.44", "period: 2022/23, value: 3.40"), "baseline"),
        (
            ("named: {rule: fixed_group, reference_groups: {broad: W}", "named: {rule: fixed_group, reference_groups: {broad: A}"),
            "comparison",
        ),
        (("deadline: 2030-03-31", "deadline: 2031-03-31"), "deadline"),
    ],
)
def test_what_follows_from_another_aim_is_said(edit: tuple[str, str], field: str) -> None:
    (aim,) = compared(edit).elements
    assert aim.consequences == (OF_THE_AIM[field],)


def test_other_words_for_the_same_comparator_mean_nothing_for_the_numbers() -> None:
    (aim,) = compared(("reason: The largest group.", "reason: The group with most people.")).elements
    assert aim.consequences == ()


def test_an_element_that_serves_another_has_moved() -> None:
    (driver,) = compared(("    serves: [P2]\nchange_ideas", "    serves: [P1]\nchange_ideas")).elements
    assert (driver.element, driver.summary) == ("S2", "moved")


def test_the_same_says_so() -> None:
    found = compare(reading(), reading())
    assert found.nothing_differs
    assert found.lines() == ["small@0.1.0 and small@0.1.0 say the same.", "small@0.1.0 is not yet co-produced."]


def test_text_and_json_hold_every_change() -> None:
    found = compared(
        *(edit for edit, _ in BROKEN[:1]), ("name: Name racism", "name: Say it"), ("text: Fund advocates.", "text: Pay advocates.")
    )
    text = "\n".join(found.lines())
    for words in ("Fund advocates.", "Pay advocates.", "Say it", "detentions_2", "not comparable"):
        assert words in text
    value: dict[str, Any] = json.loads(json.dumps(found.as_json()))
    assert [element["id"] for element in value["elements"]] == ["M1", "R1", "PR1"]
    assert value["elements"][1]["changes"] == [
        {"how": "reworded", "field": "text", "old": "Fund advocates.", "new": "Pay advocates.", "consequence": None, "why": []}
    ]
    assert value["counts"] == {"added": 0, "removed": 0, "moved": 0, "changed": 3, "not comparable": 1}


def test_the_shipped_core_says_what_its_new_version_did_to_the_numbers() -> None:
    found = compare(read("core@1.0.0"), read("core@1.1.0"))
    assert [element.element for element in found.elements if not element.comparable] == ["MC-waited"]


OPERATIONS = """
  - op: reword
    element: P1
    field: text
    to: Ours.
    reason: Our words for it.
  - op: remove
    element: S2
    reason: Another team does it.
  - op: add
    to: primary_drivers
    reason: It was missing here.
    elements: [{id: X-P1, verification: unverified, text: A driver of ours, why: It matters here., serves: [aim]}]
"""


def test_the_reasons_of_an_overlay_stand_beside_what_it_changed() -> None:
    adapted = resolve(base(), overlay(OPERATIONS, base()))
    found = compare(base(), adapted)
    value = {element["id"]: element for element in found.as_json()["elements"]}
    why = {name: [reason["reason"] for change in element["changes"] for reason in change["why"]] for name, element in value.items()}
    assert (why["P1"], why["S2"], why["X-P1"]) == (["Our words for it."], ["Another team does it."], ["It was missing here."])
    lines = found.lines()
    for reasons in why.values():
        assert all(lines.count(f"  Why: {reason}") == 1 for reason in reasons if reason != "Another team does it.")
    back = compare(adapted, base())
    assert not any(change["why"] for element in back.as_json()["elements"] for change in element["changes"])
    assert not any("Why:" in line for line in back.lines())


def test_a_first_baseline_is_no_other_baseline() -> None:
    without = re.sub(r"(?m)^  baseline:.*\n", "", small(), count=1)
    said = {words for element in compare(read_text(without, "old.yaml"), reading()).elements for words in element.consequences}
    assert said == {NOW_GIVEN["baseline"]}


def test_the_change_package_itself_stands_last_and_the_aim_first() -> None:
    lines = compared(("deadline: 2030-03-31", "deadline: 2031-03-31"), ("summary: Made for tests.", "summary: Made.")).lines()
    assert lines[1:3] == ["small@0.1.0 is not yet co-produced.", "small@0.2.0 is not yet co-produced."]
    assert lines[4] == "The aim: replaced"
    head = lines[lines.index("The change package itself") :]
    assert [line.split()[0] for line in head[1:] if not line.startswith("    ")] == ["summary", "version"]
