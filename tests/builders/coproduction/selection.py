"""What tests of all addresses need of this subject: who may open each, and what its parts stand for; and answers to a call."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_call, a_participant, a_series
from tests.builders.web import person

from levelground.web.coproduction import outcome_links
from levelground.web.coproduction.actions import selection
from levelground.web.coproduction.codes import short_code
from levelground.web.coproduction.models import ExpressionOfInterest, Opportunity, SelectionCriterion
from levelground.web.people.models import User

SEE, RUN, READ, NAMES = "coproduction: see", "coproduction: run", "interest: read", "names: see"
WHO: dict[str, str] = {
    **dict.fromkeys(["readings", "read_interest"], READ),
    **dict.fromkeys(
        ["selection", "choose_interest", "other_way_for", "missing_people", "tell_everybody", "draw_from_reserve", "add_participant"], RUN
    ),
    "end_series": RUN,
    **dict.fromkeys(["not_told", "participants"], SEE),
    **dict.fromkeys(["participant", "participant_addresses", "participant_new_link", "participant_leave", "participant_erase"], NAMES),
    **dict.fromkeys(["my_outcome", "mine_details", "mine_new_link", "mine_leave", "mine_erase"], "everybody"),
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    series = a_series(slug)
    call = a_closed_call(series=series)
    answer, told = an_answer(call), an_answer(call)
    for each in (answer, told):
        decided(each, "other_way", by=person("qi_lead", of=slug))
    selection.tell_everybody(opportunity=call, by=person("qi_lead", of=slug))
    unread = an_answer(call)
    one = {"opportunity": call.pk, "expression": unread.pk}
    return (
        {"participant": a_participant(series).pk},
        {
            **dict.fromkeys(("read_interest", "choose_interest"), one),
            "other_way_for": {"opportunity": call.pk, "expression": told.pk},
            "my_outcome": {"secret": outcome_links.secret_for(told)},
        },
    )


def a_closed_call(criteria: int = 2, **fields: Any) -> Opportunity:
    """A call that closed yesterday; people are told by in a week."""
    today = timezone.localdate()
    call = a_call(**{"closes_on": today - datetime.timedelta(days=1), "told_by": today + datetime.timedelta(days=7), **fields})
    for number in range(1, criteria + 1):
        SelectionCriterion.objects.create(opportunity=call, number=number, words=f"Something to be chosen by, number {number}.")
    return call


def an_answer(call: Opportunity, **fields: Any) -> ExpressionOfInterest:
    """Somebody's answer to a call, sent; reached by email."""
    number = ExpressionOfInterest.objects.count() + 1
    return ExpressionOfInterest.objects.create(
        **{
            "opportunity": call,
            "reference": short_code(7),
            "form_key": secrets.token_hex(16),
            "token_digest": secrets.token_hex(32),
            "state": "sent",
            "sent_at": timezone.now(),
            "name": f"Adaeze Example {number}",
            "contact_by": "email",
            "email": f"adaeze{number}@{call.code.lower()}.example",
            "lived_experience": "I waited for nine hours.",
            "why": "So that nobody has to wait like this.",
            "consent_version": "1",
            **fields,
        }
    )


def read_by(answer: ExpressionOfInterest, reader: User, said: str = "yes", conflict: str = "") -> None:
    """One reading, with the same answer to each criterion."""
    met = {str(each.number): said for each in answer.opportunity.criteria.all()}
    selection.read(expression=answer, met=met, words="", conflict=conflict, by=reader)


def decided(answer: ExpressionOfInterest, result: str, by: User, **more: Any) -> None:
    """Read by somebody (the subject expert) and decided, with a reason."""
    reader = person("subject_expert", of=answer.opportunity.series.organisation.slug)
    if not answer.readings.filter(reader=reader).exists():
        read_by(answer, reader)
    selection.choose(expression=answer, result=result, reason="Because of what you know.", by=by, **more)
