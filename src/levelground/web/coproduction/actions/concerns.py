"""Concerns: a desk is opened, somebody raises one, a named person answers. No word of it is in the audit trail."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from levelground.web.coproduction import concern_letters
from levelground.web.coproduction.actions import contributions, notices
from levelground.web.coproduction.codes import digest_of, short_code
from levelground.web.coproduction.concern_links import secret_of
from levelground.web.coproduction.concern_refused import ConcernRefused
from levelground.web.coproduction.models import Concern, ConcernDesk, ConcernReply, Notice, NoticeKind, Series, WhenSaid
from levelground.web.coproduction.queries import concerns as found
from levelground.web.notifications import Message, outbox
from levelground.web.people.actions import audit
from levelground.web.people.actions.privacy import out_of_the_file
from levelground.web.people.models import Organisation, User

WHO = ("group_name", "name", "contact_by", "email", "phone", "address", "language")
"""What whoever raises a concern may say of themselves; none of it has to be said."""


@transaction.atomic
def open_desk(
    *,
    organisation: Organisation,
    answers: User,
    answers_as: str,
    days_to_reply: int,
    by: User,
    passed_on: str = "",
    complaints: str = "",
    open: bool = True,
) -> ConcernDesk:
    """Say who answers and within how many days; a second time, this takes the place of what was said before.

    Raises
    ------
    ConcernRefused
        Who would answer has no role in the organisation that may.
    """
    if not found.answerers().filter(pk=answers.pk, memberships__organisation=organisation).exists():
        raise ConcernRefused(
            "Whoever answers must have a role that may answer concerns. Choose somebody else, or give them the role first."
        )
    said = {
        "answers": answers,
        "answers_as": answers_as,
        "days_to_reply": days_to_reply,
        "passed_on": passed_on,
        "complaints": complaints,
        "open": open,
    }
    desk, _ = ConcernDesk.objects.update_or_create(organisation=organisation, defaults=said)
    details = {"answers": answers.pk, "days": days_to_reply, "open": open}
    audit.record(by=by, action="coproduction.open_concern_desk", subject=f"concern_desk:{desk.pk}", organisation=organisation, **details)
    return desk


def raise_concern(
    *, desk: ConcernDesk, form_key: str, words: str, who: Mapping[str, str] | None = None, held_because: str = "", by: User | None = None
) -> tuple[Concern, str]:
    """Keep what somebody raised, and tell them so; with the secret of their private link.

    The same form a second time is the same concern. What is held back is acknowledged once a person has let it through: nobody is
    sent mail because a machine typed their address.
    """
    kept = digest_of(form_key)
    try:
        with transaction.atomic():
            return _raise(desk, kept, {**(who or {}), "words": words, "held_because": held_because}, by), secret_of(kept)
    except IntegrityError:
        return Concern.objects.get(form_key=kept), secret_of(kept)


def _raise(desk: ConcernDesk, form_key: str, said: Mapping[str, str], by: User | None) -> Concern:
    concern = Concern.objects.create(
        organisation=desk.organisation,
        reference=short_code(8),
        form_key=form_key,
        token_digest=digest_of(secret_of(form_key)),
        reply_by=_reply_by(desk),
        entered_by=by,
        **{name: said.get(name, "") for name in ("words", "held_because", *WHO)},
    )
    _told("raise_concern", concern, by, held=concern.held_because)
    if not concern.held_because:
        _acknowledge(concern, desk, by)
    return concern


@transaction.atomic
def let_through(*, concern: Concern, by: User) -> Concern:
    """A person has read what was held back, and it is a concern: its clock begins now."""
    row = _locked(concern)
    if row.held_because:
        desk = row.organisation.concern_desk
        row.held_because, row.reply_by = "", _reply_by(desk)
        row.save(update_fields=["held_because", "reply_by"])
        _told("let_concern_through", row, by)
        _acknowledge(row, desk, by)
    return row


@transaction.atomic
def reply(*, concern: Concern, words: str, by: User) -> ConcernReply:
    """Answer whoever raised it, under one's own name."""
    row = _open(concern)
    desk = row.organisation.concern_desk
    signed_as = desk.answers_as if desk.answers_id == by.pk else by.name
    made = ConcernReply.objects.create(concern=row, words=words, signed_as=signed_as, by=by)
    _told("reply_to_concern", row, by, reply=made.pk)
    _tell(row, NoticeKind.REPLY, concern_letters.answered(row, signed_as), by)
    return made


