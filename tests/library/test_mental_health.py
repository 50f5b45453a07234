"""The shipped mental health change package: it is whole, honest about what is known, and in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from levelground.change_package import check
from levelground.change_package.aim import ComparatorRule
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Verification
from levelground.change_package.evidence import Certainty, EvidenceGrade
from levelground.change_package.measures import ImprovementDirection, MeasureKind, Statistic
from levelground.change_package.provenance import CoProductionStatus
from levelground.change_package.read import read
from levelground.change_package.reading import Reading
from levelground.errors import Severity
from levelground.library import shelf
from levelground.measurement.readiness import check_measures
from levelground.registers.check import check_against_registers

PATH = shelf("change_packages") / "mental_health.yaml"
LOCAL = "_records"
"""How the ids of sources end that an organisation fills from its own records."""
FORBIDDEN = (
    *(r"\bBAME\b", r"\bBME\b", r"worst[- ]off", r"better[- ]off", r"hard[- ](to[- ])?reach", r"\bnon-white\b", r"\bcaucasian\b"),
    *(r"non[- ]complian", r"\bKPIs?\b", r"\bmetrics?\b", r"clos(e|es|ed|ing) the gap", r"rare outcomes?"),
    r"(remove|eliminate|eradicate)s? (bias|racism)\b",
)


@pytest.fixture(scope="module")
def text() -> str:
    """The overlay as it is shipped."""
    return PATH.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The whole package: the overlay on the core change package."""
    return read("mental_health")


@pytest.fixture(scope="module")
def package(reading: Reading) -> ChangePackage:
    return reading.change_package


def served(package: ChangePackage) -> dict[str, set[str]]:
    """What each driver, idea and measure serves."""
    lower = (*package.primary_drivers, *package.secondary_drivers, *package.change_ideas, *package.measures)
    return {element.id: {link.id for link in element.serves} for element in lower}


def referred(package: ChangePackage) -> Iterator[tuple[str, str]]:
    """Every (element, id that it points to) but those of sources."""
    for below, above in served(package).items():
        yield from ((below, target) for target in above)
    for driver in (*package.primary_drivers, *package.secondary_drivers):
        yield from ((driver.id, target) for target in driver.recommendations)
    for idea in package.change_ideas:
        yield from ((idea.id, target) for target in (*idea.recommendations, *idea.measures))
    for principle in package.principles:
        yield from ((principle.id, target) for target in principle.met_by)
    yield package.aim.id, package.aim.outcome_measure


def measured(package: ChangePackage) -> set[str]:
    """Drivers that have a measure, or an idea that has one, or lower drivers that do."""
    up = served(package)
    found = {target for measure in package.measures for target in up[measure.id]}
    found |= {target for idea in package.change_ideas if idea.measures for target in up[idea.id]}
    return found | {target for driver in package.secondary_drivers if driver.id in found for target in up[driver.id]}


def words(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list):
        for part in value:
            yield from words(part)
    elif isinstance(value, str):
        yield value


def test_it_has_the_elements_of_a_whole_package(package: ChangePackage) -> None:
    assert (package.id, package.version, package.licence) == ("mental_health", "1.1.0", "CC-BY-4.0")
    assert 4 <= len(package.primary_drivers) <= 5
    assert len(package.secondary_drivers) >= 10
    assert len(package.change_ideas) >= 20
    assert len(package.measures) >= 6
    assert len(package.principles) == 7


def test_it_says_that_it_is_not_co_produced_and_not_the_observatorys(package: ChangePackage) -> None:
    assert package.status is CoProductionStatus.NOT_YET_CO_PRODUCED
    assert "independent, illustrative reconstruction" in package.provenance.statement
    not_claimed = package.provenance.not_claimed
    assert "not the package of the NHS Race and Health Observatory or of the National Collaborating Centre" in not_claimed
    assert "nor their wording" in not_claimed


def test_ids_are_unique_and_every_id_that_is_pointed_to_exists(package: ChangePackage) -> None:
    ids = [element.id for element in package.elements()]
    assert len(ids) == len(set(ids))
    assert [pair for pair in referred(package) if pair[1] not in ids] == []


