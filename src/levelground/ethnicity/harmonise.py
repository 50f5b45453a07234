"""Taking counts from one ethnicity classification to another. Nobody disappears without a word: who is in no group is kept beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from levelground.errors import Finding, Severity, SourceMismatch, UnrecognisedCode, nearest_names
from levelground.ethnicity.crosswalk import Crosswalk, between
from levelground.ethnicity.library_document import Breakdown


@dataclass(frozen=True)
class GroupCounts:
    """Counts by ethnic group, with the classification and the breakdown that they are on.

    `in_no_group`: counts by code of the classification that they came from, for codes that no group of this one takes in.
    """

    classification: str
    breakdown: Breakdown
    counts: Mapping[str, int]
    in_no_group: Mapping[str, int] = field(default_factory=dict)


def harmonise(counts: GroupCounts, crosswalk: Crosswalk, breakdown: Breakdown) -> GroupCounts:
    r"""The same counts by the groups of the crosswalk's target.

    Formula: count of group g = \sum of the counts of the codes that the crosswalk maps to g; 0 when no code maps to it.

    Counts that are on the target already come back unchanged: harmonising twice is harmonising once.

    Parameters
    ----------
    counts
        By detailed code of the crosswalk's start, every code given; or on the target, in this breakdown.
    breakdown
        Of the target.

    Raises
    ------
    SourceMismatch
        When the counts are neither on the crosswalk's start, in detail, nor on its target.
    UnrecognisedCode
        When codes are given that the crosswalk does not have, or codes that it has are not given: a group would
        silently be short of people.

    Examples
    --------
    >>> from levelground.ethnicity.crosswalk import load
    >>> walk = load("nhse_mha_2023_24")
    >>> ones = GroupCounts("census_2021", "detailed", {code: 1 for code in walk.codes("broad")})
    >>> dict(harmonise(ones, walk, "broad").counts)
    {'white': 4, 'asian': 4, 'other': 3, 'black': 3, 'mixed': 4}
    >>> dict(harmonise(ones, walk, "broad").in_no_group)
    {'roma': 1}
    """
    if (counts.classification, counts.breakdown) == (crosswalk.to_classification, breakdown):
        return counts
    if (counts.classification, counts.breakdown) != (crosswalk.from_classification, "detailed"):
        raise _mismatch(counts, crosswalk, breakdown)
    mapped = crosswalk.codes(breakdown)
    _refuse_other_codes(counts, mapped)
    added: dict[str, int] = {}
    for code, becomes in mapped.items():
        if becomes is not None:
            added[becomes] = added[becomes] + counts.counts[code] if becomes in added else counts.counts[code]
    none = {code: counts.counts[code] for code, becomes in mapped.items() if becomes is None}
    return GroupCounts(crosswalk.to_classification, breakdown, MappingProxyType(added), MappingProxyType(none))


def _mismatch(counts: GroupCounts, crosswalk: Crosswalk, breakdown: Breakdown) -> SourceMismatch:
    message = (
        f"The counts are on {counts.classification}, {counts.breakdown}; {crosswalk.id} takes {crosswalk.from_classification}, detailed, "
        f"to {crosswalk.to_classification}, {breakdown}."
    )
    exist = between(counts.classification, crosswalk.to_classification)
    step = f"Crosswalks that exist: {', '.join(exist)}." if exist else "The library has no crosswalk for them."
    return SourceMismatch(message, [Finding(Severity.ERROR, "classifications-differ", message, did_you_mean=exist, next_step=step)])


def _refuse_other_codes(counts: GroupCounts, mapped: Mapping[str, str | None]) -> None:
    findings = [
        Finding(
            Severity.ERROR, "unknown-code", f"`{code}` is not a code of {counts.classification}.", did_you_mean=nearest_names(code, mapped)
        )
        for code in counts.counts
        if code not in mapped
    ]
    findings += [
        Finding(
            Severity.ERROR,
            "code-without-count",
            f"`{code}` of {counts.classification} has no count.",
            next_step="Give every code, 0 if nobody.",
        )
        for code in mapped
        if code not in counts.counts
    ]
    if findings:
        raise UnrecognisedCode(f"{len(findings)} code(s) of {counts.classification} are not as the crosswalk needs them.", findings)
