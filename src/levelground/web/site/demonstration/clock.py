"""The demonstration begins some weeks ago: what is done inside `on` is done on that day, by the same actions as ever."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator

from django.utils import timezone


@contextlib.contextmanager
def on(days: int, *, at: int | None = None) -> Iterator[datetime.datetime]:
    """So many days from now (before now, where it is below 0) for all that asks Django for the time; one process, no other thread.

    What must come after an hour of that day says so with `at`, a full hour of it: the demonstration may be made at any hour.
    """
    real = timezone.now
    began = real()
    begins = began + datetime.timedelta(days=days) if at is None else hour(days, at)

    def then() -> datetime.datetime:
        return begins + (real() - began)

    timezone.now = then
    try:
        yield begins
    finally:
        timezone.now = real


def day(days: int) -> datetime.date:
    """The day that lies so many days from today, whatever day it is inside `on`."""
    return datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=days)


def hour(days: int, at: int) -> datetime.datetime:
    """A full hour of that day."""
    return datetime.datetime.combine(day(days), datetime.time(at), tzinfo=datetime.UTC)
