"""What an interval is, and how a kernel takes each element by the method that fits it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Float64 values in the broadcast shape of the arguments; a plain `numpy.float64` when every argument is a scalar."""
MethodArray = NDArray[np.str_]
"""A method id for each element, in the same shape."""


class Interval(NamedTuple):
    """A confidence interval, both limits belonging to it.

    A limit is a number, or `inf` when the data set no bound above (a ratio whose comparison group has no events).
    It is never NaN.
    """

    lower: FloatArray
    """The lowest value that the data do not speak against."""
    upper: FloatArray
    """The highest such value, or `inf`."""


def interval(lower: FloatArray, upper: FloatArray) -> Interval:
    """An interval of arrays; limits without dimensions become scalars."""
    return Interval(lower[()], upper[()])


def by_element(
    choice: NDArray[np.bool_], chosen: Callable[..., Interval], otherwise: Callable[..., Interval], *arguments: FloatArray
) -> Interval:
    """Take the elements where `choice` holds by one kernel and the rest by another; each sees only its own elements."""
    lower, upper = np.empty(choice.shape), np.empty(choice.shape)
    for part, kernel in ((choice, chosen), (~choice, otherwise)):
        if part.any():
            lower[part], upper[part] = kernel(*(argument[part] for argument in arguments))
    return Interval(lower, upper)


def mover(group: FloatArray, group_interval: Interval, reference: FloatArray, reference_interval: Interval) -> Interval:
    r"""Interval of `group - reference` recovered from the interval of each (MOVER).

    .. math:: L = d - \sqrt{(a - l_a)^2 + (u_b - b)^2}, \quad U = d + \sqrt{(u_a - a)^2 + (b - l_b)^2}

    References
    ----------
    Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 2008; 27: 1693-1702.
    """
    difference = group - reference
    below = np.hypot(group - group_interval.lower, reference_interval.upper - reference)
    above = np.hypot(group_interval.upper - group, reference - reference_interval.lower)
    return Interval(difference - below, difference + above)


def quotient(group: FloatArray, reference: FloatArray) -> FloatArray:
    """`group / reference` of values that are 0 or more: x/0 is `inf`, and 0/0, which has no value, is NaN."""
    ratio = np.where(group > 0, np.inf, np.nan)
    return np.divide(group, reference, out=ratio, where=reference > 0)
