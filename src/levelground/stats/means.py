"""A mean and its interval by Student's t."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval

STUDENT_T: Final = "student_t"
WITHHELD_ONE_VALUE: Final = "withheld_one_value"
WITHHELD_NO_VALUES: Final = "withheld_no_values"


class MeanOfValues(NamedTuple):
    """Means with what they rest on, an element for each setting."""

    estimate: FloatArray
    """The mean, in the values' unit; NaN where there is no value."""
    standard_deviation: FloatArray
    """With n - 1 below the line; NaN where there are fewer than two values."""
    values: FloatArray
    """How many values there are."""
    interval: Interval
    """Student's limits; NaN where they are withheld."""
    method: MethodArray
    """``student_t``; ``withheld_one_value`` (a mean without limits) or ``withheld_no_values`` (nothing at all)."""


def mean_of_values(values: ArrayLike, *, confidence: ArrayLike = 0.95, where: ArrayLike = True) -> MeanOfValues:
    r"""The mean of the values along the last axis, with Student's interval.

    .. math:: \bar x \mp t_{n-1;\,1-\alpha/2}\, \frac{s}{\sqrt n}

    A mean of 0 is a number like any other. Values that are all alike have a standard deviation of exactly 0 and an interval
    without width: that is what the formula says, not a proof that the next value will be the same. One value has no limits and
    no value has no mean either: NaN, and `method` says so.

    Parameters
    ----------
    values : array_like
        Numbers within 1e300 of 0, (..., values). Leading axes are settings.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), for each setting or for all.
    where : array_like
        True for the cells that belong: missing ones are marked here, because NaN is refused.

    Returns
    -------
    MeanOfValues
        In the broadcast shape of the settings and `confidence`.

    Raises
    ------
    ValueError
        For values in `where` that are NaN or farther than 1e300 from 0, a single number without an axis, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Coverage is exact when values are normal. With few values from a skewed distribution (waiting times, lengths of stay) it
    falls below `confidence`.

    References
    ----------
    Student. The probable error of a mean. Biometrika 1908; 6: 1-25 (page 20: the hours of sleep).

    Examples
    --------
    Hours of sleep that one drug gave beyond the other, ten people (Student; R's manual page on `sleep` prints the limits):

    >>> sleep = mean_of_values([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    >>> f"{sleep.estimate:.2f}, {sleep.interval.lower:.7f} to {sleep.interval.upper:.7f}"
    '1.58, 0.7001142 to 2.4598858'
    """
    numbers, inside = np.broadcast_arrays(domains.finite("values", values, where=where), domains.marks("where", where))
    if numbers.ndim == 0:
        raise ValueError("values must have an axis of values; found a single number")
    count, estimate, deviation = _moments(numbers, inside)
    count, estimate, deviation, tail = np.broadcast_arrays(count, estimate, deviation, domains.upper_tail(confidence))
    half = np.where(count > 1, special.stdtrit(np.maximum(count - 1, 1), 1 - tail), np.nan) * deviation / np.sqrt(np.maximum(count, 1))
    method = np.select([count > 1, count == 1], [STUDENT_T, WITHHELD_ONE_VALUE], WITHHELD_NO_VALUES)
    return MeanOfValues(estimate[()], deviation[()], count[()], interval(estimate - half, estimate + half), method[()])


def _moments(values: FloatArray, inside: np.ndarray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How many, their mean, their standard deviation; scaled by a power of two, so that no square overflows."""
    count = inside.sum(axis=-1, dtype=np.float64)
    _, power = np.frexp(np.max(np.abs(values), axis=-1, initial=0))
    scaled = np.ldexp(values, -power[..., np.newaxis])
    average = scaled.sum(axis=-1) / np.maximum(count, 1)
    lowest, highest = (extreme(scaled, axis=-1, where=inside, initial=far) for extreme, far in ((np.min, np.inf), (np.max, -np.inf)))
    alike = lowest == highest
    average = np.where(alike, lowest, average)
    squares = np.sum((scaled - average[..., np.newaxis]) ** 2, axis=-1, where=inside)
    deviation = np.sqrt(np.divide(squares, count - 1, out=np.full(count.shape, np.nan), where=count > 1))
    return count, np.where(count > 0, np.ldexp(average, power), np.nan), np.ldexp(deviation, power)
