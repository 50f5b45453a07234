"""Concerns: the desks that take them, and what was raised, by who asks."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction.codes import digest_of
from levelground.web.coproduction.models import Concern, ConcernDesk, Series
from levelground.web.people.models import User
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer


def desks() -> list[ConcernDesk]:
    """The organisations that take concerns, by name."""
    return list(ConcernDesk.objects.filter(open=True).select_related("organisation").order_by("organisation__name"))


def desk(slug: str) -> ConcernDesk:
    """The open desk of an organisation; Http404 where it has none."""
    found = ConcernDesk.objects.filter(organisation__slug=slug, open=True).select_related("organisation", "answers").first()
    if found is None:
        raise Http404("takes no concerns")
    return found


def desk_of(viewer: Viewer) -> ConcernDesk | None:
    """The desk of the viewer's organisation, open or not."""
    return ConcernDesk.objects.filter(organisation=viewer.organisation).select_related("organisation", "answers").first()


def may_answer(viewer: Viewer) -> list[User]:
    """The members of the viewer's organisation whose role lets them answer, by name."""
    return list(answerers().filter(memberships__organisation=viewer.organisation).distinct().order_by("name", "pk"))


def answerers() -> QuerySet[User]:
    """Everybody with a role, now, that lets them answer concerns."""
    roles = [role.id for role in ROLES.values() if Permission.ANSWER_CONCERNS in role.permissions]
    return User.objects.filter(is_active=True, memberships__role__in=roles, memberships__ended_at__isnull=True)


def of(viewer: Viewer) -> QuerySet[Concern]:
    """The concerns of the viewer's organisation; those that are held back only for who answers."""
    rows = Concern.objects.filter(organisation=viewer.organisation, purged_at__isnull=True)
    rows = rows.select_related("organisation", "sponsor", "contribution__series").prefetch_related("replies")
    return rows if viewer.may(Permission.ANSWER_CONCERNS) else rows.filter(held_because="")


def one(viewer: Viewer, pk: int) -> Concern:
    """One of them; Http404 for any other."""
    found = of(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("no such concern in this organisation")
    return found


def by_secret(secret: str) -> Concern:
    """The concern whose private link ends with this; Http404 where there is none, or its time is over."""
    rows = Concern.objects.select_related("organisation", "organisation__concern_desk", "contribution").prefetch_related("replies")
    found = rows.filter(token_digest=digest_of(secret), purged_at__isnull=True).first()
    if found is None:
        raise Http404("no such private link")
    return found


def may_see_who(viewer: Viewer, concern: Concern) -> bool:
    """Whether the viewer answers at the desk: nobody else sees a name or a way to reach somebody."""
    at_desk = ConcernDesk.objects.filter(organisation=concern.organisation_id, answers=viewer.user).exists()
    return at_desk and viewer.organisation.pk == concern.organisation_id and viewer.may(Permission.ANSWER_CONCERNS)


def nobody_has_taken_up(viewer: Viewer) -> QuerySet[Concern]:
    """The open concerns that nobody has taken up, longest waiting first."""
    return of(viewer).filter(sponsor__isnull=True, closed_at__isnull=True, withdrawn_at__isnull=True, held_because="")


def waits(concern: Concern) -> bool:
    """Whether whoever raised it waits for an answer: for the first, or to what they added."""
    if concern.closed_at or concern.withdrawn_at or concern.held_because:
        return False
    last = max(concern.replies.all(), key=lambda reply: (reply.at, reply.pk), default=None)
    return last is None or last.by_id is None


def is_overdue(concern: Concern, today: datetime.date | None = None) -> bool:
    """Whether they wait for longer than they were told."""
    return waits(concern) and concern.reply_by < (today or timezone.localdate())


def series_to_start_in(viewer: Viewer) -> list[Series]:
    """The series of the viewer's own organisation in which a thread can start, newest first."""
    return list(Series.objects.filter(organisation=viewer.organisation, ended_at__isnull=True))
