"""The register of recommendations and that of publications: each entry once, for every change package to take up."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from levelground.change_package.elements import ElementId, Text, Value, Verification
from levelground.change_package.recommendations import Recommendation, Source

When = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, a month or a day, as far as it is known: 2021, 2021-07, 2021-07-12."""


class Discipline(StrEnum):
    """The part of health care that something is about; its change package, where there is one, has the same id."""

    EVERY = "every"
    """No one part of health care."""
    MATERNITY_NEONATAL = "maternity_neonatal"
    """Pregnancy, birth and newborn babies."""
    MENTAL_HEALTH = "mental_health"
    """Mental health care at every age."""
    PRIMARY_CARE = "primary_care"
    """General practice and what is around it."""
    TRUST_CULTURAL_SAFETY = "trust_cultural_safety"
    """Trust, and being safe from racism in care."""
    SICKLE_CELL = "sickle_cell"
    """Sickle cell disorder."""
    WORKFORCE = "workforce"
    """Those who work in health care."""
    DATA_RESEARCH = "data_research"
    """Data on ethnicity, and who takes part in research."""
    DIGITAL_INNOVATION = "digital_innovation"
    """Digital services, devices, genomics and other new technology."""
    COMMUNITIES = "communities"
    """Communities and their organisations."""


class RegisteredSource(Source):
    """A publication, with the editions that this one replaces."""

    earlier_editions: tuple[Text, ...] = Field(
        default=(), description="`edition` as earlier registers had it: a copy of one is out of date."
    )
    note: Text | None = Field(default=None, description="What was not found, or how it was read.")


class RegisterOfSources(Value):
    """Every publication that the library rests on."""

    format: Literal["levelground/register-of-sources/1"]
    sources: tuple[RegisteredSource, ...]


class Response(Value):
    """What somebody outside is known to have done since; never what a project of ours did."""

    date: When | None = Field(default=None, description="As far as it is known; absent: the date was not recorded.")
    statement: Text
    source: ElementId
    verification: Verification


class Relation(Value):
    """A link from one recommendation to another, as we read them."""

    id: ElementId = Field(description="The other recommendation.")
    reason: Text = Field(description="In what they agree, or pull apart.")


class RegisteredRecommendation(Recommendation):
    """A recommendation in the register. What a change package copies of it are the fields of a recommendation.

    `themes`, `disciplines`, `ambitions`, `same_as` and `conflicts_with` are our reading, to find things by.
    """

    source: ElementId
    edition: Text = Field(description="The edition in which it stands.")
    themes: tuple[Text, ...] = Field(min_length=1)
    disciplines: tuple[Discipline, ...] = Field(min_length=1)
    addressees_inferred: bool = Field(default=False, description="Whether the addressees are our inference; the note says so too.")
    status: tuple[Response, ...] = Field(default=(), description="What others have done since. Empty: nothing was found.")
    same_as: tuple[Relation, ...] = Field(default=(), description="Recommendations that ask for much the same.")
    conflicts_with: tuple[Relation, ...] = Field(default=(), description="Recommendations that pull another way.")


class RegisterOfRecommendations(Value):
    """What has been recommended, as far as its text was found."""

    format: Literal["levelground/register-of-recommendations/1"]
    recommendations: tuple[RegisteredRecommendation, ...]
