"""What has been done for an ambition: the recommendations tagged with it, the work that takes them up, by change package.

The library holds proposals. Tests and results come from the projects that use it, so nothing here says that anything was tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from levelground import library
from levelground.change_package.elements import Element, Verification
from levelground.change_package.provenance import CO_PRODUCTION_WORDS
from levelground.change_package.read import SHELF, read
from levelground.change_package.reading import Reading
from levelground.change_package.theory import Kind, Theory
from levelground.change_package.trace import words_of
from levelground.errors import Finding, Severity, UnknownElement, nearest_names
from levelground.registers.recommendations import RegisteredRecommendation
from levelground.registers.registers import Registers, registers

WORK = (Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, Kind.MEASURE)
TAKING_UP = (Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA)

HONEST = (
    "The library holds proposals, not results: whether any of this was tried, and what came of it, stands with the projects that use it."
)
"""Said beside every roll-up."""


@dataclass(frozen=True)
class Work:
    """One driver, change idea or measure that serves an ambition.

    `through` names the recommendations that it takes up, or what a measure measures; empty where it names the ambition itself.
    `inherited` says that it is the base package's and counted there.
    """

    id: str
    kind: Kind
    words: str
    verification: Verification
    through: tuple[str, ...]
    inherited: bool


@dataclass(frozen=True)
class PackageWork:
    """What one change package has for an ambition."""

    id: str
    version: str
    title: str
    status: str
    work: tuple[Work, ...]

    @property
    def own(self) -> tuple[Work, ...]:
        """What it does not have from the package that it adapts."""
        return tuple(work for work in self.work if not work.inherited)


@dataclass(frozen=True)
class Rollup:
    """An ambition with what the library holds for it."""

    ambition: str
    name: str
    words: str
    strategy: str
    recommendations: tuple[RegisteredRecommendation, ...]
    packages: tuple[PackageWork, ...]

    @property
    def taken_up(self) -> frozenset[str]:
        """The ids of its recommendations that some driver or change idea takes up."""
        return frozenset(name for package in self.packages for work in package.work for name in work.through)

    @property
    def not_taken_up(self) -> tuple[RegisteredRecommendation, ...]:
        """Its recommendations that nothing in these change packages takes up."""
        return tuple(entry for entry in self.recommendations if entry.id not in self.taken_up)

    def by_addressee(self) -> dict[str, tuple[RegisteredRecommendation, ...]]:
        """Its recommendations by those whom they are addressed to; one with several addressees stands with each."""
        return by_addressee(self.recommendations)

    def as_json(self) -> dict[str, Any]:
        """The roll-up as plain values for JSON."""
        return {
            "ambition": self.ambition,
            "name": self.name,
            "words": self.words,
            "strategy": self.strategy,
            "said": HONEST,
            "recommendations": [
                {
                    "id": entry.id,
                    "text": entry.text,
                    "addressees": list(entry.addressees),
                    "edition": entry.edition,
                    "verification": entry.verification.value,
                    "taken_up": entry.id in self.taken_up,
                    "responses": [response.model_dump(mode="json", exclude_none=True) for response in entry.status],
                }
                for entry in self.recommendations
            ],
            "packages": [
                {"id": package.id, "version": package.version, "status": package.status, "work": [_plain(work) for work in package.work]}
                for package in self.packages
            ],
        }


def rollup(ambition_id: str, files: Sequence[Path | str] = (), known: Registers | None = None) -> Rollup:
    """What the shipped change packages, and those in `files`, hold for an ambition, a workstream or a shift.

    Raises
    ------
    UnknownElement
        No strategy has it; names the nearest ids.
    """
    known = known or registers()
    part = known.ambitions.get(ambition_id) or known.shifts.get(ambition_id)
    if part is None:
        raise unknown_ambition(ambition_id, known)
    tags = _with_those_below(ambition_id, known)
    tagged = tuple(entry for entry in known.recommendations.values() if tags & {*entry.ambitions, *_of_strategy(entry.id, known)})
    readings = (*shipped(), *(read(source) for source in files))
    packages = tuple(_package(reading, tags, {entry.id for entry in tagged}) for reading in readings)
    title = known.strategy_of(ambition_id).title
    return Rollup(ambition_id, part.name, part.text, title, tagged, tuple(package for package in packages if package.work))


@cache
def shipped() -> tuple[Reading, ...]:
    """Every change package of the library, read once."""
    return tuple(read(name) for name in library.names(SHELF))


def written_by(element: Element, fields: Sequence[str]) -> str | None:
    """Who last wrote one of these fields of an element, as `id@version`; None where its own change package did."""
    if element.origin is None:
        return None
    return next((one.by for one in reversed(element.origin.changed) if one.field in fields), element.origin.added_by)


def by_addressee(entries: Sequence[RegisteredRecommendation]) -> dict[str, tuple[RegisteredRecommendation, ...]]:
    """Recommendations by those whom they are addressed to, the addressees in alphabetical order."""
    names = sorted({name for entry in entries for name in entry.addressees})
    return {name: tuple(entry for entry in entries if name in entry.addressees) for name in names}


def side_by_side(known: Registers | None = None) -> tuple[tuple[str, str, str, str], ...]:
    """Every pair of recommendations that ask for much the same, or pull apart: (id, `same as` or `conflicts with`, id, reason)."""
    entries = (known or registers()).recommendations.values()
    return tuple(
        (entry.id, words, relation.id, relation.reason)
        for entry in entries
        for words, relations in (("same as", entry.same_as), ("conflicts with", entry.conflicts_with))
        for relation in relations
    )


def unknown_ambition(name: str, known: Registers) -> UnknownElement:
    """The error for an ambition that no strategy has."""
    message = f"no strategy has an ambition `{name[:64]}`."
    near = nearest_names(name[:64], known.aims_of_strategies)
    step = f"They are: {', '.join(known.aims_of_strategies)}."
    return UnknownElement(message, [Finding(Severity.ERROR, "unknown-ambition", message, did_you_mean=near, next_step=step)])


def _with_those_below(ambition_id: str, known: Registers) -> frozenset[str]:
    """A shift with the ambitions that stand under it; an ambition alone."""
    below = (ambition.id for ambition in known.ambitions.values() if ambition_id in ambition.shifts)
    return frozenset((ambition_id, *below))


def _of_strategy(recommendation_id: str, known: Registers) -> Iterator[str]:
    """The ambitions whose commitments a recommendation is."""
    return (ambition.id for ambition in known.ambitions.values() if recommendation_id in ambition.commitments)


def _package(reading: Reading, tags: frozenset[str], tagged: set[str]) -> PackageWork:
    package = reading.change_package
    theory = Theory(package)
    local = {entry.id for entry in package.recommendations if tags & set(entry.ambitions)}
    found: dict[str, tuple[str, ...]] = {}
    for element in package.elements():
        through = tuple(name for name in getattr(element, "recommendations", ()) if name in tagged | local)
        if tags & set(element.ambitions) or through:
            found[element.id] = through
    for element in package.measures:
        measured = tuple(link.id for link in element.serves if link.id in found and theory.kind(link.id) in TAKING_UP)
        if measured and element.id not in found:
            found[element.id] = measured
    origin = f"{package.id}@{package.version}"
    work = tuple(_work(theory, element, found[element.id], origin) for element in package.elements() if _is_work(theory, element, found))
    return PackageWork(package.id, package.version, package.title, CO_PRODUCTION_WORDS[package.status], work)


def _is_work(theory: Theory, element: Element, found: dict[str, tuple[str, ...]]) -> bool:
    return element.id in found and theory.kind(element.id) in WORK


def _work(theory: Theory, element: Element, through: tuple[str, ...], package: str) -> Work:
    inherited = written_by(element, ("recommendations", "ambitions", "serves")) not in (None, package)
    return Work(element.id, theory.kind(element.id), words_of(theory, element.id), element.verification, through, inherited)


def _plain(work: Work) -> dict[str, Any]:
    return {
        "id": work.id,
        "kind": work.kind.value,
        "words": work.words,
        "verification": work.verification.value,
        "through": list(work.through),
        "inherited": work.inherited,
    }
