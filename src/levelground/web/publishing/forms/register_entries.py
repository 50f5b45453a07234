"""The form of a recommendation in a register: what was asked for, where it stands, and how it is linked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from levelground.registers.recommendations import Discipline, RegisteredRecommendation
from levelground.registers.registers import registers
from levelground.web.publishing.forms.inputs import Choices, lines, pick, pick_from_list, plain, tick, words

NEW = "new"
"""The choice of a source that is not in the register yet."""
MARKS = (
    ("verified", "We read it where its owner published it"),
    ("secondary", "We read about it somewhere else"),
    ("unverified", "We have not checked it"),
)
_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_RELATION = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,63})\s*:\s*(.+)")


class RecommendationEntryForm(forms.Form):
    """One recommendation. `value` is what was typed as the register holds it, `new_source` a publication that comes with it."""

    SECTIONS = (
        ("What was asked for", ("entry_id", "text", "addressees", "addressees_inferred")),
        ("Where it stands", ("source", "edition", "verification", "note")),
        ("A source that is not in the list", ("new_title", "new_publisher", "new_edition", "new_address")),
        ("To find it by", ("disciplines", "themes", "ambitions")),
        ("How it goes with others", ("same_as", "conflicts_with")),
        ("What was done since", ("keep_status", "done", "done_on", "done_source", "done_mark")),
        ("Why", ("reason",)),
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    entry_id = words("Short name (id)", "Others refer to it by this. It cannot be changed later.", ask="Give it a short name.")
    text = words(
        "What was asked for",
        "In your own words. Do not copy a sentence of the source: it may not be yours to share, and plain words help everybody.",
        ask="Say what was asked for, in your own words.",
        rows=4,
    )
    addressees = lines("Who it is asked of", "Name each body on a line of its own.", ask="Name at least one body that it is asked of.")
    addressees_inferred = forms.BooleanField(label="The source does not say who it is for: this is our guess", required=False)
    source = pick_from_list("Source", ask="Choose the source that it stands in, or a new one.")
    edition = words("Edition", "The edition or date in which it stands. For example, April 2024.", ask="Write the edition or the date.")
    verification = pick("How well do you know it?", MARKS, ask="Say how well you know it.")
    note = words("Note", "What a reader should know. For example, that only a heading was read.", rows=3)
    new_title = words("Title of the new source")
    new_publisher = words("Who published it")
    new_edition = words("Its edition or date")
    new_address = words("Its web address")
    disciplines = tick(
        "Part of care", [(one.value, one.replace("_", " ").capitalize()) for one in Discipline], ask="Tick at least one part of care."
    )
    themes = lines("Themes", "A word or two on each line. For example, devices.", ask="Write at least one theme.")
    ambitions = tick("Ambitions that it serves")
    same_as = lines(
        "Much the same as", "On each line: its short name, a colon, and in what they agree. For example, R01-devices: both ask ..."
    )
    conflicts_with = lines("Pulls another way than", "On each line: its short name, a colon, and how they pull apart.")
    keep_status = tick("What you said before", hint="Untick what is not true.")
    done = words("What is known to have been done", "What somebody else did since. Leave it empty if nothing was found.", rows=2)
    done_on = words("When", "A year, a month or a day: 2024, 2024-07 or 2024-07-12.")
    done_source = pick_from_list("Where it says so")
    done_mark = pick("How well do you know that?", MARKS)
    reason = words("Why you add or change this", "For others in your organisation.", ask="Say why you add or change this.", rows=2)

    def __init__(
        self, data: Any = None, *, sources: Choices, proposed: str, slug: str, known: RegisteredRecommendation | None = None, seen: int = 0
    ) -> None:
        self.known, self.slug = known, slug
        super().__init__(data, initial=_initial(known, proposed, seen))
        listed = sorted(sources, key=lambda choice: choice[1].casefold())
        self._choices("source", [("", "Choose a source"), (NEW, "A new source: I describe it below"), *listed])
        self._choices("done_source", [("", "Choose a source"), *listed])
        held = registers()
        aims = {part.id: part.name for part in held.ambitions.values()} | {part.id: part.name for part in held.shifts.values()}
        self._choices("ambitions", [(name, f"{aims[name]} ({held.strategy_of(name).title})") for name in held.aims_of_strategies])
        said = [(str(index), one.statement) for index, one in enumerate(known.status)] if known else []
        self._choices("keep_status", said)
        if not said:
            del self.fields["keep_status"]
        if known is not None:
            del self.fields["entry_id"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page groups them."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS]

    def seen_anew(self, number: int) -> None:
        """Take the form as filled in against a newer version: its writer has been told of it, and may send it again."""
        typed = self.data.copy()  # type: ignore[attr-defined]  # what a browser sends
        typed["seen"] = str(number)
        self.data = typed

    def clean(self) -> dict[str, Any]:
        """Checks that need two fields, or the parts of a line."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("source") == NEW:
            for name, ask in _OF_A_SOURCE.items():
                if not given.get(name):
                    self.add_error(name, ask)
        for name in ("same_as", "conflicts_with"):
            for line in plain(self.fields[name], given.get(name)) or ():
                if not _RELATION.fullmatch(line):
                    self.add_error(name, f"Write the short name, a colon, and why. This has no such parts: {line[:60]}")
        if given.get("done_on") and not _WHEN.fullmatch(given["done_on"]):
            self.add_error("done_on", f"Write 2024, 2024-07 or 2024-07-12. You wrote {given['done_on'][:30]}.")
        if given.get("done"):
            for name, ask in (("done_source", "Choose where it says so."), ("done_mark", "Say how well you know what was done.")):
                if not given.get(name):
                    self.add_error(name, ask)
        return given

    def new_source(self, taken: int = 0) -> dict[str, Any] | None:
        """A publication that comes with the recommendation; None where one of the list was chosen."""
        given = self.cleaned_data
        if given["source"] != NEW:
            return None
        said = {name: given[f"new_{name}"] for name in ("title", "publisher", "edition", "address") if given[f"new_{name}"]}
        return {"id": f"{self.slug}_S{taken + 1}", **said, "verification": given["verification"]}

    def value(self, new_source: Mapping[str, Any] | None) -> dict[str, Any]:
        """The recommendation as the register holds it: keys in its model's order, nothing empty."""
        given = {name: plain(field, self.cleaned_data.get(name)) for name, field in self.fields.items()}
        said: dict[str, Any] = {
            "id": self.known.id if self.known else given["entry_id"],
            "verification": given["verification"],
            "source": new_source["id"] if new_source else given["source"],
            "note": given["note"],
            "ambitions": given["ambitions"],
            "text": given["text"],
            "addressees": given["addressees"],
            "edition": given["edition"],
            "themes": given["themes"],
            "disciplines": given["disciplines"],
            "addressees_inferred": given["addressees_inferred"],
            "status": self._status(given),
            "same_as": _relations(given["same_as"]),
            "conflicts_with": _relations(given["conflicts_with"]),
        }
        return {name: one for name, one in said.items() if one not in (None, [], False)}

    def _status(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        known = self.known.status if self.known else ()
        said = [known[int(index)].model_dump(mode="json", exclude_none=True) for index in given.get("keep_status") or ()]
        if given["done"]:
            date = {"date": given["done_on"]} if given["done_on"] else {}
            said.append({**date, "statement": given["done"], "source": given["done_source"], "verification": given["done_mark"]})
        return said


_OF_A_SOURCE = {
    "new_title": "Write the title of the new source.",
    "new_publisher": "Say who published the new source.",
    "new_edition": "Write the edition or date of the new source.",
}


def _relations(typed: list[str] | None) -> list[dict[str, str]]:
    found = [_RELATION.fullmatch(line) for line in typed or ()]
    return [{"id": parts[1], "reason": parts[2].strip()} for parts in found if parts]


def _initial(known: RegisteredRecommendation | None, proposed: str, seen: int) -> dict[str, Any]:
    if known is None:
        return {"entry_id": proposed, "seen": seen}
    return {
        "seen": seen,
        "text": known.text,
        "addressees": "\n".join(known.addressees),
        "addressees_inferred": known.addressees_inferred,
        "source": known.source,
        "edition": known.edition,
        "verification": known.verification.value,
        "note": known.note or "",
        "disciplines": [one.value for one in known.disciplines],
        "themes": "\n".join(known.themes),
        "ambitions": list(known.ambitions),
        "same_as": "\n".join(f"{one.id}: {' '.join(one.reason.split())}" for one in known.same_as),
        "conflicts_with": "\n".join(f"{one.id}: {' '.join(one.reason.split())}" for one in known.conflicts_with),
        "keep_status": [str(index) for index in range(len(known.status))],
    }


class WithdrawEntryForm(forms.Form):
    """Why an entry is taken out of the register: shown to everybody on its page."""

    why = words("Why is it withdrawn?", "Everybody can read this on its page.", ask="Say why it is withdrawn.", rows=3)


class NewsSeenForm(forms.Form):
    """What was done about a piece of news."""

    what = words(
        "What did you do?", "Or why nothing needs to be done. For your own organisation.", ask="Say what you did, or why nothing.", rows=3
    )
