"""The score interval of a ratio of proportions: the score statistic, and the ratios at which it reaches z."""

from __future__ import annotations

import numpy as np
from scipy.optimize import elementwise

from levelground.stats.domains import normal_quantile
from levelground.stats.intervals import FloatArray, Interval, quotient
from levelground.stats.parts import interval_by_parts


def score_ratio(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, tail: FloatArray) -> Interval:
    """Koopman's limits of arguments that were checked and broadcast already.

    The upper limit of a ratio is 1 over the lower limit of the ratio turned round.
    """
    return score_ratio_at(x1, n1, x2, n2, normal_quantile(tail))


def score_ratio_at(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> Interval:
    """As `score_ratio`, for a value that the score statistic may reach."""
    return interval_by_parts(_limits, x1, n1, x2, n2, z)


def score(log_ratio: FloatArray, x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    r"""The signed score statistic of a ratio: its square is Koopman's chi-squared. It falls as the ratio rises.

    The most likely :math:`\tilde p_2` under the ratio solves :math:`\varphi N p^2 - b p + (x_1 + x_2) = 0` with
    :math:`b = \varphi(n_1 + x_2) + x_1 + n_2`; its root is taken in the form that loses no digits to subtraction.
    """
    ratio = np.exp(log_ratio)
    first, second = ratio * (n1 + x2), x1 + n2
    root = np.sqrt((first - second) ** 2 + 4 * ratio * (n1 - x1) * (n2 - x2))
    reference = 2 * (x1 + x2) / (first + second + root)
    group = ratio * reference
    variance = group * np.maximum(1 - group, 0) / n1 + ratio * group * np.maximum(1 - reference, 0) / n2
    distance = x1 / n1 - ratio * (x2 / n2)
    return np.divide(distance, np.sqrt(variance), out=np.zeros_like(distance), where=variance > 0)


def _limits(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> Interval:
    return Interval(_lower_limit(x1, n1, x2, n2, z), quotient(np.ones_like(z), _lower_limit(x2, n2, x1, n1, z)))


def _lower_limit(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> FloatArray:
    limit = np.zeros(z.shape)
    some = x1 > 0
    if some.any():
        limit[some] = np.exp(_log_ratio_at(z[some], x1[some], n1[some], x2[some], n2[some]))
    return limit


def _log_ratio_at(z: FloatArray, *counts: FloatArray) -> FloatArray:
    """The logarithm of the ratio at which the score is z."""

    def above(log_ratio: FloatArray, z: FloatArray, *counts: FloatArray) -> FloatArray:
        return score(log_ratio, *counts) - z

    x1, n1, x2, n2 = counts
    start = np.log((x1 + 0.5) / (n1 + 0.5)) - np.log((x2 + 0.5) / (n2 + 0.5))
    bracket = elementwise.bracket_root(above, start - 1, start + 1, args=(z, *counts))
    found = elementwise.find_root(above, bracket.bracket, args=(z, *counts))
    if not np.all(bracket.success & found.success):
        raise ArithmeticError("the score interval of the ratio did not converge: please report these counts")
    return np.asarray(found.x, dtype=np.float64)
