"""Cell risk and shown counts: equal to their slow twins and to the engine's own rule; edges and laws."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from tests.twins import slow_cell_risk as slow

from levelground.measurement.cells import is_number
from levelground.measurement.disclosure import hes_count
from levelground.stats.cell_risk import cell_risk, midpoint_six, nearest_five, redacted_then_rounded


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=0, max_size=14), st.integers(1, 12), st.integers(1, 4))
def test_risk(values: list[int], smallest: int, largest: int) -> None:
    found = cell_risk(np.array(values, dtype=float), smallest_cell=smallest, largest=largest, dominant_share=0.875, remainder=0.125)
    flags = found.below_threshold, found.dominated, found.remainder_small
    assert tuple(map(bool, flags)) == slow.risk(values, smallest, largest, Fraction(7, 8), Fraction(1, 8))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=14), st.integers(-900, 900), st.randoms(use_true_random=False))
def test_unit_and_order_change_nothing(values, power, random) -> None:  # type: ignore[no-untyped-def]
    first, other = cell_risk(values), cell_risk(np.ldexp(random.sample(values, len(values)), power))
    assert math.isclose(first.remainder_ratio, other.remainder_ratio, rel_tol=1e-9, abs_tol=1e-9)
    assert first.below_threshold == other.below_threshold


def test_shown_counts() -> None:
    counts = range(200)
    shown = [None if np.isnan(each) else int(each) for each in nearest_five(counts).shown]
    assert shown == [slow.to_nearest_five(count, none_shown=True) for count in counts]
    assert shown == [cell if is_number(cell) else None for cell in map(hes_count, counts)]
    redacted = [None if np.isnan(each) else int(each) for each in redacted_then_rounded(counts).shown]
    assert redacted == [slow.to_nearest_five(count, none_shown=False) for count in counts]
    assert midpoint_six(counts).shown.tolist() == [slow.in_sixes(count) for count in counts]


def test_nobody_and_nothing() -> None:
    found = cell_risk([[5.0, 7.0], [0.0, 0.0]], where=[[False, False], [True, True]])
    assert_array_equal(found.contributors, [0, 2])
    assert found.below_threshold.all()
    assert not found.dominated.any()
    assert not found.remainder_small.any()
    assert np.isnan(found.remainder_ratio).all()
    assert cell_risk(np.zeros((0, 4))).dominated.shape == (0,)


def test_two_contributors_leave_exactly_nothing() -> None:
    found = cell_risk([0.1, 0.2])
    assert (found.remainder_ratio, bool(found.remainder_small)) == (0, True)


def test_cells_outside_and_enormous_ones() -> None:
    assert_array_equal(cell_risk([3.0, np.nan, 2.0, 1.0], where=[True, False, True, True]), cell_risk([3.0, 2.0, 1.0]))
    assert cell_risk([1e300] * 20).remainder_ratio == 18


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="values must be 0 or more"):
        cell_risk([1.0, -1.0])
    with pytest.raises(ValueError, match="axis"):
        cell_risk(3.0)
    with pytest.raises(ValueError, match="dominant_share"):
        cell_risk([1.0], dominant_share=90)
    with pytest.raises(ValueError, match="counts must be whole"):
        nearest_five([2.5])
    with pytest.raises(TypeError):
        midpoint_six([None])  # type: ignore[list-item]
