"""Two change packages, or two versions of one, side by side: what differs, element by element, and what follows for the numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from levelground.change_package.adaptation.changes import Change, How, changes, in_order
from levelground.change_package.adaptation.comparability import breaks_comparability, consequence, consequences
from levelground.change_package.adaptation.facts import elements_of, overlap
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.provenance import Ancestor, co_production_words
from levelground.change_package.reading import Reading
from levelground.change_package.theory import Kind

KINDS = {
    "aim": Kind.AIM,
    "primary_drivers": Kind.PRIMARY_DRIVER,
    "secondary_drivers": Kind.SECONDARY_DRIVER,
    "change_ideas": Kind.CHANGE_IDEA,
    "measures": Kind.MEASURE,
    "recommendations": Kind.RECOMMENDATION,
    "evidence": Kind.EVIDENCE,
    "principles": Kind.PRINCIPLE,
    "sources": Kind.SOURCE,
}
"""A list of the document -> what stands in it, in the field's words."""

OUTCOME_MEASURE_BROKE = "it is the measure that the aim is read from: its baseline and target no longer fit the figures"


HEAD_LAST = ("version", "changelog", "accepted", "adapts")
"""The fields of the change package itself that say least about the work, and so stand at the end."""

_WHOLE = (How.ADDED, How.REMOVED, How.MOVED)


@dataclass(frozen=True)
class Reason:
    """Why an overlay changed a field, or (without a field) brought or removed the element."""

    field: str | None
    by: str
    reason: str
    decision: str | None = None

    def __str__(self) -> str:
        return f"Why: {self.reason}{f' (decision {self.decision})' if self.decision else ''}"

    def speaks_of(self, change: Change) -> bool:
        """Whether this is the reason for the change."""
        if self.field is None or change.path is None:
            return self.field is None and change.how in _WHOLE
        return change.how is not How.REORDERED and overlap(self.field, change.path)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"by": self.by, "reason": self.reason, "decision": self.decision}


@dataclass(frozen=True)
class ElementComparison:
    """One element that differs: what it is, what it says in a line, what happened to it."""

    element: str
    kind: Kind
    says: str
    changes: tuple[Change, ...]
    consequences: tuple[str, ...]
    comparable: bool
    reasons: tuple[Reason, ...] = ()
    before: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        """What it is called: `Measure M1`; `The aim`."""
        return "The aim" if self.kind is Kind.AIM else f"{self.kind.capitalize()} {self.element}"

    def why(self, change: Change) -> tuple[Reason, ...]:
        """Every reason that is given for one change."""
        return tuple(reason for reason in self.reasons if reason.speaks_of(change))

    def with_reasons(self, some: Iterable[Change]) -> list[tuple[Change, tuple[Reason, ...]]]:
        """Changes with the reasons to be told after each: a reason for several stands after the last of them, once."""
        told: list[tuple[Change, tuple[Reason, ...]]] = []
        said: set[Reason] = set()
        for change in reversed(tuple(some)):
            told.append((change, tuple(reason for reason in self.why(change) if reason not in said)))
            said.update(told[-1][1])
        return told[::-1]

    @property
    def summary(self) -> str:
        """What happened, in a few words: `added`; `moved, reworded`."""
        found = dict.fromkeys(change.how for change in self.changes)
        if self._serves_others:
            found = {How.MOVED: None, **{how: None for how in found if how not in (How.LINKED, How.UNLINKED)}}
        return ", ".join(found)

    @property
    def _serves_others(self) -> bool:
        of_serves = {change.how for change in self.changes if change.field == "serves"}
        return {How.LINKED, How.UNLINKED} <= of_serves


