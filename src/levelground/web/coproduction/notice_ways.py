"""How the site can tell somebody by itself; and a message made again from what was kept of it."""

from __future__ import annotations

import re

from levelground.web import notifications
from levelground.web.coproduction.models import ContactBy, Notice
from levelground.web.coproduction.reach import Reachable
from levelground.web.design_system.translations import ENGLISH, named
from levelground.web.notifications import Message, MessageLink, MessageWay, Recipient

MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")
"""A mobile phone of this country. Texts to other phones reach nobody: a person calls them."""
CHANNELS = {MessageWay.EMAIL: ContactBy.EMAIL, MessageWay.TEXT: ContactBy.PHONE, MessageWay.LETTER: ContactBy.POST}
"""What somebody chose who is reached by each way."""
LINK = re.compile(r"(?P<text>.+):\n(?P<address>https?://\S+)")
"""How a letter writes a link (`notifications.twins.letter_body`)."""


def recipient(to: Reachable, language: str) -> Recipient | None:
    """Where the site can send a message in this language by itself; None where a person has to tell them."""
    if to.contact_by == ContactBy.EMAIL:
        return Recipient(MessageWay.EMAIL, to.email, to.name) if to.email else None
    if not _reads(to, language):
        return None
    if to.contact_by == ContactBy.PHONE and MOBILE.fullmatch(_digits(to.phone)) and notifications.takes(MessageWay.TEXT):
        return Recipient(MessageWay.TEXT, _digits(to.phone), to.name)
    if to.contact_by == ContactBy.POST and to.address and notifications.takes(MessageWay.LETTER):
        return Recipient(MessageWay.LETTER, to.address, to.name)
    return None


def again(notice: Notice) -> tuple[Recipient, Message] | None:
    """To whom, and what, a notice that was not given can be sent once more; None where only a person can give it."""
    to = notice.participant or notice.expression or notice.concern
    found = recipient(to, notice.language) if to is not None and notice.told_at is None and notice.words else None
    return (found, _message(notice)) if found is not None else None


def _message(notice: Notice) -> Message:
    """The message whose words were kept, with its links, in its language."""
    parts = [part for part in notice.words.split("\n\n") if part.strip()]
    links = [MessageLink(found["text"], found["address"]) for part in parts if (found := LINK.fullmatch(part))]
    paragraphs = [part for part in parts if not LINK.fullmatch(part)]
    return Message(notice.subject, paragraphs or [notice.subject], links=links, language=notice.language)


def _reads(to: Reachable, language: str) -> bool:
    """Whether this is the language that they asked for; who asked for none, or was called back in it, reads English."""
    wanted = to.language.strip().casefold()
    known = named(wanted) if wanted else None
    return wanted in {"", "english"} if language == ENGLISH else known is not None and known.code == language


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isascii() and (character.isdecimal() or character == "+"))
