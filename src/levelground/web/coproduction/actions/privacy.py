"""Takes people out of what this room holds: on the days that the rules of `retention` give, or at a person's wish."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from levelground.web.coproduction import receipts, voice_notes
from levelground.web.coproduction.actions import concerns, contributions, decisions, demographics, interest, notices
from levelground.web.coproduction.models import (
    Attribution,
    BlindReading,
    CallBack,
    ClaimLine,
    ClaimState,
    Concern,
    Contribution,
    ExpressionOfInterest,
    ExpressionState,
    Notice,
    NoticeKind,
    Participant,
    PaymentClaim,
    PaymentOffer,
    Quote,
    SelectionOutcome,
)
from levelground.web.coproduction.payment_words import WORK_LINE
from levelground.web.coproduction.queries import privacy as found
from levelground.web.coproduction.reach import Reachable
from levelground.web.coproduction.retention import RULES
from levelground.web.notifications import outbox
from levelground.web.people.actions import audit
from levelground.web.people.actions.privacy import out_of_the_file
from levelground.web.people.models import User

ONE_DAY = datetime.timedelta(days=1)
REACH = ("name", "contact_by", "email", "phone", "address", "language")


@transaction.atomic
def purge(*, on: datetime.date) -> dict[str, int]:
    """Delete what the rules say is old enough on a day; how much, by the name of the rule. Done again, it finds nothing more."""
    gone = {name: purged for name, rule in RULES.items() if (purged := _PURGES[name](rule.day_before(on)))}
    if gone:
        audit.record(by=None, action="coproduction.purge", subject="coproduction", on=on.isoformat(), gone=gone)
        transaction.on_commit(out_of_the_file)
    return gone


@transaction.atomic
def erase_participant(*, participant: Participant, words: bool, by: User | None = None) -> None:
    """Take a person out of a series at their wish; with `words`, all that they said too, everywhere, from now.

    Without, what they said stays and names nobody. That somebody took part stays, as a number: hours and sums go on to add up. What is
    not paid yet can still be paid under finance's own reference; once it is paid, that goes too.
    """
    row = Participant.objects.select_for_update(of=("self",)).select_related("series__organisation", "expression").get(pk=participant.pk)
    if row.purged_at is not None:
        return
    _erase_what_they_said(row, words, by)
    if row.expression is not None:
        _empty_expression(row.expression)
    _empty_participant(row)
    row.pseudonym = ""
    row.save(update_fields=["pseudonym"])
    for statement in row.statements.all():
        statement.agreed_by.remove(row)
    audit.record(
        by=by, action="coproduction.erase_participant", subject=f"participant:{row.pk}", organisation=row.series.organisation, words=words
    )
    transaction.on_commit(out_of_the_file)


@transaction.atomic
def erase_expression(*, expression: ExpressionOfInterest, by: User | None = None) -> None:
    """Take a person out of what they answered to a call: only that somebody answered it stays."""
    row = (
        ExpressionOfInterest.objects.select_for_update(of=("self",))
        .select_related("opportunity__series__organisation")
        .get(pk=expression.pk)
    )
    _empty_expression(row)
    where = row.opportunity.series.organisation
    audit.record(by=by, action="coproduction.erase_expression", subject=f"expression:{row.pk}", organisation=where)
    transaction.on_commit(out_of_the_file)


@transaction.atomic
def erase_reached_by(address: str, words: bool) -> None:
    """Take out everybody who is reached by an email address or a phone number: the caller records it."""
    for person in found.participants_reached_by(address):
        erase_participant(participant=person, words=words)
    for expression in found.expressions_reached_by(address):
        erase_expression(expression=expression)
    for concern in found.concerns_reached_by(address):
        if words:
            concerns.withdraw(concern=concern)
        _empty_concern(concern)
    found.desks_with_finance_contact(address).update(finance_contact="")


@transaction.atomic
def erase_user(user: User, words: bool) -> None:
    """Take out somebody with an account: as one who takes part, and as one whose name stood on pages in their work."""
    for person in Participant.objects.filter(user=user, purged_at__isnull=True):
        erase_participant(participant=person, words=words)
    erase_reached_by(user.email, words)
    BlindReading.objects.filter(reader=user).update(words="")
    BlindReading.objects.filter(reader=user).exclude(conflict="").update(conflict=ERASED)
    for model, who, named in found.NAMED_IN_THEIR_WORK:
        model._default_manager.filter(**{who: user}).update(**dict.fromkeys(named, ERASED))
    found.calls_with_contact(user.email).update(contact_name=ERASED, contact_email="", contact_phone="", contact_post="")
    found.desks_with_finance_contact(user).update(finance_contact="")
    found.open_holders(user).update(ended_at=timezone.now())


ERASED = "Somebody who has left"
"""What stands in place of a name."""


def _erase_what_they_said(row: Participant, words: bool, by: User | None) -> None:
    said = Contribution.objects.filter(participant=row)
    if words:
        for each in said.filter(withdrawn_at__isnull=True):
            contributions.withdraw(contribution=each, by=by)
        for part in row.decision_parts.exclude(dissent=""):
            decisions.take_dissent_back(part=part, by=by)
        row.corrections.all().delete()
    said.update(attribution=Attribution.ANONYMOUS)
    Quote.objects.filter(contribution__participant=row, approved_at__isnull=True).delete()


def _empty_participant(row: Participant) -> None:
    """No name, no way to reach them, no link; nothing waits for them any more."""
    _forget_letters(row)
    for column in REACH:
        setattr(row, column, "")
    row.token_digest, row.user = f"ended:{row.pk}", None
    row.purged_at = timezone.now()
    row.left_at = row.left_at or row.purged_at
    row.save()
    row.arrangements.all().delete()
    PaymentOffer.objects.filter(participant=row, answer="", withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    _empty_paid_claims(PaymentClaim.objects.filter(participant=row))
    _empty_notices(Notice.objects.filter(participant=row))


def _empty_paid_claims(claims: QuerySet[PaymentClaim]) -> int:
    """What finance knows them by, receipts, and what lines say in their own words; the sums stay."""
    paid = list(claims.filter(state=ClaimState.PAID).values_list("pk", flat=True))
    costs = ClaimLine.objects.filter(claim__in=paid).exclude(kind=WORK_LINE)
    lines = costs.exclude(receipt="", no_receipt_because="", words="")
    for name in lines.exclude(receipt="").values_list("receipt", flat=True):
        transaction.on_commit(partial(receipts.remove, name))
    emptied = lines.update(receipt="", no_receipt_because="", words="")
    PaymentClaim.objects.filter(pk__in=paid).update(returned_because="", reply="")
    return emptied + PaymentClaim.objects.filter(pk__in=paid).exclude(payee_reference="").update(payee_reference="")


def _empty_expression(row: ExpressionOfInterest) -> None:
    _forget_letters(row)
    interest.forget_words(expression=row)
    SelectionOutcome.objects.filter(expression=row).update(reason="")
    row.token_digest, row.left_out_because, row.purged_at = f"ended:{row.pk}", "", timezone.now()
    row.save(update_fields=["token_digest", "left_out_because", "purged_at"])
    _empty_notices(Notice.objects.filter(expression=row))


def _empty_concern(row: Concern) -> None:
    """All of it, its words too: nobody can read them any more, nor take them back. Those of a thread stand in their series."""
    _forget_letters(row)
    emptied = dict.fromkeys((*REACH, "words", "group_name", "closed_because"), "")
    Concern.objects.filter(pk=row.pk).update(**emptied, token_digest=f"ended:{row.pk}", purged_at=timezone.now())
    row.replies.update(words="", signed_as="")
    _empty_notices(Notice.objects.filter(concern=row))


def _forget_letters(row: Reachable) -> None:
    """What the site wrote to somebody into files, where it does that for a trial."""
    transaction.on_commit(partial(outbox.forget, row.email, row.phone, row.address))


def _empty_notices(notices: QuerySet[Notice]) -> int:
    notices.filter(told_at__isnull=True).delete()
    return notices.exclude(subject="", words="").update(subject="", words="")


def _unfinished(day: datetime.date) -> int:
    """Who asked to be called is waited for: the days count from the call that was made."""
    rows = ExpressionOfInterest.objects.filter(state=ExpressionState.STARTED, started_at__date__lte=day, purged_at__isnull=True)
    waits = CallBack.objects.filter(Q(done_at__isnull=True) | Q(done_at__date__gt=day))
    rows = rows.exclude(pk__in=waits.values("expression"))
    for row in rows:
        _forget_letters(row)
        interest.forget_words(expression=row)
        row.delete()
    return len(rows)


def _voice_notes(day: datetime.date) -> int:
    """Those that are old enough; and files of a day ago or more that belong to nothing any more."""
    with_one = ExpressionOfInterest.objects.exclude(voice_note="")
    old = list(with_one.filter(pk__in=_told_by(day)).values_list("voice_note", flat=True))
    with_one.filter(voice_note__in=old).update(voice_note="")
    lost = voice_notes.names(older_than=ONE_DAY) - set(with_one.values_list("voice_note", flat=True)) - set(old)
    for name in (*old, *lost):
        transaction.on_commit(partial(voice_notes.delete, name))
    return len(old) + len(lost)


def _expressions(day: datetime.date) -> int:
    return _each(ExpressionOfInterest.objects.filter(pk__in=_told_by(day), purged_at__isnull=True), _empty_expression)


def _never_told(day: datetime.date) -> int:
    """Nor called, where they asked for it."""
    waits = Q(state=ExpressionState.STARTED, call_backs__done_at__isnull=True, call_backs__isnull=False)
    rows = ExpressionOfInterest.objects.filter(Q(state=ExpressionState.SENT) | waits, purged_at__isnull=True)
    rows = rows.filter(opportunity__closes_on__lte=day).distinct()
    told = Notice.objects.filter(kind=NoticeKind.OUTCOME, told_at__isnull=False, expression__isnull=False)
    return _each(rows.exclude(pk__in=told.values("expression")), _empty_expression)


def _links(day: datetime.date) -> int:
    rows = ExpressionOfInterest.objects.filter(state=ExpressionState.WITHDRAWN, purged_at__isnull=True, withdrawn_at__date__lte=day)
    return _each(rows, _empty_expression)


def _told_by(day: datetime.date) -> QuerySet[Notice, int | None]:
    told = Notice.objects.filter(kind=NoticeKind.OUTCOME, told_at__date__lte=day, expression__isnull=False)
    return told.values_list("expression", flat=True)


def _notices(day: datetime.date) -> int:
    emptied = Notice.objects.filter(purge_on__lte=day).exclude(subject="", words="").update(subject="", words="")
    return emptied + outbox.forget_until(day - notices.KEPT)


def _participants(day: datetime.date) -> int:
    over = Q(series__ended_at__date__lte=day) | Q(left_at__date__lte=day)
    unpaid = PaymentClaim.objects.exclude(state=ClaimState.PAID).values("participant")
    return _each(Participant.objects.filter(over, purged_at__isnull=True).exclude(pk__in=unpaid), _end)


def _end(row: Participant) -> None:
    named = row.name if row.contributions.filter(attribution=Attribution.NAME, withdrawn_at__isnull=True).exists() else ""
    _empty_participant(row)
    Participant.objects.filter(pk=row.pk).exclude(name=named).update(name=named)


def _concerns(day: datetime.date) -> int:
    over = Q(closed_at__date__lte=day) | Q(withdrawn_at__date__lte=day)
    return _each(Concern.objects.filter(over, purged_at__isnull=True), _empty_concern)


def _receipts(day: datetime.date) -> int:
    late = PaymentClaim.objects.filter(Q(paid_on__lte=day) | Q(participant__purged_at__isnull=False))
    return _empty_paid_claims(late)


def _demographics(day: datetime.date) -> int:
    return demographics.purge(on=day)


def _each(rows: QuerySet[Model], empty: Callable[..., None]) -> int:
    held = list(rows)
    for row in held:
        empty(row)
    return len(held)


_PURGES: dict[str, Callable[[datetime.date], int]] = {
    "unfinished": _unfinished,
    "voice_notes": _voice_notes,
    "expressions": _expressions,
    "never_told": _never_told,
    "demographics": _demographics,
    "notices": _notices,
    "participants": _participants,
    "concerns": _concerns,
    "receipts": _receipts,
    "links": _links,
}
"""What follows each rule."""
