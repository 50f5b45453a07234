"""The file as published, with its damaged labels: the same numbers as the extract, every damage named by line and column, no row lost."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from levelground import library
from levelground.change_package.read import read
from levelground.measurement.connect import open_database, rows_of
from levelground.measurement.contract import load
from levelground.measurement.data_file import inspect_file
from levelground.measurement.results import UnreleasedResults
from levelground.measurement.run import run
from levelground.measurement.sources import load_source

RAW_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MHA, CENSUS = RAW_DATA / "mental_health_act_2023_24.csv", RAW_DATA / "census_2021_england_ethnic_group.csv"
DECLARED = yaml.safe_load((library.shelf("data_sources") / "nhse_mha_2023_24.yaml").read_text(encoding="utf-8"))
FILE_COLUMN = next(layout for layout in DECLARED["layouts"] if layout["name"] == "raw")["columns"]


def raw_rows() -> list[dict[str, str]]:
    with MHA.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def damage() -> list[tuple[int, str]]:
    """Line and column of every cell that its declaration does not allow, found with the csv module."""
    found = []
    for line, row in enumerate(raw_rows(), start=2):
        for column in DECLARED["columns"]:
            value = row[FILE_COLUMN[column["name"]]].strip()
            allowed = column.get("allowed")
            if by := column.get("allowed_by"):
                allowed = by["values"].get(row[FILE_COLUMN[by["column"]]].strip())
            if allowed is not None and value not in allowed:
                found.append((line, FILE_COLUMN[column["name"]]))
    return found


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> UnreleasedResults:
    folder = tmp_path_factory.mktemp("raw")
    shutil.copy(MHA, folder)
    shutil.copy(CENSUS, folder)
    return run(read("mental_health"), folder)


def test_the_same_numbers_as_the_extract(raw: UnreleasedResults) -> None:
    tidy = run(read("mental_health"), library.shelf("figures"))
    assert raw.levels == tidy.levels
    assert raw.gaps == tidy.gaps
    assert raw.recording == tidy.recording
    assert raw.not_run == tidy.not_run
    assert raw.queries == tidy.queries


def test_every_damaged_label_is_reported_by_line_and_column(raw: UnreleasedResults) -> None:
    expected = damage()
    assert len(expected) > 150
    reported = [finding for finding in raw.findings if finding.rule == "damaged-label"]
    found = Counter()
    for finding in reported:
        assert finding.place is not None and finding.place.file == MHA.name
        (column,) = [name for name in FILE_COLUMN.values() if finding.message.startswith(f"column `{name}` has ")]
        found[finding.place.line, column] += 1
    assert found == Counter(expected)


def test_a_report_shows_the_cell_as_it_is(raw: UnreleasedResults) -> None:
    rows = raw_rows()
    for finding in raw.findings:
        if finding.rule == "damaged-label":
            row = rows[finding.place.line - 2]
            shown = [f"has `{value}`" in finding.message for value in row.values() if value]
            assert any(shown) or "has a blank" in finding.message


def test_all_rows_are_in_the_table_damaged_or_not() -> None:
    source = load_source("nhse_mha_2023_24")
    (layout,) = [layout for layout in source.layouts if layout.name == "raw"]
    rows = raw_rows()
    with open_database() as database:
        loaded = load(database, source, inspect_file(MHA, layout, source))
        table = rows_of(database.run("SELECT line, measure, group_label, events, events_status FROM nhse_mha_2023_24 ORDER BY line"))
    assert loaded.rows == len(rows) == len(table) == 6_947
    for line, (ours, theirs) in enumerate(zip(table, rows, strict=True), start=2):
        count = theirs["Total_Count"]
        expected = (line, theirs["Measure"], theirs["DemographicBreakdown"], None if count == "" else int(float(count)))
        assert (ours["line"], ours["measure"], ours["group_label"], ours["events"]) == expected
        assert ours["events_status"] == ("suppressed" if count == "" else "counted")


def test_nothing_but_damage_is_found_in_the_file(raw: UnreleasedResults) -> None:
    assert {finding.rule for finding in raw.findings if finding.place is not None} == {"damaged-label"}
