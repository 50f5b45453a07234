"""What every element of a change package has in common: a stable id, a mark of how well it is known, links."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from levelground.documents.value import Identifier as ElementId
from levelground.documents.value import Text, Value

__all__ = ["Element", "ElementId", "Link", "LinkStrength", "Links", "Text", "Value", "Verification"]


class Verification(StrEnum):
    """How well a statement is known: read at its owner's, read at second hand, or neither."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class LinkStrength(StrEnum):
    """How strongly the lower element is thought to move the upper one: drawn solid or dotted."""

    STRONG = "strong"
    WEAK = "weak"


class Link(Value):
    """An edge of the theory of change: this element serves element `id`."""

    id: ElementId
    strength: LinkStrength = LinkStrength.STRONG
    assumption: Text | None = Field(default=None, description="What must be true for the link to hold.")


def _as_link(entry: Any) -> Any:
    return {"id": entry} if isinstance(entry, str) else entry


Links = tuple[Annotated[Link, BeforeValidator(_as_link, json_schema_input_type=ElementId | Link)], ...]
"""`serves: [P1, {id: P2, strength: weak, assumption: ...}]`: a bare id is a strong link."""


class Element(Value):
    """An element of the document that others may point to."""

    id: ElementId
    verification: Verification = Field(description="How well this element's content is known.")
    source: ElementId | None = Field(default=None, description="The id in `sources` that it rests on.")
    note: Text | None = Field(default=None, description="Anything a reader should know, caveats above all.")
