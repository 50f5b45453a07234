"""A stored text as a change package: read once in a process, since a text never changes."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from functools import lru_cache

from levelground.change_package.adaptation.bases import MOST_OVERLAYS, BaseFile
from levelground.change_package.adaptation.overlay_reading import is_overlay
from levelground.change_package.check import check
from levelground.change_package.checks.aim import today
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.documents.document import DocumentUnreadable
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import Finding
from levelground.registers.check import check_against_registers
from levelground.web.publishing.models import PackageVersion, StoredText, VersionState

READ_AT_ONCE = 100
"""How many readings a process keeps: the longest that we know of takes some 3 MB."""

PUBLIC = (VersionState.PUBLISHED, VersionState.WITHDRAWN)
"""The states of what anybody may read."""


@lru_cache(maxsize=READ_AT_ONCE)
def reading(digest: str, name: str) -> Reading:
    """The reading of a stored text; `name` stands in places.

    Raises
    ------
    ChangePackageUnreadable, ChangePackageInvalid
        As `read_text` does. No such text is stored: an import is kept only once it can be read.
    """
    content = StoredText.objects.get(pk=digest).content
    return read_text(content, name, bases_of(content))


def findings(digest: str, name: str) -> tuple[Finding, ...]:
    """All that `check` and the registers find in a stored text, in document order, as of today."""
    return _findings_on(digest, name, today())


@lru_cache(maxsize=10 * READ_AT_ONCE)
def _findings_on(digest: str, name: str, day: datetime.date) -> tuple[Finding, ...]:
    found = reading(digest, name)
    return check(found, today=day, further=check_against_registers(found))


def bases_of(content: str | bytes) -> tuple[BaseFile, ...]:
    """The published texts that an overlay may stand on, and what those stand on; empty for a whole change package.

    Drafts are not among them, so that an imported file never tells whether somebody else has one. What stands in the library is
    found by `read_text` itself.
    """
    found: dict[str, BaseFile] = {}
    waiting = [content]
    for _ in range(MOST_OVERLAYS):
        given = [base for text in waiting for base in _bases(text)]
        fresh = {hashlib.sha256(base.data).hexdigest(): base for base in given}
        waiting = [base.data for digest, base in fresh.items() if digest not in found]
        found |= fresh
        if not waiting:
            break
    return tuple(found.values())


def _bases(content: str | bytes) -> Iterator[BaseFile]:
    """The published texts with the digest that an overlay names, or else with the id that it names."""
    pinned = _pinned(content)
    if pinned is None:
        return
    rows = PackageVersion.objects.filter(state__in=PUBLIC, package__package_id=pinned[0]).select_related("text", "package")
    exact = rows.filter(text=pinned[1])[:1]
    for row in exact or rows.order_by("-published_at")[:MOST_OVERLAYS]:
        yield BaseFile(file_name(row), row.text.content.encode("utf-8"))


def _pinned(content: str | bytes) -> tuple[str, str] | None:
    data = content.encode("utf-8") if isinstance(content, str) else content
    if b"operations" not in data:  # a whole change package, or no overlay as it stands
        return None
    try:
        document = read_yaml(data, "overlay")
    except DocumentUnreadable:
        return None
    if not is_overlay(document):
        return None
    adapts = document.value.get("adapts")
    return (str(adapts.get("id")), str(adapts.get("digest"))) if isinstance(adapts, dict) else None


def reading_of(version: PackageVersion) -> Reading:
    """The reading of a version."""
    return reading(version.text_id, file_name(version))


def findings_of(version: PackageVersion) -> tuple[Finding, ...]:
    """The findings of a version."""
    return findings(version.text_id, file_name(version))


def file_name(version: PackageVersion) -> str:
    """What its file is called when it is exported, and in the places of findings."""
    return f"{version.package.package_id}.yaml"
