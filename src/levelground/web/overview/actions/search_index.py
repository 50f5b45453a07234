"""Writes the search index. Each function puts right all that is found of one thing; what has not changed is not written again."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

from django.db import connection, transaction

from levelground import __version__, library
from levelground.web.overview import help_tasks, search_documents
from levelground.web.overview.models import Found, SearchEntry
from levelground.web.overview.search_documents import SearchDocument
from levelground.web.people.models import Organisation
from levelground.web.publishing.models import Consultation, EntryState, PackageVersion, RegisterEntry, VersionState
from levelground.web.publishing.queries import published, readings
from levelground.web.publishing.queries import registers as kept

CLOSED = (VersionState.PUBLISHED, VersionState.WITHDRAWN)
"""In these states a version is no draft any more."""
MARKER = "library"
"""The subject of a row that nobody finds: it says which library is in the index."""
FIELDS = ("kind", "title", "body", "context", "address", "until")


@transaction.atomic
def put(subject: str, documents: Iterable[SearchDocument], organisation: Organisation | None = None) -> None:
    """Make these the rows of a subject, and no others."""
    there = {row.part: row for row in SearchEntry.objects.filter(subject=subject)}
    new, changed = [], []
    for document in documents:
        said = {name: getattr(document, name) for name in FIELDS}
        row = there.pop(document.part, None)
        if row is None:
            new.append(SearchEntry(subject=subject, part=document.part, organisation=organisation, **said))
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            changed.append(row)
    SearchEntry.objects.bulk_create(new)
    SearchEntry.objects.bulk_update(changed, FIELDS, batch_size=50)
    if there:
        SearchEntry.objects.filter(pk__in=[row.pk for row in there.values()]).delete()


def forget(subject: str) -> None:
    """Nothing of it is found any more."""
    SearchEntry.objects.filter(subject=subject).delete()


def leave_nothing_behind() -> None:
    """What is found no more is not legible in the file either: SQLite keeps deleted words in the index until its parts are made one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO overview_search(overview_search) VALUES ('optimize')")


def index_package(package_id: str) -> None:
    """The latest published version of a change package that is not withdrawn; nothing where there is none."""
    found = next((one for one in published.versions(package_id) if not one.withdrawn_because), None)
    put(f"package:{package_id}", search_documents.of_published(found) if found else ())


def index_draft(version: PackageVersion, digest: str) -> None:
    """A draft with this text, for its own organisation."""
    package = readings.reading(digest, readings.file_name(version)).change_package
    put(f"draft:{version.pk}", search_documents.of_draft(version, package), version.package.organisation)


def index_entry(entry: RegisterEntry) -> None:
    """What the register shows of an organisation's entry; of a source nothing, since it has no page of its own."""
    if entry.kind in set(Found):
        rows = kept.rows_of(entry.kind, {entry.entry_id})
        put(f"{entry.kind}:{entry.entry_id}", [_of_entry(row) for row in rows.values()])


def _of_entry(row: kept.RegisterRow) -> SearchDocument:
    return search_documents.of_entry(row, kept.names_of_sources({row.source}).get(row.source, ""))


def index_consultation(consultation: Consultation) -> None:
    """A consultation, while it is open and for everybody."""
    is_found = consultation.public and consultation.closed_at is None
    put(f"consultation:{consultation.pk}", [search_documents.of_consultation(consultation)] if is_found else [])


def index_new_library() -> None:
    """The library, where it is not the one that was indexed last: each start of the site may ask."""
    if not SearchEntry.objects.filter(subject=MARKER, title=_library_digest()).exists():
        index_library()


def _library_digest() -> str:
    """What tells one library, as one version of the software shows it, from another."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(library.ROOT.rglob("*.yaml")):
        digest.update(path.name.encode() + path.read_bytes())
    for task in help_tasks.TASKS.values():
        digest.update(repr(task).encode())
    return digest.hexdigest()


@transaction.atomic
def index_library() -> None:
    """What came with the software: change packages, registers, frameworks, strategies, help."""
    for package in published.latest():
        if package.version_pk is None:
            put(f"package:{package.id}", search_documents.of_published(package))
    for subject, documents in (*search_documents.of_frameworks(), *search_documents.of_help()):
        put(subject, documents)
    sources = kept.names_of_sources()
    for kind in search_documents.PAGES:
        for row in kept.shipped_rows(kind).values():
            put(f"{kind}:{row.id}", [search_documents.of_entry(row, sources.get(row.source, ""))])
    put(MARKER, [SearchDocument("", Found.HELP, _library_digest(), "", "", "/", until=datetime.date(1970, 1, 1))])


@transaction.atomic
def index_everything() -> None:
    """The whole index anew: the library, and all that is published, being written or out for consultation."""
    SearchEntry.objects.all().delete()
    index_library()
    for package in published.latest():
        if package.version_pk is not None:
            put(f"package:{package.id}", search_documents.of_published(package))
    for entry in RegisterEntry.objects.filter(versions__state=EntryState.PUBLISHED):
        index_entry(entry)
    for version in PackageVersion.objects.exclude(state__in=CLOSED).select_related("package__organisation"):
        index_draft(version, version.text_id)
    for consultation in Consultation.objects.filter(closed_at__isnull=True).select_related("version__package__organisation"):
        index_consultation(consultation)


def how_many() -> int:
    """How many things can be found."""
    return SearchEntry.objects.exclude(subject=MARKER).count()
