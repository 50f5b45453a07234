"""XmR charts, their icons and suggestions equal their slow twins: gaps, ties, new starts, baselines, short series."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_xmr as slow

from levelground.stats.spc.icons import assurance_icon, variation_icon
from levelground.stats.spc.point_labels import DIRECTIONS
from levelground.stats.spc.rebasing import rebase_suggestions
from levelground.stats.spc.special_causes import special_causes
from levelground.stats.spc.targets import TARGET_STATUSES, target_status
from levelground.stats.spc.xmr import xmr_chart, xmr_limits

OLDER = "nhsrplotthedots-0.2.2"
unhurried = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw: st.DrawFn, longest: int = 50) -> np.ndarray:
    """A few series of one length: whole numbers (ties), noise, steps and slopes, with gaps."""
    periods, series = draw(st.integers(1, longest)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = random.normal(0, draw(st.sampled_from([0.0, 1.0, 3.0])), (series, periods))
    values += draw(st.sampled_from([0.0, 0.5])) * np.arange(periods)
    values[:, periods // 2 :] += draw(st.sampled_from([0.0, 3.0, -4.0]))
    if draw(st.booleans()):
        values = np.round(values)
    values[random.random(values.shape) < draw(st.sampled_from([0.0, 0.0, 0.1, 0.6]))] = np.nan
    return values + draw(st.sampled_from([0.0, 50.0]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, slow.SlowOptions]:
    values = draw(tables())
    periods = st.frozensets(st.integers(0, values.shape[1] - 1), max_size=3)
    chosen = draw(st.sampled_from(["all", "baseline", "fix"]))
    return values, slow.SlowOptions(
        improvement=draw(st.sampled_from(DIRECTIONS)),
        starts=draw(periods),
        baseline=draw(st.frozensets(st.integers(0, values.shape[1] - 1))) if chosen == "baseline" else None,
        fix_after=draw(st.integers(12, 20)) if chosen == "fix" else None,
        screen=draw(st.booleans()),
        shift_points=draw(st.sampled_from([6, 7, 3])),
        trend_points=draw(st.sampled_from([6, 7, 4])),
        older=draw(st.booleans()),
    )


def marks(periods: frozenset[int] | None, size: int) -> np.ndarray | None:
    return None if periods is None else np.isin(np.arange(size), list(periods))


def arguments(values: np.ndarray, options: slow.SlowOptions) -> dict[str, object]:
    size = values.shape[1]
    return {
        "rebase": marks(options.starts, size) if options.starts else None,
        "baseline": marks(options.baseline, size),
        "fix_after": options.fix_after,
        "screen": options.screen,
        "compat": OLDER if options.older else None,
    }


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_chart(case: tuple[np.ndarray, slow.SlowOptions]) -> None:
    values, options = case
    runs = {"shift_points": options.shift_points, "trend_points": options.trend_points}
    fast = xmr_chart(values, improvement=options.improvement, **runs, **arguments(values, options))
    for row, series in enumerate(values.tolist()):
        twin = slow.chart(series, options)
        for name in ("centre", "lower", "upper"):
            assert_allclose(getattr(fast.limits, name)[row], [getattr(point, name) for point in twin], rtol=1e-12, atol=1e-12)
        assert fast.limits.method[row].tolist() == [point.method for point in twin]
        assert [set(names.split(", ")) - {""} for names in fast.causes.rule_names[row].tolist()] == [point.rules for point in twin]
        assert fast.causes.label_names[row].tolist() == [point.label for point in twin]
        assert fast.causes.type_names[row].tolist() == [point.type for point in twin]
        assert variation_icon(fast)[row] == slow.variation_icon(twin)
        for target in (-1.0, 0.0, 2.0, 52.0, np.nan):
            icon = assurance_icon(fast, target, improvement=options.improvement)[row]
            assert icon == slow.assurance_icon(twin, target, options.improvement)


@unhurried
@given(cases())
def test_limits_alone_are_those_of_the_chart(case: tuple[np.ndarray, slow.SlowOptions]) -> None:
    values, options = case
    alone, chart = xmr_limits(values, **arguments(values, options)), xmr_chart(values, **arguments(values, options))
    for one, other in zip(alone, chart.limits, strict=True):
        np.testing.assert_array_equal(one, other)


@unhurried
@given(cases())
def test_limits_that_are_given_find_the_same_causes(case: tuple[np.ndarray, slow.SlowOptions]) -> None:
    values, options = case
    options.older = True
    chart = xmr_chart(values, improvement=options.improvement, **arguments(values, options))
    rebase = arguments(values, options)["rebase"]
    centre, lower, upper, *_ = chart.limits
    alone = special_causes(values, centre, lower, upper, improvement=options.improvement, rebase=rebase, compat=OLDER)
    for one, other in zip(alone, chart.causes, strict=True):
        np.testing.assert_array_equal(one, other)


@unhurried
@given(tables(longest=80), st.frozensets(st.integers(0, 79), max_size=2), st.sampled_from([6, 7, 13]))
def test_suggestions(values: np.ndarray, starts: frozenset[int], run: int) -> None:
    fast = rebase_suggestions(values, rebase=marks(starts, values.shape[1]), shift_points=run)
    for row, series in enumerate(values.tolist()):
        twin = slow.suggestions(series, starts, run)
        assert np.flatnonzero(fast.start[row]).tolist() == sorted(twin)
        assert_allclose(
            np.array([fast.before[row], fast.after[row]])[:, sorted(twin)].T, [twin[at] for at in sorted(twin)] or np.empty((0, 2))
        )
        assert (np.isnan(fast.before[row]) == ~fast.start[row]).all()


@unhurried
@given(tables(), st.sampled_from(DIRECTIONS), st.sampled_from([0.0, 1.0, np.nan]))
def test_targets(values: np.ndarray, improvement: str, target: float) -> None:
    fast = TARGET_STATUSES[target_status(values, target, improvement=improvement)]
    for value, status in zip(values.ravel().tolist(), fast.ravel().tolist(), strict=True):
        if improvement == "neutral" or np.isnan(value) or np.isnan(target):
            assert status == "not_judged"
        else:
            assert status == ("met" if (value >= target if improvement == "increase" else value <= target) else "not_met")
