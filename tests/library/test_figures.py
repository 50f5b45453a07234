"""The published figures that the repository carries: whole, described, and giving back the rates that NHS England publishes."""

import csv
import hashlib

import pytest
import yaml

from levelground import library
from levelground.documents.reading import read_file, validated
from levelground.documents.yaml_reader import read_yaml
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.ethnicity.harmonise import GroupCounts, harmonise

FIGURES = library.shelf("figures")
MEASURES_WITH_RATES = {
    ("All detentions", "All"),
    ("Discharges following detention", "All"),
    ("Short term orders", "Section 136"),
    ("Uses of CTOs", "All"),
}


def rows(name):
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def declaration(source_id):
    path = library.shelf("data_sources") / f"{source_id}.yaml"
    return read_yaml(read_file(path), path.name).value


MHA = rows("nhse_mha_2023_24.csv")
CENSUS = rows("census_2021_england.csv")
NATIONAL_RATES = [
    row for row in MHA if row["demographic"] == "Ethnicity" and row["area_level"] == "All submissions" and row["crude_rate"] != ""
]


def population():
    labels = declaration("census_2021_england")["ethnicity"]["labels"]
    return GroupCounts("census_2021", "detailed", {labels[row["ethnic_group"]]["code"]: int(row["population"]) for row in CENSUS})


def denominators(crosswalk_id="nhse_mha_2023_24"):
    walk = crosswalks.load(crosswalk_id)
    return {breakdown: harmonise(population(), walk, breakdown).counts for breakdown in ("broad", "detailed")}


def test_the_census_parts_add_up_to_the_population_of_england():
    assert len(CENSUS) == 19
    assert sum(int(row["population"]) for row in CENSUS) == 56_490_048


def test_census_labels_and_broad_groups_are_those_of_the_code_set():
    census = classifications.load("census_2021")
    expected = [(group.label, census.label("broad", group.parent)) for group in census.groups("detailed")]
    assert [(row["ethnic_group"], row["broad_group"]) for row in CENSUS] == expected


def test_four_measures_have_national_rates_for_all_21_groups():
    met = [(row["measure"], row["subcategory"]) for row in NATIONAL_RATES]
    assert set(met) == MEASURES_WITH_RATES
    assert {met.count(measure) for measure in MEASURES_WITH_RATES} == {22}  # 16 detailed, 5 broad, and All


@pytest.mark.parametrize("row", NATIONAL_RATES, ids=lambda row: f"{row['measure']}, {row['group_label']}")
def test_every_published_crude_rate_comes_out_of_the_census_through_the_crosswalk(row):
    meaning = declaration("nhse_mha_2023_24")["ethnicity"]["labels"][row["group_label"]]
    people = denominators()
    group = sum(people["broad"].values()) if "aggregate" in meaning else people[meaning["breakdown"]][meaning["code"]]
    assert f"{int(row['events']) / group * 100_000:.1f}" == row["crude_rate"]


def test_the_other_crosswalk_does_not_give_back_the_published_rates():
    """The proof above can fail: with nobody left out, or with Chinese in Asian, rates come out otherwise."""
    events = {row["group_label"]: int(row["events"]) for row in NATIONAL_RATES if row["measure"] == "All detentions"}
    people = denominators("census_2021_to_nhs_2001")
    assert f"{events['White'] / people['broad']['white'] * 100_000:.1f}" == "69.3"
    assert f"{events['Any Other Ethnic Group'] / people['detailed']['S'] * 100_000:.1f}" == "157.2"
    naive_asian = people["broad"]["asian"] + population().counts["chinese"]
    assert f"{events['Asian or Asian British'] / naive_asian * 100_000:.1f}" == "73.6"


def test_the_flag_says_what_the_published_rate_leaves_out():
    walk = crosswalks.load("nhse_mha_2023_24")
    (flag,) = walk.flags_of("detailed", "S")
    events = next(
        int(row["events"]) for row in NATIONAL_RATES if (row["measure"], row["group_label"]) == ("All detentions", "Any Other Ethnic Group")
    )
    people = denominators()["detailed"]["S"]
    mended = people + sum(population().counts[code] for code in flag.add)
    assert flag.add == ("arab",)
    assert (f"{events / people * 100_000:.1f}", f"{events / mended * 100_000:.1f}") == ("212.6", "157.2")
    assert "Arab" in flag.text and "a quarter lower" in flag.text
    assert 0.2 < 1 - people / mended < 0.3


