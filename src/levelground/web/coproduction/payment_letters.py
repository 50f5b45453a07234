"""What people are told of their pay. A letter says how much and what next; what the work was stands behind the private link."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.models import Participant, PaymentClaim, PaymentOffer
from levelground.web.coproduction.money import pounds
from levelground.web.coproduction.payment_words import VOUCHER
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message


def offered(participant: Participant, offers: Sequence[PaymentOffer]) -> Message:
    """That pay is offered, before any answer."""
    return Message(
        subject=Phrase("You are offered pay for your time"),
        paragraphs=(
            Phrase(
                "%(organisation)s offers you %(total)s for your part in “%(series)s”.",
                organisation=participant.series.organisation.name,
                total=pounds(sum(offer.pence for offer in offers)),
                series=" ".join(participant.series.title.split()),
            ),
            Phrase("You can say yes, ask for a voucher, or say no. If you say no, nothing else changes: you can take part all the same."),
            Phrase("Pay can change what you get in benefits. The page says where to ask before you answer."),
        ),
        links=((Phrase("See the offer, and answer"), _page("mine_pay", participant)),),
    )


def returned(claim: PaymentClaim) -> Message:
    """That there is a question about a claim."""
    return Message(
        subject=Phrase("A question about your claim %(number)s", number=claim.number),
        paragraphs=(
            Phrase("We have a question about your claim for %(pay)s.", pay=pounds(claim.pence)),
            Phrase.own(claim.returned_because),
            Phrase("Answer it on your own page. The claim goes on as soon as you have."),
        ),
        links=((Phrase("Answer"), _page("mine_pay", claim.participant)),),
    )


def approved(claim: PaymentClaim) -> Message:
    """That a claim is approved."""
    next_step = Phrase("The voucher comes next.") if claim.method == VOUCHER else Phrase("Finance pays it next.")
    return Message(
        subject=Phrase("Your claim %(number)s is approved", number=claim.number),
        paragraphs=(Phrase.joined(Phrase("Your claim for %(pay)s is approved.", pay=pounds(claim.pence)), next_step),),
        links=((Phrase("See your pay"), _page("mine_pay", claim.participant)),),
    )


def paid(claim: PaymentClaim) -> Message:
    """That a claim is paid."""
    sent = Phrase("It was paid on %(day)s.", day=claim.paid_on)
    if claim.method == VOUCHER:
        sent = Phrase("Your voucher was sent on %(day)s.", day=claim.paid_on)
    return Message(
        subject=Phrase("Your claim %(number)s is paid", number=claim.number),
        paragraphs=(
            Phrase.joined(Phrase("Your claim was for %(pay)s.", pay=pounds(claim.pence)), sent),
            Phrase("If it has not come within a week, tell us. Thank you for your time."),
        ),
        links=((Phrase("Your statement"), _page("mine_statement", claim.participant)),),
    )


def _page(name: str, participant: Participant) -> str:
    return reverse(name, kwargs={"secret": signed_links.secret_for(participant)})
