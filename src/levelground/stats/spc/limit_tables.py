"""Limits of many XmR charts, chunk by chunk: how they are made, when they are withheld, and the tables that they fill."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.moving_ranges import MovingRanges, moving_ranges
from levelground.stats.spc.rule_flags import FlagArray, Thresholds, thresholds
from levelground.stats.spc.segments import BoolArray, Segments, shape_over_periods, table
from levelground.stats.spc.special_causes import COMPATIBLE, MDC_EXCEL, PLOT_THE_DOTS

FEWEST_POINTS: Final = 13
"""A process with fewer points than this has neither limits nor icons yet: the rule of Making Data Count."""
SHORTEST_BASELINE: Final = 12
"""Limits are made of no fewer points than this."""
LIMIT_FACTOR: Final = 2.66
"""3 / d2 of pairs, as rounded in the field: from the mean moving range to 3 sigma."""
LIMIT_METHODS: Final = np.array(
    ["moving_range_screened", "moving_range", "withheld_few_points", "withheld_short_baseline", "withheld_no_variation"]
)
"""What a `status` code of limits means."""
_SCREENED, _PLAIN, _FEW, _SHORT, _FLAT = range(5)


class XmrLimits(NamedTuple):
    """Centre and limits of an XmR chart at each period (series..., periods), read-only where the periods share one value."""

    centre: FloatArray
    """The mean of the baseline, in the unit of the values; NaN only where the process has no points at all."""
    lower: FloatArray
    """The lower process limit; NaN where withheld. It may be below 0 for a quantity that cannot be."""
    upper: FloatArray
    """The upper process limit; NaN where withheld."""
    moving_range: FloatArray
    """The mean moving range that the limits are made of, after screening; NaN where there is none."""
    status: FlagArray
    """Index in `LIMIT_METHODS`."""

    @property
    def method(self) -> NDArray[np.str_]:
        """The method id of each period's limits: ``moving_range_screened``, ``moving_range``, or why they are withheld."""
        return LIMIT_METHODS[self.status]


class LimitOptions(NamedTuple):
    """How limits are made, checked."""

    fix_after: int | None
    screen: bool
    plot_the_dots: bool


def checked_options(fix_after: int | None, screen: bool | None, compat: str | None, baseline: ArrayLike | None) -> LimitOptions:
    """How limits are made, or what is wrong with it."""
    if compat is not None:
        domains.choice("compat", compat, COMPATIBLE)
    if screen is not None and not isinstance(screen, bool | np.bool_):
        raise TypeError(f"screen must be True or False; found {type(screen).__name__}")
    if fix_after is not None:
        domains.whole("fix_after", fix_after, least=SHORTEST_BASELINE)
        if baseline is not None:
            raise ValueError("fix_after must be left out where a baseline is given: both say which points the limits are made of")
    return LimitOptions(fix_after, compat != MDC_EXCEL if screen is None else bool(screen), compat == PLOT_THE_DOTS)


class LimitWork:
    """The arguments as tables (series, periods), and the limits filled in chunk by chunk."""

    def __init__(
        self,
        values: ArrayLike,
        rebase: ArrayLike | None,
        baseline: ArrayLike | None,
        options: LimitOptions,
        settings: tuple[int, ...] = (),
    ) -> None:
        data = domains.series("values", values)
        marks = [None if given is None else domains.marks(name, given) for name, given in (("rebase", rebase), ("baseline", baseline))]
        shapes = [mark.shape for mark in marks if mark is not None]
        self.shape = shape_over_periods(data.shape, *shapes, (*settings, 1))
        self.rows: FloatArray = table(data, self.shape)
        self._rebase, self._baseline = (None if mark is None else table(mark, self.shape) for mark in marks)
        self._options = options
        series, periods = self.rows.shape
        width = min(periods, 1) if rebase is None else periods
        self._found = np.empty((4, series, width))
        self._status = np.empty((series, width), dtype=np.uint8)

    def chunk(self, part: slice) -> tuple[FloatArray, Segments]:
        """The series of one chunk, and where their processes begin."""
        rows = np.ascontiguousarray(self.rows[part])
        return rows, Segments(rows.shape, None if self._rebase is None else self._rebase[part])

    def limits_of(self, part: slice, rows: FloatArray, segments: Segments) -> Thresholds:
        """What one chunk is judged against, before limits are withheld for few points; what may be shown is kept."""
        ranges = moving_ranges(rows, segments, self._baseline_of(part, rows, segments), screen=self._options.screen)
        centre, reach = ranges.centre, LIMIT_FACTOR * ranges.average
        if not self._options.plot_the_dots:
            reach = np.where(reach > 0, reach, np.nan)
        status = self._status_of(ranges, reach)
        shown = np.where(status < _FEW, reach, np.nan)
        self._status[part] = segments.spread(status)
        for found, kept in zip(self._found, (centre, centre - shown, centre + shown, ranges.average), strict=True):
            found[part] = segments.spread(kept)
        return Thresholds(*(segments.spread(each) for each in thresholds(centre, centre - reach, centre + reach)))

    def _baseline_of(self, part: slice, rows: FloatArray, segments: Segments) -> BoolArray | None:
        if self._options.fix_after is None:
            return None if self._baseline is None else self._baseline[part]
        counted = np.ones(rows.shape, dtype=np.bool_) if self._options.plot_the_dots else ~np.isnan(rows)
        return segments.rank(counted) <= self._options.fix_after

    def _status_of(self, ranges: MovingRanges, reach: FloatArray) -> FlagArray:
        status = np.full(reach.shape, _SCREENED if self._options.screen else _PLAIN, dtype=np.uint8)
        status[np.isnan(reach)] = _FLAT
        if not self._options.plot_the_dots:
            status[ranges.baseline_points < SHORTEST_BASELINE] = _SHORT
            status[ranges.points < FEWEST_POINTS] = _FEW
        return status

    def limits(self) -> XmrLimits:
        """What was found, in the shape that was asked for."""
        status = np.broadcast_to(self._status, self.rows.shape).reshape(self.shape)
        centre, lower, upper, average = (self._spread(found) for found in self._found)
        return XmrLimits(centre, lower, upper, average, status)

    def _spread(self, found: FloatArray) -> FloatArray:
        """In the shape of the arguments, without a copy for the periods that share one value."""
        return np.broadcast_to(found.reshape(*self.shape[:-1], found.shape[-1]), self.shape)
