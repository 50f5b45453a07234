"""The committed extracts are what the script makes of the files as published, byte for byte, and nothing that is sound is lost."""

import csv
import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

from levelground import library

REPOSITORY = Path(__file__).resolve().parents[2]
RAW_DATA = REPOSITORY.parent / "shared" / "data"
FIGURES = library.shelf("figures")
NAMES = ("nhse_mha_2023_24.csv", "census_2021_england.csv", "manifest.yaml")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_running_the_extraction_again_gives_the_committed_bytes(tmp_path):
    script = REPOSITORY / "tools" / "extract_figures.py"
    subprocess.run([sys.executable, str(script), str(RAW_DATA), "--into", str(tmp_path)], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (FIGURES / name).read_bytes(), name


def test_the_manifest_accounts_for_every_row_of_the_originals():
    for entry in yaml.safe_load((FIGURES / "manifest.yaml").read_text(encoding="utf-8"))["figures"]:
        raw = RAW_DATA / entry["original_file"]
        assert hashlib.sha256(raw.read_bytes()).hexdigest() == entry["original_sha256"]
        left_out = sum(left.get("rows", 0) for left in entry["left_out"])
        assert entry["rows"] + left_out == entry["rows_in_the_original"] == len(rows(raw))


def test_only_labels_of_other_columns_are_left_out():
    """Found apart from the declaration: a row of the selection is in the extract unless its label is a gender or a blank."""
    genders = {row["DemographicBreakdown"] for row in rows(RAW_DATA / "mental_health_act_2023_24.csv") if row["Demographic"] == "Gender"}
    expected, left_out = Counter(), 0
    for row in rows(RAW_DATA / "mental_health_act_2023_24.csv"):
        if row["Demographic"] in {"Ethnicity", "All"} and row["OrganisationBreakdown"] in {"All submissions", "ICB"}:
            if row["DemographicBreakdown"] in genders | {""}:
                left_out += 1
            else:
                count = row["Total_Count"].removesuffix(".0")
                expected[row["Measure"], row["measureSubcategory"], row["DemographicBreakdown"], row["OrgID"], count, row["CrudeRate"]] += 1
    found = Counter(
        (row["measure"], row["subcategory"], row["group_label"], row["area_code"], row["events"], row["crude_rate"])
        for row in rows(FIGURES / "nhse_mha_2023_24.csv")
    )
    assert found == expected
    manifest = yaml.safe_load((FIGURES / "manifest.yaml").read_text(encoding="utf-8"))
    assert manifest["figures"][0]["left_out"][0]["rows"] == left_out == 35


def test_every_value_of_the_original_is_declared_or_is_damage():
    """The declaration neither lacks a label that many rows have nor allows one that nothing has."""
    source = yaml.safe_load((library.shelf("data_sources") / "nhse_mha_2023_24.yaml").read_text(encoding="utf-8"))
    columns = {column["name"]: column for column in source["columns"]}
    layout = next(layout for layout in source["layouts"] if layout["name"] == "raw")["columns"]
    raw = rows(RAW_DATA / "mental_health_act_2023_24.csv")
    for name in ("period", "measure", "subcategory", "demographic"):
        assert set(columns[name]["allowed"]) == {row[layout[name]] for row in raw}
    assert {row["OrganisationBreakdown"] for row in raw} - set(columns["area_level"]["allowed"]) == {"h"}
    met = Counter((row["Demographic"], row["DemographicBreakdown"]) for row in raw)
    allowed = {(demographic, label) for demographic, labels in columns["group_label"]["allowed_by"]["values"].items() for label in labels}
    assert allowed <= set(met)
    genders = set(columns["group_label"]["allowed_by"]["values"]["Gender"])
    assert {label for pair in set(met) - allowed for label in pair[1:]} <= genders | {""}
    assert sum(count for pair, count in met.items() if pair not in allowed) == 189
