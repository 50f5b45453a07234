"""What all forms of elements share: from an element to inputs, from inputs to the fields that changed, and why."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from levelground.change_package.elements import Verification
from levelground.change_package.reading import Reading
from levelground.web.publishing.forms.inputs import day, pick, pick_from_list, plain, shown, words

Plain = Mapping[str, Any]
Section = tuple[str, tuple[str, ...]]
SAME, OTHER = "same", "other"
KNOWN = (
    (Verification.UNVERIFIED.value, "Our own thinking, or a proposal"),
    (Verification.SECONDARY.value, "We read about it elsewhere"),
    (Verification.VERIFIED.value, "We read the source, and it says so"),
)
"""How well something is known, in words."""


class WhyFields(forms.Form):
    """Why something is changed: asked with every edit."""

    reason = words("Why do you change it?", "This is kept with the change. Others read it.", ask="Say why you change it.", rows=2)
    decision = words("Decision", "The id of the decision that asked for this, if there is one. For example, D12.")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, error_messages={"required": "Load the page again, then save."})

    def clean_decision(self) -> str:
        """A decision is named by its id; never by a person's name."""
        given: str = self.cleaned_data["decision"].strip()
        if given and not all(letter.isalnum() or letter in "_-" for letter in given):
            raise forms.ValidationError("Decision: write its id, such as D12, with no spaces.")
        return given


