"""An answer to each who spoke: to what they contributed, and to their dissent. Each is told; a decision waits for all of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.actions import decision_letters
from levelground.web.coproduction.actions.open_decisions import locked, record
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Contribution, ContributionResponse, Decision, DecisionPart
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import unallowed
from levelground.web.people.models import User


@transaction.atomic
def respond(*, decision: Decision, contribution: Contribution, words: str, by: User) -> ContributionResponse:
    """Answer something that somebody said; they are told. The same answer sent twice is one.

    Raises
    ------
    DecisionRefused
        The decision is closed or does not rest on it, the person took it back, or the answer, which everybody reads, repeats words of
        somebody who has not said yes to that.
    """
    row = locked(decision)
    said = Contribution.objects.select_related("participant", "concern").get(pk=contribution.pk)
    if not row.rests_on.filter(contribution=said).exists():
        raise DecisionRefused("This decision does not rest on that contribution. Add it to the decision first.")
    if said.withdrawn_at is not None:
        raise DecisionRefused("The person took this back, so there is nothing to answer.")
    _require_allowed(row, words)
    last = row.responses.filter(contribution=said).order_by("-pk").first()
    if last is not None and last.words == words:
        return last
    made = ContributionResponse.objects.create(contribution=said, decision=row, words=words, by=by)
    record(row, "respond", by, contribution=said.public_id, response=made.pk)
    to = said.participant or said.concern
    if to is not None:
        decision_letters.tell_of_an_answer(row, to, words, by)
    return made


@transaction.atomic
def respond_to_dissent(*, decision: Decision, part: DecisionPart, words: str, by: User) -> DecisionPart:
    """Answer somebody who was against it; they are told.

    Raises
    ------
    DecisionRefused
        The decision is closed, or the person was not against it or took it back.
    """
    row = locked(decision)
    spoke = found.dissents(row).select_for_update(of=("self",)).filter(pk=part.pk).first()
    if spoke is None or spoke.dissent_withdrawn_at is not None:
        raise DecisionRefused("This person was not against it, or took their words back. There is nothing to answer.")
    _require_allowed(row, words)
    if spoke.answer != words:
        spoke.answer, spoke.answered_at, spoke.answered_by = words, timezone.now(), by
        spoke.save(update_fields=["answer", "answered_at", "answered_by"])
        record(row, "respond_to_dissent", by, part=spoke.pk)
        decision_letters.tell_of_an_answer(row, spoke.participant, words, by)
    return spoke


def _require_allowed(decision: Decision, words: str) -> None:
    refused = unallowed.refusal(decision.series, words, there=(decision.question, *decision.options, decision.reasons))
    if refused:
        raise DecisionRefused(refused)