@transaction.atomic
def add(*, concern: Concern, words: str) -> ConcernReply:
    """Whoever raised it says more. The same words twice in a row are said once; where there was an answer, the clock begins again."""
    row = _open(concern)
    last = row.replies.last()
    if last is not None and last.by_id is None and last.words == words:
        return last
    if last is not None and last.by_id is not None:
        row.reply_by = _reply_by(row.organisation.concern_desk)
        row.save(update_fields=["reply_by"])
    made = ConcernReply.objects.create(concern=row, words=words)
    _told("add_to_concern", row, None, reply=made.pk)
    return made


@transaction.atomic
def take_up(*, concern: Concern, by: User, series: Series | None = None) -> Concern:
    """Somebody of the organisation makes it theirs. With a series, its words start a thread there, without a name."""
    row = _open(concern)
    if row.sponsor_id is None:
        row.sponsor, row.sponsored_at = by, timezone.now()
        row.save(update_fields=["sponsor", "sponsored_at"])
        _told("take_up_concern", row, by)
        _tell(row, NoticeKind.CHANGE, concern_letters.taken_up(row), by)
    if series is not None and not hasattr(row, "contribution"):
        contributions.contribute(
            series=series, words=row.words, when=WhenSaid.ANY_TIME, form_key=f"concern-{row.pk}", concern=row, entered_by=by
        )
        _told("start_thread", row, by, series=series.pk)
    return row


@transaction.atomic
def close(*, concern: Concern, because: str, by: User) -> Concern:
    """Close it, with a reason that whoever raised it reads."""
    row = _open(concern)
    row.closed_at, row.closed_because = timezone.now(), because
    row.save(update_fields=["closed_at", "closed_because"])
    _told("close_concern", row, by)
    _tell(row, NoticeKind.CHANGE, concern_letters.closed(row), by)
    return row


@transaction.atomic
def withdraw(*, concern: Concern, by: User | None = None) -> Concern:
    """Whoever raised it takes it back: its words, theirs and ours, and how to reach them are gone at once, in its thread too."""
    row = _locked(concern)
    if row.withdrawn_at is not None:
        return row
    if hasattr(row, "contribution"):
        contributions.withdraw(contribution=row.contribution, by=by)
    transaction.on_commit(partial(outbox.forget, row.email, row.phone, row.address))
    for name in ("words", "closed_because", *WHO):
        setattr(row, name, "")
    row.withdrawn_at = timezone.now()
    row.save()
    row.replies.update(words="")
    Notice.objects.filter(concern=row, told_at__isnull=True).delete()
    Notice.objects.filter(concern=row).update(subject="", words="")
    _told("withdraw_concern", row, by)
    transaction.on_commit(out_of_the_file)
    return row


def _locked(concern: Concern) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",)).select_related("organisation__concern_desk")
    return rows.get(pk=concern.pk)


def _open(concern: Concern) -> Concern:
    """The concern, locked, where something can still be done with it."""
    row = _locked(concern)
    if row.withdrawn_at:
        raise ConcernRefused("Whoever raised this concern took it back. Nothing more can be done with it.")
    if row.closed_at:
        raise ConcernRefused("This concern is closed. If there is more to say, raise a new one.")
    return row


def _reply_by(desk: ConcernDesk) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=desk.days_to_reply)


def _acknowledge(concern: Concern, desk: ConcernDesk, by: User | None) -> None:
    _tell(concern, NoticeKind.ACKNOWLEDGEMENT, concern_letters.received(concern, desk), by)


def _tell(concern: Concern, kind: NoticeKind, message: Message, by: User | None) -> None:
    """Tell them in the way that they chose; whoever left none reads it on their own page."""
    if concern.contact_by:
        notices.give(organisation=concern.organisation, to=concern, kind=kind, message=message, by=by)


def _told(verb: str, concern: Concern, by: User | None, **details: object) -> None:
    subject = f"concern:{concern.pk}"
    audit.record(by=by, action=f"coproduction.{verb}", subject=subject, organisation=concern.organisation, **details)
