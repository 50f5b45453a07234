"""What detection computes beside what chance does: a fixed grid of truths, each drawn many times, seeded by the truth.

A cell is one thing that is computed and one truth. The last kind has no formula: it is what an XmR chart with all its rules does.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from scipy import special
from tests.twins.slow_detection import runs_up

from levelground.stats.detection.looks import looks_confidence, looks_error
from levelground.stats.detection.power import proportions_power, rates_power
from levelground.stats.detection.rare_events import g_chart_run_lengths, t_chart_run_lengths
from levelground.stats.detection.ratio_power import proportion_ratio_power, rate_ratio_power
from levelground.stats.detection.run_lengths import limit_run_lengths, rule_run_lengths
from levelground.stats.detection.shift_simulation import simulated_run_lengths
from levelground.stats.detection.standard_power import standard_proportion_power, standard_rate_power
from levelground.stats.detection.time_to_detect import proportion_gap_periods, rate_gap_periods

DRAWS = 20_000
Z = 1.959963984540054
EXPECTED_FOR_A_PROMISE = 20
NORMAL = 0.05
"""How far a normal approximation may be from the truth where 20 events or more are expected."""
XMR = "an XmR chart with every rule"
RULES = (("outside",), ("two_in_three",), ("outside", "two_in_three", "shift"))


class Cell(NamedTuple):
    """One truth."""

    kind: str
    truth: tuple[Any, ...]


class Checked(NamedTuple):
    """Both figures of a cell."""

    computed: float
    """NaN where there is no formula."""
    drawn: float
    error: float
    """The standard error of what was drawn."""
    allowed: float
    """How far the formula itself may be off: 0 where it is exact, `inf` where it promises nothing."""
    within: float = float("nan")
    """Of an XmR chart: how often it signals within 12 points."""

    @property
    def holds(self) -> bool:
        """Whether the two agree, to four standard errors and what is allowed."""
        return bool(np.isnan(self.computed) or abs(self.computed - self.drawn) <= 4 * self.error + self.allowed)


def cells() -> Iterator[Cell]:
    """The grid."""
    for kind, (p, change, n, other) in product(_OF_TWO, product((0.02, 0.1, 0.3), (1.0, 1.5, 2.0), (100, 400, 2_000), (1, 3))):
        yield Cell(kind, (p * change, p, n, n * other))
    for kind, (p, change, n) in product(_OF_ONE, product((0.02, 0.1, 0.3), (1.0, 1.5, 2.0), (100, 400, 2_000))):
        yield Cell(kind, (p * change, p, n))
    for kind, (p, change, n, scale) in product(_OF_TIME, product((0.05, 0.2), (1.3, 1.8), (50, 200), ("absolute", "relative"))):
        yield Cell(kind, (p * change, p, n, scale))
    yield from (Cell("looks", (looks,)) for looks in (2, 5, 12, 24))
    yield from (Cell("stricter looks", (looks,)) for looks in (2, 5, 12, 24))
    yield from (Cell("one point outside", (shift,)) for shift in (0.0, 0.5, 1.0, 2.0, 3.0))
    yield from (
        Cell("rules but the trend", (shift, rules, points)) for shift, rules, points in product((0.0, 0.5, 1.0, 2.0), RULES, (6, 7))
    )
    yield from (Cell("a trend alone", (points,)) for points in (3, 4, 5, 6, 7))
    for kind, (risk, change, limits) in product(_OF_GAPS, product((0.002, 0.02), (0.2, 0.5, 0.8, 1.0), ("three_sigma", "probability"))):
        yield Cell(kind, (risk, risk * change, limits))
    for shift, points, baseline in product((0.0, 0.5, 1.0, 1.5, 2.0, 3.0), (6, 7), (None, 13, 24, 48)):
        yield Cell(XMR, (shift, points, baseline))


def checked(cell: Cell) -> Checked:
    """Both figures of one cell."""
    return KINDS[cell.kind](np.random.default_rng(zlib.crc32(repr(cell).encode())), *cell.truth)


def _share(computed: float, found: np.ndarray, allowed: float) -> Checked:
    share = float(np.mean(found))
    return Checked(float(computed), share, float(np.sqrt(share * (1 - share) / found.size)) + 1e-4, allowed)


def _allowed(*expected: float) -> float:
    return NORMAL if min(expected) >= EXPECTED_FOR_A_PROMISE else float("inf")


def _counts(random: np.random.Generator, level: float, size: float, *, rates: bool) -> np.ndarray:
    return random.poisson(level * size, DRAWS) if rates else random.binomial(int(size), level, DRAWS)


def _found(first: np.ndarray, second: np.ndarray, sizes: tuple[float, float], *, rates: bool, ratio: bool) -> np.ndarray:
    """Which draws the test finds, as the kernels describe it; without an event in a group a ratio finds nothing."""
    (n1, n2), p1, p2 = sizes, first / sizes[0], second / sizes[1]
    if ratio:
        some = (first > 0) & (second > 0)
        x1, x2 = np.where(some, first, 1), np.where(some, second, 1)
        spread = np.sqrt(1 / x1 + 1 / x2 - (0 if rates else 1 / n1 + 1 / n2))
        return np.asarray(some & (np.abs(np.log(x1 / n1 / (x2 / n2))) > Z * spread))
    common = (first + second) / (n1 + n2)
    variance = first / n1**2 + second / n2**2 if rates else common * (1 - common) * (1 / n1 + 1 / n2)
    return np.asarray(np.abs(p1 - p2) > Z * np.sqrt(variance))


def _two(power: Callable[..., Any], *, rates: bool, ratio: bool) -> Callable[..., Checked]:
    def cell(random: np.random.Generator, p1: float, p2: float, n1: int, n2: int) -> Checked:
        counts = _counts(random, p1, n1, rates=rates), _counts(random, p2, n2, rates=rates)
        found = _found(*counts, (n1, n2), rates=rates, ratio=ratio)
        return _share(power(p1, p2, n1, n2).estimate, found, _allowed(n1 * p1, n2 * p2))

    return cell


def _one(power: Callable[..., Any], *, rates: bool) -> Callable[..., Checked]:
    def cell(random: np.random.Generator, p: float, standard: float, n: int) -> Checked:
        spread = np.sqrt(standard * (1 if rates else 1 - standard) / n)
        found = np.abs(_counts(random, p, n, rates=rates) / n - standard) > Z * spread
        return _share(power(p, standard, n).estimate, found, _allowed(n * standard, n * p))

    return cell


def _time(periods: Callable[..., Any], *, rates: bool) -> Callable[..., Checked]:
    """Counts of each period are drawn and added up; the share of draws that are found then is the power."""

    def cell(random: np.random.Generator, p1: float, p2: float, n: int, scale: str) -> Checked:
        after = periods(p1, p2, n, n, scale=scale)
        total = [sum(_counts(random, p, n, rates=rates) for _ in range(int(after.periods))) for p in (p1, p2)]
        size = n * float(after.periods)
        found = _found(np.asarray(total[0]), np.asarray(total[1]), (size, size), rates=rates, ratio=scale == "relative")
        return _share(after.power, found, _allowed(size * p1, size * p2))

    return cell


def _looks(random: np.random.Generator, looks: int, confidence: float = 0.95) -> Checked:
    z = float(np.sqrt(2) * special.erfinv(confidence))
    sums = np.cumsum(random.standard_normal((DRAWS, looks)), axis=1)
    found = np.any(np.abs(sums) > z * np.sqrt(np.arange(1, looks + 1)), axis=1)
    return _share(float(looks_error(looks, confidence=confidence)), found, 0)


def _strict_looks(random: np.random.Generator, looks: int) -> Checked:
    return _looks(random, looks, float(looks_confidence(looks)))._replace(computed=0.05)


def _lengths(random: np.random.Generator, computed: Any, *arguments: Any, **options: Any) -> Checked:
    found = simulated_run_lengths(*arguments, **{"replicates": 8_192, "seed": int(random.integers(2**32)), **options})
    return Checked(float(computed), float(found.mean), float(found.error), 0, float(found.within))


def _outside(random: np.random.Generator, shift: float) -> Checked:
    return _lengths(random, limit_run_lengths(shift).mean, shift, rules=["outside"])


def _rules(random: np.random.Generator, shift: float, rules: tuple[str, ...], points: int) -> Checked:
    return _lengths(random, rule_run_lengths(shift, rules=rules, shift_points=points).mean, shift, rules=rules, shift_points=points)


def _trend(random: np.random.Generator, points: int) -> Checked:
    most = 400_000 if points > 6 else 40_000
    return _lengths(random, runs_up(points), 0, rules=["trend"], trend_points=points, side="high", most_periods=most, replicates=4_096)


def _xmr(random: np.random.Generator, shift: float, points: int, baseline: int | None) -> Checked:
    return _lengths(random, np.nan, shift, shift_points=points, trend_points=points, baseline=baseline, most_periods=20_000)


def _gaps(run_lengths: Callable[..., Any], *, cases: bool) -> Callable[..., Checked]:
    def cell(random: np.random.Generator, before: float, now: float, limits: str) -> Checked:
        found = run_lengths(before, now, limits=limits)
        total, squares, runs, points = 0.0, 0.0, 0, 0
        while runs < 2_000:
            gaps = random.geometric(now, 1_000_000) - 1 if cases else random.exponential(1 / now, 1_000_000)
            ends = np.flatnonzero((gaps > found.upper) | (gaps < found.lower))
            lengths = np.diff(np.concatenate([[-1 - points], ends]))
            points = gaps.size - 1 - int(ends[-1]) if ends.size else points + gaps.size
            total, squares, runs = total + lengths.sum(), squares + np.sum(lengths.astype(float) ** 2), runs + ends.size
        mean = total / runs
        return Checked(float(found.points), mean, float(np.sqrt((squares / runs - mean**2) / runs)), 0)

    return cell


_OF_TWO = {
    "a difference of proportions": _two(proportions_power, rates=False, ratio=False),
    "a ratio of proportions": _two(proportion_ratio_power, rates=False, ratio=True),
    "a difference of rates": _two(rates_power, rates=True, ratio=False),
    "a ratio of rates": _two(rate_ratio_power, rates=True, ratio=True),
}
_OF_ONE = {
    "a proportion beside a standard": _one(standard_proportion_power, rates=False),
    "a rate beside a standard": _one(standard_rate_power, rates=True),
}
_OF_TIME = {
    "time until a gap of proportions": _time(proportion_gap_periods, rates=False),
    "time until a gap of rates": _time(rate_gap_periods, rates=True),
}
_OF_GAPS = {"G chart": _gaps(g_chart_run_lengths, cases=True), "T chart": _gaps(t_chart_run_lengths, cases=False)}
KINDS: dict[str, Callable[..., Checked]] = {
    **_OF_TWO,
    **_OF_ONE,
    **_OF_TIME,
    "looks": _looks,
    "stricter looks": _strict_looks,
    "one point outside": _outside,
    "rules but the trend": _rules,
    "a trend alone": _trend,
    **_OF_GAPS,
    XMR: _xmr,
}
