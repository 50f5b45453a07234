"""The gaps between groups, absolute and relative side by side: one alone can mislead (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from levelground.change_package.measures import Measure
from levelground.charts import groups, marks, messages, numbers, rows, vega
from levelground.charts.chart import Chart, DataTable, released
from levelground.charts.palette import INK, LINE_HEIGHT, NAMED, SECOND, TEXT_SIZE
from levelground.measurement.cells import Estimate, EstimateCell
from levelground.measurement.results import Gap, ReleasedResults

_WIDTH = 250.0
_LEFT = -rows.LABEL_WIDTH - 16
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
_LOOKS = {"named": (NAMED, "circle", True), "second": (SECOND, "diamond", False)}


@dataclass(frozen=True)
class _Line:
    """One gap and the height that it is drawn at."""

    at: float
    gap: Gap


def gap_plot(results: ReleasedResults, measure_id: str, breakdown: str) -> Chart:
    """Each group's gap to the named comparison group and to the second one, on both scales, with intervals.

    Left: the group minus its comparison group, no gap at 0. Right: the group divided by it, on a logarithmic scale, no gap
    at 1. Each comparator has a line of its own in each group's row; the second has another shape as well as another colour.
    What is withheld or not available is a shaded band with that word, in its own line only; the table says why.

    Parameters
    ----------
    results
        Released results; anything else is a `TypeError`.
    measure_id, breakdown
        What to draw: a measure with gaps for one area, and one of its breakdowns.
    """
    results = released(results)
    measure = results.change_package.measure(measure_id)
    gaps = groups.gap_rows(results, measure_id, breakdown)
    where = messages.listed(messages.place(gaps[0].area), gaps[0].period)
    title = f"{measure.name}: absolute and relative gap, {breakdown} groups, {where}"
    message = messages.gaps(gaps, measure)
    heads = {code: group.label for code, group in groups.broad_of(results.levels_of(measure_id)).items()}
    spec = vega.specification(lambda: _drawing(gaps, measure, heads))
    chart_id = f"{measure_id}.{breakdown}.gap"
    return Chart(chart_id, title, message, spec, vega.svg(spec, chart_id, title, message), table(gaps, measure, title))


def table(gaps: Sequence[Gap], measure: Measure, caption: str) -> DataTable:
    """Both gaps of each group to each comparator, side by side."""
    unit = numbers.difference_unit(measure)
    headers = (
        "Ethnic group",
        "Compared with",
        f"Absolute gap{', percentage points' if numbers.is_percentage(measure) else ''} (0 = no gap)",
        "Interval of the absolute gap",
        "Relative gap, ratio (1 = no gap)",
        "Interval of the relative gap",
    )
    shown = tuple(
        (
            gap.group.label,
            f"{gap.comparator.label} ({gap.comparator.role})",
            numbers.value(gap.absolute, unit),
            numbers.interval_or_reason(gap.absolute, unit),
            numbers.value(gap.relative, numbers.Unit.RATIO),
            numbers.interval_or_reason(gap.relative, numbers.Unit.RATIO),
        )
        for gap in gaps
    )
    return DataTable(caption, headers, shown)


def _drawing(gaps: Sequence[Gap], measure: Measure, heads: dict[str, str]) -> alt.HConcatChart:
    laid, lines = _laid_out(gaps, heads)
    unit = numbers.difference_unit(measure)
    absolute = _panel(lines, [marks.drawn(line.gap.absolute, unit) for line in lines], laid, _linear(measure, lines), 0)
    relative_cells = [marks.drawn(line.gap.relative, numbers.Unit.RATIO, logarithmic=True) for line in lines]
    relative = _panel(lines, relative_cells, laid, _logarithmic(lines), 1)
    key = _key(gaps)
    labelled = alt.layer(*rows.label_layers(laid, _LEFT), *key, *absolute).properties(width=_WIDTH, height=laid[-1].bottom)
    return alt.hconcat(labelled, alt.layer(*relative).properties(width=_WIDTH, height=laid[-1].bottom), spacing=28)


def _laid_out(gaps: Sequence[Gap], heads: dict[str, str]) -> tuple[tuple[rows.Row, ...], list[_Line]]:
    by_group: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_group.setdefault(gap.group.code, []).append(gap)
    labels: list[tuple[str, bool, bool, int]] = []
    order: list[list[Gap]] = []
    parent = None
    for of_group in by_group.values():
        group = of_group[0].group
        if group.parent is not None and group.parent != parent:
            labels.append((heads.get(group.parent, group.parent), True, False, 1))
            order.append([])
        parent = group.parent
        labels.append((group.label, group.parent is None, group.parent is not None, len(of_group)))
        order.append(of_group)
    laid = rows.stacked(labels)
    lines = [
        _Line(row.middle + (index - (len(of_group) - 1) / 2) * LINE_HEIGHT, gap)
        for row, of_group in zip(laid, order, strict=True)
        for index, gap in enumerate(of_group)
    ]
    return laid, lines


def _panel(lines: Sequence[_Line], cells: Sequence[marks.Drawn], laid: Sequence[rows.Row], x: alt.X, no_gap: float) -> list[alt.Chart]:
    placed = list(zip(lines, cells, strict=True))
    points = [(line, cell) for line, cell in placed if isinstance(cell, marks.Point)]
    words = [(line.at, cell.short) for line, cell in placed if isinstance(cell, marks.LabelledGap)]
    right = _WIDTH + 12 + rows.widest(point.label for _, point in points)
    drawn = [*rows.separators(laid, _LEFT if no_gap == 0 else 0, right), _no_gap_line(x, no_gap)]
    for role, (colour, shape, filled) in _LOOKS.items():
        of_role = [(line.at, point) for line, point in points if line.gap.comparator.role == role]
        drawn += rows.point_layers(of_role, x, colour=colour, shape=shape, filled=filled)
    labels = [{"y": line.at, "words": point.label} for line, point in points]
    return [*drawn, *rows.band_layer(words, _WIDTH), *rows.text_layer(labels, _WIDTH + 12)]


def _no_gap_line(x: alt.X, no_gap: float) -> alt.Chart:
    at = x.copy()
    at.shorthand = "no_gap:Q"
    line: alt.Chart = alt.Chart(vega.values([{"no_gap": no_gap}])).mark_rule(color=INK, strokeWidth=1.5, strokeDash=[6, 3]).encode(x=at)
    return line


def _key(gaps: Sequence[Gap]) -> list[alt.Chart]:
    drawn: list[alt.Chart] = []
    for index, (role, words) in enumerate(messages.comparators(gaps).items()):
        colour, shape, filled = _LOOKS[role]
        height = (index - 2) * (LINE_HEIGHT + 6) - 4
        symbols = alt.Chart(vega.values([{"y": height}])).mark_point(**rows.symbol(colour, shape, filled=filled))
        drawn.append(symbols.encode(x=vega.x_at(_LEFT + 6), y=alt.Y("y:Q", scale=None, axis=None)))
        drawn += rows.text_layer([{"y": height, "words": words}], _LEFT + TEXT_SIZE + 6)
    return drawn


def _estimates(cells: Sequence[EstimateCell]) -> list[float]:
    return [edge for cell in cells if isinstance(cell, Estimate) for edge in (cell.lower, cell.upper, cell.value)]


def _linear(measure: Measure, lines: Sequence[_Line]) -> alt.X:
    edges = [0.0, *_estimates([line.gap.absolute for line in lines])]
    low, high = min(edges), max(edges)
    margin = 0.04 * (high - low) or 1.0
    title = ["Absolute gap: difference in", numbers.difference_words(measure), "(dashed line: 0, no gap)"]
    shown = "datum.value * 100" if numbers.difference_unit(measure) is numbers.Unit.SHARE_DIFFERENCE else "datum.value"
    axis = alt.Axis(tickCount=5, labelExpr=f"format({shown}, ',')")
    return alt.X(title=title, scale=alt.Scale(domain=[low - margin, high + margin], nice=False), axis=axis)


def _logarithmic(lines: Sequence[_Line]) -> alt.X:
    edges = [1.0, *(edge for edge in _estimates([line.gap.relative for line in lines]) if edge > 0)]
    low, high = min(edges) / 1.12, max(edges) * 1.12
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    title = ["Relative gap: ratio, logarithmic scale", "(dashed line: 1, no gap)"]
    return alt.X(
        title=title,
        scale=alt.Scale(type="log", domain=[low, high], nice=False),
        axis=alt.Axis(values=ticks, labelExpr="format(datum.value, ',')"),
    )
