"""What somebody is offered, what of it can be claimed, and what became of their claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.registers.payment_rates import RateStep, latest, rate_tables
from levelground.web.coproduction.models import (
    Attendance,
    ClaimLine,
    ClaimState,
    OfferAnswer,
    Opportunity,
    OpportunityState,
    Participant,
    PaymentClaim,
    PaymentDesk,
    PaymentOffer,
    Series,
    Workshop,
    WorkshopState,
)
from levelground.web.coproduction.payment_words import PAYMENT, VOUCHER
from levelground.web.coproduction.queries import series as series_found
from levelground.web.people.models import Organisation
from levelground.web.people.viewer import Viewer

Row = TypeVar("Row")
METHOD_OF = {OfferAnswer.ACCEPTED.value: PAYMENT, OfferAnswer.VOUCHER.value: VOUCHER}
"""How an offer is paid, by what was answered."""
TO_COME = "The session has not taken place yet."
NOT_WRITTEN = "We have not yet written down who came."
DID_NOT_COME = "We wrote down that you did not come. If that is wrong, tell us."
IN_TIME = "The session was cancelled in good time. Did you get ready for it? Tell us how long that took, and it is paid."


@dataclass(frozen=True)
class OfferStanding:
    """One offer, and how it stands: what it comes to, and why it cannot be claimed yet (empty: it can)."""

    offer: PaymentOffer
    pence: int
    minutes: int
    waits: str
    claim: PaymentClaim | None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.offer.answer

    @property
    def method(self) -> str:
        """How it is paid; empty while nothing is to be paid."""
        return METHOD_OF.get(self.offer.answer, "")

    @property
    def claimable(self) -> bool:
        """Whether it can be claimed now."""
        return bool(self.method) and self.claim is None and not self.waits


def desk_of(organisation: Organisation) -> PaymentDesk:
    """How an organisation pays; with nothing in it where nobody has said so yet."""
    return PaymentDesk.objects.filter(organisation=organisation).first() or PaymentDesk(organisation=organisation)


def standings(participant: Participant) -> list[OfferStanding]:
    """All that somebody is offered, by time."""
    there = {row.workshop_id: row for row in Attendance.objects.filter(participant=participant)}
    return [standing(offer, there.get(offer.workshop_id or 0)) for offer in _offers().filter(participant=participant)]


def standings_of(series: Iterable[Series]) -> dict[int, list[OfferStanding]]:
    """The same for all who take part in these series, by the number that the record of each has; two questions to the database."""
    wanted = [each.pk for each in series]
    there = {(row.participant_id, row.workshop_id): row for row in Attendance.objects.filter(workshop__series__in=wanted)}
    found: dict[int, list[OfferStanding]] = {}
    for offer in _offers().filter(participant__series__in=wanted):
        place = there.get((offer.participant_id, offer.workshop_id or 0))
        found.setdefault(offer.participant_id, []).append(standing(offer, place))
    return found


def standing(offer: PaymentOffer, place: Attendance | None) -> OfferStanding:
    """How an offer stands, given the person's place in its session. A session that ran on is paid at the same rate, to its end."""
    given = 0 if place is None else place.preparation_minutes if offer.what == "preparation" else place.minutes
    minutes = max(offer.minutes, given if offer.workshop_id else 0)
    step = rate_of(offer)
    pence = offer.pence if step is None or step.minutes is None else max(offer.pence, step.pence_for(minutes))
    line: ClaimLine | None = getattr(offer, "line", None)
    return OfferStanding(offer, pence, minutes, _waits(offer, place), line.claim if line else None)


def rate_of(offer: PaymentOffer) -> RateStep | None:
    """The rate at which it was made; None where its table is not shipped any more: what was offered stands."""
    table = rate_tables().get(offer.rate_table)
    return next((step for step in table.steps if step.id == offer.rate_step), None) if table else None


def _waits(offer: PaymentOffer, place: Attendance | None) -> str:
    workshop = offer.workshop
    if workshop is None or workshop.cancelled_late:
        return ""
    if offer.what == "preparation" and place is not None and place.preparation_minutes:
        return ""
    if workshop.state == WorkshopState.CANCELLED:
        return IN_TIME
    if place is not None and place.came:
        return ""
    if place is not None and place.came is False:
        return DID_NOT_COME
    return NOT_WRITTEN if workshop.ends_at <= timezone.now() else TO_COME


def _offers() -> QuerySet[PaymentOffer]:
    rows = PaymentOffer.objects.filter(withdrawn_at__isnull=True)
    return rows.select_related("workshop", "participant", "line__claim").order_by("workshop__starts_at", "offered_at", "pk")


