"""Power by formula beside the power counted over all outcomes; laws and edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tests.twins import slow_power as slow

from levelground.stats.detection.power import proportions_power, proportions_trials, rates_exposure, rates_power

shares = st.floats(0.02, 0.98)


@pytest.mark.parametrize(("p1", "p2", "n1", "n2"), [(0.5, 0.3, 80, 80), (0.4, 0.25, 120, 90), (0.5, 0.5, 100, 100), (0.8, 0.6, 100, 60)])
def test_proportions_beside_every_outcome(p1: float, p2: float, n1: int, n2: int) -> None:
    assert_allclose(proportions_power(p1, p2, n1, n2).estimate, slow.of_proportions(p1, p2, n1, n2, 0.95), atol=0.03)


@pytest.mark.parametrize(("r1", "r2", "t1", "t2"), [(0.02, 0.03, 2_000, 2_000), (0.01, 0.015, 4_000, 6_000), (0.02, 0.02, 3_000, 3_000)])
def test_rates_beside_every_outcome(r1: float, r2: float, t1: float, t2: float) -> None:
    assert_allclose(rates_power(r1, r2, t1, t2).estimate, slow.of_rates(r1, r2, t1, t2, 0.95), atol=0.03)


@settings(max_examples=60, deadline=None)
@given(shares, shares, st.floats(0.5, 0.99), st.floats(0.25, 4))
def test_the_numbers_asked_for_have_the_power(p1: float, p2: float, power: float, ratio: float) -> None:
    if abs(p1 - p2) < 0.01:
        return
    needed = proportions_trials(p1, p2, power=power, reference_per_group=ratio, corrected=False)
    assert proportions_power(p1, p2, needed.group, needed.reference).estimate >= power - 0.02
    if min(needed.group, needed.reference) >= 200:
        assert_allclose(proportions_power(p1, p2, needed.group, needed.reference).estimate, power, atol=0.02)
    assert proportions_trials(p1, p2, power=power, reference_per_group=ratio).group >= needed.group
    exposed = rates_exposure(p1, p2, power=power, reference_per_group=ratio)
    assert_allclose(rates_power(p1, p2, exposed.group, exposed.reference).estimate, power, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(shares, shares, st.integers(20, 900), st.integers(20, 900), st.floats(0.1, 1e4))
def test_turned_round_and_scaled(p1: float, p2: float, n1: int, n2: int, factor: float) -> None:
    power = proportions_power(p1, p2, n1, n2).estimate
    assert_allclose(proportions_power(p2, p1, n2, n1).estimate, power, rtol=1e-9)
    assert_allclose(proportions_power(1 - p1, 1 - p2, n1, n2).estimate, power, rtol=1e-6)
    assert_allclose(
        rates_power(p1 * factor, p2 * factor, n1 / factor, n2 / factor).estimate, rates_power(p2, p1, n2, n1).estimate, rtol=1e-6
    )


def test_equal_groups_are_found_apart_as_often_as_the_test_errs() -> None:
    assert_allclose(proportions_power(0.3, 0.3, 50, [50, 500]).estimate, 0.05, rtol=1e-9)
    assert_allclose(rates_power(0.3, 0.3, 50, 500, confidence=0.99).estimate, 0.01, rtol=1e-9)


def test_zero_one_and_nothing_to_find() -> None:
    assert_array_equal(proportions_power([0, 1, 0, 0], [0, 1, 1, 1], [9, 9, 9, 1], [9, 9, 9, 1]).estimate, [np.nan, np.nan, 1, 0])
    assert_array_equal(proportions_power([0, 0.4], [0, 0.5], 100, 100).method, ["withheld_no_events", "normal"])
    assert proportions_power(0.01, 0.02, 100, 100).method == "normal_few_expected"
    assert np.isnan(rates_power(0, 0, 1, 1).estimate)
    for needed in (proportions_trials([0.2, 0.2], [0.2, 0.3]), rates_exposure([0.2, 0], [0.2, 0.1])):
        assert np.isinf(needed.group[0])
        assert needed.method[0] == "no_gap"
        assert np.isfinite(needed.group[1])
    assert proportions_power([], 0.5, 10, 10).estimate.shape == (0,)
    assert rates_power(1e200, 2e200, 1e90, 1e90).estimate == 1


def test_the_comparison_groups_share() -> None:
    assert proportions_trials(0.6, 0.7, reference_per_group=[0.5, 2]).reference.shape == (2,)
    assert proportions_trials(0.6, 0.7, power=0.95, confidence=0.99, corrected=False).group == 808


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_what_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="proportion must be 0 or more and at most 1"):
        proportions_power(share, 0.5, 10, 10)
    with pytest.raises(ValueError, match="power must be"):
        proportions_trials(0.2, 0.3, power=80)
    with pytest.raises(ValueError, match="power must be"):
        rates_exposure(0.2, 0.3, power=1)
    with pytest.raises(TypeError, match="masked"):
        rates_power(np.ma.array([1.0], mask=[True]), 1, 1, 1)
