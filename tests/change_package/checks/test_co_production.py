"""`agreed` says with whom and by which decision; a number of people from which somebody could be known is not told."""

from __future__ import annotations

import pytest
from tests.builders.whole_change_package import named

from levelground.change_package.provenance import FEW, CoProduction, CoProductionStatus, co_production_words

AGREED = ("status: not_yet_co_produced", "status: agreed")


def with_whom(said: str) -> tuple[str, str]:
    return ("status: not_yet_co_produced", f"status: agreed\nco_production: {said}")


@pytest.mark.parametrize(
    "change",
    [
        AGREED,
        with_whom("{lived_experience: 0, decisions: [D1]}"),
        with_whom("{lived_experience: 7}"),
        with_whom("{lived_experience: 7, decisions: []}"),
    ],
)
def test_agreed_names_a_decision_and_people_with_lived_experience(change: tuple[str, str]) -> None:
    (finding,) = named("agreed-without-co-production", change)
    assert finding.severity == "error"
    assert finding.place is not None


@pytest.mark.parametrize("people", ["7", "fewer than 5"])
def test_with_both_it_holds(people: str) -> None:
    assert named("agreed-without-co-production", with_whom(f"{{lived_experience: {people}, decisions: [D1]}}")) == []


def test_what_is_not_agreed_needs_neither() -> None:
    assert named("agreed-without-co-production") == []


def test_in_words() -> None:
    few = CoProduction(lived_experience=FEW, others=1, contact_hours=1, decisions=("D1",))
    many = CoProduction(lived_experience=9, others=0, contact_hours=22.5)
    assert str(few) == "fewer than 5 people with lived experience, 1 other, 1 hour in sessions, 1 decision"
    assert str(many) == "9 people with lived experience, 0 others, 22.5 hours in sessions, 0 decisions"
    assert co_production_words(CoProductionStatus.AGREED, None) == "agreed"
    assert co_production_words(CoProductionStatus.IN_CO_PRODUCTION, many) == f"in co-production ({many})"
