"""The overlay's operations as they are to be on the new base, once every conflict has been settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from levelground.change_package.adaptation.conflicts import Conflict, ConflictKind, Part, Side
from levelground.change_package.adaptation.facts import POINTING
from levelground.change_package.adaptation.facts import at as value_at
from levelground.change_package.adaptation.operations import link_target
from levelground.change_package.adaptation.sides import Operation, Sides, missing_block, standing_before
from levelground.change_package.adaptation.three_way import ThreeWay

_SCALARS = ("source", "outcome_measure")


@dataclass(frozen=True)
class Settled:
    """What becomes of each operation (None: it goes), what is put before them all, and what becomes of accepted warnings.

    `accepted_renamed` are those about what gets a new id, with that id.
    """

    operations: tuple[Operation | None, ...]
    first: tuple[Operation, ...]
    accepted_that_go: tuple[int, ...]
    accepted_renamed: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Settling:
    """Every conflict with the side that was chosen."""

    sides: Sides
    sorted: ThreeWay
    choices: Mapping[str, Side]

    @cached_property
    def kept(self) -> frozenset[str]:
        """What the base took away and the adaptation brings as its own."""
        return frozenset(conflict.element for conflict in self._of(ConflictKind.BASE_REMOVED, Side.MINE))

    @cached_property
    def cut(self) -> frozenset[str]:
        """What is gone for good: no operation may name it."""
        return self.sides.gone - self.kept

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The overlay's ids that give way to the base's."""
        return {conflict.element: self.sides.new_id(conflict.element) for conflict in self._of(ConflictKind.SAME_ID, Side.MINE)}

    @cached_property
    def by_part(self) -> dict[Part, list[Conflict]]:
        """The conflicts that a part of the overlay is in."""
        found: dict[Part, list[Conflict]] = {}
        for conflict in self.sorted.conflicts:
            for part in conflict.parts:
                found.setdefault(part, []).append(conflict)
        return found

    def _of(self, kind: ConflictKind, side: Side) -> Iterator[Conflict]:
        return (conflict for conflict in self.sorted.conflicts if conflict.kind is kind and self.choices[conflict.key] is side)

    def chosen(self, part: Part, kind: ConflictKind) -> Side | None:
        """What was chosen for the conflict of one kind that a part is in."""
        return next((self.choices[conflict.key] for conflict in self.by_part.get(part, ()) if conflict.kind is kind), None)


def settled(sides: Sides, found: ThreeWay, choices: Mapping[str, Side]) -> Settled:
    """The operations for the new base; `choices` must have a side for every conflict."""
    settling = Settling(sides, found, choices)
    accepted_go = {conflict.element for conflict in settling._of(ConflictKind.ACCEPTED_IS_GONE, Side.THEIRS)}
    accepted_go |= {conflict.element for conflict in settling._of(ConflictKind.BASE_REMOVED, Side.THEIRS)}
    accepted_go |= {conflict.element for conflict in settling._of(ConflictKind.SAME_ID, Side.THEIRS)}
    about = [(index, entry.get("element")) for index, entry in enumerate(sides.accepted)]
    return Settled(
        tuple(_settled(settling, index, operation) for index, operation in enumerate(sides.operations)),
        tuple(_brought_back(settling)),
        tuple(index for index, element_id in about if element_id in accepted_go),
        tuple((index, settling.renamed[element_id]) for index, element_id in about if element_id in settling.renamed),
    )


def _settled(settling: Settling, index: int, operation: Operation) -> Operation | None:
    if operation["op"] == "add":
        return _adding(settling, index, operation)
    part = (index, None)
    if part in settling.sorted.absorbed or operation["element"] in settling.sides.gone or _gives_way(settling, part):
        return None
    if operation["op"] == "remove":
        return operation
    side = settling.chosen(part, ConflictKind.BOTH_CHANGED)
    return (_linking if operation["op"] in ("link", "unlink") else _replacing)(settling, operation, side)


def _gives_way(settling: Settling, part: Part) -> bool:
    """Whether the base's wish holds, or an earlier operation on the same block brings what this one is about."""
    kinds = (ConflictKind.BOTH_CHANGED, ConflictKind.BASE_CHANGED_WHAT_IS_REMOVED)
    found = [conflict for conflict in settling.by_part.get(part, ()) if conflict.kind in kinds]
    return any(settling.choices[conflict.key] is Side.THEIRS or conflict.parts[0] != part for conflict in found)


def _linking(settling: Settling, operation: Operation, side: Side | None) -> Operation | None:
    if operation["field"] not in POINTING:
        return operation
    target = operation["target"]
    if operation["op"] == "link" and target in settling.cut:
        return None
    if target in settling.renamed:
        return {**operation, "target": settling.renamed[target]}
    if target in settling.sides.clashing and _link_of(settling.sides.now[operation["element"]][1], operation) is not None:
        return None
    if side is Side.MINE and operation["op"] == "link":
        said = _link_of(settling.sides.ours[operation["element"]][1], operation)
        return {**operation, **({key: said[key] for key in ("strength", "assumption") if said.get(key)} or {"strength": "strong"})}
    return operation


