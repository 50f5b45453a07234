"""Who may open which address: every address of the configuration, for everybody, against a table written here by hand.

The table does not look at `roles.py` or at the marks of the views: what the site does has to agree with what somebody wrote down twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from tests.builders.coproduction import everything as coproduction
from tests.builders.web import browser, person
from tests.builders.world import World, world
from tests.journeys.addresses import entries, parts

from levelground.web.people.policy import policy_of
from levelground.web.site import urls as site_urls
from levelground.web.site import views as site_views

EVERYBODY, SIGNING_IN, SIGNED_IN, MEMBERS = "everybody", "signing in", "signed in", "members"

WHO: dict[str, str] = {
    **dict.fromkeys(
        [
            "health",
            "home",
            "accept_invitation",
            "second_factor_lost",
            "consultations",
            "consultation",
            "consultation_element",
            "what_changed",
            "my_comment",
            "invited",
            "invited_element",
            "packages",
            "package",
            "package_versions",
            "package_compare",
            "package_version",
            "package_diagram",
            "package_diagram_svg",
            "package_element",
            "package_yaml",
            "package_json",
            "recommendations",
            "recommendations_csv",
            "recommendations_json",
            "recommendation",
            "evidence",
            "evidence_csv",
            "evidence_json",
            "evidence_entry",
            "resources",
            "resources_csv",
            "resources_json",
            "resource",
            "frameworks",
            "framework",
            "strategies",
            "strategy",
            "search",
            "open_data",
            "packages_csv",
            "packages_json",
            "feed",
            "help",
            "help_task",
            "privacy",
            "accessibility",
            "about",
            "results",
            "board_sheet",
            "diagram",
            "measures",
            "measure_csv",
            "measure",
            "picture",
            "change_package",
            "change_package_text",
        ],
        EVERYBODY,
    ),
    **dict.fromkeys(
        [
            "account_login",
            "account_logout",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "socialaccount_login_cancelled",
            "openid_connect_login",
            "openid_connect_callback",
        ],
        SIGNING_IN,
    ),
    **dict.fromkeys(
        [
            "account",
            "consents",
            "my_data",
            "my_data_file",
            "erase_me",
            "account_reauthenticate",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "usersessions_list",
        ],
        SIGNED_IN,
    ),
    "workspace": MEMBERS,
    **dict.fromkeys(["members", "roles"], "people: see"),
    **dict.fromkeys(["invite", "withdraw_invitation", "member"], "people: manage"),
    "organisation_settings": "organisation: manage",
    "audit_trail": "audit: see",
    **dict.fromkeys(
        [
            "drafts",
            "draft",
            "draft_text",
            "draft_history",
            "draft_findings",
            "draft_compare",
            "draft_diagram",
            "draft_element",
            "comments",
            "accountability",
            "news",
            "first_hour",
        ],
        "drafts: see",
    ),
    **dict.fromkeys(
        [
            "start_draft",
            "adapt_package",
            "import_draft",
            "new_version",
            "replace_text",
            "undo_edit",
            "delete_draft",
            "upgrade_draft",
            "edit_element",
            "link_element",
            "remove_element",
            "add_element",
            "edit_head",
            "news_seen",
        ],
        "drafts: edit",
    ),
    "comment_on_element": "drafts: comment",
    **dict.fromkeys(["ask_for_review", "publish", "withdraw_version"], "drafts: publish"),
    "review": "drafts: review",
    **dict.fromkeys(["open_consultation", "run_consultation", "close_consultation"], "consultations: run"),
    **dict.fromkeys(["answer_comment", "show_comment"], "comments: answer"),
    "name_owner": "owners: name",
    **dict.fromkeys(
        ["register_entries", "add_recommendation", "register_entry", "edit_entry", "publish_entry", "withdraw_entry"], "registers: keep"
    ),
    **coproduction.WHO,
}
"""For each address by name, who may: a kind of visitor, or what a member must be allowed to do."""

READ = {"people: see", "drafts: see", "drafts: comment"}
MAY: dict[str, set[str]] = {
    "curator": READ | {"drafts: edit", "drafts: review", "registers: keep"},
    "qi_lead": READ | {"drafts: edit", "drafts: review", "drafts: publish", "consultations: run", "comments: answer", "owners: name"},
    "analyst": READ | {"drafts: edit", "drafts: review"},
    "facilitator": READ | {"consultations: run", "comments: answer"},
    "finance_approver": {"people: see"},
    "board_member": READ | {"drafts: review"},
    "subject_expert": READ | {"drafts: review"},
    "partner": READ,
    "expert_by_lived_experience": READ,
    "administrator": {"people: see", "people: manage", "organisation: manage", "audit: see"},
}
"""What each role may do, as its description says."""
MAY = {role: may | coproduction.MAY.get(role, set()) for role, may in MAY.items()}

OUTSIDE = ("signed out", "of another organisation", "of no organisation")
EVERY_ADDRESS = list(entries())


def parts_of(name: str, known: World) -> dict[str, Any]:
    """What fills in the address with this name."""
    [pattern] = [pattern for pattern, entry in EVERY_ADDRESS if entry.name == name]
    return {part: known.of(name)[part] for part in parts(pattern)}


def address(name: str, known: World) -> str:
    """The address with everything filled in."""
    return reverse(name, kwargs=parts_of(name, known) or None)


def visitor(who: str) -> Client:
    """A browser of this kind of visitor, or of a member with this role."""
    if who == "signed out":
        return browser()
    if who == "of another organisation":
        return browser(person("qi_lead", of="southshire"))
    return browser(person(None)) if who == "of no organisation" else browser(person(who))


def expected(who: str, wanted: str) -> str:
    """What the table says: `allowed`, `sign in`, `not there` or `forbidden`."""
    if wanted in {EVERYBODY, SIGNING_IN}:
        return "allowed"
    if who == "signed out":
        return "sign in"
    if wanted == SIGNED_IN:
        return "allowed"
    if who in OUTSIDE:
        return "not there"
    return "allowed" if wanted == MEMBERS or wanted in MAY[who] else "forbidden"


def answered(client: Client, method: str, where: str) -> str:
    """What the site says, in the same words; what it did is undone."""
    with transaction.atomic():
        response: Any = getattr(client, method)(where)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    if response.status_code >= 500 and response.status_code != 503:
        return f"broken ({response.status_code})"
    return {403: "forbidden", 404: "not there"}.get(response.status_code, "allowed")


NOT_THERE_FOR_ANYBODY = {
    "openid_connect_login", "openid_connect_callback", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "account_reset_password_from_key",
}  # fmt: skip
"""Addresses of things that this world has not (a provider, a passkey): allowed, and not there."""
OWN_ONLY = {("comments", "post"), ("consents", "post")}
"""Taking back what somebody else said, agreeing to nothing that there is: not there either."""
AT_THE_DESK = {"concern_letter", "concern_told", "concern_again"}
"""Whoever answers at the desk knows who raised a concern, here the facilitator: for another role that may answer they are not there."""


def test_every_address_says_whom_it_is_for() -> None:
    without = [entry.name or pattern for pattern, entry in EVERY_ADDRESS if policy_of(entry.callback, entry.name) is None]
    assert without == []


def test_every_address_stands_in_the_table() -> None:
    names = [entry.name for _, entry in EVERY_ADDRESS]
    assert set(names) - WHO.keys() == set(), "say in WHO who may open these"
    assert WHO.keys() - set(names) == set(), "these are no addresses any more"
    assert len(names) == len(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("visitors", [OUTSIDE, tuple(MAY)[:5], tuple(MAY)[5:]], ids=["from outside", "first roles", "other roles"])
def test_the_site_does_what_the_table_says(visitors: tuple[str, ...], release: Path, settings: Any) -> None:
    """One world for several visitors: what each of them does is undone."""
    settings.LEVELGROUND_RELEASE = str(release)
    known = world()
    assert [fault for who in visitors for fault in against_the_table(who, known)] == []


def against_the_table(who: str, known: World) -> Iterator[str]:
    """Each answer that this visitor should not have had."""
    client = visitor(who)
    for name, wanted in WHO.items():
        where, right = address(name, known), expected(who, wanted)
        methods = ("get", "post") if wanted not in {EVERYBODY, SIGNING_IN} else ("get",)
        for method in methods:
            said = answered(client, method, where)
            excused = said == "not there" and right == "allowed" and (name in NOT_THERE_FOR_ANYBODY or (name, method) in OWN_ONLY)
            excused = excused or (name in AT_THE_DESK and who == "qi_lead" and said == "not there")
            excused = excused or (wanted == SIGNING_IN and said == "sign in")  # nobody has begun to sign in: they begin
            if said != right and not excused:
                yield f"{who}: {method} {where} ({name}): {said}, and should be {right}"


@pytest.mark.django_db
class TestNothingIsLearnt:
    """Of what another organisation has, an answer says as little as of what never was: to the byte."""

    @pytest.fixture
    def known(self) -> World:
        return world()

    def pairs(self, known: World, of: str) -> Iterator[tuple[str, str]]:
        """For each address with an id: the one of a thing that is there, and of one that never was; in the organisation `of`."""
        ids = {"draft", "version", "comment", "member", "invitation", "entry", "news", "package"}
        for name, wanted in WHO.items():
            if wanted in {EVERYBODY, SIGNING_IN, SIGNED_IN}:
                continue
            filled = parts_of(name, known)
            if ids & filled.keys():
                never = {part: ("never_was" if part == "package" else 987_654) if part in ids else value for part, value in filled.items()}
                there, gone = ({**one, "organisation": of} for one in (filled, never))
                yield reverse(name, kwargs=there), reverse(name, kwargs=gone)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_by_a_member_of_another_in_the_first_ones_addresses(self, known: World, method: str) -> None:
        client = visitor("of another organisation")
        nowhere = getattr(client, method)("/organisations/nowhere/drafts/1/")
        for there, never in self.pairs(known, known.slug):
            self.same(getattr(client, method)(there), getattr(client, method)(never), nowhere)

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("role", ["qi_lead", "curator", "administrator"])
    def test_by_a_member_of_another_in_their_own_addresses(self, known: World, method: str, role: str) -> None:
        client = browser(person(role, of="southshire"))
        for there, never in self.pairs(known, "southshire"):
            one, other = getattr(client, method)(there), getattr(client, method)(never)
            assert one.status_code == other.status_code, there
            assert one.status_code in {403, 404, 405}, there
            assert one.content == other.content, there

    def test_by_somebody_signed_out(self, known: World) -> None:
        client = browser()
        for there, never in self.pairs(known, known.slug):
            one, other = client.get(there), client.get(never)
            assert one.status_code == other.status_code == 302
            assert one["Location"].replace(quote(there, ""), "") == other["Location"].replace(quote(never, ""), "")
            assert one.content == other.content == b""

    def same(self, *answers: Any) -> None:
        first = answers[0]
        for answer in answers:
            assert answer.status_code == 404
            assert answer.content == first.content
            assert dict(answer.headers) == dict(first.headers)


def _nobody_said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a secret")


urlpatterns = [*site_urls.urlpatterns, path("planted/", _nobody_said)]
handler404 = site_views.not_found


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["signed out", "administrator"])
def test_an_address_that_does_not_say_whom_it_is_for_is_closed(who: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answer = visitor(who).get("/planted/")
    assert answer.status_code == 404
    assert b"a secret" not in answer.content
