"""What holds for every measure of inequality between groups without an order, whatever the data."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.inequality import entropy, simulation
from levelground.stats.inequality.differences import difference, ordered_difference, ordered_ratio, ratio
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.unordered import SIMULATED, UnorderedMeasures, unordered_measures
from levelground.stats.inequality.variance import between_group_variance, coefficient_of_variation

unhurried = settings(max_examples=25, deadline=None)
RELATIVE = {
    "ratio",
    "coefficient_of_variation",
    "index_of_disparity",
    "weighted_index_of_disparity",
    "theil_index",
    "mean_log_deviation",
    "population_attributable_fraction",
}
SQUARED = {"between_group_variance"}
TO_BOUNDS = {"ratio", "theil_index", "mean_log_deviation"}


class Case(NamedTuple):
    values: np.ndarray
    people: np.ndarray
    errors: np.ndarray
    favourable: bool


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Groups that are not level, none twice, so that the best and the worst are one group each."""
    size = draw(st.integers(2, 8))
    values = draw(st.lists(st.integers(50, 950), min_size=size, max_size=size, unique=True))
    people = draw(st.lists(st.integers(1, 10**5), min_size=size, max_size=size))
    errors = draw(st.lists(st.floats(0.1, 5), min_size=size, max_size=size))
    return Case(np.array(values) / 10, np.array(people), np.array(errors), draw(st.booleans()))


def measured(case: Case, **keywords: object) -> UnorderedMeasures:
    given_too = {"reference": 0, "scale": 100, "simulation": Simulation(draws=50), "standard_errors": case.errors, **keywords}
    return unordered_measures(case.values, case.people, favourable=case.favourable, **given_too)


@unhurried
@given(cases(), st.floats(0.01, 100))
def test_a_change_of_unit_moves_absolute_measures_alone(case: Case, factor: float) -> None:
    there = measured(case)
    other = case._replace(values=case.values * factor, errors=case.errors * factor)
    back = measured(other, scale=100 * factor)
    for name, measure in there._asdict().items():
        times = 1 if name in RELATIVE else factor**2 if name in SQUARED else factor
        found = getattr(back, name)
        assert_allclose(found.estimate, measure.estimate * times, rtol=1e-7, atol=1e-9, err_msg=name)
        assert_allclose(found.interval, np.multiply(measure.interval, times), rtol=1e-6, atol=1e-6 * times, err_msg=name)


