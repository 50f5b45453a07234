"""An overlay on its base, as the rules of `refusals` look at it, and how they say what they refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.reading import Reading
from levelground.errors import Finding, Severity, nearest_names

_MOST_SUGGESTIONS = 50
_MOST_CANDIDATES = 1000

Numbered = tuple[int, Mapping[str, Any]]
"""An operation as it stands in the document, with its position (from 0)."""


@dataclass(frozen=True)
class Refusal:
    """An operation that may not be: its position, and the finding that says why."""

    index: int
    finding: Finding


@dataclass(frozen=True)
class Attempt:
    """An overlay on a base, as the rules below look at them."""

    base: Reading
    overlay: OverlayReading
    _suggested: list[str] = field(default_factory=list)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the base, then those that the overlay adds."""
        return (*self.base.paths, *self.added)

    @cached_property
    def numbered(self) -> tuple[Numbered, ...]:
        """Every operation with its position."""
        return tuple(enumerate(self.overlay.operations))

    @cached_property
    def on_elements(self) -> tuple[Numbered, ...]:
        """The operations on elements of the base: all but those that add."""
        return tuple((index, operation) for index, operation in self.numbered if operation["op"] != "add")

    @cached_property
    def added(self) -> dict[str, tuple[int, int, str]]:
        """The ids that the overlay adds -> the operation, the position in it, the list."""
        found: dict[str, tuple[int, int, str]] = {}
        for index, operation in self.numbered:
            for position, element in enumerate(operation.get("elements", ()) if operation["op"] == "add" else ()):
                found.setdefault(element["id"], (index, position, operation["to"]))
        return found

    @cached_property
    def removed(self) -> dict[str, int]:
        """The ids that the overlay removes -> the first operation that does."""
        found: dict[str, int] = {}
        for index, operation in self.on_elements:
            if operation["op"] == "remove":
                found.setdefault(operation["element"], index)
        return found

    def list_of(self, element_id: str) -> str:
        """The key that an element of the base stands under."""
        return str(self.base.paths[element_id][0])

    def value_of(self, element_id: str) -> Mapping[str, Any]:
        """An element of the base as it stands there."""
        value: Mapping[str, Any] = self.base.document.at(self.base.paths[element_id])
        return value

    def refused(
        self, rule: str, operation: Numbered, message: str, next_step: str, *keys: str | int, near: tuple[str, ...] = ()
    ) -> Refusal:
        """An error at an operation, or at a value within it."""
        index, said = operation
        place = self.overlay.place_of(index, *keys)
        return Refusal(index, Finding(Severity.ERROR, rule, message, place, self._about(said, keys), near, next_step))

    def _about(self, said: Mapping[str, Any], keys: tuple[str | int, ...]) -> str | None:
        """The id of the element that a finding is about: of one that is added, where the keys go into it."""
        if "element" in said or keys[:1] != ("elements",):
            return said.get("element")
        element_id: str = said["elements"][keys[1]]["id"]
        return element_id

    def near(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """The nearest names, for the first of many findings: looking for them takes time."""
        self._suggested.append(name)
        return nearest_names(name, islice(known, _MOST_CANDIDATES)) if len(self._suggested) <= _MOST_SUGGESTIONS else ()

    def at(self, index: int) -> str:
        """Where another operation stands, for a sentence."""
        return f"line {self.overlay.place_of(index).line}"
