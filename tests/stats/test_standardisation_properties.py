"""Laws of standardisation: scale, order, symmetry, equal strata; and how often its intervals contain the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.rates import rate_interval
from levelground.stats.standardisation.comparative import direct_rate_difference, direct_rate_ratio
from levelground.stats.standardisation.direct import direct_rate, direct_rate_of_repeats
from levelground.stats.standardisation.indirect import expected_events, indirect_rate, indirect_ratio
from levelground.stats.standardisation.life_expectancy import WIDTHS_TO_85, life_expectancy
from levelground.stats.standardisation.mantel_haenszel import (
    pooled_odds_ratio,
    pooled_rate_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)

unhurried = settings(max_examples=60, deadline=None)
EUROPEAN = np.array([5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000.0])
"""The European standard population of 2013, with 90 and over in the last of 19 bands."""
STEEP = np.exp(np.linspace(np.log(0.5), np.log(150), 19))
"""Rates that rise three-hundredfold with age."""


@st.composite
def banded(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator]:
    """Events (ten or more), people and weights of some bands."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(1, 19))
    return random.integers(10, 90, size), random.integers(1, 10**6, size), random.integers(1, 10**5, size), random


@unhurried
@given(banded())
def test_bands_of_the_same_rate_give_the_crude_rate(bands: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator]) -> None:
    _, people, standard, random = bands
    scale = int(random.integers(1, 90)) + 10
    found = direct_rate(people, scale * people, standard)
    assert_allclose(found.estimate, 1 / scale, rtol=1e-12)
    assert_allclose(indirect_ratio(people, scale * people, standard, standard * scale).estimate, 1, rtol=1e-12)


@unhurried
@given(banded())
def test_weights_of_the_people_themselves_give_the_crude_rate(
    bands: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator],
) -> None:
    events, people, _, _ = bands
    found, crude = direct_rate(events, people, people, per=1_000), rate_interval(events.sum(), people.sum(), per=1_000)
    assert_allclose(found.estimate, 1_000 * events.sum() / people.sum(), rtol=1e-12)
    assert_allclose(found.interval, crude, rtol=1e-9)


@unhurried
@given(banded(), st.floats(0.001, 1000))
def test_order_scale_and_contents(bands: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator], factor: float) -> None:
    events, people, standard, random = bands
    found = direct_rate(events, people, standard)
    assert found.interval.lower <= found.estimate <= found.interval.upper
    turn = random.permutation(events.size)
    for other in (
        direct_rate(events[turn], people[turn], standard[turn]),
        direct_rate(events, people, standard * factor),
        direct_rate_of_repeats([events], people, standard, [1]),
    ):
        assert_allclose(
            (other.estimate, *other.interval, other.standard_error), (found.estimate, *found.interval, found.standard_error), rtol=1e-9
        )
    per = direct_rate(events, people, standard, per=factor)
    assert_allclose((per.estimate, *per.interval), factor * np.array([found.estimate, *found.interval]), rtol=1e-12)
    wider = direct_rate(events, people, standard, confidence=0.998)
    assert wider.interval.lower <= found.interval.lower
    assert found.interval.upper <= wider.interval.upper


@unhurried
@given(banded(), banded())
def test_compared_rates_turned_round(
    group: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator],
    comparison: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator],
) -> None:
    one, other = (direct_rate(events, people, standard) for events, people, standard, _ in (group, comparison))
    there, back = direct_rate_ratio(one, other), direct_rate_ratio(other, one)
    assert there.interval.lower <= there.estimate <= there.interval.upper
    assert_allclose(there.estimate * back.estimate, 1, rtol=1e-12)
    assert_allclose([there.interval.lower * back.interval.upper, there.interval.upper * back.interval.lower], 1, rtol=1e-9)
    there, back = direct_rate_difference(one, other), direct_rate_difference(other, one)
    assert there.interval.lower <= there.estimate <= there.interval.upper
    assert_allclose((there.estimate, *there.interval), (-back.estimate, -back.interval.upper, -back.interval.lower), rtol=1e-12)
    same = direct_rate_ratio(one, one)
    assert_allclose(same.estimate, 1)