def test_a_suppressed_cell_is_empty_and_says_so():
    suppressed = [row for row in MHA if row["events_status"] == "suppressed"]
    assert {row["events_status"] for row in MHA} == {"counted", "suppressed"}
    assert {row["area_level"] for row in suppressed} == {"ICB"}
    for row in suppressed:
        assert (row["events"], row["crude_rate"], row["standardised_rate"]) == ("", "", "")
    for row in MHA:
        assert (row["events"] == "") == (row["events_status"] == "suppressed")
        assert row["events"] == "" or str(int(row["events"])) == row["events"]


def test_counts_below_national_level_are_rounded_and_never_under_5():
    icb = [int(row["events"]) for row in MHA if row["area_level"] == "ICB" and row["events"] and row["area_code"] != "All prov"]
    assert min(icb) == 5
    assert {count % 5 for count in icb} == {0}


def test_no_cell_stands_twice():
    keys = [
        (row["measure"], row["subcategory"], row["demographic"], row["group_label"], row["area_level"], row["area_code"]) for row in MHA
    ]
    assert len(keys) == len(set(keys))


def test_known_ethnicity_unknown_and_all_of_england_are_three_numbers():
    national = {
        (row["demographic"], row["group_label"]): int(row["events"])
        for row in MHA
        if (row["measure"], row["subcategory"], row["area_level"]) == ("All detentions", "All", "All submissions")
    }
    known, unknown, whole = national["Ethnicity", "All"], national["Ethnicity", "Unknown"], national["All", "All"]
    assert (known, unknown, whole) == (45_525, 3_726, 52_458)
    assert national["Ethnicity", "Not Stated"] + national["Ethnicity", "Not Known"] == unknown
    assert (known + unknown, whole - known - unknown) == (49_251, 3_207)


def test_the_manifest_describes_each_file_as_it_is():
    manifest = yaml.safe_load((FIGURES / "manifest.yaml").read_text(encoding="utf-8"))["figures"]
    assert {entry["file"] for entry in manifest} == {path.name for path in FIGURES.glob("*.csv")}
    for entry in manifest:
        data = rows(entry["file"])
        assert hashlib.sha256((FIGURES / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert entry["rows"] == len(data)
        assert entry["suppressed_cells"] == sum(row.get("events_status") == "suppressed" for row in data)
        assert entry["licence"] == "OGL-3.0" and "Open Government Licence" in entry["attribution"]
        source = declaration(entry["file"].removesuffix(".csv"))
        assert [entry[key] for key in ("title", "publisher", "edition")] == [source[key] for key in ("title", "publisher", "edition")]
    assert "from memory" in manifest[1]["where_from"]


@pytest.mark.parametrize("source_id", ["nhse_mha_2023_24", "census_2021_england"])
def test_each_source_fits_its_extract_and_its_code_set(source_id):
    source = declaration(source_id)
    (layout,) = [layout for layout in source["layouts"] if layout["name"] == "tidy"]
    data = rows(layout["file"])
    assert set(layout["columns"].values()) <= set(data[0])
    code_set = classifications.load(source["ethnicity"]["classification"])
    meanings = source["ethnicity"]["labels"]
    for meaning in meanings.values():
        assert "code" not in meaning or meaning["code"] in code_set.codes(meaning["breakdown"])
    of_groups = [(meaning["breakdown"], meaning["code"]) for meaning in meanings.values() if "code" in meaning]
    assert len(of_groups) == len(set(of_groups))
    column = layout["columns"][source["ethnicity"]["column"]]
    met = {row[column] for row in data if row.get("demographic", "Ethnicity") == "Ethnicity"}
    assert met == set(meanings)


def test_each_source_obeys_the_engine_s_model():
    from levelground.measurement.sources import DataSource

    for source_id in ("nhse_mha_2023_24", "census_2021_england"):
        path = library.shelf("data_sources") / f"{source_id}.yaml"
        source, findings = validated(read_yaml(read_file(path), path.name), DataSource)
        assert findings == ()
        assert source is not None and source.id == source_id
