"""A comparison made within strata and pooled over them: the ratios and the difference of Mantel and Haenszel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, quotient
from levelground.stats.standardisation import bands
from levelground.stats.standardisation.strata import Strata, checked_strata


class PooledMeasure(NamedTuple):
    """A ratio or a difference that all strata have in common, for each setting."""

    estimate: FloatArray
    """The ratio (no unit) or difference (-1 to 1); NaN where it is withheld."""
    interval: Interval
    """Limits of the estimate; NaN where there is no standard error."""
    standard_error: FloatArray
    """Of the difference, or of the natural logarithm of the ratio; NaN where there is none."""
    method: MethodArray
    """The name of the variance; ``no_interval_no_events`` where a ratio is 0 or `inf`; ``no_interval_no_spread`` where every person
    of both groups had the event (or, for a difference, none had); or why it is withheld."""


def pooled_odds_ratio(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> PooledMeasure:
    r"""The odds ratio that all strata have in common (Mantel-Haenszel), with the interval of Robins, Breslow and Greenland.

    With a events and b others in the group, c events and d others in its comparison group, T people in all of a stratum,
    :math:`P = (a + d)/T,\ Q = (b + c)/T,\ R = ad/T,\ S = bc/T`:

    .. math:: \hat\psi = \frac{\sum R}{\sum S}, \quad
              v = \frac{\sum PR}{2(\sum R)^2} + \frac{\sum (PS + QR)}{2 \sum R \sum S} + \frac{\sum QS}{2(\sum S)^2}, \quad
              \hat\psi \exp(\mp z\sqrt v)

    1 is no association. 0, or `inf` where the comparison group has no events (or every person of the group has), comes without an
    interval. Where neither sum is above 0 there is no ratio (NaN).

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, (..., strata), no more than the trials.
    trials, reference_trials : array_like
        Whole numbers, (..., strata), 0 or more. A stratum that lacks one of the groups adds nothing.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    where : array_like
        True for the strata that belong to a setting.

    Returns
    -------
    PooledMeasure
        One of each for every setting: the broadcast shape without the strata. Method ``robins_breslow_greenland``.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more events than trials, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    It assumes one ratio in all strata: where they differ, report them by themselves. The variance holds for few large strata and for many
    small ones alike.

    References
    ----------
    Mantel N, Haenszel W. Journal of the National Cancer Institute 1959; 22: 719-748.
    Robins J, Breslow N, Greenland S. Estimators of the Mantel-Haenszel variance consistent in both sparse data and large-strata limiting
    models. Biometrics 1986; 42: 311-323.

    Examples
    --------
    Rabbits given penicillin at once or after an hour and a half, at five doses, from R's manual page on `mantelhaen.test`,
    which prints 7 (1.026713 to 47.725133):

    >>> found = pooled_odds_ratio([0, 3, 6, 5, 2], [6, 6, 6, 6, 2], [0, 0, 2, 6, 5], [5, 6, 6, 6, 5])
    >>> f"{found.estimate:.0f} ({found.interval.lower:.6f} to {found.interval.upper:.6f})"
    '7 (1.026713 to 47.725133)'
    """
    strata = checked_strata(events, trials, reference_events, reference_trials, where)
    a, c = strata.events, strata.reference_events
    b, d = strata.trials - a, strata.reference_trials - c
    alike, unlike, first, second = a + d, b + c, a * d, b * c
    numerator, denominator = strata.pooled(first), strata.pooled(second)
    terms = (alike * first, alike * second + unlike * first, unlike * second)
    p_r, both, q_s = (strata.pooled(term, power=2) for term in terms)
    variance = (
        bands.divided(p_r, 2 * numerator**2) + bands.divided(both, 2 * numerator * denominator) + bands.divided(q_s, 2 * denominator**2)
    )
    return _ratio(numerator, denominator, variance, confidence, "robins_breslow_greenland")


def pooled_risk_ratio(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> PooledMeasure:
    r"""The ratio of proportions that all strata have in common (Mantel-Haenszel), with the interval of Greenland and Robins.

    With a of :math:`n_1` in the group, c of :math:`n_0` in its comparison group, and T people in all of a stratum:

    .. math:: \hat\varphi = \frac{\sum a n_0 / T}{\sum c n_1 / T} = \frac{R}{S}, \quad
              v = \frac{\sum \left(n_1 n_0 (a + c) - a c T\right) / T^2}{R S}, \quad \hat\varphi \exp(\mp z\sqrt v)

    What 0, `inf` and NaN mean: as for `pooled_odds_ratio`.

    Parameters, Returns (method ``greenland_robins``) and Raises: as for `pooled_odds_ratio`.

    References
    ----------
    Greenland S, Robins JM. Estimation of a common effect parameter from sparse follow-up data. Biometrics 1985; 41: 55-68.

    Examples
    --------
    Deaths of people with diabetes given tolbutamide or a placebo, below and from 55 years of age (Rothman, Epidemiology: An Introduction,
    table 10-3), at 90%:

    >>> found = pooled_risk_ratio([8, 22], [106, 98], [5, 16], [120, 85], confidence=0.9)
    >>> f"{found.estimate:.2f} ({found.interval.lower:.2f} to {found.interval.upper:.2f})"
    '1.33 (0.87 to 2.03)'
    """
    strata = checked_strata(events, trials, reference_events, reference_trials, where)
    a, n1, c, n0 = strata
    numerator, denominator = strata.pooled(a * n0), strata.pooled(c * n1)
    spread = strata.pooled(n1 * n0 * (a + c) - a * c * strata.total, power=2)
    return _ratio(numerator, denominator, bands.divided(spread, numerator * denominator), confidence, "greenland_robins")


def pooled_rate_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> PooledMeasure:
    r"""The ratio of rates that all strata have in common (Mantel-Haenszel), with the interval of Greenland and Robins.

    With a events in :math:`t_1` person-years of the group, c in :math:`t_0` of its comparison group, and T person-years in all:

    .. math:: \hat\varphi = \frac{\sum a t_0 / T}{\sum c t_1 / T} = \frac{R}{S}, \quad
              v = \frac{\sum (a + c)\, t_1 t_0 / T^2}{R S}, \quad \hat\varphi \exp(\mp z\sqrt v)

    What 0, `inf` and NaN mean: as for `pooled_odds_ratio`.

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, (..., strata).
    exposure, reference_exposure : array_like
        People, or person-time, (..., strata): 0 or more. A stratum that lacks one of the groups adds nothing.
    confidence, where : array_like
        As for `pooled_odds_ratio`.

    Returns
    -------
    PooledMeasure
        As `pooled_odds_ratio`. Method ``greenland_robins``.

    Raises
    ------
    ValueError, TypeError
        As `pooled_odds_ratio`; more events than people are allowed.

    References
    ----------
    Greenland S, Robins JM. Biometrics 1985; 41: 55-68.
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapter 15.

    Examples
    --------
    Coronary deaths of British doctors who smoked beside those who did not, by age (Doll and Hill 1966):

    >>> smoked, years = [32, 104, 206, 186, 102], [52_407, 43_248, 28_612, 12_663, 5_317]
    >>> did_not, their_years = [2, 12, 28, 28, 31], [18_790, 10_673, 5_710, 2_585, 1_462]
    >>> found = pooled_rate_ratio(smoked, years, did_not, their_years)
    >>> f"{found.estimate:.2f} ({found.interval.lower:.2f} to {found.interval.upper:.2f})"
    '1.42 (1.15 to 1.76)'
    """
    inside = domains.marks("where", where)
    strata = Strata(
        *np.broadcast_arrays(
            bands.counts("events", events, inside),
            bands.people("exposure", exposure, inside),
            bands.counts("reference_events", reference_events, inside),
            bands.people("reference_exposure", reference_exposure, inside),
        )
    )
    a, t1, c, t0 = strata
    numerator, denominator = strata.pooled(a * t0), strata.pooled(c * t1)
    spread = strata.pooled(bands.divided((a + c) * t1, strata.total) * t0)
    return _ratio(numerator, denominator, bands.divided(spread, numerator * denominator), confidence, "greenland_robins")


def pooled_risk_difference(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> PooledMeasure:
    r"""The difference of proportions that all strata have in common (Mantel-Haenszel weights), with Sato's interval.

    With a of :math:`n_1` in the group, c of :math:`n_0` in its comparison group, T people in all, and :math:`w = n_1 n_0 / T`:

    .. math:: \hat\delta = \frac{\sum (a n_0 - c n_1) / T}{\sum w}, \quad
              v = \frac{\hat\delta \sum P + \sum Q}{\left(\sum w\right)^2},

    .. math:: P = \frac{n_1^2 c - n_0^2 a + n_1 n_0 (n_0 - n_1) / 2}{T^2}, \quad Q = \frac{a (n_0 - c) + c (n_1 - a)}{2 T}

    0 is no gap; below 0 the group's proportion is the lower one. Where no stratum has people of both groups there is no difference (NaN).

    Parameters, Returns (method ``sato``) and Raises: as for `pooled_odds_ratio`.

    Notes
    -----
    The limits stay within -1 and 1: there they are cut. No events, or events alone, in every stratum give a standard error of 0: the
    difference then comes without an interval (``no_interval_no_spread``).

    References
    ----------
    Sato T. On the variance estimator for the Mantel-Haenszel risk difference. Biometrics 1989; 45: 1323-1324.
    Greenland S, Robins JM. Biometrics 1985; 41: 55-68.

    Examples
    --------
    The deaths of `pooled_risk_ratio`:

    >>> found = pooled_risk_difference([8, 22], [106, 98], [5, 16], [120, 85])
    >>> f"{found.estimate:.3f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})"
    '0.035 (-0.028 to 0.097)'
    """
    strata = checked_strata(events, trials, reference_events, reference_trials, where)
    a, n1, c, n0 = strata
    weight = strata.pooled(n1 * n0)
    difference = bands.divided(strata.pooled(a * n0 - c * n1), weight)
    tilt = strata.pooled(n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2, power=2)
    spread = strata.pooled((a * (n0 - c) + c * (n1 - a)) / 2)
    variance = np.maximum(bands.divided(difference * tilt + spread, weight**2), 0)
    method = np.select([weight == 0, variance == 0], ["withheld_no_stratum_with_both", "no_interval_no_spread"], "sato")
    half = domains.normal_quantile(domains.upper_tail(confidence)) * np.sqrt(variance)
    return _measure(difference, np.maximum(difference - half, -1), np.minimum(difference + half, 1), np.sqrt(variance), method)


def _ratio(numerator: FloatArray, denominator: FloatArray, variance: FloatArray, confidence: ArrayLike, name: str) -> PooledMeasure:
    none = [(numerator == 0) & (denominator == 0), (numerator == 0) | (denominator == 0), variance <= 0]
    method = np.select(none, ["withheld_no_informative_stratum", "no_interval_no_events", "no_interval_no_spread"], name)
    error, ratio = np.sqrt(np.maximum(variance, 0)), quotient(numerator, denominator)
    factor = np.exp(domains.normal_quantile(domains.upper_tail(confidence)) * error)
    return _measure(ratio, ratio / factor, ratio * factor, error, method)


def _measure(estimate: FloatArray, lower: FloatArray, upper: FloatArray, error: FloatArray, method: MethodArray) -> PooledMeasure:
    known = ~np.char.startswith(method, "no_interval")
    limits = (bands.shown(np.where(known, limit, np.nan), np.broadcast_to(method, np.shape(limit))) for limit in (lower, upper))
    return PooledMeasure(
        bands.shown(estimate, method),
        interval(*(np.asarray(limit) for limit in limits)),
        bands.shown(np.where(known, error, np.nan), method),
        method[()],
    )
