"""The pages on which members write a call, confirm its promises, publish it and look after it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import Opportunity, OpportunityState
from levelground.web.coproduction.presenters import opportunities as words
from levelground.web.coproduction.presenters.series import about, pages, trail
from levelground.web.coproduction.promises import PROMISES, Promise
from levelground.web.coproduction.queries import opportunities as calls
from levelground.web.design_system.days import day
from levelground.web.people.models import User
from levelground.web.people.viewer import Viewer

PAGES = (
    ("interest_desk", "Who has answered, and how"),
    ("enter_interest", "Write down an answer for somebody"),
    ("call_backs", "People to call back"),
    ("readings", "Read the answers without names"),
    ("selection", "Choose who comes, and tell everybody"),
    ("missing_people", "Who is missing"),
    ("interest_demographics", "What people said about themselves"),
)
"""Other pages of a call that is out: the name of each address, and what it is called."""


@dataclass(frozen=True)
class PromiseRow:
    """A promise on the page of those who may confirm it. `needs`: it has no words of its own yet."""

    promise: Promise
    own: str
    needs: bool
    confirmed: bool
    said: str


def running(viewer: Viewer, call: Opportunity) -> dict[str, Any]:
    """One call for those who run it: what is missing, its promises, its links, how many have answered."""
    context = about(viewer, call.series)
    is_draft = call.state == OpportunityState.DRAFT
    return {
        **context,
        "page_title": call.title,
        "breadcrumbs": trail(viewer, call.series),
        "call": call,
        "state": words.state(call),
        "problems": [(said, _where(viewer, call, name)) for name, said in calls.problems(call).items()] if is_draft else [],
        "promises": promise_rows(call),
        "parts": words.parts(call),
        "is_draft": is_draft,
        "pages": pages(PAGES, viewer, opportunity=call.pk) if call.published_at else [],
        "was_published": call.published_at is not None,
        "told": words.told(call),
        "pay": words.pay(call),
        "at": {"organisation": viewer.organisation.slug, "opportunity": call.pk},
    }


def promise_rows(call: Opportunity) -> list[PromiseRow]:
    """Every promise, confirmed or not, with who confirmed it and when."""
    by = {user.pk: user.name for user in User.objects.filter(pk__in=[said.get("by") for said in call.promises.values()])}
    return [_promise_row(call, promise, by) for promise in PROMISES.values()]


def _promise_row(call: Opportunity, promise: Promise, by: dict[int, str]) -> PromiseRow:
    own = getattr(call, promise.field) if promise.field else ""
    said = call.promises.get(promise.name)
    text = ""
    if said:
        at = datetime.datetime.fromisoformat(said["at"])
        text = f"Confirmed by {by.get(said['by'], 'somebody who has left')} on {day(at)}."
    return PromiseRow(promise, own, bool(promise.field) and not own, said is not None, text)


def _where(viewer: Viewer, call: Opportunity, name: str) -> str:
    """The place where a problem is mended: a field of the form, or the page of the series."""
    slug = viewer.organisation.slug
    if name == "holders":
        return reverse("series", kwargs={"organisation": slug, "series": call.series_id}) + "#names"
    field = f"id_{name}-1" if name in {"access_formats", "expenses", "influence"} else f"id_{name}"
    return reverse("change_call", kwargs={"organisation": slug, "opportunity": call.pk}) + f"#{field}"


def writing(viewer: Viewer, form: Any, series: Any, call: Opportunity | None = None) -> dict[str, Any]:
    """The form of a call."""
    return {
        **about(viewer, series),
        "page_title": "Change the call" if call else "Write a call",
        "breadcrumbs": [*trail(viewer, series), *_call_step(viewer, call)],
        "form": form,
        "call": call,
        "published": call is not None and call.state == OpportunityState.PUBLISHED,
    }


def withdrawing(viewer: Viewer, form: Any, call: Any) -> dict[str, Any]:
    """The form that ends a call before its time."""
    steps = [*trail(viewer, call.series), *_call_step(viewer, call)]
    return {
        **about(viewer, call.series),
        "page_title": "End this call",
        "breadcrumbs": steps,
        "form": form,
        "call": call,
        "sent": call.sent,
    }


def _call_step(viewer: Viewer, call: Opportunity | None) -> list[dict[str, str]]:
    if call is None:
        return []
    return [{"text": call.title, "href": reverse("run_call", kwargs={"organisation": viewer.organisation.slug, "opportunity": call.pk})}]


def back_to(viewer: Viewer, call: Opportunity) -> list[dict[str, str]]:
    """The way back to the page on which the call is run."""
    return [*trail(viewer, call.series), *_call_step(viewer, call)]
