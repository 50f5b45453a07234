"""Intervals of a gap's parts: where they lie, what turning the groups round does, and when they are withheld."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from levelground.stats.decomposition.kitagawa import kitagawa_parts
from levelground.stats.decomposition.kitagawa_intervals import kitagawa_intervals
from levelground.stats.decomposition.oaxaca import FORMS, oaxaca_blinder
from levelground.stats.decomposition.oaxaca_intervals import oaxaca_intervals

ONE, OTHER = ([12, 80, 31], [150, 400, 90]), ([40, 25, 60], [420, 110, 300])
PARTS = ("gap", "composition", "rate_effect")


def staff(one: int, other: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    group = np.arange(one + other) < one
    covariates = np.column_stack([random.normal(np.where(group, 0, 0.5)), random.random(group.size) < 0.4])
    return 20 + covariates @ (2, 1) + random.normal(0, 1, group.size), covariates, group


def test_limits_of_rates_are_on_either_side_of_the_parts() -> None:
    parts, found = kitagawa_parts(*ONE, *OTHER, per=1000), kitagawa_intervals(*ONE, *OTHER, per=1000)
    for part in PARTS:
        assert getattr(found, part).lower < getattr(parts, part) < getattr(found, part).upper
    assert found.method == "mover"


def test_a_group_turned_round_turns_the_limits() -> None:
    there, back = kitagawa_intervals(*ONE, *OTHER), kitagawa_intervals(*OTHER, *ONE)
    for part in PARTS:
        assert_allclose(getattr(there, part).lower, -getattr(back, part).upper)
        assert_allclose(getattr(there, part).upper, -getattr(back, part).lower)


def test_groups_that_are_spread_alike_have_no_composition() -> None:
    found = kitagawa_intervals([10, 20], [100, 300], [30, 50], [200, 600])
    assert (found.composition.lower, found.composition.upper) == (0, 0)
    assert_allclose(found.gap, found.rate_effect)


def test_one_confidence_for_each_setting_is_wider_where_it_is_higher() -> None:
    found = kitagawa_intervals(*ONE, *OTHER, confidence=[0.8, 0.95, 0.998]).rate_effect
    assert (np.diff(found.upper - found.lower) > 0).all()


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (([1, 2], [100, 300]), ([30, 50], [200, 600]), "withheld_few_events"),
        (([0, 20], [0, 300]), ([30, 50], [200, 600]), "withheld_empty_stratum"),
        (([0, 0], [0, 0]), ([30, 50], [200, 600]), "withheld_no_people"),
    ],
)
def test_parts_of_rates_are_withheld_with_a_reason(one: tuple, other: tuple, why: str) -> None:
    found = kitagawa_intervals(*one, *other)
    assert found.method == why
    assert np.isnan([getattr(found, part) for part in PARTS]).all()


def test_strata_that_do_not_belong_change_nothing() -> None:
    more = kitagawa_intervals(*([*each, np.nan] for each in (*ONE, *OTHER)), where=[True] * 3 + [False])
    for part in PARTS:
        assert_allclose(getattr(more, part), getattr(kitagawa_intervals(*ONE, *OTHER), part))


@pytest.mark.parametrize("form", FORMS)
def test_limits_of_pay_are_around_the_parts(form: str) -> None:
    outcome, covariates, group = staff(30, 50)
    parts, found = oaxaca_blinder(outcome, covariates, group, form=form), oaxaca_intervals(outcome, covariates, group, form=form)
    for part in ("gap", "explained", "unexplained"):
        assert_allclose(np.mean(getattr(found, part)), getattr(parts, part))
    assert found.method == "influence_t"


@pytest.mark.parametrize("form", FORMS)
def test_standard_errors_are_those_of_the_jackknife(form: str) -> None:
    """Leaving out one person after the other says the same, nearly: HC3 is its approximation."""
    outcome, covariates, group = staff(60, 90)
    without = ~np.eye(group.size, dtype=bool)
    parts = oaxaca_blinder(outcome, covariates, group, form=form, where=without)
    found = oaxaca_intervals(outcome, covariates, group, form=form)
    for place, part in enumerate(("gap", "explained", "unexplained")):
        each = getattr(parts, part)
        spread = sum(
            (count - 1) / count * ((each[member] - each[member].mean()) ** 2).sum() for member, count in ((group, 60), (~group, 90))
        )
        assert_allclose(found.standard_error[place], np.sqrt(spread), rtol=0.03)


def test_the_gap_is_that_of_two_means() -> None:
    outcome, covariates, group = staff(30, 50)
    found = oaxaca_intervals(outcome, covariates, group, form="pooled")
    assert_allclose(found.standard_error[0] ** 2, outcome[group].var(ddof=1) / 30 + outcome[~group].var(ddof=1) / 50)


@pytest.mark.parametrize(
    ("one", "other", "why"), [(12, 80, "influence_t_few_people"), (3, 50, "withheld_too_few_people"), (13, 80, "influence_t")]
)
def test_few_people_are_said(one: int, other: int, why: str) -> None:
    assert oaxaca_intervals(*staff(one, other), form="reference").method == why


def test_covariates_that_determine_one_another_are_withheld() -> None:
    outcome, covariates, group = staff(30, 50)
    found = oaxaca_intervals(outcome, np.column_stack([covariates, covariates[:, 0]]), group, form="group")
    assert found.method == "withheld_collinear"
    assert np.isnan([found.gap, found.explained, found.unexplained]).all()


@pytest.mark.parametrize("times", [1e-200, 1e3, 1e250])
def test_a_change_of_unit_changes_the_limits_with_it(times: float) -> None:
    outcome, covariates, group = staff(30, 50)
    there, back = (oaxaca_intervals(unit * outcome, covariates / unit, group, form="pooled") for unit in (1, times))
    for part in ("gap", "explained", "unexplained"):
        assert_allclose(np.multiply(times, getattr(there, part)), getattr(back, part))


def test_people_who_are_all_alike_have_no_width() -> None:
    found = oaxaca_intervals(np.zeros(40), staff(20, 20)[1], np.arange(40) < 20, form="pooled")
    assert_allclose([found.gap, found.explained, found.unexplained], 0)
