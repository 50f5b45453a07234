"""The engine's statement counts what a loop over the rows counts, on any small folder: no row lost, no withheld part in a sum."""

import csv
import json
import math
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.data_folders import BROAD, DETAILED, NHS, UNKNOWN, counted, csv_text, declaration, measure, package, put
from tests.twins import slow_counts as slow

from levelground.measurement import bundle, disclosure, exports
from levelground.measurement.cells import Estimate, NotAvailable, Suppressed
from levelground.measurement.results import RECORDED, UnreleasedResults
from levelground.measurement.run import run

COLUMNS = {"quarter": "period", "area": "area_code", "what": "category", "group": "ethnicity", "n": "count"}
PEOPLE = {"area": "area_code", "group": "ethnicity", "n": "count"}
PARENTS = {category.code: category.parent for category in NHS.detailed}
FEW_DETAILED = {label: meaning for label, meaning in DETAILED.items() if meaning["code"] in "ABDHMR"}
LABELS = {"broad": BROAD, "detailed": FEW_DETAILED, "both": {**BROAD, **FEW_DETAILED}}
COUNT = st.one_of(st.integers(0, 30), st.integers(0, 2_000), st.none())
BREAKDOWNS = {"broad": NHS.codes("broad"), "detailed": NHS.codes("detailed")}


def meanings(labels: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, str, str]]:
    return {
        label: ("group", meaning["breakdown"], meaning["code"]) if "code" in meaning else ("unknown", "", meaning["unknown"])
        for label, meaning in labels.items()
    }


def same(cell: object, twin: slow.Cell) -> bool:
    if isinstance(twin, int):
        return cell == twin and not isinstance(cell, bool)
    if twin == slow.WITHHELD:
        return isinstance(cell, Suppressed) or (isinstance(cell, NotAvailable) and "withheld" in cell.reason)
    return isinstance(cell, NotAvailable)


@st.composite
def folders(draw: st.DrawFn):
    """Rows of events and of people; each value of the conditions is there at least once, as a condition asks."""
    groups = LABELS[draw(st.sampled_from(sorted(LABELS)))]
    labels = {**groups, **UNKNOWN}
    row = st.fixed_dictionaries(
        {
            "quarter": st.sampled_from(["Q1", "Q2"]),
            "area": st.sampled_from(["E1", "E2", "E3"]),
            "what": st.sampled_from(["offered", "all", "else"]),
            "group": st.sampled_from(sorted(labels)),
            "n": COUNT,
        }
    )
    always = [{"quarter": "Q1", "area": "E1", "what": what, "group": sorted(groups)[0], "n": 3} for what in ("offered", "all")]
    rows = [*always, *draw(st.lists(row, max_size=30))]
    complete = draw(st.booleans())
    if complete:
        rows += [{"quarter": "Q1", "area": "E1", "what": "all", "group": label, "n": draw(st.integers(0, 20))} for label in sorted(labels)]
    person = st.fixed_dictionaries({"area": st.sampled_from(["E1", "E2"]), "group": st.sampled_from(sorted(labels)), "n": COUNT})
    people = [{"area": "E1", "group": sorted(groups)[0], "n": 100}, *draw(st.lists(person, max_size=12))]
    return labels, rows, people


def measures() -> list[dict[str, object]]:
    common = {"area_level": "trust", "breakdowns": ["broad", "detailed"]}
    offered, everyone = counted("ev", "what = 'offered'"), counted("ev", "what = 'all'")
    return [
        measure("M1", "count", everyone, whole=counted("ev", "what IN ('all', 'offered')"), **common),
        measure("M2", "proportion", offered, denominator=everyone, **common),
        measure("M3", "rate", everyone, denominator=counted("people"), **common),
        measure("M4", "unknown_share", offered, per=100, **{**common, "breakdowns": ["broad"]}),
    ]


PACKAGE = package(*measures())


def ran(folder: Path, labels, rows, people) -> tuple[UnreleasedResults, slow.SlowSource, slow.SlowSource]:
    blank = {"n": {"suppressed_when": "blank"}}
    put(folder, declaration("ev", COLUMNS, labels=labels, details=blank, already_published=True), rows)
    put(folder, declaration("people", PEOPLE, labels=labels, details=blank, already_published=True), people)
    events = slow.SlowSource(csv_text(list(COLUMNS), rows), meanings(labels), "quarter", "area", "group", "n")
    residents = slow.SlowSource(csv_text(list(PEOPLE), people), meanings(labels), None, "area", "group", "n")
    return run(PACKAGE, folder), events, residents


def levels_agree(results: UnreleasedResults, measure_id: str, numerator, denominator) -> None:
    found = {(one.period, one.area.code, one.group.breakdown, one.group.code): one for one in results.levels_of(measure_id)}
    assert len(found) == len(results.levels_of(measure_id)) == 21 * len(numerator)
    for (period, area), cells in numerator.items():
        for breakdown, codes in BREAKDOWNS.items():
            for code in codes:
                one, key = found[period, area, breakdown, code], ("group", breakdown, code)
                top = cells.get(key, slow.ABSENT)
                assert same(one.numerator, top), (one, top)
                if denominator is not None:
                    bottom = denominator.get((period, area), denominator.get(("", area), {})).get(key, slow.ABSENT)
                    assert same(one.denominator, bottom), (one, bottom)
                    estimate_agrees(one, top, bottom)


