"""The page of one session, its printed pack, and the list of needs, as their templates need them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from levelground.web.coproduction import session_times
from levelground.web.coproduction.forms.session_papers import NEED_STATES
from levelground.web.coproduction.models import AccessArrangement, Series, Workshop
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.queries import arrangements as needs
from levelground.web.coproduction.queries import minutes as minutes_found
from levelground.web.coproduction.queries import packs as packs_found
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.session_consent import SESSION_CONSENT
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
NEED_WORDS = {
    needs.ASKED: ("Not arranged", "red"),
    needs.NOT_MET: ("Cannot be met", "red"),
    needs.ARRANGED: ("Arranged", "yellow"),
    needs.MET: ("Met", "green"),
}
OTHER_PAGES = (("run_live", "Questions, and notes in the session"), ("enter_notes", "Enter notes for people, or from paper"))
"""Pages about the session that other parts of the room have, for who runs it."""
EMPTY_LINES = range(8)
LINES_FOR_MORE = range(14)


def page(viewer: Viewer, workshop: Workshop) -> Page:
    """One session: what is not arranged first, then what is still to be done, then all the rest."""
    base = sessions.of_workshop(viewer, workshop, sessions.shown(workshop).name)
    rows = list(found.attendances(workshop))
    unmet = needs.unmet(workshop)
    met = [row for row in needs.of_session(workshop) if row.state == needs.MET]
    return {
        **base,
        "unmet": need_rows(viewer, workshop.series, unmet) if base["may_run"] else [],
        "unmet_count": len(unmet),
        "met_count": len(met),
        "not_arranged": len(needs.not_arranged(workshop)),
        "begun": workshop.starts_at <= timezone.now(),
        "people": [(name, sessions.ANSWERS[row.answer], _came(row), row) for row, name in sessions.attending(viewer, workshop)],
        "counts": {answer: sum(row.answer == answer for row in rows) for answer in sessions.ANSWERS},
        "invited": len(rows),
        "came": sum(row.came is True for row in rows),
        "facilitators": [user.name for user in found.facilitators(workshop)],
        "steps": steps(workshop, len(rows)),
        "packs": packs_found.of_workshop(workshop),
        "minutes": minutes_found.latest(workshop),
        "to_answer": sum(row.answered_at is None for row in minutes_found.corrections(workshop)),
        "late_from": session_times.last_fair_moment(workshop),
        "others": _others(base),
    }


def _others(base: Page) -> list[tuple[str, str]]:
    pages = [(text, sessions.address(name, **base["at"])) for name, text in OTHER_PAGES] if base["may_run"] else []
    pages.append(("What was said, by theme", sessions.address("board", **base["at_series"])))
    return [(text, href) for text, href in pages if href]


def steps(workshop: Workshop, invited: int) -> list[tuple[str, str, bool]]:
    """What is to be done before a session: the words, the name of the page, and whether it is done."""
    packs = packs_found.of_workshop(workshop)
    return [
        ("Say who leads it, what happens, and who is there when it becomes too much", "prepare_workshop", bool(workshop.distress_route)),
        ("Invite people", "invite_to_workshop", bool(invited)),
        ("Write what people can read before, and send it", "packs", any(pack.sent_at for pack in packs)),
        ("Say that all is arranged", "ready_workshop", workshop.ready_at is not None),
    ]


def _came(row: Any) -> str:
    prepared = f", {row.preparation_minutes} minutes to prepare" if row.preparation_minutes else ""
    if row.came is None:
        return prepared.removeprefix(", ").capitalize()
    return (f"Came, {row.minutes} minutes" if row.came else "Did not come") + prepared


def need_rows(viewer: Viewer, series: Series, rows: list[AccessArrangement]) -> list[dict[str, Any]]:
    """Needs with who has each, as this viewer may know them, and how far it is."""
    names = series_found.may_see_names(viewer, series)
    return [
        {"row": row, "who": sessions.called(row.participant, names), "state": NEED_WORDS[row.state][0], "colour": NEED_WORDS[row.state][1]}
        for row in rows
    ]


def needs_page(viewer: Viewer, series: Series) -> Page:
    """Everything that somebody in the series needs."""
    rows = need_rows(viewer, series, list(needs.of_series(series)))
    return {
        **sessions.of_series(viewer, series, "What people need"),
        "open": [each for each in rows if each["row"].state != needs.MET],
        "met": [each for each in rows if each["row"].state == needs.MET],
        "states": NEED_STATES,
    }


def offline(viewer: Viewer, workshop: Workshop) -> Page:
    """The pack to print for a room without a connection."""
    base = sessions.of_workshop(viewer, workshop, "Pack to print")
    return {
        **base,
        "prompts": found.prompts(workshop),
        "facilitators": [user.name for user in found.facilitators(workshop)],
        "consent": SESSION_CONSENT,
        "consent_lines": SESSION_CONSENT.words.split("\n"),
        "promises": [each for each in found.promised(workshop.series) if not each.field],
        "contact": found.contact(workshop.series),
        "lines": EMPTY_LINES,
        "lines_for_more": LINES_FOR_MORE,
        "enter_notes": sessions.address("enter_notes", **base["at"]),
    }


def need_page(viewer: Viewer, series: Series, need: AccessArrangement) -> Page:
    """One need, to say how far it is."""
    where = ("What people need", sessions.address("needs_of_people", organisation=viewer.organisation.slug, series=series.pk))
    return {**sessions.of_series(viewer, series, "How far is it?", where), "need": need_rows(viewer, series, [need])[0]}


def cancelling(viewer: Viewer, workshop: Workshop) -> Page:
    """What it means to cancel a session now."""
    last = session_times.last_fair_moment(workshop)
    return {
        **sessions.of_workshop(viewer, workshop, "Cancel the session?"),
        "late": session_times.is_late(workshop, timezone.now()),
        "last_fair": f"{session_times.clock(last)} on {last:%A} {last.day} {last:%B %Y}",
        "days": session_times.LATE_DAYS,
        "told": found.told(workshop).count(),
    }
