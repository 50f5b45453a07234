"""Two wordings side by side, cut into what stayed and what did not, word by word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\d[\d.,]*\d|[\w'’-]+|\s+|[^\w\s]")

MOST_PAIRS = 50_000
"""Of one word in both wordings, blanks aside: texts that have more are told apart at their ends only, for the rest takes too long."""


@dataclass(frozen=True)
class Stretch:
    """Some words in a row, and whether they are the same in both wordings."""

    words: str
    same: bool


def words_that_differ(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The old wording and the new one, each whole, in stretches that are the same or not."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    blocks = _blocks(before, after)
    return _stretches(before, [(a, size) for a, _, size in blocks]), _stretches(after, [(b, size) for _, b, size in blocks])


def _blocks(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """Where the same words stand in a row: the position in each, and how many. What is the same at both ends is looked at once."""
    shorter = min(len(before), len(after))
    above = next((number for number in range(shorter) if before[number] != after[number]), shorter)
    below = next((number for number in range(shorter - above) if before[-1 - number] != after[-1 - number]), shorter - above)
    old, new = before[above : len(before) - below], after[above : len(after) - below]
    here, there = Counter(old), Counter(new)
    pairs = sum(number * there[word] for word, number in here.items() if not word.isspace())
    within = SequenceMatcher(str.isspace, old, new, autojunk=False).get_matching_blocks() if pairs <= MOST_PAIRS else []
    middle = [(block.a + above, block.b + above, block.size) for block in within if block.size]
    return [(0, 0, above), *middle, (len(before) - below, len(after) - below, below)]


def _stretches(words: list[str], same: list[tuple[int, int]]) -> tuple[Stretch, ...]:
    bounds: list[tuple[int, int, bool]] = []
    for (start, size), (following, _) in pairwise([(0, 0), *same, (len(words), 0)]):
        bounds.append((start, start + size, True))
        bounds.append((start + size, following, False))
    return tuple(Stretch("".join(words[start:end]), is_same) for start, end, is_same in bounds if start < end)
