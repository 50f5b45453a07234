"""Wrong passwords close an account and a network address for a while; what is kept of it names nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from tests.builders.web import PASSWORD, browser, code, person, with_second_factor

from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db

LOGIN, STEP = "/account/login/", "/account/second-step/enter/"
START = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def limits() -> None:
    cache.clear()


def tries(email: str, password: str = "wrong", *, place: str = "192.0.2.1") -> Any:  # noqa: S107
    return browser().post(LOGIN, {"login": email, "password": password, "csrfmiddlewaretoken": "canary"}, REMOTE_ADDR=place)


def test_the_fifth_wrong_password_closes_an_account_from_everywhere_for_15_minutes() -> None:
    user = with_second_factor(person())
    with time_machine.travel(START, tick=False) as clock:
        assert [tries(user.email).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
        closed = tries(user.email, PASSWORD, place="192.0.2.2")
        assert closed.status_code == 429
        assert "Too many wrong passwords" in closed.content.decode()
        clock.shift(timedelta(minutes=14, seconds=59))
        assert tries(user.email, PASSWORD, place="192.0.2.2").status_code == 429, "a try in between does not make it longer"
        clock.shift(timedelta(seconds=2))
        assert tries(user.email, PASSWORD).url == STEP


def test_whether_there_is_an_account_makes_no_difference() -> None:
    person()
    there, absent = (
        [tries(email, place=place) for _ in range(6)]
        for email, place in (("qi_lead@northshire.example", "192.0.2.1"), ("nobody@northshire.example", "192.0.2.2"))
    )
    assert [page.status_code for page in there] == [page.status_code for page in absent] == [200] * 4 + [429] * 2
    assert there[-1].content == absent[-1].content


def test_a_network_address_is_closed_after_20_and_others_stay_open() -> None:
    user = with_second_factor(person())
    for number in range(20):
        last = tries(f"somebody-{number}@northshire.example")
    assert last.status_code == 429
    assert tries(user.email, PASSWORD).status_code == 429
    assert tries(user.email, PASSWORD, place="192.0.2.2").url == STEP


def test_signing_in_with_an_account_does_not_open_the_network_address_again() -> None:
    user = with_second_factor(person())
    for number in range(19):
        tries(f"somebody-{number}@northshire.example")
    client = browser(user)
    assert client.get("/account/").status_code == 200
    assert tries("somebody-else@northshire.example").status_code == 429


def test_four_wrong_passwords_and_a_right_one_begin_again_at_none() -> None:
    user = person()
    for _ in range(4):
        tries(user.email)
    browser(user)
    assert AccessAttempt.objects.count() == 0
    assert tries(user.email).status_code == 200


def test_what_is_kept_names_nobody_and_is_deleted_when_it_closes_nothing_any_more() -> None:
    with time_machine.travel(START, tick=False) as clock:
        tries("canary@northshire.example", "canary-password", place="203.0.113.9")
        kept = str(list(AccessAttempt.objects.values()))
        assert "canary" not in kept
        assert "203.0.113.9" not in kept
        assert AccessAttempt.objects.values_list("get_data", "post_data", "user_agent", "path_info", "http_accept").get() == (
            "",
            "",
            "",
            "",
            "",
        )
        clock.shift(timedelta(minutes=16))
        tries("other@northshire.example")
        assert AccessAttempt.objects.count() == 1


def test_the_audit_trail_tells_each_failure_once_and_the_lock_out_once() -> None:
    for _ in range(8):
        tries("canary@northshire.example")
    told = list(AuditEvent.objects.filter(action__startswith="people."))
    assert [event.action for event in told] == ["people.sign_in_failed"] * 5 + ["people.locked_out"]
    assert len({event.details["account"] for event in told}) == 1
    assert "canary" not in str([event.details for event in told])


def test_an_address_in_capitals_is_the_same_account() -> None:
    for email in ("a@northshire.example", "A@Northshire.example", " a@northshire.example", "A@NORTHSHIRE.EXAMPLE"):
        tries(email)
    assert tries("a@northshire.example").status_code == 429


def test_forms_sent_too_fast_get_a_page_in_words() -> None:
    for _ in range(31):
        page = browser().post(LOGIN, {})
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()


def test_what_signing_in_left_behind_is_deleted_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        user = with_second_factor(person())
        ended = browser()
        ended.post(LOGIN, {"login": user.email, "password": PASSWORD})
        ended.post(STEP, {"code": code()})
        tries("somebody@northshire.example")
        assert (UserSession.objects.count(), AccessAttempt.objects.count()) == (1, 1)
        clock.shift(timedelta(hours=12, minutes=1))
        browser(user)
        call_command("tidy_sign_in")
        assert (UserSession.objects.count(), AccessAttempt.objects.count(), Session.objects.count()) == (0, 0, 1)
    assert "lists of sessions: 1" in capsys.readouterr().out


def test_behind_a_proxy_visitors_are_told_apart_by_what_the_proxy_says_and_not_by_what_they_say() -> None:
    def through_the_proxy(number: int, said: str) -> Any:
        told = {"login": f"somebody-{number}@northshire.example", "password": "wrong"}
        return browser().post(LOGIN, told, REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": said})

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for number in range(20):
            last = through_the_proxy(number, f"198.51.100.{number}, 192.0.2.1")
        assert last.status_code == 429, "an address that a visitor makes up does not help"
        assert through_the_proxy(99, "192.0.2.2").status_code == 200
