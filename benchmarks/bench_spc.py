"""XmR charts with every rule beside a plain loop, in one run; and that memory does not grow with the number of series."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time

import numpy as np
from tests.twins import slow_xmr as slow

from levelground.stats.spc.rebasing import rebase_suggestions
from levelground.stats.spc.xmr import XmrChart, xmr_chart

SERIES, PERIODS, LOOP_SERIES, TURNS = 100_000, 48, 300, 5


def table(series: int) -> np.ndarray:
    """Seeded series, one in four with a step, one in ten with a missing period."""
    random = np.random.default_rng(20_24)
    values = random.normal(50, 5, (series, PERIODS))
    values[::4, 30:] += 8
    values[::10, 17] = np.nan
    return values


def charted(values: np.ndarray) -> XmrChart:
    """Limits, screened, and all rules."""
    return xmr_chart(values, improvement="increase")


def rebased(values: np.ndarray) -> XmrChart:
    """With new limits from the 31st period on."""
    return xmr_chart(values, improvement="increase", rebase=np.arange(PERIODS) == 30)


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor time of one call."""
    start = process_time()
    work()
    return process_time() - start


def loop(rows: list[list[float]], options: slow.SlowOptions) -> None:
    """The twin, a series at a time."""
    for row in rows:
        slow.chart(row, options)


def beyond_results(series: int) -> float:
    """Megabytes at the peak, less what the values and the results take."""
    values = table(series)
    tracemalloc.start()
    chart = charted(values)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = sum(part.nbytes for part in chart.causes) + sum(part[:, :1].nbytes for part in chart.limits)
    return (peak - kept) / 1e6


def main() -> None:
    """Print processor seconds, how many times faster than the loop, and memory."""
    values = table(SERIES)
    rows = values[:LOOP_SERIES].tolist()
    print(f"{SERIES:,} series of {PERIODS} periods; seconds of CPU, median of {TURNS}; the loop on {LOOP_SERIES} of them, for each series")
    print(f"{'work':<28}{'kernel, all':>14}{'microseconds a series':>24}{'loop':>12}{'times faster':>14}")
    for name, kernel, options in (
        ("limits and all rules", charted, slow.SlowOptions(improvement="increase")),
        ("the same, with a rebase", rebased, slow.SlowOptions(improvement="increase", starts=frozenset({30}))),
    ):
        turns = [(cpu(partial(kernel, values)), cpu(partial(loop, rows, options))) for _ in range(TURNS)]
        ours, plain = (median(column) for column in zip(*turns, strict=True))
        each, slowly = ours / SERIES * 1e6, plain / LOOP_SERIES * 1e6
        print(f"{name:<28}{ours:>14.3f}{each:>24.2f}{slowly:>12,.0f}{slowly / each:>14,.0f}", flush=True)
    print(f"{'suggestions of rebasing':<28}{cpu(partial(rebase_suggestions, values)):>14.3f}")
    few, many = beyond_results(SERIES // 10), beyond_results(SERIES)
    print(f"\npeak memory beyond the results: {few:.1f} MB at {SERIES // 10:,} series, {many:.1f} MB at {SERIES:,}")
