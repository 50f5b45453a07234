"""A day in one box, written as people write days."""

from __future__ import annotations

import datetime

from django import forms

FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
"""How a day may be written; the first is how it is shown in a field."""


def day(label: str, missing: str, *, help_text: str = "For example, 31/03/2027.", required: bool = True) -> forms.DateField:
    """A field for a day; `missing` is said where nothing was written and something must be."""
    unread = "We could not read this day. Write it with day, month and year, such as 31/03/2027."
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=FORMATS,
        widget=forms.TextInput,
        error_messages={"required": missing, "invalid": unread},
    )


def as_typed(given: datetime.date | None) -> str:
    """A day as it stands in such a field."""
    return f"{given.day}/{given.month}/{given.year}" if given else ""
