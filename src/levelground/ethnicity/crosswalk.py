"""Crosswalks: how the codes of one ethnicity classification become those of another, with what is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import Field

from levelground import library
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import Document
from levelground.errors import Finding, Severity, SourceMismatch
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.crosswalk_findings import crosswalk_findings
from levelground.ethnicity.library_document import (
    BREAKDOWNS,
    Breakdown,
    Code,
    DocumentSource,
    VerificationMark,
    library_document,
    read_valid,
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


def ids() -> tuple[str, ...]:
    """The ids of the crosswalks that the library has.

    >>> ids()
    ('census_2021_to_nhs_2001', 'nhse_mha_2023_24')
    """
    return library.names("ethnicity/crosswalks")


@cache
def load(crosswalk_id: str) -> Crosswalk:
    """The library's crosswalk with this id.

    Raises
    ------
    UnknownElement
        When the library has none with this id.
    EthnicityDocumentInvalid
        When its document breaks rules, with every finding: a code that is not mapped at all among them.

    Examples
    --------
    >>> load("nhse_mha_2023_24").codes("broad")["chinese"]
    'other'
    """
    return read(library_document("crosswalks", crosswalk_id))


def read(document: Document) -> Crosswalk:
    """The crosswalk that a document holds; refused with every finding at once when it breaks rules."""
    return read_valid(document, Crosswalk, crosswalk_findings)


def between(one: str, other: str) -> tuple[str, ...]:
    """The ids of the library's crosswalks from one of these classifications to the other, in either direction."""
    pairs = {crosswalk_id: load(crosswalk_id) for crosswalk_id in ids()}
    return tuple(name for name, walk in pairs.items() if {walk.from_classification, walk.to_classification} == {one, other})


def can_be_divided(numerator: str, denominator: str, crosswalk: Crosswalk | None = None) -> bool:
    """Whether counts on classification `numerator` may be divided by counts on `denominator`, `crosswalk` being applied.

    True when the ids are equal, or the crosswalk goes from one to the other.
    """
    return numerator == denominator or (
        crosswalk is not None and {crosswalk.from_classification, crosswalk.to_classification} == {numerator, denominator}
    )


def require_divisible(numerator: str, denominator: str, crosswalk: Crosswalk | None = None) -> None:
    """Refuse to divide counts on one classification by counts on another, unless a crosswalk between them is named.

    Raises
    ------
    SourceMismatch
        Naming both classifications, and the crosswalks that exist between them.

    Examples
    --------
    >>> require_divisible("nhs_2001", "census_2021")
    Traceback (most recent call last):
    levelground.errors.SourceMismatch: The numerator is on nhs_2001 and the denominator on census_2021: they cannot be divided.
    """
    if can_be_divided(numerator, denominator, crosswalk):
        return
    named = f", which the crosswalk {crosswalk.id} does not join" if crosswalk else ""
    message = f"The numerator is on {numerator} and the denominator on {denominator}{named}: they cannot be divided."
    exist = between(numerator, denominator)
    step = f"Name a crosswalk between them: {', '.join(exist)}." if exist else "The library has no crosswalk between them."
    raise SourceMismatch(message, [Finding(Severity.ERROR, "classifications-differ", message, did_you_mean=exist, next_step=step)])
