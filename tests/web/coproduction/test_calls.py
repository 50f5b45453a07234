"""Calls: written, promised, published, changed, ended; nothing goes out that leaves people guessing."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import pytest
from django.utils import timezone
from tests.builders.coproduction.calls import a_draft_call, complete
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import person

from levelground.web.coproduction.actions import opportunities as acts
from levelground.web.coproduction.models import ExpressionOfInterest, Notice, Opportunity, Series
from levelground.web.coproduction.presenters import opportunities as pages
from levelground.web.coproduction.promises import FIELDS, PROMISES
from levelground.web.coproduction.queries import opportunities as found
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def published(**fields: Any) -> Opportunity:
    """A call that went out by the product's own way."""
    return acts.publish(opportunity=a_draft_call(**fields), by=person("facilitator"))


def in_words(call: Opportunity) -> str:
    """All that people read of a call."""
    return "\n".join("\n".join([part.heading, *part.paragraphs, *part.points]) for part in pages.parts(call))


class TestPublishing:
    def test_a_complete_call_goes_out(self) -> None:
        call = published()
        assert found.is_open(call)
        assert call.published_by == person("facilitator")
        assert AuditEvent.objects.filter(action="coproduction.publish_call", subject=f"opportunity:{call.pk}").exists()

    def test_all_that_is_missing_is_said_at_once(self) -> None:
        series = Series.objects.create(
            organisation=a_series().organisation,
            code="EMPTY",
            title="Nothing yet",
            purpose="None.",
            influence="informed",
            created_by=person("facilitator"),
        )
        empty = acts.draft(series=series, fields={}, criteria=[], by=person("facilitator"))
        with pytest.raises(CallRefused) as refused:
            acts.publish(opportunity=empty, by=person("facilitator"))
        assert set(refused.value.problems) == {
            *("title", "purpose", "looking_for", "closes_on", "told_by", "contact_name", "contact_phone", "support"),
            *("rate", "access_formats", "criteria", "holders"),
        }
        empty.refresh_from_db()
        assert empty.state == "draft"

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"rate_table": "", "rate_step": ""}, "rate"),
            ({"rate_step": "made_up"}, "rate"),
            ({"rate_table": "made_up"}, "rate"),
            ({"benefits_warning": ""}, "benefits_warning"),
            ({"told_by": None}, "told_by"),
            ({"told_by": timezone.localdate() + datetime.timedelta(days=1)}, "told_by"),
            ({"closes_on": timezone.localdate() - datetime.timedelta(days=1)}, "closes_on"),
            ({"contact_name": ""}, "contact_name"),
            ({"contact_phone": ""}, "contact_phone"),
            ({"support": ""}, "support"),
            ({"access_formats": []}, "access_formats"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"sessions": 0}, "sessions"),
            ({"rate_step": "half_day", "preparation_minutes": 30}, "preparation_minutes"),
        ],
    )
    def test_what_is_missing_is_named(self, fields: dict[str, Any], named: str) -> None:
        with pytest.raises(CallRefused) as refused:
            published(**fields)
        assert list(refused.value.problems) == [named]

    def test_no_pay_needs_a_reason_that_the_people_chose(self) -> None:
        call = published(rate_table="", rate_step="", benefits_warning="", unpaid_because="The group voted to come without pay.")
        assert "The group voted to come without pay." in in_words(call)
        assert "If you get benefits" not in in_words(call)

    def test_nobody_who_knows_the_names_means_no_call(self) -> None:
        call = a_draft_call()
        call.series.identity_holders.update(ended_at=timezone.now())
        with pytest.raises(CallRefused) as refused:
            acts.publish(opportunity=call, by=person("facilitator"))
        assert set(refused.value.problems) == {"holders"}

    def test_it_goes_out_once(self) -> None:
        call = published()
        with pytest.raises(CallRefused, match="Only a draft"):
            acts.publish(opportunity=call, by=person("facilitator"))


