"""Consultations and what people said in them. Whether one is open is a matter of the day: no job closes it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.change_package.reading import Reading
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import (
    Comment,
    Consultation,
    ConsultationInvitation,
    Edit,
    Outcome,
    PackageVersion,
    VersionState,
    WhySetAside,
)
from levelground.web.publishing.models.consultation import LONDON
from levelground.web.publishing.queries import readings

WHOLE = "whole"
"""Stands in addresses for the draft as a whole, where no element of it has that id."""
LONGEST_NUMBER = 18
CLOSED_SHOWN = 20
"""How many closed consultations the list gives."""

_WITH = ("version__package__organisation",)


def today() -> datetime.date:
    """The day in London: a last day ends at midnight there."""
    return timezone.localdate(timezone=LONDON)


def is_over(consultation: Consultation) -> bool:
    """Whether it was closed, or its last day has passed."""
    return consultation.closed_at is not None or consultation.last_day < today()


def _public() -> QuerySet[Consultation]:
    return Consultation.objects.filter(public=True).select_related(*_WITH)


def open_public() -> list[Consultation]:
    """The consultations that everybody may take part in now, the one that ends first first."""
    return list(_public().filter(closed_at__isnull=True, last_day__gte=today()).order_by("last_day", "pk"))


def closed_public() -> list[Consultation]:
    """The public consultations that are over, the latest first."""
    over = Q(closed_at__isnull=False) | Q(last_day__lt=today())
    return list(_public().filter(over).order_by("-last_day", "-pk")[:CLOSED_SHOWN])


def public(pk: int) -> Consultation:
    """One public consultation, open or over; 404 for any other, as for one that never was."""
    found = _public().filter(pk=pk).first()
    if found is None:
        raise Http404("no such consultation")
    return found


def digest_of(token: str) -> str:
    """What is kept of the secret of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation(token: str) -> ConsultationInvitation:
    """The invitation whose link holds this secret; 404 where there is none."""
    with_all = ConsultationInvitation.objects.select_related(*(f"consultation__{name}" for name in _WITH))
    found = with_all.filter(token_digest=digest_of(token)).first()
    if found is None:
        raise Http404("no such invitation")
    return found


def comment_by_token(token: str) -> Comment:
    """The comment whose writer was given this secret; 404 where there is none."""
    with_all = Comment.objects.select_related("answer", *(f"consultation__{name}" for name in _WITH))
    found = with_all.filter(token_digest=digest_of(token), consultation__isnull=False).first()
    if found is None:
        raise Http404("no such comment")
    return found


def reading_of(consultation: Consultation) -> Reading:
    """The text that people are asked about: what the draft said on the day it was put out."""
    return readings.reading(consultation.text_id, readings.file_name(consultation.version))


def of_version(version: PackageVersion) -> list[Consultation]:
    """The consultations on a version, newest first."""
    return list(version.consultations.order_by("-opened_at", "-pk"))


def current(version: PackageVersion) -> Consultation | None:
    """The newest consultation on a version."""
    return version.consultations.order_by("-opened_at", "-pk").first()


def is_out(version: PackageVersion) -> bool:
    """Whether a version is out for comment today: as long as it is, its text stays as it is."""
    if version.state != VersionState.CONSULTATION:
        return False
    newest = current(version)
    return newest is not None and not is_over(newest)


def as_of_today(versions: Iterable[PackageVersion]) -> list[PackageVersion]:
    """Versions with the state that they are in today: one whose consultation has run out is a draft again, whoever has noticed it."""
    found = list(versions)
    out = [version.pk for version in found if version.state == VersionState.CONSULTATION]
    if out:
        still = Consultation.objects.filter(version__in=out, closed_at__isnull=True, last_day__gte=today()).values_list(
            "version", flat=True
        )
        for version in found:
            if version.pk in out and version.pk not in set(still):
                version.state = VersionState.DRAFT
    return found


def _waiting() -> Q:
    return Q(withdrawn_at__isnull=True, answer__isnull=True) & ~Q(set_aside=WhySetAside.SPAM)


def unanswered(version: PackageVersion) -> int:
    """How many comments of the version's consultations wait for an answer: until it is 0, the version is not published."""
    return Comment.objects.filter(_waiting(), consultation__version=version).count()


def unanswered_by_version(viewer: Viewer) -> dict[int, int]:
    """The same over everything of the organisation, version by version; those with none are left out."""
    waiting = Comment.objects.filter(_waiting(), consultation__version__package__organisation=viewer.organisation)
    return dict(waiting.order_by().values_list("consultation__version").annotate(many=Count("pk")))


