"""All measures along an order in one call: each as its own function gives it; their formulas beside plain draws."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.twins import slow_ordered_inequality as slow

from levelground.stats.inequality.attributable import population_attributable_fraction, population_attributable_risk
from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.differences import ordered_difference, ordered_ratio
from levelground.stats.inequality.measures import HEALTHEQUAL
from levelground.stats.inequality.ordered import ordered_measures
from levelground.stats.inequality.slope_index import relative_index, slope_index

NUMBERS = np.random.default_rng(20_24)
VALUES, ERRORS = NUMBERS.uniform(5, 60, (3, 4, 6)), NUMBERS.uniform(0.5, 2, (3, 4, 6))
PEOPLE = NUMBERS.integers(100, 5_000, (3, 4, 6))
HERE = NUMBERS.random((3, 4, 6)) < 0.9


@pytest.mark.parametrize("compat", [None, HEALTHEQUAL])
def test_each_measure_is_what_its_own_function_gives(compat: str | None) -> None:
    found = ordered_measures(VALUES, PEOPLE, favourable=False, scale=100, standard_errors=ERRORS, where=HERE, compat=compat)
    errors = {} if compat else {"standard_errors": ERRORS}
    index = partial(relative_concentration_index, VALUES, PEOPLE, where=HERE, **errors)
    ends = {"favourable": False, "standard_errors": ERRORS, "where": HERE}
    curve = {"scale": 100, "where": HERE, "compat": compat, **errors}
    best = {"favourable": False, "scale": 100, "ordered": True, "where": HERE}
    alone = (
        ordered_difference(VALUES, **ends),
        ordered_ratio(VALUES, **ends),
        absolute_concentration_index(VALUES, PEOPLE, where=HERE, **errors),
        index(),
        index(correction="wagstaff", highest=100),
        index(correction="erreygers", highest=100),
        slope_index(VALUES, PEOPLE, **curve),
        relative_index(VALUES, PEOPLE, **curve),
        slope_index(VALUES, PEOPLE, model="linear", **curve),
        relative_index(VALUES, PEOPLE, model="linear", **curve),
        population_attributable_risk(VALUES, PEOPLE, **best),
        population_attributable_fraction(VALUES, PEOPLE, **best, compat=compat),
    )
    for name, together, one in zip(found._fields, found, alone, strict=True):
        assert_array_equal(together.method, one.method, err_msg=name)
        for ours, theirs in zip((together.estimate, *together.interval), (one.estimate, *one.interval), strict=True):
            assert_allclose(ours, theirs, err_msg=name)


def test_the_formulas_agree_with_the_percentiles_of_draws() -> None:
    """A level is drawn for each group, its measure is taken by the slow twin, and the percentiles lie on the limits."""
    values, errors, people = [12.0, 18.0, 21.0, 30.0], [0.6, 0.5, 0.7, 0.6], [900, 1_500, 1_100, 700]
    found = ordered_measures(values, people, favourable=True, scale=100, standard_errors=errors)
    rank = slow.ranks(people)
    draws = np.random.default_rng(7).normal(values, errors, (4_000, 4))
    lines = [slow.line(row, people, rank) for row in draws.tolist()]
    replicates = {
        "linear_slope_index": [slope for _, slope in lines],
        "linear_relative_index": [(level + slope) / level for level, slope in lines],
        "absolute_concentration_index": list(absolute_concentration_index(draws, people).estimate),
        "relative_concentration_index": list(relative_concentration_index(draws, people).estimate),
        "wagstaff_concentration_index": list(relative_concentration_index(draws, people, correction="wagstaff", highest=100).estimate),
        "erreygers_concentration_index": list(relative_concentration_index(draws, people, correction="erreygers", highest=100).estimate),
        "slope_index": list(slope_index(draws, np.multiply(people, 10_000), scale=100).estimate),
        "relative_index": list(relative_index(draws, np.multiply(people, 10_000), scale=100).estimate),
    }
    for name, each in replicates.items():
        limits = getattr(found, name).interval
        width = limits.upper - limits.lower
        assert_allclose(limits, np.percentile(each, [2.5, 97.5]), atol=0.08 * width, rtol=0, err_msg=name)


def test_standard_errors_and_warnings() -> None:
    known = slope_index([10, 20], [100, 100], model="linear", standard_errors=1.0)
    assert known.method == "linear_delta"
    assert_allclose(known.interval.upper - known.estimate, 1.959964 * 2 * np.sqrt(2), rtol=1e-6)
    assert_allclose(slope_index([30, 30, 30], [5, 7, 9], scale=100, standard_errors=0.0).interval, 0)
    level = slope_index([30, 30, 30], [5, 7, 9], model="linear", standard_errors=2.0)
    assert level.method == "linear_delta" and level.interval.lower < 0 < level.interval.upper
    assert slope_index([0, 20, 30], [9, 9, 9], scale=100, standard_errors=[0, 5, 5]).method == "logit_delta_zero_error"
    assert relative_index([2, 20, 30], [9, 9, 9], scale=100, standard_errors=9.0).method == "logit_delta_wide"
    assert slope_index([10, 20, 40], [9, 9, 9], scale=100).method == "logit_hc1_few_groups"
    many = np.linspace(10, 40, 40) + np.tile([1, -1], 20)
    assert slope_index(many, np.full(40, 9), model="linear").method == "linear_hc1"
    assert absolute_concentration_index(many, 1.0).method == "rank_regression"
    assert absolute_concentration_index([10, 20, 40], 1.0).method == "rank_regression_few_groups"
    assert absolute_concentration_index([10, 20, 40], 1.0, standard_errors=[1, 0, 1]).method == "delta_zero_error"
    assert relative_concentration_index([1, 2, 4], 1.0, standard_errors=2.0).method == "delta_unsure_average"
    assert slope_index([0, 0, 0], [9, 9, 9], scale=100, standard_errors=0.0).method == "withheld_level_groups"
    with pytest.raises(ValueError, match="standard_errors must not be given with compat"):
        slope_index([10, 20, 40], [9, 9, 9], scale=100, standard_errors=1.0, compat=HEALTHEQUAL)


def test_empty_settings_and_groups_without_people() -> None:
    nothing = ordered_measures(np.zeros((0, 3)), np.zeros((0, 3)), favourable=True, scale=1, standard_errors=np.zeros((0, 3)))
    assert all(each.estimate.shape == (0,) for each in nothing)
    one = ordered_measures([5.0], [7], favourable=True, scale=100, standard_errors=1.0)
    assert {str(each.method) for each in one} == {"withheld_fewer_than_two_groups"}
    without = slope_index([10, 99, 20, 40], [5, 0, 5, 5], scale=100, standard_errors=1.0)
    assert_allclose(without.interval, slope_index([10, 20, 40], [5, 5, 5], scale=100, standard_errors=1.0).interval)
