"""Whether a withheld count can be worked out from the counts that are shown beside it, and which totals to withhold so that it cannot.

Groups add up to broad groups, these to the known total, kinds of unknown to all unknown, and so on. Who knows the rule of the
policy knows limits for each count: 0 is 0, a withheld one is at least 1 (and at most 7, unless it is a total), a shown one
lies within half the rounding width. The sums narrow these limits; where they leave one number, a total is withheld too.

The sums within one table of counts are looked at together. Conditions that overlap (all events, and some of them) are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from levelground.change_package.measures import Count, Measure
from levelground.measurement.cells import SUPPRESSED, Cell, NotAvailable, Suppressed
from levelground.measurement.results import RECORDED, Level, Recording

Key = tuple[str, ...]
"""What a count is: source, condition, crosswalk, period, area, and which of its counts: the same one in two measures has one key."""
Limits = dict[Key, tuple[int, int]]
UNLIMITED = 10**15
KINDS = ("not_stated", "not_known", "missing")
WIDEST_FIRST = ("whole", "total", "known", "unknown")
"""The order in which totals are given up: what says most about a group is kept longest."""


@dataclass(frozen=True)
class Rule:
    """What a reader knows of a count from how it is shown."""

    largest_withheld: int
    rounded_to: int

    def limits(self, cell: Cell, is_total: bool) -> tuple[int, int]:
        """The smallest and the largest number that a count can be."""
        if isinstance(cell, NotAvailable):
            return -UNLIMITED, UNLIMITED
        if isinstance(cell, Suppressed):
            return 1, UNLIMITED if is_total else self.largest_withheld
        if cell == 0:
            return 0, 0
        half = self.rounded_to // 2
        return max(int(cell) - half, self.largest_withheld + 1), int(cell) + half


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others."""

    total: Key
    parts: tuple[Key, ...]

    def narrowed(self, limits: Limits) -> Iterable[tuple[Key, tuple[int, int]]]:
        """The limits that this sum leaves to each of its counts."""
        low, high = sum(limits[part][0] for part in self.parts), sum(limits[part][1] for part in self.parts)
        total_low, total_high = limits[self.total]
        yield self.total, (low, high)
        for part in self.parts:
            part_low, part_high = limits[part]
            yield part, (total_low - (high - part_high), total_high - (low - part_low))


def to_withhold_too(cells: Mapping[Key, Cell], sums: Sequence[Sum], rule: Rule) -> frozenset[Key]:
    """The totals to withhold beside what is withheld already, so that no withheld count can be worked out.

    Parameters
    ----------
    cells
        Counts as they would be shown.
    sums
        Which of them is the sum of which; of totals that would do, one that comes first is given up first.
    """
    shown = dict(cells)
    chosen: list[Key] = []
    while found := worked_out(shown, sums, rule):
        total = _nearest_shown_total(found, shown, sums)
        if total is None:
            break
        chosen.append(total)
        shown[total] = SUPPRESSED
    for total in chosen:
        if not worked_out({**shown, total: cells[total]}, sums, rule):
            shown[total] = cells[total]
    return frozenset(total for total in chosen if isinstance(shown[total], Suppressed))


def _nearest_shown_total(found: frozenset[Key], shown: Mapping[Key, Cell], sums: Sequence[Sum]) -> Key | None:
    """The first total that is shown among the sums that reach a count, in as few steps as can be. A total of 0 hides nothing."""
    reached: frozenset[Key] = frozenset()
    grown = found
    while grown != reached:
        reached = grown
        touching = [one for one in sums if reached & {one.total, *one.parts}]
        for one in touching:
            cell = shown[one.total]
            if not isinstance(cell, Suppressed | NotAvailable) and cell != 0:
                return one.total
        grown = reached.union(*({one.total, *one.parts} for one in touching))
    return None


