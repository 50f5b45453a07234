"""What awaits somebody who takes part, and what became of each thing that they said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from levelground.web.coproduction.models import (
    Attendance,
    Contribution,
    Decision,
    DecisionPart,
    Minutes,
    Participant,
    PaymentOffer,
    WorkshopState,
)
from levelground.web.coproduction.queries import decisions, quotes

MINUTES_WAIT = datetime.timedelta(days=21)
"""For how long minutes that were sent round stand among what awaits people."""


@dataclass(frozen=True)
class Awaiting:
    """What somebody is asked for now."""

    sessions: list[Attendance]
    quotes: int
    offers: int
    minutes: list[Minutes]
    decisions: list[Decision]


def awaiting(participant: Participant) -> Awaiting:
    """All of it; nothing for somebody who has left, but pay that they are owed an answer on."""
    offers = PaymentOffer.objects.filter(participant=participant, answer="", withdrawn_at__isnull=True).count()
    if participant.left_at is not None:
        return Awaiting([], 0, offers, [], [])
    invited = Attendance.objects.filter(participant=participant).select_related("workshop")
    to_answer = invited.filter(answer="", workshop__state=WorkshopState.PLANNED, workshop__starts_at__gt=timezone.now())
    return Awaiting(
        list(to_answer.order_by("workshop__starts_at")),
        quotes.waiting_for(participant),
        offers,
        _minutes(participant),
        list(decisions.awaiting(participant)),
    )


def _minutes(participant: Participant) -> list[Minutes]:
    """The newest minutes of each session that somebody came to, sent round lately, to which they have said nothing."""
    since = timezone.now() - MINUTES_WAIT
    rows = Minutes.objects.filter(workshop__attendances__participant=participant, workshop__attendances__came=True, sent_at__gte=since)
    newest: dict[int, Minutes] = {}
    for row in rows.exclude(corrections__participant=participant).select_related("workshop").order_by("version"):
        newest[row.workshop_id] = row
    return list(newest.values())


def said_by(participant: Participant) -> QuerySet[Contribution]:
    """Each thing that somebody said, newest first, with the themes, the quotes and the answers to it."""
    rows = Contribution.objects.filter(participant=participant).select_related("workshop")
    return rows.prefetch_related("themes", "quotes", "responses__decision").order_by("-at", "-pk")


def parts_of(participant: Participant) -> QuerySet[DecisionPart]:
    """Somebody's part in each decision, newest first."""
    return DecisionPart.objects.filter(participant=participant).select_related("decision").order_by("-decision__opened_at", "-pk")


def decided_on(participant: Participant) -> dict[int, list[Decision]]:
    """Contribution by its key -> the decisions that rest on it."""
    found: dict[int, list[Decision]] = {}
    rows = Contribution.objects.filter(participant=participant, withdrawn_at__isnull=True).prefetch_related("decided_in__decision")
    for row in rows:
        found[row.pk] = [each.decision for each in row.decided_in.all()]
    return found
