"""A group whose part has no row is not the group: its sum is no number, unless the source says that absent is zero."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders.data_folders import DETAILED, NHS, UNKNOWN, counted, declaration, measure, package, put

from levelground.ethnicity import classification as classifications
from levelground.measurement.cells import NotAvailable
from levelground.measurement.results import Level
from levelground.measurement.run import run

COLUMNS = {"group": "ethnicity", "n": "count"}
LABELS = {**DETAILED, **UNKNOWN}
BLACK = [label for label, meaning in DETAILED.items() if NHS.parent(meaning["code"]) == "black"]


def _rows(left_out: str | None) -> list[dict[str, object]]:
    return [{"group": label, "n": 10} for label in LABELS if label != left_out]


def _levels(folder: Path, left_out: str | None, **count: str) -> dict[tuple[str, str], Level]:
    source = declaration("events", COLUMNS, labels=LABELS, details={"n": count})
    put(folder, source, _rows(left_out))
    results = run(package(measure("M1", "count", counted("events"), breakdowns=["broad", "detailed"], area_level="country")), folder)
    return {(level.group.breakdown, level.group.code): level for level in results.levels}


def test_a_whole_group_has_its_sum(tmp_path: Path):
    assert _levels(tmp_path, None)["broad", "black"].numerator == 30


def test_a_group_without_one_of_its_parts_has_none(tmp_path: Path):
    levels = _levels(tmp_path, BLACK[0])
    black = levels["broad", "black"].numerator
    assert isinstance(black, NotAvailable)
    assert "part of this group" in black.reason
    assert levels["broad", "white"].numerator == 30


def test_absent_is_zero_only_where_the_source_says_so(tmp_path: Path):
    levels = _levels(tmp_path, BLACK[0], absent_is="zero")
    code = DETAILED[BLACK[0]]["code"]
    assert (levels["broad", "black"].numerator, levels["detailed", code].numerator) == (20, 0)


@pytest.mark.parametrize(("left_out", "populated"), [("Irish", False), ("Roma", True)])
def test_a_population_without_one_of_its_parts_is_not_divided_by(tmp_path: Path, left_out: str, populated: bool):
    census = classifications.load("census_2021")
    labels = {category.label: {"breakdown": "detailed", "code": category.code} for category in census.detailed}
    people = declaration("people", {"group": "ethnicity", "n": "count"}, labels=labels, classification="census_2021")
    put(tmp_path, people, [{"group": label, "n": 1_000} for label in labels if label != left_out])
    put(tmp_path, declaration("events", COLUMNS, labels=LABELS), _rows(None))
    denominator = counted("people", crosswalk="nhse_mha_2023_24")
    rate = measure("M1", "rate", counted("events"), denominator=denominator, breakdowns=["broad"], area_level="country")
    levels = {level.group.code: level for level in run(package(rate), tmp_path).levels}
    assert (levels["white"].denominator == 4_000) is populated
    assert isinstance(levels["white"].denominator, NotAvailable) is not populated
    assert levels["black"].denominator == 3_000
