"""Takes in what people say of a draft, shows it, answers it, and takes it back for whoever said it. No word of it is in the audit trail."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions import audit
from levelground.web.people.models import User
from levelground.web.publishing import letters
from levelground.web.publishing.consultation_refusals import ConsultationRefused
from levelground.web.publishing.models import (
    Answer,
    Comment,
    Consultation,
    ConsultationInvitation,
    Edit,
    Outcome,
    PackageVersion,
    WhySetAside,
)
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.queries import readings

LONGEST = 4000
"""Characters of a comment or of an answer."""


@dataclass(frozen=True)
class CommentReceipt:
    """A comment, and the secret of the link that its writer is given, once."""

    comment: Comment
    token: str


@transaction.atomic
def comment(
    *,
    consultation: Consultation,
    element: str,
    words: str,
    name: str = "",
    by: User | None = None,
    invitation: ConsultationInvitation | None = None,
) -> CommentReceipt:
    """Keep what somebody said in a consultation. Nobody has to give a name, and nobody else sees it until it is shown."""
    PackageVersion.objects.select_for_update().get(pk=consultation.version_id)  # nobody closes it meanwhile
    if found.is_over(Consultation.objects.get(pk=consultation.pk)):
        raise ConsultationRefused("This consultation has closed, so nothing can be added to it.")
    if element:
        found.reading_of(consultation).path_of(element)
    token = secrets.token_urlsafe(32)
    made = Comment.objects.create(
        version=consultation.version,
        consultation=consultation,
        element=element,
        words=words,
        name=name,
        by=by,
        invitation=invitation,
        token_digest=found.digest_of(token),
    )
    _told("comment", made, by, consultation=consultation.pk, element=element)
    return CommentReceipt(made, token)


@transaction.atomic
def comment_on_draft(*, draft: PackageVersion, element: str, words: str, by: User) -> Comment:
    """Keep what a member says of a draft; the others of the organisation read it at once."""
    if element:
        readings.reading_of(draft).path_of(element)
    made = Comment.objects.create(version=draft, element=element, words=words, by=by, shown_at=timezone.now())
    _told("comment", made, by, element=element)
    return made


@transaction.atomic
def show(*, comment: Comment, by: User) -> None:
    """Let everybody who may see the consultation read a comment: somebody of the organisation has read it."""
    comment.shown_at, comment.set_aside = comment.shown_at or timezone.now(), ""
    comment.save(update_fields=["shown_at", "set_aside"])
    _told("comment_show", comment, by)


@transaction.atomic
def set_aside(*, comment: Comment, because: WhySetAside | str, by: User) -> None:
    """Keep a comment from being shown, for one of the reasons that there are; how many were is told beside the others."""
    comment.set_aside = WhySetAside(because)
    comment.save(update_fields=["set_aside"])
    _told("comment_set_aside", comment, by, because=comment.set_aside)


@transaction.atomic
def take_back(*, comment: Comment, by: User | None = None) -> None:
    """Take a comment back for whoever said it: its words and the name are gone, here and wherever they were shown."""
    if comment.withdrawn_at is not None:
        return
    comment.withdrawn_at, comment.words, comment.name = timezone.now(), "", ""
    comment.save(update_fields=["withdrawn_at", "words", "name"])
    _told("comment_take_back", comment, by)


@transaction.atomic
def answer(
    *,
    comment: Comment,
    outcome: Outcome | str,
    words: str,
    by: User,
    by_date: datetime.date | None = None,
    edits: Iterable[Edit] = (),
) -> Answer:
    """Say what became of a comment. A second answer takes the place of the first; of the first, whoever can be told is told.

    Raises
    ------
    ConsultationRefused
        "Changed" without an edit that changed it, "not yet" without a date, or a comment that was taken back.
    """
    outcome, chosen = Outcome(outcome), list(edits)
    if comment.withdrawn_at is not None:
        raise ConsultationRefused("The person who wrote this took it back, so there is nothing to answer.")
    if outcome is Outcome.CHANGED and not chosen:
        raise ConsultationRefused("Choose at least one edit that you made because of this comment.")
    if outcome is Outcome.NOT_YET and by_date is None:
        raise ConsultationRefused("Give the date by which you will have decided.")
    said = {"outcome": outcome, "words": words, "by_date": by_date if outcome is Outcome.NOT_YET else None, "by": by}
    made, is_first = Answer.objects.update_or_create(comment=comment, defaults={**said, "at": timezone.now()})
    made.edits.set(chosen if outcome is Outcome.CHANGED else [])
    if is_first and comment.consultation_id:
        transaction.on_commit(lambda: letters.send_answered(comment))
    _told("comment_answer", comment, by, outcome=outcome.value, edits=[edit.pk for edit in chosen])
    return made


def _told(what: str, comment: Comment, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"publishing.{what}",
        subject=f"comment:{comment.pk}",
        organisation=comment.version.package.organisation,
        version=comment.version_id,
        **details,
    )
