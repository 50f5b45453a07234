"""Two people changed the same thing: both versions, field by field, and what the second person typed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from levelground.reports.words_that_differ import Stretch, words_that_differ
from levelground.web.publishing.forms.both_changed import BOTH, CHOICE, MINE, MIX, THEIRS, FieldSides, ThreeSides
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.models import Edit


@dataclass(frozen=True)
class FieldToChoose:
    """One field that both changed: both wordings, with the words that differ marked, and the choice."""

    sides: FieldSides
    theirs: tuple[Stretch, ...]
    mine: tuple[Stretch, ...]

    @property
    def choice(self) -> str:
        """The name of the radio buttons."""
        return f"{CHOICE}{self.sides.name}"

    @property
    def mix(self) -> str:
        """The name of the box in which both can be put together."""
        return f"{MIX}{self.sides.name}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen; only words can be put together."""
        both = [(BOTH, "Write it anew from both")] if self.sides.worded else []
        return [(THEIRS, "Keep theirs"), (MINE, "Take mine"), *both]


def page(form: ElementFields, sides: ThreeSides, *, seen: int, now: int, history: Iterable[Edit], element_id: str) -> dict[str, Any]:
    """What the page of a conflict shows, with all that was typed in hidden inputs."""
    since = [edit for edit in history if seen < edit.number <= now and (not element_id or element_id in edit.elements or not edit.elements)]
    return {
        "sides": sides,
        "to_choose": [FieldToChoose(each, *words_that_differ(each.theirs, each.mine)) for each in sides.both],
        "errors": [(f"{CHOICE}{each.name}-1", each.error) for each in sides.both if each.error],
        "since": since,
        "who": " and ".join(dict.fromkeys(edit.by.name for edit in since)) or "Somebody else",
        "hidden": [*_sent(form), ("now", now)],
    }


def typed(form: ElementFields) -> list[tuple[str, str]]:
    """What a person typed, by label."""
    return [(str(form[name].label), str(value)) for name in form.fields if (value := form[name].value()) and not form[name].is_hidden]


def _sent(form: ElementFields) -> list[tuple[str, Any]]:
    values = ((form.add_prefix(name), form[name].value()) for name in form.fields)
    each = (([(name, one) for one in value] if isinstance(value, list) else [(name, value)]) for name, value in values)
    return [(name, value) for name, value in itertools.chain.from_iterable(each) if value not in (None, "")]
