"""What pictures say: levels, both gaps, what is not known; and what they never say."""

from __future__ import annotations

from dataclasses import replace

from tests.builders.results import proportion_results, recording, released_results

from levelground.charts import messages
from levelground.charts.comparisons import comparisons
from levelground.charts.groups import gap_rows, one_area_levels
from levelground.measurement.cells import SUPPRESSED, Estimate, NotAvailable
from levelground.measurement.results import Area, Gap

RESULTS = released_results()
M1 = RESULTS.change_package.measure("M1")


def gap_of(label: str, role: str = "named", breakdown: str = "broad") -> Gap:
    """One gap, by the group's label."""
    return next(g for g in gap_rows(RESULTS, "M1", breakdown) if g.group.label == label and g.comparator.role == role)


def test_levels_are_the_published_ones_in_published_order() -> None:
    words = messages.levels(one_area_levels(RESULTS, "M1", "broad"), M1)
    levels = [
        "White 69.5 (",
        "Mixed 115.9 (",
        "Asian or Asian British 79.9 (",
        "Black or Black British 239.0 (",
        "Other Ethnic Groups 130.6 (",
    ]
    places = [words.index(level) for level in levels]
    assert places == sorted(places)
    assert "detentions per 100,000 people" in words


def test_both_gaps_stand_together_with_intervals() -> None:
    words = messages.gap(gap_of("Black or Black British"), M1)
    assert "169.6 more detentions per 100,000 people (from 163.3 to 175.8)" in words
    assert "3.44 times the level (from 3.34 to 3.54)" in words


def test_a_gap_that_may_be_none_says_so_and_in_which_directions() -> None:
    words = messages.gap(gap_of("Irish", breakdown="detailed"), M1)
    assert "6.7 more detentions per 100,000 people (from 1.0 fewer to 14.4 more)" in words
    assert "do not rule one out" in words


def test_fewer_is_said_with_limits_in_the_same_direction() -> None:
    assert "16.5 fewer detentions per 100,000 people (from 10.0 to 23.0)" in messages.gap(
        gap_of("White and Asian", breakdown="detailed"), M1
    )


def test_said_plainly_from_the_ratio_and_only_when_the_direction_is_clear() -> None:
    assert "for every 10 detentions in the group White there were about 34" in (
        messages.plainly(gap_of("Black or Black British"), M1) or ""
    )
    assert messages.plainly(gap_of("Irish", breakdown="detailed"), M1) is None


def test_a_withheld_gap_says_why_and_has_no_number() -> None:
    words = messages.gap(replace(gap_of("Mixed"), absolute=SUPPRESSED, relative=SUPPRESSED), M1)
    assert words == "Mixed compared with White: withheld to protect people."


def test_one_scale_that_lacks_a_number_does_not_hide_the_other() -> None:
    words = messages.gap(replace(gap_of("Mixed"), relative=NotAvailable("nothing to divide by")), M1)
    assert "46.4 more" in words
    assert "the relative gap is not available: nothing to divide by" in words


def test_what_is_not_known_keeps_its_kinds_apart() -> None:
    words = messages.recording(recording(), M1)
    for part in (
        "3,726 of 49,251",
        "7.6%",
        "1,952",
        "1,774",
        "Missing (left blank): not available",
        "52,458",
        "not broken down at all: 3,207",
    ):
        assert part in words


def test_the_group_with_the_worst_result_is_not_named_while_one_is_withheld() -> None:
    rows = one_area_levels(RESULTS, "M1", "broad")
    found = messages.worst(rows, M1)
    assert found is not None
    assert found.group.label == "Black or Black British"
    hidden = (replace(rows[0], estimate=SUPPRESSED), *rows[1:])
    assert messages.worst(hidden, M1) is None


def test_no_message_claims_a_change_over_time() -> None:
    every = messages.levels(one_area_levels(RESULTS, "M1", "detailed"), M1) + messages.gaps(gap_rows(RESULTS, "M1", "detailed"), M1)
    for word in ("narrow", "widen", "closing", "improv", "worst-off", "BAME"):
        assert word not in every


