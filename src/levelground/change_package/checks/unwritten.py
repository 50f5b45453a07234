"""A rule about what is still to write: a text that `levelground new` or `levelground adapt` wrote to be replaced is no text of the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.reading import LISTS
from levelground.documents.document import Document, Path
from levelground.errors import Finding, Severity

_MARK = re.compile(r"\bTO WRITE\b")
_RULE = "still-to-write"


@warnings(_RULE)
def nothing_is_still_to_write(case: Case) -> Iterator[Finding]:
    """No text, and no reason of an overlay, still says TO WRITE, as those of `levelground new` and `levelground adapt` do."""
    document, adaptation = case.reading.document, case.reading.overlay
    for path in _marked(document.value, ()):
        own = _within_element(path)
        if adaptation is not None and "origin" in path[own : own + 1]:
            continue  # a reason that an operation gave: told below at the operation, and the base's with the base
        element = document.at((*path[:own], "id")) if own else None
        yield _finding(document, path, path[own:], element)
    if adaptation is not None:
        for path in _marked(_reasons(adaptation.document.value), ()):
            yield _finding(adaptation.document, path, path, None)


def _finding(document: Document, path: Path, keys: Path, element: str | None) -> Finding:
    who = f" of `{element}`" if element else ""
    message = f"`{'.'.join(map(str, keys))}`{who} still says TO WRITE."
    step = "Write it, together with the people affected: until then, pages show the placeholder."
    return Finding(Severity.WARNING, _RULE, message, document.place(path), element, next_step=step)


def _marked(value: Any, path: Path) -> Iterator[Path]:
    """The path of each text that is marked, in document order."""
    if isinstance(value, str):
        if _MARK.search(value):
            yield path
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _marked(inner, (*path, key))


def _within_element(path: Path) -> int:
    """How many steps of a path lead to the element that it is in; 0 in the package's head."""
    if path[0] == "aim":
        return 1
    return 2 if path[0] in LISTS else 0


def _reasons(overlay: dict[str, Any]) -> dict[str, Any]:
    """What an overlay says and the package that it makes does not: its reason, and those of its operations, at their own paths."""
    operations = [{"reason": operation["reason"]} for operation in overlay.get("operations") or ()]
    return {"reason": overlay["reason"], "operations": operations}


RULES = (nothing_is_still_to_write,)
