"""How a number is written, in the one place that knows: by its unit, never by guessing from its size.

Counts have thousands commas, rates one decimal, ratios two, per cent one. A ratio has no per cent form at all (F14).
A half is rounded away from zero, on the number's decimal text, as spreadsheets do: 11.25 is 11.3.
A cell without a number is written as the reason for having none, never as 0 and never as a dash.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import assert_never

from levelground.change_package.measures import Measure, Statistic
from levelground.measurement.cells import Cell, Estimate, EstimateCell, NotAvailable, Suppressed
from levelground.measurement.rounding import half_away

WITHHELD = "withheld to protect people"
"""What a suppressed cell says."""


class Unit(StrEnum):
    """What a number is of."""

    COUNT = "count"
    RATE = "rate"
    PER_CENT = "per_cent"
    """A number per hundred, as computed: 7.6 is 7.6%."""
    PERCENTAGE_POINTS = "percentage_points"
    """The difference of two of them."""
    SHARE = "share"
    """A fraction of one: 0.076 is 7.6%."""
    SHARE_DIFFERENCE = "share_difference"
    """The difference of two of them: 0.076 is 7.6 percentage points."""
    RATIO = "ratio"


def number(value: float, unit: Unit) -> str:
    """A number in its unit.

    Examples
    --------
    >>> number(45525, Unit.COUNT), number(238.96, Unit.RATE), number(3.4377, Unit.RATIO), number(0.07565, Unit.SHARE)
    ('45,525', '239.0', '3.44', '7.6%')
    >>> number(11.25, Unit.RATE), number(-11.25, Unit.RATE)
    ('11.3', '-11.3')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number and is not written as one")
    if not math.isfinite(value):
        raise ValueError(f"{value!r} has no written form: a cell without a number is NotAvailable, with its reason")
    match unit:
        case Unit.COUNT:
            return _plain(value, 0)
        case Unit.RATE | Unit.PERCENTAGE_POINTS:
            return _plain(value, 1)
        case Unit.PER_CENT:
            return f"{_plain(value, 1)}%"
        case Unit.SHARE:
            return f"{_plain(value, 1, times=100)}%"
        case Unit.SHARE_DIFFERENCE:
            return _plain(value, 1, times=100)
        case Unit.RATIO:
            return _plain(value, 2)
        case _:
            assert_never(unit)


def _plain(value: float, decimals: int, times: int = 1) -> str:
    return f"{half_away(value, decimals, times):,.{decimals}f}"


def confidence(fraction: float) -> str:
    """How sure an interval is: 0.95 is `95%`."""
    return f"{100 * fraction:g}%"


def interval(estimate: Estimate, unit: Unit) -> str:
    """The interval of an estimate: `3.34 to 3.54`."""
    return f"{number(estimate.lower, unit)} to {number(estimate.upper, unit)}"


def value(cell: EstimateCell, unit: Unit) -> str:
    """The value alone, for a column of a table; or why there is none."""
    return number(cell.value, unit) if isinstance(cell, Estimate) else missing(cell)


def interval_or_reason(cell: EstimateCell, unit: Unit) -> str:
    """The interval alone, for a column of a table; or why there is none."""
    return interval(cell, unit) if isinstance(cell, Estimate) else missing(cell)


def with_interval(cell: EstimateCell, unit: Unit) -> str:
    """Value and interval: `3.44 (3.34 to 3.54)`; or why there is none."""
    return f"{number(cell.value, unit)} ({interval(cell, unit)})" if isinstance(cell, Estimate) else missing(cell)


def from_to(cell: EstimateCell, unit: Unit) -> str:
    """Value and interval in a sentence: `3.44 (from 3.34 to 3.54)`; or why there is none."""
    if not isinstance(cell, Estimate):
        return missing(cell)
    return f"{number(cell.value, unit)} (from {number(cell.lower, unit)} to {number(cell.upper, unit)})"


def count(cell: Cell, unit: Unit = Unit.COUNT) -> str:
    """A count (or another number without an interval); or why there is none."""
    return missing(cell) if isinstance(cell, Suppressed | NotAvailable) else number(cell, unit)


def missing(cell: Suppressed | NotAvailable) -> str:
    """Why a cell has no number, in words."""
    match cell:
        case Suppressed():
            return WITHHELD
        case NotAvailable(reason):
            return f"not available: {reason}"
        case _:
            assert_never(cell)


def level_unit(measure: Measure) -> Unit:
    """The unit of a measure's levels."""
    match measure.statistic:
        case Statistic.COUNT:
            return Unit.COUNT
        case Statistic.RATE:
            return Unit.RATE
        case Statistic.PROPORTION:
            return {100: Unit.PER_CENT, 1: Unit.SHARE}.get(measure.per or 1, Unit.RATE)
        case Statistic.UNKNOWN_SHARE:
            return Unit.PER_CENT if measure.per == 100 else Unit.SHARE
        case _:
            assert_never(measure.statistic)


def difference_unit(measure: Measure) -> Unit:
    """The unit of a measure's absolute gap: a difference of per cents is in percentage points."""
    unit = level_unit(measure)
    return {Unit.PER_CENT: Unit.PERCENTAGE_POINTS, Unit.SHARE: Unit.SHARE_DIFFERENCE}.get(unit, unit)


def is_percentage(measure: Measure) -> bool:
    """Whether a measure's levels are written with `%` and its absolute gaps in percentage points."""
    return level_unit(measure) in {Unit.PER_CENT, Unit.SHARE}


def unit_words(measure: Measure) -> str:
    """What a level is of, in words: `detentions per 100,000 people`; `per cent` where the measure's name says of whom."""
    match measure.statistic:
        case Statistic.COUNT:
            return measure.unit
        case Statistic.RATE:
            return f"{measure.unit} per {number(measure.per or 1, Unit.COUNT)} people"
        case Statistic.PROPORTION:
            return "per cent" if is_percentage(measure) else f"{measure.unit} per {number(measure.per or 1, Unit.COUNT)}"
        case Statistic.UNKNOWN_SHARE:
            return f"per cent of {measure.unit}"
        case _:
            assert_never(measure.statistic)


def unit_title(measure: Measure) -> str:
    """The same for a title or a heading, where a crude rate says that it is one."""
    return f"{unit_words(measure)} (crude rate)" if measure.crude else unit_words(measure)


def difference_words(measure: Measure) -> str:
    """What an absolute gap is of, in words."""
    return "percentage points" if is_percentage(measure) else unit_words(measure)


def level(cell: EstimateCell, measure: Measure) -> str:
    """A level with its unit: `239.0 detentions per 100,000 people`, `19.4%`; or why there is none."""
    if not isinstance(cell, Estimate) or is_percentage(measure):
        return value(cell, level_unit(measure))
    return f"{value(cell, level_unit(measure))} {unit_words(measure)}"


def of_them(how_many: int, one: str) -> str:
    """How many of something, in words that agree: `1 primary driver`, `2 primary drivers`."""
    return f"{number(how_many, Unit.COUNT)} {one}{'' if how_many == 1 else 's'}"
