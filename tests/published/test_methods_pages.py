"""The pages of methods: each has its parts, its example runs and gives what it prints, its links lead somewhere, the index has it."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest
from tests.architecture.rules_of_documentation import pages_of_statistics

METHODS = Path(__file__).parents[2] / "docs" / "methods"
PAGES = pages_of_statistics(METHODS)
EVERY_PAGE = sorted(METHODS.glob("*.md"))
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
PARTS = {
    "the question": re.compile(r"^\*\*The question\.\*\* ", re.MULTILINE),
    "what it assumes": re.compile(r"\*\*Assumptions\.\*\* "),
    "when it is withheld, or that nothing is": re.compile(r"[Ww]ithh[eo]ld"),
    "where it is from": re.compile(r"^\*\*References?\.\*\* ", re.MULTILINE),
    "an example that runs": EXAMPLE,
}


def _example(text: str, name: str) -> doctest.DocTest:
    """The blocks of a page as one session."""
    return doctest.DocTestParser().get_doctest("\n".join(EXAMPLE.findall(text)), {}, name, name, 0)


def _failures(text: str, name: str = "page") -> list[str]:
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(_example(text, name), out=said.append)
    return said


def _missing_parts(text: str) -> list[str]:
    return [part for part, pattern in PARTS.items() if not pattern.search(text)]


def _dead_links(page: Path) -> list[str]:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if not target.startswith("http")]
    return [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_what_the_page_computes_is_what_it_prints(page: Path) -> None:
    assert "".join(_failures(page.read_text(encoding="utf-8"), page.name)) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_parts(page: Path) -> None:
    assert _missing_parts(page.read_text(encoding="utf-8")) == []


def test_links_lead_somewhere() -> None:
    assert {page.name: dead for page in EVERY_PAGE if (dead := _dead_links(page))} == {}


def test_every_page_is_in_the_index() -> None:
    listed = set(LINK.findall((METHODS / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in EVERY_PAGE} - listed == {"README.md"}


def test_a_wrong_number_is_seen() -> None:
    page = "```python\n>>> 1 + 1\n3\n```\n\nand\n\n```python\n>>> 1\n1\n```\n"
    assert "Expected" in "".join(_failures(page))
    assert _failures(page.replace("\n3\n", "\n2\n")) == []


def test_a_name_of_an_earlier_block_is_known() -> None:
    assert _failures("```python\n>>> one = 1\n```\nand\n```python\n>>> one\n1\n```\n") == []


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_seen(part: str) -> None:
    whole = "**The question.** How?\n\n**Assumptions.** None. Not withheld.\n\n```python\n>>> 1\n1\n```\n\n**Reference.** A. 1999: 1.\n"
    assert _missing_parts(whole) == []
    assert _missing_parts(PARTS[part].sub("", whole)) == [part]


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("[a](page.md#part) [b](gone.md) [c](https://example.org)", encoding="utf-8")
    assert _dead_links(tmp_path / "page.md") == ["gone.md"]


NAMED = re.compile(r"`((?:[a-z_]+\.)+[A-Za-z_]+)`")
CITATION = re.compile(r"\b(?:1[89]|20)\d\d; ?\d+(?:\(\d+\))?: ?e?\d+(?:-\d+)?")
STATS = METHODS.parents[1] / "src" / "levelground" / "stats"


def _names_that_do_not_import(text: str) -> list[str]:
    """What a table names as ours: a path below `levelground.stats`, and in the same cell further names of that module."""
    missing = []
    for cell in (row.split("|")[2] for row in text.splitlines() if row.startswith("| `") or row.count("|") > 3):
        module = None
        for name in re.findall(r"`([\w.]+)`", cell):
            path, _, last = name.rpartition(".")
            module = importlib.import_module(f"levelground.stats.{path}") if path else module
            missing += [name] if module is not None and not hasattr(module, last) else []
    return missing


def test_what_stands_beside_another_packages_function_is_ours() -> None:
    text = (METHODS / "coming_from.md").read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 50
    assert _names_that_do_not_import(text) == []


def test_a_name_that_is_not_ours_is_seen() -> None:
    assert _names_that_do_not_import("| `d` | `rates.rate_interval`, `rate_intervals` | |") == ["rate_intervals"]


def _citations(path: Path) -> set[str]:
    return set(CITATION.findall(" ".join(path.read_text(encoding="utf-8").split())))


def test_every_citation_is_in_the_list_of_references() -> None:
    listed = _citations(METHODS / "references.md")
    assert len(listed) > 70
    cited = set().union(*(_citations(path) for path in [*STATS.rglob("*.py"), *EVERY_PAGE]))
    assert cited - listed == set()
