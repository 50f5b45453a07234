"""Representation and pay gaps at zero, one, nobody, missing, enormous and refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.pay_gap import mean_pay_gap, median_pay_gap, pay_quarters
from levelground.stats.progression import board_difference, progression_ratio
from levelground.stats.representation import participation_ratio, representativeness, response_representativity


def test_nobody_of_a_group_took_part() -> None:
    found = participation_ratio(0, 50, 0.1)
    assert (found.estimate, found.interval.lower, found.representation) == (0, 0, "below")
    assert 0 < found.interval.upper < 1


def test_the_borders_of_comparable_representation_belong_to_it() -> None:
    assert_array_equal(participation_ratio([4, 6], 10, 0.5).representation, ["comparable", "comparable"])


def test_groups_without_people_and_without_participants() -> None:
    found = representativeness([3, 0, 1], [6, 0, 0])
    assert_array_equal(found.ratio, [0.75, np.nan, np.inf])
    assert found.dissimilarity == 0.25
    assert_array_equal(
        representativeness([[0, 0], [1, 2]], [[1, 2], [0, 0]]).method, ["withheld_no_participants", "withheld_no_population"]
    )


def test_cells_outside_change_nothing() -> None:
    inside = representativeness([3, 5], [40, 60])
    outside = representativeness([3, np.nan, 5], [40, -1, 60], where=[True, False, True])
    assert_allclose(outside.dissimilarity, inside.dissimilarity, rtol=1e-15)
    assert np.isnan(outside.ratio[1])
    assert response_representativity([1, -5], [2, np.nan], where=[True, False]).estimate == 1
    pay, women = [10.0, 12, 14, 16], [True, False, True, False]
    for kernel in (mean_pay_gap, median_pay_gap):
        more = kernel([*pay, np.nan, 0], [*women, True, False], where=[True] * 4 + [False] * 2)
        assert_allclose(more.estimate, kernel(pay, women).estimate, rtol=1e-15)
    assert_array_equal(pay_quarters([*pay, np.nan], [*women, True], where=[True] * 4 + [False]).share, [1, 0, 1, 0])


def test_an_even_response_however_small_is_representative() -> None:
    assert response_representativity([0, 0], [5, 500]).estimate == 1
    assert response_representativity([0, 0], [0, 0]).method == "withheld_no_population"


def test_a_group_with_nobody_in_the_upper_grades() -> None:
    found = progression_ratio([10, 0, 10], [0, 10, 0], [10, 10, 10], [5, 5, 0])
    assert_array_equal(found.estimate, [np.inf, 0, np.nan])
    assert_array_equal(np.isinf(found.interval.upper), [True, False, True])
    assert not np.isnan(found.interval.lower).any()


def test_a_board_like_its_workforce() -> None:
    found = board_difference([3, 0], [12, 9], [250, 0], [1_000, 10])
    assert_array_equal(found.estimate, [0, 0])
    assert_array_equal(found.seats_short, [0, 0])


def test_one_person_and_nobody() -> None:
    assert mean_pay_gap([10, 12, 14], [True, False, False]).method == "withheld_few_values"
    assert np.isnan(median_pay_gap([10, 12], [False, False]).estimate)
    assert_array_equal(pay_quarters([10, 12], [True, False]).share, [1, np.nan, 0, np.nan])
    assert_array_equal(pay_quarters([], np.array([], dtype=bool)).people, np.zeros(4))
    assert np.isnan(median_pay_gap([], np.array([], dtype=bool)).estimate)


def test_equal_pay_has_no_gap_and_no_width() -> None:
    found = mean_pay_gap([10.0] * 4, [True, True, False, False])
    assert (found.estimate, found.interval.lower, found.interval.upper) == (0, 0, 0)


def test_enormous_pay() -> None:
    pay = np.array([1e300, 9e299, 1e300, 8e299])
    assert_allclose(mean_pay_gap(pay, [True, True, False, False]).estimate, 1 - 19 / 18, rtol=1e-12)
    assert np.isfinite(median_pay_gap(pay, [True, True, False, False]).estimate)


def test_empty_settings_give_empty_arrays() -> None:
    none = np.zeros((0, 3))
    assert mean_pay_gap(none, none > 0).estimate.shape == (0,)
    assert median_pay_gap(none, none > 0).estimate.shape == (0,)
    assert pay_quarters(none, none > 0).share.shape == (0, 4)
    assert representativeness(none, none).dissimilarity.shape == (0,)
    assert participation_ratio([], 5, 0.5).estimate.shape == (0,)


@pytest.mark.parametrize("share", [0, -0.1, 1.01, np.nan])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="population_share"):
        participation_ratio(1, 2, share)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="pay must be finite and above 0; found 0 at position 1"):
        mean_pay_gap([5, 0], [True, False])
    with pytest.raises(ValueError, match="board must be"):
        board_difference(5, 4, 1, 2)
    with pytest.raises(ValueError, match="responses must be"):
        response_representativity([3], [2])
    with pytest.raises(ValueError, match="axis"):
        representativeness(3, 2)
    with pytest.raises(TypeError, match="masked"):
        mean_pay_gap(np.ma.array([1.0, 2.0], mask=[True, False]), [True, False])
    with pytest.raises(TypeError, match="in_group must be True or False"):
        pay_quarters([1, 2], [1, 0])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        progression_ratio(None, 1, 1, 1)  # type: ignore[arg-type]
