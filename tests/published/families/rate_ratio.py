"""Rate ratios with exact conditional limits and with Wald's."""

from __future__ import annotations

from collections.abc import Iterator

from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.gaps import rate_ratio, rate_ratio_interval, rate_ratio_wald_interval

FAMILY, CLOSE = "rate_ratio", 1e-9


def comparisons() -> Iterator[Comparison]:
    """The ratio, exact limits at every count, Wald's where both counts have events."""
    given, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    counts = given["x1"], given["t1"], given["x2"], given["t2"]
    yield numbers(FAMILY, "ratio", rate_ratio(*counts), table["irr"], relative=CLOSE)
    yield numbers(FAMILY, "exact, 95.0%", rate_ratio_interval(*counts), (table["exact_lower"], table["exact_upper"]), relative=CLOSE)
    some = (given["x1"] > 0) & (given["x2"] > 0)
    wald = rate_ratio_wald_interval(*(each[some] for each in counts))
    yield numbers(FAMILY, "Wald, 95.0%", wald, (table["wald_lower"][some], table["wald_upper"][some]), relative=CLOSE)
