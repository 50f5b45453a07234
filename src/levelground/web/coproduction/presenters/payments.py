"""Pay on its pages: for the person, for members who offer it, and for those who approve and pay, who read no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from levelground.registers.payment_rates import rate_tables
from levelground.web.coproduction.models import ClaimState, FinanceExport, Participant, PaymentClaim, Series, Workshop
from levelground.web.coproduction.money import pounds
from levelground.web.coproduction.offered import EXPENSES, words_of
from levelground.web.coproduction.payment_words import ADVICE, METHODS, PAYMENT, PUBLIC_SECTOR, VOUCHER
from levelground.web.coproduction.presenters import series as series_pages
from levelground.web.coproduction.queries import finance
from levelground.web.coproduction.queries import payments as found
from levelground.web.coproduction.queries.payments import OfferStanding
from levelground.web.design_system.days import day
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
STATES = {
    ClaimState.MADE: (Phrase("We are looking at it"), "blue"),
    ClaimState.RETURNED: ("We have a question", "yellow"),
    ClaimState.APPROVED: ("Approved", "purple"),
    ClaimState.EXPORTED: ("With finance", "purple"),
    ClaimState.PAID: ("Paid", "green"),
}
"""How a claim stands, in words for the person, and the colour of its tag."""


@dataclass(frozen=True)
class ClaimShown:
    """One claim on a page."""

    claim: PaymentClaim
    amount: str
    state: str
    colour: str
    days: int
    late: bool
    is_asked: bool

    @property
    def waited(self) -> str:
        """`12 days`."""
        return Phrase("1 day") if self.days == 1 else Phrase("%(number)s days", number=self.days)


def shown(claims: Iterable[PaymentClaim], promised_days: int) -> list[ClaimShown]:
    """Claims as pages have them; late: not paid within the days that are promised."""
    return [_shown(claim, promised_days) for claim in claims]


def _shown(claim: PaymentClaim, promised_days: int) -> ClaimShown:
    state, colour = STATES[ClaimState(claim.state)]
    days, asked = finance.days(claim), claim.state == ClaimState.RETURNED
    return ClaimShown(claim, pounds(claim.pence), state, colour, days, days > promised_days and claim.state != ClaimState.PAID, asked)


def mine(participant: Participant, secret: str) -> Page:
    """The person's own page of pay: what waits for them first."""
    standings = found.standings(participant)
    desk = found.desk_of(participant.series.organisation)
    claims = found.claims_of(participant)
    paid = [claim for claim in claims if claim.state == ClaimState.PAID]
    return {
        **_of_mine(participant, secret, Phrase("Your pay")),
        "open": [each for each in standings if each.open],
        "advice_asked": any(each.open and each.offer.benefits_flag for each in standings),
        "ready": _ready(standings),
        "waiting": [each for each in standings if each.method and each.waits and each.claim is None],
        "declined": [each for each in standings if each.offer.answer == "declined"],
        "changeable": any(each.offer.answer and each.claim is None for each in standings),
        "claims": shown(claims, desk.days_to_pay),
        "paid_total": pounds(sum(claim.pence for claim in paid)) if paid else "",
        "desk": desk,
        "reference": found.payee_reference_of(participant),
    }


def _of_mine(participant: Participant, secret: str, title: str, *trail: tuple[str, str]) -> Page:
    steps = [("Your own page", reverse("mine", kwargs={"secret": secret})), *trail]
    return {
        "page_title": title,
        "heading": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps],
        "participant": participant,
        "series": participant.series,
        "secret": secret,
        "pounds": pounds,
    }


def _ready(standings: Sequence[OfferStanding]) -> list[Page]:
    """What can be claimed now, money and vouchers apart."""
    rows = [(method, [each for each in standings if each.claimable and each.method == method]) for method in METHODS]
    return [
        {"method": method, "rows": some, "total": pounds(sum(each.pence for each in some)), "voucher": method == VOUCHER}
        for method, some in rows
        if some
    ]


def mine_form(participant: Participant, secret: str, title: str, **more: Any) -> Page:
    """A page of the person with a form about pay."""
    trail = (Phrase("Your pay"), reverse("mine_pay", kwargs={"secret": secret}))
    return {**_of_mine(participant, secret, title, trail), **advice(participant.series), **more}


def advice(series: Series) -> Page:
    """What is said of benefits before any yes, and how the organisation pays."""
    desk = found.desk_of(series.organisation)
    return {"desk": desk, "advice": desk.benefits_advice or ADVICE, "public_sector": PUBLIC_SECTOR}


