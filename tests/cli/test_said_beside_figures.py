"""What must be said beside a figure is said wherever the figure goes: on the terminal, in JSON and in CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path


def test_crude_caveats_policy_and_sources_stand_beside_the_figures(run, release: Path):
    shown = " ".join(run("show", release, "--measure", "M1").stdout.split())
    assert "crude (not adjusted for age)" in shown
    assert "Any other ethnic group * 1,932" in shown
    assert "* Any other ethnic group: The published rate" in shown
    assert "Disclosure policy none_needed_already_published" in shown
    assert "take events as independent" in shown
    rows = list(csv.DictReader(io.StringIO(run("show", release, "--measure", "M1", "--format", "csv").stdout)))
    assert all(row["policy"] and row["sources"] and row["licence"] and row["change_package"].startswith("mental_health") for row in rows)
    assert all(row["comparator_reason"] for row in rows if row["row"] == "gap")
    assert all("Arab" in row["note"] for row in rows if row["group"] == "Any other ethnic group")
    measure = json.loads(run("show", release, "--measure", "M1", "--format", "json").stdout)["measures"]["M1"]
    assert measure["crude"] is True
    assert [level["label"] for level in measure["levels"] if level["caveats"]] == ["Any other ethnic group"]


def test_the_board_page_says_how_many_are_in_no_group(run, release: Path, tmp_path: Path):
    assert run("report", release, "--out", tmp_path / "board.html").returncode == 0
    page = " ".join((tmp_path / "board.html").read_text(encoding="utf-8").split())
    assert "A further 3,207, of 52,458 in all, are not broken down by ethnicity at all: together 13.2% are in no group" in page
    assert "(crude rate)" in page


def test_two_periods_in_one_measure_are_refused(run, tmp_path: Path):
    lines = ["period,organisation_code,organisation_name,measure,ethnic_category,people"]
    for quarter in ("2026 Q1", "2026 Q2"):
        for measure, people in (("people who left detention", 40), ("advance choice document offered", 20)):
            lines += [f"{quarter},RXX,Example Trust,{measure},{code},{people}" for code in "ABCDEFGHJKLMNPRS"]
    (tmp_path / "local_records.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("measure", "mental_health", "--data", tmp_path, "--out", tmp_path / "bundle")
    assert done.returncode == 23
    assert "the rows of M7 are of 2026 Q1, 2026 Q2" in done.stderr
    assert not (tmp_path / "bundle").exists()
