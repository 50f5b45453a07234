"""Whom a message goes to, and by which way: an address, never a user."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class MessageWay(StrEnum):
    """The ways that messages go."""

    EMAIL = "email"
    TEXT = "text"
    """A text message to a mobile phone."""
    LETTER = "letter"
    """Printed and posted by somebody else."""


class Recipient(NamedTuple):
    """One person at the end of one way. `address`: an email address, a phone number, or lines of a postal address."""

    way: MessageWay
    address: str
    name: str = ""
