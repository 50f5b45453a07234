"""The answers to a call for members: by phone and on paper, calls in other languages, counts; names for the named people alone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.interest import SOUND, begun_interest, sent_interest
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.models import CallBack, DemographicAnswers, ExpressionOfInterest, IdentityHolder, Notice, Opportunity
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
BY_PHONE: dict[str, Any] = {
    "form_key": "p" * 43,
    "channel": "phone",
    "name": "Canary Bird",
    "contact_by": "phone",
    "phone": "01632 960 123",
    "lived_experience": "I care for my father.",
    "ethnic_group": "Black Welsh",
    "agree": "on",
}


def at(call: Opportunity, name: str) -> str:
    return reverse(name, kwargs={"organisation": "northshire", "opportunity": call.pk})


def by_reference(name: str, **parts: int) -> str:
    return reverse(name, kwargs={"organisation": "northshire", **parts})


class TestEntering:
    """Somebody calls, or sends a letter: a member writes it down."""

    def test_it_is_one_expression_of_interest_however_often_it_is_sent(self) -> None:
        call, client = a_call(), browser(person("qi_lead"))
        for _ in range(3):
            assert client.post(at(call, "enter_interest"), BY_PHONE).status_code == 302
        made = ExpressionOfInterest.objects.get()
        assert (made.state, made.channel, made.held_because) == ("sent", "phone", "")
        assert made.entered_by == person("qi_lead")
        assert made.consented_at is not None
        assert DemographicAnswers.objects.get().answers == {"ethnic_group": "Black Welsh"}
        notice = Notice.objects.get()
        assert (notice.channel, notice.told_by) == ("phone", person("qi_lead")), "it was said in the call"

    def test_a_letter_is_acknowledged_by_a_letter(self) -> None:
        call, client = a_call(), browser(person("qi_lead"))
        client.post(at(call, "enter_interest"), {**BY_PHONE, "channel": "paper", "contact_by": "post", "address": "1 High Street"})
        notice = Notice.objects.get()
        assert (notice.channel, notice.told_at) == ("post", None)
        assert notice.due is not None

    def test_who_wrote_it_down_does_not_see_the_name_afterwards(self) -> None:
        call = a_call()
        lead = browser(person("qi_lead"))
        lead.post(at(call, "enter_interest"), BY_PHONE)
        made = ExpressionOfInterest.objects.get()
        desk = lead.get(at(call, "interest_desk")).content.decode()
        assert "Canary" not in desk
        assert "960 123" not in desk
        assert lead.get(at(call, "interest_people")).status_code == 403
        holder = browser(person("facilitator"))
        assert "Canary Bird" in holder.get(at(call, "interest_people")).content.decode()
        assert made.reference in holder.get(at(call, "interest_people")).content.decode()

    @pytest.mark.parametrize("missing", ["channel", "contact_by", "phone", "agree"])
    def test_what_is_needed_is_asked_for_in_words(self, missing: str) -> None:
        client = browser(person("qi_lead"))
        refused = client.post(at(a_call(), "enter_interest"), {name: value for name, value in BY_PHONE.items() if name != missing})
        assert refused.status_code == 422
        assert "There is a problem" in refused.content.decode()
        assert "Canary Bird" in refused.content.decode()
        assert not ExpressionOfInterest.objects.exists()

    def test_after_closing_only_what_came_before_and_somebody_says_so(self) -> None:
        call, client = a_call(), browser(person("qi_lead"))
        Opportunity.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=1))
        assert client.post(at(call, "enter_interest"), BY_PHONE).status_code == 422
        assert not ExpressionOfInterest.objects.exists()
        assert client.post(at(call, "enter_interest"), {**BY_PHONE, "in_time": "on"}).status_code == 302
        assert ExpressionOfInterest.objects.get().state == "sent"
        assert AuditEvent.objects.get(action="coproduction.interest_start").details["in_time"] is True

    def test_the_count_of_each_channel_stands_on_the_desk(self) -> None:
        call = a_call()
        for channel, many in (("online", 3), ("phone", 2), ("paper", 1)):
            for _ in range(many):
                sent_interest(call, channel=channel)
        page = " ".join(browser(person("qi_lead")).get(at(call, "interest_desk")).content.decode().split())
        assert "6 people have answered." in page
        for label, many in (("On this site", 3), ("By phone", 2), ("On paper", 1), ("We called them back in their language", 0)):
            assert f'scope="row">{label}</th> <td class="nhsuk-table__cell">{many}</td>' in page


class TestCallBacks:
    """Somebody is called in their language: the interpreter, the tries, done."""

    def asked(self) -> CallBack:
        made = sent_interest(phone="01632 960 555", name="Canary Bird")
        return CallBack.objects.create(expression=made, language="Urdu", when="After 6pm")

    def test_the_interpreter_is_tracked_the_tries_are_counted_and_who_did_it_is_kept(self) -> None:
        one, client = self.asked(), browser(person("facilitator"))
        where = by_reference("call_back", call_back=one.pk)
        client.post(where, {"interpreter": "not_found", "outcome": ""})
        one.refresh_from_db()
        assert (one.interpreter, one.tried) == ("not_found", 0)
        first = one.interpreter_at
        assert first is not None
        client.post(where, {"interpreter": "booked", "outcome": "tried"})
        client.post(where, {"interpreter": "booked", "outcome": "done"})
        one.refresh_from_db()
        assert (one.interpreter, one.tried, one.done_by) == ("booked", 2, person("facilitator"))
        assert one.interpreter_at > first
        assert AuditEvent.objects.filter(action="coproduction.call_back").count() == 3

    def test_who_asked_to_be_called_answers_in_the_call_and_is_one_person(self) -> None:
        begun = begun_interest(name="Canary Bird", language="Urdu", phone="01632 960 555")
        one = CallBack.objects.create(expression=begun, language="Urdu", interpreter="booked")
        call, client = begun.opportunity, browser(person("facilitator"))
        assert f"?call_back={one.pk}" in client.get(by_reference("call_back", call_back=one.pk)).content.decode()
        where = f"{at(call, 'enter_interest')}?call_back={one.pk}"
        assert "Canary Bird" in client.get(where).content.decode()
        assert browser(person("qi_lead")).get(where).status_code == 404, "who is not named learns no name"
        assert client.post(where, {**BY_PHONE, "channel": "call_back", "language": "Urdu"}).status_code == 302
        begun.refresh_from_db()
        one.refresh_from_db()
        assert (begun.state, begun.channel, begun.entered_by) == ("sent", "call_back", person("facilitator"))
        assert (one.done_at is not None, one.tried, one.interpreter) == (True, 1, "booked")
        assert ExpressionOfInterest.objects.count() == 1
        assert client.get(where).status_code == 404, "nothing is left to finish"

    def test_who_has_waited_too_long_stands_first_and_is_said_to_be_late(self) -> None:
        new, old = self.asked(), self.asked()
        call = old.expression.opportunity
        type(old.expression).objects.filter(pk=new.expression_id).update(opportunity=call)
        client, desk = browser(person("facilitator")), at(call, "interest_desk")
        CallBack.objects.filter(pk=old.pk).update(asked_at=timezone.now() - datetime.timedelta(days=3))
        assert "waited too long" not in client.get(desk).content.decode()
        CallBack.objects.filter(pk=old.pk).update(asked_at=timezone.now() - datetime.timedelta(days=4))
        page = client.get(desk).content.decode()
        assert "1 person has waited too long." in page and page.count("Late: has waited 4 days.") == 1
        assert page.index(old.expression.reference) < page.index(new.expression.reference)
        assert "Late: has waited 4 days." in client.get(at(call, "call_backs")).content.decode()
        CallBack.objects.filter(pk=old.pk).update(done_at=timezone.now())
        assert "waited too long" not in client.get(desk).content.decode()

    def test_numbers_are_for_the_named_people_the_desk_has_languages_alone(self) -> None:
        one = self.asked()
        call = one.expression.opportunity
        desk = browser(person("qi_lead")).get(at(call, "interest_desk")).content.decode()
        assert "Urdu" in desk
        assert "960 555" not in desk
        assert "Canary" not in desk
        page = browser(person("facilitator")).get(at(call, "call_backs")).content.decode()
        assert "01632 960 555" in page
        assert "After 6pm" in page

    def test_whose_role_may_but_who_is_not_named_sees_nothing(self) -> None:
        one = self.asked()
        call = one.expression.opportunity
        IdentityHolder.objects.filter(user=person("partner")).update(ended_at=timezone.now())
        client = browser(person("partner"))
        for where in (at(call, "call_backs"), at(call, "interest_people"), by_reference("call_back", call_back=one.pk)):
            assert client.get(where).status_code == 404

    def test_names_held_by_a_community_organisation_are_not_seen_by_the_host(self) -> None:
        one = self.asked()
        call = one.expression.opportunity
        series = call.series
        series.identities_held_by = organisation("voices", kind="community")
        series.save()
        IdentityHolder.objects.create(
            series=series, user=person("partner", of="voices"), named_as="Ada", confirmed_independent=True, named_by=series.created_by
        )
        assert browser(person("facilitator")).get(at(call, "interest_people")).status_code == 404
        theirs = reverse("interest_people", kwargs={"organisation": "voices", "opportunity": call.pk})
        assert "Canary Bird" in browser(person("partner", of="voices")).get(theirs).content.decode()


def test_a_voice_note_is_heard_by_readers_and_by_nobody_else() -> None:
    made = sent_interest(voice_note=voice_notes.keep(SOUND))
    where = by_reference("voice_note", expression=made.pk)
    heard = browser(person("subject_expert")).get(where)
    assert heard.content == SOUND
    assert heard["Content-Type"] == "audio/ogg"
    assert browser(person("board_member")).get(where).status_code == 403
    theirs = reverse("voice_note", kwargs={"organisation": "southshire", "expression": made.pk})
    assert browser(person("subject_expert", of="southshire")).get(theirs).status_code == 404


def test_nothing_of_another_organisation_is_there() -> None:
    call = a_call(a_series("northshire"))
    held = sent_interest(call, held_because="honeypot")
    client = browser(person("facilitator", of="southshire"))
    for name in ("interest_desk", "enter_interest", "call_backs", "interest_people"):
        assert client.get(reverse(name, kwargs={"organisation": "southshire", "opportunity": call.pk})).status_code == 404
    assert client.get(reverse("held_interest", kwargs={"organisation": "southshire", "expression": held.pk})).status_code == 404
