"""A fixed grid of truths, and how often each interval contains them: counted over every outcome.

A cell is a kernel and one truth. Outcomes outside the middle 1 - 1e-9 are taken as missed, so coverage is never flattered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import stats

from levelground.stats import gaps, miettinen_nurminen, odds_ratio, progression, proportions, rates
from levelground.stats.funnel import limits as funnel
from levelground.stats.intervals import Interval
from levelground.stats.rate_ratio_mid_p import rate_ratio_mid_p_interval
from levelground.stats.relative_likelihood import relative_likelihood
from levelground.stats.representation import participation_ratio
from levelground.stats.standardisation.indirect import standardised_ratio

LEFT_OUT = 1e-9
SIZES = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
EVENTS = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0)
PAIRS_OF_SIZES = ((20, 20), (20, 200), (50, 500), (200, 200), (1_000, 1_000), (1_000, 10_000))
PAIRS_OF_EVENTS = (1.0, 2.0, 5.0, 10.0, 30.0, 100.0)
OF_ODDS = ("progression ratio", "odds ratio, exact", "odds ratio, mid-P")
FEW_OUTCOMES = 4_000
EXACT, APPROXIMATE = "exact", "approximate"


class Cell(NamedTuple):
    """One truth."""

    kernel: str
    truth: tuple[float, ...]
    """(n, p), (events,), (n1, p1, n2, p2) or (events, reference events)."""

    @property
    def expected(self) -> float:
        """The events expected in the group that has the fewest."""
        t = self.truth
        if len(t) == 4:
            return min(t[0] * t[1], t[2] * t[3])
        return t[0] * t[1] if self.kernel in (*OF_ONE, *OF_FUNNELS) else min(t)

    @property
    def ranges(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The counts that each group may have, and the chance of each."""
        t = self.truth
        if len(t) == 4:
            counts = [stats.binom(t[0], t[1]), stats.binom(t[2], t[3])]
        elif self.kernel in (*OF_ONE, *OF_FUNNELS):
            counts = [stats.binom(*t)]
        else:
            counts = [stats.poisson(mean) for mean in t]
        possible = [np.arange(count.ppf(LEFT_OUT / 2), count.isf(LEFT_OUT / 2) + 1) for count in counts]
        return [(each, count.pmf(each)) for each, count in zip(possible, counts, strict=True)]

    @property
    def outcomes(self) -> int:
        """How many outcomes there are to count."""
        return math.prod(each.size for each, _ in self.ranges)


class Covered(NamedTuple):
    """How often the interval of a cell contains the truth."""

    coverage: float
    outcomes: int


Kernel = Callable[..., Interval]
OUTER = {"proportion funnel, 99.8% limits": 0.998, "ratio funnel, 99.8% limits": 0.998}
"""What the kernels are to hold that are not at 95%."""


def _alarms(seen: np.ndarray, limits: Interval) -> Interval:
    """Everything where an organisation on target lies within its limits, and nothing where it raises a false alarm."""
    inside = (limits.lower <= seen) & (seen <= limits.upper)
    return Interval(np.where(inside, -np.inf, np.inf), np.full(inside.shape, np.inf))


def _proportion_funnel(confidence: float) -> Kernel:
    return lambda x, n, p: _alarms(x / n, funnel.proportion_funnel_limits(np.full(x.shape, n), p, confidence=confidence))


def _ratio_funnel(confidence: float) -> Kernel:
    return lambda x, mean: _alarms(x / mean, funnel.ratio_funnel_limits(np.full(x.shape, mean), confidence=confidence))


OF_ONE: dict[str, tuple[str, Kernel]] = {
    "Wilson": (APPROXIMATE, proportions.wilson_interval),
    "Clopper-Pearson": (EXACT, proportions.clopper_pearson_interval),
    "participation ratio": (APPROXIMATE, lambda x, n: Interval(*(limit * 0.2 for limit in participation_ratio(x, n, 0.2).interval))),
    "board difference": (
        APPROXIMATE,
        lambda x, n: Interval(*(limit + 0.25 for limit in progression.board_difference(x, n, 1_000, 4_000).interval)),
    ),
}
OF_FUNNELS: dict[str, tuple[str, Kernel]] = {
    "proportion funnel, 95% limits": (APPROXIMATE, _proportion_funnel(0.95)),
    "proportion funnel, 99.8% limits": (APPROXIMATE, _proportion_funnel(0.998)),
}
OF_RATIO_FUNNELS: dict[str, tuple[str, Kernel]] = {
    "ratio funnel, 95% limits": (EXACT, _ratio_funnel(0.95)),
    "ratio funnel, 99.8% limits": (EXACT, _ratio_funnel(0.998)),
}
OF_RATES: dict[str, tuple[str, Kernel]] = {
    "exact Poisson": (EXACT, rates.exact_poisson_interval),
    "rate (exact below 10 events, then Byar)": (APPROXIMATE, lambda events: rates.rate_interval(events, 1.0)),
    "standardised ratio (SMR, ISR)": (APPROXIMATE, lambda events: standardised_ratio(events, 1.0).interval),
}
OF_TWO: dict[str, tuple[str, Kernel, Callable[[float, float], float]]] = {
    "difference, Newcombe": (APPROXIMATE, gaps.proportion_difference_interval, lambda p, q: p - q),
    "difference, Miettinen-Nurminen": (APPROXIMATE, miettinen_nurminen.miettinen_nurminen_difference_interval, lambda p, q: p - q),
    "ratio, Koopman": (APPROXIMATE, gaps.proportion_ratio_interval, lambda p, q: p / q),
    "ratio, Miettinen-Nurminen": (APPROXIMATE, miettinen_nurminen.miettinen_nurminen_ratio_interval, lambda p, q: p / q),
    "relative likelihood": (APPROXIMATE, lambda *counts: relative_likelihood(*counts).interval, lambda p, q: p / q),
    "progression ratio": (
        EXACT,
        lambda x, n, y, m: progression.progression_ratio(m - y, y, n - x, x).interval,
        lambda p, q: p / (1 - p) / (q / (1 - q)),
    ),
    "odds ratio, exact": (EXACT, odds_ratio.odds_ratio_exact_interval, lambda p, q: p / (1 - p) / (q / (1 - q))),
    "odds ratio, mid-P": (APPROXIMATE, odds_ratio.odds_ratio_mid_p_interval, lambda p, q: p / (1 - p) / (q / (1 - q))),
}
OF_TWO_RATES: dict[str, tuple[str, Kernel, Callable[[float, float], float]]] = {
    "rate ratio, exact": (EXACT, gaps.rate_ratio_interval, lambda a, b: a / b),
    "rate ratio, mid-P": (APPROXIMATE, rate_ratio_mid_p_interval, lambda a, b: a / b),
    "rate difference, MOVER": (APPROXIMATE, gaps.rate_difference_interval, lambda a, b: a - b),
}
FAMILIES = (OF_ONE, OF_RATES, OF_TWO, OF_TWO_RATES, OF_FUNNELS, OF_RATIO_FUNNELS)
KINDS = {name: kernel[0] for family in FAMILIES for name, kernel in family.items()}


