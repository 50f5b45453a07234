"""Every shipped change package, adaptation and earlier version: it reads, it is whole, it is marked, and its words are ours.

Nothing is named here: what lies on the shelf is looked at. What one package must hold besides stands in a test of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from levelground import library
from levelground.change_package.check import check
from levelground.change_package.elements import Verification
from levelground.change_package.measures import Count
from levelground.change_package.provenance import CoProductionStatus
from levelground.change_package.read import read
from levelground.change_package.reading import Reading
from levelground.documents.reading import read_file
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import Finding, Severity
from levelground.measurement.readiness import check_measures
from levelground.registers.check import check_against_registers

SHELF = library.shelf("change_packages")
SHIPPED = sorted(SHELF.glob("*.yaml"))
EARLIER = sorted((SHELF / "earlier").glob("*.yaml"))
"""Kept byte for byte as they were published: no rule that is newer than they are is asked of them."""

FEWEST_PACKAGES, FEWEST_MEASURES = 10, 60

PREFIX = {
    "maternity_neonatal": "MN-", "primary_care": "PC-", "trust_cultural_safety": "TS-", "sickle_cell": "SC-", "workforce": "WF-",
    "data_research": "DR-", "digital_innovation": "DI-", "communities": "CO-", "mental_health": "MH-",
}  # fmt: skip

WORDS_WE_DO_NOT_USE = (
    *(r"\bBAME\b", r"worst[- ]off", r"better[- ]off", r"hard[- ](to[- ])?reach", r"\bnon-white\b", r"\bcaucasian\b"),
    *(r"non[- ]complian", r"did not engage", r"health[- ]seeking", r"\bKPIs?\b", r"\bmetrics?\b", r"clos(e|es|ed|ing) the gap"),
    *(r"rare outcomes?", r"(remove|eliminate|eradicate)s? (bias|racism)\b"),
)
PERSONS = (r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness)\.? [A-Z]\w+", r"[\w.+-]+@[\w-]+\.\w+")


def stem(path: Path) -> str:
    return path.stem


@cache
def reading_of(path: Path) -> Reading:
    return read(path)


def elements_of(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Every element and source of a package's plain value."""
    return [value["aim"], *(element for part in value.values() if isinstance(part, list) for element in part if _has_id(element))]


def _has_id(element: Any) -> bool:
    return isinstance(element, dict) and "id" in element and "digest" not in element


