"""Signing in and staying in: where it leads, guessing, old sessions and links, forms from elsewhere, and files that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from tests.builders.consultations import a_consultation
from tests.builders.versions import a_draft, a_published_version, complete, whole_text
from tests.builders.web import PASSWORD, browser, organisation, person

from levelground.web.people.actions import members
from levelground.web.people.models import User
from levelground.web.publishing import pace
from levelground.web.publishing.models import PackageVersion

pytestmark = pytest.mark.django_db
AWAY = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "\t//evil.example",
)


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def a_visitor(**more: object) -> Client:
    return Client(headers={"host": "localhost"}, raise_request_exception=False, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("there", AWAY)
def test_signing_in_leads_to_no_other_site(there: str) -> None:
    person()
    visitor = a_visitor()
    signed_in = visitor.post(
        "/account/login/", {"login": person().email, "password": PASSWORD, "next": there}, query_params={"next": there}
    )
    assert signed_in.status_code == 302
    assert re.match(r"/(?![/\\])", signed_in.headers["Location"])
    out = browser(person()).post("/account/logout/", {"next": there})
    assert re.match(r"/(?![/\\])", out.headers["Location"])


def test_a_page_that_asks_to_sign_in_leads_back_to_this_site_only() -> None:
    for address in ("//evil.example/organisations/x/", "/\\evil.example/", "/organisations/northshire//evil.example/"):
        answer = a_visitor().get(address)
        assert answer.status_code in {302, 404}
        assert "Location" not in answer.headers or answer.headers["Location"].startswith("/account/login/?next=%2Forganisations")


def test_a_session_from_before_signing_in_is_no_session_afterwards() -> None:
    person()
    visitor = a_visitor()
    visitor.get("/account/login/")
    session = visitor.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    visitor.cookies["sessionid"] = before
    visitor.post("/account/login/", {"login": person().email, "password": PASSWORD})
    assert visitor.cookies["sessionid"].value not in {"", before}
    thief = a_visitor()
    thief.cookies["sessionid"] = before
    assert thief.get("/account/").status_code == 302


def test_a_password_cannot_be_guessed_with_a_stolen_session() -> None:
    thief, owner = browser(person()), person()
    for attempt in range(6):
        answer = thief.post("/account/erase/", {"words": "keep", "sure": "on", "password": f"guess number {attempt}"})
    assert answer.status_code == 429
    assert thief.post("/account/erase/", {"words": "keep", "sure": "on", "password": PASSWORD}).status_code == 429
    assert User.objects.get(pk=owner.pk).erased_at is None


def test_a_new_password_ends_every_stolen_session() -> None:
    thief, owner = browser(person()), person()
    assert thief.get("/account/").status_code == 200
    owner.set_password("another long password")
    owner.save()
    assert thief.get("/account/").status_code == 302


def test_forms_from_elsewhere_are_refused() -> None:
    draft = a_draft()
    for who, address in (
        (browser(person()), reverse("delete_draft", args=["northshire", draft.pk])),
        (browser(), reverse("consultation_element", args=[a_consultation(a_draft("northshire_two")).pk, "P1"])),
        (browser(), "/account/login/"),
    ):
        who.handler.enforce_csrf_checks = True
        assert who.post(address, {"words": "x"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert PackageVersion.objects.filter(pk=draft.pk).exists()


def test_an_old_link_opens_nothing() -> None:
    invited = members.invite(organisation=organisation(), email="new@person.example", role="analyst", by=None, tell=False)
    members.withdraw_invitation(invitation=invited.invitation, by=person("administrator"))
    sent = {"name": "New", "password": "three words that are apart"}
    assert a_visitor().post(invited.address, sent).status_code == 410
    other = members.invite(organisation=organisation(), email="other@person.example", role="analyst", by=None, tell=False)
    assert browser(person(of="southshire")).post(other.address).status_code == 200, "the page says that it is for somebody else"
    assert a_visitor().post(other.address, sent).status_code == 302
    assert a_visitor().post(other.address, sent).status_code == 410
    assert not person(of="southshire").memberships.filter(organisation=organisation()).exists()
    for name, more in (("invited", ()), ("invited_element", ("P1",)), ("my_comment", ()), ("accept_invitation", ())):
        answer = a_visitor().get(reverse(name, args=["x" * 43, *more]))
        assert answer.status_code == 404


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_one_visitor_does_not_silence_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    monkeypatch.setattr(pace, "FROM_ONE_CONNECTION", 2)

    def from_(address: str) -> bool:
        return pace.too_many(RequestFactory().post("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": address}))

    assert [from_("203.0.113.9") for _ in range(4)] == [False, False, True, True]
    assert not from_("203.0.113.10")


def test_numbers_and_letters_that_no_database_looks_for_are_nowhere() -> None:
    draft = a_draft()
    lead = browser(person())
    huge = "9" * 30
    for address in (
        f"/organisations/northshire/drafts/{huge}/",
        f"/organisations/northshire/drafts/{draft.pk}/comments/{huge}/answer/",
        "/packages/%00/",
        "/packages/x/%00.yaml",
        "/recommendations/%00x/",
        "/organisations/northshire/packages/%00/new-version/",
        "/organisations/northshire/drafts/adapt/?base=%00",
        "/account/provider/%00/login/",
        f"/consultations/{huge}/",
        f"/organisations/northshire/drafts/{draft.pk}/elements/..%2f..%2fx/",
        f"/organisations/northshire/drafts/{draft.pk}/text.yaml?edit={'9' * 8}",
    ):
        assert lead.get(address).status_code in {200, 404}, address
    admin = browser(person("administrator"))
    assert admin.get(f"/organisations/northshire/people/{huge}/").status_code == 404
    assert admin.post(f"/organisations/northshire/people/invitations/{huge}/withdraw/").status_code == 404


@pytest.mark.parametrize("digits", [41, 5000])
def test_a_version_number_that_fits_no_column_is_refused_with_its_line(digits: int) -> None:
    text = re.sub(r"(?m)^version: .*$", f"version: 1.0.{'9' * digits}", whole_text())
    answer = browser(person()).post(reverse("import_draft", args=["northshire"]), {"text": text})
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "the version has" in said.lower() and "There is a problem" in said
    assert not PackageVersion.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"a: &a [x]\nb: &b [*a, *a]\n" * 9,
        b"[" * 200_000,
        b"\x00" * 1000,
        b"\xff\xfe" + "a: b".encode("utf-16-le"),
        b"id: !!python/object/apply:os.system [id]",
        b"? " * 5000,
        b"{a: " * 5000,
        b"- " * 5000,
        b"x" * (8 * 1024 * 1024 + 1),
    ],
    ids=["aliases", "nested", "nul", "utf-16", "tags", "keys", "maps", "dashes", "large"],
)
def test_no_file_breaks_the_page_that_takes_it(data: bytes) -> None:
    name = 'a\r\nSet-Cookie: x=1"><script>alert(1)</script>.yaml'
    answer = browser(person()).post(reverse("import_draft", args=["northshire"]), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "There is a problem" in said and "<script>alert" not in said
    assert "x=1" not in str(answer.headers)
    assert not PackageVersion.objects.exists()


def test_no_draft_is_in_the_public_addresses_of_its_published_package() -> None:
    from levelground.web.publishing.actions import drafts

    published = a_published_version()
    draft = drafts.new_version(package=published.package, by=person())
    number, never = complete(draft).number, "9.9.9"
    for end in ("/{}/", "/{}.yaml", "/{}.json", "/{}/diagram.svg", "/{}/elements/P1/", "/compare/?from=northshire_test@{}"):
        of_draft, of_nothing = (a_visitor().get(f"/packages/northshire_test{end.format(one)}") for one in (number, never))
        assert of_draft.status_code == of_nothing.status_code
        assert of_draft.content.decode().replace(number, never) == of_nothing.content.decode()
