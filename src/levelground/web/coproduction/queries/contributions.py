"""What people said, for those who may read it. Words that were taken back are read by nobody: the row has none."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from levelground.web.coproduction.models import Contribution, Participant, Prompt, Series, Workshop
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

MAY_BE_QUOTED = "may_be_quoted"
_WITH = ("series__organisation", "participant", "workshop", "prompt", "concern")


def _rows() -> QuerySet[Contribution]:
    return Contribution.objects.select_related(*_WITH).prefetch_related("themes")


def of_series(series: Series) -> QuerySet[Contribution]:
    """All that was said in a series, the newest first; what was taken back too, without its words."""
    return _rows().filter(series=series).order_by("-at", "-pk")


def standing(series: Series) -> QuerySet[Contribution]:
    """Of these, what has not been taken back, the oldest first."""
    return _rows().filter(series=series, withdrawn_at__isnull=True).order_by("at", "pk")


def of_session(workshop: Workshop) -> QuerySet[Contribution]:
    """What was said for one session, before, in or after it; the newest first."""
    return _rows().filter(workshop=workshop, withdrawn_at__isnull=True).order_by("-at", "-pk")


def said_by(participant: Participant) -> QuerySet[Contribution]:
    """All that one person said, the newest first; what they took back too."""
    return _rows().filter(participant=participant).prefetch_related("responses").order_by("-at", "-pk")


def one_said_by(participant: Participant, pk: int) -> Contribution:
    """One of these; Http404 where it is somebody else's or never was."""
    found = said_by(participant).filter(pk=pk).first()
    if found is None:
        raise Http404("this person said no such thing")
    return found


def said_in_session(participant: Participant, workshop: Workshop) -> QuerySet[Contribution]:
    """What one person said for one session."""
    return said_by(participant).filter(workshop=workshop, withdrawn_at__isnull=True)


def one(series: Series, pk: int) -> Contribution:
    """One contribution of a series that the viewer may see already; Http404 where it is in another or never was."""
    found = _rows().filter(series=series, pk=pk).first()
    if found is None:
        raise Http404("no such contribution in this series")
    return found


def may_read(viewer: Viewer, contribution: Contribution) -> bool:
    """Whether the viewer may read these words. What is sensitive is read only by those who must, until a second reader finds no harm."""
    if not contribution.sensitive or contribution.read_again_verdict == MAY_BE_QUOTED:
        return True
    return viewer.may(Permission.RUN_COPRODUCTION) or viewer.may(Permission.READ_AGAIN)


def to_read_again(viewer: Viewer, series: Series) -> QuerySet[Contribution]:
    """What waits for a second reading by this viewer: sensitive, not read again, neither said, written down nor flagged by them."""
    waiting = standing(series).filter(sensitive=True, read_again_at__isnull=True)
    return waiting.exclude(Q(flagged_by=viewer.user) | Q(entered_by=viewer.user) | Q(participant__user=viewer.user))


def may_read_again(viewer: Viewer, contribution: Contribution) -> bool:
    """Whether the viewer is somebody who can give these words their second reading."""
    who = contribution.participant
    first = {contribution.flagged_by_id, contribution.entered_by_id, who.user_id if who else None}
    return contribution.sensitive and viewer.may(Permission.READ_AGAIN) and viewer.user.pk not in first


def open_prompts(workshop: Workshop) -> QuerySet[Prompt]:
    """The questions that people see now."""
    return Prompt.objects.filter(workshop=workshop, open=True)


def prompt(workshop: Workshop, pk: int) -> Prompt:
    """One question of a session, open or closed; Http404 where there is none."""
    found = Prompt.objects.filter(workshop=workshop, pk=pk).select_related("workshop__series__organisation").first()
    if found is None:
        raise Http404("no such question in this session")
    return found
