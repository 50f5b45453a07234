"""The form of what a change package says about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from levelground.change_package.reading import Reading
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import pick, words

STATUSES = (
    ("not_yet_co_produced", "Not yet co-produced: people with lived experience have not shaped it"),
    ("in_co_production", "In co-production: they are shaping it now"),
    ("agreed", "Agreed: they have shaped it and agree with it"),
)
WHY_ADAPTED = "why_adapted"
"""The reason of an adaptation; the name `reason` is that of the edit."""


class HeadFields(ElementFields):
    """Title, summary, for whom, how far it is co-produced, where it comes from."""

    TOGETHER = ()
    LONG = ("summary", "setting", WHY_ADAPTED)
    SECTIONS = (
        ("What it is", ("title", "summary", "discipline", "setting", WHY_ADAPTED)),
        ("How far people with lived experience have shaped it", ("status",)),
        ("Where it comes from", ("provenance__statement", "provenance__not_claimed", "licence", "version")),
    )
    LAST = ()
    verification = source = note = meaning = None  # type: ignore[assignment]
    accountable__organisation = accountable__role = accountable__due = None  # type: ignore[assignment]

    title = words("Title", ask="Write a title.")
    summary = words("Summary", "Which inequality, and what this does about it, in three sentences.", ask="Write a summary.", rows=5)
    discipline = words("Field of health or work", "For example, maternity care.", ask="Name the field of health or work.")
    setting = words("Setting", "Which organisations, where, for whom.", ask="Say where and for whom it is.", rows=2)
    why_adapted = words("Why the base is adapted", "And for whom.", ask="Say why the base is adapted.", rows=3)
    status = pick("How far is it co-produced?", STATUSES, "Every page of it says so.", ask="Say how far it is co-produced.")
    provenance__statement = words("Who wrote it, and from what", "Name roles and groups, never people.", ask="Say who wrote it.", rows=3)
    provenance__not_claimed = words(
        "What it does not claim", "What it is not, and who has not seen or approved it.", ask="Say what it does not claim.", rows=3
    )
    licence = words("Licence", "For example, CC-BY-4.0.", ask="Name the licence.")
    version = words("Version number", "Three numbers. For example, 0.2.0.", ask="Write the version number.")

    def prepare(self) -> None:
        """Only an adaptation says why its base is adapted."""
        if self.reading.overlay is None:
            del self.fields[WHY_ADAPTED]

    def clean_version(self) -> str:
        """Three numbers."""
        given: str = self.cleaned_data["version"].strip()
        if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", given):
            raise forms.ValidationError("Version number: write three numbers with dots between them, such as 0.2.0.")
        return given

    def changed(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """As of an element; an adaptation's reason under its own name."""
        found = super().changed(before)
        return {"reason" if name == WHY_ADAPTED else name: value for name, value in found.items()}


def head_of(reading: Reading) -> dict[str, Any]:
    """What a change package says about itself, as plain values."""
    value = dict(reading.document.value)
    if reading.overlay is not None:
        value[WHY_ADAPTED] = reading.overlay.document.value.get("reason")
    return value
