"""What is sent: a subject, paragraphs, and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class MessageLink(NamedTuple):
    """Where to go on: what the link says, and its address; one that begins with `/` is an address of this site."""

    text: str
    address: str


class Attachment(NamedTuple):
    """A small file that goes with an email. Whatever it says stands in the message or behind a link too: not every way takes files."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Message:
    """One message, in words that need no layout. A paragraph is one line of text, without markup."""

    subject: str
    paragraphs: Sequence[str]
    links: Sequence[MessageLink | tuple[str, str]] = ()
    attachments: Sequence[Attachment] = ()
    language: str = "en-GB"
    """The language that all of it is written in."""

    def __post_init__(self) -> None:
        if self.subject.splitlines() != [self.subject] or not self.subject.strip():
            raise ValueError("a subject is one line that says something")
        if not self.paragraphs:
            raise ValueError("a message has at least one paragraph")
