"""Files to bytes, and documents to frozen models; whatever is wrong comes back as findings in plain words."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from levelground.documents.document import Document, DocumentUnreadable
from levelground.documents.model_findings import findings_of
from levelground.documents.utf8_text import MOST_BYTES, too_large
from levelground.errors import Finding, Place, Severity, nearest_names

Model = TypeVar("Model", bound=BaseModel)


def read_file(path: Path | str, *, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file, its size looked at before any byte is read.

    Raises
    ------
    DocumentUnreadable
        Rules `missing-file`, `not-a-file` (a folder, a pipe, a device), `unreadable-file`, `too-large`.
    """
    path = Path(path)
    name = shown(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _refused(_not_opened(path, name, error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _refused(_not_a_file(name, "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"))
        if status.st_size > most_bytes:
            raise _refused(too_large(name, status.st_size))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(most_bytes + 1)
    finally:
        os.close(descriptor)
    if len(data) > most_bytes:
        raise _refused(too_large(name, len(data)))
    return data


def validated(document: Document, model: type[Model]) -> tuple[Model | None, tuple[Finding, ...]]:
    """The document as a frozen model, or None with a finding for everything that the model refuses.

    Types are taken strictly: text is not turned into a number, nor true into 1. Dates and named choices are read from text.
    """
    try:
        return model.model_validate_json(json.dumps(document.value), strict=True), ()
    except ValidationError as error:
        return None, findings_of(error, document, model)


def shown(path: Path | str) -> str:
    """A path as text that can be printed anywhere: bytes that are not UTF-8 and control characters as backslash codes."""
    text = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(character if character.isprintable() else character.encode("unicode_escape").decode("ascii") for character in text)


def _refused(finding: Finding) -> DocumentUnreadable:
    return DocumentUnreadable(f"{finding.place} cannot be read", [finding])


def _not_a_file(name: str, what: str) -> Finding:
    return Finding(Severity.ERROR, "not-a-file", f"this is {what}, not a file.", Place(name), next_step="Give the path of one file.")


def _not_opened(path: Path, name: str, error: OSError | ValueError) -> Finding:
    if isinstance(error, FileNotFoundError):
        return Finding(
            Severity.ERROR,
            "missing-file",
            "there is no such file.",
            Place(name),
            did_you_mean=_neighbours(path),
            next_step="Look at the path again.",
        )
    if os.path.isdir(path):  # noqa: PTH112 - False, not an error, for a path that no system takes
        return _not_a_file(name, "a folder")
    reason = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
    return Finding(
        Severity.ERROR,
        "unreadable-file",
        f"the file cannot be opened: {reason[:1].lower()}{reason[1:]}.",
        Place(name),
        next_step="Look at the path and at who may read the file.",
    )


def _neighbours(path: Path) -> tuple[str, ...]:
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for _, entry in zip(range(1000), entries, strict=False)]
    except OSError:
        return ()
    return tuple(shown(path.parent / name) for name in nearest_names(path.name, names))
