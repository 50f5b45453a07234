"""The gap between two rates: their ratio and their difference, each with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, mover, quotient
from levelground.stats.rates import rate_interval_method, rate_limits


def rate_ratio(events: ArrayLike, exposure: ArrayLike, reference_events: ArrayLike, reference_exposure: ArrayLike) -> FloatArray:
    r"""The rate of a group divided by the rate of its comparison group.

    .. math:: \frac{x_1 / t_1}{x_2 / t_2}

    1 is no gap. No events in the group give 0; no events in the comparison group give `inf`; no events in either have no
    ratio, and that alone is NaN (`rate_ratio_interval_method` says ``no_events`` there).

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, 0 or more.
    exposure, reference_exposure : array_like
        People, or person-time: above 0.

    Returns
    -------
    numpy.ndarray
        The ratio (no unit), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole; exposure that is 0, negative or not finite.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    References
    ----------
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapter 14.

    Examples
    --------
    Detentions under the Mental Health Act, England 2023/24 (NHS England), Black to White:

    >>> f"{rate_ratio(5_693, 2_381_724, 31_735, 45_684_263):.2f}"
    '3.44'
    """
    x1, t1, x2, t2 = _two_rates(events, exposure, reference_events, reference_exposure)
    return quotient(x1 / t1, x2 / t2)[()]


def rate_ratio_wald_interval(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""The Wald interval of a rate ratio on the logarithmic scale.

    .. math:: \exp\left(\log\frac{x_1 / t_1}{x_2 / t_2} \mp z\sqrt{\frac1{x_1} + \frac1{x_2}}\right)

    It has no value when a count is 0: that is refused (`rate_ratio_interval` takes the exact one there).

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, 1 or more.
    exposure, reference_exposure : array_like
        People, or person-time: above 0.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits of the ratio, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        As `rate_ratio`; also for a count of 0 and for confidence outside (0, 1).
    TypeError
        As `rate_ratio`.

    References
    ----------
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapter 14.

    Examples
    --------
    Black to White detentions (see `rate_ratio`). The exact lower limit, 3.3447, rounds to 3.34; this one is 3.3452:

    >>> lower, upper = rate_ratio_wald_interval(5_693, 2_381_724, 31_735, 45_684_263)
    >>> f"{lower:.4f} to {upper:.4f}"
    '3.3452 to 3.5394'
    """
    for name, count in (("events", events), ("reference_events", reference_events)):
        if np.any(domains.counts(name, count) == 0):
            raise ValueError(f"{name} must be 1 or more for the Wald interval; found 0: use rate_ratio_exact_interval")
    return interval(*_wald(*_two_rates(events, exposure, reference_events, reference_exposure, confidence)))


