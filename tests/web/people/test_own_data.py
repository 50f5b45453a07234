"""What the site holds of a person: all of it given out, and none of it left after an erasure."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from tests.builders.web import PASSWORD, browser, organisation, person

from levelground.web.coproduction.actions import own_data as co_production
from levelground.web.people import personal_data
from levelground.web.people.actions import consents, members, privacy
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Invitation, Membership, User
from levelground.web.people.queries import audit_events
from levelground.web.people.signals import person_erased
from levelground.web.publishing.actions.own_data import WORK
from levelground.web.publishing.models import (
    Comment,
    Consultation,
    ConsultationInvitation,
    HeldPackage,
    Ownership,
    PackageVersion,
    StoredText,
)

NAME, ADDRESS = "Canary Zzyzx-Ólafsdóttir", "canary.zzyzx@secret-hospital.example"
CANARIES = ("Zzyzx", "zzyzx", "canary", "Canary", "secret-hospital", "198.51.100.77", "Zzyzxbrowser")

SPOKEN_FOR = {
    "account.EmailAddress", "account.EmailConfirmation",
    "axes.AccessAttempt", "axes.AccessAttemptExpiration", "axes.AccessFailureLog", "axes.AccessLog",
    "mfa.Authenticator", "socialaccount.SocialAccount", "usersessions.UserSession",
    "people.User", "people.Membership", "people.Invitation", "people.ConsentRecord",
    "publishing.Comment", "publishing.ConsultationInvitation", "publishing.Ownership",
    *(f"publishing.{model.__name__}" for model, _, _ in WORK),
    *(f"coproduction.{name}" for name in co_production.NAMES_PEOPLE),
    *(f"coproduction.{model.__name__}" for model, _ in co_production.work()),
}  # fmt: skip
"""Tables that name a person, each in the hands of somebody who gives out and erases; `axes` and confirmations hold digests or nothing."""


def canary() -> User:
    """A person of whom every table knows something."""
    user = person("analyst", name=NAME)
    user.email = ADDRESS
    user.save()
    where, someone = organisation(), person("qi_lead")
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    SocialAccount.objects.create(user=user, provider="organisation", uid=ADDRESS, extra_data={"name": NAME})
    consents.give(subject=next(iter(consents.CONSENT_TEXTS)), by=user)
    invited = members.invite(organisation=where, email=ADDRESS, role="partner", by=None, tell=False).invitation
    Invitation.objects.filter(pk=invited.pk).update(accepted_at=timezone.now(), accepted_by=user)
    members.invite(organisation=organisation("southshire"), email=ADDRESS.upper(), role="partner", by=None, tell=False)
    draft = _draft(user)
    consultation = Consultation.objects.create(
        version=draft, text=draft.text, question="What do you think?", opened_by=someone, last_day=date(2030, 1, 1)
    )
    asked = ConsultationInvitation.objects.create(consultation=consultation, email=ADDRESS, token_digest="a" * 64, invited_by=someone)
    Comment.objects.create(version=draft, by=user, name=NAME, words="I, Zzyzx, said this.")
    Comment.objects.create(version=draft, consultation=consultation, invitation=asked, name=NAME, words="And canary said this.")
    Comment.objects.create(version=draft, by=someone, words="Somebody else said this.")
    Ownership.objects.create(package=draft.package, element="P1", owner=user, named_by=someone)
    key = browser(user).session.session_key
    UserSession.objects.update_or_create(
        session_key=key, defaults={"user": user, "ip": "198.51.100.77", "user_agent": "Zzyzxbrowser/1", "data": {}}
    )
    return user


def _draft(by: User) -> PackageVersion:
    text = StoredText.objects.create(digest="d" * 64, content="id: northshire_x\n")
    package = HeldPackage.objects.create(package_id="northshire_x", organisation=organisation())
    return PackageVersion.objects.create(package=package, text=text, title="A draft", created_by=by, co_production="not_yet_co_produced")


def everything() -> str:
    """Every value of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of the test's own
            said.append(repr(cursor.fetchall()))
    return "\n".join(said)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def signed_in() -> tuple[User, Client]:
    user = canary()
    return user, browser(user)


