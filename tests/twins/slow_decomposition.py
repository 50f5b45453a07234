"""Decompositions and rates by group again, slow and obvious: plain loops over people and strata."""

from __future__ import annotations

import math
from fractions import Fraction

Strata = list[tuple[int, int, int, int]]
"""Events and people of the group, then of the comparison group."""


def swap_parts(strata: Strata) -> tuple[float, float]:
    """Composition and rate effect as the mean of changing one thing first and of changing it last, in exact fractions."""
    people_a, people_b = sum(row[1] for row in strata), sum(row[3] for row in strata)

    def crude(rates: int, shares: int) -> Fraction:
        total = Fraction(0)
        for row in strata:
            events, people = row[2 * rates], row[2 * rates + 1]
            share = Fraction(row[2 * shares + 1], (people_a, people_b)[shares])
            total += share * (Fraction(events, people) if people else 0)
        return total

    composition = (crude(0, 0) - crude(0, 1) + crude(1, 0) - crude(1, 1)) / 2
    rate_effect = (crude(0, 0) - crude(1, 0) + crude(0, 1) - crude(1, 1)) / 2
    return float(composition), float(rate_effect)


def line(people: list[tuple[float, float]]) -> tuple[float, float]:
    """Intercept and slope of y on x."""
    x_mean, y_mean = (math.fsum(person[axis] for person in people) / len(people) for axis in (0, 1))
    slope = math.fsum((x - x_mean) * (y - y_mean) for x, y in people) / math.fsum((x - x_mean) ** 2 for x, _ in people)
    return y_mean - slope * x_mean, slope


def within_slope(groups: list[list[tuple[float, float]]]) -> float:
    """The slope that both groups share when each has an intercept of its own."""
    above = below = 0.0
    for people in groups:
        x_mean, y_mean = (math.fsum(person[axis] for person in people) / len(people) for axis in (0, 1))
        above += math.fsum((x - x_mean) * (y - y_mean) for x, y in people)
        below += math.fsum((x - x_mean) ** 2 for x, _ in people)
    return above / below


def explained(group: list[tuple[float, float]], reference: list[tuple[float, float]], form: str) -> float:
    """The difference in mean x times the slope that the form takes as fair."""
    one, other, size = line(group)[1], line(reference)[1], len(group) + len(reference)
    slope = {
        "reference": other,
        "group": one,
        "reimers": (one + other) / 2,
        "cotton": (one * len(group) + other * len(reference)) / size,
        "neumark": line(group + reference)[1],
        "pooled": within_slope([group, reference]),
    }[form]
    means = [math.fsum(x for x, _ in people) / len(people) for people in (group, reference)]
    return (means[0] - means[1]) * slope


def variance(values: list[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / len(values)


def theil(values: list[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum(value / mean * math.log(value / mean) for value in values) / len(values)


def mean_log_deviation(values: list[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum(math.log(mean / value) for value in values) / len(values)


def share_of(people: list[tuple[bool, bool, int]], group: int, *, given: tuple[int, bool] | None, hit: tuple[int, bool]) -> float:
    """Among people of a group who fit `given`, those who fit `hit`; NaN among nobody."""
    among = [person for person in people if person[2] == group and (given is None or person[given[0]] == given[1])]
    return sum(person[hit[0]] == hit[1] for person in among) / len(among) if among else math.nan
