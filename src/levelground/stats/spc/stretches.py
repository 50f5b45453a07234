"""Points of control charts as stretches that share a centre: what is added up, and which neighbours belong together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.parts import Found, in_parts

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]
Cell = TypeVar("Cell", bound=np.generic)
SCREEN: Final = 3.267
"""D4 of pairs: the upper limit of a chart of moving ranges, in mean moving ranges."""


class Marks(NamedTuple):
    """What is marked of each point, as `Stretches` takes it."""

    rebase: BoolArray
    baseline: BoolArray
    exclude: BoolArray


class Stretches:
    """Series in the order of time, cut where a new process begins.

    `used` marks the points that limits are made of, `judged` those that are looked at: a missing point is neither, an excluded
    one is drawn only. A stretch of which no point lies in the baseline uses all its points.
    """

    __slots__ = ("_breaks", "count", "ids", "judged", "shape", "used")

    def __init__(self, present: BoolArray, rebase: ArrayLike | None, baseline: ArrayLike | None, exclude: ArrayLike | None) -> None:
        self.shape = present.shape
        start = _marks("rebase", rebase, self.shape, absent=False).copy()
        start[..., :1] = True
        self.ids: IntArray = np.cumsum(start.ravel(), dtype=np.intp) - 1
        self.count = int(self.ids[-1]) + 1 if self.ids.size else 0
        excluded = _marks("exclude", exclude, self.shape, absent=False)
        self.judged: BoolArray = (present & ~excluded).ravel()
        within = self.judged & _marks("baseline", baseline, self.shape, absent=True).ravel()
        self.used: BoolArray = within | (self.judged & self.spread(np.equal(self.number(within), 0)))
        self._breaks: IntArray = np.cumsum(~(self.judged | excluded.ravel()), dtype=np.intp)

    def number(self, marks: BoolArray) -> FloatArray:
        """How many points of each stretch are marked."""
        return np.bincount(self.ids[marks.ravel()], minlength=self.count).astype(np.float64)

    def total(self, cells: FloatArray) -> FloatArray:
        """The sum over the used points of each stretch."""
        used = self.used
        return np.asarray(np.bincount(self.ids[used], weights=cells.ravel()[used], minlength=self.count), dtype=np.float64)

    def spread(self, each: NDArray[Cell]) -> NDArray[Cell]:
        """One value for each stretch, repeated at its points (flat)."""
        return np.asarray(each[self.ids], dtype=each.dtype)

    def at_points(self, each: NDArray[Cell]) -> NDArray[Cell]:
        """As `spread`, in the shape of the points."""
        return np.asarray(each[self.ids].reshape(self.shape), dtype=each.dtype)

    def mean(self, cells: FloatArray) -> FloatArray:
        """Of the used points; NaN where there are none. A second pass makes the mean of equal values that value."""
        with np.errstate(invalid="ignore", divide="ignore"):
            points = self.number(self.used)
            first: FloatArray = self.total(cells) / points
            rest: FloatArray = self.total(cells.ravel() - self.spread(first)) / points
            return first + rest

    def median(self, cells: FloatArray) -> FloatArray:
        """Of the used points; NaN where there are none."""
        if self.count * self.shape[-1] == self.ids.size > 0:
            return self._median_of_rows(cells)
        group, values = self.ids[self.used], cells.ravel()[self.used]
        values = values[np.lexsort((values, group))]
        points = np.bincount(group, minlength=self.count)
        first = np.cumsum(points) - points
        middle = np.full(self.count, np.nan)
        some = points > 0
        low, high = (first + (points - 1) // 2)[some], (first + points // 2)[some]
        middle[some] = values[low] / 2 + values[high] / 2
        return middle

    def _median_of_rows(self, cells: FloatArray) -> FloatArray:
        """The same where every stretch is a whole series."""
        rows = np.where(self.used, cells.ravel(), np.inf).reshape(self.count, -1)
        rows.sort(axis=-1)
        points = self.used.reshape(rows.shape).sum(axis=-1)
        row, low, high = np.arange(self.count), np.maximum(points - 1, 0) // 2, np.minimum(points // 2, rows.shape[-1] - 1)
        with np.errstate(invalid="ignore"):
            return np.where(points > 0, rows[row, low] / 2 + rows[row, high] / 2, np.nan)

    def steps(self, cells: FloatArray) -> FloatArray:
        """The absolute step to each point from the judged point before it, in the shape of the points.

        A step reaches over excluded points, not over a missing one nor into another stretch: there it is NaN.
        """
        places = np.arange(self.ids.size)
        before = np.zeros_like(places)
        before[1:] = np.maximum.accumulate(np.where(self.judged, places, -1))[:-1]
        joined = (before >= 0) & (self.ids == self.ids[before]) & (self._breaks == self._breaks[before]) & (places > 0)
        flat = cells.ravel()
        return np.where(joined, np.abs(flat - flat[before]), np.nan).reshape(self.shape)

    def mean_step(self, cells: FloatArray, *, screen: bool = False, weight: FloatArray | None = None) -> FloatArray:
        """The mean absolute step from one used point to the next one; with `screen` without steps of 3.267 means or more.

        A step reaches over excluded points, not over a missing one. `weight` divides each step by the root of the sum of both
        points' 1/weight. NaN where there is no step.
        """
        group, values = self.ids[self.used], cells.ravel()[self.used]
        order, breaks = np.flatnonzero(self.used), self._breaks[self.used]
        outside_baseline = np.cumsum(self.judged & ~self.used)[order]
        within = (group[1:] == group[:-1]) & (breaks[1:] == breaks[:-1]) & (outside_baseline[1:] == outside_baseline[:-1])
        steps = np.abs(np.diff(values))
        if weight is not None:
            share = 1 / weight.ravel()[self.used]
            steps = steps / np.sqrt(share[1:] + share[:-1])
        steps, group = steps[within], group[1:][within]
        average = self._mean_of(steps, group)
        if not screen:
            return average
        kept = steps < SCREEN * average[group]
        return self._mean_of(steps[kept], group[kept])

    def deviation(self, cells: FloatArray) -> FloatArray:
        """The standard deviation (n - 1) of the used points; NaN where there are fewer than 2."""
        off = cells.ravel() - self.spread(self.mean(cells))
        points = self.number(self.used)
        spread: FloatArray = np.sqrt(self.total(off**2) / np.where(points > 1, points - 1, np.nan))
        return spread

    def _mean_of(self, steps: FloatArray, group: IntArray) -> FloatArray:
        with np.errstate(invalid="ignore", divide="ignore"):
            total = np.bincount(group, weights=steps, minlength=self.count)
            return np.asarray(total / np.bincount(group, minlength=self.count), dtype=np.float64)


def over_settings(points: FloatArray, *others: ArrayLike | None) -> FloatArray:
    """Points (..., periods) for each setting that marks, or a centre (..., periods), have more of."""
    leading = [np.shape(other)[:-1] for other in others if other is not None]
    return np.broadcast_to(points, (*np.broadcast_shapes(points.shape[:-1], *leading), points.shape[-1]))


def by_series(
    work: Callable[[tuple[FloatArray, ...], Marks, FloatArray | None], Found],
    cells: tuple[FloatArray, ...],
    marks: tuple[ArrayLike | None, ArrayLike | None, ArrayLike | None],
    given: FloatArray | None = None,
) -> Found:
    """What `work` finds of series, a stretch of them at a time: of their cells, their marks, and what is given for them if anything is."""
    shape, number = cells[0].shape, len(cells)
    absent = zip(("rebase", "baseline", "exclude"), marks, (False, True, False), strict=True)
    checked = (_marks(name, values, shape, absent=usual) for name, values, usual in absent)
    beside = () if given is None else (given,)

    def some(*rows: NDArray[Any]) -> Found:
        return work(rows[:number], Marks(*rows[number : number + 3]), rows[-1] if beside else None)

    return in_parts(some, shape[:-1], *cells, *checked, *beside, cells_each=shape[-1])


def _marks(name: str, values: ArrayLike | None, shape: tuple[int, ...], *, absent: bool) -> BoolArray:
    if values is None:
        return np.broadcast_to(np.asarray(absent), shape)
    marks = domains.marks(name, values)
    if marks.ndim and marks.shape[-1] != shape[-1]:
        raise ValueError(f"{name} must have a mark for each of {shape[-1]} periods; found {marks.shape[-1]}")
    return np.broadcast_to(marks, shape)