@pytest.mark.django_db
class TestCopy:
    def test_it_has_all_of_it(self) -> None:
        user = canary()
        held = json.loads(json.dumps(privacy.export(person=user, by=user), default=str))
        assert held["account"]["name"] == NAME
        assert held["account"]["addresses"][0]["email"] == ADDRESS
        assert [one["role"] for one in held["memberships"]] == ["analyst"]
        assert [one["email"] for one in held["invitations"]["to_you"]] == [ADDRESS, ADDRESS]
        assert len(held["consents"]) == 1
        told = held["words_and_tasks"]
        assert {one["words"] for one in told if "words" in one} == {"I, Zzyzx, said this.", "And canary said this."}
        assert [one["email"] for one in told if "email" in one] == [ADDRESS]
        assert [one["element"] for one in told if "due" in one] == ["P1"]
        assert held["ways_to_sign_in"]["second_steps"][0]["type"] == "totp"
        assert "Package version" in str(held["work_on_texts"]) or "package version" in str(held["work_on_texts"])
        assert any(event["action"] == "people.export" for event in held["audit_events"])

    def test_it_has_no_secret_and_nobody_else(self) -> None:
        user = canary()
        held = json.dumps(privacy.export(person=user, by=user), default=str)
        assert user.password not in held
        for factor in Authenticator.objects.filter(user=user):
            assert str(factor.data.get("secret", "none at all")) not in held
        assert "Somebody else" not in held
        assert "qi_lead@northshire" not in held

    def test_the_page_and_the_file(self, signed_in: tuple[User, Client]) -> None:
        _, own = signed_in
        assert "I, Zzyzx, said this." in text(own.get("/account/my-data/"))
        answer = own.get("/account/my-data.json")
        assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
        assert "no-store" in answer["Cache-Control"]
        assert json.loads(answer.content)["account"]["email"] == ADDRESS

    def test_another_person_gets_their_own(self, signed_in: tuple[User, Client]) -> None:
        answer = browser(person("qi_lead")).get("/account/my-data.json")
        assert not any(word in answer.content.decode() for word in CANARIES)

    def test_the_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        canary()
        out = io.StringIO()
        call_command("export_person", ADDRESS.upper(), stdout=out)
        assert json.loads(out.getvalue())["account"]["name"] == NAME
        with pytest.raises(CommandError, match="no account"):
            call_command("export_person", "nobody@example.org")


