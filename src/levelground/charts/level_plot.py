"""The levels of one measure by ethnic group, with intervals: shown before any comparison is made."""

from __future__ import annotations

import altair as alt

from levelground.change_package.measures import Measure, Statistic
from levelground.charts import groups, marks, messages, numbers, rows, vega
from levelground.charts.chart import Chart, DataTable, released
from levelground.charts.palette import NAMED
from levelground.measurement.cells import Estimate
from levelground.measurement.results import Level, ReleasedResults

_WIDTH = 380.0
_LEFT = -rows.LABEL_WIDTH - 16


def level_plot(results: ReleasedResults, measure_id: str, breakdown: str) -> Chart:
    """The level of each group as a point with its interval, every group in its published order.

    Detailed groups stand under their broad group, which is drawn above them in bold. A group whose number is withheld or
    not available keeps its row, with words in place of the point.

    Parameters
    ----------
    results
        Released results; anything else is a `TypeError`.
    measure_id, breakdown
        What to draw: a measure with levels for one area, and one of its breakdowns.
    """
    results = released(results)
    measure = results.change_package.measure(measure_id)
    levels = groups.one_area_levels(results, measure_id, breakdown)
    where = messages.listed(messages.place(levels[0].area), levels[0].period)
    title = f"{measure.name}: {numbers.unit_title(measure)}, {breakdown} groups, {where}"
    message = " ".join([messages.levels(levels, measure), *messages.figure_caveats(levels)])
    spec = vega.specification(lambda: _drawing(levels, measure, breakdown))
    chart_id = f"{measure_id}.{breakdown}.levels"
    return Chart(chart_id, title, message, spec, vega.svg(spec, chart_id, title, message), table(levels, measure, title))


def table(levels: tuple[Level, ...], measure: Measure, caption: str) -> DataTable:
    """The levels as a table: what was counted, out of how many, the level and its interval."""
    unit = numbers.level_unit(measure)
    shown = tuple(
        (
            messages.marked(level),
            numbers.count(level.numerator),
            numbers.count(level.denominator),
            numbers.value(level.estimate, unit),
            numbers.interval_or_reason(level.estimate, unit),
        )
        for level in levels
    )
    headers = (
        "Ethnic group",
        measure.unit.capitalize(),
        "People" if measure.statistic is Statistic.RATE else "Out of",
        _unit_heading(measure),
        _interval_heading(levels),
    )
    return DataTable(caption, headers, shown)


def _unit_heading(measure: Measure) -> str:
    words = numbers.unit_title(measure)
    return words[0].upper() + words[1:]


def _interval_heading(levels: tuple[Level, ...]) -> str:
    shares = {level.estimate.confidence for level in levels if isinstance(level.estimate, Estimate)}
    return f"{numbers.confidence(shares.pop())} interval" if len(shares) == 1 else "Interval"


def _drawing(levels: tuple[Level, ...], measure: Measure, breakdown: str) -> alt.LayerChart | alt.FacetChart:
    drawn = [marks.drawn(level.estimate, numbers.level_unit(measure)) for level in levels]
    heads = [_is_head(level, breakdown) for level in levels]
    labels = zip(levels, heads, drawn, strict=True)
    laid = rows.stacked((messages.marked(level), head, not head, _lines(cell)) for level, head, cell in labels)
    cells = [(row.middle, cell) for row, cell in zip(laid, drawn, strict=True)]
    points = [(at, cell) for at, cell in cells if isinstance(cell, marks.Point)]
    gaps = [(at, cell.label) for at, cell in cells if isinstance(cell, marks.LabelledGap)]
    x = _axis(measure, max((point.upper for _, point in points), default=1.0))
    right = _WIDTH + 16 + rows.widest(point.label for _, point in points)
    return alt.layer(
        *rows.separators(laid, _LEFT, right),
        *rows.label_layers(laid, _LEFT),
        *rows.band_layer(gaps, _WIDTH),
        *rows.point_layers(points, x, colour=NAMED, shape="circle", filled=True),
        *rows.text_layer([{"y": at, "words": point.label} for at, point in points], _WIDTH + 16),
    ).properties(width=_WIDTH, height=laid[-1].bottom)


def _lines(cell: marks.Drawn) -> int:
    return len(rows.words_in_band(cell.label, _WIDTH)) if isinstance(cell, marks.LabelledGap) else 1


def _is_head(level: Level, breakdown: str) -> bool:
    return level.group.breakdown != breakdown or level.group.parent is None


def _axis(measure: Measure, highest: float) -> alt.X:
    return alt.X(
        title=numbers.unit_words(measure),
        scale=alt.Scale(domain=[0, highest * 1.04 or 1], nice=False, zero=True),
        axis=alt.Axis(tickCount=6, labelExpr=_axis_labels(measure)),
    )


def _axis_labels(measure: Measure) -> str:
    return f"format(datum.value, '{'.0%' if numbers.level_unit(measure) is numbers.Unit.SHARE else ','}')"
