"""Laws of odds ratios, mid-P and Miettinen-Nurminen limits: turned round, within the exact ones, scale."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from levelground.stats import miettinen_nurminen as mn
from levelground.stats import odds_ratio as odds
from levelground.stats.gaps import rate_ratio_exact_interval
from levelground.stats.rate_ratio_mid_p import rate_ratio_mid_p_interval


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n1, n2 = draw(st.integers(1, 300)), draw(st.integers(1, 300))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


@settings(max_examples=50, deadline=None)
@given(tables())
def test_turning_the_comparison_round_turns_its_limits_round(table: tuple[int, int, int, int]) -> None:
    turned = (*table[2:], *table[:2])
    for kernel in (odds.odds_ratio_exact_interval, odds.odds_ratio_mid_p_interval, mn.miettinen_nurminen_ratio_interval):
        there, back = kernel(*table), kernel(*turned)
        with np.errstate(divide="ignore"):
            assert_allclose(there, (1 / np.float64(back.upper), 1 / np.float64(back.lower)), rtol=1e-9)
    there, back = mn.miettinen_nurminen_difference_interval(*table), mn.miettinen_nurminen_difference_interval(*turned)
    assert_allclose(there, (-back.upper, -back.lower), atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(tables())
def test_mid_p_lies_within_the_exact_interval_and_holds_the_estimate(table: tuple[int, int, int, int]) -> None:
    exact, mid_p = odds.odds_ratio_exact_interval(*table), odds.odds_ratio_mid_p_interval(*table)
    assert exact.lower <= mid_p.lower <= mid_p.upper <= exact.upper
    estimate = odds.conditional_odds_ratio(*table)
    assert np.isnan(estimate) or mid_p.lower <= estimate <= mid_p.upper
    x1, t1, x2, t2 = table
    wide, narrow = rate_ratio_exact_interval(x1, t1, x2, t2), rate_ratio_mid_p_interval(x1, t1, x2, t2)
    assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper


@settings(max_examples=50, deadline=None)
@given(tables(), st.floats(0.1, 1000))
def test_a_mid_p_rate_ratio_knows_no_unit_of_time(table: tuple[int, int, int, int], unit: float) -> None:
    x1, t1, x2, t2 = table
    assert_allclose(rate_ratio_mid_p_interval(x1, t1 * unit, x2, t2 * unit), rate_ratio_mid_p_interval(x1, t1, x2, t2), rtol=1e-9)


@settings(max_examples=50, deadline=None)
@given(tables())
def test_counting_non_events_turns_the_odds_ratio_and_the_difference(table: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = table
    there, back = odds.odds_ratio_mid_p_interval(*table), odds.odds_ratio_mid_p_interval(n2 - x2, n2, n1 - x1, n1)
    assert_allclose(there, back, rtol=1e-9)
    difference = mn.miettinen_nurminen_difference_interval(*table)
    assert_allclose(difference, mn.miettinen_nurminen_difference_interval(n2 - x2, n2, n1 - x1, n1), atol=1e-12)
    assert difference.lower - 1e-12 <= x1 / n1 - x2 / n2 <= difference.upper + 1e-12
