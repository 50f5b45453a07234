"""What holds for adjusted p values and shrunken levels, whatever the data; and how often intervals cover."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from levelground.stats.multiplicity.adjusted_p_values import (
    benjamini_hochberg_p_values,
    benjamini_yekutieli_p_values,
    holm_p_values,
)
from levelground.stats.multiplicity.shrinkage import ShrunkenLevels, shrunken_proportion, shrunken_rate

ADJUSTED = [holm_p_values, benjamini_hochberg_p_values, benjamini_yekutieli_p_values]
unhurried = settings(max_examples=20, deadline=None)
p_value_lists = st.lists(st.floats(0, 1), min_size=1, max_size=20)
rows = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 100)), min_size=3, max_size=15)


@pytest.mark.parametrize("kernel", ADJUSTED)
@unhurried
@given(p_values=p_value_lists, order=st.randoms(use_true_random=False))
def test_adjusted_p_values(kernel: Callable[..., np.ndarray], p_values: list[float], order: object) -> None:
    adjusted = kernel(p_values)
    assert (adjusted >= np.array(p_values) * (1 - 1e-12)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p_values)]) >= -1e-15).all()
    shuffled = order.sample(range(len(p_values)), len(p_values))
    assert_allclose(kernel(np.array(p_values)[shuffled]), adjusted[shuffled])


@unhurried
@given(p_value_lists)
def test_the_rate_of_false_findings_is_less_strict_than_any_false_finding(p_values: list[float]) -> None:
    assert (benjamini_hochberg_p_values(p_values) <= holm_p_values(p_values) + 1e-12).all()
    assert (benjamini_hochberg_p_values(p_values) <= benjamini_yekutieli_p_values(p_values) + 1e-12).all()


def test_findings_among_comparisons_without_any_difference() -> None:
    p_values = np.random.default_rng(6).uniform(size=(20_000, 20))
    for kernel in ADJUSTED:
        assert np.mean((kernel(p_values) <= 0.05).any(axis=-1)) < 0.054


def groups(cells: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    events, more = np.array(cells).T
    events[0] += 1
    return events, events + more


@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
@unhurried
@given(cells=rows, order=st.randoms(use_true_random=False))
def test_shrunken_levels(kernel: Callable[..., ShrunkenLevels], cells: list[tuple[int, int]], order: object) -> None:
    events, size = groups(cells)
    found = kernel(events, size)
    raw = events / size
    assert_allclose(found.raw, raw)
    assert (found.shrunken >= np.minimum(raw, raw.min()) - 1e-12).all()
    assert (found.shrunken <= raw.max() + 1e-12).all()
    assert ((found.own_share > 0) & (found.own_share < 1)).all()
    assert ((found.interval.lower < found.shrunken) & (found.shrunken < found.interval.upper)).all()
    assert ((found.raw_interval.lower <= raw) & (raw <= found.raw_interval.upper)).all()
    wider = kernel(events, size, confidence=0.998).interval
    assert ((wider.lower <= found.interval.lower) & (wider.upper >= found.interval.upper)).all()
    shuffled = order.sample(range(len(cells)), len(cells))
    assert_allclose(kernel(events[shuffled], size[shuffled]).shrunken, found.shrunken[shuffled], rtol=1e-9)
    together = kernel(np.stack([events, events]), size)
    assert_allclose(together.interval.upper[1], found.interval.upper, rtol=1e-9)


@unhurried
@given(rows, st.floats(1e-3, 1e3))
def test_a_rate_follows_its_unit(cells: list[tuple[int, int]], unit: float) -> None:
    events, size = groups(cells)
    here, there = shrunken_rate(events, size), shrunken_rate(events, size * unit, per=unit)
    assert_allclose(there.shrunken, here.shrunken, rtol=1e-7)
    assert_allclose(np.array(there.interval), np.array(here.interval), rtol=1e-6, atol=1e-12)


@unhurried
@given(rows)
def test_counting_the_others_turns_a_proportion_round(cells: list[tuple[int, int]]) -> None:
    events, size = groups(cells)
    here, there = shrunken_proportion(events, size), shrunken_proportion(size - events, size)
    assert_allclose(there.shrunken, 1 - here.shrunken, rtol=1e-7)
    assert_allclose(there.interval.upper, 1 - here.interval.lower, rtol=1e-6)


def drawn(random: np.random.Generator, number: int, expected: float, variation: float) -> tuple[np.ndarray, ...]:
    """Settings of groups: sizes, true levels, counts; rates, then proportions."""
    size = np.maximum(np.ceil(4 * expected * np.exp(random.normal(0, 0.7, (3000 // number, number)))), 1)
    rate = random.gamma(variation**-2, variation**2 / 4, size.shape)
    strength = 3 / variation**2 - 1
    proportion = random.beta(strength / 4, 3 * strength / 4, size.shape)
    return size, rate, random.poisson(size * rate), proportion, random.binomial(size.astype(int), proportion)


def test_coverage_over_a_grid() -> None:
    """3 to 50 groups, 3 to 100 expected events each, levels that vary by 10% to 80%: 95% on average, 92% at worst."""
    random = np.random.default_rng(6)
    coverage, nearer = [], []
    for number in (3, 5, 10, 50):
        for expected in (3.0, 10.0, 100.0):
            for variation in (0.1, 0.4, 0.8):
                size, rate, rate_events, proportion, proportion_events = drawn(random, number, expected, variation)
                for found, truth in (
                    (shrunken_rate(rate_events, size), rate),
                    (shrunken_proportion(proportion_events, size), proportion),
                ):
                    known = np.isfinite(found.shrunken)
                    within = (found.interval.lower <= truth) & (truth <= found.interval.upper)
                    coverage.append(np.mean(within[known]))
                    nearer.append(np.mean((found.shrunken - truth)[known] ** 2) / np.mean((found.raw - truth)[known] ** 2))
    assert 0.945 < np.mean(coverage) < 0.97
    assert min(coverage) > 0.92
    assert max(nearer) < 1.15
    assert np.mean(nearer) < 0.75