@dataclass(frozen=True)
class PackageComparison:
    """What differs between two change packages; `status`: how far each is co-produced, in words."""

    old: Ancestor
    new: Ancestor
    head: tuple[Change, ...]
    elements: tuple[ElementComparison, ...]
    orders: tuple[Change, ...]
    status: tuple[str, str]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many elements were added, removed, moved, changed otherwise; how many measures' numbers broke."""
        found = Counter(_counted_as(element) for element in self.elements)
        return {name: found[name] for name in ("added", "removed", "moved", "changed")} | {
            "not comparable": sum(not element.comparable for element in self.elements)
        }

    @property
    def nothing_differs(self) -> bool:
        """Whether the two say the same."""
        return not (self.head or self.elements or self.orders)

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "old": self.old.model_dump(),
            "new": self.new.model_dump(),
            "co_production": dict(zip(("old", "new"), self.status, strict=True)),
            "counts": self.counts,
            "head": [_change_as_json(change) for change in self.head],
            "elements": [_element_as_json(element) for element in self.elements],
            "orders": [_change_as_json(change) for change in self.orders],
        }

    def lines(self) -> list[str]:
        """Everything, for a terminal."""
        standing = [f"{pin} is {words}." for pin, words in zip((self.old, self.new), self.status, strict=True)]
        if self.nothing_differs:
            return [f"{self.old} and {self.new} say the same.", *dict.fromkeys(standing)]
        lines = [f"{self.old} -> {self.new}: {counted(self.counts)}.", *standing]
        for element in self.elements:
            lines += ["", f"{element.title}: {element.summary}", f"  {element.says}"]
            lines += [f"  ! {words[0].upper()}{words[1:]}." for words in element.consequences]
            for change, reasons in element.with_reasons(element.changes):
                lines += [*_change_lines(change), *(f"  {reason}" for reason in reasons)]
        lines += [line for order in self.orders for line in ("", *_order_lines(order))]
        if self.head:
            lines += ["", "The change package itself", *(line for change in self.head for line in _change_lines(change))]
        return lines


def compare(old: Reading, new: Reading) -> PackageComparison:
    """Set two change packages side by side, element by element and field by field."""
    found = changes(old.document.value, new.document.value)
    before, after = elements_of(old.document.value), elements_of(new.document.value)
    by_element: dict[str, list[Change]] = {}
    for change in found:
        if change.element is not None:
            by_element.setdefault(change.element, []).append(change)
    read_from = new.change_package.aim.outcome_measure
    removals = _removals(new)
    head = [change for change in found if change.element is None and change.how is not How.REORDERED]
    return PackageComparison(
        _pin(old),
        _pin(new),
        tuple(sorted(head, key=_place_in_head)),
        tuple(
            _compared(element_id, (before.get(element_id), after.get(element_id)), tuple(by_element[element_id]), read_from, removals)
            for element_id in in_order(before, after)
            if element_id in by_element
        ),
        tuple(change for change in found if change.element is None and change.how is How.REORDERED),
        (_status(old), _status(new)),
    )


def _status(reading: Reading) -> str:
    return co_production_words(reading.change_package.status, reading.change_package.co_production)


def _pin(reading: Reading) -> Ancestor:
    package = reading.change_package
    return Ancestor(id=package.id, version=package.version, digest=reading.digest)


def _place_in_head(change: Change) -> int:
    field = (change.path or "").split(".")[0]
    return HEAD_LAST.index(field) + 1 if field in HEAD_LAST else 0


def _removals(reading: Reading | None) -> dict[str, Reason]:
    """Element -> why it was removed on the way to this change package, by it or by what it adapts."""
    if reading is None or not isinstance(reading.overlay, OverlayReading):
        return {}
    by = str(reading.overlay.pin)
    own = {
        said["element"]: Reason(None, by, str(said["reason"]).strip(), said.get("decision"))
        for said in reading.overlay.operations
        if said["op"] == "remove"
    }
    return _removals(reading.base) | own


def _reasons(element: Mapping[str, Any] | None) -> Iterator[Reason]:
    """The reasons that an element's `origin` gives."""
    origin = (element or {}).get("origin") or {}
    if origin.get("reason"):
        yield Reason(None, origin["added_by"], str(origin["reason"]).strip(), origin.get("decision"))
    for changed in origin.get("changed") or ():
        yield Reason(changed["field"], changed["by"], str(changed["reason"]).strip(), changed.get("decision"))


