"""Slopes and concentration indices equal their slow twins; standard errors equal those of statsmodels, or numeric slopes."""

from typing import NamedTuple

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_ordered_inequality as slow

from levelground.stats.inequality import concentration, regression_slope, slope_index, survey
from levelground.stats.inequality.simulation import Simulation

unhurried = settings(max_examples=12, deadline=None)


class Case(NamedTuple):
    values: list[float]
    people: list[int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(3, 8))
    people = draw(st.lists(st.integers(50, 5_000), min_size=size, max_size=size))
    shares = draw(st.lists(st.floats(0.02, 0.98), min_size=size, max_size=size))
    return Case([round(share * count) / count for share, count in zip(shares, people, strict=True)], people)


@unhurried
@given(cases())
def test_concentration(case: Case) -> None:
    found = concentration.absolute_concentration_index(case.values, case.people)
    assert_allclose(found.estimate, slow.absolute_concentration(*case), rtol=1e-9, atol=1e-12)
    assert_allclose(found.standard_error, slow.concentration_error(*case), rtol=1e-7, atol=1e-9)


@unhurried
@given(cases())
def test_slopes_through_groups(case: Case) -> None:
    rank = slow.ranks(case.people)
    level, slope = slow.line(case.values, case.people, rank)
    assert_allclose(slope_index.slope_index(*case, model="linear").estimate, slope, rtol=1e-8, atol=1e-10)
    assert_allclose(regression_slope.slope_regression(*case).intercept, level, rtol=1e-8, atol=1e-10)
    level, slope = slow.logistic(case.values, case.people, rank)
    least, most = (1 / (1 + np.exp(-end)) for end in (level, level + slope))
    if len(set(case.values)) > 1:
        assert_allclose(slope_index.slope_index(*case, scale=1).estimate, most - least, rtol=1e-6, atol=1e-9)
        assert_allclose(slope_index.relative_index(*case, scale=1).estimate, most / least, rtol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_standard_errors_are_those_of_a_quasi_binomial_model(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = random.integers(50, 5_000, 6)
    values = random.integers(1, people) / people
    design = np.column_stack([np.ones(6), slow.ranks(list(people))])
    fit = sm.GLM(values, design, family=sm.families.Binomial(), var_weights=people).fit(cov_type="HC0", tol=1e-12)
    least, most = (1 / (1 + np.exp(-end)) for end in (fit.params[0], fit.params.sum()))
    slope = most * (1 - most) * np.array([1, 1]) - least * (1 - least) * np.array([1, 0])
    error = np.sqrt(6 / 4 * slope @ fit.cov_params() @ slope)
    found = slope_index.slope_index(values, people, scale=1)
    assert_allclose((found.estimate, found.standard_error), (most - least, error), rtol=1e-5)


@unhurried
@given(st.integers(0, 10**6), st.booleans())
def test_people_of_a_survey(seed: int, lonely: bool) -> None:
    random = np.random.default_rng(seed)
    order, strata = random.integers(1, 5, 30), random.integers(0, 3, 30)
    order[:2] = 1, 4
    units = random.integers(0, 3, 30)
    units[strata == 0] = 0 if lonely else units[strata == 0]
    weights, outcome = random.uniform(0.5, 3, 30), random.uniform(0, 5, 30)
    rank = slow.ranks(list(weights), list(order))
    design = survey.SurveyDesign(weights, strata, units)
    found = survey.survey_slope_index(outcome, order, design, model="linear")
    estimate = slow.line(outcome, weights, rank)[1]
    error = slow.taylor_error(lambda changed: slow.line(outcome, changed, rank)[1], list(weights), list(strata), list(units))
    assert_allclose(found.estimate, estimate, rtol=1e-8, atol=1e-10)
    assert_allclose(found.standard_error, error, rtol=1e-5, atol=1e-7)
    index = survey.survey_absolute_concentration_index(outcome, order, design).estimate
    assert_allclose(index, slow.absolute_concentration(outcome, list(weights), list(order)), rtol=1e-9, atol=1e-12)


@unhurried
@given(cases(), st.sampled_from(["rate", "proportion"]), st.booleans())
def test_simulated_slopes(case: Case, kind: str, transform: bool) -> None:
    """The same draws, one at a time; where the line is transformed its ends are drawn, and the limits are alike only roughly."""
    values = np.clip(case.values, 0.02, 0.98)
    errors = 0.03 * values * (1 - values)
    draws = 2_000 if transform else 200
    found = regression_slope.slope_regression(
        values, case.people, kind=kind, standard_errors=errors, transform=transform, simulation=Simulation(seed=3, draws=draws)
    )
    normals = np.random.default_rng(3).standard_normal((len(values), draws))
    scale = errors / (values if kind == "rate" else values * (1 - values))
    centre = np.log(values) if kind == "rate" else np.log(values / (1 - values))
    rank, slopes = slow.ranks(case.people), []
    for row in normals.T:
        drawn = centre + scale * row
        level, slope = slow.line(drawn if transform else turned_back(drawn, kind), case.people, rank)
        ends = np.array([level, level + slope])
        least, most = turned_back(ends, kind) if transform else ends
        slopes.append(most - least)
    lower, upper = np.quantile(slopes, [0.025, 0.975])
    assert_allclose(found.slope_index.interval, (lower, upper), rtol=1e-9, atol=(0.25 * (upper - lower) if transform else 1e-12))


def turned_back(values: np.ndarray, kind: str) -> np.ndarray:
    return np.exp(values) if kind == "rate" else 1 / (1 + np.exp(-values))
