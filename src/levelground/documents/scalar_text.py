"""How one value is written as YAML: plain where nobody can misread it, else in quotes, or as a block when it is long.

What is written is read again as it was by `yaml_reader`, whose rules of plain words are few (`scalars.resolve`), and by the
usual YAML 1.1 readers, whose rules are many: `no`, `12:30` or `2024-03-31` get quotes, though we would not need them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from yaml.resolver import Resolver

from levelground.documents.scalars import NotANumber, Scalar, resolve
from levelground.documents.utf8_text import UNPRINTABLE

WIDTH = 119
"""The most columns of a line, where the words allow it."""

_NARROWEST = 40
_BEGINS_BADLY = r"^[-?:,\[\]{}#&*!|>'\"%@`=<~+.\s]"
_UNSAFE = re.compile(rf"{_BEGINS_BADLY}|:(?:\s|\Z)|\s#|\s\Z|[\t\n\r]|{UNPRINTABLE.pattern}")
_UNSAFE_IN_BRACKETS = re.compile(r"[,\[\]{}:?]")
_ONE_WORD = re.compile(r"(?:y|n|0o[0-7]+)\Z", re.IGNORECASE)  # what readers beside PyYAML take for something else
_OTHER_READERS = Resolver.yaml_implicit_resolvers
_ESCAPED = re.compile(rf'[\\"\t\n\r]|{UNPRINTABLE.pattern}')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_NO_BLOCK = re.compile(rf"\A[\n ]|\n\n\Z|[\t\r]|[^\S\n](?:\n|\Z)|\A\n*\Z|{UNPRINTABLE.pattern}")
_MAY_BREAK = re.compile(r"(?<=\S) (?=\S)")


def scalar_lines(value: Scalar, indent: int, column: int) -> list[str]:
    """The lines of a value that begins at `column`; those after the first have `indent` spaces in front.

    Raises
    ------
    TypeError
        For what a document cannot hold.
    """
    if not isinstance(value, str):
        return [number_text(value)]
    if "\n" not in value:
        line = text_on_one_line(value)
        if len(line) <= WIDTH - column or not _MAY_BREAK.search(value):
            return [line]
    if _NO_BLOCK.search(value):
        return [text_on_one_line(value)]
    return _block(value, indent)


def text_on_one_line(text: str, *, in_brackets: bool = False) -> str:
    """A text plain or in quotes, without a line break; `in_brackets` where `,` and brackets mean something."""
    if is_plain(text) and not (in_brackets and _UNSAFE_IN_BRACKETS.search(text)):
        return text
    if ('"' in text or "\\" in text) and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(lambda match: _escape(match.group()), text) + '"'


def is_plain(text: str) -> bool:
    """Whether a text can stand without quotes and be read as this text by us and by others."""
    if not text or _UNSAFE.search(text) or _ONE_WORD.match(text):
        return False
    if any(pattern.match(text) for _, pattern in _OTHER_READERS.get(text[0], ())):
        return False
    try:
        return resolve(text) == text
    except NotANumber:
        return False


def number_text(value: Scalar) -> str:
    """A number, true, false or nothing; what no document may hold (infinity) is written so that the reader refuses it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float_text(value)
    raise TypeError(f"a document cannot hold a {type(value).__name__}")


def _float_text(number: float) -> str:
    if not math.isfinite(number):
        return ".nan" if math.isnan(number) else f"{'-' if number < 0 else ''}.inf"
    digits, exponent, power = repr(number).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{exponent}{power}"


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"


def _block(text: str, indent: int) -> list[str]:
    """A block scalar: folded when a line is too long for the page, else line by line."""
    keep = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    pad = " " * indent
    room = max(WIDTH - indent, _NARROWEST)
    folded = any(len(line) > room for line in lines) and not any(line.startswith(" ") for line in lines)
    if not folded:
        return [f"|{keep}", *(f"{pad}{line}".rstrip(" ") for line in lines)]
    written = [f">{keep}"]
    for number, line in enumerate(lines):
        if number and lines[number - 1]:
            written.append("")
        written.extend(f"{pad}{part}" for part in _folded(line, room)) if line else written.append("")
    return written


def _folded(line: str, room: int) -> Iterator[str]:
    """A line in parts that fit, broken only where one space stands between two words: the reader puts that space back."""
    start = 0
    last = -1
    for match in _MAY_BREAK.finditer(line):
        if match.start() - start > room and last > start:
            yield line[start:last]
            start = last + 1
        last = match.start()
    if len(line) - start > room and last > start:
        yield line[start:last]
        start = last + 1
    yield line[start:]