def offer_in(viewer: Viewer, pk: int) -> PaymentOffer:
    """One offer of the viewer's organisation; Http404 for any other, as for one that never was."""
    rows = _offers().select_related("participant__series__organisation", "workshop", "line__claim")
    return _or_404(rows.filter(participant__series__organisation=viewer.organisation, pk=pk).first())


def participant_in(viewer: Viewer, pk: int) -> Participant:
    """Somebody who takes part in a series of the viewer's organisation; Http404 for anybody else."""
    rows = Participant.objects.select_related("series__organisation")
    return _or_404(rows.filter(series__organisation=viewer.organisation, pk=pk).first())


def workshop_in(viewer: Viewer, pk: int) -> Workshop:
    """A session of a series of the viewer's organisation; Http404 for any other."""
    rows = Workshop.objects.select_related("series__organisation")
    return _or_404(rows.filter(series__organisation=viewer.organisation, pk=pk).first())


def _or_404(found: Row | None) -> Row:
    if found is None:
        raise Http404("nothing of this organisation")
    return found


def series_in(viewer: Viewer, pk: int) -> Series:
    """A series that the viewer's organisation runs, and so pays for."""
    return series_found.run_by(viewer, pk)


def to_be_offered(workshop: Workshop) -> list[Participant]:
    """Those who were asked to a session and have no offer for it; who brings people together is paid by the host already."""
    offered = PaymentOffer.objects.filter(workshop=workshop, what="session", withdrawn_at__isnull=True).values("participant")
    rows = Participant.objects.filter(attendances__workshop=workshop, left_at__isnull=True, purged_at__isnull=True)
    return list(rows.exclude(pk__in=offered).exclude(role="facilitator").order_by("number"))


def people_of(series: Series) -> QuerySet[Participant]:
    """All who take part in a series, by number; those who left have pay to come too."""
    return Participant.objects.filter(series=series).order_by("number")


def promised(series: Series, participant: Participant | None = None) -> Opportunity | None:
    """The call that told people what they are paid: the one that they answered, else the newest published one with a rate."""
    expression = participant.expression if participant else None
    if expression is not None and expression.opportunity.rate_step:
        return expression.opportunity
    return Opportunity.objects.filter(series=series, state=OpportunityState.PUBLISHED).exclude(rate_step="").first()


def rate_for(series: Series, participant: Participant | None = None) -> tuple[str, str]:
    """Table and step of what people were promised; where nothing was, an hour at the rates of today."""
    call = promised(series, participant)
    if call is not None and call.rate_table in rate_tables():
        return call.rate_table, call.rate_step
    return latest(timezone.localdate()).id, "hour"


def claims_of(participant: Participant) -> list[PaymentClaim]:
    """Somebody's claims with their lines, the newest first."""
    rows = with_lines(PaymentClaim.objects.filter(participant=participant))
    return list(rows.order_by("-made_at", "-pk"))


def with_lines(rows: QuerySet[PaymentClaim]) -> QuerySet[PaymentClaim]:
    """The same claims, each with its lines and their sessions."""
    lines = ClaimLine.objects.select_related("offer__workshop")
    return rows.select_related("participant", "series__organisation", "export").prefetch_related(Prefetch("lines", lines))


def claim_of(participant: Participant, pk: int) -> PaymentClaim:
    """One claim of somebody; Http404 for any other."""
    return _or_404(with_lines(PaymentClaim.objects.filter(participant=participant, pk=pk)).first())


def claim_in(viewer: Viewer, pk: int) -> PaymentClaim:
    """One claim of the viewer's organisation; Http404 for any other."""
    return _or_404(with_lines(PaymentClaim.objects.filter(series__organisation=viewer.organisation, pk=pk)).first())


def claims_of_series(series: Series) -> list[PaymentClaim]:
    """All claims of a series: those that came back with a question first, then the oldest."""
    rows = with_lines(PaymentClaim.objects.filter(series=series)).order_by("owed_since", "pk")
    return sorted(rows, key=lambda claim: claim.state != ClaimState.RETURNED)


def receipt_of(claim: PaymentClaim, line: int) -> str:
    """The name of the receipt of one line; Http404 where it has none."""
    return _or_404(next((each.receipt for each in claim.lines.all() if each.pk == line and each.receipt), None))


def payee_reference_of(participant: Participant) -> str:
    """The reference that finance gave for somebody, as their newest claim has it."""
    rows = PaymentClaim.objects.filter(participant=participant).exclude(payee_reference="").order_by("-made_at", "-pk")
    return rows.values_list("payee_reference", flat=True).first() or ""
