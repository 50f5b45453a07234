"""Open data: lists whose licence is told, cells that no spreadsheet runs, a feed that is valid and names no person."""

from __future__ import annotations

import csv
import datetime
import io
import json
from xml.etree import ElementTree as ET

import pytest
from tests.builders.versions import a_draft, a_published_version
from tests.builders.web import browser, person

from levelground.web.overview import feed, package_files
from levelground.web.overview.queries.news import PublicNews
from levelground.web.publishing.actions import reviews
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.queries.published import Published

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://levelground.example"


def test_the_page_says_the_licences_and_where_everything_is():
    page = browser().get("/open-data/").content.decode()
    assert "CC BY 4.0" in page and "Apache 2.0" in page
    for address in ("/packages.csv", "/packages.json", "/recommendations.csv", "/evidence.json", "/resources.csv", "/news.atom"):
        assert f'href="{address}"' in page
        assert browser().get(address).status_code == 200


def test_the_csv_has_the_rows_of_the_json():
    a_published_version()
    rows = list(csv.DictReader(io.StringIO(browser().get("/packages.csv").content.decode())))
    found = json.loads(browser().get("/packages.json").content)
    assert found["licence"] == "CC-BY-4.0"
    assert found["count"] == len(found["rows"]) == len(rows) == 11
    assert [row["sha256"] for row in rows] == [row["sha256"] for row in found["rows"]]
    assert found["rows"][-1]["address"] == "http://localhost/packages/northshire_test/0.1.0/"
    assert [row["id"] for row in csv.DictReader(io.StringIO(browser().get("/packages.csv?q=maternity").content.decode()))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(start):
    dangerous = start + "cmd|' /C calc'!A0"
    version = Published("core", "1.0.0", dangerous, dangerous, dangerous, "agreed", dangerous, "0" * 64, ambitions=(dangerous,))
    row = next(csv.DictReader(io.StringIO(package_files.as_csv([version], SITE), newline="")))
    assert {row[name][0] for name in ("title", "summary", "discipline", "publisher", "ambitions")} == {"'"}


def entries() -> list[ET.Element]:
    response = browser().get("/news.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def test_the_feed_tells_what_was_published_and_withdrawn_and_names_no_person():
    a_draft("northshire_secret")
    version = a_published_version()
    reviews.withdraw(version=version, reason="A figure was wrong.", by=person())
    titles = [entry.findtext(f"{ATOM}title") for entry in entries()]
    assert titles[:2] == ["Withdrawn: A test, version 0.1.0", "Published: A test, version 0.1.0"]
    text = browser().get("/news.atom").content.decode()
    assert person().name not in text and person().email not in text and "secret" not in text
    assert "A figure was wrong." in text


def test_the_feed_has_what_atom_asks_for():
    a_published_version()
    found = entries()
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(ids) == len(set(ids)) > 1
    for entry in found:
        assert str(entry.findtext(f"{ATOM}id")).startswith("tag:localhost,2026:")
        assert datetime.datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo is not None
        assert entry.findtext(f"{ATOM}author/{ATOM}name") in {"Northshire NHS Trust", "The Levelground library"}
        link = entry.find(f"{ATOM}link")
        assert link is not None and browser().get(link.attrib["href"].removeprefix("http://localhost")).status_code == 200
    top = ET.fromstring(browser().get("/news.atom").content)  # noqa: S314 - our own
    assert all(top.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "rights"))
    assert {link.attrib["rel"] for link in top.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert top.findtext(f"{ATOM}updated") == max(str(entry.findtext(f"{ATOM}updated")) for entry in found)


def test_an_id_stays_the_same_whenever_it_is_asked_for():
    a_published_version()
    before = [entry.findtext(f"{ATOM}id") for entry in entries()]
    PackageVersion.objects.update(title="Another title")
    assert [entry.findtext(f"{ATOM}id") for entry in entries()] == before


def test_a_feed_without_news_and_with_strange_words_is_still_xml():
    at = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
    strange = PublicNews("a", "A \x00 <b> & \x0b title", "\ufffe words", at, "N & S", "packages", ())
    assert ET.fromstring(feed.feed((), SITE)).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"  # noqa: S314 - our own
    top = ET.fromstring(feed.feed((strange,), SITE))  # noqa: S314 - our own
    assert top.findtext(f"{ATOM}entry/{ATOM}title") == "A  <b> & title".replace("& ", "&  ")
