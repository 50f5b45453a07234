"""Keeps what people need to take part, from the moment when they say it until it is met."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.models import AccessArrangement, Participant, Workshop, WorkshopState
from levelground.web.coproduction.queries.arrangements import ARRANGED, ASKED, MET, NOT_MET
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.actions import audit
from levelground.web.people.models import User

STATES = (ASKED, ARRANGED, MET, NOT_MET)
OUR_LANGUAGE = {"", "en", "en-gb", "english"}


@transaction.atomic
def ask(*, participant: Participant, need: str, by: User | None = None) -> AccessArrangement:
    """Somebody needs something, said by themselves (`by=None`) or written down for them; the same need is kept once.

    Sessions to come that were marked as ready, and to which they may come, are so no more.
    """
    words = need.strip()
    if not words:
        raise SessionRefused(Phrase("Write what is needed."))
    held = AccessArrangement.objects.filter(participant=participant, need=words).first()
    if held is not None:
        return held
    made = AccessArrangement.objects.create(participant=participant, need=words, by=by)
    _not_ready_now(participant)
    _told("ask_arrangement", made, by)
    return made


@transaction.atomic
def settle(*, arrangement: AccessArrangement, state: str, note: str = "", by: User) -> AccessArrangement:
    """Say how far it is: asked, arranged, met, or not met. What is not met says why.

    Raises
    ------
    SessionRefused
        It is not met, and nobody says why.
    """
    if state not in STATES:
        raise ValueError(f"a state is one of {STATES}")
    if state == NOT_MET and not note.strip():
        raise SessionRefused(Phrase("Say why it cannot be met, and what you offer in its place. The person reads it."))
    row = (
        AccessArrangement.objects.select_for_update(of=("self",)).select_related("participant__series__organisation").get(pk=arrangement.pk)
    )
    row.state, row.note, row.by = state, note.strip(), by
    row.settled_at = timezone.now() if state in (MET, NOT_MET) else None
    row.save(update_fields=["state", "note", "by", "settled_at"])
    if state in (ASKED, NOT_MET):
        _not_ready_now(row.participant)
    _told("settle_arrangement", row, by, state=state)
    return row


@transaction.atomic
def carry_over(*, participant: Participant, by: User | None = None) -> list[AccessArrangement]:
    """Keep what somebody wrote that they need when they asked to take part, an interpreter too. Done again, it adds nothing."""
    return [ask(participant=participant, need=need, by=by) for need in _needs_of(participant)]


def _needs_of(participant: Participant) -> list[str]:
    expression, found = participant.expression, []
    if expression is not None:
        if expression.access_needs.strip():
            found.append(expression.access_needs.strip())
        if expression.sign_language:
            found.append("British Sign Language interpreter")
    language = (participant.language or (expression.language if expression else "")).strip()
    if language.casefold() not in OUR_LANGUAGE:
        found.append(f"Interpreter: {language}")
    return found


def _not_ready_now(participant: Participant) -> None:
    going = Workshop.objects.filter(state=WorkshopState.PLANNED, attendances__in=participant.attendances.exclude(answer="no"))
    Workshop.objects.filter(pk__in=list(going.values_list("pk", flat=True))).update(ready_at=None, ready_despite="")


def _told(verb: str, arrangement: AccessArrangement, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"arrangement:{arrangement.pk}",
        organisation=arrangement.participant.series.organisation,
        **details,
    )
