"""Offers pay at a dated rate, and takes the answer. Declining closes nothing else; advice on benefits comes before any yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from levelground.registers.payment_rates import RateStep, rate_tables
from levelground.web.coproduction import payment_letters
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import NoticeKind, OfferAnswer, Participant, PaymentDesk, PaymentOffer, Workshop
from levelground.web.coproduction.money import MOST_PENCE, pounds
from levelground.web.coproduction.offered import EXPENSES
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.payment_words import WORK
from levelground.web.coproduction.queries import payments as found
from levelground.web.design_system import days
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User


@transaction.atomic
def set_desk(
    *, organisation: Organisation, finance_form: str, finance_contact: str, benefits_advice: str, days_to_pay: int, by: User
) -> PaymentDesk:
    """Say how an organisation pays: where finance asks for the details of an account, where to ask about benefits, how soon."""
    given = {
        "finance_form": finance_form,
        "finance_contact": finance_contact,
        "benefits_advice": benefits_advice,
        "days_to_pay": days_to_pay,
    }
    desk, _ = PaymentDesk.objects.update_or_create(organisation=organisation, defaults=given)
    audit.record(by=by, action="coproduction.set_payment_desk", subject=f"organisation:{organisation.pk}", organisation=organisation)
    return desk


@transaction.atomic
def offer(
    *,
    participant: Participant,
    what: str,
    words: str,
    rate_table: str,
    rate_step: str,
    minutes: int,
    pence: int | None = None,
    expenses: Sequence[str] = (),
    workshop: Workshop | None = None,
    by: User,
) -> PaymentOffer:
    """Offer somebody pay for one piece of work, and tell them.

    Parameters
    ----------
    minutes, pence
        The amount is the rate times the time, a part of a penny counting as a whole one; `pence` may be more, never less.

    Raises
    ------
    PaymentRefused
        There is no such rate or work, the amount is below the rate, or they were offered this before.
    """
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    _check(participant, what, minutes, workshop)
    rate = (rate_table, rate_step)
    made = _made(
        by,
        participant=participant,
        what=what,
        words=words,
        rate=rate,
        minutes=minutes,
        pence=pence,
        expenses=expenses,
        workshop=workshop,
    )
    _tell(participant, [made], by)
    return made


@transaction.atomic
def offer_workshop(
    *, workshop: Workshop, by: User, rate_table: str = "", rate_step: str = "", preparation_minutes: int | None = None
) -> list[PaymentOffer]:
    """Offer everybody who was asked to a session pay for it, and for getting ready; whoever has an offer keeps it as it is.

    Without a rate it is what each was promised in the call; `preparation_minutes` likewise.
    """
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    made = []
    for participant in found.to_be_offered(workshop):
        offers = _for_session(participant, workshop, (rate_table, rate_step), preparation_minutes, by)
        _tell(participant, offers, by)
        made += offers
    return made


def _for_session(
    participant: Participant, workshop: Workshop, rate: tuple[str, str], preparation: int | None, by: User
) -> list[PaymentOffer]:
    call = found.promised(workshop.series, participant)
    rate = rate if all(rate) else found.rate_for(workshop.series, participant)
    preparation = preparation if preparation is not None else call.preparation_minutes if call else 0
    expenses = [kind for kind in call.expenses if kind in EXPENSES] if call else []
    name = f"session {workshop.number} on {days.day(workshop.starts_at)}"
    work = [("session", f"Coming to {name}", workshop.minutes, expenses), ("preparation", f"Getting ready for {name}", preparation, [])]
    return [
        _made(by, participant=participant, what=what, words=words, rate=rate, minutes=minutes, expenses=kinds, workshop=workshop)
        for what, words, minutes, kinds in work
        if minutes
    ]


@transaction.atomic
def advice_shown(*, participant: Participant, by: User | None = None) -> None:
    """Somebody is shown, or told by `by`, that pay can touch benefits and where to ask. No yes is taken before that."""
    rows = PaymentOffer.objects.filter(participant=participant, withdrawn_at__isnull=True, advice_shown_at__isnull=True)
    if rows.update(advice_shown_at=timezone.now()):
        _record("show_advice", participant, by)


@transaction.atomic
def ask_for_advice(*, participant: Participant, by: User | None = None) -> None:
    """Somebody wants advice on benefits before they answer: what is open stays open for as long as they need."""
    PaymentOffer.objects.filter(participant=participant, withdrawn_at__isnull=True, answer="").update(benefits_flag=True)
    _record("ask_for_advice", participant, by)


@transaction.atomic
def answer(*, offer: PaymentOffer, answer: str, benefits_flag: bool = False, by: User | None = None) -> PaymentOffer:
    """Take what somebody says to an offer; they can change it until it is claimed. Nothing else depends on it.

    Raises
    ------
    PaymentRefused
        It was claimed or withdrawn, or it is a yes and the advice on benefits was not shown.
    """
    row = _locked(offer)
    if answer not in OfferAnswer.values:
        raise PaymentRefused(Phrase("Choose yes, a voucher, or no."), "answer")
    if hasattr(row, "line"):
        raise PaymentRefused(Phrase("This is in a claim already. Tell us if you want to change it."))
    if answer != OfferAnswer.DECLINED and row.advice_shown_at is None:
        raise PaymentRefused(Phrase("First read what pay can do to benefits. Then answer."), "advised")
    row.answer, row.answered_at, row.benefits_flag, row.entered_by = answer, timezone.now(), benefits_flag, by
    row.save(update_fields=["answer", "answered_at", "benefits_flag", "entered_by"])
    _record("answer_offer", row.participant, by, offer=row.pk, answer=answer)
    return row


@transaction.atomic
def withdraw(*, offer: PaymentOffer, by: User) -> PaymentOffer:
    """Take back an offer that nobody has said yes to; what somebody accepted stands."""
    row = _locked(offer)
    if row.answer in found.METHOD_OF:
        raise PaymentRefused(Phrase("They said yes to this offer, so it stands."))
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _record("withdraw_offer", row.participant, by, offer=row.pk)
    return row


def _check(participant: Participant, what: str, minutes: int, workshop: Workshop | None) -> None:
    if what not in WORK:
        raise PaymentRefused(Phrase("Choose what the pay is for."), "what")
    if minutes < 1:
        raise PaymentRefused(Phrase("Say how many minutes it takes. It must be at least one."), "minutes")
    if workshop and PaymentOffer.objects.filter(participant=participant, workshop=workshop, what=what, withdrawn_at=None).exists():
        raise PaymentRefused(Phrase("They have an offer for this already."))


def _made(
    by: User, *, rate: tuple[str, str], minutes: int, expenses: Sequence[str], pence: int | None = None, **given: Any
) -> PaymentOffer:
    least = _step(rate).pence_for(minutes)
    amount = least if pence is None else pence
    if not least <= amount <= MOST_PENCE:
        raise PaymentRefused(f"At this rate it is {pounds(least)}. It can be more, and never less.", "amount")
    kinds = [kind for kind in EXPENSES if kind in expenses]
    made = PaymentOffer.objects.create(
        rate_table=rate[0], rate_step=rate[1], pence=amount, minutes=minutes, expenses=kinds, offered_by=by, **given
    )
    _record("offer_pay", made.participant, by, offer=made.pk, pence=amount)
    return made


def _step(rate: tuple[str, str]) -> RateStep:
    table = rate_tables().get(rate[0])
    if table is None or rate[1] not in {step.id for step in table.steps}:
        raise PaymentRefused(Phrase("There is no such rate. Choose one of those that are listed."), "rate")
    if table.from_date > timezone.localdate():
        raise PaymentRefused(f"These rates begin on {days.day(table.from_date)}. Choose those of today.", "rate")
    return table.step(rate[1])


def _locked(offer: PaymentOffer) -> PaymentOffer:
    rows = PaymentOffer.objects.select_for_update(of=("self",), no_key=True).select_related("participant__series__organisation")
    row = rows.get(pk=offer.pk)
    if row.withdrawn_at is not None:
        raise PaymentRefused(Phrase("This offer was taken back. Ask us for another one."))
    return row


def _tell(participant: Participant, offers: Sequence[PaymentOffer], by: User) -> None:
    message = payment_letters.offered(participant, offers)
    notices.give(organisation=participant.series.organisation, to=participant, kind=NoticeKind.PAYMENT, message=message, by=by)


def _record(verb: str, participant: Participant, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"participant:{participant.pk}",
        organisation=participant.series.organisation,
        **details,
    )
