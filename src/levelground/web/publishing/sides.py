"""What two people made of the same element, on plain values: what was there, what is there now, what the second one wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levelground.change_package.edit import operations_for
from levelground.change_package.reading import LISTS, Reading
from levelground.web.publishing.conflicts import BothSides, EditConflict

_NOT_OF_THE_HEAD = frozenset({*LISTS, "aim", "operations", "origin"})


def changed_fields(was: Reading, element_id: str, fields: Mapping[str, Any], reason: str) -> tuple[str, ...]:
    """The fields in which a form asks for something else than what stood there when it was opened."""
    if element_id not in was.paths:
        return tuple(fields)
    touched = [str(operation["field"]) for operation in operations_for(was, element_id, fields, reason=reason)]
    return tuple(name for name in fields if any(_about_the_same(name, path) for path in touched))


def differs(was: Reading, now: Reading, element_id: str) -> bool:
    """Whether an element is not what it was."""
    return _element(was, element_id) != _element(now, element_id)


def conflict(was: Reading, now: Reading, element_id: str, yours: Mapping[str, Any] | None, *, at: int) -> EditConflict:
    """The two sides of an element, for the fields that the second person changed (None: they wanted it away)."""
    before, after = _element(was, element_id) or {}, _element(now, element_id) or {}
    if yours is None:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        yours = dict.fromkeys(names)
    told = BothSides({name: _at(before, name) for name in yours}, {name: _at(after, name) for name in yours}, yours)
    return EditConflict(element_id, told, now=at, gone=element_id not in now.paths)


def link_in(reading: Reading, element_id: str, field: str, target: str) -> Any:
    """The entry of a list of links that goes to a target, as strength and assumption; None where there is none."""
    for entry in (_element(reading, element_id) or {}).get(field) or ():
        whole = {"id": entry} if isinstance(entry, str) else dict(entry)
        if whole.get("id") == target:
            return {"strength": "strong", "assumption": None, **whole}
    return None


def head(reading: Reading) -> dict[str, Any]:
    """What a change package says about itself, as it stands in the file that a person holds."""
    own = reading.document if reading.overlay is None else reading.overlay.document
    return {name: value for name, value in own.value.items() if name not in _NOT_OF_THE_HEAD}


def in_head(reading: Reading, name: str) -> Any:
    """One field of the head; fields within fields are named with dots."""
    return _at(head(reading), name)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: spaces at an end, and empty or not there, make no difference."""
    return bool(_plain(one) == _plain(other))


def _element(reading: Reading, element_id: str) -> dict[str, Any] | None:
    if element_id not in reading.paths:
        return None
    value = reading.document.at(reading.path_of(element_id))
    return {name: part for name, part in value.items() if name != "origin"}


def _at(value: Any, name: str) -> Any:
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _about_the_same(name: str, path: str) -> bool:
    return name == path or name.startswith(f"{path}.") or path.startswith(f"{name}.")


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()} or None
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value] or None
    return value
