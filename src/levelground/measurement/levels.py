"""The level of a measure in each group: a rate or a proportion with its interval, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from levelground.change_package.measures import Measure, Statistic
from levelground.measurement.cells import SUPPRESSED, Cell, Estimate, EstimateCell, NotAvailable, Suppressed, is_number
from levelground.measurement.results import Level
from levelground.stats.intervals import Interval
from levelground.stats.proportions import wilson_interval
from levelground.stats.rates import rate_interval, rate_interval_method

CONFIDENCE = 0.95
"""The confidence of every interval, a fraction."""

ROW_NOT_IN_SOURCE = NotAvailable("the source has no row for this group")
PART_MISSING = NotAvailable("the source has no row for a part of this group")
PART_EXCEEDS_WHOLE = NotAvailable("the part is larger than the whole")
COUNT_ONLY = NotAvailable("a number of events, not a rate")


def with_estimates(measure: Measure, levels: Sequence[Level]) -> tuple[Level, ...]:
    """The same levels with their estimates computed from numerator and denominator, all at once.

    A rate has Byar's interval (exact below 10 events), a proportion Wilson's; both are multiplied by the measure's `per`.
    A level whose numerator or denominator is withheld has a withheld estimate: a rate would give the count away.
    """
    if measure.statistic not in (Statistic.RATE, Statistic.PROPORTION):
        return tuple(replace(level, estimate=SUPPRESSED if isinstance(level.numerator, Suppressed) else COUNT_ONLY) for level in levels)
    reasons = [why_no_estimate(level.numerator, level.denominator, measure.statistic) for level in levels]
    usable = [index for index, reason in enumerate(reasons) if reason is None]
    estimates = _estimates(measure, [levels[index] for index in usable])
    by_index: dict[int, EstimateCell] = dict(zip(usable, estimates, strict=True))
    return tuple(
        replace(level, estimate=by_index[index] if reason is None else reason)
        for index, (level, reason) in enumerate(zip(levels, reasons, strict=True))
    )


def why_no_estimate(numerator: Cell, denominator: Cell, statistic: Statistic) -> Suppressed | NotAvailable | None:
    """None when a rate or proportion can be computed; otherwise what stands in its place."""
    if isinstance(numerator, Suppressed) or isinstance(denominator, Suppressed):
        return SUPPRESSED
    for cell in (numerator, denominator):
        if isinstance(cell, NotAvailable):
            return cell
    if denominator == 0:
        return NotAvailable("there is nobody in the denominator")
    if statistic is Statistic.PROPORTION and is_number(numerator) and is_number(denominator) and float(numerator) > float(denominator):
        return PART_EXCEEDS_WHOLE
    return None


def proportion_estimate(part: int, whole: int, per: int, confidence: float = CONFIDENCE) -> Estimate:
    """One proportion with Wilson's interval, multiplied by `per`."""
    interval = wilson_interval(part, whole, confidence=confidence)
    return Estimate(part / whole * per, float(interval.lower) * per, float(interval.upper) * per, confidence, "wilson")


def _estimates(measure: Measure, levels: Sequence[Level]) -> list[Estimate]:
    if not levels:
        return []
    numerator = np.array([_number(level.numerator) for level in levels])
    denominator = np.array([_number(level.denominator) for level in levels])
    per = float(measure.per or 1)
    interval, methods = _interval(measure, numerator, denominator, per)
    values = numerator / denominator * per
    return [
        Estimate(float(value), float(lower), float(upper), CONFIDENCE, str(method))
        for value, lower, upper, method in zip(values, interval.lower, interval.upper, methods, strict=True)
    ]


def _interval(
    measure: Measure, numerator: NDArray[np.float64], denominator: NDArray[np.float64], per: float
) -> tuple[Interval, Sequence[str] | NDArray[np.str_]]:
    if measure.statistic is Statistic.RATE:
        return rate_interval(numerator, denominator, per=per, confidence=CONFIDENCE), rate_interval_method(numerator)
    wilson = wilson_interval(numerator, denominator, confidence=CONFIDENCE)
    return Interval(wilson.lower * per, wilson.upper * per), ["wilson"] * len(numerator)


def _number(cell: Cell) -> float:
    if not is_number(cell):
        raise TypeError(f"{cell!r} is not a number")
    return float(cell)
