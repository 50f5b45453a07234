"""Each rule of `check` on a package that breaks it alone: the right rule, at the right place, with a next step."""

from __future__ import annotations

import pytest
from tests.builders.change_packages import DRIVER_THAT_SERVES_NOTHING, line_of
from tests.builders.whole_change_package import found, reading_of_whole, whole

from levelground.change_package.check import NAMES, RULES, check, errors_of, require_valid
from levelground.change_package.read import read
from levelground.errors import ChangePackageInvalid, Severity

SERVES_OF_S1 = "serves: [P1, {id: P2, strength: weak, assumption: Staff take part.}]"


def test_the_small_change_package_has_no_finding() -> None:
    assert found() == ()
    assert require_valid(reading_of_whole()) == ()


BROKEN: list[tuple[str, list[tuple[str, str]], str, tuple[str, int] | None, str]] = [
    ("serves-nothing", [DRIVER_THAT_SERVES_NOTHING], "error", ("serves: []", 13), "the secondary driver `S2` serves nothing"),
    ("serves-nothing", [("serves: [S1, S2]", "serves: []")], "error", ("serves: []", 13), "the change idea `I1` serves nothing"),
    ("serves-nothing", [("why: Decisions are made by people.\n    serves: [A1]", "why: x\n    serves: []")], "error", ("serves: []", 13), "`P2`"),  # noqa: E501
    ("serves-nothing", [("serves: [P1, S2, I1]", "serves: []")], "error", ("serves: []", 13), "the measure `M2` serves nothing"),
    ("link-to-nothing", [(SERVES_OF_S1, "serves: [P11, P2]")], "error", ("serves: [P11", 14), "Did you mean `P1`"),
    ("link-to-nothing", [("{id: P2, strength", "{id: X, strength")], "error", ("{id: X", 18), "`serves` of `S1` names `X`"),
    ("link-to-nothing", [("recommendations: [R1]\n    measures", "recommendations: [R2]\n    measures")], "error", ("[R2]", 23), "Name one of `R1`;"),  # noqa: E501
    ("link-to-nothing", [("measures: [M2]", "measures: [M22]")], "error", ("[M22]", 16), "Did you mean `M2`"),
    ("link-to-nothing", [("outcome_measure: M1", "outcome_measure: M11")], "error", ("M11", 20), "Did you mean `M1`"),
    ("link-to-nothing", [("source: SRC1\n  statement", "source: SRC2\n  statement")], "error", ("SRC2", 11), "Did you mean `SRC1`?"),
    ("link-to-nothing", [("elsewhere., source: SRC1", "elsewhere., source: SRC")], "error", ("elsewhere., ", 87), "`SRC1`?"),
    ("link-to-nothing", [("met_by: [P2]", "met_by: [P3]")], "error", ("[P3]", 14), "`met_by` of `PR1` names `P3`"),
    ("link-to-nothing", [("    why: Trust brings", "    rests_on: [E1]\n    why: Trust brings")], "error", ("[E1]", 16), "`rests_on` of `S1` names `E1`"),  # noqa: E501
    ("link-to-nothing", [("[Is racism named?]", "[{question: x, answered_by: [P22]}]")], "error", ("P22", 45), "`answered_by` of `PR1`"),
    ("link-to-wrong-kind", [("    why: Trust brings", "    rests_on: [R1]\n    why: Trust brings")], "error", ("[R1]\n    why", 16), "an evidence entry"),  # noqa: E501
    ("link-to-wrong-kind", [("    why: Trust brings", "    decisions: [I1]\n    why: Trust brings")], "error", ("[I1]", 17), "must name a decision"),  # noqa: E501
    ("link-to-wrong-kind", [("serves: [S1, S2]", "serves: [S1, S2, P1]")], "error", ("[S1, S2, P1]", 22), "must name a secondary driver"),
    ("link-to-wrong-kind", [(SERVES_OF_S1, "serves: [P1, P2, A1]")], "error", ("[P1, P2, A1]", 22), "must name a primary driver"),
    ("link-to-wrong-kind", [("serves: [P1, S2, I1]", "serves: [P1, S2, I1, M1]")], "error", ("I1, M1]", 26), "must name an aim"),
    ("link-to-wrong-kind", [("met_by: [P2]", "met_by: [P2, PR1]")], "error", ("[P2, PR1]", 18), "`PR1` (principle)"),
    ("link-to-wrong-kind", [("outcome_measure: M1", "outcome_measure: P1")], "error", ("outcome_measure: P1", 20), "must name a measure"),
    ("duplicate-link", [("serves: [S1, S2]", "serves: [S1, S2, S1]")], "error", ("[S1, S2, S1]", 22), "a second time"),
    ("duplicate-link", [("measures: [M2]", "measures: [M2, M2]")], "error", ("[M2, M2]", 20), "a second time"),
    ("circle", [(SERVES_OF_S1, "serves: [P1, P2, S2]"), ("serves: [P2]\n", "serves: [P2, S1]\n")], "error", ("[P1, P2, S2]", 13), "`S1` → `S2`"),  # noqa: E501
    ("circle", [(SERVES_OF_S1, "serves: [P1, P2, I1]")], "error", ("[P1, P2, I1]", 13), "`S1` → `I1`"),
    ("circle", [("serves: [A1]\n    recommendations", "serves: [A1, M2]\n    recommendations")], "error", ("[A1, M2]", 13), "`P1` → `M2`"),
    ("target-does-not-narrow", [("amount: 85.0", "amount: -169.5")], "error", ("amount: -169.5", 41), "not nearer to 0"),
    ("target-does-not-narrow", [("amount: 2.2", "amount: 0.2")], "error", ("amount: 0.2", 40), "not nearer to 1"),
    ("ratio-not-positive", [("amount: 2.2", "amount: 0")], "error", ("amount: 0}", 40), "more than 0"),
    ("scales-disagree", [("starting: 169.5", "starting: -169.5")], "error", ("starting: -169.5", 26), "different ways"),
    ("target-group-not-in-aim", [("groups: [B]", "groups: [C]")], "error", ("group: B", 12), "`groups` are: C"),
    ("compared-with-itself", [("{broad: W}", "{broad: B}")], "error", ("{broad: B}", 58), "with itself"),
    ("half-an-interval", [(", upper: 3.54", "")], "error", ("baseline:", 13), "both `lower` and `upper`"),
    ("baseline-outside-interval", [("upper: 3.54", "upper: 3.4")], "error", ("value: 3.44", 38), "not within"),
    ("not-an-outcome-measure", [("kind: outcome", "kind: balancing")], "error", ("outcome_measure: M1", 20), "a balancing measure"),
    ("outcome-measure-does-not-serve-aim", [("in the population.\n    serves: [A1]", "there.\n    serves: [P1]")], "warning", ("there.\n    serves", 0), "`A1`"),  # noqa: E501
    ("deadline-passed", [("2030-03-31", "2025-12-31")], "warning", ("2025-12-31", 13), "has passed"),
    ("primary-driver-without-secondary", [(SERVES_OF_S1, "serves: [P2]")], "warning", ("- id: P1", 5), "no secondary driver serves"),
    ("secondary-driver-without-idea", [("serves: [S1, S2]", "serves: [S1]")], "warning", ("- id: S2", 5), "no change idea serves"),
    (
        "idea-without-measure",
        [("measures: [M2]", "measures: []"), ("serves: [P1, S2, I1]", "serves: [P1, P2]")],
        "warning",
        ("- id: I1", 5),
        "no measure is tied to the change idea",
    ),
    (
        "driver-without-measure",
        [("measures: [M2]", "measures: []"), ("serves: [P1, S2, I1]", "serves: [P1, S2]"), ("serves: [S1, S2]", "serves: [S2]")],
        "warning",
        ("- id: S1", 5),
        "no measure is tied to the secondary driver",
    ),
    ("no-process-measure", [("kind: process", "kind: balancing")], "warning", ("measures:\n  - id: M1", 1), "there is no process measure"),
    ("no-balancing-measure", [("kind: balancing", "kind: process")], "warning", ("measures:\n  - id: M1", 1), "no balancing"),
    ("empty-principle", [("    name: Name racism\n", "")], "note", ("- id: PR1", 5), "an empty slot"),
    ("unverified-elements", [("id: S2\n    verification: verified", "id: S2\n    verification: unverified")], "note", ("id: small", 1), "1 of 11 elements"),  # noqa: E501
    ("word-for-people", [("text: Staff act on racism.", "text: Reach BAME people.")], "warning", ("text: Reach", 11), "`BAME`"),
    ("word-for-people", [("summary: Made for tests.", "summary: for BME staff.")], "warning", ("summary: for", 10), "`BME`"),
    ("word-for-people", [("summary: Made for tests.", "summary: Hard-to-reach groups.")], "warning", ("summary: Hard", 10), "`Hard-to-reach`"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "changes", "severity", "where", "words"), BROKEN, ids=[f"{number}-{case[0]}" for number, case in enumerate(BROKEN)]
)
def test_a_broken_rule_is_found_where_it_is_broken(
    rule: str, changes: list[tuple[str, str]], severity: str, where: tuple[str, int] | None, words: str
) -> None:
    findings = [finding for finding in found(*changes) if finding.rule == rule]
    assert len(findings) == 1
    (finding,) = findings
    assert finding.severity == severity
    assert finding.next_step
    assert words in str(finding)
    assert where is not None
    assert finding.place is not None
    line = line_of(whole(*changes), where[0]) + (1 if where[1] == 0 else 0)
    assert (finding.place.line, finding.place.column) == (line, where[1] or 13)


