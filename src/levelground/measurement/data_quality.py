"""What a reader must know of the data behind a measure before believing its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from levelground.errors import Finding, Place, Severity, nearest_names
from levelground.ethnicity.crosswalk import Crosswalk
from levelground.measurement.cells import Estimate, is_number
from levelground.measurement.conditions import literals_by_column, parse_condition
from levelground.measurement.connect import Executor, literal, quoted, rows_of
from levelground.measurement.contract import LoadedSource, seen
from levelground.measurement.levels import PART_EXCEEDS_WHOLE, PART_MISSING, ROW_NOT_IN_SOURCE
from levelground.measurement.plan import PlannedCount
from levelground.measurement.results import Level
from levelground.measurement.rounding import rounded
from levelground.measurement.sources import Role

SHOWN_LINES = 5
NO_ROWS_YET = "no-rows-yet"
"""The rule of a value that the source declares and the data do not have: nothing to mend, but nothing to count."""


def values_not_in_data(database: Executor, planned: PlannedCount, measure_id: str) -> Iterable[Finding]:
    """Values that a condition looks for and the data do not have: most often a spelling."""
    if not planned.count.where:
        return
    condition = parse_condition(planned.count.where, planned.source.column_names())
    for column, values in literals_by_column(condition).items():
        query = f"SELECT DISTINCT CAST({quoted(column)} AS VARCHAR) AS found FROM {quoted(planned.source.id)}"
        there = {row["found"] for row in rows_of(database.run(query))}
        allowed = next((declared.allowed for declared in planned.source.columns if declared.name == column), None) or ()
        for value in sorted(values - there):
            if value in allowed:
                yield Finding(
                    Severity.NOTE,
                    NO_ROWS_YET,
                    f"{planned.source.id} has no row yet in which `{column}` is {seen(value)}.",
                    element=measure_id,
                )
                continue
            yield Finding(
                Severity.ERROR,
                "value-not-in-data",
                f"the condition looks for {seen(value)} in `{column}`, and no row of {planned.source.id} has it.",
                element=measure_id,
                did_you_mean=nearest_names(value, [found for found in there if found]),
                next_step="Correct the spelling in the condition, or look at the data.",
            )


def labels_without_meaning(database: Executor, planned: PlannedCount, loaded: LoadedSource, measure_id: str) -> Iterable[Finding]:
    """Labels among the counted rows that the source does not declare: their events could not be given to any group."""
    where = f"WHERE {_where(planned)}" if planned.count.where else ""
    column = planned.source.ethnicity.column
    query = (
        f"SELECT {quoted(column)} AS label, list(line ORDER BY line) AS lines FROM {quoted(planned.source.id)} {where} GROUP BY 1 "
        f"HAVING {quoted(column)} NOT IN ({', '.join(literal(label) for label in planned.source.ethnicity.meanings)}) ORDER BY 1"
    )
    for row in rows_of(database.run(query)):
        lines = row["lines"]
        first = ", ".join(map(str, lines[:SHOWN_LINES]))
        more = f" and {len(lines) - SHOWN_LINES:,} more" if len(lines) > SHOWN_LINES else ""
        yield Finding(
            Severity.ERROR,
            "label-without-meaning",
            f"{seen(row['label'])} is not a label that {planned.source.id} declares (lines {first}{more}).",
            place=Place(loaded.file.path.name, lines[0]),
            element=measure_id,
            did_you_mean=nearest_names(row["label"], planned.source.ethnicity.labels),
            next_step="The measure is not run: events that belong to no group would be lost.",
        )


def invalid_counts(database: Executor, planned: PlannedCount, loaded: LoadedSource, measure_id: str) -> Iterable[Finding]:
    """Counted cells that are neither a number nor withheld."""
    where = f"({_where(planned)}) AND " if planned.count.where else ""
    query = f"SELECT line FROM {quoted(planned.source.id)} WHERE {where}{quoted(loaded.status_column)} = 'invalid' ORDER BY line"
    lines = [row["line"] for row in rows_of(database.run(query))]
    if lines:
        yield Finding(
            Severity.ERROR,
            "count-not-a-number",
            f"{len(lines):,} of the counted cells are neither a number nor withheld.",
            place=Place(loaded.file.path.name, lines[0]),
            element=measure_id,
            next_step="The measure is not run until they are mended.",
        )


def other_area_levels(
    database: Executor, planned: PlannedCount, loaded: LoadedSource, area_level: str, measure_id: str
) -> Iterable[Finding]:
    """Counted rows of another level of area: England and its parts would be added up together."""
    column = planned.source.column_with(Role.AREA_LEVEL)
    if column is None or column.values is None:
        return
    where = f"WHERE {_where(planned)}" if planned.count.where else ""
    query = f"SELECT {quoted(column.name)} AS found, min(line) AS line FROM {quoted(planned.source.id)} {where} GROUP BY 1 ORDER BY 2"
    for row in rows_of(database.run(query)):
        if column.values.get(row["found"]) != area_level:
            yield Finding(
                Severity.ERROR,
                "other-area-level",
                f"the measure is for {area_level}, and its condition also counts rows whose {column.name} is {seen(row['found'])}.",
                place=Place(loaded.file.path.name, row["line"]),
                element=measure_id,
                next_step=f"Name one {column.name} in the condition, or another `area_level` in the measure.",
            )


def repeated_rows(database: Executor, planned: PlannedCount, loaded: LoadedSource, measure_id: str) -> Iterable[Finding]:
    """Counted rows that are the same in everything but their numbers: added together they would count people twice."""
    if planned.source.count_column.repeated_rows == "added":
        return
    keys = [column.name for column in planned.source.columns if column.role not in (Role.COUNT, Role.PUBLISHED_VALUE)]
    by = ", ".join(quoted(key) for key in keys)
    where = f"WHERE {_where(planned)} " if planned.count.where else ""
    rows = f"FROM {quoted(planned.source.id)} {where}GROUP BY {by}"
    query = f"SELECT list(line ORDER BY line) AS lines {rows} HAVING count(*) > 1 ORDER BY min(line)"
    for row in rows_of(database.run(query)):
        lines = ", ".join(map(str, row["lines"][:SHOWN_LINES]))
        yield Finding(
            Severity.ERROR,
            "repeated-row",
            f"lines {lines} are for the same group, place and time: added together they would count twice.",
            place=Place(loaded.file.path.name, row["lines"][0]),
            element=measure_id,
            next_step="Keep one of them; or declare the column that tells them apart; or declare `repeated_rows: added` on the count.",
        )


def impossible_parts(levels: Sequence[Level]) -> Iterable[Finding]:
    """Proportions whose part is larger than the whole."""
    for level in levels:
        if level.estimate == PART_EXCEEDS_WHOLE:
            yield Finding(
                Severity.WARNING,
                "part-exceeds-whole",
                f"{_of(level)}: the numerator is larger than the denominator, so there is no proportion.",
                element=level.measure_id,
                next_step="Look at both conditions, and at the rows that they count.",
            )


def groups_without_rows(levels: Sequence[Level], declared: frozenset[tuple[str, str]]) -> Iterable[Finding]:
    """Groups that the source declares and has no row for, wholly or in part: said once for each group."""
    missing: dict[tuple[str, str], list[Level]] = {}
    for level in levels:
        key = (level.group.breakdown, level.group.code)
        if level.numerator == PART_MISSING or (level.numerator == ROW_NOT_IN_SOURCE and key in declared):
            missing.setdefault(key, []).append(level)
    for found in missing.values():
        what = "a part of " if found[0].numerator == PART_MISSING else ""
        where = f" in {len(found)} places" if len(found) > 1 else ""
        yield Finding(
            Severity.WARNING,
            "no-row-for-group",
            f"there is no row for {what}{found[0].group.label}{where}: that is not the same as 0, and the group has no number.",
            element=found[0].measure_id,
            next_step="Add the row; or declare `absent_is: zero` where the source leaves out groups without events.",
        )


def _of(level: Level) -> str:
    return f"{level.group.label} in {level.area.name}" if level.area.name else level.group.label


def periods_differ(numerator: PlannedCount, denominator: PlannedCount | None, measure_id: str) -> Iterable[Finding]:
    """Events of one time over people of another: common, and to be said."""
    if denominator is not None and numerator.source.period != denominator.source.period:
        yield Finding(
            Severity.NOTE,
            "periods-differ",
            f"events are of {numerator.source.period}; people are of {denominator.source.period} ({denominator.source.title}).",
            element=measure_id,
        )


def rounded_counts(planned: PlannedCount, measure_id: str, area_values: Iterable[str]) -> Iterable[Finding]:
    """Counts that the source has rounded."""
    rounded = planned.source.count_column.rounded_to
    for value in area_values:
        width = None if rounded is None else rounded.values.get(value)
        if width:
            yield Finding(
                Severity.NOTE,
                "rounded-by-source",
                f"counts for {value} are rounded to the nearest {width} by {planned.source.publisher}.",
                element=measure_id,
            )


def differs_from_published(levels: Sequence[Level]) -> Iterable[Finding]:
    """Where our value, rounded as published, is not the published one."""
    for level in levels:
        if isinstance(level.estimate, Estimate) and is_number(level.published):
            ours, theirs = rounded(level.estimate.value, 1), rounded(float(level.published), 1)
            if ours != theirs:
                yield Finding(
                    Severity.WARNING,
                    "differs-from-published",
                    f"{level.group.label} in {level.area.name}: {ours} here, {theirs} published.",
                    element=level.measure_id,
                    next_step="Look at the denominator and its crosswalk.",
                )


def crosswalk_losses(crosswalk: Crosswalk, populations: Mapping[str, int], breakdowns: Sequence[str], measure_id: str) -> Iterable[Finding]:
    """What the crosswalk of a denominator loses, in words, and how many people that is."""
    report = crosswalk.loss_report(populations)
    for lost in report.in_no_group:
        if lost.breakdown in breakdowns:
            people = "" if lost.population is None else f" ({lost.population:,} people)"
            yield Finding(
                Severity.WARNING,
                "in-no-group",
                f"{lost.label}{people} are in no {lost.breakdown} group's denominator. {lost.reason}",
                element=measure_id,
            )
    for moved in report.moved:
        if moved.breakdown in breakdowns and moved.breakdown == "broad":
            people = "" if moved.population is None else f" ({moved.population:,} people)"
            yield Finding(
                Severity.NOTE,
                "moved-group",
                f"{moved.label}{people} are counted in {moved.to_label}, not in {moved.from_label}. {moved.reason}",
                element=measure_id,
            )


def flagged_groups(
    crosswalk: Crosswalk, populations: Mapping[str, int], levels: Sequence[Level], per: int, measure_id: str
) -> Iterable[Finding]:
    """Groups whose denominator leaves people out, with the value that including them would give."""
    for flag in crosswalk.flags:
        for level in levels:
            here = (level.group.breakdown, level.group.code) == (flag.breakdown, flag.group)
            known = all(code in populations for code in flag.add)
            if here and known and is_number(level.numerator) and is_number(level.denominator):
                more = sum(populations[code] for code in flag.add)
                with_them = float(level.numerator) / (float(level.denominator) + more) * per
                as_is = float(level.numerator) / float(level.denominator) * per
                yield Finding(
                    Severity.WARNING,
                    "denominator-leaves-people-out",
                    f"{level.group.label}: {flag.text} "
                    f"The value here is {rounded(as_is, 1)}; with them in the denominator it is {rounded(with_them, 1)}.",
                    element=measure_id,
                )


def people_by_code(database: Executor, planned: PlannedCount) -> dict[str, int]:
    """People by detailed code of a denominator's own classification; a code with a withheld cell is left out.

    Empty where the source has areas or periods: the numbers would be of all of them together.
    """
    if any(planned.source.column_with(role) is not None for role in (Role.PERIOD, Role.AREA_CODE)):
        return {}
    where = f"AND ({_where(planned)}) " if planned.count.where else ""
    source, people = planned.source, f"counted.{quoted(planned.source.count_column.name)}"
    labels, label = quoted(f"{source.id}__labels"), f"counted.{quoted(source.ethnicity.column)}"
    query = (
        f"SELECT labels.code, sum({people}) AS people FROM {quoted(source.id)} AS counted "
        f"JOIN {labels} AS labels ON {label} = labels.label "
        f"WHERE labels.kind = 'group' AND labels.breakdown = 'detailed' {where}GROUP BY 1 HAVING count(*) = count({people})"
    )
    return {row["code"]: int(row["people"]) for row in rows_of(database.run(query))}


def _where(planned: PlannedCount) -> str:
    return parse_condition(planned.count.where or "TRUE", planned.source.column_names()).sql(dialect="duckdb", identify=True)
