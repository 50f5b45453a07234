"""The sessions of a series, who was asked and who came, and the hours that people with lived experience gave."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from levelground.web.coproduction.models import (
    Attendance,
    Opportunity,
    OpportunityState,
    Participant,
    ParticipantRole,
    Prompt,
    Series,
    Workshop,
    WorkshopState,
)
from levelground.web.coproduction.promises import Promise, confirmed
from levelground.web.coproduction.queries import series as series_found
from levelground.web.people.models import User
from levelground.web.people.viewer import Viewer

MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class SessionContact:
    """Whom people ask about a session."""

    name: str = ""
    email: str = ""
    phone: str = ""


def of_series(series: Series) -> QuerySet[Workshop]:
    """All sessions by time, the cancelled ones too, each with how many were invited, said yes, and came."""
    rows = Workshop.objects.filter(series=series).order_by("starts_at", "number")
    return rows.annotate(
        invited=Count("attendances", distinct=True),
        yes=Count("attendances", filter=Q(attendances__answer="yes"), distinct=True),
        came=Count("attendances", filter=Q(attendances__came=True), distinct=True),
    )


def one(viewer: Viewer, pk: int) -> Workshop:
    """One session of a series that the viewer may see.

    Raises
    ------
    Http404
        There is none, or it is another organisation's: the two cannot be told apart.
    """
    return _one_of(pk, series_found.of(viewer))


def run_by(viewer: Viewer, pk: int) -> Workshop:
    """One session of the viewer's own organisation, to be changed; Http404 as `one`."""
    return _one_of(pk, series_found.of(viewer).filter(organisation=viewer.organisation))


def _one_of(pk: int, series: QuerySet[Series]) -> Workshop:
    rows = Workshop.objects.select_related("series__organisation", "series__package", "series__identities_held_by")
    found = rows.filter(pk=pk, series__in=series).first()
    if found is None:
        raise Http404("no such session in this organisation")
    return found


def attendances(workshop: Workshop) -> QuerySet[Attendance]:
    """Everybody who was invited or came, by their number; those who left later too."""
    return Attendance.objects.filter(workshop=workshop).select_related("participant__expression").order_by("participant__number")


def told(workshop: Workshop) -> QuerySet[Attendance]:
    """Those who hear of what happens to the session: invited, and still taking part."""
    return attendances(workshop).filter(participant__left_at__isnull=True, participant__purged_at__isnull=True)


def came(workshop: Workshop) -> QuerySet[Attendance]:
    """Those who came, as far as they can still be reached."""
    return told(workshop).filter(came=True)


def may_be_invited(workshop: Workshop) -> QuerySet[Participant]:
    """Those who take part in the series and have not been asked to this session."""
    rows = Participant.objects.filter(series=workshop.series_id, left_at__isnull=True, purged_at__isnull=True)
    return rows.exclude(attendances__workshop=workshop).order_by("number")


def attendance_of(participant: Participant, workshop: int) -> Attendance:
    """The place of one person in one session of theirs.

    Raises
    ------
    Http404
        They were not asked to it, or there is no such session.
    """
    rows = Attendance.objects.select_related("participant", "workshop__series__organisation", "workshop__series__identities_held_by")
    found = rows.filter(participant=participant, workshop=workshop).first()
    if found is None:
        raise Http404("not asked to such a session")
    return found


def sessions_of(participant: Participant) -> list[Attendance]:
    """The sessions that one person was asked to, by time."""
    rows = Attendance.objects.filter(participant=participant).select_related("workshop__series__organisation")
    return list(rows.order_by("workshop__starts_at", "workshop__number"))


def contact_minutes(series: Series) -> int:
    """The minutes that people with lived experience spent in sessions, all of them together; time to prepare is not among them."""
    rows = Attendance.objects.filter(workshop__series=series, came=True, participant__role=ParticipantRole.LIVED_EXPERIENCE)
    return rows.aggregate(minutes=Sum("minutes"))["minutes"] or 0


def contact_hours(series: Series) -> Decimal:
    """`contact_minutes` in hours: summed first, divided once, not rounded."""
    return Decimal(contact_minutes(series)) / MINUTES_AN_HOUR


def may_facilitate(workshop: Workshop) -> list[User]:
    """Members of the organisation, by name, who can be named as facilitators."""
    rows = User.objects.filter(
        memberships__organisation=workshop.series.organisation_id, memberships__ended_at__isnull=True, is_active=True
    )
    return list(rows.distinct().order_by("name", "pk"))


def facilitators(workshop: Workshop) -> list[User]:
    """Who brings people together in this session."""
    return list(workshop.facilitators.order_by("name", "pk"))


def prompts(workshop: Workshop) -> list[Prompt]:
    """What the session asks."""
    return list(Prompt.objects.filter(workshop=workshop))


def contact(series: Series) -> SessionContact:
    """Whom people ask: the contact of the newest call of the series that was published."""
    call = Opportunity.objects.filter(series=series, state=OpportunityState.PUBLISHED).exclude(contact_name="").first()
    return SessionContact(call.contact_name, call.contact_email, call.contact_phone) if call else SessionContact()


def promised(series: Series) -> list[Promise]:
    """What the newest published call of the series promises and the host has confirmed."""
    call = Opportunity.objects.filter(series=series, state=OpportunityState.PUBLISHED).first()
    return confirmed(call.promises) if call else []


def is_paid(series: Series) -> bool:
    """Whether taking part is paid: always, but where the newest published call says why those who come chose that it is not."""
    call = Opportunity.objects.filter(series=series, state=OpportunityState.PUBLISHED).first()
    return call is None or bool(call.rate_table) or not call.unpaid_because


def is_planned(workshop: Workshop) -> bool:
    """Whether it is neither held nor cancelled."""
    return workshop.state == WorkshopState.PLANNED
