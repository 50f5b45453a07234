"""What is missing around the thread: answers, owners, ambitions, sources, evidence, and days that have passed."""

from __future__ import annotations

import pytest
from tests.builders.whole_change_package import OWNER, found, named

EVIDENCE = (
    "principles:\n",
    "evidence:\n  - {id: E1, verification: verified, source: SRC1, statement: x, grade: tested, certainty: low}\nprinciples:\n",
)
OTHER_SOURCE = ("aim:\n", "  - {id: SRC2, title: A blog, publisher: B, edition: '2024', verification: secondary}\naim:\n")


def test_a_named_principle_says_where_it_is_met_and_what_answers_its_questions() -> None:
    (finding,) = named("principle-not-met", ("met_by: [P2]", "met_by: []"))
    assert (finding.severity, finding.element) == ("warning", "PR1")
    assert "It asks: Is racism named?" in finding.message
    asked = ("questions: [Is racism named?]", "questions: [{question: Who was paid?, evidence: The list of payments}]")
    (finding,) = named("question-without-answer", asked)
    assert (finding.severity, finding.element) == ("warning", "PR1")
    assert "Who was paid?" in finding.message
    assert "The list of payments" in str(finding.next_step)


def test_an_empty_slot_owes_nothing_yet() -> None:
    slot = ("    name: Name racism\n    questions: [Is racism named?]\n    met_by: [P2]\n", "    questions: [Who was paid?]\n")
    assert [finding.rule for finding in found(slot)] == ["empty-principle"]


def test_what_nobody_answers_for_is_one_note_in_a_draft_and_named_one_by_one_once_agreed() -> None:
    by_another = ("  - id: I1\n    verification: verified\n", "  - id: J1\n    verification: verified\n")
    shown = named("unowned-elements", by_another, ("[P1, S2, I1]", "[P1, S2, J1]"))
    assert [(finding.severity, finding.element) for finding in shown] == [("note", None)]
    assert "1 of 6 primary drivers, ideas and measures: J1." in shown[0].message
    agreed = ("status: not_yet_co_produced", "status: agreed")
    assert [finding.element for finding in named("without-owner", by_another, agreed, ("[P1, S2, I1]", "[P1, S2, J1]"))] == ["J1"]


def test_what_is_overdue_is_said_with_who_answers() -> None:
    late = (
        "  - id: S2\n    verification: verified\n",
        f"  - id: S2\n    verification: verified\n{OWNER.replace('}', ', due: 2025-12-31}')}",
    )
    (finding,) = named("overdue", late)
    assert finding.element == "S2"
    assert "2025-12-31 (A trust: Medical director)" in finding.message
    assert named("overdue", (late[0], late[1].replace("2025-12-31", "2026-01-01"))) == []


def test_an_ambition_needs_work_by_itself_or_by_a_recommendation() -> None:
    wanted = ("provenance:\n", "ambitions: [A24-workforce]\nprovenance:\n")
    (finding,) = named("ambition-without-work", wanted)
    assert finding.element == "A24-workforce"
    by_driver = ("  - id: S2\n", "  - ambitions: [A24-workforce]\n    id: S2\n")
    by_recommendation = ("    text: Fund advocates.", "    ambitions: [A24-workforce]\n    text: Fund advocates.")
    assert named("ambition-without-work", wanted, by_driver) == []
    assert named("ambition-without-work", wanted, by_recommendation) == []


def test_evidence_and_sources_that_nothing_rests_on() -> None:
    assert [finding.element for finding in named("evidence-not-used", EVIDENCE)] == ["E1"]
    assert found(EVIDENCE, ("text: Staff act on racism.", "text: Staff act on racism.\n    rests_on: [E1]")) == ()
    assert [(finding.severity, finding.element) for finding in named("source-not-used", OTHER_SOURCE)] == [("note", "SRC2")]


@pytest.mark.parametrize("mark", ["verified", "secondary"])
def test_what_is_known_names_its_source(mark: str) -> None:
    driver = ("  - id: S2\n    verification: verified\n", f"  - verification: {mark}\n    id: S2\n")
    (finding,) = named("known-without-source", driver)
    assert (finding.severity, finding.element) == ("warning", "S2")


def test_what_is_verified_was_not_read_in_a_blog() -> None:
    driver = ("  - id: S2\n    verification: verified\n", "  - id: S2\n    verification: verified\n    source: SRC2\n")
    (finding,) = named("verified-at-second-hand", OTHER_SOURCE, driver)
    assert finding.element == "S2"
    assert "`SRC2` (secondary)" in finding.message
    assert named("verified-at-second-hand", OTHER_SOURCE, (driver[0], driver[1].replace(": verified", ": secondary"))) == []


def test_sources_and_measures_are_looked_at_again() -> None:
    (finding,) = named("source-past-review", ("    publisher: A publisher", "    publisher: A\n    review_by: 2025-12-31"))
    assert finding.element == "SRC1"
    assert "on it rest: A1, I1" in finding.message
    (finding,) = named("measure-past-review", ("    kind: process", "    kind: process\n    review_date: 2025-12-31, by the team"))
    assert finding.element == "M2"
    assert named("measure-past-review", ("    kind: process", "    kind: process\n    review_date: After the first year")) == []


def test_an_aim_that_no_primary_driver_serves() -> None:
    first = ("    serves: [A1]\n    recommendations", "    serves: []\n    recommendations")
    second = ("by people.\n    serves: [A1]", "by people.\n    serves: []")
    assert named("aim-without-driver", first) == []
    assert [finding.element for finding in named("aim-without-driver", first, second)] == ["A1"]
