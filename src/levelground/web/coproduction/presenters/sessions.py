"""What every page around a session begins with, what people are called there, and the list of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from levelground.web.coproduction import session_times
from levelground.web.coproduction.models import Attendance, Participant, Series, Workshop, WorkshopState
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import workshops as found
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
STATES = {WorkshopState.PLANNED: "blue", WorkshopState.HELD: "green", WorkshopState.CANCELLED: "grey"}
ANSWERS = {"yes": "Yes", "maybe": "Maybe", "no": Phrase("No"), "": "No answer yet"}


@dataclass(frozen=True)
class SessionShown:
    """One session on a page: when, where and how far it is, in words."""

    workshop: Workshop
    when: str
    state: str
    colour: str
    lasts: str

    @property
    def name(self) -> str:
        """`Session 2: What needs to be different`."""
        return Phrase("Session %(number)s: %(title)s", number=self.workshop.number, title=self.workshop.title)


def shown(workshop: Workshop) -> SessionShown:
    """A session in words."""
    state = WorkshopState(workshop.state)
    words = "Ready" if state is WorkshopState.PLANNED and workshop.ready_at else state.label
    colour = "green" if words == "Ready" else STATES[state]
    return SessionShown(workshop, session_times.when(workshop), words, colour, session_times.lasts(workshop.minutes))


def called(participant: Participant, names: bool) -> str:
    """What somebody is called: their name only where the reader may know it."""
    return f"{participant.label} ({participant.name})" if names and participant.name else participant.label


def people(viewer: Viewer, series: Series, rows: list[Participant]) -> list[tuple[Participant, str]]:
    """People, and what each is called by this viewer."""
    names = series_found.may_see_names(viewer, series)
    return [(row, called(row, names)) for row in rows]


def attending(viewer: Viewer, workshop: Workshop) -> list[tuple[Attendance, str]]:
    """Everybody who was asked to a session or came, and what each is called by this viewer."""
    names = series_found.may_see_names(viewer, workshop.series)
    return [(row, called(row.participant, names)) for row in found.attendances(workshop)]


def may_run(viewer: Viewer, series: Series) -> bool:
    """Whether this person changes things in the series."""
    return viewer.may(Permission.RUN_COPRODUCTION) and series.organisation_id == viewer.organisation.pk


def of_series(viewer: Viewer, series: Series, title: str, *trail: tuple[str, str]) -> Page:
    """A page of the sessions of a series; `trail` stands between the list and the page."""
    at = {"organisation": viewer.organisation.slug, "series": series.pk}
    listed = (Phrase("Sessions"), reverse("workshops", kwargs=at))
    steps = [(series.title, reverse("series", kwargs=at)), listed, *trail]
    return {
        "page_title": f"{title} - {series.title}",
        "heading": title,
        "series": series,
        "at_series": at,
        "may_run": may_run(viewer, series),
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps if href and text != title],
    }


def of_workshop(viewer: Viewer, workshop: Workshop, title: str, *trail: tuple[str, str]) -> Page:
    """A page of one session."""
    at = {"organisation": viewer.organisation.slug, "workshop": workshop.pk}
    session = shown(workshop)
    own = (session.name, reverse("workshop", kwargs=at))
    page = of_series(viewer, workshop.series, title, own, *trail)
    planned = workshop.state == WorkshopState.PLANNED
    return {**page, "workshop": workshop, "session": session, "at": at, "is_planned": planned, "here": own[1]}


def listed(viewer: Viewer, series: Series) -> Page:
    """All sessions of a series, those to come first."""
    now = timezone.now()
    rows = [(shown(row), row) for row in found.of_series(series)]
    to_come = [each for each in rows if each[1].state == WorkshopState.PLANNED and session_times.ends(each[1]) >= now]
    return {
        **of_series(viewer, series, Phrase("Sessions")),
        "to_come": to_come,
        "over": [each for each in rows if each not in to_come],
        "hours": hours_words(found.contact_minutes(series)),
    }


def hours_words(minutes: int) -> str:
    """Minutes as people say them."""
    return session_times.lasts(minutes) if minutes else "none yet"


def address(name: str, **parts: Any) -> str:
    """The address of a page; empty where the site has none by this name."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""
