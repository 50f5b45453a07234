"""The power of a comparison of two groups on the relative scale, and the numbers that it asks for: ratios of proportions and of rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.detection.power import NumbersNeeded, Power, power_of_test
from levelground.stats.intervals import FloatArray


def proportion_ratio_power(
    proportion: ArrayLike, reference_proportion: ArrayLike, trials: ArrayLike, reference_trials: ArrayLike, *, confidence: ArrayLike = 0.95
) -> Power:
    r"""The chance that the two-sided test of the logarithm of a ratio of proportions finds it other than 1.

    .. math:: \Phi\!\left(\frac{|\log(p_1 / p_2)|}{s} - z\right) + \Phi\!\left(-\frac{|\log(p_1 / p_2)|}{s} - z\right), \quad
              s^2 = \frac{1 - p_1}{n_1 p_1} + \frac{1 - p_2}{n_2 p_2}

    A proportion of 0 has no logarithm, and where both are 1 nothing varies: NaN.

    Parameters and Raises: as for `proportions_power`.

    Returns
    -------
    Power
        Probabilities, in the broadcast shape of the arguments. ``normal_few_expected`` where fewer than 5 events or non-events are
        expected in a group, ``withheld_no_events`` where a group cannot have any (or both have nothing else).

    Notes
    -----
    Held against the power counted over all outcomes: within 0.05 from 20 expected events and non-events a group on.

    References
    ----------
    Blackwelder WC. Sample size and power for prospective analysis of relative risk. Statistics in Medicine 1993; 12: 691-698.

    Examples
    --------
    60% beside 70% with 808 each at 99%, of which 95% was asked of the difference (`proportions_power`): the ratio is found as often.

    >>> f"{proportion_ratio_power(0.6, 0.7, 808, 808, confidence=0.99).estimate:.3f}"
    '0.946'
    """
    p1, p2, n1, n2, tail = np.broadcast_arrays(
        domains.not_negative("proportion", proportion, most=1),
        domains.not_negative("reference_proportion", reference_proportion, most=1),
        domains.trials("trials", trials),
        domains.trials("reference_trials", reference_trials),
        domains.upper_tail(confidence),
    )
    spread = np.sqrt(_odds_against(p1) / n1 + _odds_against(p2) / n2)
    return power_of_test(_log_ratio(p1, p2), spread, spread, tail, np.minimum(n1 * np.minimum(p1, 1 - p1), n2 * np.minimum(p2, 1 - p2)))


def rate_ratio_power(
    rate: ArrayLike, reference_rate: ArrayLike, exposure: ArrayLike, reference_exposure: ArrayLike, *, confidence: ArrayLike = 0.95
) -> Power:
    r"""The chance that the two-sided test of the logarithm of a rate ratio finds it other than 1.

    .. math:: \Phi\!\left(\frac{|\log(r_1 / r_2)|}{s} - z\right) + \Phi\!\left(-\frac{|\log(r_1 / r_2)|}{s} - z\right), \quad
              s^2 = \frac{1}{r_1 t_1} + \frac{1}{r_2 t_2}

    A rate of 0 has no logarithm: NaN.

    Parameters and Raises: as for `rates_power`.

    Returns
    -------
    Power
        Probabilities, in the broadcast shape of the arguments. ``normal_few_expected`` where fewer than 5 events are expected in a
        group, ``withheld_no_events`` where a group cannot have any.

    Notes
    -----
    Held against the power counted over all outcomes: within 0.05 from 20 expected events a group on. Where the group with the higher rate
    has less exposure, the chance is a little higher than this says; where it has more, lower.

    References
    ----------
    Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd edition, 2008, chapter 14 (the standard error of a log rate ratio).

    Examples
    --------
    Ten events in 1,000 person-years beside five, 6,300 person-years each, of which 90% was asked of the difference (`rates_power`):

    >>> f"{rate_ratio_power(0.005, 0.010, 6_300, 6_300).estimate:.2f}"
    '0.89'
    """
    r1, r2, t1, t2, tail = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("reference_rate", reference_rate),
        domains.positive("exposure", exposure),
        domains.positive("reference_exposure", reference_exposure),
        domains.upper_tail(confidence),
    )
    with np.errstate(over="ignore", under="ignore"):
        events = domains.not_negative("rate times exposure", r1 * t1), domains.not_negative("rate times exposure", r2 * t2)
        spread = np.sqrt(_inverse(events[0]) + _inverse(events[1]))
    return power_of_test(_log_ratio(r1, r2), spread, spread, tail, np.minimum(*events))


def proportion_ratio_trials(
    proportion: ArrayLike,
    reference_proportion: ArrayLike,
    *,
    power: ArrayLike = 0.8,
    reference_per_group: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
) -> NumbersNeeded:
    r"""The trials that find a ratio of two proportions with the power asked for, by the test of its logarithm.

    .. math:: n_1 = \frac{(z_{\alpha/2} + z_\beta)^2}{\log^2(p_1 / p_2)} \left(\frac{1 - p_1}{p_1} + \frac{1 - p_2}{r p_2}\right), \quad
              n_2 = r n_1

    `inf` where the proportions are equal, and where one is 0: no number of trials finds a ratio that has no logarithm.

    Parameters and Raises: as for `proportions_trials`.

    Returns
    -------
    NumbersNeeded
        Whole numbers, rounded up, in the broadcast shape of the arguments; ``withheld_no_events`` where a proportion is 0.

    References
    ----------
    As for `proportion_ratio_power`.

    Examples
    --------
    >>> proportion_ratio_trials(0.6, 0.7, power=0.95, confidence=0.99).group.item()
    822.0
    """
    p1, p2 = (
        domains.not_negative("proportion", proportion, most=1),
        domains.not_negative("reference_proportion", reference_proportion, most=1),
    )
    return _needed(p1, p2, (_odds_against(p1), _odds_against(p2)), (power, reference_per_group, confidence), whole=True)


def rate_ratio_exposure(
    rate: ArrayLike,
    reference_rate: ArrayLike,
    *,
    power: ArrayLike = 0.8,
    reference_per_group: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
) -> NumbersNeeded:
    r"""The exposure that finds a rate ratio with the power asked for, by the test of its logarithm.

    .. math:: t_1 = \frac{(z_{\alpha/2} + z_\beta)^2}{\log^2(r_1 / r_2)} \left(\frac{1}{r_1} + \frac{1}{k r_2}\right), \quad t_2 = k t_1

    `inf` where the rates are equal, and where one is 0.

    Parameters and Raises: as for `rates_exposure`.

    Returns
    -------
    NumbersNeeded
        Exposure, not rounded, in the broadcast shape of the arguments; ``withheld_no_events`` where a rate is 0.

    References
    ----------
    As for `rate_ratio_power`.

    Examples
    --------
    Five and ten in 1,000 at 90%, where the difference asks for 6,304 (`rates_exposure`):

    >>> f"{rate_ratio_exposure(0.005, 0.010, power=0.9).group:.0f}"
    '6561'
    """
    r1, r2 = domains.not_negative("rate", rate), domains.not_negative("reference_rate", reference_rate)
    return _needed(r1, r2, (_inverse(r1), _inverse(r2)), (power, reference_per_group, confidence), whole=False)


def _needed(
    first: FloatArray,
    second: FloatArray,
    parts: tuple[FloatArray, FloatArray],
    asked: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    whole: bool,
) -> NumbersNeeded:
    """`parts` are the squared standard error of the logarithm of each value for one unit of its group."""
    wanted, ratio, tail = domains.chance("power", asked[0]), domains.positive("reference_per_group", asked[1]), domains.upper_tail(asked[2])
    first, second, own, other, wanted, ratio, tail = np.broadcast_arrays(first, second, *parts, wanted, ratio, tail)
    reach = np.maximum(special.ndtri(wanted) - special.ndtri(tail), 0)
    gap, none = _log_ratio(first, second), (first == 0) | (second == 0)
    nothing = none | (first == second)
    per_unit = np.where(nothing, 0.0, own) + np.where(nothing, 0.0, other) / ratio
    group = np.where(nothing, np.inf, per_unit * (reach / np.where(nothing, 1.0, gap)) ** 2)
    if whole:
        group = np.maximum(np.ceil(group), 1)
    reference = np.ceil(group * ratio - 1e-9) if whole else group * ratio
    method = np.where(none, "withheld_no_events", np.where(nothing, "no_gap", "normal"))
    return NumbersNeeded(group[()], reference[()], method[()])


def _log_ratio(first: FloatArray, second: FloatArray) -> FloatArray:
    """The distance between the logarithms; NaN where one is of 0."""
    distance: FloatArray = np.abs(np.log(np.where(first > 0, first, np.nan)) - np.log(np.where(second > 0, second, np.nan)))
    return distance


def _odds_against(proportion: FloatArray) -> FloatArray:
    return np.asarray((1 - proportion) * _inverse(proportion))


def _inverse(values: FloatArray) -> FloatArray:
    """NaN of 0."""
    with np.errstate(over="ignore"):
        return np.asarray(np.minimum(1 / np.where(values > 0, values, np.nan), domains.ENORMOUS))
