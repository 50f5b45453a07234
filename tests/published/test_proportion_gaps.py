"""Gaps between proportions, against the tables that Newcombe and Koopman printed."""

import pytest
from numpy.testing import assert_allclose

from levelground.stats.gaps import proportion_difference_interval, proportion_ratio_interval

NEWCOMBE_TABLE_II_METHOD_10 = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("counts", "printed"), NEWCOMBE_TABLE_II_METHOD_10)
def test_newcombe_1998_differences(counts: tuple[int, int, int, int], printed: tuple[float, float]) -> None:
    assert_allclose(proportion_difference_interval(*counts), printed, atol=5.001e-5)


def test_koopman_1984_ratio() -> None:
    assert_allclose(proportion_ratio_interval(36, 40, 16, 80), (2.94, 7.15), atol=5.001e-3)


def test_the_ratio_of_koopman_turned_round() -> None:
    assert_allclose(proportion_ratio_interval(16, 80, 36, 40), (1 / 7.15, 1 / 2.94), rtol=2e-3)
