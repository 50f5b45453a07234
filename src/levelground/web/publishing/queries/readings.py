"""A stored text as a change package: read once in a process, since a text never changes."""

from __future__ import annotations

from functools import lru_cache

from levelground.change_package.adaptation.bases import BaseFile
from levelground.change_package.check import check
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.errors import Finding
from levelground.registers.check import check_against_registers
from levelground.web.publishing.models import PackageVersion, StoredText

READ_AT_ONCE = 300
"""How many readings a process keeps."""


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


@lru_cache(maxsize=READ_AT_ONCE)
def findings(digest: str, name: str) -> tuple[Finding, ...]:
    """All that `check` and the registers find in a stored text, in document order; deadlines as of the day it was first asked."""
    found = reading(digest, name)
    return check(found, further=check_against_registers(found))


def bases_of(content: str) -> tuple[BaseFile, ...]:
    """The published texts that an overlay may stand on, and what those stand on; empty for a whole change package.

    Drafts are not among them, so that an imported file never tells whether somebody else has one.
    """
    return ()


def reading_of(version: PackageVersion) -> Reading:
    """The reading of a version."""
    return reading(version.text_id, file_name(version))


def findings_of(version: PackageVersion) -> tuple[Finding, ...]:
    """The findings of a version."""
    return findings(version.text_id, file_name(version))


def file_name(version: PackageVersion) -> str:
    """What its file is called when it is exported, and in the places of findings."""
    return f"{version.package.package_id}.yaml"
