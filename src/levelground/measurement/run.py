"""Running a measurement plan: sources in, one statement per measure, levels, gaps and recording out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from levelground.change_package.measures import Measure
from levelground.change_package.reading import Reading
from levelground.errors import ConditionRefused, DataUnreadable, Finding, Severity, SourceMismatch
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.measurement import data_quality
from levelground.measurement.cells import SUPPRESSED, Cell, NotAvailable
from levelground.measurement.connect import DuckDBExecutor, EngineError, open_database, rows_of
from levelground.measurement.contract import LoadedSource, load
from levelground.measurement.gaps import gaps_of
from levelground.measurement.levels import COUNT_ONLY, PART_MISSING, ROW_NOT_IN_SOURCE, with_estimates
from levelground.measurement.lookups import KNOWN_ONLY, categories_table, crosswalk_table, groups_of, labels_table
from levelground.measurement.plan import AGGREGATE, GROUP, UNKNOWN, measure_query
from levelground.measurement.readiness import ReadyMeasure, Supply, ready_measures, supply_of
from levelground.measurement.recording import NOT_IN_DATA, added, contradictions, recording_of
from levelground.measurement.results import Area, Gap, Level, NotRun, Recording, UnreleasedResults
from levelground.measurement.run_log import run_log
from levelground.measurement.sources import Role

Progress = Callable[[str], None]
NO_WHOLE = NotAvailable("this measure names no count of all events")
NO_POPULATION = NotAvailable("no complete population for this group")
NOT_PUBLISHED = NotAvailable("the source publishes no value")


@dataclass(frozen=True)
class Counted:
    """What one measure gave."""

    sql: str
    levels: tuple[Level, ...]
    gaps: tuple[Gap, ...]
    recording: tuple[Recording, ...]
    findings: tuple[Finding, ...]


def run(reading: Reading, data_dir: Path, progress: Progress = lambda _: None) -> UnreleasedResults:
    """Run every measure of a change package whose data are in a folder.

    Parameters
    ----------
    reading
        A change package as `change_package.read` gives it.
    data_dir
        The folder with the data files (and, where they are not shipped, the declarations of their sources).
    progress
        Told in words what is being done.

    Raises
    ------
    UserFacingError
        when a declaration, a file, a condition or a pair of classifications is refused, or no measure has data.
    """
    if not data_dir.is_dir():
        raise DataUnreadable(f"`{data_dir}` is not a folder.")
    progress("looking for data")
    supply = supply_of(reading.change_package, data_dir)
    ready, not_run = ready_measures(reading, supply)
    if not ready:
        findings = [
            Finding(Severity.ERROR, "no-data", f"{entry.measure_id}: {entry.reason}.", element=entry.measure_id) for entry in not_run
        ]
        raise DataUnreadable(f"No measure of `{reading.change_package.id}` has its data in `{data_dir}`.", findings)
    with open_database() as database:
        loaded = _load_all(database, supply, progress)
        _register_lookups(database, ready, supply)
        counted: dict[str, Counted] = {}
        for item in ready:
            progress(f"counting {item.measure.id}: {item.measure.name}")
            try:
                unfit = _unfit(database, item, loaded)
                counted[item.measure.id] = Counted("", (), (), (), unfit) if unfit else _count(database, item, reading)
            except EngineError as problem:
                raise _cannot_be_run(item.measure, reading, problem) from None
            if unfit:
                not_run += (_not_run(item.measure.id, unfit),)
        engine = database.version()
    source_findings = tuple(finding for source in loaded.values() for finding in source.findings)
    return UnreleasedResults(
        change_package=reading.change_package,
        change_package_text=reading.text,
        levels=tuple(level for one in counted.values() for level in one.levels),
        gaps=tuple(gap for one in counted.values() for gap in one.gaps),
        recording=tuple(row for one in counted.values() for row in one.recording),
        not_run=tuple(sorted(not_run, key=lambda entry: [m.id for m in reading.change_package.measures].index(entry.measure_id))),
        findings=source_findings + tuple(finding for one in counted.values() for finding in one.findings),
        queries={measure_id: one.sql for measure_id, one in counted.items() if one.sql},
        run_log=run_log(reading, loaded, ready, engine),
    )


def _cannot_be_run(measure: Measure, reading: Reading, problem: EngineError) -> ConditionRefused:
    """Conditions are the only part of a statement that is not ours: text compared with a number, for one."""
    message = f"the database refused the measure's condition: {problem}."
    step = "Columns hold text: compare them with text in quotes, as in column = '1'."
    finding = Finding(Severity.ERROR, "condition-cannot-be-run", message, reading.place_of(measure.id), measure.id, next_step=step)
    return ConditionRefused(f"The condition of {measure.id} cannot be run.", [finding])


def _load_all(database: DuckDBExecutor, supply: Supply, progress: Progress) -> dict[str, LoadedSource]:
    loaded = {}
    for source_id, source in supply.sources.items():
        progress(f"reading {supply.files[source_id].path.name}")
        loaded[source_id] = load(database, source, supply.files[source_id])
    database.seal()
    return loaded


def _register_lookups(database: DuckDBExecutor, ready: Sequence[ReadyMeasure], supply: Supply) -> None:
    for source in supply.sources.values():
        classification = classifications.load(source.ethnicity.classification)
        database.register(f"{source.id}__labels", labels_table(source, classification))
    for classification_id in {item.measure.classification for item in ready}:
        database.register(f"{classification_id}__categories", categories_table(classifications.load(classification_id)))
    for walk_id in {item.denominator.count.crosswalk for item in ready if item.denominator and item.denominator.count.crosswalk}:
        database.register(f"crosswalk__{walk_id}", crosswalk_table(crosswalks.load(walk_id)))


def _not_run(measure_id: str, unfit: Sequence[Finding]) -> NotRun:
    """The reason in words that hold nothing of the data: it is shown with any release."""
    rules = dict.fromkeys(finding.rule for finding in unfit)
    if set(rules) == {data_quality.NO_ROWS_YET}:
        return NotRun(measure_id, "the data have no rows for it yet", awaits_data=True)
    return NotRun(measure_id, f"its data must be mended first ({', '.join(rules)}; see the findings)")


def _unfit(database: DuckDBExecutor, item: ReadyMeasure, loaded: Mapping[str, LoadedSource]) -> tuple[Finding, ...]:
    """Why a measure cannot be counted on these data, if so."""
    findings: list[Finding] = []
    for planned in (item.numerator, item.denominator, item.whole):
        if planned is not None:
            source = loaded[planned.source.id]
            findings += data_quality.values_not_in_data(database, planned, item.measure.id)
            findings += data_quality.other_area_levels(database, planned, source, item.measure.area_level, item.measure.id)
            findings += data_quality.repeated_rows(database, planned, source, item.measure.id)
            findings += data_quality.invalid_counts(database, planned, source, item.measure.id)
            if planned is not item.whole:
                findings += data_quality.labels_without_meaning(database, planned, source, item.measure.id)
    return tuple(findings)


def _count(database: DuckDBExecutor, item: ReadyMeasure, reading: Reading) -> Counted:
    measure = item.measure
    sql = measure_query(measure, item.numerator, item.denominator, item.whole).sql(dialect=database.dialect, pretty=True)
    rows = rows_of(database.run(sql))
    areas = {(row["period"], row["area_code"]): _area(row, item) for row in rows}
    levels = with_estimates(measure, [_level(measure, row, areas, item) for row in rows if row["kind"] == GROUP])
    comparison = measure.comparison or reading.change_package.aim.comparison
    recording, contradicted = _recording(item, rows, areas)
    shown = measure.statistic != "unknown_share"
    return Counted(
        sql,
        levels if shown else (),
        gaps_of(measure, comparison, levels) if shown else (),
        recording,
        (*contradicted, *(_data_findings(database, item, levels) if shown else ())),
    )


def _area(row: Mapping[str, Any], item: ReadyMeasure) -> Area:
    country = item.numerator.source.country
    if item.measure.area_level == "country" and country:
        return Area("country", row["area_code"], country)
    return Area(item.measure.area_level, row["area_code"], row["area_name"])


def _level(measure: Measure, row: Mapping[str, Any], areas: Mapping[tuple[str, str], Area], item: ReadyMeasure) -> Level:
    groups = {(group.breakdown, group.code): group for group in groups_of(classifications.load(measure.classification))}
    published: Cell = NOT_PUBLISHED if row["published"] is None else float(row["published"])
    return Level(
        measure.id,
        row["period"],
        areas[row["period"], row["area_code"]],
        groups[row["breakdown"], row["code"]],
        _events(row, item, ROW_NOT_IN_SOURCE),
        COUNT_ONLY if item.denominator is None else _cell(row["population"], row["suppressed_populations"], NO_POPULATION),
        NOT_IN_DATA,
        published,
        _caveats(item, row["breakdown"], row["code"]),
    )


def _caveats(item: ReadyMeasure, breakdown: str, code: str) -> tuple[str, ...]:
    """What the crosswalk of the denominator says of this group's figure."""
    walk_id = item.denominator.count.crosswalk if item.denominator else None
    if walk_id is None:
        return ()
    walk = crosswalks.load(walk_id)
    return tuple(flag.text for flag in walk.flags if (flag.breakdown, flag.group) == (breakdown, code))


