"""A rate's interval: Byar's approximation, the exact Poisson limits, and the field's switch between them at 10 events."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, by_element, interval
from levelground.stats.parts import interval_by_parts

EXACT_BELOW: Final = 10
"""Fewer events than this take the exact limits: the rule of England's public health profiles (Fingertips)."""
COUNTS_KEPT: Final = 1 << 16
FEW_ELEMENTS: Final = 1000


def byar_interval(events: ArrayLike, *, confidence: ArrayLike = 0.95) -> Interval:
    r"""Byar's approximate interval of the number of events that a Poisson process gives.

    .. math:: L = x\left(1 - \frac{1}{9x} - \frac{z}{3\sqrt{x}}\right)^3, \quad
              U = (x+1)\left(1 - \frac{1}{9(x+1)} + \frac{z}{3\sqrt{x+1}}\right)^3

    0 events give a lower limit of exactly 0. At 1 or 2 events and a high confidence the cube would be negative: the limit
    is 0 there. No result is NaN.

    Parameters
    ----------
    events : array_like
        Whole numbers x, 0 or more.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits of the expected number of events, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole; confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    At 95% confidence and from 10 events on, each limit is within 0.2% of the exact one. `rate_interval` does not use it below 10.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    5,693 detentions of Black people under the Mental Health Act, England 2023/24 (NHS England), per 100,000 of 2,381,724:

    >>> lower, upper = byar_interval(5_693)
    >>> f"{lower / 23.81724:.1f} to {upper / 23.81724:.1f}"
    '232.9 to 245.3'
    """
    return interval(*_byar(*np.broadcast_arrays(domains.counts("events", events), domains.upper_tail(confidence))))


def exact_poisson_interval(events: ArrayLike, *, confidence: ArrayLike = 0.95) -> Interval:
    r"""The exact interval of the number of events that a Poisson process gives (Garwood).

    .. math:: L = \tfrac12 \chi^2_{\alpha/2;\,2x}, \quad U = \tfrac12 \chi^2_{1-\alpha/2;\,2x+2}

    0 events give a lower limit of exactly 0 and an upper limit of -log(alpha/2): 3.69 at 95%. No result is NaN.

    Parameters
    ----------
    events, confidence : array_like
        As for `byar_interval`.

    Returns
    -------
    Interval
        Limits of the expected number of events, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `byar_interval`.

    Notes
    -----
    Coverage is never below `confidence`.

    References
    ----------
    Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936; 28: 437-442.

    Examples
    --------
    The Welsh nickel workers of R's manual page on `poisson.test`: 137 deaths where 24.19893 were expected.

    >>> lower, upper = exact_poisson_interval(137)
    >>> f"{lower / 24.19893:.6f} to {upper / 24.19893:.6f}"
    '4.753125 to 6.692709'
    """
    return interval(*_exact(*np.broadcast_arrays(domains.counts("events", events), domains.upper_tail(confidence))))


def rate_interval(events: ArrayLike, exposure: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95) -> Interval:
    r"""The interval of a crude rate: exact below 10 events, Byar's from 10 on.

    .. math:: \frac{\text{per}}{t}\,(L(x),\ U(x))

    0 events give 0 to -per log(alpha/2) / t: no events are not evidence of a rate of 0. No result is NaN.

    Parameters
    ----------
    events : array_like
        Whole numbers x, 0 or more.
    exposure : array_like
        People, or person-time, t: above 0. It may be smaller than `events` (one person can be counted more than once).
    per : array_like
        The rate's multiplier: 100,000 for a rate per 100,000.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits of the rate per `per`, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole; exposure or per that is 0, negative or not finite;
        confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    `rate_interval_method` says which method each element took.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    Detentions of Black and of White people, England 2023/24, per 100,000:

    >>> lower, upper = rate_interval([5_693, 31_735], [2_381_724, 45_684_263], per=100_000)
    >>> lower.round(1).tolist(), upper.round(1).tolist()
    ([232.9, 68.7], [245.3, 70.2])
    """
    return interval(*rate_limits(*_arguments(events, exposure, per, confidence)))


