"""The kernels of intervals beside their slow twins, on the same elements, turn by turn in one run."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np
from tests.twins import slow_intervals as slow

from levelground.stats import gaps, proportions, rates

PAIRS = 5
TWIN_ELEMENTS = 50
MANY_ELEMENTS = 50_000


class Duel(NamedTuple):
    """A kernel, its twin, and which of the columns (events, trials, reference events, reference trials) both take."""

    name: str
    kernel: Callable[..., object]
    twin: Callable[..., object]
    columns: int


DUELS = (
    Duel("Wilson", proportions.wilson_interval, slow.wilson, 2),
    Duel("Clopper-Pearson", proportions.clopper_pearson_interval, slow.clopper_pearson, 2),
    Duel("Byar", rates.byar_interval, slow.byar, 1),
    Duel("exact Poisson", rates.exact_poisson_interval, slow.exact_poisson, 1),
    Duel("rate", rates.rate_interval, slow.rate, 2),
    Duel("rate ratio, Wald", gaps.rate_ratio_wald_interval, slow.rate_ratio_wald, 4),
    Duel("rate ratio, exact", gaps.rate_ratio_exact_interval, slow.rate_ratio_exact, 4),
    Duel("rate difference", gaps.rate_difference_interval, slow.rate_difference, 4),
    Duel("proportion difference", gaps.proportion_difference_interval, slow.proportion_difference, 4),
    Duel("proportion ratio", gaps.proportion_ratio_interval, slow.proportion_ratio, 4),
)


def table(elements: int) -> np.ndarray:
    """Seeded columns of events and trials, for a group and its comparison group."""
    random = np.random.default_rng(20_24)
    trials, reference_trials = random.integers(30, 60, elements), random.integers(30, 60, elements)
    return np.array([random.integers(1, trials), trials, random.integers(1, reference_trials), reference_trials])


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def fought(duel: Duel) -> tuple[float, float, float]:
    """Medians over the pairs: the twin's seconds, the kernel's seconds on the same elements, the kernel's on many."""
    few, many = table(TWIN_ELEMENTS)[: duel.columns], table(MANY_ELEMENTS)[: duel.columns]
    rows = few.T.tolist()
    duel.kernel(*few)
    turns = [
        (
            seconds(lambda: [duel.twin(*row) for row in rows]),
            seconds(lambda: duel.kernel(*few)),
            seconds(lambda: duel.kernel(*many)),
        )
        for _ in range(PAIRS)
    ]
    twin, kernel, on_many = (median(column) for column in zip(*turns, strict=True))
    return twin, kernel, on_many


def main() -> None:
    """Print microseconds an element, and how many times faster the kernel is on the twin's own elements."""
    many = f"kernel, {MANY_ELEMENTS:,}"
    print(f"microseconds an element, median of {PAIRS} pairs; twin and kernel on the same {TWIN_ELEMENTS} elements")
    print(f"{'interval':<24}{'twin':>12}{'kernel':>12}{many:>18}{'times faster':>14}")
    for duel in DUELS:
        twin, kernel, on_many = fought(duel)
        each = (twin / TWIN_ELEMENTS * 1e6, kernel / TWIN_ELEMENTS * 1e6, on_many / MANY_ELEMENTS * 1e6)
        print(f"{duel.name:<24}{each[0]:>12,.1f}{each[1]:>12,.2f}{each[2]:>18,.3f}{twin / kernel:>14,.0f}", flush=True)