NOBODY_TAKES_R1_UP = (
    ("    recommendations: [R1]\n    measures", "    measures"),
    ("    serves: [A1]\n    recommendations: [R1]\n", "    serves: [A1]\n"),
)


def test_a_recommendation_that_nobody_takes_up() -> None:
    (finding,) = found(*NOBODY_TAKES_R1_UP)
    assert (finding.rule, finding.element) == ("recommendation-not-taken-up", "R1")


def test_a_driver_of_which_nothing_below_is_measured_is_named_with_all_below_it() -> None:
    changes = [("measures: [M2]", "measures: []"), ("serves: [P1, S2, I1]", "serves: [P2]"), (SERVES_OF_S1, "serves: [P1]")]
    unmeasured = [finding.element for finding in found(*changes) if finding.rule == "driver-without-measure"]
    assert unmeasured == ["P1", "S1", "S2"]


def test_one_primary_driver_is_few_and_six_are_many() -> None:
    more = "".join(f"  - {{id: P{n}, verification: verified, text: x, why: x, serves: [A1]}}\n" for n in range(3, 7))
    many = found(("secondary_drivers:\n", f"{more}secondary_drivers:\n"))
    assert "there are 6 primary drivers" in next(finding.message for finding in many if finding.rule == "number-of-primary-drivers")
    fewer = more.splitlines()[0] + "\n"
    assert "number-of-primary-drivers" not in {finding.rule for finding in found(("secondary_drivers:\n", f"{fewer}secondary_drivers:\n"))}


