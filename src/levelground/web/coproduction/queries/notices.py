"""What waits for somebody to tell it: by phone, by post, or because a message could not be sent. What is overdue stands first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction.models import Concern, ContactBy, ExpressionOfInterest, Notice, Participant, Series
from levelground.web.coproduction.queries import concerns
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

ON_ITS_WAY = datetime.timedelta(hours=1)
"""An email of which nothing was heard for so long was not sent: the site stopped between the two."""


@dataclass(frozen=True)
class Task:
    """One notice that somebody has to give, as this viewer may see it. `to` is empty for who may not know the name."""

    notice: Notice
    label: str
    to: Participant | ExpressionOfInterest | Concern | None
    overdue: bool

    @property
    def why(self) -> str:
        """What has to be done, in few words."""
        if self.notice.channel == ContactBy.EMAIL:
            return "The email could not be sent"
        if self.notice.failed_at is not None:
            return "The message was not taken: call or write"
        return {ContactBy.PHONE.value: "Call", ContactBy.POST.value: "Post a letter"}.get(
            self.notice.channel, "They left no way to reach them"
        )


def waiting(viewer: Viewer) -> list[Task]:
    """All that waits in the viewer's series, and in the concerns of the organisation where they may read those."""
    rows = _to_do(viewer).order_by(F("due").asc(nulls_last=True), "made_at", "pk")
    today, names = timezone.localdate(), _Names(viewer)
    return [Task(row, _label(row), person_of(row) if names.shown_for(row) else None, bool(row.due and row.due < today)) for row in rows]


def one(viewer: Viewer, pk: int, *, of_concern: bool) -> Notice:
    """One that was told or waits, for somebody who may know whom it is for; of a concern or of a series.

    Raises
    ------
    Http404
        There is none, or the viewer may not know: the two cannot be told apart.
    """
    found = _of(viewer).filter(pk=pk, concern__isnull=not of_concern).first()
    if found is None or not _Names(viewer).shown_for(found):
        raise Http404("no such notice")
    return found


def person_of(notice: Notice) -> Participant | ExpressionOfInterest | Concern:
    """Whom it is for."""
    found = notice.participant or notice.expression or notice.concern
    if found is None:
        raise ValueError("a notice is for somebody")
    return found


def series_of(notice: Notice) -> Series | None:
    """The series that it belongs to; None for that of a concern."""
    if notice.participant is not None:
        return notice.participant.series
    return notice.expression.opportunity.series if notice.expression is not None else None


class _Names:
    """In which series a viewer may know names, asked once each."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.known: dict[int, bool] = {}

    def shown_for(self, notice: Notice) -> bool:
        """Whether the viewer may know whom it is for."""
        series = series_of(notice)
        if series is None:
            return notice.concern is not None and concerns.may_see_who(self.viewer, notice.concern)
        if series.pk not in self.known:
            self.known[series.pk] = all_series.may_see_names(self.viewer, series)
        return self.known[series.pk]


def _of(viewer: Viewer) -> QuerySet[Notice]:
    mine = all_series.of(viewer)
    allowed = Q(participant__series__in=mine) | Q(expression__opportunity__series__in=mine)
    if viewer.may(Permission.SEE_CONCERNS):
        allowed |= Q(concern__organisation=viewer.organisation)
    return Notice.objects.filter(allowed).select_related(
        "organisation", "participant__series", "expression__opportunity__series", "concern"
    )


def _to_do(viewer: Viewer) -> QuerySet[Notice]:
    stopped = Q(failed_at__isnull=False) | ~Q(channel=ContactBy.EMAIL) | Q(made_at__lt=timezone.now() - ON_ITS_WAY)
    return _of(viewer).filter(stopped, told_at__isnull=True)


def _label(notice: Notice) -> str:
    if notice.participant is not None:
        return notice.participant.label
    found = notice.expression or notice.concern
    return found.reference if found is not None else ""
