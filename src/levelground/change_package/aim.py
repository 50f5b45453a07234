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
    """A change of the gap on one scale: to a number, or to a share of what the gap is found to be at baseline.

    On either scale a share is taken of the distance to no gap (0 absolute, 1 relative): half of a ratio of 3 is 2.
    """

    starting: float | None = Field(default=None, description="The gap at baseline; absent until it is measured.")
    amount: float | None = Field(default=None, description="The gap to reach by the deadline.")
    share_of_starting: float | None = Field(
        default=None, ge=0, lt=1, description="Or: the part of the gap at baseline that may be left by the deadline."
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.amount is None) == (self.share_of_starting is None):
            raise ValueError("give either `amount` or `share_of_starting`")
        if self.amount is not None and self.starting is None:
            raise ValueError("an `amount` must have `starting` beside it; without a baseline give `share_of_starting`")
        return self


class Target(Value):
    """The gap to reach, on both scales: one alone can mislead."""

    group: str = Field(description="The code of the group whose gap is to narrow.")
    absolute: Amount = Field(description="Difference in the measure's unit.")
    relative: Amount = Field(description="Ratio to the comparison group, 1 = no gap.")


class EarlierWording(Value):
    """How the aim's statement read before, and what changed it."""

    version: Text = Field(description="The last version that had it.")
    statement: Text
    decision: ElementId | None = None


class Aim(Element):
    """The shared aim of a change package.

    A base may leave out `groups`, `baseline`, `target` and `deadline`; `check` names each that an adaptation still lacks.
    """

    statement: Text
    population: Text
    groups: tuple[str, ...] = Field(default=(), description="Codes of the groups for whom the inequality is to narrow.")
    comparison: Comparison
    outcome_measure: ElementId
    baseline: Baseline | None = None
    target: Target | None = None
    deadline: datetime.date | None = None
    guardrail: Text = Field(description="What must not happen on the way: no group worsens.")
    earlier_wordings: tuple[EarlierWording, ...] = ()

    @property
    def group(self) -> str | None:
        """The code of the group whose gap is to narrow: the target's, else the first that is named; None where none is."""
        if self.target is not None:
            return self.target.group
        return self.groups[0] if self.groups else None
