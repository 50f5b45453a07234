"""Large change packages are read, adapted, checked, traced and edited (their seconds: `benchmarks/bench_change_packages.py`)."""

from __future__ import annotations

import pytest
from benchmarks.bench_change_packages import overlay, package
from tests.builders.patience import patiently

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.check import check, errors_of
from levelground.change_package.edit import edit
from levelground.change_package.read import read_text
from levelground.change_package.trace import trace
from levelground.documents.canonical import canonical_text


@pytest.mark.parametrize("size", [200, 5_000])
def test_a_package_is_adapted_checked_and_traced_in_time(size: int) -> None:
    text = canonical_text(package(size))
    with patiently():
        base = read_text(text, "generated.yaml")
        local = resolve(base, read_overlay(canonical_text(overlay(base, size)), "local.yaml"))
        assert not errors_of(check(local))
        assert trace(local.change_package, "C1").lines()


def test_one_of_5_000_elements_is_edited_in_place() -> None:
    base = read_text(canonical_text(package(5_000)), "generated.yaml")
    operation = {"op": "reword", "element": "C999", "field": "text", "to": "Other words.", "reason": "Because."}
    with patiently():
        new = edit(base, operation)
    old_lines, new_lines = base.text.splitlines(), new.text.splitlines()
    assert "    text: Other words." in new_lines
    assert set(old_lines) - set(new_lines) <= {line for line in old_lines if "(C999)" in line}
