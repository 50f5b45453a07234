"""Kitagawa's two parts of a gap between rates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.decomposition.kitagawa import kitagawa_parts

FAMILY, CLOSE = "kitagawa", 1e-9


def comparisons() -> Iterator[Comparison]:
    """All cases in one call, as ragged settings; then each stratum."""
    rows, expected, strata = columns(FAMILY, "input"), columns(FAMILY, "expected"), columns(FAMILY, "expected_strata")
    cases = expected["case"]
    case, stratum = np.searchsorted(cases, rows["case"]), rows["stratum"].astype(int) - 1
    tables = {name: np.full((cases.size, stratum.max() + 1), np.nan) for name in ("xA", "nA", "xB", "nB")}
    for name, table in tables.items():
        table[case, stratum] = rows[name]
    parts = kitagawa_parts(*tables.values(), where=~np.isnan(tables["xA"]))
    for what, ours in (
        ("rateA", parts.group_rate),
        ("rateB", parts.reference_rate),
        ("gap", parts.gap),
        ("composition", parts.composition),
        ("rate_effect", parts.rate_effect),
    ):
        yield numbers(FAMILY, what, ours, expected[what], relative=CLOSE)
    at = np.searchsorted(cases, strata["case"]), strata["stratum"].astype(int) - 1
    yield numbers(FAMILY, "composition by stratum", parts.composition_by_stratum[at], strata["composition"], relative=CLOSE)
    yield numbers(FAMILY, "rate effect by stratum", parts.rate_effect_by_stratum[at], strata["rate_effect"], relative=CLOSE)