def test_sources_exist_and_each_element_that_claims_to_be_known_names_one(package: ChangePackage) -> None:
    sources = {source.id for source in package.sources}
    evidence = {idea.evidence.source for idea in package.change_ideas} - {None}
    named = {element.source for element in package.elements()} - {None}
    assert evidence | named <= sources
    known = [element for element in package.elements() if element.verification is not Verification.UNVERIFIED]
    assert [element.id for element in known if element.source is None] == []


def test_every_element_has_its_mark_written_out(reading: Reading) -> None:
    document = reading.document.value
    shelves = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "principles", "sources")
    elements = [document["aim"], *(element for name in shelves for element in document[name])]
    assert [element["id"] for element in elements if element.get("verification") not in set(Verification)] == []


def test_each_level_serves_the_level_above(package: ChangePackage) -> None:
    up = served(package)
    primary, secondary = {driver.id for driver in package.primary_drivers}, {driver.id for driver in package.secondary_drivers}
    assert all(up[driver] == {package.aim.id} for driver in primary)
    assert all(up[driver] and up[driver] <= primary for driver in secondary)
    assert all(up[idea.id] and up[idea.id] <= secondary for idea in package.change_ideas)
    used = {target for targets in up.values() for target in targets}
    assert primary | secondary <= used
    assert secondary <= {target for idea in package.change_ideas for target in up[idea.id]}


def test_the_theory_is_a_graph_with_weak_links_that_state_their_assumption(package: ChangePackage) -> None:
    lower = (*package.primary_drivers, *package.secondary_drivers, *package.change_ideas, *package.measures)
    weak = [link for element in lower for link in element.serves if link.strength == "weak"]
    assert len(weak) >= 5
    assert all(link.assumption for link in weak)
    assert sum(len(driver.serves) > 1 for driver in package.secondary_drivers) >= 3
    assert sum(len(idea.serves) > 1 for idea in package.change_ideas) >= 3


def test_every_driver_is_measured_and_names_a_level_of_racism(package: ChangePackage) -> None:
    drivers = (*package.primary_drivers, *package.secondary_drivers)
    assert {driver.id for driver in drivers} - measured(package) == set()
    assert [driver.id for driver in drivers if driver.racism_level is None] == []


def test_every_recommendation_is_taken_up_and_has_its_source(package: ChangePackage) -> None:
    takers = (*package.primary_drivers, *package.secondary_drivers, *package.change_ideas)
    taken = {recommendation for taker in takers for recommendation in taker.recommendations}
    assert {recommendation.id for recommendation in package.recommendations} - taken == set()
    assert all(recommendation.source for recommendation in package.recommendations)


def test_an_unverified_recommendation_is_never_given_as_its_sources(package: ChangePackage) -> None:
    unverified = [each for each in package.recommendations if each.verification is Verification.UNVERIFIED]
    assert unverified
    assert all(each.text.startswith("Our inference") and "not a recommendation of" in each.text for each in unverified)
    assert all(each.note for each in unverified)


def test_ideas_change_the_organisation_and_are_modest_about_evidence(package: ChangePackage) -> None:
    ideas = package.change_ideas
    assert sum(idea.changes == "patients" for idea in ideas) <= 2
    assert {"policy", "practice", "culture", "data"} <= {idea.changes for idea in ideas}
    assert [idea.id for idea in ideas if not (idea.first_test and idea.risks and idea.measures)] == []
    assert all(idea.evidence.grade is not EvidenceGrade.TESTED and idea.evidence.certainty is not Certainty.HIGH for idea in ideas)
    assert [idea.id for idea in ideas if idea.evidence.grade is EvidenceGrade.PROMISING and idea.evidence.source is None] == []


def test_the_baseline_and_both_gaps_are_what_the_published_counts_give(package: ChangePackage) -> None:
    black, white = 5_693 / 2_381_724 * 100_000, 31_735 / 45_684_263 * 100_000
    aim = package.aim
    assert aim.baseline.value == pytest.approx(black, abs=0.005)
    assert aim.target.absolute.starting == pytest.approx(black - white, abs=0.005)
    assert aim.target.relative.starting == pytest.approx(black / white, abs=0.0005)
    assert aim.target.absolute.amount == pytest.approx((aim.target.relative.amount - 1) * white, abs=0.05)
    assert aim.baseline.period == "2023/24"
    assert aim.deadline.isoformat() == "2029-03-31"


