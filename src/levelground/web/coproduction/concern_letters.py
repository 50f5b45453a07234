"""What whoever raised a concern is told. Short, and without their own words: somebody else may open their post."""

from __future__ import annotations

from levelground.web.coproduction import concern_links
from levelground.web.coproduction.models import Concern, ConcernDesk
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message

KEEP = Phrase("On your own page you can read what we answer, add to what you wrote, or take it back. Whoever has the link can open it.")


def received(concern: Concern, desk: ConcernDesk) -> Message:
    """That it has come, who answers, and by when."""
    thanks = Phrase(
        "Thank you. %(organisation)s has what you wrote. Its reference is %(reference)s.",
        organisation=concern.organisation.name,
        reference=concern.reference,
    )
    by_when = Phrase("%(who)s will answer you by %(day)s.", who=desk.answers_as, day=concern.reply_by)
    return _letter(concern, Phrase("We have your concern"), thanks, by_when, KEEP)


def answered(concern: Concern, signed_as: str) -> Message:
    """That there is an answer."""
    where = Phrase(
        "%(who)s of %(organisation)s has answered you. The answer is on your own page.",
        who=signed_as,
        organisation=concern.organisation.name,
    )
    return _letter(concern, Phrase("There is an answer to your concern"), where, KEEP)


def taken_up(concern: Concern) -> Message:
    """That somebody works on it."""
    who = Phrase(
        "Somebody at %(organisation)s has taken up what you raised. You can see what becomes of it on your own page.",
        organisation=concern.organisation.name,
    )
    return _letter(concern, Phrase("Somebody has taken up your concern"), who)


def closed(concern: Concern) -> Message:
    """That it is closed, and where the reason stands."""
    why = Phrase(
        "%(organisation)s has closed your concern. Why, and what you can do now, is on your own page.",
        organisation=concern.organisation.name,
    )
    return _letter(concern, Phrase("Your concern is closed"), why)


def _letter(concern: Concern, subject: Phrase, *paragraphs: Phrase) -> Message:
    return Message(subject, paragraphs, links=((Phrase("Your own page"), concern_links.address_of(concern)),))
