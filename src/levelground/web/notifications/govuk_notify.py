"""Delivery by GOV.UK Notify, over its HTTP interface.

The service has one template of its own for everything: subject `((subject))`, body `((body))`. Notify makes its own HTML of the
plain text. The key that Notify gives ends with two UUIDs: the service's and the secret that signs each request.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

UUID = 36
PATIENCE = 10
"""Seconds."""


class NotifyBackend(BaseEmailBackend):
    """Django's email backend for GOV.UK Notify: settings NOTIFY_KEY, NOTIFY_TEMPLATE, NOTIFY_ADDRESS."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        key: str = settings.NOTIFY_KEY
        self.secret, self.service = key[-UUID:], key[-2 * UUID - 1 : -UUID - 1]

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each to each of its addresses; how many messages were taken.

        Raises
        ------
        OSError
            Notify cannot be reached, or did not take the message (`requests.HTTPError` is an `OSError`).
        """
        for message in email_messages:
            for address in message.to:
                self._send(address, str(message.subject), str(message.body))
        return len(email_messages)

    def _send(self, address: str, subject: str, body: str) -> None:
        told: dict[str, Any] = {
            "email_address": address,
            "template_id": settings.NOTIFY_TEMPLATE,
            "personalisation": {"subject": subject, "body": body},
        }
        answer = requests.post(
            f"{settings.NOTIFY_ADDRESS.rstrip('/')}/v2/notifications/email",
            json=told,
            headers={"Authorization": f"Bearer {self._token()}"},
            timeout=PATIENCE,
        )
        answer.raise_for_status()

    def _token(self) -> str:
        return jwt.encode({"iss": self.service, "iat": int(time.time())}, self.secret, algorithm="HS256")
