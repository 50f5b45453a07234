"""The adaptations for maternity, primary care, trust and sickle cell: what each must hold besides passing `check`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from levelground.change_package.aim import ComparatorRule
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.check import check
from levelground.change_package.measures import Count, ImprovementDirection, Measure, MeasureKind, Statistic
from levelground.change_package.provenance import CoProductionStatus
from levelground.change_package.read import read
from levelground.change_package.reading import Reading
from levelground.errors import Severity
from levelground.measurement.sources import load_source

FEWEST_MEASURES = {"maternity_neonatal": 12, "primary_care": 8, "trust_cultural_safety": 6, "sickle_cell": 6}
PREFIX = {"maternity_neonatal": "MN-", "primary_care": "PC-", "trust_cultural_safety": "TS-", "sickle_cell": "SC-"}
SOURCE = {
    "maternity_neonatal": "maternity_records",
    "primary_care": "primary_care_records",
    "trust_cultural_safety": "experience_survey",
    "sickle_cell": "sickle_cell_records",
}
NO_ANSWERS = ("awareness", "leaflet", "educate patients", "teach patients", "genetic", "biolog", "lifestyle", "health-seeking")
NAMES = tuple(FEWEST_MEASURES)


@cache
def reading_of(name: str) -> Reading:
    return read(name)


def package_of(name: str) -> ChangePackage:
    return reading_of(name).change_package


def own(package: ChangePackage) -> list[Measure]:
    return [measure for measure in package.measures if measure.id.startswith(PREFIX[package.id])]


def counts(measure: Measure) -> Iterator[Count]:
    yield from (count for count in (measure.numerator, measure.denominator) if count is not None)


def values(count: Count) -> list[str]:
    """The values of the column `measure` that a count takes."""
    return [value.replace("''", "'") for value in re.findall(r"'((?:[^']|'')*)'", count.where or "")]


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_no_error_and_no_warning_that_is_not_accepted(name: str) -> None:
    assert [str(finding) for finding in check(reading_of(name)) if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name: str) -> None:
    package = package_of(name)
    assert "nequality" in package.title
    assert package.status is CoProductionStatus.NOT_YET_CO_PRODUCED
    assert "must not be called co-produced" in package.provenance.not_claimed
    assert package.aim.baseline is None
    assert "aim-without-baseline" in {entry.rule for entry in package.accepted}


@pytest.mark.parametrize("name", NAMES)
def test_it_has_measures_of_its_own_of_every_kind(name: str) -> None:
    measures = own(package_of(name))
    assert len(measures) >= FEWEST_MEASURES[name]
    assert {measure.kind for measure in measures} == set(MeasureKind)
    assert all(measure.note and measure.frequency for measure in measures)


@pytest.mark.parametrize("name", NAMES)
def test_its_target_is_a_share_on_both_scales_and_said_to_be_a_proposal(name: str) -> None:
    aim = package_of(name).aim
    assert aim.target is not None
    assert aim.target.absolute.share_of_starting == aim.target.relative.share_of_starting == 0.5
    assert aim.outcome_measure in {measure.id for measure in own(package_of(name))}
    assert aim.guardrail.startswith("No group worsens")


@pytest.mark.parametrize("name", NAMES)
def test_each_value_of_its_source_is_counted_and_no_other(name: str) -> None:
    source = load_source(SOURCE[name])
    allowed = next(column.allowed for column in source.columns if column.name == "measure")
    found = {
        value for measure in package_of(name).measures for count in counts(measure) if count.source == source.id for value in values(count)
    }
    assert allowed is not None
    assert found == set(allowed)


@pytest.mark.parametrize("name", NAMES)
def test_its_ideas_change_the_organisation(name: str) -> None:
    ideas = [idea for idea in package_of(name).change_ideas if idea.id.startswith(PREFIX[name])]
    assert 8 <= len(ideas) <= 14
    assert {idea.changes for idea in ideas} <= {"policy", "practice", "culture", "data"}
    assert sum(idea.changes in {"policy", "culture"} for idea in ideas) >= len(ideas) / 2
    for idea in ideas:
        assert idea.first_test
        assert idea.risks
        assert idea.measures
        assert not [word for word in NO_ANSWERS if word in idea.text.lower()]


def test_maternity_compares_with_the_group_that_has_the_best_result() -> None:
    comparison = package_of("maternity_neonatal").aim.comparison
    assert comparison.named.rule is ComparatorRule.BEST
    assert comparison.second.rule is not ComparatorRule.BEST


def test_deaths_and_serious_harm_are_a_number_over_years_and_never_a_rate() -> None:
    measures = own(package_of("maternity_neonatal"))
    counted = [measure for measure in measures if "deaths and serious harm" in values(measure.numerator)]
    assert [measure.id for measure in counted] == ["MN-deaths"]
    deaths = counted[0]
    assert deaths.statistic is Statistic.COUNT
    assert deaths.improvement_direction is ImprovementDirection.NEUTRAL
    assert "never a monthly" in (deaths.frequency or "")
    assert "one by one" in (deaths.note or "")
    dividing = {value for measure in measures if measure.denominator for value in values(measure.denominator)}
    assert "deaths and serious harm" not in dividing


def test_sickle_cell_compares_with_others_in_the_same_pain_and_shows_both_levels() -> None:
    package = package_of("sickle_cell")
    relief, sickle, other = (package.measure(name) for name in ("SC-relief", "SC-relief-sickle", "SC-relief-other"))
    for both, one, another in zip(counts(relief), counts(sickle), counts(other), strict=True):
        assert sorted(values(both)) == sorted(values(one) + values(another))
    assert package.aim.comparison.named.rule is ComparatorRule.REST
    assert "cannot show" in (package.aim.note or "")
    assert {"SC-relief-sickle", "SC-relief-other"} <= set(re.findall(r"SC-[a-z-]+[a-z]", package.aim.note or ""))
