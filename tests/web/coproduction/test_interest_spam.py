"""What machines send is held back for a person to read; nobody is refused, nothing is thrown away, a full room gets through."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.interest import sent_interest
from tests.builders.coproduction.interest_form import filled_in, hidden, page_of, sent, started
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser, person

from levelground.web.coproduction import spam
from levelground.web.coproduction.models import ExpressionOfInterest, Notice
from levelground.web.coproduction.queries import interest as found
from levelground.web.coproduction.spam import FormGuard, held_because, shown_now
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def asked(address: str = "203.0.113.7") -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address)


def form(**data: str) -> FormGuard:
    made = FormGuard({"form_key": "k" * 43, "began": shown_now(), "website": "", **data})
    assert made.is_valid(), "it never refuses"
    return made


@pytest.mark.parametrize(
    ("data", "fastest", "why"),
    [
        ({}, 0, ""),
        ({"website": "https://buy.example"}, 0, "honeypot"),
        ({"began": ""}, 0, "no_stamp"),
        ({"began": "forged:1:x"}, 0, "no_stamp"),
        ({}, 3, "too_fast"),
    ],
)
def test_three_quiet_signs(data: dict[str, str], fastest: float, why: str) -> None:
    assert held_because(form(**data), asked(), fastest=fastest) == why
    assert why == "" or why in spam.HELD_WORDS


def test_a_slow_person_is_no_machine() -> None:
    given = form()
    later = timezone.now() + datetime.timedelta(hours=9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spam.timezone, "now", lambda: later)
        assert held_because(given, asked()) == ""


def test_very_many_from_one_connection_are_held_and_those_of_another_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spam.FROM_ONE_CONNECTION >= 1000, "a hall shares one connection"
    monkeypatch.setattr(spam, "FROM_ONE_CONNECTION", 5)
    whys = [held_because(form(), asked("198.51.100.9"), fastest=0) for _ in range(7)]
    assert whys == [""] * 5 + ["too_many"] * 2
    assert held_because(form(), asked("198.51.100.10"), fastest=0) == ""


@pytest.mark.parametrize("came", ["", "short", "x" * 65, "<script>alert(1)</script>" + "x" * 20])
def test_a_key_that_is_none_is_replaced_and_stays_the_same_for_the_form(came: str) -> None:
    given = form(form_key=came)
    assert given.key == given.cleaned_data["form_key"] == given.key
    assert given.key != came
    assert len(given.key) == 43


def test_the_box_for_machines_is_hidden_from_people_and_from_what_reads_pages_out() -> None:
    call = a_call()
    page = browser().get(reverse("start_interest", kwargs={"code": call.code})).content.decode()
    around = page[page.index('<div class="nhsuk-u-visually-hidden" aria-hidden="true">') :]
    box = around[: around.index("</div>")]
    assert "Leave this box empty" in box
    assert 'tabindex="-1"' in box
    assert 'autocomplete="off"' in box


def held_back(client: Client, call: Any) -> str:
    """A machine has filled in everything; the secret of its link."""
    where = reverse("start_interest", kwargs={"code": call.code})
    fields = {**hidden(client.get(where).content.decode()), "website": "https://buy.example"}
    secret = client.post(where, fields)["Location"].split("/")[2]
    filled_in(client, secret)
    sent(client, secret)
    return secret


def test_what_is_held_looks_the_same_to_who_sent_it_and_no_letter_goes(
    mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    call = a_call()
    with django_capture_on_commit_callbacks(execute=True):
        secret = held_back(browser(), call)
    made = ExpressionOfInterest.objects.get()
    assert (made.state, made.held_because) == ("sent", "honeypot")
    assert made.reference in page_of(browser(), "interest", secret)
    assert mailoutbox == []
    assert not Notice.objects.exists()
    assert list(found.to_read(call)) == []
    assert list(found.held(call)) == [made]


def test_a_whole_form_in_a_moment_is_held() -> None:
    client, secret = started(a_call())
    filled_in(client, secret)
    where = reverse("check_interest", kwargs={"secret": secret})
    client.post(where, hidden(client.get(where).content.decode()))
    assert ExpressionOfInterest.objects.get().held_because == "too_fast"


def test_a_member_releases_it_and_the_person_hears(mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    made = sent_interest(held_because="too_fast")
    client = browser(person("facilitator"))
    where = reverse("held_interest", kwargs={"organisation": "northshire", "expression": made.pk})
    page = client.get(where).content.decode()
    assert "faster than people write" in page
    assert "I had two babies here." in page
    assert "Zainab" not in page
    assert "people.example" not in page
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(where, {"decision": "release"}).status_code == 302
    made.refresh_from_db()
    assert made.held_because == ""
    assert [message.to for message in mailoutbox] == [[made.email]]
    assert list(found.to_read(made.opportunity)) == [made]
    assert client.get(where).status_code == 404


def test_a_member_leaves_it_out_with_a_reason_and_it_is_kept() -> None:
    made = sent_interest(held_because="honeypot")
    client = browser(person("facilitator"))
    where = reverse("held_interest", kwargs={"organisation": "northshire", "expression": made.pk})
    refused = client.post(where, {"decision": "leave_out", "because": ""})
    assert refused.status_code == 422
    assert client.post(where, {"decision": "leave_out", "because": "It sells shoes."}).status_code == 302
    made.refresh_from_db()
    assert made.left_out_because == "It sells shoes."
    assert list(found.held(made.opportunity)) == []
    assert list(found.left_out(made.opportunity)) == [made]
    assert "shoes" not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    desk = client.get(reverse("interest_desk", kwargs={"organisation": "northshire", "opportunity": made.opportunity_id})).content.decode()
    assert "It sells shoes." in desk
    client.post(where, {"decision": "release"})
    assert list(found.to_read(made.opportunity)) == [made]
