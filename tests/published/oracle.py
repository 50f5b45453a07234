"""Reads a table of `tests/oracles` as columns: numbers as float64 (a blank is NaN), words as text."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ORACLES = Path(__file__).parents[1] / "oracles"


def columns(family: str, table: str) -> dict[str, np.ndarray]:
    with (ORACLES / family / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"{family}/{table}.csv has no rows"
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)
