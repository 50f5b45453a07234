"""What a kernel needs while it works: at most three times its input and output for each further setting, and no more."""

import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.stats.kernel_calls import CALLS, Call, public_kernels
from tests.stats.test_array_kinds import _leaves, _repeated

from levelground.stats import (
    adjusted,
    bootstrap,
    conditional_odds,
    gaps,
    group_metrics,
    means,
    miettinen_nurminen,
    odds_ratio,
    parts,
    pay_gap,
    proportions,
    rates,
    relative_likelihood,
    representation,
)
from levelground.stats.decomposition import kitagawa
from levelground.stats.detection import shift_simulation, time_to_detect
from levelground.stats.funnel import limits, significance
from levelground.stats.inequality import regression_slope, simulation, slope_index
from levelground.stats.inequality.concentration import absolute_concentration_index
from levelground.stats.inequality.ordered import ordered_measures
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.unordered import unordered_measures
from levelground.stats.multiplicity import shrinkage
from levelground.stats.rate_ratio_mid_p import rate_ratio_mid_p_interval
from levelground.stats.spc import attribute_charts, individuals, rare_events, run_chart, segments, subgroup_charts, xmr
from levelground.stats.standardisation import direct, indirect, life_expectancy, mantel_haenszel

SMALL, LARGE = 3_000, 9_000
MOST = 3.0
SLACK = 1 << 16
"""Bytes of Python's own objects, whatever the number of settings."""
Arrays = tuple[np.ndarray, ...]


