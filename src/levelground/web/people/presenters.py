"""Facts of this room in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from levelground.web.people.models import AuditEvent

DEEDS = {
    "people.accept_invitation": "joined by an invitation",
    "people.change_organisation": "changed the settings of the organisation",
    "people.create_organisation": "made the organisation",
    "people.end_role": "ended a role",
    "people.erase": "erased a person's data",
    "people.export": "took a copy of a person's data",
    "people.give_role": "gave a role",
    "people.invite": "invited somebody",
    "people.place_organisation": "placed the organisation under another",
    "people.second_factor_reset": "took away a lost second step",
    "people.withdraw_invitation": "withdrew an invitation",
}
"""What was done, as a sentence goes on after a name. Deeds of other rooms are told by their own verbs."""


def deed(action: str) -> str:
    """What was done, in words."""
    return DEEDS.get(action) or action.split(".", 1)[-1].replace("_", " ")


def day(at: datetime) -> str:
    """3 March 2026."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}"


def moment(at: datetime) -> str:
    """3 March 2026, 09:05:07."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M:%S}"


def trail_rows(events: Iterable[AuditEvent], names: Mapping[int, str]) -> list[list[str]]:
    """A row for each event: number, when, who, what, to what, and what else is told."""
    return [
        [
            str(event.number),
            moment(event.at),
            names.get(event.by, f"person {event.by}") if event.by else "the system",
            deed(event.action),
            event.subject.replace(":", " "),
            "; ".join(
                f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in event.details.items() if value not in (None, "", [], {})
            ),
        ]
        for event in events
    ]


def _plain(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:12]}…" if len(text) >= 64 and " " not in text else text
