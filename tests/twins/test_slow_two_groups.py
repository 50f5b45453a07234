"""Odds ratios, mid-P and Miettinen-Nurminen limits, means and quantiles equal their slow twins."""

import math
import statistics

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tests.twins import slow_two_groups as slow
from tests.twins.test_slow_intervals import confidences, exposures, few_counts, shares

from levelground.stats import miettinen_nurminen, odds_ratio
from levelground.stats.means import mean_of_values
from levelground.stats.quantiles import quantiles
from levelground.stats.rate_ratio_mid_p import rate_ratio_mid_p_interval

Share = tuple[int, int]
numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
# Counts as large as a chance of either kind can be told from 0 or 1 at.
some_confidences = st.floats(0.5, 0.999)


@settings(max_examples=60, deadline=None)
@given(shares(), shares(), some_confidences)
def test_odds_ratios(group: Share, reference: Share, confidence: float) -> None:
    table = (*group, *reference)
    exact = odds_ratio.odds_ratio_exact_interval(*table, confidence=confidence)
    mid_p = odds_ratio.odds_ratio_mid_p_interval(*table, confidence=confidence)
    assert_allclose(exact, slow.odds_ratio_limits(*table, confidence=confidence, at_x=1.0), rtol=1e-8)
    assert_allclose(mid_p, slow.odds_ratio_limits(*table, confidence=confidence, at_x=0.5), rtol=1e-8)
    assert_allclose(odds_ratio.conditional_odds_ratio(*table), slow.odds_ratio_estimate(*table), rtol=1e-8)
    assert_allclose(odds_ratio.fisher_probability(*table), slow.fisher_probability(*table), rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(few_counts, exposures, few_counts, exposures, some_confidences)
def test_rate_ratio_by_mid_p(x1: int, t1: float, x2: int, t2: float, confidence: float) -> None:
    ours = rate_ratio_mid_p_interval(x1, t1, x2, t2, confidence=confidence)
    assert_allclose(ours, slow.rate_ratio_mid_p(x1, t1, x2, t2, confidence), rtol=1e-8)


@settings(max_examples=60, deadline=None)
@given(shares(), shares(), confidences)
def test_miettinen_and_nurminen(group: Share, reference: Share, confidence: float) -> None:
    ours = miettinen_nurminen.miettinen_nurminen_difference_interval(*group, *reference, confidence=confidence)
    theirs = slow.lowest_difference(*group, *reference, confidence), -slow.lowest_difference(*reference, *group, confidence)
    assert_allclose(ours, theirs, rtol=1e-6, atol=1e-7)


@settings(deadline=None)
@given(st.lists(numbers, min_size=2, max_size=30))
def test_means(values: list[float]) -> None:
    ours = mean_of_values(values)
    assert_allclose(ours.estimate, statistics.fmean(values), rtol=1e-9, atol=1e-9)
    assert_allclose(ours.standard_deviation, statistics.stdev(values), rtol=1e-6, atol=1e-9)


@settings(deadline=None)
@given(st.lists(st.one_of(st.just(math.nan), st.integers(0, 12).map(float)), max_size=40), st.integers(1, 12), st.booleans())
def test_quantiles(values: list[float], number: int, highest_first: bool) -> None:
    ours = quantiles(np.array(values, dtype=float), number=number, highest_first=highest_first)
    assert_array_equal(ours.quantile, slow.ranked_quantiles(values, number, highest_first=highest_first))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(shares(), shares()), min_size=2, max_size=8))
def test_a_vector_gives_what_its_elements_give(rows: list[tuple[Share, Share]]) -> None:
    table = np.array([(*group, *reference) for group, reference in rows])
    for kernel in (
        odds_ratio.odds_ratio_mid_p_interval,
        odds_ratio.odds_ratio_exact_interval,
        miettinen_nurminen.miettinen_nurminen_difference_interval,
        miettinen_nurminen.miettinen_nurminen_ratio_interval,
    ):
        assert_allclose(np.array(kernel(*table.T)), np.array([kernel(*row) for row in table]).T, rtol=1e-9, atol=1e-12)
