"""What takes text messages and letters: a file or the console for a trial, GOV.UK Notify for real. Email goes by Django's own backends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from levelground.web.notifications import govuk_notify, twins
from levelground.web.notifications.message import Message
from levelground.web.notifications.recipient import MessageWay, Recipient

Carry = Callable[[Recipient, Message], None]
"""Takes a message, or raises `OSError`: then it was not taken."""


def carrier(way: MessageWay) -> Carry | None:
    """What takes messages of this way on this site (`settings.MESSAGE_WAYS`); None where nothing does, and a person has to."""
    how: dict[str, Any] | None = settings.MESSAGE_WAYS.get(way.value)
    if how is None:
        return None
    kinds: dict[str, Callable[..., Carry]] = {"file": _file, "console": _console, "notify": _notify}
    return kinds[how["kind"]](**{name: value for name, value in how.items() if name != "kind"})


def _file(folder: str) -> Carry:
    """Each message becomes a file of its own, for its reader only."""

    def carry(to: Recipient, message: Message) -> None:
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = place / f"{timezone.now():%Y%m%d-%H%M%S}-{to.way}-{get_random_string(8)}.txt"
        path.touch(mode=0o600)
        path.write_text(_written_out(to, message), encoding="utf-8")

    return carry


def _console() -> Carry:
    def carry(to: Recipient, message: Message) -> None:
        sys.stdout.write(f"{_written_out(to, message)}\n{'-' * 79}\n")

    return carry


def _notify(template: str) -> Carry:
    return lambda to, message: govuk_notify.deliver(to, message, template)


def _written_out(to: Recipient, message: Message) -> str:
    """A text message or a letter as a file or a terminal shows it."""
    head = f"To: {to.address}" if to.way is MessageWay.TEXT else f"{to.name}\n{to.address}".strip()
    return f"{head}\n\n{twins.text_message(message) if to.way is MessageWay.TEXT else twins.letter(message)}"
