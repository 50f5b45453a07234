"""Hands a message to what delivers it: Django's email backend, chosen by `LEVELGROUND_EMAIL_URL`."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives

from levelground.web.notifications import twins
from levelground.web.notifications.message import Message

log = logging.getLogger(__name__)


def send(to: str, message: Message) -> bool:
    """Send to one address; whether it was taken.

    What was done stays done when the post is down: the fault goes to the log (its kind only: no address, no words), and the page
    that asked may say that the message was not sent.
    """
    mail = EmailMultiAlternatives(subject=message.subject, body=twins.plain_text(message), to=[to])
    mail.attach_alternative(twins.html(message), "text/html")
    try:
        return mail.send() == 1
    except (OSError, SMTPException) as fault:
        log.error("a message could not be sent: %s", type(fault).__name__)
        return False