@unhurried
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_groups_does_not_matter(case: Case, random: object) -> None:
    order = list(range(len(case.values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    other = Case(case.values[order], case.people[order], case.errors[order], case.favourable)
    there, back = measured(case), measured(other, reference=order.index(0))
    for name, measure in there._asdict().items():
        found = getattr(back, name)
        assert_allclose(found.estimate, measure.estimate, rtol=1e-9, atol=1e-9, err_msg=name)
        if name not in SIMULATED:
            assert_allclose(found.standard_error, measure.standard_error, rtol=1e-6, atol=1e-9, err_msg=name)


@unhurried
@given(cases(), st.integers(2, 1000))
def test_only_shares_of_the_population_count(case: Case, factor: int) -> None:
    there, back = measured(case), measured(case._replace(people=case.people * factor))
    for name, measure in there._asdict().items():
        assert_allclose(getattr(back, name).estimate, measure.estimate, rtol=1e-9, atol=1e-9, err_msg=name)
    for name in ("population_attributable_risk", "population_attributable_fraction"):
        narrower = getattr(back, name).standard_error * np.sqrt(factor)
        assert_allclose(narrower, getattr(there, name).standard_error, rtol=1e-9, atol=1e-12)


@unhurried
@given(cases())
def test_a_group_cut_in_two_alike_leaves_what_counts_people(case: Case) -> None:
    cut = Case(np.append(case.values, case.values[-1]), np.append(case.people * 2, case.people[-1]), case.errors, case.favourable)
    cut.people[-2] = case.people[-1]
    there, back = measured(case, standard_errors=None), measured(cut, standard_errors=None)
    for name, measure in there._asdict().items():
        if not name.startswith(("index", "mean_difference")):
            assert_allclose(getattr(back, name).estimate, measure.estimate, rtol=1e-8, atol=1e-8, err_msg=name)


@unhurried
@given(cases())
def test_what_they_have_and_what_they_have_not(case: Case) -> None:
    """A favourable share of 100 turned round is an adverse one: absolute measures keep their size."""
    there, back = measured(case), measured(case._replace(values=100 - case.values, favourable=not case.favourable))
    for name in set(there._asdict()) - RELATIVE - {"population_attributable_risk"}:
        assert_allclose(getattr(back, name).estimate, getattr(there, name).estimate, rtol=1e-7, atol=1e-9, err_msg=name)
    assert_allclose(back.population_attributable_risk.estimate, -there.population_attributable_risk.estimate, rtol=1e-9, atol=1e-9)


@unhurried
@given(cases(), st.floats(0.3, 0.6), st.floats(0.7, 0.999))
def test_more_confidence_is_a_wider_interval(case: Case, less: float, more: float) -> None:
    narrow, wide = measured(case, confidence=less), measured(case, confidence=more)
    for name in narrow._fields:
        inner, outer = getattr(narrow, name).interval, getattr(wide, name).interval
        assert outer.lower <= inner.lower <= inner.upper <= outer.upper, name


@unhurried
@given(cases())
def test_no_measure_shows_less_than_no_inequality(case: Case) -> None:
    for name, measure in measured(case)._asdict().items():
        if name.startswith("population"):
            assert measure.estimate * (1 if case.favourable else -1) >= 0
        else:
            assert measure.estimate >= (1 if name == "ratio" else 0), name


@unhurried
@given(cases())
def test_an_interval_with_a_formula_contains_its_estimate(case: Case) -> None:
    for name, measure in measured(case)._asdict().items():
        if name not in SIMULATED:
            assert measure.interval.lower <= measure.estimate <= measure.interval.upper, name


@unhurried
@given(cases())
def test_an_order_turned_round_turns_the_gap(case: Case) -> None:
    there = ordered_difference(case.values, favourable=True, standard_errors=case.errors)
    back = ordered_difference(case.values[::-1], favourable=True, standard_errors=case.errors[::-1])
    adverse = ordered_difference(case.values, favourable=False, standard_errors=case.errors)
    for other in (back, adverse):
        assert (there.estimate, there.interval.lower) == (-other.estimate, -other.interval.upper)
    ratios = ordered_ratio(case.values, favourable=True), ordered_ratio(case.values[::-1], favourable=True)
    assert_allclose(ratios[0].estimate * ratios[1].estimate, 1, rtol=1e-12)


def test_formulas_agree_with_draws() -> None:
    """The standard error of each measure that has a formula is the spread of the measure over draws."""
    values, people = np.array([22.0, 31, 40, 47, 58]), np.array([900, 2_000, 400, 1_500, 700])
    errors = np.array([0.6, 0.5, 1.0, 0.7, 0.8])
    drawn = values + errors * np.random.default_rng(6).standard_normal((60_000, 5))
    found = measured(Case(values, people, errors, True))
    replicates = unordered_measures(drawn, people, favourable=True, reference=0)
    for name in ("difference", "between_group_variance", "theil_index", "mean_log_deviation"):
        assert_allclose(getattr(found, name).standard_error, getattr(replicates, name).estimate.std(), rtol=0.02, err_msg=name)
    assert_allclose(found.ratio.standard_error, np.log(replicates.ratio.estimate).std(), rtol=0.02)


def test_the_attributable_fraction_agrees_with_counts_that_are_drawn() -> None:
    people, chance = np.array([900, 2_000, 400, 1_500, 700]), np.array([0.22, 0.31, 0.40, 0.47, 0.70])
    random = np.random.default_rng(7)
    crowd = random.multinomial(people.sum(), people / people.sum(), 20_000)
    counted = random.binomial(crowd, chance)
    drawn = unordered_measures(counted / crowd, crowd, favourable=True, reference=0).population_attributable_fraction.estimate
    found = unordered_measures(chance, people, favourable=True, reference=0, scale=1).population_attributable_fraction
    assert_allclose(found.standard_error, drawn.std(), rtol=0.03)


def test_coverage_of_the_indices_and_what_the_reference_makes_of_it() -> None:
    """Of 4,000 made-up surveys with a known truth; printed as healthequal 1.0.1 does, an interval of the Theil index misses it."""
    people, truth = np.array([900, 2_000, 400, 1_500, 700, 1_100, 300, 800]), np.array([22.0, 31, 40, 47, 58, 35, 28, 51])
    errors = np.full(8, 1.5)
    drawn = truth + errors * np.random.default_rng(8).standard_normal((4_000, 8))
    for kernel in (entropy.theil_index, entropy.mean_log_deviation, between_group_variance):
        goal = kernel(truth, people).estimate
        lower, upper = kernel(drawn, people, standard_errors=errors).interval
        covered = np.mean((lower <= goal) & (goal <= upper))
        assert 0.93 <= covered <= 0.97, (kernel.__name__, covered)
    lower, upper = entropy.theil_index(drawn, people, standard_errors=errors, compat="healthequal-1.0.1").interval
    goal = entropy.theil_index(truth, people).estimate
    assert np.mean((lower <= goal) & (goal <= upper)) < 0.01


def test_coverage_of_simulated_intervals_and_when_they_warn() -> None:
    """Settings of 3 to 16 groups, close together and far apart: right where nothing is said, and said where it is wrong."""
    random = np.random.default_rng(9)
    silent, warned = [], []
    for size, signal, error in ((8, 16, 1.5), (5, 20, 2.0), (12, 14, 0.8), (8, 2, 3.0), (16, 1, 2.0), (3, 2, 2.0)):
        truth, people = 40 + signal * random.standard_normal(size).clip(-2, 2), random.integers(100, 3_000, size)
        drawn = np.clip(truth + error * random.standard_normal((250, size)), 0, 100)
        case = Case(drawn, people, np.full(size, error), True)
        found = measured(case, simulation=Simulation(draws=300, highest=100))
        for name in SIMULATED:
            goal = getattr(unordered_measures(truth, people, favourable=True, reference=0), name).estimate
            measure = getattr(found, name)
            covered = (measure.interval.lower <= goal) & (goal <= measure.interval.upper)
            silent.append(covered[measure.method == "simulated"])
            warned.append(covered[measure.method != "simulated"])
    assert min(each.size for each in (np.concatenate(silent), np.concatenate(warned))) > 5_000
    assert 0.93 <= np.concatenate(silent).mean() <= 0.97
    assert np.concatenate(warned).mean() < 0.85


@pytest.mark.parametrize("cells", [1, 700, 1 << 20])
def test_the_size_of_the_chunks_changes_nothing(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).uniform(5, 60, (7, 4))
    whole = coefficient_of_variation(values, 1.0, standard_errors=2.0, simulation=Simulation(seed=3, draws=100))
    monkeypatch.setattr(simulation, "CELLS_AT_ONCE", cells)
    cut = coefficient_of_variation(values, 1.0, standard_errors=2.0, simulation=Simulation(seed=3, draws=100))
    assert_array_equal(cut.interval, whole.interval)


def test_settings_that_come_later_and_the_random_state_of_others_change_nothing() -> None:
    values = np.random.default_rng(1).uniform(5, 60, (7, 4))
    before = np.random.get_state()[1]
    many = coefficient_of_variation(values, 1.0, standard_errors=2.0)
    assert_array_equal(np.random.get_state()[1], before)
    np.random.seed(1)
    few = coefficient_of_variation(values[:3], 1.0, standard_errors=2.0)
    assert_array_equal(few.interval.lower, many.interval.lower[:3])


def test_a_seed_is_a_number_or_its_sequence_and_is_not_used_up() -> None:
    values, sequence = np.random.default_rng(1).uniform(5, 60, (7, 4)), np.random.SeedSequence(5)
    seeds = (sequence, sequence, 5, 6)
    found = [coefficient_of_variation(values, 1.0, standard_errors=2.0, simulation=Simulation(seed)).interval.lower for seed in seeds]
    assert_array_equal(found[0], found[1])
    assert_array_equal(found[0], found[2])
    assert (found[0] != found[3]).all()


def test_each_measure_alone_has_the_interval_that_it_has_with_the_others() -> None:
    values = np.random.default_rng(1).uniform(5, 60, (7, 4))
    panel = measured(Case(values, np.ones(4), np.full(4, 2.0), True), simulation=Simulation(seed=2, draws=200))
    alone = coefficient_of_variation(values, 1.0, standard_errors=2.0, simulation=Simulation(seed=2, draws=200))
    assert_array_equal(alone.interval, panel.coefficient_of_variation.interval)


@unhurried
@given(cases())
def test_ratio_and_difference_name_the_same_groups(case: Case) -> None:
    for place in range(len(case.values)):
        gap = difference(case.values, reference=place, favourable=case.favourable).estimate
        assert (gap > 0) == (ratio(case.values, reference=place, favourable=case.favourable).estimate > 1)
