"""The sessions of one person, as they see them under their private link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from levelground.web.coproduction import session_times
from levelground.web.coproduction.models import Attendance, Participant, PreparationPack, WorkshopState
from levelground.web.coproduction.presenters import packs as pack_pages
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.presenters.sessions import SessionShown
from levelground.web.coproduction.queries import arrangements as needs
from levelground.web.coproduction.queries import minutes as minutes_found
from levelground.web.coproduction.queries import packs as packs_found
from levelground.web.coproduction.queries import workshops as found
from levelground.web.design_system.phrases import Phrase

Page = dict[str, Any]
NEED_WORDS = {
    needs.ASKED: (Phrase("We are looking for it"), "yellow"),
    needs.ARRANGED: ("Arranged", "blue"),
    needs.MET: ("Met", "green"),
    needs.NOT_MET: ("We could not", "red"),
}


@dataclass(frozen=True)
class MySession:
    """One session of one person."""

    place: Attendance
    session: SessionShown
    answer: str
    over: bool
    cancelled: bool
    packs: tuple[PreparationPack, ...]
    has_minutes: bool

    @property
    def waits(self) -> bool:
        """Whether we still wait for their answer."""
        return not self.over and not self.cancelled and not self.place.answer


def _mine(place: Attendance, packs: dict[int, list[PreparationPack]]) -> MySession:
    workshop = place.workshop
    return MySession(
        place=place,
        session=sessions.shown(workshop),
        answer=sessions.ANSWERS[place.answer],
        over=workshop.state == WorkshopState.HELD or session_times.ends(workshop) < timezone.now(),
        cancelled=workshop.state == WorkshopState.CANCELLED,
        packs=tuple(packs.get(workshop.pk, ())),
        has_minutes=bool(place.came) and minutes_found.sent(workshop) is not None,
    )


def page(participant: Participant, secret: str) -> Page:
    """All sessions of a person: those that wait for an answer first."""
    packs = packs_found.sent_to(participant)
    rows = [_mine(place, packs) for place in found.sessions_of(participant)]
    to_come = [row for row in rows if not row.over and not row.cancelled]
    return {
        **base(participant, secret, Phrase("Your sessions")),
        "to_come": sorted(to_come, key=lambda row: not row.waits),
        "over": [row for row in rows if row.over or row.cancelled],
        "needs": my_needs(participant),
    }


def one(participant: Participant, secret: str, place: Attendance) -> Page:
    """All about one session."""
    workshop = place.workshop
    return {
        **base(participant, secret, workshop.title),
        "mine": _mine(place, packs_found.sent_to(participant)),
        "workshop": workshop,
        "facilitators": [user.name for user in found.facilitators(workshop)],
        "contact": found.contact(workshop.series),
        "needs": my_needs(participant),
        "words_page": sessions.address("mine_words", secret=secret),
        "live_page": sessions.address("mine_live", secret=secret, workshop=workshop.pk) if workshop.capturing else "",
    }


def needs_page(participant: Participant, secret: str) -> Page:
    """What somebody needs, and how far it is."""
    return {
        **base(participant, secret, Phrase("What you need")),
        "needs": my_needs(participant),
        "contact": found.contact(participant.series),
    }


def pack_page(participant: Participant, secret: str, pack: PreparationPack) -> Page:
    """One pack to read, or to print."""
    return {**base(participant, secret, pack.title), "shown": pack_pages.shown(pack), "session": sessions.shown(pack.workshop)}


def my_needs(participant: Participant) -> list[tuple[str, str, str, str]]:
    """Each need: the words, how far it is, the colour of that, and what was noted."""
    return [(row.need, *NEED_WORDS[row.state], row.note) for row in needs.of_participant(participant)]


def base(participant: Participant, secret: str, title: str) -> Page:
    """What every page of theirs about sessions begins with."""
    trail = [("Your own page", sessions.address("mine", secret=secret))]
    if title != "Your sessions":
        trail.append((Phrase("Your sessions"), sessions.address("mine_sessions", secret=secret)))
    return {
        "page_title": title,
        "heading": title,
        "participant": participant,
        "series": participant.series,
        "is_paid": found.is_paid(participant.series),
        "secret": secret,
        "breadcrumbs": [{"text": text, "href": href} for text, href in trail if href],
    }
