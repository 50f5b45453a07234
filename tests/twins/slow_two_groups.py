"""Odds ratios, mid-P and Miettinen-Nurminen limits, means and quantiles again: one element, plain Python, limits by bisection."""

from __future__ import annotations

import math

from tests.twins.slow_intervals import Limits, binomial, bisect, z_of


def chances(log_odds: float, x1: int, n1: int, x2: int, n2: int) -> dict[int, float]:
    """Of each count of the group, with all margins given."""
    both = x1 + x2
    weights = {
        count: math.comb(n1, count) * math.comb(n2, both - count) * math.exp(log_odds * (count - x1))
        for count in range(max(0, both - n2), min(both, n1) + 1)
    }
    total = math.fsum(weights.values())
    return {count: weight / total for count, weight in weights.items()}


def odds_ratio_estimate(x1: int, n1: int, x2: int, n2: int) -> float:
    counts = chances(0.0, x1, n1, x2, n2)
    if len(counts) == 1:
        return math.nan
    if x1 in (min(counts), max(counts)):
        return 0.0 if x1 == min(counts) else math.inf

    def fewer_expected(log_odds: float) -> bool:
        return math.fsum(count * chance for count, chance in chances(log_odds, x1, n1, x2, n2).items()) < x1

    return math.exp(bisect(fewer_expected, -15.0, 15.0))


def odds_ratio_limits(x1: int, n1: int, x2: int, n2: int, *, confidence: float, at_x: float) -> Limits:
    tail, counts = (1 - confidence) / 2, chances(0.0, x1, n1, x2, n2)

    def above(log_odds: float, sign: int) -> float:
        return math.fsum(
            chance * (1.0 if sign * (count - x1) > 0 else at_x)
            for count, chance in chances(log_odds, x1, n1, x2, n2).items()
            if sign * (count - x1) >= 0
        )

    lower = 0.0 if x1 == min(counts) else math.exp(bisect(lambda log: above(log, 1) < tail, -25.0, 25.0))
    upper = math.inf if x1 == max(counts) else math.exp(bisect(lambda log: above(log, -1) > tail, -25.0, 25.0))
    return lower, upper


def fisher_probability(x1: int, n1: int, x2: int, n2: int) -> float:
    """In whole numbers: tables no likelier than this one, of all tables."""
    both = x1 + x2
    ways = {count: math.comb(n1, count) * math.comb(n2, both - count) for count in range(max(0, both - n2), min(both, n1) + 1)}
    return sum(way for way in ways.values() if way <= ways[x1]) / sum(ways.values())


def rate_ratio_mid_p(x1: int, t1: float, x2: int, t2: float, confidence: float) -> Limits:
    return lowest_rate_ratio(x1, t1, x2, t2, confidence), math.inf if x2 == 0 else 1 / lowest_rate_ratio(x2, t2, x1, t1, confidence)


def lowest_rate_ratio(x1: int, t1: float, x2: int, t2: float, confidence: float) -> float:
    if x1 == 0:
        return 0.0
    total = x1 + x2

    def unlikely(log_odds: float) -> bool:
        share = 1 / (1 + math.exp(-log_odds))
        more = math.fsum(binomial(count, total, share) for count in range(x1 + 1, total + 1))
        return more + binomial(x1, total, share) / 2 < (1 - confidence) / 2

    return math.exp(bisect(unlikely, -25.0, 25.0)) * t2 / t1


def lowest_difference(x1: int, n1: int, x2: int, n2: int, confidence: float) -> float:
    """The lowest difference that the score test with N / (N - 1) does not reject."""
    z, total = z_of(confidence), n1 + n2
    observed = x1 / n1 - x2 / n2

    def rejected(difference: float) -> bool:
        second = most_likely(difference, x1, n1, x2, n2)
        first = second + difference
        variance = (first * (1 - first) / n1 + second * (1 - second) / n2) * total / (total - 1)
        return (observed - difference) ** 2 > z**2 * variance

    return -1.0 if observed == -1 else bisect(rejected, -1.0, observed)


def most_likely(difference: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """The comparison group's share that makes both counts most likely when the group's is `difference` higher."""

    def rises(second: float) -> bool:
        first = second + difference
        parts = ((x1, first), (-(n1 - x1), 1 - first), (x2, second), (-(n2 - x2), 1 - second))
        return math.fsum(count / share for count, share in parts if count) > 0

    low, high = max(0.0, -difference), min(1.0, 1 - difference)
    return bisect(rises, math.nextafter(low, 1) + 1e-16, math.nextafter(high, 0) - 1e-16)


def ranked_quantiles(values: list[float], number: int, *, highest_first: bool) -> list[float]:
    present = [value for value in values if not math.isnan(value)]
    if len(present) < number:
        return [math.nan] * len(values)

    def quantile(value: float) -> float:
        if math.isnan(value):
            return math.nan
        before = sum(1 for other in present if (other > value if highest_first else other < value))
        at_least_as_far = len(present) - before
        return next(q for q in range(number, 0, -1) if at_least_as_far * number <= len(present) * (number + 1 - q))

    return [quantile(value) for value in values]
