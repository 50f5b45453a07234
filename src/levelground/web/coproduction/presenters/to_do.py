"""What waits to be done in co-production, as pages list it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ToDo:
    """One thing that waits: the smaller `place`, the sooner. `tag` says why."""

    place: int
    tag: str
    words: str
    href: str
