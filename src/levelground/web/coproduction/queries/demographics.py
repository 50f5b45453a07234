"""What people said about themselves. No other module reads this store: `tests/architecture` says so.

Nothing here gives out a name, a reference, or two answers of one person together.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from levelground.web.coproduction import bands
from levelground.web.coproduction.interest_questions import ABOUT_YOU, PREFER_NOT_TO_SAY
from levelground.web.coproduction.models import (
    DemographicAnswers,
    DemographicCount,
    ExpressionOfInterest,
    ExpressionState,
    Opportunity,
    SelectionResult,
    Series,
)

KEPT = datetime.timedelta(days=180)
"""How long after the day by which people are told: long enough to see who was missing, and to put it right in the next call."""
NOT_SAID = "not_said"
"""The group of those who passed a question over, or whose answers have been deleted."""

UNSAID = {NOT_SAID: "Said nothing", PREFER_NOT_TO_SAY: "Prefer not to say"}
"""The groups of those who said nothing of themselves, in words."""

Counts = dict[str, dict[str, dict[str, int]]]
"""Characteristic -> group, in the person's words -> `all` who sent an answer to the call, and those `chosen`."""


def purge_day(opportunity: Opportunity) -> datetime.date:
    """The day on which answers to this call's questions about people are deleted."""
    return (opportunity.told_by or opportunity.closes_on or timezone.localdate()) + KEPT


def own(expression: ExpressionOfInterest) -> Mapping[str, str]:
    """What one person said about themselves: for that person's own page, and for nobody else."""
    found = DemographicAnswers.objects.filter(expression=expression).first()
    return dict(found.answers) if found is not None else {}


def counts(series: Series, opportunity: Opportunity | None = None) -> Counts:
    """How many said what, of those who answered a call of the series, or this one call. What was held back does not count."""
    sent = ExpressionOfInterest.objects.filter(opportunity__series=series, state=ExpressionState.SENT, held_because="")
    if opportunity is not None:
        sent = sent.filter(opportunity=opportunity)
    people = list(sent.values_list("pk", "outcome__result"))
    said = dict(DemographicAnswers.objects.filter(expression__in=sent).values_list("expression_id", "answers"))
    tallied = {question.name: {"all": Counter[str](), "chosen": Counter[str]()} for question in ABOUT_YOU}
    for pk, result in people:
        for name, tally in tallied.items():
            group = said.get(pk, {}).get(name) or NOT_SAID
            tally["all"][group] += 1
            tally["chosen"][group] += result == SelectionResult.SELECTED
    return {
        name: {group: {"all": all_, "chosen": tally["chosen"][group]} for group, all_ in tally["all"].items()}
        for name, tally in tallied.items()
    }


def tables(counted: Counts) -> list[dict[str, Any]]:
    """Question by question: its heading and `rows` of a group, its band in words, and whether those are words of somebody's own.

    Listed groups by the alphabet, then those who said nothing. No rows where the bands would give a small count away.
    """
    return [{"heading": question.heading, "rows": _rows(question.choices, counted[question.name])} for question in ABOUT_YOU]


def _rows(choices: Sequence[str], groups: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, bool]]:
    many = {group: numbers["all"] for group, numbers in groups.items()}
    if not bands.is_safe(list(many.values()), sum(many.values())):
        return []
    listed = {choice.casefold() for choice in choices}
    said = sorted((group for group in many if group not in UNSAID), key=str.casefold)
    rows = [(group, group.casefold() not in listed) for group in said] + [(group, False) for group in UNSAID if group in many]
    return [(UNSAID.get(group, group), bands.words(bands.band(many[group])), own) for group, own in rows]


def calls_purged_by(day: datetime.date) -> list[int]:
    """The calls of whose answers some are to be deleted by a day."""
    return list(DemographicAnswers.objects.filter(purge_on__lte=day).values_list("expression__opportunity", flat=True).distinct())


def counted(opportunity: Opportunity) -> DemographicCount | None:
    """What was counted of a call, once."""
    return DemographicCount.objects.filter(opportunity=opportunity).first()


def prefer_not(group: str) -> bool:
    """Whether somebody said that they would rather not say."""
    return group == PREFER_NOT_TO_SAY
