"""Money as people write it, in whole pence. A part of a penny is never kept: nothing is rounded behind anybody's back."""

from __future__ import annotations

import re

from levelground.web.coproduction.offered import pounds

__all__ = ["MOST_PENCE", "NotAnAmount", "in_pounds", "pence_in", "pounds"]

MOST_PENCE = 1_000_000
"""Ten thousand pounds: the most that one amount can be."""
_AMOUNT = re.compile(r"£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(?P<pence>\d{1,2}))?", re.ASCII)


class NotAnAmount(ValueError):  # noqa: N818 - the house's errors are named for what they say
    """What was typed is no amount of money; it says why."""


def in_pounds(pence: int) -> str:
    """Whole pence with two decimals and nothing else, for files: `27.50`."""
    return f"{pence // 100}.{pence % 100:02d}"


def pence_in(typed: str) -> int:
    """Whole pence of an amount as people type it: `£4.20`, `4.2`, `1,330`.

    Raises
    ------
    NotAnAmount
        It is none, has more than two decimals, or is above `MOST_PENCE`.
    """
    match = _AMOUNT.fullmatch(typed.strip())
    if match is None:
        raise NotAnAmount("Write an amount in pounds, such as 4.20.")
    pence = 100 * int(match["pounds"].replace(",", "")) + int((match["pence"] or "").ljust(2, "0"))
    if pence > MOST_PENCE:
        raise NotAnAmount(f"The most that one line can be is {pounds(MOST_PENCE)}. Split it, or ask us.")
    return pence
