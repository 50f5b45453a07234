"""Fisher's conditional odds ratio with the digits that R's `fisher.test` prints, for comparison only.

R looks for the odds ratio (or for 1 over it, where it is above 1) between 0 and 1 and stops at a tolerance of 1.2e-4, so that its
third or fourth digit may be wrong. The same search, by Brent's method, repeats its numbers: a plain loop over the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy import stats

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval

FISHER_TEST: Final = "fisher.test"
EPSILON: Final = float(np.finfo(np.float64).eps)
TOLERANCE: Final = EPSILON**0.25


def follows_r(compat: str | None) -> bool:
    """Whether R's printed numbers were asked for."""
    return compat is not None and domains.choice("compat", compat, (FISHER_TEST,)) == FISHER_TEST


def printed_estimate(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """The conditional odds ratio of each table; 0 where x1 is the least that the margins allow."""

    def estimate(*table: float) -> float:
        x, low, high = table[0], max(0.0, table[0] + table[2] - table[3]), min(table[0] + table[2], table[1])
        if x in (low, high):
            return 0.0 if x == low else np.inf
        return _found(lambda odds: float(_chances(odds, *table) @ np.arange(low, high + 1)) - x)

    return _each(estimate, x1, n1, x2, n2)


def printed_interval(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, tail: FloatArray) -> Interval:
    """The exact limits of each table."""

    def lower(x1: float, n1: float, x2: float, n2: float, tail: float) -> float:
        place = int(x1 - max(0.0, x1 + x2 - n2))
        return _found(lambda odds: float(_chances(odds, x1, n1, x2, n2)[place:].sum()) - tail) if place else 0.0

    def upper(x1: float, n1: float, x2: float, n2: float, tail: float) -> float:
        place = int(x1 - max(0.0, x1 + x2 - n2))
        if x1 == min(x1 + x2, n1):
            return np.inf
        return _found(lambda odds: float(_chances(odds, x1, n1, x2, n2)[: place + 1].sum()) - tail)

    return Interval(_each(lower, x1, n1, x2, n2, tail), _each(upper, x1, n1, x2, n2, tail))


def _found(distance: Callable[[float], float]) -> float:
    at_1, at_0 = distance(1.0), distance(0.0)
    if at_1 == 0:
        return 1.0
    if (at_0 < 0) != (at_1 < 0):
        return _root(distance, 0.0, 1.0)
    return 1 / _root(lambda inverse: distance(1 / inverse), EPSILON, 1.0)


def _root(distance: Callable[[float], float], before: float, best: float) -> float:
    """Brent's search as Forsythe, Malcolm and Moler print it (Computer Methods for Mathematical Computations, 1977, chapter 7)."""
    other = before
    off = {x: distance(x) for x in (before, best)}
    while True:
        last_step = best - before
        if abs(off[other]) < abs(off[best]):
            before, best, other = best, other, best
        close = 2 * EPSILON * abs(best) + TOLERANCE / 2
        step = (other - best) / 2
        if abs(step) <= close or off[best] == 0:
            return best
        if abs(last_step) >= close and abs(off[before]) > abs(off[best]):
            step = _interpolated(off, (before, best, other), close, last_step)
        before, best = best, best + (step if abs(step) >= close else np.copysign(close, step))
        off[best] = distance(best)
        if (off[best] > 0) == (off[other] > 0):
            other = before


def _interpolated(off: dict[float, float], points: tuple[float, float, float], close: float, last_step: float) -> float:
    """The step to where a line, or an inverse parabola, is 0; half of the bracket where that would lead too far."""
    before, best, other = points
    width, second = other - best, off[best] / off[before]
    if before == other:
        above, below = width * second, 1 - second
    else:
        ratio, first = off[before] / off[other], off[best] / off[other]
        above = second * (width * ratio * (ratio - first) - (best - before) * (first - 1))
        below = (ratio - 1) * (first - 1) * (second - 1)
    above, below = (above, -below) if above > 0 else (-above, below)
    near = above < 0.75 * width * below - abs(close * below) / 2 and above < abs(last_step * below / 2)
    return float(above / below) if near else width / 2


def _chances(odds: float, x1: float, n1: float, x2: float, n2: float) -> FloatArray:
    counts = np.arange(max(0.0, x1 + x2 - n2), min(x1 + x2, n1) + 1)
    if odds == 0:
        return np.asarray(counts == counts[0], dtype=np.float64)
    logs: FloatArray = stats.hypergeom.logpmf(counts, n1 + n2, n1, x1 + x2) + counts * np.log(odds)
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum(), dtype=np.float64)


def _each(kernel: Callable[..., float], *tables: FloatArray) -> FloatArray:
    found = [kernel(*table) for table in zip(*(each.ravel().tolist() for each in tables), strict=True)]
    return np.array(found, dtype=np.float64).reshape(tables[0].shape)
