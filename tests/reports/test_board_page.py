"""The board page: what stands on it, in which order, and what it never does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from markupsafe import Markup
from tests.builders.results import package_document, proportion_results, released_results, unreleased_results

from levelground.change_package.change_package import ChangePackage
from levelground.charts import store
from levelground.charts.chart import Chart
from levelground.charts.numbers import WITHHELD
from levelground.errors import Finding, Severity
from levelground.measurement.cells import SUPPRESSED
from levelground.measurement.results import Area
from levelground.reports.board import board
from levelground.reports.board_page import fragment, page
from levelground.reports.thread import thread

RESULTS = released_results()
SHARES = proportion_results()
CHARTS = store.draw(RESULTS)
PAGE = page(RESULTS, CHARTS)
BAD = "<script>alert('x')</script><img src=x onerror=alert(1)>"


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text that is not in a style sheet or a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._quiet += tag in {"style", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in {"style", "svg"}

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


def read(html: str) -> Reader:
    """A page, read."""
    reader = Reader()
    reader.feed(html)
    return reader


def words(html: str) -> str:
    """The text of a page, in one line."""
    return re.sub(r"\s+", " ", " ".join(read(html).words))


def with_package(change: Any) -> ChangePackage:
    """The small package after `change` has been made to its document."""
    document = package_document()
    change(document)
    return ChangePackage.model_validate(document)


def test_the_title_says_inequality_and_the_status_is_said() -> None:
    assert "<title>Detention under the Mental Health Act: the inequality between ethnic groups - Levelground</title>" in PAGE
    assert "This change package is not yet co-produced" in words(PAGE)


def test_the_headline_gives_levels_then_both_gaps_then_what_is_not_known() -> None:
    headline = board(RESULTS, CHARTS).headline
    parts = (
        "White 69.5",
        "Black or Black British 239.0",
        "169.6 more",
        "3.44 times the level (from 3.34 to 3.54)",
        "about 34",
        "3,726 (7.6%)",
    )
    places = [headline.index(part) for part in parts]
    assert places == sorted(places)
    beside = " ".join(board(RESULTS, CHARTS).beside)
    for part in (
        "all other groups together",
        "Caribbean 245.1",
        "Any Other Black background 551.0",
        "Irish 74.9",
        "Any Other White background 85.0",
    ):
        assert part in beside


def test_levels_stand_before_any_comparison_and_sections_in_their_order() -> None:
    text = words(PAGE)
    text = text[text.index("Outcome measure M1") :].replace("theory is not yet co-produced. The same as a list", "")
    headings = (
        "Levels by group",
        "The gap, on both scales",
        "What is not known",
        "Data quality",
        "Measures without data yet",
        "From recommendation to result",
        "Driver diagram",
        "The same as a list",
        "How it was worked out",
    )
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_both_comparators_are_named_with_their_reasons() -> None:
    text = words(PAGE)
    assert "Named comparison group: White (broad groups), British (detailed groups) . Why: It is the largest group" in text
    assert (
        "Second comparison group: all other groups together (broad and detailed groups) . Why: It makes no group the silent norm." in text
    )
    assert text.count("It is the largest group") == 1


def test_every_number_of_the_real_case_is_there() -> None:
    text = words(PAGE)
    for number in ("239.0", "69.5", "79.9", "115.9", "130.6", "551.0", "3.34 to 3.54", "49,251", "52,458", "3,207", "1,952", "1,774"):
        assert number in text


def test_withheld_counts_are_said_to_be_withheld() -> None:
    table = next(section.by_area for section in board(RESULTS, CHARTS).sections if section.by_area)
    somerset = next(row for row in table.rows if row[0] == "NHS Somerset")
    assert somerset[1:] == ("330", WITHHELD, WITHHELD, "10", "5")
    assert "2 of 15 numbers are withheld to protect people" in words(PAGE)
    assert [row[0] for row in table.rows] == ["NHS Devon", "NHS North East London", "NHS Somerset"]


def test_an_area_that_the_source_could_not_place_stands_last() -> None:
    nowhere = Area("icb", "UNKNOWN", "UNKNOWN")
    first = next(row for row in RESULTS.levels if row.measure_id == "M2")
    found = board(replace(RESULTS, levels=(replace(first, area=nowhere), *RESULTS.levels)), CHARTS)
    table = next(section.by_area for section in found.sections if section.by_area)
    assert table.rows[-1][0] == "Area not known"


def test_a_source_that_is_not_verified_says_so_beside_each_figure_that_rests_on_it() -> None:
    caveat = "Census 2021: not taken directly from its publisher. Typed in from memory, not downloaded."
    text = words(PAGE)
    assert text.count(caveat) == 1  # M1 alone divides by it
    assert text.count("These figures rest on: Census 2021 (not taken directly from its publisher).") == 4  # both tables of both breakdowns
    assert "Not taken directly from its publisher. Typed in from memory, not downloaded." in text[text.index("Sources of the data") :]
    assert "Damaged labels were left out" not in text[: text.index("Run log")]
    assert text.index(caveat) < text.index("Levels by group")


def test_a_source_that_does_not_say_is_not_taken_as_verified() -> None:
    log = {"sources": [{"id": "mha", "title": "A table"}]}
    assert "A table: not said whether it was verified." in words(page(replace(RESULTS, run_log=log), CHARTS))


def test_a_proportion_reads_as_one() -> None:
    text = board(SHARES).headline
    assert text.startswith("Missed first appointments in England, 2024 Q1: White 8.0%, Mixed 11.3%, ")
    assert "11.3 percentage points higher (from 7.1 to 16.3), and 2.42 times as high" in text
    assert "Of the 305 counted in the numerator, 15 (4.9%) have no known ethnic group" in text
    whole = words(page(SHARES))
    for clumsy in ("people, per cent", "for every 10", "per cent per cent", "305 people", "All people"):
        assert clumsy not in whole
    assert "Black or Black British 19.3%; gap to White: absolute 11.3 (7.1 to 16.3) percentage points, relative 2.42" in whole
    assert "All counted in the numerator" in whole


def test_an_area_without_a_name_leaves_no_hole() -> None:
    whole = words(page(proportion_results(Area("country", "", ""))))
    assert "Missed first appointments, 2024 Q1: White 8.0%" in whole
    assert not re.search(r" in ,|, ,|, :", whole)


def test_what_is_withheld_in_the_recording_reads_as_a_sentence() -> None:
    (row,) = SHARES.recording_of("M1")
    text = board(replace(SHARES, recording=(replace(row, unknown=1, total=SUPPRESSED),))).headline
    assert "1 counted in the numerator has no known ethnic group, and is in no group's level. The number in all: withheld" in text
    text = board(replace(SHARES, recording=(replace(row, unknown=SUPPRESSED),))).headline
    assert "Number counted in the numerator without a known ethnic group: withheld to protect people." in text


def test_what_is_withheld_everywhere_is_never_a_nought() -> None:
    levels = tuple(replace(row, numerator=SUPPRESSED, estimate=SUPPRESSED) for row in RESULTS.levels)
    gaps = tuple(replace(gap, absolute=SUPPRESSED, relative=SUPPRESSED) for gap in RESULTS.gaps)
    results = replace(RESULTS, levels=levels, gaps=gaps)
    for section in board(results).sections:
        tables = [*(chart.table for chart in (*section.levels, *section.gaps)), *([section.by_area] if section.by_area else [])]
        for table in tables:
            for row in table.rows:
                cells = [cell for cell in row[1:] if re.match(r"-?\d", cell)]
                assert all(cell.replace(",", "").isdigit() and int(cell.replace(",", "")) > 1000 for cell in cells), row  # populations only
    assert WITHHELD in board(results).headline


def test_a_table_stands_beside_each_picture() -> None:
    shown = read(PAGE)
    captions = re.findall(r"<caption><span>([^<]*)</span></caption>", PAGE)
    for chart in CHARTS.values():
        if chart.id != "driver_diagram":
            assert chart.table.caption in captions
            assert chart.message in words(PAGE)
    assert sum(tag == "svg" for tag, _ in shown.tags) == len(CHARTS)


def test_nothing_is_styled_in_place_run_or_fetched() -> None:
    for tag, attributes in read(PAGE).tags:
        assert tag not in {"script", "iframe", "object", "embed", "img", "base", "form"}
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        for name in ("src", "href", "xlink:href", "action"):
            assert (attributes.get(name) or "#").startswith("#")
        assert tag != "link"
    style = re.search(r"<style>(.*?)</style>", PAGE, re.S)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_wide_things_scroll_inside_a_named_region_that_takes_the_keyboard() -> None:
    regions = [attributes for _, attributes in read(PAGE).tags if "lg-scroll" in (attributes.get("class") or "")]
    assert regions
    for attributes in regions:
        assert attributes["role"] == "region"
        assert attributes["tabindex"] == "0"
        assert attributes["aria-label"]
    labels = [attributes["aria-label"] for attributes in regions]
    assert len(labels) == len(set(labels))


def test_ids_are_unique_and_every_link_on_the_page_arrives() -> None:
    tags = read(PAGE).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {(attributes["href"] or "").removeprefix("#") for tag, attributes in tags if tag == "a"}
    assert links <= set(ids)


def test_hostile_text_stays_text() -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["title"] = document["aim"]["statement"] = document["measures"][0]["name"] = BAD
        document["recommendations"][0]["text"] = document["change_ideas"][0]["text"] = BAD

    levels = tuple(replace(row, area=replace(row.area, name=BAD), group=replace(row.group, label=BAD)) for row in RESULTS.levels)
    results = replace(
        RESULTS,
        change_package=with_package(spoil),
        levels=levels,
        findings=(Finding(Severity.WARNING, "r", BAD),),
        queries={"M1": f"SELECT '{BAD}'"},
        run_log={"sources": [{"title": BAD}]},
    )
    tags = read(page(results)).tags
    assert not [tag for tag, _ in tags if tag in {"script", "img"}]
    assert not [attributes for _, attributes in tags if "onerror" in attributes]


@pytest.mark.parametrize("write", [page, lambda results: fragment(results, lambda _: Markup("")), thread, board])
def test_unreleased_results_are_refused(write: Any) -> None:
    with pytest.raises(TypeError, match="only ReleasedResults"):
        write(unreleased_results())


def test_a_fragment_takes_the_caller_s_pictures_and_draws_nothing_that_it_was_given() -> None:
    seen: list[Chart] = []

    def picture(chart: Chart) -> Markup:
        seen.append(chart)
        return Markup('<img src="/x.svg" alt="">')

    found = fragment(RESULTS, picture, CHARTS)
    assert isinstance(found, Markup)
    assert "<svg" not in found
    assert found.count('<img src="/x.svg"') == len(CHARTS)
    assert all(any(chart is kept for kept in CHARTS.values()) for chart in seen)


def test_the_thread_runs_from_recommendation_to_measures_and_results() -> None:
    (row,) = thread(RESULTS)
    assert [driver.id for driver in row.drivers] == ["P1", "S3"]
    assert [idea.id for idea in row.ideas] == ["C1"]
    assert [measure.id for measure in row.measures] == ["M1", "M4"]
    text = words(PAGE)
    assert (
        "Black or Black British 239.0 detentions per 100,000 people; gap to White: absolute 169.6 (163.3 to 175.8), relative 3.44" in text
    )
    assert "M4 Advance Choice Documents offered: no data yet: trusts do not publish it" in text


def test_a_finding_of_several_measures_stands_once() -> None:
    twice = tuple(Finding(Severity.NOTE, "r", "Roma are in no group.", element=measure_id) for measure_id in ("M1", "M2"))
    found = board(replace(RESULTS, findings=twice), CHARTS).findings
    assert [(each.finding.message, each.elements) for each in found] == [("Roma are in no group.", ("M1", "M2"))]


def test_how_it_was_worked_out_has_methods_sources_statements_and_digests() -> None:
    text = words(PAGE)
    for part in (
        "Byar's approximation, 95%",
        "Open Government Licence v3",
        "SELECT ethnic_group",
        "none_needed_already_published",
        "a" * 64,
        "b" * 64,
    ):
        assert part in text


def test_words_that_the_product_does_not_use() -> None:
    text = words(PAGE)
    for word in forbidden():
        assert word not in text.casefold()


def forbidden() -> Iterator[str]:
    """What no page says: names that people refuse, and claims that one period cannot carry."""
    yield from ("worst-off", "better-off", "hard to reach", "bame", "is narrowing", "is closing", "has narrowed")


def test_an_outcome_measure_without_results_says_so() -> None:
    empty = replace(RESULTS, levels=(), gaps=(), recording=())
    assert "no result for one whole area yet" in board(empty).headline
    assert page(empty)
