"""Power by going through every pair of counts that two groups can have."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

Chance = Callable[[int], float]


def binomial(n: int, p: float) -> list[float]:
    return [math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(n + 1)]


def poisson(mean: float) -> list[float]:
    return [math.exp(x * math.log(mean) - mean - math.lgamma(x + 1)) for x in range(int(mean + 12 * math.sqrt(mean) + 20))]


def of_proportions(p1: float, p2: float, n1: int, n2: int, confidence: float) -> float:
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    found = 0.0
    for x1, chance1 in enumerate(binomial(n1, p1)):
        for x2, chance2 in enumerate(binomial(n2, p2)):
            common = (x1 + x2) / (n1 + n2)
            spread = math.sqrt(common * (1 - common) * (1 / n1 + 1 / n2))
            found += chance1 * chance2 * (abs(x1 / n1 - x2 / n2) > z * spread)
    return found


def of_rates(r1: float, r2: float, t1: float, t2: float, confidence: float) -> float:
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    found = 0.0
    for x1, chance1 in enumerate(poisson(r1 * t1)):
        for x2, chance2 in enumerate(poisson(r2 * t2)):
            spread = math.sqrt(x1 / t1**2 + x2 / t2**2)
            found += chance1 * chance2 * (abs(x1 / t1 - x2 / t2) > z * spread)
    return found
