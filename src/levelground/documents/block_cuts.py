"""Cuts that change one item of a block: a list with dashes, or keys on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from levelground.documents.canonical import in_brackets, lines_after_key, pair_lines, value_lines
from levelground.documents.nodes import Node
from levelground.documents.page import Cut, Page
from levelground.documents.scalar_text import WIDTH

_HEADER = re.compile(r"([|>])([0-9+-]*)")
_COMMENT = re.compile(r"[ \t]*|[ \t]+#.*")


def replaced_in_block(page: Page, parent: Node, position: int, value: Any) -> list[Cut]:
    """Give an item another value; a comment at the end of its first line stays."""
    old = parent.items[position]
    start = entry_start(page, parent, position)
    if parent.keys is not None and page.text[parent.leads[position] - 1] != ":":
        lines = pair_lines(parent.names[position], value, parent.column)
        return [_cut(page, start, page.line_end(old.end), lines, value)]
    lead = start + 1 if parent.keys is None else parent.leads[position]
    end = page.line_end(old.end)
    if old.style == "block":
        end = page.comments_below(end, old.column)
    lines = _after_lead(page, parent, lead, value)
    if len(lines) > 1 and _is_long(_last(value)) and page.comments_below(end, _depth(lines[-1]) - 1) > end:
        lines = [f" {in_brackets(value)}"]  # a block of text would take the comments below it in
    return [_cut(page, lead, end, [lines[0] + _tail(page, old, lead, lines[0]), *lines[1:]], value)]


def removed_from_block(page: Page, parent: Node, position: int, floor: int) -> list[Cut]:
    """Take one item of several away, with the comments directly above it (but none above `floor`) and those within it."""
    start = entry_start(page, parent, position)
    end = page.comments_below(page.line_end(parent.items[position].end), parent.column)
    if page.begins_line(start):
        below = page.next_line(end)
        if position and "+" in _header(page, _very_last(parent.items[position - 1])):
            below = page.next_with_words(below)  # a text that keeps its blank lines would take those in
        return [Cut(page.comments_above(start, _floor(page, parent, position, floor)), below, "")]
    following = entry_start(page, parent, position + 1)
    if not page.text[end:following].strip(" \t\r\n"):
        return [Cut(start, following, "")]
    return [Cut(len(page.text[:start].rstrip(" ")), end, "")]


def inserted_in_block(page: Page, parent: Node, position: int, item: tuple[str | int, Any], floor: int) -> list[Cut]:
    """Put a new item, its key (or anything, in a list) and its value, at a position of a block."""
    pad = " " * parent.column
    lines = _item_lines(parent, *item)
    if position < len(parent.items):
        start = entry_start(page, parent, position)
        if not page.begins_line(start):
            return [Cut(start, start, page.line_break.join([*lines, pad]))]
        above = page.comments_above(start, _floor(page, parent, position, floor))
        return [Cut(above, above, page.line_break.join([pad + lines[0], *lines[1:], ""]))]
    last = parent.items[-1]
    end = page.comments_below(page.line_end(last.end), parent.column)
    return [*_closed(page, last), _cut(page, end, end, ["", pad + lines[0], *lines[1:]], item[1])]


def replaced_at_the_top(page: Page, top: Node, value: Any) -> list[Cut]:
    """Give the whole document another value; comments above it stay, and those below it that begin in the first column."""
    lines = value_lines(value, 0)
    if not page.begins_line(top.start):  # `--- text`
        lines = ["", *lines]
    return [_cut(page, top.start, page.comments_below(page.line_end(top.end), 0), lines, value)]


def _item_lines(parent: Node, key: str | int, value: Any) -> list[str]:
    """The lines of a new item, without the spaces in front of the first."""
    if parent.keys is not None:
        return pair_lines(str(key), value, parent.column)
    first, *more = value_lines(value, parent.column + 2)
    return [f"- {first}", *more]


def entry_start(page: Page, parent: Node, position: int) -> int:
    """Where the dash or the key of an item stands."""
    if position == 0:
        return parent.start
    return page.first_content(page.next_line(parent.items[position - 1].end))


def _floor(page: Page, parent: Node, position: int, floor: int) -> int:
    return floor if position == 0 else page.next_line(parent.items[position - 1].end)


def _after_lead(page: Page, parent: Node, lead: int, value: Any) -> list[str]:
    if parent.keys is not None:
        return lines_after_key(value, parent.column, lead - page.line_start(lead))
    first, *more = value_lines(value, parent.column + 2)
    return [f" {first}", *more]


def _tail(page: Page, old: Node, lead: int, first: str) -> str:
    """The comment that stays at the end of the first line."""
    header = _HEADER.match(page.text, old.start)
    if old.is_block_scalar and header is not None:
        return page.rest_of_line(header.end())
    if old.style != "block":
        return page.rest_of_line(old.end)
    same = len(first) if page.rest_of_line(lead).startswith(first) else 0
    rest = page.rest_of_line(lead + same)
    return rest if _COMMENT.fullmatch(rest) else ""


def _depth(line: str) -> int:
    """How far to the right a line begins."""
    return len(line) - len(line.lstrip(" "))


def _last(value: Any) -> Any:
    """What stands at the very end of a value."""
    while isinstance(value, dict | list | tuple) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return value


def _is_long(value: Any) -> bool:
    """Whether a value may be written as a block of text."""
    return isinstance(value, str) and ("\n" in value or len(value) > WIDTH // 2)


def _closed(page: Page, node: Node) -> list[Cut]:
    """Where the text ends without a line end: say of a block of text at its end that it has none, before lines follow."""
    node = _very_last(node)
    header = _header(page, node)
    if not header or page.line_end(node.end) < len(page.text) or "-" in header:
        return []
    return [Cut(node.start, node.start + len(header), f"{header.replace('+', '')}-")]


def _very_last(node: Node) -> Node:
    """What stands at the very end of a node."""
    while node.is_collection and (node.items or node.leaf):
        node = node.leaf or node.items[-1]
    return node


def _header(page: Page, node: Node) -> str:
    """The signs that a block of text begins with (`|+`); empty where a node is none."""
    header = _HEADER.match(page.text, node.start) if node.is_block_scalar else None
    return header.group() if header is not None else ""


def _cut(page: Page, start: int, end: int, lines: Sequence[str], value: Any) -> Cut:
    """A cut whose lines end as the text's do; a text that itself ends with a line end needs one even at the end of the file."""
    last = _last(value)
    needed = end == len(page.text) and isinstance(last, str) and last.endswith("\n")
    return Cut(start, end, page.line_break.join([*lines, *([""] if needed else [])]))
