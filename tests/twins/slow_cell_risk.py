"""A cell's risk and its shown counts, contributor by contributor, in fractions."""

from __future__ import annotations

from fractions import Fraction


def risk(values: list[int], smallest: int, largest: int, share: Fraction, remainder: Fraction) -> tuple[bool, bool, bool]:
    total, left = sum(values), sorted(values, reverse=True)
    if total == 0:
        return len(values) < smallest, False, False
    dominated = Fraction(sum(left[:largest]), total) >= share
    return len(values) < smallest, dominated, Fraction(sum(left[2:]), left[0]) < remainder


def to_nearest_five(count: int, *, none_shown: bool) -> int | None:
    if count == 0 and none_shown:
        return 0
    if count < 8:
        return None
    return next(five for five in range(0, count + 6, 5) if -2 <= count - five <= 2)


def in_sixes(count: int) -> int:
    return 0 if count == 0 else next(six + 3 for six in range(0, count, 6) if six < count <= six + 6)
