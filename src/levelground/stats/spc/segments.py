"""Where one process ends and the next begins: each series as stretches of periods that share their limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from levelground.stats.intervals import FloatArray
from levelground.stats.parts import parts

BoolArray = NDArray[np.bool_]
Cell = TypeVar("Cell", bound=np.generic)

CHUNK_POINTS: Final = 98_304
"""Points worked on at once (2,048 series of 48): few enough that the intermediate results stay in the processor's cache."""


class Segments:
    """The stretches of a table of series (series, periods): one for each series, or more where a period is marked as a new start.

    `joined` says which points follow the point before them in the same stretch; it is False at the first of each.
    """

    __slots__ = ("_lengths", "_starts", "joined", "shape")

    def __init__(self, shape: tuple[int, int], new_start: BoolArray | None = None) -> None:
        self.shape = shape
        self.joined: BoolArray = np.ones(shape, dtype=np.bool_) if new_start is None else ~new_start
        self.joined[:, 0] = False
        self._starts: NDArray[np.intp] | None = None
        if new_start is not None:
            self._starts = np.flatnonzero(~self.joined)
            self._lengths = np.diff(self._starts, append=self.joined.size)

    def total(self, cells: NDArray[np.generic]) -> FloatArray:
        """The sum over each stretch: a column (series, 1) when each series is one stretch, else (stretches,)."""
        if self._starts is None:
            summed: FloatArray = np.add.reduce(cells, axis=1, keepdims=True, dtype=np.float64)
            return summed
        return np.add.reduceat(cells.ravel(), self._starts, dtype=np.float64)

    def spread(self, each: NDArray[Cell]) -> NDArray[Cell]:
        """One value for each stretch as what broadcasts with the table: the column as it is, else repeated at each period."""
        return each if self._starts is None else np.repeat(each, self._lengths).reshape(self.shape)

    def rank(self, present: BoolArray) -> NDArray[np.int64]:
        """How many present points each stretch has had up to and with each period."""
        so_far = np.cumsum(present.ravel(), dtype=np.int64)
        before = np.where(self.joined.ravel(), 0, so_far - present.ravel())
        return (so_far - np.maximum.accumulate(before)).reshape(self.shape)


def shape_over_periods(values: tuple[int, ...], *beside: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of values of so many periods together with what goes with them: settings broadcast, periods are never made up."""
    shape = np.broadcast_shapes(values, *beside)
    if shape[-1] != values[-1]:
        raise ValueError(f"values must have a value or NaN for each period; found {values[-1]} beside {shape[-1]} periods")
    return shape


def chunks(series: int, periods: int) -> Iterator[slice]:
    """Series by the chunk; none when there are no points."""
    return parts(series if periods else 0, cells_each=periods, at_once=CHUNK_POINTS)


def table(cells: NDArray[Cell], shape: tuple[int, ...]) -> NDArray[Cell]:
    """Cells of any shape that broadcasts to `shape` as (series, periods); a single row, or a column, is not copied."""
    rows, periods = int(np.prod(shape[:-1], dtype=np.int64)), shape[-1]
    if cells.ndim > 1 and cells.shape[:-1] == shape[:-1]:
        cells = cells.reshape(rows, cells.shape[-1])
    elif cells.ndim > 1:
        cells = np.broadcast_to(cells, (*shape[:-1], cells.shape[-1])).reshape(rows, cells.shape[-1])
    return np.broadcast_to(cells, (rows, periods))
