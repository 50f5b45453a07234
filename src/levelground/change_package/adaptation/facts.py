"""An element's plain value as facts: field by field, and link by link, so that two versions can be set side by side.

A field within a field has a dotted path (`target.absolute.amount`); a link is a fact of its own (`serves.P1`), whose value
is its strength and its assumption. Two ways to write the same thing (a bare id or a block, a default left out or written)
are one fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from levelground.change_package.adaptation.overlay import LINK_FIELDS

LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "principles", "sources")
"""The lists of a change package whose items have ids."""

AIM = "aim"
NOT_FACTS = frozenset({"id", "origin"})
"""What says which element it is and where it came from, not what it says."""

POINTING = frozenset({"serves", "recommendations", "measures", "rests_on", "met_by", "answered_by"})
"""The lists of ids that name elements of the same package; other lists of ids name what stands in registers."""

_WITHOUT_REFERENCES = frozenset({"origin", "numerator", "denominator", "whole"})  # a count's `source` is a source of data
_DEFAULTS: dict[str, Any] = {"core": False}
_DEFAULTS_OF_A_MEASURE: dict[str, Any] = {"breakdowns": ["broad"], "area_level": "country"}

Facts = dict[str, Any]


def elements_of(package: Mapping[str, Any]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The id of each element and source -> the list it stands in and its value, in document order."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for where, element in _listed(package):
        if isinstance(element, Mapping) and isinstance(element.get("id"), str):
            found.setdefault(element["id"], (where, element))
    return found


def _listed(package: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield AIM, package.get(AIM)
    for name in LISTS:
        for element in package.get(name) or ():
            yield name, element


def head_of(package: Mapping[str, Any]) -> Facts:
    """The facts of the package itself: what is in no element."""
    return dict(_flat({key: value for key, value in package.items() if key != AIM and key not in LISTS and key != "id"}))


def facts_of(element: Mapping[str, Any], where: str) -> Facts:
    """The facts of one element that stands in the list `where`."""
    facts: Facts = {}
    for key, value in element.items():
        if key in LINK_FIELDS:
            facts.update((f"{key}.{target}", link) for target, link in links_of(value).items())
        elif key == "questions":
            facts |= dict(_flat({key: [_question(entry) for entry in value or ()]}))
        elif key not in NOT_FACTS:
            facts |= dict(_flat({key: value}))
    defaults = _DEFAULTS | (_DEFAULTS_OF_A_MEASURE if where == "measures" else {})
    return {path: value for path, value in facts.items() if path not in defaults or value != defaults[path]}


def links_of(listed: Any) -> dict[str, Any]:
    """A list of ids, or of links -> target and what the link says."""
    return dict(_link(entry) for entry in listed or ())


def _link(entry: Any) -> tuple[str, Any]:
    if not isinstance(entry, Mapping):
        return str(entry), {"strength": "strong"}
    said = {"strength": entry.get("strength") or "strong"}
    if entry.get("assumption"):
        said["assumption"] = plain(entry["assumption"])
    return str(entry.get("id")), said


def _question(entry: Any) -> Any:
    return {"question": entry} if isinstance(entry, str) else entry


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _flat(inner, f"{before}{key}.")
        elif (said := plain(inner)) not in (None, [], ""):
            yield f"{before}{key}", said


def plain(value: Any) -> Any:
    """A value as it is compared: text without blanks around it, and nothing where nothing is said."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {key: said for key, inner in value.items() if (said := plain(inner)) not in (None, [], "", {})}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def overlap(one: str, other: str) -> bool:
    """Whether two paths speak of the same field, or one of a field within the other's."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def at(element: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    value: Any = element
    for key in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def references_of(value: Any, key: str = "") -> Iterator[str]:
    """The ids of every element that an element, or the value of its field `key`, points to."""
    if isinstance(value, Mapping):
        for inner_key, inner in value.items():
            if inner_key not in _WITHOUT_REFERENCES:
                yield from references_of(inner, inner_key)
    elif key in POINTING:
        yield from links_of(value)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from references_of(inner, key)
    elif key in ("source", "outcome_measure") and isinstance(value, str):
        yield value
