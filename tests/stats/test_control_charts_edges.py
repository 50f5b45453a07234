"""Control charts at their edges: nothing, one point, no variation, gaps, enormous values, what is refused; and compat."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from levelground.stats.spc.attribute_charts import c_chart, p_chart, u_chart
from levelground.stats.spc.control_chart import ControlChart
from levelground.stats.spc.individuals import i_chart, i_prime_chart, mr_chart
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.run_chart import run_chart
from levelground.stats.spc.runs_rules import number_of_runs_limits, runs_limits, runs_signal
from levelground.stats.spc.subgroup_charts import c4, s_chart, xbar_chart

QICHARTS2 = "qicharts2-0.8.1"
NAN = np.nan
SINGLE = {
    "p": lambda values, **options: p_chart(values, 50, **options),
    "u": lambda values, **options: u_chart(values, 50, **options),
    "c": c_chart,
    "i": i_chart,
    "mr": mr_chart,
    "i_prime": lambda values, **options: i_prime_chart(values, 50, **options),
    "t": t_chart,
    "g": g_chart,
}
SUBGROUPS = {"xbar": xbar_chart, "s": s_chart}
every_single = pytest.mark.parametrize("chart", SINGLE.values(), ids=SINGLE.keys())
every_grouped = pytest.mark.parametrize("chart", SUBGROUPS.values(), ids=SUBGROUPS.keys())
Chart = Callable[..., ControlChart]


def methods(chart: ControlChart) -> set[str]:
    return set(chart.method.ravel().tolist())


@every_single
def test_no_points_give_no_points(chart: Chart) -> None:
    for shape in ((3, 0), (0,), (0, 5)):
        found = chart(np.empty(shape))
        assert found.upper.shape == found.method.shape == shape


@every_grouped
def test_no_subgroups_give_none(chart: Chart) -> None:
    assert chart(np.empty((3, 0, 2))).upper.shape == (3, 0)
    nobody = chart(np.empty((2, 4, 0)))
    assert methods(nobody) == {"missing"} and np.isnan(nobody.upper).all()


@every_single
def test_nothing_but_gaps(chart: Chart) -> None:
    found = chart([NAN, NAN])
    assert methods(found) == {"missing"}
    assert np.isnan(found.upper).all() and np.isnan(found.centre).all() and not found.outside.any()


@every_single
def test_an_excluded_series_has_no_points(chart: Chart) -> None:
    found = chart([3.0, 4], exclude=[True, True])
    assert np.isnan(found.upper).all()
    assert methods(found) <= {"withheld_no_points", "missing"}


@pytest.mark.parametrize("chart", [i_chart, SINGLE["i_prime"], t_chart], ids=["i", "i_prime", "t"])
def test_one_point_has_no_neighbour(chart: Chart) -> None:
    found = chart([3.0])
    assert found.centre[0] == pytest.approx(found.value[0])
    assert np.isnan(found.upper[0]) and methods(found) == {"withheld_no_neighbours"}
    apart = chart([3.0, NAN, 5.0])
    assert apart.method.tolist() == ["withheld_no_neighbours", "missing", "withheld_no_neighbours"]


def test_one_point_has_no_moving_range() -> None:
    assert methods(mr_chart([3.0])) == {"missing"}


@pytest.mark.parametrize("chart", [i_chart, SINGLE["i_prime"], t_chart], ids=["i", "i_prime", "t"])
def test_steps_of_nothing_are_no_limits(chart: Chart) -> None:
    level = chart([0.3, 0.1 + 0.2, 0.3, 0.3])
    assert methods(level) == {"withheld_no_variation"} and np.isnan(level.upper).all() and not level.outside.any()
    printed = chart([5.0, 5, 5], screen=False, compat=QICHARTS2)
    np.testing.assert_allclose(printed.upper, printed.centre)


def test_no_variation_of_counted_events() -> None:
    for screen in (True, False):
        level = p_chart([10, 10, 10], 100, laney=True, screen=screen)
        assert methods(level) == {"withheld_no_variation"} and np.isnan(level.upper).all()
    same_rate = u_chart([1, 2, 3], [0.1, 0.2, 0.3], laney=True, screen=False)
    assert methods(same_rate) == {"withheld_no_variation"}
    printed = p_chart([10, 10, 10], 100, laney=True, screen=False, compat=QICHARTS2)
    assert printed.upper.tolist() == printed.centre.tolist() and methods(printed) == {"p_laney_few_points"}
    assert methods(p_chart([0, 0, 0], 100, laney=True)) == {"withheld_no_variation"}
    assert methods(u_chart([0, 0, 0], 100, laney=True)) == {"withheld_no_variation"}
    assert methods(p_chart([10], 100, laney=True)) == {"withheld_no_neighbours"}
    assert methods(p_chart([10], 100, laney=True, ordered=False)) == {"withheld_no_neighbours"}
    assert p_chart([0, 0], 100).upper.tolist() == [0, 0] and methods(p_chart([0, 0], 100)) == {"p"}


def test_limits_of_few_points_say_so() -> None:
    values = np.arange(23.0) % 5
    found = i_chart(values, rebase=np.arange(23) == 11)
    assert found.method.tolist() == ["individuals_few_points"] * 11 + ["individuals"] * 12
    assert methods(p_chart(values, 50, laney=True, baseline=np.arange(23) < 11)) == {"p_laney_few_points"}
    assert methods(p_chart(values, 50, laney=True, baseline=np.arange(23) < 12)) == {"p_laney"}


def test_a_baseline_and_a_new_process_together() -> None:
    values = np.array([1.0, 3, 2, 9, 11, 15, 13, 40])
    start, first = np.arange(8) == 4, np.isin(np.arange(8), [0, 1, 2, 4, 5, 6])
    both = i_chart(values, rebase=start, baseline=first)
    assert both.centre.tolist() == [2.0] * 4 + [13.0] * 4
    assert both.upper[0] == pytest.approx(2 + 3 * 1.5 / 1.128) and both.upper[7] == pytest.approx(13 + 3 * 3 / 1.128)
    assert both.outside.tolist() == [False, False, False, True, False, False, False, True]


@every_single
def test_marks_and_centres_of_several_settings(chart: Chart) -> None:
    values, starts = np.array([3.0, 5, 2, 9, 4, 8]), np.array([[False] * 6, [False, False, False, True, False, False]])
    both = chart(values, rebase=starts)
    assert both.upper.shape == (2, 6)
    for setting in (0, 1):
        np.testing.assert_array_equal(both.upper[setting], chart(values, rebase=starts[setting]).upper)


def test_centres_of_several_settings() -> None:
    assert i_chart([3.0, 5, 2], centre=[[3.0], [4.0]]).centre.tolist() == [[3] * 3, [4] * 3]
    assert run_chart([3.0, 5, 2], centre=[[3.0], [4.0]]).runs.useful[:, 0].tolist() == [2, 3]
    assert xbar_chart([[3.0, 5], [2, 9]], exclude=[[True, False], [False, False]]).centre[:, 0].tolist() == [5.5, 4.75]


@pytest.mark.parametrize("options", [{"baseline": [True] * 3 + [False] * 2}, {"exclude": [False] * 4 + [True]}])
def test_what_is_not_in_the_baseline_makes_no_weighted_limit(options: dict[str, list[bool]]) -> None:
    """The reference takes sigma of all points (its defect 15): its limits are those of the wild last points too."""
    sums, weights = np.array([10.0, 24, 33, 80, 900]), np.array([10.0, 20, 30, 40, 50])
    ours, theirs = (i_prime_chart(sums, weights, screen=False, compat=compat, **options) for compat in (None, QICHARTS2))
    kept = slice(0, 3) if "baseline" in options else slice(0, 4)
    alone = i_prime_chart(sums[kept], weights[kept], screen=False)
    np.testing.assert_allclose(ours.upper[kept], alone.upper)
    np.testing.assert_allclose(ours.centre, theirs.centre)
    assert (theirs.upper > ours.upper + 1).all()


def test_moving_ranges_as_printed_differ_in_two_ways() -> None:
    values, left_out = [3.0, 5, 90, 4, 8], [False, False, True, False, False]
    ours, theirs = mr_chart(values, exclude=left_out), mr_chart(values, exclude=left_out, compat=QICHARTS2)
    assert ours.value[1:].tolist() == [2, 85, 1, 4] and theirs.value[1:].tolist() == [2, 85, 86, 4]
    assert ours.centre[0] == pytest.approx(7 / 3) and theirs.centre[0] == pytest.approx(92 / 3)
    assert ours.inner_upper[0] == pytest.approx((1 + 2 * 2.267 / 3) * 7 / 3)
    assert theirs.inner_upper[0] == pytest.approx(2 / 3 * theirs.upper[0])
    assert ours.method.tolist() == ["missing"] + ["moving_range_few_points"] * 4


def test_two_events_at_once_and_a_time_below_0() -> None:
    found = t_chart([0.0, 10, 0, 30])
    assert found.lower[0] == 0 and not found.outside.any()
    with pytest.raises(ValueError, match="times must be 0 or more"):
        t_chart([-1.0, 3])


def test_nothing_but_two_events_in_a_row() -> None:
    found = g_chart([0, 0, 0])
    assert methods(found) == {"withheld_no_variation"} and found.centre[0] == 0 and np.isnan(found.upper).all()
    assert g_chart([0, 0, 0], compat=QICHARTS2).upper.tolist() == [0, 0, 0]
    assert g_chart([0, 0, 0], probability=True, compat=QICHARTS2).upper.tolist() == [0, 0, 0]
    assert g_chart([0, 5], mean=10).upper[0] == pytest.approx(10 + 3 * np.sqrt(110))
    with pytest.raises(ValueError, match="cases must be whole"):
        g_chart([0.5])
    with pytest.raises(ValueError, match="mean"):
        g_chart([1], mean=-1)


def test_a_long_mean_has_a_lower_quantile() -> None:
    assert g_chart([1000, 1000], probability=True).lower[0] == 1
    assert g_chart([500, 500], probability=True).lower[0] == 0


@every_grouped
def test_subgroups_of_one_and_of_none(chart: Chart) -> None:
    values = np.array([[1.0, 2, 4], [3, NAN, NAN], [NAN, NAN, NAN], [2, 5, NAN]])
    found = chart(values)
    single = "missing" if chart is s_chart else "subgroup_mean"
    assert found.method[1] == single and found.method[2] == "missing" and np.isnan(found.value[2])
    only = chart([[1.0], [4.0]])
    assert methods(only) == ({"missing"} if chart is s_chart else {"withheld_no_subgroup_of_two"})
    assert np.isnan(only.upper).all()


@every_grouped
def test_subgroups_that_do_not_vary(chart: Chart) -> None:
    found = chart([[0.3, 0.3], [0.7, 0.7]])
    assert methods(found) == {"withheld_no_variation"} and np.isnan(found.upper).all()
    printed = chart([[0.3, 0.3], [0.7, 0.7]], compat=QICHARTS2)
    np.testing.assert_allclose(printed.upper, printed.centre)


def test_a_sigma_that_is_given() -> None:
    found = s_chart([[1.0, 2], [3, 9]], sigma=2)
    assert found.centre[0] == pytest.approx(2 * np.sqrt(2 / np.pi))
    with pytest.raises(ValueError, match="sigma"):
        s_chart([[1.0, 2]], sigma=-1)
    assert xbar_chart([[1.0, 2], [3, 9]], centre=5).centre.tolist() == [5, 5]


def test_c4_of_small_and_huge_samples() -> None:
    assert np.isnan(c4([0, 1])).all()
    assert c4(1000) == pytest.approx(c4(1001), abs=1e-6) and c4(1000) < c4(1001) < c4(10**15) <= 1
    with pytest.raises(ValueError, match="whole numbers"):
        c4(2.5)


@pytest.mark.parametrize("chart", [i_chart, mr_chart, t_chart, SINGLE["i_prime"]], ids=["i", "mr", "t", "i_prime"])
def test_enormous_and_tiny_values(chart: Chart) -> None:
    for scale in (1e-200, 1e250):
        found = chart(np.array([1.0, 3, 2, 5]) * scale)
        assert np.isfinite(found.upper[1:]).all() and (found.upper[1:] > found.centre[1:]).all()
    with pytest.raises(ValueError, match="within 1e\\+300"):
        chart([1.0, 1e305])


@pytest.mark.parametrize("chart", [i_chart, SINGLE["i_prime"]], ids=["i", "i_prime"])
def test_negative_values_are_values(chart: Chart) -> None:
    assert (chart([-1.0, -3, -2]).upper > chart([-1.0, -3, -2]).centre).all()


@every_single
@pytest.mark.parametrize("wrong", [["1", "2"], [None, 1], [True, False], np.ma.masked_array([1.0, 2], [True, False])])
def test_what_is_not_a_number_is_refused(chart: Chart, wrong: object) -> None:
    with pytest.raises(TypeError):
        chart(wrong)


@every_grouped
def test_what_is_no_table_of_subgroups_is_refused(chart: Chart) -> None:
    with pytest.raises(ValueError, match="an axis of periods and one of members"):
        chart([1.0, 2])
    with pytest.raises(ValueError, match=r"within 1e\+140"):
        chart([[1.0, 1e150]])
    with pytest.raises(TypeError, match="masked"):
        chart(np.ma.masked_array([[1.0, 2]]))


@pytest.mark.parametrize("chart", [*(chart for name, chart in SINGLE.items() if name != "c")], ids=[name for name in SINGLE if name != "c"])
def test_options_that_are_not_known_are_refused(chart: Chart) -> None:
    with pytest.raises(ValueError, match=r"did you mean 'qicharts2-0\.8\.1'"):
        chart([1.0, 2], compat="qicharts2")
    with pytest.raises(ValueError, match="rebase must have a mark for each of 2 periods"):
        chart([1.0, 2], rebase=[True])
    with pytest.raises(TypeError, match="exclude must be True or False"):
        chart([1.0, 2], exclude=[1, 0])


def test_an_option_that_is_not_yes_or_no_is_refused() -> None:
    for call in (
        lambda: i_chart([1.0, 2], screen=1),
        lambda: p_chart([1], 2, laney="yes"),
        lambda: p_chart([1], 2, ordered=None),
        lambda: g_chart([1], probability=0),
    ):
        with pytest.raises(TypeError, match="must be True or False"):
            call()


def test_a_denominator_of_nothing_is_refused_and_a_missing_one_is_a_gap() -> None:
    with pytest.raises(ValueError, match="denominators must be finite and above 0"):
        i_prime_chart([1.0, 2], [3.0, 0])
    found = i_prime_chart([1.0, 2, 6], [3.0, NAN, 4])
    assert np.isnan(found.value[1]) and found.method[1] == "missing"
    assert np.isnan(p_chart([1, NAN], [5, 0]).upper[1])


def test_rules_of_runs_beyond_their_tables() -> None:
    for useful in (9, 101):
        assert runs_limits(useful, rule="best_box") == runs_limits(useful)
        assert runs_signal(useful, 0, 3, rule="cut_box") == runs_signal(useful, 0, 3)
    assert np.isnan(runs_limits(0, rule="cut_box")[0])
    with pytest.raises(ValueError, match="did you mean 'best_box'"):
        runs_limits(20, rule="bestbox")


def test_the_number_of_runs_of_one_side_only() -> None:
    assert np.isnan(number_of_runs_limits(12, 0)).all()
    assert number_of_runs_limits([], [])[0].shape == (0,)
    below = run_chart(np.arange(12.0), centre=100)
    assert below.few_runs.all() and not below.many_runs.any()


def test_too_few_runs_and_too_many() -> None:
    climbing, swinging, short = run_chart(np.arange(12.0)), run_chart(np.arange(12) % 2 + 0.0), run_chart(np.arange(9.0))
    assert climbing.few_runs.all() and not climbing.many_runs.any()
    assert swinging.many_runs.all() and not swinging.few_runs.any()
    assert not short.few_runs.any()


def test_the_rule_that_judged_is_named() -> None:
    values = np.arange(24.0) % 7
    for rule in ("anhoej", "best_box", "cut_box"):
        assert set(run_chart(values, rule=rule).runs.method) == {rule}
    assert set(run_chart(values[:9], rule="cut_box").runs.method) == {"anhoej_few_points"}
    assert set(run_chart(np.arange(120.0) % 7, rule="cut_box").runs.method) == {"anhoej"}
