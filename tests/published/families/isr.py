"""Indirectly standardised ratios and rates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.banded import by_band, limits_of
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.standardisation.indirect import expected_events, indirect_rate, indirect_ratio, standardised_ratio

FAMILY, CLOSE = "isr", 1e-9
WORDS = {"byar": "Byars", "exact_poisson": "Exact"}


def comparisons() -> Iterator[Comparison]:
    """Observed, expected, ratio and rate at two confidences, the method; the ratio once more from totals."""
    events, people, theirs, among = by_band(columns(FAMILY, "input"), "grp", "x", "n", "x_ref", "n_ref")
    there = ~np.isnan(people)
    bands = np.nan_to_num(events), people, np.nan_to_num(theirs), among
    for name, kernel, per in (("ratio", indirect_ratio, 100), ("rate", indirect_rate, 100_000)):
        table = columns(FAMILY, f"expected_{name}")
        for confidence, written in ((0.95, "95_0"), (0.998, "99_8")):
            ours = kernel(*bands, per=per, confidence=confidence, where=there)
            mine, reference = (ours.estimate, *ours.interval), (table["value"], *limits_of(table, written))
            yield numbers(FAMILY, f"{name}, {confidence:.1%}", mine, reference, relative=CLOSE)
        counts = table["observed"], table["expected"]
        yield numbers(FAMILY, f"{name}: observed and expected", (ours.events, ours.expected), counts, relative=CLOSE)
        words = np.array([WORDS.get(method, "") for method in ours.method.tolist()])
        yield labels(FAMILY, f"{name}: method", words, table["method"])
    table, expected = columns(FAMILY, "expected_ratio"), expected_events(*bands[1:], where=there)
    ours = standardised_ratio(table["observed"], expected, per=100)
    yield numbers(
        FAMILY, "ratio of totals, 95.0%", (ours.estimate, *ours.interval), (table["value"], *limits_of(table, "95_0")), relative=CLOSE
    )
