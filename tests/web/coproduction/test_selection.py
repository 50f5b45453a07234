"""Readings without names, choosing, and telling everybody: nobody is left out, nobody gets a bare no, nobody sees too much."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.selection import a_closed_call, an_answer, decided, read_by
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import browser, person

from levelground.web.coproduction import outcome_links, voice_notes
from levelground.web.coproduction.actions import notices, participants, selection
from levelground.web.coproduction.models import BlindReading, CallBack, Notice, Participant, PaymentOffer, SelectionOutcome
from levelground.web.coproduction.queries import selection as found
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import AuditEvent
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

pytestmark = pytest.mark.django_db
AT = {"organisation": "northshire"}


def page(name: str, role: str = "qi_lead", **at: Any) -> str:
    """The text of a page, for a role."""
    response = browser(person(role)).get(reverse(name, kwargs={**AT, **at}))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def viewer(role: str) -> Viewer:
    user = person(role)
    return Viewer(user, user.memberships.get().organisation, frozenset({role}))


class TestReading:
    def test_no_name_no_contact_nothing_about_the_person(self) -> None:
        call = a_closed_call()
        answer = an_answer(call, name="Zzyzx", email="zzyzx@secret.example", phone="01632 999 999", address="9 Zzyzx Row", language="Zzyz")
        for role in ("subject_expert", "expert_by_lived_experience", "partner", "facilitator", "qi_lead"):
            for text in (
                page("readings", role, opportunity=call.pk),
                page("read_interest", role, opportunity=call.pk, expression=answer.pk),
            ):
                assert answer.reference in text
                assert not re.search("zzyz|999 999", text, re.I)
        assert "I waited for nine hours." in text

    def test_by_the_form_criterion_by_criterion(self) -> None:
        call = a_closed_call()
        answer = an_answer(call)
        reader = browser(person("subject_expert"))
        address = reverse("read_interest", kwargs={**AT, "opportunity": call.pk, "expression": answer.pk})
        refused = reader.post(address, {"criterion_1": "yes"})
        assert (refused.status_code, BlindReading.objects.count()) == (422, 0)
        assert reader.post(address, {"criterion_1": "yes", "criterion_2": "not_said", "words": "Knows it."}).status_code == 302
        made = BlindReading.objects.get()
        assert (made.met, made.words, made.conflict) == ({"1": "yes", "2": "not_said"}, "Knows it.", "")

    def test_once(self) -> None:
        answer = an_answer(a_closed_call())
        read_by(answer, person("subject_expert"))
        with pytest.raises(ChangeRefused, match="have read this one"):
            read_by(answer, person("subject_expert"), "no")

    def test_an_answer_that_is_none_is_refused(self) -> None:
        answer = an_answer(a_closed_call())
        for met in ({"1": "yes"}, {"1": "yes", "2": "perhaps"}):
            with pytest.raises(ChangeRefused, match="every criterion"):
                selection.read(expression=answer, met=met, words="", conflict="", by=person("subject_expert"))

    def test_a_conflict_leaves_nothing_else(self) -> None:
        answer = an_answer(a_closed_call())
        reader = person("subject_expert")
        read_by(answer, reader)
        selection.read(expression=answer, met={"1": "no", "2": "no"}, words="I know her.", conflict="A neighbour.", by=reader)
        made = BlindReading.objects.get()
        assert (made.met, made.words, made.conflict) == ({}, "", "A neighbour.")
        assert found.counted(answer) == []
        assert "I waited" not in page("read_interest", "subject_expert", opportunity=answer.opportunity_id, expression=answer.pk)

    def test_with_a_conflict_nobody_plays_the_voice_note(self) -> None:
        answer = an_answer(a_closed_call(), voice_note=voice_notes.keep(b"ID3 sound"))
        address = reverse("voice_note", kwargs={**AT, "expression": answer.pk})
        assert browser(person("subject_expert")).get(address).status_code == 200
        read_by(answer, person("subject_expert"), conflict="A neighbour.")
        assert browser(person("subject_expert")).get(address).status_code == 404

    @pytest.mark.parametrize("same", [{"email": "same@person.example"}, {"phone": "+44 1632 960 123"}])
    def test_with_a_conflict_their_other_readings_of_the_person_do_not_count(self, same: dict[str, str]) -> None:
        series = a_series()
        first, second = an_answer(a_closed_call(series=series), **same), an_answer(a_closed_call(series=series), **same)
        stranger = an_answer(second.opportunity, phone="01632 960 999")
        reader, other = person("subject_expert"), person("expert_by_lived_experience")
        for answer in (first, stranger):
            read_by(answer, reader)
        read_by(first, other)
        read_by(second, reader, conflict="I know this person.")
        assert [each.reader for each in found.counted(first)] == [other]
        assert [each.reader for each in found.counted(stranger)] == [reader]
        with pytest.raises(ChangeRefused, match="conflict"):
            read_by(an_answer(first.opportunity, **same), reader)

    def test_nobody_reads_one_that_they_wrote_down_or_called_back_about(self) -> None:
        call = a_closed_call()
        by_phone, called, own = (
            an_answer(call, entered_by=person("facilitator")),
            an_answer(call),
            an_answer(call, email=person("facilitator").email.upper()),
        )
        CallBack.objects.create(expression=called, language="Urdu", done_by=person("facilitator"))
        for answer in (by_phone, called, own):
            with pytest.raises(ChangeRefused, match="Ask another reader"):
                read_by(answer, person("facilitator"))
            assert "I waited" not in page("read_interest", "facilitator", opportunity=call.pk, expression=answer.pk)
            read_by(answer, person("subject_expert"))

    def test_nobody_sees_others_readings_before_their_own(self) -> None:
        call = a_closed_call()
        answer = an_answer(call)
        selection.read(expression=answer, met={"1": "yes", "2": "no"}, words="Zzyzx.", conflict="", by=person("subject_expert"))
        for name, at in (("selection", {}), ("choose_interest", {"expression": answer.pk})):
            assert "Zzyzx" not in page(name, opportunity=call.pk, **at)
            assert "reading: yes" not in page(name, opportunity=call.pk, **at)
        assert not found.may_see_readings(answer, person("qi_lead"))
        read_by(answer, person("qi_lead"))
        assert "Zzyzx." in page("choose_interest", opportunity=call.pk, expression=answer.pk)
        assert "2 readings: yes 3, no 1" in page("selection", opportunity=call.pk)
        assert "Zzyzx" not in page("read_interest", opportunity=call.pk, expression=answer.pk)

    def test_what_is_held_back_or_taken_back_is_not_read(self) -> None:
        call = a_closed_call()
        an_answer(call, held_because="honeypot")
        an_answer(call, state="withdrawn")
        an_answer(call, state="started")
        assert list(found.of_call(call)) == []
        assert found.held_back(call) == 1


class TestChoosing:
    def test_a_call_that_is_open_waits(self) -> None:
        answer = an_answer(a_call())
        read_by(answer, person("subject_expert"))
        with pytest.raises(ChangeRefused, match="still open"):
            selection.choose(expression=answer, result="selected", reason="Yes.", by=person("qi_lead"))

    def test_it_needs_a_reading_a_reason_and_no_conflict(self) -> None:
        answer = an_answer(a_closed_call())
        lead = person("qi_lead")
        with pytest.raises(ChangeRefused, match="Nobody has read"):
            selection.choose(expression=answer, result="selected", reason="Yes.", by=lead)
        read_by(answer, person("subject_expert"))
        with pytest.raises(ChangeRefused, match="Write the reason"):
            selection.choose(expression=answer, result="selected", reason=" ", by=lead)
        read_by(answer, lead, conflict="My cousin.")
        with pytest.raises(ChangeRefused, match="conflict"):
            selection.choose(expression=answer, result="selected", reason="Yes.", by=lead)
        assert SelectionOutcome.objects.count() == 0

    def test_who_is_not_chosen_is_always_offered_another_way(self) -> None:
        call = a_closed_call()
        for result in ("reserve", "other_way"):
            answer = an_answer(call)
            decided(answer, result, by=person("qi_lead"))
            assert answer.outcome.other_way == "written"
        with pytest.raises(ChangeRefused, match="in writing or on the phone"):
            decided(an_answer(call), "other_way", by=person("qi_lead"), other_way="nothing")

    def test_the_reserve_list_has_no_holes(self) -> None:
        call = a_closed_call()
        answers = [an_answer(call) for _ in range(4)]
        for answer in answers:
            decided(answer, "reserve", by=person("qi_lead"))
        decided(answers[1], "selected", by=person("qi_lead"))
        decided(answers[3], "reserve", by=person("qi_lead"), place=1)
        assert [(each.expression, each.place_in_reserve) for each in found.reserve(call)] == [
            (answers[3], 1),
            (answers[0], 2),
            (answers[2], 3),
        ]

    def test_by_the_form(self) -> None:
        call = a_closed_call(group_size=1)
        answer = an_answer(call)
        read_by(answer, person("qi_lead"))
        own = browser(person("qi_lead"))
        address = reverse("choose_interest", kwargs={**AT, "opportunity": call.pk, "expression": answer.pk})
        assert own.post(address, {"result": "other_way", "reason": "Another day."}).status_code == 422
        assert own.post(address, {"result": "selected", "reason": "You know it."}).status_code == 302
        assert "1 of 1 places are taken" in page("selection", opportunity=call.pk)
        assert AuditEvent.objects.filter(action="coproduction.choose").get().details["result"] == "selected"

    def test_what_people_were_told_stays(self) -> None:
        answer = an_answer(a_closed_call())
        decided(answer, "selected", by=person("qi_lead"))
        selection.tell_everybody(opportunity=answer.opportunity, by=person("qi_lead"))
        with pytest.raises(ChangeRefused, match="told"):
            decided(answer, "reserve", by=person("qi_lead"))
        with pytest.raises(ChangeRefused, match="too late"):
            read_by(answer, person("expert_by_lived_experience"))


@pytest.mark.django_db(transaction=True)
class TestTelling:
    def told(self) -> tuple[Any, list[Any]]:
        call = a_closed_call(rate_table="nihr_2025", rate_step=_step(), group_size=1)
        answers = [an_answer(call), an_answer(call), an_answer(call, contact_by="phone", phone="01632 960 005", email="")]
        for answer, result in zip(answers, ("selected", "reserve", "other_way"), strict=True):
            decided(answer, result, by=person("qi_lead"))
        selection.tell_everybody(opportunity=call, by=person("qi_lead"))
        return call, answers

    def test_nobody_is_left_behind(self) -> None:
        call = a_closed_call()
        decided(an_answer(call), "selected", by=person("qi_lead"))
        an_answer(call)
        with pytest.raises(ChangeRefused, match="1 of those who answered"):
            selection.tell_everybody(opportunity=call, by=person("qi_lead"))
        assert (Notice.objects.count(), Participant.objects.count()) == (0, 0)

    def test_everybody_hears_once_and_nobody_a_bare_no(self) -> None:
        call, answers = self.told()
        assert selection.tell_everybody(opportunity=call, by=person("qi_lead")) == []
        outcomes = Notice.objects.filter(kind="outcome")
        assert {each.expression for each in outcomes} == set(answers)
        assert {each.due for each in outcomes} == {call.told_by}
        assert len(mail.outbox) == 2
        for notice in outcomes.exclude(expression=answers[0]):
            assert "You are paid £" in notice.words and "Because of what you know." in notice.words
        chosen = next(sent for sent in mail.outbox if sent.to == [answers[0].email])
        link = re.search(r"/mine/\S+/", str(chosen.body))
        assert link and browser().get(link[0]).status_code == 200
        assert Participant.objects.get().expression == answers[0]

    def test_no_secret_is_kept_once_they_are_told(self) -> None:
        _, answers = self.told()
        by_phone = Notice.objects.get(expression=answers[2], kind="outcome")
        assert "/outcome/" in by_phone.words
        notices.done(notice=by_phone, by=person("facilitator"))
        assert not any(re.search(r"/(mine|outcome)/", each.words) for each in Notice.objects.all())

    def test_a_yes_by_the_link_is_a_place_and_an_offer_of_pay(self) -> None:
        _, answers = self.told()
        address = outcome_links.address_for(answers[2])
        client = browser()
        shown = client.get(address)
        assert "You are paid" in shown.content.decode()
        assert (shown["Cache-Control"], shown["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        assert client.post(address, {"answer": "yes"}).status_code == 422
        answered = client.post(address, {"answer": "yes", "way": "phone"})
        assert answered.status_code == 302 and answered["Location"].startswith("/mine/")
        joined = Participant.objects.get(expression=answers[2])
        assert (joined.way, joined.phone) == ("phone", "01632 960 005")
        offer = PaymentOffer.objects.get(participant=joined)
        assert (offer.what, offer.pence > 0) == ("phone", True)
        again = client.post(address, {"answer": "yes", "way": "phone"})
        assert (again.status_code, Participant.objects.filter(expression=answers[2]).count()) == (422, 1)

    def test_a_no_may_become_a_yes(self) -> None:
        _, answers = self.told()
        assert selection.answer_other_way(expression=answers[1], accepts=False) == ""
        assert SelectionOutcome.objects.get(expression=answers[1]).other_way_answer == "declined"
        assert selection.answer_other_way(expression=answers[1], accepts=True, way="written")

    def test_who_is_chosen_is_offered_no_other_way(self) -> None:
        _, answers = self.told()
        with pytest.raises(ChangeRefused, match="No other way"):
            selection.answer_other_way(expression=answers[0], accepts=True)

    def test_a_link_that_is_none_opens_nothing(self) -> None:
        call, answers = self.told()
        untold = an_answer(call)
        decided(untold, "reserve", by=person("qi_lead"))
        for secret in ("x", answers[1].reference, f"{answers[1].reference}~x", outcome_links.secret_for(untold)):
            assert browser().get(reverse("my_outcome", kwargs={"secret": secret})).status_code == 404

    def test_the_next_on_the_list_is_asked_when_somebody_drops_out(self) -> None:
        call, answers = self.told()
        lead = person("qi_lead")
        with pytest.raises(ChangeRefused, match="no free place"):
            selection.draw_from_reserve(opportunity=call, by=lead)
        participants.leave(participant=Participant.objects.get())
        assert found.places(call).free == 1
        drawn = selection.draw_from_reserve(opportunity=call, by=lead)
        assert (drawn.expression, drawn.result) == (answers[1], "selected")
        assert "A place is free for you" in mail.outbox[-1].subject
        assert (found.places(call).free, found.reserve(call)) == (0, [])
        participants.leave(participant=Participant.objects.get(expression=answers[1]))
        with pytest.raises(ChangeRefused, match="Nobody is left"):
            selection.draw_from_reserve(opportunity=call, by=lead)

    def test_who_said_yes_to_the_other_way_can_still_be_drawn(self) -> None:
        call, answers = self.told()
        selection.answer_other_way(expression=answers[1], accepts=True, way="written")
        participants.leave(participant=Participant.objects.get(expression=answers[0]))
        selection.draw_from_reserve(opportunity=call, by=person("qi_lead"))
        assert Participant.objects.get(expression=answers[1]).way == "workshops"


class TestTheClock:
    def test_who_waits_longest_stands_first(self) -> None:
        today = timezone.localdate()
        series = a_series()
        for days in (3, -2, 9):
            an_answer(
                a_closed_call(series=series, told_by=today - datetime.timedelta(days=days), closes_on=today - datetime.timedelta(days=20))
            )
        assert [row.days_late for row in found.not_told(viewer("qi_lead"))] == [9, 3, -2]
        text = page("not_told", "board_member")
        assert text.index("Past the promised day") < text.index("Still in time")
        assert "Adaeze" not in text

    def test_until_somebody_has_called_them(self) -> None:
        call = a_closed_call(told_by=timezone.localdate() - datetime.timedelta(days=1))
        answer = an_answer(call, contact_by="phone", phone="01632 960 005")
        assert "nothing is decided yet" in found.not_told(viewer("qi_lead"))[0].why
        decided(answer, "reserve", by=person("qi_lead"))
        assert "the letter is not written" in found.not_told(viewer("qi_lead"))[0].why
        [notice] = selection.tell_everybody(opportunity=call, by=person("qi_lead"))
        assert "somebody has to call them" in found.not_told(viewer("qi_lead"))[0].why
        notices.done(notice=notice, by=person("facilitator"))
        assert found.not_told(viewer("qi_lead")) == []

    def test_of_other_organisations_nothing(self) -> None:
        an_answer(a_closed_call(told_by=timezone.localdate() - datetime.timedelta(days=1)))
        assert Permission.SEE_COPRODUCTION
        other = person("qi_lead", of="southshire")
        assert found.not_told(Viewer(other, other.memberships.get().organisation, frozenset({"qi_lead"}))) == []


def _step() -> str:
    from levelground.registers.payment_rates import rate_tables

    return next(step.id for step in rate_tables()["nihr_2025"].steps if step.minutes)
