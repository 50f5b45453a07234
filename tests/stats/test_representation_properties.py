"""What holds for representation and pay gaps, whatever the data."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from levelground.stats.pay_gap import mean_pay_gap, median_pay_gap, pay_quarters
from levelground.stats.progression import board_difference, progression_ratio
from levelground.stats.representation import participation_ratio, representativeness

unhurried = settings(max_examples=40, deadline=None)
staff = st.lists(st.tuples(st.floats(8, 200), st.booleans()), min_size=20, max_size=40)


@unhurried
@given(staff, st.floats(0.01, 1e6), st.randoms(use_true_random=False))
def test_the_unit_of_pay_and_the_order_of_people_change_nothing(people, factor, random) -> None:  # type: ignore[no-untyped-def]
    turned = random.sample(people, len(people))
    for kernel in (mean_pay_gap, median_pay_gap):
        one, other = (kernel([p for p, _ in each], [m for _, m in each]) for each in (people, turned))
        scaled = kernel(factor * np.array([p for p, _ in people]), [m for _, m in people])
        for same in (other, scaled):
            assert_allclose(same.estimate, one.estimate, atol=1e-9)
            assert_allclose(same.interval, one.interval, atol=1e-7)
    quarters = pay_quarters([p for p, _ in people], [m for _, m in people])
    assert_allclose(pay_quarters([p for p, _ in turned], [m for _, m in turned]).share, quarters.share, atol=1e-12)
    assert_allclose(np.nansum(quarters.share * quarters.people), sum(m for _, m in people))


@unhurried
@given(staff)
def test_a_gap_turned_round_is_the_inverse_ratio(people: list[tuple[float, bool]]) -> None:
    pay, group = np.array([p for p, _ in people]), np.array([m for _, m in people])
    for kernel in (mean_pay_gap, median_pay_gap):
        one, other = kernel(pay, group), kernel(pay, ~group)
        assert_allclose(1 - one.estimate, 1 / (1 - other.estimate), rtol=1e-9)
        assert_allclose(1 - one.interval.lower, 1 / (1 - other.interval.upper), rtol=1e-7)
        assert not one.estimate < one.interval.lower - 1e-9
        assert not one.estimate > one.interval.upper + 1e-9


@unhurried
@given(st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_progression_turned_round(counts: list[int]) -> None:
    l1, u1, l2, u2 = (each + 1 for each in counts)
    one, other = progression_ratio(l1, u1, l2, u2), progression_ratio(l2, u2, l1, u1)
    assert_allclose(one.estimate, 1 / other.estimate)
    assert_allclose(one.interval.lower, 1 / other.interval.upper, rtol=1e-7)
    assert one.interval.lower <= one.estimate <= one.interval.upper


@unhurried
@given(st.integers(0, 20), st.integers(20, 40), st.integers(1, 500), st.integers(500, 9_000))
def test_intervals_hold_their_estimates(x: int, n: int, people: int, everybody: int) -> None:
    for found in (participation_ratio(x, n, people / everybody), board_difference(x, n, people, everybody)):
        assert found.interval.lower - 1e-12 <= found.estimate <= found.interval.upper + 1e-12


@unhurried
@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.integers(1, 5))
def test_participants_in_proportion_are_at_parity(population: list[int], times: int) -> None:
    found = representativeness(times * np.array(population), population)
    assert_allclose(found.dissimilarity, 0, atol=1e-12)
    assert_allclose(found.ratio, 1)
