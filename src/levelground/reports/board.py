"""The board page as a value: its sections in order, every number already in words. Renderers add nothing to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from levelground.change_package.measures import Measure, Statistic
from levelground.change_package.provenance import co_production_words
from levelground.charts import driver_diagram, groups, messages, numbers, store
from levelground.charts.area_names import area_name, in_order
from levelground.charts.chart import Chart, DataTable, released
from levelground.charts.comparisons import ComparisonWords, comparisons
from levelground.errors import Finding, Severity
from levelground.measurement.cells import Suppressed
from levelground.measurement.results import Level, Recording, ReleasedResults
from levelground.reports.co_production import CoProductionPart, MeasuredRow, co_production_part
from levelground.reports.headline import beside, headline, summary
from levelground.reports.method import Working, working
from levelground.reports.sources import SourceCaveat, caveats
from levelground.reports.thread import MeasureResult, ThreadRow, result_of, thread


@dataclass(frozen=True)
class MeasureSection:
    """One measure: levels, then gaps, then what is not known; `caveats` are of sources of its figures that are not verified."""

    measure: Measure
    unit_words: str
    summary: str
    levels: tuple[Chart, ...]
    comparators: tuple[ComparisonWords, ...]
    gaps: tuple[Chart, ...]
    by_area: DataTable | None
    withheld: str | None
    recording: DataTable | None
    recording_words: str | None
    caveats: tuple[SourceCaveat, ...]
    recording_caveats: tuple[SourceCaveat, ...]


@dataclass(frozen=True)
class FindingWords:
    """A finding, once, with every measure that it is about."""

    finding: Finding
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """Everything on the board page."""

    title: str
    status: str
    results: ReleasedResults
    headline: str
    beside: tuple[str, ...]
    sections: tuple[MeasureSection, ...]
    findings: tuple[FindingWords, ...]
    not_run: tuple[MeasureResult, ...]
    measure_results: tuple[MeasureResult, ...]
    co_production: CoProductionPart
    thread: tuple[ThreadRow, ...]
    diagram: Chart
    outline: tuple[driver_diagram.OutlineItem, ...]
    working: Working


def board(results: ReleasedResults, charts: Mapping[str, Chart] | None = None, records: Sequence[MeasuredRow] = ()) -> Board:
    """The report of a release.

    Parameters
    ----------
    results
        Released results; anything else is a `TypeError`.
    charts
        The charts of the release as `charts.store.read` gives them; drawn now when they are not given.
    records
        What the records of co-production say, where there are any (`co_production.co_production_part`).
    """
    results = released(results)
    charts = store.draw(results) if charts is None else charts
    package = results.change_package
    measured = results.measured_ids()
    first_outcome = sorted(measured, key=lambda measure_id: measure_id != package.aim.outcome_measure)
    return Board(
        title=title(results),
        status=co_production_words(package.status, package.co_production),
        results=results,
        headline=headline(results),
        beside=beside(results),
        sections=tuple(_section(results, measure_id, charts) for measure_id in first_outcome),
        findings=_findings(results.findings),
        not_run=tuple(result_of(m, results) for m in package.measures if m.id not in measured),
        measure_results=tuple(result_of(m, results) for m in package.measures if m.id in measured),
        co_production=co_production_part(package, records),
        thread=thread(results),
        diagram=charts[driver_diagram.CHART_ID],
        outline=driver_diagram.outline(package),
        working=working(results),
    )


def _findings(findings: tuple[Finding, ...]) -> tuple[FindingWords, ...]:
    together: dict[Finding, list[str]] = {}
    for finding in findings:
        together.setdefault(replace(finding, element=None), []).extend([finding.element] if finding.element else [])
    words = [FindingWords(finding, tuple(elements)) for finding, elements in together.items()]
    return tuple(sorted(words, key=lambda each: list(Severity).index(each.finding.severity)))


def title(results: ReleasedResults) -> str:
    """The title of the page: it says *inequality*."""
    name = released(results).change_package.title
    return name if "inequalit" in name.casefold() else f"{name}: the inequality between ethnic groups"


def _section(results: ReleasedResults, measure_id: str, charts: Mapping[str, Chart]) -> MeasureSection:
    measure = results.change_package.measure(measure_id)
    mine = [chart for chart_id, chart in charts.items() if chart_id.split(".")[0] == measure_id]
    areas = groups.areas(results, measure_id)
    recording = results.recording_of(measure_id)
    several = len(areas) > 1
    return MeasureSection(
        measure=measure,
        unit_words=numbers.unit_title(measure),
        summary=summary(results, measure_id),
        levels=tuple(chart for chart in mine if chart.id.endswith(".levels")),
        comparators=comparisons(results.gaps_of(measure_id)),
        gaps=tuple(chart for chart in mine if chart.id.endswith(".gap")),
        by_area=_by_area(results, measure) if several else None,
        withheld=withheld_words(results.levels_of(measure_id)) if several else None,
        recording=_recording_table(recording[0], measure) if len(recording) == 1 else None,
        recording_words=messages.recording(recording[0], measure) if len(recording) == 1 else None,
        caveats=caveats(results.run_log, measure),
        recording_caveats=caveats(results.run_log, measure, numerator_only=True),
    )


def _by_area(results: ReleasedResults, measure: Measure) -> DataTable:
    """Areas down by name, groups across, and what is not known in each area; what the source could place nowhere stands last."""
    rows = results.levels_of(measure.id)
    across = {row.group.code: row.group for row in sorted(rows, key=lambda row: row.group.position)}
    cells = {(row.area, row.group.code): _cell(row, measure) for row in rows}
    unknown = {row.area: numbers.count(row.unknown) for row in results.recording_of(measure.id)}
    headers = ("Area", *(group.label for group in across.values()), *(("Ethnic group not known",) if unknown else ()))
    shown = tuple(
        (
            area_name(area),
            *(cells.get((area, code), "no row in the source") for code in across),
            *((unknown.get(area, "no row in the source"),) if unknown else ()),
        )
        for area in in_order(row.area for row in rows)
    )
    return DataTable(f"{measure.name}: {numbers.unit_words(measure)}, {rows[0].period}", headers, shown)


def _cell(row: Level, measure: Measure) -> str:
    if measure.statistic is Statistic.COUNT:
        return numbers.count(row.numerator)
    return numbers.with_interval(row.estimate, numbers.level_unit(measure))


def withheld_words(rows: tuple[Level, ...]) -> str:
    hidden = sum(isinstance(row.numerator, Suppressed) for row in rows)
    if not hidden:
        return "No number is withheld."
    share = f"{numbers.count(hidden)} of {numbers.count(len(rows))} numbers"
    return f"{share} are {numbers.WITHHELD}: none of them is read as 0, and none is in a sum on this page."


def _recording_table(row: Recording, measure: Measure) -> DataTable:
    pairs = (
        ("Ethnic group known", row.known),
        ("Not stated: asked, and not given", row.not_stated),
        ("Not known: not asked, or not recorded", row.not_known),
        ("Missing: left blank", row.missing),
        ("Unknown in all", row.unknown),
        ("Known and unknown together", row.total),
        ("Not broken down by ethnicity at all", row.not_broken_down),
        (f"All {messages.counted(measure)}", row.whole),
    )
    counts = tuple((words, numbers.count(cell)) for words, cell in pairs)
    share = ("Share unknown, of known and unknown together", numbers.with_interval(row.unknown_share, numbers.Unit.PER_CENT))
    caption = f"{measure.name}: how ethnicity was recorded, {messages.listed(messages.place(row.area), row.period)}"
    return DataTable(caption, ("Recorded as", "Number"), (*counts, share))
