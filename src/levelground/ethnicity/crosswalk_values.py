"""What a crosswalk document holds: every code of one classification, and what it becomes in another."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from levelground.documents.value import Identifier, Text, Value
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.library_document import (
    BREAKDOWNS,
    Breakdown,
    Code,
    DocumentSource,
    VerificationMark,
)
from levelground.ethnicity.loss_report import LossReport, loss_report


class CrosswalkFlag(Value):
    """Something to say beside a group's figure: what the mapping leaves out of `group`, and which codes would mend it."""

    breakdown: Breakdown
    group: Code
    add: tuple[Code, ...] = Field(min_length=1, description="Codes of the classification it starts from.")
    text: Text


class BreakdownMapping(Value):
    """For each breakdown of the target: every detailed code of the start, and the code it becomes; null: in no group."""

    broad: dict[Code, Code | None]
    detailed: dict[Code, Code | None]


class BreakdownReasons(Value):
    """For each breakdown: why a code is in no group, or in another broad group than it was."""

    broad: dict[Code, Text] = Field(default_factory=dict)
    detailed: dict[Code, Text] = Field(default_factory=dict)


class Crosswalk(Value):
    """From the detailed codes of one classification to the groups of another. Every code is mapped, if only to null."""

    id: Identifier
    title: Text
    from_classification: Identifier = Field(alias="from")
    to_classification: Identifier = Field(alias="to")
    edition: Text
    source: DocumentSource
    verification: VerificationMark
    note: Text | None = None
    mapping: BreakdownMapping
    reasons: BreakdownReasons = Field(default_factory=BreakdownReasons)
    flags: tuple[CrosswalkFlag, ...] = ()

    def codes(self, breakdown: Breakdown) -> Mapping[str, str | None]:
        """Code of the start -> code of the target in this breakdown; None: in no group."""
        return self.mapping.broad if breakdown == "broad" else self.mapping.detailed

    def reasons_of(self, breakdown: Breakdown) -> Mapping[str, str]:
        """Why, for the codes that are in no group or change broad group."""
        return self.reasons.broad if breakdown == "broad" else self.reasons.detailed

    def flags_of(self, breakdown: Breakdown, group: str) -> tuple[CrosswalkFlag, ...]:
        """What to say beside this group's figure."""
        return tuple(flag for flag in self.flags if (flag.breakdown, flag.group) == (breakdown, group))

    def loss_report(self, populations: Mapping[str, int] | None = None) -> LossReport:
        """What this crosswalk loses; with `populations` (detailed code of the start -> people), how many people it is about."""
        start, target = classifications.load(self.from_classification), classifications.load(self.to_classification)
        mappings = {breakdown: (self.codes(breakdown), self.reasons_of(breakdown)) for breakdown in BREAKDOWNS}
        return loss_report(self.id, start, target, mappings, populations)
