"""Gives people their private links: when a member adds them, and when they need a new one."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from levelground.web.coproduction import outcome_letters
from levelground.web.coproduction.actions import notices, participants
from levelground.web.coproduction.models import NoticeKind, Participant, Series
from levelground.web.people.models import User


@transaction.atomic
def join_and_tell(*, series: Series, by: User, **given: Any) -> Participant:
    """Make somebody one of those who take part, and tell them: as `participants.join`, which it calls."""
    made, _ = participants.join(series=series, by=by, **given)
    message = outcome_letters.added(made)
    notices.give(organisation=series.organisation, to=made, kind=NoticeKind.CHANGE, message=message, by=by)
    return made


@transaction.atomic
def send_new(*, participant: Participant, by: User | None) -> str:
    """A new private link, sent to the person in the way that they chose; what it ends with."""
    secret = participants.new_link(participant=participant, by=by)
    row = Participant.objects.select_related("series__organisation").get(pk=participant.pk)
    message = outcome_letters.new_link(row)
    notices.give(organisation=row.series.organisation, to=row, kind=NoticeKind.CHANGE, message=message, by=by)
    return secret
