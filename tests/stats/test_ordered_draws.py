"""Simulated intervals along an order: percentiles of what the measures are of each draw, whatever the parts the work is cut into."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.inequality import simulation
from levelground.stats.inequality.ordered import OrderedMeasures, ordered_measures
from levelground.stats.inequality.rank_models import logistic_curve, logistic_ends
from levelground.stats.inequality.settings import checked_settings
from levelground.stats.inequality.simulation import Simulation, drawn

CROWD = 1e12
"""So many people in a group that rounding a level to whole people changes nothing to be seen."""
VALUES = np.array([[12.0, 20.0, 31.0, 9.0], [60.0, 55.0, 20.0, 41.0], [35.0, 45.0, 70.0, 75.0]])
PEOPLE = np.array([[3.0, 1.0, 2.0, 5.0], [1.0, 1.0, 1.0, 1.0], [4.0, 9.0, 1.0, 2.0]]) * CROWD
ERRORS = np.array([[1.0, 2.0, 3.0, 0.5], [4.0, 1.0, 2.0, 3.0], [1.0, 5.0, 4.0, 2.0]])
HERE = np.array([[True] * 4, [True, True, True, False], [True] * 4])
BETTER = np.array([True, False, True])
DRAWS = 60
KNOWN: dict[str, Any] = {"favourable": BETTER, "scale": 100, "where": HERE}


def measured(**more: Any) -> OrderedMeasures:
    return ordered_measures(VALUES, PEOPLE, standard_errors=ERRORS, **{**KNOWN, "simulation": Simulation(draws=DRAWS), **more})


def test_limits_are_percentiles_of_the_measures_of_each_draw() -> None:
    settings = checked_settings(VALUES, PEOPLE, standard_errors=ERRORS, favourable=BETTER, where=HERE)
    values = np.concatenate([part for _, part in drawn(settings, Simulation(draws=DRAWS, highest=100))])
    each = [ordered_measures(values[..., draw], PEOPLE, **KNOWN) for draw in range(DRAWS)]
    found = measured()
    for name in OrderedMeasures._fields:
        replicates = np.array([getattr(one, name).estimate for one in each])
        limits = np.percentile(replicates, [2.5, 97.5], axis=0)
        assert_allclose(getattr(found, name).interval, limits, rtol=1e-8, atol=1e-9, err_msg=name)
        assert set(np.ravel(getattr(found, name).method)) <= {"simulated", "simulated_estimate_outside"}
        assert np.isnan(getattr(found, name).standard_error).all()


def test_estimates_are_those_without_a_simulation() -> None:
    drawn_ones, plain = measured(), measured(simulation=None)
    for name in OrderedMeasures._fields:
        assert_array_equal(getattr(drawn_ones, name).estimate, getattr(plain, name).estimate)


def test_parts_and_settings_after_one_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured()
    alone = ordered_measures(
        VALUES[:1], PEOPLE[:1], favourable=True, scale=100, standard_errors=ERRORS[:1], simulation=Simulation(draws=DRAWS)
    )
    monkeypatch.setattr(simulation, "CELLS_AT_ONCE", 1)
    for name in OrderedMeasures._fields:
        assert_array_equal(getattr(measured(), name).interval, getattr(whole, name).interval)
        assert_allclose(
            np.array(getattr(alone, name).interval)[:, 0], np.array(getattr(whole, name).interval)[:, 0], rtol=1e-12, atol=1e-12
        )


def test_a_seed_is_a_number_or_a_sequence_and_the_state_of_others_stays() -> None:
    before = np.random.get_state()[1].copy()
    one = measured(simulation=Simulation(seed=7, draws=DRAWS)).slope_index.interval
    other = measured(simulation=Simulation(seed=np.random.SeedSequence(7), draws=DRAWS)).slope_index.interval
    assert_array_equal(one, other)
    assert not np.array_equal(one, measured().slope_index.interval)
    assert_array_equal(before, np.random.get_state()[1])


def test_many_draws_agree_with_the_formula_where_errors_are_small() -> None:
    formula = ordered_measures(VALUES, PEOPLE, standard_errors=ERRORS / 20, **KNOWN)
    many = ordered_measures(VALUES, PEOPLE, standard_errors=ERRORS / 20, simulation=Simulation(draws=20_000), **KNOWN)
    for name in OrderedMeasures._fields[:10]:
        one, other = np.array(getattr(many, name).interval), np.array(getattr(formula, name).interval)
        assert_allclose(one, other, atol=0.05 * float(np.max(other[1] - other[0])))


def test_the_curves_of_replicates_are_those_of_one_after_the_other() -> None:
    random = np.random.default_rng(3)
    levels, weights = random.uniform(0, 1, (6, 5, 40)), random.dirichlet(np.ones(5), 6)
    levels[0, :, 0], levels[1, :, 0], levels[2, :, 0] = 0.0, [0, 0, 1, 1, 1], 0.25
    ranks = np.cumsum(weights, axis=-1) - weights / 2
    one_by_one = logistic_curve(levels.swapaxes(1, 2).reshape(-1, 5), np.repeat(weights, 40, axis=0), np.repeat(ranks, 40, axis=0))
    ends = logistic_ends(levels, weights, ranks)
    assert_allclose(ends.reshape(2, -1), [one_by_one.least, one_by_one.most], rtol=1e-10, atol=1e-12)
    assert np.isnan(ends[:, 0, 0]).all() and np.isnan(ends[:, 1, 0]).all() and np.allclose(ends[:, 2, 0], 0.25)


@pytest.mark.parametrize("more", [{"standard_errors": None}, {"compat": "healthequal-1.0.1"}])
def test_a_simulation_without_errors_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="simulation needs standard_errors"):
        ordered_measures(VALUES, PEOPLE, simulation=Simulation(), **{"standard_errors": ERRORS, **KNOWN, **more})


def test_what_has_no_value_in_some_draw_is_withheld() -> None:
    found = ordered_measures(
        [[30.0, 2.0, 0.0]], [[1, 1, 1]], favourable=True, scale=100, standard_errors=[[9.0, 5.0, 0.0]], simulation=Simulation(draws=500)
    )
    assert found.linear_relative_index.method.item() == "withheld_predicted_level_not_above_0"
    assert np.isnan(found.linear_relative_index.interval).all()
    assert found.ratio.method.item().startswith("withheld") and np.isnan(found.ratio.interval).all()
    assert found.difference.method.item() == "simulated"


def test_no_settings_and_a_single_one() -> None:
    nothing = ordered_measures(
        np.zeros((0, 3)), np.zeros((0, 3)), favourable=True, scale=1, standard_errors=np.zeros((0, 3)), simulation=Simulation(draws=2)
    )
    assert nothing.slope_index.interval.lower.shape == (0,)
    one = ordered_measures([20.0, 30.0], [70, 30], favourable=True, scale=100, standard_errors=1.0, simulation=Simulation())
    assert one.slope_index.interval.lower < one.slope_index.estimate < one.slope_index.interval.upper
    assert one.slope_index.method == "simulated"


@pytest.mark.parametrize("name", ["slope_index", "relative_index", "relative_concentration_index", "difference"])
def test_simulated_intervals_cover(name: str) -> None:
    """Of 600 samples of five groups of 800 people, 95% within four standard errors (0.9%) hold the truth."""
    random = np.random.default_rng(11)
    truth, people = np.array([30.0, 27.0, 22.0, 18.0, 16.0]), np.full(5, 800)
    goal = getattr(ordered_measures(truth, people * CROWD, favourable=False, scale=100), name).estimate
    seen = random.binomial(800, truth / 100, (600, 5)) / 8
    errors = np.sqrt(seen * (100 - seen) / 800)
    found = getattr(
        ordered_measures(seen, people, favourable=False, scale=100, standard_errors=errors, simulation=Simulation(draws=400)), name
    )
    assert 0.91 < np.mean((found.interval.lower <= goal) & (goal <= found.interval.upper)) < 0.985
