"""What is done once a day while the site runs, beside the serving: what was kept long enough is deleted, and sign-ins that are over."""

from __future__ import annotations

import io
import logging
from threading import Event, Thread

from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

ONE_DAY = 86_400
ROUND = ("purge", "tidy_sign_in")
log = logging.getLogger(__name__)


def begin(every: float = ONE_DAY, until: Event | None = None) -> Thread:
    """Start, and come back at once. The first round is one day from now: the site does it too before it begins to serve."""
    thread = Thread(target=_go_on, args=(every, until or Event()), name="daily", daemon=True)
    thread.start()
    return thread


def purge() -> None:
    """Once. A database that is away now is there tomorrow: the fault goes to the log (its kind only)."""
    for command in ROUND:
        try:
            call_command(command, stdout=io.StringIO())
        except DatabaseError as fault:
            log.error("what is old enough could not be deleted: %s: %s", command, type(fault).__name__)


def is_first() -> bool:
    """Whether no other process of the site has begun today's round."""
    try:
        return cache.add(f"daily-round:{timezone.localdate()}", 1, 2 * ONE_DAY)
    except DatabaseError:
        return True


def _go_on(every: float, until: Event) -> None:
    while not until.wait(every):
        if is_first():
            purge()
        connections.close_all()
