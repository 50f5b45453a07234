"""The form of an element that is not there yet: that of its kind, with its id and with what it serves."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from levelground.change_package.adaptation.compare import KINDS
from levelground.change_package.aim import Aim
from levelground.change_package.reading import Reading
from levelground.change_package.theory import SERVES, Theory
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import tick, words
from levelground.web.publishing.forms.kinds import FORMS, next_id

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
LONGEST_LABEL = 110


def adding_form(data: Any, reading: Reading, list_name: str, *, slug: str, under: str = "", seen: int = 0) -> ElementFields:
    """A form for a new element of a list; `under` is the element that it is to serve."""
    form = FORMS[list_name](data, reading=reading, seen=seen, adding=True)
    above = choices_above(reading, list_name)
    if above:
        form.fields["serves"] = tick(
            "What it serves", above, "Tick each that it would help to move.", ask="Tick at least one that it serves."
        )
        form.initial["serves"] = [under] if under in reading.paths else ([above[0][0]] if len(above) == 1 else [])
    form.fields["id"] = _id_field(reading)
    form.initial["id"] = next_id(reading, list_name, slug)
    return form


def choices_above(reading: Reading, list_name: str) -> list[tuple[str, str]]:
    """What an element of a list may serve: id, and id with its words."""
    theory = Theory(reading.change_package)
    kinds = SERVES.get(KINDS[list_name], ())
    return [(element_id, f"{element_id}: {short_words(theory.elements[element_id])}") for element_id in theory.ids(kinds)]


def short_words(element: Any) -> str:
    """The words of an element, cut to fit a choice."""
    if isinstance(element, Aim):
        said = element.statement
    else:
        said = next((str(found) for name in ("text", "name", "title", "statement") if (found := getattr(element, name, None))), element.id)
    return said if len(said) <= LONGEST_LABEL else f"{said[:LONGEST_LABEL].rsplit(' ', 1)[0]} …"


def _id_field(reading: Reading) -> forms.CharField:
    field = words("Short name (id)", "Others refer to it by this. It cannot be changed later.", ask="Give it a short name, such as P4.")

    def is_free(given: str) -> None:
        if not _ID.fullmatch(given):
            raise forms.ValidationError("Short name: begin with a letter, then letters, digits, - or _. For example, P4.")
        if given in reading.paths:
            raise forms.ValidationError(f"Short name: {given} is taken. Choose another.")

    field.validators = [is_free]
    return field
