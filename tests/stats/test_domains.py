"""What a kernel refuses, and that it says what was found and where."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from levelground.stats import gaps, proportions, rates

LEVELS = [
    proportions.wilson_interval,
    proportions.clopper_pearson_interval,
    rates.rate_interval,
]
COUNTS = [rates.byar_interval, rates.exact_poisson_interval]
RATE_GAPS = [
    gaps.rate_ratio_interval,
    gaps.rate_ratio_exact_interval,
    gaps.rate_ratio_wald_interval,
    gaps.rate_difference_interval,
    gaps.rate_ratio,
    gaps.rate_difference,
]
PROPORTION_GAPS = [
    gaps.proportion_difference_interval,
    gaps.proportion_ratio_interval,
    gaps.proportion_difference,
    gaps.proportion_ratio,
]
GAPS = RATE_GAPS + PROPORTION_GAPS
INTERVALS = [*LEVELS, *COUNTS, *(kernel for kernel in GAPS if kernel.__name__.endswith("interval"))]

NOT_COUNTS = [-1, 0.5, np.nan, np.inf, -np.inf]
NOT_POSITIVE = [0, -1, np.nan, np.inf]


def arguments_of(kernel: Callable[..., object]) -> list[object]:
    return [3] if kernel in COUNTS else [3, 10] if kernel in LEVELS else [3, 10, 4, 10]


@pytest.mark.parametrize("kernel", [*LEVELS, *COUNTS, *GAPS])
@pytest.mark.parametrize("bad", NOT_COUNTS)
def test_events_must_be_counts(kernel: Callable[..., object], bad: float) -> None:
    for place in (0, 2)[: 2 if kernel in GAPS else 1]:
        arguments = arguments_of(kernel)
        arguments[place] = bad
        with pytest.raises(ValueError, match=r"events must be whole numbers, 0 or more; found"):
            kernel(*arguments)


@pytest.mark.parametrize("kernel", [*PROPORTION_GAPS, proportions.wilson_interval, proportions.clopper_pearson_interval])
@pytest.mark.parametrize("bad", [0, *NOT_COUNTS])
def test_trials_must_be_counts_of_1_or_more(kernel: Callable[..., object], bad: float) -> None:
    for place in (1, 3)[: 2 if kernel in GAPS else 1]:
        arguments = arguments_of(kernel)
        arguments[place] = bad
        with pytest.raises(ValueError, match="trials must be whole numbers"):
            kernel(*arguments)
        arguments[place] = 2
        with pytest.raises(ValueError, match=r"events must be no more than (reference_)?trials; found [34]"):
            kernel(*arguments)


@pytest.mark.parametrize("kernel", [*RATE_GAPS, rates.rate_interval])
@pytest.mark.parametrize("bad", NOT_POSITIVE)
def test_exposure_must_be_above_0(kernel: Callable[..., object], bad: float) -> None:
    for place in (1, 3)[: 2 if kernel in GAPS else 1]:
        arguments = arguments_of(kernel)
        arguments[place] = bad
        with pytest.raises(ValueError, match="exposure must be finite and above 0; found"):
            kernel(*arguments)


@pytest.mark.parametrize("kernel", [rates.rate_interval, gaps.rate_difference, gaps.rate_difference_interval])
@pytest.mark.parametrize("bad", NOT_POSITIVE)
def test_per_must_be_above_0(kernel: Callable[..., object], bad: float) -> None:
    with pytest.raises(ValueError, match="per must be finite and above 0"):
        kernel(*arguments_of(kernel), per=bad)


@pytest.mark.parametrize("kernel", INTERVALS)
@pytest.mark.parametrize("bad", [95, 0, 1, -0.95, np.nan, 1e-17])
def test_confidence_must_be_a_fraction(kernel: Callable[..., object], bad: float) -> None:
    with pytest.raises(ValueError, match=r"confidence must be a fraction between 0 and 1 \(0.95, not 95\)"):
        kernel(*arguments_of(kernel), confidence=bad)


NOT_NUMBERS = [None, "3", True, [3, None], Decimal(3), 3j, np.ma.masked_array([3.0], [True]), np.array([3], dtype=object)]


@pytest.mark.parametrize("kernel", [*LEVELS, *COUNTS, *GAPS])
@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
def test_what_could_hide_a_missing_value_is_refused(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(TypeError, match="events must be"):
        kernel(bad, *arguments_of(kernel)[1:])


def test_a_refusal_says_what_was_found_and_where() -> None:
    with pytest.raises(ValueError, match=r"^events must be whole numbers, 0 or more; found -2 at position 1$"):
        rates.byar_interval([4, -2])
    with pytest.raises(ValueError, match=r"^trials must be whole numbers, 1 or more; found 0 at position \(1, 0\)$"):
        proportions.wilson_interval(0, [[1], [0]])


def test_the_wald_interval_refuses_counts_of_0() -> None:
    for arguments in ((0, 1, 2, 3), (2, 3, [1, 0], 1)):
        with pytest.raises(ValueError, match=r"events must be 1 or more for the Wald interval; found 0"):
            gaps.rate_ratio_wald_interval(*arguments)


def test_the_arguments_are_left_as_they_were() -> None:
    events, trials = np.array([0.0, 5.0, 10.0]), np.array([10.0, 10.0, 10.0])
    gaps.proportion_ratio_interval(events, trials, events, trials)
    gaps.rate_ratio_interval(events, trials, events[::-1], trials)
    assert events.tolist() == [0, 5, 10]
    assert trials.tolist() == [10, 10, 10]
