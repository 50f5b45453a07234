"""What a person may agree to, each text in its version. A changed text has a new version, and is asked anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class ConsentText:
    """One thing to agree to. `subject` stays; `version` is the day of the words."""

    subject: str
    version: str
    title: str
    words: str

    @property
    def digest(self) -> str:
        """SHA-256 of the words, in hex: what a record of consent holds of them."""
        return hashlib.sha256(self.words.encode()).hexdigest()


CONSENT_TEXTS: dict[str, ConsentText] = {
    text.subject: text
    for text in (
        ConsentText(
            "news-by-email",
            "2026-11-22",
            "News by email",
            "You may send me an email when a change package that I work on is published, or when a consultation opens.",
        ),
        ConsentText(
            "name-in-public",
            "2026-11-22",
            "My name in public",
            "You may show my name in public beside comments that I make in a consultation. Without this, they stand there without a name.",
        ),
    )
}
"""Every text that is in force, by subject."""
