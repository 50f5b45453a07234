"""The overlay: an adaptation of a change package as a list of operations on its elements, each with its reason.

An overlay names the exact base that it was made for (id, version, digest) and has a head of its own: an adaptation says
itself what it is, for whom, and how far it has been co-produced. Everything else is operations on stable ids.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.drivers import PrimaryDriver, SecondaryDriver
from levelground.change_package.elements import ElementId, LinkStrength, Text, Value, Version
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle
from levelground.change_package.provenance import Accepted, Ancestor, CoProduction, CoProductionStatus, Provenance, Release
from levelground.change_package.recommendations import Recommendation, Source

LINK_FIELDS = (
    "serves",
    "recommendations",
    "measures",
    "resources",
    "rests_on",
    "met_by",
    "ambitions",
    "contributions",
    "decisions",
    "indicators",
)
"""The lists of ids that `link` adds to and `unlink` takes from."""

FieldPath = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_0-9]+)*$")]
"""A field of an element: `text`, or `target.absolute.amount` for a field within a field."""


class Operation(Value):
    """What every operation has: why, and the decision that asked for it where there was one."""

    reason: Text
    decision: ElementId | None = None


class _Add(Operation):
    op: Literal["add"]
    after: ElementId | None = Field(default=None, description="The element to stand after; at the end when absent.")


class AddPrimaryDrivers(_Add):
    """Primary drivers that the base has not."""

    to: Literal["primary_drivers"]
    elements: tuple[PrimaryDriver, ...] = Field(min_length=1)


class AddSecondaryDrivers(_Add):
    """Secondary drivers that the base has not."""

    to: Literal["secondary_drivers"]
    elements: tuple[SecondaryDriver, ...] = Field(min_length=1)


class AddChangeIdeas(_Add):
    """Change ideas that the base has not."""

    to: Literal["change_ideas"]
    elements: tuple[ChangeIdea, ...] = Field(min_length=1)


class AddMeasures(_Add):
    """Measures that the base has not."""

    to: Literal["measures"]
    elements: tuple[Measure, ...] = Field(min_length=1)


class AddRecommendations(_Add):
    """Recommendations that the base has not."""

    to: Literal["recommendations"]
    elements: tuple[Recommendation, ...] = Field(min_length=1)


class AddEvidence(_Add):
    """Entries of evidence that the base has not."""

    to: Literal["evidence"]
    elements: tuple[EvidenceEntry, ...] = Field(min_length=1)


class AddPrinciples(_Add):
    """Principles that the base has not."""

    to: Literal["principles"]
    elements: tuple[Principle, ...] = Field(min_length=1)


class AddSources(_Add):
    """Publications and data sets that the base does not name."""

    to: Literal["sources"]
    elements: tuple[Source, ...] = Field(min_length=1)


Add = Annotated[
    AddPrimaryDrivers | AddSecondaryDrivers | AddChangeIdeas | AddMeasures | AddRecommendations | AddEvidence | AddPrinciples | AddSources,
    Field(discriminator="to"),
]


class Replace(Operation):
    """Gives a field another value: its meaning changes. Without `value` the field is taken away."""

    op: Literal["replace"]
    element: ElementId
    field: FieldPath
    value: JsonValue = None


class Reword(Operation):
    """Says the same in other words: the meaning stays, so what was known about the element still holds."""

    op: Literal["reword"]
    element: ElementId
    field: FieldPath
    to: Text


class Remove(Operation):
    """Takes an element away, and with it the links to it."""

    op: Literal["remove"]
    element: ElementId


class AddLink(Operation):
    """Adds an id to a list of ids, or gives a link that is there another strength or assumption."""

    op: Literal["link"]
    element: ElementId
    field: Literal[LINK_FIELDS]  # type: ignore[valid-type]
    target: ElementId
    strength: LinkStrength | None = Field(default=None, description="For `serves` only; strong when absent.")
    assumption: Text | None = Field(default=None, description="For `serves` only.")


class RemoveLink(Operation):
    """Takes an id out of a list of ids."""

    op: Literal["unlink"]
    element: ElementId
    field: Literal[LINK_FIELDS]  # type: ignore[valid-type]
    target: ElementId


AnyOperation = Annotated[Add | Replace | Reword | Remove | AddLink | RemoveLink, Field(discriminator="op")]


class Overlay(Value):
    """One version of an adaptation."""

    format: Literal["levelground/overlay/1"]
    id: ElementId = Field(description="The id of the change package that comes out.")
    version: Version
    adapts: Ancestor
    reason: Text = Field(description="Why the base is adapted, and for whom.")
    title: Text
    status: CoProductionStatus
    discipline: Text
    setting: Text
    licence: Text
    summary: Text
    provenance: Provenance
    co_production: CoProduction | None = Field(
        default=None, description="Who shaped this version, and for how long; the base's is not taken over."
    )
    ambitions: tuple[ElementId, ...] = ()
    changelog: tuple[Release, ...] = ()
    accepted: tuple[Accepted, ...] = Field(
        default=(), description="Warnings that stay, each with its reason; the base's are not taken over."
    )
    operations: tuple[AnyOperation, ...] = ()
