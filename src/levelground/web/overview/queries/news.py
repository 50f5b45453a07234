"""What is new for everybody: versions published and withdrawn, entries of registers published. No person is named."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from levelground.web.publishing.models import EntryVersion, PackageVersion, VersionState
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.published import LIBRARY

MOST = 50
"""How much is told at once."""


@dataclass(frozen=True)
class PublicNews:
    """One thing that happened. `subject` is the same for ever: with it a reader of the feed knows what was told already."""

    subject: str
    title: str
    words: str
    at: datetime.datetime
    publisher: str
    url_name: str
    parts: tuple[tuple[str, str], ...]


def recent() -> tuple[PublicNews, ...]:
    """The newest first."""
    found = [*_published(), *_withdrawn(), *_entries(), *_of_library()]
    return tuple(sorted(found, key=lambda each: (each.at, each.subject), reverse=True)[:MOST])


def _published() -> Iterator[PublicNews]:
    public = (VersionState.PUBLISHED, VersionState.WITHDRAWN)
    rows = PackageVersion.objects.filter(state__in=public, published_at__isnull=False).select_related("package__organisation")
    for row in rows.order_by("-published_at", "-pk")[:MOST]:
        assert row.published_at is not None  # noqa: S101 - for the type checker: the query says so
        yield _of_version(row, "published", row.published_at, row.summary)


def _withdrawn() -> Iterator[PublicNews]:
    rows = PackageVersion.objects.filter(state=VersionState.WITHDRAWN, withdrawn_at__isnull=False).select_related("package__organisation")
    for row in rows.order_by("-withdrawn_at", "-pk")[:MOST]:
        assert row.withdrawn_at is not None  # noqa: S101 - for the type checker: the query says so
        yield _of_version(row, "withdrawn", row.withdrawn_at, f"Withdrawn: {row.withdrawn_because}")


def _of_version(row: PackageVersion, what: str, at: datetime.datetime, words: str) -> PublicNews:
    package_id = row.package.package_id
    return PublicNews(
        f"packages/{package_id}/{row.number}/{what}",
        f"{what.capitalize()}: {row.title}, version {row.number}",
        words,
        at,
        row.package.organisation.name,
        "package_version",
        (("package", package_id), ("number", row.number)),
    )


PAGES = {"recommendation": "recommendation", "evidence": "evidence_entry", "resource": "resource"}
"""Kind of a register's entry -> the name of its page; a source has none of its own."""


def _entries() -> Iterator[PublicNews]:
    rows = EntryVersion.objects.filter(state="published", published_at__isnull=False, entry__kind__in=PAGES)
    newest = list(rows.order_by("-published_at", "-pk").values_list("pk", flat=True)[:MOST])  # keys only: there may be ten thousand
    for row in EntryVersion.objects.filter(pk__in=newest).select_related("entry__organisation"):
        assert row.published_at is not None  # noqa: S101 - for the type checker: the query says so
        kind, entry_id = row.entry.kind, row.entry.entry_id
        yield PublicNews(
            f"registers/{kind}/{entry_id}/{row.number}",
            f"Added to the registers: {kind} {entry_id}",
            row.words,
            row.published_at,
            row.entry.organisation.name,
            PAGES[kind],
            (("entry", entry_id),),
        )


@cache
def _of_library() -> tuple[PublicNews, ...]:
    """The latest versions of the library, on the day that their own changelog gives."""
    found = []
    for one in published.latest():
        if one.version_pk is not None:
            continue
        day = next((each.date for each in one.reading().change_package.changelog if each.version == one.number), None)
        if day is not None:
            at = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
            parts = (("package", one.id), ("number", one.number))
            title = f"Published: {one.title}, version {one.number}"
            found.append(PublicNews(f"packages/{one.id}/{one.number}/published", title, one.summary, at, LIBRARY, "package_version", parts))
    return tuple(found)
