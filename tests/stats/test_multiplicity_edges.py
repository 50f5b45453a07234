"""What adjusted p values and shrunken levels do with nothing, with little, with ends and enormous numbers; and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.multiplicity.adjusted_p_values import (
    benjamini_hochberg_p_values,
    benjamini_yekutieli_p_values,
    holm_p_values,
)
from levelground.stats.multiplicity.shrinkage import shrunken_proportion, shrunken_rate

ADJUSTED = [holm_p_values, benjamini_hochberg_p_values, benjamini_yekutieli_p_values]
EVERY: list[Callable[..., object]] = [*ADJUSTED, lambda cells: shrunken_rate(cells, 5.0), lambda cells: shrunken_proportion(cells, 5)]


@pytest.mark.parametrize("kernel", EVERY)
@pytest.mark.parametrize("bad", [["1", "0"], [None, 1], [True, False], np.ma.masked_array([1.0, 0.0], [True, False])])
def test_what_could_hide_a_missing_value_is_refused(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(TypeError, match="must be"):
        kernel(bad)


@pytest.mark.parametrize("kernel", EVERY)
@pytest.mark.parametrize("bad", [[1.0, np.nan], [0.0, np.inf], [1.0, -1.0], [0.0, 6.5]])
def test_what_is_no_such_number_is_refused(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(ValueError, match="position 1"):
        kernel(bad)


@pytest.mark.parametrize("kernel", EVERY)
def test_a_single_number_is_refused(kernel: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="must have an axis"):
        kernel(1)


@pytest.mark.parametrize("kernel", ADJUSTED)
def test_p_values_at_the_ends(kernel: Callable[..., np.ndarray]) -> None:
    assert kernel(np.zeros((3, 0))).shape == (3, 0)
    assert_array_equal(kernel([0.03]), [0.03])
    assert_array_equal(kernel([0.0, 1.0, 0.0, 1.0]), [0, 1, 0, 1])
    assert np.isnan(kernel([[0.1, 0.2]], where=False)).all()
    assert (kernel([1e-300] * 3) > 0).all()


@pytest.mark.parametrize("kernel", ADJUSTED)
def test_cells_outside_change_nothing(kernel: Callable[..., np.ndarray]) -> None:
    p_values = np.array([[0.01, np.nan, 0.04, 0.02], [0.5, 0.01, -3.0, np.inf]])
    where = np.array([[True, False, True, True], [True, True, False, False]])
    together = kernel(p_values, where=where)
    for row in range(2):
        assert_allclose(together[row][where[row]], kernel(p_values[row][where[row]]))
        assert np.isnan(together[row][~where[row]]).all()


@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
def test_nothing_gives_nothing(kernel: Callable[..., object]) -> None:
    assert kernel(np.zeros((2, 0)), np.zeros((2, 0))).shrunken.shape == (2, 0)


@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
@pytest.mark.parametrize(
    ("events", "where", "why"),
    [
        ([3, 4, 5], [True, True, False], "withheld_few_groups"),
        ([0, 0, 0], True, "withheld_no_events"),
    ],
)
def test_what_cannot_be_learnt_is_withheld(kernel: Callable[..., object], events: list[int], where: object, why: str) -> None:
    found = kernel(events, [10, 10, 10], where=where)
    inside = np.broadcast_to(where, 3)
    assert_array_equal(found.method, np.where(inside, why, "left_out"))
    for part in (found.shrunken, *found.interval, found.own_share, found.prior_mean):
        assert np.isnan(part).all()
    assert np.isfinite(found.raw[inside]).all()
    assert np.isfinite(np.array(found.raw_interval)[:, inside]).all()


def test_every_trial_an_event() -> None:
    assert_array_equal(shrunken_proportion([5, 6, 7], [5, 6, 7]).method, ["withheld_all_events"] * 3)
    assert_array_equal(shrunken_rate([5, 6, 7], [5, 6, 7]).method, ["gamma_poisson"] * 3)


@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
def test_a_withheld_setting_leaves_its_neighbours_alone(kernel: Callable[..., object]) -> None:
    found = kernel([[0, 0, 0], [3, 0, 9]], [[9, 9, 9], [9, 10, 40]])
    assert np.isnan(found.shrunken[0]).all()
    assert_allclose(found.shrunken[1], kernel([3, 0, 9], [9, 10, 40]).shrunken)


def test_no_events_in_one_group_is_a_level_above_zero() -> None:
    for found in (shrunken_rate([0, 5, 9], [4, 40, 80]), shrunken_proportion([0, 5, 9], [4, 40, 80])):
        assert found.raw[0] == 0
        assert 0 < found.interval.lower[0] < found.shrunken[0] < found.interval.upper[0]


@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
def test_enormous_groups_keep_their_own_figures(kernel: Callable[..., object]) -> None:
    found = kernel([10**11, 2 * 10**11, 3 * 10**11], [10**12] * 3)
    assert_allclose(found.shrunken, [0.1, 0.2, 0.3], rtol=1e-6)
    assert (found.own_share > 0.999).all()


def test_the_smallest_groups_follow_the_others() -> None:
    found = shrunken_rate([1, 100, 101, 99, 100, 98, 102], [0.1, 100, 100, 100, 100, 100, 100])
    assert found.raw[0] == 10
    assert 1 < found.shrunken[0] < 1.2


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("prior mean must be", {"prior": (0.0, 5.0)}),
        ("prior strength must be", {"prior": (0.5, -1.0)}),
        ("fraction between 0 and 1", {"confidence": 95}),
        ("must be finite and above 0", {"size": [1, 2, 0]}),
    ],
)
@pytest.mark.parametrize("kernel", [shrunken_rate, shrunken_proportion])
def test_choices_that_cannot_be(kernel: Callable[..., object], words: str, options: dict[str, object]) -> None:
    size = options.pop("size", [5, 6, 7])
    if kernel is shrunken_proportion and size == [1, 2, 0]:
        words = "trials must be whole numbers, 1 or more"
    with pytest.raises(ValueError, match=words):
        kernel([0, 1, 0], size, **options)
    options["size"] = size


def test_a_prior_of_one_is_no_proportion() -> None:
    with pytest.raises(ValueError, match="prior mean must be between"):
        shrunken_proportion([1], [2], prior=(1.0, 5.0))
