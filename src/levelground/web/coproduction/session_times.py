"""When a session is, on the organiser's clock: in words, from what was typed, and how late is too late to cancel it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from levelground.web.coproduction.models import Workshop
from levelground.web.design_system.phrases import Phrase

LATE_DAYS = 5
"""Cancelled fewer days before than these, on the organiser's clock, a session is paid all the same: people have made room for it."""

LONGEST_MINUTES = 24 * 60
MOST_PREPARATION = 4 * 60
"""Minutes that somebody may say themselves that they took to prepare for one session."""
HERE = "Europe/London"
ZONES = (
    (HERE, "UK time"),
    ("Europe/Dublin", "Dublin"),
    ("Europe/Lisbon", "Lisbon"),
    ("Europe/Paris", "Paris"),
    ("Europe/Warsaw", "Warsaw"),
    ("Europe/Bucharest", "Bucharest"),
    ("Europe/Istanbul", "Istanbul"),
    ("Africa/Accra", "Accra"),
    ("Africa/Lagos", "Lagos"),
    ("Africa/Johannesburg", "Johannesburg"),
    ("Africa/Nairobi", "Nairobi"),
    ("Africa/Mogadishu", "Mogadishu"),
    ("Asia/Karachi", "Karachi"),
    ("Asia/Kolkata", "Kolkata"),
    ("Asia/Dhaka", "Dhaka"),
    ("Asia/Manila", "Manila"),
    ("America/Jamaica", "Kingston, Jamaica"),
    ("America/New_York", "New York"),
    ("UTC", "UTC"),
)
"""Whose clock a session may be on, and what that clock is called."""


WEEKDAYS = (
    Phrase("Monday"),
    Phrase("Tuesday"),
    Phrase("Wednesday"),
    Phrase("Thursday"),
    Phrase("Friday"),
    Phrase("Saturday"),
    Phrase("Sunday"),
)


@dataclass(frozen=True)
class PlannedSession:
    """One session to be planned."""

    title: str
    starts_at: datetime.datetime
    minutes: int = 60
    place: str = ""
    link: str = ""


class NoSuchTime(ValueError):  # noqa: N818 - it says what there is not
    """The clocks skip this time of this day."""


def moment_of(on: datetime.date, time: datetime.time, timezone: str) -> datetime.datetime:
    """The moment, in UTC, of a time on a clock; of a time that the clocks show twice, the first.

    Raises
    ------
    NoSuchTime
        The clocks go forward over it.
    """
    said = datetime.datetime.combine(on, time, tzinfo=ZoneInfo(timezone))
    moment = said.astimezone(datetime.UTC)
    if moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) != said.replace(tzinfo=None):
        raise NoSuchTime(f"{said:%H:%M} is skipped on {on.isoformat()} in {timezone}")
    return moment


def starts(workshop: Workshop) -> datetime.datetime:
    """When it begins, on the organiser's clock."""
    return workshop.starts_at.astimezone(ZoneInfo(workshop.timezone))


def ends(workshop: Workshop) -> datetime.datetime:
    """When it ends, on the organiser's clock; the clocks may change while it lasts."""
    passed = workshop.starts_at.astimezone(datetime.UTC) + datetime.timedelta(minutes=workshop.minutes)
    return passed.astimezone(ZoneInfo(workshop.timezone))


def last_fair_moment(workshop: Workshop) -> datetime.datetime:
    """Until when it can be cancelled without pay: the same time of day, `LATE_DAYS` days before."""
    return starts(workshop) - datetime.timedelta(days=LATE_DAYS)


def is_late(workshop: Workshop, now: datetime.datetime) -> bool:
    """Whether to cancel it now would be late."""
    return now > last_fair_moment(workshop)


def clock(at: datetime.datetime | datetime.time) -> str:
    """`4pm`, `2:30pm`, `midday`, `midnight`."""
    if at.minute == 0 and at.hour in (0, 12):
        return Phrase("midday") if at.hour else Phrase("midnight")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day_of(workshop: Workshop) -> Phrase:
    """`Friday 8 September 2023`."""
    begins = starts(workshop)
    return Phrase("%(weekday)s %(day)s", weekday=WEEKDAYS[begins.weekday()], day=begins.date())


def when(workshop: Workshop) -> Phrase:
    """`Friday 8 September 2023, 4pm to 5pm, UK time`."""
    return Phrase(
        "%(day)s, %(begins)s to %(ends)s, %(zone)s",
        day=day_of(workshop),
        begins=clock(starts(workshop)),
        ends=clock(ends(workshop)),
        zone=zone_words(workshop.timezone),
    )


def zone_words(timezone: str) -> Phrase:
    """Whose clock it is, as people say it."""
    if timezone == HERE:
        return Phrase("UK time")
    words = dict(ZONES).get(timezone, timezone.rpartition("/")[2].replace("_", " "))
    return Phrase.own(words) if timezone == "UTC" else Phrase("time in %(place)s", place=words)


def lasts(minutes: int) -> str:
    """`1 hour`, `1 hour 30 minutes`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    of_hours = Phrase("1 hour") if hours == 1 else Phrase("%(number)s hours", number=hours)
    of_minutes = Phrase("1 minute") if rest == 1 else Phrase("%(number)s minutes", number=rest)
    return Phrase.joined(of_hours if hours else "", of_minutes if rest or not hours else "")
