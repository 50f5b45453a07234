"""Tells the room below what this room holds of a person: what they said and were asked, what they answer for, what they did to texts."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from levelground.web.people import personal_data
from levelground.web.people.models import User
from levelground.web.people.personal_data import DataHolder
from levelground.web.publishing.actions import privacy
from levelground.web.publishing.models import (
    Answer,
    Consultation,
    ConsultationInvitation,
    Edit,
    EntryVersion,
    NewsSeen,
    Ownership,
    PackageVersion,
    Review,
)
from levelground.web.publishing.queries.privacy import held

WORK: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Edit, "by", ("version__package__package_id", "number", "at", "reason")),
    (PackageVersion, "created_by", ("package__package_id", "number", "created_at")),
    (PackageVersion, "published_by", ("package__package_id", "number", "published_at")),
    (PackageVersion, "withdrawn_by", ("package__package_id", "number", "withdrawn_at", "withdrawn_because")),
    (Review, "asked_by", ("version__package__package_id", "asked_at")),
    (Review, "answered_by", ("version__package__package_id", "answered_at", "verdict", "words")),
    (Consultation, "opened_by", ("version__package__package_id", "opened_at", "question")),
    (Consultation, "closed_by", ("version__package__package_id", "closed_at")),
    (ConsultationInvitation, "invited_by", ("consultation", "invited_at")),
    (Answer, "by", ("comment", "at", "outcome", "words")),
    (Ownership, "named_by", ("package__package_id", "element", "named_at")),
    (EntryVersion, "by", ("entry__entry_id", "number", "at", "reason")),
    (EntryVersion, "published_by", ("entry__entry_id", "number", "published_at")),
    (EntryVersion, "withdrawn_by", ("entry__entry_id", "number")),
    (NewsSeen, "by", ("news", "at", "words")),
)
"""Every column of this room that says who did something in their work, and what of it a person is told of themselves."""


def speak_for_this_room() -> None:
    """Called once, when the site starts."""
    personal_data.hold(
        DataHolder(
            "words_and_tasks",
            "Your name and address are taken out, and your words too where you wish it. What you answered for has no owner.",
            held,
            lambda user, words: privacy.erase(user, user.email, words),
            held,
            lambda email, words: privacy.erase(None, email, words),
        )
    )
    personal_data.hold(DataHolder("work_on_texts", "Stays, with “Erased person” in place of your name.", _work, lambda user, words: None))


def _work(user: User) -> list[dict[str, Any]]:
    return [
        {"what": f"{model._meta.verbose_name}, {column.replace('_', ' ')}", **{name.split("__")[-1]: value for name, value in row.items()}}
        for model, column, fields in WORK
        for row in model._default_manager.filter(**{column: user}).order_by("pk").values(*fields)
    ]
