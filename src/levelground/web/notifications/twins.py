"""A message written out: as plain text and as HTML, which say the same words in the same order; as a short text; as a letter."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template

from levelground.web.design_system import translations
from levelground.web.design_system.translations import to_translate
from levelground.web.notifications.message import Message, MessageLink

CLOSING = to_translate("This message came from Levelground. Nobody reads answers to it.")
LONGEST_TEXT = 600
"""Characters of a text message: what phones put together again, and what one costs, stay within reason."""


def plain_text(message: Message) -> str:
    """The message for a reader of plain text: paragraphs, then each link with its address on a line of its own."""
    parts = [*message.paragraphs, *(f"{link.text}:\n{link.address}" for link in _links(message)), _closing(message)]
    return "\n\n".join(parts) + "\n"


def html(message: Message) -> str:
    """The message for a reader of HTML: no pictures, no style, nothing that is fetched from anywhere."""
    page = {
        "subject": message.subject,
        "paragraphs": message.paragraphs,
        "links": _links(message),
        "closing": _closing(message),
        "language": message.language,
        "direction": language.direction if (language := _language(message)) else "ltr",
    }
    return get_template("notifications/message.jinja").render(page)


def text_message(message: Message) -> str:
    """The message as a short text: what it is about, and where to read it; more of it only where there is nowhere to go."""
    links = _links(message)
    said = message.subject if links else " ".join([message.subject, *message.paragraphs])
    return "\n".join([_at_most(said), *(link.address for link in links[:1])])


def letter_body(message: Message) -> str:
    """The message as the body of a letter: paragraphs, then each link in full, as nobody can press it."""
    return "\n\n".join([*message.paragraphs, *(f"{link.text}:\n{link.address}" for link in _links(message))])


def letter(message: Message) -> str:
    """The whole letter below the address."""
    return f"{message.subject}\n\n{letter_body(message)}\n"


def _at_most(words: str) -> str:
    return words if len(words) <= LONGEST_TEXT else f"{words[: LONGEST_TEXT - 2].rsplit(' ', 1)[0]} …"


def _closing(message: Message) -> str:
    language = _language(message)
    return (translations.checked(CLOSING, language) if language else None) or CLOSING


def _language(message: Message) -> translations.Language | None:
    return translations.languages().get(message.language)


def _links(message: Message) -> list[MessageLink]:
    return [MessageLink(text, _absolute(address)) for text, address in message.links]


def _absolute(address: str) -> str:
    return f"{settings.LEVELGROUND_ADDRESS.rstrip('/')}{address}" if address.startswith("/") else address
