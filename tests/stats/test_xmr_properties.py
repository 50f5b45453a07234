"""What holds for every XmR chart: moving it, stretching it, turning it upside down, putting the series in another order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.spc.icons import assurance_icon, variation_icon
from levelground.stats.spc.rebasing import rebase_suggestions
from levelground.stats.spc.rule_flags import SpecialCause
from levelground.stats.spc.xmr import xmr_chart

unhurried = settings(max_examples=50, deadline=None)
TURNED = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
HIGH = sum(rule for rule in SpecialCause if rule.name.endswith(("HIGH", "UP")))


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    """Quarters, so that every sum is exact; with a step and gaps."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = np.round(4 * random.normal(0, 2, (draw(st.integers(1, 4)), draw(st.integers(1, 60))))) / 4
    values[:, values.shape[1] // 2 :] += draw(st.sampled_from([0.0, 2.0, 7.0]))
    values[random.random(values.shape) < draw(st.sampled_from([0.0, 0.1]))] = np.nan
    return values


directions = st.sampled_from(list(TURNED))


@unhurried
@given(tables(), st.sampled_from([0.25, 2.0, 1024.0]), directions)
def test_stretching_the_values_stretches_the_limits_and_changes_no_cause(values: np.ndarray, factor: float, improvement: str) -> None:
    here, there = (xmr_chart(each, improvement=improvement) for each in (values, values * factor))
    for one, other in zip(here.limits[:4], there.limits[:4], strict=True):
        assert_allclose(other, one * factor, rtol=1e-12)
    for one, other in zip(here.causes, there.causes, strict=True):
        assert_array_equal(one, other)
    assert_array_equal(rebase_suggestions(values).start, rebase_suggestions(values * factor).start)


@unhurried
@given(tables(), st.integers(-1000, 1000))
def test_moving_the_values_moves_the_limits(values: np.ndarray, by: int) -> None:
    here, there = xmr_chart(values).limits, xmr_chart(values + by).limits
    assert_array_equal(there.status, here.status)
    assert_allclose(there.moving_range, here.moving_range, rtol=1e-12)
    for one, other in zip(here[:3], there[:3], strict=True):
        assert_allclose(other, one + by, rtol=1e-12, atol=1e-12)


@unhurried
@given(tables(), directions)
def test_upside_down_high_is_low(values: np.ndarray, improvement: str) -> None:
    here = xmr_chart(values, improvement=improvement)
    there = xmr_chart(-values, improvement=TURNED[improvement])
    assert_array_equal(here.limits.upper, -there.limits.lower)
    assert_array_equal(here.causes.rules & HIGH, (there.causes.rules & ~np.uint8(HIGH)) >> 1)
    if improvement != "neutral":
        assert_array_equal(here.causes.point_type, there.causes.point_type)
    turned = np.char.replace(np.char.replace(np.char.replace(variation_icon(there), "_high", "_?"), "_low", "_high"), "_?", "_low")
    both = (here.causes.type_names == "special_cause_neutral_both").any()
    assert both or (turned == variation_icon(here)).all()
    assert_array_equal(assurance_icon(here, 1, improvement=improvement), assurance_icon(there, -1, improvement=TURNED[improvement]))


@unhurried
@given(tables())
def test_each_series_is_judged_by_itself(values: np.ndarray) -> None:
    order = np.random.default_rng(values.shape[1]).permutation(values.shape[0])
    here, there = xmr_chart(values), xmr_chart(values[order])
    assert_array_equal(here.causes.label[order], there.causes.label)
    assert_array_equal(here.limits.upper[order], there.limits.upper)


@unhurried
@given(tables())
def test_time_turned_round_keeps_limits_and_shifts_and_turns_trends(values: np.ndarray) -> None:
    here, there = xmr_chart(values), xmr_chart(values[:, ::-1])
    assert_allclose(here.limits.upper, there.limits.upper[:, ::-1], rtol=1e-12, atol=1e-12)
    back = there.causes.rules[:, ::-1]
    same = np.uint8(~(SpecialCause.TREND_UP | SpecialCause.TREND_DOWN) & 255)
    assert_array_equal(here.causes.rules & same, back & same)
    assert_array_equal((here.causes.rules & SpecialCause.TREND_UP) > 0, (back & SpecialCause.TREND_DOWN) > 0)


@unhurried
@given(tables(), st.integers(1, 59))
def test_a_new_start_makes_two_charts(values: np.ndarray, at: int) -> None:
    at = min(at, values.shape[1] - 1)
    together = xmr_chart(values, rebase=np.arange(values.shape[1]) == at)
    for part in (slice(0, at), slice(at, None)):
        if values[:, part].shape[1]:
            alone = xmr_chart(values[:, part])
            assert_array_equal(together.causes.rules[:, part], alone.causes.rules)
            assert_allclose(together.limits.lower[:, part], alone.limits.lower, rtol=1e-12, atol=1e-12)
            assert_array_equal(together.limits.status[:, part], alone.limits.status)


@unhurried
@given(tables(), st.sampled_from([3, 6, 7]))
def test_a_shorter_run_flags_no_less(values: np.ndarray, points: int) -> None:
    shorter, longer = (xmr_chart(values, shift_points=run, trend_points=run).causes.rules for run in (points, points + 1))
    assert_array_equal(shorter & longer, longer)
    screened, plain = (xmr_chart(values, screen=screen).limits for screen in (True, False))
    assert not (screened.moving_range > plain.moving_range).any()
