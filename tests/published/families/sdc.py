"""Primary risk of each cell from its contributions, and its count as three rules show it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.cell_risk import ShownCounts, cell_risk, midpoint_six, nearest_five, redacted_then_rounded

FAMILY, CLOSE = "sdc", 1e-9


def _contributions(cells: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The values of each cell in a row, and which of them belong."""
    rows = columns(FAMILY, "input")
    same = np.logical_and.reduce([rows[key] == cells[key][:, np.newaxis] for key in ("case", "eth", "site")])
    inside = np.arange(same.sum(axis=1).max()) < same.sum(axis=1)[:, np.newaxis]
    values = np.zeros(inside.shape)
    values[inside] = np.broadcast_to(rows["value"], same.shape)[same]
    return values, inside


def _words(found: ShownCounts, withheld: str) -> list[str]:
    return [withheld if np.isnan(count) else f"{count:.0f}" for count in found.shown]


def comparisons() -> Iterator[Comparison]:
    """Counts, the three rules of primary risk, acro's own word, and what is shown."""
    cells = columns(FAMILY, "expected_primary")
    values, inside = _contributions(cells)
    found = cell_risk(values, where=inside)
    yield numbers(FAMILY, "contributors", found.contributors, cells["n"], relative=CLOSE)
    yield labels(FAMILY, "fewer than 10", found.below_threshold, cells["below_10"] == "True")
    yield labels(FAMILY, "the two largest have 90%", found.dominated, cells["nk_2_90"] == "True")
    yield numbers(FAMILY, "p-ratio", found.remainder_ratio, cells["p_ratio"], relative=CLOSE)
    yield labels(FAMILY, "p-ratio below 10%", found.remainder_small, cells["p_fail_10"] == "True")
    yield labels(FAMILY, "threshold, as acro says it", found.below_threshold, np.char.startswith(cells["acro"], "MinimumThreshold"))
    yield labels(FAMILY, "nearest 5, 1 to 7 withheld", _words(nearest_five(cells["n"]), "*"), cells["hes_rule"])
    redacted = _words(redacted_then_rounded(cells["n"]), "[REDACTED]")
    yield labels(FAMILY, "7 and fewer redacted, nearest 5", redacted, cells["opensafely_redact7_round5"])
    yield numbers(FAMILY, "midpoint 6", midpoint_six(cells["n"]).shown, cells["midpoint6"], relative=CLOSE)