class ElementFields(WhyFields):
    """The fields of one element, as a person edits them.

    The name of an input is the field's path in the element, its dots written as two underscores: `evidence__grade`. Fields of the
    element that have no input here stay as they are. What stands in `TOGETHER` is written as one value, since its parts hold together.
    """

    TOGETHER: ClassVar[tuple[str, ...]] = ("accountable",)
    SECTIONS: ClassVar[tuple[Section, ...]] = ()
    LONG: ClassVar[tuple[str, ...]] = ()
    """Inputs whose words many people read: a hint stands beside those that are hard to read."""
    LAST: ClassVar[tuple[Section, ...]] = (
        ("What it serves", ("serves",)),
        ("How well it is known", ("verification", "source", "note")),
        ("Who answers for it", ("accountable__organisation", "accountable__role", "accountable__due")),
    )

    verification = pick("How well is it known?", KNOWN, ask="Say how well it is known.")
    source = pick_from_list("Source", hint="The publication that it rests on.")
    note = words("Note", "Anything that a reader should know, limits above all.", rows=3)
    accountable__organisation = words("Organisation", "Never write a person's name here.")
    accountable__role = words("Role", "For example, medical director.")
    accountable__due = day("By when", "The day by which something must be done. For example, 31/03/2029.")
    meaning = pick(
        "What kind of change is it?",
        ((SAME, "The same meaning in other words"), (OTHER, "The meaning changes")),
        "If only the words change, what was known about it still holds.",
        ask="Say whether the meaning changes.",
    )

    def __init__(self, data: Any = None, *, reading: Reading, element: Plain | None = None, seen: int = 0, adding: bool = False) -> None:
        self.reading = reading
        self.element = element or {}
        self.adding = adding
        super().__init__(data, initial={"seen": seen, "meaning": OTHER, "verification": Verification.UNVERIFIED.value})
        self.prepare()
        if element is not None:
            self.initial.update({name: self.shown_of(name, element) for name in self.parts})
        if adding:
            del self.fields["meaning"]
            self.fields["reason"].label = "Why do you add it?"
            self.fields["reason"].error_messages["required"] = "Say why you add it."

    def full_clean(self) -> None:
        """As of every form; errors are told in the order of the page."""
        super().full_clean()
        names = [bound.name for _, inputs in self.sections() for bound in inputs] + ["id", "reason", "meaning", "decision"]
        told = sorted(self.errors.items(), key=lambda item: names.index(item[0]) if item[0] in names else -1)
        self.errors.clear()
        self.errors.update(told)

    def prepare(self) -> None:
        """Give the inputs the choices that depend on the change package."""
        sources = [(source.id, source.title) for source in self.reading.change_package.sources]
        self.offer("source", [("", "None"), *sources])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give an input its choices; what the element has already stays among them."""
        has = value_at(self.element, name)
        known = {value for value, _ in choices}
        missing = [str(value) for value in (has if isinstance(has, list) else [has]) if value and str(value) not in known]
        self.fields[name].choices = [*choices, *((value, value) for value in missing)]  # type: ignore[attr-defined]

    @property
    def parts(self) -> tuple[str, ...]:
        """The inputs that are fields of the element: all but those that say why."""
        return tuple(name for name in self.fields if name not in WhyFields.base_fields and name not in ("meaning", "id", "after"))

    def sections(self) -> list[tuple[str, list[Any]]]:
        """Headings, each with its inputs, in reading order."""
        named = ((heading, [self[name] for name in names if name in self.fields]) for heading, names in (*self.SECTIONS, *self.LAST))
        return [(heading, inputs) for heading, inputs in named if inputs]

    def shown_of(self, name: str, element: Plain) -> Any:
        """What an input shows of an element."""
        return shown(self.fields[name], value_at(element, name))

    def given(self, name: str) -> Any:
        """What was typed in an input, as a plain value."""
        return plain(self.fields[name], self.cleaned_data.get(name))

    def differs(self, name: str, element: Plain) -> bool:
        """Whether what was typed is not what the element says."""
        return bool(_same(self.fields[name], self.given(name)) != _same(self.fields[name], value_at(element, name)))

    def changed(self, before: Plain) -> dict[str, Any]:
        """The fields that differ from an element: dotted name -> new value, None to take it away."""
        found: dict[str, Any] = {}
        for name in self.parts:
            if self.differs(name, before):
                path = dotted(name)
                block = next((each for each in self.TOGETHER if path.startswith(f"{each}.")), None)
                if block is None:
                    found[path] = self.given(name)
                elif block not in found:
                    found[block] = self.block(block, before)
        return found

    def block(self, block: str, before: Plain) -> Any:
        """A field with fields in it, as typed; what has no input stays. None where nothing is left."""
        value = copy.deepcopy(value_at(before, block.replace(".", "__")) or {})
        for name in self.parts:
            path = dotted(name)
            if path.startswith(f"{block}."):
                put(value, path.removeprefix(f"{block}."), self.given(name))
        return self.mend(block, value) or None

    def mend(self, block: str, value: dict[str, Any]) -> dict[str, Any]:
        """A last look at a block before it is written."""
        return value

    def whole(self) -> dict[str, Any]:
        """The element that the inputs make, when one is added."""
        made: dict[str, Any] = {"id": self.cleaned_data["id"]}
        for path, value in self.changed({}).items():
            put(made, path, value)
        return made

    def clean(self) -> dict[str, Any]:
        """A block is filled in whole or not at all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        organisation, role = cleaned.get("accountable__organisation"), cleaned.get("accountable__role")
        if (role or cleaned.get("accountable__due")) and not organisation:
            self.add_error("accountable__organisation", "Name the organisation that answers for it, or leave all three empty.")
        if (organisation or cleaned.get("accountable__due")) and not role:
            self.add_error("accountable__role", "Name the role that answers for it, or leave all three empty.")
        return cleaned


def dotted(name: str) -> str:
    """The name of an input as a path: `evidence__grade` -> `evidence.grade`."""
    return name.replace("__", ".")


def value_at(element: Plain, name: str) -> Any:
    """The value of an element at the path that an input is named for; None where there is none."""
    value: Any = element
    for step in name.split("__"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def put(value: dict[str, Any], path: str, new: Any) -> None:
    """Give a field within fields a value, or take it away with None; a block that is left empty goes too."""
    step, _, rest = path.partition(".")
    if not rest:
        if new is None:
            value.pop(step, None)
        else:
            value[step] = new
        return
    inner = dict(value.get(step) or {})
    put(inner, rest, new)
    if inner:
        value[step] = inner
    else:
        value.pop(step, None)


def _same(field: forms.Field, value: Any) -> Any:
    """A value so that two that say the same are equal."""
    if value is None or value == []:
        return None
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip()
    if isinstance(field, forms.MultipleChoiceField):
        return sorted(map(str, value))
    return list(value) if isinstance(value, tuple) else value
