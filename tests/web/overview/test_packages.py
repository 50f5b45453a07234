"""Published change packages on public pages: what each page says, what it never shows, and how it stays cheap."""

from __future__ import annotations

import hashlib
import html
import json
import re

import pytest
from django.test import Client
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, person

from levelground.change_package.read import read
from levelground.web.publishing.actions import drafts, edits, reviews
from levelground.web.publishing.models import PackageVersion

pytestmark = pytest.mark.django_db

PAGES = (
    "/packages/",
    "/packages/core/",
    "/packages/core/1.0.0/",
    "/packages/core/versions/",
    "/packages/core/compare/",
    "/packages/core/compare/?from=core@1.0.0&to=core@1.1.0",
    "/packages/core/1.1.0/diagram/",
    "/packages/core/1.1.0/elements/P1/",
    "/open-data/",
    "/",
)
FILES = (
    "/packages/core/1.1.0.yaml",
    "/packages/core/1.1.0.json",
    "/packages/core/1.1.0/diagram.svg",
    "/packages.csv",
    "/packages.json",
    "/news.atom",
)
OF_ONE = PAGES[1:-2]


def text_of(address: str, status: int = 200, client: Client | None = None) -> str:
    response = (client or browser()).get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.unescape(response.content.decode())


def main_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>", maxsplit=1)[0]).split())


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_who_only_reads_gets_no_cookie_and_few_queries(address, django_assert_max_num_queries):
    client = browser()
    client.get(address)  # the library is read once in a process
    with django_assert_max_num_queries(6):
        response = client.get(address)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert not client.cookies
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_first_heading_no_script_and_nothing_from_elsewhere(address):
    page = text_of(address)
    assert page.count("<h1") == 1
    assert "<script" not in page and " style=" not in page and "<style" not in page
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


@pytest.mark.parametrize("address", OF_ONE)
def test_every_page_of_a_change_package_says_how_far_it_is_co_produced(address):
    assert "Not yet co-produced" in text_of(address)


def test_the_list_has_every_latest_version_and_filters_that_stand_in_the_address():
    a_published_version()
    page = text_of("/packages/")
    assert 'href="/packages/core/"' in page and 'href="/packages/northshire_test/"' in page
    assert "11 change packages" in page
    only = text_of("/packages/?publisher=Northshire+NHS+Trust")
    assert "1 change package<" in only and 'href="/packages/core/"' not in only
    assert re.search(r'<option value="Northshire NHS Trust"\s+selected', only)
    assert 'href="/packages.csv?publisher=Northshire+NHS+Trust"' in only
    assert "Nothing fits all of these filters." in text_of("/packages/?q=zzzz")
    assert "There is no page 9." in text_of("/packages/?page=9")
    assert text_of("/packages/?page=%00&discipline=%00") and text_of("/packages/?page=" + "9" * 40)


def test_the_list_comes_in_pages(monkeypatch):
    from levelground.web.overview.presenters import packages

    monkeypatch.setattr(packages, "ON_A_PAGE", 4)
    first, second = text_of("/packages/?status=not_yet_co_produced"), text_of("/packages/?status=not_yet_co_produced&page=2")
    found = [re.findall(r'<h3[^>]*>\s*<a href="(/packages/[a-z_]+/)"', page) for page in (first, second)]
    assert [len(each) for each in found] == [4, 4] and not set(found[0]) & set(found[1])
    assert "/packages/?status=not_yet_co_produced&page=2" in first


def test_a_version_gives_its_words_its_outline_its_measures_and_its_licence():
    page = text_of("/packages/core/1.1.0/")
    package = read("core").change_package
    assert package.summary in page and package.licence in page and package.provenance.not_claimed in page
    for element in (package.aim, *package.primary_drivers, *package.secondary_drivers, *package.change_ideas):
        assert page.count(f' id="{element.id}"') == 1
        assert f'href="/packages/core/1.1.0/elements/{element.id}/"' in page
    for element in (*package.measures, *package.recommendations, *package.principles):
        assert f"/elements/{element.id}/" in page
    for name in ("1.1.0.yaml", "1.1.0.json", "1.1.0/diagram/", "versions/"):
        assert f'href="/packages/core/{name}"' in page
    assert "mental_health/" in page.split("What others made of it")[1]


