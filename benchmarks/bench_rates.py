"""A million exact limits, a million Wilson limits, and bootstrap intervals beside a plain loop, with peak memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time

import numpy as np

from levelground.stats.bootstrap import bootstrap_rate_ratio
from levelground.stats.proportions import wilson_interval
from levelground.stats.rates import exact_poisson_interval

MILLION = 1_000_000
PAIRS = 5
SETTINGS, DRAWS = 200, 1_000


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = process_time()
    work()
    return process_time() - start


def peak(work: Callable[[], object]) -> float:
    """The most memory that a call held at once beyond what was there, in MB."""
    tracemalloc.start()
    work()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found / 1e6


def loop(table: list[list[float]], seed: int) -> list[tuple[float, float]]:
    """The bootstrap as it is written first: replicate by replicate, event by event (a Poisson count as waiting times)."""
    random, limits = Random(seed), []

    def poisson(mean: float) -> int:
        waited, count = random.expovariate(1.0), 0
        while waited < mean:
            waited, count = waited + random.expovariate(1.0), count + 1
        return count

    for x1, t1, x2, t2 in table:
        drawn = sorted((poisson(x1) / t1) / (max(poisson(x2), 0.5) / t2) for _ in range(DRAWS))
        limits.append((drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]))
    return limits


def main() -> None:
    """Print both sides of each claim."""
    random = np.random.default_rng(2026)
    trials = random.integers(20, 10_000, MILLION)
    events = {"around 20 events": random.poisson(20.0, MILLION), "1 to a million events": np.floor(10 ** random.uniform(0, 6, MILLION))}
    print(f"a million intervals, processor seconds, median of {PAIRS}")
    for name, counts in events.items():

        def work(counts: np.ndarray = counts) -> object:
            return exact_poisson_interval(counts)

        took = median(seconds(work) for _ in range(PAIRS))
        print(f"exact Poisson, {name:<24}{took:>8.3f} (asked: under 2)   peak {peak(work):,.0f} MB")
    took = median(seconds(lambda: wilson_interval(trials // 5, trials)) for _ in range(PAIRS))
    print(f"Wilson{'':<33}{took:>8.3f} (asked: under 0.1) peak {peak(lambda: wilson_interval(trials // 5, trials)):,.0f} MB")
    table = np.column_stack(
        [random.integers(20, 60, SETTINGS), np.full(SETTINGS, 900.0), random.integers(20, 60, SETTINGS), np.full(SETTINGS, 700.0)]
    )
    rows = table.tolist()
    pairs = [
        (seconds(lambda: loop(rows[:10], 1)) * SETTINGS / 10, seconds(lambda: bootstrap_rate_ratio(*table.T, seed=1, draws=DRAWS)))
        for _ in range(3)
    ]
    slow, fast = (median(column) for column in zip(*pairs, strict=True))
    print(f"bootstrap of {SETTINGS} ratios x {DRAWS:,} draws, a plain loop over events beside the kernel")
    print(f"loop {slow:.2f} (from 10 ratios), kernel {fast:.3f}, {slow / fast:,.0f} times faster")
    for many in (2_000, 20_000):
        wide = np.tile(table.T, many // SETTINGS)
        print(f"bootstrap of {many:,} ratios: peak {peak(lambda wide=wide: bootstrap_rate_ratio(*wide, seed=1, draws=DRAWS)):,.0f} MB")
