"""What a person agreed to."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.web.people.consents import CONSENT_TEXTS, ConsentText
from levelground.web.people.models import ConsentRecord, User


@dataclass(frozen=True)
class StandingConsent:
    """A text that is in force, and the agreement that stands to this very version (None: there is none)."""

    text: ConsentText
    given: ConsentRecord | None


def standing_of(user: User) -> list[StandingConsent]:
    """Every text that is in force, with the person's answer."""
    given = {(held.subject, held.version): held for held in ConsentRecord.objects.filter(user=user, withdrawn_at=None)}
    return [StandingConsent(text, given.get((text.subject, text.version))) for text in CONSENT_TEXTS.values()]


def history_of(user: User) -> list[ConsentRecord]:
    """Every agreement of a person, the latest first, with those that were taken back."""
    return list(ConsentRecord.objects.filter(user=user).order_by("-given_at", "-pk"))


def agreed(user: User, subject: str) -> bool:
    """Whether a person agrees to the words of a subject as they are now; what sends or shows asks here first."""
    text = CONSENT_TEXTS[subject]
    return ConsentRecord.objects.filter(user=user, subject=subject, version=text.version, withdrawn_at=None).exists()
