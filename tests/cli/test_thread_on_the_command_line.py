"""The golden thread, command by command, on the real figures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from levelground import library


def _level(document: dict, code: str) -> dict:
    return next(level for level in document["measures"]["M1"]["levels"] if level["group"] == code)


def test_check_of_the_shipped_package_ends_well(run):
    done = run("check", "mental_health")
    assert done.returncode == 0
    assert done.stdout.startswith("mental_health.yaml: ")
    assert "error" not in done.stdout


def test_json_has_the_published_rates(run, release: Path):
    document = json.loads(run("show", release, "--format", "json").stdout)
    shown = {code: _level(document, code)["display"] for code in ("asian", "other", "white", "black", "mixed")}
    assert shown == {"asian": "79.9", "other": "130.6", "white": "69.5", "black": "239.0", "mixed": "115.9"}


def test_json_has_both_gaps_of_every_group_against_two_comparators(run, release: Path):
    gaps = json.loads(run("show", release, "--format", "json").stdout)["measures"]["M1"]["gaps"]
    black = [gap for gap in gaps if gap["group"] == "black"]
    assert [gap["comparator"]["role"] for gap in black] == ["named", "second"]
    assert all(gap["comparator"]["reason"] for gap in gaps)
    against_white = black[0]
    assert (against_white["relative"]["display"], against_white["relative"]["interval"]) == ("3.44", "3.34 to 3.54")
    assert (against_white["absolute"]["display"], against_white["absolute"]["interval"]) == ("169.6", "163.3 to 175.9")


def test_json_never_gives_the_known_as_the_total(run, release: Path):
    (recording,) = json.loads(run("show", release, "--format", "json").stdout)["measures"]["M1"]["recording"]
    assert (recording["unknown"], recording["total"]) == (3726, 49251)
    assert recording["unknown_share_per_cent"]["display"] == "7.6"
    assert (recording["whole"], recording["not_broken_down"]) == (52458, 3207)
    assert 45525 not in [recording[name] for name in ("total", "whole")]


def test_withheld_counts_are_a_word_in_every_format(run, release: Path):
    with (library.shelf("figures") / "nhse_mha_2023_24.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["measure"], row["subcategory"]) == ("All detentions", "All")]
    blank = {
        (row["area_code"], row["group_label"])
        for row in rows
        if row["area_level"] == "ICB" and row["demographic"] == "Ethnicity" and not row["events"]
    }
    assert len(blank) == 10
    levels = json.loads(run("show", release, "--format", "json", "--measure", "M5").stdout)["measures"]["M5"]["levels"]
    assert {(level["area"]["code"], level["label"]) for level in levels if level["numerator"] == "suppressed"} == blank
    table = run("show", release, "--measure", "M5").stdout
    assert table.split("Disclosure policy")[0].count("withheld") == len(blank)
    rows_out = list(csv.DictReader(io.StringIO(run("show", release, "--format", "csv", "--measure", "M5").stdout)))
    assert {(row["area_code"], row["group"]) for row in rows_out if row["numerator"] == "suppressed"} == blank
    assert not [row for row in rows_out if row["row"] == "level" and row["numerator"] in ("", "0")]


def test_table_shows_levels_before_gaps_and_what_is_not_known(run, release: Path):
    text = run("show", release, "--measure", "M1").stdout
    assert text.index("Levels: broad groups") < text.index("Gaps: each group against White")
    assert "3.44 (3.34 to 3.54)" in text
    assert "3,726 of 49,251 (7.6%)" in text
    assert "not yet co-produced" in " ".join(text.split())


def test_diagram_and_report_are_written(run, release: Path, tmp_path: Path):
    assert run("diagram", "mental_health", "--out", tmp_path / "made" / "drivers.svg").returncode == 0
    assert (tmp_path / "made" / "drivers.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run("report", release, "--out", tmp_path / "board.html").returncode == 0
    page = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert "inequality" in page.split("</title>")[0].casefold()
    assert "3.44" in page
    assert "<script" not in page


def test_trace_goes_both_ways(run):
    text = run("trace", "mental_health", "P1").stdout
    assert text.index("Upstream") < text.index("aim") < text.index("Downstream")
    thread = json.loads(run("trace", "mental_health", "P1", "--format", "json").stdout)
    assert {step["kind"] for step in thread["downstream"]} >= {"secondary driver", "change idea", "measure"}


def test_same_input_gives_the_same_bundle(run, bundle: Path, tmp_path: Path):
    assert run("measure", "mental_health", "--data", library.shelf("figures"), "--out", tmp_path / "again").returncode == 0
    digests = [json.loads((folder / "contents.json").read_text(encoding="utf-8"))["digest"] for folder in (bundle, tmp_path / "again")]
    assert digests[0] == digests[1]


def test_hes_policy_rounds_and_recomputes(run, bundle: Path, tmp_path: Path):
    assert run("release", bundle, "--policy", "hes", "--out", tmp_path / "hes").returncode == 0
    document = json.loads(run("show", tmp_path / "hes", "--format", "json").stdout)
    black = _level(document, "black")
    assert black["numerator"] == 5695
    assert black["value"] == 5695 / 2381724 * 100_000
