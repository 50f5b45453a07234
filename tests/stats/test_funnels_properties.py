"""What holds for every funnel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.funnel.limits import proportion_funnel_limits, rate_funnel_limits, ratio_funnel_limits
from levelground.stats.funnel.overdispersed import overdispersed_funnel
from levelground.stats.funnel.overdispersion import overdispersion
from levelground.stats.funnel.points import rate_funnel_points, ratio_funnel_points
from levelground.stats.funnel.scores import SCALES
from levelground.stats.funnel.significance import proportion_funnel_significance, ratio_funnel_significance
from levelground.stats.proportions import wilson_interval

unhurried = settings(max_examples=25, deadline=None)
confidences = st.floats(0.5, 0.9999)
rows = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 200)), min_size=2, max_size=30)


def columns(cells: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    events, more = np.array(cells, dtype=np.float64).T
    return events, events + more


@unhurried
@given(st.integers(1, 5000), st.floats(0.1, 1e5), confidences)
def test_points_lie_on_the_lines(events: int, target: float, confidence: float) -> None:
    points = ratio_funnel_points(events, confidence=confidence)
    assert_allclose(ratio_funnel_limits(points.lower_expected, confidence=confidence).lower, points.lower, rtol=1e-8)
    assert_allclose(ratio_funnel_limits(points.upper_expected, confidence=confidence).upper, points.upper, rtol=1e-8)
    rate = rate_funnel_points(events, target, per=1000, confidence=confidence)
    assert_allclose(rate_funnel_limits(rate.upper_exposure, target, per=1000, confidence=confidence).upper, rate.upper, rtol=1e-8)


@unhurried
@given(st.integers(1, 10**5), confidences)
def test_halving_is_nearly_exact(events: int, confidence: float) -> None:
    exact, halved = (ratio_funnel_points(events, confidence=confidence, compat=compat) for compat in (None, "phe-2.1.0"))
    share = [each.upper_expected / (each.upper_expected + events + 1) for each in (exact, halved)]
    assert abs(share[0] - share[1]) <= 1e-7


@unhurried
@given(st.integers(0, 400), st.integers(1, 400), st.floats(0.001, 0.999))
def test_a_proportion_is_outside_where_its_interval_leaves_out_the_target(events: int, more: int, target: float) -> None:
    trials = events + more
    limits, own = proportion_funnel_limits(trials, target), wilson_interval(events, trials)
    outside = not limits.lower <= events / trials <= limits.upper
    if min(abs(own.lower - target), abs(own.upper - target)) > 1e-9:
        assert outside == (not own.lower <= target <= own.upper)


@unhurried
@given(st.floats(0.5, 1e6), st.floats(0.01, 10), confidences)
def test_limits_hold_the_target_and_widen_with_confidence(expected: float, target: float, confidence: float) -> None:
    inner = ratio_funnel_limits(expected, target=target, confidence=confidence)
    outer = ratio_funnel_limits(expected, target=target, confidence=(1 + confidence) / 2)
    assert outer.lower <= inner.lower <= target <= inner.upper < outer.upper


@unhurried
@given(st.integers(0, 300), st.integers(1, 300), st.floats(0.01, 0.99))
def test_counting_the_others_turns_the_label_round(events: int, more: int, target: float) -> None:
    trials = events + more
    swap = {"low": "high", "high": "low"}
    word, tail = ([*str(proportion_funnel_significance(events, trials, target)).split("_"), ""])[:2]
    other = str(proportion_funnel_significance(more, trials, 1 - target))
    assert other == (f"{swap[word]}_{tail}" if word in swap else "not_significant")


@pytest.mark.parametrize("scale", SCALES)
@unhurried
@given(cells=rows, order=st.randoms(use_true_random=False))
def test_the_order_of_organisations_does_not_matter(scale: str, cells: list[tuple[int, int]], order: object) -> None:
    events, size = columns(cells)
    shuffled = np.array(order.sample(range(len(cells)), len(cells)))
    here = overdispersed_funnel(events, size, scale=scale, target=0.4)
    there = overdispersed_funnel(events[shuffled], size[shuffled], scale=scale, target=0.4)
    assert_allclose(there.overdispersion.tau_squared, here.overdispersion.tau_squared, rtol=1e-9, atol=1e-12)
    assert_allclose(there.outer.upper, here.outer.upper[shuffled], rtol=1e-8)


@unhurried
@given(rows, st.floats(0.1, 10))
def test_tau_squared_scales_with_the_square_of_the_error(cells: list[tuple[int, int]], factor: float) -> None:
    z, errors = np.array(cells, dtype=np.float64).T
    here, there = overdispersion(z - 20, errors), overdispersion(20 - z, errors * factor)
    assert_allclose((there.dispersion, there.tau_squared), (here.dispersion, here.tau_squared * factor**2), rtol=1e-8)


@pytest.mark.parametrize("scale", SCALES)
@unhurried
@given(cells=rows)
def test_overdispersion_only_widens(scale: str, cells: list[tuple[int, int]]) -> None:
    adjusted, plain = (overdispersed_funnel(*columns(cells), scale=scale, target=0.4, adjust=adjust) for adjust in (True, False))
    if adjusted.overdispersion.method == "withheld_few_organisations":
        return
    assert (adjusted.outer.lower <= plain.outer.lower).all()
    assert (adjusted.outer.upper >= plain.outer.upper).all()
    assert (abs(adjusted.adjusted_z) <= abs(adjusted.scores.z) * (1 + 1e-12)).all()
    assert (plain.outlier | ~adjusted.outlier).all()
    assert (abs(adjusted.adjusted_z[adjusted.outlier]) > 3.09).all()


@pytest.mark.parametrize("scale", SCALES)
def test_in_a_funnel_of_chance_one_in_twenty_is_outside_the_inner_limits(scale: str) -> None:
    random = np.random.default_rng(6)
    size = random.integers(40, 900, (60, 200)).astype(float)
    if scale == "proportion_arcsine":
        events, target = random.binomial(size.astype(int), 0.3), 0.3
    elif scale == "counts_log":
        base = random.integers(40, 900, (60, 200))
        events, size, target = random.poisson(1.3 * base), np.maximum(random.poisson(base), 1).astype(float), 1.3
    else:
        events, target = random.poisson(size), 1.0
    funnel = overdispersed_funnel(events, size, scale=scale, target=target, adjust=False)
    for limits in (funnel.inner, funnel.chance_inner):
        outside = np.mean((funnel.scores.value < limits.lower) | (funnel.scores.value > limits.upper))
        assert 0.03 < outside < 0.065
    if scale in ("ratio_root", "counts_log"):
        printed = overdispersed_funnel(events, size, scale=scale, target=target, adjust=False, compat="funnelplotr-0.6.0").inner
        assert np.mean((funnel.scores.value < printed.lower) | (funnel.scores.value > printed.upper)) > 0.25


def test_an_organisation_that_expects_many_is_judged_as_its_interval_says() -> None:
    expected = np.arange(1.0, 60.0)
    events = np.arange(60)[:, np.newaxis]
    limits = ratio_funnel_limits(expected, confidence=0.998)
    outside = (events / expected < limits.lower) | (events / expected > limits.upper)
    words = ratio_funnel_significance(events, expected)
    few = np.broadcast_to(events < 10, words.shape)
    assert_array_equal(outside[few], np.char.endswith(words, "0.001")[few])
