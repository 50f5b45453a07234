"""Control charts, run charts and the CUSUM beside plain loops, on the same series in one run; and the memory they need."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time
from typing import NamedTuple

import numpy as np
from tests.twins import slow_charts
from tests.twins import slow_control_charts as slow

from levelground.stats.spc.attribute_charts import p_chart, u_chart
from levelground.stats.spc.cusum import bernoulli_cusum
from levelground.stats.spc.individuals import i_chart, i_prime_chart, mr_chart
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.run_chart import run_chart
from levelground.stats.spc.subgroup_charts import s_chart, xbar_chart

SERIES, PERIODS, LOOP_SERIES, TURNS = 10_000, 36, 100, 3
SHARES = (0.9, 1.0, 1.2, 0.7, 1.1)
MARKS = [False] * PERIODS


class Duel(NamedTuple):
    """A kernel of tables of events and sizes, and its loop over one series of each."""

    name: str
    kernel: Callable[[np.ndarray, np.ndarray], object]
    loop: Callable[[list[float], list[float]], object]


def series(values: list[float], sizes: list[float]) -> slow.Series:
    """Without marks."""
    return slow.Series(values, sizes, MARKS, [True] * PERIODS, MARKS)


def groups(values: np.ndarray) -> np.ndarray:
    """Five measurements a period, made of one."""
    return values[..., np.newaxis] * np.array(SHARES)


def lists(values: list[float]) -> list[list[float]]:
    """The same for the loop."""
    return [[value * share for share in SHARES] for value in values]


def run_twin(values: list[float], _: list[float]) -> None:
    """Median, runs and their limit."""
    useful = slow_charts.runs(values, median(values))[0]
    slow_charts.fewest_crossings(max(useful, 1))


DUELS = (
    Duel("P", p_chart, lambda x, n: slow.attribute(series(x, n), proportions=True)),
    Duel("P'", partial(p_chart, laney=True), lambda x, n: slow.attribute(series(x, n), proportions=True, laney=True)),
    Duel("U'", partial(u_chart, laney=True), lambda x, n: slow.attribute(series(x, n), proportions=False, laney=True)),
    Duel("I", lambda x, _: i_chart(x), lambda x, n: slow.individuals(series(x, n), screen=True)),
    Duel("mR", lambda x, _: mr_chart(x), lambda x, n: slow.moving_range(series(x, n))),
    Duel("I'", i_prime_chart, lambda x, n: slow.individuals_prime(series(x, n), screen=True)),
    Duel("T", lambda x, _: t_chart(x), lambda x, n: slow.time_between(series(x, n), screen=True)),
    Duel("G", lambda x, _: g_chart(x), lambda x, n: slow.cases_between(series(x, n), probability=False)),
    Duel("Xbar", lambda x, _: xbar_chart(groups(x)), lambda x, _: slow.subgroups(lists(x), means=True)),
    Duel("S", lambda x, _: s_chart(groups(x)), lambda x, _: slow.subgroups(lists(x), means=False)),
    Duel("run chart", lambda x, _: run_chart(x), run_twin),
    Duel("CUSUM", lambda x, _: bernoulli_cusum(x % 2, risk=0.1), lambda x, _: slow_charts.cusum([int(v) % 2 for v in x], 0.1, 2.0, 3.5)),
)


def table(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Seeded events and sizes that differ between periods."""
    random = np.random.default_rng(20_24)
    sizes = random.integers(200, 400, (rows, PERIODS)).astype(np.float64)
    return random.binomial(sizes.astype(np.int64), 0.12).astype(np.float64), sizes


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor time of one call."""
    start = process_time()
    work()
    return process_time() - start


def all_of(loop: Callable[[list[float], list[float]], object], rows: list[tuple[list[float], list[float]]]) -> None:
    """The twin, a series at a time."""
    for values, sizes in rows:
        loop(values, sizes)


def megabytes(duel: Duel, values: np.ndarray, sizes: np.ndarray) -> float:
    """At the peak, the results included."""
    tracemalloc.start()
    duel.kernel(values, sizes)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    """Print processor seconds, how many times faster than the loop, and peak memory."""
    values, sizes = table(SERIES)
    rows = list(zip(values[:LOOP_SERIES].tolist(), sizes[:LOOP_SERIES].tolist(), strict=True))
    print(f"{SERIES:,} series of {PERIODS} periods; CPU, median of {TURNS}; the loop on {LOOP_SERIES} of them, for each series")
    print(f"{'chart':<12}{'kernel, all, s':>16}{'microseconds a series':>24}{'loop':>10}{'times faster':>14}{'peak MB':>10}")
    for duel in DUELS:
        turns = [(cpu(partial(duel.kernel, values, sizes)), cpu(partial(all_of, duel.loop, rows))) for _ in range(TURNS)]
        ours, plain = (median(column) for column in zip(*turns, strict=True))
        each, slowly = ours / SERIES * 1e6, plain / LOOP_SERIES * 1e6
        peak = megabytes(duel, values, sizes)
        print(f"{duel.name:<12}{ours:>16.3f}{each:>24.1f}{slowly:>10,.0f}{slowly / each:>14,.0f}{peak:>10.0f}", flush=True)
