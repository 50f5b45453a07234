"""From what a form holds of an element to operations; and edits of what a change package says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.change_packages import SMALL, line_of, reading
from tests.builders.overlays import adapted, replace

from levelground.change_package.edit import HEAD_FIELDS, edited, head_edited, operations_for
from levelground.change_package.reading import Reading
from levelground.errors import ChangePackageInvalid


def said(now: Reading, element_id: str, fields: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """The operations, without their reason."""
    found = operations_for(now, element_id, fields, reason="Because.", **more)
    assert all(operation.pop("reason") == "Because." for operation in found)
    return found


def test_a_form_that_changes_nothing_gives_no_operation() -> None:
    same = {
        "text": " Community support that people trust.\r\n",
        "note": None,
        "serves": ["P1", {"id": "P2", "strength": "weak", "assumption": "Staff take part."}],
        "recommendations": [],
        "accountable.role": None,
    }
    assert said(reading(), "S1", same) == []
    assert said(reading(), "S1", {"serves": [{"id": "P1", "strength": "strong"}, same["serves"][1]]}) == []
    assert said(reading(), "A1", {"target.absolute.amount": 85, "target.absolute": {"starting": 169.5, "amount": 85.0}}) == []


def test_only_what_differs_and_words_by_what_they_mean() -> None:
    fields = {"text": "New.\r\nWords.", "why": "Trust brings people earlier.", "note": "Of note."}
    assert said(reading(), "S1", fields, meaning_stays=True, decision="D1") == [
        {"op": "reword", "element": "S1", "field": "text", "to": "New.\nWords.", "decision": "D1"},
        {"op": "replace", "element": "S1", "field": "note", "value": "Of note.", "decision": "D1"},
    ]
    assert said(reading(), "S1", {"text": "New."}) == [{"op": "replace", "element": "S1", "field": "text", "value": "New."}]
    assert said(reading(), "A1", {"deadline": "2031-03-31"}, meaning_stays=True)[0]["op"] == "replace"


def test_the_last_field_of_a_block_takes_the_block_with_it() -> None:
    answers = {"organisation": "A trust", "role": "Chair"}
    now = edited(reading(), [{"op": "replace", "element": "P1", "field": "accountable", "value": answers, "reason": "x"}])
    gone = dict.fromkeys(("accountable.organisation", "accountable.role", "accountable.due"))
    assert said(now, "P1", gone) == [{"op": "replace", "element": "P1", "field": "accountable"}]
    assert said(now, "P1", {"accountable.due": None}) == []
    taken = {"target.absolute.starting": None, "target.absolute.amount": None}
    assert said(reading(), "A1", taken) == [{"op": "replace", "element": "A1", "field": "target.absolute"}]


@pytest.mark.parametrize("start", [reading, adapted], ids=["whole", "adaptation"])
def test_a_form_brings_an_element_to_its_values(start: Any) -> None:
    fields = {"text": "New.", "accountable.organisation": "A trust", "accountable.role": "Chair", "recommendations": None, "note": "x"}
    now = start()
    new = edited(now, operations_for(now, "P1", fields, reason="r")).change_package.primary_drivers[0]
    assert (new.text, new.note, new.recommendations) == ("New.", "x", ())
    assert new.accountable is not None and new.accountable.role == "Chair"


def test_an_unknown_element_is_told_with_its_nearest() -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        operations_for(reading(), "P11", {"text": "x"}, reason="r")
    assert "P1" in caught.value.findings[0].did_you_mean


def test_the_head_of_a_whole_change_package_changes_in_its_lines() -> None:
    new = head_edited(reading(), {"title": "Another: title", "provenance.statement": "By us.", "version": "0.2.0", "ambitions": ["a1"]})
    lines = new.text.splitlines()
    assert new.change_package.provenance.statement == "By us."
    assert new.change_package.provenance.not_claimed == "Nothing here is advice."
    assert new.change_package.ambitions == ("a1",)
    assert lines[line_of(SMALL, "title:") - 1] == 'title: "Another: title"'
    assert len([line for line in lines if line not in SMALL.splitlines()]) == 4
    assert head_edited(new, {"ambitions": None}).change_package.ambitions == ()


def test_the_head_of_an_adaptation_changes_in_its_overlay() -> None:
    start = adapted(replace("P1", "text", "Ours."))
    release = {"version": "1.1.0", "date": "2026-01-31", "changes": "A title."}
    new = head_edited(start, {"title": "Ours", "reason": "It is ours.", "changelog": [release], "version": "1.1.0"})
    assert (new.change_package.title, new.change_package.version) == ("Ours", "1.1.0")
    assert new.change_package.changelog[0].changes == "A title."
    assert "reason: It is ours." in new.own_data.decode()
    assert new.base is start.base
    old = start.own_data.decode().splitlines()
    assert [line for line in old if line not in new.own_data.decode().splitlines()] == [old[2], old[4], old[5]]


@pytest.mark.parametrize("start", [reading, adapted], ids=["whole", "adaptation"])
@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"id": "other", "format": "x", "adapts": {}}, ["fixed-field"] * 3),
        ({"titel": "x", "provenance.statment": "y"}, ["unknown-field"] * 2),
        ({"aim": {}}, ["unknown-field"]),
        ({"operations": []}, ["fixed-field"]),
        ({"status": "agred"}, ["unknown-choice"]),
        ({"summary": None, "version": "1"}, ["missing-key", "wrong-form"]),
        ({"summary": "a\x1b[2J"}, ["control-character"]),
    ],
)
def test_what_the_head_cannot_take_is_told_at_once(start: Any, fields: dict[str, Any], rules: list[str]) -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        head_edited(start(), fields)
    assert sorted({finding.rule for finding in caught.value.findings}) == sorted(set(rules))
    assert all(finding.next_step for finding in caught.value.findings)


@pytest.mark.parametrize("start", [reading, adapted], ids=["whole", "adaptation"])
def test_the_line_ends_of_a_browser_become_those_of_the_document(start: Any) -> None:
    driver = {"id": "N1", "verification": "unverified", "text": "a\r\nb", "why": "c", "serves": ["A1"]}
    new = edited(start(), [{"op": "add", "to": "primary_drivers", "elements": [driver], "reason": "r\r\ns"}])
    new = head_edited(new, {"summary": "One line.\r\nAnother."})
    assert (new.change_package.primary_drivers[-1].text, new.change_package.summary) == ("a\nb", "One line.\nAnother.")
    assert b"\r" not in new.own_data


def test_the_reason_is_an_overlays_only() -> None:
    assert "reason" not in HEAD_FIELDS
    with pytest.raises(ChangePackageInvalid):
        head_edited(reading(), {"reason": "x"})
