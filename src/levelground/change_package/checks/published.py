"""A rule about versions: one that has been published never changes, so a document that bears its id and version says what it says.

Whoever works on a copy of a shipped package and gives it no version of its own is told each place where it differs: a link that was
taken away and that nothing else would miss is found here.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from typing import Any

from levelground.change_package.adaptation.bases import shipped_file
from levelground.change_package.adaptation.changes import Change, How, changes
from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.read import read
from levelground.errors import Finding, Place, Severity, UserFacingError

MOST_CHANGES = 20
"""How many differences are told one by one."""

_RULE = "published-version-changed"


@warnings(_RULE)
def published_versions_stay(case: Case) -> Iterator[Finding]:
    """A document with the id and the version of a shipped change package says what that one says."""
    pin = case.reading.pin
    name = f"{pin.id}@{pin.version}"
    published = _published(name, pin.digest)
    if published is None:
        return
    found = changes(published, case.reading.document.value)
    step = "Give it a version of its own and say in `changelog` what changed, or write an overlay: levelground adapt."
    for change in found[:MOST_CHANGES]:
        message = f"{_in_words(change)}, and {name} was published otherwise."
        yield Finding(Severity.WARNING, _RULE, message, _place(case, change), change.element, next_step=step)
    if len(found) > MOST_CHANGES:
        message = f"{len(found) - MOST_CHANGES} more places differ from {name} as it was published."
        yield case.about_all(Severity.WARNING, _RULE, message, step, "version")


def _published(name: str, digest: str) -> dict[str, Any] | None:
    """The plain value of a shipped version; None where there is none, or the document is that very one."""
    file = shipped_file(name)
    if file is None or hashlib.sha256(file.data).hexdigest() == digest:
        return None
    return _value(name, hashlib.sha256(file.data).hexdigest())


@functools.lru_cache(maxsize=16)
def _value(name: str, _digest: str) -> dict[str, Any] | None:
    """Read once for each state of the library; a shipped version that cannot be read is told elsewhere."""
    try:
        value: dict[str, Any] = read(name).document.value
    except UserFacingError:
        return None
    return value


_SAID = {
    How.ADDED: "`{element}` was added",
    How.REMOVED: "`{element}` is missing",
    How.UNLINKED: "`{field}` of `{element}` no longer names `{target}`",
    How.LINKED: "`{field}` of `{element}` names `{target}`",
    How.MOVED: "`{element}` stands in `{where}`",
    How.REORDERED: "`{where}` stands in another order",
}


def _in_words(change: Change) -> str:
    if change.element is None and change.how is not How.REORDERED:
        return f"`{change.path}` of the change package is different"
    said = _SAID.get(change.how, "`{path}` of `{element}` is different")
    return said.format(
        element=change.element, field=change.field, target=change.target, path=change.path, where=change.path or change.where
    )


def _place(case: Case, change: Change) -> Place:
    if change.element is not None and change.element in case.reading.paths:
        return case.place(change.element, *([change.field] if change.field else []))
    return case.reading.document.place_of_key((change.where or change.path or "id",))


RULES = (published_versions_stay,)
