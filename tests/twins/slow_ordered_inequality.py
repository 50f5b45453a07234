"""Inequality along an order again, slow and obvious: one setting, plain Python, root finding instead of matrices."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Numbers = Sequence[float]


def ranks(people: Numbers, order: Numbers | None = None) -> list[float]:
    """Everybody below, and half of one's own group, over everybody."""
    order = range(len(people)) if order is None else order
    total, found = sum(people), []
    for mine in order:
        below = sum(count for count, place in zip(people, order, strict=True) if place < mine)
        own = sum(count for count, place in zip(people, order, strict=True) if place == mine)
        found.append((below + own / 2) / total)
    return found


def mean(values: Numbers, people: Numbers) -> float:
    return math.fsum(value * count for value, count in zip(values, people, strict=True)) / math.fsum(people)


def absolute_concentration(values: Numbers, people: Numbers, order: Numbers | None = None) -> float:
    """From the mean of all pairs of people: half the average of (difference in level) x (sign of the difference in rank)."""
    place = list(range(len(people)) if order is None else order)
    total, found = sum(people), 0.0
    for value, count, mine in zip(values, people, place, strict=True):
        for other, others, theirs in zip(values, people, place, strict=True):
            found += count * others * (value - other) * (int(mine > theirs) - int(mine < theirs))
    return found / (2 * total**2)


def concentration_error(values: Numbers, people: Numbers) -> float:
    """The textbook standard error of the slope of 2 var(r) y on r, through points repeated by weight."""
    rank = ranks(people)
    spread = sum(count * (place - 0.5) ** 2 for count, place in zip(people, rank, strict=True))
    lifted = [2 * spread / sum(people) * value for value in values]
    level, slope = line(lifted, people, rank)
    missed = sum(count * (y - level - slope * place) ** 2 for y, count, place in zip(lifted, people, rank, strict=True))
    return math.sqrt(missed / (len(values) - 2) / spread)


def line(values: Numbers, weights: Numbers, rank: Numbers) -> tuple[float, float]:
    """Intercept and slope, by the two normal equations."""
    w = math.fsum(weights)
    wr = math.fsum(a * r for a, r in zip(weights, rank, strict=True))
    wrr = math.fsum(a * r * r for a, r in zip(weights, rank, strict=True))
    wy = math.fsum(a * y for a, y in zip(weights, values, strict=True))
    wry = math.fsum(a * r * y for a, r, y in zip(weights, rank, values, strict=True))
    slope = (w * wry - wr * wy) / (w * wrr - wr * wr)
    return (wy - slope * wr) / w, slope


def logistic(values: Numbers, weights: Numbers, rank: Numbers) -> tuple[float, float]:
    """Intercept and slope: both score equations solved by halving, one inside the other."""

    def score(level: float, slope: float, by: Numbers) -> float:
        missed = (y - 1 / (1 + math.exp(-level - slope * r)) for y, r in zip(values, rank, strict=True))
        return math.fsum(a * b * miss for a, b, miss in zip(weights, by, missed, strict=True))

    def level_for(slope: float) -> float:
        return halved(lambda level: score(level, slope, [1.0] * len(values)) > 0, -60.0, 60.0)

    slope = halved(lambda slope: score(level_for(slope), slope, rank) > 0, -30.0, 30.0)
    return level_for(slope), slope


def halved(rises: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) else (low, middle)
    return (low + high) / 2


def taylor_error(statistic: Callable[[Numbers], float], weights: Numbers, strata: Sequence[int], units: Sequence[int]) -> float:
    """Of a statistic of the weights: the slope at each weight by a small step, summed by unit, and the units' variance by stratum."""
    sums: dict[tuple[int, int], float] = {}
    for person, weight in enumerate(weights):
        step = 1e-5 * weight
        more, less = (statistic([*weights[:person], weight + move, *weights[person + 1 :]]) for move in (step, -step))
        key = strata[person], units[person]
        sums[key] = sums.get(key, 0.0) + weight * (more - less) / (2 * step)
    variance = 0.0
    for stratum in set(strata):
        here = [total for (of, _), total in sums.items() if of == stratum]
        if len(here) == 1:
            variance += here[0] ** 2
        else:
            average = sum(here) / len(here)
            variance += len(here) / (len(here) - 1) * sum((total - average) ** 2 for total in here)
    return math.sqrt(variance)
