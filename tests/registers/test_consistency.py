"""The registers agree with themselves, and each way of not agreeing is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelground import library
from levelground.documents.document import DocumentUnreadable
from levelground.registers.consistency import check_document, check_registers
from levelground.registers.documents import RegisterInvalid
from levelground.registers.registers import read_registers

SHELVES = ("registers", "strategies", "frameworks")


@pytest.fixture(name="copy")
def _copy(tmp_path) -> Path:
    for shelf in SHELVES:
        shutil.copytree(library.shelf(shelf), tmp_path / shelf)
    return tmp_path


def planted(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_registers_agree_with_themselves() -> None:
    assert check_registers(library.ROOT) == ()


@pytest.mark.parametrize(
    "path", sorted(path for shelf in SHELVES for path in library.shelf(shelf).glob("*.yaml")), ids=lambda path: path.name
)
def test_each_document_alone(path) -> None:
    assert check_document(path) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "seen"),
    [
        ("registers/recommendations.yaml", "source: oximetry_2021", "source: oximetry_2012", ("unknown-entry", "oximetry_2021")),
        (
            "registers/recommendations.yaml",
            "- id: R03-data\n        reason",
            "- id: R03-date\n        reason",
            ("unknown-entry", "R03-data"),
        ),
        (
            "registers/recommendations.yaml",
            "source: observatory_media",
            "source: observatory_medai",
            ("unknown-entry", "observatory_media"),
        ),
        ("registers/recommendations.yaml", "[W21-innovation, A24-technology]", "[W21-innovatoin]", ("unknown-entry", "W21-innovation")),
        ("registers/recommendations.yaml", "id: R01-devices\n    ver", "id: R01-research\n    ver", ("duplicate-id", None)),
        ("registers/evidence.yaml", "source: coding_2021", "source: coding_2011", ("unknown-entry", "coding_2021")),
        ("strategies/strategy_2024_27.yaml", "STR-engagement", "STR-engagment", ("unknown-entry", "STR-engagement")),
        ("strategies/strategy_2024_27.yaml", "id: strategy_2024_27", "id: strategy_2024", ("misnamed", None)),
        ("frameworks/wres.yaml", "source: wres", "source: wress", ("unknown-entry", "wres")),
    ],
)
def test_a_planted_fault_is_seen(copy, name, old, new, seen) -> None:
    planted(copy, name, old, new)
    rule, near = seen
    findings = check_registers(copy)
    assert rule in {finding.rule for finding in findings}
    assert all(finding.place is not None and finding.place.file == Path(name).name for finding in findings)
    assert near is None or any(near in finding.did_you_mean for finding in findings)


def test_what_a_model_refuses_is_said_all_at_once_with_places(copy) -> None:
    planted(copy, "registers/resources.yaml", "kind: briefing", "kind: breifing")
    planted(copy, "registers/resources.yaml", "availability: announced", "availability: anounced")
    with pytest.raises(RegisterInvalid) as refusal:
        read_registers(copy)
    assert [finding.did_you_mean[0] for finding in refusal.value.findings] == ["briefing", "announced"]
    assert all(finding.place and finding.place.line for finding in refusal.value.findings)


def test_two_items_of_one_framework_with_one_id_are_refused(copy) -> None:
    planted(copy, "frameworks/eds_2022.yaml", "id: EDS-1B", "id: EDS-1A")
    with pytest.raises(RegisterInvalid):
        check_registers(copy)


def test_a_register_that_is_not_there_is_said(copy) -> None:
    (copy / "registers" / "evidence.yaml").unlink()
    with pytest.raises(DocumentUnreadable):
        read_registers(copy)
