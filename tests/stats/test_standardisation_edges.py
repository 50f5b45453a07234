"""What zeros, missing, masked, empty, enormous and negative values give, and what is refused, in standardisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.standardisation.association import mantel_haenszel_test
from levelground.stats.standardisation.comparative import direct_rate_difference, direct_rate_ratio
from levelground.stats.standardisation.direct import direct_rate, direct_rate_of_repeats
from levelground.stats.standardisation.indirect import expected_events, indirect_rate, indirect_ratio, standardised_ratio
from levelground.stats.standardisation.life_expectancy import WIDTHS_TO_85, WIDTHS_TO_90, life_expectancy
from levelground.stats.standardisation.mantel_haenszel import (
    pooled_odds_ratio,
    pooled_rate_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)

Kernel = Callable[..., Any]
every_rate = partial(direct_rate, least_events=0)
short_table = partial(life_expectancy, widths=[1, 5], small_population=0, widest=np.inf)
STRATIFIED: dict[str, Kernel] = {
    "odds ratio": pooled_odds_ratio,
    "risk ratio": pooled_risk_ratio,
    "rate ratio": pooled_rate_ratio,
    "risk difference": pooled_risk_difference,
    "test": mantel_haenszel_test,
}
TAKEN: dict[str, tuple[Kernel, tuple[list[int], ...]]] = {
    "direct": (direct_rate, ([5, 7], [100, 200], [3, 4])),
    "indirect ratio": (indirect_ratio, ([5, 7], [100, 200], [9, 8], [50, 60])),
    "indirect rate": (indirect_rate, ([5, 7], [100, 200], [9, 8], [50, 60])),
    "life expectancy": (short_table, ([5, 2, 7], [100, 80, 200])),
} | {name: (kernel, ([5, 7], [100, 200], [9, 8], [50, 60])) for name, kernel in STRATIFIED.items()}
each_kernel = pytest.mark.parametrize(("kernel", "arguments"), TAKEN.values(), ids=TAKEN)
each_stratified = pytest.mark.parametrize("kernel", STRATIFIED.values(), ids=STRATIFIED)


@each_kernel
@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, 1e300])
def test_impossible_numbers_are_refused_wherever_they_stand(kernel: Kernel, arguments: tuple[list[int], ...], bad: float) -> None:
    for place in range(len(arguments)):
        wrong = [list(map(float, each)) for each in arguments]
        wrong[place][1] = bad
        with pytest.raises(ValueError, match="position"):
            kernel(*wrong)


@each_kernel
@pytest.mark.parametrize("wrong", [["5", "7"], [None, 7], [True, False], np.ma.array([5, 7], mask=[False, True])], ids=str)
def test_what_could_hide_a_missing_value_is_refused(kernel: Kernel, arguments: tuple[list[int], ...], wrong: Any) -> None:
    with pytest.raises(TypeError):
        kernel(wrong, *arguments[1:])


@each_kernel
def test_a_number_without_bands_is_refused(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    with pytest.raises(ValueError, match="axis"):
        kernel(*(each[0] for each in arguments))


@each_kernel
def test_counts_are_whole(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    with pytest.raises(ValueError, match="whole"):
        kernel([0.5] * len(arguments[0]), *arguments[1:])


@each_kernel
def test_no_settings_give_no_results(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    found = kernel(*(np.zeros((0, len(each))) for each in arguments))
    assert found.method.shape[0] == 0
    assert found[0].shape[0] == 0


@each_kernel
def test_confidence_is_a_fraction(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    if kernel is not mantel_haenszel_test:
        with pytest.raises(ValueError, match="not 95"):
            kernel(*arguments, confidence=95)


@each_kernel
def test_bands_that_do_not_belong_change_nothing(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    if kernel is short_table:
        return
    longer = [np.array([*map(float, each), fill]) for each, fill in zip(arguments, (np.nan, -3.0, 0.5, np.inf), strict=False)]
    found, plain = kernel(*longer, where=[True, True, False]), kernel(*arguments)
    assert_array_equal(found.method, plain.method)
    assert_allclose(np.array(found[0]), plain[0], rtol=1e-14)


@each_kernel
def test_enormous_counts_stay_numbers(kernel: Kernel, arguments: tuple[list[int], ...]) -> None:
    enormous = [np.array(each) * 1e60 for each in arguments]
    assert np.isfinite(np.array(kernel(*enormous)[0])).all()


def test_a_rate_of_few_events_is_withheld() -> None:
    found = direct_rate([[4, 5], [4, 6]], [100, 100], [1, 1])
    assert found.method.tolist() == ["withheld_few_events", "dobson_byar"]
    assert np.isnan([found.estimate[0], found.standard_error[0], *(limit[0] for limit in found.interval)]).all()
    assert found.events.tolist() == [9, 10]


def test_few_events_shown_on_request() -> None:
    found = every_rate([[0, 0], [4, 5], [4, 6]], [100, 50], [1, 1])
    assert found.method.tolist() == ["fay_feuer", "fay_feuer", "dobson_byar"]
    assert found.estimate[0] == found.interval.lower[0] == found.standard_error[0] == 0
    assert_allclose(found.interval.upper[0], 3.688879 / 50 / 2, rtol=1e-6)


def test_a_band_without_people_withholds_unless_it_weighs_nothing() -> None:
    found = every_rate([[5, 0], [5, 3], [5, 0]], [[90, 0], [90, 0], [90, 0]], [[1, 1], [1, 1], [1, 0]])
    assert found.method.tolist() == ["withheld_no_people_in_a_band", "withheld_no_people_in_a_band", "fay_feuer"]
    assert_allclose(found.estimate[2], 5 / 90)


def test_without_a_standard_population_there_is_no_rate() -> None:
    assert direct_rate([30, 40], [100, 100], [0, 0]).method == "withheld_no_standard_population"
    assert direct_rate([30, 40], [100, 100], [1, 1], where=[False, False]).method == "withheld_no_standard_population"
    assert direct_rate(np.zeros((3, 0)), np.zeros((3, 0)), np.zeros((3, 0))).method.tolist() == ["withheld_no_standard_population"] * 3


def test_limits_are_chosen_by_name() -> None:
    with pytest.raises(ValueError, match="did you mean 'fay_feuer'"):
        direct_rate([30], [100], [1], limits="Fay-Feuer")
    assert direct_rate([30], [100], [1], limits="fay_feuer").method == "fay_feuer"


def test_events_where_nothing_weighs_do_not_count() -> None:
    assert direct_rate([500, 9], [100, 100], [0, 1]).method == "withheld_few_events"


def test_there_may_be_more_events_than_people() -> None:
    assert_allclose(direct_rate([300], [100], [1]).estimate, 3)


def test_fewer_than_one_over_the_largest_person_is_refused() -> None:
    with pytest.raises(ValueError, match="1e-70 or more"):
        direct_rate([30], [1e-300], [1])


@pytest.mark.parametrize("repeats", [[1], [1, 2, 3], [[1, 2]], 1])
def test_repeats_name_each_row(repeats: Any) -> None:
    with pytest.raises(ValueError, match="each row"):
        direct_rate_of_repeats([[10, 2], [3, 1]], [100, 100], [1, 1], repeats)
    with pytest.raises(ValueError, match="1 or more"):
        direct_rate_of_repeats([[10, 2], [3, 1]], [100, 100], [1, 1], [0, 1])


def test_bands_that_do_not_belong_are_left_out_of_repeats() -> None:
    people = [[10, 2, np.nan], [3, 1, -1]]
    found = direct_rate_of_repeats(people, [100, 80, np.nan], [1, 1, 1], [1, 2], where=[True, True, False])
    plain = direct_rate_of_repeats([[10, 2], [3, 1]], [100, 80], [1, 1], [1, 2])
    assert found == plain


def test_nothing_expected_has_no_ratio() -> None:
    found = standardised_ratio([0, 5, 5], [0, 0, np.nan])
    assert found.method.tolist() == ["withheld_no_expected_events"] * 2 + ["withheld_no_reference_population"]
    assert np.isnan([found.estimate, *found.interval]).all()


def test_no_events_of_some_expected() -> None:
    found = standardised_ratio(0, 4.0, per=100)
    assert found.estimate == found.interval.lower == 0
    assert_allclose(found.interval.upper, 100 * 3.688879 / 4, rtol=1e-6)


def test_a_reference_without_people_matters_only_where_the_group_has_some() -> None:
    assert expected_events([10, 0], [1, 0], [100, 0]) == 0.1
    assert np.isnan(expected_events([10, 1], [1, 0], [100, 0]))
    assert indirect_rate([3, 1], [10, 1], [1, 0], [100, 0]).method == "withheld_no_reference_population"
    assert expected_events(np.zeros((2, 0)), [], []).tolist() == [0, 0]


def test_a_rate_is_withheld_with_its_ratio() -> None:
    found = indirect_rate([12], [100], [0], [50])
    assert found.method == "withheld_no_expected_events"
    assert np.isnan([found.estimate, *found.interval]).all()


def test_compared_rates_are_withheld_with_either() -> None:
    some, few = direct_rate([60], [100], [1]), direct_rate([6], [100], [1])
    for compared in (direct_rate_ratio, direct_rate_difference):
        for pair in ((some, few), (few, some)):
            found = compared(*pair)
            assert found.method == "withheld_few_events"
            assert np.isnan([found.estimate, *found.interval]).all()


def test_ratios_of_rates_of_nothing() -> None:
    some, none = every_rate([20], [100], [1]), every_rate([0], [100], [1])
    over_none, of_none, both = direct_rate_ratio(some, none), direct_rate_ratio(none, some), direct_rate_ratio(none, none)
    assert over_none.estimate == over_none.interval.upper == np.inf
    assert 0 < over_none.interval.lower < np.inf
    assert of_none.estimate == of_none.interval.lower == 0
    assert_allclose(of_none.interval.upper, 1 / over_none.interval.lower)
    assert both.method == "no_events"
    assert np.isnan(both.estimate)
    assert both.interval == (0, np.inf)


PLACE = np.array([3, 0, 0, 0, 0, 3, 3, 0, 0, 0, 1, 5, 5, 4, 21, 13, 21, 10, 82, 28.0])
PEOPLE = np.array([1370, 911, 1365, 2008, 543, 746, 1557, 1080, 2182, 1581, 784, 3041, 2252, 2150, 1803, 808, 711, 317, 1105, 224.0])


def changed(values: np.ndarray, place: int, value: float) -> np.ndarray:
    other = values.copy()
    other[place] = value
    return other


@pytest.mark.parametrize(
    ("deaths", "people", "method"),
    [
        (PLACE, changed(PEOPLE, 3, 0), "withheld_no_people_in_a_band"),
        (changed(PLACE, 3, 2009), PEOPLE, "withheld_more_deaths_than_people"),
        (np.minimum(PLACE, 2), PEOPLE * 4_999 / PEOPLE.sum(), "withheld_small_population"),
        (changed(PLACE, 19, 0), PEOPLE, "withheld_no_deaths_in_last_band"),
    ],
)
def test_a_place_that_has_no_life_expectancy(deaths: np.ndarray, people: np.ndarray, method: str) -> None:
    found = life_expectancy([deaths, PLACE], [people, PEOPLE])
    assert set(found.method[0].tolist()) == {method}
    assert set(found.method[1].tolist()) == {"chiang_silcocks"}
    assert np.isnan([found.estimate[0], *(limit[0] for limit in found.interval)]).all()


def test_a_population_of_just_5000_is_too_small() -> None:
    few = np.full(20, 250.0)
    assert life_expectancy(np.ones(20), few).method[0] == "withheld_small_population"
    assert life_expectancy(np.ones(20), changed(few, 0, 251)).method[0] != "withheld_small_population"


def test_settings_and_confidences_broadcast() -> None:
    places = np.stack([PLACE, PLACE + 1, PLACE + 2])
    found = life_expectancy(places, PEOPLE, confidence=[[0.95], [0.998]])
    assert found.estimate.shape == found.method.shape == found.interval.lower.shape == (2, 3, 20)
    assert_array_equal(found.interval.upper[1, 2], life_expectancy(PLACE + 2, PEOPLE, confidence=0.998).interval.upper)
    rates = direct_rate(places, PEOPLE, PEOPLE, confidence=[[0.95], [0.998]])
    assert rates.estimate.shape == rates.interval.lower.shape == (2, 3)
    assert_array_equal(rates.interval.upper[1, 2], direct_rate(PLACE + 2, PEOPLE, PEOPLE, confidence=0.998).interval.upper)


def test_as_many_deaths_as_people_are_possible() -> None:
    assert life_expectancy(changed(PLACE, 3, 2008), PEOPLE).method[0] == "chiang_silcocks"


def test_a_wide_interval_is_withheld_at_its_ages_whatever_the_confidence() -> None:
    deaths = changed(PLACE, 19, 2)
    for confidence in (0.8, 0.95, 0.998):
        found = life_expectancy(deaths, changed(PEOPLE, 19, 25), confidence=confidence)
        assert found.method[19] == "withheld_wide_interval"
        assert np.isnan(found.estimate[19])
        assert found.method[0] == "chiang_silcocks"


def test_bands_to_85_and_to_90_and_any_others() -> None:
    assert (len(WIDTHS_TO_85), len(WIDTHS_TO_90)) == (18, 19)
    assert sum(WIDTHS_TO_85) == 85
    assert sum(WIDTHS_TO_90) == 90
    to_85 = [np.append(each[:18], each[18:].sum()) for each in (PLACE, PEOPLE)]
    assert life_expectancy(*to_85, widths=WIDTHS_TO_85).estimate.shape == (19,)
    with pytest.raises(ValueError, match="found 19 for 19 bands"):
        life_expectancy(*to_85)
    with pytest.raises(ValueError, match="lived"):
        short_table([1, 1, 1], [9, 9, 9], lived=[0.5, 1.5])


def test_where_nearly_everybody_dies_nobody_is_left() -> None:
    found = short_table([0, 9, 5], [10, 10, 10])
    assert_allclose(found.estimate, [3.5, 2.5, 2])


def test_one_open_band_is_people_over_deaths() -> None:
    found = life_expectancy([25], [1000], widths=[], small_population=0, widest=np.inf)
    assert_allclose((found.estimate[0], found.standard_error[0]), (40, 8))


@each_stratified
def test_a_stratum_that_lacks_a_group_adds_nothing(kernel: Kernel) -> None:
    found, plain = kernel([5, 7, 3], [10, 20, 9], [4, 6, 0], [11, 19, 0]), kernel([5, 7], [10, 20], [4, 6], [11, 19])
    assert_allclose(found[0], plain[0], rtol=1e-14)
    assert found.method == plain.method


@each_stratified
def test_no_stratum_with_both_groups_says_nothing(kernel: Kernel) -> None:
    found = kernel([5, 0], [10, 0], [0, 6], [0, 19])
    assert found.method.startswith("withheld_no_")
    assert np.isnan(found[0])
    assert kernel(np.zeros((2, 0)), [], [], []).method.shape == (2,)


@pytest.mark.parametrize("kernel", [pooled_odds_ratio, pooled_risk_ratio, pooled_rate_ratio])
def test_ratios_without_events_on_one_side_have_no_interval(kernel: Kernel) -> None:
    none, over_none = kernel([0, 0], [10, 12], [4, 6], [11, 19]), kernel([4, 6], [11, 19], [0, 0], [10, 12])
    assert (none.estimate, over_none.estimate) == (0, np.inf)
    for found in (none, over_none):
        assert found.method == "no_interval_no_events"
        assert np.isnan([found.standard_error, *found.interval]).all()
    assert kernel([0, 0], [10, 12], [0, 0], [11, 19]).method == "withheld_no_informative_stratum"


def test_everybody_with_the_event_has_no_spread() -> None:
    for kernel, value in ((pooled_risk_ratio, 1), (pooled_risk_difference, 0)):
        found = kernel([10], [10], [12], [12])
        assert found.estimate == value
        assert found.method == "no_interval_no_spread"
        assert np.isnan(found.interval).all()


@pytest.mark.parametrize("kernel", [pooled_odds_ratio, pooled_risk_ratio, pooled_risk_difference, mantel_haenszel_test])
def test_more_events_than_people_are_refused_where_each_counts_once(kernel: Kernel) -> None:
    with pytest.raises(ValueError, match="reference_events must be no more than reference_trials; found 12 of 11 at position 1"):
        kernel([5, 7], [10, 20], [4, 12], [11, 11])


def test_correction_is_on_or_off() -> None:
    with pytest.raises(TypeError, match="continuity"):
        mantel_haenszel_test([1], [2], [1], [2], continuity=1)  # type: ignore[arg-type]
    assert mantel_haenszel_test([5], [10], [5], [10]).statistic == 0


def test_a_lower_limit_below_0_is_cut_at_0_unless_the_reference_is_followed() -> None:
    """Two events in a band of few people with much of the weight, and ten that weigh nothing to speak of."""
    events, people, weights = np.array([2, 10]), np.array([50, 10_000]), np.array([5_000, 100])
    share = weights / weights.sum() / people
    rate, each = share @ events, np.sqrt(share**2 @ events / 12)
    byar = [12 * (1 - 1 / 108 - 1.959964 / 3 / 12**0.5) ** 3, 13 * (1 - 1 / 117 + 1.959964 / 3 / 13**0.5) ** 3]
    limits = [rate + each * (limit - 12) for limit in byar]
    assert limits[0] < 0
    assert_allclose(direct_rate(events, people, weights, compat="phe-2.1.0").interval, limits, rtol=1e-5)
    assert_allclose(direct_rate(events, people, weights).interval, (0, limits[1]), rtol=1e-5)
    assert_allclose(direct_rate_of_repeats([events], people, weights, [1], compat="phe-2.1.0").interval, limits, rtol=1e-5)


def test_events_in_a_band_of_weight_0_count_only_where_the_reference_is_followed() -> None:
    told = direct_rate([8, 5], [100, 100], [1, 0])
    assert (told.events, told.method) == (8, "withheld_few_events")
    printed = direct_rate([8, 5], [100, 100], [1, 0], compat="phe-2.1.0")
    assert (printed.events, printed.method) == (13, "dobson_byar")
    assert_allclose(printed.estimate, 0.08)


def test_a_reference_that_is_not_known_is_named_beside_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"phe-2\.1\.0"):
        direct_rate([8], [100], [1], compat="phe-2")
