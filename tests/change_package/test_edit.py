"""One operation on a package's own text: the value that `applied` gives, and every line that is not the element's kept."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.any_operation import operations
from tests.builders.change_packages import SMALL, reading
from tests.builders.overlays import DRIVER, adapted

from levelground.change_package.adaptation.operations import applied
from levelground.change_package.edit import edit
from levelground.change_package.read import Reading, read, read_text
from levelground.errors import ChangePackageInvalid, Finding

WHY = {"reason": "A test."}


def edited(*operations: Mapping[str, Any], of: Reading | None = None) -> Reading:
    """A package (the small one) after some operations."""
    now = of or reading()
    for operation in operations:
        now = edit(now, {**WHY, **operation})
    return now


def changed(old: str, new: str) -> list[str]:
    """The lines that differ."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[0] in "-+"]


@pytest.mark.parametrize(
    ("operation", "lines"),
    [
        (
            {"op": "reword", "element": "P1", "field": "text", "to": "Help comes in time: always."},
            ["-    text: People get help before a crisis.", '+    text: "Help comes in time: always."'],
        ),
        (
            {"op": "replace", "element": "A1", "field": "deadline", "value": "2031-03-31"},
            ["-  deadline: 2030-03-31", '+  deadline: "2031-03-31"'],
        ),
        (
            {"op": "replace", "element": "A1", "field": "target.absolute.amount", "value": 84.5},
            ["-    absolute: {starting: 169.5, amount: 85.0}", "+    absolute: {starting: 169.5, amount: 84.5}"],
        ),
        ({"op": "replace", "element": "P1", "field": "recommendations"}, ["-    recommendations: [R1]"]),
        (
            {"op": "replace", "element": "P2", "field": "accountable", "value": {"organisation": "A trust", "role": "Chair"}},
            ["+    accountable:", "+      organisation: A trust", "+      role: Chair"],
        ),
        (
            {"op": "link", "element": "S2", "field": "serves", "target": "P1", "strength": "weak"},
            ["-    serves: [P2]", "+    serves: [P2, {id: P1, strength: weak}]"],
        ),
        ({"op": "link", "element": "P2", "field": "recommendations", "target": "R1"}, ["+    recommendations: [R1]"]),
        ({"op": "unlink", "element": "I1", "field": "serves", "target": "S1"}, ["-    serves: [S1, S2]", "+    serves: [S2]"]),
        (
            {"op": "remove", "element": "M2"},
            [
                "-    measures: [M2]",
                "+    measures: []",
                *(f"-{line}" for line in SMALL[SMALL.index("  - id: M2") : SMALL.index("  - id: M3")].splitlines()),
            ],
        ),
        (
            {"op": "add", "to": "secondary_drivers", "after": "S1", "elements": [DRIVER]},
            [
                "+  - id: L-S3",
                "+    verification: unverified",
                "+    text: Interpreters at night.",
                "+    why: Words matter.",
                "+    serves: [P1]",
            ],
        ),
    ],
    ids=lambda case: case.get("op", "") if isinstance(case, dict) else "",
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_only_the_elements_lines_change(operation: dict[str, Any], lines: list[str], line_break: str, mark: str) -> None:
    old = read_text(mark + SMALL.replace("\n", line_break), "small.yaml")
    new = edited(operation, of=old)
    assert new.text.startswith(mark + "format")
    assert new.text.count("\r") == (new.text.count("\n") if line_break == "\r\n" else 0)
    assert changed(SMALL, new.text.removeprefix(mark).replace("\r\n", "\n")) == lines
    assert new.document.value == applied(old.document.value, operation)
    assert read_text(new.data, "small.yaml").change_package == new.change_package


def test_what_was_added_and_removed_again_leaves_the_very_bytes() -> None:
    small = reading()
    assert edited({"op": "add", "to": "secondary_drivers", "elements": [DRIVER]}, {"op": "remove", "element": "L-S3"}).data == small.data
    assert reading().data == SMALL.encode()


def refused(operation: Mapping[str, Any], of: Reading | None = None) -> dict[str, Finding]:
    """The findings of an edit that may not be, by their rules."""
    with pytest.raises(ChangePackageInvalid) as caught:
        edit(of or reading(), {**WHY, **operation})
    assert all(finding.place is not None and finding.next_step for finding in caught.value.findings)
    return {finding.rule: finding for finding in caught.value.findings}


@pytest.mark.parametrize(
    ("operation", "rule", "near"),
    [
        ({"op": "reword", "element": "P11", "field": "text", "to": "x"}, "unknown-element", ("P1",)),
        ({"op": "reword", "element": "P1", "field": "txt", "to": "x"}, "unknown-field", ("text",)),
        ({"op": "reword", "element": "P1", "field": "serves", "to": "x"}, "not-words", ()),
        ({"op": "replace", "element": "P1", "field": "text"}, "required-field", ()),
        ({"op": "replace", "element": "P1", "field": "id", "value": "P9"}, "fixed-field", ()),
        ({"op": "replace", "element": "P1", "field": "verification", "value": "verifed"}, "unknown-choice", ("verified",)),
        ({"op": "remove", "element": "A1"}, "aim-removed", ()),
        ({"op": "remove", "element": "M1"}, "outcome-measure-removed", ()),
        ({"op": "link", "element": "S2", "field": "serves", "target": "P2"}, "already-linked", ()),
        ({"op": "unlink", "element": "S2", "field": "serves", "target": "P1"}, "not-linked", ()),
        ({"op": "add", "to": "secondary_drivers", "elements": [{**DRIVER, "id": "S1"}]}, "id-taken", ()),
        ({"op": "add", "to": "secondary_drivers", "after": "S11", "elements": [DRIVER]}, "after-unknown", ("S1",)),
        ({"op": "add", "to": "secondary_drivers", "elements": [{**DRIVER, "nte": "x"}]}, "unknown-key", ("note",)),
        ({"op": "reword", "element": "P1", "field": "text", "to": "a\x1b[2J"}, "control-character", ()),
        ({"op": "remov", "element": "P1"}, "unknown-choice", ("remove",)),
    ],
)
def test_what_an_overlay_may_not_do_an_edit_may_not(operation: dict[str, Any], rule: str, near: tuple[str, ...]) -> None:
    assert set(near) <= set(refused(operation)[rule].did_you_mean)


def test_an_adaptation_is_edited_in_its_overlay() -> None:
    local = adapted({"op": "reword", "element": "P1", "field": "text", "to": "x"})
    assert list(refused({"op": "reword", "element": "P1", "field": "text", "to": "y"}, local)) == ["edit-of-an-adaptation"]


@given(st.data())
@settings(deadline=None, max_examples=25)
@pytest.mark.parametrize("name", ["small", "core"])
def test_any_operation_on_a_package(name: str, data: st.DataObject) -> None:
    now = reading() if name == "small" else read("core")
    for _ in range(2):
        operation = data.draw(operations(now.document.value))
        after = edit(now, {**WHY, **operation})
        assert json.dumps(after.document.value) == json.dumps(applied(now.document.value, operation))
        gone = {line for line in now.text.splitlines() if line not in set(after.text.splitlines())}
        assert all(any(line in part for part in parts_of(now, operation)) for line in gone)
        now = after


def parts_of(now: Reading, operation: Mapping[str, Any]) -> list[list[str]]:
    """The lines of the elements that an operation may change: its own, and those that name what is removed."""
    lines = now.text.splitlines()
    starts = sorted({now.place_of(element_id).line or 0 for element_id in now.paths})
    ends = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))
    touched = [operation["element"]] if "element" in operation else []
    if operation["op"] == "remove":
        touched += [one for one in now.paths if operation["element"] in json.dumps(now.document.at(now.path_of(one)))]
    found = []
    for element_id in touched:
        start = now.place_of(element_id).line or 1
        above = start - 1
        while above and lines[above - 1].lstrip().startswith("#"):
            above -= 1
        found.append(lines[above - 1 : ends[start] - 1])
    return found
