"""The session that a code or a private link leads to, and what is to be decided in it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from levelground.web.coproduction.models import Decision, Participant, Workshop, WorkshopState


def _rows() -> QuerySet[Workshop]:
    return Workshop.objects.select_related("series__organisation").prefetch_related("prompts")


def session_with(code: str) -> Workshop | None:
    """The session with this code, however it was typed; None where there is none."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return _rows().filter(code=typed).exclude(state=WorkshopState.CANCELLED).first() if typed else None


def session_by_code(code: str) -> Workshop:
    """The same; Http404 where there is none."""
    found = session_with(code)
    if found is None:
        raise Http404("no session with this code")
    return found


def session_of(participant: Participant, pk: int) -> Workshop:
    """One session of the series in which this person takes part; Http404 for any other."""
    found = _rows().filter(series=participant.series_id, pk=pk).exclude(state=WorkshopState.CANCELLED).first()
    if found is None:
        raise Http404("no such session for this person")
    return found


def sessions_of(participant: Participant) -> QuerySet[Workshop]:
    """All sessions that somebody may say something about, in their order."""
    return _rows().filter(series=participant.series_id).exclude(state=WorkshopState.CANCELLED)


def open_decisions(workshop: Workshop) -> QuerySet[Decision]:
    """What is to be decided in a session and is not decided yet."""
    return Decision.objects.filter(workshop=workshop, decided_at__isnull=True, closed_at__isnull=True)
