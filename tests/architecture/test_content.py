"""The words and the content keep their rules; and each rule is seen to fail."""

from __future__ import annotations

import shutil

import pytest
from tests.architecture import rules_of_content
from tests.architecture.rules_of_imports import REPOSITORY

from levelground import library


def test_every_term_of_the_glossary_has_a_home() -> None:
    glossary = (REPOSITORY / "GLOSSARY.md").read_text(encoding="utf-8")
    assert len(rules_of_content.glossary_rows(glossary)[0]) > 40
    assert rules_of_content.terms_without_a_home(glossary) == []


@pytest.mark.parametrize(
    "row",
    [
        "| aim | what is to change | `levelground.change_package.aim.Ain` |",
        "| aim | what is to change | `levelground.change_package.aim.Aim.guard_rail` |",
        "| aim | what is to change | `levelground.aims.Aim` |",
        "| aim | what is to change |",
        "| aim | what is to change | `levelground.change_package.aim.Aim` | more |",
    ],
)
def test_a_term_without_a_home_is_seen(row) -> None:
    assert rules_of_content.terms_without_a_home(f"| term | meaning | home |\n|---|---|---|\n{row}")


def test_every_file_of_the_library_loads() -> None:
    assert rules_of_content.library_files_that_do_not_load(library.ROOT) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("change_packages/core.yaml", "\naim:", "\naims:"),
        ("change_packages/mental_health.yaml", "\noperations:", "\noperation:"),
        ("change_packages/earlier/core@1.0.0.yaml", "version: 1.0.0", "version: 1.0.1"),
        ("change_packages/mental_health.yaml", "id: mental_health", "id: physical_health"),
        ("change_packages/mental_health.yaml", "serves: [P1]", "serves: [P99]"),
        ("data_sources/nhse_mha_2023_24.yaml", "role: count", "role: counts"),
        ("ethnicity/classifications/nhs_2001.yaml", "id: nhs_2001", "id: nhs_2002"),
        ("ethnicity/crosswalks/nhse_mha_2023_24.yaml", "to: nhs_2001", "to: nhs_2011"),
        ("figures/nhse_mha_2023_24.csv", "31735", "31736"),
        ("schemas/change_package.schema.json", '"properties"', '"property"'),
        ("change_packages/readme.txt", "", "on no shelf"),
        ("evidence/report.yaml", "", "id: report"),
    ],
)
def test_a_planted_fault_in_the_library_is_seen(tmp_path, path, old, new) -> None:
    planted = tmp_path / path
    shelf = planted.parent
    if (library.ROOT / path).parent.is_dir():
        shutil.copytree((library.ROOT / path).parent, shelf)
    shelf.mkdir(exist_ok=True)
    before = planted.read_text(encoding="utf-8") if planted.exists() else ""
    assert old in before
    planted.write_text(before.replace(old, new), encoding="utf-8") if old else planted.write_text(new, encoding="utf-8")
    assert [fault for fault in rules_of_content.library_files_that_do_not_load(tmp_path) if fault.startswith(path)]


def test_a_vanished_id_is_seen() -> None:
    published = "# a comment\nchange_packages/mental_health\nchange_packages/mental_health#C1\n"
    assert rules_of_content.vanished_ids(published, ["change_packages/mental_health"]) == ["change_packages/mental_health#C1"]
