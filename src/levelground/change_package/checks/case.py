"""What a rule of `check` looks at, and how it says what it found."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.checks.texts import Said, Texts
from levelground.change_package.reading import Reading
from levelground.change_package.theory import Theory
from levelground.errors import Finding, Place, Severity


@dataclass(frozen=True)
class Case:
    """What a rule looks at: the reading, its graph, and the day that counts as today."""

    reading: Reading
    theory: Theory
    today: datetime.date

    @property
    def package(self) -> ChangePackage:
        """The change package."""
        return self.reading.change_package

    @cached_property
    def texts(self) -> Texts:
        """Every text of the package, with the element that says it."""
        return Texts(self.package)

    def place_of_text(self, said: Said) -> Place:
        """Where a text stands."""
        return self.reading.document.place(said.keys) if said.element is None else self.place(said.element, *said.keys)

    def place(self, element_id: str, *keys: str | int) -> Place:
        """Where an element stands, or a value within it."""
        return self.reading.place_of(element_id, *keys)

    def error(self, rule: str, element_id: str, message: str, next_step: str, *keys: str | int) -> Finding:
        """A finding that stops the work, at the element or at a value within it."""
        return Finding(Severity.ERROR, rule, message, self.place(element_id, *keys), element_id, next_step=next_step)

    def warning(self, rule: str, element_id: str, message: str, next_step: str, *keys: str | int) -> Finding:
        """A finding that is kept beside the results."""
        return Finding(Severity.WARNING, rule, message, self.place(element_id, *keys), element_id, next_step=next_step)

    def note(self, rule: str, element_id: str, message: str, next_step: str, *keys: str | int) -> Finding:
        """A finding that is good to know."""
        return Finding(Severity.NOTE, rule, message, self.place(element_id, *keys), element_id, next_step=next_step)

    def about_all(self, severity: Severity, rule: str, message: str, next_step: str, key: str = "id") -> Finding:
        """A finding about the whole change package, at one of its keys."""
        return Finding(severity, rule, message, self.reading.document.place_of_key((key,)), next_step=next_step)
