"""Hands a message to what delivers it: Django's email backend, or what `settings.MESSAGE_WAYS` names for texts and letters."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives

from levelground.web.notifications import twins
from levelground.web.notifications.carriers import carrier
from levelground.web.notifications.message import Message
from levelground.web.notifications.recipient import MessageWay, Recipient

log = logging.getLogger(__name__)


def send(to: str, message: Message) -> bool:
    """Send to one address; whether it was taken.

    What was done stays done when the post is down: the fault goes to the log (its kind only: no address, no words), and the page
    that asked may say that the message was not sent.
    """
    mail = EmailMultiAlternatives(subject=message.subject, body=twins.plain_text(message), to=[to])
    mail.attach_alternative(twins.html(message), "text/html")
    for file in message.attachments:
        mail.attach(file.name, file.content, file.media_type)
    try:
        return mail.send() == 1
    except (OSError, SMTPException) as fault:
        log.error("a message could not be sent: %s", type(fault).__name__)
        return False


def deliver(to: Recipient, message: Message) -> bool:
    """Send to somebody by the way that they chose; whether it was taken. Where no provider is set for a way, it never is."""
    if to.way is MessageWay.EMAIL:
        return send(to.address, message)
    carry = carrier(to.way)
    if carry is None:
        return False
    try:
        carry(to, message)
    except OSError as fault:
        log.error("a %s could not be sent: %s", to.way, type(fault).__name__)
        return False
    return True


def takes(way: MessageWay) -> bool:
    """Whether this site has something that takes messages of this way; email always has."""
    return way is MessageWay.EMAIL or carrier(way) is not None
