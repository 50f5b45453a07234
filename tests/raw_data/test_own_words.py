"""No text of the library shares eight words in a row with what it was written from: sentences of sources are not copied.

Titles, names of publishers and addresses are quoted as they are; so are the names of bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from levelground import library
from levelground.registers.registers import registers

SHARED = Path(__file__).resolve().parents[3] / "shared"
READ = [*sorted((SHARED / "seeds").glob("*.txt")), SHARED / "field.md"]
RUN = 8
QUOTED = ("title", "publisher", "address", "edition", "format")
FILES = sorted(
    path for shelf in ("registers", "strategies", "frameworks", "change_packages") for path in library.shelf(shelf).rglob("*.yaml")
)
BODIES = (
    *("National Institute for Health and Care Excellence", "National Institute for Health and Care Research"),
    *("NHS Race and Health Observatory", "National Collaborating Centre for Mental Health", "Department of Health and Social Care"),
    *("Patient and Carer Race Equality Framework", "Royal College of Psychiatrists", "UK Standards for Public Involvement"),
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words within a sentence or a part of one."""
    for part in re.split(r"[.;:!?]\s", text):
        found = words(part)
        yield from (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for key, part in value.items() if key not in QUOTED for text in texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in texts(part))
    elif isinstance(value, str):
        yield value


def without_names(text: str) -> str:
    """The text without names of bodies and titles of publications: they are quoted as they are."""
    return _names().sub(" ; ", text)


@cache
def _names() -> re.Pattern[str]:
    named = sorted({*BODIES, *(source.title for source in registers().sources.values())}, key=len, reverse=True)
    return re.compile("|".join(r"\W+".join(map(re.escape, words(name))) for name in named), re.IGNORECASE)


@pytest.fixture(scope="module")
def read_runs() -> set[tuple[str, ...]]:
    found = {run for path in READ for run in runs(without_names(path.read_text(encoding="utf-8")))}
    assert len(found) > 5_000
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_copied(path, read_runs) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    copied = {" ".join(run) for text in texts(document) for run in runs(without_names(text)) if run in read_runs}
    assert not copied


def test_a_copied_sentence_would_be_seen(read_runs) -> None:
    sentence = "too often, healthcare decisions are being made without the voices of communities"
    seed = next(path for path in READ if "healthcare decisions are being made without" in path.read_text(encoding="utf-8"))
    assert seed.suffix == ".txt"
    assert any(run in read_runs for run in runs(sentence.replace(" communities", " Black Asian")))
