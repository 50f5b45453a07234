"""What members fill in to write an open call, and to end one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from levelground.registers.payment_rates import latest, rate_tables
from levelground.web.coproduction.forms.inputs import (
    any_of,
    long_words,
    one_of,
    one_of_many,
    short_words,
    time_of_day,
    whole_number,
)
from levelground.web.coproduction.models import InfluenceLevel, Opportunity
from levelground.web.coproduction.offered import ACCESS_FORMATS, EXPENSES, pounds
from levelground.web.coproduction.session_times import HERE, ZONES
from levelground.web.publishing.forms.days import as_typed, day

BETWEEN = "/"
"""Stands between the table and its step in the value of a rate."""
MOST_CRITERIA = 12
BENEFITS = (
    "Pay can change what you get in benefits. Ask before you say yes to it. Citizens Advice helps for free. "
    "You can take part without pay, or take less."
)
"""What a new call says of benefits until somebody changes it."""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What it is about", ("title", "purpose", "influence", "looking_for")),
    (
        "What you offer",
        ("rate", "unpaid_because", "sessions", "session_minutes", "preparation_minutes", "expenses", "benefits_warning", "group_size"),
    ),
    ("How people can take part", ("access_formats",)),
    ("How people are chosen, and by when", ("criteria", "closes_on", "closes_time", "timezone", "told_by")),
    ("Whom people can ask", ("contact_name", "contact_phone", "contact_email", "contact_post", "support")),
    ("What people must know before they answer", ("passed_on", "complaints", "staff_named")),
)
"""The form, part by part."""


class CallForm(forms.Form):
    """A whole call. All of it may be left for later: what is missing is said before it is published."""

    title = short_words("Title", "Say what people can do. For example: Help us make care fair.", ask="Give the call a title.")
    purpose = long_words("What is it for?", "What is to change, and what will be done with what people say?", longest=2000)
    influence = one_of("How much do those who come decide?", InfluenceLevel.choices, ask="Choose how much those who come decide.")
    looking_for = long_words("Whom do you want to hear from?", "In plain words. Say that nobody has to prove anything.", longest=2000)
    rate = one_of_many("What are people paid?", (), "It is the rate for each session.")
    unpaid_because = long_words(
        "If there is no pay: why?", "Only where those who come chose that themselves. Say how they chose it.", longest=1000
    )
    sessions = whole_number("How many sessions?", least=1, most=50)
    session_minutes = whole_number("How long is each one, in minutes?", least=10, most=600)
    preparation_minutes = whole_number("How long do people need to get ready for each one, in minutes?", "This time is paid too.", most=600)
    expenses = any_of("Which costs do you pay on top?", EXPENSES.items())
    benefits_warning = long_words("What do you say about benefits?", "People read it before they say yes to pay.", longest=1000)
    group_size = whole_number("How many people can come?", "With more than twelve, some do not get to speak.", least=1, most=500)
    access_formats = any_of("How can people take part?", ACCESS_FORMATS.items(), "Tick only what you will do without being asked twice.")
    criteria = long_words(
        "What are people chosen by?",
        "One on each line. For example: has been in hospital with sickle cell in the last five years.",
        longest=4000,
    )
    closes_on = day("Last day to answer", "", required=False)
    closes_time = time_of_day("Until what time?", ask="Say until what time people can answer, such as 17:00 or 5pm.")
    timezone = one_of_many("On whose clock?", (), ask="Choose the clock that the time is on.")
    told_by = day("Day by which everybody is told", "", required=False)
    contact_name = short_words("Whom can people ask?", "A person with a name.")
    contact_phone = short_words("Phone", longest=40)
    contact_email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "This is no email address. It should look like name@example.org."},
    )
    contact_post = long_words("Address for letters", longest=500)
    support = long_words(
        "Who can be called for support?",
        "It can be hard to think about bad care. Name a person or a helpline, with a number and hours.",
        longest=1000,
    )
    passed_on = long_words(
        "What must you pass on, and to whom?",
        "If you hear that a child or an adult may come to harm. Name the role of the person who is told.",
        longest=1000,
    )
    complaints = long_words(
        "How can people make a complaint?", "The call is no complaint. Say where one goes, and who helps for free.", longest=1000
    )
    staff_named = long_words("What happens if somebody names a member of staff?", "Say who hears of it, and what they do.", longest=1000)

    def __init__(self, *args: Any, only: frozenset[str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["rate"].choices = rate_choices()  # type: ignore[attr-defined]
        self.fields["timezone"].choices = ZONES  # type: ignore[attr-defined]
        if only is not None:
            for name in set(self.fields) - only:
                del self.fields[name]

    @property
    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Heading and fields of each part that has any."""
        for heading, names in SECTIONS:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield heading, fields

    def clean_criteria(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["criteria"].splitlines() if line.strip()]
        if len(lines) > MOST_CRITERIA:
            raise ValidationError(f"Write at most {MOST_CRITERIA} lines. There are {len(lines)}. Nobody can hold more in mind.")
        long = next((line for line in lines if len(line) > 300), None)
        if long:
            raise ValidationError(f"Each line can have 300 characters. One has {len(long)}: “{long[:60]} …”")
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rate") and cleaned.get("unpaid_because"):
            self.add_error("unpaid_because", "You chose what people are paid. Leave this empty, or choose no pay.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """The fields of the call as they are kept, without the criteria."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"rate", "criteria"}}
        if "rate" in self.fields:
            table, _, step = self.cleaned_data["rate"].partition(BETWEEN)
            said |= {"rate_table": table, "rate_step": step}
        return said

    def criteria_lines(self) -> list[str] | None:
        """What people are chosen by; None where the form does not ask."""
        return self.cleaned_data.get("criteria")


class WithdrawCallForm(forms.Form):
    """Why a call ends before its time."""

    because = long_words(
        "Why do you end it?", "Everybody who answered is told this.", ask="Say why. Those who answered will read it.", longest=1000
    )


def rate_choices() -> list[tuple[str, str]]:
    """The rates that can be offered today: those of the newest table that has begun, then earlier ones; none first."""
    begun = [table for table in rate_tables().values() if table.from_date <= timezone.localdate()]
    steps = [(table, step) for table in reversed(begun) for step in table.steps]
    newest = [latest(timezone.localdate()).id] if begun else []
    named = [
        (f"{table.id}{BETWEEN}{step.id}", f"{pounds(step.pence)}: {step.words}{'' if table.id in newest else f' ({table.title})'}")
        for table, step in steps
    ]
    return [("", "Not chosen, or no pay"), *named]


def new_values(title: str, purpose: str, influence: str) -> dict[str, Any]:
    """What stands in the form of a new call."""
    return {
        "title": title,
        "purpose": purpose,
        "influence": influence,
        "sessions": 1,
        "session_minutes": 60,
        "preparation_minutes": 30,
        "group_size": 12,
        "closes_time": "17:00",
        "timezone": HERE,
        "benefits_warning": BENEFITS,
        "expenses": ["travel", "carer", "childcare", "data"],
    }


def values_of(opportunity: Opportunity, criteria: list[str]) -> dict[str, Any]:
    """What stands in the form of a call that was begun."""
    names = [name for _, fields in SECTIONS for name in fields if name not in {"rate", "criteria"}]
    said = {name: getattr(opportunity, name) for name in names}
    rate = f"{opportunity.rate_table}{BETWEEN}{opportunity.rate_step}" if opportunity.rate_step else ""
    days = {name: as_typed(said[name]) for name in ("closes_on", "told_by")}
    return {**said, **days, "rate": rate, "criteria": "\n".join(criteria), "closes_time": f"{opportunity.closes_time:%H:%M}"}