def offer_rows(standings: Iterable[OfferStanding]) -> list[tuple[str, str, str, str]]:
    """Offers as rows: what, how long, how much, at which rate."""
    return [
        (each.offer.words, Phrase("%(number)s minutes", number=each.minutes), pounds(each.pence), rate_words(each)) for each in standings
    ]


def rate_words(standing: OfferStanding) -> str:
    """At which rate something is offered: `£27.50: An hour`, with the day from which the rates are."""
    step = found.rate_of(standing.offer)
    if step is None:
        return standing.offer.rate_table
    return f"{pounds(step.pence)}: {step.words}. Rates from {day(rate_tables()[standing.offer.rate_table].from_date)}"


def statement(participant: Participant, secret: str) -> Page:
    """What somebody was paid, and what is on its way, to print or to keep as text."""
    claims = found.claims_of(participant)[::-1]
    paid = [claim for claim in claims if claim.state == ClaimState.PAID]
    return {
        **mine_form(participant, secret, Phrase("Your statement")),
        "claims": claims,
        "paid": paid,
        "paid_total": pounds(sum(claim.pence for claim in paid)),
        "open_total": pounds(sum(claim.pence for claim in claims) - sum(claim.pence for claim in paid)),
        "today": timezone.localdate(),
        "states": {claim.pk: STATES[ClaimState(claim.state)][0] for claim in claims},
        "methods": METHODS,
    }


def statement_text(participant: Participant) -> str:
    """The same as plain text: it says who paid and for what, and nobody's name."""
    series, claims = participant.series, found.claims_of(participant)[::-1]
    lines = [f"Statement of pay on {day(timezone.localdate())}", series.organisation.name, series.title, participant.label, ""]
    for claim in claims:
        when = f"Paid on {day(claim.paid_on)}" if claim.paid_on else STATES[ClaimState(claim.state)][0]
        lines += [f"Claim {claim.number}: {pounds(claim.pence)}. {when}."]
        lines += [f"  {line.words}: {pounds(line.pence)}" for line in claim.lines.all()]
    paid = sum(claim.pence for claim in claims if claim.state == ClaimState.PAID)
    return "\n".join([*lines, "", f"Paid in all: {pounds(paid)}", ""])


def of_series(viewer: Viewer, series: Series) -> Page:
    """Everybody's pay in a series, by label: what is offered, answered, claimed, and what waits for us."""
    desk = found.desk_of(series.organisation)
    standings = found.standings_of([series])
    people = list(found.people_of(series))
    return {
        **member_page(viewer, series, "Pay"),
        "people": [(person, [(each, _how(each)) for each in standings.get(person.pk, [])]) for person in people],
        "sessions": list(series.workshops.order_by("starts_at")),
        "claims": shown(found.claims_of_series(series), desk.days_to_pay),
        "desk": desk,
    }


def _how(standing: OfferStanding) -> tuple[str, str]:
    """How an offer stands, in words for members, and the colour of its tag. Nobody reads here why somebody takes their time."""
    if standing.claim is not None:
        return f"In claim {standing.claim.number}", "purple"
    if standing.open:
        return "No answer yet", "blue"
    if not standing.method:
        return "Said no", "grey"
    said = "Voucher" if standing.method == VOUCHER else "Yes"
    return (said, "grey") if standing.waits else (f"{said}, can be claimed", "yellow")


def member_page(viewer: Viewer, series: Series, title: str, *trail: tuple[str, str], **more: Any) -> Page:
    """What every page of members about the pay of a series begins with."""
    steps = [*series_pages.trail(viewer, series), *({"text": text, "href": href} for text, href in trail)]
    return {
        "page_title": title,
        "heading": title,
        "breadcrumbs": steps,
        "series": series,
        "at": {"organisation": viewer.organisation.slug},
        "pounds": pounds,
        **more,
    }


def pay_trail(viewer: Viewer, series: Series) -> tuple[str, str]:
    """The page of pay of a series, as a step of the way."""
    return "Pay", reverse("payments", kwargs={"organisation": viewer.organisation.slug, "series": series.pk})


def member_form(viewer: Viewer, series: Series, title: str, **more: Any) -> Page:
    """A page of members with a form about the pay of a series."""
    return {**member_page(viewer, series, title, pay_trail(viewer, series)), **advice(series), **more}


