"""Edits of a change package, made in the text that a person holds: what need not change keeps its bytes.

The operations are those of an overlay (`adaptation.overlay`), refused for the same reasons, and they give the same value as
`adaptation.operations.applied`. In a whole document the lines of the element change; in an adaptation the operation is put
into its overlay, together with those that are there (`adaptation.own_operations`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from levelground.change_package.adaptation.adapt import HEAD
from levelground.change_package.adaptation.edit_overlay import Step, overlay_edited
from levelground.change_package.adaptation.operations import Plain, applied
from levelground.change_package.adaptation.overlay_reading import OverlayReading, overlay_of
from levelground.change_package.adaptation.refusals import refusals
from levelground.change_package.edit_fields import operations_for, with_line_ends
from levelground.change_package.edit_head import HEAD_FIELDS, document_changed, head_edited
from levelground.change_package.reading import Reading
from levelground.documents.assembled import AssembledDocument
from levelground.documents.canonical import canonical_text
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity, UserFacingError

__all__ = ["HEAD_FIELDS", "edit", "edited", "head_edited", "operations_for"]


def edit(reading: Reading, operation: Mapping[str, Any]) -> Reading:
    """The whole change package after one operation, with its new text.

    Raises
    ------
    ChangePackageInvalid
        With every finding: an operation that may not be, an adaptation (see `edited`), or a value that no change package can
        have; of that one, places are in the text that would have come out.
    """
    if reading.overlay is not None:
        raise _refused(reading, [_an_adaptation(reading)])
    return edited(reading, [operation])


def edited(reading: Reading, operations: Sequence[Mapping[str, Any]]) -> Reading:
    """The change package after some operations, one after the other, with its new text: a whole document's, or its overlay's.

    Each operation is on what those before it made; what comes out at the end must hold, what is between need not.

    Raises
    ------
    ChangePackageInvalid
        With every finding: operations that may not be, or a value that no change package can have; of that one, places are in
        the text that would have come out.
    """
    steps: list[Step] = []
    findings: list[Finding] = []
    now = reading
    for given in operations:
        said = {key: with_line_ends(value) for key, value in given.items() if value is not None}
        wrong = _refusals_of(now, said)
        findings += [_placed(finding, reading) for finding in wrong]
        if not wrong:
            value = applied(now.document.value, said)
            steps.append((said, now.document.value, value))
            now = replace(now, document=AssembledDocument(reading.name, value, {(): (reading.document, ())}))
    if findings:
        raise _refused(reading, findings)
    if reading.base is not None and isinstance(reading.overlay, OverlayReading):
        return overlay_edited(reading.overlay, reading.base, steps)
    return document_changed(reading, now.document.value)


def _refusals_of(now: Reading, said: Plain) -> list[Finding]:
    """What is wrong with an operation on the change package as it is now."""
    try:
        overlay = _as_overlay(now, said)
    except UserFacingError as refusal:
        return list(refusal.findings)
    return [refusal.finding for refusal in refusals(now, overlay)]


def _as_overlay(reading: Reading, operation: Plain) -> OverlayReading:
    """The operation as the only one of an overlay on the package, so that whatever holds for those holds for it."""
    head = {key: reading.document.value[key] for key in HEAD}
    whole = {**head, "format": "levelground/overlay/1", "adapts": reading.pin.model_dump(), "reason": "An edit."}
    text = canonical_text({**whole, "operations": [operation]})
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
