"""The date that the aim's statement names is the deadline's; what may mean another thing is left alone."""

from __future__ import annotations

import pytest
from tests.builders.change_packages import line_of
from tests.builders.whole_change_package import named, whole

RULE = "date-differs-from-deadline"


def said(words: str, deadline: str = "2030-03-31") -> tuple[tuple[str, str], ...]:
    return ("statement: Narrow the inequality in detentions.", f'statement: "{words}"'), ("2030-03-31", deadline)


@pytest.mark.parametrize(
    ("words", "named_as"),
    [
        ("By 31 March 2029, halve the gap.", "31 March 2029"),
        ("Halve the gap by the 31st of march 2029.", "31st of march 2029"),
        ("Halve the gap no later than 2029-03-31.", "2029-03-31"),
        ("Halve the gap, for good, 1 April 2031.", "1 April 2031"),
        ("By March 2029, halve the gap.", "March 2029"),
        ("Halve the gap by the end of 2028.", "2028"),
        ("By 2031, halve the gap.", "2031"),
        ("By 2031 halve the gap.", "2031"),
    ],
)
def test_a_statement_that_names_another_day_is_told(words: str, named_as: str) -> None:
    (finding,) = named(RULE, *said(words))
    assert (finding.severity, finding.element) == ("warning", "A1")
    assert f"`{named_as}`, and the deadline is 2030-03-31" in finding.message
    assert finding.place is not None
    assert finding.place.line == line_of(whole(*said(words)), words)


@pytest.mark.parametrize(
    "words",
    [
        "By 31 March 2030, halve the gap.",
        "By March 2030, halve the gap.",
        "By 2030, halve the gap.",
        "By 2029/30, halve the gap; by 2028-29, a third of it.",
        "By 31 March 2028 by a quarter, and by 31 March 2030 by half.",
        "Halve the gap that was found on 31 March 2024.",
        "Halve the gap of the years from 1 April 2020 to 31 March 2023.",
        "Halve the gap of March 2024 and of 2023.",
        "Bring detentions down by 2050 detentions, or by 2050 people, by 2,050 or by 2031.5.",
        "By 31 June 2029, halve the gap.",
        "Halve the gap.",
    ],
)
def test_what_agrees_or_may_mean_another_thing_is_left_alone(words: str) -> None:
    assert named(RULE, *said(words)) == []


def test_by_a_year_may_mean_before_it_begins() -> None:
    assert named(RULE, *said("By 2030, halve the gap.", "2029-12-31")) == []
    assert named(RULE, *said("By 2030, halve the gap.", "2029-12-30")) != []


def test_without_a_deadline_nothing_is_compared() -> None:
    assert named(RULE, said("By 31 March 2029, halve the gap.")[0], ("  deadline: 2030-03-31\n", "")) == []
