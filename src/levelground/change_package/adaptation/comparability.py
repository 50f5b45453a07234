"""Which changes break the comparability of numbers, field by field, and what that means for whoever draws a chart.

Every field of a measure is in exactly one of the three tables below; a test keeps them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from levelground.change_package.adaptation.changes import Change, How

NOT_ONE_LINE = "figures before and after must not be drawn as one line"

_WHOLE = "the share that has no ethnic group recorded, before and after, must not be drawn as one line"

BREAKS: dict[str, str] = {
    "statistic": f"another statistic is computed: {NOT_ONE_LINE}",
    "numerator.source": f"events are counted in other data: {NOT_ONE_LINE}",
    "numerator.where": f"other events are counted: {NOT_ONE_LINE}",
    "numerator.crosswalk": f"events go to ethnic groups by another table: {NOT_ONE_LINE}",
    "denominator.source": f"the people or events that are divided by come from other data: {NOT_ONE_LINE}",
    "denominator.where": f"it is divided by other people or events: {NOT_ONE_LINE}",
    "denominator.crosswalk": f"what is divided by goes to ethnic groups by another table: {NOT_ONE_LINE}",
    "whole.source": f"the whole comes from other data: {_WHOLE}",
    "whole.where": f"the whole is counted otherwise: {_WHOLE}",
    "whole.crosswalk": f"the whole goes to ethnic groups by another table: {_WHOLE}",
    "exclusions": f"others are left out: {NOT_ONE_LINE}",
    "per": f"the numbers are given per another number of people or events: {NOT_ONE_LINE}",
    "classification": f"the ethnic groups are others: {NOT_ONE_LINE}",
    "breakdowns": "results are given for other sets of groups: figures of a group that is not in both must not be drawn as one line",
    "area_level": f"results are given for other areas: {NOT_ONE_LINE}",
    "standardisation": f"the figures are adjusted otherwise: {NOT_ONE_LINE}",
    "comparison": "groups are compared with others: levels stay comparable, gaps before and after must not be drawn as one line",
    "improvement_direction": "what counts as better has turned: say so wherever earlier figures were called better or worse",
}
"""A field of a measure (or what is within it) -> what its change means for the numbers."""

_WORDS_CHANGED = f"the words of the definition changed: if others are counted now, {NOT_ONE_LINE}"

LOOK_AT = dict.fromkeys(
    ("operational_definition", "numerator.description", "denominator.description", "whole.description", "unit"), _WORDS_CHANGED
)
"""Words that define: whether the numbers changed with them is for a person to say."""

KEEPS = frozenset(
    {
        "id", "verification", "source", "note", "core", "accountable", "ambitions", "contributions", "decisions", "origin", "name", "kind",
        "serves", "indicators", "frequency", "review_date",
    }
)  # fmt: skip
"""What may change and leaves every number as it was."""

OF_THE_AIM: dict[str, str] = {
    "outcome_measure": "the aim is read from another measure: set its baseline and target again; earlier progress does not carry over",
    "comparison": "the comparison group is another: gaps that were reported before do not compare with those from here on",
    "baseline": "the starting point is another: progress reported so far was counted from the earlier one and must be worked out again",
    "target": "what counts as reached is another: say so wherever progress towards the earlier target was reported",
    "deadline": "the date is another: say so wherever the earlier one was promised",
    "groups": "the inequality is to narrow for other groups: say so, and to those who were named before",
    "population": "other people are meant: look whether the outcome measure, the baseline and the target still fit",
}
"""A field of the aim (or what is within it) -> what follows from its change."""

NOW_GIVEN: dict[str, str] = {
    "baseline": "a starting point is now given, where there was none: progress is counted from it",
    "target": "a target is now given, where there was none: progress is told against it",
    "deadline": "a date is now given, where there was none",
    "groups": "the groups for whom the inequality is to narrow are now named, where none were",
}
"""A field of the aim -> what follows where the earlier aim had none."""

_ONLY_WORDS = ("reason", "statement")  # of a comparator or of the baseline


def breaks_comparability(change: Change) -> bool:
    """Whether numbers before and after this change of a measure must not be set side by side."""
    return consequence(change) is not None and change.where == "measures" and _first(BREAKS, change) is not None


def consequence(change: Change, before: Mapping[str, Any] | None = None) -> str | None:
    """What follows from one change of a field, in words; None where nothing does. `before` is the element as it was, where known."""
    if change.path is None or change.how is How.REORDERED or _says_the_same(change):
        return None
    if change.where == "measures":
        return _first(BREAKS, change) or _first(LOOK_AT, change)
    if change.where != "aim":
        return None
    field = change.path.split(".")[0]
    if before is not None and field in NOW_GIVEN and not before.get(field):
        return NOW_GIVEN[field]
    return _first(OF_THE_AIM, change)


def consequences(found: Iterable[Change], before: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """What follows from several changes, each thing once."""
    return tuple(dict.fromkeys(said for change in found if (said := consequence(change, before)) is not None))


def _says_the_same(change: Change) -> bool:
    parts = (change.path or "").split(".")
    return parts[0] in ("comparison", "baseline") and parts[-1] in _ONLY_WORDS


def _first(table: dict[str, str], change: Change) -> str | None:
    path = change.path or ""
    return next((words for field, words in table.items() if path == field or path.startswith(f"{field}.")), None)
