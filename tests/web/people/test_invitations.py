"""Joining by an invitation: new account, own account, somebody else's, and those that open nothing any more."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone
from tests.builders.web import PASSWORD, browser, organisation, person

from levelground.web.people.actions import invitations
from levelground.web.people.invitation_refused import InvitationRefused
from levelground.web.people.models import AuditEvent, Invitation, Membership, User

pytestmark = pytest.mark.django_db

TOKEN = "a-secret-of-a-link"  # noqa: S105 - of an invitation in tests
ADDRESS = f"/invitations/{TOKEN}/"
NEW = "newcomer@northshire.example"


@pytest.fixture(autouse=True)
def limits() -> None:
    cache.clear()


def invited(email: str = NEW, **more: Any) -> Invitation:
    told = {"role": "analyst", "invited_by": person("administrator"), "expires_at": timezone.now() + timedelta(days=7), **more}
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    return Invitation.objects.create(organisation=organisation(), email=email, token_digest=digest, **told)


def test_a_new_person_sees_what_they_join_gives_name_and_password_and_goes_on_to_the_second_step() -> None:
    invited()
    client = browser()
    page = client.get(ADDRESS)
    said = page.content.decode()
    assert all(part in said for part in ("Northshire NHS Trust", "Analyst", "Looks after the measures", NEW))
    assert page.headers["Cache-Control"] == "no-store"
    joined = client.post(ADDRESS, {"name": "阿明 Østergård", "password": PASSWORD})
    assert (joined.status_code, joined.url) == (302, "/account/second-step/")
    user = User.objects.get(email=NEW)
    assert user.name == "阿明 Østergård"
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert list(Membership.objects.filter(user=user).values_list("role", flat=True)) == ["analyst"]
    assert "You have joined Northshire NHS Trust." in client.get("/account/second-step/").content.decode()
    assert client.get("/account/second-step/app/start/").status_code == 200, "who just joined need not say their password again"
    assert [event.action for event in AuditEvent.objects.order_by("number")] == [
        "people.start_account",
        "people.accept_invitation",
        "people.signed_in",
    ]


def test_what_is_wrong_is_told_and_the_name_stays_in_the_form() -> None:
    invited()
    said = browser().post(ADDRESS, {"name": "Ming", "password": "short"}).content.decode()
    assert "<title>Error: Join Northshire NHS Trust" in said
    assert 'value="Ming"' in said
    assert "at least 12 characters" in said
    assert not User.objects.filter(email=NEW).exists()


def test_an_invitation_works_once() -> None:
    invited()
    browser().post(ADDRESS, {"name": "Ming", "password": PASSWORD})
    page = browser().get(ADDRESS)
    assert page.status_code == 410
    assert "It was used already." in page.content.decode()
    assert browser().post(ADDRESS, {"name": "Other", "password": PASSWORD}).status_code == 410


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "It is too old."),
        ({"withdrawn_at": timezone.now()}, "The organisation took it back."),
    ],
)
def test_an_old_or_withdrawn_invitation_says_so(more: dict[str, Any], said: str) -> None:
    invited(**more)
    assert said in browser().get(ADDRESS).content.decode()
    assert browser().post(ADDRESS, {"name": "Ming", "password": PASSWORD}).status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_a_link_that_is_none_says_so() -> None:
    page = browser().get("/invitations/nothing/")
    assert page.status_code == 404
    assert "Check that you copied the whole link" in page.content.decode()


def test_a_person_with_an_account_signs_in_and_accepts() -> None:
    user = person("curator", of="southshire")
    invited(user.email.upper())
    assert f"/account/login/?next={ADDRESS}" in browser().get(ADDRESS).content.decode()
    client = browser(user)
    assert "Join Northshire NHS Trust" in client.get(ADDRESS).content.decode()
    done = client.post(ADDRESS)
    assert (done.status_code, done.url) == (302, "/organisations/northshire/")
    assert Membership.objects.filter(user=user, organisation=organisation(), role="analyst", ended_at=None).exists()


def test_somebody_else_cannot_accept() -> None:
    invited()
    other = person("curator")
    client = browser(other)
    assert "You are signed in with another address." in client.get(ADDRESS).content.decode()
    client.post(ADDRESS)
    assert not Membership.objects.filter(user=other, role="analyst").exists()
    with pytest.raises(InvitationRefused, match="another email address"):
        invitations.accept(invitation=Invitation.objects.get(), by=other)


def test_an_account_is_not_made_twice() -> None:
    invitation = invited()
    invitations.accept_with_new_account(invitation=invitation, name="Ming", password=PASSWORD)
    with pytest.raises(InvitationRefused, match="an account with this address"):
        invitations.accept_with_new_account(invitation=invitation, name="Ming", password=PASSWORD)
