"""What an organisation has added to the registers, and the news that concerns its change packages."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import (
    EntryState,
    EntryVersion,
    HeldPackage,
    News,
    NewsSeen,
    PackageVersion,
    RegisterEntry,
    RegisterKind,
)
from levelground.web.publishing.queries import published

ON_A_PAGE = 50


@dataclass(frozen=True)
class RegisterNews:
    """A piece of news for a change package, as a public page shows it."""

    kind: str
    entry_id: str
    words: str
    why: str
    at: datetime.datetime


def of(viewer: Viewer, number: int = 1) -> tuple[list[EntryVersion], int]:
    """The newest version of each recommendation of the viewer's organisation, what is not finished first; and how many there are.

    Each has `published_number`: the version that the register shows, None where it shows none.
    """
    newest = EntryVersion.objects.filter(entry=OuterRef("entry")).order_by("-number").values("number")[:1]
    shown = EntryVersion.objects.filter(entry=OuterRef("entry"), state=EntryState.PUBLISHED).values("number")[:1]
    own = EntryVersion.objects.filter(entry__organisation=viewer.organisation, entry__kind=RegisterKind.RECOMMENDATION)
    own = own.filter(number=Subquery(newest)).annotate(published_number=Subquery(shown), is_draft=Q(state=EntryState.DRAFT))
    rows = own.select_related("entry").order_by("-is_draft", "-at", "-pk")
    first = (number - 1) * ON_A_PAGE
    return list(rows[first : first + ON_A_PAGE]), own.count()


def one(viewer: Viewer, pk: int) -> RegisterEntry:
    """One recommendation of the viewer's organisation; Http404 where there is none, or it is another organisation's.

    A source of its own is changed and published with the recommendation that rests on it, and has no page here.
    """
    own = RegisterEntry.objects.filter(organisation=viewer.organisation, kind=RegisterKind.RECOMMENDATION)
    found = own.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404("no such entry in this organisation")
    return found


def history(entry: RegisterEntry) -> list[EntryVersion]:
    """All versions of an entry, newest first."""
    return list(entry.versions.select_related("by", "published_by", "withdrawn_by").order_by("-number"))


def newest(entry: RegisterEntry) -> EntryVersion:
    """The newest version of an entry, in whatever state."""
    return entry.versions.order_by("-number")[:1].get()


def proposed_id(viewer: Viewer) -> str:
    """A free id for the next recommendation: `<slug>_R7`."""
    taken = set(_ids(viewer, RegisterKind.RECOMMENDATION))
    return next(
        name for number in range(len(taken) + 1, 2 * len(taken) + 2) if (name := f"{viewer.organisation.slug}_R{number}") not in taken
    )


def _ids(viewer: Viewer, kind: str) -> list[str]:
    return list(RegisterEntry.objects.filter(organisation=viewer.organisation, kind=kind).values_list("entry_id", flat=True))


def own_sources(viewer: Viewer) -> dict[str, str]:
    """What the organisation's own publications are called, by id, those not published yet among them."""
    rows = EntryVersion.objects.filter(entry__organisation=viewer.organisation, entry__kind=RegisterKind.SOURCE).order_by("number")
    return {entry_id: f"{title} ({edition})" for entry_id, title, edition in rows.values_list("entry__entry_id", "title", "edition")}


def news_of(viewer: Viewer, number: int = 1) -> tuple[list[News], int]:
    """News for what the organisation writes and for what it adapts: what it has not seen to first; and how many there are.

    Each has `own_seen` (what the organisation did about it: a list of one or none).
    """
    seen = NewsSeen.objects.filter(news=OuterRef("pk"), organisation=viewer.organisation)
    own = HeldPackage.objects.filter(organisation=viewer.organisation, package_id=OuterRef("package_id"))
    rows = _concerning(viewer).annotate(is_seen=Exists(seen), is_own=Exists(own)).select_related("entry_version__entry__organisation")
    first = (number - 1) * ON_A_PAGE
    page: list[News] = list(rows.order_by("is_seen", "-at", "-pk")[first : first + ON_A_PAGE])
    done = {one.news_id: one for one in NewsSeen.objects.filter(organisation=viewer.organisation, news__in=page).select_related("by")}
    for one in page:
        one.own_seen = done.get(one.pk)  # type: ignore[attr-defined]
        one.why = one.why if one.is_own else one.why_public  # type: ignore[attr-defined]
    return page, rows.count()


def titles(viewer: Viewer, package_ids: Collection[str]) -> dict[str, str]:
    """What change packages are called, by id: those of the viewer's organisation by their newest version, others as they are published."""
    own = PackageVersion.objects.filter(package__organisation=viewer.organisation, package__package_id__in=package_ids).order_by("pk")
    found = dict(own.values_list("package__package_id", "title"))
    if found.keys() >= set(package_ids):
        return found
    return {one.id: one.title for one in published.latest() if one.id in package_ids} | found


def one_news(viewer: Viewer, pk: int) -> News:
    """A piece of news that concerns the viewer's organisation; Http404 otherwise."""
    found = _concerning(viewer).filter(pk=pk).select_related("entry_version__entry").first()
    if found is None:
        raise Http404("no such news for this organisation")
    return found


def unseen(viewer: Viewer) -> int:
    """How much news the organisation has not seen to."""
    return _concerning(viewer).exclude(seen__organisation=viewer.organisation).count()


def _concerning(viewer: Viewer) -> QuerySet[News]:
    own = HeldPackage.objects.filter(organisation=viewer.organisation).values("package_id")
    bases = PackageVersion.objects.filter(package__organisation=viewer.organisation).exclude(adapts_id="").values("adapts_id")
    return News.objects.filter(Q(package_id__in=own) | Q(package_id__in=bases) & ~Q(why_public=""))


def news_for(package_id: str, since: datetime.datetime | None = None, most: int = 20) -> list[RegisterNews]:
    """What has changed in the registers that concerns a change package, newest first: of entries that can be seen by everybody."""
    rows = News.objects.filter(package_id=package_id, entry_version__state__in=(EntryState.PUBLISHED, EntryState.WITHDRAWN))
    rows = rows.exclude(why_public="")
    if since is not None:
        rows = rows.filter(at__gt=since)
    told = rows.select_related("entry_version__entry")[:most]
    return [
        RegisterNews(one.entry_version.entry.kind, one.entry_version.entry.entry_id, one.entry_version.words, one.why_public, one.at)
        for one in told
    ]
