"""The catalogue of resources: briefings, toolkits, image sets, reviews of guidelines and curricula, standards, banks of cases."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from levelground.change_package.elements import Element, Text, Value
from levelground.registers.recommendations import Discipline


class ResourceKind(StrEnum):
    """What a resource is."""

    BRIEFING = "briefing"
    """A short text for those who decide or treat."""
    TOOLKIT = "toolkit"
    """Things to work with: guides, forms, an audit tool."""
    IMAGE_SET = "image_set"
    """Pictures for teaching and assessing."""
    GUIDELINE_REVIEW = "guideline_review"
    """Clinical guidance looked at for racial bias."""
    CURRICULUM_REVIEW = "curriculum_review"
    """Teaching looked at for racial bias."""
    STANDARD = "standard"
    """What good work looks like."""
    INSTRUMENT = "instrument"
    """A scale or a questionnaire with which an organisation looks at itself."""
    CASE_BANK = "case_bank"
    """Cases and studies, described in one form."""


class Availability(StrEnum):
    """Whether it can be had."""

    FOUND = "found"
    """It is published, and was read at least in part."""
    NAMED = "named"
    """It is known to exist; it was not itself read."""
    ANNOUNCED = "announced"
    """Somebody said that it will be made; it was looked for and not found."""


class ImageSet(Value):
    """What one must know of a set of pictures before using it. What is not known is absent: it is never filled in by guess."""

    pictures: Text | None = Field(default=None, description="What the pictures show, and how many there are.")
    skin_tones: Text | None = Field(default=None, description="Which skin tones are shown, on which scale, and which are missing.")
    consent: Text | None = Field(default=None, description="What the people in the pictures, or their parents, agreed to.")
    licence: Text | None = Field(default=None, description="Who may use the pictures, and for what.")

    def unknown(self) -> tuple[str, ...]:
        """The fields of which nothing is known."""
        return tuple(name for name in ("pictures", "skin_tones", "consent", "licence") if getattr(self, name) is None)


class ReviewFinding(Value):
    """One thing that a review of guidelines or curricula found."""

    statement: Text
    about: Text = Field(description="The guideline, the score, the course that it is about.")


class Part(Value):
    """A part of a resource: a standard, a stage, a field of a form."""

    name: Text
    statement: Text | None = None


class Resource(Element):
    """One resource."""

    kind: ResourceKind
    title: Text
    statement: Text = Field(description="What it is and whom it helps, in our own words.")
    availability: Availability
    publisher: Text
    address: Text | None = None
    licence: Text | None = Field(default=None, description="Under which licence it may be used; absent: not known.")
    disciplines: tuple[Discipline, ...] = Field(min_length=1)
    image_set: ImageSet | None = None
    findings: tuple[ReviewFinding, ...] = ()
    parts: tuple[Part, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is ResourceKind.IMAGE_SET) != (self.image_set is not None):
            raise ValueError("`image_set` must be given for an image_set, and only for one")
        if self.findings and self.kind not in (ResourceKind.GUIDELINE_REVIEW, ResourceKind.CURRICULUM_REVIEW):
            raise ValueError("`findings` are those of a review of guidelines or curricula")
        if self.availability is Availability.ANNOUNCED and (self.findings or self.parts or self.address):
            raise ValueError("`findings`, `parts` and `address` are not known of a resource that is only announced")
        return self


class RegisterOfResources(Value):
    """What helps to do the work."""

    format: Literal["levelground/register-of-resources/1"]
    resources: tuple[Resource, ...]
