"""Adjusted p values beside statsmodels and their papers; shrunken levels beside published posteriors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.multitest import multipletests

from levelground.stats.multiplicity.adjusted_p_values import (
    benjamini_hochberg_p_values,
    benjamini_yekutieli_p_values,
    holm_p_values,
)
from levelground.stats.multiplicity.shrinkage import shrunken_proportion, shrunken_rate

THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
"""The 15 p values of Benjamini and Hochberg 1995, section 4."""
KERNELS = [(holm_p_values, "holm"), (benjamini_hochberg_p_values, "fdr_bh"), (benjamini_yekutieli_p_values, "fdr_by")]


@pytest.mark.parametrize(("kernel", "name"), KERNELS)
def test_statsmodels(kernel: Callable[..., np.ndarray], name: str) -> None:
    random = np.random.default_rng(6)
    families = [random.uniform(size=size) ** power for size in (1, 2, 7, 50, 500) for power in (1, 4)]
    families += [np.round(random.uniform(size=40), 1), np.array(THROMBOLYSIS)]
    for p_values in families:
        assert_allclose(kernel(p_values), multipletests(p_values, method=name)[1], rtol=1e-12)


def test_benjamini_and_hochberg_find_four_where_bonferroni_finds_three() -> None:
    assert (benjamini_hochberg_p_values(THROMBOLYSIS) <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert (holm_p_values(THROMBOLYSIS) <= 0.05).tolist() == [True] * 3 + [False] * 12


def test_the_rats_of_gelman() -> None:
    """Posterior of 4 among 14 under Beta(1.4, 8.6): Beta(5.4, 18.6), mean 0.225 and standard deviation 0.083."""
    found = shrunken_proportion([4], [14], prior=(0.14, 10), confidence=0.9)
    assert_allclose(found.shrunken, 5.4 / 24)
    assert_allclose(np.sqrt(5.4 * 18.6 / 24**2 / 25), 0.083, atol=0.0006)
    draws = np.random.default_rng(6).beta(5.4, 18.6, 400_000)
    assert_allclose(np.array(found.interval)[:, 0], np.quantile(draws, [0.05, 0.95]), atol=0.001)


def test_the_counties_of_gelman() -> None:
    """Kidney cancer, gamma(20, 430,000): no deaths among 1,000 people over 10 years is 4.5 per 100,000 a year, not 0."""
    found = shrunken_rate([0, 1, 2], [10_000] * 3, per=1e5, prior=(20 / 430_000, 430_000))
    assert_allclose(found.shrunken, [20 / 4.4, 21 / 4.4, 22 / 4.4])
    assert_allclose(found.own_share, 1 / 44)
