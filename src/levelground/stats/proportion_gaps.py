"""The gap between two proportions: their difference and their ratio, each with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, mover, quotient
from levelground.stats.proportions import wilson
from levelground.stats.score_ratio import score_ratio


def proportion_difference(events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike) -> FloatArray:
    """The proportion of a group minus the proportion of its comparison group: x1/n1 - x2/n2.

    0 is no gap; below 0 the group's proportion is the lower one. No result is NaN.

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, 0 or more and no more than the trials.
    trials, reference_trials : array_like
        Whole numbers, 1 or more.

    Returns
    -------
    numpy.ndarray
        The difference (-1 to 1), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more events than trials, no trials.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    References
    ----------
    Newcombe RG. Statistics in Medicine 1998; 17: 873-890.

    Examples
    --------
    >>> f"{proportion_difference(56, 70, 48, 80):.4f}"
    '0.2000'
    """
    x1, n1, x2, n2 = _two_proportions(events, trials, reference_events, reference_trials)
    return np.asarray(x1 / n1 - x2 / n2)[()]


def proportion_difference_interval(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""Newcombe's hybrid score interval of a difference between proportions: MOVER on Wilson's limits.

    With the proportions :math:`a, b` and their Wilson limits:

    .. math:: L = d - \sqrt{(a - l_a)^2 + (u_b - b)^2}, \quad U = d + \sqrt{(u_a - a)^2 + (b - l_b)^2}

    Proportions of 0 and 1 need no special care; the limits stay within -1 and 1. No result is NaN.

    Parameters
    ----------
    events, trials, reference_events, reference_trials : array_like
        As for `proportion_difference`.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Interval
        Limits of the difference (-1 to 1), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `proportion_difference`; also for confidence outside (0, 1).

    References
    ----------
    Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven methods.
    Statistics in Medicine 1998; 17: 873-890 (method 10, table II).

    Examples
    --------
    56 of 70 beside 48 of 80, as printed by Newcombe:

    >>> lower, upper = proportion_difference_interval(56, 70, 48, 80)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.0524 to 0.3339'
    """
    x1, n1, x2, n2, tail = _two_proportions(events, trials, reference_events, reference_trials, confidence)
    return interval(*mover(x1 / n1, wilson(x1, n1, tail), x2 / n2, wilson(x2, n2, tail)))


def proportion_ratio(events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike) -> FloatArray:
    """The proportion of a group divided by the proportion of its comparison group: (x1/n1) / (x2/n2).

    1 is no gap. No events in the group give 0; no events in the comparison group give `inf`; no events in either have no
    ratio, and that alone is NaN (`proportion_ratio_interval_method` says ``no_events`` there).

    Parameters and Raises: as for `proportion_difference`.

    Returns
    -------
    numpy.ndarray
        The ratio (no unit), in the broadcast shape of the arguments.

    References
    ----------
    Koopman PAR. Biometrics 1984; 40: 513-517.

    Examples
    --------
    >>> f"{proportion_ratio(36, 40, 16, 80):.1f}"
    '4.5'
    """
    x1, n1, x2, n2 = _two_proportions(events, trials, reference_events, reference_trials)
    return quotient(x1 / n1, x2 / n2)[()]


def proportion_ratio_interval(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""Koopman's score interval of a ratio of proportions: every ratio that the chi-squared test does not reject.

    .. math:: \frac{\left(\hat p_1 - \varphi \hat p_2\right)^2}
              {\tilde p_1 (1 - \tilde p_1) / n_1 + \varphi^2 \tilde p_2 (1 - \tilde p_2) / n_2} \le z^2

    where :math:`\tilde p_1 = \varphi \tilde p_2` are the proportions most likely under the ratio :math:`\varphi`.

    No events in the group give a lower limit of exactly 0; none in the comparison group an upper limit of `inf`;
    none in either 0 to `inf`: the data say nothing. No limit is NaN.

    Parameters and Raises: as for `proportion_difference_interval`.

    Returns
    -------
    Interval
        Limits of the ratio, in the broadcast shape of the arguments.

    Notes
    -----
    Chosen over the Wald interval of the log ratio (Katz), which has no value at 0 events and has no width when every trial
    is an event, and recommended for the ratio by Fagerland and others (2015).

    References
    ----------
    Koopman PAR. Confidence intervals for the ratio of two binomial proportions. Biometrics 1984; 40: 513-517.
    Fagerland MW, Lydersen S, Laake P. Recommended confidence intervals for two independent binomial proportions.
    Statistical Methods in Medical Research 2015; 24: 224-254.

    Examples
    --------
    36 of 40 beside 16 of 80, as printed by Koopman:

    >>> lower, upper = proportion_ratio_interval(36, 40, 16, 80)
    >>> f"{lower:.2f} to {upper:.2f}"
    '2.94 to 7.15'
    """
    return interval(*score_ratio(*_two_proportions(events, trials, reference_events, reference_trials, confidence)))


def proportion_difference_interval_method(events: ArrayLike, reference_events: ArrayLike) -> MethodArray:
    """The method id of each element of `proportion_difference_interval`: always ``newcombe``.

    Counts and refusals as for `proportion_difference_interval`.

    >>> str(proportion_difference_interval_method(56, 48))
    'newcombe'
    """
    both = domains.counts("events", events) + domains.counts("reference_events", reference_events)
    return np.full(both.shape, "newcombe")[()]


def proportion_ratio_interval_method(events: ArrayLike, reference_events: ArrayLike) -> MethodArray:
    """The method id of each element of `proportion_ratio_interval`.

    ``koopman``, or ``no_events`` when both counts are 0 (the ratio has no value, the interval is 0 to `inf`).
    Counts and refusals as for `proportion_ratio_interval`.

    >>> proportion_ratio_interval_method([3, 0, 0], [0, 3, 0]).tolist()
    ['koopman', 'koopman', 'no_events']
    """
    both = domains.counts("events", events) + domains.counts("reference_events", reference_events)
    return np.where(both == 0, "no_events", "koopman")[()]


def _two_proportions(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *confidence: ArrayLike,
) -> tuple[FloatArray, ...]:
    """The four arguments, and the tail of the confidence if it is given: checked, and broadcast together."""
    return np.broadcast_arrays(
        *domains.events_of_trials(events, trials),
        *domains.events_of_trials(reference_events, reference_trials, prefix="reference_"),
        *(domains.upper_tail(fraction) for fraction in confidence),
    )