@unhurried
@given(banded())
def test_a_group_is_as_its_own_reference_expects(bands: tuple[np.ndarray, np.ndarray, np.ndarray, np.random.Generator]) -> None:
    events, people, _, _ = bands
    assert_allclose(expected_events(people, events, people), events.sum(), rtol=1e-12)
    assert_allclose(indirect_rate(events, people, events, people).estimate, events.sum() / people.sum(), rtol=1e-12)


@unhurried
@given(st.integers(0, 2**32))
def test_life_expectancy_laws(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = random.integers(1_000, 9_000, 20)
    deaths = random.binomial(people, np.linspace(0.001, 0.2, 20)) + 1
    found = life_expectancy(deaths, people)
    assert np.all(found.interval.lower <= found.estimate)
    assert np.all(found.estimate <= found.interval.upper)
    assert_allclose(life_expectancy(3 * deaths, 3 * people).standard_error, found.standard_error / np.sqrt(3), rtol=1e-12)
    more = deaths.copy()
    more[int(random.integers(20))] += 5
    assert life_expectancy(more, people).estimate[0] < found.estimate[0]
    assert_array_equal(life_expectancy(deaths, people, confidence=0.9).estimate, found.estimate)


@st.composite
def strata(draw: st.DrawFn) -> tuple[list[int], ...]:
    size = draw(st.integers(1, 6))
    trials = [draw(st.lists(st.integers(2, 500), min_size=size, max_size=size)) for _ in range(2)]
    events = [[draw(st.integers(1, n - 1)) for n in group] for group in trials]
    return events[0], trials[0], events[1], trials[1]


@unhurried
@given(strata())
def test_pooled_measures_turned_round(tables: tuple[list[int], ...]) -> None:
    turned = (*tables[2:], *tables[:2])
    for kernel in (pooled_odds_ratio, pooled_risk_ratio, pooled_rate_ratio):
        there, back = kernel(*tables), kernel(*turned)
        assert_allclose((there.estimate, *there.interval), (1 / back.estimate, 1 / back.interval.upper, 1 / back.interval.lower), rtol=1e-9)
    there, back = pooled_risk_difference(*tables), pooled_risk_difference(*turned)
    assert_allclose((there.estimate, *there.interval), (-back.estimate, -back.interval.upper, -back.interval.lower), rtol=1e-9, atol=1e-12)
    others = [[n - x for x, n in zip(tables[at], tables[at + 1], strict=True)] for at in (0, 2)]
    inverse = pooled_odds_ratio(others[0], tables[1], others[1], tables[3])
    assert_allclose(inverse.estimate * pooled_odds_ratio(*tables).estimate, 1, rtol=1e-12)


@unhurried
@given(strata(), st.integers(2, 4))
def test_alike_strata_keep_the_ratio_of_one(tables: tuple[list[int], ...], times: int) -> None:
    one, many = ([each[:1] for each in tables], [each[:1] * times for each in tables])
    for kernel in (pooled_odds_ratio, pooled_risk_ratio, pooled_rate_ratio, pooled_risk_difference):
        assert_allclose(kernel(*many).estimate, kernel(*one).estimate, rtol=1e-12, atol=1e-15)
        assert_allclose(kernel(*many).standard_error * np.sqrt(times), kernel(*one).standard_error, rtol=1e-9)


@pytest.mark.parametrize("expected", [1, 3, 10, 20, 60, 1000])
@pytest.mark.parametrize("tilt", [-4.0, 0.0, 1.5, 4.0])
def test_coverage_of_a_direct_rate(expected: float, tilt: float) -> None:
    """Of every rate, few events or many, in populations much younger or older than the standard."""
    random = np.random.default_rng([expected, int(tilt + 4)])
    population = EUROPEAN * np.exp(np.linspace(0, tilt, 19))
    rates = STEEP * expected / (STEEP * population).sum()
    found = direct_rate(random.poisson(rates * population, (15_000, 19)), population, EUROPEAN, least_events=0)
    truth = (EUROPEAN * rates).sum() / EUROPEAN.sum()
    covered = np.mean((found.interval.lower <= truth) & (truth <= found.interval.upper))
    assert 0.94 <= covered <= (0.997 if expected < 20 else 0.972), covered


@pytest.mark.parametrize("expected", [1, 3, 10, 30])
@pytest.mark.parametrize("tilt", [-4.0, 0.0, 4.0])
def test_fay_feuer_never_covers_too_little(expected: float, tilt: float) -> None:
    random = np.random.default_rng([expected, int(tilt + 4)])
    population = EUROPEAN * np.exp(np.linspace(0, tilt, 19))
    rates = STEEP * expected / (STEEP * population).sum()
    found = direct_rate(random.poisson(rates * population, (20_000, 19)), population, EUROPEAN, least_events=0, limits="fay_feuer")
    truth = (EUROPEAN * rates).sum() / EUROPEAN.sum()
    assert np.mean((found.interval.lower <= truth) & (truth <= found.interval.upper)) >= 0.947


def test_coverage_where_one_person_has_several_events() -> None:
    random = np.random.default_rng(5)
    population, rates = EUROPEAN, STEEP * 40 / (STEEP * EUROPEAN).sum()
    people = np.stack([random.poisson(rates * population, (20_000, 19)), random.poisson(rates * population / 4, (20_000, 19))], axis=-2)
    truth = (EUROPEAN * rates).sum() / EUROPEAN.sum() * (1 + 4 / 4)
    once = direct_rate(people[:, 0] + 4 * people[:, 1], population, EUROPEAN)
    right = direct_rate_of_repeats(people, population, EUROPEAN, [1, 4])
    covered = [np.mean((found.interval.lower <= truth) & (truth <= found.interval.upper)) for found in (once, right)]
    assert covered[0] < 0.85
    assert 0.93 <= covered[1] <= 0.97


@pytest.mark.parametrize("population", [6_000, 25_000])
def test_coverage_of_life_expectancy(population: int) -> None:
    random = np.random.default_rng(population)
    ages = np.cumsum((0, *WIDTHS_TO_85))
    mortality = 0.00005 * np.exp(0.092 * (ages + 2.5))
    people = population * EUROPEAN / EUROPEAN.sum()
    deaths = random.poisson(mortality * people, (4_000, 19))
    truth = life_expectancy(np.rint(mortality * 1e12), np.full(19, 1e12), widths=WIDTHS_TO_85).estimate[0]
    found = life_expectancy(deaths, people, widths=WIDTHS_TO_85)
    shown = found.method[:, 0] == "chiang_silcocks"
    covered = np.mean(((found.interval.lower <= truth) & (truth <= found.interval.upper))[shown, 0])
    assert 0.92 <= covered <= 0.97, covered


def test_coverage_of_pooled_measures() -> None:
    random = np.random.default_rng(11)
    n1, n0, base = np.array([30, 60, 20, 80]), np.array([70, 40, 60, 50]), np.array([0.1, 0.2, 0.3, 0.15])
    x0, x1 = random.binomial(n0, base, (20_000, 4)), random.binomial(n1, 1.5 * base, (20_000, 4))
    found = pooled_risk_ratio(x1, n1, x0, n0)
    assert 0.94 <= np.mean((found.interval.lower <= 1.5) & (found.interval.upper >= 1.5)) <= 0.965
    odds = 2 * base / (1 - base)
    found = pooled_odds_ratio(random.binomial(n1, odds / (1 + odds), (20_000, 4)), n1, x0, n0)
    assert 0.94 <= np.mean((found.interval.lower <= 2) & (found.interval.upper >= 2)) <= 0.965
    found = pooled_risk_difference(random.binomial(n1, base + 0.1, (20_000, 4)), n1, x0, n0)
    assert 0.94 <= np.mean((found.interval.lower <= 0.1) & (found.interval.upper >= 0.1)) <= 0.965
