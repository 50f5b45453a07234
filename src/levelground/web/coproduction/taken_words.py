"""What has to go where somebody takes words back: their sentences, and rows of their words, but nothing that stood there before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from levelground.web.coproduction.exact_words import FEWEST_WORDS, Run, passages, runs, spans, without, without_spans, words_of

IN_A_ROW = 6
"""So many words in a row are somebody's words; of what is shorter as a whole, the whole is."""


@dataclass(frozen=True)
class TakenWords:
    """Sentences, and rows of words by how many there are in a row."""

    passages: tuple[str, ...]
    runs: dict[int, frozenset[Run]]

    def __bool__(self) -> bool:
        return bool(self.passages or any(self.runs.values()))

    def out_of(self, text: str, instead: str) -> str:
        """A text without the sentences and without the rows of words."""
        return self.rows_out_of(without(text, list(self.passages), instead), instead)

    def rows_out_of(self, text: str, instead: str) -> str:
        """A text without the rows of words only."""
        for length, known in self.runs.items():
            text = without_spans(text, spans(text, length, known.__contains__), instead)
        return text


def taken(said: Iterable[str], before: str) -> TakenWords:
    """What has to go of what somebody said; `before` is what those who host had written already, which people often repeat."""
    every = list(said)
    theirs = f" {' '.join(word for word, _, _ in words_of(before))} "
    parts = {part for words in every for part in passages(words) if not _stands_in(words_of(part), theirs)}
    rows: dict[int, frozenset[Run]] = {}
    for words in every:
        length = min(IN_A_ROW, len(words_of(words)))
        if length >= FEWEST_WORDS:
            own = {run for run in runs(words, length) if f" {' '.join(run)} " not in theirs}
            rows[length] = rows.get(length, frozenset()) | own
    return TakenWords(tuple(sorted(parts, key=lambda part: (-len(part), part))), rows)


def _stands_in(words: list[tuple[str, int, int]], text: str) -> bool:
    return f" {' '.join(word for word, _, _ in words)} " in text
