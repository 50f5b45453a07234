"""Makes, questions and approves claims. A second person approves: never who offered, entered or changed any of it, never their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import payment_letters, receipts
from levelground.web.coproduction.account_details import REFUSED, looks_like_account
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.claim_parts import ClaimPart, ExpenseGiven
from levelground.web.coproduction.codes import digest_of, new_secret, public_id
from levelground.web.coproduction.models import Attendance, ClaimLine, ClaimState, NoticeKind, Participant, PaymentClaim, PaymentOffer
from levelground.web.coproduction.money import MOST_PENCE
from levelground.web.coproduction.offered import EXPENSES
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.payment_words import METHODS, WORK_LINE
from levelground.web.coproduction.queries import finance
from levelground.web.coproduction.queries import payments as found
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message
from levelground.web.people.actions import audit
from levelground.web.people.models import User
from levelground.web.people.queries import audit_events


def make(
    *,
    participant: Participant,
    lines: Sequence[ClaimPart],
    method: str,
    payee_reference: str = "",
    form_key: str = "",
    by: User | None = None,
) -> PaymentClaim:
    """Claim pay for work that was done, and costs. The same form sent twice (`form_key`) is one claim.

    Raises
    ------
    PaymentRefused
        Nothing is claimed, something cannot be claimed (again, or yet), a cost has neither receipt nor reason, or a text looks like
        bank details.
    """
    with _receipts_of(lines) as names, transaction.atomic():
        people = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("series__organisation")
        person = people.get(pk=participant.pk)
        before = PaymentClaim.objects.filter(form_key=digest_of(form_key), participant=person).first() if form_key else None
        if before is not None:
            _drop(names)
            return before
        _check(lines, method, payee_reference)
        list(PaymentOffer.objects.select_for_update(no_key=True).filter(participant=person))  # nobody answers them otherwise meanwhile
        claim = PaymentClaim.objects.create(
            series=person.series,
            participant=person,
            number=public_id("P"),
            form_key=digest_of(form_key or new_secret()),
            method=method,
            payee_reference=payee_reference.strip(),
            made_by=by,
            owed_since=timezone.localdate(),
        )
        _add(claim, lines, names)
        _hand(claim, by)
        own = User.objects.filter(email__iexact=person.email) if person.email else User.objects.none()
        claim.hands.add(*own)  # also where they are reached by another address later
        _record("make_claim", claim, by, pence=claim.pence)
        return claim


def send_again(
    *,
    claim: PaymentClaim,
    reply: str,
    payee_reference: str = "",
    take_out: Collection[int] = (),
    add: Sequence[ExpenseGiven] = (),
    by: User | None = None,
) -> PaymentClaim:
    """Answer the question with which a claim came back; lines can be taken out (`take_out`: their numbers) and costs added."""
    with _receipts_of(add) as names, transaction.atomic():
        row = _locked(claim, ClaimState.RETURNED)
        if looks_like_account(reply):
            raise PaymentRefused(REFUSED, "reply")
        _check(add, row.method, payee_reference, some=False)
        gone = list(row.lines.filter(pk__in=list(take_out)))
        if len(gone) == row.lines.count() and not add:
            raise PaymentRefused(Phrase("Something has to stay in the claim. Keep at least one line."), "take_out")
        for line in gone:
            transaction.on_commit(lambda name=line.receipt: receipts.remove(name))  # type: ignore[misc]
            line.delete()
        row.state, row.reply = ClaimState.MADE, reply
        row.payee_reference = payee_reference.strip() or row.payee_reference
        row.save(update_fields=["state", "reply", "payee_reference"])
        _add(row, add, names)
        _hand(row, by)
        _record("send_claim_again", row, by, pence=row.pence)
        return row


@transaction.atomic
def set_payee(*, claim: PaymentClaim, payee_reference: str, by: User | None = None) -> PaymentClaim:
    """Keep the reference that finance gave, while the claim is not with finance."""
    row = _locked(claim, ClaimState.MADE, ClaimState.RETURNED)
    if looks_like_account(payee_reference):
        raise PaymentRefused(REFUSED, "payee_reference")
    row.payee_reference = payee_reference.strip()
    row.save(update_fields=["payee_reference"])
    _hand(row, by)
    _record("set_payee", row, by)
    return row


@transaction.atomic
def return_claim(*, claim: PaymentClaim, because: str, by: User) -> PaymentClaim:
    """Send a claim back with a question; the person is told."""
    row = _locked(claim, ClaimState.MADE)
    if not because.strip():
        raise PaymentRefused(Phrase("Write what you ask."), "because")
    if looks_like_account(because):
        raise PaymentRefused(REFUSED, "because")
    row.state, row.returned_because, row.reply = ClaimState.RETURNED, because, ""
    row.save(update_fields=["state", "returned_because", "reply"])
    _record("return_claim", row, by)
    _tell(row, payment_letters.returned(row), by)
    return row


@transaction.atomic
def approve(*, claim: PaymentClaim, by: User) -> PaymentClaim:
    """Approve a claim, as a second person; of two at once, one is told that it is approved already.

    Raises
    ------
    PaymentRefused
        Not waiting, their own, their own hand in it, no payee reference, or lines that do not come to its amount.
    """
    row = _locked(claim, *ClaimState.values)
    why = finance.refused_because(row, by)
    if why:
        raise PaymentRefused(why)
    row.state, row.answered_at, row.answered_by = ClaimState.APPROVED, timezone.now(), by
    row.save(update_fields=["state", "answered_at", "answered_by"])
    _record("approve_claim", row, by, pence=row.pence)
    _tell(row, payment_letters.approved(row), by)
    return row


def _check(lines: Sequence[ClaimPart], method: str, payee_reference: str, *, some: bool = True) -> None:
    if some and not lines:
        raise PaymentRefused(Phrase("There is nothing in this claim. Tick what you did, or add a cost."))
    if method not in METHODS:
        raise PaymentRefused(Phrase("Choose money or a voucher."), "method")
    if looks_like_account(payee_reference):
        raise PaymentRefused(REFUSED, "payee_reference")
    for given in lines:
        if isinstance(given, ExpenseGiven):
            _check_expense(given)


def _check_expense(given: ExpenseGiven) -> None:
    if given.kind not in EXPENSES:
        raise PaymentRefused(Phrase("Choose what kind of cost it was."), "kind")
    if not 0 < given.pence <= MOST_PENCE:
        raise PaymentRefused(Phrase("Write what it cost."), "amount")
    if looks_like_account(given.words, given.no_receipt_because):
        raise PaymentRefused(REFUSED, "words")
    if not given.receipt and not given.no_receipt_because.strip():
        raise PaymentRefused(Phrase("Add the receipt, or say why there is none."), "receipt")


def _add(claim: PaymentClaim, lines: Sequence[ClaimPart], names: dict[int, str]) -> None:
    standings = {each.offer.pk: each for each in found.standings(claim.participant)}
    for place, given in enumerate(lines):
        if isinstance(given, ExpenseGiven):
            ClaimLine.objects.create(
                claim=claim,
                kind=given.kind,
                words=given.words or EXPENSES[given.kind],
                pence=given.pence,
                receipt=names.get(place, ""),
                no_receipt_because="" if given.receipt else given.no_receipt_because,
            )
        else:
            _add_work(claim, standings.get(given.pk))
    _sum_up(claim)


def _add_work(claim: PaymentClaim, standing: found.OfferStanding | None) -> None:
    if standing is None:
        raise PaymentRefused(Phrase("This offer is not there any more. Open the page again."))
    if standing.claim is not None:
        raise PaymentRefused(f"“{standing.offer.words}” is in claim {standing.claim.number} already.")
    if standing.waits:
        raise PaymentRefused(f"“{standing.offer.words}” cannot be claimed yet. {standing.waits}")
    if standing.method != claim.method:
        raise PaymentRefused(f"For “{standing.offer.words}” the answer was: {standing.offer.get_answer_display() or 'none yet'}.")
    offer = standing.offer
    ClaimLine.objects.create(claim=claim, offer=offer, kind=WORK_LINE, words=offer.words, minutes=standing.minutes, pence=standing.pence)
    claim.hands.add(*(pk for pk in (offer.offered_by_id, offer.entered_by_id, *_wrote_down_time(offer)) if pk))


def _wrote_down_time(offer: PaymentOffer) -> set[int | None]:
    """Who wrote down how long somebody came, also where another member wrote over it since."""
    wrote: set[int | None] = set()
    for row in Attendance.objects.filter(workshop=offer.workshop, participant=offer.participant_id):
        wrote |= {row.recorded_by_id}
        wrote |= audit_events.who_did("coproduction.record_attendance", f"workshop:{row.workshop_id}", attendance=row.pk)
    return wrote


def _sum_up(claim: PaymentClaim) -> None:
    """The amount, and since when it is owed: the day of the first session in it, or else the day on which it was made."""
    lines = list(claim.lines.select_related("offer__workshop"))
    sessions = [timezone.localdate(line.offer.workshop.ends_at) for line in lines if line.offer and line.offer.workshop]
    claim.pence = sum(line.pence for line in lines)
    claim.owed_since = min([*sessions, timezone.localdate(claim.made_at)])
    claim.save(update_fields=["pence", "owed_since"])


def _locked(claim: PaymentClaim, *states: str) -> PaymentClaim:
    rows = PaymentClaim.objects.select_for_update(of=("self",), no_key=True).select_related("participant", "series__organisation")
    row = rows.get(pk=claim.pk)
    if row.state not in states:
        raise PaymentRefused(f"This is how the claim stands now: {row.get_state_display().lower()}. Open its page again.")
    return row


@contextmanager
def _receipts_of(lines: Sequence[ClaimPart]) -> Iterator[dict[int, str]]:
    """The receipts in their folder, by the place of their line; taken out again where the claim is refused."""
    names: dict[int, str] = {}
    try:
        for place, given in enumerate(lines):
            if isinstance(given, ExpenseGiven) and given.receipt:
                names[place] = receipts.keep(given.receipt)
        yield names
    except BaseException:
        _drop(names)
        raise


def _drop(names: dict[int, str]) -> None:
    for name in names.values():
        receipts.remove(name)


def _hand(claim: PaymentClaim, by: User | None) -> None:
    if by is not None:
        claim.hands.add(by)


def _tell(claim: PaymentClaim, message: Message, by: User) -> None:
    notices.give(organisation=claim.series.organisation, to=claim.participant, kind=NoticeKind.PAYMENT, message=message, by=by)


def _record(verb: str, claim: PaymentClaim, by: User | None, **details: object) -> None:
    audit.record(by=by, action=f"coproduction.{verb}", subject=f"claim:{claim.pk}", organisation=claim.series.organisation, **details)
