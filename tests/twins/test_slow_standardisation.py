"""Each kernel of standardisation equals its slow twin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_standardisation as slow

from levelground.stats.rates import rate_interval
from levelground.stats.standardisation.association import mantel_haenszel_test
from levelground.stats.standardisation.direct import direct_rate, direct_rate_of_repeats
from levelground.stats.standardisation.indirect import expected_events, indirect_rate, indirect_ratio
from levelground.stats.standardisation.life_expectancy import life_expectancy
from levelground.stats.standardisation.mantel_haenszel import (
    pooled_odds_ratio,
    pooled_rate_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)

unhurried = settings(max_examples=60, deadline=None)
confidences = st.floats(0.5, 0.9999)


@st.composite
def banded(draw: st.DrawFn, *kinds: st.SearchStrategy[int]) -> list[list[int]]:
    """A list for each kind of number, all with the same number of bands."""
    size = draw(st.integers(1, 6))
    return [draw(st.lists(kind, min_size=size, max_size=size)) for kind in kinds]


counts, people = st.integers(0, 12), st.integers(1, 5_000)
weights = st.integers(1, 9_000)


def close(estimate: np.ndarray, interval: tuple[np.ndarray, np.ndarray], twin: tuple[float, tuple[float, float]]) -> None:
    value, (lower, upper) = twin
    size = max(abs(value), abs(upper))
    assert_allclose((estimate, *interval), (value, max(lower, -1.0), upper), rtol=1e-8, atol=1e-9 * size)


@unhurried
@given(banded(counts, people, weights), confidences)
def test_direct_rate(rows: list[list[int]], confidence: float) -> None:
    found = direct_rate(*rows, per=1_000, confidence=confidence, least_events=0)
    value, (lower, upper) = slow.direct_rate(*rows, confidence)
    assert_allclose((found.estimate, found.interval.upper), (1_000 * value, 1_000 * upper), rtol=1e-8)
    assert_allclose(found.interval.lower, max(1_000 * lower, 0), rtol=1e-8, atol=1e-9 * 1_000 * upper)


@unhurried
@given(banded(counts, counts, people, weights), confidences)
def test_direct_rate_of_repeats(rows: list[list[int]], confidence: float) -> None:
    had, population, standard = rows[:2], rows[2], rows[3]
    found = direct_rate_of_repeats(had, population, standard, [1, 3], confidence=confidence, least_events=0)
    value, (lower, upper) = slow.rate_of_repeats(had, population, standard, [1, 3], confidence)
    close(found.estimate, found.interval, (value, (max(lower, 0.0), upper)))


@unhurried
@given(banded(counts, people, counts, people), confidences)
def test_indirect(rows: list[list[int]], confidence: float) -> None:
    events, population, theirs, among = rows
    expected = slow.expected(population, theirs, among)
    assert_allclose(expected_events(population, theirs, among), expected, rtol=1e-12)
    assume(expected > 0)
    limits = rate_interval(sum(events), expected, confidence=confidence)
    ratio, rate = (kernel(*rows, per=100, confidence=confidence) for kernel in (indirect_ratio, indirect_rate))
    assert_allclose((ratio.estimate, *ratio.interval), 100 * np.array([sum(events) / expected, *limits]), rtol=1e-12)
    crude = sum(theirs) / sum(among)
    assert_allclose((rate.estimate, *rate.interval), crude * 100 * np.array([sum(events) / expected, *limits]), rtol=1e-12)


@st.composite
def places(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    widths = draw(st.lists(st.sampled_from([1, 4, 5, 10]), min_size=1, max_size=7))
    deaths = [*draw(st.lists(st.integers(0, 30), min_size=len(widths), max_size=len(widths))), draw(st.integers(1, 30))]
    alive = [draw(st.integers(12 * died + 1, 12 * died + 4_000)) for died in deaths]
    return deaths, alive, widths


@unhurried
@given(places(), confidences)
def test_life_expectancy(place: tuple[list[int], list[int], list[int]], confidence: float) -> None:
    deaths, alive, widths = place
    found = life_expectancy(deaths, alive, widths=widths, confidence=confidence, small_population=0, widest=np.inf)
    for band, (value, limits) in enumerate(slow.life_table(deaths, alive, widths, confidence)):
        assert_allclose((found.estimate[band], *(limit[band] for limit in found.interval)), (value, *limits), rtol=1e-9, atol=1e-9 * value)


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        n1, n0 = draw(st.integers(1, 60)), draw(st.integers(1, 60))
        found.append((draw(st.integers(0, n1)), n1, draw(st.integers(0, n0)), n0))
    return found


def columns_of(strata: Sequence[tuple[int, int, int, int]]) -> list[list[int]]:
    return [list(column) for column in zip(*strata, strict=True)]


@unhurried
@given(tables(), confidences)
def test_pooled_strata(strata: list[tuple[int, int, int, int]], confidence: float) -> None:
    columns = columns_of(strata)
    odds = pooled_odds_ratio(*columns, confidence=confidence)
    if odds.method == "robins_breslow_greenland":
        close(odds.estimate, odds.interval, slow.odds_ratio(strata, confidence))
    if any(row[0] for row in strata) and any(row[2] for row in strata):
        risk, rate = (kernel(*columns, confidence=confidence) for kernel in (pooled_risk_ratio, pooled_rate_ratio))
        close(rate.estimate, rate.interval, slow.rate_ratio(strata, confidence))
        if risk.method == "greenland_robins":
            close(risk.estimate, risk.interval, slow.risk_ratio(strata, confidence))
    difference = pooled_risk_difference(*columns, confidence=confidence)
    if difference.method == "sato":
        close(difference.estimate, difference.interval, slow.risk_difference(strata, confidence))


@unhurried
@given(tables(), st.booleans())
def test_association(strata: list[tuple[int, int, int, int]], continuity: bool) -> None:
    found = mantel_haenszel_test(*columns_of(strata), continuity=continuity)
    if not found.method.startswith("withheld"):
        twin = slow.chi_squared(strata, continuity=continuity)
        assert_allclose(found.statistic, twin, rtol=1e-8, atol=1e-9)
