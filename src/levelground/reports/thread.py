"""The golden thread, row by row: a recommendation, what took it up, the measures of that; and what each measure shows."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.drivers import Driver
from levelground.change_package.measures import Measure
from levelground.change_package.recommendations import Recommendation
from levelground.charts import messages, numbers
from levelground.charts.chart import released
from levelground.measurement.cells import Estimate
from levelground.measurement.results import Gap, ReleasedResults


@dataclass(frozen=True)
class MeasureResult:
    """A measure and its result in one line; `measured` says whether the page has a section on it."""

    measure: Measure
    words: str
    measured: bool


@dataclass(frozen=True)
class ThreadRow:
    """One recommendation, followed downwards to measures."""

    recommendation: Recommendation
    source: str
    drivers: tuple[Driver, ...]
    ideas: tuple[ChangeIdea, ...]
    measures: tuple[Measure, ...]


def thread(results: ReleasedResults) -> tuple[ThreadRow, ...]:
    """Every recommendation of the package, taken up or not, in document order."""
    results = released(results)
    return tuple(_row(recommendation, results) for recommendation in results.change_package.recommendations)


def _row(recommendation: Recommendation, results: ReleasedResults) -> ThreadRow:
    package = results.change_package
    drivers = tuple(d for d in (*package.primary_drivers, *package.secondary_drivers) if recommendation.id in d.recommendations)
    ideas = tuple(idea for idea in package.change_ideas if recommendation.id in idea.recommendations)
    return ThreadRow(recommendation, _source(package, recommendation), drivers, ideas, _measures_of(package, drivers, ideas))


def _measures_of(package: ChangePackage, drivers: tuple[Driver, ...], ideas: tuple[ChangeIdea, ...]) -> tuple[Measure, ...]:
    taken_up = {element.id for element in (*drivers, *ideas)}
    named = {measure_id for idea in ideas for measure_id in idea.measures}
    if not taken_up:
        return ()
    outcome = package.aim.outcome_measure
    return tuple(m for m in package.measures if m.id in named or m.id == outcome or taken_up & {link.id for link in m.serves})


def _source(package: ChangePackage, recommendation: Recommendation) -> str:
    for source in package.sources:
        if source.id == recommendation.source:
            return f"{source.publisher}: {source.title}, {source.edition}"
    return "source not named"


def result_of(measure: Measure, results: ReleasedResults) -> MeasureResult:
    """What a measure shows, in one line: the aim's group and both its gaps, the share not known, or why there is nothing yet."""
    reasons = {entry.measure_id: entry.reason for entry in results.not_run}
    if measure.id not in results.measured_ids():
        return MeasureResult(measure, f"no data yet: {reasons.get(measure.id, 'it was not run')}", measured=False)
    gap = target_gap(results, measure.id)
    if gap is not None:
        return MeasureResult(measure, _gap_words(gap, measure, results), measured=True)
    recording = results.recording_of(measure.id)
    if len(recording) == 1:
        share = numbers.with_interval(recording[0].unknown_share, numbers.Unit.PER_CENT)
        return MeasureResult(measure, f"ethnic group not known: {share}", measured=True)
    return MeasureResult(measure, "counts by area and group", measured=True)


def target_gap(results: ReleasedResults, measure_id: str, role: str = "named") -> Gap | None:
    """The gap of the aim's group in one measure, where there is one area; None where there is none."""
    code = results.change_package.aim.group
    found = [gap for gap in results.gaps_of(measure_id) if gap.group.code == code and gap.comparator.role == role]
    return found[0] if len(found) == 1 else None


def _gap_words(gap: Gap, measure: Measure, results: ReleasedResults) -> str:
    level = next(
        (
            row.estimate
            for row in results.levels_of(measure.id)
            if row.group == gap.group and row.area == gap.area and row.period == gap.period
        ),
        None,
    )
    own = "level not shown" if level is None else numbers.level(level, measure)
    points = " percentage points" if numbers.is_percentage(measure) and isinstance(gap.absolute, Estimate) else ""
    return (
        f"{gap.group.label} {own}; gap to {messages.in_sentence(gap.comparator)}: "
        f"absolute {numbers.with_interval(gap.absolute, numbers.difference_unit(measure))}{points}, "
        f"relative {numbers.with_interval(gap.relative, numbers.Unit.RATIO)}"
    )
