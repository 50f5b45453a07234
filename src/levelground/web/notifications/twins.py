"""A message as plain text and as HTML: two forms of one value, so that both say the same words in the same order."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template

from levelground.web.notifications.message import Message, MessageLink

CLOSING = "This message came from Levelground. Nobody reads answers to it."


def plain_text(message: Message) -> str:
    """The message for a reader of plain text: paragraphs, then each link with its address on a line of its own."""
    parts = [*message.paragraphs, *(f"{link.text}:\n{link.address}" for link in _links(message)), CLOSING]
    return "\n\n".join(parts) + "\n"


def html(message: Message) -> str:
    """The message for a reader of HTML: no pictures, no style, nothing that is fetched from anywhere."""
    page = {"subject": message.subject, "paragraphs": message.paragraphs, "links": _links(message), "closing": CLOSING}
    return get_template("notifications/message.jinja").render(page)


def _links(message: Message) -> list[MessageLink]:
    return [MessageLink(text, _absolute(address)) for text, address in message.links]


def _absolute(address: str) -> str:
    return f"{settings.LEVELGROUND_ADDRESS.rstrip('/')}{address}" if address.startswith("/") else address
