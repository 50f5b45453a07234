"""Rates per 100,000 with Byar's limits, exact ones below 10 events, and the exact ones at every count."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.rates import exact_poisson_interval, rate_interval, rate_interval_method

FAMILY, CLOSE, PER = "rates", 1e-9, 100_000
WORDS = {"byar": "Byars", "exact_poisson": "Exact"}


def comparisons() -> Iterator[Comparison]:
    """Two confidences, the method of each count, and exact limits."""
    table = columns(FAMILY, "expected")
    events, time = table["x"], table["n"]
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        ours = rate_interval(events, time, per=PER, confidence=confidence)
        yield numbers(FAMILY, f"rate, {confidence:.1%}", ours, (table[f"lower{name}cl"], table[f"upper{name}cl"]), relative=CLOSE)
    exact = exact_poisson_interval(events)
    ours = PER * exact.lower / time, PER * exact.upper / time
    yield numbers(FAMILY, "exact, 95.0%", ours, (table["exact_lower95"], table["exact_upper95"]), relative=CLOSE)
    yield labels(FAMILY, "method", np.array([WORDS[method] for method in rate_interval_method(events)]), table["method"])