def test_an_older_version_and_a_withdrawn_one_say_so_first():
    first = a_published_version()
    second = a_published_version(draft=drafts.new_version(package=first.package, by=person()))
    older = main_of(text_of("/packages/northshire_test/0.1.0/"))
    assert "This is an earlier version. Read version 0.2.0" in older[:200]
    assert "This is an earlier version." not in text_of("/packages/northshire_test/")
    reviews.withdraw(version=second, reason="A figure & a date.", by=person())
    gone = main_of(text_of("/packages/northshire_test/0.2.0/"))
    assert "Northshire NHS Trust withdrew this version." in gone and "A figure & a date." in gone and "Read version 0.1.0" in gone
    assert "0.1.0" in main_of(text_of("/packages/northshire_test/"))
    assert "Withdrawn: A figure & a date." in main_of(text_of("/packages/northshire_test/versions/"))
    assert json.loads(text_of("/packages/northshire_test/0.2.0.json"))["withdrawn_because"] == "A figure & a date."
    assert "0.2.0" not in text_of("/packages.json")


@pytest.mark.parametrize(
    "page",
    ["", "versions/", "compare/", "0.1.0/", "0.1.0/diagram/", "0.1.0/diagram.svg", "0.1.0/elements/A1/", "0.1.0.yaml", "0.1.0.json"],
)
def test_a_draft_is_nowhere_even_for_those_who_write_it(page):
    a_draft()
    for client in (browser(), browser(person())):
        told = text_of(f"/packages/northshire_test/{page}", 404, client)
        assert told.replace("_test", "_none") == text_of(f"/packages/northshire_none/{page}", 404, client)
        assert "A test" not in told
    for address in ("/packages/", "/packages.csv", "/packages.json", "/news.atom", "/"):
        assert "northshire_test" not in text_of(address)
    assert "northshire_test" not in text_of("/packages/core/compare/?from=northshire_test@0.1.0&to=core@1.1.0").split("<form")[1]


def test_a_draft_of_what_is_published_changes_no_public_page():
    version = drafts.new_version(package=a_published_version().package, by=person())
    edits.change_head(draft=version, fields={"title": "Not for the public"}, seen=version.edits, reason="Better.", by=person())
    for address in ("/packages/northshire_test/", "/packages/northshire_test/versions/", "/packages/", "/packages.json", "/news.atom"):
        assert "Not for the public" not in text_of(address)
    assert text_of("/packages/northshire_test/0.2.0/", 404)


def test_what_is_not_known_is_a_404_with_the_nearest_names():
    assert 'href="/packages/mental_health/"' in text_of("/packages/mental_helth/", 404)
    assert 'href="/packages/core/1.1.0/"' in text_of("/packages/core/1.1.1/", 404)
    page = text_of("/packages/core/1.1.0/elements/P11/", 404)
    assert 'href="/packages/core/1.1.0/elements/P1/"' in page and "Not yet co-produced" in page
    assert b"<script" not in browser().get("/packages/%3Cscript%3E/").content


@pytest.mark.parametrize("place", ["aim", "primary_drivers", "change_ideas", "measures", "recommendations"])
def test_an_element_has_its_words_and_the_thread_both_ways_and_each_link_arrives(place):
    found = getattr(read("core").change_package, place)
    element = found if place == "aim" else found[0]
    client = browser()
    page = text_of(f"/packages/core/1.1.0/elements/{element.id}/", client=client)
    said = next(str(words) for name in ("statement", "text", "name") if (words := getattr(element, name, None)))
    assert said in page
    links = set(re.findall(r'href="(/packages/core/1\.1\.0/elements/[^"]+)"', page.split("The thread through it")[1]))
    assert links
    assert {client.get(link).status_code for link in sorted(links)[:12]} == {200}


def test_the_thread_goes_up_to_the_aim_and_down_to_what_serves():
    up, down = text_of("/packages/core/1.1.0/elements/P1/").split("Downwards")
    assert "Serves aim" in up and "Is served by secondary driver" in down


