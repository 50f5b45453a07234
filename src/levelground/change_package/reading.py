"""What reading a change package gives: the value, the text that is its truth, and the place of every element."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.provenance import Ancestor
from levelground.documents.document import Document
from levelground.documents.document import Path as DocumentPath
from levelground.documents.reading import validated
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity, UnknownElement, nearest_names

LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "principles", "sources")
"""The lists of a change package whose items have ids; ids are unique over all of them and the aim."""

MOST_DUPLICATES = 100
"""How many duplicate ids are told at once."""


class Adaptation(Protocol):
    """The overlay that a change package was made with, as it was read (`adaptation.overlay_reading.OverlayReading`)."""

    @property
    def pin(self) -> Ancestor:
        """The overlay's id and version, and the digest of its bytes."""
        ...

    @property
    def document(self) -> Document:
        """The overlay's document."""
        ...

    @property
    def data(self) -> bytes:
        """The overlay's bytes."""
        ...


@dataclass(frozen=True)
class Reading:
    """A change package as it was read, or as an overlay made it from its base.

    `findings` are what was found while reading that does not stop the work; `check.check` finds the rest. Of an adapted one,
    `base` and `overlay` are what it was made from, `document` knows in which of their files each part stands, and the text
    is the canonical text of the whole.
    """

    change_package: ChangePackage
    document: Document = field(repr=False)
    findings: tuple[Finding, ...] = ()
    written: bytes | None = field(default=None, repr=False)
    base: Reading | None = field(default=None, repr=False)
    overlay: Adaptation | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """How the file is named in places."""
        return self.document.name

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files that it was made from: its own, then what it adapts, down to the first."""
        return (self.name, *(self.base.files if self.base is not None else ()))

    @cached_property
    def data(self) -> bytes:
        """The bytes: those that were read; of an adapted package, those of its canonical text."""
        return self.document.text.encode("utf-8") if self.written is None else self.written

    @property
    def text(self) -> str:
        """The text, exactly: encoded as UTF-8 it is `data` again."""
        return self.data.decode("utf-8")

    @property
    def own_data(self) -> bytes:
        """The bytes of the document that a person holds: the overlay's where there is one, else the whole document's."""
        return self.data if self.overlay is None else self.overlay.data

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def pin(self) -> Ancestor:
        """What an overlay on this must say under `adapts`: id, version, and the digest of the document that a person holds."""
        if self.overlay is not None:
            return self.overlay.pin
        return Ancestor(id=self.change_package.id, version=self.change_package.version, digest=self.digest)

    @cached_property
    def paths(self) -> Mapping[str, DocumentPath]:
        """The id of every element and source -> its path in the document."""
        return dict(identified(self.document.value))

    def path_of(self, element_id: str) -> DocumentPath:
        """The path of an element in the document.

        Raises
        ------
        UnknownElement
            With the nearest ids.
        """
        if element_id in self.paths:
            return self.paths[element_id]
        raise unknown_element(element_id, self.paths, Place(self.name))

    def place_of(self, element_id: str, *keys: str | int) -> Place:
        """Where an element stands, or a value within it: `place_of("P1", "serves", 0)`."""
        return self.document.place((*self.path_of(element_id), *keys))


def reading_of(document: Document, data: bytes) -> Reading:
    """The reading of a document that holds a whole change package.

    Raises
    ------
    ChangePackageInvalid
        Every key, value and duplicate id that is wrong, at once.
    """
    package, findings = validated(document, ChangePackage)
    findings = tuple(sorted((*findings, *_duplicate_ids(document)), key=in_document_order))
    if package is None or findings:
        raise ChangePackageInvalid(f"{document.name} is not a change package as it stands", findings)
    return Reading(package, document, written=data)


def in_document_order(finding: Finding) -> tuple[bool, int, int]:
    """A sorting key: by line and column, what has no line last."""
    place = finding.place or Place("")
    return place.line is None, place.line or 0, place.column or 0


def unknown_element(element_id: str, known: Mapping[str, Any], place: Place | None = None) -> UnknownElement:
    """The error for an id that no element of the package has."""
    finding = Finding(
        Severity.ERROR,
        "unknown-element",
        f"no element has the id `{element_id[:64]}`.",
        place,
        did_you_mean=nearest_names(element_id[:64], known),
        next_step=f"The ids are: {', '.join(list(known)[:40])}{', …' if len(known) > 40 else ''}.",
    )
    return UnknownElement(f"there is no element `{element_id[:64]}`", [finding])


def identified(value: Any) -> Iterator[tuple[str, DocumentPath]]:
    """The id and the path of everything that has an id, in document order of the lists; tolerant of documents that break rules."""
    if not isinstance(value, dict):
        return
    aim = value.get("aim")
    if isinstance(aim, dict) and isinstance(aim.get("id"), str):
        yield aim["id"], ("aim",)
    for name in LISTS:
        items = value.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield item["id"], (name, index)


def _duplicate_ids(document: Document) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    told = 0
    places = sorted((document.place((*path, "id")), element_id) for element_id, path in identified(document.value))
    for place, element_id in places:
        if element_id in first and told < MOST_DUPLICATES:
            told += 1
            earlier = first[element_id]
            yield Finding(
                Severity.ERROR,
                "duplicate-id",
                f"the id `{element_id[:64]}` is given a second time; it stands first in line {earlier.line}, column {earlier.column}.",
                place,
                element=element_id[:64],
                next_step="Give one of the two another id, and look at what points to it.",
            )
        first.setdefault(element_id, place)
