"""Decisions with who stood where, and words that they rest on, for tests."""

from __future__ import annotations

from typing import Any

from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.web import person

from levelground.web.coproduction.actions import decisions
from levelground.web.coproduction.codes import public_id, short_code
from levelground.web.coproduction.models import Contribution, Decision, Participant, Series

WHO: dict[str, str] = {
    **dict.fromkeys(["decisions", "decision"], "coproduction: see"),
    **dict.fromkeys(
        ["open_decision", "enter_part", "rest_decision", "decide", "answer_voice", "decision_changes", "close_decision"],
        "coproduction: run",
    ),
    "take_part_in_decision": "everybody",
    "change_for_decision": "drafts: edit",
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    return {"decision": a_decision(a_series(slug)).pk}, {}


def a_decision(series: Series | None = None, options: tuple[str, ...] = ("Ask each time", "Ask once a year"), **more: Any) -> Decision:
    """An open decision about a driver."""
    series = series or a_series()
    given = {"subject": "driver", "question": "How often are people asked what they need?", "by": series.created_by, **more}
    return decisions.open(series=series, options=options, **given)


def something_said(series: Series | None = None, by: Participant | None = None, **fields: Any) -> Contribution:
    """Words of somebody who takes part."""
    series = series or a_series()
    key = short_code(12)
    given = {"words": f"Nobody asked me. {key}", "form_key": key, "when": "during", "public_id": public_id("C"), **fields}
    return Contribution.objects.create(series=series, participant=by or a_participant(series), **given)


def a_decided(series: Series | None = None, *, on: Contribution | None = None, people: int = 1, **more: Any) -> Decision:
    """A decision that people with lived experience made by consent, resting on what one of them said, and answered."""
    series = series or a_series()
    made, by = a_decision(series, **more), person("qi_lead", of=series.organisation.slug)
    for _ in range(people):
        decisions.take_part(decision=made, participant=a_participant(series), stance="for", option=0)
    said = on or something_said(series)
    decisions.rest_on(decision=made, contribution=said, side="for", by=by)
    decisions.decide(decision=made, chosen=0, method="consent", reasons="It is fair.", by=by)
    decisions.respond(decision=made, contribution=said, words="Thank you. We ask each time now.", by=by)
    return Decision.objects.get(pk=made.pk)
