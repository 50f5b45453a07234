"""Two wordings side by side, cut into what stayed and what did not, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\d[\d.,]*\d|[\w'’-]+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Stretch:
    """Some words in a row, and whether they are the same in both wordings."""

    words: str
    same: bool


def words_that_differ(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The old wording and the new one, each whole, in stretches that are the same or not."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matches = SequenceMatcher(None, before, after, autojunk=False)
    blocks = matches.get_matching_blocks()
    old_cuts = [(block.a, block.size) for block in blocks]
    new_cuts = [(block.b, block.size) for block in blocks]
    return _stretches(before, old_cuts), _stretches(after, new_cuts)


def _stretches(words: list[str], same: list[tuple[int, int]]) -> tuple[Stretch, ...]:
    bounds: list[tuple[int, int, bool]] = []
    for (start, size), (following, _) in pairwise([(0, 0), *same, (len(words), 0)]):
        bounds.append((start, start + size, True))
        bounds.append((start + size, following, False))
    return tuple(Stretch("".join(words[start:end]), is_same) for start, end, is_same in bounds if start < end)