def _link_of(element: Mapping[str, Any], operation: Operation) -> Any:
    """The link that an operation is about, as a block; None where there is none."""
    entries = element.get(operation["field"]) or ()
    entry = next((entry for entry in entries if link_target(entry) == operation["target"]), None)
    return entry if entry is None or isinstance(entry, Mapping) else {"id": entry, "strength": "strong"}


def _replacing(settling: Settling, operation: Operation, side: Side | None) -> Operation | None:
    if operation["op"] == "replace" and operation.get("value") is not None:
        value = _pointing_right(settling, operation["value"], operation["field"])
        if value is None:
            return None
        if value != operation["value"]:
            operation = {**operation, "value": value}
    return _over_what_is_missing(settling.sides, operation) if side is Side.MINE else operation


def _over_what_is_missing(sides: Sides, operation: Operation) -> Operation:
    """An operation on a field that the new base has not: it gives the whole block that is missing, or the words anew."""
    block = missing_block(sides, operation)
    if block is not None:
        return _as_replace(operation, block, value_at(sides.ours[operation["element"]][1], block))
    if operation["op"] == "reword" and value_at(sides.now[operation["element"]][1], operation["field"]) is None:
        return _as_replace(operation, operation["field"], operation["to"])
    return operation


def _as_replace(operation: Operation, field: str, value: Any) -> Operation:
    why = {key: operation[key] for key in ("reason", "decision") if key in operation}
    return {"op": "replace", "element": operation["element"], "field": field, "value": value, **why}


def _adding(settling: Settling, index: int, operation: Operation) -> Operation | None:
    elements = []
    for position, element in enumerate(operation["elements"]):
        part = (index, position)
        if part in settling.sorted.absorbed or settling.chosen(part, ConflictKind.SAME_ID) is Side.THEIRS:
            continue
        own = _pointing_right(settling, element)
        elements.append({**own, "id": settling.renamed[own["id"]]} if own["id"] in settling.renamed else own)
    if not elements:
        return None
    after = _after(settling, index, operation)
    if elements == operation["elements"] and after == operation.get("after"):
        return operation
    changed = {**operation, "elements": elements, "after": after}
    return {key: value for key, value in changed.items() if value is not None}


def _after(settling: Settling, index: int, operation: Operation) -> str | None:
    after = operation.get("after")
    if after is None or after in settling.kept:
        return after
    sides = (settling.chosen((index, position), ConflictKind.PLACE_IS_GONE) for position in range(len(operation["elements"])))
    side = next((side for side in sides if side is not None), None)
    if side is Side.THEIRS:
        return None
    if side is Side.MINE or after in settling.sides.gone:
        return standing_before(settling.sides, after, settling.kept)
    if after in settling.renamed:
        return settling.renamed[after]
    if after in settling.sides.clashing and settling.sides.now[after][0] != operation["to"]:
        return None
    return str(after)


def _brought_back(settling: Settling) -> Iterator[Operation]:
    sides = settling.sides
    for element_id in (each for each in sides.was if each in settling.kept):
        where, element = sides.ours[element_id]
        own = _pointing_right(settling, {key: value for key, value in element.items() if key != "origin"})
        reasons = [str(operation["reason"]).strip().rstrip(".") for operation in sides.operations if operation.get("element") == element_id]
        reason = f"{sides.base} no longer has it, and this adaptation keeps it. {'. '.join(reasons)}".strip()
        after = standing_before(sides, element_id, settling.kept)
        operation = {"op": "add", "to": where, "after": after, "reason": reason, "elements": [own]}
        yield {key: value for key, value in operation.items() if value is not None}


def _pointing_right(settling: Settling, value: Any, key: str = "") -> Any:
    """A value without mentions of what is gone, and with the new ids; None where it was such a mention itself."""
    last, counts = key.rpartition(".")[2], key.split(".", maxsplit=1)[0] in ("numerator", "denominator", "whole")
    if counts:
        return value
    if isinstance(value, Mapping):
        inner = {name: _pointing_right(settling, each, f"{key}.{name}" if key else name) for name, each in value.items()}
        return {name: each for name, each in inner.items() if each is not None or value[name] is None}
    if isinstance(value, list) and last in POINTING:
        return [_renamed(settling, entry) for entry in value if link_target(entry) not in settling.cut]
    if isinstance(value, list):
        return [_pointing_right(settling, entry, key) for entry in value]
    if last in _SCALARS and isinstance(value, str):
        return None if value in settling.cut else settling.renamed.get(value, value)
    return value


def _renamed(settling: Settling, entry: Any) -> Any:
    target = settling.renamed.get(link_target(entry), link_target(entry))
    return {**entry, "id": target} if isinstance(entry, Mapping) else target
