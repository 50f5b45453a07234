"""A reference's long table, a row for each age band of each group, as arrays: groups, then bands; bands that are not there are NaN."""

from __future__ import annotations

import numpy as np

Table = dict[str, np.ndarray]


def by_band(rows: Table, group: str, *names: str) -> tuple[np.ndarray, ...]:
    """Columns as (groups, bands), in the order of the rows within each group."""
    groups, place = np.unique(rows[group], return_inverse=True)
    turn = np.array([np.sum(place[:row] == place[row]) for row in range(len(place))])
    found = []
    for name in names:
        cells = np.full((len(groups), turn.max() + 1), np.nan)
        cells[place, turn] = rows[name]
        found.append(cells)
    return tuple(found)


def limits_of(table: Table, confidence: str) -> tuple[np.ndarray, np.ndarray]:
    """The columns `lower95_0cl` and `upper95_0cl`, or of another confidence."""
    return table[f"lower{confidence}cl"], table[f"upper{confidence}cl"]
