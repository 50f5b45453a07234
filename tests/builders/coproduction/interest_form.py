"""An expression of interest filled in page by page through the site, as a person does it."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.web import browser

from levelground.web.coproduction.models import (
    ExpressionOfInterest,
    Opportunity,
)

ANSWERS: dict[str, dict[str, Any]] = {
    "name": {"name": "Nasreen"},
    "contact": {"contact_by": "email"},
    "reach": {"email": "nasreen@people.example"},
    "language": {"language": "Urdu"},
    "access": {"access_needs": "A lift."},
    "support": {},
    "experience": {"lived_experience": "I had a baby here."},
    "why": {"why": "So that it is better."},
    "voice": {},
    "about_you": {"wanted": "no"},
    "consent": {"agree": "on"},
}
"""Question -> the fields that answer it."""


def hidden(page: str) -> dict[str, str]:
    """What the hidden fields of a form bring back."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(form_key|began)" value="([^"]*)"', page)}


def started(call: Opportunity, client: Client | None = None) -> tuple[Client, str]:
    """A browser that has pressed Start, and the secret of its link."""
    client = client or browser()
    where = reverse("start_interest", kwargs={"code": call.code})
    answer = client.post(where, hidden(client.get(where).content.decode()))
    assert answer.status_code == 302
    return client, answer["Location"].split("/")[2]


def say(client: Client, secret: str, question: str, **fields: Any) -> Any:
    """Answer one question."""
    return client.post(reverse("interest_question", kwargs={"secret": secret, "question": question}), fields)


def filled_in(client: Client, secret: str, **changed: dict[str, Any]) -> None:
    """Answer every question up to the page to check."""
    for question, fields in {**ANSWERS, **changed}.items():
        assert say(client, secret, question, **fields).status_code == 302, question


def sent(client: Client, secret: str) -> Any:
    """Press Send, a while after the start."""
    ExpressionOfInterest.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=5))
    where = reverse("check_interest", kwargs={"secret": secret})
    return client.post(where, hidden(client.get(where).content.decode()))


def page_of(client: Client, name: str, secret: str) -> str:
    """A page of a person's own link."""
    return client.get(reverse(name, kwargs={"secret": secret})).content.decode()
