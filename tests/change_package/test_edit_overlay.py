"""Edits of an adaptation, made in its overlay: the value that `applied` gives, few lines new, operations put together."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.any_operation import operations
from tests.builders.change_packages import SMALL, reading
from tests.builders.overlays import DRIVER, HEAD, RECOMMENDATION, adapted, add, digest, link, remove, replace, reword, unlink

from levelground.change_package.adaptation.facts import elements_of, facts_of, plain
from levelground.change_package.adaptation.operations import applied
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.beginnings import overlay_text
from levelground.change_package.edit import edited
from levelground.change_package.read import read, read_text
from levelground.change_package.reading import Reading
from levelground.errors import ChangePackageInvalid

WHY = {"reason": "A test."}

COMMENTED = (
    HEAD.format(id="local", version="1.0.0", base_id="small", base_version="0.1.0", digest=digest(SMALL))
    + """\
# What we do otherwise.
operations:
  # We say it so:
  - op: reword  # words only
    element: P1
    field: text
    to: "Help comes in time"
    # Our people asked for it.
    reason: We say it so.
    decision: D1

  # A driver of our own.
  - op: add
    to: secondary_drivers
    reason: Words matter here.
    elements:
      # At night above all.
      - {id: L-S3, verification: unverified, text: Interpreters at night., why: Words matter., serves: [P1]}
      - id: L-S4
        verification: unverified
        text: Letters in plain words.  # not only translated
        why: What is read is understood.
        serves: [P2, P1]
  - {op: link, element: I1, field: serves, target: L-S4, reason: It fits.}
  - {op: unlink, element: I1, field: serves, target: S2, reason: It does not fit.}
  - op: replace
    element: A1
    field: target
    value: {group: B, absolute: {starting: 169.5, amount: 90.0}, relative: {starting: 3.44, amount: 2.3}}
    reason: Ours.
