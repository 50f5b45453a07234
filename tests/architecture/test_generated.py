"""What is generated from the code says what the code says now."""

from __future__ import annotations

import importlib.util
import json

import pytest
from tests.architecture import rules_of_content
from tests.architecture.rules_of_imports import REPOSITORY

from levelground.change_package.change_package import ChangePackage


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("write_reference", REPOSITORY / "tools" / "write_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_and_schemas_are_current(reference) -> None:
    assert reference.not_current() == [], "run `make docs`"


def test_a_page_that_is_not_current_is_seen(reference, tmp_path) -> None:
    reference.write(tmp_path)
    assert reference.not_current(tmp_path) == []
    page = tmp_path / "docs" / "reference" / "errors.md"
    page.write_text(page.read_text(encoding="utf-8").replace("| 11 |", "| 12 |"), encoding="utf-8")
    (tmp_path / reference.SCHEMA).unlink()
    assert reference.not_current(tmp_path) == [reference.SCHEMA, "docs/reference/errors.md"]


def test_every_error_has_an_exit_code_of_its_own(reference) -> None:
    codes = [row.split("|")[1].strip() for row in reference.errors_page().splitlines() if row.startswith("| ") and row[2].isdigit()]
    assert len(codes) > 12
    assert len(codes) == len(set(codes))


def test_the_schema_has_every_key_of_a_change_package(reference) -> None:
    assert set(json.loads(reference.schema_text())["properties"]) == set(ChangePackage.model_fields)


def test_a_published_id_is_never_taken_away(reference) -> None:
    assert "change_packages/long_ago#D1" in reference.published_ids_text("# a comment\nchange_packages/long_ago#D1\n")


def test_published_ids_are_all_still_shipped(reference) -> None:
    published = (REPOSITORY / reference.PUBLISHED_IDS).read_text(encoding="utf-8")
    assert rules_of_content.vanished_ids(published, reference.shipped_ids()) == []
