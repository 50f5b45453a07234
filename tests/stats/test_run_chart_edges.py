"""Run charts and the Bernoulli CUSUM at their edges."""

import numpy as np
import pytest

from levelground.stats.spc.cusum import bernoulli_cusum
from levelground.stats.spc.run_chart import run_chart
from levelground.stats.spc.runs_rules import runs_limits


def test_a_missing_point_is_passed_over() -> None:
    with_gap, without = run_chart([1.0, np.nan, 5, 2, 7, 3]), run_chart([1.0, 5, 2, 7, 3])
    assert with_gap.centre[0] == without.centre[0] == 3
    assert with_gap.points[0] == without.points[0] == 5
    assert with_gap.runs.crossings[0] == without.runs.crossings[0]


@pytest.mark.parametrize("values", [[4.0, 4, 4], [np.nan, np.nan]])
def test_nothing_is_judged_without_useful_points(values: list[float]) -> None:
    runs = run_chart(values).runs
    assert not runs.signal.any()
    assert set(runs.method) == {"withheld_no_useful_points"}
    assert np.isnan(runs.longest_run_limit).all()


def test_no_points_give_no_points() -> None:
    assert run_chart(np.empty((3, 0))).centre.shape == (3, 0)
    assert bernoulli_cusum(np.empty((3, 0)), risk=0.1).increase.shape == (3, 0)
    assert np.isnan(runs_limits(0)[0])


def test_each_process_has_its_own_median_and_runs() -> None:
    starts = np.arange(8) == 4
    chart = run_chart([1.0, 2, 3, 4, 11, 12, 13, 14], rebase=starts)
    assert chart.centre.tolist() == [2.5] * 4 + [12.5] * 4
    assert chart.runs.crossings.tolist() == [1.0] * 8


def test_a_trend_has_five_points_and_passes_over_equal_ones() -> None:
    assert run_chart([1.0, 2, 3, 3, 4, 5, 1]).trend.tolist() == [True, True, True, False, True, True, False]
    assert not run_chart([1.0, 2, 3, 4, 1]).trend.any()
    assert run_chart([5.0, 1, 2, 3, 4, 5]).trend.tolist() == [False, True, True, True, True, True]


def test_what_is_not_a_number_is_refused() -> None:
    for wrong in (["1"], [None], [True], np.ma.masked_array([1.0])):
        with pytest.raises(TypeError):
            run_chart(wrong)
    with pytest.raises(ValueError, match="finite"):
        run_chart([1.0, np.inf])
    with pytest.raises(ValueError, match="rebase must have a mark for each of 2 periods"):
        run_chart([1.0, 2], rebase=[True, False, False])


def test_a_missing_case_leaves_the_sums_as_they_are() -> None:
    sums = bernoulli_cusum([1.0, np.nan, 1], risk=0.1)
    assert sums.increase[1] == sums.increase[0]
    assert sums.increase[2] == pytest.approx(2 * sums.increase[0])


@pytest.mark.parametrize(
    "options", [{}, {"risk": 0.1, "baseline_cases": 5}, {"risk": 0.0}, {"risk": 1.0}, {"baseline_cases": 1}, {"risk": 0.1, "odds_ratio": 1}]
)
def test_a_risk_that_cannot_be_tested_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        bernoulli_cusum([0.0, 1, 0], **options)
    with pytest.raises(ValueError, match="events"):
        bernoulli_cusum([0.0, 2], risk=0.1)
