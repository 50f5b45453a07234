"""Directly standardised rates and life expectancy of many groups beside a plain loop, in one run; and the memory that they take."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np
from tests.twins import slow_standardisation as slow
from tests.twins.slow_intervals import byar

from levelground.stats.standardisation.direct import DirectRate, direct_rate
from levelground.stats.standardisation.indirect import indirect_ratio
from levelground.stats.standardisation.life_expectancy import WIDTHS_TO_90, life_expectancy

GROUPS, BANDS, LOOP_GROUPS, TURNS = 10_000, 19, 300, 5
Columns = tuple[np.ndarray, np.ndarray, np.ndarray]


def table(groups: int, bands: int = BANDS) -> Columns:
    """Seeded groups: events, people, and one standard population."""
    random = np.random.default_rng(20_13)
    people = random.integers(500, 9_000, (groups, bands))
    return random.poisson(people * np.linspace(0.001, 0.02, bands)), people, np.linspace(7_000, 1_000, bands)


def rates(columns: Columns) -> DirectRate:
    """Rates with limits at 95%, per 100,000."""
    return direct_rate(*columns, per=100_000)


def loop_of_rates(columns: Columns) -> None:
    """The same, a group and a band at a time."""
    events, people, standard = (each.tolist() for each in columns)
    for row, alive in zip(events, people, strict=True):
        each = [w / sum(standard) / n for w, n in zip(standard, alive, strict=True)]
        rate = sum(w * x for w, x in zip(each, row, strict=True))
        spread, total = sum(w**2 * x for w, x in zip(each, row, strict=True)), sum(row)
        for limit in byar(total):
            rate + (spread / total) ** 0.5 * (limit - total)


def ratios(columns: Columns) -> object:
    """Indirectly standardised ratios with limits at 95%."""
    events, people, _ = columns
    return indirect_ratio(events, people, events.sum(axis=0), people.sum(axis=0))


def loop_of_ratios(columns: Columns) -> None:
    """The same, a group and a band at a time."""
    events, people, _ = (each.tolist() for each in columns)
    theirs, among = columns[0].sum(axis=0).tolist(), columns[1].sum(axis=0).tolist()
    for row, alive in zip(events, people, strict=True):
        expected = sum(n * x / of for n, x, of in zip(alive, theirs, among, strict=True))
        [limit / expected for limit in byar(sum(row))]


def years(columns: Columns) -> object:
    """Life expectancy at every age with limits at 95%."""
    return life_expectancy(np.minimum(*columns[:2]) + 1, columns[1])


def loop_of_years(columns: Columns) -> None:
    """The twin, a place at a time."""
    for deaths, people in zip((np.minimum(*columns[:2]) + 1).tolist(), columns[1].tolist(), strict=True):
        slow.life_table(deaths, people, WIDTHS_TO_90)


def seconds(work: Callable[[], object]) -> float:
    """Of the clock, for one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def peak(groups: int) -> float:
    """Megabytes at the peak of one call for rates, its results among them."""
    columns = table(groups)
    tracemalloc.start()
    rates(columns)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print seconds, how many times faster than the loop, and memory."""
    print(f"{GROUPS:,} groups; seconds, median of {TURNS}; the loop on {LOOP_GROUPS} of them, for each group")
    print(f"{'work':<32}{'kernel, all':>14}{'microseconds a group':>24}{'loop':>12}{'times faster':>14}")
    for name, kernel, loop, bands in (
        ("direct rates, 19 bands", rates, loop_of_rates, BANDS),
        ("indirect ratios, 19 bands", ratios, loop_of_ratios, BANDS),
        ("life expectancy, 20 bands", years, loop_of_years, BANDS + 1),
    ):
        every = table(GROUPS, bands)
        few = (every[0][:LOOP_GROUPS], every[1][:LOOP_GROUPS], every[2])
        turns = [(seconds(partial(kernel, every)), seconds(partial(loop, few))) for _ in range(TURNS)]
        ours, plain = (median(column) for column in zip(*turns, strict=True))
        each, slowly = ours / GROUPS * 1e6, plain / LOOP_GROUPS * 1e6
        print(f"{name:<32}{ours:>14.3f}{each:>24.2f}{slowly:>12,.0f}{slowly / each:>14,.0f}", flush=True)
    print(f"\npeak memory of the rates: {peak(GROUPS):.1f} MB for {GROUPS:,} groups, {peak(10 * GROUPS):.1f} MB for {10 * GROUPS:,}")
