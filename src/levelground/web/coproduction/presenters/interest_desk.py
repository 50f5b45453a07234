"""The pages of a call's answers for members: how many and how, what waits, who asked to be called, what people said of themselves."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction.consents import CONSENT
from levelground.web.coproduction.interest_questions import ABOUT_YOU
from levelground.web.coproduction.models import CallBack, ExpressionOfInterest, ExpressionState, Opportunity
from levelground.web.coproduction.presenters.interest import reached_at
from levelground.web.coproduction.presenters.opportunities import closing
from levelground.web.coproduction.queries import demographics, interest, opportunities
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.spam import HELD_WORDS
from levelground.web.design_system import days
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Context = dict[str, Any]
INTERPRETER_WORDS = {"needed": "Needed, not booked", "booked": "Booked", "not_found": "Not found yet", "not_needed": "Not needed"}


def _page(viewer: Viewer, call: Opportunity, title: str, *, under_desk: bool = True) -> Context:
    at = {"organisation": viewer.organisation.slug}
    may_run = viewer.may(Permission.RUN_COPRODUCTION) and viewer.organisation.pk == call.series.organisation_id
    trail = [{"text": "Co-production", "href": reverse("coproduction", kwargs=at)}]
    if under_desk and may_run:
        trail.append({"text": "Answers to the call", "href": reverse("interest_desk", kwargs={**at, "opportunity": call.pk})})
    return {
        "page_title": title,
        "breadcrumbs": trail,
        "call": call,
        "at": {**at, "opportunity": call.pk},
        "may_run": may_run,
        "may_see_names": all_series.may_see_names(viewer, call.series),
        "may_see_demographics": viewer.may(Permission.SEE_DEMOGRAPHICS),
    }


def desk(viewer: Viewer, call: Opportunity) -> Context:
    """How many answered, and how; what waits for somebody."""
    counts = interest.counts(call)
    calls = list(interest.call_backs(call))
    return {
        **_page(viewer, call, "Answers to the call", under_desk=False),
        "counts": counts,
        "closes": closing(call),
        "is_open": opportunities.is_open(call),
        "channels": [[label, str(number)] for label, number in counts.by_channel.items()],
        "calls": [call_row(one) for one in calls],
        "calls_open": sum(one.done_at is None for one in calls),
        "calls_late": sum(interest.is_late(one) for one in calls),
        "held": [held_row(one) for one in interest.held(call)],
        "left_out": [held_row(one) for one in interest.left_out(call)],
    }


def call_row(call_back: CallBack) -> Context:
    """One call to make, without who it is."""
    tries = "Not tried yet" if not call_back.tried else f"Tried {call_back.tried} time{'s' if call_back.tried > 1 else ''}"
    return {
        "pk": call_back.pk,
        "reference": call_back.expression.reference,
        "language": call_back.language,
        "when": call_back.when or "At any time",
        "asked": days.day(call_back.asked_at),
        "interpreter": INTERPRETER_WORDS.get(call_back.interpreter, call_back.interpreter),
        "interpreter_since": days.day(call_back.interpreter_at),
        "state": f"Called on {days.day(call_back.done_at)}" if call_back.done_at else f"{_late(call_back)}{tries}",
        "done": call_back.done_at is not None,
    }


def _late(call_back: CallBack) -> str:
    return f"Late: has waited {interest.days_waiting(call_back)} days. " if interest.is_late(call_back) else ""


def held_row(expression: ExpressionOfInterest) -> Context:
    """One that was held back, without who wrote it: the words by which a person can tell."""
    return {
        "pk": expression.pk,
        "reference": expression.reference,
        "sent": days.moment(expression.sent_at),
        "held_because": HELD_WORDS.get(expression.held_because, "It looked as if a machine sent it."),
        "left_out_because": expression.left_out_because,
        "words": [
            (label, words)
            for label, words in (
                ("What they know from their own life", expression.lived_experience),
                ("Why they would like to join", expression.why),
                ("What they need", expression.access_needs),
            )
            if words
        ],
    }


def held_page(viewer: Viewer, expression: ExpressionOfInterest) -> Context:
    """One that was held back, to be released or left out."""
    return {**_page(viewer, expression.opportunity, f"Look at {expression.reference}"), "row": held_row(expression)}


def enter_page(viewer: Viewer, call: Opportunity) -> Context:
    """The form for an answer by phone or on paper."""
    open_now = opportunities.is_open(call)
    return {
        **_page(viewer, call, "Write down an answer"),
        "closes": closing(call),
        "is_open": open_now,
        "consent": CONSENT,
        "about_you": [question.name for question in ABOUT_YOU],
        "purge_day": demographics.purge_day(call),
    }


def call_backs_page(viewer: Viewer, call: Opportunity) -> Context:
    """Who is to be called, with the number; for the named people."""
    rows = [
        {**call_row(one), "name": one.expression.name or "No name given", "phone": one.expression.phone}
        for one in interest.call_backs(call)
    ]
    return {**_page(viewer, call, "People to call"), "calls": rows}


def call_back_page(viewer: Viewer, call_back: CallBack) -> Context:
    """One call to make."""
    expression = call_back.expression
    row = {**call_row(call_back), "name": expression.name or "No name given", "phone": expression.phone or "None given"}
    page = _page(viewer, expression.opportunity, f"Call {expression.reference}")
    trail = {"text": "People to call", "href": reverse("call_backs", kwargs=page["at"])}
    unsent = expression.state == ExpressionState.STARTED
    return {**page, "breadcrumbs": [*page["breadcrumbs"], trail], "row": row, "support": expression.opportunity.support, "unsent": unsent}


def people_page(viewer: Viewer, call: Opportunity) -> Context:
    """Who answered and how to reach them; for the named people."""
    rows = [
        [one.reference, one.name or "No name given", one.get_contact_by_display(), reached_at(one), one.language or "English"]
        for one in interest.people(call)
    ]
    return {**_page(viewer, call, "Names and how to reach them"), "people": rows}


def demographics_page(viewer: Viewer, call: Opportunity) -> Context:
    """What people said of themselves, question by question, as it was counted once: bands and own words, never two answers together."""
    return {
        **_page(viewer, call, "What people said about themselves"),
        "count": demographics.counted(call),
        "is_open": opportunities.is_open(call),
        "purge_day": demographics.purge_day(call),
    }
