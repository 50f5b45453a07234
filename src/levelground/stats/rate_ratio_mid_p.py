"""The mid-P interval of a rate ratio: the exact one with half the weight on the observed count."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, quotient
from levelground.stats.parts import interval_by_parts

STEPS: Final = 200
CLOSE: Final = 1e-12


def rate_ratio_mid_p_interval(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""The mid-P interval of a rate ratio, given the total of both counts.

    Given :math:`x_1 + x_2 = m`, the count :math:`x_1` is binomial with a share :math:`\pi`; the lower limit is where

    .. math:: P(X > x_1 \mid \pi_L) + \tfrac12 P(X = x_1 \mid \pi_L) = \alpha/2, \quad
              L = \frac{\pi_L}{1 - \pi_L} \cdot \frac{t_2}{t_1}

    and the upper one likewise. No events in the group give a lower limit of exactly 0; none in the comparison group an upper limit
    of `inf`; none in either 0 to `inf`: the data say nothing. No limit is NaN.

    Parameters, Returns and Raises: as for `rate_ratio_exact_interval`.

    Notes
    -----
    Coverage is near `confidence` on average and can fall below it for single rates; the interval lies within the exact one.

    References
    ----------
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapters 13 and 14.
    Cohen GR, Yang SY. Mid-P confidence intervals for the Poisson expectation. Statistics in Medicine 1994; 13: 2189-2203.

    Examples
    --------
    Breast cancer after fluoroscopy: 41 cases in 28,010 woman-years beside 15 in 19,017 (Boice and Monson 1977; Rothman and others,
    table 14-1). The ratio is 1.86:

    >>> lower, upper = rate_ratio_mid_p_interval(41, 28_010, 15, 19_017)
    >>> f"{lower:.2f} to {upper:.2f}"
    '1.04 to 3.45'
    """
    x1, t1, x2, t2, tail = np.broadcast_arrays(
        domains.counts("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.counts("reference_events", reference_events),
        domains.positive("reference_exposure", reference_exposure, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )
    return interval(*interval_by_parts(_limits, x1, t1, x2, t2, tail))


def rate_ratio_mid_p_interval_method(events: ArrayLike, reference_events: ArrayLike) -> MethodArray:
    """The method id of each element of `rate_ratio_mid_p_interval`: ``mid_p_conditional``, or ``no_events``.

    Counts and refusals as for `rate_ratio_mid_p_interval`.

    >>> rate_ratio_mid_p_interval_method([3, 0], [0, 0]).tolist()
    ['mid_p_conditional', 'no_events']
    """
    both = domains.counts("events", events) + domains.counts("reference_events", reference_events)
    return np.where(both == 0, "no_events", "mid_p_conditional")[()]


def _limits(x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, tail: FloatArray) -> Interval:
    return Interval(_lower_odds(x1, x2, tail) * (t2 / t1), quotient(t2 / t1, _lower_odds(x2, x1, tail)))


def _lower_odds(x: FloatArray, others: FloatArray, tail: FloatArray) -> FloatArray:
    odds = np.zeros(x.shape)
    some = x > 0
    if some.any():
        odds[some] = np.exp(_lower_log_odds(x[some], others[some], tail[some]))
    return odds


def _lower_log_odds(x: FloatArray, others: FloatArray, tail: FloatArray) -> FloatArray:
    """Newton's method on the logarithm of the chance, which bends one way only; it starts below, at the exact limit.

    Each limit stops for itself, so that it does not depend on those beside it.
    """
    share = special.betaincinv(x, others + 1, tail)
    found = np.log(share) - np.log(special.betainccinv(others + 1, x, tail))
    goal, moving = np.log(tail), np.ones(x.shape, dtype=np.bool_)
    for _ in range(STEPS):
        share, left = (np.asarray(special.expit(side), dtype=np.float64) for side in (found, -found))
        here_or_more, more = (
            _chance(x, others + 1, share, left),
            np.where(others > 0, _chance(x + 1, np.maximum(others, 1), share, left), 0),
        )
        chance = (here_or_more + more) / 2
        slope = (here_or_more - more) * (x * left + others * share) / (2 * chance)
        step = np.clip((np.log(chance) - goal) / slope, -5, 5)
        found = np.where(moving, found - step, found)
        moving &= np.abs(step) > CLOSE * np.maximum(1, np.abs(found))
        if not moving.any():
            return np.asarray(found, dtype=np.float64)
    raise ArithmeticError("the mid-P interval of the rate ratio did not converge: please report these counts")


def _chance(first: FloatArray, second: FloatArray, share: FloatArray, left: FloatArray) -> FloatArray:
    """The beta distribution below `share`, by whichever of `share` and `left` has kept its digits."""
    return np.asarray(
        np.where(share < left, special.betainc(first, second, share), special.betaincc(second, first, left)), dtype=np.float64
    )
