"""The people of a series, their own details, and those whom somebody has to tell: names for the named people alone."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.concerns import a_desk
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction.actions import notices, participants
from levelground.web.coproduction.models import Concern, IdentityHolder, Notice, Participant
from levelground.web.notifications import Message
from levelground.web.people.change_refused import ChangeRefused

pytestmark = pytest.mark.django_db
AT = {"organisation": "northshire"}


def text(name: str, role: str, **at: Any) -> str:
    """The text of a page, for a role."""
    response = browser(person(role)).get(reverse(name, kwargs={**AT, **at}))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestPeople:
    def test_numbers_are_given_once(self) -> None:
        series, lead = a_series(), person("qi_lead")
        first, second = (participants.join(series=series, name=name, by=lead)[0] for name in ("A", "B"))
        participants.leave(participant=second, by=lead)
        third = participants.join(series=series, name="C", by=lead)[0]
        assert [one.label for one in (first, second, third)] == ["Person 1", "Person 2", "Person 3"]

    def test_names_for_the_named_people_alone(self) -> None:
        one = a_participant(name="Zzyzx", phone="01632 999 999", contact_by="phone")
        at = {"series": one.series_id}
        assert "Zzyzx" in text("participants", "facilitator", **at) and "999 999" in text("participant_addresses", "partner", **at)
        for role in ("qi_lead", "board_member", "subject_expert", "analyst", "curator", "expert_by_lived_experience"):
            assert "Person 1" in text("participants", role, **at)
            assert not re.search("Zzyzx|999 999", text("participants", role, **at))
        IdentityHolder.objects.filter(user=person("partner")).update(ended_at=timezone.now())
        assert "Zzyzx" not in text("participants", "partner", **at)
        assert browser(person("partner")).get(reverse("participant_addresses", kwargs={**AT, **at})).status_code == 404

    @pytest.mark.django_db(transaction=True)
    def test_a_member_adds_a_stakeholder_who_gets_a_link(self) -> None:
        series = a_series()
        own = browser(person("qi_lead"))
        address = reverse("add_participant", kwargs={**AT, "series": series.pk})
        given = {"role": "stakeholder", "way": "workshops", "name": "Dayo", "contact_by": "email"}
        assert own.post(address, given).status_code == 422
        assert own.post(address, {**given, "email": "dayo@board.example"}).status_code == 302
        made = Participant.objects.get()
        assert (made.role, made.name) == ("stakeholder", "Dayo")
        link = re.search(r"/mine/\S+/", str(mail.outbox[0].body))
        assert link and browser().get(f"{link[0]}details/").status_code == 200

    def test_a_series_that_is_over_takes_nobody(self) -> None:
        series = participants.end_series(series=a_series(), by=person("qi_lead"))
        with pytest.raises(ChangeRefused, match="over"):
            participants.join(series=series, by=None)


class TestOwnDetails:
    def page(self, one: Participant, name: str = "mine_details") -> str:
        return reverse(name, kwargs={"secret": secret_of(one)})

    def test_what_we_hold_and_how_to_change_it(self) -> None:
        one, client = a_participant(), browser()
        shown = client.get(self.page(one))
        assert one.email in shown.content.decode() and shown["Cache-Control"] == "no-store"
        assert client.post(self.page(one), {"contact_by": "phone", "email": "", "phone": ""}).status_code == 422
        assert client.post(self.page(one), {"contact_by": "phone", "phone": "01632 960 009", "name": "Ngozi"}).status_code == 302
        one.refresh_from_db()
        assert (one.contact_by, one.phone, one.email, one.name) == ("phone", "01632 960 009", "", "Ngozi")

    def test_a_new_link_ends_the_old_one(self) -> None:
        one, client = a_participant(), browser()
        answer = client.post(self.page(one, "mine_new_link"))
        assert answer.status_code == 302
        assert client.get(self.page(one)).status_code == 404
        assert client.get(answer["Location"]).status_code == 200

    def test_leaving_keeps_the_page(self) -> None:
        one, client = a_participant(), browser()
        assert client.get(self.page(one, "mine_leave")).status_code == 200
        one.refresh_from_db()
        assert one.left_at is None
        assert client.post(self.page(one, "mine_leave")).status_code == 302
        one.refresh_from_db()
        assert one.left_at is not None
        assert client.get(self.page(one)).status_code == 200

    def test_a_stranger_finds_nothing(self) -> None:
        for name in ("mine_details", "mine_leave", "mine_erase"):
            assert browser().get(reverse(name, kwargs={"secret": "x" * 43})).status_code == 404


class TestPeopleToTell:
    def notice(self, **of: Any) -> Notice:
        given = {"organisation": organisation(), "kind": "outcome", "channel": "phone", "subject": "News", "words": "Zzyzx is invited."}
        return Notice.objects.create(**{**given, **of})

    def test_overdue_first_and_names_for_the_named_people_alone(self) -> None:
        today = timezone.localdate()
        one = a_participant(name="Zzyzx", contact_by="phone", phone="01632 999 999")
        late = self.notice(participant=one, due=today - datetime.timedelta(days=1), kind="invitation")
        self.notice(participant=one, due=today, kind="pack")
        shown = text("notices", "facilitator")
        assert shown.index("When and where to come") < shown.index("What to read before")
        assert "Zzyzx" in shown and "999 999" in shown
        assert "Zzyzx is invited." in text("notice_letter", "facilitator", notice=late.pk)
        for role in ("qi_lead", "board_member"):
            assert "Person 1" in text("notices", role) and not re.search("Zzyzx|999 999", text("notices", role))
        IdentityHolder.objects.filter(user=person("partner")).update(ended_at=timezone.now())
        for name in ("notice_letter", "notice_told", "notice_again"):
            address = reverse(name, kwargs={**AT, "notice": late.pk})
            assert browser(person("partner")).post(address).status_code in {404, 405}
            assert browser(person("facilitator", of="southshire")).get(address).status_code == 404

    def test_done_and_gone_from_the_list(self) -> None:
        one = self.notice(participant=a_participant(name="Zzyzx", contact_by="phone", phone="01632 999 999"))
        own = browser(person("facilitator"))
        assert own.post(reverse("notice_told", kwargs={**AT, "notice": one.pk})).status_code == 302
        one.refresh_from_db()
        assert (one.told_by, one.told_at is None) == (person("facilitator"), False)
        assert "Nobody waits" in text("notices", "facilitator")

    def test_an_email_that_failed_is_sent_again(self, django_capture_on_commit_callbacks: Any) -> None:
        one = a_participant()
        failed = self.notice(participant=one, channel="email", failed_at=timezone.now())
        on_its_way = self.notice(participant=one, channel="email", kind="pack")
        assert "could not be sent" in text("notices", "facilitator") and "What to read before" not in text("notices", "facilitator")
        with django_capture_on_commit_callbacks(execute=True):
            browser(person("facilitator")).post(reverse("notice_again", kwargs={**AT, "notice": failed.pk}))
        assert [sent.to for sent in mail.outbox] == [[one.email]]
        failed.refresh_from_db()
        assert (failed.told_at is None, on_its_way.told_at) == (False, None)

    def test_the_names_of_concerns_are_for_whoever_answers_at_the_desk(self) -> None:
        a_desk(answers=person("qi_lead"))
        concern = Concern.objects.create(
            organisation=organisation(), reference="CCC", form_key="c", words="x", name="Zzyzx", contact_by="phone", phone="01632 999 999",
            reply_by=timezone.localdate(),
        )  # fmt: skip
        one = self.notice(concern=concern, kind="reply")
        assert "Zzyzx" in text("notices", "qi_lead") and "Zzyzx" in text("concern_letter", "qi_lead", notice=one.pk)
        assert "CCC" in text("notices", "facilitator") and "Zzyzx" not in text("notices", "facilitator")
        assert "CCC" in text("notices", "board_member") and "Zzyzx" not in text("notices", "board_member")
        assert "CCC" not in text("notices", "analyst")
        assert browser(person("facilitator")).get(reverse("notice_letter", kwargs={**AT, "notice": one.pk})).status_code == 404

    @pytest.mark.django_db(transaction=True)
    def test_the_words_keep_no_private_link_once_they_are_given(self) -> None:
        one = a_participant()
        message = Message("News", ["Come."], [("Your own page", reverse("mine", kwargs={"secret": secret_of(one)}))])
        made = notices.give(organisation=organisation(), to=one, kind="pack", message=message, by=None)
        made.refresh_from_db()
        assert secret_of(one) in str(mail.outbox[0].body)
        assert (secret_of(one) in made.words, "Come." in made.words) == (False, True)
