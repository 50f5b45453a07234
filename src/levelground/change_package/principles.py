"""Anti-racism principles, as questions put to the work. An empty slot waits for a curator."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from levelground.change_package.elements import Element, ElementId, Text, Value


def _as_tuple(entries: Any) -> Any:
    """What stands behind `_as_question` is no longer read as JSON, where a list of the document would do for a tuple."""
    return tuple(entries) if isinstance(entries, list) else entries


class Question(Value):
    """A question that a principle puts to the work, what would answer it, and where in the package it is answered."""

    question: Text
    evidence: Text | None = Field(default=None, description="What a reader should be shown as an answer.")
    answered_by: Annotated[tuple[ElementId, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="Elements of this package that hold the answer."
    )


def _as_question(entry: Any) -> Any:
    return {"question": entry} if isinstance(entry, str) else entry


class Principle(Element):
    """One principle: named only where its wording was found; otherwise an empty slot."""

    name: Text | None = None
    questions: tuple[Annotated[Question, BeforeValidator(_as_question, json_schema_input_type=Text | Question)], ...] = ()
    met_by: tuple[ElementId, ...] = Field(default=(), description="Elements of this package where the principle is met.")
