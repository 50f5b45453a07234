"""Somebody who has a release folder, nothing else, and wants one exact small count.

Knows the rule (0 is 0; withheld is 1 to 7; shown is the nearest 5) and that groups add up to totals, and asks a solver which
whole numbers each count can be. Reads the Parquet files by themselves: nothing of the product helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy.optimize import Bounds, LinearConstraint, milp

Cell = tuple[str, ...]
LARGEST = 100_000


def between(number: int | None, status: str) -> tuple[int, int]:
    """What a count can be, from how it is shown."""
    if status == "suppressed":
        return 1, LARGEST
    if status == "number" and number is not None:
        return (0, 0) if number == 0 else (max(8, number - 2), number + 2)
    return 0, LARGEST


def knowledge(folder: Path) -> tuple[dict[Cell, tuple[int, int]], set[Cell], list[tuple[Cell, list[Cell]]]]:
    """Limits of every count, which ones are withheld, and which are the sum of which."""
    limits: dict[Cell, tuple[int, int]] = {}
    withheld: set[Cell] = set()
    sums: list[tuple[Cell, list[Cell]]] = []

    def learn(cell: Cell, number: int | None, status: str) -> None:
        low, high = between(number, status)
        before = limits.get(cell, (0, LARGEST))
        limits[cell] = max(low, before[0]), min(high, before[1])
        if status == "suppressed":
            withheld.add(cell)

    levels = pq.read_table(folder / "levels.parquet").to_pylist()
    groups: dict[tuple[Cell, str], list[Cell]] = {}
    children: dict[Cell, list[Cell]] = {}
    for row in levels:
        where = (row["measure_id"], row["period"], row["area_code"])
        for side in ("numerator", "denominator"):
            cell = (*where, side, row["breakdown"], row["group_code"])
            if row[f"{side}_status"] == "not_available":
                continue
            learn(cell, row[side], row[f"{side}_status"])
            groups.setdefault(((*where, side), row["breakdown"]), []).append(cell)
            if row["group_parent"] is not None:
                children.setdefault((*where, side, "broad", row["group_parent"]), []).append(cell)
    sums += [(parent, parts) for parent, parts in children.items() if parent in limits]
    for row in pq.read_table(folder / "recording.parquet").to_pylist():
        where = (row["measure_id"], row["period"], row["area_code"])
        names = ("known", "not_stated", "not_known", "missing", "unknown", "total", "whole", "not_broken_down")
        there = {name: (*where, name) for name in names if row[f"{name}_status"] != "not_available"}
        for name, cell in there.items():
            learn(cell, row[name], row[f"{name}_status"])
        if "known" in there:
            sums += [
                (there["known"], groups[(*where, "numerator"), b]) for b in ("broad", "detailed") if ((*where, "numerator"), b) in groups
            ]
        if "unknown" in there:
            kinds = [there[name] for name in ("not_stated", "not_known", "missing") if name in there]
            sums.append((there["unknown"], kinds))
        if {"known", "unknown", "total"} <= there.keys():
            sums.append((there["total"], [there["known"], there["unknown"]]))
        if {"total", "whole", "not_broken_down"} <= there.keys():
            sums.append((there["whole"], [there["total"], there["not_broken_down"]]))
    return limits, withheld, sums


def small_counts_found(folder: Path) -> Iterator[tuple[Cell, int]]:
    """Every withheld count that can be one small number only.

    A withheld count is 1 to 7 - unless it is a sum, for the policy may withhold a larger one to protect its parts.
    """
    limits, withheld, sums = knowledge(folder)
    for cell in withheld - {total for total, _ in sums}:
        limits[cell] = limits[cell][0], min(limits[cell][1], 7)
    for place in sorted({cell[:3] for cell in withheld}):
        index = {cell: number for number, cell in enumerate(cell for cell in limits if cell[:3] == place)}
        here = [(total, parts) for total, parts in sums if total[:3] == place]
        matrix = np.zeros((len(here), len(index)))
        for row, (total, parts) in enumerate(here):
            matrix[row, index[total]] = -1
            for part in parts:
                matrix[row, index[part]] += 1
        bounds = Bounds([limits[cell][0] for cell in index], [limits[cell][1] for cell in index])
        constraints = LinearConstraint(matrix, 0, 0) if here else ()
        for cell in sorted(withheld & index.keys()):
            low, high = (_extreme(cell, sign, index, bounds, constraints) for sign in (1, -1))
            if low == high <= 7:
                yield cell, low


def _extreme(cell: Cell, sign: int, index: Mapping[Cell, int], bounds: Bounds, constraints: LinearConstraint | tuple[()]) -> int:
    aim = np.zeros(len(index))
    aim[index[cell]] = sign
    answer = milp(aim, integrality=np.ones(len(index)), bounds=bounds, constraints=constraints)
    assert answer.success, answer.message
    return round(sign * answer.fun)
