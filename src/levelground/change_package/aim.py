"""The aim: what, for whom, compared with whom, by how much on both scales, by when, and that no group worsens."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from levelground.change_package.elements import Element, ElementId, Text, Value


class ComparatorRule(StrEnum):
    """How the comparison group is chosen."""

    FIXED_GROUP = "fixed_group"
    """A named group, the same in every period."""
    BEST = "best"
    """The group with the best result, by the measure's improvement direction."""
    REST = "rest"
    """All other people whose ethnic group is known, together."""


class Comparator(Value):
    """Whom a group is compared with, and why. Nothing is compared without one that has a reason."""

    rule: ComparatorRule
    reference_groups: dict[str, str] = Field(
        default_factory=dict, description="For `fixed_group`: breakdown name (broad, detailed) -> group code."
    )
    reason: Text

    @model_validator(mode="after")
    def _fixed_group_is_named(self) -> Self:
        if (self.rule is ComparatorRule.FIXED_GROUP) != bool(self.reference_groups):
            raise ValueError("`reference_groups` must be given with rule fixed_group, and only with it")
        return self


class Comparison(Value):
    """The named comparator and a second one that is always shown beside it."""

    named: Comparator
    second: Comparator

    @model_validator(mode="after")
    def _two_different(self) -> Self:
        if self.named.rule == self.second.rule and self.named.reference_groups == self.second.reference_groups:
            raise ValueError("the second comparator must differ from the named one")
        return self


class Baseline(Value):
    """The starting point, fixed before the work: time only, never people."""

    period: Text
    value: float
    lower: float | None = None
    upper: float | None = None
    statement: Text


class Amount(Value):
    """A change of the gap on one scale: `amount` in the measure's unit (absolute) or as a ratio (relative)."""

    starting: float = Field(description="The gap at baseline.")
    amount: float = Field(description="The gap to reach by the deadline.")


class Target(Value):
    """The gap to reach, on both scales: one alone can mislead."""

    group: str = Field(description="The code of the group whose gap is to narrow.")
    absolute: Amount = Field(description="Difference in the measure's unit.")
    relative: Amount = Field(description="Ratio to the comparison group, 1 = no gap.")


class Aim(Element):
    """The shared aim of a change package."""

    statement: Text
    population: Text
    groups: tuple[str, ...] = Field(min_length=1, description="Codes of the groups for whom the inequality is to narrow.")
    comparison: Comparison
    outcome_measure: ElementId
    baseline: Baseline
    target: Target
    deadline: datetime.date
    guardrail: Text = Field(description="What must not happen on the way: no group worsens.")
