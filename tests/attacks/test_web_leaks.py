"""What one organisation, a proxy or a log could learn of another's work: nothing."""

from __future__ import annotations

import html
import logging

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders.versions import a_draft, a_published_version, complete, whole_text
from tests.builders.web import PASSWORD, browser, organisation, person

from levelground.web.publishing.actions import edits, register_entries
from levelground.web.publishing.models import News, PackageVersion
from levelground.web.publishing.queries import register_entries as held

pytestmark = pytest.mark.django_db


def an_entry(of: str = "northshire", name: str = "R1", **more: object) -> None:
    value = {
        "id": f"{of}_{name}",
        "verification": "unverified",
        "source": next(iter(sources())),
        "text": "Ask every family what they need.",
        "addressees": ["NHS England"],
        "edition": "2024",
        "themes": ["care"],
        "disciplines": ["every"],
        **more,
    }
    version = register_entries.add(organisation=organisation(of), value=value, reason="Found.", by=person("curator", of))
    register_entries.publish(entry=version.entry, by=person("curator", of))


def sources() -> dict[str, object]:
    from levelground.registers.registers import registers

    return registers().sources


def text_that_claims_to_adapt(package_id: str) -> str:
    return f"{whole_text()}\nadapts:\n  - id: {package_id}\n    version: 1.0.0\n    digest: {'a' * 64}\n"


def draft_of_southshire(monkeypatch: pytest.MonkeyPatch) -> PackageVersion:
    secret = a_draft("southshire_secret", "southshire")
    monkeypatch.setattr("levelground.web.publishing.register_news.ANY", secret.discipline.casefold().strip())
    return secret


def test_to_claim_to_adapt_a_draft_of_others_tells_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    draft_of_southshire(monkeypatch)
    north = browser(person())
    sent = north.post(reverse("import_draft", args=["northshire"]), {"text": text_that_claims_to_adapt("southshire_secret")})
    assert sent.status_code == 302
    assert PackageVersion.objects.get(package__package_id="northshire_test").adapts_id == "southshire_secret"
    an_entry()
    assert News.objects.filter(package_id="southshire_secret").exists(), "the news is there, for its own organisation"
    assert "southshire_secret" not in north.get(reverse("news", args=["northshire"])).content.decode()
    about = News.objects.get(package_id="southshire_secret")
    assert north.get(reverse("news_seen", args=["northshire", about.pk])).status_code == 404
    assert "southshire_secret" in browser(person(of="southshire")).get(reverse("news", args=["southshire"])).content.decode()
    assert held.news_for("southshire_secret") == []


def test_news_of_what_is_published_says_nothing_of_the_draft_of_its_next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from levelground.web.publishing.actions import drafts

    published = a_published_version("southshire_open", "southshire")
    draft = drafts.new_version(package=published.package, by=person(of="southshire"))
    PackageVersion.objects.filter(pk=draft.pk).update(discipline="only in the draft")
    monkeypatch.setattr("levelground.web.publishing.register_news.ANY", "only in the draft")
    an_entry()
    about = News.objects.get(package_id="southshire_open")
    assert about.why and about.why_public == ""
    assert held.news_for("southshire_open") == []


def test_search_shows_drafts_to_nobody_who_has_not_done_the_second_step() -> None:
    a_draft("northshire_heliotrope")
    edits.change_head(draft=complete(PackageVersion.objects.get()), fields={"title": "Heliotrope"}, seen=0, reason="x", by=person())
    by_password = Client(headers={"host": "localhost"})
    by_password.force_login(person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    found = reverse("search") + "?q=heliotrope"
    assert "drafts/" not in by_password.get(found).content.decode()
    assert "drafts/" in browser(person()).get(found).content.decode()


def test_drafts_of_others_are_in_no_search_list_file_or_feed() -> None:
    draft = a_draft("southshire_heliotrope", "southshire")
    edits.change_head(draft=draft, fields={"title": "Heliotrope"}, seen=0, reason="x", by=person(of="southshire"))
    for who in (browser(), browser(person())):
        for address in (
            "/search/?q=heliotrope", "/search/?q=heliotrop",
            "/packages/?q=heliotrope", "/packages.csv", "/packages.json", "/news.atom", "/",
            "/packages/southshire_heliotrope/", "/packages/southshire_heliotrop/", "/packages/southshire_heliotrope/0.1.0.yaml",
            "/packages/maternity_neonatal/compare/?from=southshire_heliotrope@0.1.0",
        ):  # fmt: skip
            said = html.unescape(who.get(address).content.decode())
            assert "Heliotrope" not in said, address
            assert "southshire_heliotrope" not in said or "southshire_heliotrop" in address, address  # what was typed is said back


def test_pages_for_one_person_are_kept_by_no_browser_and_no_proxy() -> None:
    draft = a_draft()
    north = browser(person())
    for address in (
        "/account/",
        "/organisations/northshire/",
        f"/organisations/northshire/drafts/{draft.pk}/",
        "/organisations/northshire/people/",
    ):
        assert "no-store" in north.get(address).headers["Cache-Control"], address


def test_no_proxy_keeps_a_session_with_a_page_that_is_for_everybody() -> None:
    north = browser(person())
    north.get("/account/")
    session = north.session
    session["seen_at"] -= 120
    session.save()
    answer = north.get("/packages.csv")
    assert "sessionid" in answer.cookies
    assert "public" not in answer.headers["Cache-Control"]
    assert "public" in Client(headers={"host": "localhost"}).get("/packages.csv").headers["Cache-Control"]


def test_the_log_of_a_page_that_failed_holds_no_word_of_a_person(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(f"Key (email)=({person().email}) already exists")

    monkeypatch.setattr("levelground.web.overview.search_pages.page", fails)
    monkeypatch.setattr(logging.getLogger("levelground"), "propagate", True)
    assert browser().get("/search/?q=x").status_code == 500
    said = "".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records if record.name.startswith("levelground"))
    assert "ValueError" in said and "search" in said
    assert person().email not in said


def test_the_link_for_a_new_password_leads_to_the_site_whatever_host_was_asked_for() -> None:
    from django.core import mail
    from django.test import override_settings

    person()
    with override_settings(ALLOWED_HOSTS=["*"], LEVELGROUND_ADDRESS="https://levelground.example"):
        Client(headers={"host": "evil.example"}).post("/account/password/reset/", {"email": person().email})
    assert len(mail.outbox) == 1
    for body in (str(mail.outbox[0].body), str(mail.outbox[0].alternatives[0][0])):
        assert "https://levelground.example/account/password/reset/key/" in body
        assert "evil.example" not in body


def test_asking_for_a_new_password_answers_alike_for_strangers() -> None:
    person()
    said = []
    for email in (person().email, "nobody@nowhere.example"):
        answer = Client(headers={"host": "localhost"}).post("/account/password/reset/", {"email": email})
        said.append((answer.status_code, answer.headers.get("Location")))
    assert said[0] == said[1]
    wrong = [
        Client(headers={"host": "localhost"}).post("/account/login/", {"login": email, "password": f"wrong {PASSWORD}"})
        for email in (person().email, "nobody@nowhere.example")
    ]
    bodies = [
        html.unescape(answer.content.decode()).replace(email, "")
        for answer, email in zip(wrong, (person().email, "nobody@nowhere.example"), strict=True)
    ]
    assert wrong[0].status_code == wrong[1].status_code
    assert len(bodies[0]) == len(bodies[1])
