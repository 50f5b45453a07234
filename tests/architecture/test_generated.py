"""What is generated from the code says what the code says now."""

from __future__ import annotations

import importlib
import json

import pytest
from tests.architecture import rules_of_content
from tests.architecture.rules_of_imports import REPOSITORY

from levelground.change_package.change_package import ChangePackage
from levelground.ethnicity import classification, crosswalk
from levelground.measurement.disclosure import POLICIES
from levelground.measurement.sources import DataSource, Role


@pytest.fixture(scope="module")
def reference():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(REPOSITORY / "tools")
        return importlib.import_module("write_reference")


def test_reference_pages_and_schemas_are_current(reference) -> None:
    assert reference.not_current() == [], "run `make docs`"


def test_a_page_that_is_not_current_is_seen(reference, tmp_path) -> None:
    reference.write(tmp_path)
    assert reference.not_current(tmp_path) == []
    page = tmp_path / "docs" / "reference" / "errors.md"
    page.write_text(page.read_text(encoding="utf-8").replace("| 11 |", "| 12 |"), encoding="utf-8")
    (tmp_path / reference.change_packages.SCHEMA).unlink()
    assert reference.not_current(tmp_path) == [reference.change_packages.SCHEMA, "docs/reference/errors.md"]


def test_every_error_has_an_exit_code_of_its_own(reference) -> None:
    rows = reference.exit_codes.errors_page().splitlines()
    codes = [row.split("|")[1].strip() for row in rows if row.startswith("| ") and row[2].isdigit()]
    assert len(codes) > 12
    assert len(codes) == len(set(codes))


def test_the_schema_has_every_key_of_a_change_package(reference) -> None:
    assert set(json.loads(reference.change_packages.schema_text())["properties"]) == set(ChangePackage.model_fields)


def _rows(page: str, heading: str) -> list[list[str]]:
    """The rows of the tables under a heading, without those that name the columns."""
    section = page.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip(" `") for cell in row] for row in rows if "`" in row[0] or "`" in row[1]]


def test_every_field_of_a_data_source_is_there_with_its_meaning(reference) -> None:
    page = reference.data_sources.data_source_page()
    schema = reference.data_sources.data_source_schema()
    assert set(schema["properties"]) == set(DataSource.model_fields)
    for name, definition in (("The document", schema), *schema["$defs"].items()):
        if "properties" in definition:
            rows = _rows(page, name)
            assert [row[0] for row in rows] == list(definition["properties"])
            assert [(name, row[0]) for row in rows if not row[-1]] == []
    assert {word: bool(meaning) for word, meaning in _rows(page, "Role")} == {role.value: True for role in Role}


def test_no_meaning_is_kept_for_a_field_that_is_not_there(reference) -> None:
    definitions = DataSource.model_json_schema()["$defs"] | {"DataSource": DataSource.model_json_schema()}
    words = {name: set(found.get("properties", found.get("enum", ()))) for name, found in definitions.items()}
    assert [(name, key) for name, meanings in reference.data_sources.MEANINGS.items() for key in meanings if key not in words[name]] == []


def test_every_code_is_there_with_its_label_and_its_broad_group(reference) -> None:
    page = reference.classifications.classifications_page()
    for name in classification.ids():
        groups = classification.load(name)
        told = {(row[1], row[0]): row[2:] for row in _rows(page, f"Classification `{name}`")}
        assert all((group.code, group.label) in told for group in (*groups.broad, *groups.unknown))
        for category in groups.detailed:
            assert told[category.code, category.label] == [f"{groups.label('broad', category.parent)} (`{category.parent}`)"]


def test_every_crosswalk_says_what_it_loses(reference) -> None:
    page = reference.classifications.classifications_page()
    for name in crosswalk.ids():
        section = page.split(f"## Crosswalk `{name}`\n")[1].split("\n## ")[0]
        walk = crosswalk.load(name)
        assert [line for line in walk.loss_report().lines() if f"* {line}\n" not in section + "\n"] == []
        rows = {row[1]: tuple(row[2:]) for row in _rows(page, f"Crosswalk `{name}`")}
        assert rows == {
            code: (walk.codes("broad")[code] or "no group", walk.codes("detailed")[code] or "no group") for code in walk.codes("broad")
        }


def test_every_policy_is_there_in_its_own_words(reference) -> None:
    page = reference.disclosure_policies.disclosure_page()
    assert all(f"| `{name}` | {policy.statement} |" in page for name, policy in POLICIES.items())
    assert "Hospital Episode Statistics" in page


def test_a_published_id_is_never_taken_away(reference) -> None:
    assert "change_packages/long_ago#D1" in reference.published_ids.published_ids_text("# a comment\nchange_packages/long_ago#D1\n")


def test_published_ids_are_all_still_shipped(reference) -> None:
    published = (REPOSITORY / reference.published_ids.PUBLISHED_IDS).read_text(encoding="utf-8")
    assert rules_of_content.vanished_ids(published, reference.published_ids.shipped_ids()) == []
