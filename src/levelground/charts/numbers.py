"""How a number is written, in the one place that knows: by its unit, never by guessing from its size.

Counts have thousands commas, rates one decimal, ratios two, per cent one. A ratio has no per cent form at all (F14).
A cell without a number is written as the reason for having none, never as 0 and never as a dash.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import assert_never

from levelground.change_package.measures import Measure, Statistic
from levelground.measurement.cells import Cell, Estimate, EstimateCell, NotAvailable, Suppressed

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
    RATIO = "ratio"


def number(value: float, unit: Unit) -> str:
    """A number in its unit.

    Examples
    --------
    >>> number(45525, Unit.COUNT), number(238.96, Unit.RATE), number(3.4377, Unit.RATIO), number(0.07565, Unit.SHARE)
    ('45,525', '239.0', '3.44', '7.6%')
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
            return f"{_plain(100 * value, 1)}%"
        case Unit.RATIO:
            return _plain(value, 2)
        case _:
            assert_never(unit)


def _plain(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


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
    return Unit.PERCENTAGE_POINTS if unit is Unit.PER_CENT else unit


def unit_words(measure: Measure) -> str:
    """What a level is of, in words: `detentions per 100,000 people`."""
    match measure.statistic:
        case Statistic.COUNT:
            return measure.unit
        case Statistic.RATE:
            return f"{measure.unit} per {measure.per or 1:,} people"
        case Statistic.PROPORTION if level_unit(measure) is Unit.RATE:
            return f"{measure.unit} per {measure.per:,}"
        case Statistic.PROPORTION | Statistic.UNKNOWN_SHARE:
            return f"{measure.unit}, per cent"
        case _:
            assert_never(measure.statistic)