def worked_out(cells: Mapping[Key, Cell], sums: Sequence[Sum], rule: Rule) -> frozenset[Key]:
    """The withheld counts that can be one small number only."""
    totals = {one.total for one in sums}
    limits = {key: rule.limits(cell, key in totals) for key, cell in cells.items()}
    changed = True
    while changed:
        changed = False
        for one in sums:
            for key, (low, high) in one.narrowed(limits):
                before = limits[key]
                after = max(before[0], low), min(before[1], high)
                if after != before and after[0] <= after[1]:
                    limits[key], changed = after, True
    small = (key for key, cell in cells.items() if isinstance(cell, Suppressed) and limits[key][1] <= rule.largest_withheld)
    return frozenset(key for key in small if limits[key][0] == limits[key][1])


def protected(
    measures: Mapping[str, Measure], levels: Sequence[Level], recording: Sequence[Recording], rule: Rule
) -> tuple[tuple[Level, ...], tuple[Recording, ...]]:
    """The same rows with those totals withheld that would give a withheld count away."""
    cells: dict[Key, Cell] = {}
    parts: dict[Key, dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for level in levels:
        measure = measures[level.measure_id]
        for count, cell in ((measure.numerator, level.numerator), (measure.denominator, level.denominator)):
            if count is not None and not isinstance(cell, NotAvailable):
                key = _key(count, level, level.group.breakdown, level.group.code)
                cells[key] = cell
                if level.group.parent is not None:
                    parts[_key(count, level, "broad", level.group.parent)]["detailed"].append(key)
                parts[_key(count, level, "", "known")][level.group.breakdown].append(key)
    for row in recording:
        measure = measures[row.measure_id]
        keys = {name: _key(measure.numerator, row, "", name) for name in RECORDED}
        if measure.whole is not None:
            keys["whole"] = _key(measure.whole, row, "", "whole")
            keys["not_broken_down"] = (*keys["not_broken_down"], *keys["whole"])
        cells |= {key: getattr(row, name) for name, key in keys.items()}
        parts[keys["unknown"]]["kinds"] = [keys[kind] for kind in KINDS if not isinstance(getattr(row, kind), NotAvailable)]
        parts[keys["total"]]["both"] = [keys["known"], keys["unknown"]]
        parts[keys["whole"]]["both"] = [keys["total"], keys["not_broken_down"]]
    chosen = _chosen(cells, parts, rule)
    return tuple(_level(level, measures, chosen) for level in levels), tuple(_recording(row, measures, chosen) for row in recording)


def _key(count: Count, row: Level | Recording, breakdown: str, code: str) -> Key:
    return (row.period, row.area.code, count.source, count.where or "", count.crosswalk or "", breakdown, code)


def _chosen(cells: Mapping[Key, Cell], parts: Mapping[Key, Mapping[str, Sequence[Key]]], rule: Rule) -> frozenset[Key]:
    """Place by place: no sum goes over two periods or two areas."""
    sums = [
        Sum(total, tuple(dict.fromkeys(keys)))
        for total in sorted(parts, key=lambda key: WIDEST_FIRST.index(key[-1]) if key[-1] in WIDEST_FIRST else len(WIDEST_FIRST))
        for keys in parts[total].values()
        if total in cells and keys
    ]
    found: set[Key] = set()
    for place in {key[:2] for key in cells}:
        here = {key: cell for key, cell in cells.items() if key[:2] == place}
        found |= to_withhold_too(here, [one for one in sums if one.total[:2] == place], rule)
    return frozenset(found)


def _level(level: Level, measures: Mapping[str, Measure], chosen: frozenset[Key]) -> Level:
    measure, group = measures[level.measure_id], level.group
    if _key(measure.numerator, level, group.breakdown, group.code) in chosen:
        level = replace(level, numerator=SUPPRESSED)
    if measure.denominator is not None and _key(measure.denominator, level, group.breakdown, group.code) in chosen:
        level = replace(level, denominator=SUPPRESSED)
    return level


def _recording(row: Recording, measures: Mapping[str, Measure], chosen: frozenset[Key]) -> Recording:
    measure = measures[row.measure_id]
    names = [name for name in RECORDED if _key(measure.numerator, row, "", name) in chosen]
    if measure.whole is not None and _key(measure.whole, row, "", "whole") in chosen:
        names.append("whole")
    withheld: dict[str, Any] = dict.fromkeys(names, SUPPRESSED)
    return replace(row, **withheld)
