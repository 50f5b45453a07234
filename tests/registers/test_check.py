"""A change package held against the registers: what differs is named, with its field; what has its own id is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders.change_packages import reading

from levelground import library
from levelground.change_package.read import read, read_text
from levelground.errors import Severity
from levelground.registers.check import NAMES, check_against_registers
from levelground.registers.registers import registers

CORE = (library.shelf("change_packages") / "core.yaml").read_text(encoding="utf-8")


def found_in(text: str):
    return check_against_registers(read_text(text, "core.yaml"))


def changed(old: str, new: str):
    assert old in CORE, old
    return found_in(CORE.replace(old, new, 1))


@pytest.mark.parametrize("package", library.names("change_packages"))
def test_no_shipped_change_package_differs_from_the_registers(package) -> None:
    assert check_against_registers(read(package)) == ()


def test_a_change_package_of_ones_own_is_left_alone() -> None:
    assert check_against_registers(reading()) == ()


def test_a_copy_that_differs_is_named_with_its_field_and_its_place() -> None:
    [finding] = changed("Improve ethnicity data along the whole way", "Improve ethnicity data on the whole way")
    assert (finding.rule, finding.severity, finding.element) == ("differs-from-register", Severity.WARNING, "R02-chain")
    assert "`text`" in finding.message
    assert finding.place is not None
    assert CORE.splitlines()[finding.place.line - 1].strip().startswith("text: ")
    assert finding.next_step


def test_line_breaks_are_not_a_difference() -> None:
    folded = "Improve ethnicity data along the whole way from"
    assert changed(folded, folded.replace(" along ", "\n      along ")) == ()


def test_each_copied_field_that_differs_is_said() -> None:
    entry = registers().recommendations["R02-chain"]
    known = replace(registers(), recommendations={"R02-chain": entry.model_copy(update={"addressees": ("Nobody",), "note": "Other."})})
    [finding] = check_against_registers(read("core"), known)
    assert "`addressees` and `note`" in finding.message


def test_a_source_that_differs_and_one_that_is_stale_are_told_apart() -> None:
    source = registers().sources["coding_2021"]
    renamed = replace(registers(), sources={"coding_2021": source.model_copy(update={"title": "Another"})})
    assert [finding.rule for finding in check_against_registers(read("core"), renamed)] == ["differs-from-register"]
    newer = source.model_copy(update={"edition": "June 2027", "earlier_editions": ("June 2021",)})
    [finding] = check_against_registers(read("core"), replace(registers(), sources={"coding_2021": newer}))
    assert (finding.rule, finding.severity) == ("stale-edition", Severity.WARNING)
    assert "June 2021" in finding.message
    assert "June 2027" in finding.message


def test_evidence_that_differs_is_named() -> None:
    entry = registers().evidence["E-causes"]
    known = replace(registers(), evidence={"E-causes": entry.model_copy(update={"statement": "Something else."})})
    [finding] = check_against_registers(read("core"), known)
    assert (finding.element, finding.rule) == ("E-causes", "differs-from-register")


@pytest.mark.parametrize(
    ("old", "new", "rule", "near"),
    [
        ("[A24-participation,", "[A24-participatoin,", "unknown-ambition", "A24-participation"),
        ("    rests_on: [E-causes]\n", "    rests_on: [E-causes]\n    ambitions: [A24-workfroce]\n", "unknown-ambition", "A24-workforce"),
        ("    rests_on: [E-causes]\n", "    rests_on: [E-causes]\n    resources: [RES-musiq]\n", "unknown-resource", "RES-musiq-ar"),
        ("    kind: outcome\n", "    kind: outcome\n    indicators: [WRES-22]\n", "unknown-indicator", "WRES-2"),
    ],
)
def test_an_id_that_no_register_has_is_an_error_with_the_nearest(old, new, rule, near) -> None:
    [finding] = [one for one in changed(old, new) if one.rule.startswith("unknown")]
    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)
    assert near in finding.did_you_mean
    assert finding.place is not None
    assert finding.place.line is not None
    assert "levelground list" in (finding.next_step or "")


def test_every_rule_has_its_severity() -> None:
    assert set(NAMES) == {"differs-from-register", "stale-edition", "unknown-ambition", "unknown-indicator", "unknown-resource"}


def test_the_registers_are_read_from_the_library_only_once() -> None:
    assert registers() is registers()
    assert Path(library.ROOT, "registers").is_dir()