def cells() -> Iterator[Cell]:
    """The whole grid, in a fixed order."""
    for name in (*OF_ONE, *OF_FUNNELS):
        yield from (Cell(name, (n, p)) for n in SIZES for p in SHARES)
    for name in (*OF_RATES, *OF_RATIO_FUNNELS):
        yield from (Cell(name, (events,)) for events in EVENTS)
    for name in OF_TWO:
        for n1, n2 in PAIRS_OF_SIZES:
            yield from (Cell(name, (n1, times * p, n2, p)) for p in (0.005, 0.02, 0.1, 0.3, 0.5) for times in (0.5, 1.0, 1.6))
    for name in OF_TWO_RATES:
        yield from (Cell(name, (first, second)) for first in PAIRS_OF_EVENTS for second in PAIRS_OF_EVENTS)


def covered(cell: Cell) -> Covered:
    """How often the interval contains the truth of its cell."""
    name, t = cell
    if name in OF_ONE:
        return _counted(cell, lambda x: OF_ONE[name][1](x, t[0]), t[1])
    if name in OF_FUNNELS:
        return _counted(cell, lambda x: OF_FUNNELS[name][1](x, *t), t[1])
    if name in OF_RATIO_FUNNELS:
        return _counted(cell, lambda x: OF_RATIO_FUNNELS[name][1](x, *t), 1.0)
    if name in OF_RATES:
        return _counted(cell, OF_RATES[name][1], t[0])
    if name in OF_TWO:
        _, kernel, gap = OF_TWO[name]
        return _counted(cell, lambda x, y: kernel(x, t[0], y, t[2]), gap(t[1], t[3]))
    _, kernel, gap = OF_TWO_RATES[name]
    return _counted(cell, lambda x, y: kernel(x, 1.0, y, 1.0), gap(*t))


def _counted(cell: Cell, kernel: Kernel, truth: float) -> Covered:
    if cell.kernel in OF_ODDS and cell.outcomes > FEW_OUTCOMES:
        return _counted_by_halving(cell, kernel, truth)
    possible, chances = zip(*cell.ranges, strict=True)
    table = [each.ravel() for each in np.meshgrid(*possible, indexing="ij")]
    chance = np.prod(np.meshgrid(*chances, indexing="ij"), axis=0).ravel()
    return Covered(float(chance[_holds(kernel(*table), truth)].sum()), chance.size)


def _counted_by_halving(cell: Cell, kernel: Kernel, truth: float) -> Covered:
    """The same of limits that rise with the group's count: for each count of the other group, its first and its last count that hold.

    Many tables are slow by these kernels. In cells of fewer outcomes both ways give the same (`test_coverage.py`).
    """
    (x, chance), (y, other_chance) = cell.ranges
    first, last = np.zeros(y.size, dtype=int), np.full(y.size, x.size)
    begin, end = np.full(y.size, x.size), np.zeros(y.size, dtype=int)
    while (first < begin).any() or (end < last).any():
        low, high = np.minimum((first + begin) // 2, x.size - 1), np.minimum((end + last) // 2, x.size - 1)
        reached = _above(kernel(x[low], y).upper, truth)
        begin, first = np.where(reached & (first < begin), low, begin), np.where(~reached & (first < begin), low + 1, first)
        passed = ~_above(truth, kernel(x[high], y).lower)
        last, end = np.where(passed & (end < last), high, last), np.where(~passed & (end < last), high + 1, end)
    sums = np.concatenate([[0.0], np.cumsum(chance)])
    return Covered(float((other_chance * np.maximum(sums[end] - sums[first], 0)).sum()), cell.outcomes)


def _above(higher: np.ndarray | float, lower: np.ndarray | float) -> np.ndarray:
    return np.asarray(np.asarray(higher) + 1e-9 * np.maximum(np.abs(lower), 1e-3) >= lower)


def _holds(limits: Interval, truth: float) -> np.ndarray:
    """A truth that a limit equals but for rounding is inside."""
    near = 1e-9 * max(abs(truth), 1e-3)
    return (limits.lower - near <= truth) & (truth <= limits.upper + near)
