"""The registers as everybody sees them: what came with the library first, then what organisations have published.

The library's entries are held in memory and those of organisations are found by SQL, so a page costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from levelground.change_package.elements import Value
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import Finding, Severity, UnknownElement, nearest_names
from levelground.registers.documents import value_of
from levelground.registers.evidence import RegisteredEvidence
from levelground.registers.recommendations import RegisteredRecommendation, RegisteredSource
from levelground.registers.registers import registers
from levelground.registers.resources import Resource
from levelground.web.publishing.models import EntryFacet, EntryState, EntryVersion, RegisterKind, StoredText

MODELS: dict[str, type[RegisteredRecommendation | RegisteredSource | RegisteredEvidence | Resource]] = {
    RegisterKind.RECOMMENDATION: RegisteredRecommendation,
    RegisterKind.SOURCE: RegisteredSource,
    RegisterKind.EVIDENCE: RegisteredEvidence,
    RegisterKind.RESOURCE: Resource,
}
"""What the text of an entry is read into."""
LISTED = {"addressee": "addressees", "ambition": "ambitions", "discipline": "disciplines", "theme": "themes"}
CHOSEN = {"kind": "kind", "availability": "availability", "grade": "grade", "certainty": "certainty"}
DONE, NOTHING_FOUND = "done", "nothing_found"
MOST_TEXT = 500
"""Characters of a name that is filtered by."""


@dataclass(frozen=True)
class RegisterRow:
    """One entry of a register, in a list."""

    kind: str
    id: str
    title: str
    words: str
    mark: str
    source: str
    edition: str
    facets: Mapping[str, tuple[str, ...]]
    added_by: str = ""
    """The organisation that added it; empty for the library's."""


@dataclass(frozen=True)
class RegisterFilter:
    """Which rows are wanted; what is empty asks for all."""

    words: str = ""
    mark: str = ""
    source: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)

    def fits(self, row: RegisterRow) -> bool:
        """Whether a row of the library is wanted: the same question as `_wanted` asks the database."""
        said = f"{row.id} {row.title} {row.words}".casefold()
        return (
            all(word in said for word in self.words.casefold().split())
            and self.mark in ("", row.mark)
            and self.source in ("", row.source)
            and all(value in row.facets.get(name, ()) for name, value in self.facets.items())
        )


@dataclass(frozen=True)
class KnownEntry:
    """One entry with its whole value, and where it stands."""

    row: RegisterRow
    value: Any
    version_pk: int | None = None
    withdrawn_because: str = ""


def facets_of(value: Value) -> dict[str, list[str]]:
    """What an entry is found by."""
    found = {name: [str(each) for each in getattr(value, attribute, ())] for name, attribute in LISTED.items()}
    found |= {name: [str(getattr(value, attribute))] for name, attribute in CHOSEN.items() if hasattr(value, attribute)}
    if isinstance(value, RegisteredRecommendation):
        found["known"] = [DONE if value.status else NOTHING_FOUND]
        found["same_as"] = [relation.id for relation in value.same_as]
        found["conflicts_with"] = [relation.id for relation in value.conflicts_with]
        found["inferred"] = ["yes"] if value.addressees_inferred else []
    return {name: [one[:MOST_TEXT] for one in values] for name, values in found.items() if values}


def columns_of(value: Any) -> dict[str, Any]:
    """What lists show of an entry, by the names of the columns of `EntryVersion`."""
    return {
        "title": getattr(value, "title", ""),
        "words": getattr(value, "text", None) or getattr(value, "statement", None) or value.title,
        "mark": str(value.verification),
        "source": getattr(value, "source", None) or "",
        "edition": getattr(value, "edition", "") or "",
        "facets": facets_of(value),
    }


def _row(kind: str, entry_id: str, columns: Mapping[str, Any], added_by: str = "") -> RegisterRow:
    facets = {name: tuple(values) for name, values in columns["facets"].items()}
    shown = {name: columns[name] for name in ("title", "words", "mark", "source", "edition")}
    return RegisterRow(kind, entry_id, facets=facets, added_by=added_by, **shown)


@cache
def shipped_rows(kind: str) -> Mapping[str, RegisterRow]:
    """The library's entries of one kind by id, in its order."""
    return {name: _row(kind, name, columns_of(value)) for name, value in _shipped(kind).items()}


