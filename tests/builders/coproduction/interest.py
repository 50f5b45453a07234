"""Answers to a call for tests: begun, sent, held back, with a voice note; and who may open the addresses of this subject."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_call

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.codes import digest_of, new_secret, short_code
from levelground.web.coproduction.interest_questions import QUESTIONS
from levelground.web.coproduction.models import CallBack, ExpressionOfInterest, ExpressionState, Opportunity

WHO: dict[str, str] = {
    **dict.fromkeys(
        ("start_interest", "interest", "interest_question", "check_interest", "take_back_interest", "my_voice_note"), "everybody"
    ),
    **dict.fromkeys(("interest_desk", "enter_interest", "held_interest"), "coproduction: run"),
    **dict.fromkeys(("call_backs", "call_back", "interest_people"), "names: see"),
    "voice_note": "interest: read",
    "interest_demographics": "demographics: see",
}
SOUND = b"OggS\x00\x02" + bytes(200)
"""The first bytes of a sound, as a phone records it."""


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    call = a_call(slug=slug)
    secret = new_secret()
    begun_interest(call, token_digest=digest_of(secret), voice_note=voice_notes.keep(SOUND))
    sent = sent_interest(call, voice_note=voice_notes.keep(SOUND))
    held = sent_interest(call, held_because="honeypot")
    asked = CallBack.objects.create(expression=sent, language="Urdu")
    mine = {"secret": secret}
    return {"call_back": asked.pk, "expression": sent.pk}, {
        **dict.fromkeys(("interest", "check_interest", "take_back_interest", "my_voice_note"), mine),
        "interest_question": {**mine, "question": "name"},
        "held_interest": {"expression": held.pk},
        "voice_note": {"expression": sent.pk},
    }


def begun_interest(call: Opportunity | None = None, **fields: Any) -> ExpressionOfInterest:
    """Somebody has begun to answer a call."""
    defaults = {
        "opportunity": call or a_call(),
        "reference": short_code(7),
        "form_key": digest_of(new_secret()),
        "token_digest": digest_of(new_secret()),
    }
    return ExpressionOfInterest.objects.create(**{**defaults, **fields})


def sent_interest(call: Opportunity | None = None, **fields: Any) -> ExpressionOfInterest:
    """Somebody has answered a call."""
    number = ExpressionOfInterest.objects.count() + 1
    defaults = {
        "state": ExpressionState.SENT,
        "sent_at": timezone.now(),
        "answered": list(QUESTIONS),
        "name": f"Zainab Example {number}",
        "contact_by": "email",
        "email": f"zainab{number}@people.example",
        "lived_experience": "I had two babies here.",
        "why": "So that it is better for my sister.",
        "consent_version": "2026-11-22",
        "consented_at": timezone.now(),
    }
    return begun_interest(call, **{**defaults, **fields})
