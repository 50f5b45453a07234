"""Control limits of a funnel around its target: what chance alone gives an organisation of a certain size."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval

PHE: Final = "phe-2.1.0"
INVERTED_WILSON: Final = "wilson_inverted"
FEW_EXPECTED: Final = "wilson_inverted_few_expected"
ENOUGH_EXPECTED: Final = 15.0
"""With fewer events, or people without one, expected than this, Wilson's 99.8% lines raise more false alarms than they say."""


def proportion_funnel_limits(
    trials: ArrayLike, target: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95, compat: str | None = None
) -> Interval:
    r"""Limits of the proportion that organisations of the target's proportion show: Wilson's interval, inverted.

    .. math:: p_0 \mp z \sqrt{p_0 (1 - p_0) / n}

    An observed proportion lies outside exactly where its Wilson interval leaves out the target. A target of 0 or 1 gives limits
    equal to it. No result is NaN.

    Parameters
    ----------
    trials : array_like
        People n: above 0.
    target : array_like
        The proportion p0 at the funnel's centre: 0 to 1.
    per : array_like
        100 for limits as percentages.
    confidence : array_like
        A fraction between 0 and 1 (0.95 and 0.998 are the field's two lines).
    compat : str, optional
        ``phe-2.1.0``: the upper limit is cut at 100 whatever `per` is.

    Returns
    -------
    Interval
        Limits times `per`, in the broadcast shape of the arguments, cut at 0 and at `per`.

    Raises
    ------
    ValueError
        For people or per that are 0, negative or not finite, a target outside 0 to 1, confidence outside (0, 1), a `compat` not known.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Where fewer than 15 events (or people without one) are expected, the limits raise more false alarms than they say: outside the 99.8%
    lines up to 5.3 organisations on target in 1,000 (from one expected event on), and outside the 95% lines up to 8.0 in 100;
    `proportion_funnel_limits_method` says where. Elsewhere it is 2.8 in 1,000 and 6.5 in 100 at most. A test that never raises more:
    whether the target lies outside `levelground.stats.proportions.clopper_pearson_interval`.

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Statistics in Medicine 2005; 24: 1185-1202 (appendix A.1.1).

    Examples
    --------
    A target of 11.75% in 1,268 people:

    >>> lower, upper = proportion_funnel_limits(1_268, 0.1175, per=100)
    >>> f"{lower:.2f} to {upper:.2f}"
    '9.98 to 13.52'
    """
    most = compatible(compat)
    people, centre, scale, tail = np.broadcast_arrays(
        domains.positive("trials", trials, most=domains.LARGEST),
        domains.not_negative("target", target, most=1),
        domains.positive("per", per, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )
    half = domains.normal_quantile(tail) * np.sqrt(centre * (1 - centre) / people)
    return interval(scale * np.maximum(centre - half, 0), np.minimum(scale * (centre + half), 100.0 if most else scale))


def proportion_funnel_limits_method(trials: ArrayLike, target: ArrayLike) -> MethodArray:
    """The method id of each element of `proportion_funnel_limits`: ``wilson_inverted``, or ``wilson_inverted_few_expected``.

    The second is a warning: fewer than 15 events, or fewer than 15 people without one, are expected on target. A target of 0 or 1 has
    none, and no false alarms either; it is ``wilson_inverted``.

    Parameters
    ----------
    trials, target : array_like
        As for `proportion_funnel_limits`.

    Returns
    -------
    array of str
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `proportion_funnel_limits`.

    References
    ----------
    As for `proportion_funnel_limits`.

    Examples
    --------
    >>> proportion_funnel_limits_method([100, 1_268], 0.1175).tolist()
    ['wilson_inverted_few_expected', 'wilson_inverted']
    """
    people, centre = np.broadcast_arrays(
        domains.positive("trials", trials, most=domains.LARGEST), domains.not_negative("target", target, most=1)
    )
    few = people * np.minimum(centre, 1 - centre) < ENOUGH_EXPECTED
    return np.where(few & (centre > 0) & (centre < 1), FEW_EXPECTED, INVERTED_WILSON)[()]


def ratio_funnel_limits(expected: ArrayLike, *, target: ArrayLike = 1.0, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95) -> Interval:
    r"""Limits of observed / expected that organisations of the target's ratio show: the exact Poisson interval, inverted.

    .. math:: O_L: \Pr(X \le O_L \mid \theta E) = \alpha/2, \quad O_U: \Pr(X \ge O_U \mid \theta E) = \alpha/2, \quad
              (O_L, O_U) / E

    with the probabilities carried on between whole numbers by the incomplete gamma function, so that the lines are smooth. A whole
    count lies outside exactly where its exact Poisson interval leaves out the target. Where even 0 events are no surprise
    (:math:`\theta E < -\log(\alpha/2)`) the lower limit is 0: no organisation is below it. No result is NaN.

    Parameters
    ----------
    expected : array_like
        Expected events E: above 0.
    target : array_like
        The ratio at the funnel's centre: above 0.
    per : array_like
        100 for a ratio that is published times 100.
    confidence : array_like
        A fraction between 0 and 1 (0.95 and 0.998 are the field's two lines).

    Returns
    -------
    Interval
        Limits times `per`, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For expected, target or per that are 0, negative or not finite; confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The interval of an observed count *equal to* the expected one, which some packages draw instead, has a lower limit above 0 at any
    size: an organisation with 0 events where 1 is expected would be called low, though chance alone gives that 37 times in 100.

    References
    ----------
    Dover DC, Schopflocher DP. Using funnel plots in public health surveillance. Population Health Metrics 2011; 9: 58.

    Examples
    --------
    The limits invert Garwood's: 1 event is just on the lower limit where 5.5716 are expected, and 3.6889 is the most that leaves
    0 events within chance.

    >>> ratio_funnel_limits([5.571643, 3.6888, 1.0]).lower.round(4).tolist()
    [0.1795, 0.0, 0.0]
    """
    events, centre, scale, tail = np.broadcast_arrays(
        domains.positive("expected", expected, most=domains.LARGEST),
        domains.positive("target", target, most=domains.LARGEST),
        domains.positive("per", per, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )
    lower, upper = _counts_on_the_limits(events * centre, tail)
    return interval(lower / events * scale, upper / events * scale)


def rate_funnel_limits(exposure: ArrayLike, target: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95) -> Interval:
    """Limits of the rate that organisations of the target's rate show: the exact Poisson interval, inverted.

    As for `ratio_funnel_limits`, with exposure x target / per events expected.

    Parameters
    ----------
    exposure : array_like
        People, or person-time: above 0.
    target : array_like
        The rate per `per` at the funnel's centre: above 0.
    per : array_like
        The rate's multiplier: 100,000 for a rate per 100,000.
    confidence : array_like
        A fraction between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate per `per`, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `ratio_funnel_limits`.

    References
    ----------
    As for `ratio_funnel_limits`.

    Examples
    --------
    At 390 per 100,000, 85,564 people have 333.7 expected events:

    >>> lower, upper = rate_funnel_limits(85_564, 390, per=100_000)
    >>> f"{lower:.0f} to {upper:.0f}"
    '348 to 433'
    """
    people, centre, scale, tail = np.broadcast_arrays(
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.positive("target", target, most=domains.LARGEST),
        domains.positive("per", per, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )
    lower, upper = _counts_on_the_limits(people * (centre / scale), tail)
    return interval(lower / people * scale, upper / people * scale)


def _counts_on_the_limits(mean: FloatArray, tail: FloatArray) -> Interval:
    """The counts, not whole, that are just on the limits of a Poisson mean."""
    lower = np.asarray(special.gdtrib(1.0, 1 - tail, mean), dtype=np.float64) - 1
    upper = np.asarray(special.gdtrib(1.0, tail, mean), dtype=np.float64)
    return Interval(np.where(mean > -np.log(tail), np.maximum(lower, 0), 0.0), upper)


def compatible(compat: str | None) -> bool:
    """Whether PHEindicatormethods is to be followed."""
    return compat is not None and domains.choice("compat", compat, (PHE,)) == PHE
