"""Ideas that can be tested, and that change the organisation rather than patients."""

from __future__ import annotations

import pytest
from tests.builders.whole_change_package import found, named

TEXT = "    text: Peer advocates in every crisis team."


@pytest.mark.parametrize("opening", ["Raise awareness of", "Ensure", "Consider", "Be committed to", "Promote", "Explore", "Support"])
def test_an_idea_that_begins_with_a_wish_cannot_be_tested(opening: str) -> None:
    (finding,) = named("idea-not-testable", (TEXT, f"    first_test: x\n    text: {opening} equity."))
    assert (finding.severity, finding.element) == ("warning", "I1")
    assert f"begins with `{opening.split(maxsplit=1)[0]}" in finding.message


def test_an_idea_has_a_first_test() -> None:
    assert found((TEXT, "    first_test: x\n    text: Support workers join every crisis team.")) == ()
    (finding,) = named("idea-not-testable", (TEXT, "    text: An advocate in every team."))
    assert "no first test" in finding.message


IDEA = """  - id: I2
    verification: unverified
    text: TEXT
    first_test: One.
    serves: [S1]
    changes: CHANGES
    measures: [M2]
    evidence: {grade: untested, certainty: very_low, statement: Reasoned.}
measures:
"""


def ideas(first: tuple[str, str], second: tuple[str, str]) -> list[tuple[str, str]]:
    """The changes that give the package two ideas, each with its text and what it changes."""
    return [
        (TEXT, f"    first_test: x\n    text: {first[0]}"),
        ("changes: practice", f"changes: {first[1]}"),
        ("measures:\n  - id: M1", IDEA.replace("TEXT", second[0]).replace("CHANGES", second[1]) + "  - id: M1"),
    ]


@pytest.mark.parametrize(
    "pair",
    [
        (("Call people by phone", "patients"), ("Hand out leaflets", "practice")),
        (("Run an awareness campaign", "policy"), ("Count who comes", "data")),
        (("Reminders to improve attendance", "culture"), ("Educate patients", "patients")),
    ],
)
def test_ideas_that_only_change_patients(pair: tuple[tuple[str, str], tuple[str, str]]) -> None:
    (finding,) = named("only-patients-change", *ideas(*pair))
    assert finding.severity == "warning"
    assert "I1" in finding.message
    assert finding.place is not None


@pytest.mark.parametrize(
    "pair",
    [
        (("Hand out leaflets", "practice"), ("Change the threshold", "policy")),
        (("Ask each person", "data"), ("Count who comes", "data")),
    ],
)
def test_one_idea_that_changes_the_organisation_is_enough(pair: tuple[tuple[str, str], tuple[str, str]]) -> None:
    assert named("only-patients-change", *ideas(*pair)) == []
