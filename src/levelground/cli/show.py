"""Results as tables on the terminal: levels before comparisons, both gaps together, what is not known beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from levelground.change_package.measures import Measure, Statistic
from levelground.change_package.provenance import co_production_words
from levelground.charts import numbers
from levelground.charts.area_names import area_name, in_order
from levelground.charts.numbers import Unit
from levelground.errors import Severity
from levelground.measurement.cells import Estimate, NotAvailable, Suppressed
from levelground.measurement.results import ComparatorUsed, Gap, Group, Level, Recording, ReleasedResults, Results


def show_results(results: Results, console: Console, measure_id: str | None = None) -> None:
    """Every measured measure of a package (or one of them) as tables."""
    package = results.change_package
    console.print(
        f"[bold]{package.title}[/bold] ({package.id} {package.version}; {co_production_words(package.status, package.co_production)})"
    )
    for measure in package.measures:
        if measure.id in results.measured_ids() and measure_id in (None, measure.id):
            console.print()
            _show_measure(results, measure, console)
    console.print()
    for line in _standing(results):
        console.print(line, soft_wrap=True)
    if measure_id is None and results.not_run:
        console.print("\n[bold]Measures without data yet[/bold]")
        for entry in results.not_run:
            console.print(f"  {entry.measure_id} {package.measure(entry.measure_id).name}: {entry.reason}", soft_wrap=True)


def _show_measure(results: Results, measure: Measure, console: Console) -> None:
    levels, recording = results.levels_of(measure.id), results.recording_of(measure.id)
    crude = ", crude (not adjusted for age)" if measure.crude else ""
    console.print(f"[bold]{measure.id} {measure.name}[/bold]: {numbers.unit_words(measure)}{crude}", soft_wrap=True)
    areas = dict.fromkeys(level.area for level in levels)
    if len(areas) == 1:
        for breakdown in measure.breakdowns:
            console.print(_levels(measure, [level for level in levels if level.group.breakdown == breakdown]))
            gaps = [gap for gap in results.gaps_of(measure.id) if gap.group.breakdown == breakdown]
            marked = {level.group for level in levels if level.caveats}
            for comparator in dict.fromkeys(gap.comparator for gap in gaps):
                console.print(_gaps(measure, comparator, [gap for gap in gaps if gap.comparator == comparator], marked))
    elif areas:
        console.print(_by_area(measure, levels))
    elif len(recording) > 1:
        console.print(f"{len(recording)} areas: look at them with --format csv.", soft_wrap=True)
    for row in recording if len(recording) == 1 else ():
        for line in _recording_lines(row):
            console.print(line, soft_wrap=True)


def _table(title: str, caption: str | None = None) -> Table:
    return Table(
        title=title, caption=caption, title_justify="left", caption_justify="left", title_style="italic", box=SIMPLE, pad_edge=False
    )


def _levels(measure: Measure, levels: Sequence[Level]) -> Table:
    """The level of every group, before any comparison."""
    first = levels[0]
    where = ", ".join(part for part in (first.area.name, first.period) if part)
    table = _table(f"Levels: {first.group.breakdown} groups, {where}", _footnotes(levels))
    table.add_column("Group")
    table.add_column(measure.unit.capitalize(), justify="right")
    if measure.per is not None:
        table.add_column("People" if measure.statistic is Statistic.RATE else "Out of", justify="right")
        table.add_column("Level (95% interval)", justify="right")
    for level in levels:
        row = [f"{level.group.label} *" if level.caveats else level.group.label, numbers.count(level.numerator)]
        if measure.per is not None:
            row += [numbers.count(level.denominator), numbers.with_interval(level.estimate, numbers.level_unit(measure))]
        table.add_row(*row)
    return table


def _gaps(measure: Measure, comparator: ComparatorUsed, gaps: Sequence[Gap], marked: set[Group]) -> Table:
    """Both gaps of every group against one comparison group."""
    role = "Gaps" if comparator.role == "named" else "Gaps, second comparison"
    table = _table(f"{role}: each group against {comparator.label}", f"Why {comparator.label}: {comparator.reason}")
    table.add_column("Group")
    table.add_column("Difference (95% interval)", justify="right")
    table.add_column("Ratio (95% interval)", justify="right")
    for gap in gaps:
        absolute = numbers.with_interval(gap.absolute, numbers.difference_unit(measure))
        table.add_row(
            f"{gap.group.label} *" if gap.group in marked else gap.group.label, absolute, numbers.with_interval(gap.relative, Unit.RATIO)
        )
    return table


def _by_area(measure: Measure, levels: Sequence[Level]) -> Table:
    """One row for each area, one column for each group."""
    groups = list(dict.fromkeys(level.group for level in levels))
    table = _table(f"By area, {levels[0].period}")
    table.add_column("Area")
    for group in groups:
        table.add_column(group.label, justify="right")
    cells = {(level.area, level.group): level for level in levels}
    for area in in_order(level.area for level in levels):
        row = [cells.get((area, group)) for group in groups]
        table.add_row(area_name(area), *("" if level is None else _short(measure, level) for level in row))
    return table


def _short(measure: Measure, level: Level) -> str:
    """One cell of the table by area: the level with its interval, or the count where the measure is one."""
    cell = level.numerator if measure.per is None else level.estimate
    if isinstance(cell, NotAvailable):
        return "not in source" if measure.per is None else "not available"
    if isinstance(cell, Suppressed):
        return "withheld"
    return numbers.with_interval(cell, numbers.level_unit(measure)) if isinstance(cell, Estimate) else numbers.count(cell)


def _footnotes(levels: Sequence[Level]) -> str | None:
    """What must be said beside a figure, below its table."""
    notes = [f"* {level.group.label}: {caveat}" for level in levels for caveat in level.caveats]
    return "\n".join(notes) or None


def _standing(results: Results) -> list[str]:
    """What was done to the numbers, what they rest on, and how much there is to know."""
    sources = "; ".join(f"{source['publisher']}, {source['title']} ({source['licence']})" for source in results.run_log["sources"])
    lines = [f"Sources: {sources}."]
    if isinstance(results, ReleasedResults):
        lines.insert(0, f"Disclosure policy {results.certificate.policy}: {results.certificate.statement}")
    warnings = sum(finding.severity is Severity.WARNING for finding in results.findings)
    lines.append(f"{warnings} warnings about the data: they stand in the board page and in --format json.")
    lines.append("Intervals speak of chance alone and take events as independent; repeat events of one person make them too narrow.")
    return lines


def _recording_lines(row: Recording) -> list[str]:
    parts = ", ".join(
        f"{words} {numbers.count(cell)}"
        for words, cell in (("not stated", row.not_stated), ("not known", row.not_known), ("missing", row.missing))
        if not isinstance(cell, NotAvailable)
    )
    share = numbers.value(row.unknown_share, Unit.PER_CENT)
    if isinstance(row.total, NotAvailable):
        lines = [
            f"Ethnic group not known: {numbers.count(row.unknown)}; the total is {numbers.count(row.total)}{'; ' if parts else ''}{parts}."
        ]
    else:
        lines = [
            f"Ethnic group not known: {numbers.count(row.unknown)} of {numbers.count(row.total)} ({share}){': ' if parts else ''}{parts}."
        ]
    if not isinstance(row.whole, NotAvailable):
        whole, left_out = numbers.count(row.whole), numbers.count(row.not_broken_down)
        lines.append(f"All events: {whole}. The source puts {left_out} of them in no row by ethnicity, known or unknown.")
    return lines
