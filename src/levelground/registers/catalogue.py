"""What the library holds, as rows to list; every row has its mark of how well it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from levelground.change_package.provenance import CO_PRODUCTION_WORDS
from levelground.change_package.read import read
from levelground.change_package.reading import Reading
from levelground.change_package.theory import Theory
from levelground.change_package.trace import words_of
from levelground.errors import Finding, Severity, UnknownElement, nearest_names
from levelground.registers.registers import Registers, registers
from levelground.registers.rollup import rollup, shipped, unknown_ambition

Row = dict[str, Any]


class Listed(StrEnum):
    """What can be listed."""

    PACKAGES = "packages"
    """Change packages, with how much each holds."""
    DRIVERS = "drivers"
    """Primary and secondary drivers of all change packages, each where it was written."""
    IDEAS = "ideas"
    """Change ideas of all change packages, each where it was written."""
    MEASURES = "measures"
    """Measures of all change packages, each where it was written."""
    RECOMMENDATIONS = "recommendations"
    """What has been recommended, by whom and to whom."""
    EVIDENCE = "evidence"
    """Findings, graded."""
    RESOURCES = "resources"
    """Briefings, toolkits, image sets, reviews, standards."""
    FRAMEWORKS = "frameworks"
    """Frameworks that organisations report against, with their indicators."""
    AMBITIONS = "ambitions"
    """Workstreams, ambitions and shifts of the strategies; with an id: what the library holds for it."""
    SOURCES = "sources"
    """Publications that all this rests on."""
    PRINCIPLES = "principles"
    """Anti-racism principles, empty slots among them."""


ELEMENTS = (Listed.DRIVERS, Listed.IDEAS, Listed.MEASURES)
"""What stands in change packages, and may be had by one from another."""


@dataclass(frozen=True)
class Wanted:
    """Which rows are wanted; what is None asks for all.

    With `package`, all elements that this change package has, those from the one that it adapts among them.
    """

    addressee: str | None = None
    ambition: str | None = None
    unverified: bool = False
    package: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """The library with the registers, and further change packages from files."""

    known: Registers
    files: Sequence[Path | str] = ()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every shipped change package, then those of the files."""
        return (*shipped(), *(read(source) for source in self.files))

    def overview(self) -> tuple[Row, ...]:
        """How many there are of each, and how many of these are unverified."""
        counted = ((listed, self.rows(listed)) for listed in Listed)
        return tuple({"what": listed.value, "count": len(rows), "unverified": sum(map(_is_unverified, rows))} for listed, rows in counted)

    def rows(self, listed: Listed, wanted: Wanted | None = None) -> tuple[Row, ...]:
        """The rows of one kind, as wanted.

        Raises
        ------
        UnknownElement
            An addressee, an ambition or a change package that there is none of; names the nearest.
        """
        wanted = wanted or Wanted()
        rows = tuple(_ROWS[listed](self))
        if wanted.package is not None:
            self.require_package(wanted.package)
            rows = tuple(row for row in rows if row.get("package") == wanted.package)
        if wanted.addressee is not None:
            rows = _addressed(rows, wanted.addressee)
        if wanted.ambition is not None:
            rows = self._for_ambition(listed, rows, wanted.ambition, wanted.package)
        elif listed in ELEMENTS and wanted.package is None:
            rows = tuple(row for row in rows if not row["from"])
        return tuple(row for row in rows if _is_unverified(row)) if wanted.unverified else rows

    def require_package(self, package_id: str) -> None:
        """Raises `UnknownElement`, with the nearest ids, where no change package is so called."""
        packages = [reading.change_package.id for reading in self.readings]
        if package_id not in packages:
            raise unknown_name("unknown-package", f"there is no change package `{package_id[:64]}`.", package_id, packages)

    def _for_ambition(self, listed: Listed, rows: tuple[Row, ...], ambition: str, package: str | None) -> tuple[Row, ...]:
        """Packages that name the ambition; recommendations and elements that its roll-up counts."""
        if listed is Listed.PACKAGES:
            tags = _tags(ambition, self.known)
            return tuple(row for row in rows if tags & set(row["ambitions"]))
        found = rollup(ambition, self.files, self.known)
        if listed is Listed.RECOMMENDATIONS:
            tagged = {entry.id for entry in found.recommendations}
            return tuple(row for row in rows if row["id"] in tagged)
        reached = {(one.id, work.id) for one in found.packages for work in (one.work if package else one.own)}
        return tuple(row for row in rows if (row["package"], row["id"]) in reached)


