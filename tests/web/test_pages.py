"""Every page: what it says, what it refuses, and what it must never carry."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client, override_settings
from tests.builders.release_folder import small_release, small_text
from tests.builders.results import BROAD, ICBS, level, recording, released_results

from levelground.measurement.bundle import read_release
from levelground.measurement.cells import NotAvailable
from levelground.measurement.results import Area, NotRun
from levelground.web.overview import words

pytestmark = pytest.mark.django_db
NONE = NotAvailable("not given")

OF_THE_PACKAGE = (
    "/results/",
    "/results/diagram/",
    "/results/measures/",
    "/results/measures/M1/",
    "/results/measures/M2/",
    "/results/measures/M3/",
    "/results/measures/M4/",
    "/results/change-package/",
)
PAGES = (*OF_THE_PACKAGE, "/accessibility/", "/about/")


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.unescape(response.content.decode())


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def without_details(page: str) -> str:
    """What stands open on a page."""
    return re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("address", OF_THE_PACKAGE)
def test_every_page_of_the_package_says_how_far_it_is_co_produced(client: Client, address: str) -> None:
    assert "Not yet co-produced" in text_of(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_what_it_is(client: Client, address: str) -> None:
    page = text_of(client, address)
    assert "not an NHS or RHO product" in page
    assert page.count("<h1") == 1
    assert 'href="#maincontent"' in page
    assert re.search(r"<title>[^<]+ - Levelground</title>", page)


@pytest.mark.parametrize("address", [*PAGES, "/results/measures/nothing/", "/nothing/"])
def test_no_page_has_a_script_an_inline_style_or_an_address_elsewhere(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_titles_of_pages_say_inequality_and_never_rank_people(client: Client) -> None:
    assert "inequality" in re.search(r"<h1[^>]*>(.*?)</h1>", text_of(client, "/results/"), re.DOTALL)[1].casefold()
    for address in PAGES:
        page = text_of(client, address).casefold()
        assert not re.search(r"worst-off|better-off|hard to reach|\bbame\b", page), address


def test_the_board_page_shows_levels_before_gaps_and_stored_pictures(client: Client) -> None:
    page = text_of(client, "/results/")
    assert page.index("/results/pictures/M1.broad.levels.svg") < page.index("/results/pictures/M1.broad.gap.svg")
    assert "<svg" not in page.replace("site-brand__mark", "").split("<main")[1]
    assert "3.44" in page


def test_a_measure_has_its_pictures_words_tables_and_download(client: Client) -> None:
    page = text_of(client, "/results/measures/M1/")
    for name in ("M1.broad.levels", "M1.broad.gap", "M1.detailed.levels", "M1.detailed.gap"):
        assert f"/results/pictures/{name}.svg" in page
        assert client.get(f"/results/pictures/{name}.svg").status_code == 200
    assert "239.0" in page
    assert "3.44" in page
    assert page.count("<caption") >= 5  # four charts and the recording of ethnicity
    assert 'href="/results/measures/M1.csv"' in page
    assert "3,726" in page
    assert "7.6% (7.3% to 7.8%)" in page
    assert "The named group: White, or within it British. It is the largest group" in page
    assert "SELECT ethnic_group" in page


def test_a_measure_of_several_areas_shows_a_table_with_withheld_as_words(client: Client) -> None:
    page = text_of(client, "/results/measures/M2/")
    row = re.search(r">NHS Somerset<.*?</tr>", page, re.DOTALL)[0]
    assert row.count("withheld to protect people") == 2
    assert ">0<" not in row


def test_areas_stand_by_name_with_the_one_that_is_not_known_last(tmp_path: Path) -> None:
    areas = [Area("icb", "UNKNOWN", "UNKNOWN"), *ICBS]
    levels = tuple(level(BROAD[0], 5, NONE, NONE, measure_id="M2", area=area) for area in areas)
    recorded = tuple(replace(recording("M2"), area=area, whole=NONE, not_broken_down=NONE) for area in areas)
    folder = small_release(tmp_path / "release", levels=levels, gaps=(), recording=recorded)
    with override_settings(LEVELGROUND_RELEASE=str(folder)):
        page = text_of(visitor(), "/results/measures/M2/")
    heads = re.findall(r'scope="row">(.*?)</th>', page)
    assert heads == ["NHS Devon", "NHS North East London", "NHS Somerset", "Area not known"] * 2
    assert "INTEGRATED CARE BOARD" not in page
    assert "In the source, not broken down by ethnic group at all (not available: not given)" in page  # once, in no column
    assert page.count("7.6% (7.3% to 7.8%)") == len(areas)


def test_a_measure_without_figures_says_why_and_offers_no_download(client: Client) -> None:
    page = text_of(client, "/results/measures/M4/")
    assert "There are no figures for this measure yet. Trusts do not publish it." in page
    assert "M4.csv" not in page
    assert client.get("/results/measures/M4.csv").status_code == 404
    assert "Trusts do not publish it." in text_of(client, "/results/measures/")


def test_why_there_are_no_figures_is_said_without_marks_of_code(tmp_path: Path) -> None:
    folder = small_release(tmp_path / "release", not_run=(NotRun("M4", "there is no `b.csv` or `c.csv` in the data folder"),))
    with override_settings(LEVELGROUND_RELEASE=str(folder)):
        for address in ("/results/measures/", "/results/measures/M4/"):
            page = text_of(visitor(), address)
            assert "There is no b.csv or c.csv in the data folder." in page
            assert "`" not in page
    assert words.why_no_figures("there is no `local_records.csv`", local=True) == "This is collected locally. No data yet."


SOURCES = [
    {
        "id": "mha",
        "title": "Mental Health Act Statistics",
        "publisher": "NHS England",
        "verification": "verified",
        "note": "Rows are rounded.",
    },
    {"id": "census", "title": "Census", "publisher": "An office", "verification": "secondary", "note": "It was typed in from memory."},
]


@pytest.fixture
def with_a_doubtful_source(tmp_path: Path) -> Iterator[Client]:
    """A visitor of a release whose populations are not verified."""
    with override_settings(LEVELGROUND_RELEASE=str(small_release(tmp_path / "release", run_log={"sources": SOURCES}))):
        yield visitor()


def test_a_source_that_is_not_verified_says_so_beside_each_table_of_its_figures(with_a_doubtful_source: Client) -> None:
    page = text_of(with_a_doubtful_source, "/results/measures/M1/")
    mark = "Census: not taken directly from its publisher."
    after_tables = [part[:400] for part in page.split("</table>")[1:]]
    assert [mark in part for part in after_tables] == [True, True, True, True, False]  # how ethnicity was recorded needs no census
    shown = without_details(page)
    assert "Not taken directly from its publisher." in shown
    assert "It was typed in from memory." in shown
    assert "Rows are rounded." not in shown


def test_where_no_source_is_doubtful_nothing_is_said(with_a_doubtful_source: Client) -> None:
    for address in ("/results/measures/M2/", "/results/measures/M3/"):
        page = text_of(with_a_doubtful_source, address)
        assert "Mental Health Act Statistics" in page
        assert "memory" not in page
        assert "not taken directly" not in page.casefold()


def test_what_must_be_said_of_a_figure_stands_beneath_its_tables_and_no_others(tmp_path: Path) -> None:
    results = released_results()
    levels = tuple(replace(each, caveats=("Arab is left out.",)) if each.group.code == "any_other" else each for each in results.levels)
    with override_settings(LEVELGROUND_RELEASE=str(small_release(tmp_path / "release", levels=levels))):
        after_tables = text_of(visitor(), "/results/measures/M1/").split("</table>")[1:]
    said = ["Any Other Ethnic Group: Arab is left out." in part[:400] for part in after_tables]
    assert said == [False, False, True, True, False]


def test_about_says_how_each_source_of_figures_was_checked(with_a_doubtful_source: Client) -> None:
    shown = without_details(text_of(with_a_doubtful_source, "/about/"))
    assert "It was typed in from memory." in shown
    assert "Verified." in shown
    assert "We read the source." in shown


def test_a_source_that_says_nothing_of_its_checking_is_not_taken_as_verified(client: Client) -> None:
    assert "not said whether it was verified" in text_of(client, "/results/measures/M1/")


def test_the_list_of_measures_leads_to_each(client: Client, release: Path) -> None:
    page = text_of(client, "/results/measures/")
    for measure in read_release(release).change_package.measures:
        assert f'href="/results/measures/{measure.id}/"' in page


def test_the_diagram_is_a_picture_and_a_nested_list(client: Client, release: Path) -> None:
    page = text_of(client, "/results/diagram/")
    assert "/results/pictures/driver_diagram.svg" in page
    package = read_release(release).change_package
    for element in (package.aim, *package.primary_drivers, *package.secondary_drivers, *package.change_ideas):
        assert page.count(f'id="{element.id}"') == 1
    assert "Weak link." in page
    assert "Teams listen to them." in page


def test_a_picture_is_served_as_it_was_stored(client: Client, release: Path) -> None:
    response = client.get("/results/pictures/M1.broad.gap.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response.content.decode() == (release / "charts" / "M1.broad.gap.svg").read_text().removesuffix("\n")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]


def test_the_package_text_is_downloaded_byte_for_byte(client: Client) -> None:
    response = client.get("/results/change-package.yaml")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mental_health_small-0.1.0.yaml"'
    assert response.content.decode() == small_text()


def test_the_package_text_is_offered_as_a_file_with_its_size(client: Client) -> None:
    page = client.get("/results/change-package/").content.decode()
    assert f"Download the text ({len(small_text().encode()) / 1024:.0f} KB)" in page
    assert 'href="/results/change-package.yaml"' in page


def test_the_package_reads_as_a_document_with_each_element_once_and_its_mark(client: Client, release: Path) -> None:
    page = without_details(text_of(client, "/results/change-package/"))
    package = read_release(release).change_package
    for element in (*package.elements(), *package.sources):
        found = re.findall(rf'<article class="site-element" id="{element.id}">(.*?)</article>', page, re.DOTALL)
        assert len(found) == 1, element.id
        assert words.checked(element.verification) in found[0], element.id
        for key in ("statement", "text", "name", "title"):
            assert getattr(element, key, None) is None or getattr(element, key) in found[0], element.id
    headings = re.findall(r'<h2[^>]*id="part[^>]*>(.*?)</h2>', page)
    assert headings == [
        "Aim", "Primary drivers", "Secondary drivers", "Change ideas", "Measures", "Recommendations", "Sources", "The text itself",
    ]  # fmt: skip
    assert "We read the source" in page
    assert "Not checked" in page


def test_the_thread_of_the_document_leads_both_ways_and_each_link_arrives(client: Client) -> None:
    page = text_of(client, "/results/change-package/")
    articles = dict(re.findall(r'<article class="site-element" id="([^"]+)">(.*?)</article>', page, re.DOTALL))
    links = {(here, there) for here, words_ in articles.items() for there in re.findall(r'href="#([^"]+)"', words_)}
    assert links == {(there, here) for here, there in links}
    assert {("S2", "P1"), ("C2", "S2"), ("C1", "M4"), ("C1", "R1"), ("M1", "A1")} <= links
    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)
    assert "Serves (weak link)" in articles["S2"]
    assert "It holds only if: Teams listen to them." in articles["S2"]
    assert 'href="/results/measures/M4/"' in articles["M4"]


def test_the_aim_is_said_in_numbers_with_their_units(client: Client) -> None:
    page = text_of(client, "/results/change-package/")
    aim = re.search(r'<article class="site-element" id="A1">(.*?)</article>', page, re.DOTALL)[1]
    for said in (
        "120.0, from 169.5",
        "2.70, from 3.44 (1 means no gap)",
        "31 March 2029",
        "Black or Black British",
        "The named group: White",
    ):
        assert said in aim


def test_the_csv_has_the_figures_of_its_measure_only(client: Client) -> None:
    response = client.get("/results/measures/M1.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="M1.csv"'
    lines = response.content.decode().splitlines()
    assert all(",M1," in line for line in lines[1:])
    assert any("239.0" in line and "Black or Black British" in line for line in lines)
    withheld = client.get("/results/measures/M2.csv").content.decode()
    assert "suppressed" in withheld


def test_an_unknown_measure_is_a_404_with_the_nearest_names(client: Client) -> None:
    page = text_of(client, "/results/measures/M12/", status=404)
    assert "There is no measure called M12." in page
    assert 'href="/results/measures/M1/"' in page
    assert 'href="/results/measures/"' in text_of(client, "/results/measures/zzzzzz.csv", status=404)


def test_an_unknown_name_is_shown_as_text(client: Client) -> None:
    page = client.get("/results/measures/%3Cscript%3Ealert(1)%3C%2Fscript%3E/")
    assert page.status_code == 404
    assert b"<script" not in page.content


def test_unknown_pictures_and_paths_are_404_in_plain_words(client: Client) -> None:
    assert "There is no picture called M1.broad.none." in text_of(client, "/results/pictures/M1.broad.none.svg", status=404)
    assert client.get("/results/pictures/..%2F..%2Fcontents.json.svg").status_code == 404
    assert "start from the first page" in text_of(client, "/no/such/page", status=404)


def test_a_page_is_read_and_never_sent_to(client: Client) -> None:
    for address in (*PAGES, "/health/", "/results/measures/M1.csv", "/results/change-package.yaml"):
        assert client.head(address).status_code in {200, 404}
        assert client.post(address).status_code == 405


def test_health_names_the_package(client: Client) -> None:
    assert client.get("/health/").json() == {"status": "ok", "change_package": "mental_health_small", "version": "0.1.0"}


def test_a_release_that_cannot_be_read_is_said_and_no_number_is_shown(tmp_path: Path) -> None:
    with override_settings(LEVELGROUND_RELEASE=str(tmp_path)):
        page = text_of(visitor(), "/results/", status=503)
        assert "The results cannot be shown" in page
        assert str(tmp_path) not in page
        assert visitor().get("/health/").status_code == 503
        assert visitor().get("/accessibility/").status_code == 200


def test_a_site_without_results_says_so_and_shows_all_the_rest() -> None:
    with override_settings(LEVELGROUND_RELEASE=""):
        page = text_of(visitor(), "/results/")
        assert "No results have been released here yet." in page
        assert 'href="/packages/"' in page
        for address in ("/results/measures/", "/results/measures/M1.csv", "/results/change-package.yaml"):
            assert "No results have been released here yet." in text_of(visitor(), address, status=404)
        assert "What the figures rest on" not in text_of(visitor(), "/about/")
        assert visitor().get("/health/").json() == {"status": "ok"}


def test_a_changed_release_is_not_shown(tmp_path: Path) -> None:
    folder = small_release(tmp_path / "release")
    (folder / "findings.json").write_text("[]")
    with override_settings(LEVELGROUND_RELEASE=str(folder)):
        assert visitor().get("/results/").status_code == 503


def test_a_fault_is_a_500_in_plain_words_without_a_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from levelground.web.overview.presenters import results

    def fails(*_: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(results, "about", fails)
    page = text_of(client, "/about/", status=500)
    assert "Something went wrong" in page
    assert "secret detail" not in page
