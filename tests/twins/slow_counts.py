"""Counting again, slow and obvious: the csv module, dicts and loops; a withheld part makes its sum withheld."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

WITHHELD, ABSENT = "withheld", "absent"

Cell = int | str
Where = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True)
class SlowSource:
    """A file with what its columns and labels mean: label -> (kind, breakdown, code)."""

    text: str
    meanings: Mapping[str, tuple[str, str, str]]
    period: str | None
    area: str | None
    ethnicity: str
    count: str


def rows_of(source: SlowSource) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(source.text)))


def total(counts: Sequence[str]) -> Cell:
    """The sum of counts as they are written; a blank is withheld, and so is what it is a part of."""
    if any(count == "" for count in counts):
        return WITHHELD
    return sum(int(count) for count in counts)


def added(cells: Sequence[Cell]) -> Cell:
    if WITHHELD in cells:
        return WITHHELD
    if ABSENT in cells or not cells:
        return ABSENT
    return sum(int(cell) for cell in cells)


def counted(source: SlowSource, where: Where, parents: Mapping[str, str], *, by_area: bool = True, by_period: bool = True):
    """(period, area) -> {(kind, breakdown, code) -> cell}.

    Where there are detailed labels only, each counts in its broad group too; a broad group with a part that has no row has no sum.
    """
    only_detailed = not any(breakdown == "broad" for _, breakdown, _ in source.meanings.values())
    of_broad = defaultdict(set)
    for _, breakdown, code in source.meanings.values():
        if breakdown == "detailed":
            of_broad[parents[code]].add(("group", "detailed", code))
    parts: dict[tuple[str, str], dict[tuple[str, str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(source):
        if not where(row):
            continue
        place = (row[source.period] if source.period and by_period else "", row[source.area] if source.area and by_area else "")
        kind, breakdown, code = source.meanings[row[source.ethnicity]]
        parts[place][kind, breakdown, code].append(row[source.count])
        if only_detailed and breakdown == "detailed":
            parts[place]["group", "broad", parents[code]].append(row[source.count])
    sums = {place: {key: total(counts) for key, counts in found.items()} for place, found in parts.items()}
    for place, cells in sums.items():
        for code in of_broad if only_detailed else ():
            if not of_broad[code] <= parts[place].keys() and cells.get(("group", "broad", code)) != WITHHELD:
                cells["group", "broad", code] = ABSENT
    return sums


def whole(source: SlowSource, where: Where) -> dict[tuple[str, str], Cell]:
    """(period, area) -> all events, of a known group or not."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(source):
        if where(row):
            parts[row[source.period] if source.period else "", row[source.area] if source.area else ""].append(row[source.count])
    return {place: total(counts) for place, counts in parts.items()}


def recorded(cells: Mapping[tuple[str, str, str], Cell], groups: Mapping[str, Sequence[str]]) -> dict[str, Cell]:
    """How ethnicity is recorded: known from the first breakdown that has a number for each of its groups, each kind of unknown apart."""
    sums = [added([cells.get(("group", breakdown, code), ABSENT) for code in codes]) for breakdown, codes in groups.items()]
    known = next((cell for cell in sums if isinstance(cell, int)), sums[0])
    kinds = {kind: cells.get(("unknown", "", kind), ABSENT) for kind in ("not_stated", "not_known", "missing")}
    unknown = added([cell for cell in kinds.values() if cell != ABSENT])
    return {**kinds, "known": known, "unknown": unknown, "total": added([known, unknown])}