def texts(value: Any) -> Iterator[str]:
    """Every text of a plain value; titles of publications keep their own words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        own = {key: inner for key, inner in value.items() if key not in {"sources", "address"}}
        for inner in own.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def found_in(patterns: tuple[str, ...], said: list[str], flags: int = re.IGNORECASE) -> list[str]:
    return [match[0] for text in said for pattern in patterns for match in re.finditer(pattern, text, flags)]


def of(findings: tuple[Finding, ...], severity: Severity) -> list[str]:
    return [str(finding) for finding in findings if finding.severity is severity]


def test_the_shelf_is_full() -> None:
    assert len(SHIPPED) >= FEWEST_PACKAGES
    assert {path.stem for path in SHIPPED} == {"core", *PREFIX}
    assert {path.stem for path in EARLIER} >= {"core@1.0.0", "mental_health@1.0.0"}


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_it_resolves_and_every_check_finds_only_notes(path: Path) -> None:
    reading = reading_of(path)
    findings = (*reading.findings, *check(reading), *check_measures(reading), *check_against_registers(reading))
    assert of(findings, Severity.ERROR) == []
    assert of(findings, Severity.WARNING) == []


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_each_warning_that_stays_has_a_reason_that_says_something(path: Path) -> None:
    reading = reading_of(path)
    reasons = {(entry.rule, entry.element): entry.reason for entry in reading.change_package.accepted}
    accepted = [finding for finding in check(reading) if "Accepted: " in finding.message]
    assert {(finding.rule, finding.element) for finding in accepted} == set(reasons)
    assert [reason for reason in reasons.values() if len(reason.split()) < 8] == []


@pytest.mark.parametrize("path", EARLIER, ids=stem)
def test_an_earlier_version_still_reads_and_has_no_error(path: Path) -> None:
    reading = reading_of(path)
    assert f"{reading.change_package.id}@{reading.change_package.version}" == path.stem
    assert of((*reading.findings, *check(reading), *check_measures(reading)), Severity.ERROR) == []
    latest = reading_of(SHELF / f"{reading.change_package.id}.yaml").change_package
    assert reading.change_package.version in {release.version for release in latest.changelog}


@pytest.mark.parametrize("path", SHIPPED, ids=stem)
def test_it_is_named_by_its_id_says_its_version_and_that_it_is_not_co_produced(path: Path) -> None:
    package = reading_of(path).change_package
    assert package.id == path.stem
    assert package.status is CoProductionStatus.NOT_YET_CO_PRODUCED
    assert package.licence == "CC-BY-4.0"
    assert package.changelog
    assert package.changelog[0].version == package.version
    assert "Observatory" in package.provenance.not_claimed


@pytest.mark.parametrize("path", [*SHIPPED, *EARLIER], ids=stem)
def test_each_element_has_its_mark_written_out(path: Path) -> None:
    elements = elements_of(reading_of(path).document.value)
    assert len(elements) > 50
    assert [element["id"] for element in elements if element.get("verification") not in set(Verification)] == []


def test_ids_that_adaptations_add_are_theirs_alone() -> None:
    owners: dict[str, set[str]] = {}
    for path in SHIPPED:
        package = reading_of(path).change_package
        own = (*package.primary_drivers, *package.secondary_drivers, *package.change_ideas, *package.measures)
        for element in own:
            if element.origin is not None and element.origin.added_by.startswith(f"{path.stem}@"):
                owners.setdefault(element.id, set()).add(path.stem)
    assert [(name, who) for name, who in owners.items() if len(who) > 1] == []
    unprefixed = {name for name, who in owners.items() if not name.startswith(PREFIX[next(iter(who))])}
    before = {element.id for element in reading_of(SHELF / "earlier" / "mental_health@1.0.0.yaml").change_package.elements()}
    assert unprefixed - before == set(), "only what mental health published before there were prefixes has none"


@pytest.mark.parametrize("path", [*SHIPPED, *EARLIER], ids=stem)
def test_its_words_are_ones_that_we_use(path: Path) -> None:
    said = [*texts(reading_of(path).document.value), *texts(read_yaml(read_file(path), path.name).value)]
    assert found_in(WORDS_WE_DO_NOT_USE, said) == []
    assert [text for text in said if re.search(r"\bBME\b", text) and "WRES" not in text] == []


@pytest.mark.parametrize("path", [*SHIPPED, *EARLIER], ids=stem)
def test_it_names_no_person(path: Path) -> None:
    assert found_in(PERSONS, [path.read_text(encoding="utf-8")], 0) == []


@pytest.mark.parametrize("path", [*SHIPPED, *EARLIER], ids=stem)
def test_it_is_plain_and_easy_to_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\t" not in text
    long = [number for number, line in enumerate(text.splitlines(), 1) if len(line) > 120 and "https://" not in line]
    assert long == []


def test_the_library_measures_many_things_each_defined_once() -> None:
    definitions = {_definition(measure) for path in SHIPPED for measure in reading_of(path).change_package.measures}
    assert len(definitions) >= FEWEST_MEASURES
    ids = {measure.id for path in SHIPPED for measure in reading_of(path).change_package.measures}
    assert len(ids) >= FEWEST_MEASURES


def _definition(measure: Any) -> tuple[Any, ...]:
    """What is counted, whatever it is called."""
    counts: tuple[Count | None, ...] = (measure.numerator, measure.denominator)
    return (measure.statistic, *((count.source, count.where) for count in counts if count is not None))
