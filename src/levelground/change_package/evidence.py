"""Evidence: what a driver or an idea rests on, graded, with how certain one may be of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from levelground.change_package.elements import Element, ElementId, Text, Value


class EvidenceGrade(StrEnum):
    """What the idea rests on."""

    TESTED = "tested"
    """Evaluated where it was tried, with a published result."""
    PROMISING = "promising"
    """Tried or recommended, not evaluated well enough to know."""
    UNTESTED = "untested"
    """Reasoned from the theory of change only."""


class Certainty(StrEnum):
    """How sure one may be that the idea works."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


class Evidence(Value):
    """What an idea rests on, graded."""

    grade: EvidenceGrade
    certainty: Certainty
    statement: Text
    source: ElementId | None = None


class EvidenceEntry(Element):
    """One finding of one source, kept so that several drivers and ideas can rest on it."""

    statement: Text = Field(description="What was found, in our own words.")
    grade: EvidenceGrade
    certainty: Certainty
    design: Text | None = Field(default=None, description="How it was found out: review, trial, before and after, interviews.")
    population: Text | None = Field(default=None, description="Among whom, where and when.")
    outcomes: Text | None = Field(default=None, description="What was looked at.")
    bias: Text | None = Field(default=None, description="What may have distorted it.")
    generalisability: Text | None = Field(default=None, description="Where it may hold, and where not.")
