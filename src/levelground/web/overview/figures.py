"""Charts, tables and words of the results, joined with the addresses of their stored pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import get_template
from django.urls import reverse
from markupsafe import Markup

from levelground.change_package.aim import Comparator, ComparatorRule
from levelground.change_package.measures import Measure, Statistic
from levelground.charts import driver_diagram, messages, numbers
from levelground.charts.area_names import area_name, in_order
from levelground.charts.chart import Chart, DataTable
from levelground.measurement.cells import NotAvailable
from levelground.measurement.results import Level, Recording, ReleasedResults
from levelground.reports import board_page
from levelground.reports.co_production import MeasuredRow
from levelground.web.overview.queries import release

GroupLabels = Mapping[tuple[str, str], str]
"""Breakdown and code of a group -> its label."""
unit_words = numbers.unit_words
LONG = 400
BROAD = 900
RECORDING = (
    ("Ethnic group known", "known"),
    ("Not stated: asked, and not given", "not_stated"),
    ("Not known: not asked or not recorded", "not_known"),
    ("Missing: left blank", "missing"),
    ("All not known, together", "unknown"),
    ("Known and not known, together", "total"),
    ("All events in the source", "whole"),
    ("In the source, not broken down by ethnic group at all", "not_broken_down"),
)


@dataclass(frozen=True)
class Figure:
    """A chart on a page: the stored picture's address and size, its words and its table."""

    heading: str
    title: str
    message: str
    address: str
    width: int
    height: int
    table: DataTable
    caveats: tuple[str, ...] = ()

    @property
    def broad(self) -> bool:
        """Whether it is drawn so wide that its words become too small to read before it fits a small screen."""
        return self.width > BROAD

    @property
    def long(self) -> bool:
        """Whether its words are too many to stand open above the picture."""
        return len(self.message) > LONG


def figure(chart: Chart, caveats: tuple[str, ...] = ()) -> Figure:
    stored = release.picture(chart.id)
    address = reverse("picture", kwargs={"name": chart.id})
    return Figure(_heading(chart.id), chart.title, chart.message, address, stored.width, stored.height, chart.table, caveats)


def _heading(chart_id: str) -> str:
    """A short heading from a chart's id, `<measure>.<breakdown>.<kind>`; its title says the rest."""
    _, _, of = chart_id.partition(".")
    breakdown, _, kind = of.partition(".")
    return {"levels": f"Levels: {breakdown} groups", "gap": f"The gap, on both scales: {breakdown} groups"}.get(kind, "")


def board(results: ReleasedResults, charts: Mapping[str, Chart], records: Sequence[MeasuredRow]) -> Markup:
    """The board page's fragment; each of its pictures is the stored one, never drawn again."""
    return board_page.fragment(results, _as_image, charts, records)


def _as_image(chart: Chart) -> Markup:
    return Markup(get_template("overview/image.jinja").render({"figure": figure(chart)}))  # noqa: S704  # escaped by its template


def diagram(charts: Iterable[Chart]) -> Figure | None:
    return next((figure(chart) for chart in charts if chart.id == driver_diagram.CHART_ID), None)


def of_measure(results: ReleasedResults, measure: Measure, charts: Iterable[Chart]) -> list[Figure]:
    """The stored charts of one measure, as they were stored: levels before gaps."""
    return [figure(chart, _caveats(results, chart.id)) for chart in charts if chart.id.startswith(f"{measure.id}.")]


def _caveats(results: ReleasedResults, chart_id: str) -> tuple[str, ...]:
    """What must be said beside the figures of a chart, group by group."""
    measure_id, breakdown, _ = chart_id.split(".")
    levels = [level for level in results.levels_of(measure_id) if level.group.breakdown == breakdown]
    return tuple(dict.fromkeys(messages.figure_caveats(levels)))


def by_area(results: ReleasedResults, measure: Measure) -> list[DataTable]:
    """The levels of a measure that is given for several areas: an area a row, a group a column, one table a breakdown."""
    levels = results.levels_of(measure.id)
    if len({level.area for level in levels}) < 2:  # one area: its charts have its tables
        return []
    return [_area_table(measure, [level for level in levels if level.group.breakdown == name]) for name in _breakdowns(levels)]


def _breakdowns(levels: Sequence[Level]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(level.group.breakdown for level in levels))


def _area_table(measure: Measure, levels: Sequence[Level]) -> DataTable:
    groups = sorted({level.group for level in levels}, key=lambda group: group.position)
    cells = {(level.area, level.group): level for level in levels}
    rows = tuple(
        (area_name(area), *(_level_words(measure, cells.get((area, group))) for group in groups))
        for area in in_order(level.area for level in levels)
    )
    caption = f"{measure.name}: {numbers.unit_words(measure)}, {levels[0].group.breakdown} groups, {levels[0].period}"
    return DataTable(caption, ("Area", *(group.label for group in groups)), rows)


def _level_words(measure: Measure, level: Level | None) -> str:
    if level is None:
        return "not in the source"
    if measure.statistic is Statistic.COUNT:
        return numbers.count(level.numerator)
    return numbers.with_interval(level.estimate, numbers.level_unit(measure))


def recording(results: ReleasedResults, measure: Measure) -> DataTable | None:
    """How ethnicity was recorded: what is not known is shown, never dropped. One area reads downwards, several have a row each."""
    rows = {row.area: row for row in results.recording_of(measure.id)}
    if not rows:
        return None
    areas = in_order(rows)
    given = [(words, name) for words, name in RECORDING if len(rows) == 1 or not _never_given(list(rows.values()), name)]
    headers = (*(words for words, _ in given), "Share not known")
    counts = [(*(numbers.count(getattr(rows[area], name)) for _, name in given), _share(rows[area])) for area in areas]
    caption = "How ethnicity was recorded"
    if len(rows) == 1:
        return DataTable(caption, ("Events", area_name(areas[0])), tuple(zip(headers, counts[0], strict=True)))
    return DataTable(caption, ("Area", *headers), tuple((area_name(area), *cells) for area, cells in zip(areas, counts, strict=True)))


def never_recorded(results: ReleasedResults, measure: Measure) -> list[tuple[str, str]]:
    """What none of several areas has, and why: said once, in words, in place of columns without a number."""
    rows = results.recording_of(measure.id)
    absent = [(words, name) for words, name in RECORDING if len(rows) > 1 and _never_given(rows, name)]
    return [(words, numbers.count(getattr(rows[0], name))) for words, name in absent]


def _never_given(rows: Sequence[Recording], name: str) -> bool:
    cells = {getattr(row, name) for row in rows}
    return len(cells) == 1 and isinstance(next(iter(cells)), NotAvailable)


def _share(row: Recording) -> str:
    return numbers.with_interval(row.unknown_share, numbers.Unit.PER_CENT)


def group_labels(results: ReleasedResults) -> GroupLabels:
    """The groups as the results name them."""
    return {(level.group.breakdown, level.group.code): level.group.label for level in results.levels}


def rule_words(labels: GroupLabels, comparator: Comparator) -> str:
    """Whom groups are compared with, in words."""
    if comparator.rule is ComparatorRule.FIXED_GROUP:
        named = [labels.get(pair, pair[1]) for pair in comparator.reference_groups.items()]
        return "The named group: " + ", or within it ".join(dict.fromkeys(named))
    return {ComparatorRule.BEST: "The group with the best result", ComparatorRule.REST: "All other people together"}[comparator.rule]
