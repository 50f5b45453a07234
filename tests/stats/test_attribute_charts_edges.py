"""Charts of counted events at their edges."""

import math

import numpy as np
import pytest

from levelground.stats.spc.attribute_charts import c_chart, p_chart, u_chart


def test_limits_of_one_process_by_hand() -> None:
    events, trials = [4, 9, 2], [50, 80, 40]
    chart = p_chart(events, trials)
    share = 15 / 170
    for place, size in enumerate(trials):
        assert chart.upper[place] == pytest.approx(share + 3 * math.sqrt(share * (1 - share) / size))


def test_a_missing_period_is_a_gap_and_changes_nothing() -> None:
    whole, gap = p_chart([4, 9, 2], [50, 80, 40]), p_chart([4, 9, np.nan, 2], [50, 80, 60, 40])
    assert np.isnan(gap.value[2]) and not gap.outside[2] and gap.method[2] == "missing"
    np.testing.assert_allclose(gap.upper[[0, 1, 3]], whole.upper)


def test_a_step_reaches_over_an_excluded_period_and_not_over_a_missing_one() -> None:
    events, trials = np.array([4.0, 9, 30, 2]), np.array([50.0, 80, 60, 40])
    left_out = p_chart(events, trials, laney=True, exclude=[False, False, True, False])
    without = p_chart(events[[0, 1, 3]], trials[[0, 1, 3]], laney=True)
    np.testing.assert_allclose(left_out.upper[[0, 1, 3]], without.upper)
    missing = p_chart(np.where(events == 30, np.nan, events), trials, laney=True)
    z = [(share - 15 / 170) / math.sqrt(15 / 170 * 155 / 170 / size) for share, size in ((4 / 50, 50), (9 / 80, 80))]
    sigma = math.sqrt(15 / 170 * 155 / 170 / 40) * abs(z[1] - z[0]) / 1.128
    assert missing.upper[3] == pytest.approx(15 / 170 + 3 * sigma)


def test_no_event_and_nothing_but_events() -> None:
    none, every = p_chart([0, 0], [5, 6]), p_chart([5, 6], [5, 6])
    assert none.upper.tolist() == [0, 0] and every.lower.tolist() == [1, 1]
    assert not none.outside.any() and not every.outside.any()
    assert np.isnan(p_chart([0, 0], [5, 6], laney=True).upper).all()
    assert c_chart(np.empty((2, 0))).upper.shape == (2, 0)


def test_rates_scale_with_their_exposure() -> None:
    one, ten = u_chart([3, 8, 5], [1.0, 2, 1], laney=True), u_chart([3, 8, 5], [10.0, 20, 10], laney=True)
    np.testing.assert_allclose(ten.upper * 10, one.upper)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no more than trials"):
        p_chart([6], [5])
    with pytest.raises(ValueError, match="exposure must be finite and above 0"):
        u_chart([6], [0.0])
    with pytest.raises(ValueError, match="centre"):
        p_chart([1], [5], centre=1.5)
    with pytest.raises(TypeError):
        c_chart(["1"])
