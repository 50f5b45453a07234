"""The numbers on the methods pages, and one that can be worked out by hand."""

from numpy.testing import assert_allclose

from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.slope_index import slope_index


def test_the_case_on_the_page_of_the_slope_index() -> None:
    values, people = [30.2122668673054, 19.4992624830185, 14.5875613570402], [1629, 2288, 1099]
    found = slope_index(values, people, scale=100)
    assert f"{found.estimate:.2f} ({found.interval.lower:.2f} to {found.interval.upper:.2f})" == "-22.31 (-26.01 to -18.61)"
    printed = slope_index(values, people, scale=100, compat="healthequal-1.0.1")
    assert f"{printed.estimate:.2f}" == "-22.76"


def test_the_case_on_the_page_of_the_concentration_index() -> None:
    found = absolute_concentration_index([72.7523395286049, 62.1932523, 55.8029746], [531, 817, 3161])
    assert f"{found.estimate:.4f} ({found.interval.lower:.2f} to {found.interval.upper:.2f})" == "-2.4363 (-4.21 to -0.66)"


def test_all_with_the_most_advantaged_of_ten() -> None:
    """The index is 1 - 1/n when the last of n people has everything."""
    assert_allclose(relative_concentration_index([0] * 9 + [5], [1] * 10).estimate, 0.9)
