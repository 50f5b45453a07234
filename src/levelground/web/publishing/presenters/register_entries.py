"""An organisation's own entries of the registers, and its news, as their pages need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse

from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import EntryState, EntryVersion, News, RegisterEntry
from levelground.web.publishing.queries import register_entries as held
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.queries.register_entries import ON_A_PAGE

Page = dict[str, Any]
MARKS = {"verified": "We read the source", "secondary": "We read about it elsewhere", "unverified": "Not checked"}


def page_number(text: str | None) -> int:
    """The page that an address asks for; the first where it says none."""
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1


def _pages(name: str, viewer: Viewer, count: int, number: int) -> Page:
    last = max(1, -(-count // ON_A_PAGE))
    address = reverse(name, kwargs={"organisation": viewer.organisation.slug})
    return {
        "count": count,
        "number": number,
        "last": last,
        "previous": f"{address}?page={number - 1}" if 1 < number <= last else "",
        "next": f"{address}?page={number + 1}" if number < last else "",
    }


def _trail(viewer: Viewer, entry: RegisterEntry | None = None, *, to_list: bool = True) -> list[dict[str, str]]:
    slug = viewer.organisation.slug
    trail = [{"text": viewer.organisation.name, "href": reverse("workspace", kwargs={"organisation": slug})}]
    if to_list:
        trail.append({"text": "Registers", "href": reverse("register_entries", kwargs={"organisation": slug})})
    if entry is not None:
        trail.append({"text": entry.entry_id, "href": reverse("register_entry", kwargs={"organisation": slug, "entry": entry.pk})})
    return trail


def entries(viewer: Viewer, versions: Sequence[Any], count: int, number: int) -> Page:
    """The list of what the organisation added: what is not published first."""
    rows = [{"version": one, "entry": one.entry, "says": _says(one)} for one in versions]
    return {"page_title": "Registers", "breadcrumbs": _trail(viewer, to_list=False), "rows": rows} | _pages(
        "register_entries", viewer, count, number
    )


def _says(version: Any) -> str:
    if version.state == EntryState.DRAFT and version.published_number:
        return f"Version {version.published_number} is published. Version {version.number} is a draft."
    if version.state == EntryState.DRAFT:
        return "A draft: only your organisation sees it."
    return {EntryState.PUBLISHED: "Published.", EntryState.WITHDRAWN: "Withdrawn."}.get(version.state, "")


def entry(viewer: Viewer, found: RegisterEntry, versions: Sequence[EntryVersion]) -> Page:
    """One entry with all its versions, newest first, and what can be done with it."""
    newest = versions[0]
    value = kept.value(newest.text_id, found.kind)
    sources = kept.names_of_sources({newest.source}) or {}
    return {
        "page_title": f"{found.entry_id}: {newest.get_state_display().lower()}",
        "breadcrumbs": _trail(viewer),
        "entry": found,
        "newest": newest,
        "value": value,
        "source": sources.get(newest.source) or newest.source,
        "mark": MARKS[newest.mark],
        "versions": versions,
        "is_recommendation": found.kind == "recommendation",
        "can_publish": newest.state == EntryState.DRAFT,
        "shown": next((one for one in versions if one.state == EntryState.PUBLISHED), None),
        "public": any(one.state in (EntryState.PUBLISHED, EntryState.WITHDRAWN) for one in versions),
    }


def adding(viewer: Viewer, form: Form) -> Page:
    """The form of a new recommendation."""
    return {"page_title": "Add a recommendation", "breadcrumbs": _trail(viewer), "form": form, "submit": "Keep as a draft"}


def changing(viewer: Viewer, form: Form, found: RegisterEntry) -> Page:
    """The same form for one that is there."""
    return {"page_title": f"Change {found.entry_id}", "breadcrumbs": _trail(viewer, found), "form": form, "submit": "Keep as a new draft"}


def withdrawing(viewer: Viewer, form: Form, found: RegisterEntry) -> Page:
    """The question why."""
    return {"page_title": f"Withdraw {found.entry_id}", "breadcrumbs": _trail(viewer, found), "form": form, "entry": found}


def news(viewer: Viewer, rows: Sequence[News], count: int, number: int) -> Page:
    """The news of an organisation, what it has not seen to first."""
    titles = held.titles(viewer, {one.package_id for one in rows})
    page = {"page_title": "News", "breadcrumbs": _trail(viewer, to_list=False), "may_see_to": viewer.may(Permission.EDIT_DRAFTS)}
    return (
        page
        | {"waiting": _by_entry(rows, titles, seen=False), "done": _by_entry(rows, titles, seen=True)}
        | _pages("news", viewer, count, number)
    )


def _by_entry(rows: Sequence[News], titles: Mapping[str, str], *, seen: bool) -> list[Page]:
    """Each entry once, with the change packages that it concerns."""
    found: dict[int, Page] = {}
    for one in rows:
        done = getattr(one, "own_seen", None)
        if (done is not None) == seen:
            title = titles.get(one.package_id, "")
            package = {"pk": one.pk, "id": one.package_id, "title": title or one.package_id, "why": one.why, "seen": done}
            found.setdefault(one.entry_version_id, _news(one))["packages"].append(package)
    return list(found.values())


def _news(one: News) -> Page:
    version = one.entry_version
    return {
        "words": version.words,
        "href": reverse("recommendation", kwargs={"entry": version.entry.entry_id}),
        "entry_id": version.entry.entry_id,
        "by": version.entry.organisation.name,
        "withdrawn": version.state == EntryState.WITHDRAWN,
        "at": one.at,
        "packages": [],
    }


def seeing(viewer: Viewer, form: Form, found: News) -> Page:
    """The question what was done about a piece of news."""
    trail = [*_trail(viewer, to_list=False), {"text": "News", "href": reverse("news", kwargs={"organisation": viewer.organisation.slug})}]
    title = held.titles(viewer, {found.package_id}).get(found.package_id, found.package_id)
    return {
        "page_title": "See to this news",
        "breadcrumbs": trail,
        "form": form,
        "news": found,
        "words": found.entry_version.words,
        "title": title,
    }
