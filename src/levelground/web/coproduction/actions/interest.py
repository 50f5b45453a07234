"""An expression of interest: started, answered one question at a time, sent, taken back. One form is one, however often it is sent.

Starting, sending and taking back are in the audit trail; each single answer is not: it is a draft of the person's own.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from levelground.web import notifications
from levelground.web.coproduction import interest_letters, voice_notes
from levelground.web.coproduction.actions import call_backs, demographics, notices
from levelground.web.coproduction.codes import digest_of, short_code
from levelground.web.coproduction.consents import CONSENT
from levelground.web.coproduction.interest_questions import DEMOGRAPHIC_NAMES, NEEDED, QUESTIONS
from levelground.web.coproduction.interest_refusals import InterestClosed, InterestRefused
from levelground.web.coproduction.models import (
    Channel,
    ContactBy,
    ExpressionOfInterest,
    ExpressionState,
    NoticeKind,
    Opportunity,
    SelectionOutcome,
)
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.queries.interest import CLOCK
from levelground.web.design_system.phrases import Phrase
from levelground.web.design_system.translations import named, speech
from levelground.web.people.actions import audit
from levelground.web.people.actions.privacy import out_of_the_file
from levelground.web.people.digests import keyed_digest
from levelground.web.people.models import User

COLUMNS = {
    "name": ("name",),
    "contact": ("contact_by",),
    "reach": ("email", "phone", "address"),
    "language": ("language", "sign_language"),
    "access": ("access_needs",),
    "experience": ("lived_experience",),
    "why": ("why",),
}
"""What each question fills in; the others have rules of their own."""
PERSONAL = ("name", "contact_by", "email", "phone", "address", "language", "access_needs", "lived_experience", "why", "voice_note")
KEPT = (*PERSONAL, "sign_language", "answered", "consent_version", "consented_at")
"""What an answer can change of an expression of interest."""
ANSWERED_BY_PHONE = (Channel.PHONE, Channel.CALL_BACK)
ONE_DAY = 24 * 3600
LINKS_A_DAY = 5
"""So many letters with a private link go to one address in a day, however many forms name it."""
DAYS_TO_ACKNOWLEDGE = 3
"""By phone or post: within so many days somebody of the organisation says that it came."""


def secret_of(form_key: str) -> str:
    """The secret of the private link that belongs to a form: a repeated post is led to the same page. Nothing of it is kept."""
    return salted_hmac("levelground.interest", form_key, algorithm="sha256").hexdigest()


@transaction.atomic
def start(
    *,
    opportunity: Opportunity,
    form_key: str,
    channel: str = Channel.ONLINE,
    held_because: str = "",
    in_time: bool = False,
    by: User | None = None,
) -> tuple[ExpressionOfInterest, str]:
    """Begin to answer a call; the expression of interest, and the secret of its private link.

    `in_time`: a member says that it reached them before the call closed, on paper or by phone.

    Raises
    ------
    InterestClosed
        The call has closed, on the organiser's clock.
    """
    secret = secret_of(form_key)
    found = ExpressionOfInterest.objects.filter(form_key=digest_of(form_key), opportunity=opportunity).first()
    if found is not None:
        return found, secret
    _must_be_open(opportunity, in_time=in_time and by is not None)
    made, new = ExpressionOfInterest.objects.get_or_create(
        form_key=digest_of(form_key),
        defaults={
            "opportunity": opportunity,
            "reference": short_code(7),
            "token_digest": digest_of(secret),
            "channel": channel,
            "held_because": held_because,
            "entered_by": by,
        },
    )
    if new:
        _told("start", made, by, channel=str(channel), in_time=in_time)
    return made, secret


@transaction.atomic
def answer(
    *, expression: ExpressionOfInterest, question: str, fields: Mapping[str, Any], in_time: bool = False, by: User | None = None
) -> ExpressionOfInterest:
    """Keep the answer to one question; empty fields pass it over.

    Raises
    ------
    InterestClosed
        The call has closed. Who has sent theirs may still change how to be reached, and what they say about themselves.
    InterestRefused
        It was taken back.
    """
    row = _locked(expression)
    if not (row.state == ExpressionState.SENT and QUESTIONS[question].late):
        _must_be_open(row.opportunity, in_time=in_time and by is not None)
    answered = [*row.answered, question]
    before = {column: getattr(row, column) for column in KEPT}
    for column in COLUMNS.get(question, ()):
        if column in fields:
            setattr(row, column, fields[column])
    if question == "contact":
        answered = _contact(row, answered)
    elif question == "language":
        call_backs.ask(
            expression=row, wanted=bool(fields.get("call_me")), when=str(fields.get("when", "")), phone=str(fields.get("phone", ""))
        )
    elif question == "voice":
        _voice(row, fields)
    elif question in DEMOGRAPHIC_NAMES:
        demographics.answer(expression=row, question=question, words=str(fields.get("words", "")))
    elif question == "about_you":
        answered = _about_you(row, answered, wanted=bool(fields.get("wanted")))
    elif question == "consent":
        row.consent_version, row.consented_at = CONSENT.version, timezone.now()
    row.answered = sorted(set(answered), key=list(QUESTIONS).index)
    row.save(update_fields=[column for column in KEPT if getattr(row, column) != before[column]])
    return row


def _contact(row: ExpressionOfInterest, answered: list[str]) -> list[str]:
    """Only what goes with the way that they chose is kept; a phone for a call back too. Another way: where, is asked again."""
    kept = {ContactBy.EMAIL: "email", ContactBy.PHONE: "phone", ContactBy.POST: "address"}[ContactBy(row.contact_by)]
    for column in {"email", "phone", "address"} - {kept}:
        if column != "phone" or not row.call_backs.exists():
            setattr(row, column, "")
    return answered if getattr(row, kept) else [name for name in answered if name != "reach"]


def _voice(row: ExpressionOfInterest, fields: Mapping[str, Any]) -> None:
    """A new voice note takes the place of the old one; `delete` takes it away. The old file goes once this is stored."""
    sound, old = fields.get("sound"), row.voice_note
    if not sound and not fields.get("delete"):
        return
    row.voice_note = voice_notes.keep(sound) if sound else ""
    transaction.on_commit(partial(voice_notes.delete, old))


def _about_you(row: ExpressionOfInterest, answered: list[str], *, wanted: bool) -> list[str]:
    if wanted:
        return [name for name in answered if name not in DEMOGRAPHIC_NAMES]
    demographics.forget(expression=row)
    return [*answered, *DEMOGRAPHIC_NAMES]


@transaction.atomic
def send(
    *, expression: ExpressionOfInterest, held_because: str = "", in_time: bool = False, by: User | None = None
) -> ExpressionOfInterest:
    """Send it. Sent twice it is sent once. What looks as if a machine sent it waits for a person, and no letter goes before that.

    Raises
    ------
    InterestClosed
        The call has closed.
    InterestRefused
        Something that is needed was not answered, or it was taken back.
    """
    row = _locked(expression)
    if row.state == ExpressionState.SENT:
        return row
    _must_be_open(row.opportunity, in_time=in_time and by is not None)
    missing = [name for name in NEEDED if name not in row.answered]
    if missing:
        raise InterestRefused(
            Phrase(
                "One question still needs an answer: “%(question)s” Answer it, then send.", question=Phrase(QUESTIONS[missing[0]].heading)
            )
        )
    row.state, row.sent_at = ExpressionState.SENT, timezone.now()
    row.held_because = row.held_because or held_because
    row.save(update_fields=["state", "sent_at", "held_because"])
    _told("send", row, by, channel=row.channel, held=row.held_because)
    if not row.held_because:
        acknowledge(expression=row, by=by)
    return row


def acknowledge(*, expression: ExpressionOfInterest, by: User | None) -> None:
    """Say that it came, with the reference and the day by which they are told; in a call it has been said."""
    told = notices.give(
        organisation=expression.opportunity.series.organisation,
        to=expression,
        kind=NoticeKind.ACKNOWLEDGEMENT,
        message=interest_letters.acknowledgement(expression),
        due=timezone.localdate() + datetime.timedelta(days=DAYS_TO_ACKNOWLEDGE),
        by=by,
    )
    if by is not None and expression.channel in ANSWERED_BY_PHONE and expression.contact_by != ContactBy.EMAIL:
        notices.done(notice=told, by=by)


@transaction.atomic
def take_back(*, expression: ExpressionOfInterest) -> ExpressionOfInterest:
    """Take it back: all that the person said, and all that others noted of it, is gone at once. That there was one stays."""
    row = (
        ExpressionOfInterest.objects.select_for_update(of=("self",))
        .select_related("opportunity__series__organisation")
        .get(pk=expression.pk)
    )
    if row.state == ExpressionState.WITHDRAWN:
        return row
    transaction.on_commit(partial(notifications.outbox.forget, row.email, row.phone, row.address))
    forget_words(expression=row)
    row.state, row.withdrawn_at = ExpressionState.WITHDRAWN, timezone.now()
    row.save(update_fields=["state", "withdrawn_at"])
    _told("take_back", row, None)
    transaction.on_commit(out_of_the_file)
    return row


@transaction.atomic
def forget_words(*, expression: ExpressionOfInterest) -> None:
    """Empty it of everything personal: answers, ways to reach, voice note, what they said about themselves, notes and letters."""
    transaction.on_commit(partial(voice_notes.delete, expression.voice_note))
    for column in PERSONAL:
        setattr(expression, column, "")
    expression.sign_language, expression.answered = False, []
    expression.save()
    demographics.forget(expression=expression)
    expression.call_backs.all().delete()
    expression.readings.all().delete()
    SelectionOutcome.objects.filter(expression=expression).update(reason="")
    SelectionOutcome.objects.filter(expression=expression).update(reason="")
    expression.notices.filter(told_at__isnull=True).delete()
    expression.notices.update(subject="", words="")


@transaction.atomic
def release(*, expression: ExpressionOfInterest, by: User) -> None:
    """Somebody read what was held back: a person wrote it. It is read with the others, and the person hears that it came."""
    row = (
        ExpressionOfInterest.objects.select_for_update(of=("self",))
        .select_related("opportunity__series__organisation")
        .get(pk=expression.pk)
    )
    if not row.held_because:
        return
    row.held_because = row.left_out_because = ""
    row.save(update_fields=["held_because", "left_out_because"])
    _told("release", row, by)
    if row.state == ExpressionState.SENT:
        acknowledge(expression=row, by=by)


@transaction.atomic
def leave_out(*, expression: ExpressionOfInterest, because: str, by: User) -> None:
    """Somebody read what was held back: no person answered the call with it. It is kept, with the reason, and can be released."""
    ExpressionOfInterest.objects.filter(pk=expression.pk).exclude(held_because="").update(left_out_because=because)
    _told("leave_out", expression, by)


def post_link(*, expression: ExpressionOfInterest, address: str) -> None:
    """Send the private link to the email address that the person gave; never for what looks as if a machine wrote it."""
    if (
        expression.contact_by == ContactBy.EMAIL
        and expression.email
        and not expression.held_because
        and _may_be_written_to(expression.email)
    ):
        letter = notifications.written(interest_letters.come_back(expression, address), named(expression.language) or speech().language)
        notifications.send(expression.email, letter)


def _may_be_written_to(email: str) -> bool:
    """Count one more of these letters to an address: nobody uses this form to fill somebody's letter box. Only a digest is kept."""
    key = f"interest-link:{keyed_digest(email)}"
    cache.add(key, 0, ONE_DAY)
    try:
        return cache.incr(key) <= LINKS_A_DAY
    except ValueError:  # it ran out between the two
        return True


def _locked(expression: ExpressionOfInterest) -> ExpressionOfInterest:
    row = ExpressionOfInterest.objects.select_for_update().get(pk=expression.pk)
    row.opportunity = expression.opportunity
    row.opportunity.refresh_from_db(fields=CLOCK)  # as it is now
    if row.state == ExpressionState.WITHDRAWN or row.purged_at is not None:
        raise InterestRefused(Phrase("This was taken back, and what it said is gone. You can start again from the page of the call."))
    return row


def _must_be_open(opportunity: Opportunity, *, in_time: bool) -> None:
    if not opportunities.is_open(opportunity) and not in_time:
        raise InterestClosed("This call is closed. Nothing more can be sent.")


def _told(verb: str, expression: ExpressionOfInterest, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"coproduction.interest_{verb}",
        subject=f"expression:{expression.pk}",
        organisation=expression.opportunity.series.organisation,
        **details,
    )
