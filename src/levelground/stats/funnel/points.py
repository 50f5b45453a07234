"""Points of a funnel's lines at given counts: where an observed count is just on its limit."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.funnel.limits import compatible
from levelground.stats.intervals import FloatArray

_STEP: Final = 2.0**-23


class RatioFunnelPoints(NamedTuple):
    """Points of a ratio funnel's two lines, each where an observed count just reaches its limit."""

    lower_expected: FloatArray
    """The expected number of events at which the observed count is just on the lower limit; more than the count."""
    lower: FloatArray
    """The lower limit there, count / expected, times `per`."""
    upper_expected: FloatArray
    """The expected number of events at which the observed count is just on the upper limit; less than the count (0 to it)."""
    upper: FloatArray
    """The upper limit there, count / expected, times `per`."""


class RateFunnelPoints(NamedTuple):
    """Points of a rate funnel's two lines, each where an observed count just reaches its limit."""

    lower_exposure: FloatArray
    """The people, or person-time, at which the observed count is just on the lower limit."""
    lower: FloatArray
    """The lower limit there: the rate per `per`."""
    upper_exposure: FloatArray
    """The people, or person-time, at which the observed count is just on the upper limit."""
    upper: FloatArray
    """The upper limit there: the rate per `per`."""


def ratio_funnel_points(
    events: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95, compat: str | None = None
) -> RatioFunnelPoints:
    r"""For each observed count, the two places of a ratio funnel (target 1) where it is just on the line.

    .. math:: E_{lower} = \tfrac12 \chi^2_{1-\alpha/2;\,2x+2}, \quad E_{upper} = \tfrac12 \chi^2_{\alpha/2;\,2x}, \quad x / E

    They lie on the lines of `ratio_funnel_limits`. 0 events have no point (their lower limit is 0, and no upper one passes there).

    Parameters
    ----------
    events : array_like
        Whole numbers x, 1 or more.
    per, confidence : array_like
        As for `ratio_funnel_limits`.
    compat : str, optional
        ``phe-2.1.0``: expected events as found by halving E / (E + x + 1) 23 times, up to 5 in 100,000 away from the exact ones.

    Returns
    -------
    RatioFunnelPoints
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For events that are 0, negative, not finite or not whole, a `per` that is not above 0, confidence outside (0, 1), a `compat`
        not known.
    TypeError
        As `ratio_funnel_limits`.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    Garwood's limits of 1 event, 0.0253 to 5.5716, are the expected events:

    >>> points = ratio_funnel_points(1)
    >>> f"{points.upper_expected:.4f} {points.lower_expected:.4f} {points.lower:.4f}"
    '0.0253 5.5716 0.1795'
    """
    halving = compatible(compat)
    happened, scale, tail = np.broadcast_arrays(
        domains.trials("events", events), domains.positive("per", per, most=domains.LARGEST), domains.upper_tail(confidence)
    )
    most, least = special.gammainccinv(happened + 1, tail), special.gammaincinv(happened, tail)
    if halving:
        most, least = _halved(most, happened), _halved(least, happened)
    return RatioFunnelPoints(most[()], (happened / most * scale)[()], least[()], (happened / least * scale)[()])


def rate_funnel_points(
    events: ArrayLike, target: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95, compat: str | None = None
) -> RateFunnelPoints:
    """For each observed count, the two places of a rate funnel where it is just on the line.

    As for `ratio_funnel_points`, with exposure = expected events x per / target; with several years of data that is person-years.

    Parameters
    ----------
    events : array_like
        Whole numbers, 1 or more.
    target : array_like
        The rate per `per` at the funnel's centre: above 0.
    per, confidence, compat
        As for `ratio_funnel_points`.

    Returns
    -------
    RateFunnelPoints
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `ratio_funnel_points`.

    References
    ----------
    As for `ratio_funnel_points`.

    Examples
    --------
    At 100 per 100,000, 10 events are low among more than 18,390 people, and high among fewer than 4,795 (Garwood's limits of 10):

    >>> points = rate_funnel_points(10, 100, per=100_000)
    >>> f"{points.lower_exposure:,.0f} {points.upper_exposure:,.0f}"
    '18,390 4,795'
    """
    scale = domains.positive("per", per, most=domains.LARGEST)
    people = scale / domains.positive("target", target, most=domains.LARGEST)
    points = ratio_funnel_points(events, confidence=confidence, compat=compat)
    lower, upper = points.lower_expected * people, points.upper_expected * people
    shown = domains.counts("events", events) * scale
    return RateFunnelPoints(lower, shown / lower, upper, shown / upper)


def _halved(expected: FloatArray, events: FloatArray) -> FloatArray:
    """The middle of the cell, 2 to the -23 wide, in which E / (E + x + 1) lies: where halving stops."""
    share = (np.floor(expected / (expected + events + 1) / _STEP) + 0.5) * _STEP
    return (events + 1) * share / (1 - share)
