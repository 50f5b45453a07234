"""The inputs of this room's forms, with the messages of the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from levelground.web.design_system.phrases import Phrase

Choices = Iterable[tuple[str, str]]
LONGEST = 4000
TIMES = ("%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p", "%I %p", "%I:%M %p")
"""How a time of day may be written."""


class LongWords(forms.CharField):
    """Long text. Line ends count as one character, as people count; no browser cuts off what is pasted: we say that it is too long."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


def long_words(label: str, hint: str = "", *, ask: str = "", longest: int = LONGEST) -> LongWords:
    """A box for long text. With `ask` it must be filled in, and `ask` says so."""
    errors = {"required": ask, "max_length": f"This is longer than {longest:,} characters. Make it shorter."}
    return LongWords(label=label, help_text=hint, required=bool(ask), max_length=longest, widget=forms.Textarea(), error_messages=errors)


def short_words(label: str, hint: str = "", *, ask: str = "", longest: int = 200) -> forms.CharField:
    """One line of text."""
    errors = {"required": ask, "max_length": f"{label}: use at most {longest} characters. There are %(show_value)s."}
    return forms.CharField(label=label, help_text=hint, required=bool(ask), max_length=longest, error_messages=errors)


def one_of(label: str, choices: Choices, hint: str = "", *, ask: str = "") -> forms.ChoiceField:
    """One of several, as buttons."""
    errors = {"required": ask, "invalid_choice": "Choose one of those that are listed."}
    return forms.ChoiceField(
        label=label, choices=list(choices), help_text=hint, required=bool(ask), widget=forms.RadioSelect, error_messages=errors
    )


def one_of_many(label: str, choices: Choices, hint: str = "", *, ask: str = "") -> forms.ChoiceField:
    """One of many, as a list that opens."""
    errors = {"required": ask, "invalid_choice": "Choose one of those that are listed."}
    return forms.ChoiceField(label=label, choices=list(choices), help_text=hint, required=bool(ask), error_messages=errors)


def any_of(label: str, choices: Choices, hint: str = "") -> forms.MultipleChoiceField:
    """Any of several, as boxes to tick."""
    errors = {"invalid_choice": "Tick only those that are listed."}
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), help_text=hint, required=False, widget=forms.CheckboxSelectMultiple, error_messages=errors
    )


def whole_number(label: str, hint: str = "", *, least: int = 0, most: int = 1000) -> forms.IntegerField:
    """A whole number, typed."""
    said = {
        "required": Phrase("%(question)s: write a whole number, such as %(number)s.", question=Phrase(label), number=max(least, 1)),
        "invalid": Phrase("%(question)s: write a whole number, such as %(number)s.", question=Phrase(label), number=max(least, 1)),
        "min_value": Phrase("%(question)s: it must be at least %(number)s.", question=Phrase(label), number=least),
        "max_value": Phrase("%(question)s: it must be at most %(number)s.", question=Phrase(label), number=most),
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most, widget=widget, error_messages=said)


def time_of_day(label: str, hint: str = "For example, 17:00 or 5pm.", *, ask: str = "") -> forms.TimeField:
    """A time of day, typed as people write it."""
    unread = "We could not read this time. Write it as 17:00 or 5pm."
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=bool(ask),
        input_formats=TIMES,
        widget=forms.TextInput,
        error_messages={"required": ask, "invalid": unread},
    )


def yes(label: str, hint: str = "", *, ask: str = "") -> forms.BooleanField:
    """One box to tick."""
    return forms.BooleanField(label=label, help_text=hint, required=bool(ask), error_messages={"required": ask})
