"""The shipped change package on the shipped figures gives what NHS England published for 2023/24, group by group."""

import csv
from collections.abc import Iterator

import pytest

from levelground import library
from levelground.change_package.read import read
from levelground.measurement import exports
from levelground.measurement.cells import Estimate, Suppressed, is_number
from levelground.measurement.disclosure import PUBLISHED, release
from levelground.measurement.results import Gap, Level, Recording, ReleasedResults
from levelground.measurement.run import run

FIGURES = library.shelf("figures")
MEASURES = {
    "M1": ("All detentions", "All"),
    "M2": ("Uses of CTOs", "All"),
    "M3": ("Short term orders", "Section 136"),
    "M4": ("Discharges following detention", "All"),
}
"""The national measures of the package -> measure and subcategory of the figures: written down here, not read from the package."""
LABELS = {
    "white": "White", "mixed": "Mixed", "asian": "Asian or Asian British", "black": "Black or Black British",
    "other": "Other Ethnic Groups",
    "A": "British", "B": "Irish", "C": "Any Other White background", "D": "White and Black Caribbean", "E": "White and Black African",
    "F": "White and Asian", "G": "Any Other Mixed background", "H": "Indian", "J": "Pakistani", "K": "Bangladeshi",
    "L": "Any Other Asian background", "M": "Caribbean", "N": "African", "P": "Any Other Black background", "R": "Chinese",
    "S": "Any Other Ethnic Group",
}  # fmt: skip
"""Group code -> the label in the publisher's file."""
GROUPS = sorted(LABELS)


