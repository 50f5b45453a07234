"""Operations on what an overlay makes, put into the overlay's own text: lines that need not change keep their bytes."""

from __future__ import annotations

from collections.abc import Sequence

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.operations import Plain
from levelground.change_package.adaptation.overlay_reading import OverlayReading, overlay_of
from levelground.change_package.adaptation.own_operations import OwnOperations
from levelground.change_package.reading import Reading
from levelground.documents.document import DocumentUnreadable
from levelground.documents.splice import Change, spliced
from levelground.documents.utf8_text import BYTE_ORDER_MARK
from levelground.errors import ChangePackageInvalid

Step = tuple[Plain, Plain, Plain]
"""An operation, the value that it was done to, the value that came out."""


def overlay_edited(overlay: OverlayReading, base: Reading, steps: Sequence[Step]) -> Reading:
    """What the overlay makes of its base once its text holds some more operations.

    Raises
    ------
    ChangePackageInvalid
        With every finding on what would have come out; places are in the text that would have.
    """
    own = OwnOperations(base.document.value, overlay.operations)
    for said, before, after in steps:
        own.take(said, before, after)
    return overlay_changed(overlay, base, own.changes())


def overlay_changed(overlay: OverlayReading, base: Reading, changes: Sequence[Change]) -> Reading:
    """What the overlay makes of its base after some changes to its document. Raises as `overlay_edited` does."""
    try:
        document = spliced(overlay.document, changes)
    except DocumentUnreadable as refusal:  # too long, for one
        raise ChangePackageInvalid(f"{overlay.name} was not changed", refusal.findings) from None
    mark = BYTE_ORDER_MARK if overlay.data.startswith(BYTE_ORDER_MARK) else b""
    return resolve(base, overlay_of(document, mark + document.text.encode("utf-8")))
