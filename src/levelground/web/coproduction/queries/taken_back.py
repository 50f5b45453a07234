"""Words that were taken back and still stand in a change package or a register: where, for those who have to re-word them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from levelground.web.coproduction.exact_words import Run, spans
from levelground.web.coproduction.models import Series, TakenBackWords
from levelground.web.people.digests import keyed_digest
from levelground.web.publishing.models import EntryVersion, PackageVersion, VersionState
from levelground.web.publishing.queries import drafts, readings

INSTEAD = "(taken back)"
"""What stands in a draft from then on. It means the same in every kind of text, without marks of its own."""


@dataclass(frozen=True)
class StillThere:
    """One change package or entry in which words stand that were taken back, or the gap that they left."""

    series: Series
    elements: tuple[str, ...] = ()
    version: PackageVersion | None = None
    entry: EntryVersion | None = None


def missing(version: PackageVersion) -> tuple[str, ...]:
    """What stands between a version and its publication, in sentences."""
    every = [
        each for row in TakenBackWords.objects.filter(package=version.package_id, done_at=None) for each in elements_with(row, version)
    ]
    if not every:
        return ()
    named = [each for each in dict.fromkeys(every) if each]
    where = ", ".join([*named, *(["what it says about itself"] if "" in every else [])])
    return (f"Somebody took back words that stood in {where}. Write it there in your own words.",)


def waiting(series: Iterable[Series]) -> list[StillThere]:
    """What has to be re-worded because of these series, the oldest first."""
    rows = TakenBackWords.objects.filter(series__in=list(series), done_at=None)
    rows = rows.select_related("series__organisation", "package__organisation", "entry")
    every = dict.fromkeys(each for row in rows for each in still_there(row))
    return list(every)


def still_there(row: TakenBackWords) -> list[StillThere]:
    """Where the words of one row stand now: in the open version, in the one that was published last, in the entry."""
    if row.entry is not None:
        last = EntryVersion.objects.filter(entry=row.entry).select_related("text", "entry").order_by("-number").first()
        return [StillThere(row.series, entry=last)] if last is not None and stands(row, last.text.content) else []
    versions = PackageVersion.objects.filter(package=row.package_id).select_related("package__organisation", "text")
    public = versions.filter(state=VersionState.PUBLISHED).order_by("-published_at", "-pk")
    found = [(each, elements_with(row, each)) for each in (*versions.filter(state__in=drafts.OPEN), *public[:1])]
    return [StillThere(row.series, tuple(elements), each) for each, elements in found if elements]


def elements_with(row: TakenBackWords, version: PackageVersion) -> list[str]:
    """The elements in which the words stand, or what was put in their place; "" for what a version says about itself."""
    package = readings.reading_of(version).change_package
    found = [element.id for element in package.elements() if stands(row, _strings(element.model_dump(mode="json")))]
    if found or not (stands(row, version.text.content) or stands(row, readings.reading_of(version).text)):
        return found
    return [""]


def stands(row: TakenBackWords, text: str) -> bool:
    """Whether the words of a row stand in a text, or what was put in their place."""
    return INSTEAD in text or any(_has(text, int(length), frozenset(digests)) for length, digests in row.runs.items())


def digest_of(run: Run) -> str:
    """What is kept of words in a row: enough to know them again, and nothing to read."""
    return keyed_digest(" ".join(run))


def _has(text: str, length: int, digests: frozenset[str]) -> bool:
    return bool(spans(text, length, lambda run: digest_of(run) in digests))


def _strings(value: Any) -> str:
    """Every text in a value, each on a line of its own."""
    if isinstance(value, str):
        return value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "\n".join(filter(None, (_strings(each) for each in parts)))
