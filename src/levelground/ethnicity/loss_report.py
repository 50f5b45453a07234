"""What a crosswalk loses: people in no group, people who change broad group, groups that can no longer be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from levelground.errors import Finding, Severity, UnrecognisedCode, nearest_names
from levelground.ethnicity.classification import Classification
from levelground.ethnicity.library_document import Breakdown

Mappings = Mapping[Breakdown, tuple[Mapping[str, str | None], Mapping[str, str]]]
"""Breakdown -> (code -> code it becomes or None, code -> reason)."""


@dataclass(frozen=True)
class CodeInNoGroup:
    """A code that is in no group of the target in this breakdown."""

    breakdown: Breakdown
    code: str
    label: str
    reason: str
    population: int | None


@dataclass(frozen=True)
class CodeMoved:
    """A code that changes broad group: `from_group` and `to_group` are broad codes."""

    breakdown: Breakdown
    code: str
    label: str
    from_group: str
    to_group: str
    from_label: str
    to_label: str
    reason: str
    population: int | None


@dataclass(frozen=True)
class CodesMerged:
    """Several codes that become one detailed category, and cannot be told apart any more."""

    into: str
    into_label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    population: int | None


@dataclass(frozen=True)
class LossReport:
    """What a crosswalk loses. Empty tuples mean that nothing of this kind is lost.

    Joining detailed categories into a broad group is what a broad breakdown is for, and is not counted as a merger.
    """

    crosswalk_id: str
    in_no_group: tuple[CodeInNoGroup, ...]
    moved: tuple[CodeMoved, ...]
    merged: tuple[CodesMerged, ...]

    def population_in_no_group(self, breakdown: Breakdown) -> int | None:
        """How many people are in no group in this breakdown; None when populations were not given."""
        return _added([code.population for code in self.in_no_group if code.breakdown == breakdown])

    def lines(self) -> tuple[str, ...]:
        """The same, in plain words: a sentence for each loss."""
        return tuple(_words(self))


def loss_report(
    crosswalk_id: str, start: Classification, target: Classification, mappings: Mappings, populations: Mapping[str, int] | None = None
) -> LossReport:
    """What is lost from `start` to `target`.

    Parameters
    ----------
    mappings
        For each breakdown, the code that each detailed code of `start` becomes, and the reasons.
    populations
        People by detailed code of `start`; a code that is not among them has None as its population.

    Raises
    ------
    UnrecognisedCode
        When `populations` has a code that `start` has not.
    """
    people = dict(populations or {})
    _refuse_unknown_codes(people, start)
    return LossReport(
        crosswalk_id,
        tuple(_in_no_group(start, mappings, people)),
        tuple(_moved(start, target, mappings, people)),
        tuple(_merged(start, target, mappings, people)),
    )


def _refuse_unknown_codes(populations: Mapping[str, int], start: Classification) -> None:
    codes = start.codes("detailed")
    findings = [
        Finding(Severity.ERROR, "unknown-code", f"`{code}` is not a detailed code of {start.id}.", did_you_mean=nearest_names(code, codes))
        for code in populations
        if code not in codes
    ]
    if findings:
        raise UnrecognisedCode(f"{len(findings)} code(s) are not in {start.id}.", findings)


def _in_no_group(start: Classification, mappings: Mappings, people: Mapping[str, int]) -> Iterator[CodeInNoGroup]:
    for breakdown, (mapped, reasons) in mappings.items():
        for code in start.codes("detailed"):
            if mapped[code] is None:
                yield CodeInNoGroup(breakdown, code, start.label("detailed", code), reasons[code], people.get(code))


def _moved(start: Classification, target: Classification, mappings: Mappings, people: Mapping[str, int]) -> Iterator[CodeMoved]:
    for breakdown, (mapped, reasons) in mappings.items():
        for code in start.codes("detailed"):
            becomes, before = mapped[code], start.parent(code)
            after = becomes if becomes is None or breakdown == "broad" else target.parent(becomes)
            if after is not None and after != before:
                labels = start.label("detailed", code), start.label("broad", before), target.label("broad", after)
                yield CodeMoved(breakdown, code, labels[0], before, after, labels[1], labels[2], reasons[code], people.get(code))


def _merged(start: Classification, target: Classification, mappings: Mappings, people: Mapping[str, int]) -> Iterator[CodesMerged]:
    mapped, _ = mappings["detailed"]
    for into in target.codes("detailed"):
        codes = tuple(code for code in start.codes("detailed") if mapped[code] == into)
        if len(codes) > 1:
            labels = tuple(start.label("detailed", code) for code in codes)
            yield CodesMerged(into, target.label("detailed", into), codes, labels, _added([people.get(code) for code in codes]))


def _added(populations: list[int | None]) -> int | None:
    known = [population for population in populations if population is not None]
    return sum(known) if len(known) == len(populations) else None


def _words(report: LossReport) -> Iterator[str]:
    for lost in report.in_no_group:
        yield f"{lost.label}{_people(lost.population)}: in no {lost.breakdown} group. {lost.reason}"
    for moved in report.moved:
        yield (
            f"{moved.label}{_people(moved.population)}: moves from {moved.from_label} to {moved.to_label} "
            f"({moved.breakdown} groups). {moved.reason}"
        )
    for merged in report.merged:
        yield f"{' + '.join(merged.labels)}{_people(merged.population)}: become one, {merged.into_label}, and cannot be told apart."


def _people(population: int | None) -> str:
    return "" if population is None else f" ({population:,} people)"
