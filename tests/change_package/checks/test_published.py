"""A published version never changes: a copy of a shipped package that keeps its version is told each place where it differs."""

from __future__ import annotations

import pytest

from levelground.change_package.check import check
from levelground.change_package.checks.published import MOST_CHANGES
from levelground.change_package.read import Reading, read, read_text
from levelground.errors import Finding

RULE = "published-version-changed"


@pytest.fixture(scope="module")
def core() -> Reading:
    return read("core")


def told(text: str) -> list[Finding]:
    return [finding for finding in check(read_text(text, "copy.yaml")) if finding.rule == RULE]


def test_the_shipped_document_and_the_same_said_otherwise_are_as_published(core: Reading) -> None:
    assert told(core.text) == []
    assert told(f"# a copy of mine\n{core.text}") == []


def test_a_link_that_was_taken_away_is_named_even_where_others_are_left(core: Reading) -> None:
    (finding,) = told(core.text.replace("serves: [P2, P3]", "serves: [P2]", 1))
    assert finding.severity == "warning"
    assert finding.element is not None
    assert f"`serves` of `{finding.element}` no longer names `P3`" in finding.message
    assert finding.place is not None
    assert core.text.splitlines()[finding.place.line - 1].strip().startswith("serves:")  # type: ignore[operator]


def test_a_copy_with_a_version_of_its_own_may_differ(core: Reading) -> None:
    text = core.text.replace("serves: [P2, P3]", "serves: [P2]", 1)
    assert told(text.replace(f"version: {core.change_package.version}", "version: 9.9.9", 1)) == []


def test_other_words_of_the_head_and_of_an_element_are_told(core: Reading) -> None:
    assert "`title` of the change package" in told(core.text.replace("\ntitle: ", "\ntitle: Another ", 1))[0].message
    word = core.change_package.primary_drivers[0].text.split()[0]
    (finding,) = told(core.text.replace(f"text: {word}", "text: Otherwise,", 1))
    assert (finding.element, "is different" in finding.message) == ("P1", True)


def test_many_differences_are_counted(core: Reading) -> None:
    findings = told(core.text.replace("verification: unverified", "verification: secondary"))
    assert len(findings) == MOST_CHANGES + 1
    assert "more places differ" in " ".join(finding.message for finding in findings)