SHARES = proportion_results()
MISSED = SHARES.change_package.measure("M1")


def share_gap(label: str) -> Gap:
    """One gap of the proportion, by the group's label."""
    return next(g for g in gap_rows(SHARES, "M1", "broad") if g.group.label == label)


def test_a_proportion_is_in_per_cent_and_its_gap_in_percentage_points() -> None:
    levels = messages.levels(one_area_levels(SHARES, "M1", "broad"), MISSED)
    assert levels.startswith(
        "Missed first appointments in England, 2024 Q1: per cent in each ethnic group. White 8.0% (from 6.9% to 9.3%);"
    )
    words = messages.gap(share_gap("Black or Black British"), MISSED)
    assert words == (
        "Black or Black British compared with White: 11.3 percentage points higher (from 7.1 to 16.3), "
        "and 2.42 times as high (from 1.84 to 3.18)."
    )
    for clumsy in ("people", "more", "as people"):
        assert clumsy not in levels + words


def test_a_proportion_that_is_less_is_lower_with_limits_in_the_same_direction() -> None:
    gap = share_gap("Mixed")
    lower = replace(gap, absolute=Estimate(-5.0, -7.0, -3.0, 0.95, "newcombe"))
    assert messages.absolute(lower, MISSED) == "5.0 percentage points lower (from 3.0 to 7.0)"
    either = replace(gap, absolute=Estimate(-5.0, -12.0, 2.0, 0.95, "newcombe"))
    assert messages.absolute(either, MISSED) == "5.0 percentage points lower (from 2.0 higher to 12.0 lower)"


def test_a_proportion_has_no_sentence_on_every_ten() -> None:
    assert messages.plainly(share_gap("Black or Black British"), MISSED) is None


def test_recording_of_a_proportion_names_what_is_counted() -> None:
    words = messages.recording(SHARES.recording_of("M1")[0], MISSED)
    assert words.startswith("Ethnic group is not known for 15 of the 305 counted in the numerator in England, 2024 Q1; share: 4.9%")
    assert "All counted in the numerator, broken down by ethnicity or not: 310" in words
    assert "people" not in words


def test_recording_without_a_total_or_an_unknown_says_so_once() -> None:
    row = replace(recording(), total=NotAvailable("not in the data"), unknown_share=NotAvailable("not in the data"))
    words = messages.recording(row, M1)
    assert words.startswith("Ethnic group is not known for 3,726 detentions in England, 2023/24; share: not available: not in the data.")
    words = messages.recording(replace(row, unknown=SUPPRESSED), M1)
    assert words.startswith("Number of detentions without a known ethnic group in England, 2023/24: withheld to protect people.")


def test_an_area_without_a_name_leaves_no_hole() -> None:
    nowhere = Area("country", "", "")
    rows = tuple(replace(row, area=nowhere) for row in one_area_levels(RESULTS, "M1", "broad"))
    words = messages.levels(rows, M1) + messages.recording(replace(recording(), area=nowhere), M1)
    assert "Detentions, 2023/24: detentions per 100,000 people" in words
    assert " in ," not in words
    assert messages.listed("", "2023/24") == "2023/24"


def test_the_rest_has_a_small_letter_within_a_sentence() -> None:
    gap = gap_of("Mixed", role="second")
    rest = replace(gap, comparator=replace(gap.comparator, label="Everyone else whose ethnic group is known"))
    assert "Mixed compared with everyone else whose" in messages.gap(rest, M1)
    assert "Mixed compared with White" in messages.gap(gap_of("Mixed"), M1)


def test_each_reason_of_a_comparison_is_said_once_with_its_groups() -> None:
    found = comparisons(RESULTS.gaps_of("M1"))
    assert [(each.title, each.groups) for each in found] == [
        ("Named comparison group", "White (broad groups), British (detailed groups)"),
        ("Second comparison group", "all other groups together (broad and detailed groups)"),
    ]
    assert [each.groups for each in comparisons(SHARES.gaps_of("M1"))] == ["White"]
