"""Anti-racism principles, as questions put to the work. An empty slot waits for a curator."""

from __future__ import annotations

from pydantic import Field

from levelground.change_package.elements import Element, ElementId, Text


class Principle(Element):
    """One principle: named only where its wording was found; otherwise an empty slot."""

    name: Text | None = None
    questions: tuple[Text, ...] = ()
    met_by: tuple[ElementId, ...] = Field(default=(), description="Elements of this package where the principle is met.")
