"""Sessions for tests; and what tests of all addresses need of this subject: who may open each, and what its parts stand for."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.web import person

from levelground.web.coproduction.actions import arrangements, minutes, packs, workshops
from levelground.web.coproduction.models import Minutes, Participant, Series, Workshop

WHO: dict[str, str] = {
    **dict.fromkeys(["workshops", "workshop", "workshop_calendar", "minutes", "minutes_word"], "coproduction: see"),
    **dict.fromkeys(
        [
            *("plan_workshops", "change_workshop", "prepare_workshop", "cancel_workshop", "invite_to_workshop", "ready_workshop"),
            *("attendance", "hold_workshop", "offline_pack", "needs_of_people", "settle_need", "packs", "write_pack", "change_pack"),
            *("write_minutes", "send_minutes", "answer_correction"),
        ],
        "coproduction: run",
    ),
    **dict.fromkeys(
        [
            *("mine_sessions", "mine_session", "mine_session_calendar", "mine_needs", "mine_pack", "mine_minutes"),
            *("mine_minutes_word", "mine_preparation"),
        ],
        "everybody",
    ),
}
HELD = datetime.datetime(2023, 9, 8, 15, tzinfo=datetime.UTC)
"""When sessions of these tests took place that are over: 4pm in London."""


def a_session(series: Series | None = None, **fields: Any) -> Workshop:
    """A session in a month, with somebody there when it becomes too much."""
    series = series or a_series()
    said = {
        "title": "What needs to be different",
        "starts_at": timezone.now() + datetime.timedelta(days=30),
        "place": "Room 3, the library",
        "distress_route": "Ama sits beside the door. Call 01632 960 002 after it.",
        **fields,
    }
    return workshops.plan(series=series, by=series.created_by, **said)


def a_held_session(series: Series | None = None, *people: Participant, minutes_there: int = 60, **fields: Any) -> Workshop:
    """A session that took place on 8 September 2023, to which these people came."""
    made = a_session(series, **{"starts_at": HELD, **fields})
    workshops.invite(workshop=made, participants=people, by=made.created_by)
    for one in people:
        workshops.record_attendance(workshop=made, participant=one, came=True, minutes=minutes_there, by=made.created_by)
    return workshops.hold(workshop=made, by=made.created_by)


def some_minutes(workshop: Workshop, words: str = "# What we talked about\nThe waiting room.", *, sent: bool = True) -> Minutes:
    """Minutes of a session, sent round to those who came."""
    made = minutes.write(workshop=workshop, words=words, by=workshop.created_by)
    return minutes.send(minutes=made, by=workshop.created_by) if sent else made


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    series = a_series(slug)
    by = person("facilitator", of=slug)
    somebody = series.participants.first() or a_participant(series)
    to_come, held = a_session(series), a_held_session(series, somebody)
    workshops.invite(workshop=to_come, participants=[somebody], by=by)
    pack = packs.write(workshop=to_come, kind="what_and_why", title="What this is", words="# Why\nTo be heard.", by=by)
    packs.send(workshop=to_come, by=by)
    correction = minutes.correct(minutes=some_minutes(held), participant=somebody, words="It was about the ward.")
    need = arrangements.ask(participant=somebody, need="Large print", by=by)
    secret = {"secret": secret_of(somebody)}
    over = {"workshop": held.pk}
    return {"workshop": to_come.pk, "arrangement": need.pk, "pack": pack.pk, "correction": correction.pk}, {
        "write_pack": {"kind": "what_and_why"},
        **dict.fromkeys(["minutes", "minutes_word", "write_minutes", "send_minutes", "answer_correction"], over),
        **dict.fromkeys(["mine_sessions", "mine_session", "mine_session_calendar", "mine_preparation", "mine_needs", "mine_pack"], secret),
        **dict.fromkeys(["mine_minutes", "mine_minutes_word"], over | secret),
    }