class TestPromises:
    OWN: ClassVar[dict[str, str]] = {
        "passed_on": "We tell the safeguarding lead.",
        "complaints": "Call 01632 960 003.",
        "staff_named": "The head of care reads it.",
    }

    def test_none_is_printed_before_it_is_confirmed(self) -> None:
        call = a_draft_call(**self.OWN)
        text = in_words(call)
        for promise in PROMISES.values():
            assert promise.words not in text
        assert not any(own in text for own in self.OWN.values())

    @pytest.mark.parametrize("name", list(PROMISES))
    def test_each_is_printed_once_it_is_confirmed_and_no_other(self, name: str) -> None:
        call = acts.confirm_promise(opportunity=a_draft_call(**self.OWN), promise=name, by=person("facilitator"))
        text = in_words(call)
        assert PROMISES[name].words in text
        assert not any(other.words in text for other in PROMISES.values() if other.name != name)
        assert call.promises[name]["by"] == person("facilitator").pk
        assert datetime.datetime.fromisoformat(call.promises[name]["at"]).tzinfo is not None

    @pytest.mark.parametrize(("field", "name"), list(FIELDS.items()))
    def test_words_of_the_hosts_own_come_first(self, field: str, name: str) -> None:
        with pytest.raises(CallRefused) as refused:
            acts.confirm_promise(opportunity=a_draft_call(), promise=name, by=person("facilitator"))
        assert set(refused.value.problems) == {field}

    @pytest.mark.parametrize(("field", "name"), list(FIELDS.items()))
    def test_new_words_have_to_be_confirmed_again(self, field: str, name: str) -> None:
        by = person("facilitator")
        call = acts.confirm_promise(opportunity=a_draft_call(**self.OWN), promise=name, by=by)
        call = acts.confirm_promise(opportunity=call, promise="care", by=by)
        call = acts.change(opportunity=call, fields={field: "Other words."}, criteria=None, by=by)
        assert set(call.promises) == {"care"}
        assert "Other words." not in in_words(call)

    def test_only_somebody_of_the_host_confirms(self) -> None:
        with pytest.raises(CallRefused, match="Only somebody of"):
            acts.confirm_promise(opportunity=a_draft_call(), promise="care", by=person("facilitator", of="southshire"))

    def test_what_people_have_read_is_not_taken_back(self) -> None:
        by = person("facilitator")
        call = acts.confirm_promise(opportunity=a_draft_call(), promise="care", by=by)
        assert acts.take_back_promise(opportunity=call, promise="care", by=by).promises == {}
        acts.confirm_promise(opportunity=call, promise="care", by=by)
        out = acts.publish(opportunity=call, by=by)
        with pytest.raises(CallRefused, match="People have read"):
            acts.take_back_promise(opportunity=out, promise="care", by=by)

    def test_a_promise_that_nobody_wrote_is_refused(self) -> None:
        with pytest.raises(CallRefused, match="no such promise"):
            acts.confirm_promise(opportunity=a_draft_call(), promise="the moon", by=person("facilitator"))


class TestChangingAndEnding:
    @pytest.mark.parametrize("field", ["title", "purpose", "rate_step", "told_by", "group_size", "passed_on", "sessions"])
    def test_what_was_promised_stays_once_it_is_out(self, field: str) -> None:
        call = published()
        other = {"told_by": call.told_by + datetime.timedelta(days=90), "group_size": 99, "sessions": 9}.get(field, "half_hour")  # type: ignore[operator]
        with pytest.raises(CallRefused) as refused:
            acts.change(opportunity=call, fields={field: other}, criteria=None, by=person("facilitator"))
        assert set(refused.value.problems) == {field}

    def test_what_people_are_chosen_by_stays_too(self) -> None:
        with pytest.raises(CallRefused) as refused:
            acts.change(opportunity=published(), fields={}, criteria=["Something else"], by=person("facilitator"))
        assert set(refused.value.problems) == {"criteria"}

    def test_it_can_close_later_but_not_sooner(self) -> None:
        call, by = published(), person("facilitator")
        assert call.closes_on is not None
        later = acts.change(opportunity=call, fields={"closes_on": call.closes_on + datetime.timedelta(days=3)}, criteria=None, by=by)
        assert later.closes_on == call.closes_on + datetime.timedelta(days=3)
        with pytest.raises(CallRefused) as refused:
            acts.change(opportunity=later, fields={"closes_on": call.closes_on}, criteria=None, by=by)
        assert set(refused.value.problems) == {"closes_on"}
        with pytest.raises(CallRefused) as refused:
            acts.change(opportunity=later, fields={"closes_on": call.told_by + datetime.timedelta(days=1)}, criteria=None, by=by)  # type: ignore[operator]
        assert set(refused.value.problems) == {"told_by"}

    def test_everybody_who_answered_is_told_why_it_ended(self) -> None:
        call = a_call()
        made = [
            ExpressionOfInterest.objects.create(
                opportunity=call, reference=f"R{n}", form_key=f"k{n}", token_digest=f"d{n}", state=state, contact_by="phone", phone="1"
            )
            for n, state in enumerate(("sent", "started", "withdrawn"))
        ]
        held = {"reference": "H", "form_key": "h", "token_digest": "h", "held_because": "honeypot", "email": "not.asked@people.example"}
        ExpressionOfInterest.objects.create(opportunity=call, state="sent", contact_by="email", **held)
        acts.withdraw(opportunity=call, because="The money was cut.\nWe are sorry.", by=person("facilitator"))
        told = Notice.objects.get()
        assert told.expression == made[0]
        assert "The money was cut. We are sorry." in told.words
        call.refresh_from_db()
        assert not found.is_open(call)
        assert found.by_code(call.code).withdrawn_because == "The money was cut.\nWe are sorry."

    def test_an_end_needs_a_reason(self) -> None:
        with pytest.raises(CallRefused) as refused:
            acts.withdraw(opportunity=published(), because="  ", by=person("facilitator"))
        assert set(refused.value.problems) == {"because"}

    def test_an_audit_event_names_fields_and_no_words(self) -> None:
        canary = "Zanzibar Quince"
        call = a_draft_call(contact_name=canary)
        acts.change(opportunity=call, fields={"purpose": canary}, criteria=[canary], by=person("facilitator"))
        event = AuditEvent.objects.get(action="coproduction.change_call")
        assert event.details["fields"] == ["criteria", "purpose"]
        assert canary not in str([one.details for one in AuditEvent.objects.all()])

    def test_a_field_that_is_nobodys_to_write_is_refused(self) -> None:
        with pytest.raises(ValueError, match="state"):
            acts.draft(series=a_series(), fields={"state": "published"}, criteria=[], by=person("facilitator"))