def catalogue(files: Sequence[Path | str] = ()) -> Catalogue:
    """The catalogue of this installation, with further change packages from files."""
    return Catalogue(registers(), files)


def listed_named(name: str) -> Listed:
    """What can be listed under this name; raises `UnknownElement` with the nearest names."""
    if name in list(Listed):
        return Listed(name)
    raise unknown_name("unknown-list", f"there is no list of `{name[:64]}`.", name, [listed.value for listed in Listed])


def unknown_name(rule: str, message: str, name: str, valid: Iterable[str]) -> UnknownElement:
    """The error for a name that there is none of, with the nearest and the first of the valid ones."""
    valid = list(valid)
    step = f"They are: {', '.join(valid[:40])}{', …' if len(valid) > 40 else ''}."
    return UnknownElement(message, [Finding(Severity.ERROR, rule, message, did_you_mean=nearest_names(name[:64], valid), next_step=step)])


def _is_unverified(row: Row) -> bool:
    return str(row["mark"]) == "unverified"


def _tags(ambition: str, known: Registers) -> set[str]:
    if ambition not in known.aims_of_strategies:
        raise unknown_ambition(ambition, known)
    return {ambition, *(below.id for below in known.ambitions.values() if ambition in below.shifts)}


def _addressed(rows: tuple[Row, ...], addressee: str) -> tuple[Row, ...]:
    """Those with this addressee, or where none is so called, with one whose name holds these words."""
    names = {name for row in rows for name in row["addressees"]}
    wanted = addressee.casefold()
    meant = {name for name in names if name.casefold() == wanted} or {name for name in names if wanted in name.casefold()}
    if not meant:
        raise unknown_name("unknown-addressee", f"no recommendation is addressed to `{addressee[:64]}`.", addressee, sorted(names))
    return tuple(row for row in rows if meant & set(row["addressees"]))


def _packages(held: Catalogue) -> Iterator[Row]:
    for reading in held.readings:
        package = reading.change_package
        marks = [element.verification.value for element in package.elements()]
        yield {
            "id": package.id,
            "version": package.version,
            "mark": "unverified" if "unverified" in marks else "verified",
            "status": CO_PRODUCTION_WORDS[package.status],
            "drivers": len(package.primary_drivers) + len(package.secondary_drivers),
            "ideas": len(package.change_ideas),
            "measures": len(package.measures),
            "unverified": marks.count("unverified"),
            "title": package.title,
            "ambitions": list(package.ambitions),
        }


def _drivers(held: Catalogue) -> Iterator[Row]:
    for lists, kind in (("primary_drivers", "primary driver"), ("secondary_drivers", "secondary driver")):
        for theory, element in _elements(held, lists):
            yield _element(theory, element, {"kind": kind}, "words")


def _ideas(held: Catalogue) -> Iterator[Row]:
    for theory, element in _elements(held, "change_ideas"):
        yield _element(theory, element, {}, "words")


def _measures(held: Catalogue) -> Iterator[Row]:
    for theory, measure in _elements(held, "measures"):
        about = {"kind": measure.kind.value, "statistic": measure.statistic.value}
        yield _element(theory, measure, about, "name") | {"indicators": list(measure.indicators), "ambitions": list(measure.ambitions)}


def _elements(held: Catalogue, name: str) -> Iterator[tuple[Theory, Any]]:
    theories = (Theory(reading.change_package) for reading in held.readings)
    return ((theory, element) for theory in theories for element in getattr(theory.package, name))