def rate_limits(events: FloatArray, exposure: FloatArray, per: FloatArray, tail: FloatArray) -> Interval:
    """The limits of `rate_interval`, of arguments that were checked and broadcast already."""
    return interval_by_parts(_limits, events, exposure, per, tail)


def _limits(events: FloatArray, exposure: FloatArray, per: FloatArray, tail: FloatArray) -> Interval:
    lower, upper = by_element(events < EXACT_BELOW, _exact, _byar, events, tail)
    return Interval(lower / exposure * per, upper / exposure * per)


def byar_interval_method(events: ArrayLike) -> MethodArray:
    """The method id of each element of `byar_interval`: always ``byar``. Counts and refusals as for `byar_interval`.

    >>> byar_interval_method([0, 5_693]).tolist()
    ['byar', 'byar']
    """
    return np.full(domains.counts("events", events).shape, "byar")[()]


def exact_poisson_interval_method(events: ArrayLike) -> MethodArray:
    """The method id of each element of `exact_poisson_interval`: always ``exact_poisson``. Refusals as for `exact_poisson_interval`.

    >>> str(exact_poisson_interval_method(137))
    'exact_poisson'
    """
    return np.full(domains.counts("events", events).shape, "exact_poisson")[()]


def rate_interval_method(events: ArrayLike) -> MethodArray:
    """The method id of each element of `rate_interval`: ``exact_poisson`` below 10 events, else ``byar``.

    Counts and refusals as for `rate_interval`.

    >>> rate_interval_method([0, 9, 10]).tolist()
    ['exact_poisson', 'exact_poisson', 'byar']
    """
    return np.where(domains.counts("events", events) < EXACT_BELOW, "exact_poisson", "byar")[()]


def _byar(events: FloatArray, tail: FloatArray) -> Interval:
    z = domains.normal_quantile(tail)
    some, next_one = np.maximum(events, 1), events + 1
    lower = some * np.maximum(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0) ** 3
    upper = next_one * (1 - 1 / (9 * next_one) + z / (3 * np.sqrt(next_one))) ** 3
    return Interval(np.where(events == 0, 0.0, lower), upper)


def _exact(events: FloatArray, tail: FloatArray) -> Interval:
    """Counts recur: with one confidence, each count below `COUNTS_KEPT` is inverted once, however many elements have it."""
    if events.size < FEW_ELEMENTS or not np.all(tail == tail.flat[0]):
        return _exact_each(events, tail)
    lower, upper = np.empty(events.shape), np.empty(events.shape)
    small = events < COUNTS_KEPT
    place = events[small].astype(np.intp)
    seen = np.zeros(COUNTS_KEPT, dtype=np.bool_)
    seen[place] = True
    counts = np.flatnonzero(seen)
    for limit, of_seen in zip((lower, upper), _exact_each(counts.astype(np.float64), np.full(counts.shape, tail.flat[0])), strict=True):
        kept = np.empty(COUNTS_KEPT)
        kept[counts] = of_seen
        limit[small] = kept[place]
    if not small.all():
        lower[~small], upper[~small] = _exact_each(events[~small], tail[~small])
    return Interval(lower, upper)


def _exact_each(events: FloatArray, tail: FloatArray) -> Interval:
    lower = np.where(events == 0, 0.0, special.gammaincinv(np.maximum(events, 1), tail))
    return Interval(lower, np.asarray(special.gammainccinv(events + 1, tail), dtype=np.float64))


def _arguments(
    events: ArrayLike, exposure: ArrayLike, per: ArrayLike, confidence: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    checked = (
        domains.counts("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.positive("per", per, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )
    events_, exposure_, per_, tail = np.broadcast_arrays(*checked)
    return events_, exposure_, per_, tail
