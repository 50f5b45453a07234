"""A site that has been used for years: 200 change packages, 2,000 versions and 10,000 recommendations, put straight into the tables.

The texts are real adaptations of the library's change packages, with ids, titles and numbers of their own, so that each can be
read, checked and edited. Needs Django set up and an empty database with its tables.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from django.utils import timezone
from tests.builders.web import organisation, person

from levelground.change_package.adaptation.bases import shipped_names
from levelground.change_package.beginnings import overlay_text
from levelground.change_package.edit import edited
from levelground.change_package.read import read, read_text
from levelground.documents.canonical import canonical_text
from levelground.web.overview import search_documents
from levelground.web.overview.actions import search_index
from levelground.web.overview.models import SearchEntry
from levelground.web.people.models import Organisation, User
from levelground.web.publishing.actions import texts
from levelground.web.publishing.models import (
    Answer,
    Comment,
    Consultation,
    Edit,
    EntryFacet,
    EntryVersion,
    HeldPackage,
    Ownership,
    PackageVersion,
    RegisterEntry,
    StoredText,
    VersionState,
)
from levelground.web.publishing.queries import registers

BIGGEST = "northshire"
OTHERS = 11
PACKAGES, OF_THE_BIGGEST, VERSIONS = 200, 40, 10
DRAFTS_OF_EACH = 4
"""Of four change packages three have an open draft as their tenth version."""
EDITS, RECOMMENDATIONS, COMMENTS, OWNED = 3, 10_000, 300, 6
AT_ONCE = 500
ID, TITLE, NUMBER = "id: bench_package\n", "title: The title of it\n", "version: 0.1.0\n# The exact"
SAID = "Decisions about people, and the rules behind them, are looked at again with the people whom they were about"
CARES = ("sickle_cell", "workforce", "mental_health", "primary_care", "maternity_neonatal")


@dataclass(frozen=True)
class Base:
    """An adaptation to make texts from, what lists show of it, and the ids of its elements."""

    text: str
    columns: dict[str, Any]
    elements: tuple[str, ...]
    ideas: tuple[str, ...]


@cache
def bases() -> tuple[Base, ...]:
    """One of each latest change package of the library, twelve of its elements reworded."""
    return tuple(_base(name) for name in shipped_names() if "@" not in name)


def _base(name: str) -> Base:
    found = read_text(overlay_text(read(name), "bench_package", "The title of it"), "bench.yaml")
    package = found.change_package
    reworded = [*package.secondary_drivers, *package.change_ideas][:12]
    operations = [
        {"op": "reword", "element": one.id, "field": "text", "to": f"{SAID}, here.", "reason": "As we say it."} for one in reworded
    ]
    found = edited(found, operations)
    package = found.change_package
    ids = (package.aim.id, *(one.id for one in (*package.primary_drivers, *package.secondary_drivers)))
    return Base(found.own_data.decode(), texts.columns(found, ()), ids, tuple(one.id for one in package.change_ideas))


def text_of(base: Base, package_id: str, title: str, number: str, edit: int = 0) -> str:
    """The text of one version after one of its edits."""
    text = base.text.replace(ID, f"id: {package_id}\n", 1).replace(TITLE, f"title: {title}\n", 1)
    text = text.replace(NUMBER, f"version: {number}\n# The exact", 1)
    return text.replace(f"{SAID}, here.", f"{SAID}, here, for the {edit}. time.", 1) if edit else text


def build() -> None:
    """Everything, and the search index of it."""
    for number in range(1, OTHERS + 1):
        organisation(f"org-{number}", f"Organisation {number} NHS Trust")
    lead = person("qi_lead", BIGGEST)
    for start in range(0, PACKAGES, 20):
        _packages(range(start, min(start + 20, PACKAGES)), lead)
    _comments(lead)
    _owners(lead)
    _recommendations(lead)
    _index()


def _packages(numbers: range, by: User) -> None:
    slugs = [BIGGEST] * OF_THE_BIGGEST + [f"org-{1 + number % OTHERS}" for number in range(PACKAGES - OF_THE_BIGGEST)]
    owners = {one.slug: one for one in Organisation.objects.all()}
    held = HeldPackage.objects.bulk_create(
        HeldPackage(package_id=f"{slugs[number]}_p{number:03}", organisation=owners[slugs[number]]) for number in numbers
    )
    versions = [_version(package, number, index, by) for number, package in zip(numbers, held, strict=True) for index in range(VERSIONS)]
    _stored(version.text for version in versions)
    made = PackageVersion.objects.bulk_create(versions, batch_size=AT_ONCE)
    histories = [
        edit
        for number, start in zip(numbers, range(0, len(made), VERSIONS), strict=True)
        for edit in _history(made[start : start + VERSIONS], number, by)
    ]
    _stored(edit.after for edit in histories)
    Edit.objects.bulk_create(histories, batch_size=AT_ONCE)


def _version(package: HeldPackage, number: int, index: int, by: User) -> PackageVersion:
    """Version 1.0.0 to 1.9.0; the tenth is an open draft in three of four; the fifth is withdrawn in every fourth."""
    base = bases()[number % len(bases())]
    draft = index == VERSIONS - 1 and number % DRAFTS_OF_EACH != 3
    title, version = f"Fair {number:03}: {base.columns['title']}"[:90].replace(":", ","), f"1.{index}.0"
    day = timezone.now() - datetime.timedelta(days=30 * (VERSIONS - index), minutes=number)
    state = VersionState.DRAFT if draft else VersionState.WITHDRAWN if index == 4 and number % 4 == 0 else VersionState.PUBLISHED
    out = {} if draft else {"published_at": day, "published_by": by}
    gone = (
        {"withdrawn_at": day, "withdrawn_by": by, "withdrawn_because": "A newer one is right."} if state == VersionState.WITHDRAWN else {}
    )
    content = text_of(base, package.package_id, title, version, EDITS if draft else 0)
    columns = base.columns | {"number": version, "title": title, "warnings": number % 7}
    return PackageVersion(
        package=package, state=state, text=_text(content), edits=EDITS if draft else 0, created_by=by, **columns, **out, **gone
    )


def _history(versions: list[PackageVersion], number: int, by: User) -> Iterator[Edit]:
    """What each version began with, and the edits of an open draft."""
    base = bases()[number % len(bases())]
    for version in versions:
        before = None
        for edit in range(version.edits + 1):
            after = _text(text_of(base, version.package.package_id, version.title, version.number, edit))
            kind, touched = ("operations", [base.ideas[0]]) if edit else ("begun", [])
            yield Edit(
                version=version, number=edit, by=by, reason="As people asked.", kind=kind, elements=touched, before=before, after=after
            )
            before = after


def _text(content: str) -> StoredText:
    return StoredText(digest=hashlib.sha256(content.encode()).hexdigest(), content=content)


def _stored(found: Iterator[StoredText]) -> None:
    rows = {text.pk: text for text in found}
    StoredText.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=AT_ONCE)


def _comments(by: User) -> None:
    """Consultations that are over, with comments and their answers; and three that are open to everybody."""
    now = timezone.now()
    for place, version in enumerate(PackageVersion.objects.filter(state=VersionState.DRAFT).order_by("pk")[:33]):
        is_open = place < 3
        last = timezone.localdate() + datetime.timedelta(days=20 if is_open else -20)
        given = {"version": version, "text_id": version.text_id, "question": f"Is this fair? ({place})", "public": True, "opened_by": by}
        held = Consultation.objects.create(last_day=last, closed_at=None if is_open else now, closed_by=None if is_open else by, **given)
        if is_open:
            PackageVersion.objects.filter(pk=version.pk).update(state=VersionState.CONSULTATION)
        element = bases()[0].elements[0]
        said = [
            Comment(version=version, consultation=held, element=element, words=f"{SAID} ({n}).", shown_at=now)
            for n in range(COMMENTS // 33 + 1)
        ]
        made = Comment.objects.bulk_create(said)
        Answer.objects.bulk_create(
            Answer(comment=one, outcome="changed", words="You are right.", by=by) for one in made[: 0 if is_open else -2]
        )


def _owners(by: User) -> None:
    today = timezone.localdate()
    found = HeldPackage.objects.select_related("organisation").order_by("pk")
    rows = [
        Ownership(package=package, element=element, owner=by, named_by=by, due=today + datetime.timedelta(days=20 * place - 40))
        for package in found
        for place, element in enumerate(bases()[_number(package) % len(bases())].elements[:OWNED])
    ]
    Ownership.objects.bulk_create(rows, batch_size=AT_ONCE)


def _number(package: HeldPackage) -> int:
    return int(package.package_id.rpartition("_p")[2])


def _recommendations(by: User) -> None:
    owner = organisation(BIGGEST)
    sources = list(registers.names_of_sources())[:20]
    for start in range(0, RECOMMENDATIONS, AT_ONCE):
        values = [_recommendation(number, sources) for number in range(start, start + AT_ONCE)]
        written = [_text(canonical_text(value)) for value in values]
        StoredText.objects.bulk_create(written)
        entries = RegisterEntry.objects.bulk_create(
            RegisterEntry(kind="recommendation", entry_id=value["id"], organisation=owner) for value in values
        )
        rows = [
            EntryVersion(
                entry=entry, number=1, state="published", text=text, reason="A report came out.", by=by, published_at=timezone.now(),
                published_by=by, **registers.columns_of(registers.value(text.pk, "recommendation")),
            )
            for entry, text in zip(entries, written, strict=True)
        ]  # fmt: skip
        EntryVersion.objects.bulk_create(rows)
        named = ((row, name, one) for row in rows for name, ones in {**row.facets, "source": [row.source]}.items() for one in ones)
        EntryFacet.objects.bulk_create(
            [EntryFacet(version=row, kind="recommendation", name=name, value=one) for row, name, one in named], batch_size=AT_ONCE
        )


def _recommendation(number: int, sources: list[str]) -> dict[str, Any]:
    return {
        "id": f"{BIGGEST}_R{number:05}",
        "verification": "secondary",
        "text": f"Ask for the {number}. time, in words that people use: {SAID.lower()}.",
        "addressees": [f"Body {number % 97}", f"Board {number % 13}"],
        "disciplines": [CARES[number % len(CARES)]],
        "themes": [f"theme {number % 11}"],
        "source": sources[number % len(sources)],
        "edition": "2024",
    }


def _index() -> None:
    """Change packages as the site indexes them; of the many entries, many at once."""
    search_index.index_library()
    for version in PackageVersion.objects.exclude(state__in=search_index.CLOSED).select_related("package__organisation"):
        search_index.index_draft(version, version.text_id)
    for package in HeldPackage.objects.all():
        search_index.index_package(package.package_id)
    for consultation in Consultation.objects.filter(closed_at__isnull=True).select_related("version__package__organisation"):
        search_index.index_consultation(consultation)
    names = registers.names_of_sources()
    rows = (row for row in registers.every("recommendation", registers.RegisterFilter()) if row.added_by)
    while some := list(islice(rows, AT_ONCE)):
        found = [(f"recommendation:{row.id}", search_documents.of_entry(row, names.get(row.source, ""))) for row in some]
        SearchEntry.objects.bulk_create(
            SearchEntry(subject=subject, part=said.part, **{name: getattr(said, name) for name in search_index.FIELDS})
            for subject, said in found
        )
