"""The plots of levels and gaps: text in the picture, every group in order, nothing drawn for what has no number."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import altair
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.results import BROAD, DETAILED_COUNTS, proportion_results, released_results, unreleased_results

from levelground.charts import store
from levelground.charts.chart import Chart, DataTable
from levelground.charts.gap_plot import gap_plot
from levelground.charts.level_plot import level_plot
from levelground.charts.marks import LabelledGap, Point, drawn
from levelground.charts.numbers import WITHHELD, Unit
from levelground.errors import BundleUnreadable, UnknownElement
from levelground.measurement.cells import SUPPRESSED, Estimate, NotAvailable
from levelground.measurement.results import Area, ReleasedResults

RESULTS = released_results()
CHARTS = store.draw(RESULTS)
PLOTS = [chart_id for chart_id in CHARTS if chart_id != "driver_diagram"]
CODES = [group.code for group in BROAD]


def texts(svg: str) -> list[str]:
    """The words that a picture draws, without its title and description."""
    return [html.unescape(text) for text in re.findall(r"<t(?:ext|span)[^>]*>([^<]+)<", svg)]


def rows(spec: Any) -> Iterator[dict[str, Any]]:
    """Every row of data in a specification."""
    if isinstance(spec, dict):
        yield from spec.get("data", {}).get("values", []) if isinstance(spec.get("data"), dict) else []
        for part in spec.values():
            yield from rows(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from rows(part)


def hidden(codes: set[str]) -> ReleasedResults:
    """The same results with some broad groups withheld, and the gaps that need them."""
    levels = tuple(
        replace(row, numerator=SUPPRESSED, estimate=SUPPRESSED) if row.measure_id == "M1" and row.group.code in codes else row
        for row in RESULTS.levels
    )
    gaps = tuple(replace(gap, absolute=SUPPRESSED, relative=SUPPRESSED) if gap.group.code in codes else gap for gap in RESULTS.gaps)
    return replace(RESULTS, levels=levels, gaps=gaps)


def test_the_charts_of_a_release() -> None:
    assert list(CHARTS) == ["M1.broad.levels", "M1.broad.gap", "M1.detailed.levels", "M1.detailed.gap", "driver_diagram"]


@pytest.mark.parametrize("chart_id", PLOTS)
def test_every_group_and_number_of_the_table_is_text_in_the_picture(chart_id: str) -> None:
    chart = CHARTS[chart_id]
    shown = " ".join(texts(chart.svg))
    numbers = [f"{row[-2]} ({row[-1]})" for row in chart.table.rows]
    if chart_id.endswith(".gap"):
        numbers += [f"{row[2]} ({row[3]})" for row in chart.table.rows]
    for words in [row[0] for row in chart.table.rows] + numbers:
        assert words in shown


@pytest.mark.parametrize("chart_id", list(CHARTS))
def test_a_picture_has_its_words_its_table_and_a_name(chart_id: str) -> None:
    chart = CHARTS[chart_id]
    assert chart.message
    assert chart.table.rows
    assert chart.svg.startswith(f'<svg role="img" aria-labelledby="{chart_id}-title {chart_id}-desc"')
    assert chart.svg.count("<title") == 1
    assert chart.svg.count(' role="') == 1
    for forbidden in (" style=", "<style", "<script", "<image", "url(", "<foreignObject"):
        assert forbidden not in chart.svg
    assert not re.findall(r'(?:href|src)="', chart.svg)
    assert set(re.findall(r'font-family="([^"]*)"', chart.svg)) == {"Liberation Sans, Arial, Helvetica, sans-serif"}


@pytest.mark.parametrize("chart_id", PLOTS)
def test_the_specification_meets_the_schema_of_vega_lite(chart_id: str) -> None:
    altair.Chart.from_dict(dict(CHARTS[chart_id].specification or {}), validate=True)


def test_groups_stand_in_published_order_each_under_its_broad_group() -> None:
    labels = [row[0] for row in CHARTS["M1.detailed.levels"].table.rows]
    expected = []
    for group in BROAD:
        expected += [group.label, *(label for parent, label, _, _ in DETAILED_COUNTS.values() if parent == group.code)]
    assert labels == expected


def test_irish_and_other_white_stand_apart() -> None:
    rows_of = {row[0]: row[3] for row in CHARTS["M1.detailed.levels"].table.rows}
    assert (rows_of["British"], rows_of["Irish"], rows_of["Any Other White background"]) == ("68.2", "74.9", "85.0")


def test_both_gaps_and_both_comparators_are_in_one_picture() -> None:
    chart = CHARTS["M1.broad.gap"]
    black = [row[1:] for row in chart.table.rows if row[0] == "Black or Black British"]
    assert black[0] == ("White (named)", "169.6", "163.3 to 175.8", "3.44", "3.34 to 3.54")
    assert black[1][0] == "all other groups together (second)"
    shapes = {
        layer["mark"]["shape"]
        for panel in (chart.specification or {})["hconcat"]
        for layer in panel["layer"]
        if layer["mark"]["type"] == "point"
    }
    assert shapes == {"circle", "diamond"}
    assert {row["no_gap"] for row in rows(chart.specification) if "no_gap" in row} == {0, 1}
    assert "%" not in "".join(texts(chart.svg))


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(CODES), min_size=1))
def test_a_withheld_cell_is_words_and_never_a_number(codes: set[str]) -> None:
    results = hidden(codes)
    kept = [row.estimate.value for row in results.levels_of("M1") if row.group.breakdown == "broad" and isinstance(row.estimate, Estimate)]
    levels = level_plot(results, "M1", "broad")
    assert sorted(row["value"] for row in rows(levels.specification) if "value" in row) == sorted(kept)
    assert " ".join(texts(levels.svg)).count(WITHHELD) == len(codes)
    labels = {group.label for group in BROAD if group.code in codes}
    for row in levels.table.rows:
        assert (row[1] == row[3] == row[4] == WITHHELD) is (row[0] in labels)
    gap = gap_plot(results, "M1", "broad")
    withheld = [row for row in gap.table.rows if row[0] in labels]
    assert all(row[2:] == (WITHHELD,) * 4 for row in withheld)
    assert texts(gap.svg).count("withheld") == 2 * len(withheld)
    for label in labels:
        assert re.search(rf"{label} (\d|compared with [^:]*: \d)", levels.message + gap.message) is None


def test_a_second_comparison_that_is_not_available_hides_nothing_of_the_first() -> None:
    why = NotAvailable("a number that it needs is withheld")
    zero = Estimate(0.0, 0.0, 1234.56, 0.95, "exact_conditional")
    gaps = tuple(replace(gap, absolute=why, relative=zero) if gap.comparator.role == "second" else gap for gap in RESULTS.gaps)
    chart = gap_plot(replace(RESULTS, gaps=gaps), "M1", "broad")
    for panel in (chart.specification or {})["hconcat"]:
        bands = [(row["y"], row["y2"]) for row in rows(panel) if "y2" in row]
        points = [row["y"] for row in rows(panel) if "value" in row]
        assert len(bands) == 5
        assert len(points) == 4
        assert all(y < top - 4 or y > bottom + 4 for y in points for top, bottom in bands)  # half of a symbol's height
        assert all(later[0] >= sooner[1] for sooner, later in itertools.pairwise(sorted(bands)))
    assert texts(chart.svg).count("not available") == 5
    assert "a number that it needs is withheld" in str(chart.table.rows)


def test_a_long_reason_stays_within_its_own_row() -> None:
    why = NotAvailable(
        "the source has no row for a part of this group, and none that says why there is none, so nothing is put in its place"
    )
    levels = tuple(replace(row, estimate=why) if row.group.code in {"mixed", "asian"} else row for row in RESULTS.levels)
    chart = level_plot(replace(RESULTS, levels=levels), "M1", "broad")
    bands = sorted((row["y"], row["y2"]) for row in rows(chart.specification) if "y2" in row)
    assert bands[0][1] - bands[0][0] > 40
    assert bands[1][0] >= bands[0][1]
    assert all(not top < row["y"] < bottom for row in rows(chart.specification) if "value" in row for top, bottom in bands)


def test_the_plots_of_a_proportion_say_what_their_numbers_are() -> None:
    shares = proportion_results()
    levels, gap = level_plot(shares, "M1", "broad"), gap_plot(shares, "M1", "broad")
    assert levels.title == "Missed first appointments: per cent, broad groups, England, 2024 Q1"
    assert "19.3% (15.3% to 24.2%)" in texts(levels.svg)
    assert "percentage points" in texts(gap.svg)
    assert gap.table.headers[2] == "Absolute gap, percentage points (0 = no gap)"
    nowhere = proportion_results(Area("country", "", ""))
    assert level_plot(nowhere, "M1", "broad").title == "Missed first appointments: per cent, broad groups, 2024 Q1"


@pytest.mark.parametrize("cell", [SUPPRESSED, NotAvailable("no data")])
def test_no_number_has_no_place_on_a_scale(cell: Any) -> None:
    found = drawn(cell, Unit.RATE)
    assert isinstance(found, LabelledGap)
    assert not any(hasattr(found, name) for name in ("value", "lower", "upper"))


def test_a_ratio_of_zero_is_said_and_not_drawn_on_a_logarithmic_scale() -> None:
    zero = Estimate(0.0, 0.0, 0.4, 0.95, "exact_conditional")
    found = drawn(zero, Unit.RATIO, logarithmic=True)
    assert isinstance(found, LabelledGap)
    assert found.label.startswith("0.00 (0.00 to 0.40)")
    assert isinstance(drawn(zero, Unit.RATIO), Point)
    gaps = tuple(replace(gap, relative=zero) if gap.group.code == "mixed" else gap for gap in RESULTS.gaps)
    chart = gap_plot(replace(RESULTS, gaps=gaps), "M1", "broad")
    assert "0.00 (0.00 to 0.40)" in " ".join(texts(chart.svg))
    assert "NaN" not in chart.svg
    assert "Infinity" not in chart.svg


@pytest.mark.parametrize("draw", [lambda r: level_plot(r, "M1", "broad"), lambda r: gap_plot(r, "M1", "broad"), store.draw])
def test_unreleased_results_are_refused(draw: Any) -> None:
    with pytest.raises(TypeError, match="only ReleasedResults"):
        draw(unreleased_results())


def test_hostile_labels_stay_text() -> None:
    bad = "<script>alert('x')</script> & \"friends\""
    levels = tuple(replace(row, group=replace(row.group, label=bad)) if row.group.code == "mixed" else row for row in RESULTS.levels)
    chart = level_plot(replace(RESULTS, levels=levels), "M1", "broad")
    assert "<script" not in chart.svg
    assert "alert" in " ".join(texts(chart.svg))


def test_what_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownElement):
        level_plot(RESULTS, "M1", "tribal")
    with pytest.raises(ValueError, match="several areas"):
        level_plot(RESULTS, "M2", "broad")


def test_charts_are_kept_and_read_back(tmp_path: Any) -> None:
    written = store.render(RESULTS, tmp_path)
    assert (tmp_path / "M1.broad.gap.svg").exists()
    back = store.read(tmp_path)
    assert list(back) == list(written)
    assert back == written
    assert back["M1.broad.gap"].specification == written["M1.broad.gap"].specification


def test_charts_that_cannot_be_read_are_said_to_be_so(tmp_path: Any) -> None:
    with pytest.raises(BundleUnreadable):
        store.read(tmp_path)
    (tmp_path / "charts.json").write_text('["../../secret"]')
    with pytest.raises(BundleUnreadable):
        store.read(tmp_path)


def test_a_chart_id_cannot_leave_its_folder() -> None:
    with pytest.raises(ValueError, match="not an id"):
        store.files({"../x": Chart("../x", "t", "m", None, "<svg/>", DataTable("c", ("h",), ()))})
