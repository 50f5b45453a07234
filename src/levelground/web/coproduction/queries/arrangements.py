"""What people need to take part, until it is met."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, When
from django.http import Http404

from levelground.web.coproduction.models import AccessArrangement, Participant, Series, Workshop

ASKED, ARRANGED, MET, NOT_MET = "asked", "arranged", "met", "not_met"
OPEN = (ASKED, NOT_MET)
"""What a session is not ready with: nobody has arranged it."""


def of_series(series: Series) -> QuerySet[AccessArrangement]:
    """All needs of those who take part in a series: what nobody has arranged first, what is met last."""
    return _in_order(AccessArrangement.objects.filter(participant__series=series, participant__left_at__isnull=True))


def unmet(workshop: Workshop) -> list[AccessArrangement]:
    """What those who may come to a session need and is not met yet, what is arranged among it; what nobody has arranged first."""
    return [row for row in of_session(workshop) if row.state != MET]


def of_session(workshop: Workshop) -> list[AccessArrangement]:
    """What those who may come to a session need: everybody who was asked and has not said no."""
    going = Participant.objects.filter(attendances__in=workshop.attendances.exclude(answer="no"), left_at__isnull=True)
    return list(_in_order(AccessArrangement.objects.filter(participant__in=going)))


def not_arranged(workshop: Workshop) -> list[AccessArrangement]:
    """Of `unmet`, what keeps a session from being ready."""
    return [row for row in of_session(workshop) if row.state in OPEN]


def of_participant(participant: Participant) -> list[AccessArrangement]:
    """What one person needs, as they see it."""
    return list(AccessArrangement.objects.filter(participant=participant).order_by("asked_at", "pk"))


def one(series: Series, pk: int) -> AccessArrangement:
    """One need of somebody in the series; Http404 where there is none."""
    found = AccessArrangement.objects.select_related("participant__series__organisation").filter(participant__series=series, pk=pk).first()
    if found is None:
        raise Http404("nobody of this series needs this")
    return found


def _in_order(rows: QuerySet[AccessArrangement]) -> QuerySet[AccessArrangement]:
    order = Case(
        *(When(state=state, then=place) for place, state in enumerate((ASKED, NOT_MET, ARRANGED, MET))), output_field=IntegerField()
    )
    return rows.select_related("participant").order_by(order, "participant__number", "pk")
