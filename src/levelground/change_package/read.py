"""A document to a change package, with the exact bytes, their digest, and the place of every element."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from levelground import library
from levelground.change_package.change_package import ChangePackage
from levelground.documents.document import Document, DocumentUnreadable
from levelground.documents.document import Path as DocumentPath
from levelground.documents.reading import read_file, shown, validated
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, Finding, Place, Severity, UnknownElement, nearest_names

SHELF = "change_packages"
LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "principles", "sources")
"""The lists of a change package whose items have ids; ids are unique over all of them and the aim."""

MOST_DUPLICATES = 100
"""How many duplicate ids are told at once."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Reading:
    """A change package as it was read: the value, and the bytes that are its truth.

    `findings` are what was found while reading that does not stop the work; `check.check` finds the rest.
    """

    change_package: ChangePackage
    data: bytes = field(repr=False)
    document: Document = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """How the file is named in places."""
        return self.document.name

    @property
    def text(self) -> str:
        """The text, exactly: encoded as UTF-8 it is `data` again."""
        return self.data.decode("utf-8")

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def paths(self) -> Mapping[str, DocumentPath]:
        """The id of every element and source -> its path in the document."""
        return dict(_identified(self.document.value))

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


def read(source: str | Path) -> Reading:
    """Read a shipped change package by its id, or any other by its path.

    Raises
    ------
    ChangePackageUnreadable
        No such id or file, or not a document; the finding says where and which shipped ids are near.
    ChangePackageInvalid
        A document, but not one change package: every key, value and duplicate id that is wrong, at once.
    """
    shipped = library.names(SHELF)
    if str(source) in shipped:
        return read_text(read_file(library.shelf(SHELF) / f"{source}.yaml"), f"{source}.yaml")
    if _ID.fullmatch(str(source)) and not Path(source).exists():
        raise _unknown_change_package(str(source), shipped)
    try:
        data = read_file(source)
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    return read_text(data, shown(source))


def read_text(data: bytes | str, name: str) -> Reading:
    """Read a change package from its bytes or its text; `name` stands in places. Raises as `read` does."""
    try:
        document = read_yaml(data, name)
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    package, findings = validated(document, ChangePackage)
    findings = tuple(sorted((*findings, *_duplicate_ids(document)), key=in_document_order))
    if package is None or findings:
        raise ChangePackageInvalid(f"{name} is not a change package as it stands", findings)
    return Reading(package, data.encode("utf-8") if isinstance(data, str) else data, document)


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


def _identified(value: Any) -> Iterator[tuple[str, DocumentPath]]:
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
    places = sorted((document.place((*path, "id")), element_id) for element_id, path in _identified(document.value))
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


def _unknown_change_package(source: str, shipped: tuple[str, ...]) -> ChangePackageUnreadable:
    finding = Finding(
        Severity.ERROR,
        "unknown-change-package",
        f"`{source}` is neither a shipped change package nor a file.",
        did_you_mean=nearest_names(source, shipped),
        next_step=f"The shipped ones are: {', '.join(shipped) or 'none'}; or give the path of a file.",
    )
    return ChangePackageUnreadable(f"there is no change package `{source}`", [finding])
