"""An overlay applied to its base: the elements, where each came from, and the line that each part stands in."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.change_packages import SMALL, line_of, small
from tests.builders.overlays import (
    DRIVER,
    RECOMMENDATION,
    adapted,
    add,
    digest,
    line,
    link,
    overlay_text,
    remove,
    replace,
    reword,
    unlink,
)

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.operations import applied
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.check import check
from levelground.change_package.elements import Changed, Origin
from levelground.change_package.provenance import Ancestor, CoProductionStatus
from levelground.change_package.read import read_text
from levelground.change_package.reading import LISTS, Reading
from levelground.errors import Place, Severity

LIST_NAMES = ("sources", "aim", *LISTS)


def without_origin(value: Any) -> dict[str, Any]:
    """The elements and sources of a plain value, without what says where they came from."""

    def plain(element: dict[str, Any]) -> dict[str, Any]:
        return {key: held for key, held in element.items() if key != "origin"}

    return {name: plain(value[name]) if name == "aim" else [plain(item) for item in value[name]] for name in LIST_NAMES if value.get(name)}


def element(reading: Reading, element_id: str) -> Any:
    return next(one for one in reading.change_package.elements() if one.id == element_id)


def test_the_empty_overlay_changes_no_element() -> None:
    reading, base = adapted(), read_text(SMALL, "small.yaml")
    assert without_origin(reading.document.value) == without_origin(base.document.value)
    assert {one.origin for one in reading.change_package.elements()} == {Origin(added_by="small@0.1.0")}
    assert reading.change_package.sources == base.change_package.sources
    assert {one.id: one.model_copy(update={"origin": None}) for one in reading.change_package.elements()} == {
        one.id: one for one in base.change_package.elements()
    }
    assert reading.findings == ()


def test_the_head_is_the_adaptations_own() -> None:
    package = adapted().change_package
    assert (package.id, package.version, package.title) == ("local", "1.0.0", "A local change package")
    assert package.status is CoProductionStatus.IN_CO_PRODUCTION
    assert package.format == "levelground/change-package/1"
    assert package.adapts == (Ancestor(id="small", version="0.1.0", digest=digest(SMALL)),)


def test_what_the_base_accepts_is_not_taken_over() -> None:
    accepting = SMALL + "accepted: [{rule: known-without-source, element: P1, reason: Ours.}]\n"
    assert read_text(accepting, "small.yaml").change_package.accepted
    assert adapted(on=accepting).change_package.accepted == ()


def test_an_adapted_package_is_a_change_package_as_text() -> None:
    reading = adapted(reword("P1", "text", "Help comes sooner."), remove("R1"))
    again = read_text(reading.data, "whole.yaml")
    assert again.change_package == reading.change_package
    assert again.digest == reading.digest
    assert again.overlay is None


def test_the_pin_is_that_of_the_document_a_person_holds() -> None:
    text = overlay_text()
    reading = resolve(read_text(SMALL, "small.yaml"), read_overlay(text, "local.yaml"))
    assert reading.pin == Ancestor(id="local", version="1.0.0", digest=digest(text))
    assert reading.base is not None
    assert reading.base.pin == Ancestor(id="small", version="0.1.0", digest=digest(SMALL))
    assert reading.digest != reading.pin.digest


def test_each_element_says_who_brought_it_and_what_was_changed() -> None:
    reading = adapted(
        reword("P1", "text", "Help comes sooner."),
        {**replace("P1", "racism_level", "structural"), "decision": "D7"},
        {**add("secondary_drivers", DRIVER), "decision": "D8"},
        link("S2", "serves", "P1"),
        remove("R1"),
    )
    assert element(reading, "P2").origin == Origin(added_by="small@0.1.0")
    assert element(reading, "L-S3").origin == Origin(added_by="local@1.0.0", reason="Because of 3.", decision="D8")
    assert element(reading, "S2").origin.changed == (Changed(by="local@1.0.0", field="serves", reason="Because of 4."),)
    assert set(element(reading, "P1").origin.changed) == {
        Changed(by="local@1.0.0", field="recommendations", reason="Because of 5."),
        Changed(by="local@1.0.0", field="text", reason="Because of 1."),
        Changed(by="local@1.0.0", field="racism_level", reason="Because of 2.", decision="D7"),
    }


def test_links_that_go_with_an_element_are_told() -> None:
    notes = adapted(unlink("S1", "serves", "P1"), remove("R1")).findings
    assert [(note.severity, note.rule, note.element, note.place) for note in notes] == [
        (Severity.NOTE, "link-taken-away", "P1", Place("local.yaml", line(2), 5)),
        (Severity.NOTE, "link-taken-away", "I1", Place("local.yaml", line(2), 5)),
    ]
    assert "`R1`" in notes[0].message
    assert "`recommendations` of `P1`" in notes[0].message


def test_every_part_has_the_place_where_it_was_written() -> None:
    reading = adapted(
        reword("P1", "text", "Help comes sooner."),
        replace("A1", "target", {"group": "B", "absolute": {"share_of_starting": 0.5}, "relative": {"share_of_starting": 0.5}}),
        add("secondary_drivers", DRIVER, after="S1"),
        link("S1", "recommendations", "R1"),
        unlink("S1", "serves", "P1"),
        link("I1", "serves", "L-S3"),
        remove("SRC1"),
    )
    for element_id in ("P1", "S2", "I1", "M3"):
        assert reading.place_of(element_id) == Place("small.yaml", line_of(SMALL, f"- id: {element_id}"), 5)
    assert reading.place_of("P1", "text").line == line(1)
    assert reading.place_of("P1", "why") == Place("small.yaml", line_of(SMALL, "why: Help"), 10)
    assert reading.place_of("A1", "target", "relative", "share_of_starting").line == line(2)
    assert reading.place_of("A1", "baseline") == read_text(SMALL, "small.yaml").place_of("A1", "baseline")
    assert reading.place_of("L-S3", "why").line == line(3)
    assert reading.place_of("S1", "recommendations", 0).line == line(4)
    assert reading.place_of("S1", "serves", 0) == read_text(SMALL, "small.yaml").place_of("S1", "serves", 1)
    assert reading.place_of("I1", "serves", 1) == read_text(SMALL, "small.yaml").place_of("I1", "serves", 1)
    assert reading.place_of("I1", "serves", 2) == Place("local.yaml", line(6), 5)
    assert reading.document.place(("title",)) == Place("local.yaml", line_of(overlay_text(), "title: A local"), 8)
    assert reading.document.place_of_key(("primary_drivers",)) == Place("small.yaml", line_of(SMALL, "primary_drivers:"), 1)
    assert reading.document.place_of_key(("title",)).column == 1


def test_check_points_to_the_line_that_must_be_mended() -> None:
    reading = adapted(link("S2", "serves", "P9"), reword("P2", "text", "Staff reach BAME people."))
    found = {finding.rule: finding.place for finding in check(reading)}
    assert found["link-to-nothing"] == Place("local.yaml", line(1), 5)
    assert found["word-for-people"] is not None
    assert (found["word-for-people"].file, found["word-for-people"].line) == ("local.yaml", line(2))
    in_base = adapted(on=small(("Staff act on racism.", "Staff reach BAME people.")))
    place = next(finding.place for finding in check(in_base) if finding.rule == "word-for-people")
    assert place is not None
    assert place.file == "small.yaml"


def _stack() -> tuple[Reading, Reading, Reading]:
    base = read_text(SMALL, "small.yaml")
    second_text = overlay_text(add("secondary_drivers", DRIVER), reword("P1", "text", "Help comes sooner."), remove("M2"), id_="maternity")
    second = resolve(base, read_overlay(second_text, "maternity.yaml"))
    third_text = overlay_text(
        reword("L-S3", "why", "Words are care."),
        reword("P1", "text", "Help comes at once."),
        link("I1", "serves", "L-S3"),
        on=second_text,
        base_id="maternity",
        base_version="1.0.0",
        id_="trust",
    )
    return base, second, resolve(second, read_overlay(third_text, "trust.yaml"))


def test_overlays_stack() -> None:
    base, second, third = _stack()
    assert third.base is second
    assert second.base is base
    assert third.change_package.adapts == (second.pin, base.pin)
    assert [str(pin) for pin in third.change_package.adapts] == ["maternity@1.0.0", "small@0.1.0"]
    assert element(third, "P1").text == "Help comes at once."
    assert [(change.by, change.field) for change in element(third, "P1").origin.changed] == [
        ("maternity@1.0.0", "text"),
        ("trust@1.0.0", "text"),
    ]
    assert element(third, "L-S3").origin == Origin(
        added_by="maternity@1.0.0",
        reason="Because of 1.",
        changed=(Changed(by="trust@1.0.0", field="why", reason="Because of 1."),),
    )
    assert element(third, "I1").origin.changed[0].by == "maternity@1.0.0"


def test_places_go_through_a_stack_and_notes_stay_with_their_overlay() -> None:
    base, second, third = _stack()
    assert third.place_of("M3") == base.place_of("M3")
    assert third.place_of("L-S3") == second.place_of("L-S3")
    assert third.place_of("L-S3").file == "maternity.yaml"
    assert third.place_of("L-S3", "why").file == "trust.yaml"
    assert third.place_of("P1", "text").file == "trust.yaml"
    assert third.place_of("I1", "serves", 2).file == "trust.yaml"
    assert [note.place.file for note in second.findings if note.place] == ["maternity.yaml"]
    assert third.findings == ()


OPERATIONS = [
    reword("P1", "text", "Help comes sooner."),
    replace("A1", "target.absolute.amount", 60.0),
    replace("A1", "deadline"),
    replace("M1", "per", 1000),
    replace("P2", "accountable", {"organisation": "A trust", "role": "Chief nurse"}),
    link("S2", "serves", "P1"),
    link("S1", "serves", "P2", strength="strong"),
    link("I1", "recommendations", "L-R2"),
    unlink("I1", "serves", "S2"),
    unlink("S1", "serves", "P1"),
    link("P2", "ambitions", "A24-participation"),
    remove("R1"),
    remove("PR1"),
    remove("SRC1"),
    add("secondary_drivers", DRIVER, after="S1"),
    add("recommendations", RECOMMENDATION),
    add("evidence", {"id": "E1", "verification": "unverified", "statement": "x", "grade": "tested", "certainty": "low"}),
]
"""Operations that do not touch each other, of every kind."""


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(len(OPERATIONS))), unique=True), st.randoms(use_true_random=False))
def test_the_order_of_operations_does_not_matter(chosen: list[int], shuffle: random.Random) -> None:
    operations = [{"reason": f"Because of {index}.", **OPERATIONS[index]} for index in chosen]
    other = list(operations)
    shuffle.shuffle(other)
    one, two = adapted(*operations), adapted(*other)
    assert without_origin(one.document.value) == without_origin(two.document.value)
    assert {each.id: (each.origin.added_by, set(each.origin.changed)) for each in one.change_package.elements() if each.origin} == {
        each.id: (each.origin.added_by, set(each.origin.changed)) for each in two.change_package.elements() if each.origin
    }


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(len(OPERATIONS))), unique=True))
def test_resolving_is_applying_the_operations_one_by_one(chosen: list[int]) -> None:
    reading = adapted(*(OPERATIONS[index] for index in chosen))
    value = read_text(SMALL, "small.yaml").document.value
    for index in chosen:
        value = applied(value, OPERATIONS[index])
    assert without_origin(reading.document.value) == without_origin(value)


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(len(OPERATIONS))), unique=True))
def test_every_value_has_a_place_and_is_what_stands_there(chosen: list[int]) -> None:
    """What an operation wrote stands in the overlay, all else in the base, value for value."""
    reading = adapted(*(OPERATIONS[index] for index in chosen))
    base = read_text(SMALL, "small.yaml").document
    starts = {place: path for path, place in base.value_places.items() if not isinstance(base.at(path), dict | list)}
    for path, held in _scalars(reading.document.value):
        place = reading.document.place(path)
        assert place.line is not None
        if place.file == "small.yaml" and "origin" not in path and (place.line, place.column) in starts:
            assert base.at(starts[place.line, place.column or 0]) == held


def _scalars(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        return [found for key, held in value.items() for found in _scalars(held, (*path, key))]
    if isinstance(value, list):
        return [found for index, held in enumerate(value) for found in _scalars(held, (*path, index))]
    return [(path, value)]


def test_what_two_operations_add_keeps_their_order() -> None:
    """The only two orders that stay as written, as the module says."""
    second = {**DRIVER, "id": "L-S4"}
    at_the_end = adapted(add("secondary_drivers", DRIVER), add("secondary_drivers", second))
    assert [one.id for one in at_the_end.change_package.secondary_drivers] == ["S1", "S2", "L-S3", "L-S4"]
    behind = adapted(add("secondary_drivers", DRIVER, after="S1"), add("secondary_drivers", second, after="S1"))
    assert [one.id for one in behind.change_package.secondary_drivers] == ["S1", "L-S4", "L-S3", "S2"]
    chained = adapted(add("secondary_drivers", DRIVER, after="S1"), add("secondary_drivers", second, after="L-S3"))
    assert [one.id for one in chained.change_package.secondary_drivers] == ["S1", "L-S3", "L-S4", "S2"]


def test_links_of_one_list_are_changed_one_after_another() -> None:
    reading = adapted(
        link("S1", "serves", "A1"),
        unlink("S1", "serves", "P1"),
        link("S1", "serves", "P2", strength="strong"),
        link("S1", "serves", "S2", strength="weak"),
    )
    strong = {"id": "P2", "strength": "strong", "assumption": "Staff take part."}
    assert reading.document.at((*reading.path_of("S1"), "serves")) == [strong, "A1", {"id": "S2", "strength": "weak"}]
    assert [reading.place_of("S1", "serves", position).line for position in range(3)] == [line(3), line(1), line(4)]


def test_the_base_stays_as_it_was() -> None:
    base = read_text(SMALL, "small.yaml")
    resolve(base, read_overlay(overlay_text(*OPERATIONS), "local.yaml"))
    assert base == read_text(SMALL, "small.yaml")


@pytest.mark.parametrize("text", [SMALL, SMALL.replace("\n", "\r\n"), "﻿" + SMALL])
def test_a_base_is_pinned_by_its_very_bytes(text: str) -> None:
    assert adapted(on=text).change_package.adapts[0].digest == digest(text)


def test_an_overlay_is_pinned_by_its_very_bytes() -> None:
    """With a byte order mark and Windows line ends too, as `sha256sum` counts them."""
    text = "\ufeff" + overlay_text().replace("\n", "\r\n")
    assert read_overlay(text, "local.yaml").pin.digest == digest(text)
    assert read_overlay(text.encode(), "local.yaml").digest == digest(text)
