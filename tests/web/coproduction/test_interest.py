"""An expression of interest, as a person fills it in: one question a page, kept on Continue."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.interest import sent_interest
from tests.builders.coproduction.interest_form import ANSWERS, filled_in, hidden, page_of, say, sent, started
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser

from levelground.web.coproduction.actions import interest as acting
from levelground.web.coproduction.interest_questions import QUESTIONS
from levelground.web.coproduction.models import (
    ExpressionOfInterest,
    Notice,
)
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_one_question_after_the_other_then_check_then_send(mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    call = a_call()
    client, secret = started(call)
    seen = []
    where = f"/interest/{secret}/question/name/"
    with django_capture_on_commit_callbacks(execute=True):
        while "/question/" in where:
            question = where.split("/")[4]
            seen.append(question)
            page = client.get(where)
            assert page.status_code == 200
            assert page["Referrer-Policy"] == "same-origin"
            assert page["Cache-Control"] == "no-store"
            assert "noindex" in page["X-Robots-Tag"]
            where = say(client, secret, question, **ANSWERS[question])["Location"]
    assert seen == list(ANSWERS)
    assert seen.index("support") < seen.index("experience")
    assert where == f"/interest/{secret}/check/"
    assert [message.to for message in mailoutbox] == [["nasreen@people.example"]]
    assert secret in mailoutbox[0].body
    check = page_of(client, "check_interest", secret)
    for said in ("Nasreen", "nasreen@people.example", "Urdu", "A lift.", "I had a baby here.", "So that it is better."):
        assert said in check
    with django_capture_on_commit_callbacks(execute=True):
        assert sent(client, secret)["Location"] == f"/interest/{secret}/"
    made = ExpressionOfInterest.objects.get()
    assert (made.state, made.held_because, made.channel) == ("sent", "", "online")
    assert made.consent_version == "2026-11-22"
    own = page_of(client, "interest", secret)
    assert made.reference in own
    assert "whatever we decide" in own
    notice = Notice.objects.get(expression=made)
    assert notice.kind == "acknowledgement"
    assert notice.told_at is not None
    assert secret not in notice.words, "the link is in no table"
    assert made.reference in mailoutbox[1].body


def test_support_stands_before_any_question_about_what_happened() -> None:
    call = a_call(support="Call Sabah on 01632 960 123.")
    client, secret = started(call)
    names = list(QUESTIONS)
    assert max(names.index("name"), names.index("contact")) < names.index("support") < names.index("experience") < names.index("why")
    for question in ("support", "experience", "why", "voice"):
        page = client.get(reverse("interest_question", kwargs={"secret": secret, "question": question})).content.decode()
        assert "01632 960 123" in page
        assert "116 123" in page


def test_almost_everything_may_be_left_empty() -> None:
    client, secret = started(a_call())
    nothing: dict[str, dict[str, Any]] = {name: {} for name in ANSWERS}
    needed = {name: ANSWERS[name] for name in ("contact", "reach", "about_you", "consent")}
    filled_in(client, secret, **{**nothing, **needed})
    assert sent(client, secret).status_code == 302
    made = ExpressionOfInterest.objects.get()
    assert (made.state, made.name, made.lived_experience, made.why) == ("sent", "", "", "")


@pytest.mark.parametrize(
    ("way", "field", "wrong", "right"),
    [
        ("email", "email", "nobody", "a@people.example"),
        ("phone", "phone", "call me", "01632 960 001"),
        ("post", "address", "", "1 High Street"),
    ],
)
def test_only_the_field_that_goes_with_the_way_is_asked_and_kept(way: str, field: str, wrong: str, right: str) -> None:
    client, secret = started(a_call())
    say(client, secret, "contact", contact_by=way)
    page = client.get(reverse("interest_question", kwargs={"secret": secret, "question": "reach"})).content.decode()
    assert [name for name in ("email", "phone", "address") if f'name="{name}"' in page] == [field]
    refused = say(client, secret, "reach", **{field: wrong})
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    say(client, secret, "reach", **{field: right})
    made = ExpressionOfInterest.objects.get()
    assert {name: getattr(made, name) for name in ("email", "phone", "address")} == {"email": "", "phone": "", "address": "", field: right}
    other = "phone" if way == "email" else "email"
    say(client, secret, "contact", contact_by=other)
    made.refresh_from_db()
    assert getattr(made, field) == "", "another way was chosen: the old one is gone"
    assert "reach" not in made.answered


def test_words_are_counted_without_scripts_and_none_is_cut_off() -> None:
    client, secret = started(a_call())
    where = reverse("interest_question", kwargs={"secret": secret, "question": "why"})
    assert "maxlength" not in client.get(where).content.decode()
    counted = client.post(where, {"why": "ü" * 290 + "\r\n" * 15, "count": "1"}).content.decode()
    assert "You have used 290 of 300 characters." in re.sub(r"\s+", " ", counted)
    assert "ü" * 290 in counted
    long = client.post(where, {"why": "a" * 342})
    assert long.status_code == 422
    assert "There are 342 now. Take out 42" in long.content.decode()
    assert "a" * 342 in long.content.decode()
    assert client.post(where, {"why": "ü" * 290 + "\r\n" * 5 + "x" * 5}).status_code == 302
    assert len(ExpressionOfInterest.objects.get().why) == 300


def test_a_lost_connection_loses_one_answer_at_most_and_the_link_leads_back() -> None:
    client, secret = started(a_call())
    say(client, secret, "name", name="Nasreen")
    say(client, secret, "contact", contact_by="phone")
    elsewhere = browser()
    page = page_of(elsewhere, "interest", secret)
    assert f"/interest/{secret}/question/reach/" in page
    assert say(elsewhere, secret, "reach", phone="01632 960 001").status_code == 302
    assert "Nasreen" in page_of(elsewhere, "check_interest", secret)


def test_send_says_what_is_missing() -> None:
    client, secret = started(a_call())
    say(client, secret, "name", name="Nasreen")
    page = page_of(client, "check_interest", secret)
    assert page.count("?</a>") >= 2
    refused = client.post(reverse("check_interest", kwargs={"secret": secret}), {})
    assert refused.status_code == 422
    assert "How would you like to hear from us?" in refused.content.decode()
    assert ExpressionOfInterest.objects.get().state == "started"


def test_a_repeated_start_and_a_repeated_send_are_one(django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]) -> None:
    call, client = a_call(), browser()
    where = reverse("start_interest", kwargs={"code": call.code})
    fields = hidden(client.get(where).content.decode())
    places = {client.post(where, fields)["Location"] for _ in range(3)}
    assert len(places) == 1
    secret = places.pop().split("/")[2]
    filled_in(client, secret)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            sent(client, secret)
    assert ExpressionOfInterest.objects.count() == 1
    assert Notice.objects.count() == 1
    assert AuditEvent.objects.filter(action="coproduction.interest_send").count() == 1
    assert ExpressionOfInterest.objects.get().form_key != fields["form_key"], "only a digest is kept"


def test_two_that_send_the_same_in_the_same_moment_send_it_once() -> None:
    """Both have read it before either was done: the action itself must see that it was sent."""
    client, secret = started(a_call())
    filled_in(client, secret)
    made = ExpressionOfInterest.objects.get()
    first = acting.send(expression=made)
    second = acting.send(expression=made)
    assert second.sent_at == first.sent_at
    assert Notice.objects.count() == 1
    assert AuditEvent.objects.filter(action="coproduction.interest_send").count() == 1


def test_nobody_fills_somebodys_letter_box(mailoutbox: list[Any]) -> None:
    call = a_call()
    for _ in range(acting.LINKS_A_DAY + 2):
        client, secret = started(call, browser())
        say(client, secret, "contact", contact_by="email")
        say(client, secret, "reach", email="Victim@people.example")
    assert len(mailoutbox) == acting.LINKS_A_DAY


def test_a_link_that_is_nobodys_is_not_there_and_neither_is_a_question_that_is_none() -> None:
    client, secret = started(a_call())
    for name in ("interest", "check_interest", "take_back_interest", "my_voice_note"):
        assert client.get(reverse(name, kwargs={"secret": "x" * 64})).status_code == 404
    assert client.get(reverse("interest_question", kwargs={"secret": secret, "question": "passport"})).status_code == 404
    assert client.get(reverse("start_interest", kwargs={"code": "NOSUCH"})).status_code == 404
    purged = sent_interest(purged_at=timezone.now(), token_digest="p" * 64)
    assert purged.purged_at


def test_the_audit_trail_has_ids_and_no_words() -> None:
    client, secret = started(a_call())
    filled_in(client, secret, name={"name": "Canary Bird"})
    sent(client, secret)
    client.post(reverse("take_back_interest", kwargs={"secret": secret}))
    events = list(AuditEvent.objects.values_list("action", "details"))
    assert {action for action, _ in events} >= {f"coproduction.interest_{verb}" for verb in ("start", "send", "take_back")}
    assert "anary" not in str(events)
    assert secret not in str(events)
