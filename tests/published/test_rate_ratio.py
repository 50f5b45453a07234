"""Rate ratios and differences: the Mental Health Act figures of England, 2023/24."""

from numpy.testing import assert_allclose

from levelground.stats.gaps import (
    rate_difference,
    rate_difference_interval,
    rate_ratio,
    rate_ratio_interval,
)

BLACK = (5_693, 1_468_474 + 619_419 + 293_831)
"""Detentions; the census populations of the African, Caribbean and Other Black groups."""
WHITE = (31_735, 41_540_791 + 494_251 + 64_218 + 3_585_003)
"""Detentions; the census populations of the White British, Irish, Gypsy or Irish Traveller and Other White groups (not Roma)."""


def test_detentions_black_to_white() -> None:
    lower, upper = rate_ratio_interval(*BLACK, *WHITE)
    assert f"{rate_ratio(*BLACK, *WHITE):.2f} ({lower:.2f} to {upper:.2f})" == "3.44 (3.34 to 3.54)"


def test_detentions_black_minus_white() -> None:
    difference = rate_difference(*BLACK, *WHITE, per=100_000)
    lower, upper = rate_difference_interval(*BLACK, *WHITE, per=100_000)
    assert_allclose(difference, 239.0 - 69.5, atol=0.1)
    assert f"{difference:.1f} ({lower:.1f} to {upper:.1f})" == "169.6 (163.3 to 175.9)"
