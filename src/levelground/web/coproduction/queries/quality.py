"""How well people and an organisation work together, in one value: who was told, who was paid and when, who decided, who was missing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Q, Sum
from django.utils import timezone

from levelground.web.coproduction.models import (
    Attendance,
    ClaimState,
    Contribution,
    Decision,
    DecisionPart,
    MissingPeopleCount,
    Notice,
    NoticeKind,
    Participant,
    ParticipantRole,
    PaymentClaim,
    Series,
    Stance,
    WorkshopState,
)
from levelground.web.coproduction.queries import payments
from levelground.web.coproduction.queries.payments import OfferStanding

MINUTES_AN_HOUR = 60
LIVED = ParticipantRole.LIVED_EXPERIENCE
WAITS_FOR = {ClaimState.MADE: "approval", ClaimState.RETURNED: "an answer to a question"}
"""What a claim waits for before finance has it."""


@dataclass(frozen=True)
class ShareOf:
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True)
class StillOwed:
    """Somebody who is owed pay: by label, since when, how much, and what it waits for."""

    series: Series
    label: str
    since: datetime.date
    days: int
    pence: int
    waits_for: str


@dataclass(frozen=True)
class QualityOfCoProduction:
    """How well a series, or all series of an organisation, are co-produced. Nobody's name or words are in it.

    `told`: of those who said something and can be told, how many have an answer to all of it and wait for no letter about it.
    `lived_experience`: of the decisions that were taken, how many have people with lived experience, or their words, behind them.
    `hours_asked`: of each person with lived experience, what was asked: sessions, getting ready, writing, calls; least first.
    `missing`: groups of whom fewer than their share answered or were chosen; None where nobody has counted.
    """

    people: int
    told: ShareOf
    days_to_pay: float | None
    claims_paid: int
    lived_experience: ShareOf
    dissents: int
    contact_hours: Decimal
    hours_asked: tuple[Decimal, ...]
    missing: tuple[str, ...] | None
    owed: tuple[StillOwed, ...]

    @property
    def hours_a_decision(self) -> Decimal | None:
        """Contact hours for each decision that was taken; None before the first."""
        return self.contact_hours / self.lived_experience.whole if self.lived_experience.whole else None


def quality(series: Sequence[Series]) -> QualityOfCoProduction:
    """The quality of these series together. The number of questions to the database does not grow with them."""
    pks = [each.pk for each in series]
    standings = payments.standings_of(series)
    paid = PaymentClaim.objects.filter(series__in=pks, state=ClaimState.PAID).values_list("owed_since", "paid_on")
    days = [(on - since).days for since, on in paid if on]
    return QualityOfCoProduction(
        people=_people(pks),
        told=_told(pks),
        days_to_pay=median(days) if days else None,
        claims_paid=len(days),
        lived_experience=_decided(pks),
        dissents=_dissents(pks),
        contact_hours=_contact_hours(pks),
        hours_asked=_hours_asked(pks, standings),
        missing=_missing(pks),
        owed=_owed(series, standings),
    )


def _people(series: list[int]) -> int:
    """People with lived experience who took part: came, said something, or had a part in a decision."""
    took_part = Q(attendances__came=True) | Q(contributions__isnull=False) | Q(decision_parts__isnull=False)
    return Participant.objects.filter(took_part, series__in=series, role=LIVED).distinct().count()


def _told(series: list[int]) -> ShareOf:
    said = Contribution.objects.filter(series__in=series, participant__isnull=False, withdrawn_at__isnull=True)
    spoke = set(said.values_list("participant", flat=True))
    unanswered = set(said.filter(responses__isnull=True).values_list("participant", flat=True))
    letters = Notice.objects.filter(participant__in=spoke, kind=NoticeKind.DECISION, told_at__isnull=True)
    return ShareOf(len(spoke - unanswered - set(letters.values_list("participant", flat=True))), len(spoke))


def _decided(series: list[int]) -> ShareOf:
    taken = Decision.objects.filter(series__in=series, decided_at__isnull=False)
    had_part = Q(parts__participant__role=LIVED) & (~Q(parts__stance="") | Q(parts__option__isnull=False))
    words = Q(rests_on__contribution__participant__role=LIVED, rests_on__contribution__withdrawn_at__isnull=True)
    return ShareOf(taken.filter(had_part | words).distinct().count(), taken.count())


def _dissents(series: list[int]) -> int:
    """Those who were against a decision or said that they disagree; as `decisions.dissents` counts them for one."""
    spoke = Q(stance=Stance.AGAINST) | ~Q(dissent="") | Q(dissent_withdrawn_at__isnull=False)
    return DecisionPart.objects.filter(spoke, decision__series__in=series, decision__decided_at__isnull=False).count()


def _contact_hours(series: list[int]) -> Decimal:
    """As `workshops.contact_hours` counts them for one series."""
    rows = Attendance.objects.filter(workshop__series__in=series, came=True, participant__role=LIVED)
    return Decimal(rows.aggregate(minutes=Sum("minutes"))["minutes"] or 0) / MINUTES_AN_HOUR


def _hours_asked(series: list[int], standings: dict[int, list[OfferStanding]]) -> tuple[Decimal, ...]:
    asked: dict[int, int] = defaultdict(int)
    lived = set(Participant.objects.filter(series__in=series, role=LIVED).values_list("pk", flat=True))
    ready = {(each.offer.participant_id, each.offer.workshop_id): each.minutes for each in _all(standings) if _prepares(each)}
    places = Attendance.objects.filter(workshop__series__in=series).select_related("workshop")
    for place in places.exclude(workshop__state=WorkshopState.CANCELLED, workshop__cancelled_late=False):
        prepared = max(place.preparation_minutes, ready.get((place.participant_id, place.workshop_id), 0))
        asked[place.participant_id] += max(place.minutes, place.workshop.minutes) + prepared
    for each in _all(standings):
        if each.offer.workshop_id is None and each.offer.answer != "declined":
            asked[each.offer.participant_id] += each.minutes
    return tuple(sorted(Decimal(minutes) / MINUTES_AN_HOUR for pk, minutes in asked.items() if pk in lived))


def _all(standings: dict[int, list[OfferStanding]]) -> Iterable[OfferStanding]:
    return (each for some in standings.values() for each in some)


def _prepares(standing: OfferStanding) -> bool:
    return standing.offer.what == "preparation"


def _missing(series: list[int]) -> tuple[str, ...] | None:
    """As the last count of each call has it, in bands; nothing is counted anew here."""
    newest: dict[int, MissingPeopleCount] = {}
    for count in MissingPeopleCount.objects.filter(opportunity__series__in=series).order_by("at", "pk"):
        newest[count.opportunity_id] = count
    if not newest:
        return None
    questions = [question for count in newest.values() for question in count.table.get("questions", [])]
    rows = [(question["heading"], row) for question in questions for row in question["rows"]]
    return tuple(dict.fromkeys(f"{row['group']} ({heading.lower()})" for heading, row in rows if row["missing"]))


Part = tuple[datetime.date, int, str]
"""Since when something is owed, how much, and what it waits for."""


def _owed(series: Sequence[Series], standings: dict[int, list[OfferStanding]]) -> tuple[StillOwed, ...]:
    by_pk = {each.pk: each for each in series}
    parts: dict[int, list[Part]] = defaultdict(list)
    for claim in PaymentClaim.objects.filter(series__in=by_pk).exclude(state=ClaimState.PAID):
        parts[claim.participant_id].append((claim.owed_since, claim.pence, WAITS_FOR.get(ClaimState(claim.state), "finance")))
    for each in _all(standings):
        if each.claimable:
            parts[each.offer.participant_id].append((_done_on(each), each.pence, "a claim"))
    for pk, since in _never_offered(list(by_pk), standings):
        parts[pk].append((since, 0, "an offer"))
    people = Participant.objects.filter(pk__in=parts).exclude(role=ParticipantRole.FACILITATOR)
    found = [_still_owed(person, by_pk[person.series_id], parts[person.pk]) for person in people]
    return tuple(sorted(found, key=lambda each: (each.since, each.series.pk, each.label)))


def _still_owed(person: Participant, series: Series, parts: list[Part]) -> StillOwed:
    since, _, waits_for = min(parts)
    days = (timezone.localdate() - since).days
    return StillOwed(series, person.label, since, days, sum(pence for _, pence, _ in parts), waits_for)


def _done_on(standing: OfferStanding) -> datetime.date:
    offer = standing.offer
    return timezone.localdate(offer.workshop.ends_at if offer.workshop else offer.answered_at or offer.offered_at)


def _never_offered(series: list[int], standings: dict[int, list[OfferStanding]]) -> Iterable[tuple[int, datetime.date]]:
    """Who came to a session, and its day, where nobody offered them pay for it."""
    offered = {(each.offer.participant_id, each.offer.workshop_id) for each in _all(standings)}
    for place in Attendance.objects.filter(workshop__series__in=series, came=True).select_related("workshop"):
        if (place.participant_id, place.workshop_id) not in offered:
            yield place.participant_id, timezone.localdate(place.workshop.ends_at)
