"""Each kind of conflict, what each choice makes of it, and what needs no choice."""

from __future__ import annotations

import pytest
from tests.builders.change_packages import SMALL, small

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import OverlayReading, read_overlay
from levelground.change_package.adaptation.upgrade import Upgrade, upgrade
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.errors import ChangePackageInvalid

Edit = tuple[str, str]

S1 = SMALL[SMALL.index("  - id: S1\n") : SMALL.index("  - id: S2\n")]
S2 = SMALL[SMALL.index("  - id: S2\n") : SMALL.index("change_ideas:")]
WITHOUT_S2 = ((S2, ""), ("serves: [S1, S2]", "serves: [S1]"), ("serves: [P1, S2, I1]", "serves: [P1, I1]"))
P1_TEXT = "text: People get help before a crisis."
REWORD = "  - {op: reword, element: P1, field: text, to: Ours., reason: Clearer here.}  # said at the meeting\n"
ADD = """\
  - op: add
    to: secondary_drivers
    after: S2
    reason: Missing here.
    elements:
      - {id: OWN, verification: unverified, text: Our own., why: It is.,  serves: [P2]}  # ours
"""
LINK = "  - {op: link, element: S2, field: serves, target: P1, strength: weak, reason: It helps there too.}\n"
REMOVE = "  - {op: remove, element: S2, reason: Not here.}\n"


def base(*edits: Edit, version: str = "0.1.0") -> Reading:
    """A version of the base."""
    return read_text(small(("version: '0.1.0'", f"version: '{version}'"), *edits), f"small@{version}.yaml")


def overlay(operations: str, on: Reading, more: str = "") -> OverlayReading:
    """An overlay with a comment in its head."""
    return read_overlay(
        f"""\
format: levelground/overlay/1
id: ours  # not theirs
version: 1.0.0
adapts: {{id: {on.pin.id}, version: {on.pin.version}, digest: {on.pin.digest}}}
reason: For us.
title: Ours
status: not_yet_co_produced
discipline: mental health
setting: a ward
licence: CC-BY-4.0
summary: Made for tests.
provenance: {{statement: Ours., not_claimed: Nothing.}}
{more}operations:{" []" if not operations else ""}
{operations}""",
        "ours.yaml",
    )


def upgraded(operations: str, *edits: Edit, more: str = "", version: str | None = None, **choices: str) -> Upgrade:
    """An overlay with some operations, carried over to a base with some edits."""
    old = base()
    chosen = {key.replace("__", "."): side for key, side in choices.items()}
    return upgrade(overlay(operations, old, more), old, base(*edits, version="0.2.0"), chosen, version)


def element(done: Upgrade, element_id: str) -> dict | None:
    """An element of the result; None where it is not there."""
    assert done.adapted is not None, [str(finding) for finding in done.findings]
    paths = done.adapted.paths
    return done.adapted.document.at(paths[element_id]) if element_id in paths else None


def the_conflict(done: Upgrade, key: str) -> str:
    """What the one conflict says; nothing has been written."""
    (conflict,) = done.open
    assert conflict.key == key
    assert done.text is None
    assert len(done.findings) == 1
    assert f"--choose {key}=" in str(done.findings[0])
    return conflict.says


def test_both_come_together_where_they_touch_different_things() -> None:
    done = upgraded(REWORD + ADD, ("text: Staff act on racism.", "text: Staff act."))
    assert (element(done, "P1")["text"], element(done, "P2")["text"], element(done, "OWN")["text"]) == ("Ours.", "Staff act.", "Our own.")
    assert done.said == {
        "comes in from the base": ["P2 text reworded: Staff act."],
        "your operations, carried over": ["rewords `text` of P1", "adds OWN"],
        "your operations that the base has taken up": [],
        "about the base itself, not taken over": ["version replaced: 0.2.0"],
    }


def test_only_the_pin_changes_in_the_text() -> None:
    done = upgraded(REWORD + ADD, ("text: Staff act on racism.", "text: Staff act."))
    old, new = done.before.document.text.splitlines(), str(done.text).splitlines()
    assert [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other] == [3]
    assert done.overlay.overlay.adapts == base(("text: Staff act on racism.", "text: Staff act."), version="0.2.0").pin
    assert [finding.rule for finding in done.findings] == ["same-version"]


