"""The score interval of a difference between proportions: the score statistic, and the differences at which it reaches z."""

from __future__ import annotations

from typing import Final

import numpy as np

from levelground.stats.intervals import FloatArray, Interval
from levelground.stats.parts import interval_by_parts

HALVINGS: Final = 1100
CLOSE: Final = 1e-15
SMALL: Final = 0.01
STEPS: Final = 5


def score_difference_at(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> Interval:
    """The differences that the score test does not reject, of arguments that were checked and broadcast already."""
    return interval_by_parts(_limits, x1, n1, x2, n2, z)


def score(difference: FloatArray, x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    r"""The signed score statistic of a difference, without the factor N / (N - 1).

    Where most trials are events, non-events are compared; and the group with the lower proportion under the difference is the reference,
    so that neither proportion is close to 1, or found by subtraction, when the difference is small: 5 of 57 million keep their digits.
    """
    turned = x1 + x2 > (n1 + n2) / 2
    first, second = np.where(turned, n1 - x1, x1), np.where(turned, n2 - x2, x2)
    apart = np.where(turned, -difference, difference)
    swapped = apart < 0
    (x1, x2), (n1, n2) = ((np.where(swapped, two, one), np.where(swapped, one, two)) for one, two in ((first, second), (n1, n2)))
    apart = np.abs(apart)
    reference = _most_likely_reference(apart, x1, n1, x2, n2)
    group = np.minimum(reference + apart, 1)
    variance = group * (1 - group) / n1 + reference * (1 - reference) / n2
    distance = x1 / n1 - x2 / n2 - apart
    with np.errstate(divide="ignore", invalid="ignore"):
        found = distance / np.sqrt(variance)
    return np.where(distance == 0, 0.0, np.where(turned != swapped, -found, found))


def _most_likely_reference(difference: FloatArray, x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    """Miettinen and Nurminen 1985, appendix I: the shares that make both counts most likely under a difference of 0 or more.

    The middle root of a cubic, taken by its trigonometric form, which is right to about 1e-8 only; where it is small, by the cubic
    without its first term; then by Newton's method, as long as that comes nearer.
    """
    total = n1 + n2
    second = (n1 + 2 * n2) * difference - total - (x1 + x2)
    first = (n2 * difference - total - 2 * x2) * difference + x1 + x2
    constant = x2 * difference * (1 - difference)
    highest = 1 - difference
    found = np.clip(_trigonometric_root(second / total, first / total, constant / total), 0, highest)
    small = np.clip(_small_root(second, first, constant), 0, highest)
    found = np.where((found < SMALL) & (small < 2 * SMALL), small, found)
    for _ in range(STEPS):
        left = ((total * found + second) * found + first) * found + constant
        slope = (3 * total * found + 2 * second) * found + first
        tried = np.clip(found - np.divide(left, slope, out=np.zeros_like(left), where=slope != 0), 0, highest)
        nearer = np.abs(((total * tried + second) * tried + first) * tried + constant) < np.abs(left)
        found = np.where(nearer, tried, found)
    return np.asarray(found, dtype=np.float64)


def _trigonometric_root(second: FloatArray, first: FloatArray, constant: FloatArray) -> FloatArray:
    """The middle root of a cubic that begins with 1."""
    third = second / 3
    turn = third**3 - second * first / 6 + constant / 2
    size = np.sqrt(np.maximum(third**2 - first / 3, 0))
    size = np.where(turn >= 0, size, -size)
    cosine = np.divide(turn, size**3, out=np.zeros_like(turn), where=size != 0)
    return np.asarray(2 * size * np.cos((np.pi + np.arccos(np.clip(cosine, -1, 1))) / 3) - third, dtype=np.float64)


def _small_root(second: FloatArray, first: FloatArray, constant: FloatArray) -> FloatArray:
    """The root of a parabola at which it falls, in the form that subtracts nothing; `inf` where there is none."""
    spread = first**2 - 4 * second * constant
    root = np.sqrt(np.maximum(spread, 0))
    falling = first <= 0
    above, below = np.where(falling, 2 * constant, first + root), np.where(falling, root - first, -2 * second)
    found = np.divide(above, below, out=np.full_like(above, np.inf), where=below > 0)
    return np.where((spread < 0) | (falling & (above == 0)), np.where(spread < 0, np.inf, 0.0), found)


def _limits(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> Interval:
    return Interval(_lower_limit(x1, n1, x2, n2, z), -_lower_limit(x2, n2, x1, n1, z))


def _lower_limit(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> FloatArray:
    """The lowest difference that is not rejected, by halving: the statistic falls as the difference rises."""
    low, high = np.full(z.shape, -1.0), x1 / n1 - x2 / n2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rejected = score(middle, x1, n1, x2, n2) > z
        low, high = np.where(rejected, middle, low), np.where(rejected, high, middle)
        if not np.any(high - low > CLOSE * np.maximum(np.maximum(-low, np.abs(high)), 1 / (n1 + n2))):
            break
    return np.where(high <= -1 + CLOSE, -1.0, (low + high) / 2)
