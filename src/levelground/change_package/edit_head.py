"""Edits of what a change package says of itself: its title, its summary, how far it is co-produced, its changelog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from levelground.change_package.adaptation.edit_overlay import overlay_changed
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.edit_fields import with_line_ends
from levelground.change_package.reading import Reading, reading_of
from levelground.documents.differences import changes_between, rewritten
from levelground.documents.document import DocumentUnreadable
from levelground.documents.utf8_text import BYTE_ORDER_MARK
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity, nearest_names

HEAD_FIELDS = (
    "title",
    "summary",
    "discipline",
    "setting",
    "status",
    "licence",
    "provenance.statement",
    "provenance.not_claimed",
    "co_production",
    "version",
    "ambitions",
    "changelog",
    "accepted",
)
"""What `head_edited` changes in every change package; in an adaptation also `reason`."""

_FIXED = {
    "id": "an id never changes once others know it",
    "format": "it says how the file is read",
    "adapts": "it names the very base; another version of it comes with an upgrade",
    "operations": "elements are changed one by one",
}


def head_edited(reading: Reading, fields: Mapping[str, Any]) -> Reading:
    """The change package with other values in its head (`HEAD_FIELDS`); None takes away what may be absent.

    In an adaptation it is the overlay's head that changes.

    Raises
    ------
    ChangePackageInvalid
        With every finding: fields that are none or that stay, values that may not be.
    """
    overlay = reading.overlay if isinstance(reading.overlay, OverlayReading) else None
    known = (*HEAD_FIELDS, "reason") if overlay is not None else HEAD_FIELDS
    wrong = list(_not_fields(reading, fields, known))
    if wrong:
        raise ChangePackageInvalid(f"{reading.name} was not changed", wrong)
    document = reading.document if overlay is None else overlay.document
    value = document.value
    for name, new in fields.items():
        value = _with(value, name.split("."), with_line_ends(new))
    if overlay is None or reading.base is None:
        return document_changed(reading, value)
    return overlay_changed(overlay, reading.base, list(changes_between(document.value, value)))


def document_changed(reading: Reading, value: Any) -> Reading:
    """A whole change package with another value, and only those lines of its text new that the value asks for.

    Raises
    ------
    ChangePackageInvalid
        With every finding; places are in the text that would have come out.
    """
    try:
        document = rewritten(reading.document, value)
    except DocumentUnreadable as refusal:  # too long, for one
        raise ChangePackageInvalid(f"{reading.name} was not changed", refusal.findings) from None
    mark = BYTE_ORDER_MARK if reading.data.startswith(BYTE_ORDER_MARK) else b""
    return reading_of(document, mark + document.text.encode("utf-8"))


def _not_fields(reading: Reading, fields: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Finding]:
    for name in fields:
        first = name.split(".", maxsplit=1)[0]
        if first in _FIXED:
            message, step = f"`{name}` cannot be changed: {_FIXED[first]}.", "Leave it out."
            yield Finding(Severity.ERROR, "fixed-field", message, reading.document.place((first,)), next_step=step)
        elif name not in known:
            message, step = f"`{name[:64]}` is not a field of the head.", f"The fields here are: {', '.join(known)}."
            near = nearest_names(name[:64], known)
            yield Finding(Severity.ERROR, "unknown-field", message, Place(reading.name), None, near, step)


def _with(block: Mapping[str, Any], way: list[str], new: Any) -> dict[str, Any]:
    """A block with another value at the end of the way."""
    step, *more = way
    if more:
        return {**block, step: _with(block.get(step) or {}, more, new)}
    if new is None:
        return {key: value for key, value in block.items() if key != step}
    return {**block, step: new}
