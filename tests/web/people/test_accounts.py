"""A person's own account: where they work, how they sign in, what they agree to; and the reset of a lost second step."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone
from tests.builders.web import browser, organisation, person

from levelground.web.people.actions import consents, sign_in
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.consents import CONSENT_TEXTS, ConsentText
from levelground.web.people.models import AuditEvent, ConsentRecord, Membership, RoleName
from levelground.web.people.queries import consents as agreed

pytestmark = pytest.mark.django_db


def test_the_account_names_the_organisations_with_what_they_call_the_roles() -> None:
    user = person("curator")
    RoleName.objects.create(organisation=organisation(), role="curator", name="Keeper of the lists")
    said = browser(user).get("/account/").content.decode()
    assert user.email in said
    assert "Northshire NHS Trust</a>: Keeper of the lists" in said
    assert "Second step: app." in said
    assert "/organisations/northshire/" in said


def test_somebody_in_no_organisation_is_told_what_to_do() -> None:
    assert "Ask an administrator to invite you" in browser(person(None)).get("/account/").content.decode()


def test_consent_is_given_and_taken_back_and_both_stay_on_record() -> None:
    user = person()
    client = browser(user)
    assert "You do not agree to this now." in client.get("/account/consents/").content.decode()
    for answer in ("give", "give", "withdraw", "give"):
        assert client.post("/account/consents/", {"subject": "news-by-email", "answer": answer}).status_code == 302
    assert agreed.agreed(user, "news-by-email")
    assert not agreed.agreed(user, "name-in-public")
    records = list(ConsentRecord.objects.order_by("pk"))
    assert [record.withdrawn_at is None for record in records] == [False, True]
    assert {record.words_digest for record in records} == {CONSENT_TEXTS["news-by-email"].digest}
    told = [event.action for event in AuditEvent.objects.filter(action__contains="consent").order_by("number")]
    assert told == ["people.give_consent", "people.withdraw_consent", "people.give_consent"]
    assert "not taken back" in client.get("/account/consents/").content.decode()
    assert client.post("/account/consents/", {"subject": "nothing", "answer": "give"}).status_code == 404


def test_new_words_ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person()
    consents.give(subject="news-by-email", by=user)
    monkeypatch.setitem(CONSENT_TEXTS, "news-by-email", ConsentText("news-by-email", "2027-01-01", "News", "Other words."))
    assert not agreed.agreed(user, "news-by-email")
    consents.withdraw(subject="news-by-email", by=user)
    assert ConsentRecord.objects.get().withdrawn_at is not None


def test_an_administrator_resets_a_lost_second_step_and_the_person_is_told(django_capture_on_commit_callbacks: Any) -> None:
    user, administrator = person("analyst"), person("administrator")
    client = browser(user)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in.reset_second_factor(person=user, organisation=organisation(), by=administrator)
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/organisations/northshire/people/").url == "/account/second-step/"
    event = AuditEvent.objects.get(action="people.second_factor_reset")
    assert (event.by, event.subject, event.organisation) == (administrator.pk, f"user:{user.pk}", organisation().pk)
    assert mail.outbox[-1].to == [user.email]
    assert "http://127.0.0.1:8000/account/login/" in mail.outbox[-1].body


def test_a_reset_is_told_to_the_other_organisations_of_the_person(django_capture_on_commit_callbacks: Any) -> None:
    user, administrator, theirs = person("analyst"), person("administrator"), person("administrator", "southshire")
    former = person("administrator", "westshire")
    for of, ended in (("southshire", None), ("westshire", timezone.now())):
        Membership.objects.create(user=user, organisation=organisation(of), role="curator", ended_at=ended)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in.reset_second_factor(person=user, organisation=organisation(), by=administrator)
    events = AuditEvent.objects.filter(action="people.second_factor_reset", subject=f"user:{user.pk}")
    assert {event.organisation for event in events} == {organisation().pk, organisation("southshire").pk}
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {user.email, theirs.email} and former.email not in told
    assert user.name in told[theirs.email] and organisation("southshire").name in told[theirs.email]
    assert organisation().name not in told[theirs.email] and administrator.name not in told[theirs.email]


@pytest.mark.parametrize(("role", "of"), [("analyst", "northshire"), ("administrator", "southshire")])
def test_nobody_else_resets_it(role: str, of: str) -> None:
    with pytest.raises(ChangeRefused):
        sign_in.reset_second_factor(person=person("curator"), organisation=organisation(), by=person(role, of))


def test_no_administrator_resets_their_own_or_a_strangers() -> None:
    administrator = person("administrator")
    for whom in (administrator, person("curator", of="southshire")):
        with pytest.raises(ChangeRefused):
            sign_in.reset_second_factor(person=whom, organisation=organisation(), by=administrator)