def test_a_new_version_is_written() -> None:
    done = upgraded(REWORD, version="1.1.0")
    assert done.overlay.overlay.version == "1.1.0"
    assert done.findings == ()


def test_the_same_words_on_both_sides_are_taken_up() -> None:
    done = upgraded(REWORD + LINK, (P1_TEXT, "text: Ours."))
    assert done.said["your operations that the base has taken up"] == ["rewords `text` of P1"]
    assert "said at the meeting" not in str(done.text)
    assert [operation["op"] for operation in done.overlay.operations] == ["link"]


@pytest.mark.parametrize(("side", "words"), [("mine", "Ours."), ("theirs", "Theirs.")])
def test_other_words_on_both_sides_are_to_choose(side: str, words: str) -> None:
    edit = (P1_TEXT, "text: Theirs.")
    says = the_conflict(upgraded(REWORD, edit), "P1.text")
    assert says == "small@0.2.0 and your adaptation both changed `text` of P1, each in its own way."
    told = str(upgraded(REWORD, edit).findings[0])
    for text in ("People get help before a crisis.", "Theirs.", "Ours."):
        assert text in told
    done = upgraded(REWORD, edit, P1__text=side)
    assert element(done, "P1")["text"] == words
    assert ("said at the meeting" in str(done.text)) == (side == "mine")


def test_a_removed_element_that_is_changed_here_is_to_choose() -> None:
    reword = REWORD.replace("P1", "S2")
    assert "no longer has S2, and your adaptation needs it: it rewords `text` of S2" in the_conflict(upgraded(reword, *WITHOUT_S2), "S2")
    kept = upgraded(reword, *WITHOUT_S2, S2="mine")
    assert element(kept, "S2")["text"] == "Ours."
    assert kept.overlay.operations[0]["after"] == "S1"
    assert "Clearer here" in kept.overlay.operations[0]["reason"]
    gone = upgraded(reword, *WITHOUT_S2, S2="theirs")
    assert element(gone, "S2") is None
    assert not gone.overlay.operations


def test_a_removed_element_that_is_linked_to_or_built_on_is_to_choose() -> None:
    operations = "  - {op: link, element: I1, field: serves, target: NEW, reason: x}\n" + ADD.replace("id: OWN", "id: NEW")
    without_p2 = (
        (SMALL[SMALL.index("  - id: P2\n") : SMALL.index("secondary_drivers:")], ""),
        ("serves: [P1, {id: P2, strength: weak, assumption: Staff take part.}]", "serves: [P1]"),
        ("    serves: [P2]\nchange_ideas", "    serves: [P1]\nchange_ideas"),
        ("met_by: [P2]", "met_by: [P1]"),
    )
    assert "it adds NEW, which names it" in the_conflict(upgraded(operations, *without_p2), "P2")
    assert element(upgraded(operations, *without_p2, P2="theirs"), "NEW")["serves"] == []
    kept = upgraded(operations, *without_p2, P2="mine")
    assert (element(kept, "NEW")["serves"], element(kept, "P2")["text"]) == (["P2"], "Staff act on racism.")


@pytest.mark.parametrize(
    "edit",
    [
        ("    text: Supervision that looks at decisions.", "    text: Supervision."),
        ("met_by: [P2]", "met_by: [P2, S2]"),
        ("principles:\n", "evidence: []\nprinciples:\n  - {id: PR2, verification: verified, met_by: [S2]}\n"),
        ("questions: [Is racism named?]", "questions: [{question: Is racism named?, answered_by: [S2]}]"),
    ],
    ids=["reworded", "linked", "added beneath", "answers"],
)
def test_what_is_removed_here_and_changed_there_is_to_choose(edit: Edit) -> None:
    assert "your adaptation takes S2 away, and small@0.2.0 has changed" in the_conflict(upgraded(REMOVE, edit), "S2")
    assert element(upgraded(REMOVE, edit, S2="mine"), "S2") is None
    kept = upgraded(REMOVE, edit, S2="theirs")
    assert element(kept, "S2") is not None
    assert not kept.overlay.operations