def test_the_aim_names_whom_it_compares_with_why_and_what_must_not_happen(package: ChangePackage) -> None:
    comparison = package.aim.comparison
    assert comparison.named.reference_groups == {"broad": "white", "detailed": "A"}
    assert "not the norm" in comparison.named.reason
    assert comparison.second.rule is ComparatorRule.BEST
    assert "No group worsens" in package.aim.guardrail
    assert package.aim.verification is Verification.UNVERIFIED
    assert "illustration" in (package.aim.note or "")


def test_six_measures_run_on_published_data_and_the_local_ones_say_what_they_are(package: ChangePackage) -> None:
    local = [measure for measure in package.measures if measure.numerator.source.endswith(LOCAL)]
    published = [measure for measure in package.measures if measure not in local]
    assert {measure.numerator.source for measure in local} == {"local_records", "mental_health_records", "talking_therapies_records"}
    assert [measure.id for measure in published] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert {measure.numerator.source for measure in published} == {"nhse_mha_2023_24"}
    assert all("collected by the organisation itself" in measure.operational_definition for measure in local)
    assert all(measure.verification is Verification.UNVERIFIED and "no baseline" in (measure.note or "") for measure in local)
    assert {measure.kind for measure in package.measures} == set(MeasureKind)


def test_rates_take_the_census_through_the_named_crosswalk_and_show_what_is_left_out(package: ChangePackage) -> None:
    rates = [measure for measure in package.measures if measure.statistic is Statistic.RATE]
    assert len(rates) == 4
    for measure in rates:
        assert measure.denominator is not None
        assert (measure.denominator.source, measure.denominator.crosswalk) == ("census_2021_england", "nhse_mha_2023_24")
        assert measure.numerator.crosswalk is None
        assert measure.whole is not None
        assert measure.classification == "nhs_2001"
        assert measure.standardisation.startswith("none")


def test_a_neutral_measure_is_never_compared_with_a_best_group_of_its_own(package: ChangePackage) -> None:
    for measure in package.measures:
        if measure.improvement_direction is ImprovementDirection.NEUTRAL and measure.statistic is not Statistic.COUNT:
            assert measure.comparison is not None
            assert ComparatorRule.BEST not in (measure.comparison.named.rule, measure.comparison.second.rule)


def test_known_caveats_stand_beside_the_outcome_measure(package: ChangePackage) -> None:
    measure = package.measure("M1")
    said = " ".join([measure.note or "", measure.standardisation, *(f"{each.description} {each.reason}" for each in measure.exclusions)])
    counted = ("detained twice is counted twice", "3,207", "2,021", "45,525")
    divided = ("Two classifications", "Arab", "Roma", "2022/23", "115.9 to 177.1")
    assert [caveat for caveat in (*counted, *divided) if caveat not in said] == []


def test_three_principles_are_named_at_second_hand_and_four_slots_are_empty(package: ChangePackage) -> None:
    named, empty = package.principles[:3], package.principles[3:]
    assert all(each.name and each.met_by and each.verification is Verification.SECONDARY for each in named)
    assert all(each.name is None and not each.questions and not each.met_by for each in empty)
    assert all(each.verification is Verification.UNVERIFIED and "curator" in (each.note or "") for each in empty)


def test_the_words_are_ones_that_we_use(text: str, reading: Reading) -> None:
    prose = "\n".join((*words(yaml.safe_load(text)), *words(reading.document.value)))
    found = [(pattern, match.group(0)) for pattern in FORBIDDEN for match in re.finditer(pattern, prose, flags=re.IGNORECASE)]
    assert found == []


def test_the_file_is_plain_and_easy_to_read(text: str) -> None:
    assert "\t" not in text
    assert not any(isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) for event in yaml.parse(text))
    long = [number for number, line in enumerate(text.splitlines(), 1) if len(line) > 120 and "address: " not in line]
    assert long == []
    assert re.search(r"[\w.]+@[\w.]+", text) is None


def test_elements_are_marked_in_more_than_one_way(package: ChangePackage) -> None:
    """A package whose every mark is the same has not been marked."""
    assert {element.verification for element in package.elements()} == set(Verification)


