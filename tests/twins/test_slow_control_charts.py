"""Each control chart beside a plain loop, on series with gaps, new processes, baselines and exclusions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.twins import slow_control_charts as slow

from levelground.stats.spc.attribute_charts import c_chart, p_chart, u_chart
from levelground.stats.spc.control_chart import ControlChart
from levelground.stats.spc.individuals import i_chart, i_prime_chart, mr_chart
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.subgroup_charts import s_chart, xbar_chart

QICHARTS2 = "qicharts2-0.8.1"
some = settings(max_examples=40, deadline=None)


@st.composite
def series(draw: st.DrawFn) -> slow.Series:
    """Events of trials, some missing; few marks."""
    points = draw(st.integers(1, 25))
    cells = st.tuples(st.integers(5, 60), st.floats(0, 1), st.integers(0, 9), *(st.integers(0, 9) for _ in range(3)))
    rows = draw(st.lists(cells, min_size=points, max_size=points))
    values = [math.nan if gap == 0 else float(math.floor(size * share)) for size, share, gap, *_ in rows]
    return slow.Series(
        values,
        [float(row[0]) for row in rows],
        [row[3] == 0 for row in rows],
        [row[4] > 2 for row in rows],
        [row[5] == 0 for row in rows],
    )


def marks(each: slow.Series) -> dict[str, list[bool]]:
    return {"rebase": each.starts, "baseline": each.in_baseline, "exclude": each.excluded}


def beside(chart: ControlChart, expected: list[slow.Limits]) -> None:
    ours = np.stack([chart.centre, chart.lower, chart.inner_lower, chart.inner_upper, chart.upper], axis=-1)
    np.testing.assert_allclose(ours, np.array(expected).reshape(ours.shape), rtol=1e-8, atol=1e-9)


@some
@given(series(), st.booleans(), st.booleans())
def test_proportions(each: slow.Series, laney: bool, screen: bool) -> None:
    chart = p_chart(each.values, each.sizes, laney=laney, screen=screen, **marks(each))
    beside(chart, slow.attribute(each, proportions=True, laney=laney, screen=screen))


@some
@given(series(), st.booleans(), st.booleans())
def test_rates(each: slow.Series, laney: bool, screen: bool) -> None:
    chart = u_chart(each.values, each.sizes, laney=laney, screen=screen, **marks(each))
    beside(chart, slow.attribute(each, proportions=False, laney=laney, screen=screen))


@some
@given(series())
def test_counts(each: slow.Series) -> None:
    ones = each._replace(sizes=[1.0] * len(each.values))
    chart, expected = c_chart(each.values, **marks(each)), slow.attribute(ones, proportions=False)
    known = [place for place in range(len(each.values)) if not each.missing(place)]
    for place in known:
        ours = [field[place] for field in (chart.centre, chart.lower, chart.inner_lower, chart.inner_upper, chart.upper)]
        np.testing.assert_allclose(ours, expected[place], rtol=1e-8)


@some
@given(series(), st.booleans())
def test_individuals(each: slow.Series, screen: bool) -> None:
    beside(i_chart(each.values, screen=screen, **marks(each)), slow.individuals(each, screen=screen))


@some
@given(series())
def test_moving_ranges(each: slow.Series) -> None:
    chart = mr_chart(each.values, **marks(each))
    beside(chart, slow.moving_range(each))
    bridged = each._replace(
        values=[value if not out or not math.isnan(value) else 0.0 for value, out in zip(each.values, each.excluded, strict=True)]
    )
    expected = [step if not each.missing(place) else math.nan for place, step in enumerate(slow.moving_ranges(bridged))]
    np.testing.assert_allclose(chart.value, expected)


@some
@given(series(), st.booleans())
def test_individuals_with_denominators(each: slow.Series, screen: bool) -> None:
    chart, expected = i_prime_chart(each.values, each.sizes, screen=screen, **marks(each)), slow.individuals_prime(each, screen=screen)
    present = np.array([not each.missing(place) for place in range(len(each.values))])
    beside(ControlChart(*(field[present] for field in chart)), [limits for limits, there in zip(expected, present, strict=True) if there])


@some
@given(series(), st.booleans())
def test_times_between_events(each: slow.Series, screen: bool) -> None:
    beside(t_chart(each.values, screen=screen, **marks(each)), slow.time_between(each, screen=screen))


@some
@given(series(), st.booleans())
def test_cases_between_events(each: slow.Series, probability: bool) -> None:
    beside(g_chart(each.values, probability=probability, **marks(each)), slow.cases_between(each, probability=probability))


GROUPS = st.lists(st.lists(st.integers(0, 50).map(float), min_size=1, max_size=7), min_size=1, max_size=12)


def table(groups: list[list[float]]) -> np.ndarray:
    return np.array([group + [math.nan] * (7 - len(group)) for group in groups])


@pytest.mark.parametrize("means", [True, False])
@some
@given(groups=GROUPS)
def test_subgroups(means: bool, groups: list[list[float]]) -> None:
    two = [group for group in groups if len(group) > 1]
    chart, expected = (xbar_chart if means else s_chart)(table(groups)), slow.subgroups(groups, means=means)
    kept = [place for place, group in enumerate(groups) if means or len(group) > 1]
    ours = np.stack([chart.lower, chart.inner_lower, chart.inner_upper, chart.upper], axis=-1)[kept]
    if two and slow.sigma_within(two) > 0:
        np.testing.assert_allclose(ours, [expected[place][1:] for place in kept], rtol=1e-8, atol=1e-9)
    else:
        assert np.isnan(ours).all()


@pytest.mark.parametrize("means", [True, False])
@some
@given(groups=st.lists(st.lists(st.integers(0, 50).map(float), min_size=2, max_size=7), min_size=2, max_size=12))
def test_subgroups_as_the_reference_prints_them(means: bool, groups: list[list[float]]) -> None:
    assume(slow.pooled(groups) > 0)
    chart = (xbar_chart if means else s_chart)(table(groups), compat=QICHARTS2)
    beside(chart, slow.subgroups(groups, means=means, as_printed=True))
