"""The old base, the new base and the adaptation of the old one, as they are set beside each other in an upgrade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from levelground.change_package.adaptation.changes import Change, How, changes
from levelground.change_package.adaptation.conflicts import Part
from levelground.change_package.adaptation.facts import POINTING, elements_of, facts_of, overlap, references_of
from levelground.change_package.adaptation.facts import at as value_at

Operation = Mapping[str, Any]


@dataclass
class Sides:
    """The values that are set beside each other; `mine` is the old base with the overlay applied."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    mine: Mapping[str, Any]
    operations: Sequence[Operation]
    accepted: Sequence[Mapping[str, Any]] = ()
    base: str = "the base"
    suffix: str = "own"

    @cached_property
    def was(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The elements of the old base."""
        return elements_of(self.old)

    @cached_property
    def now(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The elements of the new base."""
        return elements_of(self.new)

    @cached_property
    def ours(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The elements of the adaptation of the old base."""
        return elements_of(self.mine)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the base changed."""
        return changes(self.old, self.new)

    @cached_property
    def of_element(self) -> dict[str, list[Change]]:
        """What the base changed in each element."""
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.element is not None:
                found[change.element].append(change)
        return found

    @cached_property
    def newly_naming(self) -> dict[str, list[Change]]:
        """What the base changed so that it names an element, or names it in another way."""
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            for element_id in _newly_named(change):
                found[element_id].append(change)
        return found

    @cached_property
    def gone(self) -> frozenset[str]:
        """The ids that the base no longer has."""
        return frozenset(self.was) - frozenset(self.now)

    @cached_property
    def added(self) -> dict[str, Part]:
        """The ids that the overlay adds."""
        return {
            element["id"]: (index, position)
            for index, operation in enumerate(self.operations)
            for position, element in enumerate(operation.get("elements", ()))
        }

    @cached_property
    def clashing(self) -> frozenset[str]:
        """The ids that the overlay adds and the base now has too, with other content."""
        return frozenset(element_id for element_id in self.added if element_id in self.now and not self.same_as_base(element_id))

    def same_as_base(self, element_id: str) -> bool:
        """Whether the new base has an element that the overlay adds, word for word."""
        (where, now), (index, position) = self.now[element_id], self.added[element_id]
        operation = self.operations[index]
        return where == operation["to"] and facts_of(now, where) == facts_of(operation["elements"][position or 0], where)

    def new_id(self, element_id: str) -> str:
        """An id for an element whose own is taken: in no base, nowhere in the overlay, and no other's new id."""
        return self._new_ids[element_id]

    @cached_property
    def _new_ids(self) -> dict[str, str]:
        known = {*self.was, *self.now, *self.added}
        found: dict[str, str] = {}
        for element_id in (each for each in self.added if each in self.clashing):
            candidates = (f"{element_id[:40]}-{self.suffix[:18]}{number or ''}" for number in range(len(known) + 1))
            found[element_id] = next(candidate for candidate in candidates if candidate not in known)
            known.add(found[element_id])
        return found


def parts_of(index: int, operation: Operation) -> list[Part]:
    """An operation, or each element of one that adds."""
    if operation["op"] == "add":
        return [(index, position) for position in range(len(operation["elements"]))]
    return [(index, None)]


def touching(sides: Sides, operation: Operation) -> list[Change]:
    """What the base changed in the very field or link that an operation is about."""
    found = sides.of_element.get(operation["element"], [])
    if operation["op"] in ("link", "unlink"):
        return [change for change in found if change.path == f"{operation['field']}.{operation['target']}"]
    return [change for change in found if change.path and overlap(operation["field"], change.path)]


def missing_block(sides: Sides, operation: Operation) -> str | None:
    """The outermost block, on the way to the field that an operation is about, that the new base has not."""
    now = sides.now[operation["element"]][1]
    steps = operation["field"].split(".")
    blocks = (".".join(steps[:length]) for length in range(1, len(steps)))
    return next((block for block in blocks if value_at(now, block) is None), None)


def named_by(path: str, value: Any) -> Iterator[str]:
    """The elements that the value of a field names."""
    first, last = path.split(".", maxsplit=1)[0], path.rpartition(".")[2]
    if first not in ("numerator", "denominator", "whole"):
        yield from references_of(value, last)


def _newly_named(change: Change) -> set[str]:
    if change.element is None or change.how is How.REORDERED:
        return set()
    if change.how is How.ADDED:
        return set(references_of(change.new))
    if change.target is not None:
        return {change.target} if change.how is not How.UNLINKED and change.field in POINTING else set()
    path = change.path or ""
    return set(named_by(path, change.new)) - set(named_by(path, change.old))


def stands_in(elements: Mapping[str, tuple[str, Any]], element_id: str, where: str) -> bool:
    """Whether an element is there, in one list."""
    return element_id in elements and elements[element_id][0] == where


def standing_before(sides: Sides, element_id: str, kept: frozenset[str]) -> str | None:
    """The nearest element that stood before one in its list and still stands there, or is kept."""
    where = sides.was[element_id][0]
    order = [each for each, (here, _) in sides.was.items() if here == where]
    before = reversed(order[: order.index(element_id)])
    removed = {operation["element"] for operation in sides.operations if operation["op"] == "remove"}
    return next((each for each in before if each in kept or (stands_in(sides.now, each, where) and each not in removed)), None)
