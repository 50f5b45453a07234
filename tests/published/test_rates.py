"""Rates against PHEindicatormethods and R, and against Garwood's limits as they are commonly printed."""

import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.published.oracle import columns

from levelground.stats.rates import exact_poisson_interval, rate_interval, rate_interval_method


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_rates_per_100_000(confidence: float, suffix: str) -> None:
    oracle = columns("rates", "expected")
    lower, upper = rate_interval(oracle["x"], oracle["n"], per=100_000, confidence=confidence)
    assert_allclose(100_000 * oracle["x"] / oracle["n"], oracle["value"], rtol=1e-9)
    assert_allclose(lower, oracle[f"lower{suffix}"], rtol=1e-9)
    assert_allclose(upper, oracle[f"upper{suffix}"], rtol=1e-9)


def test_the_method_switches_where_the_reference_switches() -> None:
    oracle = columns("rates", "expected")
    words = {"byar": "Byars", "exact_poisson": "Exact"}
    assert_array_equal([words[method] for method in rate_interval_method(oracle["x"])], oracle["method"])
    assert set(oracle["method"]) == set(words.values())


def test_exact_limits_at_every_count() -> None:
    oracle = columns("rates", "expected")
    lower, upper = exact_poisson_interval(oracle["x"])
    assert_allclose(lower / oracle["n"] * 100_000, oracle["exact_lower95"], rtol=1e-9)
    assert_allclose(upper / oracle["n"] * 100_000, oracle["exact_upper95"], rtol=1e-9)


@pytest.mark.parametrize(
    ("events", "lower", "upper", "decimals"),
    [(0, 0.0, 3.689, 3), (1, 0.0253, 5.5716, 4), (5, 1.623, 11.668, 3), (10, 4.795, 18.390, 3), (100, 81.36, 121.63, 2)],
)
def test_garwood_limits_as_printed(events: int, lower: float, upper: float, decimals: int) -> None:
    assert_allclose(exact_poisson_interval(events), (lower, upper), atol=0.51 * 10**-decimals)
