"""What `levelground new` and `levelground adapt` wrote to be replaced is told, each text where it stands, until it is."""

from __future__ import annotations

import pytest
from tests.builders.change_packages import SMALL, line_of
from tests.builders.overlays import adapted, overlay_text, reword
from tests.builders.whole_change_package import found, named

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.beginnings import new_text
from levelground.change_package.beginnings import overlay_text as begun_overlay
from levelground.change_package.check import check
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.errors import Finding

RULE = "still-to-write"


def told(reading: Reading) -> list[Finding]:
    return [finding for finding in check(reading) if finding.rule == RULE]


def places(findings: list[Finding]) -> list[tuple[str, int | None]]:
    return [(finding.place.file, finding.place.line) for finding in findings if finding.place]


def marked_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if "TO WRITE" in line.split("#")[0]]


@pytest.mark.parametrize(
    ("old", "element", "keys"),
    [
        ("summary: Made for tests.", None, "summary"),
        ("not_claimed: Nothing here is advice.", None, "provenance.not_claimed"),
        ("title: Annual figures", "SRC1", "title"),
        ("statement: Narrow the inequality in detentions.", "A1", "statement"),
        ("text: Staff act on racism.", "P2", "text"),
        ("denominator: {description: People,", "M1", "denominator.description"),
    ],
)
def test_a_placeholder_is_named_where_it_stands(old: str, element: str | None, keys: str) -> None:
    key = old.rpartition(": ")[0]
    (finding,) = named(RULE, (old, f'{key}: "TO WRITE: yours"{"," if old.endswith(",") else ""}'))
    assert (finding.severity, finding.element) == ("warning", element)
    assert f"`{keys}`" in finding.message
    assert finding.next_step


def test_words_about_writing_are_no_placeholder() -> None:
    assert found(("statement: Written for tests.", "statement: There was much to write, and TO WRITERS it was left.")) == ()


def test_a_package_that_was_just_begun_is_told_every_text_of_it() -> None:
    text = new_text("mine", "Mine")
    findings = told(read_text(text, "mine.yaml"))
    assert {line for _, line in places(findings)} == set(marked_lines(text))


def test_an_adaptation_that_was_just_begun_is_told_its_reason_too_and_nothing_of_its_base() -> None:
    base = read_text(SMALL, "small.yaml")
    text = begun_overlay(base, "mine", "Mine")
    findings = told(resolve(base, read_overlay(text, "mine.yaml")))
    assert places(findings) == [("mine.yaml", line) for line in marked_lines(text)]
    assert "`reason`" in findings[0].message


def test_what_an_operation_says_and_why_are_told_at_the_operation() -> None:
    operation = {**reword("P2", "text", "TO WRITE"), "reason": "TO WRITE: why"}
    findings = told(adapted(operation))
    line = line_of(overlay_text(operation), "TO WRITE")
    assert {(each.element, each.message.split("`")[1]) for each in findings} == {("P2", "text"), (None, "operations.0.reason")}
    assert places(findings) == [("local.yaml", line)] * 2
    assert told(adapted(reword("P2", "text", "Staff act."))) == []


def test_a_reason_that_a_whole_package_keeps_is_told_there() -> None:
    whole = adapted({**reword("P2", "text", "Staff act."), "reason": "TO WRITE"})
    (finding,) = told(read_text(whole.text, "whole.yaml"))
    assert (finding.element, "`origin.changed.0.reason`" in finding.message) == ("P2", True)
