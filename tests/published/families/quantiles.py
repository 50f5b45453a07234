"""Areas in tenths and fifths."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.quantiles import quantiles

FAMILY = "quantiles"


def comparisons() -> Iterator[Comparison]:
    """Tenths from the highest value on, fifths from the lowest; ties, missing values, too few areas."""
    rows, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    groups, group = np.unique(rows["grp"], return_inverse=True)
    member = group == np.arange(len(groups))[:, np.newaxis]
    for number, inverted in ((10, "TRUE"), (5, "FALSE")):
        ours = quantiles(rows["value"], number=number, highest_first=inverted == "TRUE", where=member).quantile
        theirs = table["quantile"][(table["nq"] == number) & (table["inv"] == inverted)]
        what = f"{number}, from the {'highest' if inverted == 'TRUE' else 'lowest'} value on"
        yield numbers(FAMILY, what, ours[group, np.arange(group.size)], theirs, relative=1e-12)
