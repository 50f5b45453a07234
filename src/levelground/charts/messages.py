"""What a picture says, in plain English, built from the same numbers: levels first, then both gaps, then what is not known.

Nothing here says that a gap narrows or widens: one period cannot show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from levelground.change_package.measures import ImprovementDirection, Measure, Statistic
from levelground.charts.numbers import Unit, count, difference_unit, from_to, level_unit, missing, number, unit_words
from levelground.measurement.cells import Estimate, NotAvailable, Suppressed
from levelground.measurement.results import Gap, Level, Recording


def levels(rows: Sequence[Level], measure: Measure) -> str:
    """The level of every group, in published order, each with its interval."""
    unit = level_unit(measure)
    each = "; ".join(f"{row.group.label} {from_to(row.estimate, unit)}" for row in rows)
    opening = f"{measure.name} in {rows[0].area.name}, {rows[0].period}: {unit_words(measure)} in each ethnic group."
    return f"{opening} {each}."


def gaps(rows: Sequence[Gap], measure: Measure) -> str:
    """Both gaps of every group, the named comparison group before the second."""
    sentences = [f"{words}." for words in comparators(rows).values()]
    return " ".join([*sentences, *(gap(row, measure) for row in rows)])


def comparators(rows: Sequence[Gap]) -> dict[str, str]:
    """Who is compared with whom, by role: `named` before `second`."""
    words = {}
    for role, opening in (("named", "Named comparison group"), ("second", "Second comparison group")):
        labels = list(dict.fromkeys(row.comparator.label for row in rows if row.comparator.role == role))
        if labels:
            words[role] = f"{opening}: {' / '.join(labels)}"
    return words


def gap(row: Gap, measure: Measure) -> str:
    """One gap on both scales, with intervals; a gap without a number says why on the scale that lacks it."""
    opening = f"{row.group.label} compared with {row.comparator.label}:"
    if row.group.code == row.comparator.code:
        return f"{row.group.label} is the comparison group here."
    if type(row.absolute) is type(row.relative) and not isinstance(row.absolute, Estimate):
        return f"{opening} {missing(row.absolute)}."
    return f"{opening} {absolute(row, measure)}, and {relative(row)}.{_uncertain(row)}"


def absolute(row: Gap, measure: Measure) -> str:
    """The absolute gap in words: `169.5 more detentions per 100,000 people (from 163.2 to 175.8)`."""
    cell, unit = row.absolute, difference_unit(measure)
    if not isinstance(cell, Estimate):
        return f"the absolute gap is {missing(cell)}"
    points = "percentage points " if unit is Unit.PERCENTAGE_POINTS else ""
    low, high = (cell.lower, cell.upper) if cell.value >= 0 else (-cell.upper, -cell.lower)
    way, other = ("more", "fewer") if cell.value >= 0 else ("fewer", "more")
    limits = f"from {number(low, unit)} to {number(high, unit)}"
    if low < 0:
        limits = f"from {number(-low, unit)} {other} to {number(high, unit)} {way}"
    return f"{number(abs(cell.value), unit)} {points}{way} {unit_words(measure)} ({limits})"


def relative(row: Gap) -> str:
    """The relative gap in words: `3.44 times the level (from 3.34 to 3.54)`."""
    if not isinstance(row.relative, Estimate):
        return f"the relative gap is {missing(row.relative)}"
    limits = f"from {number(row.relative.lower, Unit.RATIO)} to {number(row.relative.upper, Unit.RATIO)}"
    return f"{number(row.relative.value, Unit.RATIO)} times the level ({limits})"


def _uncertain(row: Gap) -> str:
    if isinstance(row.absolute, Estimate) and row.absolute.lower <= 0 <= row.absolute.upper:
        return " These figures fit with no gap and with a gap: they do not rule one out."
    return ""


def plainly(row: Gap, measure: Measure) -> str | None:
    """The gap as a comparison that can be said aloud; None where its direction is not clear or there is no ratio."""
    ratio = row.relative
    if not isinstance(ratio, Estimate) or ratio.lower <= 1 <= ratio.upper or row.group.code == row.comparator.code:
        return None
    if measure.statistic not in {Statistic.RATE, Statistic.PROPORTION}:
        return None
    return (
        f"Said plainly: among equally many people, for every 10 {measure.unit} in the group {row.comparator.label} "
        f"there were about {10 * ratio.value:.0f} in the group {row.group.label}."
    )


def worst(rows: Sequence[Level], measure: Measure) -> Level | None:
    """The level of the group with the worst result, by the measure's improvement direction.

    None when it cannot be said: a neutral direction, or any group without a number.
    """
    cells = [(row.estimate.value, row) for row in rows if isinstance(row.estimate, Estimate)]
    if len(cells) != len(rows) or measure.improvement_direction is ImprovementDirection.NEUTRAL or not cells:
        return None
    choose = max if measure.improvement_direction is ImprovementDirection.DECREASE else min
    return choose(cells, key=lambda cell: cell[0])[1]


def recording(row: Recording, measure: Measure) -> str:
    """What is not known about ethnicity in a measure's count, and what the count leaves out."""
    parts = (
        f"Ethnic group is not known for {count(row.unknown)} of {count(row.total)} {measure.unit} "
        f"in {row.area.name}, {row.period}; share: {from_to(row.unknown_share, Unit.PER_CENT)}.",
        f"Not stated (asked and not given): {count(row.not_stated)}. Not known (not asked or not recorded): {count(row.not_known)}. "
        f"Missing (left blank): {count(row.missing)}.",
        f"Known: {count(row.known)}. Known and unknown together: {count(row.total)}.",
        _left_out(row, measure),
    )
    return " ".join(parts)


def _left_out(row: Recording, measure: Measure) -> str:
    if isinstance(row.not_broken_down, Suppressed | NotAvailable):
        return f"How many {measure.unit} are not broken down by ethnicity at all: {missing(row.not_broken_down)}."
    return f"All {measure.unit}, broken down by ethnicity or not: {count(row.whole)}; not broken down at all: {count(row.not_broken_down)}."