def shown(consultation: Consultation, element: str | None = None) -> QuerySet[Comment]:
    """What everybody may read: comments that somebody of the organisation has read and shown, oldest first.

    One that was taken back since is still among them, without its words.
    """
    found = Comment.objects.filter(consultation=consultation, shown_at__isnull=False, set_aside="").select_related("answer")
    return found if element is None else found.filter(element=element)


def shown_counts(consultation: Consultation) -> dict[str, int]:
    """How many comments are shown of each element; the draft as a whole is the empty id."""
    rows = shown(consultation).filter(withdrawn_at__isnull=True).order_by().values_list("element").annotate(many=Count("pk"))
    return dict(rows)


def set_aside_count(consultation: Consultation) -> int:
    """How many comments are not shown, for one of the reasons that there are."""
    return Comment.objects.filter(consultation=consultation, withdrawn_at__isnull=True).exclude(set_aside="").count()


def said_by_invitation(found: ConsultationInvitation) -> list[Comment]:
    """What was said with one invitation link, for whoever holds it."""
    return list(found.comments.select_related("answer").order_by("at"))


def comment_by_invitation(found: ConsultationInvitation, number: str) -> Comment:
    """One comment that was said with an invitation link; 404 for any other."""
    comment = found.comments.filter(pk=int(number)).first() if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    if comment is None:
        raise Http404("nothing of yours")
    return comment


def for_running(consultation: Consultation) -> QuerySet[Comment]:
    """Every comment of a consultation for those who run it: what waits for an answer first, then by time."""
    comments = Comment.objects.filter(consultation=consultation, withdrawn_at__isnull=True).select_related("answer")
    return comments.annotate(answers=Count("answer")).order_by("answers", "at", "pk")


def on_draft(viewer: Viewer, version: PackageVersion, element: str | None = None) -> QuerySet[Comment]:
    """What a member may read of a draft: what members said, and of consultations what is shown, or all for those who answer."""
    found = Comment.objects.filter(version=version).select_related("answer", "by")
    if not viewer.may(Permission.ANSWER_COMMENTS):
        found = found.filter(Q(consultation__isnull=True) | Q(shown_at__isnull=False, set_aside="") | Q(by=viewer.user))
    return found if element is None else found.filter(element=element)


def comment_on(version: PackageVersion, pk: int) -> Comment:
    """One comment on a version; 404 where it is none of it, or was taken back."""
    found = version.comments.select_related("answer", "consultation").filter(pk=pk, withdrawn_at__isnull=True).first()
    if found is None:
        raise Http404("no such comment")
    return found


def edits_since(comment: Comment) -> list[Edit]:
    """The edits that can have been made because of a comment: those of its version since the consultation opened, or it was said."""
    since = comment.consultation.opened_at if comment.consultation else comment.at
    return list(comment.version.history.filter(at__gte=since).order_by("-number"))


def edits_of(comments: list[Comment]) -> dict[int, list[Edit]]:
    """Comment -> the edits that its answer names, oldest first; one query for all."""
    edits = Edit.objects.filter(answers__comment__in=comments).select_related("version__package").order_by("number")
    found: dict[int, list[Edit]] = {}
    for edit in edits.prefetch_related("answers").distinct():
        for answer in edit.answers.all():
            found.setdefault(answer.comment_id, []).append(edit)
    return found


def outcome_counts(consultation: Consultation) -> dict[str, int]:
    """How many comments are shown, and what became of them; `waiting` have no answer."""
    rows = shown(consultation).filter(withdrawn_at__isnull=True).order_by().values_list("answer__outcome").annotate(many=Count("pk"))
    by_outcome = dict(rows)
    found = {outcome.value: by_outcome.get(outcome.value, 0) for outcome in Outcome}
    return {**found, "waiting": by_outcome.get(None, 0), "shown": sum(by_outcome.values())}


def running_counts(consultation: Consultation) -> dict[str, int]:
    """What those who run a consultation look at first: how much was said, how much waits to be read, and for an answer."""
    said = Comment.objects.filter(consultation=consultation, withdrawn_at__isnull=True)
    return said.aggregate(
        said=Count("pk"),
        unread=Count("pk", filter=Q(shown_at__isnull=True, set_aside="")),
        waiting=Count("pk", filter=_waiting()),
        set_aside=Count("pk", filter=~Q(set_aside="")),
    )


def invitations_of(consultation: Consultation) -> list[ConsultationInvitation]:
    """Who was asked, for those who run it. Which of them said what is not told."""
    return list(consultation.invitations.exclude(email="").order_by("email", "pk"))
