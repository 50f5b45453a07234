"""A document to a change package: one that is whole, or an overlay applied to its base, which is looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.bases import MOST_OVERLAYS, SHELF, BaseFile, circle, find_base, shipped_file, shipped_names
from levelground.change_package.adaptation.overlay_reading import is_overlay, overlay_of
from levelground.change_package.provenance import Ancestor
from levelground.change_package.reading import LISTS, Reading, in_document_order, reading_of, unknown_element
from levelground.documents.document import Document, DocumentUnreadable
from levelground.documents.reading import read_file, shown
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, Finding, Severity, nearest_names

__all__ = ["LISTS", "SHELF", "Reading", "in_document_order", "read", "read_text", "unknown_element"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}(@[0-9.]+)?")


def read(source: str | Path, bases: Sequence[Path] = ()) -> Reading:
    """Read a shipped change package by its id (`core`, `core@1.0.0`), or any other by its path.

    The base of an overlay is looked for among `bases` (files or folders), in the overlay's folder and in the library.

    Raises
    ------
    ChangePackageUnreadable
        No such id or file, or not a document; the finding says where and which shipped ids are near.
    ChangePackageInvalid
        A document, but not one change package, or an overlay that cannot be applied: everything that is wrong, at once.
    """
    shipped = shipped_file(str(source))
    if shipped is not None:
        return _read(shipped, bases)
    if _NAME.fullmatch(str(source)) and not Path(source).exists():
        raise _unknown_change_package(str(source))
    try:
        data = read_file(source)
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    return _read(BaseFile(shown(source), data, Path(source).parent), bases)


def read_text(data: bytes | str, name: str, bases: Sequence[Path | BaseFile] = ()) -> Reading:
    """Read a change package from its bytes or its text; `name` stands in places. Raises as `read` does.

    `bases` may be files that were read already (`BaseFile`): nothing needs to stand on a disk.
    """
    return _read(BaseFile(name, data.encode("utf-8") if isinstance(data, str) else data), bases)


def _read(file: BaseFile, bases: Sequence[Path | BaseFile], above: tuple[str, ...] = ()) -> Reading:
    """The change package in a file; `above` are the ids of the overlays that stand on it, from the one that was asked for."""
    try:
        document = read_yaml(file.data, file.name)
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    if not is_overlay(document):
        return reading_of(document, file.data)
    found = _base(document, file, bases, above)
    overlay = overlay_of(document, file.data, [found] if isinstance(found, Finding) else [])
    if not isinstance(found, BaseFile):
        raise ChangePackageInvalid(f"{file.name} has no base that it could be applied to", [found] if found else [])
    return resolve(_read_base(found, bases, (*above, overlay.overlay.id)), overlay)


def _read_base(file: BaseFile, bases: Sequence[Path | BaseFile], above: tuple[str, ...]) -> Reading:
    """As `_read`; one of the library is read once in a process, wherever nothing that stands above it could matter."""
    if not bases and file.folder is None:
        found = _shipped_reading(file)
        below = (found.pin.id, *(ancestor.id for ancestor in found.change_package.adapts))
        if not set(below) & set(above) and len(above) + len(below) <= MOST_OVERLAYS:
            return found
    return _read(file, bases, above)


@lru_cache(maxsize=32)
def _shipped_reading(file: BaseFile) -> Reading:
    return _read(file, ())


def _base(document: Document, file: BaseFile, bases: Sequence[Path | BaseFile], above: tuple[str, ...]) -> BaseFile | Finding | None:
    """The file of an overlay's base or what is wrong with it; None where `adapts` is not as it should be, which is told elsewhere."""
    try:
        pinned = Ancestor.model_validate(document.value.get("adapts"), strict=True)
    except ValidationError:
        return None
    return circle(str(document.value.get("id")), document, pinned, above) or find_base(document, pinned, bases, file.folder)


def _unknown_change_package(source: str) -> ChangePackageUnreadable:
    shipped = shipped_names()
    finding = Finding(
        Severity.ERROR,
        "unknown-change-package",
        f"`{source}` is neither a shipped change package nor a file.",
        did_you_mean=nearest_names(source, shipped),
        next_step=f"The shipped ones are: {', '.join(shipped) or 'none'}; or give the path of a file.",
    )
    return ChangePackageUnreadable(f"there is no change package `{source}`", [finding])
