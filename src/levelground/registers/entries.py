"""One entry of the library with all that is known of it: what it says, what it is linked to, what takes it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from levelground.registers.catalogue import Catalogue, Listed, Row, unknown_name
from levelground.registers.rollup import rollup, side_by_side, written_by


def entry(held: Catalogue, listed: Listed, entry_id: str, package: str | None = None) -> Row:
    """One entry as plain values; of an element that several change packages have, that of `package` or else the first.

    Raises
    ------
    UnknownElement
        With the nearest ids.
    """
    if listed is Listed.AMBITIONS:
        return rollup(entry_id, held.files, held.known).as_json()
    entries, further = _ENTRIES[listed](held)
    if package is not None and listed in _LISTS_OF:
        held.require_package(package)
        entries = _first_of(held, *_LISTS_OF[listed], package=package)
    if entry_id not in entries:
        raise unknown_name("unknown-element", f"{package or 'the library'}'s {listed.value} have no `{entry_id[:64]}`.", entry_id, entries)
    own: Row = {} if listed is Listed.PACKAGES else _plain(entries[entry_id])
    return own | further(held, entry_id)


_Entries = tuple[Mapping[str, BaseModel], Callable[[Catalogue, str], Row]]


def _packages(held: Catalogue) -> _Entries:
    found = {reading.change_package.id: reading.change_package for reading in held.readings}

    def further(held: Catalogue, entry_id: str) -> Row:
        package = found[entry_id]
        counted = {name: len(getattr(package, name)) for name in _LISTS}
        return {name: _plain(getattr(package, name)) for name in _HEAD} | {"aim": package.aim.statement} | counted

    return found, further


_HEAD = (
    *("id", "version", "title", "status", "co_production", "discipline", "setting", "licence"),
    *("summary", "provenance", "adapts", "ambitions"),
)
_LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "principles", "sources")


def _drivers(held: Catalogue) -> _Entries:
    return _held_in(held, Listed.DRIVERS)


def _ideas(held: Catalogue) -> _Entries:
    return _held_in(held, Listed.IDEAS)


def _measures(held: Catalogue) -> _Entries:
    return _held_in(held, Listed.MEASURES)


def _principles(held: Catalogue) -> _Entries:
    return _held_in(held, Listed.PRINCIPLES)


_LISTS_OF = {
    Listed.DRIVERS: ("primary_drivers", "secondary_drivers"),
    Listed.IDEAS: ("change_ideas",),
    Listed.MEASURES: ("measures",),
    Listed.PRINCIPLES: ("principles",),
}
"""Under which keys of a change package they stand."""


def _held_in(held: Catalogue, listed: Listed) -> _Entries:
    return _first_of(held, *_LISTS_OF[listed]), _holders(*_LISTS_OF[listed])


def _first_of(held: Catalogue, *names: str, package: str | None = None) -> Mapping[str, BaseModel]:
    """The elements of these lists of all change packages (or of one), by id; of one that several have, the first."""
    found: dict[str, BaseModel] = {}
    for one in (reading.change_package for reading in held.readings):
        if package in (None, one.id):
            for element in (element for name in names for element in getattr(one, name)):
                found.setdefault(element.id, element)
    return found


def _holders(*names: str) -> Callable[[Catalogue, str], Row]:
    def further(held: Catalogue, entry_id: str) -> Row:
        packages = [reading.change_package for reading in held.readings]
        return {
            "change_packages": [one.id for one in packages if any(each.id == entry_id for name in names for each in getattr(one, name))]
        }

    return further


def _recommendations(held: Catalogue) -> _Entries:
    return held.known.recommendations, _of_recommendation


def _of_recommendation(held: Catalogue, entry_id: str) -> Row:
    """Both sides of its links, and what takes it up."""
    links: Row = {"same_as": [], "conflicts_with": []}
    for one, words, other, reason in side_by_side(held.known):
        if entry_id in (one, other):
            partner = other if one == entry_id else one
            text = held.known.recommendations[partner].text
            links[words.replace(" ", "_")].append({"id": partner, "reason": reason, "text": text})
    return {key: found for key, found in links.items() if found} | {"taken_up_by": _users(held, "recommendations", entry_id)}


def _evidence(held: Catalogue) -> _Entries:
    return held.known.evidence, lambda held, entry_id: {"used_by": _users(held, "rests_on", entry_id)}


def _resources(held: Catalogue) -> _Entries:
    return held.known.resources, _of_resource


def _of_resource(held: Catalogue, entry_id: str) -> Row:
    images = held.known.resources[entry_id].image_set
    unknown = {} if images is None else {"not_known": list(images.unknown())}
    return unknown | {"used_by": _users(held, "resources", entry_id)}


def _frameworks(held: Catalogue) -> _Entries:
    def further(held: Catalogue, entry_id: str) -> Row:
        return {} if entry_id in held.known.frameworks else {"measured_by": _users(held, "indicators", entry_id)}

    return {**held.known.frameworks, **held.known.indicators}, further


def _sources(held: Catalogue) -> _Entries:
    return held.known.sources, _of_source


def _of_source(held: Catalogue, entry_id: str) -> Row:
    registers: Iterable[Mapping[str, Any]] = (held.known.recommendations, held.known.evidence, held.known.resources)
    resting = [name for register in registers for name, one in register.items() if one.source == entry_id]
    return {"rests_on_it": resting}


def _users(held: Catalogue, key: str, name: str) -> list[str]:
    """The elements of change packages that name an entry under a key, as `package: element`; an inherited one stands once."""
    users: dict[str, None] = {}
    for reading in held.readings:
        package = reading.change_package
        for element in package.elements():
            if name in getattr(element, key, ()):
                writer = written_by(element, [key]) or package.id
                users[f"{writer.partition('@')[0]}: {element.id}"] = None
    return list(users)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


_ENTRIES: dict[Listed, Callable[[Catalogue], _Entries]] = {
    Listed.PACKAGES: _packages,
    Listed.DRIVERS: _drivers,
    Listed.IDEAS: _ideas,
    Listed.MEASURES: _measures,
    Listed.RECOMMENDATIONS: _recommendations,
    Listed.EVIDENCE: _evidence,
    Listed.RESOURCES: _resources,
    Listed.FRAMEWORKS: _frameworks,
    Listed.SOURCES: _sources,
    Listed.PRINCIPLES: _principles,
}