def _shipped(kind: str) -> Mapping[str, Any]:
    known = registers()
    held: dict[str, Mapping[str, Any]] = {
        RegisterKind.RECOMMENDATION: known.recommendations,
        RegisterKind.SOURCE: known.sources,
        RegisterKind.EVIDENCE: known.evidence,
        RegisterKind.RESOURCE: known.resources,
    }
    return held[kind]


def page_of(kind: str, wanted: RegisterFilter, first: int, most: int) -> tuple[list[RegisterRow], int]:
    """Up to `most` rows from number `first` on (counted from 0), and how many there are in all."""
    own = [row for row in shipped_rows(kind).values() if wanted.fits(row)]
    ids = list(_wanted(kind, wanted).values_list("pk", flat=True))  # asked once, for the count and for the page
    rows = own[first : first + most]
    start = max(0, first - len(own))
    on_page = ids[start : start + most - len(rows)]
    found = {one.pk: one for one in EntryVersion.objects.filter(pk__in=on_page).select_related("entry__organisation")} if on_page else {}
    return [*rows, *(_of_version(found[pk]) for pk in on_page if pk in found)], len(own) + len(ids)


def every(kind: str, wanted: RegisterFilter) -> Iterator[RegisterRow]:
    """All rows that are wanted."""
    yield from (row for row in shipped_rows(kind).values() if wanted.fits(row))
    yield from (_of_version(version) for version in _wanted(kind, wanted).iterator(chunk_size=2000))


def _wanted(kind: str, wanted: RegisterFilter) -> QuerySet[EntryVersion]:
    found = EntryVersion.objects.filter(entry__kind=kind, state=EntryState.PUBLISHED)
    for word in wanted.words.split():
        found = found.filter(Q(words__icontains=word) | Q(title__icontains=word) | Q(entry__entry_id__icontains=word))
    if wanted.mark:
        found = found.filter(mark=wanted.mark)
    if wanted.source:
        found = found.filter(source=wanted.source)
    for name, value in wanted.facets.items():
        found = found.filter(Exists(EntryFacet.objects.filter(kind=kind, name=name, value=value, version=OuterRef("pk"))))
    return found.select_related("entry__organisation").order_by("entry__entry_id")


def _of_version(version: EntryVersion) -> RegisterRow:
    columns = {name: getattr(version, name) for name in ("title", "words", "mark", "source", "edition", "facets")}
    return _row(version.entry.kind, version.entry.entry_id, columns, version.entry.organisation.name)


def choices(kind: str, names: Sequence[str]) -> dict[str, list[str]]:
    """Every value that there is to filter by, in alphabetical order, by the name of the filter (`source` may be one)."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for row in shipped_rows(kind).values():
        for name in found:
            found[name] |= {row.source} if name == "source" else set(row.facets.get(name, ()))
    for name, value in EntryFacet.objects.filter(kind=kind, name__in=names).values_list("name", "value").distinct():
        found[name].add(value)
    return {name: sorted(values - {""}, key=str.casefold) for name, values in found.items()}


def one(kind: str, entry_id: str) -> KnownEntry:
    """One entry: the library's, or what is published; one that was withdrawn says so. A draft is as unknown as what never was.

    Raises
    ------
    UnknownElement
        With the nearest ids.
    """
    if entry_id in shipped_rows(kind):
        return KnownEntry(shipped_rows(kind)[entry_id], _shipped(kind)[entry_id])
    seen = EntryVersion.objects.filter(entry__kind=kind, entry__entry_id=entry_id, state__in=(EntryState.PUBLISHED, EntryState.WITHDRAWN))
    version = seen.select_related("entry__organisation", "text").order_by("-number").first()
    if version is None:
        raise unknown(kind, entry_id)
    because = version.withdrawn_because if version.state == EntryState.WITHDRAWN else ""
    return KnownEntry(_of_version(version), value(version.text_id, kind), version.pk, because)


def unknown(kind: str, entry_id: str) -> UnknownElement:
    """The error for an id that no register has."""
    message = f"There is no {kind} called {entry_id[:64]}."
    near = nearest_names(entry_id[:64], [*shipped_rows(kind), *_near(kind, entry_id)])
    return UnknownElement(message, [Finding(Severity.ERROR, f"known-{kind}", message, did_you_mean=near)])


def _near(kind: str, entry_id: str) -> list[str]:
    """Ids of organisations' entries that begin in the same way: few, however many entries there are."""
    alike = EntryVersion.objects.filter(entry__kind=kind, state=EntryState.PUBLISHED, entry__entry_id__istartswith=entry_id[:4])
    return list(islice(alike.values_list("entry__entry_id", flat=True), 200))


