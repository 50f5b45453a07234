"""The core change package: the model in general form, which says what no adaptation may drop and names no inequality itself."""

from __future__ import annotations

import re

import pytest

from levelground import library
from levelground.change_package.adaptation.changes import changes
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.check import check
from levelground.change_package.elements import Verification
from levelground.change_package.evidence import Certainty, EvidenceGrade
from levelground.change_package.measures import MeasureKind
from levelground.change_package.provenance import CoProductionStatus
from levelground.change_package.read import read
from levelground.change_package.reading import Reading
from levelground.errors import Severity
from levelground.measurement.readiness import check_measures

DRIVERS = {f"P{number}" for number in range(1, 6)} | {f"S{number}" for number in (1, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18)}
IDEAS = {f"C{number}" for number in (2, 3, 14, 15, 16, 21, 22, 24, 25, 26, 27, 29, 30)}
MEASURES = {"MC-outcome", "MC-guardrail", "MC-unknown", "MC-reviewed", "MC-waited", "M9", "M10"}
CORE = {"aim", "P1", "P3", "P5", "S12", "S16", "S17", "M10"} | {f"principle{number}" for number in range(1, 8)}
OPEN = {"aim-without-groups", "aim-without-baseline", "aim-without-target", "aim-without-deadline"}
OF_ONE_SUBJECT = re.compile(r"detention|detained|ward\b|section 136|pregnan|midwi|sickle|vaccin|\bWRES\b", re.IGNORECASE)
ADAPTATIONS = [name for name in library.names("change_packages") if name != "core"]


@pytest.fixture(scope="module")
def core() -> Reading:
    return read("core")


@pytest.fixture(scope="module")
def package(core: Reading) -> ChangePackage:
    return core.change_package


def test_it_has_the_elements_that_adaptations_build_on(package: ChangePackage) -> None:
    drivers = {driver.id for driver in (*package.primary_drivers, *package.secondary_drivers)}
    assert drivers == DRIVERS
    assert {idea.id for idea in package.change_ideas} == IDEAS
    assert {measure.id for measure in package.measures} == MEASURES
    assert {measure.kind for measure in package.measures} == set(MeasureKind)
    assert len(package.principles) == 7


def test_what_no_adaptation_may_drop_is_marked_and_nothing_else(package: ChangePackage) -> None:
    assert {element.id for element in package.elements() if element.core} == CORE


@pytest.mark.parametrize("name", ADAPTATIONS)
def test_every_adaptation_has_what_is_core_and_still_says_so(name: str) -> None:
    adapted = read(name).change_package
    assert adapted.adapts[-1].id == "core"
    assert {element.id for element in adapted.elements() if element.core} == CORE


def test_it_names_no_inequality_and_says_why_for_each_thing_left_open(core: Reading, package: ChangePackage) -> None:
    aim = package.aim
    assert (aim.groups, aim.baseline, aim.target, aim.deadline) == ((), None, None, None)
    assert {entry.rule for entry in package.accepted} == OPEN
    left = {finding.rule: finding for finding in check(core) if finding.rule in OPEN}
    assert set(left) == OPEN
    assert all(finding.severity is Severity.NOTE and "Accepted: " in finding.message for finding in left.values())
    assert "No group worsens" in aim.guardrail
    assert "not the norm" in aim.comparison.named.reason


def test_its_words_are_of_no_one_subject(package: ChangePackage) -> None:
    elements = (package.aim, *package.primary_drivers, *package.secondary_drivers, *package.change_ideas, *package.measures)
    found = {
        element.id: match[0]
        for element in elements
        if (match := OF_ONE_SUBJECT.search(element.model_dump_json(exclude={"note", "evidence"}))) is not None
    }
    assert found == {}


def test_it_says_that_it_is_not_co_produced_and_not_the_observatorys(package: ChangePackage) -> None:
    assert package.status is CoProductionStatus.NOT_YET_CO_PRODUCED
    assert "independent, illustrative reconstruction" in package.provenance.statement
    assert (
        "not the package of the NHS Race and Health Observatory or of the National Collaborating Centre" in package.provenance.not_claimed
    )
    assert "nor their wording" in package.provenance.not_claimed


def test_ideas_change_the_organisation_and_can_be_tested_next_week(package: ChangePackage) -> None:
    ideas = package.change_ideas
    assert {idea.changes for idea in ideas} == {"policy", "practice", "culture", "data"}
    assert [idea.id for idea in ideas if not (idea.first_test and idea.risks and idea.measures and idea.concept)] == []
    assert all(idea.evidence.grade is not EvidenceGrade.TESTED and idea.evidence.certainty is not Certainty.HIGH for idea in ideas)
    assert [idea.id for idea in ideas if idea.evidence.grade is EvidenceGrade.PROMISING and idea.evidence.source is None] == []


def test_three_principles_ask_questions_that_say_what_would_answer_them_and_four_slots_are_empty(package: ChangePackage) -> None:
    named, empty = package.principles[:3], package.principles[3:]
    assert all(each.name and each.met_by and each.verification is Verification.SECONDARY for each in named)
    questions = [question for each in named for question in each.questions]
    assert len(questions) >= 6
    assert all(question.evidence and question.answered_by for question in questions)
    assert all(each.name is None and not each.questions and not each.met_by for each in empty)


def test_its_measures_can_be_counted_from_the_form_for_own_records(core: Reading, package: ChangePackage) -> None:
    assert [str(finding) for finding in check_measures(core)] == []
    assert {measure.numerator.source for measure in package.measures} == {"local_records"}
    assert all("no baseline" in (measure.note or "") for measure in package.measures)
    assert all("collected by the organisation itself" in measure.operational_definition for measure in package.measures)


def test_the_changelog_says_what_changed_since_1_0_0(core: Reading, package: ChangePackage) -> None:
    assert [release.version for release in package.changelog] == ["1.1.0", "1.0.0"]
    said = package.changelog[0].changes
    earlier = read("core@1.0.0")
    old, new = earlier.document.value, core.document.value
    found = {change.element for change in changes(old, new) if change.element}
    before = {element.id for element in earlier.change_package.elements()}
    added = {element.id for element in package.elements()} - before
    assert added == {"S18", "C30", "E-causes", "E-umbrella", "E-misclassification"}
    assert found >= {"S18", "C30", "P1", "S9", "MC-waited", "MC-reviewed"}
    assert [name for name in ("S18", "C30", "P1", "S9", "MC-waited", "MC-reviewed") if name not in said] == []
    waited = earlier.change_package.measure("MC-waited"), package.measure("MC-waited")
    assert waited[0].operational_definition != waited[1].operational_definition
    assert "cannot be compared" in said
