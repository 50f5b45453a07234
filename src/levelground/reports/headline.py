"""The paragraph a board member reads first: levels, then both gaps, then what is not known. Plain words, exact numbers."""

from __future__ import annotations

from levelground.charts import messages, numbers
from levelground.charts.chart import released
from levelground.charts.groups import areas
from levelground.measurement.cells import NotAvailable, Suppressed, is_number
from levelground.measurement.results import Level, Recording, ReleasedResults
from levelground.reports.thread import target_gap


def headline(results: ReleasedResults) -> str:
    """The outcome measure in one paragraph; levels come before any comparison, and no change over time is claimed."""
    results = released(results)
    measure_id = results.change_package.aim.outcome_measure
    if not _has_one_area(results, measure_id):
        return "The outcome measure of this change package has no result for one whole area yet, so there is nothing to say about its size."
    return summary(results, measure_id)


def summary(results: ReleasedResults, measure_id: str) -> str:
    """One measure of one area in a paragraph: levels, the gap of the aim's group on both scales, what is not known."""
    results = released(results)
    levels = [_levels(results, measure_id)] if _has_one_area(results, measure_id) else []
    unknown = _unknown(results, measure_id) if len(results.recording_of(measure_id)) == 1 else []
    return " ".join([*levels, *_gap(results, measure_id, "named"), *unknown])


def beside(results: ReleasedResults) -> tuple[str, ...]:
    """What stands beside the headline: the second comparison, and the detailed groups inside both groups compared (F7)."""
    results = released(results)
    measure_id = results.change_package.aim.outcome_measure
    return (*_gap(results, measure_id, "second"), *_inside(results, measure_id)) if _has_one_area(results, measure_id) else ()


def _has_one_area(results: ReleasedResults, measure_id: str) -> bool:
    return len(areas(results, measure_id)) == 1


def _levels(results: ReleasedResults, measure_id: str) -> str:
    measure = results.change_package.measure(measure_id)
    every = results.levels_of(measure_id)
    rows = [row for row in every if row.group.parent is None] or list(every)
    unit = numbers.level_unit(measure)
    opening = f"{measure.name}{messages.where_and_when(rows[0].area, rows[0].period)}"
    if not numbers.is_percentage(measure):
        opening += f", as {numbers.unit_title(measure)}"
    return f"{opening}: {_list(rows, unit)}."


def _list(rows: list[Level], unit: numbers.Unit) -> str:
    words = [f"{row.group.label} {numbers.value(row.estimate, unit)}" for row in rows]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _gap(results: ReleasedResults, measure_id: str, role: str) -> list[str]:
    measure = results.change_package.measure(measure_id)
    gap = target_gap(results, measure_id, role)
    if gap is None:
        return []
    plain = messages.plainly(gap, measure) if role == "named" else None
    return [messages.gap(gap, measure), *([plain] if plain else [])]


def _inside(results: ReleasedResults, measure_id: str) -> list[str]:
    measure = results.change_package.measure(measure_id)
    gap = target_gap(results, measure_id)
    codes = [code for code in (results.change_package.aim.group, gap.comparator.code if gap else None) if code]
    labels = {row.group.code: row.group.label for row in results.levels_of(measure_id)}
    sentences = []
    for code in codes:
        rows = [row for row in results.levels_of(measure_id) if row.group.parent == code]
        if rows:
            sentences.append(f"Inside {labels.get(code, code)}: {_list(rows, numbers.level_unit(measure))}.")
    return sentences


def _unknown(results: ReleasedResults, measure_id: str) -> list[str]:
    measure = results.change_package.measure(measure_id)
    (row,) = results.recording_of(measure_id)
    if isinstance(row.unknown, Suppressed | NotAvailable):
        return [f"{messages.number_of(measure)} without a known ethnic group: {numbers.missing(row.unknown)}."]
    have, are = ("has", "is") if row.unknown == 1 else ("have", "are")
    unknown, rest = numbers.count(row.unknown), f"{have} no known ethnic group, and {are} in no group's level."
    compared = ["One period cannot show whether a gap changes."] if results.gaps_of(measure_id) else []
    if isinstance(row.total, Suppressed | NotAvailable):
        return [f"{unknown} {messages.counted(measure)} {rest} The number in all: {numbers.missing(row.total)}.", *compared]
    share = numbers.value(row.unknown_share, numbers.Unit.PER_CENT)
    return [f"Of {messages.how_many(row.total, measure)}, {unknown} ({share}) {rest}", *_in_no_row(row), *compared]


def _in_no_row(row: Recording) -> list[str]:
    """Events that the source breaks down by no ethnic group at all, known or unknown: they are in no group's level either."""
    if not (is_number(row.not_broken_down) and is_number(row.unknown) and is_number(row.whole)) or not int(row.not_broken_down):
        return []
    left_out, whole = int(row.unknown) + int(row.not_broken_down), int(row.whole)
    share = numbers.number(100 * left_out / whole, numbers.Unit.PER_CENT)
    return [
        f"A further {numbers.count(row.not_broken_down)}, of {numbers.count(row.whole)} in all, are not broken down by ethnicity at all: "
        f"together {share} are in no group's level."
    ]
