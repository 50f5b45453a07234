"""Help by task, what is held about people, and the first hour with what is done."""

from __future__ import annotations

import re

import pytest
from tests.builders.web import browser, organisation, person

from levelground.web.design_system import reading_age
from levelground.web.overview.help_tasks import GROUPS, TASKS

pytestmark = pytest.mark.django_db
FIRST_HOUR = "/organisations/northshire/first-hour/"


def words_of(page: str) -> str:
    """What the main part of a page says."""
    main = page.partition("<main")[2].partition("</main>")[0]
    blocks = re.sub(r"</(p|li|h1|h2|h3|td|th|dt|dd|caption)>", ". ", main)
    return " ".join(re.sub(r"<[^>]+>", " ", f"<{blocks}").split())


def test_help_lists_every_task_in_a_group() -> None:
    page = browser().get("/help/").content.decode()
    for task in TASKS.values():
        assert f"/help/{task.slug}/" in page
        assert task.group in GROUPS


@pytest.mark.parametrize("slug", list(TASKS))
def test_every_task_has_a_page_that_is_easy_to_read(slug) -> None:
    answer = browser().get(f"/help/{slug}/")
    assert answer.status_code == 200
    task = TASKS[slug]
    assert reading_age.grade(" ".join([f"{task.title}.", task.about, *task.words])) <= 7


def test_the_links_of_the_steps_lead_somewhere() -> None:
    client = browser()
    for slug in TASKS:
        page = client.get(f"/help/{slug}/").content.decode()
        for address in re.findall(r'<br>\s*<a href="([^"]+)"', page):
            assert client.get(address).status_code in (200, 302), (slug, address)


def test_no_other_page_of_help_is_there() -> None:
    assert browser().get("/help/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["/help/", "/privacy/"])
def test_pages_are_easy_to_read(path) -> None:
    assert reading_age.grade(words_of(browser().get(path).content.decode())) <= 7


def test_privacy_names_the_cookies_that_there_are(settings) -> None:
    page = browser().get("/privacy/").content.decode()
    assert settings.SESSION_COOKIE_NAME in page
    assert settings.CSRF_COOKIE_NAME in page


def test_a_reader_gets_no_cookie() -> None:
    client = browser()
    for path in ("/help/", "/privacy/", "/recommendations/", "/search/?q=care"):
        assert not client.get(path).cookies, path


def steps(client) -> list[str]:
    page = client.get(FIRST_HOUR).content.decode()
    return re.findall(r"nhsuk-tag--\w+\">([^<]+)<", page.partition("site-steps")[2])


def test_the_first_hour_ticks_off_what_is_done() -> None:
    from levelground.web.publishing.actions import drafts, edits
    from levelground.web.publishing.queries import published

    lead = person("qi_lead")
    client = browser(lead)
    assert steps(client) == ["To do"] * 6
    base = published.one("maternity_neonatal")
    draft = drafts.adapt(organisation=organisation(), base=base, package_id="northshire_births", title="Births", by=lead)
    assert steps(client) == ["Done", "Done", "To do", "To do", "To do", "To do"]
    aim = base.reading().change_package.aim
    said = {"statement": "Fewer deaths of mothers in Northshire."}
    edits.change_element(draft=draft, element_id=aim.id, fields=said, seen=draft.edits, reason="ours", by=lead)
    assert steps(client)[2] == "Done"
    page = client.get(FIRST_HOUR).content.decode()
    assert "3 of 6 steps done" in page
    assert f"/organisations/northshire/drafts/{draft.pk}/" in page


def test_the_first_hour_of_one_organisation_says_nothing_of_another() -> None:
    from levelground.web.publishing.actions import drafts

    lead = person("qi_lead", "southshire")
    drafts.start(organisation=organisation("southshire"), package_id="southshire_plan", title="Secret plan", by=lead)
    client = browser(person("qi_lead"))
    assert steps(client) == ["To do"] * 6
    assert "Secret plan" not in client.get(FIRST_HOUR).content.decode()
    assert client.get("/organisations/southshire/first-hour/").status_code == 404


def test_who_may_only_read_is_told_whom_to_ask() -> None:
    page = browser(person("board_member")).get(FIRST_HOUR).content.decode()
    assert "ask an administrator" in page
