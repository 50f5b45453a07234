"""Claims as those see them who approve and pay: numbers and labels, no names; whoever has waited longest first."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from statistics import median

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction import finance_file
from levelground.web.coproduction.models import ClaimState, FinanceExport, IdentityHolder, PaymentClaim
from levelground.web.coproduction.money import pounds
from levelground.web.coproduction.payment_words import PAYMENT
from levelground.web.coproduction.queries import payments
from levelground.web.people.models import Organisation, User
from levelground.web.people.queries import audit_events
from levelground.web.people.viewer import Viewer

PAID_SHOWN = 50


def of(organisation: Organisation, *states: str) -> list[PaymentClaim]:
    """The claims of an organisation in these states, the one that has waited longest first."""
    rows = PaymentClaim.objects.filter(series__organisation=organisation, state__in=states)
    return list(payments.with_lines(rows).order_by("owed_since", "pk"))


def by_state(organisation: Organisation) -> dict[str, list[PaymentClaim]]:
    """Those that are not paid yet, by state; of those that are, the latest."""
    found: dict[str, list[PaymentClaim]] = defaultdict(list)
    for claim in of(organisation, *(state for state in ClaimState.values if state != ClaimState.PAID)):
        found[claim.state].append(claim)
    paid = payments.with_lines(PaymentClaim.objects.filter(series__organisation=organisation, state=ClaimState.PAID))
    found[ClaimState.PAID] = list(paid.order_by("-paid_on", "-pk")[:PAID_SHOWN])
    return found


def days(claim: PaymentClaim) -> int:
    """How many days somebody has waited, or did wait: from the first session in the claim, or else from the claim itself."""
    return ((claim.paid_on or timezone.localdate()) - claim.owed_since).days


def median_days(claims: Iterable[tuple[datetime.date, datetime.date]]) -> float | None:
    """The median of days between owed and paid; None of none."""
    counted = [(paid - owed).days for owed, paid in claims]
    return median(counted) if counted else None


def exports(organisation: Organisation) -> list[FinanceExport]:
    """The files that were made, the newest first."""
    return list(FinanceExport.objects.filter(organisation=organisation).select_related("by").order_by("-at", "-pk"))


def export_in(viewer: Viewer, pk: int) -> FinanceExport:
    """One of them; Http404 for another organisation's."""
    found = FinanceExport.objects.filter(organisation=viewer.organisation, pk=pk).first()
    if found is None:
        raise Http404("no such file of this organisation")
    return found


def claims_in(export: FinanceExport) -> list[PaymentClaim]:
    """The claims that are in a file."""
    return list(payments.with_lines(PaymentClaim.objects.filter(export=export)).order_by("number"))


def file_of(export: FinanceExport) -> bytes | None:
    """The bytes of the file, made once more; None where they would not be the same as those that finance got."""
    content = finance_file.content_of(claims_in(export))
    return content if finance_file.digest_of(content) == export.digest else None


def refused_because(claim: PaymentClaim, user: User, known: Collection[int] | None = None) -> str:
    """Why this person may not approve this claim; empty where they may. `known`: what `dealt_with` says, where it was asked already."""
    if claim.state != ClaimState.MADE:
        return f"This claim is not waiting to be approved. It is: {claim.get_state_display().lower()}."
    if why := _too_near(claim, user, known):
        return why
    if claim.method == PAYMENT and not claim.payee_reference:
        return "Finance has given no payee reference yet. Send the claim back and ask for it."
    total = sum(line.pence for line in claim.lines.all())
    if total != claim.pence:
        return f"The lines come to {pounds(total)}, and the claim says {pounds(claim.pence)}. Send it back."
    return ""


def _too_near(claim: PaymentClaim, user: User, known: Collection[int] | None) -> str:
    """Why the claim is theirs, in part theirs, or of somebody whom they know; empty where it is not."""
    person = claim.participant
    known_by = {person.email, person.expression.email if person.expression else ""} - {""}
    if person.user_id == user.pk or user.email.casefold() in {each.casefold() for each in known_by}:
        return "This claim is your own. Somebody else has to approve it."
    if user.pk in (claim.made_by_id, *_hands(claim)):
        return "You offered, entered or changed a part of this claim. Somebody else has to approve it."
    if person.pk in (dealt_with([claim], user) if known is None else known):
        return "You chose this person, added them, or can reach their own page. Somebody else has to approve it."
    return ""


def _hands(claim: PaymentClaim) -> set[int]:
    """Members who offered, answered for the person, entered or changed any of it."""
    found = set(claim.hands.values_list("pk", flat=True))
    offers = [line.offer for line in claim.lines.all() if line.offer]
    return found | {pk for offer in offers for pk in (offer.offered_by_id, offer.entered_by_id) if pk}


def dealt_with(claims: Iterable[PaymentClaim], user: User) -> set[int]:
    """Whose claims (their keys as ones who take part) come from people with whom somebody has dealt: two questions to the database.

    Who is or was a named person of the series, or did anything to the one who takes part, or to their answer to the call, could have
    made the person up, or opened their private link: a claim that came by it could be theirs.
    """
    people = {claim.participant_id: claim.participant for claim in claims}
    series = set(IdentityHolder.objects.filter(user=user).values_list("series", flat=True))
    subjects = {f"participant:{pk}": pk for pk in people} | {f"expression:{one.expression_id}": pk for pk, one in people.items()}
    touched = audit_events.done_to(subjects.keys(), by=user)
    return {pk for pk, one in people.items() if one.series_id in series} | {subjects[each] for each in touched}


def to_be_exported(organisation: Organisation) -> QuerySet[PaymentClaim]:
    """Approved, and in no file yet."""
    rows = PaymentClaim.objects.filter(series__organisation=organisation, state=ClaimState.APPROVED, export__isnull=True)
    return rows.order_by("number")
