"""Laws of detection: what scales, what mirrors, what grows, and what does not depend on what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tests.stats.test_peak_memory import MOST, SLACK, peak_and_size

from levelground.stats.detection.looks import looks_confidence, looks_error
from levelground.stats.detection.power import rates_power
from levelground.stats.detection.rare_events import g_chart_run_lengths, t_chart_run_lengths
from levelground.stats.detection.ratio_power import (
    proportion_ratio_power,
    proportion_ratio_trials,
    rate_ratio_exposure,
    rate_ratio_power,
)
from levelground.stats.detection.run_lengths import limit_run_lengths, rule_run_lengths
from levelground.stats.detection.shift_simulation import simulated_run_lengths
from levelground.stats.detection.time_to_detect import proportion_gap_periods, proportion_periods, rate_gap_periods, rate_periods

shares = st.floats(0.02, 0.98)
shifts = st.floats(-4, 4)
laws = settings(max_examples=40, deadline=None)


@laws
@given(shares, shares, st.integers(20, 900), st.integers(20, 900), st.floats(0.1, 1e4))
def test_ratios_turned_round_and_scaled(p1: float, p2: float, n1: int, n2: int, factor: float) -> None:
    assert_allclose(proportion_ratio_power(p1, p2, n1, n2).estimate, proportion_ratio_power(p2, p1, n2, n1).estimate, rtol=1e-9)
    scaled = rate_ratio_power(p1 * factor, p2 * factor, n1 / factor, n2 / factor).estimate
    assert_allclose(scaled, rate_ratio_power(p2, p1, n2, n1).estimate, rtol=1e-6)


@laws
@given(shares, shares, st.floats(0.5, 0.99), st.floats(0.25, 4))
def test_the_numbers_asked_for_have_the_power(p1: float, p2: float, power: float, ratio: float) -> None:
    if abs(p1 - p2) < 0.01:
        return
    trials = proportion_ratio_trials(p1, p2, power=power, reference_per_group=ratio)
    assert proportion_ratio_power(p1, p2, trials.group, trials.reference).estimate >= power - 1e-9
    exposure = rate_ratio_exposure(p1, p2, power=power, reference_per_group=ratio)
    assert_allclose(rate_ratio_power(p1, p2, exposure.group, exposure.reference).estimate, power, atol=1e-3)


@laws
@given(shares, shares, st.integers(5, 200), st.floats(0.3, 0.95))
def test_periods_have_the_power_and_one_less_has_not(p1: float, p2: float, n: int, power: float) -> None:
    if abs(p1 - p2) < 1e-3:
        return
    found = rate_gap_periods(p1, p2, n, n, power=power)
    assert_allclose(found.power, rates_power(p1, p2, n * found.periods, n * found.periods).estimate, rtol=1e-12)
    assert found.power >= power
    assert found.periods == 1 or rates_power(p1, p2, n * (found.periods - 1), n * (found.periods - 1)).estimate < power
    assert rate_gap_periods(p2, p1, n, n, power=power).periods == found.periods
    assert proportion_periods(1 - p1, 1 - p2, n, power=power).periods == proportion_periods(p1, p2, n, power=power).periods


@laws
@given(shares, shares, st.integers(5, 200), st.integers(2, 12))
def test_longer_periods_are_fewer_and_a_known_standard_is_quicker(p1: float, p2: float, n: int, months: int) -> None:
    if abs(p1 - p2) < 1e-3:
        return
    for scale in ("absolute", "relative"):
        monthly, longer = (proportion_gap_periods(p1, p2, n * k, n * k, scale=scale).periods for k in (1, months))
        assert longer == np.ceil(monthly / months)
    assert rate_periods(p2, p1, n).periods <= rate_gap_periods(p2, p1, n, n).periods + 1


@laws
@given(shifts, st.integers(1, 60))
def test_run_lengths_mirror_and_each_side_is_slower_than_both(shift: float, periods: int) -> None:
    for kernel in (limit_run_lengths, rule_run_lengths):
        found = kernel(shift, periods=periods)
        mirrored = kernel(-shift, periods=periods)
        high, low = kernel(shift, periods=periods, side="high"), kernel(-shift, periods=periods, side="low")
        assert_allclose(mirrored.mean, found.mean, rtol=1e-9)
        assert_allclose(mirrored.within, found.within, atol=1e-12)
        assert_allclose(high.mean, low.mean, rtol=1e-9)
        assert high.mean >= found.mean * (1 - 1e-9)
        assert high.within <= found.within + 1e-12
        assert found.mean >= 1


@laws
@given(st.floats(0, 3))
def test_more_rules_and_shorter_runs_signal_sooner(shift: float) -> None:
    outside = rule_run_lengths(shift, rules=["outside"]).mean
    two = rule_run_lengths(shift, rules=["outside", "two_in_three"]).mean
    seven, six = rule_run_lengths(shift).mean, rule_run_lengths(shift, shift_points=6).mean
    assert outside >= two >= seven >= six >= 1


def test_a_simulation_does_not_depend_on_what_stands_beside_it() -> None:
    shift = np.linspace(1.5, 3, 70)
    together = simulated_run_lengths(shift, baseline=15, replicates=5_000, seed=8)
    for place in (0, 63, 64, 69):
        alone = simulated_run_lengths(shift[place], baseline=15, replicates=5_000, seed=8)
        assert (alone.mean, alone.error, alone.within) == (together.mean[place], together.error[place], together.within[place])
    backwards = simulated_run_lengths(shift[::-1], baseline=15, replicates=5_000, seed=np.random.SeedSequence(8))
    assert_array_equal(backwards.mean[::-1], together.mean)


def test_the_callers_random_state_is_not_touched() -> None:
    state, seeds = np.random.get_state()[1].copy(), np.random.SeedSequence(4)
    simulated_run_lengths(2, replicates=10, seed=seeds)
    assert_array_equal(np.random.get_state()[1], state)
    assert seeds.n_children_spawned == 0
    assert simulated_run_lengths(2, replicates=10, seed=seeds) == simulated_run_lengths(2, replicates=10, seed=4)
    assert simulated_run_lengths(1, replicates=10, seed=5) != simulated_run_lengths(1, replicates=10, seed=4)


def test_more_looks_err_oftener_and_the_stricter_looks_do_not() -> None:
    looks = np.arange(1, 30)
    errors = looks_error(looks, confidence=0.9)
    assert np.all(np.diff(errors) > 0)
    for place in (0, 4, 12):
        strict = float(looks_confidence(looks[place], confidence=0.9))
        assert_allclose(looks_error(looks[place], confidence=strict), 0.1, rtol=1e-9)
    assert_allclose(looks_error([[5, 1], [2, 5]], confidence=0.9), errors[[[4, 0], [1, 4]]], rtol=1e-12)


@laws
@given(st.floats(1e-6, 1e6), st.floats(0.01, 100), st.sampled_from(["three_sigma", "probability"]))
def test_a_t_chart_knows_no_unit_of_time(rate: float, change: float, limits: str) -> None:
    found, one = t_chart_run_lengths(rate, rate * change, limits=limits), t_chart_run_lengths(1, change, limits=limits)
    assert_allclose([found.points, found.within], [one.points, one.within], rtol=1e-6)
    assert_allclose([found.waiting * rate, found.upper * rate], [one.waiting, one.upper], rtol=1e-6)


@laws
@given(st.floats(1e-9, 1e-6), st.floats(0.1, 1))
def test_a_g_chart_of_rare_events_is_a_chart_of_exponential_times(risk: float, change: float) -> None:
    cases = g_chart_run_lengths(risk, risk * change, limits="probability")
    times = t_chart_run_lengths(risk, risk * change, limits="probability")
    assert_allclose(cases.points, times.points, rtol=0.01)
    assert_allclose(cases.waiting, times.waiting, rtol=0.01)
    assert g_chart_run_lengths(risk, risk * change).points <= g_chart_run_lengths(risk, risk).points * (1 + 1e-9)


MANY = 40_000, 120_000
"""Settings enough for more than one part."""


@pytest.mark.parametrize(
    ("kernel", "cells"),
    [
        (lambda p: proportion_ratio_power(p, 0.5, 90.0, 100.0), 1),
        (lambda p: rate_gap_periods(p, 0.5, 90.0, 100.0), 1),
        (lambda p: g_chart_run_lengths(p, 0.5), 1),
        (limit_run_lengths, 1),
        (rule_run_lengths, 60),
        (lambda p: simulated_run_lengths(p + 3, replicates=4_096), 100),
    ],
)
def test_what_is_needed_meanwhile_does_not_grow_with_the_number_of_settings(kernel: Callable[..., Any], cells: int) -> None:
    kernel(np.array([0.2]))
    small, large = (peak_and_size(kernel, (np.linspace(0.1, 0.4, settings // cells),)) for settings in MANY)
    assert large[0] - small[0] <= MOST * (large[1] - small[1]) + SLACK
