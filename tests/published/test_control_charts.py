"""Numbers printed in textbooks, papers and manuals, on their own data."""

import numpy as np
import pytest

from levelground.stats.spc.attribute_charts import p_chart
from levelground.stats.spc.individuals import i_chart
from levelground.stats.spc.rare_events import t_chart
from levelground.stats.spc.runs_rules import number_of_runs_limits, runs_limits
from levelground.stats.spc.subgroup_charts import c4, s_chart, xbar_chart

PISTON_RINGS = """
30 2 19 -8 8   -5 -8 1 11 4   -12 24 21 5 2   2 -4 -7 15 9   -8 7 15 -11 14   9 -6 -3 -15 -7   -5 6 -6 0 5   -15 3 -7 15 -12
8 -5 9 5 4   -2 0 -10 7 -5   -6 -2 -6 -5 -10   4 0 7 0 -4   -17 2 -2 -3 12   6 -33 -6 0 -16   12 14 -2 -1 7   0 -16 5 -2 -4
-6 12 -14 5 7   6 10 18 3 0   -16 2 3 5 -3   0 10 13 20 3   -18 1 15 5 -4   4 -1 -10 6 9   10 -11 -10 9 14   15 8 -7 0 10
-18 -16 -5 17 13
"""
"""Thousandths of a millimetre from 74 mm: Montgomery's table 6.3 (editions differ in some cells; these give the printed means)."""


def test_piston_rings() -> None:
    """Montgomery, example 6.3: means 74.001 from 73.988 to 74.014; standard deviations 0.0094 from 0 to 0.0196.

    The book makes the limits of the means of the rounded 74.001 and 0.0094.
    """
    rings = 74 + np.array(PISTON_RINGS.split(), dtype=np.float64).reshape(25, 5) / 1000
    means, deviations = xbar_chart(rings), s_chart(rings)
    assert [float(field[0]) for field in (means.centre, means.lower, means.upper)] == pytest.approx([74.001, 73.988, 74.014], abs=6e-4)
    assert [round(float(field[0]), 4) for field in (deviations.centre, deviations.lower, deviations.upper)] == [0.0094, 0.0, 0.0196]
    assert not means.outside.any() and not deviations.outside.any()


@pytest.mark.parametrize(
    ("size", "unbiasing", "means", "lowest", "highest"),
    [(2, 0.7979, 2.659, 0, 3.267), (5, 0.9400, 1.427, 0, 2.089), (6, 0.9515, 1.287, 0.030, 1.970), (10, 0.9727, 0.975, 0.284, 1.716)],
)
def test_factors_of_the_table_of_constants(size: int, unbiasing: float, means: float, lowest: float, highest: float) -> None:
    """Montgomery, appendix VI: c4, A3, B3 and B4."""
    share = float(c4(size))
    spread = 3 * np.sqrt(1 - share**2) / share
    found = (share, 3 / (share * np.sqrt(size)), max(1 - spread, 0.0), 1 + spread)
    assert found == pytest.approx((unbiasing, means, lowest, highest), abs=6e-4)


def test_flow_rates_without_screening() -> None:
    """NIST/SEMATECH e-Handbook, section 6.3.2.2: no moving range is screened out, so both are as printed."""
    rates = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    for screen in (True, False):
        chart = i_chart(rates, screen=screen)
        assert (round(float(chart.lower[0]), 4), round(float(chart.upper[0]), 4)) == (45.8159, 55.8041)


def test_failures_of_a_valve() -> None:
    """Montgomery, table 7.14: 4.80986 is the 0.2777th power of the first of the times between failures; none is outside."""
    hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
    assert round(286**0.2777, 5) == 4.80986
    assert not t_chart(hours, screen=False).outside.any()


def test_orange_juice_after_two_samples_are_left_out() -> None:
    """Montgomery, example 7.1: without samples 15 and 23 the centre is 0.2150, from 0.0407 to 0.3893, and sample 21 is beyond."""
    cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    chart = p_chart(cans, 50, exclude=np.isin(np.arange(1, 31), [15, 23]))
    assert [round(float(field[0]), 4) for field in (chart.centre, chart.lower, chart.upper)] == [0.215, 0.0407, 0.3893]
    assert (chart.outside.nonzero()[0] + 1).tolist() == [15, 21, 23]


NUMBER_OF_RUNS = """
3 9  3 10  3 11  4 11  4 12  5 12  5 13  5 13  6 14  6 15  6 16  7 16  7 17  7 17  8 18  8 18  9 19  9 20  10 20  10 21
11 22  11 22  11 23  11 24  12 24  12 25  13 25  13 26  14 26  14 27  15 27
"""
"""Perla, Provost and Murray 2011, table 1: 10 to 40 points that are not on the median, as a reproduction of it has them."""


def test_the_table_of_the_number_of_runs() -> None:
    """The table is rounded outwards from Swed and Eisenhart's: each limit is ours, or one run further out."""
    printed = np.array(NUMBER_OF_RUNS.split(), dtype=np.float64).reshape(-1, 2)
    points = np.arange(10, 41)
    fewest, most = number_of_runs_limits(points // 2, points - points // 2)
    assert set((fewest - printed[:, 0]).tolist()) == {0.0, 1.0}
    assert set((printed[:, 1] - most).tolist()) == {0.0, 1.0}
    same = points[(fewest == printed[:, 0]) & (most == printed[:, 1])]
    assert same.tolist() == [10, 13, 14, 15, 16, 18, 19, 21, 24, 26, 28, 29, 31, 34, 36, 38, 40]


LIMITS_OF_RUNS = "6 2  6 2  7 3  7 3  7 4  7 4  7 4  7 5  7 5  7 6  7 6  7 6  7 7  8 7  8 8  8 8  8 8  8 9  8 9  8 10  8 10"
"""Manual of qicharts2, appendix 2: 10 to 30 useful points."""


def test_the_table_of_the_longest_run_and_the_fewest_crossings() -> None:
    printed = np.array(LIMITS_OF_RUNS.split(), dtype=np.float64).reshape(-1, 2)
    np.testing.assert_array_equal(np.column_stack(runs_limits(np.arange(10, 31))), printed)
