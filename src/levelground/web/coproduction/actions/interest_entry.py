"""An answer to a call that somebody gave by phone or on paper, written down by a member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from levelground.web.coproduction.actions import call_backs, interest
from levelground.web.coproduction.models import CallBack, Channel, ExpressionOfInterest, ExpressionState, Opportunity
from levelground.web.people.models import User


@transaction.atomic
def enter(
    *,
    opportunity: Opportunity,
    form_key: str,
    channel: str,
    answers: Mapping[str, Mapping[str, Any]],
    call_back: CallBack | None = None,
    in_time: bool = False,
    by: User,
) -> ExpressionOfInterest:
    """Start, answer and send it at once. Entered twice with one form it is one.

    `call_back`: the call in which they answered; then what they began themselves is finished, and the call is done.

    Raises
    ------
    InterestClosed
        The call has closed, and nobody says that this reached them before.
    """
    made = _begun_by_themselves(call_back, by) if call_back is not None else None
    if made is None:
        made, _ = interest.start(opportunity=opportunity, form_key=form_key, channel=channel, in_time=in_time, by=by)
    if made.state != ExpressionState.STARTED:
        return made
    for question, fields in answers.items():
        interest.answer(expression=made, question=question, fields=fields, in_time=in_time, by=by)
    return interest.send(expression=made, in_time=in_time, by=by)


def _begun_by_themselves(call_back: CallBack, by: User) -> ExpressionOfInterest:
    """What the person had begun when they asked to be called; from now on somebody else wrote it down, in that call."""
    call_backs.keep(call_back=call_back, interpreter=call_back.interpreter, tried=False, done=True, by=by)
    row = ExpressionOfInterest.objects.select_for_update().get(pk=call_back.expression_id)
    if row.state == ExpressionState.STARTED:
        row.channel, row.entered_by = Channel.CALL_BACK, by
        row.save(update_fields=["channel", "entered_by"])
    return row
