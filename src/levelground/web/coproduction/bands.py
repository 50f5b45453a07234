"""Counts of people as bands that give nobody away: below five is never said, all else is said to the nearest five.

Totals are known to whoever looks. So a column is shown only where nobody could work out a small count from the bands and the totals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

SMALLEST = 5
"""The smallest count that is said."""
LEFT_OPEN = 3
"""How many values a small count must leave open to whoever knows all that is shown."""


class CountBand(NamedTuple):
    """What somebody knows of a count: it is at least this and at most that."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How many values are possible."""
        return self.high - self.low + 1


def band(count: int) -> CountBand:
    """What is said of a count."""
    if count < SMALLEST:
        return CountBand(0, SMALLEST - 1)
    nearest = SMALLEST * ((count + SMALLEST // 2) // SMALLEST)
    return CountBand(max(nearest - SMALLEST // 2, SMALLEST), nearest + SMALLEST // 2)


def words(known: CountBand) -> str:
    """The band in words."""
    return f"fewer than {SMALLEST}" if known.high < SMALLEST else f"about {SMALLEST * (known.high // SMALLEST)}"


def is_safe(counts: Sequence[int], total: int) -> bool:
    """Whether bands of these counts leave every small one open, for somebody who knows their total."""
    return _leaves_open(_worked_out([band(count) for count in counts], total))


def are_safe_together(everybody: Sequence[int], chosen: Sequence[int]) -> bool:
    """Whether the bands of both leave every small count open: of all, of those chosen, and of those who were not."""
    known = {"all": [band(n) for n in everybody], "chosen": [band(n) for n in chosen]}
    known["others"] = [CountBand(max(a.low - c.high, 0), a.high - c.low) for a, c in zip(known["all"], known["chosen"], strict=True)]
    totals = {"all": sum(everybody), "chosen": sum(chosen), "others": sum(everybody) - sum(chosen)}
    while (narrower := _narrowed(known, totals)) != known:
        known = narrower
    return all(map(_leaves_open, known.values()))


def _narrowed(known: Mapping[str, list[CountBand]], totals: Mapping[str, int]) -> dict[str, list[CountBand]]:
    """What follows from the totals, and from all = chosen + others in every group."""
    rows = {name: _worked_out(column, totals[name]) for name, column in known.items()}
    both = list(zip(rows["all"], rows["chosen"], rows["others"], strict=True))
    return {
        "all": [_meet(a, c.low + o.low, c.high + o.high) for a, c, o in both],
        "chosen": [_meet(c, a.low - o.high, a.high - o.low) for a, c, o in both],
        "others": [_meet(o, a.low - c.high, a.high - c.low) for a, c, o in both],
    }


def _worked_out(known: Sequence[CountBand], total: int) -> list[CountBand]:
    """What each count can be, once the total is known."""
    low, high = sum(each.low for each in known), sum(each.high for each in known)
    return [_meet(each, total - (high - each.high), total - (low - each.low)) for each in known]


def _meet(known: CountBand, low: int, high: int) -> CountBand:
    return CountBand(max(known.low, low), min(known.high, high))


def _leaves_open(known: Sequence[CountBand]) -> bool:
    return all(each.width >= LEFT_OPEN for each in known if each.low < SMALLEST)
