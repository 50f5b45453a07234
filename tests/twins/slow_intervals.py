"""Each kernel again, slow and obvious: one element, plain Python, definitions instead of formulas, limits by bisection."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

Limits = tuple[float, float]


def z_of(confidence: float) -> float:
    return -NormalDist().inv_cdf((1 - confidence) / 2)


def bisect(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where `holds` stops: it is true at `low` and false at `high`."""
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        low, high = (middle, high) if holds(middle) else (low, middle)


def wilson(events: int, trials: int, confidence: float = 0.95) -> Limits:
    """The proportions at which the observed one is exactly z standard errors away."""
    z, observed = z_of(confidence), events / trials

    def rejected(proportion: float) -> bool:
        return (observed - proportion) ** 2 > z**2 * proportion * (1 - proportion) / trials

    lower = 0.0 if events == 0 else bisect(rejected, 0.0, observed)
    upper = 1.0 if events == trials else bisect(lambda proportion: not rejected(proportion), observed, 1.0)
    return lower, upper


def binomial(events: int, trials: int, proportion: float) -> float:
    return math.comb(trials, events) * proportion**events * (1 - proportion) ** (trials - events)


def at_least(events: int, trials: int, proportion: float) -> float:
    return math.fsum(binomial(count, trials, proportion) for count in range(events, trials + 1))


def at_most(events: int, trials: int, proportion: float) -> float:
    return math.fsum(binomial(count, trials, proportion) for count in range(events + 1))


def clopper_pearson(events: int, trials: int, confidence: float = 0.95) -> Limits:
    """The proportions at which the observed count, or one more extreme, has just the probability of the tail."""
    tail = (1 - confidence) / 2
    lower = 0.0 if events == 0 else bisect(lambda p: at_least(events, trials, p) < tail, 0.0, 1.0)
    upper = 1.0 if events == trials else bisect(lambda p: at_most(events, trials, p) > tail, 0.0, 1.0)
    return lower, upper


def byar(events: int, confidence: float = 0.95) -> Limits:
    z = z_of(confidence)
    lower = 0.0 if events == 0 else max(0.0, events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3)
    upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + z / (3 * math.sqrt(events + 1))) ** 3
    return lower, upper


def poisson_at_most(events: int, mean: float) -> float:
    return math.fsum(math.exp(-mean + count * math.log(mean) - math.lgamma(count + 1)) for count in range(events + 1))


def exact_poisson(events: int, confidence: float = 0.95) -> Limits:
    """The means at which the observed count, or one more extreme, has just the probability of the tail."""
    tail, high = (1 - confidence) / 2, 10 * events + 100
    lower = 0.0 if events == 0 else bisect(lambda mean: poisson_at_most(events - 1, mean) > 1 - tail, 1e-12, high)
    return lower, bisect(lambda mean: poisson_at_most(events, mean) > tail, 1e-12, high)


def rate(events: int, exposure: float, per: float = 1.0, confidence: float = 0.95) -> Limits:
    lower, upper = exact_poisson(events, confidence) if events < 10 else byar(events, confidence)
    return lower / exposure * per, upper / exposure * per


def rate_ratio_wald(x1: int, t1: float, x2: int, t2: float, confidence: float = 0.95) -> Limits:
    middle, half = math.log(x1 / t1) - math.log(x2 / t2), z_of(confidence) * math.sqrt(1 / x1 + 1 / x2)
    return math.exp(middle - half), math.exp(middle + half)


def rate_ratio_exact(x1: int, t1: float, x2: int, t2: float, confidence: float = 0.95) -> Limits:
    """From the exact limits of the group's share of all events."""
    if x1 + x2 == 0:
        return 0.0, math.inf
    lower, upper = clopper_pearson(x1, x1 + x2, confidence)
    return lower / (1 - lower) * t2 / t1, math.inf if upper == 1 else upper / (1 - upper) * t2 / t1


def difference(group: float, group_limits: Limits, reference: float, reference_limits: Limits) -> Limits:
    lower = group - reference - math.sqrt((group - group_limits[0]) ** 2 + (reference_limits[1] - reference) ** 2)
    upper = group - reference + math.sqrt((group_limits[1] - group) ** 2 + (reference - reference_limits[0]) ** 2)
    return lower, upper


def rate_difference(x1: int, t1: float, x2: int, t2: float, *, per: float = 1.0, confidence: float = 0.95) -> Limits:
    return difference(x1 / t1 * per, rate(x1, t1, per, confidence), x2 / t2 * per, rate(x2, t2, per, confidence))


def proportion_difference(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Limits:
    return difference(x1 / n1, wilson(x1, n1, confidence), x2 / n2, wilson(x2, n2, confidence))


def most_likely(ratio: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """The comparison group's proportion p2 that makes both counts most likely when p1 = ratio * p2."""

    def likelihood_rises(p2: float) -> bool:
        first = x1 / p2 - (n1 - x1) * ratio / (1 - ratio * p2) if ratio * p2 < 1 else -math.inf
        return first + x2 / p2 - (n2 - x2) / (1 - p2) > 0

    highest = min(1.0, 1 / ratio)
    if x1 == n1 and x2 == n2:
        return highest
    return bisect(likelihood_rises, 0.0, math.nextafter(highest, 0))


def chi_squared(ratio: float, x1: int, n1: int, x2: int, n2: int) -> float:
    p2 = most_likely(ratio, x1, n1, x2, n2)
    p1 = min(ratio * p2, 1.0)
    parts = ((x1 - n1 * p1, n1 * p1 * (1 - p1)), (x2 - n2 * p2, n2 * p2 * (1 - p2)))
    return sum(distance**2 / variance for distance, variance in parts if variance > 0)


def proportion_ratio(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Limits:
    """The ratios at which Pearson's chi-squared, of the counts expected under the ratio, is just z squared."""
    upper = math.inf if x2 == 0 else 1 / lowest_ratio(x2, n2, x1, n1, confidence)
    return lowest_ratio(x1, n1, x2, n2, confidence), upper


def lowest_ratio(x1: int, n1: int, x2: int, n2: int, confidence: float) -> float:
    if x1 == 0:
        return 0.0
    highest = 30.0 if x2 == 0 else math.log((x1 / n1) / (x2 / n2))
    limit = z_of(confidence) ** 2
    return math.exp(bisect(lambda log: chi_squared(math.exp(log), x1, n1, x2, n2) > limit, -30.0, highest))
