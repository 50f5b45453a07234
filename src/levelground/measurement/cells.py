"""A cell of a result: a number, or a typed reason why there is none.

*Suppressed* is a type of its own. It is not 0, not NaN and not None: adding, comparing, formatting as a number or
testing it for truth raises `TypeError`, so that no sum, chart or average can read it as zero by accident (F6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn, final


class _NotANumber:
    """Refuses every arithmetic use, naming what it is."""

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"{self!r} is not a number: it cannot be added, compared, averaged or read as 0")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __int__ = __float__ = __index__ = __round__ = __complex__ = _refuse
    __array__ = _refuse


@final
@dataclass(frozen=True)
class Suppressed(_NotANumber):
    """The number is withheld, so that nobody can be recognised. What it may be is for whoever withholds it to say."""

    def __str__(self) -> str:
        return "suppressed"

    __repr__ = __str__


@final
@dataclass(frozen=True)
class NotAvailable(_NotANumber):
    """There is no number; `reason` says why, in words for the page."""

    reason: str

    def __str__(self) -> str:
        return f"not available ({self.reason})"

    __repr__ = __str__


SUPPRESSED: Final = Suppressed()

Cell = int | float | Suppressed | NotAvailable
"""What a count or a value can be."""


@dataclass(frozen=True)
class Estimate:
    """A value with its interval. A number travels with its confidence (a fraction: 0.95) and its method."""

    value: float
    lower: float
    upper: float
    confidence: float
    method: str


EstimateCell = Estimate | Suppressed | NotAvailable


def is_number(cell: object) -> bool:
    """Whether a cell holds a number (and not a reason for having none)."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)
