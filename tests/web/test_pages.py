"""Every page: what it says, what it refuses, and what it must never carry."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from tests.builders.release_folder import small_text

from levelground.measurement.bundle import read_release

PAGES = (
    "/",
    "/diagram/",
    "/measures/",
    "/measures/M1/",
    "/measures/M2/",
    "/measures/M3/",
    "/measures/M4/",
    "/change-package/",
    "/accessibility/",
    "/about/",
)


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_what_it_is_and_how_far_it_is_co_produced(client: Client, address: str) -> None:
    page = text_of(client, address)
    assert "Not yet co-produced" in page
    assert "not an NHS or RHO product" in page
    assert page.count("<h1") == 1
    assert 'href="#maincontent"' in page
    assert re.search(r"<title>[^<]+ - Levelground</title>", page)


@pytest.mark.parametrize("address", [*PAGES, "/measures/nothing/", "/nothing/"])
def test_no_page_has_a_script_an_inline_style_or_an_address_elsewhere(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_titles_of_pages_say_inequality_and_never_rank_people(client: Client) -> None:
    assert "inequality" in re.search(r"<h1[^>]*>(.*?)</h1>", text_of(client, "/"), re.DOTALL)[1].casefold()
    for address in PAGES:
        page = text_of(client, address).casefold()
        assert not re.search(r"worst-off|better-off|hard to reach|\bbame\b", page), address


def test_the_board_page_shows_levels_before_gaps_and_stored_pictures(client: Client) -> None:
    page = text_of(client, "/")
    assert page.index("/pictures/M1.broad.levels.svg") < page.index("/pictures/M1.broad.gap.svg")
    assert "<svg" not in page.replace("site-brand__mark", "").split("<main")[1]
    assert "3.44" in page


def test_a_measure_has_its_pictures_words_tables_and_download(client: Client) -> None:
    page = text_of(client, "/measures/M1/")
    for name in ("M1.broad.levels", "M1.broad.gap", "M1.detailed.levels", "M1.detailed.gap"):
        assert f"/pictures/{name}.svg" in page
        assert client.get(f"/pictures/{name}.svg").status_code == 200
    assert "239.0" in page
    assert "3.44" in page
    assert page.count("<caption") >= 5  # four charts and the recording of ethnicity
    assert 'href="/measures/M1.csv"' in page
    assert "3,726" in page
    assert "7.6% (7.3% to 7.8%)" in page
    assert "The named group: White, or within it British. It is the largest group" in page
    assert "SELECT ethnic_group" in page


def test_a_measure_of_several_areas_shows_a_table_with_withheld_as_words(client: Client) -> None:
    page = text_of(client, "/measures/M2/")
    assert "NHS SOMERSET INTEGRATED CARE BOARD" in page
    row = re.search(r"NHS SOMERSET.*?</tr>", page, re.DOTALL)[0]
    assert row.count("withheld to protect people") == 2
    assert ">0<" not in row


def test_a_measure_without_figures_says_why_and_offers_no_download(client: Client) -> None:
    page = text_of(client, "/measures/M4/")
    assert "no figures for this measure yet: trusts do not publish it." in page
    assert "M4.csv" not in page
    assert client.get("/measures/M4.csv").status_code == 404


def test_the_list_of_measures_leads_to_each(client: Client, release: Path) -> None:
    page = text_of(client, "/measures/")
    for measure in read_release(release).change_package.measures:
        assert f'href="/measures/{measure.id}/"' in page


def test_the_diagram_is_a_picture_and_a_nested_list(client: Client, release: Path) -> None:
    page = text_of(client, "/diagram/")
    assert "/pictures/driver_diagram.svg" in page
    package = read_release(release).change_package
    for element in (package.aim, *package.primary_drivers, *package.secondary_drivers, *package.change_ideas):
        assert page.count(f'id="{element.id}"') == 1
    assert "Weak link." in page
    assert "Teams listen to them." in page


def test_a_picture_is_served_as_it_was_stored(client: Client, release: Path) -> None:
    response = client.get("/pictures/M1.broad.gap.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response.content.decode() == (release / "charts" / "M1.broad.gap.svg").read_text().removesuffix("\n")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]


def test_the_package_text_is_downloaded_byte_for_byte(client: Client) -> None:
    response = client.get("/change-package.yaml")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mental_health_small-0.1.0.yaml"'
    assert response.content.decode() == small_text()


def test_the_package_text_is_shown_whole_with_places_to_point_to(client: Client) -> None:
    page = client.get("/change-package/").content.decode()
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1]
    assert html.unescape(re.sub(r"</?span[^>]*>", "", shown)).strip() == small_text().strip()
    assert '<span id="S1">' in shown


def test_the_csv_has_the_figures_of_its_measure_only(client: Client) -> None:
    response = client.get("/measures/M1.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="M1.csv"'
    lines = response.content.decode().splitlines()
    assert all(",M1," in line for line in lines[1:])
    assert any("239.0" in line and "Black or Black British" in line for line in lines)
    withheld = client.get("/measures/M2.csv").content.decode()
    assert "suppressed" in withheld


def test_an_unknown_measure_is_a_404_with_the_nearest_names(client: Client) -> None:
    page = text_of(client, "/measures/M12/", status=404)
    assert "There is no measure called M12." in page
    assert 'href="/measures/M1/"' in page
    assert 'href="/measures/"' in text_of(client, "/measures/zzzzzz.csv", status=404)


def test_an_unknown_name_is_shown_as_text(client: Client) -> None:
    page = client.get("/measures/%3Cscript%3Ealert(1)%3C%2Fscript%3E/")
    assert page.status_code == 404
    assert b"<script" not in page.content


def test_unknown_pictures_and_paths_are_404_in_plain_words(client: Client) -> None:
    assert "There is no picture called M1.broad.none." in text_of(client, "/pictures/M1.broad.none.svg", status=404)
    assert client.get("/pictures/..%2F..%2Fcontents.json.svg").status_code == 404
    assert "start from the first page" in text_of(client, "/no/such/page", status=404)


def test_a_page_is_read_and_never_sent_to(client: Client) -> None:
    for address in (*PAGES, "/health/", "/measures/M1.csv", "/change-package.yaml"):
        assert client.head(address).status_code in {200, 404}
        assert client.post(address).status_code == 405


def test_health_names_the_package(client: Client) -> None:
    assert client.get("/health/").json() == {"status": "ok", "change_package": "mental_health_small", "version": "0.1.0"}


def test_without_a_release_every_page_says_so_and_shows_no_number(tmp_path: Path) -> None:
    visitor = Client(headers={"host": "localhost"})
    with override_settings(LEVELGROUND_RELEASE=str(tmp_path)):
        page = text_of(visitor, "/", status=503)
        assert "The results cannot be shown" in page
        assert str(tmp_path) not in page
        assert visitor.get("/health/").status_code == 503
        assert visitor.get("/accessibility/").status_code == 200


def test_a_changed_release_is_not_shown(tmp_path: Path) -> None:
    from tests.builders.release_folder import small_release

    folder = small_release(tmp_path / "release")
    (folder / "findings.json").write_text("[]")
    with override_settings(LEVELGROUND_RELEASE=str(folder)):
        assert Client(headers={"host": "localhost"}).get("/").status_code == 503


def test_a_fault_is_a_500_in_plain_words_without_a_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from levelground.web.overview import presenters

    def fails(*_: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(presenters, "about", fails)
    page = text_of(client, "/about/", status=500)
    assert "Something went wrong" in page
    assert "secret detail" not in page
