"""A board member, an analyst and a member of the public follow the thread. Their browsers run no JavaScript."""

from __future__ import annotations

import csv
import re
import urllib.request

from playwright.sync_api import expect
from tests.journeys.conftest import Visitor

from levelground.change_package.read import read

PUBLISHED = {"nhse_mha_2023_24"}
COUNTED_LOCALLY = [measure.id for measure in read("mental_health").change_package.measures if measure.numerator.source not in PUBLISHED]
CRUDE = {
    "Asian or Asian British": "79.9",
    "Other Ethnic Groups": "130.6",
    "White": "69.5",
    "Black or Black British": "239.0",
    "Mixed": "115.9",
}


def test_given_the_first_page_when_it_opens_then_it_says_the_inequality_levels_first(without_scripts: Visitor) -> None:
    page = without_scripts.page
    without_scripts.goes_to("/results/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inequality in detention")
    expect(page.get_by_text("Not yet co-produced", exact=True).first).to_be_visible()
    words = page.locator("main").inner_text()
    assert words.index("69.5") < words.index("3.44")
    assert "3,726" in words
    assert "7.6%" in words


def test_given_a_measure_when_it_is_read_then_picture_table_and_unknown_stand_together(without_scripts: Visitor) -> None:
    page = without_scripts.page
    without_scripts.goes_to("/results/")
    page.get_by_role("navigation", name="Results").get_by_role("link", name="Measures", exact=True).click()
    page.get_by_role("link", name="Detentions under the Mental Health Act", exact=True).click()
    expect(page).to_have_url(re.compile(r"/measures/M1/$"))
    rows = page.get_by_role("table").first.get_by_role("row")
    for group, rate in CRUDE.items():
        row = rows.filter(has=page.get_by_role("rowheader", name=group, exact=True))
        expect(row).to_contain_text(rate)
    pictures = page.locator("main img")
    assert pictures.count() == 4
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.bounding_box()["height"] > 100
    unknown = page.get_by_role("region", name="What is not known")
    expect(unknown.get_by_role("row", name="Share not known")).to_contain_text("7.6% (")
    expect(unknown.get_by_role("row", name="All not known, together")).to_contain_text("3,726")
    expect(page.get_by_role("cell", name="3.34 to 3.54", exact=True).first).to_be_visible()


def test_given_a_measure_when_its_figures_are_downloaded_then_they_are_the_published_ones(without_scripts: Visitor) -> None:
    without_scripts.goes_to("/results/measures/M1/")
    with without_scripts.page.expect_download() as started:
        without_scripts.page.get_by_role("link", name="Download all figures of this measure (CSV)").click()
    with started.value.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    levels = {row["group"]: float(row["value"]) for row in rows if row["row"] == "level" and row["breakdown"] == "broad"}
    assert {group: f"{value:.1f}" for group, value in levels.items()} == CRUDE
    assert started.value.suggested_filename == "M1.csv"


def test_given_areas_with_small_counts_when_the_measure_is_read_then_withheld_is_a_word_and_never_nought(without_scripts: Visitor) -> None:
    without_scripts.goes_to("/results/measures/M5/")
    table = without_scripts.page.get_by_role("table").first
    expect(table.get_by_text("withheld to protect people").first).to_be_attached()
    assert "0" not in table.get_by_role("cell").all_inner_texts()
    areas = table.get_by_role("rowheader").all_inner_texts()
    assert len(areas) == 43
    assert areas[:-1] == sorted(areas[:-1], key=str.casefold)
    assert areas[-1] == "Area not known"
    assert "NHS Lancashire and South Cumbria" in areas


def test_given_figures_that_rest_on_a_doubtful_source_when_they_are_read_then_it_is_said_in_the_open(without_scripts: Visitor) -> None:
    page = without_scripts.page
    for measure_id in ("M1", "M2", "M3", "M4"):
        without_scripts.goes_to(f"/results/measures/{measure_id}/")
        expect(page.get_by_text("from memory of table TS021, not downloaded")).to_be_visible()
        assert page.get_by_text("not taken directly from its publisher.", exact=False).count() >= 5  # four tables and the note
    for address in ("/results/measures/M5/", "/results/measures/M6/"):
        without_scripts.goes_to(address)
        assert page.get_by_text("from memory").count() == 0
    without_scripts.goes_to("/about/")
    expect(page.get_by_text("from memory of table TS021, not downloaded")).to_be_visible()


def test_given_a_measure_that_is_counted_locally_when_it_is_read_then_it_says_so_in_plain_words(without_scripts: Visitor) -> None:
    without_scripts.goes_to("/results/measures/M7/")
    expect(without_scripts.page.get_by_text("This is collected locally. No data yet.")).to_be_visible()
    without_scripts.goes_to("/results/measures/")
    assert without_scripts.page.get_by_text("This is collected locally. No data yet.").count() == len(COUNTED_LOCALLY)
    assert "`" not in without_scripts.page.locator("main").inner_text()


def test_given_the_diagram_when_it_is_read_then_picture_and_list_lead_to_the_measure(without_scripts: Visitor) -> None:
    page = without_scripts.page
    without_scripts.goes_to("/results/diagram/")
    expect(page.get_by_role("img", name=re.compile("Driver diagram"))).to_be_visible()
    first_driver = page.locator("#P1")
    expect(first_driver).to_contain_text("Primary driver")
    page.locator("li", has=first_driver).get_by_role("link", name="Detentions under the Mental Health Act").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Detentions under the Mental Health Act")


def test_given_a_reader_of_the_diagram_when_they_follow_an_id_then_they_stand_at_it_and_the_thread_leads_on(
    without_scripts: Visitor,
) -> None:
    page = without_scripts.page
    without_scripts.goes_to("/results/diagram/")
    page.get_by_role("link", name=re.compile("^S1 in the change package")).first.click()
    expect(page).to_have_url(re.compile(r"/change-package/#S1$"))
    expect(page.locator("#S1")).to_be_in_viewport()
    page.locator("#S1 summary").first.click()
    page.locator("#S1").get_by_role("link", name="C1", exact=True).click()
    expect(page.locator("#C1")).to_be_in_viewport()
    page.locator("#C1 summary").first.click()
    page.locator("#C1").get_by_role("link", name="S1", exact=True).click()
    expect(page).to_have_url(re.compile(r"/change-package/#S1$"))


def test_given_the_change_package_when_the_text_itself_is_asked_for_then_it_comes_as_a_file(without_scripts: Visitor) -> None:
    page = without_scripts.page
    without_scripts.goes_to("/results/change-package/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"^Download the text \(\d+ KB\)$")).click()
    assert download.value.suggested_filename == "mental_health-1.1.0.yaml"


def test_given_the_text_of_the_package_when_it_is_downloaded_then_it_is_the_one_that_was_measured(
    without_scripts: Visitor, release: object
) -> None:
    with urllib.request.urlopen(f"{without_scripts.site}/results/change-package.yaml", timeout=10) as response:  # noqa: S310 - this machine
        assert response.read() == (release / "change_package.yaml").read_bytes()


def test_given_a_mistyped_address_when_it_is_opened_then_the_nearest_name_leads_on(without_scripts: Visitor) -> None:
    page = without_scripts.page
    assert without_scripts.goes_to("/results/measures/M111/").status == 404
    page.get_by_role("link", name="M11", exact=True).click()
    expect(page).to_have_url(re.compile(r"/measures/M11/$"))
    expect(page.get_by_text("There are no figures for this measure yet")).to_be_visible()
