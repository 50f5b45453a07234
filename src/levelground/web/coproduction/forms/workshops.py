"""What members fill in around a session: to plan, change, prepare and cancel it, to invite people, and to write down who came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from levelground.web.coproduction import session_times
from levelground.web.coproduction.forms.inputs import any_of, long_words, one_of_many, short_words, time_of_day, whole_number
from levelground.web.coproduction.models import Attendance, Participant, Workshop
from levelground.web.coproduction.session_times import LONGEST_MINUTES, PlannedSession
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.models import User
from levelground.web.publishing.forms.days import as_typed, day

MOST_ROWS = 12
ANSWERS = (("none", "No answer yet"), ("yes", "Yes"), ("maybe", "Maybe"), ("no", Phrase("No")))
CAME = (("unknown", "Not written down"), ("yes", "Came"), ("no", "Did not come"))
SKIPPED = "The clocks go forward then, so this time does not exist. Choose another time."
IN_WORDS = "Write a web address that begins with https://, or leave this empty."


def _zone() -> forms.ChoiceField:
    return one_of_many(
        "Whose clock are these times on?", session_times.ZONES, "People see it with each time.", ask="Choose whose clock it is."
    )


def _link(required: bool = False) -> forms.CharField:
    field = short_words("Link to join", "For a session online or by phone. People who are invited see it.")
    field.validators.append(URLValidator(schemes=["https", "http"], message=IN_WORDS))
    return field


def _fields(number: int | str = "", required: bool = True) -> dict[str, forms.Field]:
    """The fields of one session; in a row that may stay empty, none must be filled in."""
    which = f" of session {number}" if number else ""
    made: dict[str, forms.Field] = {
        "title": short_words(Phrase("Title"), "Say what people will do in it.", ask=f"Give the title{which}." if required else ""),
        "on": day("Day", f"Give the day{which}.", required=required),
        "time": time_of_day("It begins at", ask=f"Say when it begins{which}." if required else ""),
        "minutes": whole_number("How long, in minutes", least=5, most=LONGEST_MINUTES),
        "place": long_words("Place", "Where it is, how to get there, and how to get in.", longest=1000),
        "link": _link(),
    }
    made["minutes"].initial = 60
    for field in made.values():
        field.required = field.required and required
    return made


class PlanSessionsForm(forms.Form):
    """Several sessions at once; a row with neither title nor day is left out."""

    timezone = _zone()

    def __init__(self, *args: Any, rows: int = 3, first: int = 1, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["timezone"].initial = session_times.HERE
        self.rows = range(1, min(max(rows, 1), MOST_ROWS) + 1)
        self.first = first
        for row in self.rows:
            self.fields |= {f"{name}_{row}": field for name, field in _fields(first + row - 1, required=False).items()}

    def parts(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Each row with the number that its session will have, and its fields."""
        return [(self.first + row - 1, [self[f"{name}_{row}"] for name in _fields()]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        used = [row for row in self.rows if any(self._typed(f"{name}_{row}") for name in ("title", "on", "time", "place", "link"))]
        if not used:
            self.add_error("title_1", "Plan at least one session: give its title, its day and when it begins.")
        self.sessions = [one for row in used if (one := self._session(row, given)) is not None]
        return given

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()

    def _session(self, row: int, given: dict[str, Any]) -> PlannedSession | None:
        number = self.first + row - 1
        for name, ask in (("title", "Give the title"), ("on", "Give the day"), ("time", "Say when it begins")):
            if not given.get(f"{name}_{row}") and f"{name}_{row}" not in self.errors:
                self.add_error(f"{name}_{row}", f"{ask}: session {number}.")
        on, time, zone = given.get(f"on_{row}"), given.get(f"time_{row}"), given.get("timezone")
        if not (on and time is not None and zone) or any(f"{name}_{row}" in self.errors for name in _fields()):
            return None
        starts_at = _moment(self, f"time_{row}", on, time, zone)
        if starts_at is None:
            return None
        said = {name: given.get(f"{name}_{row}") for name in ("title", "place", "link")}
        return PlannedSession(starts_at=starts_at, minutes=given.get(f"minutes_{row}") or 60, **{k: v or "" for k, v in said.items()})


class ChangeSessionForm(forms.Form):
    """When, where and under which title a session takes place."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    timezone = _zone()
    field_order = ("seen", "title", "on", "time", "minutes", "timezone", "place", "link")

    def __init__(self, *args: Any, workshop: Workshop, **more: Any) -> None:
        begins = session_times.starts(workshop)
        before = {
            "seen": workshop.sequence,
            "title": workshop.title,
            "on": as_typed(begins.date()),
            "time": f"{begins:%H:%M}",
            "minutes": workshop.minutes,
            "timezone": workshop.timezone,
            "place": workshop.place,
            "link": workshop.link,
        }
        super().__init__(*args, **{**more, "initial": before})
        self.fields |= _fields()
        if workshop.timezone not in dict(session_times.ZONES):
            more_zones = [*session_times.ZONES, (workshop.timezone, session_times.zone_words(workshop.timezone))]
            self.fields["timezone"].choices = more_zones  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"on", "time", "timezone"} <= given.keys() and given["on"] and given["time"] is not None:
            given["starts_at"] = _moment(self, "time", given["on"], given["time"], given["timezone"])
        return given

    def changes(self) -> dict[str, Any]:
        """What the session is to say."""
        return {name: self.cleaned_data[name] for name in ("title", "starts_at", "minutes", "timezone", "place", "link")}


def _moment(form: forms.Form, name: str, on: datetime.date, time: datetime.time, timezone: str) -> datetime.datetime | None:
    try:
        return session_times.moment_of(on, time, timezone)
    except session_times.NoSuchTime:
        form.add_error(name, SKIPPED)
        return None


class PrepareSessionForm(forms.Form):
    """What happens in a session, who brings people together, and who is there when it becomes too much."""

    agenda = long_words("What will happen, step by step", "People see it. Leave time to arrive, to rest and to end well.")
    facilitators = any_of("Who leads the session?", (), "People see their names. A person with lived experience may lead too.")
    power_note = long_words(
        "Who has which power in the room?", "And what you do so that nobody fears to speak. Who is paid? Who decides? People see it."
    )
    distress_route = long_words(
        "Who is there when it becomes too much?",
        "In the session and after it: a name, a number, a quiet room. Without it nobody can be invited. People see it.",
    )

    def __init__(self, *args: Any, people: Iterable[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(user.pk): user for user in people}
        self.fields["facilitators"].choices = [(pk, user.name) for pk, user in self.people.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[User]:
        """Those who lead it."""
        return [self.people[pk] for pk in self.cleaned_data["facilitators"]]


class CancelSessionForm(forms.Form):
    """Why a session does not take place."""

    because = long_words("Why? People read this", "In a sentence or two. You do not have to give a reason.", longest=500)


class InviteToSessionForm(forms.Form):
    """Whom to ask to come."""

    people = any_of("Who is invited?", (), "Each gets a message with a link of their own.")

    def __init__(self, *args: Any, people: Sequence[tuple[Participant, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.who = {str(person.pk): person for person, _ in people}
        self.fields["people"].choices = [(str(person.pk), name) for person, name in people]  # type: ignore[attr-defined]
        self.fields["people"].initial = [str(person.pk) for person, _ in people if person.way == "workshops"]

    def clean_people(self) -> list[Participant]:
        chosen = [self.who[pk] for pk in self.cleaned_data["people"]]
        if not chosen:
            raise ValidationError("Tick at least one person.")
        return chosen


class ReadySessionForm(forms.Form):
    """That all is arranged; or why it goes ahead although it is not."""

    despite = long_words("Why does it go ahead all the same?", "Only where something is not arranged. The reason is kept.", longest=1000)


class AttendanceForm(forms.Form):
    """What each person answered, whether they came, and how long they took; and who came without being asked."""

    def __init__(self, *args: Any, rows: Sequence[tuple[Attendance, str]], others: Sequence[tuple[Participant, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = list(rows)
        self.others = {str(person.pk): person for person, _ in others}
        for each, name in self.rows:
            self.fields |= {f"{field}_{each.pk}": made for field, made in self._of_one(each, name).items()}
        if self.others:
            self.fields["also"] = any_of(
                "Who else came?", [(str(person.pk), name) for person, name in others], "They were not invited, and were there."
            )

    def _of_one(self, each: Attendance, name: str) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {
            "answer": one_of_many("Answer", ANSWERS, ask=f"{name}: choose what they answered."),
            "came": one_of_many("Came?", CAME, ask=f"{name}: choose if they came."),
            "minutes": whole_number("Minutes there", most=LONGEST_MINUTES),
            "preparation": whole_number("Minutes to prepare", most=LONGEST_MINUTES),
        }
        made["answer"].initial, made["came"].initial = each.answer or "none", {None: "unknown", True: "yes", False: "no"}[each.came]
        made["minutes"].initial = each.minutes if each.came else each.workshop.minutes
        made["preparation"].initial = each.preparation_minutes
        for field in ("minutes", "preparation"):
            made[field].error_messages = {key: f"{name}: {said}" for key, said in made[field].error_messages.items()}
        return made

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each person, and their fields."""
        names = ("answer", "came", "minutes", "preparation")
        return [(name, [self[f"{field}_{each.pk}"] for field in names]) for each, name in self.rows]

    def of(self, each: Attendance) -> dict[str, Any]:
        """What was said of one person: `answer`, `came` (None: nothing), `minutes`, `preparation_minutes`."""
        given = {field: self.cleaned_data[f"{field}_{each.pk}"] for field in ("answer", "came", "minutes", "preparation")}
        came = {"unknown": None, "yes": True, "no": False}[given["came"]]
        return {
            "answer": "" if given["answer"] == "none" else given["answer"],
            "came": came,
            "minutes": given["minutes"] if came else 0,
            "preparation_minutes": given["preparation"],
        }

    def also_came(self) -> list[Participant]:
        """Those who came and had not been asked."""
        return [self.others[pk] for pk in self.cleaned_data.get("also", [])]
