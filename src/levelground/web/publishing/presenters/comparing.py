"""What a draft can be compared with, chosen in the address, and the comparison itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from levelground.change_package.adaptation.compare import compare
from levelground.change_package.reading import Reading
from levelground.reports import comparison_page
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.queries import drafts, published, readings
from levelground.web.publishing.queries.published import Published

BASE, PUBLISHED, EDIT = "base", "published", "edit-"


@dataclass(frozen=True)
class ComparedWith:
    """One thing that a draft can be compared with."""

    key: str
    words: str


def offered(version: PackageVersion, reading: Reading) -> list[ComparedWith]:
    """Everything that there is to compare with, nearest first."""
    found = []
    if reading.base is not None:
        found.append(
            ComparedWith(BASE, f"What it adapts: {reading.base.change_package.title}, version {reading.base.change_package.version}")
        )
    before = drafts.published_before(version)
    if before is not None:
        found.append(ComparedWith(PUBLISHED, f"What you published last: version {before.number}"))
    for edit in drafts.history(version):
        if edit.number < version.edits:
            said = "The draft as it began" if edit.number == 0 else f"The draft after edit {edit.number}, by {edit.by.name}"
            found.append(ComparedWith(f"{EDIT}{edit.number}", said))
    return found


def side_by_side(version: PackageVersion, reading: Reading, chosen: str, known: list[ComparedWith]) -> Markup | None:
    """The comparison as the reports room writes it; None where nothing is chosen that there is."""
    named = next((each.words for each in known if each.key == chosen), "")
    old = _other(version, reading, chosen) if named else None
    if old is None:
        return None
    return comparison_page.fragment(compare(old, reading), heading="What is different in this draft", names=(named, "This draft now"))


def _other(version: PackageVersion, reading: Reading, chosen: str) -> Reading | None:
    if chosen == BASE:
        return reading.base
    if chosen == PUBLISHED:
        before = drafts.published_before(version)
        return None if before is None else readings.reading_of(before)
    return drafts.reading_at(version, int(chosen.removeprefix(EDIT)))


def as_choices(known: list[ComparedWith], chosen: str) -> list[dict[str, Any]]:
    """The items of a list that opens."""
    return [{"value": each.key, "text": each.words, "selected": each.key == chosen} for each in known]


def newer_base(version: PackageVersion) -> Published | None:
    """The newest published version of what a draft adapts, where it is newer than the one that it adapts."""
    if not version.adapts_id:
        return None
    known = [each for each in published.versions(version.adapts_id) if not each.withdrawn_because]
    newest = max(known, key=lambda each: _numbers(each.number), default=None)
    return newest if newest is not None and _numbers(newest.number) > _numbers(version.adapts_version) else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