@pytest.mark.django_db(transaction=True)
class TestErasure:
    @pytest.fixture(autouse=True)
    def own_head(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))

    def test_nothing_of_the_person_is_left_anywhere(self, tmp_path: Path) -> None:
        user = canary()
        assert all(word in everything() for word in CANARIES)
        told: list[int] = []

        def listen(sender: object, user_id: int, **more: object) -> None:
            told.append(user_id)

        person_erased.connect(listen)
        privacy.erase(person=user, by=user, words=True)
        person_erased.disconnect(listen)
        left = everything()
        assert [word for word in CANARIES if word in left] == []
        assert told == [user.pk]
        assert "Somebody else said this." in left
        assert audit_events.verified().findings == ()
        if connection.vendor == "sqlite":
            call_command("erase_person", _other().email)  # the command rewrites the file
        connection.close()
        for file in [*_files(Path(settings.HOME)), *_files(tmp_path)]:
            assert not [word for word in CANARIES if word.encode() in file.read_bytes()], file.name

    def test_the_database_lets_go_by_itself(self) -> None:
        """SQLite: its very file. PostgreSQL keeps its files to itself: every row of every table."""
        user = canary()
        database = Path(str(connection.settings_dict["NAME"]))
        privacy.erase(person=user, by=user, words=True)
        held = everything().encode()
        connection.close()
        if connection.vendor == "sqlite":
            held = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
        assert [word for word in CANARIES if word.encode() in held] == []

    def test_words_stay_without_a_name_where_the_person_agrees(self) -> None:
        user = canary()
        privacy.erase(person=user, by=user)
        assert set(Comment.objects.values_list("words", "name")) == {
            ("I, Zzyzx, said this.", ""),
            ("And canary said this.", ""),
            ("Somebody else said this.", ""),
        }

    def test_nobody_signs_in_as_them_again_and_no_browser_stays_signed_in(self) -> None:
        user = canary()
        theirs = browser(user)
        assert theirs.get("/account/").status_code == 200
        privacy.erase(person=user, by=user)
        assert theirs.get("/account/").status_code == 302
        user.refresh_from_db()
        assert not user.is_active
        assert not user.check_password(PASSWORD)
        assert not Authenticator.objects.filter(user=user).exists()
        assert not Membership.objects.filter(user=user, ended_at=None).exists()
        assert not Ownership.objects.filter(owner=user, ended_at=None).exists()
        assert not Invitation.objects.filter(email=user.email, accepted_at=None, withdrawn_at=None).exists()

    def test_by_the_page_with_their_password(self) -> None:
        user = canary()
        own = browser(user)
        asked = {"words": "erase", "sure": "on"}
        for given, said in (
            ({**asked, "password": "wrong"}, "not your password"),
            ({**asked, "password": ""}, "Write your password"),
            ({"words": "erase", "password": PASSWORD}, "Tick the box"),
            ({"sure": "on", "password": PASSWORD}, "Choose what becomes of your words"),
        ):
            answer = own.post("/account/erase/", given)
            assert answer.status_code == 422
            assert said in text(answer)
        assert User.objects.get(pk=user.pk).erased_at is None
        answer = own.post("/account/erase/", {**asked, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert User.objects.get(pk=user.pk).erased_at is not None
        assert own.get("/account/").status_code == 302

    def test_the_last_administrator_names_another_first(self) -> None:
        administrator = person("administrator")
        answer = browser(administrator).post("/account/erase/", {"words": "keep", "sure": "on", "password": PASSWORD})
        assert "would have no administrator" in text(answer)
        with pytest.raises(CommandError, match="no administrator"):
            call_command("erase_person", administrator.email)
        call_command("erase_person", administrator.email, "--even-last", stdout=io.StringIO())
        assert User.objects.get(pk=administrator.pk).erased_at is not None

    def test_once(self) -> None:
        user = person("analyst")
        privacy.erase(person=user, by=None)
        with pytest.raises(ChangeRefused, match="already"):
            privacy.erase(person=user, by=None)

    def test_an_address_without_an_account(self) -> None:
        user = canary()
        ConsultationInvitation.objects.create(
            consultation=Consultation.objects.get(), email="Guest@example.org", token_digest="b" * 64, invited_by=person("qi_lead")
        )
        out = io.StringIO()
        call_command("export_person", "guest@example.org", stdout=out)
        assert json.loads(out.getvalue())["words_and_tasks"][0]["email"] == "Guest@example.org"
        call_command("erase_person", "guest@example.org", stdout=out)
        assert "guest@" not in everything().casefold()
        assert ADDRESS in everything()
        with pytest.raises(CommandError, match="Look at its spelling"):
            call_command("erase_person", "guest@example.org")
        assert User.objects.get(pk=user.pk).erased_at is None

    def test_two_people_can_be_erased(self) -> None:
        for user in (person("analyst"), person("partner")):
            privacy.erase(person=user, by=None)
        assert User.objects.filter(name="Erased person").count() == 2


def test_every_table_that_names_a_person_is_spoken_for() -> None:
    """A new table with a person, an address or a name in it is handed to somebody before it is here."""
    naming = set()
    for model in apps.get_models():
        for column in model._meta.get_fields():
            to_user = isinstance(column, models.ForeignKey) and column.related_model is User
            address = isinstance(column, models.EmailField | models.GenericIPAddressField) or column.name in {"username", "user_agent"}
            if to_user or address:
                naming.add(f"{model._meta.app_label}.{model.__name__}")
    assert naming - SPOKEN_FOR == set()


def test_every_kind_says_what_becomes_of_it() -> None:
    assert len(personal_data.holders()) >= 9
    assert all(holder.when_erased.endswith(".") for holder in personal_data.holders())


def test_the_column_names_of_work_are_all_there() -> None:
    """Each column of the room that says who did something in their work is in `WORK`."""
    elsewhere = {("Comment", "by"), ("Ownership", "owner")}
    columns = {
        (model.__name__, column.name)
        for model in apps.get_app_config("publishing").get_models()
        for column in model._meta.get_fields()
        if isinstance(column, models.ForeignKey) and column.related_model is User
    }
    assert columns - elsewhere == {(model.__name__, column) for model, column, _ in WORK}


def _other() -> User:
    return person("partner")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
