"""Representation and pay gaps equal their slow twins."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_representation as slow

from levelground.stats.pay_gap import mean_pay_gap, median_pay_gap, pay_quarters
from levelground.stats.representation import representativeness, response_representativity

unhurried = settings(max_examples=60, deadline=None)
people = st.lists(st.tuples(st.integers(8, 30), st.booleans()), min_size=1, max_size=25)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=5))
def test_dissimilarity_and_what_chance_makes_of_it(groups: list[tuple[int, int]]) -> None:
    participants, population = zip(*groups, strict=True)
    found = representativeness(participants, population)
    if sum(participants) == 0 or sum(population) == 0:
        assert np.isnan(found.dissimilarity)
        assert str(found.method).startswith("withheld_no_")
        return
    shares = [each / sum(population) for each in population]
    apart = sum(abs(x / sum(participants) - share) for x, share in zip(participants, shares, strict=True)) / 2
    assert_allclose(found.dissimilarity, apart, atol=1e-12)
    assert_allclose(found.by_chance, slow.apart_by_chance(sum(participants), shares), rtol=1e-9, atol=1e-12)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=6))
def test_response_representativity(groups: list[tuple[int, int]]) -> None:
    responses = [min(pair) for pair in groups]
    invited = [pair[1] for pair in groups]
    assert_allclose(response_representativity(responses, invited).estimate, slow.response_representativity(responses, invited), atol=1e-9)


@unhurried
@given(people)
def test_pay_quarters(staff: list[tuple[int, bool]]) -> None:
    pay, in_group = [list(each) for each in zip(*staff, strict=True)]
    assert_allclose(pay_quarters(pay, in_group).share, slow.pay_quarter_shares(pay, in_group), atol=1e-12)


@unhurried
@given(people, st.floats(0.5, 0.99))
def test_pay_gaps(staff: list[tuple[int, bool]], confidence: float) -> None:
    pay, in_group = np.array([each for each, _ in staff], dtype=float), np.array([member for _, member in staff])
    median = median_pay_gap(pay, in_group, confidence=confidence)
    mean = mean_pay_gap(pay, in_group, confidence=confidence)
    group, reference = pay[in_group].tolist(), pay[~in_group].tolist()
    if not group or not reference:
        assert np.isnan(median.estimate)
        assert np.isnan(mean.estimate)
        return
    assert_allclose(median.estimate, slow.median_gap(group, reference), atol=1e-12)
    assert_allclose(mean.estimate, slow.mean_gap(group, reference), atol=1e-12)
    (low, high), (other_low, other_high) = (slow.median_limits(each, confidence) for each in (group, reference))
    if math.isnan(low) or math.isnan(other_low):
        assert median.method == "withheld_few_values"
        assert np.isnan(median.interval.lower)
        return
    ratio = float(np.median(group) / np.median(reference))
    up = math.hypot(math.log(high / np.median(group)), math.log(np.median(reference) / other_low))
    assert_allclose(median.interval.lower, 1 - ratio * math.exp(up), atol=1e-9)
    down = math.hypot(math.log(np.median(group) / low), math.log(other_high / np.median(reference)))
    assert_allclose(median.interval.upper, 1 - ratio * math.exp(-down), atol=1e-9)
