"""Wilson and Clopper-Pearson."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.intervals import FloatArray
from levelground.stats.proportions import clopper_pearson_interval, wilson_interval

FAMILY, CLOSE, NEAR_ZERO = "proportions", 1e-9, 1e-9


def _beside(what: str, ours: tuple[FloatArray, FloatArray], table: dict[str, np.ndarray], lower: str, upper: str) -> Comparison:
    return numbers(FAMILY, what, ours, (table[lower], table[upper]), relative=CLOSE, near_zero=NEAR_ZERO)


def comparisons() -> Iterator[Comparison]:
    """Percentages at 95% and 99.8%, fractions at 99%, exact limits; rows added up by group first."""
    table = columns(FAMILY, "expected")
    events, trials = table["x"], table["n"]
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        lower, upper = wilson_interval(events, trials, confidence=confidence)
        yield _beside(f"Wilson, {confidence:.1%}", (100 * lower, 100 * upper), table, f"lower{name}cl", f"upper{name}cl")
    yield _beside("Wilson, 99.0%", wilson_interval(events, trials, confidence=0.99), table, "lower99cl_prop", "upper99cl_prop")
    yield _beside("Clopper-Pearson, 95.0%", clopper_pearson_interval(events, trials), table, "cp_lower95", "cp_upper95")
    rows, grouped = columns(FAMILY, "input_grouped"), columns(FAMILY, "expected_grouped")
    member = rows["grp"] == grouped["grp"][:, np.newaxis]
    summed = (member * rows["x"]).sum(axis=1), (member * rows["n"]).sum(axis=1)
    yield _beside("Wilson, 95.0%, of groups", wilson_interval(*summed), grouped, "lowercl", "uppercl")
