"""Control charts one process and one point at a time, from definitions: sums and steps by loops, c4 by the gamma function."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

NAN = math.nan
Limits = tuple[float, float, float, float, float]
"""Centre, lower, inner lower, inner upper, upper."""


class Series(NamedTuple):
    """Points in order, and the marks of each."""

    values: list[float]
    sizes: list[float]
    starts: list[bool]
    in_baseline: list[bool]
    excluded: list[bool]

    def processes(self) -> list[list[int]]:
        """The places of the points of each process."""
        groups: list[list[int]] = []
        for place in range(len(self.values)):
            if place == 0 or self.starts[place]:
                groups.append([])
            groups[-1].append(place)
        return groups

    def missing(self, place: int) -> bool:
        return math.isnan(self.values[place]) or math.isnan(self.sizes[place])

    def used(self, process: list[int]) -> list[int]:
        """What limits are made of: the baseline, or everything when nothing is in it."""
        judged = [place for place in process if not self.missing(place) and not self.excluded[place]]
        return [place for place in judged if self.in_baseline[place]] or judged

    def pairs(self, process: list[int]) -> list[tuple[int, int]]:
        """Used points next to each other, but for excluded ones between them."""
        used = self.used(process)
        return [pair for pair in pairwise(used) if all(self.excluded[place] for place in range(pair[0] + 1, pair[1]))]


def around(centre: float, sigma: float, least: float = -math.inf, most: float = math.inf) -> Limits:
    lower, inner_lower, inner_upper, upper = (
        NAN if math.isnan(sigma) else min(max(centre + side * sigma, least), most) for side in (-3, -2, 2, 3)
    )
    return centre, lower, inner_lower, inner_upper, upper


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else NAN


def mean_step(steps: list[float], *, screen: bool) -> float:
    """NaN without steps, and where all are 0."""
    most = 3.267 * mean(steps) if screen else math.inf
    kept = [step for step in steps if step < most]
    found = mean(kept)
    return found if found > 1e-12 else NAN


def by_process(series: Series, limits: Callable[[list[int]], Callable[[int], Limits]]) -> list[Limits]:
    """The limits of each point; `limits` makes those of a process."""
    found: dict[int, Limits] = {}
    for process in series.processes():
        each = limits(process)
        found |= {place: each(place) for place in process}
    return [found[place] for place in range(len(series.values))]


def attribute(series: Series, *, proportions: bool, laney: bool = False, screen: bool = True) -> list[Limits]:
    """P and U charts; C is U with sizes of 1."""

    def limits(process: list[int]) -> Callable[[int], Limits]:
        used = series.used(process)
        size = math.fsum(series.sizes[place] for place in used)
        centre = math.fsum(series.values[place] for place in used) / size if used else NAN

        def plain(place: int) -> float:
            return math.sqrt(centre * (1 - centre if proportions else 1) / series.sizes[place])

        def z(place: int) -> float:
            return (series.values[place] / series.sizes[place] - centre) / plain(place)

        spread = 1.0
        if laney:
            varies = bool(used) and plain(used[0]) > 0
            steps = [abs(z(right) - z(left)) for left, right in series.pairs(process)] if varies else []
            spread = mean_step(steps, screen=screen) / 1.128
        return lambda place: around(
            centre, NAN if series.missing(place) or not used else plain(place) * spread, 0.0, 1.0 if proportions else math.inf
        )

    return by_process(series, limits)


def individuals(series: Series, *, screen: bool) -> list[Limits]:
    def limits(process: list[int]) -> Callable[[int], Limits]:
        steps = [abs(series.values[right] - series.values[left]) for left, right in series.pairs(process)]
        limits_of_all = around(mean([series.values[place] for place in series.used(process)]), mean_step(steps, screen=screen) / 1.128)
        return lambda _: limits_of_all

    return by_process(series, limits)


def moving_ranges(series: Series) -> list[float]:
    """The step to each point from the last judged one of its process, unless a missing point stands between."""
    found = [NAN] * len(series.values)
    for process in series.processes():
        last = NAN
        for place in process:
            found[place] = abs(series.values[place] - last)
            if not series.excluded[place]:
                last = series.values[place]
    return found


def moving_range(series: Series) -> list[Limits]:
    def limits(process: list[int]) -> Callable[[int], Limits]:
        steps = [abs(series.values[right] - series.values[left]) for left, right in series.pairs(process)]
        average = mean_step(steps, screen=False)
        return lambda _: (mean(steps), 0.0 * average, 0.0 * average, average * (1 + 2 * 2.267 / 3), average * 3.267)

    return by_process(series, limits)


def individuals_prime(series: Series, *, screen: bool) -> list[Limits]:
    def limits(process: list[int]) -> Callable[[int], Limits]:
        used, sizes = series.used(process), series.sizes
        centre = sum(series.values[place] for place in used) / sum(sizes[place] for place in used) if used else NAN
        steps = [
            abs(series.values[right] / sizes[right] - series.values[left] / sizes[left]) / math.sqrt(1 / sizes[right] + 1 / sizes[left])
            for left, right in series.pairs(process)
        ]
        sigma = mean_step(steps, screen=screen) * math.sqrt(math.pi / 2)
        return lambda place: around(centre, sigma / math.sqrt(sizes[place]))

    return by_process(series, limits)


def time_between(series: Series, *, screen: bool) -> list[Limits]:
    rooted = series._replace(values=[value ** (1 / 3.6) for value in series.values])

    def raised(limits: Limits) -> Limits:
        centre, *others = (math.nan if math.isnan(limit) else max(limit, 0.0) ** 3.6 for limit in limits)
        return (centre, *others)

    return [raised(limits) for limits in individuals(rooted, screen=screen)]


def cases_between(series: Series, *, probability: bool) -> list[Limits]:
    def limits(process: list[int]) -> Callable[[int], Limits]:
        used = [series.values[place] for place in series.used(process)]
        average = mean(used)
        centre = statistics.median(used) if used else NAN
        if not average > 0:
            return lambda _: (centre, NAN, NAN, NAN, NAN)
        if probability:
            found = [
                reached(average, chance) for chance in (0.0013498980316301, 0.0227501319481792, 0.9772498680518208, 0.9986501019683699)
            ]
            return lambda _: (centre, *found)
        return lambda _: (centre, *around(average, math.sqrt(average * (average + 1)), 0.0)[1:])

    return by_process(series, limits)


def reached(average: float, chance: float) -> float:
    """The fewest cases that so large a share of all intervals stays at or under."""
    each = 1 / (average + 1)
    below, cases = each, 0
    while below < chance:
        cases += 1
        below += each * (1 - each) ** cases
    return float(cases)


def c4(size: int) -> float:
    return math.sqrt(2 / (size - 1)) * math.gamma(size / 2) / math.gamma((size - 1) / 2)


def deviation(group: list[float]) -> float:
    middle = mean(group)
    return math.sqrt(sum((value - middle) ** 2 for value in group) / (len(group) - 1))


def sigma_within(groups: list[list[float]]) -> float:
    """Each standard deviation made unbiased, weighted by 1 over the variance that it then has."""
    weighted = []
    for group in groups:
        share = c4(len(group))
        weighted.append((deviation(group) / share, share**2 / (1 - share**2)))
    return sum(sigma * weight for sigma, weight in weighted) / sum(weight for _, weight in weighted) if weighted else NAN


def pooled(groups: list[list[float]]) -> float:
    """The mean standard deviation of groups of one size; else the root of the variances' mean, weighted by freedom."""
    if len({len(group) for group in groups}) == 1:
        return mean([deviation(group) for group in groups])
    return math.sqrt(sum(deviation(group) ** 2 * (len(group) - 1) for group in groups) / sum(len(group) - 1 for group in groups))


def subgroups(groups: list[list[float]], *, means: bool, as_printed: bool = False) -> list[Limits]:
    """Xbar or S of one process, all of it used."""
    two = [group for group in groups if len(group) > 1]
    unbiased, printed = NAN if as_printed else sigma_within(two), pooled(two) if as_printed else NAN
    centre = mean([value for group in groups for value in group])
    found = []
    for group in groups:
        size = len(group)
        share = c4(size) if size > 1 else NAN
        sigma = printed / share if as_printed else unbiased
        if means:
            found.append(around(centre, sigma / math.sqrt(size)))
        else:
            found.append(around(share * sigma, sigma * math.sqrt(1 - share**2), 0.0))
    return found
