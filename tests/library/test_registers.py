"""The shipped registers: whole, honest about what is known, spelled in the product's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from levelground import library
from levelground.change_package.elements import Verification
from levelground.change_package.read import read
from levelground.registers.recommendations import RegisteredRecommendation, RegisteredSource
from levelground.registers.registers import registers

SHELVES = ("registers", "strategies", "frameworks", "payment_rates")
FILES = sorted(path for shelf in SHELVES for path in library.shelf(shelf).glob("*.yaml"))
FORBIDDEN = (
    *(r"\bBAME\b", r"worst[- ]off", r"better[- ]off", r"hard[- ](to[- ])?reach", r"\bnon-white\b", r"\bcaucasian\b"),
    *(r"non[- ]complian", r"\bKPIs?\b", r"\bmetrics?\b", r"clos(e|es|ed|ing) the gap", r"rare outcomes?"),
    r"(remove|eliminate|eradicate)s? (bias|racism)\b",
)
REPORTS = tuple(f"R{number:02}" for number in range(1, 16))
COPIED_BY_MENTAL_HEALTH_1_0 = (
    *("R02-chain", "R02-self-report", "R03-accountability", "R03-funding", "R03-leadership", "R03-workforce", "R03-data"),
    *("R03-community", "R04-causes", "R04-referral", "R04-interpreting", "R04-recording", "R11-access", "R11-workforce", "R11-guide"),
    *("R15-mental-health", "R15-leadership", "R15-community", "R15-data", "STR-mental-health", "STR-detention", "STR-acd", "STR-trauma"),
    *("STR-participation", "STR-cultural-safety", "STR-data", "STR-workforce", "PCREF-plan", "PCREF-competencies", "PCREF-feedback"),
    "S13SA",
)


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every (key, text) in a document."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif isinstance(value, str):
        yield key, value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_that_the_product_does_not_use(path) -> None:
    document = path.read_text(encoding="utf-8")
    found = [word for pattern in FORBIDDEN for word in re.findall(pattern, document, re.IGNORECASE)]
    assert not found
    if path.name != "wres.yaml":
        assert not re.search(r"\bBME\b", document), "BME is a word of the WRES and stands nowhere else"
    assert [line for line in document.splitlines() if len(line) >= 120 and "https://" not in line] == []


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_with_recommendations_is_in_the_register(report) -> None:
    assert [name for name in registers().recommendations if name.startswith(f"{report}-")]


def test_each_recommendation_names_its_source_edition_addressees_and_mark() -> None:
    for entry in registers().recommendations.values():
        source = registers().sources[entry.source]
        assert entry.edition, entry.id
        assert entry.addressees, entry.id
        if entry.verification is Verification.VERIFIED:
            assert source.verification == "verified", entry.id


def test_a_report_is_only_said_to_recommend_what_was_read() -> None:
    """What is our inference from findings says so in its first words, and is unverified."""
    for entry in registers().recommendations.values():
        inference = entry.text.startswith("Our inference")
        assert not inference or entry.verification is Verification.UNVERIFIED, entry.id
        if entry.verification is Verification.UNVERIFIED:
            assert inference or "general knowledge" in (entry.note or ""), entry.id
        if entry.verification is Verification.SECONDARY:
            assert "second hand" in (entry.note or "") or "theme" in (entry.note or "").casefold(), entry.id


def test_inferred_addressees_are_said_in_the_note_too() -> None:
    for entry in registers().recommendations.values():
        said = "inferred" in (entry.note or "")
        assert entry.addressees_inferred == said, entry.id


def test_what_mental_health_published_stays_as_it_was() -> None:
    """Records elsewhere point to these ids: the register keeps them, and the shipped package's copies are the register's."""
    assert set(COPIED_BY_MENTAL_HEALTH_1_0) <= set(registers().recommendations)


@pytest.mark.parametrize("package", library.names("change_packages"))
def test_every_recommendation_and_source_of_a_shipped_package_is_in_the_register(package) -> None:
    found = read(package).change_package
    assert {entry.id for entry in found.recommendations} <= set(registers().recommendations)
    assert {entry.id for entry in found.evidence} <= set(registers().evidence)


def test_each_finding_has_a_source_an_edition_a_grade_and_a_certainty() -> None:
    for entry in registers().evidence.values():
        assert entry.source in registers().sources
        assert entry.edition
        assert entry.verification is not Verification.UNVERIFIED, f"{entry.id}: nothing unread is kept as evidence"
        assert re.search(r"\d", entry.statement) is None or entry.design or entry.population or entry.outcomes, entry.id


def test_findings_read_about_elsewhere_are_not_given_high_certainty() -> None:
    for entry in registers().evidence.values():
        if entry.verification is Verification.SECONDARY:
            assert entry.certainty in ("moderate", "low", "very_low"), entry.id


def test_the_strategies_and_their_ambitions() -> None:
    assert [(one.first_year, one.last_year, len(one.ambitions), len(one.shifts)) for one in registers().strategies.values()] == [
        (2021, 2024, 5, 0),
        (2024, 2027, 7, 4),
    ]
    assert {name for name in registers().ambitions if name.startswith("A24")} == {
        *("A24-participation", "A24-cultural-safety", "A24-data-research", "A24-technology"),
        *("A24-maternal", "A24-mental-health", "A24-workforce"),
    }


def test_every_ambition_of_the_second_strategy_has_recommendations() -> None:
    for name, ambition in registers().ambitions.items():
        if name.startswith("A24"):
            assert ambition.commitments, name


def test_responses_from_outside_are_dated_or_say_that_the_date_was_not_recorded() -> None:
    responses = [response for entry in registers().recommendations.values() for response in entry.status]
    assert len(responses) >= 5
    assert all(response.date or "not recorded" in response.statement for response in responses)
    oximeters = registers().recommendations["R01-oximeters"].status
    assert [(response.date, response.source) for response in oximeters] == [("2021-07", "observatory_media")]


def test_no_name_of_a_person() -> None:
    """Editions and titles name authors nowhere but where a study is known by one name."""
    document = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    assert not re.findall(r"\b(?:Dr|Prof|Professor|Sir|Dame|Mr|Mrs|Ms)\.? [A-Z]", document)


def test_prose_is_plain_text() -> None:
    for path in FILES:
        for key, text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert text == text.strip(), (path.name, key)
            assert key == "address" or "http" not in text, (path.name, key)


def test_the_examples_of_the_how_to_are_entries_as_they_stand() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add_a_recommendation.md").read_text(encoding="utf-8")
    source, recommendation = (yaml.safe_load(block)[0] for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
    assert RegisteredSource.model_validate(source).id == "my_report_2027"
    entry = RegisteredRecommendation.model_validate(recommendation)
    assert entry.source == "my_report_2027"
    assert entry.id not in registers().recommendations
    assert set(entry.ambitions) <= set(registers().ambitions)