def test_words_are_left_to_publications_and_to_the_standard_that_has_them() -> None:
    assert found(("title: Annual figures", "title: BAME and hard to reach")) == ()
    assert found(("summary: Made for tests.", "summary: The WRES compares BME and white staff.")) == ()


def test_all_findings_come_at_once_in_document_order() -> None:
    findings = found(DRIVER_THAT_SERVES_NOTHING, ("amount: 85.0", "amount: 200"), ("met_by: [P2]", "met_by: [P9]"), ("2030-", "2020-"))
    assert [finding.rule for finding in findings] == ["target-does-not-narrow", "deadline-passed", "serves-nothing", "link-to-nothing"]
    assert [finding.rule for finding in errors_of(findings)] == ["target-does-not-narrow", "serves-nothing", "link-to-nothing"]


def test_errors_stop_the_work_and_warnings_do_not() -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        require_valid(reading_of_whole(DRIVER_THAT_SERVES_NOTHING))
    assert caught.value.findings[0].rule == "serves-nothing"
    assert [finding.severity for finding in require_valid(reading_of_whole(("serves: [S1, S2]", "serves: [S1]")))] == [Severity.WARNING]


def test_every_rule_says_what_must_hold() -> None:
    assert len(RULES) == len(set(RULES))
    assert all(rule.holds for rule in RULES)


def test_every_rule_names_its_findings_and_says_how_much_they_matter() -> None:
    for _, changes, _, _, _ in BROKEN:
        for finding in found(*changes):
            assert NAMES[finding.rule] is finding.severity


def test_findings_of_an_adaptation_come_file_by_file_its_own_first() -> None:
    findings = check(adaptation := read("maternity_neonatal"))
    files = [finding.place.file for finding in findings if finding.place]
    own = files.count(adaptation.name)
    assert 0 < own < len(files)
    assert set(files[:own]) == {adaptation.name}
    assert files[own:] == sorted(files[own:])
