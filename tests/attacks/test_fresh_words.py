"""Attacks by taking back: words of others blanked by whoever repeats them, and words that stay where nobody looked."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from tests.builders.coproduction.calls import a_draft_call
from tests.builders.coproduction.capture import a_note, a_quote, a_statement, an_open_session
from tests.builders.coproduction.decisions import a_decision
from tests.builders.coproduction.payments import a_claim, an_offer
from tests.builders.coproduction.selection import a_closed_call, an_answer, decided
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.coproduction.workshops import a_session, some_minutes
from tests.builders.web import person

from levelground.web.coproduction.actions import arrangements, contributions, decisions, opportunities, workshops
from levelground.web.coproduction.models import (
    AccessArrangement,
    Opportunity,
    PaymentClaim,
    PaymentOffer,
    Prompt,
    Quote,
    SelectionCriterion,
    SelectionOutcome,
)

pytestmark = pytest.mark.django_db
WORDS = "The narwhal corridor was always locked for us at night."


class TestWordsOfOthers:
    """Whoever repeats somebody else's words, and takes back what they said, takes nothing from the other."""

    def test_dissent_of_another_stays_with_every_word(self) -> None:
        one, thief = a_participant(), a_participant()
        part = decisions.take_part(decision=a_decision(one.series), participant=one, stance="against", dissent=WORDS)
        contributions.withdraw(contribution=a_note(WORDS, by=thief))
        part.refresh_from_db()
        assert part.dissent == WORDS
        again = decisions.take_part(decision=part.decision, participant=thief, stance="against", dissent=WORDS)
        decisions.take_dissent_back(part=again)
        part.refresh_from_db()
        assert part.dissent == WORDS

    def test_a_statement_of_a_group_and_minutes_with_the_words_of_another_stay(self) -> None:
        one, two, thief = a_participant(), a_participant(), a_participant()
        said = a_note(WORDS, by=one)
        statement = a_statement(one, two, words=WORDS)
        session = a_session(one.series, starts_at=timezone.now() - datetime.timedelta(days=1))
        workshops.record_attendance(workshop=session, participant=one, came=True, minutes=60, by=session.created_by)
        workshops.hold(workshop=session, by=session.created_by)
        minutes = some_minutes(session, f"Somebody said: {WORDS}")
        contributions.withdraw(contribution=a_note(WORDS, by=thief))
        for row in (statement, minutes):
            row.refresh_from_db()
        assert (statement.words, minutes.words) == (WORDS, f"Somebody said: {WORDS}")
        contributions.withdraw(contribution=said)
        minutes.refresh_from_db()
        assert WORDS not in minutes.words, "who said it first takes it back everywhere"

    def test_whom_to_call_what_the_call_says_and_the_question_stay(self) -> None:
        thief = a_participant()
        session, call = an_open_session(thief.series), a_draft_call(thief.series)
        there = Prompt.objects.get(workshop=session)
        repeats = (session.distress_route, call.support, call.benefits_warning)
        for words in repeats:
            contributions.withdraw(contribution=a_note(words, by=thief))
        contributions.withdraw(contribution=a_note(there.words, by=thief, workshop=session, prompt=there, when="during"))
        for row in (session, call, there):
            row.refresh_from_db()
        assert (session.distress_route, call.support, call.benefits_warning) == repeats
        assert there.words == "What would have helped you?"

    def test_what_was_written_there_since_goes_all_the_same(self) -> None:
        one, by = a_participant(), person("facilitator")
        session, call = a_session(one.series), a_draft_call(one.series)
        said = a_note(WORDS, by=one)
        given = {"agenda": f"As somebody said: {WORDS}", "power_note": "", "distress_route": session.distress_route}
        workshops.prepare(workshop=session, facilitators=[], by=by, **given)
        opportunities.change(opportunity=call, fields={"support": f"Somebody said: {WORDS}"}, criteria=("Has been in hospital",), by=by)
        contributions.withdraw(contribution=said)
        session.refresh_from_db()
        call.refresh_from_db()
        assert "narwhal" not in session.agenda + call.support


def test_every_text_of_a_series_that_others_write_loses_them() -> None:
    one, by = a_participant(a_series()), person("qi_lead")
    other = a_participant(one.series)
    call = a_closed_call(series=one.series)
    answer = an_answer(call)
    decided(answer, "selected", by=by)
    arrangements.ask(participant=other, need="Large print", by=by)
    an_offer(other)
    a_claim(other)
    a_quote(a_note("Something else that was said by somebody.", by=other), words="Something else that was said by somebody.")
    said = a_note(WORDS, by=one)
    places: list[tuple[Any, str]] = [
        (SelectionCriterion, "words"),
        (SelectionOutcome, "reason"),
        (AccessArrangement, "note"),
        (PaymentOffer, "words"),
        (PaymentClaim, "returned_because"),
        (Quote, "place"),
        *((Opportunity, name) for name in ("unpaid_because", "benefits_warning", "passed_on", "complaints", "staff_named", "support")),
    ]
    for model, name in places:
        assert model.objects.update(**{name: f"As somebody said: {WORDS}"}), model
    contributions.withdraw(contribution=said)
    kept = [(model.__name__, name) for model, name in places if model.objects.filter(**{f"{name}__contains": "narwhal"}).exists()]
    assert not kept
