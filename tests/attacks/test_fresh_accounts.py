"""Attacks on accounts: invitations that outlive who sent them, and people who wait half-way through signing in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders.web import PASSWORD, browser, code, organisation, person, with_second_factor

from levelground.web.people.actions import members, privacy, sign_in
from levelground.web.people.models import Invitation, Membership, User

pytestmark = pytest.mark.django_db
LOGIN, STEP = "/account/login/", "/account/second-step/enter/"
NEW_PASSWORD = "another long password for tests"  # noqa: S105 - of people who exist in tests only


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def a_second_administrator() -> User:
    user = person("analyst")
    Membership.objects.get_or_create(user=user, organisation=organisation(), role="administrator", ended_at=None)
    return user


class TestInvitationsOfWhoLeft:
    """An administrator who sees their end coming invites a second address of their own, and comes back by it."""

    def back_door(self, by: User) -> members.Invited:
        return members.invite(organisation=organisation(), email="second@account.example", role="administrator", by=by, tell=False)

    @pytest.mark.parametrize("left_with", [(), ("board_member",)], ids=["nothing", "another role"])
    def test_end_with_their_role(self, left_with: tuple[str, ...]) -> None:
        ended, stays = person("administrator"), a_second_administrator()
        theirs, other = (
            self.back_door(ended),
            members.invite(organisation=organisation(), email="third@person.example", role="analyst", by=stays, tell=False),
        )
        members.change_roles(organisation=organisation(), person=ended, roles=left_with, by=stays)
        assert browser().get(theirs.address).status_code == 410
        assert browser().get(other.address).status_code == 200, "those that others sent stay"
        sent = {"name": "Second", "password": PASSWORD}
        browser().post(theirs.address, sent)
        assert not User.objects.filter(email="second@account.example").exists()

    def test_end_with_their_account(self) -> None:
        ended = person("administrator")
        a_second_administrator()
        theirs = self.back_door(ended)
        privacy.erase(person=ended, by=ended)
        assert browser().get(theirs.address).status_code == 410
        assert Invitation.objects.get().withdrawn_at is not None


class TestHalfSignedIn:
    """Somebody who stole a password waits at the second step."""

    def at_the_second_step(self) -> Client:
        thief = browser()
        user = with_second_factor(person())
        assert thief.post(LOGIN, {"login": user.email, "password": PASSWORD}).url == STEP
        return thief

    def is_in(self, thief: Client) -> bool:
        return thief.get("/account/").status_code == 200

    def test_a_new_password_ends_that_too(self) -> None:
        thief, user = self.at_the_second_step(), person()
        user.set_password(NEW_PASSWORD)
        user.save()
        thief.post(STEP, {"code": code()})
        assert not self.is_in(thief)

    def test_nobody_slips_in_once_the_second_step_is_taken_away(self) -> None:
        thief, user = self.at_the_second_step(), person()
        user.set_password(NEW_PASSWORD)
        user.save()
        sign_in.reset_second_factor(person=user, organisation=organisation(), by=person("administrator"))
        for _ in range(2):
            thief.get(STEP)
            thief.post(STEP, {"code": "000000"})
            thief.get(LOGIN)
        assert not self.is_in(thief)

    def test_nor_into_an_account_that_was_closed(self) -> None:
        thief, user = self.at_the_second_step(), person()
        privacy.erase(person=user, by=user)
        thief.get(STEP)
        thief.post(STEP, {"code": code()})
        assert not self.is_in(thief)
