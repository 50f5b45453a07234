"""The registers as everybody sees them: filters in the address, pages, files, one entry with all that is known of it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.builders.web import browser

from levelground.registers.registers import registers

pytestmark = pytest.mark.django_db
LISTS = ("recommendations", "evidence", "resources")


@pytest.mark.parametrize("name", LISTS)
def test_a_register_lists_what_the_library_holds(name) -> None:
    page = browser().get(f"/{name}/").content.decode()
    for entry_id in list(getattr(registers(), name))[:20]:
        assert f"/{name}/{entry_id}/" in page


@pytest.mark.parametrize("path", ["/frameworks/", "/strategies/"])
def test_frameworks_and_strategies_are_listed(path) -> None:
    assert browser().get(path).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_of_the_library_has_a_page(name, nothing_published) -> None:
    client = browser()
    for entry_id in getattr(registers(), name):
        assert client.get(f"/{name}/{entry_id}/").status_code == 200, entry_id


@pytest.mark.parametrize("name", ["frameworks", "strategies"])
def test_every_framework_and_strategy_has_a_page(name) -> None:
    client = browser()
    for each in getattr(registers(), name):
        assert client.get(f"/{name}/{each}/").status_code == 200, each


def test_filters_stand_in_the_address_and_in_the_form() -> None:
    client = browser()
    wanted = [one for one in registers().recommendations.values() if "NHS England" in one.addressees and one.verification == "secondary"]
    rows = client.get("/recommendations.json?addressee=NHS+England&mark=secondary").json()
    assert [row["id"] for row in rows["rows"]] == [one.id for one in wanted]
    assert rows["count"] == len(wanted) > 0
    page = client.get("/recommendations/?addressee=NHS+England&mark=secondary").content.decode()
    assert '<option value="NHS England" selected>' in page
    assert "/recommendations.csv?addressee=NHS+England&amp;mark=secondary" in page


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("known=done", lambda one: bool(one.status)),
        ("known=nothing_found", lambda one: not one.status),
        ("discipline=sickle_cell", lambda one: "sickle_cell" in one.disciplines),
        ("ambition=A24-workforce", lambda one: "A24-workforce" in one.ambitions),
        ("source=oximetry_2021", lambda one: one.source == "oximetry_2021"),
        ("q=oximeters+review", lambda one: "oximeters" in f"{one.id} {one.text}".lower() and "review" in one.text.lower()),
    ],
)
def test_each_filter_leaves_exactly_what_fits(query, fits) -> None:
    found = [row["id"] for row in browser().get(f"/recommendations.json?{query}").json()["rows"]]
    assert found == [one.id for one in registers().recommendations.values() if fits(one)]
    assert found


def test_files_hold_exactly_the_filtered_rows_with_licence_and_edition() -> None:
    client = browser()
    rows = list(csv.DictReader(io.StringIO(client.get("/recommendations.csv?discipline=sickle_cell").content.decode())))
    assert [row["id"] for row in rows] == [one.id for one in registers().recommendations.values() if "sickle_cell" in one.disciplines]
    assert all(row["licence"] == "CC-BY-4.0" and row["edition"] and row["address"].startswith("http://localhost/") for row in rows)


def test_pages_hold_fifty_and_say_so() -> None:
    client = browser()
    count = len(registers().recommendations)
    first = client.get("/recommendations/").content.decode()
    second = client.get("/recommendations/?page=2").content.decode()
    assert first.count("site-register__entry") == 50
    assert second.count("site-register__entry") == min(50, count - 50)
    assert f"{count} recommendations" in first
    assert "There is no page 99" in client.get("/recommendations/?page=99").content.decode()


@pytest.mark.parametrize(
    "query", ["page=x", "page=-1", "page=0", "page=9999999999", "mark=nonsense", "q=%00", "q=" + "a" * 5000, "ambition=<b>"]
)
def test_no_address_breaks_a_list(query) -> None:
    for name in LISTS:
        for ending in ("/", ".csv", ".json"):
            assert browser().get(f"/{name}{ending}?{query}").status_code == 200


def test_an_entry_says_both_sides_of_its_links_and_that_addressees_are_inferred(nothing_published) -> None:
    one = next(one for one in registers().recommendations.values() if one.conflicts_with)
    other = one.conflicts_with[0]
    for here, there in ((one.id, other.id), (other.id, one.id)):
        page = " ".join(browser().get(f"/recommendations/{here}/").content.decode().split())
        assert "Pulls another way" in page
        assert f"/recommendations/{there}/" in page
    assert "This is our guess" in browser().get("/recommendations/R01-oximeters/").content.decode()


def test_an_unknown_entry_names_the_nearest() -> None:
    answer = browser().get("/recommendations/R01-oximeter/")
    assert answer.status_code == 404
    assert "/recommendations/R01-oximeters/" in answer.content.decode()


def test_the_first_view_is_light() -> None:
    assert len(browser().get("/recommendations/").content) < 100 * 1024


def test_json_is_json() -> None:
    assert json.loads(browser().get("/evidence.json").content)["register"] == "evidence"


@pytest.fixture
def nothing_published(monkeypatch):
    from levelground.web.publishing.queries import published

    monkeypatch.setattr(published, "latest", lambda: ())
