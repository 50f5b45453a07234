"""The centre and the mean moving range of each stretch of a table of series: what the limits of an XmR chart are made of."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from levelground.stats.intervals import FloatArray
from levelground.stats.spc.segments import BoolArray, Segments

SCREEN: Final = 3.267
"""A moving range at or above this many times their mean is left out, once: the upper limit of a chart of moving ranges (D4 for pairs)."""


class MovingRanges(NamedTuple):
    """One value for each stretch, in the form of `Segments.total`."""

    centre: FloatArray
    average: FloatArray
    """The mean moving range; NaN where none is left."""
    points: FloatArray
    """Periods of the stretch that have a value."""
    baseline_points: FloatArray
    """Those of them that the limits are made of."""


def moving_ranges(values: FloatArray, segments: Segments, baseline: BoolArray | None, *, screen: bool) -> MovingRanges:
    """Of values (series, periods) with NaN where missing. A stretch in which no baseline point has a value uses all its points."""
    present = ~np.isnan(values)
    complete = bool(present.all())
    points = segments.total(present)
    if baseline is None:
        used, used_points, whole = present, points, complete
    else:
        used = baseline & present
        used = used | (present & segments.spread(segments.total(used) == 0))
        used_points, whole = segments.total(used), False
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = _mean(values, segments, None if whole else used, used_points)
        average = _mean_moving_range(values, segments, None if whole else used, screen=screen)
    return MovingRanges(centre, average, points, used_points)


def _mean(values: FloatArray, segments: Segments, used: BoolArray | None, points: FloatArray) -> FloatArray:
    """A second pass over what the first leaves makes the mean of equal values exactly that value."""
    first = segments.total(values if used is None else np.where(used, values, 0.0)) / points
    rest = values - segments.spread(first)
    return first + segments.total(rest if used is None else np.where(used, rest, 0.0)) / points


def _mean_moving_range(values: FloatArray, segments: Segments, used: BoolArray | None, *, screen: bool) -> FloatArray:
    """Only two neighbouring periods of one stretch, both used, have a moving range: none reaches over a gap."""
    flat = values.ravel()
    paired = segments.joined
    if used is not None:
        paired = paired.copy()
        paired.ravel()[1:] &= used.ravel()[1:] & used.ravel()[:-1]
    ranges = np.zeros_like(flat)
    np.subtract(flat[1:], flat[:-1], out=ranges[1:])
    np.abs(ranges, out=ranges)
    ranges = np.where(paired, ranges.reshape(values.shape), 0.0)
    average = segments.total(ranges) / segments.total(paired)
    if not screen:
        return average
    kept = (ranges < segments.spread(SCREEN * average)) & paired
    return segments.total(np.where(kept, ranges, 0.0)) / segments.total(kept)
