"""Numbers at the ends of what a computer can hold: every kernel gives a result or says what is wrong, and never a warning."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from tests.stats.kernel_calls import CALLS, Call

from levelground.stats import bootstrap, odds_ratio, rates, representation
from levelground.stats.detection.rare_events import g_chart_run_lengths
from levelground.stats.spc.attribute_charts import u_chart
from levelground.stats.spc.runs_rules import number_of_runs_limits

ENDS = (0.0, 0.5, -1.0, 1e-320, 1e-300, 1e-150, 1e-70, 1e-9, 1 - 2**-53, 1e15, 1e70, 1e150, 1e299, 1e308, np.inf, -np.inf, np.nan)


@pytest.mark.parametrize("call", [pytest.param(call, id=f"{place}-{call.kernel.__name__}") for place, call in enumerate(CALLS)])
def test_a_result_or_what_is_wrong(call: Call) -> None:
    for name, array in call.arrays.items():
        for number in ENDS if array.dtype.kind == "f" else ():
            for changed in (np.full_like(array, number), np.where(np.arange(array.size).reshape(array.shape) == 0, number, array)):
                try:
                    call(**{name: changed})
                except (ValueError, TypeError) as told:
                    assert str(told)


def test_a_rate_that_would_overflow_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure must be from 1e-70"):
        rates.rate_interval(10**15, 1e-300)
    with pytest.raises(ValueError, match=r"events must be at most 1e\+70"):
        rates.rate_interval(1e80, 1)
    with pytest.raises(ValueError, match="exposure must be from 1e-70"):
        bootstrap.bootstrap_rate(20, 1e-200, seed=1)


def test_the_odds_ratio_of_a_large_count_with_a_small_spread() -> None:
    """1,000,000 of 1,000,000,000 beside 9 of 10: the count is a million, its spread one."""
    found = odds_ratio.conditional_odds_ratio(10**6, 10**9, 9, 10)
    assert found == pytest.approx(0.000111222433533, rel=1e-9)
    assert found == pytest.approx(float(odds_ratio.odds_ratio(10**6, 10**9, 9, 10)), rel=1e-5)


def test_chance_among_very_many_people_keeps_its_digits() -> None:
    """The binomial's mean deviation nears the normal's, from below, with 1 / n."""
    for people in (10**8, 10**10, 10**12):
        found = representation.representativeness([people * 3 // 10, people * 7 // 10], [3, 7]).by_chance
        normal = np.sqrt(2 / np.pi * 0.21 / people)
        assert found / normal - 1 == pytest.approx(-0.3135 / people, abs=1e-11)


def test_limits_of_a_g_chart_of_the_rarest_events() -> None:
    """Of events this rare, a gap beyond 3 sigma (4 mean gaps) has the chance exp(-4)."""
    found = g_chart_run_lengths(1e-300, [1e-300, 0.5])
    assert found.upper == pytest.approx([4e300, 4e300], rel=1e-9)
    assert found.points == pytest.approx([np.exp(4), np.inf], rel=1e-9)
    with pytest.raises(ValueError, match="risk must be from 1e-300"):
        g_chart_run_lengths(1e-320, 0.5)


def test_a_chart_of_rates_that_would_overflow_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure must be from 1e-70"):
        u_chart([1, 2, 3], [1e-300, 1, 1])
    assert u_chart([1e70, 2, 3], [1e-70, 1, 1], laney=True, ordered=False).value[0] == pytest.approx(1e140)
    assert np.isfinite(u_chart([1, 2, 3], [1e-70, 1, 1e70], laney=True, ordered=False, centre=1e140).upper).all()


def _limits_in_whole_numbers(above: int, below: int) -> tuple[int, int]:
    """As the definition says, without rounding."""

    def ways(runs: int) -> int:
        half, rest = runs // 2, runs - runs // 2
        return sum(comb(above - 1, one - 1) * comb(below - 1, other - 1) for one, other in ((half, rest), (rest, half)))

    def first(numbers: range) -> int:
        so_far = 0
        for runs in numbers:
            so_far += ways(runs)
            if 40 * so_far > comb(above + below, above):
                return runs
        raise AssertionError

    return first(range(2, above + below + 1)), first(range(above + below, 1, -1))


@pytest.mark.parametrize(("above", "below"), [(1, 1), (2, 14), (3, 16), (7, 9), (12, 12), (30, 45), (2, 900), (300, 500)])
def test_limits_of_runs_in_whole_numbers(above: int, below: int) -> None:
    assert tuple(number_of_runs_limits(above, below)) == _limits_in_whole_numbers(above, below)


def test_runs_among_very_many_points() -> None:
    """The number of runs nears the normal: a mean of n / 2 and a standard deviation of half the root of n for equal sides."""
    fewest, most = number_of_runs_limits(10**8, 10**8)
    half = 1.959964 * np.sqrt(2 * 10**8) / 2
    assert (10**8 + 1 - fewest, most - 10**8 - 1) == pytest.approx((half, half), abs=1)
    assert number_of_runs_limits(9, 1e15) == (19, 19)
    with pytest.raises(ValueError, match=r"smaller of above and below must be 0 or more and at most 1e\+10"):
        number_of_runs_limits(1e15, 1e15)
