"""The minutes of sessions, what is said of them to be corrected, and what they stand on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from levelground.web.coproduction.models import Contribution, Decision, Minutes, MinutesCorrection, Participant, Prompt, Workshop

MAY_BE_QUOTED = "may_be_quoted"


def latest(workshop: Workshop) -> Minutes | None:
    """The newest version, sent or not."""
    return _of(workshop).order_by("-version").first()


def sent(workshop: Workshop) -> Minutes | None:
    """The newest version that was sent round: what people read."""
    return _of(workshop).filter(sent_at__isnull=False).order_by("-version").first()


def _of(workshop: Workshop) -> QuerySet[Minutes]:
    return Minutes.objects.filter(workshop=workshop).select_related("workshop__series__organisation", "written_by")


def corrections(workshop: Workshop) -> list[MinutesCorrection]:
    """What people say is not right, in any version: what has no answer first."""
    rows = MinutesCorrection.objects.filter(minutes__workshop=workshop).select_related("participant", "minutes")
    return sorted(rows, key=lambda one: (one.answered_at is not None, one.at, one.pk))


def correction(workshop: Workshop, pk: int) -> MinutesCorrection:
    """One of them; Http404 where there is none."""
    rows = MinutesCorrection.objects.select_related("participant", "minutes__workshop__series__organisation")
    found = rows.filter(minutes__workshop=workshop, pk=pk).first()
    if found is None:
        raise Http404("no such correction")
    return found


def corrections_by(participant: Participant, workshop: Workshop) -> list[MinutesCorrection]:
    """What one person said is not right, and what was answered."""
    return list(MinutesCorrection.objects.filter(minutes__workshop=workshop, participant=participant).order_by("at", "pk"))


def said_in(workshop: Workshop) -> list[Contribution]:
    """What was said for the session and not taken back, before, in and after it, prompt by prompt."""
    rows = Contribution.objects.filter(workshop=workshop, withdrawn_at__isnull=True).select_related("participant", "prompt")
    return sorted(rows, key=lambda one: (one.prompt.number if one.prompt else 0, one.at, one.pk))


def prompts(workshop: Workshop) -> list[Prompt]:
    """What the session asked."""
    return list(Prompt.objects.filter(workshop=workshop))


def decided_in(workshop: Workshop) -> list[Decision]:
    """What was put to a decision in the session."""
    return list(Decision.objects.filter(workshop=workshop))


def contributions(workshop: Workshop, ids: Iterable[str]) -> dict[str, Contribution]:
    """Of these ids, the contributions to the same series, by id: those that were taken back too."""
    rows = Contribution.objects.filter(series=workshop.series_id, public_id__in=list(ids)).select_related("participant")
    return {row.public_id: row for row in rows}


def decisions(workshop: Workshop, ids: Iterable[str]) -> dict[str, Decision]:
    """Of these ids, the decisions of the same series, by id."""
    return {row.public_id: row for row in Decision.objects.filter(series=workshop.series_id, public_id__in=list(ids))}


def is_kept_out(contribution: Contribution) -> bool:
    """Whether it is sensitive, and nobody has read it a second time and said that it may be quoted."""
    return contribution.sensitive and contribution.read_again_verdict != MAY_BE_QUOTED


def digest_of(minutes: Minutes | None) -> str:
    """What says whether somebody has changed the minutes: of their version and words."""
    said = f"{minutes.version} {minutes.words}" if minutes else ""
    return hashlib.sha256(said.encode()).hexdigest()
