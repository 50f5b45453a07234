"""The pages of a consultation: for everybody, for those with a link, for those who run it."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.builders.consultations import QUESTION, a_comment, a_consultation
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, person

from levelground.web.publishing import pace
from levelground.web.publishing.actions import comments, consultations, edits
from levelground.web.publishing.forms.consultations import FASTEST_SECONDS, LONGEST, began
from levelground.web.publishing.models import Answer, Comment, Consultation, ConsultationInvitation, PackageVersion, VersionState
from levelground.web.publishing.queries import readings

pytestmark = pytest.mark.django_db
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.unescape(response.content.decode())


def stamp(seconds_ago: float = 60) -> str:
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds_ago)):
        return began()


def say(client: Client, address: str, words: str = "It takes too long.", **more: str) -> object:
    return client.post(address, {"words": words, "name": "", "website": "", "began": stamp(), **more})


def element_of(consultation: Consultation, element: str = "P1") -> str:
    return reverse("consultation_element", kwargs={"consultation": consultation.pk, "element": element})


def of_draft(name: str, version: PackageVersion, **parts: object) -> str:
    return reverse(name, kwargs={"organisation": version.package.organisation.slug, "draft": version.pk, **parts})


def after(days: int) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))


def test_everybody_reads_what_is_asked_and_the_plan_in_plain_words():
    consultation = a_consultation()
    listed = page(browser(), reverse("consultations"))
    assert QUESTION in listed
    assert "Northshire NHS Trust asks" in listed
    plan = page(browser(), reverse("consultation", args=[consultation.pk]))
    for words in (
        QUESTION,
        "What we want to change",
        "What needs to be different",
        "Ideas to try",
        "How we will know",
        "Not yet co-produced",
    ):
        assert words in plan
    assert element_of(consultation) in plan
    assert page(browser(), element_of(consultation, "whole")).count("<h1") == 1


def test_pages_to_read_set_no_cookie_and_ask_the_database_a_bounded_number_of_times(django_assert_max_num_queries):
    consultation = a_consultation()
    for number in range(30):
        a_comment(consultation, f"Number {number}.")
    for name in ("consultation", "what_changed"):
        client = browser()
        page(client, reverse(name, args=[consultation.pk]))
        with django_assert_max_num_queries(8):
            response = client.get(reverse(name, args=[consultation.pk]))
        assert not response.cookies
    with django_assert_max_num_queries(8):
        page(browser(), element_of(consultation))


def test_somebody_without_an_account_says_what_they_think_and_gets_a_link():
    consultation = a_consultation()
    client = browser()
    response = say(client, element_of(consultation), "First line.\nSecond line.", name="Amina")
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert (comment.words, comment.name, comment.element, comment.by, comment.shown_at) == (
        "First line.\nSecond line.",
        "Amina",
        "P1",
        None,
        None,
    )
    mine = page(browser(), response.url)
    assert "Thank you" in mine
    assert "Second line." in mine
    assert browser().get(response.url)["Cache-Control"].count("no-store") == 1
    assert "Second line." not in page(browser(), element_of(consultation))
    assert "Second line." not in page(browser(), reverse("what_changed", args=[consultation.pk]))
    assert browser().post(response.url).status_code == 302
    assert Comment.objects.get().words == ""
    assert "You took this back" in page(browser(), response.url)
    assert page(browser(), reverse("my_comment", args=["another"]), 404)


def test_what_is_shown_and_then_taken_back_says_so_and_shows_no_word_and_no_answer():
    consultation = a_consultation()
    comment = a_comment(consultation, "Very private words")
    comments.answer(comment=comment, outcome="noted", words="We heard about your hospital.", by=person())
    addresses = [element_of(consultation), reverse("what_changed", args=[consultation.pk])]
    for address in addresses:
        assert "Very private words" in page(browser(), address)
    comments.take_back(comment=comment)
    for address in addresses:
        shown = page(browser(), address)
        assert "Very private" not in shown
        assert "your hospital" not in shown
        assert "Taken back by the person who wrote it" in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "   "}, "Write what you think"),
        ({"words": "a" * (LONGEST + 1)}, "longer than 4,000 characters"),
        ({"name": "b" * 201}, "longer than 200 characters"),
        ({"website": "https://spam.example"}, "must stay empty"),
        ({"began": ""}, "very fast"),
        ({"began": "forged"}, "very fast"),
    ],
)
def test_what_is_refused_is_said_at_the_top_and_every_word_is_still_there(sent: dict[str, str], said: str):
    consultation = a_consultation()
    typed = {"words": "What I typed.", "name": "Amina", "website": "", "began": stamp(), **sent}
    response = browser().post(element_of(consultation), typed)
    assert response.status_code == 422
    shown = html.unescape(response.content.decode())
    assert "There is a problem" in shown
    assert said in shown
    assert "<title>Error: " in shown
    assert typed["words"] in shown
    assert typed["name"] in shown
    assert not Comment.objects.exists()
    assert "spam.example" not in shown


def test_a_second_press_sends_what_was_too_fast():
    address = element_of(a_consultation())
    client = browser()
    with time_machine.travel(datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC), tick=False) as clock:
        Consultation.objects.update(last_day=datetime.date(2026, 12, 24))
        form = page(client, address)
        given = re.search(r'name="began" value="([^"]+)"', form)[1]
        fields = {"words": "Quick.", "name": "", "website": "", "began": given}
        refused = client.post(address, fields)
        assert refused.status_code == 422
        assert re.search(r'name="began" value="([^"]+)"', html.unescape(refused.content.decode()))[1] == given
        clock.shift(FASTEST_SECONDS)
        assert client.post(address, fields).status_code == 302
    assert Comment.objects.get().words == "Quick."


def test_line_ends_count_once_and_the_longest_comment_is_taken():
    response = say(browser(), element_of(a_consultation()), "a\r\n" * (LONGEST // 2))
    assert response.status_code == 302
    assert len(Comment.objects.get().words) <= LONGEST


def test_a_machine_is_stopped_and_what_it_or_somebody_typed_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "FROM_ONE_CONNECTION", 3)
    address = element_of(a_consultation())
    with time_machine.travel(datetime.datetime(2026, 11, 30, 12, 1, tzinfo=datetime.UTC)) as clock:
        Consultation.objects.update(last_day=datetime.date(2026, 12, 24))
        given = {"name": "", "website": "", "began": stamp()}
        for number in range(3):
            assert browser().post(address, {"words": f"Number {number}", **given}).status_code == 302
        refused = browser().post(address, {"words": "One too many", **given})
        assert refused.status_code == 422
        assert "One too many" in refused.content.decode()
        assert "ten minutes" in refused.content.decode()
        clock.shift(pace.SECONDS)
        assert browser().post(address, {"words": "One too many", **given}).status_code == 302
    assert Comment.objects.count() == 4


def test_no_address_of_anybody_is_kept_with_the_count():
    say(browser(), element_of(a_consultation()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_of_limits")
        keys = [row[0] for row in cursor.fetchall()]
    assert any("said:connection" in key for key in keys)
    assert not any("127.0.0.1" in key for key in keys)


def test_words_of_people_are_text_on_every_page():
    version = a_draft()
    consultation = consultations.open(draft=version, question=XSS, public=True, last_day=datetime.date(2090, 1, 1), by=person())
    said = comments.comment(consultation=consultation, element="P1", words=XSS, name=XSS)
    comments.show(comment=said.comment, by=person())
    comments.answer(comment=said.comment, outcome="noted", words=XSS, by=person())
    lead = browser(person())
    addresses = [
        reverse("consultations"),
        reverse("consultation", args=[consultation.pk]),
        element_of(consultation),
        reverse("what_changed", args=[consultation.pk]),
        reverse("my_comment", args=[said.token]),
        of_draft("run_consultation", version),
        of_draft("comments", version),
        of_draft("answer_comment", version, comment=said.comment.pk),
        of_draft("show_comment", version, comment=said.comment.pk),
    ]
    for address in addresses:
        raw = lead.get(address).content.decode()
        assert "<script>" not in raw, address
        assert "<img src=x" not in raw, address
        assert "&lt;script&gt;" in raw, address


def test_after_the_last_day_the_pages_say_so_and_take_nothing():
    consultation = a_consultation(days=1)
    a_comment(consultation, "In time.")
    with after(3):
        plan = page(browser(), reverse("consultation", args=[consultation.pk]))
        assert "Closed" in plan
        assert "In time." in plan
        shown = page(browser(), element_of(consultation))
        assert "<textarea" not in shown
        assert "In time." in shown
        late = say(browser(), element_of(consultation), "Too late, and long thought about.")
        assert late.status_code == 422
        assert "has closed" in late.content.decode()
        assert "Too late, and long thought about." in late.content.decode()
        listed = page(browser(), reverse("consultations"))
        assert "Nobody asks for comments in public today" in listed
        assert reverse("what_changed", args=[consultation.pk]) in listed
    assert Comment.objects.count() == 1


def test_one_by_invitation_is_there_for_those_with_a_link_only():
    consultation = a_consultation(public=False)
    for client in (browser(), browser(person("qi_lead", "southshire")), browser(person())):
        assert QUESTION not in page(client, reverse("consultations"))
        for name in ("consultation", "what_changed"):
            page(client, reverse(name, args=[consultation.pk]), 404)
        page(client, element_of(consultation), 404)
        assert say(client, element_of(consultation)).status_code == 404
    page(browser(), reverse("invited", args=["guess"]), 404)
    page(browser(), reverse("invited_element", args=["guess", "P1"]), 404)


def test_somebody_who_was_invited_takes_part_sees_what_they_said_and_takes_it_back(django_capture_on_commit_callbacks):
    version = a_draft()
    consultation = a_consultation(version, public=False)
    with django_capture_on_commit_callbacks(execute=True):
        sent = browser(person("facilitator")).post(
            of_draft("run_consultation", version), {"addresses": "amina@example.org\nben@example.org"}
        )
    assert sent.status_code == 302
    token, of_ben = (re.search(r"/consultations/invited/([\w-]+)/", letter.body)[1] for letter in mail.outbox)
    here = reverse("invited", args=[token])
    assert "What we want to change" in page(browser(), here)
    response = say(browser(), reverse("invited_element", args=[token, "P1"]), "From Amina.")
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert comment.invitation.email == "amina@example.org"
    assert "From Amina." in page(browser(), here)
    assert "From Amina." not in page(browser(), reverse("invited", args=[of_ben]))
    assert browser().post(reverse("invited", args=[of_ben]), {"take_back": comment.pk}).status_code == 404
    assert "amina@example.org" in page(browser(person()), of_draft("run_consultation", version))
    for wrong in ("", "x", "9" * 40):
        assert browser().post(here, {"take_back": wrong}).status_code == 404
    assert browser().post(here, {"take_back": comment.pk}).status_code == 302
    assert Comment.objects.get().withdrawn_at is not None
    assert "You took this back" in page(browser(), here)
    consultations.close(consultation=consultation, by=person())
    assert "Closed" in page(browser(), here)


def test_addresses_that_are_none_are_said_and_nobody_is_invited():
    version = a_draft()
    a_consultation(version, public=False)
    response = browser(person()).post(of_draft("run_consultation", version), {"addresses": "amina@example.org, not an address"})
    assert response.status_code == 422
    assert "amina@example.org, not an address" in response.content.decode()
    assert not ConsultationInvitation.objects.exists()


def test_a_draft_is_put_out_by_a_form_and_closed_by_a_button():
    version = a_draft()
    lead = browser(person())
    address = of_draft("open_consultation", version)
    assert "The text stays as it is" in page(lead, address)
    last = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=14)).date()
    wrong = lead.post(address, {"question": "Why?", "public": "", "last_day": "31 February"})
    assert wrong.status_code == 422
    shown = html.unescape(wrong.content.decode())
    assert "Choose who may take part." in shown
    assert "could not read this day" in shown
    assert "31 February" in shown
    assert "Why?" in shown
    passed = lead.post(address, {"question": "Why?", "public": "everybody", "last_day": "1/1/2020"})
    assert "The last day has passed" in passed.content.decode()
    assert not Consultation.objects.exists()
    assert lead.post(address, {"question": "Why?", "public": "everybody", "last_day": f"{last:%d/%m/%Y}"}).status_code == 302
    consultation = Consultation.objects.get()
    assert (consultation.question, consultation.public, consultation.last_day) == ("Why?", True, last)
    again = lead.post(address, {"question": "Why?", "public": "everybody", "last_day": f"{last:%d/%m/%Y}"})
    assert again.status_code == 422
    assert "Tell people about it" in page(lead, of_draft("run_consultation", version))
    assert "nobody can add" in page(lead, of_draft("close_consultation", version))
    assert lead.post(of_draft("close_consultation", version)).status_code == 302
    assert complete(version).state == VersionState.DRAFT
    assert lead.post(of_draft("close_consultation", version)).status_code == 302


def test_a_draft_that_was_never_out_says_what_to_do():
    version = a_draft()
    assert of_draft("open_consultation", version) in page(browser(person()), of_draft("run_consultation", version))
    page(browser(person()), of_draft("close_consultation", version), 404)


def test_comments_are_read_shown_and_answered_with_the_edits_that_they_led_to():
    version = a_draft()
    consultation = a_consultation(version)
    comment = a_comment(consultation, "Say who does it.", shown=False)
    lead = browser(person("qi_lead"))
    run = page(lead, of_draft("run_consultation", version))
    assert "Not read yet" in run
    assert lead.post(of_draft("show_comment", version, comment=comment.pk), {"decision": ""}).status_code == 422
    assert lead.post(of_draft("show_comment", version, comment=comment.pk), {"decision": "show"}).status_code == 302
    assert "Say who does it." in page(browser(), reverse("what_changed", args=[consultation.pk]))
    answer = of_draft("answer_comment", version, comment=comment.pk)
    early = lead.post(answer, {"outcome": "changed", "words": "We did."})
    assert early.status_code == 422
    assert "There is none yet" in early.content.decode()
    consultations.close(consultation=consultation, by=person())
    old = found_text(version)
    edit = edits.change_element(
        draft=version, element_id="P1", fields={"text": f"{old} together with peers"}, seen=0, reason="People asked who.", by=person()
    )
    assert "People asked who." in page(lead, answer)
    for sent, said in (
        ({"outcome": "changed", "words": "We did."}, "needs the edit"),
        ({"outcome": "not_yet", "words": "Soon."}, "needs a date"),
        ({"outcome": "not_yet", "words": "Soon.", "by_date": "1/1/2020"}, "has passed"),
        ({"outcome": "changed", "words": "We did.", "edits": ["99999"]}, "not one of the available"),
        ({"outcome": "noted", "words": ""}, "Write an answer"),
    ):
        refused = lead.post(answer, sent)
        assert refused.status_code == 422
        assert said in html.unescape(refused.content.decode()), sent
        assert sent["words"] in refused.content.decode()
    assert not Answer.objects.exists()
    assert lead.post(answer, {"outcome": "changed", "words": "We did, thank you.", "edits": [edit.pk]}).status_code == 302
    changes = page(browser(), reverse("what_changed", args=[consultation.pk]))
    for words in (
        "1 comment led to a change.",
        "We did, thank you.",
        "People asked who.",
        "together with peers</ins>",
        "not published yet",
    ):
        assert words in changes
    assert "checked" in lead.get(answer).content.decode()


def found_text(version: PackageVersion) -> str:
    return readings.reading_of(complete(version)).change_package.primary_drivers[0].text


def test_what_changed_names_the_version_in_which_it_is_published():
    version = a_draft()
    consultation = a_consultation(version)
    comment = a_comment(consultation)
    silent = a_comment(consultation, "Leave it.")
    consultations.close(consultation=consultation, by=person())
    edit = edits.change_element(draft=version, element_id="P1", fields={"text": "Other."}, seen=0, reason="Because.", by=person())
    comments.answer(comment=comment, outcome="changed", words="Done.", edits=[edit], by=person())
    comments.answer(comment=silent, outcome="not_changed", words="The law asks for it.", by=person())
    a_published_version(draft=complete(version))
    changes = page(browser(), reverse("what_changed", args=[consultation.pk]))
    assert reverse("package_version", args=["northshire_test", "0.1.0"]) in changes
    assert "2 comments are shown. 1 comment led to a change. 1 comment did not, and we say why." in changes
    assert "The law asks for it." in changes


def test_what_is_not_answered_yet_and_what_is_not_shown_is_counted():
    consultation = a_consultation()
    a_comment(consultation)
    spam = a_comment(consultation, "Buy this.", shown=False)
    comments.set_aside(comment=spam, because="spam", by=person())
    changes = page(browser(), reverse("what_changed", args=[consultation.pk]))
    assert "1 comment has no answer yet." in changes
    assert "1 comment is not shown." in re.sub(r"\s+", " ", changes)
    assert "Buy this." not in changes


@pytest.mark.parametrize("role", ["partner", "expert_by_lived_experience", "board_member", "subject_expert", "curator", "analyst"])
def test_members_comment_on_any_part_of_a_draft_and_take_it_back(role: str):
    version = a_draft()
    member = browser(person(role))
    address = of_draft("comment_on_element", version, element="P1")
    assert "Say what you think" in page(member, of_draft("comments", version))
    empty = member.post(address, {"words": ""})
    assert empty.status_code == 422
    assert member.post(address, {"words": "From inside."}).status_code == 302
    comment = Comment.objects.get()
    assert (comment.by, comment.consultation) == (person(role), None)
    assert "From inside." in page(browser(person()), of_draft("comments", version))
    other = browser(person("facilitator"))
    assert other.post(of_draft("comments", version), {"take_back": comment.pk}).status_code == 404
    assert member.post(of_draft("comments", version), {"take_back": comment.pk}).status_code == 302
    assert Comment.objects.get().words == ""
    page(member, of_draft("comment_on_element", version, element="P99"), 404)
    page(member, of_draft("comment_on_element", version, element="whole"))


def test_nothing_of_another_organisation_is_there():
    version = a_draft()
    consultation = a_consultation(version)
    comment = a_comment(consultation)
    stranger = browser(person("qi_lead", "southshire"))
    of_theirs = a_draft("southshire_test", "southshire")
    for name, parts in (
        ("open_consultation", {}),
        ("run_consultation", {}),
        ("close_consultation", {}),
        ("comments", {}),
        ("comment_on_element", {"element": "P1"}),
        ("answer_comment", {"comment": comment.pk}),
        ("show_comment", {"comment": comment.pk}),
    ):
        page(stranger, of_draft(name, version, **parts), 404)
        swapped = reverse(name, kwargs={"organisation": "southshire", "draft": version.pk, **parts})
        page(stranger, swapped, 404)
        assert stranger.post(swapped, {"decision": "show", "words": "x", "outcome": "noted"}).status_code == 404
    page(stranger, of_draft("answer_comment", of_theirs, comment=comment.pk), 404)
    page(stranger, of_draft("show_comment", of_theirs, comment=comment.pk), 404)
    assert not Answer.objects.exists()


def test_a_signed_in_person_keeps_what_they_said_with_their_account():
    consultation = a_consultation()
    client = browser(person("partner", "southshire"))
    assert "You are signed in" in page(client, element_of(consultation))
    say(client, element_of(consultation))
    assert Comment.objects.get().by == person("partner", "southshire")
    assert "southshire" not in page(browser(person()), of_draft("run_consultation", consultation.version)).casefold()


def test_long_lists_have_pages():
    consultation = a_consultation()
    for number in range(55):
        a_comment(consultation, f"Number {number}.")
    address = reverse("what_changed", args=[consultation.pk])
    assert "Number 54." not in page(browser(), address)
    assert "Number 54." in page(browser(), f"{address}?page=2")
    assert "Number 54." in page(browser(), f"{address}?page=999")
    assert "Number 0." in page(browser(), f"{address}?page=x")
