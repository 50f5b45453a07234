"""What somebody says about themselves, in a store of its own with a day on which it goes. Written here, read by `queries.demographics`."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.interest_questions import ABOUT_YOU, PURPOSE_VERSION
from levelground.web.coproduction.models import DemographicAnswers, DemographicCount, ExpressionOfInterest, Opportunity
from levelground.web.coproduction.queries import demographics as kept
from levelground.web.coproduction.queries import opportunities
from levelground.web.people.actions import audit
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import User


@transaction.atomic
def answer(*, expression: ExpressionOfInterest, question: str, words: str) -> None:
    """Keep one answer, in the person's own words or as they chose it from the list; no words take it away."""
    before = kept.own(expression)
    answers = {name: said for name, said in before.items() if name != question}
    if words:
        answers[question] = words
    if not answers:
        forget(expression=expression)
        return
    if before.get(question, words) != words:
        _own_words_go([expression.opportunity_id])
    DemographicAnswers.objects.update_or_create(
        expression=expression,
        defaults={"answers": answers, "purpose_version": PURPOSE_VERSION, "purge_on": kept.purge_day(expression.opportunity)},
    )


@transaction.atomic
def forget(*, expression: ExpressionOfInterest) -> None:
    """Take all of it away; with it, whatever anybody said in words of their own goes from the count of the call."""
    if DemographicAnswers.objects.filter(expression=expression).delete()[0]:
        _own_words_go([expression.opportunity_id])


@transaction.atomic
def purge(*, on: datetime.date | None = None) -> int:
    """Take away all whose day has come; how many they were."""
    day = on or timezone.localdate()
    calls = kept.calls_purged_by(day)
    gone = DemographicAnswers.objects.filter(purge_on__lte=day).delete()[0]
    _own_words_go(calls)
    return gone


@transaction.atomic
def count(*, opportunity: Opportunity, by: User) -> DemographicCount:
    """Count what people said of themselves, once: asked again, it is the same count, whoever came, went or changed since.

    Raises
    ------
    ChangeRefused
        The call is open, or nobody answered it.
    """
    call = Opportunity.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=opportunity.pk)
    before = kept.counted(call)
    if before is not None:
        return before
    if opportunities.is_open(call):
        raise ChangeRefused("The call is still open. Count once it has closed.")
    if kept.purge_day(call) <= timezone.localdate():
        raise ChangeRefused("What people said about themselves has been deleted. Nothing is left to count.")
    counted = kept.counts(call.series, call)
    answered = sum(numbers["all"] for numbers in counted[ABOUT_YOU[0].name].values())
    if not answered:
        raise ChangeRefused("Nobody has answered the call, so there is nothing to count.")
    made = DemographicCount.objects.create(opportunity=call, answered=answered, tables=kept.tables(counted), by=by)
    where = call.series.organisation
    audit.record(by=by, action="coproduction.count_demographics", subject=f"opportunity:{call.pk}", organisation=where, count=made.pk)
    return made


def _own_words_go(calls: Collection[int]) -> None:
    """Take everybody's own words out of the counts of calls. All of them: if one row went, it would say what that person had said."""
    for row in DemographicCount.objects.select_for_update().filter(opportunity__in=calls, own_words_gone_at__isnull=True):
        for table in row.tables:
            table["rows"] = [each for each in table["rows"] if not each[2]]
        row.own_words_gone_at = timezone.now()
        row.save(update_fields=["tables", "own_words_gone_at"])