def _events(row: Mapping[str, Any], item: ReadyMeasure, absent: NotAvailable) -> Cell:
    """A counted cell. A group that its source declares and has no row for is 0 only where the source says that absent is zero."""
    source = item.numerator.source
    if row["cells"] is None and source.absent_is_zero and (row["breakdown"], row["code"]) in source.declared_groups():
        return 0
    if row["cells"] is not None and row["events"] is None and not row["suppressed_cells"]:
        return PART_MISSING
    return _cell(row["events"], row["suppressed_cells"], absent)


def _cell(value: int | None, suppressed: int | None, absent: NotAvailable) -> Cell:
    """A sum as a cell: withheld as soon as one of its parts is; 0 is a number like any other."""
    if suppressed:
        return SUPPRESSED
    return absent if value is None else int(value)


def _recording(
    item: ReadyMeasure, rows: Sequence[Mapping[str, Any]], areas: Mapping[tuple[str, str], Area]
) -> tuple[tuple[Recording, ...], tuple[Finding, ...]]:
    found: list[Recording] = []
    findings: list[Finding] = []
    for (period, code), area in areas.items():
        here = [row for row in rows if (row["period"], row["area_code"]) == (period, code)]
        cell = {(row["kind"], row["breakdown"], row["code"]): _events(row, item, NOT_IN_DATA) for row in here}
        groups = {b: [c for (kind, breakdown, _), c in cell.items() if kind == GROUP and breakdown == b] for b in item.measure.breakdowns}
        unknown = {code: value for (kind, _, code), value in cell.items() if kind == UNKNOWN}
        whole: Cell = NO_WHOLE
        if item.whole is not None:
            whole = _cell(here[0]["whole"], here[0]["suppressed_wholes"], NOT_IN_DATA)
        row = recording_of(item.measure.id, period, area, groups=groups, unknown=unknown, whole=whole)
        known_only = cell.get((AGGREGATE, "", KNOWN_ONLY), NOT_IN_DATA)
        findings += contradictions(row, known_only, added(groups.get("broad", [])), added(groups.get("detailed", [])))
        found.append(row)
    return tuple(found), tuple(findings)


