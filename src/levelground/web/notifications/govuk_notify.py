"""Delivery by GOV.UK Notify, with its own client.

The service has one template of its own for each way, which hands on what it is given: for email subject `((subject))` and body
`((body))`; for texts body `((body))`; for letters heading `((subject))` and body `((body))`. What Notify does not take (a refusal, a
limit, a fault of its own, no answer in time) is an `OSError`: nothing is tried again behind anybody's back, and whoever asked knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from levelground.web.notifications import twins
from levelground.web.notifications.message import Message
from levelground.web.notifications.recipient import MessageWay, Recipient

PATIENCE = 10
"""Seconds."""
FEWEST_LINES, MOST_LINES = 3, 7
"""Of a postal address, the name among them; the last is a postcode."""


class NotifyRefused(OSError):  # noqa: N818 - the house's errors are named for what they say
    """Notify did not take a message. Says the status alone: its own words could repeat an address."""


class NotifyBackend(BaseEmailBackend):
    """Django's email backend for GOV.UK Notify: settings NOTIFY_KEY, NOTIFY_TEMPLATE, NOTIFY_ADDRESS."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each to each of its addresses; how many messages were taken.

        Raises
        ------
        OSError
            Notify cannot be reached, or did not take the message.
        """
        for message in email_messages:
            for address in message.to:
                _email(address, str(message.subject), str(message.body))
        return len(email_messages)


def deliver(to: Recipient, message: Message, template: str) -> None:
    """Hand over a text message or a letter.

    Raises
    ------
    OSError
        It was not taken.
    """
    if to.way is MessageWay.TEXT:
        said = {"body": twins.text_message(message)}
        _ask(lambda client: client.send_sms_notification(to.address, template, personalisation=said))
    else:
        said = {**_lines_of(to), "subject": message.subject, "body": twins.letter_body(message)}
        _ask(lambda client: client.send_letter_notification(template, said))


def _email(address: str, subject: str, body: str) -> None:
    said = {"subject": subject, "body": body}
    _ask(lambda client: client.send_email_notification(address, settings.NOTIFY_TEMPLATE, personalisation=said))


def _ask(what: Callable[[NotificationsAPIClient], Any]) -> None:
    client = NotificationsAPIClient(settings.NOTIFY_KEY, base_url=settings.NOTIFY_ADDRESS, timeout=PATIENCE)
    try:
        what(client)
    except APIError as refused:
        raise NotifyRefused(f"GOV.UK Notify: {refused.status_code}") from None
    finally:
        client.request_session.close()


def _lines_of(to: Recipient) -> dict[str, str]:
    """The address as Notify wants it: three to seven lines, the name first."""
    lines = [line.strip() for line in (to.name or "To whom it concerns", *to.address.splitlines()) if line.strip()]
    if len(lines) == FEWEST_LINES - 1 and "," in lines[-1]:
        lines[-1:] = [part.strip() for part in lines[-1].split(",") if part.strip()]
    if not FEWEST_LINES <= len(lines) <= MOST_LINES:
        raise NotifyRefused("an address for a letter has three to seven lines")
    return {f"address_line_{number}": line for number, line in enumerate(lines, 1)}
