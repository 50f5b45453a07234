"""Words exactly as somebody said them: whether a quote is one, and where a text repeats them."""

from __future__ import annotations

import re
from collections.abc import Callable

LEFT_OUT = "…"
"""Between two parts of a quote where something between them is left out; nothing else may be changed."""
FEWEST_WORDS = 4
"""Shorter sentences are everybody's ("I do not know"): that a text has them does not make them somebody's words."""

_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


def occurs(quote: str, said: str) -> bool:
    """Whether each part of the quote stands in what was said, in that order. Line ends and the shape of quotation marks say nothing."""
    whole, position = _plain(said), 0
    parts = [_plain(part) for part in quote.replace("...", LEFT_OUT).split(LEFT_OUT)]
    parts = [part for part in parts if part]
    for part in parts:
        found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(whole, position)
        if found is None:
            return False
        position = found.end()
    return bool(parts)


def passages(said: str) -> list[str]:
    """What was said as a whole, each line and each sentence of it: those long enough to be this person's own, the longest first."""
    lines = said.splitlines()
    parts = {part.strip() for part in (said, *lines, *_SENTENCE_ENDS.split(said))}
    return sorted((part for part in parts if len(part.split()) >= FEWEST_WORDS), key=lambda part: (-len(part), part))


def without(text: str, taken_out: list[str], instead: str) -> str:
    """The text with each of these passages replaced, however its lines are broken."""
    for passage in taken_out:
        text = _pattern(passage).sub(lambda _: instead, text)
    return text


def _pattern(passage: str) -> re.Pattern[str]:
    words = passage.rstrip(".!?…").split()
    marks = {"'": "['’‘]", '"': '["“”]'}
    escaped = (re.sub("['\"]", lambda mark: marks[mark[0]], re.escape(word.translate(_MARKS))) for word in words)
    return re.compile(r"(?<!\w)" + r"\s+".join(escaped) + r"(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())


_WORD = re.compile(r"\w+(?:(?:''|['’‘])\w+)*")
_APOSTROPHES = re.compile("['’‘]+")

Run = tuple[str, ...]
"""Some words in a row, without their case and marks."""


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Each word of a text, without its case and marks, with where it begins and ends."""
    return [(_APOSTROPHES.sub("", found[0]).casefold(), found.start(), found.end()) for found in _WORD.finditer(text)]


def runs(text: str, length: int) -> dict[Run, None]:
    """Every row of so many words in a text, in the order in which they stand there."""
    words = [word for word, _, _ in words_of(text)]
    return {tuple(words[start : start + length]): None for start in range(len(words) - length + 1)}


def spans(text: str, length: int, is_one: Callable[[Run], bool]) -> list[tuple[int, int]]:
    """Where rows of so many words stand of which `is_one` says yes: those that overlap are one."""
    words, found = words_of(text), list[tuple[int, int]]()
    for start in range(len(words) - length + 1):
        row = words[start : start + length]
        if is_one(tuple(word for word, _, _ in row)):
            begin = found.pop()[0] if found and found[-1][1] > row[0][1] else row[0][1]
            found.append((begin, row[-1][2]))
    return found


def without_spans(text: str, taken_out: list[tuple[int, int]], instead: str) -> str:
    """The text with something else in these places."""
    for begin, end in reversed(taken_out):
        text = text[:begin] + instead + text[end:]
    return text
