"""What no events, all events and no comparison events give, and which methods say so."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats import gaps, proportions, rates


def test_no_events_and_all_events_give_limits_of_exactly_0_and_1() -> None:
    for kernel in (proportions.wilson_interval, proportions.clopper_pearson_interval):
        assert kernel(0, 7).lower == 0
        assert kernel(7, 7).upper == 1
        assert 0 < kernel(0, 7).upper < 1
        assert 0 < kernel(7, 7).lower < 1


def test_no_events_leave_a_rate_an_upper_limit() -> None:
    assert_allclose(rates.rate_interval(0, 1_000, per=1_000), (0, -math.log(0.025)), rtol=1e-12)
    assert rates.byar_interval(0).lower == 0


def test_byar_never_falls_below_0() -> None:
    assert rates.byar_interval(1, confidence=0.999).lower == 0


def test_few_events_of_very_many_keep_their_digits() -> None:
    lower, upper = proportions.wilson_interval(3, 10**12)
    exact = rates.exact_poisson_interval(3)
    assert 0.9 * exact.lower < lower * 10**12 < 1.8 * exact.lower
    assert 0.8 * exact.upper < upper * 10**12 < 1.2 * exact.upper


@pytest.mark.parametrize(
    ("ratio", "interval", "method"),
    [
        (gaps.rate_ratio, gaps.rate_ratio_interval, gaps.rate_ratio_interval_method),
        (gaps.proportion_ratio, gaps.proportion_ratio_interval, gaps.proportion_ratio_interval_method),
    ],
)
def test_ratios_with_counts_of_0(ratio, interval, method) -> None:  # type: ignore[no-untyped-def]
    events, reference_events = np.array([0, 5, 0]), np.array([5, 0, 0])
    assert_array_equal(ratio(events, 10, reference_events, 20), [0, np.inf, np.nan])
    lower, upper = interval(events, 10, reference_events, 20)
    assert_array_equal(np.isinf(upper), [False, True, True])
    assert_array_equal(lower == 0, [True, False, True])
    assert_array_equal(method(events, reference_events) == "no_events", [False, False, True])


def test_all_events_on_both_sides_leave_a_ratio_its_width() -> None:
    lower, upper = gaps.proportion_ratio_interval(5, 5, 8, 8)
    assert lower < 1 < upper


def test_methods_say_what_was_done_element_by_element() -> None:
    assert_array_equal(rates.rate_interval_method([9, 10]), ["exact_poisson", "byar"])
    few, many = rates.rate_interval([9, 10], 1), (rates.exact_poisson_interval(9), rates.byar_interval(10))
    assert_array_equal(few.lower, [one.lower for one in many])
    assert_array_equal(rates.byar_interval_method([1, 2]), ["byar", "byar"])
    assert_array_equal(rates.exact_poisson_interval_method([1]), ["exact_poisson"])
    assert_array_equal(proportions.wilson_interval_method([1]), ["wilson"])
    assert_array_equal(proportions.clopper_pearson_interval_method([1]), ["clopper_pearson"])
    assert_array_equal(gaps.proportion_difference_interval_method([1], 2), ["newcombe"])
    assert gaps.rate_ratio_interval_method(5, 6) == "exact_conditional"
    assert gaps.rate_difference_interval_method(10, 9) == "mover_byar_and_exact_poisson"


def test_arguments_broadcast() -> None:
    groups, confidence = np.array([[5, 30]]), np.array([[0.95], [0.998]])
    for found in (
        proportions.wilson_interval(groups, 50, confidence=confidence),
        proportions.clopper_pearson_interval(groups, 50, confidence=confidence),
        rates.rate_interval(groups, 50, per=1_000, confidence=confidence),
        gaps.rate_ratio_interval(groups, 50, 7, 60, confidence=confidence),
        gaps.rate_difference_interval(groups, 50, 7, 60, per=1_000, confidence=confidence),
        gaps.proportion_difference_interval(groups, 50, 7, 60, confidence=confidence),
        gaps.proportion_ratio_interval(groups, 50, 7, 60, confidence=confidence),
    ):
        assert found.lower.shape == found.upper.shape == (2, 2)
        assert found.lower.dtype == np.float64
        assert (found.lower[1] < found.lower[0]).all()


def test_no_elements_give_no_elements() -> None:
    empty = np.array([], dtype=float)
    for found in (
        rates.rate_interval(empty, 1),
        gaps.rate_ratio_interval(empty, 1, 2, 3),
        gaps.proportion_ratio_interval(empty, 9, 2, 3),
    ):
        assert found.lower.shape == (0,)