def table(cells: int, groups: int) -> np.ndarray:
    """Counts, a setting a row."""
    return np.random.default_rng(cells).integers(1, 200, (max(1, cells // groups), groups))


def one_group(cells: int) -> Arrays:
    return table(cells, 1)[:, 0], np.full(cells, 300)


def two_groups(cells: int) -> Arrays:
    return (*one_group(cells), *one_group(cells))


def bands(groups: int, columns: int) -> Callable[[int], Arrays]:
    """Counts and people in bands, once or for two groups."""
    return lambda cells: tuple(each for _ in range(columns) for each in (table(cells, groups), np.full((cells // groups, groups), 3e3)))


def series(cells: int) -> Arrays:
    return (table(cells, 48).astype(float),)


def two_series(cells: int) -> Arrays:
    return (*series(cells), np.full((cells // 48, 48), 300.0))


def subgroups(cells: int) -> Arrays:
    return (table(cells, 48).reshape(-1, 12, 4).astype(float),)


def people(cells: int) -> Arrays:
    pay = table(cells, 48).astype(float)
    return pay, pay % 3 == 0


CASES: dict[str, tuple[Callable[[int], Arrays], Callable]] = {
    "Wilson": (one_group, proportions.wilson_interval),
    "Clopper and Pearson": (one_group, proportions.clopper_pearson_interval),
    "exact Poisson": (lambda cells: one_group(cells)[:1], rates.exact_poisson_interval),
    "rate": (one_group, rates.rate_interval),
    "rate ratio": (two_groups, gaps.rate_ratio_interval),
    "rate ratio, mid-P": (two_groups, rate_ratio_mid_p_interval),
    "rate difference": (two_groups, gaps.rate_difference_interval),
    "Newcombe": (two_groups, gaps.proportion_difference_interval),
    "Koopman": (two_groups, gaps.proportion_ratio_interval),
    "Miettinen and Nurminen, ratio": (two_groups, miettinen_nurminen.miettinen_nurminen_ratio_interval),
    "relative likelihood": (two_groups, relative_likelihood.relative_likelihood),
    "participation ratio": (one_group, lambda some, everybody: representation.participation_ratio(some, everybody, 0.2)),
    "bootstrap": (lambda cells: one_group(cells // 100), lambda x, n: bootstrap.bootstrap_rate(x + 10, n, seed=1, draws=1_000)),
    "direct rate": (bands(19, 1), lambda events, people: direct.direct_rate(events, people, np.arange(1.0, 20))),
    "indirect ratio": (bands(19, 1), lambda events, people: indirect.indirect_ratio(events, people, np.arange(1, 20), np.full(19, 1_000))),
    "life expectancy": (bands(20, 1), life_expectancy.life_expectancy),
    "Mantel-Haenszel": (bands(5, 2), mantel_haenszel.pooled_rate_ratio),
    "Kitagawa": (bands(10, 2), kitagawa.kitagawa_parts),
    "funnel limits": (one_group, lambda _, people: limits.ratio_funnel_limits(people)),
    "funnel significance": (one_group, lambda events, people: significance.rate_funnel_significance(events, people, 0.3)),
    "shrinkage": (bands(50, 1), shrinkage.shrunken_rate),
    "mean": (series, means.mean_of_values),
    "run chart": (series, run_chart.run_chart),
    "XmR limits": (series, xmr.xmr_limits),
    "run chart around a centre": (series, lambda values: run_chart.run_chart(values, centre=100.0, rule="best_box")),
    "P": (two_series, attribute_charts.p_chart),
    "P'": (two_series, partial(attribute_charts.p_chart, laney=True)),
    "U": (two_series, attribute_charts.u_chart),
    "U'": (two_series, partial(attribute_charts.u_chart, laney=True, ordered=False)),
    "C": (series, attribute_charts.c_chart),
    "I": (series, individuals.i_chart),
    "mR": (series, individuals.mr_chart),
    "I'": (two_series, individuals.i_prime_chart),
    "G": (series, rare_events.g_chart),
    "G, probability": (series, partial(rare_events.g_chart, probability=True)),
    "T": (series, rare_events.t_chart),
    "Xbar": (subgroups, subgroup_charts.xbar_chart),
    "S": (subgroups, subgroup_charts.s_chart),
    "logistic slope index": (bands(16, 1), partial(slope_index.slope_index, scale=200)),
    "logistic relative index": (bands(16, 1), partial(slope_index.relative_index, scale=200, standard_errors=1.0)),
    "linear slope index": (bands(16, 1), partial(slope_index.slope_index, model="linear")),
    "mean pay gap": (people, pay_gap.mean_pay_gap),
    "median pay gap": (people, pay_gap.median_pay_gap),
    "pay quarters": (people, pay_gap.pay_quarters),
    "representativeness": (bands(16, 1), representation.representativeness),
    "time to detect": (one_group, lambda some, everybody: time_to_detect.proportion_periods(some / everybody, 0.3, everybody)),
    "simulated run lengths": (
        lambda cells: (np.linspace(8.0, 9.0, cells),),
        partial(shift_simulation.simulated_run_lengths, replicates=20),
    ),
    "odds ratio, exact": (lambda cells: two_groups(cells // 3), odds_ratio.odds_ratio_exact_interval),
    "concentration index": (bands(16, 1), absolute_concentration_index),
    "inequality without an order": (
        lambda cells: (table(cells // 3, 16) / 2.0, np.full(16, 1e3)),
        partial(
            unordered_measures,
            favourable=True,
            reference=0,
            standard_errors=1.0,
            scale=100,
            simulation=Simulation(draws=1_000, highest=100),
        ),
    ),
    "inequality along an order, drawn": (
        lambda cells: (table(cells // 3, 16) / 2.0, np.full(16, 1e3)),
        partial(ordered_measures, favourable=True, standard_errors=1.0, scale=100, simulation=Simulation(draws=200)),
    ),
}


def size(thing: object) -> int:
    """Bytes in the arrays of a result."""
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    return sum(size(leaf) for leaf in _leaves(thing) if leaf is not thing)


def peak_and_size(kernel: Callable, arguments: Arrays) -> tuple[int, int]:
    """The most that was allocated during a call, and the bytes of its input and output."""
    tracemalloc.start()
    result = kernel(*arguments)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, size(arguments) + size(result)


def in_small_parts(patch: pytest.MonkeyPatch, cells: int) -> None:
    """Parts so small that few settings are many parts."""
    for module in (parts, conditional_odds, simulation, regression_slope):
        patch.setattr(module, "CELLS_AT_ONCE", cells)
    patch.setattr(bootstrap, "CELLS_AT_ONCE", cells << 4)
    patch.setattr(segments, "CHUNK_POINTS", cells)


@pytest.mark.parametrize(("arguments", "kernel"), CASES.values(), ids=CASES)
def test_what_is_needed_meanwhile_does_not_grow_with_the_number_of_settings(
    arguments: Callable, kernel: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch, 1 << 10)
    small, large = (peak_and_size(kernel, arguments(cells)) for cells in (SMALL, LARGE))
    assert large[0] - small[0] <= MOST * (large[1] - small[1]) + SLACK


ROUNDED = "odds ratio, exact"
"""Tables of like sizes are added up together, filled up with zeros: the order in which numbers are added depends on the others."""


@pytest.mark.parametrize("name", CASES)
def test_every_bit_is_the_same_whatever_the_parts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, kernel = CASES[name]
    given = arguments(480)
    expected = list(_leaves(kernel(*given)))
    for cells in (1 << 5, 1 << 7):
        in_small_parts(monkeypatch, cells)
        for mine, wanted in zip(_leaves(kernel(*given)), expected, strict=True):
            assert mine.dtype == wanted.dtype
            if name == ROUNDED:
                assert_allclose(mine, wanted, rtol=1e-13)
            else:
                assert_array_equal(mine, wanted)


def without_settings() -> Iterator[Callable[..., Any]]:
    """Kernels that take one data set of people, not settings: what they need grows with its people, and no call holds several sets."""
    yield from (kernel for kernel in public_kernels() if kernel.__module__ == adjusted.__name__)
    yield group_metrics.confusion_counts


EXCUSED = set(without_settings())
HELD = [call for call in CALLS if call.settings]


def test_every_kernel_is_held_or_excused() -> None:
    """A new kernel is held by its call in `kernel_calls.py`; one without settings says above why its memory is no matter."""
    held = {call.kernel for call in HELD}
    assert [name for kernel, name in public_kernels().items() if kernel not in held | EXCUSED] == []
    assert not held & EXCUSED


@pytest.mark.parametrize("call", [pytest.param(call, id=f"{place}-{call.kernel.__name__}") for place, call in enumerate(HELD)])
def test_every_kernel_with_settings_needs_no_more_for_each_of_them(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    in_small_parts(monkeypatch, 1 << 10)
    cells = max(array.size for array in call.arrays.values())
    once = max(1, 1_000 // cells // (4 if "run_lengths" in call.kernel.__name__ else 1))
    few, many = (_repeated(call, (settings,)) for settings in (once, 3 * once))
    call(**few)
    small, large = (peak_and_size(lambda *_, each=each: call(**each), tuple(each.values())) for each in (few, many))
    assert large[0] - small[0] <= MOST * (large[1] - small[1]) + SLACK / 4
