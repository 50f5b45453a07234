"""The front page: what this is, for whom, and three ways in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from levelground.web.design_system import days
from levelground.web.people.models import Organisation
from levelground.web.publishing.models import Consultation

SHOWN = 3
THREAD = (
    ("What people say", "Voices, evidence and recommendations"),
    ("Aim", "What is to change, for whom, by when"),
    ("Drivers", "What must be different for that"),
    ("Change ideas", "What teams try"),
    ("Measures", "How we know, group by group"),
    ("Result", "Is the inequality closing?"),
    ("You said, we did", "What came of what people said"),
)
"""The golden thread: each step rests on the one before it."""


def page(consultations: Sequence[Consultation], organisations: Sequence[Organisation]) -> dict[str, Any]:
    """The front page, for somebody in these organisations (none for who is not signed in)."""
    return {
        "page_title": "Levelground",
        "thread": THREAD,
        "open": [_consultation(each) for each in consultations[:SHOWN]],
        "many_open": len(consultations),
        "organisations": [(each.name, reverse("workspace", kwargs={"organisation": each.slug})) for each in organisations],
    }


def _consultation(found: Consultation) -> tuple[str, str, str]:
    return found.version.title, reverse("consultation", kwargs={"consultation": found.pk}), days.day(found.last_day)
