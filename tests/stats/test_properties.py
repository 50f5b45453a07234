"""What holds for every interval, whatever the data."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from levelground.stats import gaps, proportions, rates
from levelground.stats.intervals import Interval

Row = tuple[int, int, int, int]

unhurried = settings(max_examples=60, deadline=None)
confidences = st.floats(0.01, 0.9999)
counts = st.one_of(st.integers(0, 20), st.integers(0, 10**6))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Counts that suit rates and proportions alike: events, of trials or exposure, twice."""
    first, second = draw(counts), draw(counts)
    return first, first + draw(counts) + 1, second, second + draw(counts) + 1


@st.composite
def full_rows(draw: st.DrawFn) -> Row:
    """Rows in which every trial may be an event."""
    x1, n1, x2, n2 = draw(rows())
    return (n1 if draw(st.booleans()) else x1), n1, (n2 if draw(st.booleans()) else x2), n2


def turned_round(row: Row) -> Row:
    return row[2], row[3], row[0], row[1]


def contains(interval: Interval, value: float) -> bool:
    slack = 1e-9 * max(1.0, abs(value)) if np.isfinite(value) else 0.0
    return bool(interval.lower <= value + slack and value - slack <= interval.upper)


@unhurried
@given(full_rows(), confidences)
def test_an_interval_contains_its_estimate(row: Row, confidence: float) -> None:
    x1, n1, x2, _ = row
    for level in (proportions.wilson_interval, proportions.clopper_pearson_interval, rates.rate_interval):
        assert contains(level(x1, n1, confidence=confidence), x1 / n1)
    for count in (rates.byar_interval, rates.exact_poisson_interval):
        assert contains(count(x1, confidence=confidence), x1)
    assert contains(gaps.rate_difference_interval(*row, confidence=confidence), gaps.rate_difference(*row))
    assert contains(gaps.proportion_difference_interval(*row, confidence=confidence), gaps.proportion_difference(*row))
    if x1 or x2:
        assert contains(gaps.rate_ratio_interval(*row, confidence=confidence), gaps.rate_ratio(*row))
        assert contains(gaps.proportion_ratio_interval(*row, confidence=confidence), gaps.proportion_ratio(*row))
    if x1 and x2:
        assert contains(gaps.rate_ratio_wald_interval(*row, confidence=confidence), gaps.rate_ratio(*row))


@pytest.mark.parametrize(
    ("gap", "interval"),
    [
        (gaps.rate_difference, gaps.rate_difference_interval),
        (gaps.proportion_difference, gaps.proportion_difference_interval),
    ],
)
@unhurried
@given(row=full_rows())
def test_a_difference_turned_round_is_its_reflection(gap: Callable[..., np.float64], interval: Callable[..., Interval], row: Row) -> None:
    there, back = interval(*row), interval(*turned_round(row))
    assert gap(*row) == -gap(*turned_round(row))
    assert (there.lower, there.upper) == (-back.upper, -back.lower)


@pytest.mark.parametrize(
    ("gap", "interval"),
    [(gaps.rate_ratio, gaps.rate_ratio_interval), (gaps.proportion_ratio, gaps.proportion_ratio_interval)],
)
@unhurried
@given(row=full_rows())
def test_a_ratio_turned_round_is_its_inverse(gap: Callable[..., np.float64], interval: Callable[..., Interval], row: Row) -> None:
    with np.errstate(divide="ignore"):
        assert_allclose(gap(*row), np.divide(1, gap(*turned_round(row))), rtol=1e-12, equal_nan=True)
        assert_allclose(interval(*row), np.divide(1, interval(*turned_round(row))[::-1]), rtol=1e-9)


@unhurried
@given(rows(), st.floats(0.001, 1000))
def test_scaling_the_exposure_scales_the_rate(row: Row, factor: float) -> None:
    x1, t1, x2, t2 = row
    assert_allclose(np.multiply(rates.rate_interval(x1, t1 * factor), factor), rates.rate_interval(x1, t1), rtol=1e-12)
    assert_allclose(rates.rate_interval(x1, t1, per=factor), np.multiply(rates.rate_interval(x1, t1), factor), rtol=1e-12)
    both = gaps.rate_ratio_interval(x1, t1 * factor, x2, t2 * factor)
    assert_allclose(both, gaps.rate_ratio_interval(*row), rtol=1e-12)


@unhurried
@given(full_rows(), confidences)
def test_no_limit_is_ever_nan_and_lower_is_below_upper(row: Row, confidence: float) -> None:
    x1, n1, *_ = row
    found = [
        proportions.wilson_interval(x1, n1, confidence=confidence),
        proportions.clopper_pearson_interval(x1, n1, confidence=confidence),
        rates.byar_interval(x1, confidence=confidence),
        rates.rate_interval(x1, n1, confidence=confidence),
        gaps.rate_ratio_interval(*row, confidence=confidence),
        gaps.rate_difference_interval(*row, confidence=confidence),
        gaps.proportion_difference_interval(*row, confidence=confidence),
        gaps.proportion_ratio_interval(*row, confidence=confidence),
    ]
    assert all(lower < upper for lower, upper in found)


@unhurried
@given(full_rows(), st.floats(0.05, 0.5), st.floats(0.55, 0.999))
def test_more_confidence_is_a_wider_interval(row: Row, less: float, more: float) -> None:
    for kernel in (gaps.rate_ratio_interval, gaps.rate_difference_interval, gaps.proportion_ratio_interval):
        narrow, wide = kernel(*row, confidence=less), kernel(*row, confidence=more)
        assert wide.lower <= narrow.lower
        assert narrow.upper <= wide.upper


@unhurried
@given(full_rows())
def test_a_proportions_limits_stay_in_their_range(row: Row) -> None:
    for kernel in (proportions.wilson_interval, proportions.clopper_pearson_interval):
        lower, upper = kernel(row[0], row[1])
        assert 0 <= lower <= upper <= 1
    lower, upper = gaps.proportion_difference_interval(*row)
    assert -1 - 1e-12 <= lower <= upper <= 1 + 1e-12