@lru_cache(maxsize=500)
def value(digest: str, kind: str) -> Any:
    """The value that a stored text says; a text never changes."""
    return value_of(read_yaml(StoredText.objects.get(pk=digest).content, f"{kind}.yaml"), MODELS[kind])


def known_ids(kind: str, ids: set[str]) -> set[str]:
    """Those of these ids that stand in the register now."""
    there = EntryVersion.objects.filter(entry__kind=kind, state=EntryState.PUBLISHED, entry__entry_id__in=ids)
    return (ids & set(shipped_rows(kind))) | set(there.values_list("entry__entry_id", flat=True))


def sources(ids: set[str]) -> dict[str, RegisteredSource]:
    """These publications by id, as far as they are known."""
    found = {name: held for name, held in registers().sources.items() if name in ids}
    rows = EntryVersion.objects.filter(entry__kind=RegisterKind.SOURCE, state=EntryState.PUBLISHED, entry__entry_id__in=ids - set(found))
    return found | {entry_id: value(digest, RegisterKind.SOURCE) for entry_id, digest in rows.values_list("entry__entry_id", "text_id")}


def names_of_sources(ids: set[str] | None = None) -> dict[str, str]:
    """What publications are called, by id: those of these ids, or all; no text is read."""
    held = {name: f"{source.title} ({source.edition})" for name, source in registers().sources.items() if ids is None or name in ids}
    rows = EntryVersion.objects.filter(entry__kind=RegisterKind.SOURCE, state=EntryState.PUBLISHED)
    if ids is not None:
        rows = rows.filter(entry__entry_id__in=ids - set(held))
    called = rows.order_by("title").values_list("entry__entry_id", "title", "edition")
    return held | {entry_id: f"{title} ({edition})" for entry_id, title, edition in called}


def links_of(entry_id: str, own: RegisteredRecommendation, most: int = 50) -> dict[str, list[tuple[RegisterRow, str]]]:
    """`same_as` and `conflicts_with` -> the other recommendation and the reason, whichever of the two names the other."""
    named = {name: {relation.id: relation.reason for relation in getattr(own, name)} for name in ("same_as", "conflicts_with")}
    for other in registers().recommendations.values():
        for name, reasons in named.items():
            for reason in _reasons(other, name, entry_id):
                reasons[other.id] = reason
    of_others = EntryFacet.objects.filter(kind=RegisterKind.RECOMMENDATION, name__in=named, value=entry_id)
    for name, other_id, digest in of_others.values_list("name", "version__entry__entry_id", "version__text_id")[:most]:
        for reason in _reasons(value(digest, RegisterKind.RECOMMENDATION), name, entry_id):
            named[name][other_id] = reason
    rows = rows_of(RegisterKind.RECOMMENDATION, {other for reasons in named.values() for other in reasons})
    return {name: [(rows[other], reason) for other, reason in reasons.items() if other in rows] for name, reasons in named.items()}


def _reasons(other: RegisteredRecommendation, name: str, entry_id: str) -> list[str]:
    return [relation.reason for relation in getattr(other, name) if relation.id == entry_id]


def rows_of(kind: str, ids: set[str]) -> dict[str, RegisterRow]:
    """These entries by id, as far as they stand in the register now."""
    found = {name: row for name, row in shipped_rows(kind).items() if name in ids}
    versions = EntryVersion.objects.filter(entry__kind=kind, state=EntryState.PUBLISHED, entry__entry_id__in=ids - set(found))
    return found | {one.entry.entry_id: _of_version(one) for one in versions.select_related("entry__organisation")}


def resting_on(source: str) -> dict[str, list[str]]:
    """Kind of register -> the ids of its entries that rest on a publication."""
    kinds = (RegisterKind.RECOMMENDATION, RegisterKind.EVIDENCE, RegisterKind.RESOURCE)
    found = {str(kind): [row.id for row in shipped_rows(kind).values() if row.source == source] for kind in kinds}
    rows = EntryVersion.objects.filter(state=EntryState.PUBLISHED, source=source)
    for kind, entry_id in rows.values_list("entry__kind", "entry__entry_id"):
        found[kind].append(entry_id)
    return found
