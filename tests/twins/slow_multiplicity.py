"""Adjusted p values by their definition as tests, and shrunken rates by summing over priors, one group at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence


def holm(p_values: Sequence[float], level: float) -> list[bool]:
    """What Holm's procedure finds at a level: from the smallest p value on, until one is above its own limit."""
    found = [False] * len(p_values)
    for step, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        if p_values[place] > level / (len(p_values) - step):
            break
        found[place] = True
    return found


def benjamini_hochberg(p_values: Sequence[float], level: float, factor: float = 1.0) -> list[bool]:
    """What the procedure finds: all p values up to the largest that is within its own limit."""
    ordered = sorted(p_values)
    within = [p for rank, p in enumerate(ordered, 1) if p <= rank / len(ordered) * level / factor]
    return [bool(within) and p <= max(within) for p in p_values]


def benjamini_yekutieli(p_values: Sequence[float], level: float) -> list[bool]:
    return benjamini_hochberg(p_values, level, math.fsum(1 / rank for rank in range(1, len(p_values) + 1)))


def log_gamma_poisson(events: int, exposure: float, mean: float, strength: float) -> float:
    """The logarithm of a count's probability when its rate is gamma, a factor at a time."""
    shape = mean * strength
    result = shape * math.log(strength / (strength + exposure)) + events * math.log(exposure / (strength + exposure))
    return result + math.fsum(math.log((shape + one) / (one + 1)) for one in range(events))


def log_beta_binomial(events: int, trials: int, mean: float, strength: float) -> float:
    """The logarithm of a count's probability when its proportion is beta, a draw at a time, as from an urn."""
    first, second = mean * strength, (1 - mean) * strength
    drawn = [(first + one) / (strength + one) for one in range(events)]
    left = [(second + one) / (strength + events + one) for one in range(trials - events)]
    return math.log(math.comb(trials, events)) + math.fsum(math.log(each) for each in drawn + left)


def shrunken(rows: Sequence[tuple[int, int]], model: str, steps: int = 40) -> list[tuple[float, float]]:
    """Mean and variance of each group's level over the strengths of the prior."""
    middling = math.exp(math.fsum(math.log(size) for _, size in rows) / len(rows))
    priors = []
    even = [1 - math.sqrt(1 - (step + 0.5) / steps) for step in range(steps)]
    for taken, mass in [(share, 1.0) for share in even] + [(even[0] / 4**step, 1 / 4**step) for step in range(1, 17)]:
        strength = middling * taken / (1 - taken)
        if model == "gamma_poisson":
            precisions = [1 / (1 / size + 1 / strength) for _, size in rows]
        else:
            precisions = [size * (strength + 1) / (size + strength) for _, size in rows]
        mean = math.fsum(weight * events / size for weight, (events, size) in zip(precisions, rows, strict=True)) / math.fsum(precisions)
        error = mean * (1 if model == "gamma_poisson" else 1 - mean) / math.fsum(precisions)
        chance = log_gamma_poisson if model == "gamma_poisson" else log_beta_binomial
        evidence = math.fsum(chance(*row, mean, strength) for row in rows) + math.log(error) / 2 + math.log(mass)
        priors.append((evidence, mean, strength, error))
    best = max(evidence for evidence, *_ in priors)
    weights = [math.exp(evidence - best) for evidence, *_ in priors]
    results = []
    for events, size in rows:
        first = second = 0.0
        for weight, (_, mean, strength, error) in zip(weights, priors, strict=True):
            level = (events + mean * strength) / (size + strength)
            precision = size + strength
            own = level / precision if model == "gamma_poisson" else level * (1 - level) / (precision + 1)
            variance = own + (strength / precision) ** 2 * error
            first, second = first + weight * level, second + weight * (variance + level**2)
        first, second = first / math.fsum(weights), second / math.fsum(weights)
        results.append((first, second - first**2))
    return results
