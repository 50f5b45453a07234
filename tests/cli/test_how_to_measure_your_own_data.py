"""The how-to page, followed to the letter: its examples are cut out of the page and run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from levelground import library

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "measure_your_own_data.md").read_text(encoding="utf-8")
CLINIC = """Type,Ethnicity,N
booked,White,200
kept,White,150
booked,Mixed,40
kept,Mixed,20
booked,Asian,80
kept,Asian,55
booked,Black,60
kept,Black,30
booked,Other,30
kept,Other,3
booked,Not stated,10
kept,Not stated,4
booked,,3
kept,,1
"""


def _block(start: str) -> str:
    found = re.search(rf"```yaml\n({re.escape(start)}.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "clinic.csv").write_text(CLINIC, encoding="utf-8")
    (tmp_path / "clinic_counts.source.yaml").write_text(_block("id: clinic_counts"), encoding="utf-8")
    text = (library.shelf("change_packages") / "mental_health.yaml").read_text(encoding="utf-8")
    start = text.index("    numerator:", text.index("- id: M7"))
    text = text[:start] + _block("    numerator:") + text[text.index("    unit:", start) :]
    (tmp_path / "mine.yaml").write_text(text.replace("area_level: organisation", "area_level: country", 1), encoding="utf-8")
    return tmp_path


def test_a_file_of_your_own_shape_is_measured_and_released(run, folder: Path):
    assert run("check", folder / "mine.yaml", "--data", folder).returncode == 0
    assert run("measure", folder / "mine.yaml", "--data", folder, "--out", folder / "b").returncode == 0
    refused = run("release", folder / "b", "--policy", "none_needed_already_published", "--out", folder / "r")
    assert refused.returncode == 31
    assert "hes" in refused.stderr
    assert run("release", folder / "b", "--policy", "hes", "--out", folder / "r").returncode == 0
    shown = json.loads(run("show", folder / "r", "--format", "json").stdout)["measures"]["M7"]
    levels = {level["group"]: level for level in shown["levels"]}
    assert (levels["white"]["numerator"], levels["white"]["display"]) == (150, "75.0")
    assert levels["other"]["numerator"] == levels["other"]["value"] == "suppressed"
    (recording,) = shown["recording"]
    assert (recording["not_stated"], recording["missing"]) == ("suppressed", "suppressed")


def test_the_shipped_form_is_measured(run, tmp_path: Path):
    rows = re.search(r"    (period,organisation_code.*?)\n\n", PAGE, re.DOTALL)
    assert rows is not None
    lines = [line.strip() for line in rows[1].splitlines()]
    (tmp_path / "local_records.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("measure", "mental_health", "--data", tmp_path, "--out", tmp_path / "b")
    assert done.returncode == 0, done.stderr
    assert "1 of 11 measures counted" in done.stdout
    assert "M8 was not run: the data have no rows for it yet" in done.stderr
