"""What zeros, ties, missing, empty and enormous values give, and what is refused, for inequality between groups without an order."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.inequality import attributable, disparity, entropy, mean_differences, variance
from levelground.stats.inequality.differences import difference, ordered_difference, ordered_ratio, ratio
from levelground.stats.inequality.measures import HEALTHEQUAL, InequalityMeasure
from levelground.stats.inequality.simulation import Simulation, truncated_normal
from levelground.stats.inequality.unordered import unordered_measures

Measure = Callable[..., InequalityMeasure]

WITH_ERRORS: dict[str, Measure] = {
    "bgv": variance.between_group_variance,
    "bgsd": variance.between_group_standard_deviation,
    "cov": variance.coefficient_of_variation,
    "idisw": partial(disparity.index_of_disparity, weighted=True),
    "idisu": partial(disparity.index_of_disparity, weighted=False),
    "mdmw": partial(mean_differences.mean_difference_from_mean, weighted=True),
    "mdbu": partial(mean_differences.mean_difference_from_best, weighted=False, favourable=True),
    "mdrw": partial(mean_differences.mean_difference_from_reference, weighted=True, reference=0),
    "ti": entropy.theil_index,
    "mld": entropy.mean_log_deviation,
}
ATTRIBUTABLE: dict[str, Measure] = {
    "par": partial(attributable.population_attributable_risk, favourable=True, scale=100),
    "paf": partial(attributable.population_attributable_fraction, favourable=True, scale=100),
}
MEASURES = WITH_ERRORS | ATTRIBUTABLE
PAIRS: dict[str, Measure] = {
    "d": difference,
    "r": ratio,
    "ordered d": partial(ordered_difference, favourable=True),
    "ordered r": partial(ordered_ratio, favourable=False),
}
each_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
each_with_errors = pytest.mark.parametrize("measure", WITH_ERRORS.values(), ids=WITH_ERRORS)
each_pair = pytest.mark.parametrize("measure", PAIRS.values(), ids=PAIRS)


@each_measure
def test_level_groups_show_no_inequality(measure: Measure) -> None:
    assert_allclose(measure([30, 30, 30], [5, 7, 9]).estimate, 0, atol=1e-12)


@each_with_errors
def test_without_standard_errors_there_is_the_estimate_alone(measure: Measure) -> None:
    found = measure([10, 30], [5, 7])
    assert found.method == "no_standard_errors"
    assert np.isfinite(found.estimate)
    assert np.isnan(found.interval).all()
    assert np.isnan(found.standard_error)


@each_with_errors
def test_standard_errors_of_0_are_certainty(measure: Measure) -> None:
    """At the bounds too: the reference draws for ever there."""
    found = measure([0.5, 30, 100], [5, 7, 9], standard_errors=0.0)
    assert_allclose(found.interval, [found.estimate] * 2, rtol=1e-9)
    assert found.method in {"simulated", "normal_quadratic_form", "delta"}


def test_draws_at_the_bounds_end() -> None:
    simulation = Simulation(draws=500, highest=100)
    found = variance.between_group_standard_deviation([0, 100, 0], 1.0, standard_errors=[5, 5, 0], simulation=simulation)
    assert found.interval.lower < found.interval.upper < found.estimate
    assert found.method == "simulated_estimate_outside"


def test_draws_never_pass_their_bounds() -> None:
    class Extremes:
        """The smallest and the largest uniform number."""

        def random(self, shape: tuple[int, ...]) -> np.ndarray:
            return np.broadcast_to([0.0, np.nextafter(1, 0)], shape).copy()

    means = np.linspace(0, 1, 1_001)[:, np.newaxis]
    drawn = truncated_normal(Extremes(), means, np.full_like(means, 0.3), np.ones_like(means), draws=2)  # type: ignore[arg-type]
    assert drawn.min() == 0
    assert drawn.max() == 1
    assert_allclose(drawn[:, 0], 0, atol=1e-12)


@each_measure
def test_one_group_or_none_has_no_inequality_to_measure(measure: Measure) -> None:
    for found in (
        measure([30], [5]),
        measure([30, 40], [5, 7], where=[True, False]),
        measure([30, 40], [5, 7], where=False),
        measure(np.empty((0,)), np.empty((0,))),
    ):
        assert found.method == "withheld_fewer_than_two_groups"
        assert np.isnan([found.estimate, found.standard_error, *found.interval]).all()


@each_pair
def test_one_group_has_no_gap(measure: Measure) -> None:
    assert measure([30]).method == "withheld_fewer_than_two_groups"
    assert np.isnan(measure([30], standard_errors=2).interval.upper)
    assert measure(np.empty((3, 0))).estimate.shape == (3,)


@each_measure
def test_no_people_at_all(measure: Measure) -> None:
    found = measure([[30, 40], [30, 40]], [[0, 0], [5, 7]])
    assert found.method[0] == "withheld_no_population"
    assert np.isnan(found.estimate[0])
    assert not np.isnan(found.estimate[1])


@each_measure
def test_no_settings_give_no_results(measure: Measure) -> None:
    found = measure(np.empty((0, 3)), np.empty((0, 3)))
    assert found.estimate.shape == found.interval.lower.shape == found.method.shape == (0,)


@each_measure
def test_a_group_without_people_changes_nothing_where_people_count(measure: Measure) -> None:
    if "weighted" in getattr(measure, "keywords", {}) and not measure.keywords["weighted"]:  # type: ignore[attr-defined]
        assert measure([10, 20, 30], [5, 5, 0]).estimate != measure([10, 20], [5, 5]).estimate
    elif measure not in ATTRIBUTABLE.values():
        assert_allclose(measure([10, 20, 30], [5, 5, 0]).estimate, measure([10, 20], [5, 5]).estimate)


@each_measure
def test_cells_that_do_not_belong_may_hold_anything(measure: Measure) -> None:
    junk = {"standard_errors": [1, 2, -9]} if measure in WITH_ERRORS.values() else {}
    clean = {"standard_errors": [1, 2]} if measure in WITH_ERRORS.values() else {}
    for bad in (np.nan, -5, np.inf, 1e200):
        found = measure([10, 20, bad], [5, 7, bad], where=[True, True, False], **junk)
        alone = measure([10, 20], [5, 7], **clean)
        assert_allclose(found.estimate, alone.estimate)
        assert_allclose(found.interval, alone.interval)
        assert found.method == alone.method


@each_measure
def test_enormous_values(measure: Measure) -> None:
    with pytest.raises(ValueError, match=r"estimates must be 0 or more and at most 1e\+70; found 1e\+71 at position 1"):
        measure([1, 1e71], [5, 7])
    if measure in WITH_ERRORS.values():
        found = measure([1e70, 3e69], [1e70, 1e50], standard_errors=[1e69, 1e69])
        assert np.isfinite([found.estimate, *found.interval]).all()


@each_measure
@pytest.mark.parametrize("small", [5e-324, 1e-310, 1e-160])
def test_next_to_nothing(measure: Measure, small: float) -> None:
    """Beside what is enormous, and alone: no warning, and an estimate that is a number."""
    for values in ([small, 1e70], [small, 2 * small]):
        errors = {"standard_errors": [1.0, small]} if measure in WITH_ERRORS.values() else {"scale": 1e70}
        assert not np.isnan(measure(values, [5, 7], **errors).estimate)


@each_pair
def test_gaps_between_next_to_nothing_and_the_enormous(measure: Measure) -> None:
    found = measure([5e-324, 1e70], standard_errors=1.0)
    assert not np.isnan(found.estimate)


@each_measure
@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, -np.inf])
def test_negative_and_missing_numbers_are_refused(measure: Measure, bad: float) -> None:
    with pytest.raises(ValueError, match=r"estimates must be 0 or more.*at position \(1, 0\)"):
        measure([[1, 2], [bad, 2]], [5, 7])
    with pytest.raises(ValueError, match=r"population must be 0 or more.*at position 1"):
        measure([1, 2], [5, bad])


@each_with_errors
def test_standard_errors_are_checked(measure: Measure) -> None:
    with pytest.raises(ValueError, match=r"standard_errors must be 0 or more"):
        measure([1, 2], [5, 7], standard_errors=[1, np.nan])
    with pytest.raises(TypeError, match="standard_errors must be numbers"):
        measure([1, 2], [5, 7], standard_errors=["1", "2"])


NOT_NUMBERS = [None, ["3", "4"], [True, False], [3, None], [Decimal(3), 4], [3j, 4], np.ma.masked_array([3.0, 4], [True, False])]


@each_measure
@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
def test_what_could_hide_a_missing_value_is_refused(measure: Measure, bad: object) -> None:
    with pytest.raises(TypeError, match="estimates must be"):
        measure(bad, [5, 7])


@each_pair
@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
def test_pairs_refuse_what_could_hide_a_missing_value(measure: Measure, bad: object) -> None:
    with pytest.raises(TypeError, match="estimates must be"):
        measure(bad)


@pytest.mark.parametrize("bad", [95, 0, 1, np.nan])
def test_confidence_must_be_a_fraction(bad: float) -> None:
    for measure in MEASURES.values():
        with pytest.raises(ValueError, match="confidence must be a fraction"):
            measure([1, 2], [5, 7], confidence=bad)


def test_a_single_number_has_no_groups() -> None:
    with pytest.raises(ValueError, match="estimates must have an axis of groups"):
        difference(3)


def test_shape_of_a_single_setting_and_of_many() -> None:
    one, many = difference([1.0, 3.0], standard_errors=1), difference(np.ones((4, 5, 3)), standard_errors=np.ones(3))
    assert one.estimate == 2
    assert np.ndim(one.estimate) == np.ndim(one.interval.lower) == np.ndim(one.method) == 0
    assert many.estimate.shape == many.interval.upper.shape == many.method.shape == (4, 5)


def test_settings_may_differ_in_confidence_direction_reference_and_average() -> None:
    values, people = [[10, 20, 40], [10, 20, 40]], [5, 5, 10]
    best = mean_differences.mean_difference_from_best(values, people, weighted=True, favourable=[True, False])
    assert_allclose(best.estimate, [12.5, 17.5])
    referred = mean_differences.mean_difference_from_reference(values, people, weighted=False, reference=[0, 1])
    assert_allclose(referred.estimate, [40 / 3, 10])
    known = mean_differences.mean_difference_from_mean(values, people, weighted=False, average=[20, 10])
    assert_allclose(known.estimate, [10, 40 / 3])
    wide = difference(values, standard_errors=1, confidence=[0.5, 0.99])
    assert wide.interval.upper[0] < wide.interval.upper[1]


@pytest.mark.parametrize(("bad", "error"), [(3, ValueError), (-1, ValueError), (1.0, TypeError), (None, TypeError), (True, TypeError)])
def test_a_reference_is_the_place_of_a_group(bad: object, error: type[Exception]) -> None:
    with pytest.raises(error, match="reference must be the position of a group"):
        mean_differences.mean_difference_from_reference([1, 2, 3], 1.0, weighted=True, reference=bad)


def test_a_reference_belongs_to_its_setting() -> None:
    with pytest.raises(ValueError, match="reference must be the position of a group of its setting; found 2 in setting 0"):
        difference([1, 2, 3], reference=2, favourable=True, where=[True, True, False])
    with pytest.raises(ValueError, match="favourable must be given with a reference group"):
        difference([1, 2, 3], reference=2)


def test_a_reference_that_is_the_worst_is_beside_the_worst_of_the_others() -> None:
    found = difference([10, 20, 40], reference=0, favourable=True)
    assert found.estimate == -10
    assert ratio([10, 20, 40], reference=2, favourable=False).estimate == 0.5


@pytest.mark.parametrize("bad", [1, 0, "True", None, np.nan])
def test_a_direction_is_true_or_false(bad: object) -> None:
    with pytest.raises(TypeError, match="favourable must be True or False"):
        ordered_difference([1, 2], favourable=bad)


def test_ratios_with_0() -> None:
    found = ratio([[0, 5], [0, 0], [5, 5]], standard_errors=1)
    assert_array_equal(found.estimate, [np.inf, np.nan, 1])
    assert_array_equal(found.method, ["withheld_zero_estimate", "withheld_zero_estimate", "log_normal"])
    assert_array_equal(np.isnan(found.interval.lower), [True, True, False])
    assert_array_equal(ratio([[0, 5], [0, 0]]).method, ["withheld_zero_estimate"] * 2)
    nothing = ordered_ratio([5, 0], favourable=True, standard_errors=1)
    assert (nothing.estimate, nothing.standard_error, nothing.interval.lower) == (0, np.inf, 0)
    assert np.isnan(nothing.interval.upper)
    assert nothing.method == "withheld_zero_estimate"


def test_ends_of_an_order_are_the_first_and_the_last_that_belong() -> None:
    found = ordered_difference([np.nan, 10, 20, 45, np.nan], favourable=True, where=[False, True, True, True, False])
    assert found.estimate == 35


def test_an_average_of_0_has_nothing_relative_to_it() -> None:
    for name in ("cov", "idisw", "idisu"):
        found = WITH_ERRORS[name]([0, 0], [5, 7], standard_errors=1)
        assert found.method == "withheld_zero_average"
        assert np.isnan([found.estimate, *found.interval]).all()
    assert WITH_ERRORS["ti"]([0, 0], [5, 7]).estimate == 0
    assert WITH_ERRORS["mdmw"]([0, 0], [5, 7]).estimate == 0
    assert np.isnan(ATTRIBUTABLE["paf"]([0, 0], [5, 7]).estimate)
    assert ATTRIBUTABLE["paf"]([0, 0], [5, 7]).method == "withheld_zero_average"
    assert ATTRIBUTABLE["par"]([0, 0], [5, 7]).estimate == 0


def test_estimates_of_0_in_indices_of_logarithms() -> None:
    for name in ("ti", "mld"):
        found = WITH_ERRORS[name]([[0, 10], [5, 10]], [5, 7], standard_errors=1)
        assert_array_equal(found.method, ["delta_zero_replaced", "delta"])
    assert_allclose(WITH_ERRORS["ti"]([0, 10], 1.0).estimate, 1000 * np.log(2), rtol=1e-4)
    assert WITH_ERRORS["mld"]([0, 10, 20], [0, 5, 5], standard_errors=1).method == "delta"
    assert WITH_ERRORS["mld"]([1e-300, 10], 1.0, standard_errors=1e60).standard_error == np.inf


def test_the_best_group_has_no_people() -> None:
    found = ATTRIBUTABLE["paf"]([10, 20, 30], [5, 5, 0])
    assert_allclose(found.estimate, 100)
    assert found.method == "withheld_no_people_in_best_group"
    assert np.isnan(found.interval).all()


def test_everybody_or_nobody_in_the_best_group_has_it() -> None:
    assert ATTRIBUTABLE["paf"]([50, 100], [5, 7]).method == "walter_few_in_best_group"
    nobody = attributable.population_attributable_fraction([0, 40], [5, 7], favourable=False, scale=100)
    assert (nobody.estimate, nobody.standard_error) == (-100, 0)


def test_the_best_of_an_order_may_be_worse_than_the_average() -> None:
    for favourable, values in ((True, [50, 40, 30]), (False, [10, 20, 30])):
        found = attributable.population_attributable_risk(values, 100.0, favourable=favourable, scale=100, ordered=True)
        assert (found.estimate, found.method) == (0, "walter_set_to_0")
        assert found.interval.lower < 0 < found.interval.upper
    assert attributable.population_attributable_risk([10, 20, 30], 100.0, favourable=True, ordered=True).estimate == 10


def test_without_a_scale_there_is_no_interval_and_above_it_no_estimate() -> None:
    assert attributable.population_attributable_risk([10, 20], 5.0, favourable=True).method == "no_scale"
    with pytest.raises(ValueError, match=r"estimates must be no more than scale, 1; found 20 at position 1"):
        attributable.population_attributable_fraction([0.5, 20], 5.0, favourable=True, scale=1)
    with pytest.raises(ValueError, match=r"estimates must be no more than highest, 100; found 101 at position \(1, 0\)"):
        variance.coefficient_of_variation([[1, 2], [101, 2]], 5.0, standard_errors=1, simulation=Simulation(highest=100))


def test_groups_that_are_level() -> None:
    """The first of them stands for the highest and the lowest; the last for the best."""
    found = difference([30, 30, 30], standard_errors=[1, 2, 3])
    assert_allclose(found.standard_error, np.sqrt(2))
    people = [100, 400, 900]
    level = attributable.population_attributable_fraction([30, 30, 30], people, favourable=True, scale=100)
    ordered = attributable.population_attributable_fraction([30, 30, 30], people, favourable=True, scale=100, ordered=True)
    assert level.standard_error == ordered.standard_error


@pytest.mark.parametrize(
    ("simulation", "error", "message"),
    [
        (Simulation(draws=1), ValueError, "draws must be 2 or more"),
        (Simulation(draws=10.0), TypeError, "draws must be a whole number"),  # type: ignore[arg-type]
        (Simulation(seed=-1), ValueError, "seed must be 0 or more"),
        (Simulation(seed=None), TypeError, "seed must be a whole number"),  # type: ignore[arg-type]
        (Simulation(highest=np.nan), ValueError, "highest must be 0 or more"),
    ],
)
def test_how_to_draw_is_checked(simulation: Simulation, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        variance.coefficient_of_variation([1, 2], 5.0, standard_errors=1, simulation=simulation)


def test_compat_gives_what_the_reference_prints() -> None:
    arguments, keywords = ([10, 20, 40], [5, 5, 10]), {"standard_errors": 1.0}
    for kernel in (entropy.theil_index, entropy.mean_log_deviation):
        right, printed = kernel(*arguments, **keywords), kernel(*arguments, **keywords, compat=HEALTHEQUAL)
        assert right.estimate == printed.estimate
        assert_allclose(right.standard_error, 1000 * printed.standard_error)
    fraction = partial(attributable.population_attributable_fraction, *arguments, favourable=True, scale=100)
    assert_allclose(fraction().standard_error, 100 * fraction(compat=HEALTHEQUAL).standard_error)
    ignored = variance.coefficient_of_variation(*arguments, **keywords, confidence=0.5, compat=HEALTHEQUAL)
    assert_array_equal(ignored.interval, variance.coefficient_of_variation(*arguments, **keywords).interval)
    held = disparity.index_of_disparity(*arguments, **keywords, weighted=True, compat=HEALTHEQUAL)
    assert held.interval.upper != disparity.index_of_disparity(*arguments, **keywords, weighted=True).interval.upper
    for kernel in (entropy.theil_index, variance.coefficient_of_variation):
        with pytest.raises(ValueError, match=r"compat must be one of .*; found 'healthequal': did you mean 'healthequal-1"):
            kernel(*arguments, compat="healthequal")


def test_the_arguments_are_left_as_they_were() -> None:
    values, people, errors = np.array([10.0, 0.0, 40.0]), np.array([5.0, 5.0, 10.0]), np.array([1.0, 1.0, 2.0])
    unordered_measures(values, people, favourable=True, reference=0, standard_errors=errors, scale=100)
    assert (values.tolist(), people.tolist(), errors.tolist()) == ([10, 0, 40], [5, 5, 10], [1, 1, 2])
