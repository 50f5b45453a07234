"""A decision from the question to its end: who stood where, on whose words it rests, what was decided, and what came of it.

It closes only once each who spoke has an answer (`actions.responses`). After that nothing of it changes. `actions.decision_changes`
ties it to the element of the change package that it changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import codes
from levelground.web.coproduction.actions import copies, decision_letters
from levelground.web.coproduction.actions.decision_changes import point_to, we_did
from levelground.web.coproduction.actions.open_decisions import locked, record
from levelground.web.coproduction.actions.responses import respond, respond_to_dissent
from levelground.web.coproduction.decision_limits import FEWEST_OPTIONS, LONGEST_OPTION, MOST_OPTIONS, SIDES
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import (
    Contribution,
    Decision,
    DecisionContribution,
    DecisionMethod,
    DecisionOutcome,
    DecisionPart,
    DecisionSubject,
    Participant,
    Series,
    Stance,
    Workshop,
)
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import unallowed
from levelground.web.people.actions.privacy import out_of_the_file
from levelground.web.people.models import User

__all__ = [
    "close",
    "decide",
    "no_longer_rests_on",
    "open",
    "point_to",
    "respond",
    "respond_to_dissent",
    "rest_on",
    "take_dissent_back",
    "take_part",
    "we_did",
]


@transaction.atomic
def open(
    *,
    series: Series,
    subject: DecisionSubject | str,
    question: str,
    options: Sequence[str],
    workshop: Workshop | None = None,
    corrects: Decision | None = None,
    by: User,
) -> Decision:
    """Put a question with its options to those who take part.

    Raises
    ------
    DecisionRefused
        Without an option, with one that says nothing or that stands there twice, about something of another series, or in somebody's
        own words without their yes.
    """
    said = [" ".join(option.split()) for option in options]
    if not FEWEST_OPTIONS <= len(said) <= MOST_OPTIONS or any(not option or len(option) > LONGEST_OPTION for option in said):
        raise DecisionRefused(
            f"A decision has from {FEWEST_OPTIONS} to {MOST_OPTIONS} options, each in {LONGEST_OPTION} characters or fewer."
        )
    if len({option.casefold() for option in said}) < len(said):
        raise DecisionRefused("Two of the options say the same. Take one away.")
    if any(other is not None and other.series_id != series.pk for other in (workshop, corrects)):
        raise DecisionRefused("The session and the decision that is corrected must be of the same series. Choose others.")
    _require_allowed(series, question, *said)
    made = Decision.objects.create(
        public_id=codes.public_id("D"),
        series=series,
        workshop=workshop,
        subject=DecisionSubject(subject),
        question=" ".join(question.split()),
        options=said,
        corrects=corrects,
        opened_by=by,
    )
    record(made, "open_decision", by, about=made.subject)
    return made


@transaction.atomic
def rest_on(*, decision: Decision, contribution: Contribution, side: str, by: User) -> DecisionContribution:
    """Say that a decision rests on something that somebody said, and which way it speaks: for, against or about.

    Raises
    ------
    DecisionRefused
        The decision is closed, or the contribution was withdrawn or is of another series.
    """
    row = locked(decision)
    if contribution.series_id != row.series_id or contribution.withdrawn_at is not None:
        raise DecisionRefused("This contribution was taken back, or it belongs to another series. Choose another one.")
    if side not in SIDES:
        raise DecisionRefused("A contribution speaks for it, against it, or about it. Choose one of the three.")
    made, _ = DecisionContribution.objects.update_or_create(decision=row, contribution=contribution, defaults={"side": side})
    record(row, "rest_decision", by, contribution=contribution.public_id, side=side)
    return made


@transaction.atomic
def no_longer_rests_on(*, decision: Decision, contribution: Contribution, by: User) -> None:
    """Take a contribution away from a decision that was put there by mistake; one that was answered stays.

    Raises
    ------
    DecisionRefused
        It is decided already, or an answer was given.
    """
    row = locked(decision)
    if row.decided_at is not None:
        raise DecisionRefused("This was decided already, with these words in it. They stay with it, and they get an answer.")
    if row.responses.filter(contribution=contribution).exists():
        raise DecisionRefused("An answer was given to this person for this decision, so their words stay with it.")
    if DecisionContribution.objects.filter(decision=row, contribution=contribution).delete()[0]:
        record(row, "unrest_decision", by, contribution=contribution.public_id)


@transaction.atomic
def take_part(
    *,
    decision: Decision,
    participant: Participant,
    stance: Stance | str,
    option: int | None = None,
    dissent: str = "",
    may_be_shown: bool = False,
    by: User | None = None,
) -> DecisionPart:
    """Keep where somebody stands, and their dissent word for word; until the decision is made they may change it.

    Raises
    ------
    DecisionRefused
        It is decided already, the person is of another series or has left, there is no such option, or somebody would write over
        what the person said themselves.
    """
    row = locked(decision)
    if row.decided_at is not None:
        raise DecisionRefused("This was decided already, so what people said to it stays as it is.")
    if participant.series_id != row.series_id or participant.left_at is not None:
        raise DecisionRefused("Only people who take part in this series take part in its decisions.")
    if option is not None and not 0 <= option < len(row.options):
        raise DecisionRefused("There is no such option. Choose one of those on the page.")
    if by is not None and row.parts.filter(participant=participant, entered_by__isnull=True).exists():
        raise DecisionRefused("This person said it themselves, with their own link. Nobody changes it for them.")
    if by is not None and row.parts.filter(participant=participant, dissent_withdrawn_at__isnull=False).exists():
        raise DecisionRefused("This person took their words back. Nobody puts them there again but they themselves.")
    made, _ = DecisionPart.objects.update_or_create(
        decision=row,
        participant=participant,
        defaults={
            "stance": Stance(stance),
            "option": option,
            "dissent": dissent,
            "dissent_may_be_shown": bool(dissent) and may_be_shown,
            "dissent_withdrawn_at": None,
            "entered_by": by,
        },
    )
    record(row, "take_part", by, part=made.pk, stance=made.stance)
    return made


@transaction.atomic
def decide(*, decision: Decision, chosen: int, method: DecisionMethod | str, reasons: str, by: User) -> Decision:
    """Write down what was decided, by which method and why.

    Raises
    ------
    DecisionRefused
        It is closed, there is no such option, the method does not fit where people stood, or the reasons are somebody's own words
        without their yes.
    """
    row = locked(decision)
    if not 0 <= chosen < len(row.options):
        raise DecisionRefused("There is no such option. Choose one of those on the page.")
    method = DecisionMethod(method)
    against = row.parts.filter(stance=Stance.AGAINST).count()
    if against and method in {DecisionMethod.CONSENT, DecisionMethod.CONSENSUS}:
        who = "One person was" if against == 1 else f"{against} people were"
        raise DecisionRefused(f"{who} against it, so it was not decided by “{method.label}”. Choose how it was decided.")
    if method != DecisionMethod.HOST and not row.parts.exists():
        raise DecisionRefused("Nobody has said yet where they stand. Write that down first, or say that the host decided.")
    _require_allowed(row.series, reasons, there=(row.question, *row.options))
    row.chosen, row.method, row.reasons = chosen, method, reasons
    row.decided_at = row.decided_at or timezone.now()
    row.save(update_fields=["chosen", "method", "reasons", "decided_at"])
    record(row, "decide", by, chosen=chosen, method=str(method))
    return row


def _require_allowed(series: Series, *said: str, there: tuple[str, ...] = ()) -> None:
    refused = unallowed.refusal(series, *said, there=there)
    if refused:
        raise DecisionRefused(refused)


@transaction.atomic
def close(*, decision: Decision, outcome: DecisionOutcome | str, words: str, by_date: datetime.date | None = None, by: User) -> Decision:
    """Say what came of a decision, and tell everybody who had a part in it. After this nothing of it changes.

    Raises
    ------
    DecisionRefused
        With `missing`: it is not decided, somebody who spoke has no answer, or what came of it is not shown.
    """
    row = locked(decision)
    outcome = DecisionOutcome(outcome)
    missing = found.missing_before_closing(row, outcome, words, by_date)
    if missing:
        raise DecisionRefused("This decision cannot be closed yet.", missing)
    row.outcome, row.outcome_words = outcome, words
    row.by_date = by_date if outcome == DecisionOutcome.NOT_YET else None
    row.closed_at, row.closed_by = timezone.now(), by
    row.save(update_fields=["outcome", "outcome_words", "by_date", "closed_at", "closed_by"])
    record(row, "close_decision", by, outcome=str(outcome), elements=list(row.elements))
    for participant in found.who_to_tell_of_the_end(row):
        decision_letters.tell_of_the_end(row, participant, by)
    return row


@transaction.atomic
def take_dissent_back(*, part: DecisionPart, by: User | None = None) -> DecisionPart:
    """Take words of dissent back, at any time: they are gone here and wherever they stood. That somebody disagreed stays counted."""
    row = DecisionPart.objects.select_for_update().select_related("decision__series__organisation").get(pk=part.pk)
    if row.dissent:
        copies.take_dissent_out(part=row)
        row.refresh_from_db(fields=["answer"])
        row.dissent, row.dissent_may_be_shown, row.dissent_withdrawn_at = "", False, timezone.now()
        row.save(update_fields=["dissent", "dissent_may_be_shown", "dissent_withdrawn_at"])
        record(row.decision, "take_dissent_back", by, part=row.pk)
        transaction.on_commit(out_of_the_file)
    return row
