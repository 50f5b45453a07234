"""An overlay's document to an overlay, with the exact bytes, their digest, and the place of every operation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from levelground.change_package.adaptation.overlay import Overlay
from levelground.change_package.provenance import Ancestor
from levelground.documents.document import Document, DocumentUnreadable
from levelground.documents.reading import validated
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, Finding, Place


@dataclass(frozen=True)
class OverlayReading:
    """An overlay as it was read: the value, and the bytes that are its truth."""

    overlay: Overlay
    data: bytes = field(repr=False)
    document: Document = field(repr=False)

    @property
    def name(self) -> str:
        """How the file is named in places."""
        return self.document.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def pin(self) -> Ancestor:
        """What an overlay on what this one makes must say under `adapts`."""
        return Ancestor(id=self.overlay.id, version=self.overlay.version, digest=self.digest)

    @property
    def operations(self) -> Sequence[dict[str, Any]]:
        """The operations as they stand in the document."""
        given: Sequence[dict[str, Any]] = self.document.value.get("operations") or ()
        return given

    def place_of(self, index: int, *keys: str | int) -> Place:
        """Where an operation stands (the first is 0), or a value within it: `place_of(0, "elements", 1)`."""
        return self.document.place(("operations", index, *keys))


def is_overlay(document: Document) -> bool:
    """Whether a document is meant as an overlay: by its `format`, or by its keys where that is neither of the two."""
    value = document.value if isinstance(document.value, dict) else {}
    named = str(value.get("format", ""))
    return named.startswith("levelground/overlay") or ("change-package" not in named and isinstance(value.get("operations"), list))


def read_overlay(data: bytes | str, name: str) -> OverlayReading:
    """Read an overlay from its bytes or its text; `name` stands in places.

    Raises
    ------
    ChangePackageUnreadable
        Not a document at all.
    ChangePackageInvalid
        A document, but not one overlay: every key and value that is wrong, at once.
    """
    try:
        document = read_yaml(data, name)
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    return overlay_of(document, data.encode("utf-8") if isinstance(data, str) else data)


def overlay_of(document: Document, data: bytes, others: Sequence[Finding] = ()) -> OverlayReading:
    """The overlay that a document holds; raises as `read_overlay` does, with `others` told beside what is found here."""
    overlay, findings = validated(document, Overlay)
    if overlay is None:
        raise ChangePackageInvalid(f"{document.name} is not an overlay as it stands", (*findings, *others))
    return OverlayReading(overlay, data, document)
