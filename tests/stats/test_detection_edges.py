"""Detection where there is nothing to find, nothing to test, next to nothing, or far too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.detection.looks import looks_confidence, looks_error
from levelground.stats.detection.rare_events import g_chart_run_lengths, t_chart_run_lengths
from levelground.stats.detection.ratio_power import (
    proportion_ratio_power,
    proportion_ratio_trials,
    rate_ratio_exposure,
    rate_ratio_power,
)
from levelground.stats.detection.run_lengths import limit_run_lengths, rule_run_lengths
from levelground.stats.detection.shift_simulation import simulated_run_lengths
from levelground.stats.detection.standard_power import standard_proportion_power, standard_rate_power
from levelground.stats.detection.time_to_detect import proportion_gap_periods, proportion_periods, rate_gap_periods, rate_periods

PAIRS: list[tuple[Callable[..., Any], tuple[float, ...]]] = [
    (proportion_ratio_power, (0.2, 0.3, 50, 60)),
    (rate_ratio_power, (0.2, 0.3, 50, 60)),
    (proportion_ratio_trials, (0.2, 0.3)),
    (rate_ratio_exposure, (0.2, 0.3)),
    (standard_proportion_power, (0.2, 0.3, 50)),
    (standard_rate_power, (0.2, 0.3, 50)),
    (proportion_periods, (0.2, 0.3, 50)),
    (rate_periods, (0.2, 0.3, 50)),
    (proportion_gap_periods, (0.2, 0.3, 50, 60)),
    (rate_gap_periods, (0.2, 0.3, 50, 60)),
    (g_chart_run_lengths, (0.02, 0.03)),
    (t_chart_run_lengths, (0.02, 0.03)),
    (limit_run_lengths, (0.5,)),
    (rule_run_lengths, (0.5,)),
    (simulated_run_lengths, (2.5,)),
    (looks_error, (3,)),
    (looks_confidence, (3,)),
]
every_kernel = pytest.mark.parametrize(("kernel", "values"), PAIRS, ids=[kernel.__name__ for kernel, _ in PAIRS])


def fields(found: Any) -> tuple[Any, ...]:
    return found if isinstance(found, tuple) else (found,)


@every_kernel
def test_empty_one_and_many_axes(kernel: Callable[..., Any], values: tuple[float, ...]) -> None:
    alone = fields(kernel(*values))
    assert all(np.shape(field) == () for field in alone)
    assert all(field.shape == (0,) for field in fields(kernel([], *values[1:])))
    many = fields(kernel(np.full((2, 1), values[0]), *(np.full(3, value) for value in values[1:])))
    for field, one in zip(many, alone, strict=True):
        assert field.shape == ((2, 3) if len(values) > 1 else (2, 1))
        assert np.all(field == one)


@every_kernel
@pytest.mark.parametrize("value", [None, "0.2", True, np.ma.array([0.2], mask=[True])], ids=["none", "text", "boolean", "masked"])
def test_what_could_hide_a_missing_value_is_refused(kernel: Callable[..., Any], values: tuple[float, ...], value: Any) -> None:
    for place in range(len(values)):
        with pytest.raises(TypeError, match="must be"):
            kernel(*values[:place], value, *values[place + 1 :])


@every_kernel
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(kernel: Callable[..., Any], values: tuple[float, ...], value: float) -> None:
    for place in range(len(values)):
        with pytest.raises(ValueError, match="must be"):
            kernel(*values[:place], value, *values[place + 1 :])


@every_kernel
def test_negative_values_are_refused_but_for_a_shift(kernel: Callable[..., Any], values: tuple[float, ...]) -> None:
    if kernel in (limit_run_lengths, rule_run_lengths, simulated_run_lengths):
        assert kernel(-0.9).mean > 0
        return
    with pytest.raises(ValueError, match="must be"):
        kernel(-values[0], *values[1:])


def test_ratios_without_a_logarithm() -> None:
    power = proportion_ratio_power([0, 0.2, 0, 1, 0.3], [0.2, 0, 0, 1, 0.3], 100, 100)
    assert_array_equal(power.method, ["withheld_no_events"] * 4 + ["normal"])
    assert_array_equal(np.isnan(power.estimate), [True, True, True, True, False])
    assert_allclose(power.estimate[-1], 0.05, rtol=1e-9)
    rates = rate_ratio_power([0, 0.2, 3], [0.2, 0, 3], 10, [10, 10, 1_000])
    assert_array_equal(rates.method, ["withheld_no_events", "withheld_no_events", "normal"])
    for needed in (proportion_ratio_trials([0, 0.2, 0.2], [0.2, 0.2, 0.3]), rate_ratio_exposure([0, 0.2, 0.2], [0.2, 0.2, 0.3])):
        assert_array_equal(needed.method, ["withheld_no_events", "no_gap", "normal"])
        assert_array_equal(np.isinf(needed.group), [True, True, False])
        assert_array_equal(np.isinf(needed.reference), [True, True, False])
    assert proportion_ratio_trials(0.01, 1.0, power=0.001).group == 1
    assert proportion_ratio_power(0.01, 0.02, 100, 100).method == "normal_few_expected"


def test_tiny_and_enormous_rates() -> None:
    assert rate_ratio_power(1e200, 2e200, 1e90, 1e90).estimate == 1
    assert rate_ratio_power(1e-310, 2e-310, 1, 1).method == "normal_few_expected"
    assert rate_ratio_exposure(1e-200, 2e-200).group > 1e200
    assert standard_rate_power(1e200, 2e200, 1e90).estimate == 1
    with pytest.raises(ValueError, match="rate times exposure must be"):
        rate_ratio_power(1e200, 2e200, 1e200, 1)
    assert rate_gap_periods(1e-200, 2e-200, 1, 1).method == "never"


def test_a_standard_that_leaves_nothing_to_test() -> None:
    found = standard_proportion_power([0.2, 0.2, 0, 1], [0, 1, 0.3, 0.3], 50)
    assert_array_equal(found.method, ["withheld_no_events", "withheld_no_events", "normal_few_expected", "normal_few_expected"])
    assert_array_equal(found.estimate[2:], [1, 1])
    assert standard_proportion_power(0, 0.3, 2).estimate == 0
    assert standard_rate_power(0.2, 0, 50).method == "withheld_no_events"
    assert np.isnan(standard_rate_power(0.2, 0, 50).estimate)
    assert_allclose(standard_rate_power(2, 2, 50).estimate, 0.05, rtol=1e-9)


def test_periods_where_there_is_no_gap_or_nothing_to_test() -> None:
    found = proportion_gap_periods([0.2, 0, 1, 0, 0.2], [0.2, 0, 1, 0.2, 0.3], 50, 50, scale="relative")
    assert_array_equal(found.method, ["no_gap", "no_gap", "no_gap", "withheld_no_events", "normal"])
    assert_array_equal(np.isinf(found.periods), [True, True, True, True, False])
    assert_array_equal(np.isnan(found.power), np.isinf(found.periods))
    assert proportion_periods(0.2, 0, 50).method == "withheld_no_events"
    assert rate_periods(0.2, 0, 50).method == "withheld_no_events"
    assert proportion_periods(0, 1e-12, 1).method == "never"
    sure = proportion_gap_periods(0, 1, 5, 5)
    assert sure.periods == 1
    assert sure.power == 1


def test_a_comparison_group_that_does_not_grow_may_never_be_enough() -> None:
    found = proportion_gap_periods(0.2, 0.3, 50, [20, 2_000], reference_grows=False)
    assert_array_equal(found.method, ["never", "normal"])
    assert np.isinf(found.periods[0])
    growing = proportion_gap_periods(0.2, 0.3, 50, [20, 2_000])
    assert np.all(growing.periods <= found.periods)


def test_few_expected_by_then_is_said() -> None:
    found = rate_gap_periods(0.001, 1.0, 10, 10)
    assert found.method == "normal_few_expected"


@pytest.mark.parametrize("kernel", [proportion_gap_periods, rate_gap_periods])
def test_scales_and_powers_that_are_none(kernel: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="did you mean 'relative'"):
        kernel(0.2, 0.3, 50, 50, scale="relativ")
    for power in (0, 1, 80):
        with pytest.raises(ValueError, match="power must be a fraction above 0 and below 1"):
            kernel(0.2, 0.3, 50, 50, power=power)
    with pytest.raises(ValueError, match="not 95"):
        kernel(0.2, 0.3, 50, 50, confidence=95)


def test_shifts_so_large_or_so_one_sided_that_nothing_is_left_to_chance() -> None:
    assert_array_equal(limit_run_lengths([1e300, -1e300, 50]).mean, [1, 1, 1])
    away = limit_run_lengths([-50, -1e300], side="high")
    assert_array_equal(away.mean, [np.inf, np.inf])
    assert_array_equal(away.within, [0, 0])
    assert_array_equal(rule_run_lengths([1e300, -1e300, 50]).mean, [1, 1, 1])
    assert_array_equal(rule_run_lengths([-50, -1e300], side="high").mean, [np.inf, np.inf])
    assert_array_equal(rule_run_lengths([1e300, -50], rules=["shift"], side="high").mean, [7, np.inf])
    assert_array_equal(rule_run_lengths([50, -50], rules=["two_in_three"]).mean, [3, 3])
    assert_array_equal(rule_run_lengths(-12, rules=["outside"], side="high").mean > 1e40, True)
    assert rule_run_lengths(0, periods=2**50).within == 1
    assert simulated_run_lengths(1e300, replicates=2).mean == 1


def test_the_older_form_counts_no_point_that_lies_outside() -> None:
    older = "nhsrplotthedots-0.2.2"
    assert rule_run_lengths(0, compat=older).mean == rule_run_lengths(0).mean
    assert simulated_run_lengths(0, compat=older, replicates=50) == simulated_run_lengths(0, replicates=50)
    assert rule_run_lengths(0, rules=["two_in_three"], compat=older).mean > rule_run_lengths(0, rules=["two_in_three"]).mean
    assert rule_run_lengths(50, rules=["two_in_three"], compat=older).mean == np.inf
    with pytest.raises(ValueError, match="did you mean 'mdc-excel'"):
        rule_run_lengths(0, compat="mdc-exce")


@pytest.mark.parametrize("kernel", [rule_run_lengths, simulated_run_lengths])
def test_rules_that_are_none(kernel: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="did you mean 'two_in_three'"):
        kernel(0, rules=["two_in_thre"])
    with pytest.raises(ValueError, match="found none"):
        kernel(0, rules=[])
    with pytest.raises(TypeError, match="list of names"):
        kernel(0, rules="outside")
    with pytest.raises(ValueError, match="shift_points must be 3 or more"):
        kernel(0, shift_points=2)
    with pytest.raises(ValueError, match="did you mean 'high'"):
        kernel(0, side="hig")


def test_what_only_one_of_them_can() -> None:
    with pytest.raises(ValueError, match="simulated_run_lengths"):
        rule_run_lengths(0, rules=["trend"])
    with pytest.raises(ValueError, match="at most 60"):
        rule_run_lengths(0, shift_points=61)
    assert rule_run_lengths(0, rules=["shift"], shift_points=60).mean > 1e17
    with pytest.raises(ValueError, match="baseline must be 13 or more"):
        simulated_run_lengths(0, baseline=12)
    with pytest.raises(ValueError, match="replicates must be 2 or more"):
        simulated_run_lengths(0, replicates=1)
    with pytest.raises(ValueError, match="periods must be"):
        simulated_run_lengths(0, periods=50, most_periods=49)
    with pytest.raises(ValueError, match="seed must be 0 or more"):
        simulated_run_lengths(0, seed=-1)


def test_runs_that_have_not_ended_are_said() -> None:
    found = simulated_run_lengths([0, 9], periods=3, rules=["outside"], replicates=100, most_periods=5)
    assert_array_equal(found.method, ["simulated_lower_bound", "simulated"])
    assert found.mean[0] <= 5
    assert found.within[1] == 1
    never = simulated_run_lengths(0, periods=3, rules=["shift"], shift_points=9, replicates=10, most_periods=8)
    assert (never.mean, never.within) == (8, 0)


def test_one_look_and_too_many() -> None:
    assert_allclose(looks_error(1, confidence=0.8), 0.2, rtol=1e-12)
    assert_allclose(looks_confidence(1, confidence=0.8), 0.8, rtol=1e-12)
    assert looks_error(500, confidence=0.01) <= 1
    for kernel in (looks_error, looks_confidence):
        with pytest.raises(ValueError, match="whole numbers, 1 or more"):
            kernel(0)
        with pytest.raises(ValueError, match="at most 500"):
            kernel(501)
        with pytest.raises(TypeError, match="one number"):
            kernel(2, confidence=[0.9, 0.95])
        with pytest.raises(ValueError, match="not 95"):
            kernel(2, confidence=95)


def test_a_g_chart_of_three_sigma_has_no_lower_limit() -> None:
    found = g_chart_run_lengths(0.01, [0.01, 0.05])
    assert_array_equal(found.method, "geometric_no_lower_limit")
    assert_array_equal(found.lower, [0, 0])
    assert found.points[1] > found.points[0]
    both = g_chart_run_lengths(0.001, [0.001, 0.05], limits="probability")
    assert_array_equal(both.method, "geometric")
    assert both.points[1] < both.points[0]


def test_risks_next_to_0_and_1() -> None:
    common = g_chart_run_lengths(1 - 1e-12, [1 - 1e-12, 0.5, 1e-12], limits="probability")
    assert np.all(common.points >= 1)
    assert common.points[-1] == pytest.approx(1)
    rare = g_chart_run_lengths(1e-12, [1e-12, 1e-13])
    assert_allclose(1 / rare.points[0], np.exp(-4), rtol=1e-6)
    assert np.all(rare.waiting > 1e12)
    for risk in (0, 1):
        with pytest.raises(ValueError, match="above 0 and below 1"):
            g_chart_run_lengths(0.1, risk)
        with pytest.raises(ValueError, match="above 0 and below 1"):
            g_chart_run_lengths(risk, 0.1)
    with pytest.raises(ValueError, match="did you mean 'probability'"):
        g_chart_run_lengths(0.1, 0.1, limits="probabilty")


def test_rates_far_apart() -> None:
    found = t_chart_run_lengths([1e-250, 1e250, 1e-20, 1], [1e-250, 1e250, 1, 1e-20])
    assert_allclose(found.points[0], found.points[1], rtol=1e-12)
    assert_allclose(found.points[2:], [1, 1], rtol=1e-9)
    with pytest.raises(ValueError, match="changed_rate over rate must be"):
        t_chart_run_lengths(1e-200, 1e200)
    with pytest.raises(ValueError, match="above 0"):
        t_chart_run_lengths(1, 0)
