"""The odds ratio given both margins of a table: the noncentral hypergeometric distribution, many tables at once.

With a group's events x of n1 trials and m events in both groups, the chance of x = k under an odds ratio `exp(t)` is

.. math:: P(k \\mid t) \\propto \\binom{n_1}{k}\\binom{n_2}{m-k} e^{tk}

Only counts that can matter are enumerated (a window around x), so work grows with the spread of a table, not with its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from scipy import special

from levelground.stats.intervals import FloatArray

CELLS_AT_ONCE: Final = 1 << 20
"""How many chances are held at once, so that memory does not grow with the number of tables."""
STEPS: Final = 200
CLOSE: Final = 1e-12
SMALLEST: Final = 1e-300
Equation = Callable[..., tuple[FloatArray, FloatArray]]
"""Of counts k, their chances and x: how far a log odds ratio is from solving it, and the slope of that."""


def most_likely_log_odds(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """The log odds ratio under which the expected count of the group is the observed one; infinite at the ends of its range."""

    def distance(counts: FloatArray, chances: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        off = counts - x[:, np.newaxis]  # counts may be large and their spread small: distances keep their digits
        mean = (chances * off).sum(axis=-1)
        return mean, (chances * (off - mean[:, np.newaxis]) ** 2).sum(axis=-1)

    lowest, highest = np.maximum(x1 + x2 - n2, 0), np.minimum(x1 + x2, n1)
    found = np.where(x1 == highest, np.inf, -np.inf)
    inner = (x1 > lowest) & (x1 < highest)
    if inner.any():
        table = [each[inner] for each in (x1, n1, x2, n2)]
        found[inner] = _solved(distance, _sample_log_odds(*table), np.full(inner.sum(), 3.0), *table)
    return np.where(lowest == highest, np.nan, found)


def lower_log_odds(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, tail: FloatArray, *, at_x: float) -> FloatArray:
    """The log odds ratio under which x or more has just the chance `tail`; x itself counts `at_x` (1 exact, 0.5 mid-P)."""
    found = np.full(x1.shape, -np.inf)
    some = x1 > np.maximum(x1 + x2 - n2, 0)
    if some.any():
        table, chance = [each[some] for each in (x1, n1, x2, n2)], np.log(tail[some])
        z = -special.ndtri(tail[some])
        start = _sample_log_odds(*table) - z * _spread(*table)

        def distance(counts: FloatArray, chances: FloatArray, x: FloatArray, goal: FloatArray) -> tuple[FloatArray, FloatArray]:
            off = counts - x[:, np.newaxis]
            above = chances * ((off > 0) + at_x * (off == 0))
            total = above.sum(axis=-1)
            slope = (above * off).sum(axis=-1) / total - (chances * off).sum(axis=-1)
            return np.log(total) - goal, slope

        found[some] = _solved(distance, start, np.maximum(z, 3.0), *table, chance)
    return found


def two_sided_chance(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """With an odds ratio of 1: the chance of the counts that are no likelier than x."""
    found = np.ones(x1.shape)
    sizes = np.minimum(x1 + x2, n1) - np.maximum(x1 + x2 - n2, 0) + 1
    for part in _chunks(sizes):
        counts, logs = _log_chances(np.maximum(x1 + x2 - n2, 0)[part], sizes[part], [each[part] for each in (x1, n1, x2, n2)])
        chances = _normalised(logs)
        observed = np.take_along_axis(chances, (x1[part] - counts[:, 0]).astype(np.intp)[:, np.newaxis], axis=-1)
        found[part] = np.minimum((chances * (chances <= observed * (1 + 1e-7))).sum(axis=-1), 1)
    return found


def _solved(equation: Equation, start: FloatArray, wide: FloatArray, *given: FloatArray) -> FloatArray:
    """Newton's method for all tables of a chunk together; each of them stops for itself."""
    x1, n1, x2, n2, *goal = given
    reach = 40 + np.ceil((2 * wide + 12) / _spread(x1, n1, x2, n2))
    first = np.maximum(np.maximum(x1 + x2 - n2, 0), x1 - reach)
    sizes = np.minimum(np.minimum(x1 + x2, n1), x1 + reach) - first + 1
    found = np.empty(start.shape)
    for part in _chunks(sizes):
        counts, logs = _log_chances(first[part], sizes[part], [each[part] for each in (x1, n1, x2, n2)])
        found[part] = _newton(equation, counts, logs, start[part], x1[part], *(each[part] for each in goal))
    return found


def _newton(equation: Equation, counts: FloatArray, logs: FloatArray, start: FloatArray, *given: FloatArray) -> FloatArray:
    found, open_ = start.copy(), np.arange(start.size)
    for _ in range(STEPS):
        tilted = logs[open_] + found[open_, np.newaxis] * (counts[open_] - given[0][open_, np.newaxis])
        off, slope = equation(counts[open_], _normalised(tilted), *(each[open_] for each in given))
        step = np.clip(off / np.maximum(slope, SMALLEST), -5, 5)
        found[open_] -= step
        open_ = open_[np.abs(step) > CLOSE * np.maximum(1, np.abs(found[open_]))]
        if not open_.size:
            return found
    raise ArithmeticError("the odds ratio did not converge: please report these counts")


def _normalised(logs: FloatArray) -> FloatArray:
    chances = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=-1, keepdims=True), dtype=np.float64)


def _sample_log_odds(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """Of the table with half an event added to each cell: always finite."""
    return np.asarray(np.log((x1 + 0.5) * (n2 - x2 + 0.5) / ((n1 - x1 + 0.5) * (x2 + 0.5))), dtype=np.float64)


def _spread(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """The standard error of `_sample_log_odds`; one over it is that of the count."""
    return np.sqrt(1 / (x1 + 0.5) + 1 / (n1 - x1 + 0.5) + 1 / (x2 + 0.5) + 1 / (n2 - x2 + 0.5))


def _chunks(sizes: FloatArray) -> Iterator[np.ndarray]:
    """Tables of like sizes together, no more than `CELLS_AT_ONCE` cells at a time (or one table)."""
    order = np.argsort(sizes, kind="stable")
    begin = 0
    while begin < order.size:
        cells = sizes[order[begin:]] * np.arange(1, order.size - begin + 1)
        end = begin + max(1, int(np.searchsorted(cells, CELLS_AT_ONCE, side="right")))
        yield order[begin:end]
        begin = end


def _log_chances(first: FloatArray, sizes: FloatArray, table: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Counts from `first` on, and the logarithm of the chance of each beside that of the first; outside the range it is -inf."""
    x1, n1, x2, n2 = table
    steps = np.arange(int(sizes.max()), dtype=np.float64)
    inside = steps < sizes[:, np.newaxis]
    counts = first[:, np.newaxis] + np.minimum(steps, sizes[:, np.newaxis] - 1)
    total, before = (x1 + x2)[:, np.newaxis], np.maximum(counts - 1, first[:, np.newaxis])
    after = before + 1
    left = np.where(inside, (n1[:, np.newaxis] - before) * (total - before), 1)
    right = np.where(inside, after * (n2[:, np.newaxis] - total + after), 1)
    rises = np.log(np.where(steps > 0, left, 1)) - np.log(np.where(steps > 0, right, 1))
    return counts, np.where(inside, np.cumsum(rises, axis=-1), -np.inf)