def _data_findings(database: DuckDBExecutor, item: ReadyMeasure, levels: Sequence[Level]) -> tuple[Finding, ...]:
    measure = item.measure
    findings = [
        *data_quality.periods_differ(item.numerator, item.denominator, measure.id),
        *data_quality.rounded_counts(item.numerator, measure.id, _area_values(item)),
        *data_quality.differs_from_published(levels),
        *data_quality.impossible_parts(levels),
        *data_quality.groups_without_rows(levels, item.numerator.source.declared_groups()),
    ]
    walk_id = item.denominator.count.crosswalk if item.denominator else None
    if item.denominator is not None and walk_id is not None:
        walk = crosswalks.load(walk_id)
        people = data_quality.people_by_code(database, item.denominator)
        findings += data_quality.crosswalk_losses(walk, people, measure.breakdowns, measure.id)
        findings += data_quality.flagged_groups(walk, people, levels, measure.per or 1, measure.id)
    return tuple(findings)


def _area_values(item: ReadyMeasure) -> list[str]:
    """The raw area levels that stand for the measure's level in its source."""
    column = item.numerator.source.column_with(Role.AREA_LEVEL)
    return (
        [] if column is None or column.values is None else [raw for raw, level in column.values.items() if level == item.measure.area_level]
    )


def require_one_period(results: UnreleasedResults) -> None:
    """Nothing, when each measure is of one period: pages and pictures show one, and cannot yet show a course over time.

    Raises
    ------
    SourceMismatch
        naming the measures and their periods.
    """
    found: dict[str, list[str]] = {}
    for row in results.recording:
        found.setdefault(row.measure_id, []).append(row.period)
    several = {measure_id: list(dict.fromkeys(periods)) for measure_id, periods in found.items() if len(set(periods)) > 1}
    if several:
        raise SourceMismatch(
            "Several periods cannot be shown together yet; nothing was written.",
            [
                Finding(
                    Severity.ERROR,
                    "several-periods",
                    f"the rows of {measure_id} are of {', '.join(periods)}.",
                    element=measure_id,
                    next_step="Keep one period in the file, or choose it in each condition: period = '...'.",
                )
                for measure_id, periods in several.items()
            ],
        )
