"""Run charts and the Bernoulli CUSUM beside a plain loop."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twins import slow_charts

from levelground.stats.spc.cusum import bernoulli_cusum
from levelground.stats.spc.run_chart import run_chart
from levelground.stats.spc.runs_rules import BOXES, number_of_runs_limits, runs_limits, runs_signal

unhurried = settings(deadline=None)
VALUES = st.lists(st.integers(0, 9).map(float) | st.just(float("nan")), min_size=1, max_size=40)


@unhurried
@given(VALUES, VALUES)
def test_runs_of_two_processes(first: list[float], second: list[float]) -> None:
    starts = np.arange(len(first) + len(second)) == len(first)
    chart = run_chart([first + second], rebase=starts)
    for place, values in ((0, first), (len(first), second)):
        present = [value for value in values if not math.isnan(value)]
        if not present:
            assert np.isnan(chart.centre[0, place])
            continue
        centre = statistics.median(present)
        assert chart.centre[0, place] == centre
        ours = tuple(field[0, place] for field in (chart.runs.useful, chart.runs.longest_run, chart.runs.crossings))
        assert ours == slow_charts.runs(values, centre)


@unhurried
@given(VALUES)
def test_turning_a_series_over_changes_no_run(values: list[float]) -> None:
    chart, turned = run_chart(values), run_chart([-3 * value + 1 for value in values])
    for field in ("useful", "longest_run", "crossings", "signal"):
        np.testing.assert_array_equal(getattr(chart.runs, field), getattr(turned.runs, field))
    np.testing.assert_array_equal(chart.trend, turned.trend)


def test_the_fewest_crossings() -> None:
    numbers = np.arange(1, 200)
    assert runs_limits(numbers)[1].tolist() == [slow_charts.fewest_crossings(int(useful)) for useful in numbers]


def test_the_number_of_runs() -> None:
    for above in range(1, 8):
        for below in range(1, 8):
            assert number_of_runs_limits(above, below) == slow_charts.number_of_runs(above, below)


SHIFTED = statistics.NormalDist().cdf(0.8)


def test_two_ways_to_the_chance_of_runs_and_crossings() -> None:
    for chance in (0.5, SHIFTED):
        counted, summed = slow_charts.every_order(9, chance), slow_charts.by_runs(9, chance, 9)
        for cell, value in summed.items():
            assert value == pytest.approx(counted.get(cell, 0.0), abs=1e-12)


@pytest.mark.parametrize("useful", [10, 11, 15, 26, 34])
def test_the_boxes(useful: int) -> None:
    cells = [slow_charts.by_runs(useful, chance, min(useful, 16)) for chance in (0.5, SHIFTED)]
    assert slow_charts.boxes(*cells) == tuple(BOXES[useful - 10])


@unhurried
@given(st.integers(10, 100), st.integers(0, 99), st.integers(1, 100))
def test_a_box_signals_outside_it_and_the_cut_box_in_its_corner_too(useful: int, crossings: int, longest: int) -> None:
    box, cut = (bool(runs_signal(useful, crossings, longest, rule=rule)) for rule in ("best_box", "cut_box"))
    most, fewest = runs_limits(useful, rule="best_box")
    assert box == (longest > most or crossings < fewest)
    assert cut or not box
    if cut and not box:
        assert longest == most or crossings == fewest


@unhurried
@given(st.lists(st.integers(0, 1), min_size=1, max_size=60), st.floats(0.01, 0.9), st.floats(1.1, 4))
def test_a_cusum(events: list[int], risk: float, odds_ratio: float) -> None:
    ours = bernoulli_cusum([events, events], risk=risk, odds_ratio=odds_ratio, limit=1.7)
    sums, signals = slow_charts.cusum(events, risk, odds_ratio, 1.7)
    if not np.isclose(np.asarray(sums), 1.7).any():
        np.testing.assert_allclose(ours.increase[1], sums, atol=1e-9)
        assert ours.increase_signal[0].tolist() == signals
