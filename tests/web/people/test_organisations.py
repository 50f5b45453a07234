"""Organisations and their people: who is asked, who has which role, and that nobody outside learns of it."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.utils import timezone
from tests.builders.web import browser, organisation, person

from levelground.web.people.actions import members, organisations
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import AuditEvent, Invitation, Membership, Organisation, User
from levelground.web.people.queries import viewers

BASE = "/organisations/northshire"


def roles_of(user: User, of: str = "northshire") -> set[str]:
    viewer = viewers.viewer(user, of)
    return set(viewer.roles) if viewer else set()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.django_db
class TestHierarchy:
    def test_a_trust_stands_under_a_board_under_a_national_body(self) -> None:
        nation = organisations.create(slug="nation", name="A national body", kind="national_body", by=None)
        board = organisations.create(slug="board", name="A board", kind="icb", parent=nation, by=None)
        trust = organisations.create(slug="trust", name="A trust", kind="trust", parent=board, by=None)
        assert [trust.parent, board.parent, nation.parent] == [board, nation, None]

    def test_no_organisation_stands_under_itself(self) -> None:
        nation = organisations.create(slug="nation", name="A national body", kind="national_body", by=None)
        board = organisations.create(slug="board", name="A board", kind="icb", parent=nation, by=None)
        for parent in (nation, board):
            with pytest.raises(ChangeRefused, match="under itself"):
                organisations.place(organisation=nation, parent=parent, by=None)
        organisations.place(organisation=board, parent=None, by=None)
        organisations.place(organisation=nation, parent=board, by=None)
        assert Organisation.objects.get(slug="nation").parent == board

    @pytest.mark.parametrize("slug", ["", "North", "a_b", "-a", "a--b", "1a", "é", "a" * 31, "a b", "a\n"])
    def test_a_short_name_is_plain(self, slug: str) -> None:
        with pytest.raises(ChangeRefused, match="short name"):
            organisations.create(slug=slug, name="A trust", kind="trust", by=None)

    def test_a_short_name_is_there_once(self) -> None:
        organisation("nation")
        with pytest.raises(ChangeRefused, match="already"):
            organisations.create(slug="nation", name="Another", kind="trust", by=None)


@pytest.mark.django_db
class TestInviting:
    def test_an_invitation_is_sent_and_only_the_digest_of_its_link_is_kept(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser(person("administrator")).post(
                f"{BASE}/people/invite/", {"email": "Ada@Example.org", "role": "analyst"}, follow=True
            )
        assert "The invitation is on its way" in text(answer)
        invited = Invitation.objects.get()
        assert invited.email == "ada@example.org"
        [message] = mail.outbox
        assert message.to == ["ada@example.org"]
        [token] = re.findall(r"/invitations/([^/\s]+)/", str(message.body))
        assert token not in str(Invitation.objects.values_list())
        assert "ada@example.org" in text(answer)

    def test_nothing_personal_is_in_the_trail(self) -> None:
        invited = members.invite(organisation=organisation(), email="ada@example.org", role="analyst", by=person("administrator"))
        told = str(list(AuditEvent.objects.values_list()))
        assert "people.invite" in told
        assert "ada" not in told
        assert invited.token not in told

    def test_what_cannot_be_is_said_at_the_field_and_kept_in_the_form(self) -> None:
        person("analyst")
        signed_in = browser(person("administrator"))
        for email, role, said in (
            ("", "analyst", "Write the email address"),
            ("nobody", "analyst", "not an email address"),
            ("x@example.org", "", "Choose a role"),
            ("x@example.org", "king", "not one of the roles"),
            ("analyst@northshire.example", "analyst", "has this role already"),
            ("administrator@northshire.example", "analyst", "cannot invite yourself"),
        ):
            answer = signed_in.post(f"{BASE}/people/invite/", {"email": email, "role": role})
            assert answer.status_code == 422
            assert said in text(answer)
            assert "There is a problem" in text(answer)
            assert f'value="{email}"' in answer.content.decode() or not email
        assert not Invitation.objects.exists()

    def test_one_open_invitation_an_address_and_role(self) -> None:
        asked = {"organisation": organisation(), "email": "ada@example.org", "role": "analyst", "by": person("administrator")}
        members.invite(**asked)
        with pytest.raises(ChangeRefused, match="open invitation"):
            members.invite(**asked)
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            members.invite(**asked)

    def test_a_withdrawn_invitation_is_withdrawn_once(self) -> None:
        administrator = person("administrator")
        held = members.invite(organisation=organisation(), email="ada@example.org", role="analyst", by=administrator).invitation
        answer = browser(administrator).post(f"{BASE}/people/invitations/{held.pk}/withdraw/", follow=True)
        assert "does not work any more" in text(answer)
        with pytest.raises(ChangeRefused, match="not open"):
            members.withdraw_invitation(invitation=held, by=administrator)

    def test_an_invitation_of_another_organisation_does_not_exist(self) -> None:
        theirs = members.invite(organisation=organisation("southshire"), email="a@example.org", role="analyst", by=None).invitation
        signed_in = browser(person("administrator"))
        assert signed_in.post(f"{BASE}/people/invitations/{theirs.pk}/withdraw/").status_code == 404
        assert Invitation.objects.get().withdrawn_at is None


@pytest.mark.django_db
class TestRoles:
    def test_roles_are_given_and_ended_and_the_old_ones_are_kept(self) -> None:
        administrator, someone = person("administrator"), person("analyst")
        answer = browser(administrator).post(f"{BASE}/people/{someone.pk}/", {"roles": ["qi_lead", "facilitator"]}, follow=True)
        assert "are changed" in text(answer)
        assert roles_of(someone) == {"qi_lead", "facilitator"}
        assert Membership.objects.get(user=someone, role="analyst").ended_at is not None
        told = AuditEvent.objects.filter(organisation__isnull=False).values_list("action", flat=True)
        assert list(told) == ["people.give_role", "people.give_role", "people.end_role"]

    def test_who_has_no_role_left_is_out_at_once(self) -> None:
        administrator, someone = person("administrator"), person("analyst")
        theirs = browser(someone)
        assert theirs.get(f"{BASE}/people/").status_code == 200
        browser(administrator).post(f"{BASE}/people/{someone.pk}/", {"do": "end"})
        assert theirs.get(f"{BASE}/people/").status_code == 404

    def test_the_last_administrator_stays(self) -> None:
        administrator = person("administrator")
        answer = browser(administrator).post(f"{BASE}/people/{administrator.pk}/", {"do": "end"}, follow=True)
        assert "needs an administrator" in text(answer)
        assert roles_of(administrator) == {"administrator"}

    def test_nobody_gives_themselves_a_role(self) -> None:
        administrator = person("administrator")
        answer = browser(administrator).post(f"{BASE}/people/{administrator.pk}/", {"roles": ["administrator", "qi_lead"]})
        assert answer.status_code == 422
        assert "cannot give yourself" in text(answer)
        assert roles_of(administrator) == {"administrator"}

    def test_a_person_of_another_organisation_does_not_exist(self) -> None:
        stranger = person("analyst", of="southshire")
        signed_in = browser(person("administrator"))
        for answer in (signed_in.get(f"{BASE}/people/{stranger.pk}/"), signed_in.post(f"{BASE}/people/{stranger.pk}/", {"do": "end"})):
            assert answer.status_code == 404
        assert roles_of(stranger, "southshire") == {"analyst"}

    def test_an_organisation_calls_its_roles_what_it_likes(self) -> None:
        signed_in = browser(person("administrator"))
        answer = signed_in.post(f"{BASE}/settings/", {"name": "Northshire Trust", "role_qi_lead": "Change maker"}, follow=True)
        assert "The settings are saved" in text(answer)
        told = text(signed_in.get(f"{BASE}/roles/"))
        assert "Change maker (Quality improvement lead)" in told
        assert "Northshire Trust" in told
        signed_in.post(f"{BASE}/settings/", {"name": "Northshire Trust", "role_qi_lead": ""})
        assert "Change maker" not in text(signed_in.get(f"{BASE}/roles/"))

    def test_a_page_that_a_role_may_not_open_says_which_roles_may(self) -> None:
        answer = browser(person("analyst")).get(f"{BASE}/people/invite/")
        assert answer.status_code == 403
        told = text(answer)
        assert "may invite people, change their roles, and end them" in told
        assert "Your role in Northshire NHS Trust is Analyst." in told
        assert "Administrator" in told


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_leave_one() -> None:
    where, one, other = organisation(), person("administrator"), person("administrator", of="southshire")
    Membership.objects.create(user=other, organisation=where, role="administrator")
    refused: list[str] = []

    def end(of: User, by: User) -> None:
        try:
            members.change_roles(organisation=where, person=of, roles=(), by=by)
        except ChangeRefused as error:
            refused.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=end, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(organisation=where, role="administrator", ended_at=None).count() == 1


@pytest.mark.django_db
class TestAuditPage:
    def test_the_newest_first_filtered_by_the_address_page_by_page(self) -> None:
        where, administrator = organisation(), person("administrator")
        for number in range(60):
            members.invite(organisation=where, email=f"p{number}@example.org", role="analyst", by=administrator)
        organisations.change(organisation=where, name="Northshire", role_names={}, by=administrator)
        members.invite(organisation=organisation("southshire"), email="x@example.org", role="analyst", by=None)
        signed_in = browser(administrator)
        first = text(signed_in.get(f"{BASE}/audit/"))
        assert "61 events, page 1 of 2" in first
        assert first.index("changed the settings of the organisation", first.index("Did what")) < first.index(
            "invited somebody", first.index("Did what")
        )
        assert "Administrator of northshire" in first
        filtered = signed_in.get(f"{BASE}/audit/?action=people.invite")
        assert "60 events, page 1 of 2" in text(filtered)
        assert "?action=people.invite&amp;page=2" in filtered.content.decode()
        assert "page 2 of 2" in text(signed_in.get(f"{BASE}/audit/?action=people.invite&page=2"))

    @pytest.mark.parametrize("query", ["action=nothing", "page=999", "page=x", "page=-1", "action=%00", "action=" + "x" * 5000])
    def test_an_odd_address_is_a_page_too(self, query: str) -> None:
        assert browser(person("administrator")).get(f"{BASE}/audit/?{query}").status_code == 200
