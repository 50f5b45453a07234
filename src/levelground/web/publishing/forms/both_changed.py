"""The choices of a person whose edit met another one: field by field, theirs, mine, or something of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from levelground.web.publishing.forms.element import ElementFields, dotted, value_at
from levelground.web.publishing.forms.inputs import shown

CHOICE, MIX = "choice-", "mix-"
THEIRS, MINE, BOTH = "theirs", "mine", "both"


@dataclass(frozen=True)
class FieldSides:
    """One input in three states: as it was, as somebody else left it, as this person typed it; all as a person reads them."""

    name: str
    label: str
    was: str
    theirs: str
    mine: str
    worded: bool
    chosen: str = ""
    mix: str = ""
    error: str = ""


@dataclass(frozen=True)
class ThreeSides:
    """The inputs that both changed, and those that one of the two changed."""

    both: tuple[FieldSides, ...]
    only_mine: tuple[FieldSides, ...]
    only_theirs: tuple[FieldSides, ...]


def three_sides(form: ElementFields, was: Mapping[str, Any], now: Mapping[str, Any], data: Mapping[str, Any], *, asked: bool) -> ThreeSides:
    """What a cleaned form says beside what its element said when the form was opened, and what it says now."""
    both, only_mine, only_theirs = [], [], []
    for name in form.parts:
        mine_moved = form.differs(name, was)
        theirs_moved = shown(form.fields[name], value_at(was, name)) != shown(form.fields[name], value_at(now, name))
        if not mine_moved and not theirs_moved:
            continue
        sides = _sides(form, name, was, now, data, asked=asked)
        if mine_moved and theirs_moved and form.differs(name, now):
            both.append(sides)
        elif mine_moved and not theirs_moved:
            only_mine.append(sides)
        else:
            only_theirs.append(sides)
    return ThreeSides(tuple(both), tuple(only_mine), tuple(only_theirs))


def settled(form: ElementFields, sides: ThreeSides, now: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the form as it is to be saved over what the element says now: each choice taken."""
    merged: dict[str, Any] = {name: data.getlist(name) if _many(form.fields.get(name)) else data.get(name) for name in data}  # type: ignore[attr-defined]
    for each in (*sides.both, *sides.only_theirs):
        chosen = data.get(f"{CHOICE}{each.name}") if each in sides.both else THEIRS
        if chosen == THEIRS:
            merged[each.name] = form.shown_of(each.name, now)
        elif chosen == BOTH:
            merged[each.name] = data.get(f"{MIX}{each.name}", "")
    return merged


def _sides(
    form: ElementFields, name: str, was: Mapping[str, Any], now: Mapping[str, Any], data: Mapping[str, Any], *, asked: bool
) -> FieldSides:
    field = form.fields[name]
    mine = _read(field, shown(field, form.given(name)))
    chosen = data.get(f"{CHOICE}{name}", "")
    error = "" if chosen in (THEIRS, MINE, BOTH) or not asked else f"{_label(form, name)}: choose which to keep."
    return FieldSides(
        name,
        _label(form, name),
        _read(field, form.shown_of(name, was)),
        _read(field, form.shown_of(name, now)),
        mine,
        isinstance(field, forms.CharField),
        chosen,
        data.get(f"{MIX}{name}", mine),
        error,
    )


def readable(form: ElementFields, name: str, element: Mapping[str, Any]) -> str:
    """What an element says in an input, in the words that a person reads there."""
    return _read(form.fields[name], form.shown_of(name, element))


def _label(form: ElementFields, name: str) -> str:
    return str(form.fields[name].label or dotted(name))


def _many(field: forms.Field | None) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


def _read(field: forms.Field, value: Any) -> str:
    """A value in the words that the input shows for it."""
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(text) for key, text in field.choices if not isinstance(text, list | tuple)}  # type: ignore[misc, union-attr]
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(each), str(each)) for each in chosen if each not in (None, ""))
    return str(value)