# The end.
"""
)


def commented() -> Reading:
    """The small change package adapted by an overlay with comments, one operation of each kind but `remove`."""
    return read_text(COMMENTED, "local.yaml", [_base()])


def _base() -> Any:
    from levelground.change_package.adaptation.bases import BaseFile

    return BaseFile("small.yaml", SMALL.encode())


def own(now: Reading) -> list[dict[str, Any]]:
    """The operations of the overlay."""
    assert isinstance(now.overlay, OverlayReading)
    return list(now.overlay.operations)


def after(start: Reading, *said: Mapping[str, Any]) -> Reading:
    """An adaptation after some edits, one by one; what its own text reads as is what came out."""
    for operation in said:
        start = edited(start, [{**WHY, **operation}])
        again = read_text(start.own_data, "local.yaml", [_base()])
        assert again.change_package == start.change_package
    return start


def changed(start: Reading, end: Reading) -> list[str]:
    """The lines of the overlay that differ."""
    texts = [each.own_data.decode().splitlines() for each in (start, end)]
    lines = difflib.unified_diff(*texts, n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[0] in "-+"]


def test_the_bytes_that_a_person_holds() -> None:
    assert reading().own_data == SMALL.encode()
    assert commented().own_data == COMMENTED.encode()
    assert commented().data != commented().own_data


def test_a_second_rewording_changes_the_first_where_it_stands() -> None:
    start = commented()
    assert changed(start, after(start, reword("P1", "text", "In time: always."))) == [
        '-    to: "Help comes in time"',
        '+    to: "In time: always."',
        "-    reason: We say it so.",
        "+    reason: A test.",
    ]


def test_a_change_of_meaning_makes_a_replacement_of_a_rewording_and_drops_its_decision() -> None:
    new = own(after(commented(), replace("P1", "text", "Something else.")))[0]
    assert new == {"op": "replace", "element": "P1", "field": "text", "value": "Something else.", "reason": "A test."}
    again = own(after(adapted(replace("P1", "text", "Something else.")), reword("P1", "text", "Another thing.")))
    assert again == [{"op": "replace", "element": "P1", "field": "text", "value": "Another thing.", "reason": "A test."}]


def test_a_field_brought_back_to_the_bases_value_has_no_operation() -> None:
    start = commented()
    new = after(start, reword("P1", "text", "People get help before a crisis."))
    assert [operation["op"] for operation in own(new)] == ["add", "link", "unlink", "replace"]
    assert "# We say it so:" not in new.own_data.decode()
    assert "# What we do otherwise." in new.own_data.decode()
    lines = COMMENTED.splitlines()  # the blank line between two operations stays
    assert changed(start, new) == [
        f"-{line}" for line in lines[lines.index("  # We say it so:") : lines.index("  # A driver of our own.") - 1]
    ]


def test_a_field_within_a_field_that_has_an_operation_changes_in_it() -> None:
    start = commented()
    new = after(start, replace("A1", "target.absolute.amount", 80.0))
    assert own(new)[4]["value"]["absolute"] == {"starting": 169.5, "amount": 80.0}
    assert len(changed(start, new)) == 4


def test_a_field_around_fields_that_have_operations_takes_their_place() -> None:
    start = adapted(replace("A1", "target.absolute.amount", 80.0), reword("P2", "text", "x"), replace("A1", "target.relative.amount", 2.0))
    target = {"group": "B", "absolute": {"share_of_starting": 0.5}, "relative": {"share_of_starting": 0.6}}
    new = own(after(start, replace("A1", "target", target)))
    assert [(operation["field"], operation.get("value")) for operation in new] == [("target", target), ("text", None)]


def test_what_the_overlay_adds_is_changed_where_it_is_added() -> None:
    start = commented()
    assert changed(start, after(start, reword("L-S4", "text", "Short letters."), replace("L-S3", "note", "Paid."))) == [
        "-      - {id: L-S3, verification: unverified, text: Interpreters at night., why: Words matter., serves: [P1]}",
        "+      - {id: L-S3, verification: unverified, text: Interpreters at night., why: Words matter., serves: [P1],",
        "+         note: Paid.}",
        "-        text: Letters in plain words.  # not only translated",
        "+        text: Short letters.  # not only translated",
    ]
    linked = after(start, link("L-S3", "serves", "P2", strength="weak"), unlink("L-S4", "serves", "P2"))
    assert len(own(linked)) == len(own(start))
    assert [[each.id for each in driver.serves] for driver in linked.change_package.secondary_drivers[2:]] == [["P1", "P2"], ["P1"]]


def test_what_the_overlay_added_goes_out_of_it_with_all_that_points_to_it() -> None:
    start = commented()
    new = after(start, remove("L-S4"))
    assert [operation["op"] for operation in own(new)] == ["reword", "add", "unlink", "replace"]
    assert [element["id"] for element in own(new)[1]["elements"]] == ["L-S3"]
    last = after(new, link("I1", "serves", "S2"), remove("L-S3"))
    assert [operation["op"] for operation in own(last)] == ["reword", "replace"]
    assert "# The end." in last.own_data.decode()


def test_what_points_to_a_removed_element_is_mended_everywhere() -> None:
    start = adapted(
        add("sources", {"id": "L-SRC", "title": "t", "publisher": "p", "edition": "1", "verification": "verified"}),
        add("secondary_drivers", DRIVER, after="S1"),
        add("secondary_drivers", {**DRIVER, "id": "L-S5", "source": "L-SRC"}, after="L-S3"),
        replace("A1", "source", "L-SRC"),
        replace("I1", "serves", ["S1", "L-S3", "L-S5"]),
        reword("S1", "text", "x"),
    )
    new = own(after(start, remove("L-SRC"), remove("L-S3"), remove("S1")))
    assert new == [
        {"op": "add", "to": "secondary_drivers", "elements": [{**DRIVER, "id": "L-S5"}], "reason": "Because of 3."},
        {"op": "replace", "element": "A1", "field": "source", "reason": "Because of 4."},
        {"op": "replace", "element": "I1", "field": "serves", "value": ["L-S5"], "reason": "Because of 5."},
        {"op": "remove", "element": "S1", "reason": "A test."},
    ]


def test_what_stood_behind_a_removed_element_stands_behind_the_one_above_it() -> None:
    start = adapted(add("secondary_drivers", DRIVER, after="S2"), add("secondary_drivers", {**DRIVER, "id": "L-S5"}, after="L-S3"))
    new = after(start, remove("S2"))
    assert [operation.get("after") for operation in own(new)] == ["S1", "L-S3", None]
    assert [driver.id for driver in new.change_package.secondary_drivers] == ["S1", "L-S3", "L-S5"]
    assert [operation.get("after") for operation in own(after(new, remove("L-S3")))] == ["S1", None]


def test_a_field_is_back_where_it_is_as_it_would_be_without_an_operation() -> None:
    new = after(adapted(), remove("M2"), replace("I1", "measures", ["M3"]), replace("I1", "measures", []))
    assert own(new) == [{**remove("M2"), **WHY}]


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (link("S2", "serves", "P1"), unlink("S2", "serves", "P1"), []),
        (unlink("I1", "serves", "S1"), link("I1", "serves", "S1"), []),
        (unlink("S1", "serves", "P2"), link("S1", "serves", "P2", strength="weak", assumption="Staff take part."), []),
        (
            unlink("S1", "serves", "P1"),
            link("S1", "serves", "P1", strength="weak"),
            [link("S1", "serves", "P1", strength="weak")],
        ),
        (unlink("S1", "serves", "P2"), link("S1", "serves", "P2"), [replace("S1", "serves", ["P1", "P2"])]),
        (link("S1", "serves", "P1", strength="weak"), unlink("S1", "serves", "P1"), [unlink("S1", "serves", "P1")]),
        (link("S1", "serves", "P1", strength="weak"), link("S1", "serves", "P1", strength="strong"), []),
        (
            link("S2", "serves", "P1"),
            link("S2", "serves", "P1", assumption="It holds."),
            [link("S2", "serves", "P1", assumption="It holds.")],
        ),
        (replace("S2", "serves", ["P1"]), link("S2", "serves", "P2"), [replace("S2", "serves", ["P1", "P2"])]),
        (replace("S2", "serves", ["P2", "P1"]), unlink("S2", "serves", "P1"), []),
        (link("S2", "serves", "P1"), replace("S2", "serves", ["P1"]), [replace("S2", "serves", ["P1"])]),
        (add("recommendations", RECOMMENDATION), remove("L-R2"), []),
        (replace("P2", "note", "A note."), replace("P2", "note"), []),
        (reword("P2", "text", "x"), remove("P2"), [remove("P2")]),
        (link("P2", "recommendations", "R1"), remove("R1"), [remove("R1")]),
    ],
    ids=lambda case: f"{case['op']} {case.get('element', '')}" if isinstance(case, dict) else "",
)
def test_two_operations_on_one_thing_are_put_together(first: Any, then: Any, left: list[Any]) -> None:
    new = after(adapted(), first, then)
    assert own(new) == [{**operation, **WHY} for operation in left]
    if not left:
        assert new.own_data == adapted().own_data


def test_a_beginning_takes_its_first_operation_as_a_list_and_keeps_its_examples() -> None:
    base = read("core")
    start = read_text(overlay_text(base, "own_one", "One of our own"), "own_one.yaml")
    first = base.change_package.primary_drivers[0].id
    long = "We go through every decision of the week. " * 6
    new = edited(start, [{"op": "reword", "element": first, "field": "text", "to": long.strip(), "reason": long.strip()}])
    text = new.own_data.decode()
    assert f"operations:\n  - op: reword\n    element: {first}\n    field: text\n    to: " in text
    for line in start.own_data.decode().splitlines():
        assert line in text or line == "operations: []"
    back = edited(new, [{"op": "reword", "element": first, "field": "text", "to": base.change_package.primary_drivers[0].text, **WHY}])
    assert back.own_data == start.own_data


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_line_ends_and_a_byte_order_mark_stay(mark: str) -> None:
    start = read_text((mark + COMMENTED.replace("\n", "\r\n")).encode(), "local.yaml", [_base()])
    new = after(start, reword("P2", "text", "Two\nlines"), add("recommendations", RECOMMENDATION)).own_data.decode()
    assert new.count("\r\n") == new.count("\n")
    assert new.startswith(f"{mark}format")


def test_several_operations_at_once_are_each_on_what_the_others_made() -> None:
    start = adapted()
    said = [
        replace("A1", "comparison.named.rule", "rest"),  # alone it could not be: reference groups are for another rule
        replace("A1", "comparison.named.reference_groups", {}),
        add("secondary_drivers", DRIVER),
        link("I1", "serves", "L-S3"),
        reword("L-S3", "text", "Interpreters."),
    ]
    new = edited(start, [{**WHY, **each} for each in said])
    assert [operation["op"] for operation in own(new)] == ["replace", "replace", "add", "link"]
    assert own(new)[2]["elements"][0]["text"] == "Interpreters."
    whole = edited(reading(), [{**WHY, **each} for each in said])
    assert facts(whole.document.value) == facts(new.document.value)


@pytest.mark.parametrize("start", [reading, commented], ids=["whole", "adaptation"])
def test_everything_that_is_wrong_is_told_at_once_and_nothing_changes(start: Any) -> None:
    now = start()
    with pytest.raises(ChangePackageInvalid) as caught:
        edited(now, [{**WHY, **each} for each in (reword("P11", "text", "x"), replace("P1", "id", "P9"), remove("A1"))])
    assert [finding.rule for finding in caught.value.findings] == ["unknown-element", "fixed-field", "aim-removed"]
    assert now.own_data == start().own_data


def test_what_comes_out_wrong_is_told_with_its_element() -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        edited(commented(), [{**WHY, **replace("A1", "deadline", "soon")}, {**WHY, **replace("M1", "improvement_direction", "many")}])
    assert {finding.element for finding in caught.value.findings} == {"A1", "M1"}


def facts(value: Any) -> dict[str, Any]:
    """What a change package says, element by element."""
    return {element_id: (where, facts_of(element, where)) for element_id, (where, element) in elements_of(value).items()}


def orders(value: Any) -> dict[str, list[str]]:
    """The ids of each list, in order."""
    return {
        key: [item["id"] for item in items]
        for key, items in value.items()
        if isinstance(items, list)
        and key.endswith(("s", "e"))
        and all(isinstance(item, dict) and "id" in item for item in items)
        and key != "adapts"
        and items
    }


@given(st.data())
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("start", [adapted, commented], ids=["empty", "commented"])
def test_any_operations_on_an_adaptation(start: Any, data: st.DataObject) -> None:
    now = start()
    for _ in range(data.draw(st.integers(1, 5))):
        operation = data.draw(operations(now.document.value))
        wanted = applied(now.document.value, operation)
        new = after(now, operation)
        assert plain(facts(new.document.value)) == plain(facts(wanted))
        places_go = operation["op"] == "remove" and any(one.get("after") == operation["element"] for one in own(now))
        assert places_go or orders(new.document.value) == orders(wanted)
        kept = [one for one in own(now) if one in own(new)]
        assert all(lines_of(now, one) in new.own_data.decode() for one in kept)
        assert new.own_data.decode().partition("operations:")[0] == now.own_data.decode().partition("operations:")[0]
        now = new


def lines_of(now: Reading, operation: Mapping[str, Any]) -> str:
    """The text of an operation, from its dash."""
    assert isinstance(now.overlay, OverlayReading)
    lines = now.own_data.decode().splitlines(keepends=True)
    found = own(now)
    index = found.index(dict(operation))
    start = (now.overlay.place_of(index).line or 1) - 1
    end = (now.overlay.place_of(index + 1).line or 1) - 1 if index + 1 < len(found) else start + 1
    chunk = lines[start:end]
    while chunk and (chunk[-1].lstrip().startswith("#") or not chunk[-1].strip()):
        chunk.pop()
    return "".join(chunk)


@given(st.data())
@settings(deadline=None, max_examples=40)
@pytest.mark.parametrize("start", [adapted, commented], ids=["empty", "commented"])
def test_what_is_done_and_undone_leaves_the_very_bytes(start: Any, data: st.DataObject) -> None:
    now = start()
    operation = data.draw(operations(now.document.value).filter(lambda said: said["op"] != "remove" and is_new(now, said)))
    was = {element_id: element for element_id, (_, element) in elements_of(now.document.value).items()}
    match operation["op"]:
        case "add":
            back = [remove(operation["elements"][0]["id"])]
        case "link":
            back = [unlink(operation["element"], operation["field"], operation["target"])]
        case "unlink":
            entry = next(it for it in was[operation["element"]]["serves"] if operation["target"] in (it, isinstance(it, dict) and it["id"]))
            more = {key: entry[key] for key in ("strength", "assumption") if key in entry} if isinstance(entry, dict) else {}
            back = [link(operation["element"], operation["field"], operation["target"], **more)]
        case _:
            back = [replace(operation["element"], operation["field"], was[operation["element"]][operation["field"]])]
    assert after(now, operation, *back).own_data == now.own_data


def is_new(now: Reading, said: Mapping[str, Any]) -> bool:
    """Whether an operation is on what the overlay says nothing of yet."""
    added = {element["id"] for one in own(now) if one["op"] == "add" for element in one["elements"]}
    touched = {(one["element"], one["field"]) for one in own(now) if "field" in one}
    return said.get("element") not in added and (said.get("element"), said.get("field")) not in touched
