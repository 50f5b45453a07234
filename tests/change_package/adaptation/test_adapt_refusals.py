"""What an overlay may not do: each with its rule, its line, the nearest names and a next step; all of it at once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.change_packages import SMALL, line_of, small
from tests.builders.overlays import DRIVER, RECOMMENDATION, adapted, add, digest, line, link, overlay_text, remove, replace, reword, unlink

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.read import read_text
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity

CORE = small(("  - id: P1  # the first\n", "  - id: P1  # the first\n    core: true\n"))


def refused(*operations: Any, on: str = SMALL) -> tuple[Finding, ...]:
    with pytest.raises(ChangePackageInvalid) as caught:
        adapted(*operations, on=on)
    assert all(finding.severity is Severity.ERROR and finding.next_step for finding in caught.value.findings)
    return caught.value.findings


REFUSED: list[tuple[str, list[dict[str, Any]], int, str | None, str]] = [
    ("unknown-element", [reword("P11", "text", "x")], 1, "P11", "Did you mean `P1`"),
    ("unknown-element", [add("secondary_drivers", DRIVER), remove("L-S33")], 2, "L-S33", "Did you mean `L-S3`?"),
    ("unknown-element", [link("Q", "serves", "A1")], 1, "Q", "The ids are: A1, P1, P2"),
    ("operation-on-added", [add("secondary_drivers", DRIVER), reword("L-S3", "text", "x")], 2, "L-S3", "Write it there as it is to be."),
    ("operation-on-removed", [remove("S2"), reword("S2", "text", "x")], 2, "S2", "`S2` is removed by this overlay (line 14)"),
    ("operation-on-removed", [reword("S2", "text", "x"), remove("S2")], 1, "S2", "(line 15)"),
    ("operation-on-removed", [remove("S2"), remove("S2")], 2, "S2", "Keep one"),
    ("unknown-field", [reword("P1", "txt", "x")], 1, "P1", "Did you mean `text`?"),
    ("unknown-field", [replace("M1", "text", "x")], 1, "M1", "The fields here are: id, verification"),
    ("unknown-field", [replace("A1", "target.absolut.amount", 1)], 1, "A1", "`absolut` is not a field of a block within `aim`"),
    ("unknown-field", [replace("P1", "text.length", 1)], 1, "P1", "Nothing can stand within this field."),
    ("unknown-field", [link("P1", "met_by", "P2")], 1, "P1", "`met_by` is not a field"),
    ("unknown-field", [replace("SRC1", "note", "x")], 1, "SRC1", "is not a field of an element of `sources`"),
    ("inside-a-list", [replace("PR1", "questions.question", "x")], 1, "PR1", "Replace `questions` whole"),
    ("fixed-field", [replace("P1", "id", "P7")], 1, "P1", "an id never changes"),
    ("fixed-field", [replace("P1", "core", True)], 1, "P1", "only the base says"),
    ("fixed-field", [replace("P1", "origin.added_by", "me")], 1, "P1", "is written when the overlay is resolved"),
    ("fixed-field", [add("secondary_drivers", {**DRIVER, "origin": {"added_by": "me"}})], 1, "L-S3", "`origin` of `L-S3`"),
    ("not-words", [reword("P1", "verification", "verified")], 1, "P1", "Use replace"),
    ("not-words", [reword("I1", "changes", "policy")], 1, "I1", "does not hold words"),
    ("not-words", [reword("P1", "serves", "A1")], 1, "P1", "does not hold words"),
    ("not-words", [reword("P1", "source", "SRC1")], 1, "P1", "does not hold words"),
    ("not-words", [reword("A1", "deadline", "2031-01-01")], 1, "A1", "does not hold words"),
    ("nothing-there", [reword("P1", "note", "x")], 1, "P1", "Use replace to give it one."),
    ("nothing-there", [replace("P1", "note")], 1, "P1", "could be taken away"),
    ("required-field", [replace("P1", "why")], 1, "P1", "must be given"),
    ("required-field", [replace("A1", "target.relative", None)], 1, "A1", "must be given"),
    ("two-operations-on-one-field", [reword("P1", "text", "x"), replace("P1", "text", "y")], 2, "P1", "(line 14)"),
    ("two-operations-on-one-field", [replace("A1", "target", {}), replace("A1", "target.absolute", {})], 2, "A1", "(line 14)"),
    ("two-operations-on-one-field", [replace("A1", "target.absolute.amount", 1), replace("A1", "target.absolute", {})], 2, "A1", "line 14"),
    ("two-operations-on-one-field", [replace("P1", "recommendations", []), link("P1", "recommendations", "X")], 2, "P1", "line 14"),
    ("two-operations-on-one-field", [unlink("P1", "recommendations", "R1"), replace("P1", "recommendations", ["R1"])], 1, "P1", "line 15"),
    ("two-operations-on-one-field", [link("S2", "serves", "P1"), link("S2", "serves", "P1", strength="weak")], 2, "S2", "line 14"),
    ("two-operations-on-one-field", [unlink("S1", "serves", "P1"), link("S1", "serves", "P1", strength="weak")], 2, "S1", "line 14"),
    ("already-linked", [link("I1", "recommendations", "R1")], 1, "I1", "names `R1` already"),
    ("already-linked", [link("S1", "serves", "P1", strength="strong")], 1, "S1", "names `P1` already"),
    ("already-linked", [link("S1", "serves", "P2", strength="weak", assumption="Staff take part.")], 1, "S1", "already"),
    ("not-linked", [unlink("S1", "serves", "P22")], 1, "S1", "Did you mean `P2`"),
    ("plain-link", [link("I1", "recommendations", "R9", strength="weak")], 1, "I1", "has no strength; only one in `serves` has"),
    ("aim-removed", [remove("A1")], 1, "A1", "a change package has an aim"),
    ("outcome-measure-removed", [remove("M1")], 1, "M1", "Replace `outcome_measure` of `A1`"),
    ("names-what-is-removed", [remove("P2"), link("I1", "serves", "P2")], 2, "I1", "(line 14)"),
    ("names-what-is-removed", [add("secondary_drivers", DRIVER), remove("P1")], 1, "L-S3", "(line 15)"),
    ("names-what-is-removed", [remove("R1"), replace("P2", "recommendations", ["R1"])], 2, "P2", "`R1` is named here"),
    ("names-what-is-removed", [remove("M2"), replace("A1", "outcome_measure", "M2")], 2, "A1", "`M2` is named here"),
    ("names-what-is-removed", [remove("SRC1"), replace("I1", "evidence.source", "SRC1")], 2, "I1", "`SRC1` is named here"),
    ("id-taken", [add("secondary_drivers", {**DRIVER, "id": "P2"})], 1, "P2", "small.yaml:44"),
    ("id-taken", [add("secondary_drivers", {**DRIVER, "id": "SRC1"})], 1, "SRC1", "small.yaml:14"),
    ("id-taken", [add("secondary_drivers", DRIVER), add("recommendations", {**RECOMMENDATION, "id": "L-S3"})], 2, "L-S3", "local.yaml:14"),
    ("id-taken", [add("secondary_drivers", DRIVER, DRIVER)], 1, "L-S3", "is taken"),
    ("id-taken", [remove("S2"), add("secondary_drivers", {**DRIVER, "id": "S2"})], 2, "S2", "an id means one thing for good"),
    ("after-unknown", [add("secondary_drivers", DRIVER, after="P1")], 1, None, "`P1` is not in `secondary_drivers`."),
    ("after-unknown", [add("secondary_drivers", DRIVER, after="S22")], 1, None, "Did you mean `S2`"),
    ("after-unknown", [add("secondary_drivers", DRIVER, after="L-S4"), add("secondary_drivers", {**DRIVER, "id": "L-S4"})], 1, None, "Put that operation before this one."),  # noqa: E501
    ("names-what-is-removed", [remove("S2"), add("secondary_drivers", DRIVER, after="S2")], 2, None, "`S2` is named here"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "operations", "number", "element", "words"), REFUSED)
def test_what_may_not_be(rule: str, operations: list[dict[str, Any]], number: int, element: str | None, words: str) -> None:
    (finding,) = refused(*operations)
    assert (finding.rule, finding.element) == (rule, element)
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("local.yaml", line(number))
    assert words in str(finding)


def test_what_is_core_stays_and_may_be_changed() -> None:
    (finding,) = refused(remove("P1"), on=CORE)
    assert (finding.rule, finding.element, finding.place) == ("core-removed", "P1", Place("local.yaml", line(1), 33))
    assert "core to small@0.1.0" in finding.message
    package = adapted(reword("P1", "text", "Help in time."), link("P1", "ambitions", "A24-technology"), on=CORE).change_package
    assert package.primary_drivers[0].text == "Help in time."


def test_what_may_be_beside_what_may_not() -> None:
    """Links in one list to different ids, a link given another strength, an outcome measure replaced before it goes."""
    adapted(link("S2", "serves", "P1"), unlink("S2", "serves", "P2"))
    adapted(link("S1", "serves", "P2", strength="strong"))
    adapted(link("S1", "serves", "P2", strength="weak", assumption="Another."))
    adapted(remove("M1"), replace("A1", "outcome_measure", "M2"))
    adapted(remove("P2"), unlink("S1", "serves", "P2"))
    adapted(replace("A1", "target.absolute.amount", 60.0), replace("A1", "target.relative.amount", 2.0))


def test_everything_is_told_at_once_in_order_of_lines() -> None:
    operations = [
        reword("P11", "text", "x"),
        remove("P1"),
        reword("P2", "text", "x"),
        reword("P2", "text", "y"),
        replace("M1", "per", "many"),
        replace("S1", "txt", "y"),
        add("secondary_drivers", {**DRIVER, "id": "S2", "serves": ["P2"]}),
        replace("M2", "denominator"),
    ]
    with pytest.raises(ChangePackageInvalid) as caught:
        resolve(read_text(CORE, "small.yaml"), read_overlay(overlay_text(*operations, digest_="0" * 64), "local.yaml"))
    assert [(finding.rule, finding.place and finding.place.line) for finding in caught.value.findings] == [
        ("base-changed", 4),
        ("unknown-element", line(1)),
        ("core-removed", line(2)),
        ("two-operations-on-one-field", line(4)),
        ("wrong-value", line(5)),
        ("unknown-field", line(6)),
        ("id-taken", line(7)),
        ("rule-not-met", line(8)),
    ]


def test_a_wrong_value_is_told_at_the_operation_that_gave_it() -> None:
    (kind,) = refused(replace("M1", "kind", "outcom"))
    assert (kind.rule, kind.did_you_mean) == ("unknown-choice", ("outcome",))
    assert kind.place is not None
    assert (kind.place.file, kind.place.line) == ("local.yaml", line(1))
    (missing,) = refused(replace("A1", "target", {"group": "B", "absolute": {"share_of_starting": 0.5}}))
    assert (missing.rule, missing.element) == ("missing-key", "A1")
    assert missing.place is not None
    assert (missing.place.file, missing.place.line) == ("local.yaml", line(1))
    (key,) = refused(reword("P1", "text", "x"), replace("P1", "accountable", {"organisation": "x", "rol": "y", "role": "z"}))
    assert (key.rule, key.did_you_mean, key.place and key.place.line) == ("unknown-key", ("role",), line(2))


def test_what_only_the_whole_breaks_is_told_at_the_operation() -> None:
    (rule,) = refused(replace("M1", "per"))
    assert rule.place == Place("local.yaml", line(1), 5)
    assert "a rate must have `per`" in rule.message
    (amount,) = refused(replace("P1", "text", "x"), replace("A1", "target.absolute.starting"))
    assert amount.place == Place("local.yaml", line(2), 5)


def test_another_base_than_the_one_that_is_pinned() -> None:
    base = read_text(SMALL, "small.yaml")
    for given, rule, words in (
        ({"digest_": "0" * 64}, "base-changed", f"its digest is {digest(SMALL)} (small.yaml), and this names {'0' * 64}"),
        ({"base_version": "0.2.0"}, "base-version-differs", "this adapts small@0.2.0, and the base that was found is small@0.1.0"),
        ({"base_id": "other"}, "another-base", "this adapts other@0.1.0"),
    ):
        with pytest.raises(ChangePackageInvalid) as caught:
            resolve(base, read_overlay(overlay_text(**given), "local.yaml"))
        (finding,) = caught.value.findings
        assert finding.rule == rule
        assert words in finding.message
        assert finding.place is not None
        assert finding.place.line == line_of(overlay_text(), "adapts:")
        assert rule == "another-base" or "levelground upgrade local.yaml --to small.yaml" in str(finding.next_step)


def test_an_adaptation_has_an_id_of_its_own() -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        resolve(read_text(SMALL, "small.yaml"), read_overlay(overlay_text(id_="small"), "local.yaml"))
    assert [finding.rule for finding in caught.value.findings] == ["circle-of-overlays"]


def test_what_the_model_of_an_overlay_refuses() -> None:
    text = overlay_text("{op: rewrd, element: P1, field: text, to: x, reason: y}", "{op: remove, element: P1}", "{op: add, to: drivers}")
    with pytest.raises(ChangePackageInvalid) as caught:
        read_overlay(text.replace("title:", "titel:"), "local.yaml")
    said = "\n".join(map(str, caught.value.findings))
    assert {finding.place.line for finding in caught.value.findings if finding.place} >= {line(1), line(2), line(3), 6}
    assert "Did you mean `title`" in said
    assert "`reason` must be given" in said


def test_a_replaced_list_may_have_any_form_without_a_crash() -> None:
    for value in ([[1]], [{}], 3, {"id": 3}, [None], "P2", [{"id": ["P2"]}]):
        assert refused(replace("S1", "serves", value), remove("P2"))
        assert refused(replace("PR1", "questions", value), remove("P2"))
        assert refused(replace("I1", "evidence", value), remove("SRC1"))
