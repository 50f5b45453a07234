"""Detection beside counting up, reading the chart again, every outcome, and chance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import special
from tests.twins import slow_detection as slow
from tests.twins.slow_power import binomial, poisson

from levelground.stats.detection.looks import looks_error
from levelground.stats.detection.rare_events import g_chart_run_lengths, t_chart_run_lengths
from levelground.stats.detection.ratio_power import proportion_ratio_power, rate_ratio_power
from levelground.stats.detection.run_lengths import limit_run_lengths, rule_run_lengths
from levelground.stats.detection.shift_simulation import REPLICATES_AT_ONCE, simulated_run_lengths
from levelground.stats.detection.standard_power import standard_proportion_power, standard_rate_power
from levelground.stats.detection.time_to_detect import proportion_gap_periods, proportion_periods, rate_gap_periods, rate_periods
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.special_causes import special_causes
from levelground.stats.spc.xmr import xmr_limits

shares = st.floats(0.03, 0.97)
wanted = st.floats(0.06, 0.99)
sizes = st.integers(5, 400)
MOST = 400
EXACT = ("outside", "two_in_three", "shift")


def held_equal(found: float, expected: float) -> None:
    """Beyond what was counted up to, both must say so."""
    if np.isinf(expected):
        assert found > MOST
    else:
        assert found == expected


@settings(max_examples=25, deadline=None)
@given(shares, shares, sizes, sizes, wanted)
def test_periods_beside_counting_up(p1: float, p2: float, n1: int, n2: int, power: float) -> None:
    if p1 == p2:
        return
    held_equal(
        proportion_periods(p1, p2, n1, power=power).periods,
        slow.first_period(lambda m: slow.standard_proportion(p1, p2, m * n1, 0.95), power, MOST),
    )
    held_equal(
        rate_periods(p1, p2, n1, power=power).periods,
        slow.first_period(lambda m: slow.standard_rate(p1, p2, m * n1, 0.95), power, MOST),
    )
    for scale, proportions, rates in (
        ("absolute", slow.proportion_difference, slow.rate_difference),
        ("relative", slow.proportion_ratio, slow.rate_ratio),
    ):
        for grows in (True, False):
            held_equal(
                proportion_gap_periods(p1, p2, n1, n2, scale=scale, reference_grows=grows, power=power, confidence=0.9).periods,
                slow.first_period(lambda m, f=proportions, k=grows: f(p1, p2, m * n1, m * n2 if k else n2, 0.9), power, MOST),
            )
            held_equal(
                rate_gap_periods(p1, p2, n1, n2, scale=scale, reference_grows=grows, power=power, confidence=0.9).periods,
                slow.first_period(lambda m, f=rates, k=grows: f(p1, p2, m * n1, m * n2 if k else n2, 0.9), power, MOST),
            )


@pytest.mark.parametrize(("p", "p0", "n"), [(0.5, 0.3, 80), (0.2, 0.3, 150), (0.3, 0.3, 120), (0.8, 0.65, 130)])
def test_a_standard_beside_every_outcome(p: float, p0: float, n: int) -> None:
    assert_allclose(standard_proportion_power(p, p0, n).estimate, slow.exact_standard_proportion(p, p0, n, 0.95), atol=0.05)
    assert_allclose(standard_rate_power(p, p0, 2 * n).estimate, slow.exact_standard_rate(p, p0, 2 * n, 0.95), atol=0.05)


@pytest.mark.parametrize(("p1", "p2", "n1", "n2"), [(0.5, 0.3, 80, 80), (0.4, 0.25, 120, 90), (0.5, 0.5, 100, 100), (0.75, 0.6, 100, 80)])
def test_ratios_beside_every_outcome(p1: float, p2: float, n1: int, n2: int) -> None:
    exact = slow.exact_ratio(binomial(n1, p1), binomial(n2, p2), (n1, n2), 0.95, of_trials=True)
    assert_allclose(proportion_ratio_power(p1, p2, n1, n2).estimate, exact, atol=0.05)
    exact = slow.exact_ratio(poisson(p1 * n1), poisson(p2 * n2), (n1, n2), 0.95, of_trials=False)
    assert_allclose(rate_ratio_power(p1, p2, n1, n2).estimate, exact, atol=0.05)


@pytest.mark.parametrize("compat", [None, "nhsrplotthedots-0.2.2"])
@pytest.mark.parametrize("side", ["either", "high", "low"])
@pytest.mark.parametrize("rules", [rules for k in (1, 2, 3) for rules in itertools.combinations(EXACT, k)], ids="+".join)
def test_rules_beside_every_sequence_of_zones(rules: tuple[str, ...], side: str, compat: str | None) -> None:
    """All 6^5 sequences of five points, each one point of its zone, read as charts."""
    points = np.array([1.0, 2.5, 3.5, -1.0, -2.5, -3.5])
    chance = np.diff(special.ndtr(np.array([-np.inf, -3, -2, 0, 2, 3, np.inf]) - 0.4))[[3, 4, 5, 2, 1, 0]]
    paths = np.array(list(itertools.product(range(6), repeat=5)))
    causes = special_causes(points[paths], 0.0, -3.0, 3.0, shift_points=4, compat=compat)
    bits = {"outside": (1, 2), "two_in_three": (16, 32), "shift": (64, 128)}
    mask = sum(bits[rule][place] for rule in rules for place in ((0, 1) if side == "either" else (0,) if side == "high" else (1,)))
    signalled = np.any(causes.rules & mask, axis=1)
    found = rule_run_lengths(0.4, periods=5, rules=rules, shift_points=4, side=side, compat=compat)
    assert_allclose(found.within, np.prod(chance[paths], axis=1)[signalled].sum(), rtol=1e-9)


@pytest.mark.parametrize(
    ("shift", "rules", "side", "baseline", "compat"),
    [
        (1.0, ("outside", "trend", "two_in_three", "shift"), "either", None, None),
        (0.5, ("trend", "two_in_three"), "either", None, "nhsrplotthedots-0.2.2"),
        (-0.8, ("outside", "two_in_three", "shift", "trend"), "low", 20, None),
        (1.0, ("trend", "shift"), "high", None, None),
    ],
)
def test_simulated_beside_reading_the_chart_again(
    shift: float, rules: tuple[str, ...], side: str, baseline: int | None, compat: str | None
) -> None:
    random = np.random.default_rng(np.random.SeedSequence(7, spawn_key=(0,)))
    limits = np.tile([0.0, -3.0, 3.0], (REPLICATES_AT_ONCE, 1))
    if baseline is not None:
        made = xmr_limits(random.standard_normal((REPLICATES_AT_ONCE, baseline)))
        limits = np.stack([made.centre[:, 0], made.lower[:, 0], made.upper[:, 0]], axis=1)
    noise = np.stack([random.standard_normal(REPLICATES_AT_ONCE) for _ in range(250)], axis=1)
    lengths = [
        slow.first_signal(shift + noise[run], tuple(limits[run]), rules, shift_points=5, trend_points=4, side=side, compat=compat)
        for run in range(12)
    ]
    assert min(lengths) > 0
    found = simulated_run_lengths(
        shift, periods=5, rules=rules, shift_points=5, trend_points=4, side=side, baseline=baseline, compat=compat, replicates=12, seed=7
    )
    assert_allclose(found.mean, np.mean(lengths), rtol=1e-12)
    assert_allclose(found.error, np.std(lengths, ddof=1) / np.sqrt(12), rtol=1e-12)
    assert_allclose(found.within, np.mean(np.array(lengths) <= 5), rtol=1e-12)


@pytest.mark.parametrize("rules", [("outside",), ("two_in_three",), ("shift",), EXACT], ids="+".join)
def test_the_chain_beside_simulation(rules: tuple[str, ...]) -> None:
    shift = np.array([0.9, -1.2, 1.5, 2.5])
    found, exact = simulated_run_lengths(shift, periods=6, rules=rules, seed=3), rule_run_lengths(shift, periods=6, rules=rules)
    assert np.all(np.abs(found.mean - exact.mean) <= 4 * found.error)
    assert np.all(np.abs(found.within - exact.within) <= 4 * np.sqrt(exact.within * (1 - exact.within) / 10_000))


def test_one_point_outside_by_formula_by_chain_and_by_chance() -> None:
    shift = np.array([0.8, 1, 2, 3])
    formula, chain = limit_run_lengths(shift, periods=7), rule_run_lengths(shift, periods=7, rules=["outside"])
    assert_allclose(formula.mean, chain.mean, rtol=1e-12)
    assert_allclose(formula.within, chain.within, rtol=1e-9)
    chance = simulated_run_lengths(shift, rules=["outside"], replicates=4_000, seed=5)
    assert np.all(np.abs(chance.mean - formula.mean) <= 4 * chance.error)


@pytest.mark.parametrize("points", [3, 4])
def test_a_trend_by_chance_beside_its_formula(points: int) -> None:
    found = simulated_run_lengths([0.0, 2.0], rules=["trend"], trend_points=points, side="high", replicates=6_000, seed=11)
    assert np.all(np.abs(found.mean - slow.runs_up(points)) <= 4 * found.error)


def test_looks_beside_chance() -> None:
    random = iter(np.random.default_rng(2).standard_normal(40_000))
    found = slow.looks(8, 1.959964, random, 5_000)
    assert abs(looks_error(8) - found) <= 4 * np.sqrt(found * (1 - found) / 5_000)


@pytest.mark.parametrize("limits", ["three_sigma", "probability"])
@pytest.mark.parametrize(("risk", "changed"), [(0.02, 0.008), (0.05, 0.02), (0.002, 0.02)])
def test_g_chart_beside_chance(risk: float, changed: float, limits: str) -> None:
    """A gap passes the upper limit with the case after its whole part, and an event is a case too."""
    found = g_chart_run_lengths(risk, changed, points=6, limits=limits)
    if found.points > 300:
        return
    random = np.random.default_rng(9)
    upper = np.floor(found.upper)
    points, waiting = np.empty(600), np.empty(600)
    for run in range(600):
        gaps = random.geometric(changed, 3_000) - 1
        last = int(np.flatnonzero((gaps > upper) | (gaps < found.lower))[0])
        points[run] = last + 1
        waiting[run] = gaps[:last].sum() + last + (upper + 1 if gaps[last] > upper else gaps[last] + 1)
    assert abs(points.mean() - found.points) <= 4 * points.std() / np.sqrt(600)
    assert abs(waiting.mean() - found.waiting) <= 4 * waiting.std() / np.sqrt(600)
    assert abs(np.mean(points <= 6) - found.within) <= 4 * np.sqrt(found.within * (1 - found.within) / 600) + 1e-9


@pytest.mark.parametrize("limits", ["three_sigma", "probability"])
@pytest.mark.parametrize(("rate", "changed"), [(1.0, 0.4), (3.0, 0.9), (0.5, 0.1)])
def test_t_chart_beside_chance(rate: float, changed: float, limits: str) -> None:
    found = t_chart_run_lengths(rate, changed, points=6, limits=limits)
    random = np.random.default_rng(13)
    runs = [slow.gaps_until_signal(iter(random.exponential(1 / changed, 1_000)), found.lower, found.upper) for _ in range(600)]
    points, waiting = np.array(runs).T
    assert abs(points.mean() - found.points) <= 4 * points.std() / np.sqrt(600)
    assert abs(waiting.mean() - found.waiting) <= 4 * waiting.std() / np.sqrt(600)
    assert abs(np.mean(points <= 6) - found.within) <= 4 * np.sqrt(found.within * (1 - found.within) / 600)


def test_the_limits_are_those_of_the_charts_of_many_events() -> None:
    chart, found = t_chart(np.random.default_rng(4).exponential(2.0, 200_000), screen=False), t_chart_run_lengths(0.5, 0.5)
    limits = np.array([chart.lower[0], chart.upper[0], found.lower, found.upper]) ** (1 / 3.6)
    assert_allclose(limits[:2], limits[2:], atol=0.005)
    risk = np.array([[0.3], [0.02], [0.0011]])
    normal = special.ndtr(3.0) - special.ndtr(-3.0)
    for kind, options in (("three_sigma", {}), ("probability", {"probability": True})):
        cases = g_chart(np.zeros((3, 1)), mean=(1 - risk) / risk, **options)
        of_cases = g_chart_run_lengths(risk, risk, limits=kind, confidence=normal)
        assert_allclose(of_cases.upper, cases.upper, rtol=1e-9)
        assert_allclose(of_cases.lower, cases.lower, rtol=1e-9)