def rate_ratio_exact_interval(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""The exact interval of a rate ratio, given the total of both counts.

    Given :math:`x_1 + x_2`, the count :math:`x_1` is binomial; the Clopper-Pearson limits :math:`\pi` of its share give

    .. math:: \frac{\pi}{1 - \pi} \cdot \frac{t_2}{t_1}

    No events in the group give a lower limit of exactly 0; none in the comparison group an upper limit of `inf`;
    none in either 0 to `inf`: the data say nothing. No limit is NaN.

    Parameters: as for `rate_ratio_wald_interval`, with counts of 0 too. Raises: as for `rate_ratio`, and for confidence outside (0, 1).

    Returns
    -------
    Interval
        Limits of the ratio, in the broadcast shape of the arguments.

    Notes
    -----
    Coverage is never below `confidence`.

    References
    ----------
    Przyborowski J, Wilenski H. Homogeneity of results in testing samples from Poisson series. Biometrika 1940; 31: 313-323.

    Examples
    --------
    Lung cancer in Fredericia beside three other Danish cities, ages 55 to 59, from R's manual page on `poisson.test`:

    >>> lower, upper = rate_ratio_exact_interval(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.8584 to 4.2773'
    """
    return interval(*_exact(*_two_rates(events, exposure, reference_events, reference_exposure, confidence)))


def rate_ratio_interval(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    """The interval of a rate ratio that the house reports: the exact conditional one, at every count.

    What 0 events mean: see `rate_ratio_exact_interval`. No limit is NaN.

    Parameters, Returns and Raises: as for `rate_ratio_exact_interval`.

    Notes
    -----
    One method for few events and many: nothing jumps when a count reaches a threshold, and coverage is never below
    `confidence`. `rate_ratio_interval_method` says where the ratio has no value.

    References
    ----------
    As for `rate_ratio_exact_interval`.

    Examples
    --------
    Detentions under the Mental Health Act, England 2023/24, Black to White, and a comparison group without events:

    >>> lower, upper = rate_ratio_interval([5_693, 3], [2_381_724, 50], [31_735, 0], [45_684_263, 60])
    >>> lower.round(2).tolist(), upper.round(2).tolist()
    ([3.34, 0.5], [3.54, inf])
    """
    return rate_ratio_exact_interval(events, exposure, reference_events, reference_exposure, confidence=confidence)


def rate_difference(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    per: ArrayLike = 1.0,
) -> FloatArray:
    r"""The rate of a group minus the rate of its comparison group.

    .. math:: \text{per}\left(\frac{x_1}{t_1} - \frac{x_2}{t_2}\right)

    0 is no gap; below 0 the group's rate is the lower one. No result is NaN.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure : array_like
        As for `rate_ratio`.
    per : array_like
        The rates' multiplier: 100,000 for rates per 100,000.

    Returns
    -------
    numpy.ndarray
        The difference, per `per`, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `rate_ratio`; also for `per` that is not above 0.

    References
    ----------
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapter 14.

    Examples
    --------
    >>> f"{rate_difference(5_693, 2_381_724, 31_735, 45_684_263, per=100_000):.1f}"
    '169.6'
    """
    x1, t1, x2, t2 = _two_rates(events, exposure, reference_events, reference_exposure)
    multiplier = domains.positive("per", per, most=domains.LARGEST)
    return np.asarray(x1 / t1 * multiplier - x2 / t2 * multiplier)[()]


def rate_difference_interval(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""The interval of a rate difference, recovered from the interval of each rate (MOVER).

    With the rates :math:`a, b` and their limits from `rate_interval`:

    .. math:: L = d - \sqrt{(a - l_a)^2 + (u_b - b)^2}, \quad U = d + \sqrt{(u_a - a)^2 + (b - l_b)^2}

    Counts of 0, on either side or on both, need no special care. No result is NaN.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure, per : array_like
        As for `rate_difference`.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits of the difference, per `per`, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `rate_difference`; also for confidence outside (0, 1).

    Notes
    -----
    `rate_difference_interval_method` says which limits each element was recovered from.

    References
    ----------
    Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 2008; 27: 1693-1702.

    Examples
    --------
    Detentions, England 2023/24, Black minus White, per 100,000 (239.0 and 69.5 as NHS England prints them):

    >>> lower, upper = rate_difference_interval(5_693, 2_381_724, 31_735, 45_684_263, per=100_000)
    >>> f"{lower:.1f} to {upper:.1f}"
    '163.3 to 175.9'
    """
    x1, t1, x2, t2, tail = _two_rates(events, exposure, reference_events, reference_exposure, confidence)
    multiplier = domains.positive("per", per, most=domains.LARGEST)
    x1, t1, x2, t2, tail, multiplier = np.broadcast_arrays(x1, t1, x2, t2, tail, multiplier)
    group, reference = rate_limits(x1, t1, multiplier, tail), rate_limits(x2, t2, multiplier, tail)
    return interval(*mover(x1 / t1 * multiplier, group, x2 / t2 * multiplier, reference))


def rate_ratio_interval_method(events: ArrayLike, reference_events: ArrayLike) -> MethodArray:
    """The method id of each element of `rate_ratio_interval`.

    ``exact_conditional``, or ``no_events`` when both counts are 0 (the ratio has no value, the interval is 0 to `inf`).
    Counts and refusals as for `rate_ratio_interval`.

    >>> rate_ratio_interval_method([5_693, 3, 0], [31_735, 0, 0]).tolist()
    ['exact_conditional', 'exact_conditional', 'no_events']
    """
    both = domains.counts("events", events) + domains.counts("reference_events", reference_events)
    return np.where(both == 0, "no_events", "exact_conditional")[()]


def rate_difference_interval_method(events: ArrayLike, reference_events: ArrayLike) -> MethodArray:
    """The method id of each element of `rate_difference_interval`: ``mover`` and the limits that it was recovered from.

    Counts and refusals as for `rate_difference_interval`.

    >>> rate_difference_interval_method([10, 9, 9], [10, 9, 10]).tolist()
    ['mover_byar', 'mover_exact_poisson', 'mover_byar_and_exact_poisson']
    """
    group, reference = rate_interval_method(events), rate_interval_method(reference_events)
    same = np.where(group == "byar", "mover_byar", "mover_exact_poisson")
    return np.where(group == reference, same, "mover_byar_and_exact_poisson")[()]


def _wald(x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, tail: FloatArray) -> Interval:
    factor = np.exp(domains.normal_quantile(tail) * np.sqrt(1 / x1 + 1 / x2))
    ratio = (x1 / t1) / (x2 / t2)
    return Interval(ratio / factor, ratio * factor)


def _exact(x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, tail: FloatArray) -> Interval:
    lower = np.where(x1 == 0, 0.0, _lower_odds(np.maximum(x1, 1), x2, tail))
    inverse_upper = np.where(x2 == 0, 0.0, _lower_odds(np.maximum(x2, 1), x1, tail))
    return Interval(lower * (t2 / t1), quotient(t2 / t1, inverse_upper))


def _lower_odds(successes: FloatArray, failures: FloatArray, tail: FloatArray) -> FloatArray:
    """The odds of the lower Clopper-Pearson limit; share and complement are each inverted, so neither loses digits near 1."""
    share = special.betaincinv(successes, failures + 1, tail)
    return np.asarray(share / special.betainccinv(failures + 1, successes, tail), dtype=np.float64)


def _two_rates(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *confidence: ArrayLike,
) -> tuple[FloatArray, ...]:
    """The four arguments, and the tail of the confidence if it is given: checked, and broadcast together."""
    return np.broadcast_arrays(
        domains.counts("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.counts("reference_events", reference_events),
        domains.positive("reference_exposure", reference_exposure, most=domains.LARGEST),
        *(domains.upper_tail(fraction) for fraction in confidence),
    )
