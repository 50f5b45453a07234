"""Measures: operational definitions that the engine can run, each tied to what it measures."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from levelground.change_package.aim import Comparison
from levelground.change_package.elements import Element, ElementId, Links, Text, Value


class MeasureKind(StrEnum):
    """What a measure is for."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Statistic(StrEnum):
    """What is computed."""

    RATE = "rate"
    """Events per `per` people (Byar's interval; exact below 10 events)."""
    PROPORTION = "proportion"
    """A part of a whole, the numerator being among the denominator (Wilson's interval); `per` 100 gives per cent."""
    COUNT = "count"
    """A number of events, nothing more."""
    UNKNOWN_SHARE = "unknown_share"
    """The part of the numerator's events whose ethnic group is not stated, not known or missing (Wilson's interval)."""


class ImprovementDirection(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Count(Value):
    """What is counted: rows of a declared source that meet a condition, summed over its count column.

    `where` is one SQL boolean expression over the columns that the source declares.
    """

    description: Text
    source: ElementId = Field(description="The id of a declared data source.")
    where: str | None = None
    crosswalk: ElementId | None = Field(
        default=None, description="Takes this source's ethnicity classification to the measure's; named, never implied."
    )


class Exclusion(Value):
    """Who or what is left out, and why."""

    description: Text
    reason: Text


class Measure(Element):
    """One measure of the measurement plan."""

    name: Text
    kind: MeasureKind
    statistic: Statistic
    operational_definition: Text
    serves: Links = Field(description="The aim, drivers or ideas that it measures.")
    numerator: Count
    denominator: Count | None = None
    exclusions: tuple[Exclusion, ...] = ()
    unit: Text = Field(description="What is counted, in the plural: detentions, people.")
    per: int | None = Field(default=None, gt=0, description="The multiplier: 100000 for a rate per 100,000 people.")
    improvement_direction: ImprovementDirection
    classification: ElementId = Field(description="The ethnicity classification that results are given in.")
    breakdowns: tuple[str, ...] = Field(default=("broad",), description="Of the classification: broad, detailed.")
    area_level: Text = Field(default="country", description="The level of area that results are given for.")
    whole: Count | None = Field(
        default=None, description="All events whether or not broken down by ethnicity: shows what the breakdown leaves out."
    )
    comparison: Comparison | None = Field(default=None, description="Whom groups are compared with; the aim's when absent.")
    standardisation: Text = Field(description="`none`, with the reason, or the method.")
    indicators: tuple[ElementId, ...] = Field(default=(), description="Ids of the framework indicators that it gives (WRES-2).")
    frequency: Text | None = Field(default=None, description="How often it is counted.")
    review_date: Text | None = None

    @model_validator(mode="after")
    def _has_what_its_statistic_needs(self) -> Self:
        if self.statistic is Statistic.COUNT:
            if self.denominator is not None or self.per is not None:
                raise ValueError("a count has neither `denominator` nor `per`")
            return self
        if self.statistic is Statistic.UNKNOWN_SHARE:
            if self.denominator is not None:
                raise ValueError("an unknown_share has no `denominator`: it is a part of its own numerator")
            return self
        if self.denominator is None:
            raise ValueError(f"a {self.statistic} must have a `denominator`")
        if self.per is None:
            raise ValueError(f"a {self.statistic} must have `per` (100000 for a rate per 100,000; 100 for per cent)")
        return self

    @property
    def crude(self) -> bool:
        """Whether it is a rate that nothing adjusts for age or anything else: then every page says so."""
        return self.statistic is Statistic.RATE and self.standardisation.casefold().startswith("none")
