"""Bootstrap: the same seed gives the same, whatever the chunks and the neighbours; near the exact limits; withheld when few."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats import bootstrap
from levelground.stats.bootstrap import bootstrap_rate, bootstrap_rate_ratio
from levelground.stats.gaps import rate_ratio_interval
from levelground.stats.rates import rate_interval

EVENTS, TIME = np.array([30, 400, 12_000]), np.array([1e4, 1e5, 1e6])


def test_chunks_and_neighbours_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bootstrap_rate(EVENTS, TIME, seed=7).interval
    assert_array_equal(bootstrap_rate(EVENTS[:1], TIME[:1], seed=7).interval.lower, whole.lower[:1])
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", 1)
    assert_array_equal(bootstrap_rate(EVENTS, TIME, seed=7).interval, whole)
    assert (np.array(bootstrap_rate(EVENTS, TIME, seed=8).interval) != np.array(whole)).any()
    assert_array_equal(bootstrap_rate(EVENTS, TIME, seed=np.random.SeedSequence(7)).interval, whole)


def test_the_caller_s_random_state_is_not_touched() -> None:
    before = np.random.get_state()[1].copy()
    bootstrap_rate_ratio(EVENTS, TIME, EVENTS, TIME, seed=1)
    assert_array_equal(np.random.get_state()[1], before)


def test_many_events_are_near_the_exact_limits() -> None:
    ours, exact = bootstrap_rate(EVENTS, TIME, seed=3, draws=20_000, per=1e5).interval, rate_interval(EVENTS, TIME, per=1e5)
    assert_allclose(ours.lower[1:], exact.lower[1:], rtol=0.01)
    assert_allclose(ours.upper[1:], exact.upper[1:], rtol=0.01)
    found = bootstrap_rate_ratio(EVENTS[1], TIME[1], EVENTS[2], TIME[2], seed=3, draws=20_000)
    assert_allclose(found.interval, rate_ratio_interval(EVENTS[1], TIME[1], EVENTS[2], TIME[2]), rtol=0.02)
    assert_allclose(found.standard_error, np.sqrt(1 / 400 + 1 / 12_000), rtol=0.03)


def test_few_events_are_withheld() -> None:
    ours = bootstrap_rate([0, 9, 10], 100, seed=1)
    assert ours.method.tolist() == ["withheld_few_events"] * 2 + ["bootstrap_percentile"]
    assert_array_equal(np.isnan([*ours.interval, ours.standard_error]), [[True, True, False]] * 3)
    assert bootstrap_rate_ratio(50, 1, 3, 1, seed=1).method == "withheld_few_events"
    assert bootstrap_rate([], 100, seed=1).interval.lower.shape == (0,)


def test_what_is_refused() -> None:
    for wrong, draws, words in ((-1, 10, "whole numbers"), (np.nan, 10, "whole numbers"), (1e16, 10, "drawn again"), (20, 1, "2 or more")):
        with pytest.raises(ValueError, match=words):
            bootstrap_rate(wrong, 10, seed=1, draws=draws)
    with pytest.raises(TypeError, match="seed"):
        bootstrap_rate(20, 10, seed=1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="masked"):
        bootstrap_rate(np.ma.masked_array([20], [True]), 10, seed=1)
