"""A plain value to YAML text in one fixed form: blocks, keys in the order given, short lists of ids in brackets.

Equal values give equal texts, so the text of a value that was computed (an adapted change package) can have a digest.
`read_yaml(canonical_text(value))` is `value` again, whatever the reader can give.
"""

from __future__ import annotations

import re
from typing import Any

from levelground.documents.scalar_text import WIDTH, number_text, scalar_lines, text_on_one_line

_SHORT = re.compile(r"[A-Za-z0-9_.-]{1,40}\Z")
_LONGEST_KEY = 1000
"""YAML reads `key: value` only where the key is not longer than 1024 characters."""


def canonical_text(value: Any) -> str:
    """The YAML text of a value made of dict, list, str, int, float, bool and None.

    >>> print(canonical_text({"id": "P1", "serves": ["A1"], "why": "no", "per": 1e5}), end="")
    id: P1
    serves: [A1]
    why: "no"
    per: 100000.0
    """
    return "".join(f"{line}\n" for line in value_lines(value, 0))


def value_lines(value: Any, column: int) -> list[str]:
    """The lines of a value whose first line begins at `column`, where its own first character stands; without line ends."""
    lines: list[str] = []
    _write(value, column, "", lines)
    return lines


def pair_lines(key: str, value: Any, column: int) -> list[str]:
    """The lines of `key: value` whose key stands at `column`; the first line without the spaces in front of it."""
    lines: list[str] = []
    _write_pair("", key, value, column, lines)
    return lines


def in_brackets(value: Any) -> str:
    """A value on one line, as it can stand within brackets: `{id: P1, serves: [A1]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key, inside=True)}: {in_brackets(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_brackets, value)) + "]"
    return text_on_one_line(value, in_brackets=True) if isinstance(value, str) else number_text(value)


def key_text(key: str, *, inside: bool = False) -> str:
    """A key on one line, with the `? ` that a very long one needs."""
    text = text_on_one_line(key, in_brackets=inside)
    return text if len(text) <= _LONGEST_KEY else f"? {text}"


def _write(value: Any, column: int, lead: str, lines: list[str]) -> None:
    """Write a value after `lead`; the lines after the first are indented to `column`."""
    pad = " " * column
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            _write_pair(lead, key, inner, column, lines)
            lead = pad
    elif isinstance(value, list | tuple) and value and not (lead.endswith("- ") and _is_short(value, column)):
        for item in value:
            _write(item, column + 2, f"{lead}- ", lines)
            lead = pad
    elif isinstance(value, dict | list | tuple):
        lines.append(lead + in_brackets(value))
    else:
        first, *more = scalar_lines(value, max(column, 2), column)
        lines.append(lead + first)
        lines.extend(more)


def _write_pair(lead: str, key: str, value: Any, column: int, lines: list[str]) -> None:
    start = f"{lead}{key_text(key)}"
    if start.startswith("? ", len(lead)):
        lines.append(start)
        start = " " * column
    start += ":"
    first, *more = lines_after_key(value, column, len(start))
    lines.append(start + first)
    lines.extend(more)


def lines_after_key(value: Any, column: int, at: int) -> list[str]:
    """What follows the colon of a key that stands at `column`; `at` is where the colon ends. The first may be empty, the others not."""
    if not isinstance(value, dict | list | tuple):
        first, *more = scalar_lines(value, max(column + 2, 2), at + 1)
        return [f" {first}", *more]
    if not value or (not isinstance(value, dict) and _is_short(value, at + 1)):
        return [f" {in_brackets(value)}"]
    lines = [""]
    _write(value, column + 2, " " * (column + 2), lines)
    return lines


def _is_short(items: list[Any] | tuple[Any, ...], column: int) -> bool:
    """Whether a list is one of ids or numbers that fit on the line: `[S1, S2]`."""
    if len(items) * 3 > WIDTH or not all(isinstance(item, str) and _SHORT.match(item) for item in items):
        return False
    return column + len(in_brackets(items)) <= WIDTH