class TestWhatIsPaid:
    def test_the_time_to_get_ready_is_paid(self) -> None:
        call = a_draft_call(rate_step="hour", sessions=3, session_minutes=60, preparation_minutes=30)
        assert found.total_pence(call) == 3 * (2750 + 1375)
        assert pages.pay(call) == "We pay you £41.25 for each session, £123.75 for all 3."

    def test_an_amount_for_half_a_day_has_the_preparation_in_it(self) -> None:
        assert found.total_pence(a_draft_call(rate_step="half_day", sessions=2)) == 2 * 8250

    def test_one_session(self) -> None:
        assert pages.pay(a_draft_call(sessions=1, preparation_minutes=0)) == "We pay you £27.50 for your time."


@pytest.mark.parametrize(
    ("zone", "day", "time", "last_open", "first_closed"),
    [
        ("Europe/London", (2026, 1, 15), (17, 0), "2026-01-15T16:59:59+00:00", "2026-01-15T17:00:00+00:00"),
        ("Europe/London", (2026, 7, 15), (17, 0), "2026-07-15T15:59:59+00:00", "2026-07-15T16:00:00+00:00"),
        # the day on which the clocks go forward, after they did and in the hour that they skip
        ("Europe/London", (2026, 3, 29), (17, 0), "2026-03-29T15:59:59+00:00", "2026-03-29T16:00:00+00:00"),
        ("Europe/London", (2026, 3, 29), (1, 30), "2026-03-29T01:29:59+00:00", "2026-03-29T01:30:00+00:00"),
        ("Europe/London", (2026, 3, 28), (23, 59), "2026-03-28T23:58:59+00:00", "2026-03-28T23:59:00+00:00"),
        # the day on which they go back: an hour that comes twice closes at its second end
        ("Europe/London", (2026, 10, 25), (1, 30), "2026-10-25T01:29:59+00:00", "2026-10-25T01:30:00+00:00"),
        ("Europe/London", (2026, 10, 25), (17, 0), "2026-10-25T16:59:59+00:00", "2026-10-25T17:00:00+00:00"),
        ("Europe/London", (2026, 10, 24), (17, 0), "2026-10-24T15:59:59+00:00", "2026-10-24T16:00:00+00:00"),
        # organisers elsewhere: by their clock, whatever the server's is
        ("Africa/Lagos", (2026, 7, 15), (17, 0), "2026-07-15T15:59:59+00:00", "2026-07-15T16:00:00+00:00"),
        ("America/Jamaica", (2026, 1, 15), (23, 30), "2026-01-16T04:29:59+00:00", "2026-01-16T04:30:00+00:00"),
        ("Asia/Karachi", (2026, 1, 15), (0, 15), "2026-01-14T19:14:59+00:00", "2026-01-14T19:15:00+00:00"),
        ("America/New_York", (2026, 11, 1), (1, 30), "2026-11-01T06:29:59+00:00", "2026-11-01T06:30:00+00:00"),
    ],
)
def test_it_closes_by_the_organisers_clock(
    zone: str, day: tuple[int, int, int], time: tuple[int, int], last_open: str, first_closed: str
) -> None:
    call = a_call(closes_on=datetime.date(*day), closes_time=datetime.time(*time), timezone=zone)
    before, after = map(datetime.datetime.fromisoformat, (last_open, first_closed))
    assert found.is_open(call, before) and not found.is_open(call, after)
    assert found.public(before) == [call] and found.public(after) == []
    assert found.closed_public(before) == [] and found.closed_public(after) == [call]


def test_closing_is_said_with_the_clock_that_it_is_on() -> None:
    here = a_call(closes_on=datetime.date(2026, 10, 25), closes_time=datetime.time(17, 0))
    there = a_call(closes_on=datetime.date(2026, 10, 25), closes_time=datetime.time(17, 30), timezone="Africa/Lagos")
    assert pages.closing(here) == "5pm on Sunday 25 October 2026, UK time"
    assert pages.closing(there) == "5:30pm on Sunday 25 October 2026, time in Lagos"


def test_drafts_are_nowhere_for_the_public() -> None:
    call = a_draft_call(**complete())
    assert found.public() == []
    assert not found.is_open(call)
