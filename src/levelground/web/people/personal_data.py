"""Where the site holds data about people: each room says what it holds of a person, how it gives it out, and how it erases it.

A room above this one calls `hold` when the site starts (in the `ready` of its `apps.py`). A test asks of every table that names a
person whether it is spoken for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from levelground.web.people.models import User

Export = Callable[[User], Any]
"""What is held of the person, as values that JSON has."""
Erase = Callable[[User, bool], None]
"""Take the person out; with True, the words that they wrote for others to read too. Called inside the transaction, with the person
still as they were."""


@dataclass(frozen=True)
class DataHolder:
    """One kind of data about people, and what becomes of it when a person is erased, in words for that person."""

    name: str
    when_erased: str
    export: Export
    erase: Erase
    of_address: Callable[[str], Any] | None = None
    """What is held of an address whose owner has no account (somebody who was invited)."""
    erase_address: Callable[[str, bool], None] | None = None


_HOLDERS: dict[str, DataHolder] = {}


def hold(holder: DataHolder) -> None:
    """Say what a room holds; a second time, it replaces the first."""
    _HOLDERS[holder.name] = holder


def holders() -> tuple[DataHolder, ...]:
    """All that hold data about people, in the order in which they said so."""
    return tuple(_HOLDERS.values())
