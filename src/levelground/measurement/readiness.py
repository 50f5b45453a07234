"""What a measure needs before it can be counted: its sources, its conditions, classifications that agree.

A measure whose data are not there is left for later, with the reason. A measure that is wrong is refused, all reasons at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from sqlglot import exp

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.measures import Count, Measure
from levelground.change_package.reading import Reading
from levelground.errors import ConditionRefused, Finding, Place, Severity, SourceMismatch, UnknownElement, nearest_names
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.ethnicity.library_document import BREAKDOWNS
from levelground.measurement.conditions import literals_by_column, parse_condition
from levelground.measurement.data_file import DataFile, find_file, inspect_file
from levelground.measurement.plan import PlannedCount
from levelground.measurement.results import NotRun
from levelground.measurement.sources import DataSource, Role, load_source

ONE_COUNTRY = "country"
MOST_VALUES_LISTED = 12


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
            finding = unknown.findings[0]
            near = f" (did you mean `{finding.did_you_mean[0]}`?)" if finding.did_you_mean else ""
            step = (finding.next_step or "").rstrip(".")
            absent[source_id] = f"the data source `{source_id}` is declared nowhere{near}. {step}"
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
            not_run.append(NotRun(measure.id, "; ".join(reasons), awaits_data=True))
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
    for name, count in planned.items():
        if count.count.where:
            place = reading.place_of(measure.id, name, "where")
            try:
                condition = parse_condition(count.count.where, count.source.column_names(), element=measure.id, place=place)
            except ConditionRefused as problem:
                yield from problem.findings
            else:
                yield from _values_not_declared(condition, count, measure, place)


def _values_not_declared(condition: exp.Expr, count: PlannedCount, measure: Measure, place: Place) -> Iterable[Finding]:
    """Values that a condition looks for in a column whose values are declared, and not among them: no row could ever have them."""
    declared = {column.name: column.allowed for column in count.source.columns if column.allowed is not None}
    for column, values in literals_by_column(condition).items():
        for value in sorted(values - set(declared.get(column, values))):
            yield Finding(
                Severity.ERROR,
                "value-not-declared",
                f"the condition looks for `{value}` in `{column}`, which {count.source.id} never has.",
                place,
                measure.id,
                nearest_names(value, declared[column]),
                f"{_values_listed(value, declared[column])} If your data have it, declare it in the source's declaration, "
                "or declare a source of your own: `<id>.source.yaml` beside the data, and `--data FOLDER`.",
            )


def _values_listed(value: str, declared: Sequence[str]) -> str:
    """The declared values, where they are few; else those that share a word with `value`; else the first of them."""
    if len(declared) <= MOST_VALUES_LISTED:
        return f"The values are: {', '.join(declared)}."
    words = _long_words(value)
    shared = [candidate for candidate in declared if words & _long_words(candidate)]
    listed = ", ".join((shared or declared)[:MOST_VALUES_LISTED])
    which = "with a word of it" if shared else "the first"
    return f"Of the {len(declared)} values, {which}: {listed}{', …' if len(shared or declared) > MOST_VALUES_LISTED else ''}."


def _long_words(text: str) -> set[str]:
    """The words of more than three letters: `of` and `the` say nothing of what is meant."""
    return {word for word in text.casefold().split() if len(word) > 3}


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
