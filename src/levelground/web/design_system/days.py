"""Days and moments as pages write them: one way over the whole site, in this country's time."""

from __future__ import annotations

import datetime

from django.utils.timezone import localtime


def day(at: datetime.date | None) -> str:
    """`22 November 2026`, of a day or of a moment; nothing for none."""
    if at is None:
        return ""
    here = localtime(at) if isinstance(at, datetime.datetime) else at
    return f"{here.day} {here:%B %Y}"


def moment(at: datetime.datetime | None) -> str:
    """`22 November 2026, 9:05am`; nothing for none."""
    return f"{day(at)}, {localtime(at):%I:%M%p}".replace(", 0", ", ").replace("AM", "am").replace("PM", "pm") if at else ""


def moment_to_the_second(at: datetime.datetime) -> str:
    """`3 March 2026, 09:05:07`, for the audit trail."""
    return f"{day(at)}, {localtime(at):%H:%M:%S}"
