"""How long G and T charts take to signal that a rare event has become rarer or more frequent."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.detection.run_lengths import geometric_run_lengths
from levelground.stats.intervals import FloatArray, MethodArray
from levelground.stats.spc.control_chart import PAIRS
from levelground.stats.spc.rare_events import TO_NORMAL

LIMITS: Final = ("three_sigma", "probability")
THREE_SIGMA: Final = 0.9973
"""What lies within 3 standard deviations of a normal distribution: a tail of 0.00135 on each side."""


class RareEventRunLengths(NamedTuple):
    """How long until the first signal, an element for each setting."""

    points: FloatArray
    """Points of the chart until the first signal on average, the signalling one counted; a point is the gap before one event. `inf`
    where none ever comes."""
    waiting: FloatArray
    """The same in cases (G) or in the unit of time (T): as soon as the gap has passed the upper limit, or the event has come too early."""
    within: FloatArray
    """The chance of a signal within so many points, 0 to 1."""
    lower: FloatArray
    """Gaps below this signal; 0: none can."""
    upper: FloatArray
    """Gaps above this signal."""
    method: MethodArray
    """``geometric``, ``exponential``; ``geometric_no_lower_limit``: no gap is too short, and an event that has become more frequent
    is only found by chance."""


def g_chart_run_lengths(
    risk: ArrayLike, changed_risk: ArrayLike, *, points: ArrayLike = 12, limits: str = "three_sigma", confidence: ArrayLike = THREE_SIGMA
) -> RareEventRunLengths:
    r"""How long a G chart (cases between events) takes to signal that a risk has changed, computed exactly.

    .. math:: P(X > u) = (1 - p_1)^{\lfloor u \rfloor + 1}, \quad P(X < l) = 1 - (1 - p_1)^l, \quad
              u = m + 3 \sqrt{m (m + 1)}, \; m = (1 - p_0) / p_0

    X, 0 or more, counts the cases without the event between two events. Where the risk has not changed it is how long until a false alarm.
    No result is NaN.

    Parameters
    ----------
    risk : array_like
        The risk of a case that the limits are made of, 1e-300 or more and below 1.
    changed_risk : array_like
        The risk that there is now, 1e-300 or more and below 1.
    points : array_like
        Points of the chart for `within`: whole numbers, 1 or more.
    limits : str
        ``three_sigma``: as above; there is never a lower limit. ``probability``: the whole numbers that leave no more than
        (1 - confidence) / 2 on each side.
    confidence : array_like
        Of the limits of probability: a fraction between 0 and 1.

    Returns
    -------
    RareEventRunLengths
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For risks that are not at least 1e-300 and below 1, points that are not whole or below 1, another kind of limits, confidence
        outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The risk that limits are made of is taken as known. With limits of three sigma a false alarm comes about once in 55 points for
    rare events, and in no case does a point say that events have become more frequent.

    References
    ----------
    Benneyan JC. Number-between g-type statistical quality control charts for monitoring adverse events. Health Care Management Science
    2001; 4: 305-318.

    Examples
    --------
    For rare events a gap beyond 3 sigma has the chance exp(-4), 0.0183. A risk of 1 in 1,000 that is halved is seen at the 8th event:

    >>> found = g_chart_run_lengths(0.001, [0.001, 0.0005])
    >>> print((1 / found.points[0]).round(4), found.points.round(1))
    0.0183 [54.6  7.4]
    """
    before, now, asked, tail = np.broadcast_arrays(
        _risk("risk", risk),
        _risk("changed_risk", changed_risk),
        domains.trials("points", points),
        domains.upper_tail(confidence),
    )
    if domains.choice("limits", limits, LIMITS) == "probability":
        upper = np.maximum(np.ceil(np.log(tail) / np.log1p(-before) - _ROUNDING) - 1, 0)
        lower = np.floor(np.log1p(-tail) / np.log1p(-before) + _ROUNDING)
    else:
        mean = (1 - before) / before
        upper, lower = mean + 3 * np.sqrt(mean) * np.sqrt(mean + 1), np.zeros(before.shape)
    stays = np.log1p(-now)
    above, below = np.exp((np.floor(upper) + 1) * stays), -np.expm1(lower * stays)
    method = np.where(lower > 0, "geometric", "geometric_no_lower_limit")
    return _run_lengths((lower, upper), (below, above), 1 / now, asked, method)


def t_chart_run_lengths(
    rate: ArrayLike, changed_rate: ArrayLike, *, points: ArrayLike = 12, limits: str = "three_sigma", confidence: ArrayLike = THREE_SIGMA
) -> RareEventRunLengths:
    r"""How long a T chart (time between events) takes to signal that a rate has changed, computed exactly.

    .. math:: P(X > u) = e^{-r_1 u}, \quad P(X < l) = 1 - e^{-r_1 l}, \qquad
              u, l = \frac{1}{r_0} \left(g \pm \frac{3}{1.128} 2 g (1 - 2^{-1/3.6})\right)^{3.6}, \; g = \Gamma(1 + 1 / 3.6)

    The limits of three sigma are those of `t_chart`, an I chart of the 3.6th root of the time, whose mean moving range is
    :math:`2 g (1 - 2^{-1/3.6})`. Where the rate has not changed it is how long until a false alarm. No result is NaN.

    Parameters
    ----------
    rate : array_like
        The rate that the limits are made of, per unit of time, above 0.
    changed_rate : array_like
        The rate that there is now, above 0.
    points : array_like
        As for `g_chart_run_lengths`.
    limits : str
        ``three_sigma``: as above. ``probability``: (1 - confidence) / 2 on each side of the exponential distribution.
    confidence : array_like
        As for `g_chart_run_lengths`.

    Returns
    -------
    RareEventRunLengths
        In the broadcast shape of the arguments; the method is ``exponential``.

    Raises
    ------
    ValueError, TypeError
        As for `g_chart_run_lengths`; for rates that are not above 0, or whose ratio or inverse is no number.

    Notes
    -----
    The rate that limits are made of is taken as known. With limits of three sigma a false alarm comes in 1,461 points, and a rate that
    has doubled is found in 11,309: later than by chance. With limits of probability it takes 370 points, as long as a false alarm. Either
    chart is one for rates that fall.

    References
    ----------
    Nelson LS. A control chart for parts-per-million nonconforming items. Journal of Quality Technology 1994; 26: 239-240 (the root).
    Xie M, Goh TN, Ranjan P. Some effective control chart procedures for reliability monitoring. Reliability Engineering and System Safety
    2002; 77: 143-150.

    Examples
    --------
    The limits of probability are 0.00135 and 6.6077 mean times, and a false alarm comes in 370 points:

    >>> found = t_chart_run_lengths(1, 1, limits="probability")
    >>> print(f"{found.lower:.5f} {found.upper:.4f} {found.points:.0f}")
    0.00135 6.6077 370
    """
    before, now, asked, tail = np.broadcast_arrays(
        domains.positive("rate", rate),
        domains.positive("changed_rate", changed_rate),
        domains.trials("points", points),
        domains.upper_tail(confidence),
    )
    low, high = _nelson_limits()
    if domains.choice("limits", limits, LIMITS) == "probability":
        low, high = -np.log1p(-tail), -np.log(tail)
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        ratio = domains.not_negative("changed_rate over rate", now / before)
        mean_time = domains.not_negative("the mean time between events", 1 / now)
        lower, upper = (domains.not_negative("a limit", edge / before) for edge in (low, high))
        below, above = -np.expm1(-low * ratio), np.exp(-high * ratio)
    return _run_lengths((lower, upper), (below, above), mean_time, asked, np.full(before.shape, "exponential"))


def _risk(name: str, values: ArrayLike) -> FloatArray:
    """A risk so small that the cases between two events are no number is refused."""
    return domains.positive(name, domains.chance(name, values))


_ROUNDING: Final = 1e-9
"""A limit that is a whole number but for rounding is that number."""


def _nelson_limits() -> tuple[FloatArray, FloatArray]:
    """In mean times, of an XmR chart of the 3.6th root of exponential times."""
    centre = special.gamma(1 + 1 / TO_NORMAL)
    reach = 3 / PAIRS * 2 * centre * (1 - 2 ** (-1 / TO_NORMAL))
    return np.asarray((centre - reach) ** TO_NORMAL), np.asarray((centre + reach) ** TO_NORMAL)


def _run_lengths(
    limits: tuple[FloatArray, FloatArray], chances: tuple[FloatArray, FloatArray], gap: FloatArray, points: FloatArray, method: MethodArray
) -> RareEventRunLengths:
    """A gap that passes the upper limit is seen one mean gap before the event that ends it, for what is left of it has no memory."""
    below, above = chances
    chance = np.minimum(below + above, 1.0)
    found = geometric_run_lengths(chance, points)
    with np.errstate(over="ignore", invalid="ignore"):
        late = np.divide(above, chance, out=np.ones(chance.shape), where=chance > 0)
        waiting = (found.mean - late) * gap
    return RareEventRunLengths(found.mean, waiting[()], found.within, limits[0][()], limits[1][()], method[()])