def test_what_is_core_now_cannot_stay_removed() -> None:
    edit = ("  - id: S2\n", "  - id: S2\n    core: true\n")
    (conflict,) = upgraded(REMOVE, edit).open
    assert [str(side) for side in conflict.effects] == ["theirs"]
    assert "core now" in conflict.says
    with pytest.raises(ChangePackageInvalid) as refused:
        upgraded(REMOVE, edit, S2="mine")
    assert [finding.rule for finding in refused.value.findings] == ["choice-not-possible"]


def test_what_is_removed_on_both_sides_is_taken_up() -> None:
    done = upgraded(REMOVE, *WITHOUT_S2)
    assert done.said["your operations that the base has taken up"] == ["takes S2 away"]
    assert not done.overlay.operations


OWN_IN_BASE = ("change_ideas:\n", "{own}change_ideas:\n")
SAME = "  - {id: OWN, verification: unverified, text: Our own., why: It is., serves: [P2]}\n"


def test_the_same_element_on_both_sides_is_taken_up() -> None:
    done = upgraded(ADD + LINK, ("change_ideas:\n", f"{SAME}change_ideas:\n"))
    assert done.said["your operations that the base has taken up"] == ["adds OWN"]
    assert element(done, "OWN")["origin"]["added_by"] == "small@0.2.0"


def test_another_element_with_the_same_id_is_to_choose_and_ids_never_collide() -> None:
    theirs = ("change_ideas:\n", f"{SAME.replace('Our own.', 'Their own.')}change_ideas:\n")
    link = "  - {op: link, element: I1, field: serves, target: OWN, reason: x}\n"
    assert "has an element with the id OWN, and so does your adaptation" in the_conflict(upgraded(ADD + link, theirs), "OWN")
    both = upgraded(ADD + link, theirs, OWN="mine")
    assert (element(both, "OWN")["text"], element(both, "OWN-ours")["text"]) == ("Their own.", "Our own.")
    assert element(both, "I1")["serves"] == ["S1", "S2", "OWN-ours"]
    one = upgraded(ADD + link, theirs, OWN="theirs")
    assert (element(one, "OWN")["text"], element(one, "I1")["serves"]) == ("Their own.", ["S1", "S2", "OWN"])


def test_a_new_id_is_one_that_nothing_has() -> None:
    theirs = ("change_ideas:\n", f"{SAME.replace('Our own.', 'Their own.')}change_ideas:\n")
    second = ADD.replace("id: OWN", "id: OWN-ours").replace("    after: S2\n", "")
    done = upgraded(ADD + second, theirs, OWN="mine")
    assert {"OWN", "OWN-ours", "OWN-ours1"} <= done.adapted.paths.keys()


def test_new_ids_of_long_ids_differ() -> None:
    one, two = f"{'L' * 40}1", f"{'L' * 40}2"
    ours = "".join(ADD.replace("OWN", each) for each in (one, two))
    theirs = "".join(SAME.replace("OWN", each).replace("Our own.", "Their own.") for each in (one, two))
    done = upgraded(ours, ("change_ideas:\n", f"{theirs}change_ideas:\n"), **{one: "mine", two: "mine"})
    assert sorted(done.adapted.paths.keys() & {f"{'L' * 40}-ours", f"{'L' * 40}-ours1", one, two}) == sorted(
        {f"{'L' * 40}-ours", f"{'L' * 40}-ours1", one, two}
    )


@pytest.mark.parametrize(
    ("side", "accepted"), [("mine", [("no-measure", "OWN-ours"), ("no-owner", None)]), ("theirs", [("no-owner", None)])]
)
def test_an_accepted_warning_about_an_own_element_is_never_one_about_the_base_s(side: str, accepted: list[tuple[str, str | None]]) -> None:
    theirs = ("change_ideas:\n", f"{SAME.replace('Our own.', 'Their own.')}change_ideas:\n")
    more = "accepted:\n  - {rule: no-measure, element: OWN, reason: Known.}\n  - {rule: no-owner, reason: Known.}\n"
    (conflict,) = upgraded(ADD, theirs, more=more).open
    assert all("warnings that it accepts of it" in words for words in conflict.effects.values())
    done = upgraded(ADD, theirs, more=more, OWN=side)
    assert [(entry["rule"], entry.get("element")) for entry in done.overlay.document.value["accepted"]] == accepted


