"""How a value is rounded when it is written: half away from zero, on the number as it is printed, as a spreadsheet does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

_EVERY_DIGIT = Context(prec=700, rounding=ROUND_HALF_UP)
"""Room for all digits that a float can have."""


def half_away(value: float, decimals: int, times: int = 1) -> Decimal:
    """A finite number, multiplied by `times`, with a fixed number of decimals; never a minus before zero.

    Examples
    --------
    >>> half_away(11.25, 1), half_away(-0.04, 1), half_away(0.0756, 1, times=100)
    (Decimal('11.3'), Decimal('0.0'), Decimal('7.6'))
    """
    exact = _EVERY_DIGIT.multiply(Decimal(repr(int(value) if isinstance(value, int) else float(value))), Decimal(times))
    found = exact.quantize(Decimal(1).scaleb(-decimals), context=_EVERY_DIGIT)
    return abs(found) if found.is_zero() else found


def rounded(value: float, decimals: int) -> str:
    """The same as text, without thousands commas.

    Examples
    --------
    >>> rounded(3.4377, 2), rounded(2.5, 0)
    ('3.44', '3')
    """
    return f"{half_away(value, decimals):.{decimals}f}"
