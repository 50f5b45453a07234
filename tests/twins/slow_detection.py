"""Time to detect by counting up, signals by reading a chart again after each point, and power over every outcome."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import NormalDist

from tests.twins.slow_power import binomial, poisson

from levelground.stats.spc.special_causes import special_causes


def first_period(power_after: Callable[[int], float], wanted: float, most: int) -> float:
    """The first number of periods with the power, one after the other."""
    return next((m for m in range(1, most + 1) if power_after(m) >= wanted), math.inf)


def normal_power(gap: float, under_none: float, under_gap: float, confidence: float) -> float:
    normal = NormalDist()
    reach = normal.inv_cdf((1 + confidence) / 2) * under_none
    return normal.cdf((gap - reach) / under_gap) + normal.cdf((-gap - reach) / under_gap)


def standard_proportion(p: float, p0: float, n: int, confidence: float) -> float:
    return normal_power(abs(p - p0), math.sqrt(p0 * (1 - p0) / n), math.sqrt(p * (1 - p) / n), confidence)


def standard_rate(r: float, r0: float, t: float, confidence: float) -> float:
    return normal_power(abs(r - r0), math.sqrt(r0 / t), math.sqrt(r / t), confidence)


def proportion_difference(p1: float, p2: float, n1: float, n2: float, confidence: float) -> float:
    common = (n1 * p1 + n2 * p2) / (n1 + n2)
    none = math.sqrt(common * (1 - common) * (1 / n1 + 1 / n2))
    return normal_power(abs(p1 - p2), none, math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2), confidence)


def proportion_ratio(p1: float, p2: float, n1: float, n2: float, confidence: float) -> float:
    spread = math.sqrt((1 - p1) / (n1 * p1) + (1 - p2) / (n2 * p2))
    return normal_power(abs(math.log(p1 / p2)), spread, spread, confidence)


def rate_difference(r1: float, r2: float, t1: float, t2: float, confidence: float) -> float:
    spread = math.sqrt(r1 / t1 + r2 / t2)
    return normal_power(abs(r1 - r2), spread, spread, confidence)


def rate_ratio(r1: float, r2: float, t1: float, t2: float, confidence: float) -> float:
    spread = math.sqrt(1 / (r1 * t1) + 1 / (r2 * t2))
    return normal_power(abs(math.log(r1 / r2)), spread, spread, confidence)


def exact_standard_proportion(p: float, p0: float, n: int, confidence: float) -> float:
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    reach = z * math.sqrt(p0 * (1 - p0) / n)
    return sum(chance for x, chance in enumerate(binomial(n, p)) if abs(x / n - p0) > reach)


def exact_standard_rate(r: float, r0: float, t: float, confidence: float) -> float:
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return sum(chance for x, chance in enumerate(poisson(r * t)) if abs(x / t - r0) > z * math.sqrt(r0 / t))


def exact_ratio(
    first: Sequence[float], second: Sequence[float], sizes: tuple[float, float], confidence: float, *, of_trials: bool
) -> float:
    """A count of 0 has no logarithm, and finds nothing."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    found = 0.0
    for x1, chance1 in enumerate(first):
        for x2, chance2 in enumerate(second):
            if not x1 or not x2:
                continue
            spread = math.sqrt(1 / x1 + 1 / x2 - (1 / sizes[0] + 1 / sizes[1] if of_trials else 0))
            found += chance1 * chance2 * (abs(math.log(x1 / sizes[0] / (x2 / sizes[1]))) > z * spread)
    return found


def first_signal(
    values: Sequence[float],
    limits: tuple[float, float, float],
    rules: Sequence[str],
    *,
    shift_points: int,
    trend_points: int,
    side: str,
    compat: str | None,
) -> int:
    """The number of points after which the chart, read anew each time, shows one of the rules; 0 where it never does."""
    for so_far in range(1, len(values) + 1):
        causes = special_causes(values[:so_far], *limits, shift_points=shift_points, trend_points=trend_points, compat=compat)
        if any(_counts(name, rules, side) for names in causes.rule_names.tolist() for name in names.split(", ") if name):
            return so_far
    return 0


def _counts(name: str, rules: Sequence[str], side: str) -> bool:
    rule, _, towards = name.rpartition("_")
    is_high = towards in ("high", "up")
    return rule in rules and side in ("either", "high" if is_high else "low")


def runs_up(points: int) -> float:
    """The mean number of independent values until so many have risen in a row (the reciprocal of an alternating series)."""
    return 1 / sum(1 / math.factorial(j * points) - 1 / math.factorial(j * points + 1) for j in range(8))


def looks(many: int, z: float, random: Iterator[float], times: int) -> float:
    """How often a sum of `many` normal steps leaves z roots of its number at least once."""
    crossed = 0
    for _ in range(times):
        total, out = 0.0, False
        for k in range(1, many + 1):
            total += next(random)
            out = out or abs(total) > z * math.sqrt(k)
        crossed += out
    return crossed / times


def gaps_until_signal(gaps: Iterator[float], lower: float, upper: float) -> tuple[int, float]:
    """The points of a chart of gaps until one is outside, and the sum of the gaps, the last one counted no farther than its limit."""
    total = 0.0
    for points, gap in enumerate(gaps, start=1):
        if gap > upper:
            return points, total + upper
        total += gap
        if gap < lower:
            return points, total
    raise AssertionError("the gaps ended first")
