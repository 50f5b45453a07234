"""The letters that somebody gets who answers an open call."""

from __future__ import annotations

from levelground.web.coproduction.models import ExpressionOfInterest
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message


def come_back(expression: ExpressionOfInterest, address: str) -> Message:
    """The private link, to go on later or to take it all back."""
    call = expression.opportunity
    return Message(
        subject=Phrase("Your private link to come back"),
        paragraphs=(
            Phrase(
                "You began to tell %(organisation)s that you are interested in “%(call)s”.",
                organisation=call.series.organisation.name,
                call=_line(call.title),
            ),
            Phrase("With this link you can go on where you stopped, on any phone or computer. You can also take it all back."),
            Phrase("The link is for you alone. Do not send it to others."),
            Phrase("If you did not do this, you need do nothing. We will not write again."),
        ),
        links=((Phrase("Go on where you stopped"), address),),
    )


def acknowledgement(expression: ExpressionOfInterest) -> Message:
    """That it came, under which reference, and by when they are told."""
    call = expression.opportunity
    told = Phrase("You will be told, whatever we decide.")
    if call.told_by:
        told = Phrase("You will be told by %(day)s, whatever we decide.", day=call.told_by)
    ask = ", ".join(way for way in (call.contact_name, call.contact_phone, call.contact_email) if way)
    return Message(
        subject=Phrase("We have what you sent: %(reference)s", reference=expression.reference),
        paragraphs=(
            Phrase(
                "Thank you. %(organisation)s has your answer to “%(call)s”.",
                organisation=call.series.organisation.name,
                call=_line(call.title),
            ),
            Phrase("Your reference is %(reference)s. Say it when you call or write to us.", reference=expression.reference),
            told,
            Phrase("You can take it all back at any time, with your private link or by telling us. You do not have to say why."),
            Phrase("If you want to ask something: %(ways)s.", ways=ask),
        ),
    )


def _line(words: str) -> str:
    return " ".join(words.split())
