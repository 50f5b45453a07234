"""Whom the groups of a measure are compared with, each reason said once: which group it is for broad groups and which for detailed ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levelground.measurement.results import Gap

_ROLES = {"named": "Named comparison group", "second": "Second comparison group"}


@dataclass(frozen=True)
class ComparisonWords:
    """A comparison in words: `title` its role, `groups` whom with, `reason` why."""

    title: str
    groups: str
    reason: str


def comparisons(gaps: Sequence[Gap]) -> tuple[ComparisonWords, ...]:
    """The comparisons of one measure, named before second; comparison groups chosen for the same reason stand together."""
    breakdowns = tuple(dict.fromkeys(gap.group.breakdown for gap in gaps))
    labels: dict[tuple[str, str], dict[str, list[str]]] = {}
    for gap in sorted(gaps, key=lambda gap: list(_ROLES).index(gap.comparator.role)):
        of_label = labels.setdefault((gap.comparator.role, gap.comparator.reason), {}).setdefault(gap.comparator.label, [])
        if gap.group.breakdown not in of_label:
            of_label.append(gap.group.breakdown)
    return tuple(ComparisonWords(_ROLES[role], _groups(found, breakdowns), reason) for (role, reason), found in labels.items())


def _groups(labels: dict[str, list[str]], breakdowns: Sequence[str]) -> str:
    if len(breakdowns) == 1:
        return " / ".join(labels)
    return ", ".join(f"{label} ({' and '.join(used)} groups)" for label, used in labels.items())
