"""What a measure needs before it can be counted: its sources, its conditions, classifications that agree.

A measure whose data are not there is left for later, with the reason. A measure that is wrong is refused, all reasons at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.measures import Count, Measure
from levelground.change_package.read import Reading
from levelground.errors import ConditionRefused, Finding, Severity, SourceMismatch, UnknownElement
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.ethnicity.library_document import BREAKDOWNS
from levelground.measurement.conditions import parse_condition
from levelground.measurement.data_file import DataFile, find_file, inspect_file
from levelground.measurement.plan import PlannedCount
from levelground.measurement.results import NotRun
from levelground.measurement.sources import DataSource, Role, load_source

ONE_COUNTRY = "country"


class Mismatch(Protocol):
    """Makes the finding of a mismatch in one measure."""

    def __call__(self, rule: str, message: str, step: str, near: tuple[str, ...] = ()) -> Finding:
        """rule, what is wrong, the next step, nearest names."""


@dataclass(frozen=True)
class Supply:
    """The declared sources whose files are in the data folder, and why the others cannot be used."""

    sources: Mapping[str, DataSource]
    files: Mapping[str, DataFile]
    absent: Mapping[str, str]


@dataclass(frozen=True)
class ReadyMeasure:
    """A measure with everything that its statement needs."""

    measure: Measure
    numerator: PlannedCount
    denominator: PlannedCount | None
    whole: PlannedCount | None


def counts_of(measure: Measure) -> tuple[tuple[str, Count], ...]:
    """The counts of a measure with the field that each stands in."""
    named = (("numerator", measure.numerator), ("denominator", measure.denominator), ("whole", measure.whole))
    return tuple((name, count) for name, count in named if count is not None)


def supply_of(package: ChangePackage, data_dir: Path) -> Supply:
    """Look for the declaration and the file of every source that the package names."""
    wanted = dict.fromkeys(count.source for measure in package.measures for _, count in counts_of(measure))
    sources: dict[str, DataSource] = {}
    files: dict[str, DataFile] = {}
    absent: dict[str, str] = {}
    for source_id in wanted:
        try:
            source = load_source(source_id, data_dir)
        except UnknownElement as unknown:
            near = unknown.findings[0].did_you_mean
            absent[source_id] = f"the data source `{source_id}` is declared nowhere" + (f" (did you mean `{near[0]}`?)" if near else "")
            continue
        found = find_file(source, data_dir)
        if found is None:
            names = " or ".join(f"`{layout.file}`" for layout in source.layouts)
            absent[source_id] = f"there is no {names} in the data folder"
            continue
        sources[source_id], files[source_id] = source, inspect_file(*found, source)
    return Supply(sources, files, absent)


def ready_measures(reading: Reading, supply: Supply) -> tuple[tuple[ReadyMeasure, ...], tuple[NotRun, ...]]:
    """The measures that can be counted, and those whose data are not there.

    Raises
    ------
    ConditionRefused, SourceMismatch
        with the findings of all measures at once.
    """
    ready: list[ReadyMeasure] = []
    not_run: list[NotRun] = []
    refused: list[Finding] = []
    mismatched: list[Finding] = []
    for measure in reading.change_package.measures:
        reasons = dict.fromkeys(supply.absent[count.source] for _, count in counts_of(measure) if count.source in supply.absent)
        if reasons:
            not_run.append(NotRun(measure.id, "; ".join(reasons)))
            continue
        planned = {name: PlannedCount(count, supply.sources[count.source]) for name, count in counts_of(measure)}
        refused += _conditions_refused(measure, planned, reading)
        mismatched += _mismatches(measure, planned, reading)
        ready.append(ReadyMeasure(measure, planned["numerator"], planned.get("denominator"), planned.get("whole")))
    if refused:
        raise ConditionRefused("Conditions in the measurement plan were refused.", [*refused, *mismatched])
    if mismatched:
        raise SourceMismatch("Numerators and denominators in the measurement plan cannot be divided.", mismatched)
    return tuple(ready), tuple(not_run)


def check_measures(reading: Reading, data_dir: Path | None = None) -> tuple[Finding, ...]:
    """What is wrong with the measures of a package as far as the declarations of their sources tell, without any data.

    A source that is declared nowhere is a note: the data may be collected later.
    """
    found: list[Finding] = []
    for measure in reading.change_package.measures:
        planned: dict[str, PlannedCount] = {}
        for name, count in counts_of(measure):
            try:
                planned[name] = PlannedCount(count, load_source(count.source, data_dir))
            except UnknownElement as unknown:
                found += [
                    replace(finding, severity=Severity.NOTE, element=measure.id, place=reading.place_of(measure.id, name, "source"))
                    for finding in unknown.findings
                ]
        found += _conditions_refused(measure, planned, reading)
        found += _mismatches(measure, planned, reading)
    return tuple(dict.fromkeys(found))


def _conditions_refused(measure: Measure, planned: Mapping[str, PlannedCount], reading: Reading) -> Iterable[Finding]:
    for count in planned.values():
        if count.count.where:
            try:
                parse_condition(count.count.where, count.source.column_names(), element=measure.id, place=reading.place_of(measure.id))
            except ConditionRefused as problem:
                yield from problem.findings


def _mismatches(measure: Measure, planned: Mapping[str, PlannedCount], reading: Reading) -> Iterable[Finding]:
    """Counts that do not come out in the measure's classification, or for its areas."""

    def mismatch(rule: str, message: str, step: str, near: tuple[str, ...] = ()) -> Finding:
        return Finding(Severity.ERROR, rule, message, reading.place_of(measure.id), measure.id, near, step)

    if measure.classification not in classifications.ids():
        names = ", ".join(classifications.ids())
        yield mismatch("unknown-classification", f"there is no classification `{measure.classification}`.", f"The library has: {names}.")
        return
    odd = [name for name in measure.breakdowns if name not in BREAKDOWNS]
    if odd or not measure.breakdowns:
        found = ", ".join(f"`{name}`" for name in odd) or "none"
        step = f"Name {' or '.join(BREAKDOWNS)}, or both."
        yield mismatch("unknown-breakdown", f"`breakdowns` must name breakdowns of the classification; found {found}.", step)
    for name, count in planned.items():
        if name == "whole":
            continue
        own, walk_id = count.source.ethnicity.classification, count.count.crosswalk
        if walk_id is None and own != measure.classification:
            exist = crosswalks.between(own, measure.classification)
            yield mismatch(
                "classifications-differ",
                f"the {name} is on `{own}` and the measure on `{measure.classification}`: they cannot be divided.",
                f"Name a `crosswalk` on the {name}: {', '.join(exist) or 'the library has none between them'}.",
                exist,
            )
        elif walk_id is not None:
            yield from _crosswalk_mismatch(measure, name, own, walk_id, mismatch)
    denominator = planned.get("denominator")
    if denominator is not None and measure.area_level != ONE_COUNTRY and denominator.source.column_with(Role.AREA_CODE) is None:
        yield mismatch(
            "no-population-for-areas",
            f"the denominator `{denominator.source.id}` has no areas, so it cannot be divided into results by {measure.area_level}.",
            "Use a denominator that has the same areas, or give counts only.",
        )


def _crosswalk_mismatch(measure: Measure, name: str, own: str, walk_id: str, mismatch: Mismatch) -> Iterable[Finding]:
    if name == "numerator":
        yield mismatch(
            "crosswalk-on-numerator",
            "a crosswalk on the numerator is not supported: events that fall into no group would be lost from the total.",
            f"Give the measure the numerator's own classification, `{own}`, and put the crosswalk on the denominator.",
        )
    elif walk_id not in crosswalks.ids():
        yield mismatch("unknown-crosswalk", f"there is no crosswalk `{walk_id}`.", f"The library has: {', '.join(crosswalks.ids())}.")
    else:
        walk = crosswalks.load(walk_id)
        if (walk.from_classification, walk.to_classification) != (own, measure.classification):
            yield mismatch(
                "crosswalk-does-not-join",
                f"the crosswalk `{walk_id}` goes from `{walk.from_classification}` to `{walk.to_classification}`, "
                f"not from `{own}` to `{measure.classification}`.",
                "Name a crosswalk that does.",
                crosswalks.between(own, measure.classification),
            )
