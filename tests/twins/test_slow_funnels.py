"""Funnels equal their slow twins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_funnels as slow

from levelground.stats.funnel.limits import proportion_funnel_limits, ratio_funnel_limits
from levelground.stats.funnel.overdispersed import overdispersed_funnel
from levelground.stats.funnel.points import ratio_funnel_points
from levelground.stats.funnel.scores import SCALES
from levelground.stats.funnel.significance import proportion_funnel_significance, ratio_funnel_significance

confidences = st.floats(0.6, 0.999)
unhurried = settings(max_examples=25, deadline=None)


@unhurried
@given(st.integers(1, 10**6), st.floats(0, 1), confidences)
def test_limits_of_proportions(trials: int, target: float, confidence: float) -> None:
    fast = proportion_funnel_limits(trials, target, confidence=confidence)
    assert_allclose(fast, slow.proportion_limits(trials, target, confidence), rtol=1e-9, atol=1e-12)


@unhurried
@given(st.integers(1, 40), confidences)
def test_points_of_ratios(events: int, confidence: float) -> None:
    points = ratio_funnel_points(events, confidence=confidence)
    assert_allclose((points.lower_expected, points.upper_expected), slow.expected_on_the_lines(events, confidence), rtol=1e-8)


@unhurried
@given(st.integers(0, 40), st.floats(0.01, 60), confidences)
def test_a_count_is_outside_the_limits_where_its_tail_is_a_surprise(events: int, expected: float, confidence: float) -> None:
    lower, upper = ratio_funnel_limits(expected, confidence=confidence)
    assert bool(events / expected < lower * (1 - 1e-9)) == slow.is_below(events, expected, confidence)
    assert bool(events / expected > upper * (1 + 1e-9)) == slow.is_above(events, expected, confidence)


@unhurried
@given(st.integers(0, 40), st.integers(1, 60), st.floats(0.01, 0.99))
def test_labels(events: int, more: int, target: float) -> None:
    trials = events + more
    assert proportion_funnel_significance(events, trials, target) == slow.proportion_label(events, trials, target)
    assert ratio_funnel_significance(events, more, target=3 * target) == slow.rate_label(events, more, 3 * target)


organisations = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 300)), min_size=1, max_size=40)


@pytest.mark.parametrize("scale", SCALES)
@unhurried
@given(organisations, st.sampled_from(["winsorised", "truncated", "all"]), st.sampled_from([0.05, 0.1, 0.2, 0.25]))
def test_overdispersion(scale: str, rows: list[tuple[int, int]], treatment: str, share: float) -> None:
    events = np.array([float(count) for count, _ in rows])
    size = np.array([float(count + more) for count, more in rows])
    target = 1.0 if scale.startswith("ratio") else max(events.sum() / size.sum(), 0.01)
    fast = overdispersed_funnel(events, size, scale=scale, target=target, treatment=treatment, share=share)
    scores = [slow.z_score(*row, target, scale) for row in zip(events.tolist(), size.tolist(), strict=True)]
    z, errors = [score for score, _ in scores], [error for _, error in scores]
    assert_allclose(fast.scores.z, z, rtol=1e-9, atol=1e-9)
    phi, tau_squared = slow.dispersion(fast.scores.z.tolist(), errors, treatment, share)
    assert_allclose((fast.overdispersion.dispersion, fast.overdispersion.tau_squared), (phi, tau_squared), rtol=1e-8, atol=1e-10)
    if not math.isnan(tau_squared):
        halves = [slow.z_of(0.95) * math.sqrt(error**2 + tau_squared) for error in errors]
        expected = np.array([slow.limits(target, half, scale) for half in halves]).T
        assert_allclose(np.array(fast.inner), expected, rtol=1e-6, atol=1e-9)
    else:
        assert fast.overdispersion.method == "withheld_few_organisations"
        assert not fast.outlier.any()


@pytest.mark.parametrize("scale", SCALES)
@settings(max_examples=20, deadline=None)
@given(organisations, organisations)
def test_indicators_together_are_what_they_are_alone(scale: str, first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    """Indicators of different lengths, the shorter filled up with what is not valid."""
    shape = (2, max(len(first), len(second)))
    events, size, where = np.full(shape, -1.0), np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    for row, cells in enumerate((first, second)):
        events[row, : len(cells)] = [count for count, _ in cells]
        size[row, : len(cells)] = [count + more for count, more in cells]
        where[row, : len(cells)] = True
    together = overdispersed_funnel(events, size, scale=scale, target=[0.5, 0.25], where=where)
    for row, cells in enumerate((first, second)):
        alone = overdispersed_funnel(events[row, : len(cells)], size[row, : len(cells)], scale=scale, target=[0.5, 0.25][row])
        assert_allclose(together.overdispersion.tau_squared[row], alone.overdispersion.tau_squared, rtol=1e-8, atol=1e-12)
        assert_allclose(together.outer.upper[row, : len(cells)], alone.outer.upper, rtol=1e-7)
        assert np.isnan(together.outer.upper[row, len(cells) :]).all()
