"""Means with Student's limits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.means import mean_of_values

FAMILY, CLOSE = "means", 1e-9


def comparisons() -> Iterator[Comparison]:
    """Counts, means and standard deviations; limits at 95% and 99.8%."""
    rows, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    member = rows["grp"] == table["grp"][:, np.newaxis]
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        ours = mean_of_values(rows["x"], where=member, confidence=confidence)
        limits = table[f"lower{name}cl"], table[f"upper{name}cl"]
        yield numbers(FAMILY, f"Student's t, {confidence:.1%}", ours.interval, limits, relative=CLOSE)
    mine, theirs = (ours.values, ours.estimate, ours.standard_deviation), (table["value_count"], table["value"], table["stdev"])
    yield numbers(FAMILY, "count, mean, standard deviation", mine, theirs, relative=CLOSE)
