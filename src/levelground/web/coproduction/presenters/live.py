"""The page of a session while it goes on: for somebody with the code, for somebody with a private link, and for whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from levelground.web.coproduction.forms.contributions import NoteForm, opened
from levelground.web.coproduction.models import Participant, WhenSaid, Workshop
from levelground.web.coproduction.presenters import contributions as notes
from levelground.web.coproduction.queries import contributions, live
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.viewer import Viewer


@dataclass(frozen=True)
class AtSession:
    """Somebody at one session: with its code, or with their private link."""

    session: Workshop
    person: Participant | None = None
    secret: str = ""

    @property
    def address(self) -> str:
        """Their page of it."""
        if self.person is None:
            return reverse("live_session", kwargs={"code": self.session.code})
        return reverse("mine_live", kwargs={"secret": self.secret, "workshop": self.session.pk})

    @property
    def takes_notes(self) -> bool:
        """Whether they can begin a note now: with a private link at any time."""
        return self.person is not None or self.session.capturing

    @property
    def when(self) -> WhenSaid:
        """Before, in or after the session."""
        if self.person is None or self.session.capturing:
            return WhenSaid.DURING
        return when_said(self.session)


def when_said(workshop: Workshop | None) -> WhenSaid:
    """Where this moment lies from a session; outside the sessions where there is none."""
    if workshop is None:
        return WhenSaid.ANY_TIME
    now = timezone.now()
    if now < workshop.starts_at:
        return WhenSaid.BEFORE
    return WhenSaid.DURING if now <= workshop.ends_at else WhenSaid.AFTER


def session(place: AtSession, form: NoteForm) -> dict[str, Any]:
    """What the session asks, the form, and what this person said so far."""
    workshop, person = place.session, place.person
    title = Phrase("Session %(number)s: %(title)s", number=workshop.number, title=workshop.title)
    begins = notes.of_person(person, place.secret, title) if person else {"page_title": title, "heading": title, "series": workshop.series}
    decisions = live.open_decisions(workshop)
    return {
        **begins,
        "place": place,
        "workshop": workshop,
        "form": form,
        "opened": opened(workshop) if place.takes_notes else "",
        "prompts": contributions.open_prompts(workshop),
        "said": contributions.said_in_session(person, workshop) if person else (),
        "decisions": [(each, _take_part(place, each.pk)) for each in decisions],
        "keep_as": f"{workshop.pk}-{person.number if person else 0}",
    }


def running(viewer: Viewer, workshop: Workshop, **more: Any) -> dict[str, Any]:
    """The page of whoever runs the session: its code, its questions, and what came in."""
    return {
        **notes.of_session(viewer, workshop, "Live notes"),
        "prompts": list(workshop.prompts.all()),
        "notes": notes.notes(viewer, contributions.of_session(workshop)),
        "live_address": reverse("live_session", kwargs={"code": workshop.code}),
        **more,
    }


def _take_part(place: AtSession, decision: int) -> str:
    if place.person is None:
        return ""
    return reverse("take_part_in_decision", kwargs={"secret": place.secret, "decision": decision})
