"""Which unquoted words are numbers, true, false or nothing: few, so that a code or a country never turns into something else.

The rules are those of YAML 1.2's core schema, made narrower: `no`, `on`, `0123`, `0x1F`, `12:30` and `2024-03-31` stay text.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"\.nan|\.NaN|\.NAN|[-+]?\.(?:inf|Inf|INF)")
_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_MOST_DIGITS = 18


class NotANumber(ValueError):  # noqa: N818 - it says what was found
    """An unquoted word that stands for infinity, for no number at all, or for a number too long to keep exactly."""


def resolve(word: str) -> Scalar:
    """The value of an unquoted word.

    >>> [resolve(word) for word in ("no", "0123", "239.0", "100000", "2024-03-31", "~")]
    ['no', '0123', 239.0, 100000, '2024-03-31', None]

    Raises
    ------
    NotANumber
        For `.nan`, `.inf`, a number beyond the range of a double, or a whole number of more than 18 digits.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "+-.0123456789":
        return word
    if _INTEGER.fullmatch(word):
        if len(word) > _MOST_DIGITS + 1:
            raise NotANumber(f"a whole number of {len(word)} digits is too long to keep exactly.")
        return int(word)
    if _FLOAT.fullmatch(word):
        number = float(word)
        if not math.isfinite(number):
            raise NotANumber("the number is too large to keep.")
        return number
    if _NOT_A_NUMBER.fullmatch(word):
        raise NotANumber(f"`{word}` is not a number that can be used.")
    return word
