"""Every kernel equals its slow twin, at counts from none on and at any confidence."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_intervals as slow

from levelground.stats import gaps, proportions, rates

confidences = st.floats(0.5, 0.9999)
few_counts = st.integers(0, 40)
exposures = st.floats(0.5, 1e7)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 40))
    return draw(st.integers(0, trials)), trials


def close(fast: tuple[np.ndarray, np.ndarray], twin: tuple[float, float]) -> None:
    assert_allclose(np.array(fast), twin, rtol=1e-8, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(shares(), confidences)
def test_proportions(share: tuple[int, int], confidence: float) -> None:
    close(proportions.wilson_interval(*share, confidence=confidence), slow.wilson(*share, confidence))
    close(proportions.clopper_pearson_interval(*share, confidence=confidence), slow.clopper_pearson(*share, confidence))


@settings(max_examples=60, deadline=None)
@given(few_counts, exposures, confidences)
def test_rates(events: int, exposure: float, confidence: float) -> None:
    close(rates.byar_interval(events, confidence=confidence), slow.byar(events, confidence))
    close(rates.exact_poisson_interval(events, confidence=confidence), slow.exact_poisson(events, confidence))
    close(rates.rate_interval(events, exposure, per=1e5, confidence=confidence), slow.rate(events, exposure, 1e5, confidence))


@settings(max_examples=60, deadline=None)
@given(few_counts, exposures, few_counts, exposures, confidences)
def test_rate_ratio(x1: int, t1: float, x2: int, t2: float, confidence: float) -> None:
    twin = slow.rate_ratio_exact(x1, t1, x2, t2, confidence)
    close(gaps.rate_ratio_exact_interval(x1, t1, x2, t2, confidence=confidence), twin)
    close(gaps.rate_ratio_interval(x1, t1, x2, t2, confidence=confidence), twin)


@settings(deadline=None)
@given(st.integers(1, 10**6), exposures, st.integers(1, 10**6), exposures, confidences)
def test_rate_ratio_wald(x1: int, t1: float, x2: int, t2: float, confidence: float) -> None:
    close(gaps.rate_ratio_wald_interval(x1, t1, x2, t2, confidence=confidence), slow.rate_ratio_wald(x1, t1, x2, t2, confidence))


@settings(max_examples=60, deadline=None)
@given(few_counts, exposures, few_counts, exposures, confidences)
def test_rate_difference(x1: int, t1: float, x2: int, t2: float, confidence: float) -> None:
    fast = gaps.rate_difference_interval(x1, t1, x2, t2, per=1e5, confidence=confidence)
    close(fast, slow.rate_difference(x1, t1, x2, t2, per=1e5, confidence=confidence))


@settings(max_examples=60, deadline=None)
@given(shares(), shares(), confidences)
def test_proportion_difference(group: tuple[int, int], reference: tuple[int, int], confidence: float) -> None:
    fast = gaps.proportion_difference_interval(*group, *reference, confidence=confidence)
    close(fast, slow.proportion_difference(*group, *reference, confidence))


@settings(max_examples=40, deadline=None)
@given(shares(), shares(), confidences)
def test_proportion_ratio(group: tuple[int, int], reference: tuple[int, int], confidence: float) -> None:
    fast = gaps.proportion_ratio_interval(*group, *reference, confidence=confidence)
    close(fast, slow.proportion_ratio(*group, *reference, confidence))


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    rows = draw(st.lists(st.tuples(shares(), shares()), min_size=2, max_size=12))
    return np.array([(*group, *reference) for group, reference in rows])


@pytest.mark.parametrize(
    "kernel",
    [gaps.rate_ratio_interval, gaps.rate_difference_interval, gaps.proportion_difference_interval, gaps.proportion_ratio_interval],
)
@settings(max_examples=15, deadline=None)
@given(table=tables())
def test_a_vector_gives_what_its_elements_give(kernel: Callable[..., tuple[np.ndarray, np.ndarray]], table: np.ndarray) -> None:
    together = np.array(kernel(*table.T))
    one_by_one = np.array([kernel(*row) for row in table]).T
    assert_allclose(together, one_by_one, rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(table=tables())
def test_levels_of_a_vector_are_those_of_its_elements(table: np.ndarray) -> None:
    events, trials = table[:, 0], table[:, 1]
    for kernel in (proportions.wilson_interval, proportions.clopper_pearson_interval, rates.rate_interval):
        assert_allclose(
            np.array(kernel(events, trials)), np.array([kernel(*row) for row in zip(events, trials, strict=True)]).T, rtol=1e-12
        )
