"""A text as lines, and cuts in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:#[^\r\n]*)?")


@dataclass(frozen=True)
class Cut:
    """Put `text` where the characters from `start` to `end` are."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """The text of a document, with what is to be known of its lines; an index counts characters."""

    text: str

    @property
    def line_break(self) -> str:
        """The line end that the text uses; LF when it has none."""
        match = _LINE_BREAK.search(self.text)
        return match.group() if match else "\n"

    def line_start(self, index: int) -> int:
        """Where the line of `index` begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the line of `index` ends, in front of its line end."""
        match = _LINE_BREAK.search(self.text, index)
        return match.start() if match else len(self.text)

    def next_line(self, index: int) -> int:
        """Where the line below begins, or where the text ends."""
        match = _LINE_BREAK.search(self.text, index)
        return match.end() if match else len(self.text)

    def rest_of_line(self, index: int) -> str:
        """What stands between `index` and the end of its line."""
        return self.text[index : self.line_end(index)]

    def begins_line(self, index: int) -> bool:
        """Whether only spaces stand in front of `index` in its line."""
        return not self.text[self.line_start(index) : index].strip(" ")

    def first_content(self, index: int) -> int:
        """From the beginning of a line: where the first thing stands that is neither blank nor a comment."""
        while index < len(self.text):
            end = self.line_end(index)
            match = _BLANK_OR_COMMENT.match(self.text, index, end)
            if match is None or match.end() < end:
                return index + len(self.text[index:end]) - len(self.text[index:end].lstrip(" "))
            index = self.next_line(index)
        return index

    def next_with_words(self, index: int) -> int:
        """From the beginning of a line: the beginning of the first line that is not blank, or where the text ends."""
        while index < len(self.text) and not self.rest_of_line(index).strip():
            index = self.next_line(index)
        return index

    def comments_above(self, index: int, floor: int) -> int:
        """Where the comments begin that stand directly above the line of `index`, as far to the right as `index`, not above `floor`."""
        start = self.line_start(index)
        sign = f"{' ' * (index - start)}#"
        while start > floor:
            above = self.line_start(start - 1) if self.text[start - 2 : start] != "\r\n" else self.line_start(start - 2)
            if above < floor or not self.text.startswith(sign, above):
                break
            start = above
        return start

    def comments_below(self, end: int, column: int) -> int:
        """The end of the last comment below the line of `end` that stands further to the right than `column`, before anything else."""
        found = end
        index = self.next_line(end)
        while index < len(self.text):
            line = self.rest_of_line(index)
            content = line.lstrip(" \t")
            if content and not (content.startswith("#") and len(line) - len(content) > column):
                break
            if content:
                found = index + len(line)
            index = self.next_line(index)
        return found

    def with_cuts(self, cuts: Iterable[Cut]) -> str:
        """The text after some cuts, none of which overlap; of two at one place the first stands first."""
        parts: list[str] = []
        done = 0
        for cut in sorted(cuts, key=lambda cut: cut.start):
            parts += [self.text[done : cut.start], cut.text]
            done = cut.end
        return "".join([*parts, self.text[done:]])
