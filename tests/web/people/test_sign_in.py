"""Signing in: password and second step, each code once, sessions that end, what the audit trail tells."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.builders.web import PASSWORD, SECRET, browser, code, organisation, person, with_second_factor

from levelground.web.people.models import AuditEvent, Membership, User

pytestmark = pytest.mark.django_db

LOGIN, STEP = "/account/login/", "/account/second-step/enter/"


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    """Limits of their own for each test."""
    cache.clear()
    yield
    cache.clear()


def gives_password(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def signs_in(client: Client, user: User) -> Any:
    gives_password(client, user)
    return client.post(STEP, {"code": code()})


def starts_an_app(client: Client) -> str:
    """Set up an app as the page says; the code that it was set up with."""
    client.get("/account/second-step/app/start/")
    shown = code(client.session["mfa.totp.secret"])
    started = client.post("/account/second-step/app/start/", {"code": shown})
    assert (started.status_code, started.url) == (302, "/account/second-step/recovery-codes/")
    return shown


def actions() -> list[str]:
    return [event.action for event in AuditEvent.objects.order_by("number")]


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_person_signs_in_with_password_and_code_and_lands_where_they_wanted_to_go() -> None:
    user, client = with_second_factor(person()), browser()
    asked = client.get("/account/consents/")
    assert asked.status_code == 302
    assert asked.url == f"{LOGIN}?next=%2Faccount%2Fconsents%2F"
    first = gives_password(client, user, next="/account/consents/")
    assert (first.status_code, first.url) == (302, STEP)
    assert not is_in(client), "a password alone opens nothing"
    second = client.post(STEP, {"code": code()})
    assert (second.status_code, second.url) == (302, "/account/consents/")
    assert is_in(client)
    assert actions()[-1] == "people.signed_in"


def test_without_a_wish_who_is_in_one_organisation_lands_at_work_in_it() -> None:
    assert signs_in(browser(), with_second_factor(person())).url == "/organisations/northshire/"
    several = with_second_factor(person("board_member"))
    Membership.objects.create(user=several, organisation=organisation("southshire"), role="partner")
    assert signs_in(browser(), several).url == "/account/"
    assert signs_in(browser(), with_second_factor(person(None))).url == "/account/"


def test_a_code_works_once_for_as_long_as_the_clock_would_take_it() -> None:
    user = with_second_factor(person())
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        now = code()
        client = browser()
        gives_password(client, user)
        client.post(STEP, {"code": now})
        assert is_in(client)
        for later in (0, 29, 29):
            clock.shift(later)
            again = browser()
            gives_password(again, user)
            page = again.post(STEP, {"code": now})
            assert "not right, or it was used before" in page.content.decode()
            assert not is_in(again)


def test_the_code_that_started_an_app_does_not_sign_anybody_in() -> None:
    user, client = person(), browser()
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False):
        gives_password(client, user)
        now = starts_an_app(client)
        other = browser()
        gives_password(other, user)
        other.post(STEP, {"code": now})
        assert not is_in(other)


def test_a_wrong_code_is_told_and_tries_are_limited() -> None:
    user, client = with_second_factor(person()), browser()
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        gives_password(client, user)
        for _ in range(5):
            assert "That code is not right" in client.post(STEP, {"code": "000000"}).content.decode()
        assert "too many wrong tries" in client.post(STEP, {"code": code()}).content.decode()
        clock.shift(301)
        client.post(STEP, {"code": code()})
        assert is_in(client)
    assert actions().count("people.second_factor_failed") == 5


def test_a_recovery_code_stands_in_for_the_app_once() -> None:
    user = person()
    client = browser()
    gives_password(client, user)
    starts_an_app(client)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    shown = client.get("/account/second-step/recovery-codes/").content.decode()
    assert len(codes) == 10
    assert all(recovery in shown for recovery in codes)
    for expected in (True, False):
        other = browser()
        gives_password(other, user)
        other.post(STEP, {"code": codes[0]})
        assert is_in(other) is expected


def test_secrets_of_apps_are_not_kept_in_the_clear() -> None:
    user = with_second_factor(person())
    kept = str(Authenticator.objects.get(user=user).data)
    assert SECRET not in kept


@pytest.mark.parametrize("login", ["qi_lead@northshire.example", "nobody-at-all@northshire.example"])
def test_wrong_sign_ins_look_the_same_whether_or_not_there_is_an_account(login: str) -> None:
    person()
    page = browser().post(LOGIN, {"login": login, "password": "wrong"})
    said = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: Sign in - Levelground</title>" in said
    assert "The email address or the password is not right." in said


def test_a_member_without_a_second_step_sets_one_up_first() -> None:
    user, client = person(), Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    organisation()
    page = client.get(reverse("members", kwargs={"organisation": "northshire"}))
    assert (page.status_code, page.url) == (302, "/account/second-step/")
    assert "You have no second step yet" in client.get("/account/second-step/").content.decode()
    assert client.get(reverse("members", kwargs={"organisation": "elsewhere"})).status_code == 404


def test_a_session_ends_after_20_minutes_of_doing_nothing() -> None:
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        client = browser(person())
        for minutes in (19, 19, 19):
            clock.shift(minutes * 60)
            assert is_in(client)
        clock.shift(20 * 60 + 1)
        ended = client.get("/account/consents/")
        assert (ended.status_code, ended.url) == (302, f"{LOGIN}?next=%2Faccount%2Fconsents%2F")
        assert "You were signed out to keep your account safe" in client.get(LOGIN).content.decode()


def test_a_session_ends_after_12_hours_whatever_happens() -> None:
    with time_machine.travel("2026-11-22T06:00:00Z", tick=False) as clock:
        client = browser(person())
        for _ in range(12 * 4 - 1):
            clock.shift(15 * 60)
            assert is_in(client)
        clock.shift(15 * 60 + 1)
        assert not is_in(client)


def test_signing_in_changes_the_key_of_the_session() -> None:
    user, client = with_second_factor(person()), browser()
    client.get(LOGIN)
    gives_password(client, user)
    before = client.session.session_key
    client.post(STEP, {"code": code()})
    assert is_in(client)
    assert client.session.session_key != before


def test_a_person_sees_their_sessions_and_signs_out_everywhere_else() -> None:
    user, here, there = with_second_factor(person()), browser(), browser()
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        signs_in(there, user)
        clock.shift(120)
        signs_in(here, user)
        page = here.get("/account/sessions/").content.decode()
        assert "This browser" in page
        assert "Another browser" in page
        assert here.post("/account/sessions/").status_code == 302
        assert is_in(here)
        assert not is_in(there)


def test_signing_out_asks_first_and_is_told() -> None:
    client = browser(person())
    assert is_in(client)
    assert "Stay signed in" in client.get("/account/logout/").content.decode()
    assert is_in(client)
    client.post("/account/logout/")
    assert not is_in(client)
    assert "people.signed_out" in actions()


def test_the_password_is_changed_with_the_old_one_and_other_sessions_end() -> None:
    user = person()
    here, there = browser(user), browser(user)
    new = "another long password for tests"
    wrong = here.post("/account/password/change/", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert "Enter the password that you have now" in wrong.content.decode()
    short = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert "12 characters" in short.content.decode()
    done = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "people.password_changed" in actions()
    assert mail.outbox[-1].subject == "Your password was changed"
    assert mail.outbox[-1].to == [user.email]


def test_a_forgotten_password_is_replaced_by_a_link_and_the_second_step_is_still_asked_for() -> None:
    user, client = with_second_factor(person()), browser()
    client.post("/account/password/reset/", {"email": user.email.upper()})
    link = next(word for word in mail.outbox[-1].body.split() if "/account/password/reset/key/" in word)
    address = client.get(link.removeprefix("http://localhost"), follow=True)
    new = "another long password for tests"
    done = client.post(address.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert (done.status_code, done.url) == (302, "/account/password/reset/key/done/")
    assert "This link does not work any more" in browser().get(link.removeprefix("http://localhost"), follow=True).content.decode()
    assert gives_password(client, user, new).url == STEP
    assert "people.password_reset" in actions()


def test_asking_for_a_link_looks_the_same_for_an_address_without_an_account() -> None:
    page = browser().post("/account/password/reset/", {"email": "nobody-at-all@northshire.example"}, follow=True)
    assert "If there is an account with that address, we sent it a link." in page.content.decode()
    assert mail.outbox == []


def test_nobody_makes_an_account_without_an_invitation() -> None:
    for address in ("/account/signup/", "/account/password/reset/code/", "/account/email/", "/account/3rdparty/signup/"):
        assert browser().get(address).status_code == 404


def test_public_pages_set_no_cookie() -> None:
    for address in ("/help/", "/account/second-step/lost/"):
        assert browser().get(address).cookies == {}


def test_the_audit_trail_and_a_message_tell_of_factors(django_capture_on_commit_callbacks: Any) -> None:
    user, client = person(), browser()
    gives_password(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        starts_an_app(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/app/stop/")
    told = [(event.action, event.by, event.details) for event in AuditEvent.objects.filter(action__startswith="people.second_factor")]
    assert told == [
        ("people.second_factor_added", user.pk, {"factor": "app"}),
        ("people.second_factor_added", user.pk, {"factor": "recovery_codes"}),
        ("people.second_factor_removed", user.pk, {"factor": "app"}),
        ("people.second_factor_removed", user.pk, {"factor": "recovery_codes"}),
    ]
    assert [message.subject for message in mail.outbox] == ["An app was added", "An app was taken away"]


def test_before_something_that_matters_a_person_says_again_who_they_are(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        user, client = with_second_factor(person()), browser()
        signs_in(client, user)
        assert client.get("/account/second-step/app/stop/").status_code == 200
        clock.shift(601)
        with caplog.at_level(logging.WARNING, logger="levelground"):
            asked = client.get("/account/second-step/app/stop/")
        assert caplog.messages == []  # to ask again is no failure
        assert asked.url == "/account/password/again/?next=%2Faccount%2Fsecond-step%2Fapp%2Fstop%2F"
        assert "That password is not right" in client.post(asked.url, {"password": "wrong"}).content.decode()
        assert client.post(asked.url, {"password": PASSWORD, "next": "/account/second-step/app/stop/"}).status_code == 302
        assert client.get("/account/second-step/app/stop/").status_code == 200