def _new_reasons(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[Reason, ...]:
    """The reasons of the newer element that the older has not; an overlay's new version that says the same is no other reason."""
    known = {(reason.field, reason.reason) for reason in _reasons(old)}
    return tuple(reason for reason in _reasons(new) if (reason.field, reason.reason) not in known)


_Standing = tuple[str, Mapping[str, Any]] | None


def _compared(
    element_id: str, standing: tuple[_Standing, _Standing], found: tuple[Change, ...], read_from: str, removals: Mapping[str, Reason]
) -> ElementComparison:
    old, new = (None if each is None else each[1] for each in standing)
    where, element = next(each for each in reversed(standing) if each is not None)
    reasons = _new_reasons(old, new)
    if new is None and element_id in removals:
        reasons = (removals[element_id],)
    comparable = not any(breaks_comparability(change) for change in found)
    follows = consequences(found, old)
    if element_id == read_from and not comparable:
        follows = (*follows, OUTCOME_MEASURE_BROKE)
    return ElementComparison(element_id, KINDS[where], says(element), found, follows, comparable, reasons, old)


def says(element: Any) -> str:
    """What an element says, in its own words, in a line."""
    for key in ("name", "text", "statement", "title"):
        if element.get(key):
            return str(element[key]).strip()
    return "(no words yet)"


def counted(counts: dict[str, int]) -> str:
    """`2 elements added, 1 changed; numbers of 1 measure not comparable`."""
    parts = [f"{number} {name}" for name, number in counts.items() if number and name != "not comparable"]
    words = ", ".join(parts) or "no element differs"
    broken = counts["not comparable"]
    if not broken:
        return words
    return f"{words}; the numbers of {broken} measure{'' if broken == 1 else 's'} before and after are not comparable"


def _counted_as(element: ElementComparison) -> str:
    first = element.summary.split(", ")[0]
    return first if first in ("added", "removed", "moved") else "changed"


def _element_as_json(element: ElementComparison) -> dict[str, Any]:
    return {
        "id": element.element,
        "kind": element.kind,
        "says": element.says,
        "what": element.summary,
        "comparable": element.comparable,
        "consequences": list(element.consequences),
        "changes": [_change_as_json(change, element) for change in element.changes],
    }


def _change_as_json(change: Change, element: ElementComparison | None = None) -> dict[str, Any]:
    return {
        "how": change.how,
        "field": change.path or change.where,
        "old": change.old,
        "new": change.new,
        "consequence": consequence(change, None if element is None else element.before),
        "why": [] if element is None else [reason.as_json() for reason in element.why(change)],
    }


def shown(value: Any) -> str:
    """A field's value in a line of text."""
    if value is None:
        return "(nothing)"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return (", " if all(isinstance(entry, str) for entry in value) else " — ").join(shown(entry) for entry in value)
    if isinstance(value, dict):
        return "; ".join(f"{key.replace('_', ' ')}: {shown(inner)}" for key, inner in value.items())
    return json.dumps(value)


def link_in_words(change: Change) -> str:
    """`serves: P1 from here on (weak, assuming that ...)`."""
    field = str(change.field).replace("_", " ")
    if change.how is How.UNLINKED:
        return f"{field}: {change.target} no longer"
    if change.how is How.LINKED:
        said = _link_says(change.new)
        return f"{field}: {change.target} from here on{f' ({said})' if said != 'strong' else ''}"
    return f"{field}: {change.target}; before: {_link_says(change.old)}; from here on: {_link_says(change.new)}"


def links_in_words(links: Mapping[str, Any]) -> str:
    """`P1, P2 (weak, assuming: ...)`."""
    return ", ".join(f"{target}{f' ({said})' if (said := _link_says(link)) != 'strong' else ''}" for target, link in links.items())


def _link_says(link: Any) -> str:
    assumption = str(link.get("assumption", "")).rstrip(".")
    return f"{link['strength']}, assuming: {assumption}" if assumption else str(link["strength"])


def _change_lines(change: Change) -> Iterator[str]:
    if change.how is How.MOVED:
        yield f"  moved: {KINDS[change.old]} before, {KINDS[change.new]} from here on"
    elif change.target is not None:
        yield f"  {link_in_words(change)}"
    elif change.how is How.REORDERED:
        yield from _order_lines(change, "  ")
    elif change.how not in (How.ADDED, How.REMOVED):
        yield f"  {change.path} {change.how}"
        yield from (f"    {sign} {shown(value)}" for sign, value in _set_apart(change.old, change.new))


def _set_apart(old: Any, new: Any) -> list[tuple[str, Any]]:
    """What was and what is; of two lists, the entries that are in one only."""
    if isinstance(old, list) and isinstance(new, list) and sorted(map(str, old)) != sorted(map(str, new)):
        return [("-", entry) for entry in old if entry not in new] + [("+", entry) for entry in new if entry not in old]
    return [("-", old), ("+", new)]


def _order_lines(change: Change, indent: str = "") -> Iterator[str]:
    yield f"{indent}Order of {(change.path or change.where).replace('_', ' ')}: {', '.join(change.old)} before; {', '.join(change.new)} now"
