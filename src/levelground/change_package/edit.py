"""One operation on a whole change package, made in its own text: the lines of that element change, every other line stays.

The operations are those of an overlay (`adaptation.overlay`), refused for the same reasons, and they give the same value as
`adaptation.operations.applied`. They are for the document that others adapt; an adaptation is edited in its overlay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from levelground.change_package.adaptation.adapt import HEAD
from levelground.change_package.adaptation.operations import applied
from levelground.change_package.adaptation.overlay_reading import OverlayReading, overlay_of
from levelground.change_package.adaptation.refusals import refusals
from levelground.change_package.reading import Reading, reading_of
from levelground.documents.canonical import canonical_text
from levelground.documents.differences import rewritten
from levelground.documents.document import DocumentUnreadable
from levelground.documents.utf8_text import BYTE_ORDER_MARK
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity, UserFacingError


def edit(reading: Reading, operation: Mapping[str, Any]) -> Reading:
    """The change package after one operation, with its new text.

    Raises
    ------
    ChangePackageInvalid
        With every finding: an operation that may not be, an adaptation (which is edited in its overlay), or a value that no
        change package can have; of that one, places are in the text that would have come out.
    """
    if reading.overlay is not None:
        raise _refused(reading, [_an_adaptation(reading)])
    try:
        overlay = _as_overlay(reading, operation)
    except UserFacingError as refusal:
        raise _refused(reading, [_placed(finding, reading) for finding in refusal.findings]) from None
    wrong = refusals(reading, overlay)
    if wrong:
        raise _refused(reading, [_placed(refusal.finding, reading) for refusal in wrong])
    try:
        document = rewritten(reading.document, applied(reading.document.value, overlay.operations[0]))
    except DocumentUnreadable as refusal:  # too long, for one
        raise _refused(reading, refusal.findings) from None
    mark = BYTE_ORDER_MARK if reading.data.startswith(BYTE_ORDER_MARK) else b""
    return reading_of(document, mark + document.text.encode("utf-8"))


def _as_overlay(reading: Reading, operation: Mapping[str, Any]) -> OverlayReading:
    """The operation as the only one of an overlay on the package, so that whatever holds for those holds for it."""
    head = {key: reading.document.value[key] for key in HEAD}
    whole = {**head, "format": "levelground/overlay/1", "adapts": reading.pin.model_dump(), "reason": "An edit."}
    text = canonical_text({**whole, "operations": [dict(operation)]})
    return overlay_of(read_yaml(text, reading.name), text.encode("utf-8"))


def _placed(finding: Finding, reading: Reading) -> Finding:
    """A finding on an operation that stands in no file: at the element that it is about, or at the document."""
    known = finding.element is not None and finding.element in reading.paths
    return replace(finding, place=reading.place_of(str(finding.element)) if known else Place(reading.name))


def _an_adaptation(reading: Reading) -> Finding:
    return Finding(
        Severity.ERROR,
        "edit-of-an-adaptation",
        f"{reading.name} is an overlay: what it makes has no text of its own that could be edited.",
        Place(reading.name),
        next_step="Put the operation into the overlay's `operations`.",
    )


def _refused(reading: Reading, findings: Sequence[Finding]) -> ChangePackageInvalid:
    return ChangePackageInvalid(f"{reading.name} was not changed", findings)
