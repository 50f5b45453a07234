"""Proportions against the tables that Newcombe printed."""

import pytest
from numpy.testing import assert_allclose

from levelground.stats.proportions import clopper_pearson_interval, wilson_interval

NEWCOMBE_TABLE_I = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("events", "trials", "wilson", "clopper_pearson"), NEWCOMBE_TABLE_I)
def test_newcombe_1998_single_proportions(
    events: int, trials: int, wilson: tuple[float, float], clopper_pearson: tuple[float, float]
) -> None:
    assert_allclose(wilson_interval(events, trials), wilson, atol=5.001e-5)
    assert_allclose(clopper_pearson_interval(events, trials), clopper_pearson, atol=5.001e-5)
