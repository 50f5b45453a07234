"""Adjusted p values decide as the procedures do; shrunken levels equal a sum over priors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats
from tests.twins import slow_multiplicity as slow

from levelground.stats.multiplicity.adjusted_p_values import (
    benjamini_hochberg_p_values,
    benjamini_yekutieli_p_values,
    holm_p_values,
)
from levelground.stats.multiplicity.shrinkage import shrunken_proportion, shrunken_rate

PAIRS = [
    (holm_p_values, slow.holm),
    (benjamini_hochberg_p_values, slow.benjamini_hochberg),
    (benjamini_yekutieli_p_values, slow.benjamini_yekutieli),
]


@pytest.mark.parametrize(("fast", "procedure"), PAIRS)
@settings(deadline=None)
@given(
    st.lists(st.one_of(st.floats(0, 1), st.floats(0, 0.05), st.sampled_from([0.01, 0.02])), min_size=1, max_size=20), st.floats(0.001, 0.5)
)
def test_adjusted_p_values_decide_as_the_procedure_does(
    fast: Callable[..., np.ndarray], procedure: Callable[..., list[bool]], p_values: list[float], level: float
) -> None:
    adjusted = fast(p_values)
    beside = np.abs(adjusted - level) < 1e-12
    assert np.array_equal((adjusted <= level)[~beside], np.array(procedure(p_values, level))[~beside])


rows = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), min_size=3, max_size=12)


@settings(max_examples=40, deadline=None)
@given(rows, st.floats(0.5, 0.999))
def test_shrunken_rates(groups: list[tuple[int, int]], confidence: float) -> None:
    groups = [(groups[0][0] + 1, groups[0][1]), *groups[1:]]
    fast = shrunken_rate(*np.array(groups).T, confidence=confidence)
    twin = np.array(slow.shrunken(groups, "gamma_poisson"))
    mean, variance = twin.T
    assert_allclose(fast.shrunken, mean, rtol=1e-7)
    expected = stats.gamma(mean**2 / variance, scale=variance / mean).interval(confidence)
    assert_allclose(np.array(fast.interval), np.array(expected), rtol=1e-5, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(rows, st.floats(0.5, 0.999))
def test_shrunken_proportions(groups: list[tuple[int, int]], confidence: float) -> None:
    groups = [(groups[0][0] + 1, groups[0][0] + groups[0][1] + 2), *((events, events + more) for events, more in groups[1:])]
    fast = shrunken_proportion(*np.array(groups).T, confidence=confidence)
    twin = np.array(slow.shrunken(groups, "beta_binomial"))
    mean, variance = twin.T
    precision = mean * (1 - mean) / variance - 1
    assert_allclose(fast.shrunken, mean, rtol=1e-7)
    expected = stats.beta(mean * precision, (1 - mean) * precision).interval(confidence)
    assert_allclose(np.array(fast.interval), np.array(expected), rtol=1e-5, atol=1e-12)