def test_a_byte_order_mark_stays() -> None:
    ours = overlay(REWORD, base())
    marked = read_overlay(b"\xef\xbb\xbf" + ours.data, ours.name)
    done = upgrade(marked, base(), base(version="0.2.0"))
    assert done.overlay.data.startswith(b"\xef\xbb\xbfformat: ")


def test_a_link_that_both_give_another_strength_is_to_choose() -> None:
    weaker = "  - {op: link, element: S1, field: serves, target: P1, strength: weak, reason: x}\n"
    edit = ("serves: [P1, {id: P2, strength: weak, assumption: Staff take part.}]", "serves: [{id: P1, assumption: Money comes.}, P2]")
    assert "both changed the link to P1 (`serves`) of S1" in the_conflict(upgraded(weaker, edit), "S1.serves.P1")
    mine = element(upgraded(weaker, edit, S1__serves__P1="mine"), "S1")["serves"][0]
    assert mine == {"id": "P1", "strength": "weak", "assumption": "Money comes."}
    unlink = "  - {op: unlink, element: S1, field: serves, target: P1, reason: x}\n"
    the_conflict(upgraded(unlink, edit), "S1.serves.P1")
    assert element(upgraded(unlink, edit, S1__serves__P1="mine"), "S1")["serves"] == ["P2"]


def test_a_place_that_is_gone_is_to_choose() -> None:
    assert "puts OWN after S2" in the_conflict(upgraded(ADD, *WITHOUT_S2), "OWN.after")
    assert upgraded(ADD, *WITHOUT_S2, OWN__after="mine").overlay.operations[0]["after"] == "S1"
    last = upgraded(ADD, *WITHOUT_S2, OWN__after="theirs")
    assert "after" not in last.overlay.operations[0]
    assert "# ours" in str(last.text)


def test_an_accepted_warning_about_what_is_gone_is_to_choose() -> None:
    more = "accepted:\n  - {rule: no-measure, element: S2, reason: Known.}\n  - {rule: no-owner, reason: Known.}\n"
    the_conflict(upgraded("", *WITHOUT_S2, more=more), "accepted.S2")
    done = upgraded("", *WITHOUT_S2, more=more, accepted__S2="theirs")
    assert [entry["rule"] for entry in done.overlay.document.value["accepted"]] == ["no-owner"]


def test_a_block_that_is_gone_comes_back_whole_or_not_at_all() -> None:
    target = SMALL[SMALL.index("  target:\n") : SMALL.index("  deadline:")]
    operations = (
        "  - {op: replace, element: A1, field: target.absolute.amount, value: 80.0, reason: x}\n"
        "  - {op: replace, element: A1, field: target.relative.amount, value: 2.0, reason: x}\n"
    )
    assert "no longer has `target` of A1" in the_conflict(upgraded(operations, (target, "")), "A1.target")
    kept = element(upgraded(operations, (target, ""), A1__target="mine"), "A1")["target"]
    assert (kept["absolute"]["amount"], kept["relative"]["amount"], kept["group"]) == (80.0, 2.0, "B")
    assert "target" not in element(upgraded(operations, (target, ""), A1__target="theirs"), "A1")


def test_a_block_that_is_replaced_whole_conflicts_with_a_field_in_it() -> None:
    target = "{group: B, absolute: {starting: 1, amount: 0.5}, relative: {starting: 3, amount: 1.5}}"
    operation = f"  - {{op: replace, element: A1, field: target, value: {target}, reason: x}}\n"
    edit = ("absolute: {starting: 169.5, amount: 85.0}", "absolute: {starting: 169.5, amount: 80.0}")
    the_conflict(upgraded(operation, edit), "A1.target")
    amounts = [element(upgraded(operation, edit, A1__target=side), "A1")["target"]["absolute"]["amount"] for side in ("mine", "theirs")]
    assert amounts == [0.5, 80.0]


