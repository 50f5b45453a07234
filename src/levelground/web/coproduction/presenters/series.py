"""The front page of co-production and the page of a series, as their templates need them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import resolve, reverse
from django.utils import timezone

from levelground.web.coproduction.models import Opportunity, OpportunityState, Series
from levelground.web.coproduction.presenters import opportunities as words
from levelground.web.coproduction.presenters import taken_back
from levelground.web.coproduction.presenters.to_do import ToDo
from levelground.web.coproduction.queries import opportunities as calls
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.served_counts import asked_about, plainly
from levelground.web.design_system.days import day
from levelground.web.people.policy import policy_of
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.queries import drafts, published

SOON = datetime.timedelta(days=7)
"""What is due within this time stands among what needs doing first."""
PAGES = (
    ("participants", "People who take part"),
    ("workshops", "Sessions"),
    ("needs_of_people", "What people need to take part"),
    ("board", "What was said"),
    ("second_readings", "What to read a second time"),
    ("quotes", "Quotes"),
    ("statements", "Statements of the group"),
    ("decisions", "Decisions"),
    ("payments", "Pay"),
    ("quality_of_series", "How well we work together"),
)
"""Other pages of a series: the name of each address, and what it is called."""
ROOM_PAGES = (
    ("notices", "Who must be told what"),
    ("not_told", "Who was not told in time"),
    ("quality", "How well we work together"),
)
"""Other pages of the whole room, likewise."""


def front(viewer: Viewer) -> dict[str, Any]:
    """What needs doing first, then every series with its calls. The number of queries does not grow with them."""
    rows = list(all_series.of(viewer))
    by_series: dict[int, list[Opportunity]] = {}
    for call in calls.of_viewer(viewer):
        by_series.setdefault(call.series_id, []).append(call)
    holders = all_series.holder_counts(viewer)
    return {
        "page_title": "Co-production",
        "todo": todo(viewer, rows, by_series, holders),
        "rows": [{"series": one, "calls": _rows(by_series.get(one.pk, []))} for one in rows],
        "may_run": viewer.may(Permission.RUN_COPRODUCTION),
        "pages": pages(ROOM_PAGES, viewer),
    }


def todo(viewer: Viewer, rows: Iterable[Series], by_series: Mapping[int, list[Opportunity]], holders: Mapping[int, int]) -> list[ToDo]:
    """What waits, those first who were promised something and still wait."""
    rows = list(rows)
    found = taken_back.tasks(viewer, rows)
    for one in rows:
        if one.ended_at is None and not holders.get(one.pk):
            found.append(
                ToDo(4, "Names", f"Say who will know the names of those who come: {one.title}", _at(viewer, "series", series=one.pk))
            )
        for call in by_series.get(one.pk, []):
            found.extend(_of_call(call, _at(viewer, "run_call", opportunity=call.pk)))
    return sorted(found)


def _of_call(call: Any, href: str) -> Iterable[ToDo]:
    today, now = timezone.localdate(), timezone.now()
    open_now, closes = calls.is_open(call, now), call.closes_at
    if call.state == OpportunityState.DRAFT:
        yield ToDo(5, "Draft", f"Finish this call and publish it: {call.title}", href)
    if call.told_by and call.untold and not open_now and call.published_at:
        people = "1 person waits" if call.untold == 1 else f"{call.untold} people wait"
        if call.told_by < today:
            yield ToDo(0, "Late", f"{people} for an answer that we promised by {day(call.told_by)}: {call.title}", href)
        elif call.told_by - today <= SOON:
            yield ToDo(1, "Due", f"{people} for an answer, due by {day(call.told_by)}: {call.title}", href)
    if open_now and closes and closes - now <= SOON:
        yield ToDo(2, "Closes soon", f"Closes at {words.closing(call)}: {call.title}", href)
    if call.unread:
        answers = "1 answer has" if call.unread == 1 else f"{call.unread} answers have"
        yield ToDo(3, "To read", f"{answers} not been read: {call.title}", href)


def _rows(found: Iterable[Opportunity]) -> list[dict[str, Any]]:
    """Those that people can answer first, then drafts, then the rest."""
    return sorted((_row(call) for call in found), key=lambda row: (not row["state"].open, row["call"].state != OpportunityState.DRAFT))


def _row(call: Any) -> dict[str, Any]:
    return {"call": call, "state": words.state(call), "sent": call.sent, "unread": call.unread, "untold": call.untold}


def series(viewer: Viewer, one: Series) -> dict[str, Any]:
    """One series: its calls, who knows names, who is served, and the way to its other pages."""
    return {
        **about(viewer, one),
        "breadcrumbs": trail(viewer),
        "page_title": one.title,
        "first": taken_back.tasks(viewer, [one]),
        "calls": _rows(calls.of_series(one)),
        "holders": list(all_series.holders(one)),
        "keeps_names": all_series.holding(one),
        "package": _package(viewer, one),
        "may_name": may_name(viewer, one),
        "served": [(row.group, plainly(row.characteristic), f"{row.people:,}", row.source) for row in all_series.served(one)],
        "public_page": reverse("you_said_series", kwargs={"code": one.code}) if one.public_at else "",
        "pages": pages(PAGES, viewer, series=one.pk),
    }


def _package(viewer: Viewer, one: Series) -> dict[str, str]:
    """The change package that the series shapes. Only those who may open its draft are told that there is one."""
    if one.package is None:
        return {"text": "None yet", "href": ""}
    if one.organisation_id == viewer.organisation.pk and viewer.may(Permission.SEE_DRAFTS):
        version = drafts.open_version_of(one.package)
        if version is not None:
            return {"text": version.title, "href": reverse("draft", kwargs={"organisation": viewer.organisation.slug, "draft": version.pk})}
    public = next(iter(published.versions(one.package.package_id)), None)
    if public is None:
        return {"text": "Not published yet", "href": ""}
    return {"text": public.title, "href": reverse("package", kwargs={"package": public.id})}


def about(viewer: Viewer, one: Series) -> dict[str, Any]:
    """What every page of a series needs."""
    own = one.organisation_id == viewer.organisation.pk
    return {"series": one, "host": one.organisation, "may_run": own and viewer.may(Permission.RUN_COPRODUCTION)}


def may_name(viewer: Viewer, one: Series) -> bool:
    """Whether the viewer may say who knows names: somebody at work in the organisation that keeps them."""
    return all_series.holding(one).pk == viewer.organisation.pk and viewer.may(Permission.RUN_COPRODUCTION)


def form_page(viewer: Viewer, form: Any, title: str, one: Series | None = None, **more: Any) -> dict[str, Any]:
    """A page with one form."""
    steps = trail(viewer, one)
    return {"page_title": title, "form": form, "breadcrumbs": steps, **(about(viewer, one) if one else {}), **more}


def serving(viewer: Viewer, form: Any, one: Series) -> dict[str, Any]:
    """The page on which it is said who is served, with the groups that people can choose."""
    return form_page(viewer, form, "Who is served here", one, asked=asked_about())


def trail(viewer: Viewer, one: Series | None = None) -> list[dict[str, str]]:
    """The way here."""
    steps = [{"text": "Co-production", "href": _at(viewer, "coproduction")}]
    return [*steps, {"text": one.title, "href": _at(viewer, "series", series=one.pk)}] if one else steps


def pages(wanted: Iterable[tuple[str, str]], viewer: Viewer, **parts: Any) -> list[dict[str, str]]:
    """Those of these pages that the viewer may open, as their own views say it."""
    found = []
    for name, text in wanted:
        href = _at(viewer, name, **parts)
        policy = policy_of(resolve(href).func, name)
        if policy and (policy.permission is None or viewer.may(policy.permission)):
            found.append({"text": text, "href": href})
    return found


def _at(viewer: Viewer, name: str, **parts: Any) -> str:
    return reverse(name, kwargs={"organisation": viewer.organisation.slug, **parts})
