"""Calendar files of sessions, read back by two readers: icalendar, and dateutil with nothing but the file's own time zone."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from dateutil.tz import tzical
from icalendar import Calendar
from tests.builders.coproduction.series import a_call, a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_session
from tests.builders.web import browser, person

from levelground.web.coproduction import calendars, session_times
from levelground.web.coproduction.actions import workshops

pytestmark = pytest.mark.django_db

SEED = [
    ((2023, 9, 8), (16, 0), "2023-09-08T15:00:00+00:00"),
    ((2023, 10, 23), (13, 0), "2023-10-23T12:00:00+00:00"),
    ((2023, 11, 24), (14, 30), "2023-11-24T14:30:00+00:00"),
]


def planned(day: tuple[int, int, int], time: tuple[int, int], zone: str = "Europe/London", **fields: object) -> object:
    at = session_times.moment_of(datetime.date(*day), datetime.time(*time), zone)
    return a_session(starts_at=at, timezone=zone, **fields)


def read_back(content: bytes) -> tuple[str, str]:
    """When it begins and ends, in UTC, by dateutil with the time zone as the file itself gives it: the machine's is not asked."""
    text = content.decode()
    zones = tzical(StringIO(text)) if "VTIMEZONE" in text else None
    event = Calendar.from_ical(content).walk("VEVENT")[0]

    def moment(name: str) -> str:
        line = next(line for line in text.partition("BEGIN:VEVENT")[2].split("\r\n") if line.startswith(name))
        zone = datetime.UTC if line.endswith("Z") else zones.get(event[name].params["TZID"])
        wall = line.rpartition(":")[2].rstrip("Z")
        by_file = datetime.datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(datetime.UTC)
        by_library = event.decoded(name).astimezone(datetime.UTC)
        assert by_file == by_library
        return by_file.isoformat()

    return moment("DTSTART"), moment("DTEND")


@pytest.mark.parametrize(("day", "time", "begins"), SEED)
def test_the_sessions_of_the_seed_come_out_right(day: tuple[int, int, int], time: tuple[int, int], begins: str) -> None:
    content = calendars.calendar_file(planned(day, time))
    ends = datetime.datetime.fromisoformat(begins) + datetime.timedelta(hours=1)
    assert read_back(content) == (begins, ends.isoformat())
    assert b"TZID:Europe/London" in content and b"DTSTART;TZID=Europe/London:%d%02d%02d" % day in content


@pytest.mark.parametrize(
    ("day", "zone", "begins"),
    [
        ((2023, 9, 8), "Asia/Karachi", "2023-09-08T11:00:00+00:00"),
        ((2023, 11, 24), "Asia/Karachi", "2023-11-24T11:00:00+00:00"),
        ((2026, 7, 1), "America/New_York", "2026-07-01T20:00:00+00:00"),
        ((2026, 12, 1), "America/New_York", "2026-12-01T21:00:00+00:00"),
        ((2026, 3, 29), "Europe/London", "2026-03-29T15:00:00+00:00"),
        ((2026, 10, 25), "Europe/London", "2026-10-25T16:00:00+00:00"),
        ((2031, 7, 1), "Europe/London", "2031-07-01T15:00:00+00:00"),
    ],
)
def test_on_the_clock_of_another_place_and_on_the_days_when_clocks_change(day: tuple[int, int, int], zone: str, begins: str) -> None:
    assert read_back(calendars.calendar_file(planned(day, (16, 0), zone)))[0] == begins


def test_every_zone_that_can_be_chosen() -> None:
    session = planned((2026, 7, 1), (16, 0))
    for zone, _ in session_times.ZONES:
        session.starts_at = session_times.moment_of(datetime.date(2026, 7, 1), datetime.time(16), zone)
        session.timezone = zone
        assert read_back(calendars.calendar_file(session))[0] == session.starts_at.isoformat(), zone


def event(content: bytes) -> object:
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_the_event_stays_itself_and_counts_its_changes_until_it_is_cancelled() -> None:
    session, by = planned((2026, 12, 4), (16, 0)), person("facilitator")
    first = calendars.calendar_file(session)
    changed = workshops.change(workshop=session, fields={"place": "Room 9"}, by=by)
    second = calendars.calendar_file(changed)
    third = calendars.calendar_file(workshops.cancel(workshop=changed, by=by))
    events = [event(each) for each in (first, second, third)]
    assert len({str(each["UID"]) for each in events}) == 1  # type: ignore[index]
    assert [each["SEQUENCE"] for each in events] == [0, 1, 2]  # type: ignore[index]
    assert [str(each["STATUS"]) for each in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]  # type: ignore[index]
    assert [str(Calendar.from_ical(each)["METHOD"]) for each in (first, second, third)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert "Room 9" in str(events[1]["LOCATION"])  # type: ignore[index]


def test_words_that_look_like_calendar_lines_stay_words() -> None:
    session = a_session(title="Talk; one, two\r\nATTENDEE:mailto:x@y.example", place="Room\nEND:VEVENT\nBEGIN:VEVENT")
    content = calendars.calendar_file(session)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert not any(line.startswith((b"ATTENDEE", b"END:VEVENT\\n")) for line in content.split(b"\r\n"))
    assert str(event(content)["SUMMARY"]).startswith("Talk; one, two")  # type: ignore[index]


def test_it_names_the_contact_of_the_call_and_nobody_who_comes() -> None:
    series = a_series()
    a_call(series)
    somebody, session = a_participant(series), a_session(series)
    workshops.invite(workshop=session, participants=[somebody], by=series.created_by)
    content = browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/session.ics").content.replace(b"\r\n ", b"")
    assert b"mailto:ama@northshire.example" in content
    for private in (somebody.name, somebody.email, secret_of(somebody), "/mine/"):
        assert private.encode() not in content


def test_it_is_handed_out_as_a_file_that_nobody_keeps() -> None:
    somebody, session = a_participant(), a_session()
    workshops.invite(workshop=session, participants=[somebody], by=person("facilitator"))
    answer = browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/session.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="session-1.ics"'
    assert "no-store" in answer.headers["Cache-Control"]
