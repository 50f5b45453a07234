"""Edits in words: what was done, to which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from levelground.change_package.adaptation.compare import KINDS
from levelground.web.publishing.models import Edit

MOST_LINES = 6


@dataclass(frozen=True)
class EditInWords:
    """One edit as its history shows it."""

    number: int
    what: tuple[str, ...]
    why: str
    by: str
    at: Any
    decision: str = ""


def in_words(edit: Edit) -> EditInWords:
    """One edit for people."""
    lines = list(dict.fromkeys(_lines(edit)))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more changes"]
    why = "" if edit.kind in ("undo", "begun") else edit.reason
    return EditInWords(edit.number, tuple(lines), why, edit.by.name, edit.at, edit.decision)


def _lines(edit: Edit) -> Iterator[str]:
    if edit.kind in ("undo", "begun") or (edit.kind == "import" and edit.number == 0):
        yield edit.reason
    elif edit.kind == "import":
        yield "Replaced the whole text"
    for operation in edit.operations:
        yield _operation(operation)


def _operation(operation: Mapping[str, Any]) -> str:
    element = operation.get("element", "")
    field = str(operation.get("field", "")).replace("_", " ").replace(".", ", ")
    kind = KINDS.get(str(operation.get("to")), "part")
    said = {
        "reword": f"Reworded {element}: {field}",
        "replace": f"Changed {element}: {field}",
        "remove": f"Took {element} away",
        "link": f"Linked {element} to {operation.get('target')} ({field})",
        "unlink": f"Took the link from {element} to {operation.get('target')} away ({field})",
        "add": f"Added the {kind} {', '.join(each['id'] for each in operation.get('elements', ()))}",
        "head": f"Changed the {field}",
        "upgrade": f"Carried over from {operation.get('from')} to {operation.get('to')}",
    }
    return said.get(str(operation["op"]), "Changed the text")
