"""How often an interval contains the truth: counted over every outcome, not simulated."""

import numpy as np
import pytest
from scipy import stats

from levelground.stats import gaps, proportions, rates
from levelground.stats.intervals import Interval


def covered(interval: Interval, truth: float, probability: np.ndarray) -> float:
    return float(probability[(interval.lower <= truth) & (truth <= interval.upper)].sum())


def two_poisson_counts(first: float, second: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x1, x2 = np.meshgrid(np.arange(90), np.arange(90), indexing="ij")
    return x1, x2, stats.poisson.pmf(x1, first) * stats.poisson.pmf(x2, second)


def two_binomial_counts(n1: int, p1: float, n2: int, p2: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x1, x2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    return x1, x2, stats.binom.pmf(x1, n1, p1) * stats.binom.pmf(x2, n2, p2)


@pytest.mark.parametrize("mean", [0.5, 2.0, 5.0, 9.7, 25.0])
def test_exact_poisson_never_covers_too_little(mean: float) -> None:
    events = np.arange(200)
    assert covered(rates.exact_poisson_interval(events), mean, stats.poisson.pmf(events, mean)) >= 0.95


@pytest.mark.parametrize(("first", "second"), [(1.0, 2.0), (3.0, 12.0), (20.0, 35.0), (8.0, 8.0)])
def test_exact_rate_ratio_never_covers_too_little(first: float, second: float) -> None:
    x1, x2, probability = two_poisson_counts(first, second)
    assert covered(gaps.rate_ratio_interval(x1, 10, x2, 30), first / 10 / (second / 30), probability) >= 0.95


@pytest.mark.parametrize(("first", "second"), [(3.0, 12.0), (20.0, 35.0), (8.0, 8.0), (15.0, 2.0)])
def test_rate_difference(first: float, second: float) -> None:
    x1, x2, probability = two_poisson_counts(first, second)
    assert 0.945 <= covered(gaps.rate_difference_interval(x1, 10, x2, 30), first / 10 - second / 30, probability) <= 0.99


@pytest.mark.parametrize(("p1", "p2"), [(0.1, 0.2), (0.5, 0.45), (0.9, 0.6), (0.03, 0.3)])
def test_gaps_between_proportions(p1: float, p2: float) -> None:
    x1, x2, probability = two_binomial_counts(40, p1, 55, p2)
    assert 0.93 <= covered(gaps.proportion_difference_interval(x1, 40, x2, 55), p1 - p2, probability) <= 0.985
    assert 0.93 <= covered(gaps.proportion_ratio_interval(x1, 40, x2, 55), p1 / p2, probability) <= 0.985


def test_proportions() -> None:
    events, share = np.arange(61), np.linspace(0.02, 0.98, 97)
    wilson, exact = proportions.wilson_interval(events, 60), proportions.clopper_pearson_interval(events, 60)
    probability = [stats.binom.pmf(events, 60, p) for p in share]
    assert min(covered(exact, p, weight) for p, weight in zip(share, probability, strict=True)) >= 0.95
    assert 0.945 <= np.mean([covered(wilson, p, weight) for p, weight in zip(share, probability, strict=True)]) <= 0.96
