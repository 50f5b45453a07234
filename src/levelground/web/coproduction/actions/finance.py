"""Hands approved claims to finance, each once and never again, and notes what finance has paid.

Rows are locked with `no_key`: a lock for their key too would wait for, and be waited for by, every letter that names them (PostgreSQL).
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import finance_file, payment_letters
from levelground.web.coproduction.account_details import REFUSED, looks_like_account
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import ClaimState, FinanceExport, NoticeKind, PaymentClaim
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.queries import finance as found
from levelground.web.coproduction.queries import payments
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User


@transaction.atomic
def export(*, organisation: Organisation, by: User) -> tuple[FinanceExport, bytes]:
    """The file of all approved claims that are in no file yet. Of two at the same moment, one finds nothing left.

    Raises
    ------
    PaymentRefused
        There is none.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    numbers = [claim.pk for claim in found.to_be_exported(organisation).select_for_update(no_key=True)]
    if not numbers:
        raise PaymentRefused("No approved claim waits for finance. Approve one first.")
    claims = list(payments.with_lines(PaymentClaim.objects.filter(pk__in=numbers)))
    content = finance_file.content_of(claims)
    made = FinanceExport.objects.create(
        organisation=organisation,
        by=by,
        pence=sum(claim.pence for claim in claims),
        claims_counted=len(claims),
        digest=finance_file.digest_of(content),
    )
    taken = PaymentClaim.objects.filter(pk__in=numbers, state=ClaimState.APPROVED, export__isnull=True)
    if taken.update(export=made, state=ClaimState.EXPORTED) != len(claims):
        raise PaymentRefused("Somebody else made a file at the same moment. Open the page again.")
    audit.record(
        by=by,
        action="coproduction.export_claims",
        subject=f"finance_export:{made.pk}",
        organisation=organisation,
        pence=made.pence,
        claims=sorted(numbers),
        digest=made.digest,
    )
    return made, content


@transaction.atomic
def mark_paid(*, claim: PaymentClaim, paid_on: datetime.date, finance_reference: str, by: User) -> PaymentClaim:
    """Note that finance has paid a claim, when, and by which reference of its own; the person is told.

    Raises
    ------
    PaymentRefused
        It is not with finance, or is paid already; the day is to come or lies before the approval; no reference, or bank details.
    """
    rows = PaymentClaim.objects.select_for_update(of=("self",), no_key=True).select_related("participant", "series__organisation")
    row = rows.get(pk=claim.pk)
    if row.state != ClaimState.EXPORTED:
        raise PaymentRefused(f"Only a claim that is with finance can be paid. Claim {row.number} is: {row.get_state_display().lower()}.")
    _check(row, paid_on, finance_reference)
    row.state, row.paid_on, row.finance_reference = ClaimState.PAID, paid_on, finance_reference.strip()
    row.save(update_fields=["state", "paid_on", "finance_reference"])
    organisation = row.series.organisation
    audit.record(by=by, action="coproduction.mark_paid", subject=f"claim:{row.pk}", organisation=organisation, pence=row.pence)
    notices.give(organisation=organisation, to=row.participant, kind=NoticeKind.PAYMENT, message=payment_letters.paid(row), by=by)
    return row


def _check(claim: PaymentClaim, paid_on: datetime.date, finance_reference: str) -> None:
    if paid_on > timezone.localdate():
        raise PaymentRefused("This day is still to come. Write the day on which it was paid.", "paid_on")
    if claim.answered_at and paid_on < timezone.localdate(claim.answered_at):
        raise PaymentRefused(f"Claim {claim.number} was approved after that day. Look at the day again.", "paid_on")
    if not finance_reference.strip():
        raise PaymentRefused("Write the reference that finance gave for it.", "finance_reference")
    if looks_like_account(finance_reference):
        raise PaymentRefused(REFUSED, "finance_reference")
