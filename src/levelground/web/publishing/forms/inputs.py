"""The kinds of input that forms of elements are made of, with the messages of the house."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms

from levelground.web.publishing.forms.days import FORMATS

LONGEST = 4000
Choices = Iterable[tuple[str, str]]
Input = TypeVar("Input", bound=forms.Field)


def words(label: str, hint: str = "", *, ask: str = "", rows: int = 0) -> forms.CharField:
    """Words for people. With `ask` it must be filled in, and `ask` says so; `rows` makes it a box of that height."""
    widget = forms.Textarea() if rows else forms.TextInput()
    field = forms.CharField(
        label=label,
        help_text=hint,
        required=bool(ask),
        max_length=LONGEST,
        widget=widget,
        error_messages={
            "required": ask,
            "max_length": f"{label}: use at most {LONGEST} letters. There are %(show_value)s. Put the rest in a note.",
        },
    )
    field.rows = rows  # type: ignore[attr-defined]
    return field


def pick(label: str, choices: Choices, hint: str = "", *, ask: str = "", empty: str = "") -> forms.ChoiceField:
    """One of several, as radio buttons. With `ask` one must be chosen; `empty` names the choice of none."""
    options = [*([("", empty)] if empty else []), *choices]
    messages = {"required": ask, "invalid_choice": f"{label}: choose one of those that are listed."}
    return forms.ChoiceField(
        label=label, help_text=hint, choices=options, required=bool(ask), widget=forms.RadioSelect, error_messages=messages
    )


def pick_from_list(label: str, choices: Choices = (), hint: str = "", *, ask: str = "") -> forms.ChoiceField:
    """One of many, as a list that opens."""
    field = pick(label, choices, hint, ask=ask)
    field.widget = forms.Select(choices=list(choices))
    return field


def tick(label: str, choices: Choices = (), hint: str = "", *, ask: str = "") -> forms.MultipleChoiceField:
    """Any of several, as boxes to tick."""
    messages = {"required": ask, "invalid_choice": f"{label}: tick only those that are listed."}
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        required=bool(ask),
        widget=forms.CheckboxSelectMultiple,
        error_messages=messages,
    )


def number(label: str, hint: str = "", *, least: float | None = None, most: float | None = None) -> forms.FloatField:
    """A number, typed."""
    said = {
        "invalid": f"{label}: write a number, such as 1.5.",
        "min_value": f"{label}: it must be at least %(limit_value)s.",
        "max_value": f"{label}: it must be at most %(limit_value)s.",
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    field = forms.FloatField(
        label=label, help_text=hint, required=False, min_value=least, max_value=most, widget=widget, error_messages=said
    )
    return _narrow(field)


def whole_number(label: str, hint: str = "") -> forms.IntegerField:
    """A whole number above 0, typed."""
    said = {"invalid": f"{label}: write a whole number, such as 100.", "min_value": f"{label}: it must be above 0."}
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return _narrow(forms.IntegerField(label=label, help_text=hint, required=False, min_value=1, widget=widget, error_messages=said))


def day(label: str, hint: str = "For example, 31/03/2029.") -> forms.DateField:
    """A day, typed."""
    said = {"invalid": f"{label}: write a real date, such as 31/03/2029."}
    field = forms.DateField(label=label, help_text=hint, required=False, input_formats=FORMATS, widget=forms.TextInput, error_messages=said)
    return _narrow(field)


def _narrow(field: Input) -> Input:
    """An input that is as wide as what goes into it."""
    field.classes = "nhsuk-input--width-10"  # type: ignore[attr-defined]
    return field


def anchor_of(name: str, field: forms.Field) -> str:
    """The id of an input on its page; of several buttons or boxes, of the first."""
    return f"id_{name}" + ("-1" if isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "")


def lines(label: str, hint: str = "Write one on each line.", *, ask: str = "", rows: int = 3) -> forms.CharField:
    """Several short texts, one on each line."""
    field = words(label, hint, ask=ask, rows=rows)
    field.lines = True  # type: ignore[attr-defined]
    return field


def shown(field: forms.Field, value: Any) -> Any:
    """A plain value of a document, as a person finds it in this input."""
    if value is None:
        return [] if isinstance(field, forms.MultipleChoiceField) else ""
    if isinstance(field, forms.DateField):
        try:
            return f"{datetime.date.fromisoformat(str(value)):{FORMATS[0]}}"
        except ValueError:
            return str(value)
    if hasattr(field, "lines"):
        return "\n".join(map(str, value))
    if isinstance(field, forms.FloatField):
        return f"{value:.15g}" if isinstance(value, int | float) else str(value)
    return list(value) if isinstance(value, list | tuple) else str(value).strip()


def plain(field: forms.Field, cleaned: Any) -> Any:
    """What was typed, as the plain value of a document; None where the input was left empty."""
    if cleaned in (None, "", []):
        return None
    if isinstance(cleaned, datetime.date):
        return cleaned.isoformat()
    if hasattr(field, "lines"):
        return [line.strip() for line in str(cleaned).splitlines() if line.strip()] or None
    if isinstance(cleaned, str):
        return "\n".join(cleaned.splitlines()).strip() or None
    return cleaned
