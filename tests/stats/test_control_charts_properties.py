"""Laws of the control charts: scale and shift, many series at once, a new process beside a series of its own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from levelground.stats.spc.attribute_charts import c_chart, p_chart, u_chart
from levelground.stats.spc.control_chart import ControlChart
from levelground.stats.spc.individuals import i_chart, i_prime_chart, mr_chart
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.subgroup_charts import s_chart, xbar_chart

CELLS = st.integers(0, 40).map(float) | st.just(float("nan"))
TABLES = arrays.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 20)), elements=CELLS)
some = settings(max_examples=20, deadline=None)
few = settings(max_examples=8, deadline=None)
FIELDS = ("value", "centre", "lower", "inner_lower", "inner_upper", "upper")


def _sized(kernel: Callable[..., ControlChart], **options: bool) -> Callable[..., ControlChart]:
    return lambda values, **marks: kernel(values, 50, **options, **marks)


def _grouped(kernel: Callable[..., ControlChart]) -> Callable[..., ControlChart]:
    """Three members, made of the value of each period."""
    return lambda values, **marks: kernel(np.stack([values, 2 * values, values % 7], axis=-1), **marks)


CHARTS = {
    "p": _sized(p_chart),
    "p_laney": _sized(p_chart, laney=True),
    "u_laney": _sized(u_chart, laney=True),
    "places": _sized(p_chart, laney=True, ordered=False),
    "c": c_chart,
    "i": i_chart,
    "mr": mr_chart,
    "i_prime": _sized(i_prime_chart),
    "t": t_chart,
    "g": g_chart,
    "g_probability": lambda values, **marks: g_chart(values, probability=True, **marks),
    "xbar": _grouped(xbar_chart),
    "s": _grouped(s_chart),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())


def _same(one: ControlChart, other: ControlChart) -> None:
    for field in FIELDS:
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=1e-9, atol=1e-9)
    assert one.method.tolist() == other.method.tolist()


@every_chart
@few
@given(values=TABLES)
def test_many_series_at_once_are_each_alone(chart: Callable[..., ControlChart], values: np.ndarray) -> None:
    together = chart(values)
    for row, series in enumerate(values):
        _same(ControlChart(*(field[row] for field in together)), chart(series))


@every_chart
@few
@given(values=TABLES, place=st.integers(0, 19))
def test_a_new_process_is_a_series_of_its_own(chart: Callable[..., ControlChart], values: np.ndarray, place: int) -> None:
    place = min(place, values.shape[-1] - 1)
    together = chart(values, rebase=np.arange(values.shape[-1]) == place)
    _same(ControlChart(*(field[:, place:] for field in together)), chart(values[:, place:]))


@every_chart
@few
@given(values=TABLES)
def test_limits_are_in_order_and_no_nan_is_unexplained(chart: Callable[..., ControlChart], values: np.ndarray) -> None:
    found = chart(values)
    known = ~np.isnan(found.upper)
    for one, other in pairwise(FIELDS[2:]):
        assert (getattr(found, one)[known] <= getattr(found, other)[known]).all()
    reason = np.char.startswith(found.method, "withheld") | (found.method == "missing")
    assert reason[~known].all()
    assert not found.outside[~known].any()
    assert (np.char.startswith(found.method, "withheld") <= ~known).all()


@pytest.mark.parametrize("chart", [i_chart, mr_chart, _sized(i_prime_chart), t_chart])
@some
@given(values=TABLES)
def test_a_scale_multiplies_limits(chart: Callable[..., ControlChart], values: np.ndarray) -> None:
    one, many = chart(values), chart(1024 * values)
    for field in FIELDS:
        np.testing.assert_allclose(getattr(many, field), 1024 * getattr(one, field), rtol=1e-7, atol=1e-7)


@some
@given(TABLES)
def test_a_shift_moves_individuals_and_leaves_moving_ranges(values: np.ndarray) -> None:
    one, moved = i_chart(values), i_chart(values - 100)
    for field in FIELDS:
        np.testing.assert_allclose(getattr(moved, field), getattr(one, field) - 100, atol=1e-9)
    _same(mr_chart(values), mr_chart(values - 100))


@some
@given(TABLES)
def test_equal_denominators_make_it_the_chart_of_individuals(values: np.ndarray) -> None:
    plain, weighted = i_chart(values / 8), i_prime_chart(values, 8)
    np.testing.assert_allclose(weighted.centre, plain.centre, rtol=1e-12)
    ratio = np.sqrt(np.pi) / 2 * 1.128
    expected = np.where(np.isnan(values), np.nan, (plain.upper - plain.centre) * ratio)
    np.testing.assert_allclose(weighted.upper - weighted.centre, expected, rtol=1e-9, atol=1e-12)


@some
@given(TABLES)
def test_moving_ranges_have_the_centre_that_unscreened_individuals_are_made_of(values: np.ndarray) -> None:
    ranges, plain = mr_chart(values), i_chart(values, screen=False)
    has = ~np.isnan(plain.upper)
    np.testing.assert_allclose((plain.upper - plain.centre)[has], 3 * ranges.centre[has] / 1.128, rtol=1e-9, atol=1e-9)


@some
@given(arrays.arrays(np.float64, (6, 4), elements=st.integers(0, 30).map(float)))
def test_subgroups_of_one_size_are_as_the_reference_has_them(values: np.ndarray) -> None:
    for kernel in (xbar_chart, s_chart):
        ours, theirs = kernel(values), kernel(values, compat="qicharts2-0.8.1")
        if not np.isnan(ours.upper).any():
            _same(ours, theirs)


@some
@given(TABLES, st.permutations(range(4)))
def test_members_of_a_subgroup_have_no_order(values: np.ndarray, order: list[int]) -> None:
    members = np.stack([values, values % 5, values % 3, values**0.5], axis=-1)
    for kernel in (xbar_chart, s_chart):
        _same(kernel(members), kernel(members[..., list(order)]))


@some
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(40, 90)), min_size=2, max_size=12))
def test_places_have_no_order(rows: list[tuple[int, int]]) -> None:
    events, trials = np.array(rows, dtype=np.float64).T
    one, turned = (p_chart(events[way], trials[way], laney=True, ordered=False) for way in (slice(None), slice(None, None, -1)))
    np.testing.assert_allclose(one.upper, turned.upper[::-1], rtol=1e-9)


def test_the_limits_of_independent_points_are_where_chance_says() -> None:
    """About 1 in 370 means of normal subgroups of unequal size is outside; by the pooled form far fewer of the small ones."""
    random = np.random.default_rng(7)
    values = random.normal(10, 2, (400, 60, 6))
    values[..., 3:] = np.where(np.arange(60)[:, np.newaxis] % 2 == 0, np.nan, values[..., 3:])
    ours, theirs = xbar_chart(values).outside, xbar_chart(values, compat="qicharts2-0.8.1").outside
    assert ours.mean() == pytest.approx(0.0027, abs=0.0008)
    assert theirs[:, ::2].mean() < 0.0014
    spread = s_chart(values)
    below = (spread.value < spread.centre)[:, ::2].mean()
    assert below == pytest.approx(0.544, abs=0.01)
    printed = s_chart(values, compat="qicharts2-0.8.1")
    assert (printed.value < printed.centre)[:, ::2].mean() == pytest.approx(0.632, abs=0.01)


def test_quantiles_leave_outside_what_they_say() -> None:
    random = np.random.default_rng(8)
    cases = random.geometric(0.01, (1, 200_000)) - 1.0
    sigma, exact = g_chart(cases, mean=99), g_chart(cases, mean=99, probability=True)
    assert (cases > sigma.upper).mean() == pytest.approx(1 / 55, abs=0.001)
    assert (cases > exact.upper).mean() == pytest.approx(1 / 740, abs=0.0003)
