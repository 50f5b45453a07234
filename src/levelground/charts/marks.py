"""What is drawn for a cell: a point with its interval, or a labelled gap. The one place that decides it.

A cell without a number has no position on any scale, so a `LabelledGap` has no field for one: it cannot be drawn at 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from levelground.charts.numbers import Unit, missing, with_interval
from levelground.measurement.cells import Estimate, EstimateCell, NotAvailable, Suppressed


@dataclass(frozen=True)
class Point:
    """A value with its interval, and its direct label."""

    value: float
    lower: float
    upper: float
    label: str


@dataclass(frozen=True)
class LabelledGap:
    """No number: words where the point would be, and fewer words for where there is little room."""

    label: str
    short: str


Drawn = Point | LabelledGap
_NOT_AVAILABLE = "not available"


def drawn(cell: EstimateCell, unit: Unit, *, logarithmic: bool = False) -> Drawn:
    """What is drawn for a cell.

    On a logarithmic scale a value of 0 has no place: it is written in words instead; a lower limit of 0 is drawn from
    the scale's edge (`Point.lower` is then 0, and the plot clips it).
    """
    match cell:
        case Estimate(value=value, lower=lower, upper=upper):
            if not all(math.isfinite(part) for part in (value, lower, upper)):
                return LabelledGap("not available: the interval has no limit", _NOT_AVAILABLE)
            if logarithmic and value <= 0:
                words = with_interval(cell, unit)
                return LabelledGap(f"{words}: a ratio of 0 has no place on this scale", f"{words}: off this scale")
            return Point(value, lower, upper, with_interval(cell, unit))
        case Suppressed():
            return LabelledGap(missing(cell), "withheld")
        case NotAvailable():
            return LabelledGap(missing(cell), _NOT_AVAILABLE)
        case _:
            assert_never(cell)
