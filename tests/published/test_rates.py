"""Rates against Garwood's limits as they are commonly printed."""

import pytest
from numpy.testing import assert_allclose

from levelground.stats.rates import exact_poisson_interval


@pytest.mark.parametrize(
    ("events", "lower", "upper", "decimals"),
    [(0, 0.0, 3.689, 3), (1, 0.0253, 5.5716, 4), (5, 1.623, 11.668, 3), (10, 4.795, 18.390, 3), (100, 81.36, 121.63, 2)],
)
def test_garwood_limits_as_printed(events: int, lower: float, upper: float, decimals: int) -> None:
    assert_allclose(exact_poisson_interval(events), (lower, upper), atol=0.51 * 10**-decimals)
