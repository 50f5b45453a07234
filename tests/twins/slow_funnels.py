"""Funnels again, slow and obvious: one organisation at a time, plain Python, limits by bisection."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.twins.slow_intervals import bisect, poisson_at_most, rate, wilson, z_of


def proportion_limits(trials: float, target: float, confidence: float) -> tuple[float, float]:
    half = z_of(confidence) * math.sqrt(target * (1 - target) / trials)
    return max(target - half, 0.0), min(target + half, 1.0)


def is_below(count: int, mean: float, confidence: float) -> bool:
    """Whether so few events, or fewer, are a surprise."""
    return poisson_at_most(count, mean) < (1 - confidence) / 2


def is_above(count: int, mean: float, confidence: float) -> bool:
    """Whether so many events, or more, are a surprise."""
    return count > 0 and 1 - poisson_at_most(count - 1, mean) < (1 - confidence) / 2


def expected_on_the_lines(count: int, confidence: float) -> tuple[float, float]:
    """The expected events at which a count is just on the lower and on the upper line."""
    tail = (1 - confidence) / 2
    most = bisect(lambda mean: poisson_at_most(count, mean) > tail, 1e-12, 10.0 * count + 100)
    least = bisect(lambda mean: poisson_at_most(count - 1, mean) > 1 - tail, 1e-12, 10.0 * count + 100)
    return most, least


def label(inner: tuple[float, float], outer: tuple[float, float], target: float) -> str:
    for (lower, upper), tail in ((outer, "0.001"), (inner, "0.025")):
        if upper < target:
            return f"low_{tail}"
        if lower > target:
            return f"high_{tail}"
    return "not_significant"


def proportion_label(events: int, trials: int, target: float) -> str:
    return label(wilson(events, trials, 0.95), wilson(events, trials, 0.998), target)


def rate_label(events: int, exposure: float, target: float) -> str:
    return label(rate(events, exposure, 1.0, 0.95), rate(events, exposure, 1.0, 0.998), target)


def z_score(events: float, size: float, target: float, scale: str) -> tuple[float, float]:
    """Distance from the target, and its standard error."""
    if scale == "ratio_log":
        half = 0.5 if events == 0 else 0.0
        value, middle, error = math.log((events + half) / (size + half)), math.log(target), 1 / math.sqrt(size)
    elif scale == "ratio_root":
        value, middle, error = math.sqrt(events / size), math.sqrt(target), 1 / (2 * math.sqrt(size))
    elif scale == "proportion_arcsine":
        value, middle, error = math.asin(math.sqrt(events / size)), math.asin(math.sqrt(target)), 1 / (2 * math.sqrt(size))
    else:
        first = 2.0 if events == 0 else events / (events + 0.5) ** 2
        value, middle = math.log((events + 0.5) / (size + 0.5)), math.log(target)
        error = math.sqrt(first + size / (size + 0.5) ** 2)
    return (value - middle) / error, error


def quantile(values: Sequence[float], probability: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * probability
    before = math.floor(place)
    after = min(before + 1, len(ordered) - 1)
    return ordered[before] + (place - before) * (ordered[after] - ordered[before])


def mean_rank(values: Sequence[float], value: float) -> float:
    return sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2


def treated(scores: Sequence[float], treatment: str, share: float) -> list[float | None]:
    """The scores after the extremes were pulled in; None where left out."""
    if treatment == "all":
        return list(scores)
    if treatment == "winsorised":
        low, high = quantile(scores, share), quantile(scores, 1 - share)
        return [min(max(score, low), high) for score in scores]
    groups = round(1 / share)
    places = [math.floor(mean_rank(scores, score) * groups / (len(scores) + 1)) for score in scores]
    return [score if 0 < place < groups - 1 else None for score, place in zip(scores, places, strict=True)]


def dispersion(scores: Sequence[float], errors: Sequence[float], treatment: str, share: float) -> tuple[float, float]:
    """phi and tau squared; NaN when fewer than two organisations are left."""
    kept = [(score, error) for score, error in zip(treated(scores, treatment, share), errors, strict=True) if score is not None]
    if len(kept) < 2:
        return math.nan, math.nan
    number = len(kept)
    phi = math.fsum(score**2 for score, _ in kept) / number
    weights = [error**-2 for _, error in kept]
    total = math.fsum(weights)
    return phi, max(0.0, (number * phi - (number - 1)) / (total - math.fsum(weight**2 for weight in weights) / total))


def limits(target: float, half: float, scale: str) -> tuple[float, float]:
    """Around the target, `half` away on the scale."""
    if scale == "ratio_root":
        return max(math.sqrt(target) - half, 0.0) ** 2, (math.sqrt(target) + half) ** 2
    if scale == "proportion_arcsine":
        middle = math.asin(math.sqrt(target))
        return math.sin(max(middle - half, 0.0)) ** 2, math.sin(min(middle + half, math.pi / 2)) ** 2
    return target * math.exp(-half), target * math.exp(half)
