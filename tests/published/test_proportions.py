"""Proportions against PHEindicatormethods and R, and against the tables that Newcombe printed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.published.oracle import columns

from levelground.stats.proportions import clopper_pearson_interval, wilson_interval

CLOSE = {"rtol": 1e-9, "atol": 1e-9}


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_wilson_as_percentages(confidence: float, suffix: str) -> None:
    oracle = columns("proportions", "expected")
    lower, upper = wilson_interval(oracle["x"], oracle["n"], confidence=confidence)
    assert_allclose(100 * oracle["x"] / oracle["n"], oracle["value"], **CLOSE)
    assert_allclose(100 * lower, oracle[f"lower{suffix}"], **CLOSE)
    assert_allclose(100 * upper, oracle[f"upper{suffix}"], **CLOSE)


def test_wilson_99_as_proportions() -> None:
    oracle = columns("proportions", "expected")
    lower, upper = wilson_interval(oracle["x"], oracle["n"], confidence=0.99)
    assert_allclose(lower, oracle["lower99cl_prop"], **CLOSE)
    assert_allclose(upper, oracle["upper99cl_prop"], **CLOSE)


def test_clopper_pearson() -> None:
    oracle = columns("proportions", "expected")
    lower, upper = clopper_pearson_interval(oracle["x"], oracle["n"])
    assert_allclose(lower, oracle["cp_lower95"], **CLOSE)
    assert_allclose(upper, oracle["cp_upper95"], **CLOSE)


def test_wilson_of_groups_whose_rows_are_added_up_first() -> None:
    rows, oracle = columns("proportions", "input_grouped"), columns("proportions", "expected_grouped")
    member = rows["grp"] == oracle["grp"][:, np.newaxis]
    events, trials = (member * rows["x"]).sum(axis=1), (member * rows["n"]).sum(axis=1)
    assert_allclose(events, oracle["x"], rtol=0)
    lower, upper = wilson_interval(events, trials)
    assert_allclose(lower, oracle["lowercl"], **CLOSE)
    assert_allclose(upper, oracle["uppercl"], **CLOSE)


NEWCOMBE_TABLE_I = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("events", "trials", "wilson", "clopper_pearson"), NEWCOMBE_TABLE_I)
def test_newcombe_1998_single_proportions(
    events: int, trials: int, wilson: tuple[float, float], clopper_pearson: tuple[float, float]
) -> None:
    assert_allclose(wilson_interval(events, trials), wilson, atol=5.001e-5)
    assert_allclose(clopper_pearson_interval(events, trials), clopper_pearson, atol=5.001e-5)
