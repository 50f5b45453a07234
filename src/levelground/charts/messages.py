"""What a picture says, in plain English, built from the same numbers: levels first, then both gaps, then what is not known.

Nothing here says that a gap narrows or widens: one period cannot show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from levelground.change_package.measures import ImprovementDirection, Measure, Statistic
from levelground.charts.area_names import area_name
from levelground.charts.numbers import (
    Unit,
    count,
    difference_unit,
    difference_words,
    from_to,
    is_percentage,
    level_unit,
    missing,
    number,
    unit_words,
)
from levelground.measurement.cells import Estimate, NotAvailable, Suppressed
from levelground.measurement.results import Area, ComparatorUsed, Gap, Level, Recording


def listed(*parts: str) -> str:
    """Parts of a title with commas between them, leaving out what is empty: an area may have no name."""
    return ", ".join(part.strip() for part in parts if part.strip())


def where_and_when(area: Area, period: str) -> str:
    """What follows the name of a measure: ` in England, 2023/24`; only the period where the area has no name."""
    return f" in {listed(place(area), period)}" if place(area) else f", {period}"


def place(area: Area) -> str:
    """An area's readable name; empty where it has neither name nor code."""
    return area_name(area) if area.name.strip() or area.code.strip() else ""


def marked(row: Level) -> str:
    """A group's label, with a mark when its figure has something that must be said beside it."""
    return f"{row.group.label} *" if row.caveats else row.group.label


def figure_caveats(rows: Sequence[Level]) -> list[str]:
    """What must be said beside figures, a sentence or two for each group that has something."""
    return [f"* {row.group.label}: {caveat}" for row in rows for caveat in row.caveats]


def levels(rows: Sequence[Level], measure: Measure) -> str:
    """The level of every group, in published order, each with its interval."""
    unit = level_unit(measure)
    each = "; ".join(f"{row.group.label} {from_to(row.estimate, unit)}" for row in rows)
    opening = f"{measure.name}{where_and_when(rows[0].area, rows[0].period)}: {unit_words(measure)} in each ethnic group."
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
    opening = f"{row.group.label} compared with {in_sentence(row.comparator)}:"
    if row.group.code == row.comparator.code:
        return f"{row.group.label} is the comparison group here."
    if type(row.absolute) is type(row.relative) and not isinstance(row.absolute, Estimate):
        return f"{opening} {missing(row.absolute)}."
    return f"{opening} {absolute(row, measure)}, and {relative(row, measure)}.{_uncertain(row)}"


def in_sentence(comparator: ComparatorUsed) -> str:
    """A comparison group within a sentence: the rest is no name and has a small first letter; groups are spelled as they are."""
    return comparator.label if comparator.code is not None else comparator.label[:1].lower() + comparator.label[1:]


def absolute(row: Gap, measure: Measure) -> str:
    """The absolute gap in words.

    `169.5 more detentions per 100,000 people (from 163.2 to 175.8)`; `11.4 percentage points higher (from 8.9 to 14.0)`.
    """
    cell, unit = row.absolute, difference_unit(measure)
    if not isinstance(cell, Estimate):
        return f"the absolute gap is {missing(cell)}"
    low, high = (cell.lower, cell.upper) if cell.value >= 0 else (-cell.upper, -cell.lower)
    up, down = ("higher", "lower") if is_percentage(measure) else ("more", "fewer")
    way, other = (up, down) if cell.value >= 0 else (down, up)
    limits = f"from {number(low, unit)} to {number(high, unit)}"
    if low < 0:
        limits = f"from {number(-low, unit)} {other} to {number(high, unit)} {way}"
    words = f"{difference_words(measure)} {way}" if is_percentage(measure) else f"{way} {difference_words(measure)}"
    return f"{number(abs(cell.value), unit)} {words} ({limits})"


def relative(row: Gap, measure: Measure) -> str:
    """The relative gap in words: `3.44 times the level (from 3.34 to 3.54)`; a per cent is `2.41 times as high`."""
    if not isinstance(row.relative, Estimate):
        return f"the relative gap is {missing(row.relative)}"
    limits = f"from {number(row.relative.lower, Unit.RATIO)} to {number(row.relative.upper, Unit.RATIO)}"
    words = "times as high" if is_percentage(measure) else "times the level"
    return f"{number(row.relative.value, Unit.RATIO)} {words} ({limits})"


def _uncertain(row: Gap) -> str:
    if isinstance(row.absolute, Estimate) and row.absolute.lower <= 0 <= row.absolute.upper:
        return " These figures fit with no gap and with a gap: they do not rule one out."
    return ""


def plainly(row: Gap, measure: Measure) -> str | None:
    """A gap of rates as a comparison that can be said aloud; None where its direction is not clear or there is no ratio.

    Per cents are plain already, and what is counted there has no word of its own.
    """
    ratio = row.relative
    if not isinstance(ratio, Estimate) or ratio.lower <= 1 <= ratio.upper or row.group.code == row.comparator.code:
        return None
    if measure.statistic is not Statistic.RATE or row.comparator.code is None:
        return None
    return (
        f"Said plainly: among equally many people, for every 10 {measure.unit} in the group {row.comparator.label} "
        f"there were about {number(10 * ratio.value, Unit.COUNT)} in the group {row.group.label}."
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
        _unknown(row, measure),
        f"Not stated (asked and not given): {count(row.not_stated)}. Not known (not asked or not recorded): {count(row.not_known)}. "
        f"Missing (left blank): {count(row.missing)}.",
        f"Known: {count(row.known)}. Known and unknown together: {count(row.total)}.",
        _left_out(row, measure),
    )
    return " ".join(parts)


def counted(measure: Measure) -> str:
    """What a recording row counts: `detentions`; of a proportion, what its numerator counts (its unit is also who is left out)."""
    return "counted in the numerator" if measure.statistic is Statistic.PROPORTION else measure.unit


def number_of(measure: Measure) -> str:
    """What opens a sentence on how many there are: `Number of detentions`."""
    return "Number counted in the numerator" if measure.statistic is Statistic.PROPORTION else f"Number of {measure.unit}"


def how_many(cell: int | float, measure: Measure) -> str:
    """A number of what is counted: `49,251 detentions`, `the 210 counted in the numerator`."""
    the = "the " if measure.statistic is Statistic.PROPORTION else ""
    return f"{the}{count(cell)} {counted(measure)}"


def _unknown(row: Recording, measure: Measure) -> str:
    where, total = where_and_when(row.area, row.period), row.total
    if isinstance(row.unknown, Suppressed | NotAvailable):
        return f"{number_of(measure)} without a known ethnic group{where}: {missing(row.unknown)}."
    of = counted(measure) if isinstance(total, Suppressed | NotAvailable) else f"of {how_many(total, measure)}"
    return f"Ethnic group is not known for {count(row.unknown)} {of}{where}; share: {from_to(row.unknown_share, Unit.PER_CENT)}."


def _left_out(row: Recording, measure: Measure) -> str:
    what = counted(measure)
    if isinstance(row.not_broken_down, Suppressed | NotAvailable):
        return f"How many {what} are not broken down by ethnicity at all: {missing(row.not_broken_down)}."
    return f"All {what}, broken down by ethnicity or not: {count(row.whole)}; not broken down at all: {count(row.not_broken_down)}."
