"""Where each organisation lies in a funnel: the five labels of England's public health profiles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.funnel.limits import PHE
from levelground.stats.intervals import FloatArray, Interval, MethodArray
from levelground.stats.proportions import wilson
from levelground.stats.rates import EXACT_BELOW, rate_limits

LABELS: Final = np.array(["low_0.001", "low_0.025", "not_significant", "high_0.025", "high_0.001", "withheld_few_events"])
"""The labels, by the probability of each tail; `withheld_few_events` where a standardised rate has fewer than 10 events."""
PRINTED_LABELS: Final = np.array(["Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)", "High (0.001)", "Not applicable"])
"""The same, as PHEindicatormethods prints them (`compat` ``phe-2.1.0``)."""
_MIDDLE, _WITHHELD = 2, 5
_TAILS: Final = (0.025, 0.001)


def proportion_funnel_significance(events: ArrayLike, trials: ArrayLike, target: ArrayLike, *, compat: str | None = None) -> MethodArray:
    """Whether a proportion differs from the target, by its Wilson intervals at 95% and 99.8%.

    ``low_0.001`` means that the whole 99.8% interval is below the target, ``low_0.025`` that only the 95% one is; ``high`` likewise.
    A target on an interval's limit is within it. 0 events are judged like any count.

    Parameters
    ----------
    events, trials : array_like
        As for `wilson_interval`.
    target : array_like
        The proportion at the funnel's centre: 0 to 1.
    compat : str, optional
        ``phe-2.1.0``: the labels as printed there, ``Low (0.001)``.

    Returns
    -------
    array of str
        One of `LABELS` (with `compat`, of `PRINTED_LABELS`), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        As `wilson_interval`, for a target outside 0 to 1, and for a `compat` not known.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    Of 100 organisations on target, about 5 are low or high at 0.025 by chance alone: see `levelground.stats.multiplicity`.

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Statistics in Medicine 2005; 24: 1185-1202.

    Examples
    --------
    81 of 263 (Wilson 25.5% to 36.6%, as printed by Newcombe) beside three targets:

    >>> proportion_funnel_significance(81, 263, [0.25, 0.30, 0.37]).tolist()
    ['high_0.025', 'not_significant', 'low_0.025']
    """
    happened, possible = domains.events_of_trials(events, trials)
    happened, possible, centre = np.broadcast_arrays(happened, possible, domains.not_negative("target", target, most=1))
    return _labels([wilson(happened, possible, np.full(happened.shape, tail)) for tail in _TAILS], centre, compat)


def rate_funnel_significance(
    events: ArrayLike, exposure: ArrayLike, target: ArrayLike, *, per: ArrayLike = 1.0, compat: str | None = None
) -> MethodArray:
    """Whether a crude rate differs from the target, by its intervals at 95% and 99.8%: exact below 10 events, Byar's from 10 on.

    As for `proportion_funnel_significance`.

    Parameters
    ----------
    events, exposure, per : array_like
        As for `rate_interval`.
    target : array_like
        The rate per `per` at the funnel's centre: 0 or more.
    compat : str, optional
        As for `proportion_funnel_significance`.

    Returns
    -------
    array of str
        As `proportion_funnel_significance`.

    Raises
    ------
    ValueError, TypeError
        As `rate_interval`; ValueError for a target below 0 and a `compat` not known.

    References
    ----------
    As for `rate_interval`.

    Examples
    --------
    Detentions of Black and of White people, England 2023/24 (232.9 to 245.3 and 68.7 to 70.2 per 100,000), beside 80:

    >>> rate_funnel_significance([5_693, 31_735], [2_381_724, 45_684_263], 80, per=100_000).tolist()
    ['high_0.001', 'low_0.001']
    """
    checked = (
        domains.counts("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.positive("per", per, most=domains.LARGEST),
        domains.not_negative("target", target),
    )
    happened, people, scale, centre = np.broadcast_arrays(*checked)
    return _labels(_rates(happened, people, scale), centre, compat)


def ratio_funnel_significance(
    events: ArrayLike, expected: ArrayLike, *, target: ArrayLike = 1.0, per: ArrayLike = 1.0, compat: str | None = None
) -> MethodArray:
    """Whether observed / expected differs from the target, by its intervals at 95% and 99.8%: exact below 10 events, else Byar's.

    As for `rate_funnel_significance`, with expected events (above 0) in the place of exposure.

    The other Parameters, Returns and Raises: as for `rate_funnel_significance`.

    Parameters
    ----------
    expected : array_like
        Expected events: above 0.
    target, per : array_like
        The ratio at the funnel's centre, times `per` (100 for a ratio published times 100 together with a target of 100).

    References
    ----------
    As for `rate_interval`.

    Examples
    --------
    The Welsh nickel workers of R's manual page on `poisson.test`:

    >>> str(ratio_funnel_significance(137, 24.19893))
    'high_0.001'
    """
    checked = domains.positive("expected", expected, most=domains.LARGEST)
    return rate_funnel_significance(events, checked, target, per=per, compat=compat)


def standardised_rate_funnel_significance(
    events: ArrayLike, rate: ArrayLike, target: ArrayLike, *, compat: str | None = None
) -> MethodArray:
    """Whether a directly standardised rate differs from the target: the count's interval, carried to the rate's own scale.

    The rate's exposure is taken to be events / rate, as if it were a crude rate. Fewer than 10 events: ``withheld_few_events``.

    Parameters
    ----------
    events : array_like
        Whole numbers, 0 or more: the events that the rate rests on.
    rate, target : array_like
        The standardised rate and the funnel's centre, both per the same number of people: 0 or more; above 0 where a rate has
        10 events or more.
    compat : str, optional
        As for `proportion_funnel_significance`.

    Returns
    -------
    array of str
        As `proportion_funnel_significance`.

    Raises
    ------
    ValueError
        For a rate of 0 that has 10 events or more; else as `rate_funnel_significance`.
    TypeError
        As `rate_funnel_significance`.

    References
    ----------
    As for `rate_interval`.

    Examples
    --------
    9 events are too few for a standardised rate; 10 are enough:

    >>> standardised_rate_funnel_significance([9, 10], [400.0, 400.0], 390.0).tolist()
    ['withheld_few_events', 'not_significant']
    """
    happened, shown, centre = np.broadcast_arrays(
        domains.counts("events", events), domains.not_negative("rate", rate), domains.not_negative("target", target)
    )
    few = happened < EXACT_BELOW
    rates = domains.positive("rate of 10 events or more", np.where(few, 1.0, shown), most=domains.LARGEST)
    return _labels(_rates(happened, np.maximum(happened, 1) / rates, np.ones_like(rates)), centre, compat, few)


def _rates(events: FloatArray, exposure: FloatArray, per: FloatArray) -> list[Interval]:
    return [rate_limits(events, exposure, per, np.full(events.shape, tail)) for tail in _TAILS]


def _labels(intervals: list[Interval], target: FloatArray, compat: str | None, withheld: ArrayLike = False) -> MethodArray:
    """Each line that is crossed moves the label by one."""
    words = LABELS if compat is None or domains.choice("compat", compat, (PHE,)) != PHE else PRINTED_LABELS
    steps = sum((each.lower > target).astype(int) - (each.upper < target) for each in intervals)
    return np.asarray(words[np.where(withheld, _WITHHELD, _MIDDLE + steps)])[()]
