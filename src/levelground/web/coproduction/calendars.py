"""A session as a calendar file (.ics, RFC 5545): on the organiser's clock, the same event each time, each change counted.

It holds no private link and no name of anybody who comes: calendars are often shared with a household or an employer.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from levelground.web.coproduction import session_times
from levelground.web.coproduction.models import Workshop, WorkshopState
from levelground.web.people.digests import keyed_digest

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Levelground//Sessions//EN"
NO_MAIL = "invalid:nomail"
"""What stands for the organiser's address where there is none (RFC 5546 asks for one)."""


def file_name(workshop: Workshop) -> str:
    """`session-2.ics`: says nothing of what the session is about."""
    return f"session-{workshop.number}.ics"


def uid(workshop: Workshop) -> str:
    """What the event is known by in every calendar, whatever changes; not by the code of the session, which opens its notes."""
    return f"session-{workshop.pk}-{keyed_digest(f'session {workshop.pk}')[:16]}@levelground"


def calendar_file(workshop: Workshop, *, contact_email: str = "") -> bytes:
    """The file for one session as it stands: one that was cancelled is taken out of calendars by it."""
    cancelled = workshop.state == WorkshopState.CANCELLED
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if cancelled else "PUBLISH")
    made.add_component(_event(workshop, contact_email, cancelled=cancelled))
    year = session_times.starts(workshop).year
    made.add_missing_timezones(first_date=datetime.date(year - 1, 1, 1), last_date=datetime.date(year + 2, 1, 1))
    return bytes(made.to_ical())


def _event(workshop: Workshop, contact_email: str, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", uid(workshop))
    event.add("sequence", workshop.sequence)
    event.add("dtstamp", timezone.now().astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", _on_its_clock(session_times.starts(workshop)))
    event.add("dtend", _on_its_clock(session_times.ends(workshop)))
    event.add("summary", workshop.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    where = " ".join((workshop.place or workshop.link).split())
    if where:
        event.add("location", where)
    if workshop.link:
        event.add("url", "".join(workshop.link.split()))
    event.add("description", _description(workshop, cancelled=cancelled))
    organiser = vCalAddress(f"mailto:{contact_email}" if contact_email else NO_MAIL)
    organiser.params["CN"] = workshop.series.organisation.name
    event.add("organizer", organiser)
    return event


def _on_its_clock(at: datetime.datetime) -> datetime.datetime:
    """A clock that never changes by name of UTC is written as UTC itself."""
    return at.astimezone(datetime.UTC) if at.tzinfo == ZoneInfo("UTC") else at


def _description(workshop: Workshop, *, cancelled: bool) -> str:
    if cancelled:
        return "This session is cancelled."
    join = f"\nJoin here: {workshop.link}" if workshop.link else ""
    return f"{session_times.when(workshop)}.{join}"
