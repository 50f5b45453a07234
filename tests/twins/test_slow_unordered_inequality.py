"""Every measure equals its slow twin; draws too, given the same uniform numbers."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_unordered_inequality as slow

from levelground.stats.inequality import differences, unordered
from levelground.stats.inequality.simulation import Simulation, truncated_normal

unhurried = settings(max_examples=60, deadline=None)


class Case(NamedTuple):
    values: list[float]
    people: list[int]
    errors: list[float]
    reference: int
    favourable: bool


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(2, 8))
    values = draw(st.lists(st.floats(0.5, 99.5), min_size=size, max_size=size))
    people = draw(st.lists(st.integers(1, 10**6), min_size=size, max_size=size))
    errors = draw(st.lists(st.floats(0.01, 9), min_size=size, max_size=size))
    return Case(values, people, errors, draw(st.integers(0, size - 1)), draw(st.booleans()))


def measured(case: Case, **keywords: object) -> unordered.UnorderedMeasures:
    return unordered.unordered_measures(
        case.values,
        case.people,
        favourable=case.favourable,
        reference=case.reference,
        standard_errors=case.errors,
        scale=100,
        **{"simulation": Simulation(draws=2, highest=100), **keywords},
    )


def twins(case: Case) -> dict[str, float]:
    values, people = case.values, case.people
    found = {
        "difference": slow.difference(values),
        "ratio": slow.ratio(values),
        "between_group_variance": slow.between_group_variance(values, people),
        "between_group_standard_deviation": slow.between_group_standard_deviation(values, people),
        "coefficient_of_variation": slow.coefficient_of_variation(values, people),
        "theil_index": slow.theil_index(values, people),
        "mean_log_deviation": slow.mean_log_deviation(values, people),
        "population_attributable_risk": slow.attributable_risk(values, people, case.favourable),
        "population_attributable_fraction": slow.attributable_fraction(values, people, case.favourable),
    }
    for weighted, prefix in ((True, "weighted_"), (False, "")):
        found[f"{prefix}index_of_disparity"] = slow.index_of_disparity(values, people, weighted)
        found[f"{prefix}mean_difference_from_mean"] = slow.mean_difference_from_mean(values, people, weighted)
        found[f"{prefix}mean_difference_from_best"] = slow.mean_difference_from_best(values, people, weighted, case.favourable)
        reference = slow.mean_difference_from_reference(values, people, weighted, case.reference)
        found[f"{prefix}mean_difference_from_reference"] = reference
    return found


@unhurried
@given(cases())
def test_every_estimate(case: Case) -> None:
    fast = {name: measure.estimate for name, measure in measured(case)._asdict().items()}
    slowly = twins(case)
    assert fast.keys() == slowly.keys()
    for name, estimate in fast.items():
        assert_allclose(estimate, slowly[name], rtol=1e-8, atol=1e-8, err_msg=name)


@unhurried
@given(cases())
def test_the_gap_between_a_reference_and_the_worst_of_the_others(case: Case) -> None:
    fast = differences.difference(case.values, reference=case.reference, favourable=case.favourable)
    assert_allclose(fast.estimate, slow.difference_from_reference(case.values, case.reference, case.favourable), rtol=1e-12)


@unhurried
@given(cases())
def test_standard_errors_with_a_formula(case: Case) -> None:
    fast, people = measured(case), case.people
    assert_allclose(fast.between_group_variance.standard_error, slow.variance_error(case.values, people, case.errors), rtol=1e-7, atol=1e-9)
    for name, measure in (("theil_index", slow.theil_index), ("mean_log_deviation", slow.mean_log_deviation)):
        numeric = slow.delta_error(lambda values, of=measure: of(values, people), case.values, case.errors)
        assert_allclose(getattr(fast, name).standard_error, numeric, rtol=1e-4, atol=1e-4, err_msg=name)


@unhurried
@given(cases())
def test_the_standard_error_of_the_attributable_fraction(case: Case) -> None:
    having = [value / 100 * count for value, count in zip(case.values, case.people, strict=True)]
    not_having = [count - part for count, part in zip(case.people, having, strict=True)]
    pick: Callable[..., float] = max if case.favourable else min
    best = max(place for place, value in enumerate(case.values) if value == pick(case.values))
    error = slow.walter_error(having, not_having, best)
    fast = measured(case)
    assert_allclose(fast.population_attributable_fraction.standard_error, 100 * error, rtol=1e-6, atol=1e-6)
    assert_allclose(fast.population_attributable_risk.standard_error, slow.mean(case.values, case.people) * error, rtol=1e-6, atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(cases(), st.integers(2, 40), st.integers(0, 2**32), st.floats(0.5, 0.99))
def test_simulated_limits(case: Case, draws: int, seed: int, confidence: float) -> None:
    fast = measured(case, simulation=Simulation(seed, draws, 100), confidence=confidence)
    uniform = np.random.default_rng(seed).random((len(case.values), draws))
    drawn = [
        case._replace(values=[slow.truncated_normal(uniform[g, d], case.values[g], case.errors[g], 100) for g in range(len(case.values))])
        for d in range(draws)
    ]
    slowly = [twins(one) for one in drawn]
    for name in unordered.SIMULATED:
        numbers = [one[name] for one in slowly]
        tail = (1 - confidence) / 2
        limits = slow.percentile(numbers, tail), slow.percentile(numbers, 1 - tail)
        assert_allclose(getattr(fast, name).interval, limits, rtol=1e-6, atol=1e-7, err_msg=name)


@pytest.mark.parametrize("highest", [1.0, np.inf])
@settings(max_examples=30, deadline=None)
@given(value=st.floats(0, 1), error=st.floats(1e-3, 50), seed=st.integers(0, 2**32))
def test_truncated_draws(highest: float, value: float, error: float, seed: int) -> None:
    cells = (np.array([[value]]), np.array([[error]]), np.array([[highest]]))
    fast = truncated_normal(np.random.default_rng(seed), *cells, draws=5)[0]
    uniform = np.random.default_rng(seed).random(5)
    slowly = [slow.truncated_normal(float(number), value, error, highest) for number in uniform]
    assert_allclose(fast, slowly, rtol=1e-6, atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(cases(), min_size=1, max_size=5))
def test_many_settings_in_one_call_are_each_alone(many: list[Case]) -> None:
    """Ragged: the cells that do not belong hold nothing usable."""
    width = max(len(case.values) for case in many)
    table = {name: np.full((len(many), width), np.nan) for name in ("values", "people", "errors")}
    for row, case in enumerate(many):
        for name, cells in table.items():
            cells[row, : len(case.values)] = getattr(case, name)
    together = unordered.unordered_measures(
        table["values"],
        table["people"],
        favourable=np.array([case.favourable for case in many]),
        reference=np.array([case.reference for case in many]),
        standard_errors=table["errors"],
        scale=100,
        simulation=Simulation(draws=2, highest=100),
        where=~np.isnan(table["values"]),
    )
    for row, case in enumerate(many):
        for name, alone in measured(case)._asdict().items():
            found = getattr(together, name)
            assert_allclose(found.estimate[row], alone.estimate, rtol=1e-9, atol=1e-9, err_msg=name)
            assert_allclose(found.standard_error[row], alone.standard_error, rtol=1e-7, atol=1e-9, err_msg=name)
            if name not in unordered.SIMULATED:
                assert_allclose(found.interval.upper[row], alone.interval.upper, rtol=1e-7, atol=1e-7, err_msg=name)
