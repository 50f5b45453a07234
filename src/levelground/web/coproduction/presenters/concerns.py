"""The pages of concerns as their templates need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import Concern, ConcernDesk
from levelground.web.coproduction.queries import concerns as found
from levelground.web.coproduction.spam import HELD_WORDS
from levelground.web.design_system import days
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Context = dict[str, Any]
START = 140
"""Characters of a concern that its line in a list gives."""

ABOUT_THE_DESK = (
    "People read this before they write to you. Choose a number of days that you can keep.",
    "Only whoever answers sees names and ways to reach people. Others who may see concerns read the words alone.",
)
ABOUT_ENTERING = (
    "For somebody who called, wrote a letter or came by. Use their own words, and read them back to them.",
    "Tell them who answers, and what must be passed on.",
)
ABOUT_TAKING_UP = (
    "Take it up if you will see to it that something happens.",
    "You can start a thread at once. Then the words stand among what people said in a series. Names do not.",
)
ABOUT_HELD = ("A machine may have sent this. Read it. If a person wrote it, let it through: they are told that you have it.",)


@dataclass(frozen=True)
class ConcernLine:
    """One concern in the list of a desk."""

    reference: str
    address: str
    words: str
    said_by: str
    state: str
    tag: str
    clock: str


def listed() -> Context:
    """The organisations that take concerns."""
    return {"page_title": Phrase("Raise a concern"), "desks": found.desks()}


def raising(desk: ConcernDesk) -> Context:
    """The form, and all that somebody should know before they write."""
    return {
        "page_title": Phrase("Raise a concern"),
        "breadcrumbs": [{"text": Phrase("Raise a concern"), "href": reverse("concerns")}],
        "desk": desk,
        "organisation": desk.organisation,
    }


def mine(concern: Concern, secret: str) -> Context:
    """A concern for whoever raised it: what they wrote, and every answer."""
    contribution = getattr(concern, "contribution", None)
    return {
        "page_title": Phrase("Your concern"),
        "concern": concern,
        "desk": concern.organisation.concern_desk,
        "secret": secret,
        "said": list(concern.replies.all()),
        "waits": found.waits(concern),
        "overdue": found.is_overdue(concern),
        "thread": contribution.series if contribution else None,
        "open": not concern.closed_at and not concern.withdrawn_at,
    }


def desk(viewer: Viewer) -> Context:
    """All concerns of an organisation: those that nobody has taken up first, and of those the ones that wait too long."""
    rows = list(found.of(viewer))
    there = [row for row in rows if not row.held_because]
    open_ones = sorted((row for row in there if not row.closed_at and not row.withdrawn_at), key=_most_urgent)
    finished = sorted((row for row in there if row.closed_at or row.withdrawn_at), key=lambda row: row.raised_at, reverse=True)
    return {
        "page_title": "Concerns",
        "breadcrumbs": [],
        "desk": found.desk_of(viewer),
        "may_answer": viewer.may(Permission.ANSWER_CONCERNS),
        "at": {"organisation": viewer.organisation.slug},
        "nobody": [_line(viewer, row) for row in open_ones if row.sponsor_id is None],
        "taken_up": [_line(viewer, row) for row in open_ones if row.sponsor_id is not None],
        "finished": [_line(viewer, row) for row in finished],
        "held": [_line(viewer, row) for row in rows if row.held_because],
    }


def one(viewer: Viewer, concern: Concern) -> Context:
    """One concern for a member; who raised it, only for whoever answers at the desk."""
    return {
        **of(viewer, concern, f"Concern {concern.reference}"),
        "line": _line(viewer, concern),
        "sees_who": found.may_see_who(viewer, concern),
        "may_answer": viewer.may(Permission.ANSWER_CONCERNS),
        "said": list(concern.replies.all()),
        "open": not concern.closed_at and not concern.withdrawn_at,
        "held": HELD_WORDS.get(concern.held_because, ""),
        "facts": _facts(viewer, concern),
    }


def of(viewer: Viewer, concern: Concern, title: str) -> Context:
    """What every page of one concern has."""
    at = {"organisation": viewer.organisation.slug, "concern": concern.pk}
    trail = [{"text": "Concerns", "href": reverse("concern_desk", kwargs={"organisation": viewer.organisation.slug})}]
    here = reverse("concern", kwargs=at)
    return {"page_title": title, "breadcrumbs": trail, "concern": concern, "at": at, "back": here}


def _facts(viewer: Viewer, concern: Concern) -> list[tuple[str, str]]:
    """What is known of a concern; names and ways to reach somebody only where the viewer may see them."""
    rows = [("Raised on", days.day(concern.raised_at)), ("Raised by", _said_by(concern)), ("Answer", _clock(concern))]
    rows.append(("Taken up by", concern.sponsor.name if concern.sponsor else "Nobody yet"))
    if found.may_see_who(viewer, concern) and not concern.withdrawn_at:
        named = [
            ("Group", concern.group_name),
            ("Name", concern.name),
            (Phrase("Email"), concern.email),
            (Phrase("Phone"), concern.phone),
        ]
        named += [(Phrase("Address"), concern.address), ("Language", concern.language)]
        rows += [(label, value) for label, value in named if value]
    return rows


def _line(viewer: Viewer, concern: Concern) -> ConcernLine:
    state, tag = _state(concern)
    return ConcernLine(
        reference=concern.reference,
        address=reverse("concern", kwargs={"organisation": viewer.organisation.slug, "concern": concern.pk}),
        words=concern.words if len(concern.words) <= START else f"{concern.words[:START].rsplit(' ', 1)[0]} …",
        said_by=_said_by(concern),
        state=state,
        tag=tag,
        clock=_clock(concern),
    )


def _said_by(concern: Concern) -> str:
    """A group or a person; which one is not said here."""
    return "A group" if concern.group_name else "A person"


def _state(concern: Concern) -> tuple[str, str]:
    if concern.withdrawn_at:
        return Phrase("Taken back"), "grey"
    if concern.closed_at:
        return "Closed", "grey"
    if concern.held_because:
        return "Held back", "yellow"
    if found.is_overdue(concern):
        return "Overdue", "red"
    return ("Waits for an answer", "orange") if found.waits(concern) else ("Answered", "green")


def _clock(concern: Concern) -> str:
    if concern.withdrawn_at or concern.closed_at or concern.held_because:
        return "None is due"
    if not found.waits(concern):
        return "Answered. Nothing new has come since"
    return f"Was due on {days.day(concern.reply_by)}" if found.is_overdue(concern) else f"Due by {days.day(concern.reply_by)}"


def _most_urgent(concern: Concern) -> tuple[bool, Any, int]:
    return (not found.waits(concern), concern.reply_by, concern.pk)
