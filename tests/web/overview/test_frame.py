"""What every page has around it: who is signed in, the menus, the foot, and how little is sent."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from tests.builders.versions import a_published_version
from tests.builders.web import browser, person

pytestmark = pytest.mark.django_db

FIRST_VIEW = 100 * 1024
COMPRESSED = {"accept-encoding": "gzip"}
HEAVY = (
    "/",
    "/packages/",
    "/packages/mental_health/",
    "/packages/mental_health/1.1.0/diagram/",
    "/packages/core/1.1.0/elements/P1/",
    "/open-data/",
)


def page_of(address: str) -> bytes:
    response = browser().get(address, headers=COMPRESSED)
    assert response.status_code == 200, address
    return response.content


def size_of_file(address: str) -> int:
    with closing(browser().get(address, headers=COMPRESSED)) as response:  # and with it the connection to the database
        return len(b"".join(response.streaming_content))


@pytest.mark.parametrize("address", HEAVY)
def test_the_first_view_of_a_page_is_light(address):
    page = browser().get(address).content.decode()
    parts = re.findall(r'<link rel="(?:stylesheet|icon)"\s+href="([^"]+)"', page) + re.findall(r'<script[^>]*src="([^"]+)"', page)
    assert len(parts) >= 4
    pictures = re.findall(r'<img src="([^"]+)"', page)
    pages = sum(len(page_of(each)) for each in (address, *pictures))
    assert pages + sum(map(size_of_file, parts)) <= FIRST_VIEW


def test_the_header_leads_to_signing_in_and_for_who_is_signed_in_to_their_account():
    out, signed_in = browser().get("/").content.decode(), browser(person()).get("/").content.decode()
    assert 'href="/accounts/login/"' in out.split("<main")[0] or "Sign in" in out.split("<main")[0]
    assert person().name in signed_in and "Sign out" in signed_in and "Sign in" not in signed_in.split("<main")[0]


def test_the_menu_of_an_organisation_has_what_the_role_may_open():
    lead = browser(person()).get("/organisations/northshire/").content.decode()
    finance = browser(person("finance_approver")).get("/organisations/northshire/").content.decode()
    drafts = 'href="/organisations/northshire/drafts/"'
    assert drafts in lead and drafts not in finance
    assert re.search(r'aria-current="page"[^>]*>Overview', lead)


def test_the_foot_has_the_same_links_on_every_page():
    a_published_version()
    for address in ("/", "/packages/northshire_test/", "/nothing/"):
        foot = browser().get(address).content.decode().split("<footer")[1]
        for link in ("/about/", "/accessibility/", "/privacy/", "/open-data/"):
            assert f'href="{link}"' in foot
        assert "Apache 2.0" in foot


def test_on_paper_the_menus_go_the_band_stays_and_links_have_addresses():
    with closing(browser().get("/static/levelground/levelground.css")) as response:
        sheet = b"".join(response.streaming_content).decode()
    paper = sheet.split("@media print")[-1]
    assert all(name in paper for name in (".nhsuk-header__navigation", ".site-account", ".site-workspace", "attr(href)"))
    assert re.search(r"\.site-standing \{\s*display: table-header-group;", paper)
