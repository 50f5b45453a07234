"""How a value is rounded when it is written: half away from zero, on the number as it is printed, as a spreadsheet does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int) -> str:
    """A finite number with a fixed number of decimals, no thousands commas; never a minus before zero.

    Examples
    --------
    >>> rounded(11.25, 1), rounded(-0.04, 1), rounded(3.4377, 2), rounded(2.5, 0)
    ('11.3', '0.0', '3.44', '3')
    """
    text = str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))
    return text.removeprefix("-") if Decimal(text) == 0 else text
