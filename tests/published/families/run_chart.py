"""Run charts: the median, the longest run, crossings, their limits and the signal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.spc.run_chart import run_chart

FAMILY = "run_chart"


def comparisons() -> Iterator[Comparison]:
    """All series in one call, filled up with missing periods."""
    points, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    cases = {case: row for row, case in enumerate(table["case"])}
    values = np.full((len(cases), int(points["x"].max())), np.nan)
    values[[cases[case] for case in points["case"]], points["x"].astype(int) - 1] = points["y"]
    chart = run_chart(values)
    yield numbers(FAMILY, "median", chart.centre[:, 0], table["cl"], relative=1e-9)
    runs = chart.runs
    for name, ours in (
        ("n.obs", chart.points),
        ("n.useful", runs.useful),
        ("longest.run", runs.longest_run),
        ("longest.run.max", runs.longest_run_limit),
        ("n.crossings", runs.crossings),
        ("n.crossings.min", runs.crossings_limit),
    ):
        yield labels(FAMILY, name.replace(".", " "), ours[:, 0], table[name])
    yield labels(FAMILY, "runs signal", runs.signal[:, 0], table["runs.signal"] == "TRUE")
