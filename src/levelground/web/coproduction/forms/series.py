"""What members fill in to start a series, to name who knows names, and to say who is served."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levelground.web.coproduction.forms.inputs import long_words, one_of, one_of_many, short_words, yes
from levelground.web.coproduction.models import InfluenceLevel, ServedGroup
from levelground.web.coproduction.served_counts import ServedCount, known, plainly

MOST_ROWS = 100
COLUMNS = 4
LONGEST_SOURCE = 300
HOST = ""
HEADINGS = frozenset({"people", "number", "count", "how many", "n", "total"})
"""What stands over the numbers in the first line of a sheet."""


class StartSeriesForm(forms.Form):
    """What a series is for, how much those who come decide, and who knows their names."""

    title = short_words("Title", "People read it on every page. For example: Fair care in our clinics.", ask="Give the series a title.")
    purpose = long_words("What is it for?", "Say in plain words what is to change.", ask="Say what the series is for.", longest=2000)
    influence = one_of(
        "How much do those who come decide?",
        InfluenceLevel.choices,
        "Say it as it is. People stop coming when they were told more than was true.",
        ask="Choose how much those who come decide.",
    )
    package = one_of_many("Which change package is it about?", ())
    identities_held_by = one_of_many(
        "Who keeps the names of those who come?", (), "An organisation that people trust can keep them. Then yours never sees them."
    )

    def __init__(self, *args: Any, packages: dict[int, str], others: Sequence[Any], host: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.others = {str(one.pk): one for one in others}
        self._choose("package", [("", "None yet"), *((str(pk), title) for pk, title in packages.items())])
        self._choose("identities_held_by", [(HOST, f"{host}: two named people"), *((pk, one.name) for pk, one in self.others.items())])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def holder(self) -> Any:
        """The other organisation that keeps the names; None where the host does."""
        return self.others.get(self.cleaned_data["identities_held_by"])


class NameHolderForm(forms.Form):
    """One of the people who know who takes part."""

    user = one_of_many("Who?", (), "Members whose role may see names.", ask="Choose somebody.")
    named_as = short_words(
        "Name and role, as everybody reads them",
        "For example: Ama Mensah, community link worker. It stands on the call.",
        ask="Write the name and the role.",
    )
    confirmed_independent = yes(
        "This person is no line manager and in no care team of anybody who takes part",
        ask="Say that this person is no line manager and in no care team of those who come. If you cannot, choose somebody else.",
    )

    def __init__(self, *args: Any, people: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.pk): one for one in people}
        self.fields["user"].choices = [("", "Choose"), *((pk, one.name) for pk, one in self.people.items())]  # type: ignore[attr-defined]

    def person(self) -> Any:
        """Who was chosen."""
        return self.people[self.cleaned_data["user"]]


class ServedGroupsForm(forms.Form):
    """The whole table, typed or pasted from a spreadsheet."""

    counts = long_words(
        "One group on each line",
        "What about them, the group, how many people, where the number is from. Put commas between them, or paste cells from a sheet. "
        "Put a group that has commas in quotation marks.",
        longest=20_000,
    )

    def clean_counts(self) -> list[ServedCount]:
        rows = list(rows_of(self.cleaned_data["counts"]))
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"Write at most {MOST_ROWS} lines. There are {len(rows)}.")
        found = [_count_of(number, row) for number, row in rows]
        for place, one in enumerate(found):
            twice = any((one.characteristic, one.group) == (other.characteristic, other.group) for other in found[:place])
            if twice:
                raise ValidationError(f"“{one.characteristic}, {one.group}” stands there twice. Keep one of the lines.")
        return found


def as_typed(groups: Sequence[ServedGroup]) -> str:
    """What is known already, as it stands in the box."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((plainly(one.characteristic), one.group, one.people, one.source) for one in groups)
    return text.getvalue()


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """The lines that say something, with their numbers; cells stand between tabs, semicolons or commas. A heading is left out."""
    mark = next((mark for mark in ("\t", ";") if mark in text), ",")
    try:
        lines = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error:
        raise ValidationError("We could not read these lines. Look for quotation marks that do not close.") from None
    said = [(number, row) for number, row in enumerate(lines, start=1) if any(row)]
    return said[1:] if said and any(cell.casefold() in HEADINGS for cell in said[0][1][2:3]) else said


def _number(cell: str) -> str:
    return cell.replace(",", "").replace(" ", "").replace("\u00a0", "")


def _count_of(number: int, row: list[str]) -> ServedCount:
    where = f"Line {number}"
    if len(row) < COLUMNS or not all(row[:COLUMNS]):
        filled = len([cell for cell in row if cell])
        raise ValidationError(f"{where} needs four parts: what, group, how many, where from. It has {filled}. Add what is missing.")
    what, group, people, source = row[0], row[1], _number(row[2]), ", ".join(filter(None, row[3:]))
    if not people.isdigit() or int(people) > 100_000_000:
        raise ValidationError(f"{where}: how many must be a whole number, such as 1200. It says “{row[2][:40]}”.")
    if len(source) > LONGEST_SOURCE:
        raise ValidationError(f"{where}: where the number is from has {len(source)} characters. Use at most {LONGEST_SOURCE}.")
    try:
        return ServedCount(*known(what, group), int(people), source)
    except LookupError as unknown:
        raise ValidationError(f"{where}: {unknown.args[0]}") from None
