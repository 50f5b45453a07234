"""Means and quantiles: one value, none, alike, enormous, missing, ties, too few areas; scale, shift and order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.means import mean_of_values
from levelground.stats.quantiles import quantiles

few = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=20)


def test_one_value_has_no_limits_and_none_has_no_mean() -> None:
    ours = mean_of_values([[3.0, np.nan], [np.nan, np.nan], [3.0, 3.0]], where=[[True, False], [False, False], [True, True]])
    assert ours.method.tolist() == ["withheld_one_value", "withheld_no_values", "student_t"]
    assert_array_equal(ours.estimate, [3, np.nan, 3])
    assert_array_equal(ours.interval, [[np.nan, np.nan, 3], [np.nan, np.nan, 3]])
    assert_array_equal(ours.values, [1, 0, 2])


def test_values_alike_have_no_width_whatever_they_are() -> None:
    ours = mean_of_values(np.full((2, 7), [[0.1], [-1e300]]))
    assert_array_equal(ours.estimate, [0.1, -1e300])
    assert_array_equal(ours.standard_deviation, [0, 0])
    assert_array_equal(ours.interval.lower, ours.interval.upper)


def test_enormous_and_minute_values_do_not_overflow() -> None:
    assert_allclose(mean_of_values([1e300, -1e300, 1e300]).standard_deviation, 2 / np.sqrt(3) * 1e300)
    assert_allclose(mean_of_values([1e-200, 3e-200]).standard_deviation, np.sqrt(2) * 1e-200)


def test_no_settings_and_no_values() -> None:
    assert mean_of_values(np.empty((0, 3))).estimate.shape == (0,)
    assert mean_of_values([]).method == "withheld_no_values"
    assert quantiles([]).quantile.shape == (0,)
    assert mean_of_values([1.0, 2.0], confidence=[0.9, 0.99]).interval.lower.shape == (2,)


@pytest.mark.parametrize("kernel", [mean_of_values, quantiles])
def test_what_is_refused(kernel) -> None:  # type: ignore[no-untyped-def]
    for wrong in (["a"], [True], [None], np.ma.masked_array([1.0], [True])):
        with pytest.raises(TypeError, match="values must be"):
            kernel(wrong)
    with pytest.raises(ValueError, match="single number"):
        kernel(3.0)
    with pytest.raises(ValueError, match="1e\\+300"):
        kernel([1.0, np.inf])
    with pytest.raises(TypeError, match="where must be"):
        kernel([1.0, 2.0], where=[1, 0])


def test_a_missing_value_is_refused_in_a_mean_and_stays_missing_in_a_quantile() -> None:
    with pytest.raises(ValueError, match="position 1"):
        mean_of_values([1.0, np.nan])
    ours = quantiles([1.0, np.nan, 2.0], number=2)
    assert_array_equal(ours.quantile, [2, np.nan, 1])
    assert ours.method.tolist() == ["ranked", "missing", "ranked"]
    assert_array_equal(quantiles([1.0, 5.0, 2.0], number=2, where=[True, False, True]).quantile, ours.quantile)


def test_fewer_areas_than_quantiles() -> None:
    ours = quantiles([[1.0, 2.0, np.nan], [3.0, 1.0, 2.0]], number=3)
    assert ours.method.tolist() == [["withheld_few_areas"] * 2 + ["missing"], ["ranked"] * 3]
    assert_array_equal(ours.quantile, [[np.nan] * 3, [1, 3, 2]])
    with pytest.raises(ValueError, match="1 or more"):
        quantiles([1.0], number=0)


def test_areas_alike_are_never_split_and_no_border_is_missed_by_rounding() -> None:
    assert_array_equal(quantiles(np.full(20, 3.0)).quantile, np.ones(20))
    for areas in range(10, 400, 10):
        assert_array_equal(np.unique(quantiles(np.arange(areas), number=10).quantile, return_counts=True)[1], areas // 10)


@given(few, st.floats(0.5, 8), st.integers(-50, 50))
def test_a_mean_follows_scale_and_shift(values: list[float], scale: float, shift: int) -> None:
    plain, moved = mean_of_values(values), mean_of_values(scale * np.array(values) + shift)
    assert_allclose(moved.interval, scale * np.array(plain.interval) + shift, rtol=1e-9, atol=1e-7)


@given(few, st.randoms())
def test_order_changes_nothing(values: list[float], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = np.array(values)[order]
    assert_allclose(mean_of_values(shuffled).interval, mean_of_values(values).interval, rtol=1e-9, atol=1e-9)
    assert_array_equal(quantiles(shuffled, number=2).quantile, quantiles(values, number=2).quantile[order])