def figures() -> list[dict[str, str]]:
    with (FIGURES / "nhse_mha_2023_24.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published_rows(measure_id: str, area_level: str = "All submissions") -> Iterator[dict[str, str]]:
    name, subcategory = MEASURES[measure_id]
    for row in figures():
        if (row["measure"], row["subcategory"], row["demographic"], row["area_level"]) == (name, subcategory, "Ethnicity", area_level):
            yield row


@pytest.fixture(scope="module")
def results() -> ReleasedResults:
    return release(run(read("mental_health"), FIGURES), PUBLISHED)


def level(results: ReleasedResults, measure_id: str, code: str) -> Level:
    (found,) = [one for one in results.levels_of(measure_id) if one.group.code == code]
    return found


def gap(results: ReleasedResults, measure_id: str, code: str, role: str = "named") -> Gap:
    (found,) = [one for one in results.gaps_of(measure_id) if (one.group.code, one.comparator.role) == (code, role)]
    return found


def recording(results: ReleasedResults, measure_id: str) -> Recording:
    (found,) = results.recording_of(measure_id)
    return found


def estimated(cell: object) -> Estimate:
    assert isinstance(cell, Estimate)
    return cell


@pytest.mark.parametrize(
    ("code", "rate"), [("asian", "79.9"), ("other", "130.6"), ("white", "69.5"), ("black", "239.0"), ("mixed", "115.9")]
)
def test_rates_of_broad_groups(results: ReleasedResults, code: str, rate: str) -> None:
    assert f"{estimated(level(results, 'M1', code).estimate).value:.1f}" == rate


@pytest.mark.parametrize("measure_id", MEASURES)
def test_every_published_rate_and_count_of_every_group(results: ReleasedResults, measure_id: str) -> None:
    """All 21 groups of all four measures that have published rates, counts read from the file by other means."""
    of_label = {row["group_label"]: row for row in published_rows(measure_id)}
    assert len(results.levels_of(measure_id)) == len(GROUPS) == 21
    for code in GROUPS:
        ours, theirs = level(results, measure_id, code), of_label[LABELS[code]]
        assert ours.numerator == int(theirs["events"])
        assert f"{estimated(ours.estimate).value:.1f}" == theirs["crude_rate"], ours.group.label
        assert ours.published == float(theirs["crude_rate"])


def test_the_json_document_prints_the_published_rates(results: ReleasedResults) -> None:
    document = exports.as_json(results)["measures"]
    for measure_id in MEASURES:
        of_label = {row["group_label"]: row["crude_rate"] for row in published_rows(measure_id)}
        assert {one["group"]: one["display"] for one in document[measure_id]["levels"]} == {code: of_label[LABELS[code]] for code in GROUPS}


def test_no_other_measure_of_the_figures_has_national_rates_by_ethnic_group() -> None:
    with_rates = {
        (row["measure"], row["subcategory"])
        for row in figures()
        if (row["demographic"], row["area_level"]) == ("Ethnicity", "All submissions") and row["crude_rate"]
    }
    assert with_rates == set(MEASURES.values())


def test_an_interval_contains_its_rate_and_names_its_method(results: ReleasedResults) -> None:
    for one in results.levels:
        if isinstance(one.estimate, Estimate):
            assert one.estimate.lower < one.estimate.value < one.estimate.upper
            assert (one.estimate.confidence, one.estimate.method) == (0.95, "byar")


def test_black_and_white(results: ReleasedResults) -> None:
    found = gap(results, "M1", "black")
    ratio, difference = estimated(found.relative), estimated(found.absolute)
    assert found.comparator.code == "white"
    assert [f"{number:.2f}" for number in (ratio.value, ratio.lower, ratio.upper)] == ["3.44", "3.34", "3.54"]
    rates = [estimated(level(results, "M1", code).estimate).value for code in ("black", "white")]
    assert difference.value == pytest.approx(rates[0] - rates[1], rel=1e-12)
    assert f"{difference.value:.1f}" == "169.6"
    assert difference.lower < difference.value < difference.upper


def test_no_relative_gap_without_its_absolute_one(results: ReleasedResults) -> None:
    assert results.gaps
    for one in results.gaps:
        assert isinstance(one.absolute, Estimate) == isinstance(one.relative, Estimate)
    rows = [row for row in csv.DictReader(exports.as_csv(results).splitlines()) if row["row"] == "gap"]
    pairs = [(row["measure_id"], row["group_code"], row["comparator_role"]) for row in rows]
    assert sorted(pairs) == sorted(2 * [(one.measure_id, one.group.code, one.comparator.role) for one in results.gaps])


def test_what_is_not_known(results: ReleasedResults) -> None:
    row = recording(results, "M1")
    assert (row.known, row.not_stated, row.not_known, row.unknown, row.total) == (45_525, 1_952, 1_774, 3_726, 49_251)
    assert f"{estimated(row.unknown_share).value:.1f}" == "7.6"
    assert (row.whole, row.not_broken_down) == (52_458, 3_207)
    assert not is_number(row.missing)
    assert recording(results, "M6").unknown_share == row.unknown_share


def test_known_ethnicity_is_never_the_total(results: ReleasedResults) -> None:
    """45,525 stands in the results as what is known, and under no other name; nothing is divided by it."""
    row = recording(results, "M1")
    assert 45_525 not in (row.total, row.whole, row.unknown)
    assert all(45_525 not in (one.numerator, one.denominator) for one in results.levels)
    rows = list(csv.DictReader(exports.as_csv(results).splitlines()))
    holding = {(line["row"], line["quantity"]) for line in rows if "45525" in line.values()}
    assert holding == {("recording", "known")}


def test_the_second_comparator_and_why(results: ReleasedResults) -> None:
    """White has the lowest rate of the broad groups already, so the rest stands in; among detailed groups another has it."""
    assert {one.comparator.role for one in results.gaps_of("M1")} == {"named", "second"}
    broad, detailed = gap(results, "M1", "black", "second").comparator, gap(results, "M1", "P", "second").comparator
    assert (broad.rule, broad.code) == ("rest", None)
    assert "White" in broad.reason and "already" in broad.reason
    rates = {row["group_label"]: float(row["crude_rate"] or "nan") for row in published_rows("M1")}
    lowest = min((LABELS[code] for code in GROUPS if len(code) == 1), key=rates.__getitem__)
    assert (detailed.rule, LABELS[detailed.code]) == ("best", lowest)
    assert all(one.comparator.reason.strip() for one in results.gaps)


def test_the_rest_is_everyone_else_whose_group_is_known(results: ReleasedResults) -> None:
    broad = [one for one in results.levels_of("M1") if one.group.breakdown == "broad"]
    others = [one for one in broad if one.group.code != "black"]
    rest = sum(int(one.numerator) for one in others) / sum(int(one.denominator) for one in others) * 100_000
    black = estimated(level(results, "M1", "black").estimate).value
    assert estimated(gap(results, "M1", "black", "second").absolute).value == pytest.approx(black - rest, rel=1e-12)


def test_white_irish_and_white_other_stand_apart(results: ReleasedResults) -> None:
    of_label = {row["group_label"]: int(row["events"]) for row in published_rows("M1")}
    assert (
        level(results, "M1", "B").numerator
        == of_label["Irish"]
        != level(results, "M1", "C").numerator
        == of_label["Any Other White background"]
    )
    assert {gap(results, "M1", code).comparator.code for code in ("B", "C")} == {"A"}
    rates = [estimated(level(results, "M1", code).estimate).value for code in "ABC"]
    assert len({f"{rate:.1f}" for rate in rates}) == 3


def test_the_flag_of_any_other_ethnic_group(results: ReleasedResults) -> None:
    (flag,) = [one for one in results.findings if one.rule == "denominator-leaves-people-out" and one.element == "M1"]
    assert "The value here is 212.6; with them in the denominator it is 157.2." in flag.message
    assert f"{estimated(level(results, 'M1', 'S').estimate).value:.1f}" == "212.6"


def test_nothing_differs_from_what_is_published(results: ReleasedResults) -> None:
    assert not [
        one for one in results.findings if one.rule in ("differs-from-published", "unknown-does-not-add-up", "known-does-not-add-up")
    ]


def test_the_adaptation_gives_the_figures_that_1_0_0_gave(results: ReleasedResults) -> None:
    earlier = release(run(read("mental_health@1.0.0"), FIGURES), PUBLISHED)
    for measure_id in ("M1", "M2", "M3", "M4", "M5", "M6"):
        assert results.levels_of(measure_id) == earlier.levels_of(measure_id)
        assert results.gaps_of(measure_id) == earlier.gaps_of(measure_id)
    assert len(results.levels_of("M1")) == 21


def test_measures_without_data_say_why(results: ReleasedResults) -> None:
    local = [f"M{number}" for number in range(7, 12)]
    new = [f"MH-M{number}" for number in range(1, 13)]
    assert sorted(one.measure_id for one in results.not_run) == sorted((*local, *new))
    sources = {"local_records.csv": local, "talking_therapies_records.csv": new[:5], "mental_health_records.csv": new[5:]}
    for name, ids in sources.items():
        assert sorted(one.measure_id for one in results.not_run if f"`{name}`" in one.reason) == sorted(ids)


class TestICB:
    """Counts by integrated care board: rounded to 5 by the source, and blank where it withholds them."""

    BROAD = ("white", "mixed", "asian", "black", "other")

    def expected(self) -> dict[tuple[str, str], str]:
        code_of = {LABELS[code]: code for code in self.BROAD}
        rows = [row for row in published_rows("M1", "ICB") if row["group_label"] in code_of]
        return {(row["area_code"], code_of[row["group_label"]]): row["events"] for row in rows}

    def test_blanks_and_nothing_else_are_suppressed(self, results: ReleasedResults) -> None:
        expected = self.expected()
        assert len(expected) == 215
        assert 0 < sum(events == "" for events in expected.values()) < 215
        found = {(one.area.code, one.group.code): one.numerator for one in results.levels_of("M5")}
        assert set(found) == set(expected)
        for key, events in expected.items():
            if events == "":
                assert isinstance(found[key], Suppressed), key
            else:
                assert found[key] == int(events), key

    def test_no_export_shows_them_as_a_number_or_as_nothing(self, results: ReleasedResults) -> None:
        withheld = {key for key, events in self.expected().items() if events == ""}
        document = exports.as_json(results, "M5")["measures"]["M5"]["levels"]
        from_json = {(one["area"]["code"], one["group"]): (one["numerator"], one["value"]) for one in document}
        rows = [row for row in csv.DictReader(exports.as_csv(results, "M5").splitlines()) if row["row"] == "level"]
        from_csv = {(row["area_code"], row["group_code"]): (row["numerator"], row["value"]) for row in rows}
        for key in withheld:
            assert from_json[key] == from_csv[key] == ("suppressed", "suppressed")
        assert {key for key, cells in from_json.items() if cells[0] == "suppressed"} == withheld
        assert {key for key, cells in from_csv.items() if cells[0] == "suppressed"} == withheld

    def test_sums_that_need_them_are_withheld_and_others_are_not(self, results: ReleasedResults) -> None:
        withheld = {area for (area, _), events in self.expected().items() if events == ""}
        for row in results.recording_of("M5"):
            assert is_number(row.known) == is_number(row.total) == (row.area.code not in withheld)
            assert isinstance(row.unknown_share, Estimate) == (row.area.code not in withheld and is_number(row.unknown))

    def test_nothing_is_compared_and_the_rounding_is_said(self, results: ReleasedResults) -> None:
        assert results.gaps_of("M5") == ()
        assert any(one.rule == "rounded-by-source" and one.element == "M5" for one in results.findings)
