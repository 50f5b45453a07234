"""Cuts that change one item within brackets or braces: `[S1, S2]`, `{id: P1, strength: weak}`."""

from __future__ import annotations

import re
from typing import Any

from levelground.documents.canonical import in_brackets, key_text
from levelground.documents.nodes import Node
from levelground.documents.page import Cut, Page
from levelground.documents.scalar_text import WIDTH

_BETWEEN = re.compile(r"(?:[\s,]|#[^\r\n]*+)*+")
_TO_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*+)*+,")


def has_brackets(page: Page, node: Node) -> bool:
    """Whether brackets stand around it: not around the block of one key in `[a: 1]`."""
    return page.text[node.start] in "[{"


def replaced_in_brackets(page: Page, parent: Node, position: int, value: Any) -> list[Cut]:
    """Give an item another value."""
    old = parent.items[position]
    text = in_brackets(value)
    if parent.keys is not None and page.text[parent.leads[position] - 1] != ":":
        return [Cut(old.start, old.end, f": {text}")]
    space = "" if page.text[old.start - 1] in " \t\r\n[," else " "
    return [Cut(old.start, old.end, space + text)]


def removed_from_brackets(page: Page, parent: Node, position: int) -> list[Cut]:
    """Take an item away, with the comma that it no longer needs."""
    start, end = _entry_start(page, parent, position), parent.items[position].end
    if len(parent.items) == 1:
        return [Cut(parent.start + 1, parent.end - 1, "")]
    before = parent.items[position - 1].end if position else parent.start
    comma = _TO_COMMA.match(page.text, end)
    after = comma.end() if comma else end
    if page.begins_line(start) and _only_a_comment(page.rest_of_line(after)) and page.line_start(after) == page.line_start(end):
        return [Cut(page.line_start(start), page.next_line(after), "")]
    if position and "#" not in page.text[before:start]:
        return [Cut(before, end, "")]
    if position + 1 < len(parent.items):
        return [Cut(start, _entry_start(page, parent, position + 1), "")]
    return [Cut(start, after, "")]


def inserted_in_brackets(page: Page, parent: Node, position: int, key: str | int, value: Any) -> list[Cut]:
    """Put a new item at a position; on a line of its own where the others have one, or where it would be too long a line."""
    text = in_brackets(value)
    if parent.keys is not None:
        text = f"{key_text(str(key), inside=True)}: {text}"
    if not parent.items:
        return [Cut(parent.start + 1, parent.end - 1, text)]
    first = _entry_start(page, parent, 0)
    new_line = page.line_break + " " * (first - page.line_start(first))
    if position < len(parent.items):
        start = _entry_start(page, parent, position)
        return [Cut(start, start, f"{text},{new_line if position and page.begins_line(start) else ' '}")]
    return _at_the_end(page, parent, text, new_line)


def _at_the_end(page: Page, parent: Node, text: str, new_line: str) -> list[Cut]:
    end = parent.items[-1].end
    comma = _TO_COMMA.match(page.text, end, parent.end - 1)
    after = comma.end() if comma else end
    if page.line_end(after) < parent.end:  # the bracket is closed on a line below
        return [*([] if comma else [Cut(end, end, ",")]), Cut(page.line_end(after), page.line_end(after), new_line + text)]
    too_long = page.line_end(parent.end) - page.line_start(parent.end) + len(text) + 2 > WIDTH
    return [Cut(after, after, f"{'' if comma else ','}{new_line if too_long else ' '}{text}")]


def _entry_start(page: Page, parent: Node, position: int) -> int:
    """Where an item begins, its key and a `?` in front of it included."""
    before = parent.items[position - 1].end if position else parent.start + 1
    match = _BETWEEN.match(page.text, before)
    return match.end() if match else before


def _only_a_comment(rest: str) -> bool:
    return not rest.strip() or rest.lstrip().startswith("#")
