"""Whom a group is compared with. There is no silent comparator: each is named, with its reason, and a second stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levelground.change_package.aim import Comparator, ComparatorRule, Comparison
from levelground.change_package.measures import ImprovementDirection, Measure
from levelground.measurement.cells import Cell, Estimate, is_number
from levelground.measurement.results import ComparatorUsed, Level

NAMED, SECOND = "named", "second"
REST_LABEL = "Everyone else whose ethnic group is known"
FEWEST_EVENTS_TO_RANK = 100
"""A group with fewer events is not called the one with the best result: below about 100, chance alone moves a rate by a tenth."""
SELECTED = "It was picked because its result is the best here, so gaps to it tend to be too large."
"""Said with a comparator that the data chose."""


@dataclass(frozen=True)
class ChosenComparator:
    """A comparator with the level that it stands for; `level` is None for the rest, which differs from group to group."""

    used: ComparatorUsed
    level: Level | None


def choose_comparators(measure: Measure, comparison: Comparison, breakdown: str, levels: Sequence[Level]) -> tuple[ChosenComparator, ...]:
    """The named comparator and the second one, for the levels of one breakdown in one area and period.

    When the second rule is `best` and the group with the best result is the named comparison group itself (or nothing can be
    called best), everyone else with a known ethnic group stands in its place, and the reason says so.
    """
    named = _chosen(NAMED, comparison.named, measure, breakdown, levels)
    second = _chosen(SECOND, comparison.second, measure, breakdown, levels)
    if second is None:
        second = _rest(SECOND, f"{comparison.second.reason} No group can be called best here, so everyone else is shown.")
    elif named is not None and named.used.code is not None and named.used.code == second.used.code:
        second = _rest(
            SECOND,
            f"Among groups with {FEWEST_EVENTS_TO_RANK} events or more, the group with the best result is {second.used.label}, "
            "which is the comparison group already; so everyone else is shown.",
        )
    return tuple(chosen for chosen in (named, second) if chosen is not None)


def best_level(measure: Measure, levels: Sequence[Level]) -> Level | None:
    """The level with the best result by the measure's improvement direction, among groups with at least 100 events."""
    if measure.improvement_direction is ImprovementDirection.NEUTRAL:
        return None
    ranked = [level for level in levels if isinstance(level.estimate, Estimate) and _at_least(level.numerator, FEWEST_EVENTS_TO_RANK)]
    if not ranked:
        return None
    sign = 1 if measure.improvement_direction is ImprovementDirection.DECREASE else -1
    return min(ranked, key=lambda level: (sign * _value(level), level.group.position))


def _chosen(role: str, comparator: Comparator, measure: Measure, breakdown: str, levels: Sequence[Level]) -> ChosenComparator | None:
    if comparator.rule is ComparatorRule.REST:
        return _rest(role, comparator.reason)
    if comparator.rule is ComparatorRule.BEST:
        level = best_level(measure, levels)
    else:
        code = comparator.reference_groups.get(breakdown)
        level = next((level for level in levels if level.group.code == code), None)
    if level is None:
        return None
    reason = f"{comparator.reason} {SELECTED}" if comparator.rule is ComparatorRule.BEST else comparator.reason
    return ChosenComparator(ComparatorUsed(role, comparator.rule, level.group.code, level.group.label, reason), level)


def _rest(role: str, reason: str) -> ChosenComparator:
    return ChosenComparator(ComparatorUsed(role, ComparatorRule.REST, None, REST_LABEL, reason), None)


def _at_least(cell: Cell, fewest: int) -> bool:
    return is_number(cell) and float(cell) >= fewest


def _value(level: Level) -> float:
    if not isinstance(level.estimate, Estimate):
        raise TypeError("a level without an estimate cannot be ranked")
    return level.estimate.value
