"""What holds for inequality along an order, whatever the data."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.inequality import regression_slope
from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.regression_slope import slope_regression
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.slope_index import relative_index, slope_index
from levelground.stats.inequality.survey import SurveyDesign, survey_relative_index, survey_slope_index

unhurried = settings(max_examples=10, deadline=None)
seeds = given(st.integers(0, 10**6))
FEW = Simulation(draws=100)


def data(seed: int, settings_: int = 1, groups: int = 6) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.uniform(5, 95, (settings_, groups)), random.integers(100, 5_000, (settings_, groups))


@unhurried
@seeds
def test_reversing_the_order_turns_the_sign(seed: int) -> None:
    values, people = data(seed)
    for measure in (absolute_concentration_index, partial(slope_index, scale=100), partial(slope_index, model="linear")):
        there, back = measure(values, people), measure(values[:, ::-1], people[:, ::-1])
        assert_allclose(there.estimate, -back.estimate, rtol=1e-6, atol=1e-7)
        assert_allclose(there.standard_error, back.standard_error, rtol=1e-6, atol=1e-7)
    there, back = relative_index(values, people, scale=100), relative_index(values[:, ::-1], people[:, ::-1], scale=100)
    assert_allclose(there.estimate, 1 / back.estimate, rtol=1e-6)


@unhurried
@seeds
def test_counting_those_who_have_not_turns_the_corrected_index(seed: int) -> None:
    values, people = data(seed)
    for correction in ("wagstaff", "erreygers"):
        index = partial(relative_concentration_index, population=people, correction=correction, highest=100)
        assert_allclose(index(values).estimate, -index(100 - values).estimate, rtol=1e-8, atol=1e-12)


@unhurried
@seeds
def test_scale_and_unit(seed: int) -> None:
    values, people = data(seed)
    for model in ("logit", "linear"):
        there, back = slope_index(values, people, model=model, scale=100), slope_index(values / 100, people, model=model, scale=1)
        assert_allclose(there.estimate, 100 * back.estimate, rtol=1e-8, atol=1e-9)
        assert_allclose(there.standard_error, 100 * back.standard_error, rtol=1e-6, atol=1e-9)


@unhurried
@seeds
def test_settings_do_not_touch_each_other(seed: int) -> None:
    """Many at once equal each alone, and cells that do not belong change nothing."""
    values, people = data(seed, settings_=4)
    padded = np.hstack([values, np.full((4, 2), np.nan)])
    more, here = np.hstack([people, np.full((4, 2), -1)]), np.arange(8) < 6
    for measure in (
        absolute_concentration_index,
        partial(slope_index, scale=100),
        partial(relative_index, model="linear"),
        lambda *arrays, **keywords: (
            slope_regression(
                *arrays, kind="rate", standard_errors=np.where(np.isnan(arrays[0]), np.nan, 0.5), simulation=FEW, **keywords
            ).slope_index
        ),
    ):
        together, alone = measure(padded, more, where=here), [measure(*row) for row in zip(values, people, strict=True)]
        assert_allclose(together.estimate, [each.estimate for each in alone], rtol=1e-8)
        assert_allclose(together.interval.upper, [each.interval.upper for each in alone], rtol=1e-8)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values, people = data(5, settings_=7)
    found = partial(slope_regression, values, people, kind="rate", standard_errors=0.5, simulation=FEW)
    whole = found().slope_index.interval
    monkeypatch.setattr(regression_slope, "CELLS_AT_ONCE", 1)
    assert_array_equal(whole, found().slope_index.interval)


def test_no_random_state_is_touched() -> None:
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    values, people = data(5)
    slope_regression(values, people, kind="rate", standard_errors=0.5, simulation=FEW)
    assert_array_equal(before, np.random.get_state()[1])


@unhurried
@seeds
def test_fieller_is_what_draws_would_give(seed: int) -> None:
    random = np.random.default_rng(seed)
    values, people = random.uniform(60, 80, 5), random.integers(100, 900, 5)
    found = slope_regression(values, people, standard_errors=np.full(5, 1.5))
    drawn = slope_regression(random.normal(values, 1.5, (5_000, 5)), people)
    for index in ("slope_index", "relative_index"):
        limits = getattr(found, index).interval
        assert_allclose(limits, np.quantile(getattr(drawn, index).estimate, [0.025, 0.975]), atol=0.1 * (limits.upper - limits.lower))


@unhurried
@seeds
def test_people_in_any_order_and_weights_on_any_scale(seed: int) -> None:
    random = np.random.default_rng(seed)
    outcome, order, units = random.integers(0, 2, 60), random.integers(1, 5, 60), random.integers(0, 9, 60)
    outcome[:4], order[:4] = (0, 1, 0, 1), (1, 1, 4, 4)
    weights, mixed = random.uniform(0.5, 2, 60), random.permutation(60)
    for index in (survey_slope_index, survey_relative_index):
        there = index(outcome, order, SurveyDesign(weights, units=units))
        back = index(outcome[mixed], 10 * order[mixed], SurveyDesign(7 * weights[mixed], units=units[mixed] + 100))
        assert_allclose(there.estimate, back.estimate, rtol=1e-8)
        assert_allclose(there.standard_error, back.standard_error, rtol=1e-7)
