"""The front page and an organisation at work: what waits for whom, by role, and nothing of anybody else."""

from __future__ import annotations

import html
import re

import pytest
from tests.builders.versions import a_draft, a_published_version, in_review
from tests.builders.web import browser, organisation, person

from levelground.web.publishing.models import PackageVersion

pytestmark = pytest.mark.django_db


def at_work(role: str = "qi_lead", of: str = "northshire") -> str:
    response = browser(person(role, of=of)).get(f"/organisations/{of}/")
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def test_the_front_page_says_what_it_is_and_has_three_ways_in():
    page = browser().get("/").content.decode()
    for address in ("/packages/", "/recommendations/", "/consultations/"):
        assert f'href="{address}"' in page.split("<main")[1]
    assert re.findall(r"<strong>([^<]+)</strong>", page.split("site-golden", 1)[1])[:3] == ["What people say", "Aim", "Drivers"]
    assert "Where you work" not in page


def test_the_front_page_leads_members_to_their_organisations_only():
    organisation("southshire")
    page = browser(person()).get("/").content.decode()
    assert 'href="/organisations/northshire/"' in page and "southshire" not in page


def test_an_organisation_without_anything_is_told_what_to_do_first():
    page = at_work()
    assert 'href="/organisations/northshire/first-hour/"' in page and "Begin here" in page
    assert "What waits" not in page


def test_the_first_hour_is_for_those_who_write_drafts():
    empty = at_work("board_member")
    assert "Begin here" in empty and "first-hour" not in empty and "read what others have published" in empty
    a_draft()
    assert "first-hour" in at_work() and "first-hour" not in at_work("board_member")


def test_a_review_waits_for_those_who_may_do_it_and_not_for_who_wrote_or_asked():
    in_review(a_draft())
    waits = "“A test” waits for a review by a second person."
    assert waits in at_work("board_member") and waits in at_work("analyst")
    assert waits not in at_work("qi_lead")
    assert waits not in at_work("facilitator")
    assert "A test" not in at_work("board_member", of="southshire")


def test_drafts_with_errors_and_parts_that_nobody_owns_wait():
    draft = a_draft()
    PackageVersion.objects.filter(pk=draft.pk).update(errors=2)
    page = at_work()
    assert "“A test” has 2 errors to mend before it can be reviewed." in page
    assert "Nobody answers yet for" in page
    assert "errors to mend" not in at_work("board_member")


def test_what_is_published_and_what_is_open_are_listed_with_their_states():
    a_published_version()
    page = at_work()
    assert 'href="/packages/northshire_test/0.1.0/"' in page and "Published</strong>" in page
    assert "There is no open draft." in page


@pytest.mark.parametrize("role", ["finance_approver", "administrator"])
def test_a_role_that_sees_no_drafts_sees_none(role):
    a_draft()
    page = at_work(role)
    assert "A test" not in page and "With your role you see no drafts." in page


def test_another_organisations_workspace_does_not_exist():
    organisation("southshire")
    assert browser(person()).get("/organisations/southshire/").status_code == 404
    assert browser(person()).get("/organisations/nowhere/").status_code == 404


def test_the_page_asks_few_questions_however_many_drafts_there_are(django_assert_max_num_queries):
    for number in range(4):
        a_draft(f"northshire_{number}")
    client = browser(person())
    client.get("/organisations/northshire/")
    with django_assert_max_num_queries(20):
        client.get("/organisations/northshire/")
