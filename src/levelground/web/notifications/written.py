"""Writes a message in a language where a human has checked every sentence of it, and in English where not."""

from __future__ import annotations

from dataclasses import replace

from levelground.web.design_system.phrases import Phrase
from levelground.web.design_system.translations import Language
from levelground.web.notifications.message import Message, MessageLink


def written(message: Message, language: Language | None) -> Message:
    """A message of phrases in another language.

    Half a message in one language and half in another helps nobody: one sentence that nobody has checked, and all of it is English. A
    text that is no phrase is English too. What a machine made is never sent.
    """
    links = [MessageLink(text, address) for text, address in message.links]
    texts = [message.subject, *message.paragraphs, *(link.text for link in links)]
    found = [_said(text, language) for text in texts]
    is_said = language is not None and None not in found
    said = [(other if is_said and other else str.__str__(text)) for text, other in zip(texts, found, strict=True)]
    subject, paragraphs, of_links = said[0], said[1 : 1 + len(message.paragraphs)], said[1 + len(message.paragraphs) :]
    return replace(
        message,
        subject=subject,
        paragraphs=tuple(paragraphs),
        links=tuple(MessageLink(text, link.address) for text, link in zip(of_links, links, strict=True)),
        language=language.code if language is not None and is_said else message.language,
    )


def _said(text: str, language: Language | None) -> str | None:
    found = text.in_language(language) if isinstance(text, Phrase) and language is not None else None
    return " ".join(found.split()) if found else None
