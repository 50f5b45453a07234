"""The rules of an XmR chart on a table of series: which of them hold at which point, as bits."""

from __future__ import annotations

import enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from levelground.stats.intervals import FloatArray
from levelground.stats.spc.segments import BoolArray

FlagArray = NDArray[np.uint8]


class SpecialCause(enum.IntFlag):
    """What a point can show, in the order of precedence: the first that holds gives the point its label."""

    OUTSIDE_HIGH = 1
    OUTSIDE_LOW = 2
    TREND_UP = 4
    TREND_DOWN = 8
    TWO_IN_THREE_HIGH = 16
    TWO_IN_THREE_LOW = 32
    SHIFT_HIGH = 64
    SHIFT_LOW = 128


class Thresholds(NamedTuple):
    """What values are compared with, each (series, periods) or (series, 1); NaN flags nothing."""

    above_centre: FloatArray
    above_near: FloatArray
    above_limit: FloatArray
    below_centre: FloatArray
    below_near: FloatArray
    below_limit: FloatArray


def thresholds(centre: FloatArray, lower: FloatArray, upper: FloatArray) -> Thresholds:
    """The centre, 2 sigma and the limits, each a slack farther out.

    A value within the slack, 4 units of rounding of their size, equals them. Otherwise 0.2 could lie above the mean of 0.1, 0.2
    and 0.3, none of which has an exact binary form.
    """
    width = upper - lower
    slack = 4 * np.finfo(np.float64).eps * (np.abs(centre) + np.where(np.isnan(width), 0.0, width))
    near_upper, near_lower = centre + 2 * ((upper - centre) / 3), centre - 2 * ((centre - lower) / 3)
    return Thresholds(centre + slack, near_upper + slack, upper + slack, centre - slack, near_lower - slack, lower - slack)


def rule_flags(
    values: FloatArray, beyond: Thresholds, joined: BoolArray, *, shift_points: int, trend_points: int, near_band_only: bool
) -> FlagArray:
    """The bits of `SpecialCause` at each point. A missing value compares as False with everything, and so ends every run.

    `near_band_only`: the older form of two in three, which counts no point beyond the limits.
    """
    flat, follows = values.ravel(), joined.ravel()[1:]
    rising, falling = (flat[1:] > flat[:-1]) & follows, (flat[1:] < flat[:-1]) & follows
    sides = (
        (values > beyond.above_centre, values > beyond.above_limit, values > beyond.above_near, rising),
        (values < beyond.below_centre, values < beyond.below_limit, values < beyond.below_near, falling),
    )
    flags = np.zeros(flat.shape, dtype=np.uint8)
    for low, (off_centre, off_limits, far, moving) in enumerate(sides):
        outside, distant = off_limits.ravel(), far.ravel()
        if near_band_only:
            distant = distant & ~outside
        side = off_centre.ravel()
        pairs = side[1:] & side[:-1] & follows
        for bit, found in (
            (0, outside),
            (2, _in_a_run(moving, trend_points)),
            (4, _two_in_three(pairs, distant)),
            (6, _in_a_run(pairs, shift_points)),
        ):
            flags |= found.view(np.uint8) << (bit + low)
    return flags.reshape(values.shape)


def _in_a_run(pairs: BoolArray, points: int) -> BoolArray:
    """Points that belong to a run: `pairs` says of each neighbouring two whether they go on with it; `points` makes it a run."""
    return _widened(_all_of(pairs, points - 1), points, pairs.size + 1)


def _two_in_three(pairs: BoolArray, distant: BoolArray) -> BoolArray:
    """The distant ones of any three in a row on one side, where two or three of them are distant."""
    first, second, third = distant[:-2], distant[1:-1], distant[2:]
    windows = pairs[1:] & pairs[:-1] & ((first & second) | (third & (first | second)))
    return _widened(windows, 3, distant.size) & distant


def _all_of(cells: BoolArray, width: int) -> BoolArray:
    """Whether all of `width` cells from each on hold: windows double until they are wide enough."""
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        cells = cells[:-step] & cells[step:]
        reach += step
    return cells


def _widened(windows: BoolArray, width: int, size: int) -> BoolArray:
    """The cells of every window that holds, given by its first cell."""
    cells = np.zeros(size, dtype=np.bool_)
    if not windows.size:
        return cells
    cells[: windows.size] = windows
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        cells[step:] |= cells[:-step].copy()
        reach += step
    return cells