def offer_session(viewer: Viewer, workshop: Workshop, **more: Any) -> Page:
    """The form that offers pay for a session, and who would get it."""
    people = found.to_be_offered(workshop)
    return member_form(viewer, workshop.series, "Offer pay for a session", workshop=workshop, people=people, **more)


def finance_page(viewer: Viewer, title: str, *trail: tuple[str, str], **more: Any) -> Page:
    """What every page of those who approve and pay begins with."""
    own = ("Pay", reverse("finance", kwargs={"organisation": viewer.organisation.slug}))
    steps = [*([] if title == "Pay" else [own]), *trail]
    return {
        "page_title": title,
        "heading": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps],
        "at": {"organisation": viewer.organisation.slug},
        "pounds": pounds,
        **more,
    }


def front(viewer: Viewer) -> Page:
    """All claims that are not paid, whoever has waited longest first; what can go to finance; the files that went."""
    desk = found.desk_of(viewer.organisation)
    states = finance.by_state(viewer.organisation)
    made, approved = states.get(ClaimState.MADE, []), states.get(ClaimState.APPROVED, [])
    known = finance.dealt_with(made, viewer.user)
    return finance_page(
        viewer,
        "Pay",
        waiting=[(each, finance.refused_because(each.claim, viewer.user, known)) for each in shown(made, desk.days_to_pay)],
        asked=shown(states.get(ClaimState.RETURNED, []), desk.days_to_pay),
        approved=shown(approved, desk.days_to_pay),
        approved_total=pounds(sum(claim.pence for claim in approved)),
        with_finance=shown(states.get(ClaimState.EXPORTED, []), desk.days_to_pay),
        paid=shown(states.get(ClaimState.PAID, []), desk.days_to_pay),
        exports=finance.exports(viewer.organisation),
        desk=desk,
    )


def one_claim(viewer: Viewer, claim: PaymentClaim, **more: Any) -> Page:
    """One claim for whoever approves it."""
    desk = found.desk_of(viewer.organisation)
    return finance_page(
        viewer,
        f"Claim {claim.number}",
        shown=_shown(claim, desk.days_to_pay),
        claim=claim,
        lines=line_rows(claim),
        method=METHODS.get(claim.method, claim.method),
        is_money=claim.method == PAYMENT,
        why_not=finance.refused_because(claim, viewer.user),
        **more,
    )


def line_rows(claim: PaymentClaim) -> list[Page]:
    """The lines of a claim: what, the kind of cost, how long, how much, and whether there is a receipt."""
    return [
        {
            "line": line,
            "kind": EXPENSES.get(line.kind, Phrase("Work")),
            "words": line.words or EXPENSES.get(line.kind, Phrase("Work")),
            "amount": pounds(line.pence),
            "time": Phrase("%(number)s minutes", number=line.minutes) if line.minutes else "",
            "offered": pounds(line.offer.pence) if line.offer and line.offer.pence != line.pence else "",
        }
        for line in claim.lines.all()
    ]


def one_export(viewer: Viewer, export: FinanceExport, **more: Any) -> Page:
    """One file for finance, with its claims."""
    desk = found.desk_of(viewer.organisation)
    claims = finance.claims_in(export)
    return finance_page(viewer, f"File of {day(export.at)}", export=export, rows=shown(claims, desk.days_to_pay), **more)


def about_to_export(viewer: Viewer) -> Page:
    """What would go into the next file."""
    claims = list(finance.to_be_exported(viewer.organisation).select_related("participant", "series"))
    total = pounds(sum(claim.pence for claim in claims))
    return finance_page(viewer, "Make a file for finance", rows=shown(claims, 0), total=total)


def one_for_person(claim: PaymentClaim) -> Page:
    """One claim for the person, or for who writes their answer down."""
    desk = found.desk_of(claim.series.organisation)
    return {
        "shown": _shown(claim, desk.days_to_pay),
        "claim": claim,
        "lines": line_rows(claim),
        "method": METHODS.get(claim.method, claim.method),
        "is_money": claim.method == PAYMENT,
    }


def may_be_paid(export: FinanceExport) -> list[PaymentClaim]:
    """The claims of a file that are not marked as paid."""
    return [claim for claim in finance.claims_in(export) if claim.state == ClaimState.EXPORTED]


def expense_words(series: Series) -> list[str]:
    """Which costs a series pays, in words."""
    call = found.promised(series)
    return words_of(call.expenses, EXPENSES) if call else []
