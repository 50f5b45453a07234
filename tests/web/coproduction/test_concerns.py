"""A concern from whoever raises it to whoever answers: kept once, answered by name and date, taken back with every word of it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.concerns import WORDS, a_concern, a_desk
from tests.builders.coproduction.series import a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction.actions import concerns
from levelground.web.coproduction.concern_links import address_of, secret_of
from levelground.web.coproduction.concern_refused import ConcernRefused
from levelground.web.coproduction.models import Concern, ConcernReply, Contribution, Notice
from levelground.web.coproduction.queries import concerns as found
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Canary Nightingale", "canary@people.example"
LATER = datetime.timedelta(seconds=10)


def filled_in(client: Client, **given: str) -> Any:
    """The form, opened, then sent ten seconds later."""
    where = reverse("raise_concern", kwargs={"organisation": "northshire"})
    hidden = dict(re.findall(r'name="(form_key|began)" value="([^"]+)"', client.get(where).text))
    with time_machine.travel(timezone.now() + LATER, tick=False):
        return client.post(where, {**hidden, "website": "", "words": WORDS, **given})


def desk_page(role: str) -> Any:
    return browser(person(role)).get(reverse("concern_desk", kwargs={"organisation": "northshire"}))


def page_of(concern: Concern, role: str, name: str = "concern") -> Any:
    return browser(person(role)).get(reverse(name, kwargs={"organisation": "northshire", "concern": concern.pk}))


class TestRaisingOne:
    def test_needs_no_account_no_name_and_no_call(self) -> None:
        a_desk()
        answer = filled_in(browser())
        concern = Concern.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, address_of(concern))
        assert (concern.words, concern.name, concern.contact_by, concern.held_because) == (WORDS, "", "", "")
        assert concern.reply_by == timezone.localdate() + datetime.timedelta(days=14)
        page = browser().get(answer["Location"])
        assert WORDS in page.text and answer["Location"] in page.text and concern.reference in page.text
        assert "Ama Mensah, facilitator" in page.text

    def test_is_said_on_the_list_with_who_answers_and_within_how_many_days(self) -> None:
        assert "No organisation takes concerns here yet" in browser().get(reverse("concerns")).text
        a_desk()
        page = browser().get(reverse("concerns")).text
        assert "Ama Mensah, facilitator" in page and "<bdi>14</bdi>" in page
        a_desk(open=False)
        assert browser().get(reverse("raise_concern", kwargs={"organisation": "northshire"})).status_code == 404

    def test_says_first_what_it_is_not_and_what_is_passed_on(self) -> None:
        a_desk(complaints="Write to complaints@northshire.example.")
        page = browser().get(reverse("raise_concern", kwargs={"organisation": "northshire"})).text
        for said in ("999", "This is not a complaint", "complaints@northshire.example", "Danger to a child, to our lead."):
            assert page.index(said) < page.index("<form")

    def test_twice_is_one_with_the_same_link(self) -> None:
        desk = a_desk()
        first, second = (concerns.raise_concern(desk=desk, form_key="k" * 40, words=WORDS) for _ in range(2))
        assert first[0].pk == second[0].pk and first[1] == second[1]
        assert Concern.objects.count() == 1

    def test_keeps_of_the_link_only_its_digest(self) -> None:
        concern = a_concern()
        secret = secret_of(concern.form_key)
        kept = " ".join(str(value) for value in Concern.objects.values().get().values())
        assert secret not in kept and len(secret) >= 43

    def test_keeps_no_key_that_would_lead_to_the_private_page_when_sent_again(self) -> None:
        key = "k" * 40
        concern, secret = concerns.raise_concern(desk=a_desk(), form_key=key, words=WORDS)
        kept = " ".join(str(value) for value in Concern.objects.values().get().values())
        assert key not in kept
        assert address_of(concern) == reverse("concern_mine", kwargs={"secret": secret})

    def test_is_acknowledged_at_once_where_they_said(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            concern = a_concern(contact_by="email", email=EMAIL)
        [sent] = mail.outbox
        assert sent.to == [EMAIL] and address_of(concern) in sent.body and WORDS not in sent.body
        assert Notice.objects.get().told_at is not None

    def test_by_post_waits_for_a_person_with_the_whole_link(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            concern = a_concern(contact_by="post", address="1 High Street\nLeeds\nLS1 1AA")
        notice = Notice.objects.get()
        assert notice.told_at is None and f"http://127.0.0.1:8000{address_of(concern)}" in notice.words

    @pytest.mark.parametrize("way", ["email", "phone", "post"])
    def test_asks_for_the_address_of_the_way_that_was_chosen(self, way: str) -> None:
        a_desk()
        answer = filled_in(browser(), contact_by=way)
        assert answer.status_code == 422 and f"To hear by {way}" in answer.text and WORDS in answer.text
        assert not Concern.objects.exists()

    def test_by_a_machine_is_held_back_told_to_nobody_and_not_thrown_away(self, django_capture_on_commit_callbacks: Any) -> None:
        a_desk()
        with django_capture_on_commit_callbacks(execute=True):
            answer = filled_in(browser(), website="https://spam.example", contact_by="email", email=EMAIL)
        concern = Concern.objects.get()
        assert concern.held_because == "honeypot" and not mail.outbox
        assert "A person will read it soon" in browser().get(answer["Location"]).text
        assert WORDS not in desk_page("board_member").text and WORDS in desk_page("facilitator").text
        with django_capture_on_commit_callbacks(execute=True):
            concerns.let_through(concern=concern, by=person("facilitator"))
        assert len(mail.outbox) == 1 and WORDS in desk_page("board_member").text

    def test_by_staff_for_somebody_on_the_phone(self) -> None:
        a_desk()
        where = reverse("concern_enter", kwargs={"organisation": "northshire"})
        client = browser(person("qi_lead"))
        sent = {"words": WORDS, "contact_by": "phone", "phone": "0113 496 0000"}
        assert client.post(where, sent).status_code == 302
        concern = Concern.objects.get()
        assert concern.entered_by == person("qi_lead") and concern.held_because == ""


class TestThePrivateLink:
    def test_goes_nowhere_else_and_is_kept_nowhere(self) -> None:
        page = browser().get(address_of(a_concern()))
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        assert page["Referrer-Policy"] in {"no-referrer", "same-origin"}

    def test_of_nobody_is_not_there(self) -> None:
        a_concern()
        assert browser().get(reverse("concern_mine", kwargs={"secret": "x" * 43})).status_code == 404

    def test_shows_the_answer_with_the_name_of_who_gave_it(self) -> None:
        concern = a_concern()
        concerns.reply(concern=concern, words="We have asked the ward.", by=person("facilitator"))
        page = browser().get(address_of(concern)).text
        assert "We have asked the ward." in page and "Ama Mensah, facilitator" in page

    def test_lets_them_add_and_the_clock_begins_again(self) -> None:
        concern = a_concern()
        concerns.reply(concern=concern, words="We have asked the ward.", by=person("facilitator"))
        assert not found.waits(Concern.objects.get())
        with time_machine.travel(timezone.now() + datetime.timedelta(days=20)):
            client = browser()
            for _ in range(2):
                assert client.post(address_of(concern), {"words": "It happened again."}).status_code == 302
            row = Concern.objects.get()
            assert found.waits(row) and row.reply_by == timezone.localdate() + datetime.timedelta(days=14)
        assert ConcernReply.objects.filter(by=None).count() == 1

    def test_says_sorry_when_nobody_answered_in_time(self) -> None:
        concern = a_concern()
        with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
            assert "We are sorry" in browser().get(address_of(concern)).text
            assert "Overdue" in desk_page("board_member").text


class TestTakingItBack:
    def test_takes_every_word_of_theirs_and_ours_at_once(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            concern = a_concern(name=NAME, contact_by="email", email=EMAIL, group_name="Canary group")
            concerns.add(concern=concern, words=f"{NAME} says more.")
            concerns.reply(concern=concern, words=f"Dear {NAME}", by=person("facilitator"))
            concerns.take_up(concern=concern, series=a_series(), by=person("facilitator"))
        client = browser()
        asked = client.get(reverse("concern_take_back", kwargs={"secret": secret_of(concern.form_key)}))
        assert "gone from here at once" in asked.text
        client.post(reverse("concern_take_back", kwargs={"secret": secret_of(concern.form_key)}))
        rows = [*Concern.objects.values(), *ConcernReply.objects.values(), *Notice.objects.values(), *Contribution.objects.values()]
        left = " ".join(str(value) for row in rows for value in row.values())
        for canary in (NAME, EMAIL, "Canary", WORDS):
            assert canary not in left
        assert Contribution.objects.get().withdrawn_at is not None
        assert "You took it back" in client.get(address_of(concern)).text
        assert WORDS not in desk_page("facilitator").text + page_of(concern, "facilitator").text

    def test_ends_what_can_be_done_with_it(self) -> None:
        concern = concerns.withdraw(concern=a_concern())
        for act in (concerns.reply, concerns.close, concerns.take_up):
            more: dict[str, Any] = {"words": "x"} if act is concerns.reply else {"because": "x"} if act is concerns.close else {}
            with pytest.raises(ConcernRefused, match="took it back"):
                act(concern=concern, by=person("facilitator"), **more)


class TestTheDesk:
    def test_puts_first_what_nobody_has_taken_up_and_of_it_what_waits_longest(self) -> None:
        taken, new = a_concern(words="The first one."), a_concern(words="The second one.")
        late = a_concern(words="The third one.")
        Concern.objects.filter(pk=late.pk).update(reply_by=timezone.localdate() - datetime.timedelta(days=1))
        concerns.take_up(concern=taken, by=person("facilitator"))
        page = desk_page("board_member").text
        places = [page.index(words) for words in ("The third one.", "The second one.", "The first one.")]
        assert places == sorted(places) and new.sponsor is None

    @pytest.mark.parametrize("role", ["board_member", "partner", "expert_by_lived_experience", "qi_lead", "curator"])
    def test_shows_words_but_no_name_to_who_does_not_answer_at_it(self, role: str) -> None:
        concern = a_concern(name=NAME, contact_by="email", email=EMAIL, group_name="Canary group")
        page = desk_page(role).text + page_of(concern, role).text
        assert WORDS in page
        for canary in (NAME, EMAIL, "Canary"):
            assert canary not in page

    def test_shows_names_to_whoever_answers_at_it(self) -> None:
        page = page_of(a_concern(name=NAME, contact_by="email", email=EMAIL), "facilitator").text
        assert NAME in page and EMAIL in page

    def test_of_another_organisation_is_not_there(self) -> None:
        concern = a_concern("southshire")
        assert page_of(concern, "facilitator").status_code == 404
        assert WORDS not in desk_page("facilitator").text

    def test_is_answered_at_only_by_a_member_whose_role_may(self) -> None:
        for user in (person("analyst"), person("facilitator", of="southshire")):
            with pytest.raises(ConcernRefused, match="role that may answer"):
                a_desk(answers=user)

    def test_is_set_up_on_its_page(self) -> None:
        where = reverse("concern_settings", kwargs={"organisation": "northshire"})
        client, lead = browser(person("qi_lead")), person("qi_lead")
        assert "Say first who answers" in desk_page("qi_lead").text
        sent = {
            "answers": lead.pk,
            "answers_as": "Jo, lead",
            "days_to_reply": "7",
            "passed_on": "Danger.",
            "complaints": "Call.",
            "open": "on",
        }
        assert client.post(where, {**sent, "days_to_reply": "0"}).status_code == 422
        assert client.post(where, sent).status_code == 302
        desk = found.desk("northshire")
        assert (desk.answers, desk.answers_as, desk.days_to_reply) == (lead, "Jo, lead", 7)


class TestWhatComesOfIt:
    def test_a_thread_starts_with_its_words_and_without_its_name(self) -> None:
        concern, series = a_concern(name=NAME), a_series()
        where = reverse("concern_take_up", kwargs={"organisation": "northshire", "concern": concern.pk})
        client = browser(person("qi_lead"))
        for _ in range(2):
            assert client.post(where, {"series": series.pk}).status_code == 302
        made = Contribution.objects.get()
        assert (made.series, made.words, made.concern, made.participant) == (series, WORDS, concern, None)
        assert Concern.objects.get().sponsor == person("qi_lead")
        assert series.title in browser().get(address_of(concern)).text

    def test_another_organisations_series_cannot_be_chosen(self) -> None:
        concern, other = a_concern(), a_series("southshire")
        where = reverse("concern_take_up", kwargs={"organisation": "northshire", "concern": concern.pk})
        assert browser(person("qi_lead")).post(where, {"series": other.pk}).status_code == 422
        assert not Contribution.objects.exists()

    def test_it_closes_with_a_reason_that_they_read(self) -> None:
        concern = a_concern()
        where = reverse("concern_close", kwargs={"organisation": "northshire", "concern": concern.pk})
        client = browser(person("facilitator"))
        assert client.post(where, {"because": " "}).status_code == 422
        assert client.post(where, {"because": "The form is gone since May."}).status_code == 302
        assert "The form is gone since May." in browser().get(address_of(concern)).text
        with pytest.raises(ConcernRefused, match="closed"):
            concerns.add(concern=concern, words="But it is not.")

    def test_no_word_of_it_is_in_the_audit_trail(self) -> None:
        concern = a_concern(name=NAME, email=EMAIL)
        concerns.reply(concern=concern, words="A secret answer", by=person("facilitator"))
        trail = " ".join(f"{event.subject} {event.details}" for event in AuditEvent.objects.all())
        assert "concern:" in trail
        for canary in (NAME, EMAIL, WORDS, "secret answer", concern.reference):
            assert canary not in trail

    def test_the_first_page_of_a_board_member_says_what_nobody_has_taken_up(self) -> None:
        concern = a_concern()
        where = reverse("workspace", kwargs={"organisation": "northshire"})
        assert "nobody has taken up" in browser(person("board_member")).get(where).text
        concerns.take_up(concern=concern, by=person("facilitator"))
        assert "nobody has taken up" not in browser(person("board_member")).get(where).text
        assert organisation("northshire").concerns.count() == 1
