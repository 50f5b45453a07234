"""A number that is exactly on a border is on it, by exact fractions, though floating point computes it a little to one side."""

import itertools
from fractions import Fraction
from math import isqrt

import numpy as np

from levelground.stats.cell_risk import cell_risk
from levelground.stats.detection.expected_counts import expected_counts
from levelground.stats.funnel.overdispersion import overdispersion
from levelground.stats.progression import board_difference
from levelground.stats.relative_likelihood import relative_likelihood
from levelground.stats.representation import participation_ratio
from levelground.stats.spc.attribute_charts import p_chart, u_chart
from levelground.stats.spc.individuals import i_chart
from levelground.stats.spc.run_chart import run_chart

FOUR_FIFTHS, FIVE_QUARTERS, SIX_FIFTHS = Fraction(4, 5), Fraction(5, 4), Fraction(6, 5)


def test_four_fifths() -> None:
    tables = np.array(
        [table for table in itertools.product(range(1, 13), (15, 25, 30), range(1, 13), (10, 30, 40)) if table[2] <= table[3]]
    )
    x1, n1, x2, n2 = tables.T
    exact = [Fraction(int(a * d), int(b * c)) for a, b, c, d in tables]
    assert sum(ratio in {FOUR_FIFTHS, FIVE_QUARTERS} for ratio in exact) > 20
    expected = ["below" if ratio < FOUR_FIFTHS else "above" if ratio > FIVE_QUARTERS else "within" for ratio in exact]
    assert relative_likelihood(x1, n1, x2, n2).four_fifths.tolist() == expected


def test_participation_ratio() -> None:
    cases = [(x, n, percent) for n in (20, 25, 40, 50) for x in range(n + 1) for percent in range(5, 101, 5)]
    exact = [Fraction(100 * x, n * percent) for x, n, percent in cases]
    assert sum(ratio in {FOUR_FIFTHS, SIX_FIFTHS} for ratio in exact) > 30
    expected = ["below" if ratio < FOUR_FIFTHS else "above" if ratio > SIX_FIFTHS else "comparable" for ratio in exact]
    x, n, percent = np.array(cases).T
    assert participation_ratio(x, n, percent / 100).representation.tolist() == expected


def test_half_a_seat_is_rounded_up() -> None:
    seats, staff = np.meshgrid(np.arange(1, 41), np.arange(101))
    expected = [(2 * n * x + 100) // 200 for n, x in zip(seats.ravel().tolist(), staff.ravel().tolist(), strict=True)]
    assert board_difference(0, seats, staff, 100).seats_short.ravel().tolist() == expected


def test_dominance_and_remainder() -> None:
    hundredths, expected = [], []
    for cell in itertools.product(range(1, 80), range(1, 40), range(1, 13)):
        third, second, first = sorted(cell)
        at_limit = 10 * (first + second) == 9 * (first + second + third), 10 * third == first
        if any(at_limit):
            hundredths.append(cell)
            expected.append([10 * third <= first + second + third, 10 * third < first])
    assert len(expected) > 500
    found = cell_risk(np.array(hundredths) / 100)
    assert np.column_stack([found.dominated, found.remainder_small]).tolist() == expected


def test_periods_until_enough_are_expected() -> None:
    thousandths, exposures = np.meshgrid(np.arange(5, 1000, 5), (1, 10, 25, 50, 100, 200))
    expected = -(-29_000 // (thousandths * exposures))
    assert expected_counts(thousandths / 1000, exposures, least=29).periods.tolist() == expected.tolist()


def _root(number: Fraction) -> Fraction | None:
    top, below = isqrt(number.numerator), isqrt(number.denominator)
    return Fraction(top, below) if top * top == number.numerator and below * below == number.denominator else None


def test_a_proportion_on_a_limit_is_not_outside() -> None:
    events, every, centres = [], [], []
    for thousandths, root_of_trials in itertools.product(range(10, 1000, 10), range(3, 51)):
        centre, trials = Fraction(thousandths, 1000), root_of_trials**2
        sigma = _root(centre * (1 - centre) / trials)
        for count in [] if sigma is None else [(centre + side * sigma) * trials for side in (-3, 3)]:
            if count.denominator == 1 and 0 <= count <= trials:
                events.append([int(count), min(int(count) + 1, trials), max(int(count) - 1, 0)])
                every.append([trials] * 3)
                centres.append([float(centre)] * 3)
    assert len(events) > 50
    outside = p_chart(events, every, centre=centres).outside
    assert not outside[:, 0].any()
    assert outside.any()


def test_a_rate_on_a_limit_is_not_outside() -> None:
    exposure, root = (each.ravel() for each in np.meshgrid(np.arange(1, 31), np.arange(1, 40)))
    count = root**2 + 3 * root  # sigma is root / exposure
    pairs = np.stack([count, count + 1], axis=-1)
    centre = np.repeat((root**2 / exposure)[:, np.newaxis], 2, axis=-1)
    assert np.all(u_chart(pairs, np.repeat(exposure[:, np.newaxis], 2, axis=-1), centre=centre).outside == [False, True])


def test_a_point_on_a_centre_that_is_given_is_not_useful() -> None:
    """Of the mean of an individuals chart, and of the median of a baseline."""
    tenths = np.random.default_rng(20261123).integers(0, 31, size=(3000, 12))
    off_mean = (12 * tenths != tenths.sum(axis=-1, keepdims=True)).sum(axis=-1)
    early = np.sort(tenths[:, :6], axis=-1)
    off_median = (2 * tenths != early[:, 2:3] + early[:, 3:4]).sum(axis=-1)
    assert np.count_nonzero(off_mean < 12) + np.count_nonzero(off_median < 12) > 300
    values = tenths / 10
    assert run_chart(values, centre=i_chart(values).centre).runs.useful[:, 0].tolist() == off_mean.tolist()
    assert run_chart(values, baseline=np.arange(12) < 6).runs.useful[:, 0].tolist() == off_median.tolist()


def test_a_rank_on_the_border_of_truncation() -> None:
    """r / (n + 1) of the share exactly is kept at the low end, and left out at the high end."""
    on_border = 0
    for percent, organisations in itertools.product(range(2, 50, 2), (24, 49, 74)):
        rank = 100 * np.arange(1, organisations + 1)
        low, high = percent * (organisations + 1), (100 - percent) * (organisations + 1)
        on_border += int(((rank == low) | (rank == high)).sum())
        found = overdispersion(rank / 100, np.ones(organisations), treatment="truncated", share=percent / 100)
        assert found.organisations == ((rank >= low) & (rank < high)).sum(), (percent, organisations)
    assert on_border > 90