def test_the_check_of_change_packages_has_nothing_to_mend_and_only_notes(reading: Reading) -> None:
    findings = check.check(reading)
    assert [str(finding) for finding in findings if finding.severity is not Severity.NOTE] == []
    expected = {"empty-principle", "unverified-elements", "unowned-elements", "source-not-used", "link-taken-away"}
    assert {finding.rule for finding in findings} == expected


def test_every_measure_can_be_counted_from_the_declared_sources_and_every_copy_is_the_registers(reading: Reading) -> None:
    assert [str(finding) for finding in check_measures(reading)] == []
    findings = check_against_registers(reading)
    assert [str(finding) for finding in findings if finding.severity is not Severity.NOTE] == []


SAID_BY_CORE = {
    "P3": {"source"}, "P4": {"serves", "note"}, "S8": {"note"}, "S14": {"note"}, "S17": {"why"}, "C16": {"evidence"},
    "STR-cultural-safety": {"note"}, "STR-trauma": {"note"},
    "C24": {"first_test"}, "C27": {"evidence"}, "principle1": {"questions"}, "principle2": {"questions"},
    "principle3": {"questions"},
}  # fmt: skip
"""Element -> fields that version 1.0.0 had of its own, and that now are as core or the register has them, in more general words."""

LINKS = {"recommendations", "measures", "met_by"}
"""Lists that core or the new elements have added to."""


@pytest.fixture(scope="module", name="earlier")
def _earlier() -> ChangePackage:
    return read("mental_health@1.0.0").change_package


def test_every_element_of_1_0_0_is_here_with_its_meaning(package: ChangePackage, earlier: ChangePackage) -> None:
    now = {element.id: _plain(element.model_dump(mode="json")) for element in package.elements()}
    changed = {}
    for before in (_plain(element.model_dump(mode="json")) for element in earlier.elements()):
        after = now[before["id"]]
        fields = {name for name, value in before.items() if value and after[name] != value and not _added_to(name, value, after[name])}
        changed |= {before["id"]: fields} if fields else {}
    assert changed == SAID_BY_CORE


def _plain(value: Any) -> Any:
    """The same value with single spaces: where a line breaks, or breaks twice, says nothing."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _added_to(name: str, before: Any, after: Any) -> bool:
    """Whether a list of links has all that it had; in `serves` each link with its strength and assumption."""
    return name in {*LINKS, "serves"} and all(link in after for link in before)


def test_what_is_measured_is_what_1_0_0_measured(package: ChangePackage, earlier: ChangePackage) -> None:
    aside = {"origin", "serves", "ambitions", "core", "indicators"}
    before = {measure.id: _plain(measure.model_dump(exclude=aside)) for measure in earlier.measures}
    assert {measure.id: _plain(measure.model_dump(exclude=aside)) for measure in package.measures if measure.id in before} == before
    assert package.aim.model_dump(exclude={"origin", "core"}) == earlier.aim.model_dump(exclude={"origin", "core"})
    assert [source.id for source in earlier.sources if source not in package.sources] == []


def test_it_is_an_adaptation_of_core_in_which_every_change_has_its_own_reason(reading: Reading, package: ChangePackage) -> None:
    assert [str(ancestor) for ancestor in package.adapts] == [str(read("core").pin)]
    assert reading.overlay is not None
    reasons = [operation.reason for operation in reading.overlay.overlay.operations]
    assert len(reasons) > 100
    common = {reason: reasons.count(reason) for reason in reasons if reasons.count(reason) > 4}
    assert common == {}
    assert all(element.origin is not None for element in package.elements())


def test_it_reaches_from_the_first_contact_to_later_life(package: ChangePackage) -> None:
    new = [element for element in package.elements() if element.id.startswith("MH-")]
    assert {element.id for element in new} >= {f"MH-S{number}" for number in range(1, 6)} | {f"MH-M{number}" for number in range(1, 13)}
    said = " ".join(text for driver in package.secondary_drivers for text in (driver.text, driver.why)).casefold()
    wanted = ("talking therapies", "children and young people", "pregnancy", "later life", "advance choice documents", "before a crisis")
    assert [subject for subject in wanted if subject not in said] == []
