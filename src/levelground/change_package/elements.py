"""What every element of a change package has in common: a stable id, a mark of how well it is known, links."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from levelground.documents.value import Identifier as ElementId
from levelground.documents.value import Text, Value

__all__ = [
    "Accountable",
    "Changed",
    "Element",
    "ElementId",
    "Link",
    "LinkStrength",
    "Links",
    "Origin",
    "Text",
    "Value",
    "Verification",
    "Version",
]


Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
"""Three numbers: what breaks, what is added, what is mended."""


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


class Accountable(Value):
    """Who answers for an element: an organisation and a role in it, never a person's name."""

    organisation: Text
    role: Text
    due: datetime.date | None = Field(default=None, description="By when something must have been done.")


class Changed(Value):
    """One field of an element that an overlay changed."""

    by: Text = Field(description="The overlay, as `id@version`.")
    field: Text
    reason: Text
    decision: ElementId | None = None


class Origin(Value):
    """Where an element of an adapted change package came from. `adapt.resolve` writes it; people do not."""

    added_by: Text = Field(description="The change package or overlay that brought it, as `id@version`.")
    reason: Text | None = None
    decision: ElementId | None = None
    changed: tuple[Changed, ...] = ()


class Element(Value):
    """An element of the document that others may point to."""

    id: ElementId
    verification: Verification = Field(description="How well this element's content is known.")
    source: ElementId | None = Field(default=None, description="The id in `sources` that it rests on.")
    note: Text | None = Field(default=None, description="Anything a reader should know, caveats above all.")
    core: bool = Field(default=False, description="Whether it is core: an overlay may reword it and add to it, and may not remove it.")
    accountable: Accountable | None = Field(default=None, description="Who answers for it; no name of a person.")
    ambitions: tuple[ElementId, ...] = Field(default=(), description="Ids of strategic ambitions and workstreams that it serves.")
    contributions: tuple[ElementId, ...] = Field(default=(), description="Ids of contributions that shaped it: never the words.")
    decisions: tuple[ElementId, ...] = Field(default=(), description="Ids of the decisions that made it what it is.")
    origin: Origin | None = None
