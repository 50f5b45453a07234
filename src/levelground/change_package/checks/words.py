"""Rules about words for people: none that lumps people together, or makes the work's failure to reach them their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.documents.document import Path
from levelground.errors import Finding, Severity

_NAME_GROUPS = "Name the groups that are meant, as their code set spells them."
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bBAME\b"), _NAME_GROUPS),
    (
        re.compile(r"^(?!.*\bWRES\b).*?\b(BME)\b", re.DOTALL),
        f"{_NAME_GROUPS} Only the Workforce Race Equality Standard (WRES) itself says BME.",
    ),
    (re.compile(r"\bnon[- ]white\b", re.IGNORECASE), _NAME_GROUPS),
    (re.compile(r"\bhard[- ]to[- ]reach\b", re.IGNORECASE), "Say who does not reach whom: underserved, or not yet listened to."),
    (re.compile(r"\b(?:worst|better)[- ]off\b", re.IGNORECASE), "Write: the group with the worst result, the comparison group."),
)
_NOT_OURS = {"sources"}
"""Titles of publications keep their own words."""


@warnings("word-for-people")
def words_for_people(case: Case) -> Iterator[Finding]:
    """No text of the package uses a word that it should not use for people."""
    for path, text in _texts(case.reading.document.value):
        for word, next_step in _WORDS:
            match = word.search(text)
            if match:
                message = f"`{match.group(match.lastindex or 0)}` is not a word for people that this work uses."
                yield Finding(Severity.WARNING, "word-for-people", message, case.reading.document.place(path), next_step=next_step)


def _texts(value: Any) -> Iterator[tuple[Path, str]]:
    """Every text of the document with its path, but for what is not ours; nesting is capped by the reader."""
    waiting: list[tuple[Path, Any]] = [((key,), inner) for key, inner in value.items() if key not in _NOT_OURS]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, str):
            yield path, part
        elif isinstance(part, dict):
            waiting.extend(((*path, key), inner) for key, inner in part.items())
        elif isinstance(part, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(part))


RULES = (words_for_people,)
