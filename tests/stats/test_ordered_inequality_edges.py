"""Each edge of inequality along an order has a stated outcome."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose

from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.regression_slope import slope_regression
from levelground.stats.inequality.slope_index import relative_index, slope_index
from levelground.stats.inequality.survey import (
    SurveyDesign,
    survey_absolute_concentration_index,
    survey_relative_concentration_index,
    survey_relative_index,
    survey_slope_index,
)

GROUPED = {
    "aci": absolute_concentration_index,
    "rci": relative_concentration_index,
    "wagstaff": partial(relative_concentration_index, correction="wagstaff", highest=100),
    "sii": partial(slope_index, scale=100),
    "sii linear": partial(slope_index, model="linear"),
    "rii": partial(relative_index, scale=100),
    "phe": lambda *arrays, **keywords: slope_regression(*arrays, **keywords).slope_index,
}
SURVEYED = {
    "aci": survey_absolute_concentration_index,
    "rci": survey_relative_concentration_index,
    "sii": survey_slope_index,
    "sii linear": partial(survey_slope_index, model="linear"),
    "rii": survey_relative_index,
}
each_grouped = pytest.mark.parametrize("measure", GROUPED.values(), ids=GROUPED)
each_surveyed = pytest.mark.parametrize("measure", SURVEYED.values(), ids=SURVEYED)


@each_grouped
def test_fewer_than_two_groups_are_withheld(measure) -> None:
    for values, people in (([], []), ([5], [7])):
        found = measure(values, people)
        assert found.method == "withheld_fewer_than_two_groups"
        assert np.isnan([found.estimate, *found.interval]).all()
    assert measure([5, 6], [0, 0]).method == "withheld_no_population"
    assert measure(np.zeros((0, 3)), np.zeros((0, 3))).estimate.shape == (0,)


@each_grouped
def test_what_is_refused(measure) -> None:
    for wrong in ([-1, 5, 6], [np.nan, 5, 6], [np.inf, 5, 6], [1e80, 5, 6]):
        with pytest.raises(ValueError, match="must be"):
            measure(wrong, [7, 8, 9])
        with pytest.raises(ValueError, match="must be"):
            measure([5, 6, 7], wrong)
    for wrong in ([None, 5, 6], ["a", "b", "c"], [True, False, True], np.ma.masked_array([5, 6, 7], [True, False, False])):
        with pytest.raises(TypeError):
            measure(wrong, [7, 8, 9])
    with pytest.raises(ValueError, match=r"0\.95, not 95"):
        measure([5, 6, 7], [7, 8, 9], confidence=95)


@each_grouped
def test_missing_groups_outside_where(measure) -> None:
    inside = measure([5, np.nan, 60, 7], [3, np.nan, 4, 5], where=[True, False, True, True])
    assert_allclose(inside.estimate, measure([5, 60, 7], [3, 4, 5]).estimate)


def test_level_groups_have_no_inequality_and_no_interval() -> None:
    for index, none in ((slope_index, 0), (relative_index, 1)):
        found = index([30, 30, 30], [5, 7, 9], scale=100)
        assert (found.estimate, found.method) == (none, "withheld_level_groups")
        assert np.isnan(found.interval).all()
        assert np.isnan(index([30, 30, 30], [5, 7, 9], scale=100, compat="healthequal-1.0.1").estimate)
        assert index([0, 0, 0], [5, 7, 9], scale=100).method == "withheld_level_groups"


def test_two_groups_have_no_interval() -> None:
    found = slope_index([10, 20], [100, 100], model="linear")
    assert found.method == "withheld_fewer_than_three_groups"
    assert_allclose(found.estimate, 20)
    assert np.isnan(found.interval).all()
    assert absolute_concentration_index([10, 20], [1, 1]).method == "withheld_fewer_than_three_groups"
    assert slope_index([10, 20, 30], [100, 100, 0], model="linear").method == "withheld_fewer_than_three_groups"


def test_nobody_and_everybody_have_no_curve() -> None:
    for values in ([0, 0, 100, 100], [0, 0, 0, 40], [100, 100, 100, 0]):
        for index in (slope_index, relative_index):
            found = index(values, [100, 100, 100, 100], scale=100)
            assert found.method == "withheld_no_fit"
            assert np.isnan(found.estimate)
    assert slope_index([10, 20, 30], [5, 0, 0], model="linear").method == "withheld_no_fit"


def test_a_line_below_0_has_no_ratio() -> None:
    found = relative_index([0, 0, 50], [1, 1, 1], model="linear")
    assert found.method == "withheld_predicted_level_not_above_0"
    assert np.isnan(found.estimate)


def test_scale_and_models() -> None:
    with pytest.raises(ValueError, match="scale must be given"):
        slope_index([1, 2, 3], [1, 1, 1])
    with pytest.raises(ValueError, match="no more than scale"):
        slope_index([1, 2, 3], [1, 1, 1], scale=1)
    with pytest.raises(ValueError, match="did you mean 'logit'"):
        slope_index([1, 2, 3], [1, 1, 1], model="logistic", scale=100)
    with pytest.raises(ValueError, match="healthequal"):
        slope_index([1, 2, 3], [1, 1, 1], scale=100, compat="healthequal")
    people = [900, 800, 700]
    for values, guessed in (([0.1, 0.2, 0.3], 1), ([10, 20, 30], 100), ([100, 200, 300], 1000)):
        found = slope_index(values, people, compat="healthequal-1.0.1")
        assert found.estimate == slope_index(values, people, scale=guessed, compat="healthequal-1.0.1").estimate


def test_averages_of_0_and_at_a_bound() -> None:
    assert relative_concentration_index([0, 0, 0], [1, 1, 1]).method == "withheld_zero_average"
    at_bound = relative_concentration_index([100, 100, 100], [1, 1, 1], correction="wagstaff", highest=100)
    assert at_bound.method == "withheld_average_at_bound"
    with pytest.raises(ValueError, match="highest must be given"):
        relative_concentration_index([1, 2, 3], [1, 1, 1], correction="erreygers")
    with pytest.raises(ValueError, match="between its lower"):
        relative_concentration_index([1, 2, 3], [1, 1, 1], correction="erreygers", lowest=2, highest=9)
    with pytest.raises(ValueError, match="above lowest"):
        relative_concentration_index([2, 2, 2], [1, 1, 1], correction="erreygers", lowest=2, highest=2)


def test_slope_regression_edges() -> None:
    people = [10, 20, 30]
    alone = slope_regression([5, 6, 7], people)
    assert alone.slope_index.method == alone.relative_index.method == "no_standard_errors"
    assert np.isnan(alone.slope_index.interval).all()
    certain = slope_regression([5, 6, 7], people, standard_errors=0.0).slope_index
    assert_allclose(certain.interval, certain.estimate)
    below = slope_regression([0, 0, 50], people, standard_errors=1.0).relative_index
    assert below.method == "withheld_predicted_level_not_above_0"
    unsure = slope_regression([5, 6, 7], people, standard_errors=10.0).relative_index
    assert unsure.method == "withheld_predicted_level_not_above_0"
    assert np.isfinite(unsure.estimate)
    assert slope_regression([5, 6, 7], [10, 0, 0]).slope_index.method == "withheld_no_fit"
    for wrong, kind, said in (([0, 1, 2], "rate", "above 0"), ([0.1, 0.5, 1], "proportion", "between 0 and 1")):
        with pytest.raises(ValueError, match=said):
            slope_regression(wrong, people, kind=kind)
    for keywords, said in (
        ({"transform": True}, "transform must be False"),
        ({"multiplier": 0}, "multiplier must not be 0"),
        ({"kind": "rates"}, "did you mean 'rate'"),
        ({"limits": ([4, 5, 6], [6, 7, 8]), "standard_errors": 1.0}, "together"),
        ({"limits": ([6, 5, 6], [6, 7, 8])}, "between its lower"),
    ):
        with pytest.raises(ValueError, match=said):
            slope_regression([5, 6, 7], people, **keywords)


@each_surveyed
def test_survey_edges(measure) -> None:
    outcome, order = [0, 1, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2]
    assert measure([], []).method == "withheld_fewer_than_two_groups"
    assert measure(np.zeros((0, 3)), np.zeros((0, 3))).estimate.shape == (0,)
    one_unit = measure(outcome, order, SurveyDesign(units=[4] * 6))
    assert one_unit.method == "withheld_fewer_than_two_sampling_units"
    assert np.isfinite(one_unit.estimate)
    lonely = measure(outcome, order, SurveyDesign(strata=[1, 1, 1, 1, 1, 2], units=[1, 1, 2, 2, 3, 4]))
    assert lonely.method == "taylor_lonely_unit_adjusted"
    assert measure([1] * 6, order).method == "withheld_level_groups"
    outside = measure([*outcome, np.nan], [*order, np.nan], SurveyDesign(units=[1, 2, 3, 4, 5, 6, 7]), where=np.arange(7) < 6)
    assert_allclose(outside.interval, measure(outcome, order).interval)
    for wrong in ([np.nan, 1, 1, 0, 1, 1], [-1, 1, 1, 0, 1, 1]):
        with pytest.raises(ValueError, match="must be"):
            measure(wrong, order)
    with pytest.raises(TypeError, match="whole numbers"):
        measure(outcome, order, SurveyDesign(strata=[0.5] * 6))


def test_one_group_of_a_survey_has_no_slope() -> None:
    assert survey_slope_index([0, 1, 1], [3, 3, 3]).method == "withheld_no_fit"
    assert survey_slope_index([0, 0, 1, 1], [1, 1, 2, 2]).method == "withheld_no_fit"
    assert survey_relative_concentration_index([0, 0, 0], [1, 2, 3]).method == "withheld_zero_average"
    with pytest.raises(ValueError, match="at most 1"):
        survey_slope_index([0, 1, 2], [1, 2, 3])
