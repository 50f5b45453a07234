"""The gap between each group and its comparison groups, always on both scales, each with an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from levelground.change_package.aim import Comparison
from levelground.change_package.measures import Measure, Statistic
from levelground.measurement.cells import Cell, Estimate, EstimateCell, NotAvailable
from levelground.measurement.comparators import ChosenComparator, choose_comparators
from levelground.measurement.levels import CONFIDENCE, why_no_estimate
from levelground.measurement.recording import added
from levelground.measurement.results import Gap, Level
from levelground.stats import gaps as kernels
from levelground.stats.intervals import Interval

NOTHING_TO_DIVIDE_BY = NotAvailable("no events in the comparison group, so there is nothing to divide by")


def gaps_of(measure: Measure, comparison: Comparison, levels: Sequence[Level]) -> tuple[Gap, ...]:
    """Both gaps of every group against the named and the second comparator, in published order.

    absolute: group minus comparator in the measure's unit; 0 means no gap. relative: group divided by comparator; 1 means none.
    A count has no gaps: groups of different size cannot be compared by their counts.
    """
    if measure.statistic not in (Statistic.RATE, Statistic.PROPORTION):
        return ()
    found: list[Gap] = []
    for _, together in groupby(sorted(levels, key=_block), key=_block):
        block = tuple(together)
        for chosen in choose_comparators(measure, comparison, block[0].group.breakdown, block):
            found.extend(_gaps_against(chosen, measure, block))
    return tuple(found)


def _block(level: Level) -> tuple[str, str, str]:
    return level.period, level.area.code, level.group.breakdown


def _gaps_against(chosen: ChosenComparator, measure: Measure, levels: Sequence[Level]) -> Iterator[Gap]:
    """The gaps of all groups against one comparator: the kernels are called once, for all of them."""
    compared = [level for level in levels if level.group.code != chosen.used.code]
    others = [_rest_of(level, levels) if chosen.level is None else (chosen.level.numerator, chosen.level.denominator) for level in compared]
    cells = [(level.numerator, level.denominator, *other) for level, other in zip(compared, others, strict=True)]
    reasons = [_why_no_gap(measure, row) for row in cells]
    counts = np.array([row for row, reason in zip(cells, reasons, strict=True) if reason is None], dtype=np.float64).reshape(-1, 4)
    absolute, relative = iter(_absolute(measure, counts)), iter(_relative(measure, counts))
    for level, reason in zip(compared, reasons, strict=True):
        both = (next(absolute), next(relative)) if reason is None else (reason, reason)
        yield Gap(level.measure_id, level.period, level.area, level.group, chosen.used, *both)


def _rest_of(level: Level, levels: Sequence[Level]) -> tuple[Cell, Cell]:
    """Numerator and denominator of all other groups together: no number when any of them has none."""
    others = [other for other in levels if other.group.code != level.group.code]
    return added(other.numerator for other in others), added(other.denominator for other in others)


def _why_no_gap(measure: Measure, row: tuple[Cell, Cell, Cell, Cell]) -> EstimateCell | None:
    group = why_no_estimate(row[0], row[1], measure.statistic)
    return group if group is not None else why_no_estimate(row[2], row[3], measure.statistic)


def _absolute(measure: Measure, counts: NDArray[np.float64]) -> list[EstimateCell]:
    events, reference_events = counts[:, 0], counts[:, 2]
    per = float(measure.per or 1)
    if measure.statistic is Statistic.RATE:
        values = kernels.rate_difference(*counts.T)
        interval = kernels.rate_difference_interval(*counts.T, confidence=CONFIDENCE)
        methods = kernels.rate_difference_interval_method(events, reference_events)
    else:
        values = kernels.proportion_difference(*counts.T)
        interval = kernels.proportion_difference_interval(*counts.T, confidence=CONFIDENCE)
        methods = kernels.proportion_difference_interval_method(events, reference_events)
    return _estimates(values * per, Interval(interval.lower * per, interval.upper * per), methods)


def _relative(measure: Measure, counts: NDArray[np.float64]) -> list[EstimateCell]:
    events, reference_events = counts[:, 0], counts[:, 2]
    if measure.statistic is Statistic.RATE:
        values = kernels.rate_ratio(*counts.T)
        interval = kernels.rate_ratio_interval(*counts.T, confidence=CONFIDENCE)
        methods = kernels.rate_ratio_interval_method(events, reference_events)
    else:
        values = kernels.proportion_ratio(*counts.T)
        interval = kernels.proportion_ratio_interval(*counts.T, confidence=CONFIDENCE)
        methods = kernels.proportion_ratio_interval_method(events, reference_events)
    return _estimates(values, interval, methods)


def _estimates(values: NDArray[np.float64], interval: Interval, methods: NDArray[np.str_]) -> list[EstimateCell]:
    """A ratio to a comparison group without events has no value: there is nothing to divide by."""
    return [
        Estimate(float(value), float(lower), float(upper), CONFIDENCE, str(method)) if np.isfinite(value) else NOTHING_TO_DIVIDE_BY
        for value, lower, upper, method in zip(values, interval.lower, interval.upper, methods, strict=True)
    ]
