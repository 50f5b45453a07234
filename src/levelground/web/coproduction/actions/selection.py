"""Who is chosen: blind readings, outcomes with their reasons, and telling everybody."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import outcome_letters
from levelground.web.coproduction.actions import notices, offers, participants
from levelground.web.coproduction.models import (
    BlindReading,
    ExpressionOfInterest,
    Notice,
    NoticeKind,
    Opportunity,
    Participant,
    SelectionOutcome,
    SelectionResult,
)
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.queries import selection as found
from levelground.web.coproduction.ways import OTHER_WAYS
from levelground.web.people.actions import audit
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import User

UNREADABLE = {
    "entered": "You wrote this one down for somebody, or called them back, so you cannot read it blind. Ask another reader.",
    "named": "You are one of those who know the names here, so you cannot read it blind. Ask another reader.",
    "own": "You cannot read your own. Ask another reader.",
}


@transaction.atomic
def read(*, expression: ExpressionOfInterest, met: Mapping[str, str], words: str, conflict: str, by: User) -> BlindReading:
    """Say what one makes of an expression of interest, criterion by criterion (`met`: number -> an id of `ANSWERS`).

    A reading is given once. A conflict may be declared at any time; then nothing else is kept, and no other reading by this person of
    the same somebody counts.

    Raises
    ------
    ChangeRefused
        They wrote it down themselves, have read it before, or it is decided; or a criterion has no answer.
    """
    row = _locked(expression)
    if (why := found.barred(row, by)) and not conflict.strip():
        raise ChangeRefused(UNREADABLE[why])
    if conflict.strip():
        said: dict[str, object] = {"met": {}, "words": "", "conflict": conflict.strip()}
    else:
        _must_be_to_read(row, by)
        said = {"met": _of_each_criterion(row, met), "words": words.strip(), "conflict": ""}
    made, _ = BlindReading.objects.update_or_create(expression=row, reader=by, defaults={**said, "at": timezone.now()})
    _told("declare_conflict" if made.conflict else "read_interest", row, by)
    return made


@transaction.atomic
def choose(
    *, expression: ExpressionOfInterest, result: str, reason: str, other_way: str = "", place: int | None = None, by: User
) -> SelectionOutcome:
    """Decide what comes of an expression of interest, with the reason, which the person reads. It can be changed until they are told.

    Who is not chosen is offered another paid way: in writing where nothing is said. `place`: on the reserve list; the last one without.

    Raises
    ------
    ChangeRefused
        The call is open, nobody without a conflict has read it, `by` has a conflict, there is no reason, or the person was told.
    """
    row = _locked(expression)
    call = Opportunity.objects.select_for_update().get(pk=row.opportunity_id)
    _must_be_to_choose(row, call, by)
    if not reason.strip():
        raise ChangeRefused("Write the reason. The person reads it.", field="reason")
    chosen = SelectionResult(result)
    if place and any(map(found.was_told, (each.expression for each in found.reserve(call)))):
        raise ChangeRefused("Others were told their place on the reserve list. Leave the place empty: this one comes last.", field="place")
    made, _ = SelectionOutcome.objects.update_or_create(
        expression=row,
        defaults={
            "result": chosen,
            "reason": reason.strip(),
            "other_way": "" if chosen == SelectionResult.SELECTED else _way(other_way or "written"),
            "place_in_reserve": _last_place(row, call) if chosen == SelectionResult.RESERVE else None,
            "at": timezone.now(),
            "by": by,
        },
    )
    _rank(call, made if chosen == SelectionResult.RESERVE and place else None, place or 1)
    _told("choose", row, by, result=str(chosen))
    made.refresh_from_db()
    return made


@transaction.atomic
def tell_everybody(*, opportunity: Opportunity, by: User) -> list[Notice]:
    """Tell everybody what came of their answer: by email at once; by phone or post as a task. Who was told before is not told again.

    Who is chosen takes part from now, with a private link.

    Raises
    ------
    ChangeRefused
        Somebody has no outcome yet: nobody is left behind.
    """
    call = Opportunity.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=opportunity.pk)
    if undecided := found.places(call).undecided:
        raise ChangeRefused(f"{undecided} of those who answered have no outcome yet. Choose for each of them, so that nobody is left out.")
    given = [_tell(each, call, by) for each in found.to_tell(call)]
    audit.record(
        by=by,
        action="coproduction.tell_everybody",
        subject=f"opportunity:{call.pk}",
        organisation=call.series.organisation,
        told=len(given),
    )
    return given


@transaction.atomic
def draw_from_reserve(*, opportunity: Opportunity, by: User) -> SelectionOutcome:
    """Ask the next person on the reserve list, because a place is free.

    Raises
    ------
    ChangeRefused
        No place is free, nobody is left on the list, or people were not told yet.
    """
    call = Opportunity.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=opportunity.pk)
    if found.places(call).free < 1:
        raise ChangeRefused("The group has no free place. When somebody drops out, write down on their page that they have left.")
    waiting = found.reserve(call)
    if not waiting:
        raise ChangeRefused("Nobody is left on the reserve list. Ask again with a new call, or go on with the group as it is.")
    following = waiting[0]
    if not found.was_told(following.expression):
        raise ChangeRefused("Tell everybody first. Then the next person on the list can be asked.")
    following.result, following.place_in_reserve, following.at, following.by = SelectionResult.SELECTED, None, timezone.now(), by
    following.save(update_fields=["result", "place_in_reserve", "at", "by"])
    _rank(call)
    expression = _locked(following.expression)
    person = _joined(expression, "workshops", by)
    message = outcome_letters.place_is_free(following, person)
    notices.give(organisation=call.series.organisation, to=expression, kind=NoticeKind.OUTCOME, message=message, by=by)
    _told("draw_from_reserve", expression, by)
    return following


@transaction.atomic
def answer_other_way(*, expression: ExpressionOfInterest, accepts: bool, way: str = "", by: User | None = None) -> str:
    """Somebody says yes or no to the other paid way (`way`: the one that they chose); `by`, where they said it on the phone.

    With a yes they take part; it returns what their private link ends with. Empty with a no, which they may change to a yes later.

    Raises
    ------
    ChangeRefused
        Nothing was offered to them yet, or they are one of the group.
    """
    row = _locked(expression)
    said = SelectionOutcome.objects.select_for_update().filter(expression=row).first()
    if said is None or not said.other_way or said.result == SelectionResult.SELECTED or not found.was_told(row):
        raise ChangeRefused("No other way is on offer here. Ask the people of the call.")
    if said.other_way_answer == "accepted":
        raise ChangeRefused("You have said yes already. Use the link to your own page that we sent you.")
    said.other_way_answer = "accepted" if accepts else "declined"
    said.other_way = _way(way or said.other_way)
    said.save(update_fields=["other_way_answer", "other_way"])
    _told("answer_other_way", row, by, answer=said.other_way_answer)
    if not accepts:
        return ""
    person, secret = participants.join(series=row.opportunity.series, expression=row, way=said.other_way, by=by)
    message = outcome_letters.welcome(person, row.opportunity)
    notices.give(organisation=row.opportunity.series.organisation, to=person, kind=NoticeKind.CHANGE, message=message, by=by)
    _offer_pay(person, row.opportunity, by or said.by)
    return secret


def _offer_pay(person: Participant, call: Opportunity, by: User) -> None:
    """What the letter promised, as an offer that they can say yes to: by whoever promised it."""
    if opportunities.step_of(call) is None:
        return
    offers.offer(
        participant=person,
        what=person.way,
        words=f"A short contribution {outcome_letters.IN_WORDS[person.way]}",
        rate_table=call.rate_table,
        rate_step=call.rate_step,
        minutes=call.session_minutes,
        by=by,
    )


def _locked(expression: ExpressionOfInterest) -> ExpressionOfInterest:
    rows = ExpressionOfInterest.objects.select_for_update(of=("self",)).select_related("opportunity__series__organisation")
    return rows.get(pk=expression.pk)


def _must_be_to_read(expression: ExpressionOfInterest, reader: User) -> None:
    if not found.of_call(expression.opportunity).filter(pk=expression.pk).exists():
        raise ChangeRefused("This one was taken back, or is held back. Read another one.")
    if found.has_conflict(expression, reader.pk, found.conflicts(expression.opportunity)):
        raise ChangeRefused("You said that you have a conflict about this person, so you do not read what they wrote.")
    if BlindReading.objects.filter(expression=expression, reader=reader).exists():
        raise ChangeRefused("You have read this one. A reading stays as it was given.")
    if SelectionOutcome.objects.filter(expression=expression).exists():
        raise ChangeRefused("It is decided what comes of this one. A reading would come too late.")


def _of_each_criterion(expression: ExpressionOfInterest, met: Mapping[str, str]) -> dict[str, str]:
    wanted = [str(each.number) for each in expression.opportunity.criteria.all()]
    said = {str(number): str(answer) for number, answer in met.items()}
    if any(said.get(number) not in found.ANSWERS for number in wanted):
        raise ChangeRefused("Say something of every criterion. Choose “They do not say” where nothing is said of it.")
    return {number: said[number] for number in wanted}


def _must_be_to_choose(expression: ExpressionOfInterest, call: Opportunity, by: User) -> None:
    if opportunities.is_open(call):
        raise ChangeRefused("The call is still open. Choose once it has closed, so that everybody who answers has the same chance.")
    if not found.of_call(call).filter(pk=expression.pk).exists():
        raise ChangeRefused("This one was taken back, or is held back. Nothing can be chosen for it now.")
    if found.has_conflict(expression, by.pk, found.conflicts(call)):
        raise ChangeRefused("You said that you have a conflict about this person. Somebody else chooses here.")
    if not found.counted(expression):
        raise ChangeRefused("Nobody has read this one yet. It needs one reading at least, by somebody without a conflict.")
    if found.was_told(expression):
        raise ChangeRefused("They were told what came of it, so it stays. If a place is free, ask the next on the reserve list.")


def _way(way: str) -> str:
    if way not in OTHER_WAYS:
        raise ChangeRefused("Choose how they can take part: in writing or on the phone.", field="other_way")
    return way


def _last_place(expression: ExpressionOfInterest, call: Opportunity) -> int:
    """The place that they have, or the last one."""
    held = SelectionOutcome.objects.filter(expression=expression, result=SelectionResult.RESERVE).first()
    others = SelectionOutcome.objects.filter(expression__opportunity=call, result=SelectionResult.RESERVE).exclude(expression=expression)
    return held.place_in_reserve if held and held.place_in_reserve else others.count() + 1


def _rank(call: Opportunity, moved: SelectionOutcome | None = None, place: int = 1) -> None:
    """Number the reserve list anew, without holes; `moved` stands at its place first."""
    ranks = [each for each in found.reserve(call) if moved is None or each.pk != moved.pk]
    if moved is not None:
        ranks.insert(place - 1, moved)
    for number, each in enumerate(ranks, start=1):
        if each.place_in_reserve != number:
            each.place_in_reserve = number
            each.save(update_fields=["place_in_reserve"])


def _tell(expression: ExpressionOfInterest, call: Opportunity, by: User) -> Notice:
    said: SelectionOutcome = expression.outcome
    person = _joined(expression, "workshops", by) if said.result == SelectionResult.SELECTED else None
    message = outcome_letters.outcome(said, person)
    where = call.series.organisation
    return notices.give(organisation=where, to=expression, kind=NoticeKind.OUTCOME, message=message, due=call.told_by, by=by)


def _joined(expression: ExpressionOfInterest, way: str, by: User) -> Participant:
    """The person in the series: the one who takes part in another way already, or a new one."""
    held = Participant.objects.filter(expression=expression).first()
    if held is not None:
        return participants.take_part_in(participant=held, way=way, by=by)
    return participants.join(series=expression.opportunity.series, expression=expression, way=way, by=by)[0]


def _told(verb: str, expression: ExpressionOfInterest, by: User | None, **details: object) -> None:
    call = expression.opportunity
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"expression:{expression.pk}",
        organisation=call.series.organisation,
        opportunity=call.pk,
        **details,
    )