def test_a_recommendation_leads_to_its_entry_in_the_register():
    recommendation = read("core").change_package.recommendations[0]
    page = text_of(f"/packages/core/1.1.0/elements/{recommendation.id}/")
    assert f'href="/recommendations/{recommendation.id}/"' in page
    assert browser().get(f"/recommendations/{recommendation.id}/").status_code == 200
    assert "See it in the register" not in text_of("/packages/core/1.1.0/elements/P1/")


def test_an_adaptation_leads_to_its_base():
    assert 'href="/packages/core/' in text_of("/packages/mental_health/").split("Adapted from")[1][:300]


def test_every_element_of_every_shipped_package_has_a_page():
    from levelground.web.overview.presenters import package_version
    from levelground.web.publishing.queries import published

    for version in published.latest():
        package = version.reading().change_package
        for element in (*package.elements(), *package.sources):
            assert package_version.element(version, element.id)["entry"].id == element.id


def test_a_contribution_is_named_by_its_id_and_nothing_else():
    draft = drafts.new_version(package=a_published_version().package, by=person())
    text = complete(draft).text.content.replace("\naim:\n", "\naim:\n  contributions: [CONTRIBUTION1]\n", 1)
    edits.replace_text(draft=draft, data=text.encode(), file_name="a.yaml", seen=draft.edits, reason="People said so.", by=person())
    published = a_published_version(draft=complete(draft))
    page = text_of(f"/packages/northshire_test/{published.number}/elements/CONTRIBUTION1/")
    assert "names the contribution by its id only" in page and "Shaped" in page


def test_the_text_comes_byte_for_byte_and_its_digest_is_told():
    version = a_published_version()
    response = browser().get("/packages/northshire_test/0.1.0.yaml")
    assert response.content == version.text.content.encode()
    assert hashlib.sha256(response.content).hexdigest() == version.text_id
    assert response["Content-Disposition"] == 'attachment; filename="northshire_test-0.1.0.yaml"'
    assert "max-age=3600" in response["Cache-Control"] and "public" in response["Cache-Control"]
    assert browser().get("/packages/northshire_test/0.1.0.yaml", headers={"if-none-match": response["ETag"]}).status_code == 304
    for one in json.loads(text_of("/packages.json"))["rows"]:
        assert hashlib.sha256(browser().get(one["text"].removeprefix("http://localhost")).content).hexdigest() == one["sha256"]


def test_the_json_of_a_version_has_the_whole_of_an_adaptation():
    found = json.loads(text_of("/packages/mental_health/1.1.0.json"))
    package = read("mental_health").change_package
    assert found["licence"] == package.licence and found["co_production"] == "not_yet_co_produced"
    assert [each["id"] for each in found["change_package"]["measures"]] == [each.id for each in package.measures]


def test_the_diagram_is_a_picture_in_a_box_of_its_own_and_a_list():
    page = text_of("/packages/core/1.1.0/diagram/")
    assert 'src="/packages/core/1.1.0/diagram.svg"' in page
    picture = browser().get("/packages/core/1.1.0/diagram.svg")
    assert picture["Content-Type"].startswith("image/svg+xml") and "sandbox" in picture["Content-Security-Policy"]
    assert all(f' id="{each.id}"' in page for each in read("core").change_package.change_ideas)


def test_two_versions_stand_side_by_side():
    page = text_of("/packages/core/compare/?from=core@1.0.0&to=core@1.1.0")
    assert "What changed in core: version 1.0.0 to 1.1.0" in page
    assert re.search(r'<option value="core@1.0.0"\s+selected', page)
    assert "Nothing is published as core, version 9.9.9." in text_of("/packages/core/compare/?from=core@9.9.9&to=core@1.1.0")
    assert 'href="/results/board.css"' in page and ".lg-pair" in text_of("/results/board.css")


def test_a_published_version_without_its_row_would_not_be_found():
    version = a_published_version()
    PackageVersion.objects.filter(pk=version.pk).update(state="draft")
    assert text_of("/packages/northshire_test/", 404)