def test_what_stands_after_a_kept_element_stays_there() -> None:
    last = ADD.replace("    after: S2\n", "").replace("id: OWN", "id: LAST")
    kept = upgraded(REWORD.replace("P1", "S2") + last + ADD, *WITHOUT_S2, S2="mine")
    assert [driver["id"] for driver in kept.adapted.document.value["secondary_drivers"]] == ["S1", "S2", "OWN", "LAST"]
    first = upgraded(ADD.replace("after: S2", "after: S1") + REWORD.replace("P1", "S2"), *WITHOUT_S2, S2="mine")
    assert first.overlay.operations[1]["after"] == "S1"
    gone = upgraded(REWORD.replace("P1", "S2") + ADD, *WITHOUT_S2, S2="theirs")
    assert gone.overlay.operations[0]["after"] == "S1"


def test_the_aim_is_not_left_without_its_measure() -> None:
    measure = SMALL[SMALL.index("  - id: M2\n") : SMALL.index("  - id: M3\n")]
    operations = "  - {op: replace, element: A1, field: outcome_measure, value: M2, reason: x}\n  - {op: remove, element: M1, reason: x}\n"
    (conflict,) = upgraded(operations, (measure, ""), ("    measures: [M2]\n", "")).open
    assert ([str(side) for side in conflict.effects], conflict.key) == (["mine"], "M2")
    assert "read from a measure that your adaptation takes away" in conflict.says
    kept = upgraded(operations, (measure, ""), ("    measures: [M2]\n", ""), M2="mine")
    assert (element(kept, "A1")["outcome_measure"], element(kept, "M1")) == ("M2", None)


def test_all_conflicts_are_told_at_once() -> None:
    done = upgraded(REWORD + REMOVE, (P1_TEXT, "text: Theirs."), ("text: Supervision that looks", "text: Talk that looks"))
    assert [conflict.key for conflict in done.open] == ["P1.text", "S2"]
    half = upgraded(REWORD + REMOVE, (P1_TEXT, "text: Theirs."), ("text: Supervision that looks", "text: Talk that looks"), P1__text="mine")
    assert [conflict.key for conflict in half.open] == ["S2"]
    assert half.text is None


def test_a_choice_for_what_is_no_conflict_is_refused_with_the_nearest() -> None:
    with pytest.raises(ChangePackageInvalid) as refused:
        upgraded(REWORD, (P1_TEXT, "text: Theirs."), P1__txt="mine")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.did_you_mean) == ("nothing-to-choose", ("P1.text",))


def test_another_change_package_is_no_newer_base() -> None:
    old = base()
    with pytest.raises(ChangePackageInvalid) as refused:
        upgrade(overlay(REWORD, old), old, base(("id: small\n", "id: large\n")))
    assert [finding.rule for finding in refused.value.findings] == ["another-base"]


def test_a_measure_that_both_define_anew_is_warned_about() -> None:
    operation = "  - {op: replace, element: M1, field: numerator.where, value: a = 1, reason: x}\n"
    done = upgraded(operation, ("denominator: {description: People, source: people}", "denominator: {description: People, source: census}"))
    assert "definition-changed-on-both-sides" in [finding.rule for finding in done.findings]
    assert done.adapted is not None


def test_an_overlay_on_an_overlay_is_carried_over_after_it() -> None:
    old, new = base(), base((P1_TEXT, "text: Theirs."), version="0.2.0")
    middle = overlay(REWORD, old)
    trust_text = overlay(REWORD.replace("P1", "P2").replace("Ours.", "The trust's."), resolve(old, middle)).document.text
    trust = read_overlay(trust_text.replace("id: ours ", "id: trust "), "trust.yaml")
    first = upgrade(middle, old, new, {"P1.text": "theirs"}, "1.1.0")
    second = upgrade(trust, resolve(old, middle), first.adapted)
    assert second.adapted is not None
    assert [element(second, name)["text"] for name in ("P1", "P2")] == ["Theirs.", "The trust's."]
    assert [str(ancestor) for ancestor in second.adapted.change_package.adapts] == ["ours@1.1.0", "small@0.2.0"]
    assert second.said["comes in from the base"] == ["P1 text reworded: Theirs."]
