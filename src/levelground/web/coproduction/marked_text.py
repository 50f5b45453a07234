"""Text that people write with three marks: `# ` a heading, `## ` a smaller one, `- ` a point of a list. All else is paragraphs.

A line that is nothing but `[C-7K2M9QXW]` stands for what somebody said, `[D-…]` for a decision: the words are joined when a page is made,
so that what somebody takes back is gone from every page that speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, SUBHEADING, POINTS, PARAGRAPH, SAID, DECIDED = "heading", "subheading", "points", "paragraph", "said", "decided"
EMPTY_MARKS = ("", "-", "#", "##")
REFERENCE = re.compile(r"\[([CD]-[2-9A-Z]{8})\]")


@dataclass(frozen=True)
class TextBlock:
    """One heading or paragraph (`words`), or a list of points or of ids that follow each other (`points`)."""

    kind: str
    words: str = ""
    points: tuple[str, ...] = ()


def blocks(text: str) -> list[TextBlock]:
    """The text as headings, lists, references and paragraphs, in order."""
    lines = [_of_line(line.strip()) for line in text.replace("\r\n", "\n").split("\n")]
    return [block for kind, group in groupby(lines, key=lambda one: one[0]) for block in _made(kind, [words for _, words in group])]


def references(text: str) -> list[str]:
    """The ids that a text stands on, in order, each once."""
    return list(dict.fromkeys(each for block in blocks(text) if block.kind in (SAID, DECIDED) for each in block.points))


def _of_line(line: str) -> tuple[str, str]:
    if found := REFERENCE.fullmatch(line):
        return (SAID if found[1].startswith("C") else DECIDED), found[1]
    for mark, kind in (("## ", SUBHEADING), ("# ", HEADING), ("- ", POINTS)):
        if line.startswith(mark):
            return kind, line.removeprefix(mark).strip()
    return ("" if line in EMPTY_MARKS else PARAGRAPH), line


def _made(kind: str, lines: list[str]) -> Iterator[TextBlock]:
    if kind in (HEADING, SUBHEADING):
        yield from (TextBlock(kind, line) for line in lines)
    elif kind == PARAGRAPH:
        yield TextBlock(kind, "\n".join(lines))
    elif kind:
        yield TextBlock(kind, points=tuple(lines))
