"""What a form holds of an element, as the fewest operations that bring the element there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levelground.change_package.adaptation.facts import at, links_of, plain
from levelground.change_package.adaptation.fields import Field, find_field
from levelground.change_package.adaptation.operations import Draft
from levelground.change_package.adaptation.overlay import LINK_FIELDS
from levelground.change_package.reading import Reading, unknown_element
from levelground.errors import ChangePackageInvalid, Place

_NOTHING: tuple[Any, ...] = (None, "", [], {})


def operations_for(
    reading: Reading,
    element_id: str,
    fields: Mapping[str, Any],
    *,
    reason: str,
    decision: str | None = None,
    meaning_stays: bool = False,
) -> list[dict[str, Any]]:
    """The operations that give an element's fields some values: none for a field that says the same already.

    A field within a field is named with dots; None takes a field away, and with the last of a block the block. Words become a
    `reword` where their meaning stays, everything else a `replace`.

    Raises
    ------
    ChangePackageInvalid
        Where there is no such element. What may not be changed is refused by `edited`.
    """
    if element_id not in reading.paths:
        refusal = unknown_element(element_id, reading.paths, Place(reading.name))
        raise ChangePackageInvalid(refusal.message, refusal.findings)
    path = reading.paths[element_id]
    element = reading.document.at(path)
    wanted = {name: with_line_ends(value) for name, value in fields.items()}
    differing = {name: value for name, value in wanted.items() if not _same(name, at(element, name), value)}
    why = {"reason": reason} | ({"decision": decision} if decision else {})
    told = _with_blocks(reading, element_id, differing)
    return [_operation(str(path[0]), element, name, value, meaning_stays) | why for name, value in told.items()]


def _operation(where: str, element: Mapping[str, Any], name: str, value: Any, meaning_stays: bool) -> dict[str, Any]:
    found = find_field(where, name)
    if meaning_stays and isinstance(value, str) and isinstance(found, Field) and found.is_text and at(element, name) is not None:
        return {"op": "reword", "element": element["id"], "field": name, "to": value}
    given = {} if value is None else {"value": value}
    return {"op": "replace", "element": element["id"], "field": name, **given}


def _with_blocks(reading: Reading, element_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields; of those that leave a block with nothing in it, the block itself."""
    draft = Draft(reading.document.value)
    for name, value in fields.items():
        draft.put(element_id, name, value)
    after = draft.element(element_id)
    found = {}
    for name, value in fields.items():
        block = name
        while value is None and "." in block and plain(at(after, block.rpartition(".")[0])) in _NOTHING:
            block = block.rpartition(".")[0]
        found[block] = value
    return found


def with_line_ends(value: Any) -> Any:
    """Words with the line ends that a value of a document has: a browser sends others."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: with_line_ends(inner) for key, inner in value.items()}
    return [with_line_ends(inner) for inner in value] if isinstance(value, list | tuple) else value


def _same(name: str, one: Any, other: Any) -> bool:
    """Whether two values say the same: blanks around words, and a strong link written out or not, are no difference."""
    if one in _NOTHING and other in _NOTHING:
        return True
    if name in LINK_FIELDS and isinstance(one, list) and isinstance(other, list):
        return list(links_of(one).items()) == list(links_of(other).items())
    return bool(plain(one) == plain(other)) and isinstance(one, bool) == isinstance(other, bool)
