"""Every measure of inequality of 1,000 settings of 16 groups, with intervals of 1,000 draws, beside a plain loop over the draws.

Then the slope index by regression of 1,000 settings in tenths, with limits of 100,000 draws.
"""

from __future__ import annotations

import math
import random
import tracemalloc
from collections.abc import Callable
from time import perf_counter, process_time

import numpy as np
from tests.twins import slow_ordered_inequality as slow_ordered
from tests.twins import slow_unordered_inequality as slow

from levelground.stats.inequality.ordered import OrderedMeasures, ordered_measures
from levelground.stats.inequality.regression_slope import slope_regression
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.unordered import UnorderedMeasures, unordered_measures

SETTINGS, GROUPS, DRAWS = 1_000, 16, 1_000
TWIN_SETTINGS = 2
TENTHS, SLOPE_DRAWS, TWIN_DRAWS = 10, 100_000, 5_000
LIMIT = 10.0
MEBIBYTE = 1 << 20


def table(settings: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seeded estimates, standard errors and populations."""
    numbers = np.random.default_rng(20_24)
    shape = settings, GROUPS
    return numbers.uniform(5, 60, shape), numbers.uniform(0.5, 4, shape), numbers.integers(100, 5_000, shape)


def unordered(settings: int) -> UnorderedMeasures:
    """All 17 measures for groups without an order."""
    estimates, errors, population = table(settings)
    return unordered_measures(
        estimates,
        population,
        favourable=True,
        reference=0,
        standard_errors=errors,
        scale=100,
        simulation=Simulation(draws=DRAWS, highest=100),
    )


def slow_unordered(settings: int) -> None:
    """The measures whose interval is simulated, in plain Python: each draw of each group, each measure of each draw."""
    numbers = random.Random(20_24)
    for values, errors, people in zip(*(column.tolist() for column in table(settings)), strict=True):
        rows = [[slow.truncated_normal(numbers.random(), *pair, 100) for pair in zip(values, errors, strict=True)] for _ in range(DRAWS)]
        for measure in slow_measures(people):
            replicates = [measure(row) for row in rows]
            slow.percentile(replicates, 0.025), slow.percentile(replicates, 0.975)


def slow_measures(people: list[float]) -> list[Callable[[list[float]], float]]:
    """The ten measures without a formula for their interval."""
    return [
        lambda row: slow.between_group_standard_deviation(row, people),
        lambda row: slow.coefficient_of_variation(row, people),
        *(lambda row, w=weighted: slow.index_of_disparity(row, people, w) for weighted in (False, True)),
        *(lambda row, w=weighted: slow.mean_difference_from_mean(row, people, w) for weighted in (False, True)),
        *(lambda row, w=weighted: slow.mean_difference_from_best(row, people, w, True) for weighted in (False, True)),
        *(lambda row, w=weighted: slow.mean_difference_from_reference(row, people, w, 0) for weighted in (False, True)),
    ]


def ordered(settings: int, simulation: Simulation | None = None) -> OrderedMeasures:
    """All 12 measures along an order, with intervals from the groups' standard errors: by formula, or by draws."""
    estimates, errors, population = table(settings)
    return ordered_measures(estimates, population, favourable=True, scale=100, standard_errors=errors, simulation=simulation)


def slow_ordered_draws(draws: int) -> None:
    """One setting's slope and concentration index in plain Python, for each of as many draws: what a formula stands for."""
    numbers = random.Random(20_24)
    values, errors, people = (column[0].tolist() for column in table(1))
    rank = slow_ordered.ranks(people)
    share = [each / sum(people) for each in people]
    replicates: list[list[float]] = [[], []]
    for _ in range(draws):
        row = [slow.truncated_normal(numbers.random(), *pair, 100) for pair in zip(values, errors, strict=True)]
        replicates[0].append(slow_ordered.line(row, people, rank)[1])
        average = math.fsum(part * level for part, level in zip(share, row, strict=True))
        terms = (part * (level - average) * (place - 0.5) for part, level, place in zip(share, row, rank, strict=True))
        replicates[1].append(2 * math.fsum(terms))
    for each in replicates:
        slow.percentile(each, 0.025), slow.percentile(each, 0.975)


def regression(settings: int) -> None:
    """The slope index of rates in tenths, each limit from 100,000 draws."""
    estimates, errors, population = (column[:, :TENTHS] for column in table(settings))
    slope_regression(estimates, population, kind="rate", standard_errors=errors)


def slow_regression(draws: int) -> None:
    """One setting of it, in plain Python."""
    numbers = random.Random(20_24)
    values, errors, people = (column[0, :TENTHS].tolist() for column in table(1))
    pairs = [(math.log(value), error / value) for value, error in zip(values, errors, strict=True)]
    rank = slow_ordered.ranks(people)
    slopes = [slow_ordered.line([math.exp(numbers.gauss(*pair)) for pair in pairs], people, rank)[1] for _ in range(draws)]
    slow.percentile(slopes, 0.025), slow.percentile(slopes, 0.975)


def peak(work: Callable[[], object]) -> float:
    """Mebibytes allocated at most, beyond what was there."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / MEBIBYTE


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = perf_counter(), process_time()
    work()
    return perf_counter() - clock, process_time() - processor


def main() -> None:
    """Print seconds for 1,000 settings, the ratio to the loop, and the peak of memory for as many settings and for four times as many."""
    unordered(10)
    clock, processor = timed(lambda: unordered(SETTINGS))
    slow_clock, slow_processor = timed(lambda: slow_unordered(TWIN_SETTINGS))
    loop = slow_processor / TWIN_SETTINGS * SETTINGS
    print(f"{SETTINGS:,} settings x {GROUPS} groups, {DRAWS:,} draws; all 17 measures without an order")
    print(f"kernel  {clock:8.2f} s, {processor:.2f} s of the processor (the limit, with the ordered ones: {LIMIT:.0f} s)")
    print(f"loop    {loop:8.0f} s of the processor, from {slow_clock:.2f} s for {TWIN_SETTINGS} settings; only the 10 simulated measures")
    print(f"times faster {loop / processor:,.0f}")
    print_peaks(unordered)
    print_ordered(processor)


def print_peaks(work: Callable[[int], object]) -> None:
    """The peak for as many settings and for four times as many."""
    for settings in (SETTINGS, 4 * SETTINGS):
        print(f"peak memory, {settings:,} settings, their input and results with it: {peak(lambda many=settings: work(many)):.0f} MiB")


def print_ordered(unordered_processor: float) -> None:
    """The same for the measures along an order, and for the slope by regression."""
    draws = Simulation(draws=DRAWS)
    ordered(10, draws)
    clock, processor = timed(lambda: ordered(SETTINGS, draws))
    loop = timed(lambda: slow_ordered_draws(DRAWS))[1] * SETTINGS
    both = unordered_processor + processor
    print(f"{SETTINGS:,} settings x {GROUPS} groups, {DRAWS:,} draws; all 12 measures along an order")
    print(f"kernel  {clock:8.2f} s, {processor:.2f} s of the processor; all 29 measures {both:.2f} s (the limit: {LIMIT:.0f} s)")
    print(f"loop    {loop:8.0f} s of the processor, from one setting; two measures only; times faster {loop / processor:,.0f}")
    print_peaks(lambda settings: ordered(settings, draws))
    clock, processor = timed(lambda: ordered(SETTINGS))
    print(f"the same by formula: {clock:.3f} s, {processor:.3f} s of the processor; times faster {loop / processor:,.0f}")
    print_peaks(ordered)
    clock, processor = timed(lambda: regression(SETTINGS))
    loop = timed(lambda: slow_regression(TWIN_DRAWS))[1] * SLOPE_DRAWS / TWIN_DRAWS * SETTINGS
    print(f"slope by regression, {SETTINGS:,} settings x {TENTHS} tenths x {SLOPE_DRAWS:,} draws")
    print(f"kernel  {clock:8.2f} s, {processor:.2f} s of the processor (the limit: {LIMIT:.0f} s); times faster {loop / processor:,.0f}")
    print(f"loop    {loop:8.0f} s of the processor, from {TWIN_DRAWS:,} draws of one setting")
    for settings in (20, 80):
        print(f"peak memory, {settings} settings: {peak(lambda many=settings: regression(many)):.0f} MiB")
