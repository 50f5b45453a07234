"""Relative likelihood, odds ratio, mid-P, Miettinen and Nurminen: zeros, enormous counts, none, and what is refused."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats import miettinen_nurminen as mn
from levelground.stats import odds_ratio as odds
from levelground.stats.intervals import Interval
from levelground.stats.rate_ratio_mid_p import rate_ratio_mid_p_interval
from levelground.stats.relative_likelihood import relative_likelihood

INTERVALS = [
    odds.odds_ratio_exact_interval,
    odds.odds_ratio_mid_p_interval,
    mn.miettinen_nurminen_difference_interval,
    mn.miettinen_nurminen_ratio_interval,
    rate_ratio_mid_p_interval,
]
KERNELS: list[Callable[..., object]] = [
    *INTERVALS,
    odds.odds_ratio,
    odds.conditional_odds_ratio,
    odds.fisher_probability,
    relative_likelihood,
]


def test_odds_ratios_with_cells_of_0() -> None:
    table = np.array([(0, 5, 3, 5), (5, 5, 3, 5), (2, 5, 0, 5), (2, 5, 5, 5), (0, 5, 0, 5), (5, 5, 5, 5)]).T
    assert_array_equal(odds.odds_ratio(*table), [0, np.inf, np.inf, 0, np.nan, np.nan])
    assert_array_equal(odds.conditional_odds_ratio(*table), [0, np.inf, np.inf, 0, np.nan, np.nan])
    for kernel in (odds.odds_ratio_exact_interval, odds.odds_ratio_mid_p_interval):
        lower, upper = kernel(*table)
        assert_array_equal(lower == 0, [True, False, False, True, True, True])
        assert_array_equal(np.isinf(upper), [False, True, True, False, True, True])
    assert_array_equal(odds.fisher_probability(*table)[4:], [1, 1])
    assert odds.odds_ratio_mid_p_interval_method(*table).tolist() == ["mid_p_conditional"] * 4 + ["one_possible_table"] * 2


def test_the_odds_ratio_as_r_prints_it() -> None:
    assert odds.conditional_odds_ratio(0, 20, 0, 30, compat="fisher.test") == 0
    assert odds.conditional_odds_ratio(4, 8, 4, 8, compat="fisher.test") == 1
    with pytest.raises(ValueError, match=r"did you mean 'fisher\.test'"):
        odds.conditional_odds_ratio(1, 2, 1, 2, compat="fishertest")


def test_mid_p_rate_ratios_with_no_events() -> None:
    lower, upper = rate_ratio_mid_p_interval([0, 5, 0], 10, [5, 0, 0], 20)
    assert_array_equal(lower == 0, [True, False, True])
    assert_array_equal(np.isinf(upper), [False, True, True])


def test_differences_of_everything_and_nothing_stay_within_1() -> None:
    lower, upper = mn.miettinen_nurminen_difference_interval([10, 0, 10, 0, 1], [10, 10, 10, 10, 1], [0, 20, 20, 0, 0], [20, 20, 20, 20, 1])
    assert (lower >= -1).all()
    assert (upper <= 1).all()
    assert_array_equal(upper[0], 1)
    assert_array_equal(lower[1], -1)
    assert ((lower[2:4] < 0) & (upper[2:4] > 0)).all()


def test_newcombe_table_ii_method_6() -> None:
    """Miettinen and Nurminen's limits as Newcombe (1998) prints them."""
    printed = {(9, 10, 3, 10): (0.1700, 0.8406), (5, 56, 0, 29): (-0.0326, 0.1933), (0, 10, 0, 10): (-0.2879, 0.2879)}
    for counts, limits in printed.items():
        assert_allclose(mn.miettinen_nurminen_difference_interval(*counts), limits, atol=5.001e-5)


def test_relative_likelihoods_without_events() -> None:
    ours = relative_likelihood([0, 5, 0, 4], 10, [5, 0, 0, 5], 10)
    assert_array_equal(ours.ratio, [0, np.inf, np.nan, 0.8])
    assert ours.four_fifths.tolist() == ["below", "above", "no_ratio", "within"]
    assert ours.method.tolist() == ["koopman", "koopman", "no_events", "koopman"]
    assert_array_equal(ours.wald.lower[:3], [0, np.nan, np.nan])
    assert_array_equal(ours.wald.upper[:3], [np.nan, np.inf, np.nan])
    assert np.isnan(ours.probability[2])
    assert not np.isnan(np.concatenate(ours.interval)).any()


def test_enormous_counts_stay_exact() -> None:
    table = (5_693, 2_381_724, 31_735, 45_684_263)
    ratio = odds.conditional_odds_ratio(*table)
    exact, mid_p = odds.odds_ratio_exact_interval(*table), odds.odds_ratio_mid_p_interval(*table)
    assert_allclose(ratio, odds.odds_ratio(*table), rtol=1e-6)
    assert exact.lower < mid_p.lower < ratio < mid_p.upper < exact.upper
    lower, upper = rate_ratio_mid_p_interval(10**9, 1, 10**9, 1)
    assert_allclose([np.log(lower), np.log(upper)], [-1.959964 * np.sqrt(2e-9), 1.959964 * np.sqrt(2e-9)], rtol=1e-3)


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_refused(kernel: Callable[..., object]) -> None:
    for wrong in (-1, 0.5, np.nan, np.inf, 1e400):
        with pytest.raises(ValueError, match="whole numbers"):
            kernel([1, wrong], 10, 2, 10)
    for wrong in ("3", True, None, np.ma.masked_array([1], [False])):
        with pytest.raises(TypeError, match="events must be"):
            kernel(wrong, 10, 2, 10)


@pytest.mark.parametrize("kernel", INTERVALS)
def test_no_elements_shapes_and_confidence(kernel: Callable[..., Interval]) -> None:
    assert kernel(np.array([], dtype=float), 10, 3, 10).lower.shape == (0,)
    found = kernel([[2, 5]], 10, [3, 4], 10, confidence=[[0.9], [0.99]])
    assert found.lower.shape == (2, 2)
    assert (found.lower[1] < found.lower[0]).all()
    assert isinstance(kernel(2, 10, 3, 10).lower, np.float64)
    with pytest.raises(ValueError, match="a fraction"):
        kernel(2, 10, 3, 10, confidence=95)