def estimate_agrees(one, top: slow.Cell, bottom: slow.Cell) -> None:
    per = 100_000 if one.measure_id == "M3" else 100
    if isinstance(top, int) and isinstance(bottom, int) and bottom > 0 and (one.measure_id == "M3" or top <= bottom):
        assert isinstance(one.estimate, Estimate)
        assert math.isclose(one.estimate.value, top / bottom * per, rel_tol=1e-12)
    else:
        assert isinstance(one.estimate, Suppressed) == (slow.WITHHELD in (top, bottom))
        assert not isinstance(one.estimate, Estimate)


def recording_agrees(results: UnreleasedResults, measure_id: str, counts, wholes, breakdowns) -> None:
    rows = {(row.period, row.area.code): row for row in results.recording_of(measure_id)}
    assert set(rows) == set(counts)
    for place, cells in counts.items():
        expected = slow.recorded(cells, breakdowns)
        if wholes is not None:
            expected["whole"] = wholes[place]
        for name, cell in expected.items():
            assert same(getattr(rows[place], name), cell), (name, getattr(rows[place], name), cell)


@settings(max_examples=30, deadline=None)
@given(folders())
def test_the_engine_counts_what_a_loop_counts(tmp_path_factory: pytest.TempPathFactory, folder) -> None:
    labels, rows, people = folder
    results, events, residents = ran(tmp_path_factory.mktemp("data"), labels, rows, people)
    everyone = slow.counted(events, lambda row: row["what"] == "all", PARENTS)
    offered = slow.counted(events, lambda row: row["what"] == "offered", PARENTS)
    levels_agree(results, "M1", everyone, None)
    levels_agree(results, "M2", offered, everyone)
    levels_agree(results, "M3", everyone, slow.counted(residents, lambda row: True, PARENTS))
    assert results.levels_of("M4") == ()
    wholes = slow.whole(events, lambda row: row["what"] in ("all", "offered"))
    recording_agrees(results, "M1", everyone, wholes, BREAKDOWNS)
    recording_agrees(results, "M2", offered, None, BREAKDOWNS)
    recording_agrees(results, "M4", offered, None, {"broad": BREAKDOWNS["broad"]})
    assert results.not_run == ()


@settings(max_examples=15, deadline=None)
@given(folders())
def test_a_withheld_cell_is_a_number_nowhere(tmp_path_factory: pytest.TempPathFactory, folder) -> None:
    """In results, JSON, CSV, Parquet and as text: neither 0 nor empty, and never a null that does not say what it is."""
    labels, rows, people = folder
    place = tmp_path_factory.mktemp("data")
    results, *_ = ran(place, labels, rows, people)
    released = disclosure.release(results, disclosure.PUBLISHED)
    withheld = [one for one in released.levels if isinstance(one.numerator, Suppressed)]
    for one in withheld:
        assert isinstance(one.estimate, Suppressed)
        assert str(one.numerator) == str(one.estimate) == "suppressed"
    compared = {(gap.measure_id, gap.period, gap.area.code, gap.group.code) for gap in released.gaps if isinstance(gap.relative, Estimate)}
    assert not compared & {(one.measure_id, one.period, one.area.code, one.group.code) for one in withheld}

    document = json.loads(json.dumps(exports.as_json(released), allow_nan=False))
    shown = [one for found in document["measures"].values() for one in found["levels"]]
    assert [one["numerator"] for one in shown].count("suppressed") == len(withheld)
    assert all(one["value"] == one["display"] == "suppressed" for one in shown if one["numerator"] == "suppressed")
    cells = [one[name] for one in shown for name in ("numerator", "denominator", "value")]
    assert not [cell for cell in cells if cell is None or cell == ""]

    lines = [row for row in csv.DictReader(exports.as_csv(released).splitlines()) if row["row"] == "level"]
    assert [row["numerator"] for row in lines].count("suppressed") == len(withheld)
    assert all(row["value"] == "suppressed" for row in lines if row["numerator"] == "suppressed")
    assert all(row["numerator"] and row["denominator"] and row["value"] for row in lines)
    assert all(row["value"] for row in csv.DictReader(exports.as_csv(released).splitlines()))

    bundle.write_release(released, place / "release")
    for name, columns in {
        "levels": ("numerator", "denominator", "estimate", "published"),
        "recording": (*RECORDED, "unknown_share"),
    }.items():
        for row in pq.read_table(place / "release" / f"{name}.parquet").to_pylist():
            for column in columns:
                assert (row[column] is None) == (row[f"{column}_status"] != "number")
                assert row[f"{column}_status"] in ("number", "suppressed", "not_available")
    table = pq.read_table(place / "release" / "levels.parquet").to_pylist()
    assert [row["numerator_status"] for row in table].count("suppressed") == len(withheld)
    assert bundle.read_release(place / "release") == released
