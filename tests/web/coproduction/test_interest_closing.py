"""The end of an expression of interest: the clock closes it, and the person takes it back."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.interest import SOUND
from tests.builders.coproduction.interest_form import filled_in, hidden, page_of, say, sent, started
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.actions import interest as acting
from levelground.web.coproduction.models import (
    BlindReading,
    CallBack,
    DemographicAnswers,
    ExpressionOfInterest,
    Notice,
    Opportunity,
)

pytestmark = pytest.mark.django_db


class TestClosing:
    """The clock is the organiser's, daylight saving included; nothing goes through after it."""

    def at(self, moment: str) -> Any:
        return time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False)

    @pytest.mark.parametrize(
        ("zone", "day", "last", "first_too_late"),
        [
            ("Europe/London", "2027-03-28", "2027-03-28T15:59:59+00:00", "2027-03-28T16:00:00+00:00"),  # 5pm in summer time
            ("Europe/London", "2026-10-25", "2026-10-25T16:59:59+00:00", "2026-10-25T17:00:00+00:00"),  # 5pm in winter time
            ("America/New_York", "2026-12-01", "2026-12-01T21:59:59+00:00", "2026-12-01T22:00:00+00:00"),
        ],
    )
    def test_an_answer_can_be_sent_until_the_second_and_not_after(self, zone: str, day: str, last: str, first_too_late: str) -> None:
        with self.at("2026-10-01T09:00:00+00:00"):
            call = a_call(closes_on=datetime.date.fromisoformat(day), timezone=zone)
            client, secret = started(call)
            other, late = started(call, browser())
            for one, its in ((client, secret), (other, late)):
                filled_in(one, its)
            fields = hidden(page_of(client, "check_interest", secret))
        with self.at(last):
            assert client.post(reverse("check_interest", kwargs={"secret": secret}), fields).status_code == 302
        with self.at(first_too_late):
            refused = other.post(reverse("check_interest", kwargs={"secret": late}), fields)
            assert refused.status_code == 410
            start = browser().get(reverse("start_interest", kwargs={"code": call.code}))
            assert start.status_code == 410
        states = dict(ExpressionOfInterest.objects.values_list("token_digest", "state"))
        assert sorted(states.values()) == ["sent", "started"]

    def test_what_was_typed_too_late_stands_on_the_page_with_whom_to_ask(self) -> None:
        call = a_call()
        client, secret = started(call)
        Opportunity.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=1))
        page = say(client, secret, "why", why="So that it is <b>better</b>.")
        assert page.status_code == 410
        words = page.content.decode()
        assert "So that it is &lt;b&gt;better&lt;/b&gt;." in words
        assert "Ama Mensah" in words
        assert "01632 960 001" in words
        assert ExpressionOfInterest.objects.get().why == ""
        assert call.contact_email in words

    def test_who_has_sent_may_still_say_where_to_reach_them_but_not_change_what_is_read(self) -> None:
        client, secret = started(a_call())
        filled_in(client, secret)
        sent(client, secret)
        Opportunity.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=1))
        assert say(client, secret, "why", why="Other words").status_code == 302
        assert say(client, secret, "reach", email="new@people.example").status_code == 302
        made = ExpressionOfInterest.objects.get()
        assert (made.why, made.email) == ("So that it is better.", "new@people.example")

    def test_the_clock_of_the_action_counts_not_the_page(self) -> None:
        call = a_call()
        made, _ = acting.start(opportunity=call, form_key="k" * 40)
        zone = ZoneInfo("Europe/London")
        with time_machine.travel(datetime.datetime.combine(call.closes_on, datetime.time(17), zone), tick=False):
            with pytest.raises(acting.InterestClosed):
                acting.answer(expression=made, question="why", fields={"why": "Late"})
            with pytest.raises(acting.InterestClosed):
                acting.start(opportunity=call, form_key="l" * 40)


class TestTakingBack:
    """At any time, without a reason; all is gone at once."""

    @pytest.mark.django_db(transaction=True)
    def test_everything_is_gone_and_the_page_says_so(self) -> None:
        client, secret = started(a_call())
        filled_in(client, secret, about_you={"wanted": "yes"}, name={"name": "Canary Bird"}, why={"why": "canary words"})
        say(client, secret, "ethnic_group", words="Canary people")
        say(client, secret, "language", language="Canarian", call_me="on", phone="01632 960 777")
        say(client, secret, "voice", sound=SimpleUploadedFile("n.ogg", SOUND))
        sent(client, secret)
        made = ExpressionOfInterest.objects.get()
        note = made.voice_note
        BlindReading.objects.create(expression=made, reader=made.opportunity.created_by, words="canary")
        assert "Take it all back?" in page_of(client, "take_back_interest", secret)
        gone = client.post(reverse("take_back_interest", kwargs={"secret": secret}))
        assert gone.status_code == 302
        made.refresh_from_db()
        assert made.state == "withdrawn"
        row = str({field.name: getattr(made, field.name) for field in made._meta.fields}).lower()
        assert "canar" not in row
        assert "960 777" not in row
        assert "nasreen" not in row
        assert voice_notes.read(note) is None
        for model in (DemographicAnswers, CallBack, BlindReading):
            assert not model.objects.exists()
        assert not Notice.objects.exclude(words="").exists()
        page = page_of(client, "interest", secret)
        assert "You took this back" in page
        assert say(client, secret, "name", name="Again").status_code == 302
        made.refresh_from_db()
        assert made.name == ""

    def test_before_it_is_sent_and_after_the_call_has_closed(self) -> None:
        client, secret = started(a_call())
        say(client, secret, "name", name="Nasreen")
        Opportunity.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=3))
        client.post(reverse("take_back_interest", kwargs={"secret": secret}))
        assert ExpressionOfInterest.objects.get().name == ""

    def test_the_form_sent_again_does_not_bring_it_back(self) -> None:
        call, client = a_call(), browser()
        where = reverse("start_interest", kwargs={"code": call.code})
        fields = hidden(client.get(where).content.decode())
        secret = client.post(where, fields)["Location"].split("/")[2]
        client.post(reverse("take_back_interest", kwargs={"secret": secret}))
        client.post(where, fields)
        assert ExpressionOfInterest.objects.get().state == "withdrawn"