def _element(theory: Theory, element: Any, about: Row, words: str) -> Row:
    """Its row; `from` is the change package that it comes from, empty where it was written in this one."""
    package = theory.package
    own = element.origin is None or element.origin.added_by == f"{package.id}@{package.version}"
    came_from = "" if own else element.origin.added_by.partition("@")[0]
    head = {"id": element.id, "package": package.id, "from": came_from, "mark": element.verification.value}
    return head | about | {words: words_of(theory, element.id)}


def _recommendations(held: Catalogue) -> Iterator[Row]:
    for entry in held.known.recommendations.values():
        yield {
            "id": entry.id,
            "mark": entry.verification.value,
            "edition": entry.edition,
            "addressees": list(entry.addressees),
            "addressees_inferred": entry.addressees_inferred,
            "ambitions": list(entry.ambitions),
            "same_as": [relation.id for relation in entry.same_as],
            "conflicts_with": [relation.id for relation in entry.conflicts_with],
            "text": entry.text,
        }


def _evidence(held: Catalogue) -> Iterator[Row]:
    for entry in held.known.evidence.values():
        yield {
            "id": entry.id,
            "mark": entry.verification.value,
            "grade": entry.grade.value,
            "certainty": entry.certainty.value,
            "edition": entry.edition,
            "statement": entry.statement,
        }


def _resources(held: Catalogue) -> Iterator[Row]:
    for entry in held.known.resources.values():
        kind, available = entry.kind.value.replace("_", " "), entry.availability.value
        yield {"id": entry.id, "mark": entry.verification.value, "kind": kind, "availability": available, "title": entry.title}


def _frameworks(held: Catalogue) -> Iterator[Row]:
    for framework in held.known.frameworks.values():
        for item in framework.items:
            yield {
                "id": item.id,
                "framework": framework.id,
                "mark": item.verification.value,
                "kind": item.kind.value.replace("_", " "),
                "unit": item.figure.unit.value.replace("_", " ") if item.figure else "",
                "text": item.text or "an empty slot",
            }


def _ambitions(held: Catalogue) -> Iterator[Row]:
    for strategy in held.known.strategies.values():
        for ambition in strategy.ambitions:
            under = ", ".join(held.known.shifts[name].name for name in ambition.shifts)
            mark = ambition.verification.value
            yield {
                "id": ambition.id,
                "mark": mark,
                "strategy": strategy.title,
                "name": ambition.name,
                "under": under,
                "text": ambition.text,
            }
        for shift in strategy.shifts:
            mark = shift.verification.value
            yield {"id": shift.id, "mark": mark, "strategy": strategy.title, "name": shift.name, "under": "", "text": shift.text}


def _sources(held: Catalogue) -> Iterator[Row]:
    for source in held.known.sources.values():
        yield {
            "id": source.id,
            "mark": source.verification,
            "edition": source.edition,
            "publisher": source.publisher,
            "title": source.title,
        }


def _principles(held: Catalogue) -> Iterator[Row]:
    packages: dict[str, list[str]] = {}
    first: dict[str, Any] = {}
    for reading in held.readings:
        for principle in reading.change_package.principles:
            packages.setdefault(principle.id, []).append(reading.change_package.id)
            first.setdefault(principle.id, principle)
    for name, principle in first.items():
        mark = principle.verification.value
        yield {"id": name, "mark": mark, "name": principle.name or "an empty slot", "packages": packages[name]}


_ROWS: dict[Listed, Callable[[Catalogue], Iterator[Row]]] = {
    Listed.PACKAGES: _packages,
    Listed.DRIVERS: _drivers,
    Listed.IDEAS: _ideas,
    Listed.MEASURES: _measures,
    Listed.RECOMMENDATIONS: _recommendations,
    Listed.EVIDENCE: _evidence,
    Listed.RESOURCES: _resources,
    Listed.FRAMEWORKS: _frameworks,
    Listed.AMBITIONS: _ambitions,
    Listed.SOURCES: _sources,
    Listed.PRINCIPLES: _principles,
}
