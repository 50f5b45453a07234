"""Facts of this room in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from levelground.web.design_system import days
from levelground.web.people import personal_data
from levelground.web.people.models import AuditEvent

DEEDS = {
    "people.accept_invitation": "joined by an invitation",
    "people.change_organisation": "changed the settings of the organisation",
    "people.create_organisation": "made the organisation",
    "people.end_role": "ended a role",
    "people.erase_address": "erased an address",
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


def trail_rows(events: Iterable[AuditEvent], names: Mapping[int, str]) -> list[list[str]]:
    """A row for each event: number, when, who, what, to what, and what else is told."""
    return [
        [
            str(event.number),
            days.moment_to_the_second(event.at),
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


@dataclass(frozen=True)
class DataPart:
    """One kind of data about a person, as a table of their page."""

    title: str
    headers: list[str]
    rows: list[list[str]]


def data_parts(held: Mapping[str, Any]) -> list[DataPart]:
    """All that is held of a person, a table for each kind; lists within a kind have tables of their own."""
    parts: list[DataPart] = []
    for name, value in held.items():
        if isinstance(value, Mapping):
            plain = [[_words(key), _shown(one)] for key, one in value.items() if not isinstance(one, list)]
            parts += [DataPart(_words(name), ["What", "Held"], plain)] if plain else []
            parts += [_listed(f"{_words(name)}: {_words(key).lower()}", one) for key, one in value.items() if isinstance(one, list)]
        elif isinstance(value, list):
            parts.append(_listed(_words(name), value))
    return parts


def when_erased() -> list[list[str]]:
    """What becomes of each kind of data when a person is erased."""
    return [[_words(holder.name), holder.when_erased] for holder in personal_data.holders()]


def _listed(title: str, entries: list[Mapping[str, Any]]) -> DataPart:
    names = list(dict.fromkeys(name for entry in entries for name in entry))  # entries of several kinds: every name once
    return DataPart(title, [_words(name) for name in names], [[_shown(entry.get(name)) for name in names] for entry in entries])


def _words(name: str) -> str:
    text = name.removesuffix("__name").split("__")[-1].replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return days.moment_to_the_second(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
