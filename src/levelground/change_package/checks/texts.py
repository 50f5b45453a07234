"""The words of a change package, each with the element that says them; and phrases that are looked for among them."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Element

_NOT_WORDS = {
    "id",
    "format",
    "version",
    "serves",
    "source",
    "recommendations",
    "measures",
    "resources",
    "rests_on",
    "met_by",
    "answered_by",
}
_NOT_WORDS |= {"ambitions", "contributions", "decisions", "indicators", "adapts", "rule", "element", "where", "decision", "added_by", "by"}
"""Keys of ids and of conditions on data."""

_NOT_OURS = {"sources", "licence"}
"""Titles of publications keep their own words."""

_QUOTES = "\"'“”‘’«»"
_BEFORE = 60
"""How many characters before a phrase may turn its meaning round."""


@dataclass(frozen=True)
class Said:
    """One text: who says it (None: the package's head), under which keys, and the words."""

    element: str | None
    keys: tuple[str | int, ...]
    text: str


@dataclass(frozen=True)
class TellingPhrase:
    """Something that is looked for. `triggers` are plain lower-case words, one of which every match holds: they make the search fast.

    `unless` is looked for in the words just before a match. Words in quotation marks are spoken about, and not used.
    """

    pattern: re.Pattern[str]
    triggers: tuple[str, ...]
    next_step: str
    unless: re.Pattern[str] | None = None

    def found(self, text: str) -> str | None:
        """The first words of a text that match, as they stand there."""
        for match in self.pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            quoted = text[max(0, start - 1) : start] in tuple(_QUOTES) or text[end : end + 1] in tuple(_QUOTES)
            if not quoted and not (self.unless and self.unless.search(text[max(0, start - _BEFORE) : start])):
                return match.group(match.lastindex or 0)
        return None


def phrase(pattern: str, triggers: str, next_step: str, *, unless: str | None = None, flags: int = re.IGNORECASE) -> TellingPhrase:
    """A phrase from its pattern, and its triggers with `|` between them."""
    return TellingPhrase(
        re.compile(pattern, flags), tuple(triggers.split("|")), next_step, re.compile(unless, re.IGNORECASE) if unless else None
    )


class Texts:
    """Every text of a package, but for those that are not ours, in document order; quick to look through."""

    def __init__(self, package: ChangePackage) -> None:
        self.said = tuple(Said(*parts) for parts in _all(package))
        folded = [each.text.casefold() for each in self.said]
        self._whole = "\n".join(folded)
        self._ends = list(itertools.accumulate(len(text) + 1 for text in folded))

    def matches(self, phrases: Iterable[TellingPhrase]) -> Iterator[tuple[Said, TellingPhrase, str]]:
        """Each text in which a phrase stands, with the phrase and the words that matched."""
        for looked_for in phrases:
            for index in sorted({index for trigger in looked_for.triggers for index in self._holding(trigger)}):
                if words := looked_for.found(self.said[index].text):
                    yield self.said[index], looked_for, words

    def _holding(self, trigger: str) -> Iterator[int]:
        """The texts in which a plain word stands, by their position."""
        at = self._whole.find(trigger)
        while at >= 0:
            index = bisect.bisect_right(self._ends, at)
            yield index
            at = self._whole.find(trigger, self._ends[index])


def _all(package: ChangePackage) -> Iterator[tuple[str | None, tuple[str | int, ...], str]]:
    for key, value in package:
        if key in _NOT_WORDS - {"measures", "recommendations"} or key in _NOT_OURS:
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Element):
                yield from ((part.id, keys, text) for keys, text in _strings(part, ()))
        if not isinstance(value, Element) and not (isinstance(value, tuple) and value and isinstance(value[0], Element)):
            yield from ((None, keys, text) for keys, text in _strings(value, (key,)))


def _strings(value: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield keys, value
    elif isinstance(value, BaseModel):
        for key, inner in value:
            if inner is not None and key not in _NOT_WORDS and key not in _NOT_OURS:
                yield from _strings(inner, (*keys, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*keys, index))
