"""Old base, new base and overlay: which base changes come in, which operations stay, and where a person has to choose.

Each change of the base and each operation (of one that adds: each element) is in exactly one of the lists of `ThreeWay`.
Everything is on plain values; nothing is decided here that a person should decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.change_package.adaptation.changes import Change, How
from levelground.change_package.adaptation.conflicts import Conflict, Part
from levelground.change_package.adaptation.sides import Sides, parts_of, touching
from levelground.change_package.adaptation.where_to_choose import conflicts_of


@dataclass(frozen=True)
class ThreeWay:
    """Where each change of the base and each part of the overlay goes."""

    comes_in: tuple[Change, ...]
    of_the_base_alone: tuple[Change, ...]
    carried: tuple[Part, ...]
    absorbed: tuple[Part, ...]
    absorbed_changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def three_way(sides: Sides) -> ThreeWay:
    """Sort everything that the base changed and everything that the overlay does."""
    parts = [part for index, operation in enumerate(sides.operations) for part in parts_of(index, operation)]
    conflicts = tuple(conflicts_of(sides))
    in_conflict = {part for conflict in conflicts for part in conflict.parts}
    absorbed = {part: found for part in parts if part not in in_conflict and (found := _absorbing(sides, part)) is not None}
    contested = {_name(change) for conflict in conflicts for change in conflict.changes}
    taken = {_name(change) for found in absorbed.values() for change in found} - contested
    free = [change for change in sides.changes if _name(change) not in contested | taken]
    return ThreeWay(
        comes_in=tuple(change for change in free if not _of_head(change)),
        of_the_base_alone=tuple(change for change in free if _of_head(change)),
        carried=tuple(part for part in parts if part not in in_conflict and part not in absorbed),
        absorbed=tuple(absorbed),
        absorbed_changes=tuple(change for change in sides.changes if _name(change) in taken),
        conflicts=conflicts,
    )


def _of_head(change: Change) -> bool:
    return change.element is None and change.how is not How.REORDERED


def _name(change: Change) -> tuple[Any, ...]:
    return change.how, change.element, change.where, change.path


def _absorbing(sides: Sides, part: Part) -> list[Change] | None:
    """The changes of the base that do what a part of the overlay does; None where the base does not do it."""
    operation = sides.operations[part[0]]
    if operation["op"] == "add":
        element_id = operation["elements"][part[1] or 0]["id"]
        return sides.of_element[element_id] if element_id in sides.now else None
    element_id = operation["element"]
    if element_id in sides.gone:
        return sides.of_element[element_id]
    if operation["op"] == "remove":
        return None
    touched = touching(sides, operation)
    if operation["op"] == "unlink" and operation["target"] in sides.gone:
        return touched
    return touched or None
