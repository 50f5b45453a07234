"""A proportion's interval: Wilson's score interval, and the exact one of Clopper and Pearson."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval


def wilson_interval(events: ArrayLike, trials: ArrayLike, *, confidence: ArrayLike = 0.95) -> Interval:
    r"""Wilson's score interval of a proportion.

    .. math:: \frac{2x + z^2 \mp z\sqrt{z^2 + 4x(1 - x/n)}}{2(n + z^2)}

    0 events give a lower limit of exactly 0, and events equal to trials an upper limit of exactly 1. No result is NaN.

    Parameters
    ----------
    events : array_like
        Whole numbers x, 0 or more and no more than `trials`.
    trials : array_like
        Whole numbers n, 1 or more.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits as proportions (0 to 1), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more events than trials, no trials, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The lower limit is computed as the product of the quadratic's roots over its upper root, so that it keeps its digits
    when events are few among very many trials. Coverage is near `confidence` on average; at 95% it is 92%
    at worst where one event or more is expected, and can fall to 90% below that (`wilson_interval_method` warns at a single event).

    References
    ----------
    Wilson EB. Journal of the American Statistical Association 1927; 22: 209-212.
    Newcombe RG. Two-sided confidence intervals for the single proportion. Statistics in Medicine 1998; 17: 857-872 (table I).

    Examples
    --------
    81 of 263, as printed by Newcombe:

    >>> lower, upper = wilson_interval(81, 263)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.2553 to 0.3662'
    """
    happened, possible = domains.events_of_trials(events, trials)
    return interval(*wilson(happened, possible, domains.upper_tail(confidence)))


def wilson(events: FloatArray, trials: FloatArray, tail: FloatArray) -> Interval:
    """Wilson's limits of arguments that were checked already."""
    z = domains.normal_quantile(tail)
    larger = 2 * events + z**2 + z * np.sqrt(z**2 + 4 * events * (1 - events / trials))
    upper = np.where(events == trials, 1.0, larger / (2 * (trials + z**2)))
    return Interval(2 * events * (events / trials) / larger, upper)


def clopper_pearson_interval(events: ArrayLike, trials: ArrayLike, *, confidence: ArrayLike = 0.95) -> Interval:
    r"""The exact interval of a proportion, from the binomial distribution's tails.

    .. math:: L = B^{-1}(\alpha/2;\ x,\ n - x + 1), \quad U = B^{-1}(1 - \alpha/2;\ x + 1,\ n - x)

    0 events give a lower limit of exactly 0, and events equal to trials an upper limit of exactly 1. No result is NaN.

    Parameters
    ----------
    events, trials, confidence : array_like
        As for `wilson_interval`.

    Returns
    -------
    Interval
        Limits as proportions (0 to 1), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `wilson_interval`.

    Notes
    -----
    Coverage is never below `confidence`, and so is above it for most proportions: wider than Wilson's.

    References
    ----------
    Clopper CJ, Pearson ES. Biometrika 1934; 26: 404-413.
    Newcombe RG. Statistics in Medicine 1998; 17: 857-872 (table I).

    Examples
    --------
    >>> lower, upper = clopper_pearson_interval(81, 263)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.2527 to 0.3676'
    """
    happened, possible = domains.events_of_trials(events, trials)
    tail = domains.upper_tail(confidence)
    lower = special.betaincinv(np.maximum(happened, 1), possible - np.maximum(happened, 1) + 1, tail)
    upper = special.betainccinv(np.minimum(happened, possible - 1) + 1, possible - np.minimum(happened, possible - 1), tail)
    return interval(np.where(happened == 0, 0.0, lower), np.where(happened == possible, 1.0, upper))


def wilson_interval_method(events: ArrayLike, trials: ArrayLike | None = None) -> MethodArray:
    """The method id of each element of `wilson_interval`: ``wilson``.

    Counts and refusals as for `wilson_interval`.

    With `trials` given, ``wilson_few_events`` where there is a single event, or all but one: the limits are the same, but where less
    than one event is expected their coverage can fall to 90% (`clopper_pearson_interval` holds its 95% there).

    >>> wilson_interval_method([0, 1, 2], 20).tolist()
    ['wilson', 'wilson_few_events', 'wilson']
    """
    if trials is None:
        return np.full(domains.counts("events", events).shape, "wilson")[()]
    happened, possible = domains.events_of_trials(events, trials)
    return np.where((happened == 1) | (happened == possible - 1), "wilson_few_events", "wilson")[()]


def clopper_pearson_interval_method(events: ArrayLike) -> MethodArray:
    """The method id of each element of `clopper_pearson_interval`: always ``clopper_pearson``. Refusals as for `clopper_pearson_interval`.

    >>> str(clopper_pearson_interval_method(81))
    'clopper_pearson'
    """
    return np.full(domains.counts("events", events).shape, "clopper_pearson")[()]
