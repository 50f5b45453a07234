"""Change ideas: something that a team can try, each serving one or several secondary drivers."""

from __future__ import annotations

from pydantic import Field

from levelground.change_package.elements import Element, ElementId, Links, Text
from levelground.change_package.evidence import Evidence


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
    tested_in: Text | None = Field(default=None, description="Where and with whom it was tried.")
    adaptation: Text | None = Field(default=None, description="What has to be thought of when it is taken elsewhere.")
    cost: Text | None = Field(default=None, description="What it takes: money, people, time.")
    steps_to_avoid: Text | None = Field(default=None, description="What others tried and would not do again.")
    recommendations: tuple[ElementId, ...] = ()
    measures: tuple[ElementId, ...] = ()
    resources: tuple[ElementId, ...] = Field(default=(), description="Ids in the catalogue of resources that help to try it.")
    rests_on: tuple[ElementId, ...] = Field(default=(), description="Ids of the entries in `evidence` that it rests on.")
    evidence: Evidence = Field(description="What it rests on, graded, in one sentence.")
