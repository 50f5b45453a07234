"""Change ideas: something that a team can try, each serving one or several secondary drivers."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from levelground.change_package.elements import Element, ElementId, Links, Text, Value


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


class ChangeIdea(Element):
    """Something that a team can try."""

    text: Text
    concept: Text | None = Field(default=None, description="The change concept it is an instance of.")
    serves: Links
    changes: str = Field(
        pattern="^(policy|practice|culture|patients|data)$",
        description="What it changes: the organisation's policy, practice, culture or data, or what patients do.",
    )
    first_test: Text | None = Field(default=None, description="The smallest test that could be run next week.")
    risks: Text | None = Field(default=None, description="Whom it could harm, and how that would be noticed.")
    recommendations: tuple[ElementId, ...] = ()
    measures: tuple[ElementId, ...] = ()
    evidence: Evidence
