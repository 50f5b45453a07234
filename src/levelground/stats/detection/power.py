"""The power of a comparison of two groups, and the numbers that a power asks for: proportions and rates."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray

EXPECTED_AT_LEAST: Final = 5.0
"""Fewer events (or non-events) than this expected in a group: the normal approximation is not to be trusted."""


class Power(NamedTuple):
    """The chance of a gap being found, an element for each pair of groups."""

    estimate: FloatArray
    """0 to 1. For equal groups it is 1 - confidence: the chance of a false finding."""
    method: MethodArray
    """``normal``, ``normal_few_expected`` (fewer than 5 events or non-events expected in a group: a rough guide), or
    ``withheld_no_events``: neither group can have any (or nothing else), NaN."""


class NumbersNeeded(NamedTuple):
    """How large each group must be, an element for each pair of groups."""

    group: FloatArray
    """Trials or exposure of the group; `inf` where there is no gap to find."""
    reference: FloatArray
    """Of the comparison group."""
    method: MethodArray
    """``normal`` or ``normal_corrected``; ``no_gap`` where the two are equal."""


def proportions_power(
    proportion: ArrayLike, reference_proportion: ArrayLike, trials: ArrayLike, reference_trials: ArrayLike, *, confidence: ArrayLike = 0.95
) -> Power:
    r"""The chance that the two-sided test of two proportions finds their difference (without correction for continuity).

    .. math:: \Phi\!\left(\frac{|p_1 - p_2| - z s_0}{s_1}\right) + \Phi\!\left(\frac{-|p_1 - p_2| - z s_0}{s_1}\right)

    with the standard errors :math:`s_0` under one common proportion and :math:`s_1` under two. Where both proportions are 0, or both 1,
    nothing can be tested: NaN. One 0 and one 1 are found surely or never: 1 or 0.

    Parameters
    ----------
    proportion, reference_proportion : array_like
        The true proportions, 0 to 1.
    trials, reference_trials : array_like
        Whole numbers, 1 or more.
    confidence : array_like
        1 minus the level of the test: a fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Power
        Probabilities, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For proportions outside 0 to 1 or NaN, trials that are not whole or below 1, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Held against the exact power (all outcomes of both binomials): within 0.03 from 20 expected events and non-events a group on, no
    promise below 5, and `method` says so.

    References
    ----------
    Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd edition, 2003, section 4.3.

    Examples
    --------
    60% beside 70% with 808 each, at 99%: the 95% for which that number was worked out.

    >>> f"{proportions_power(0.6, 0.7, 808, 808, confidence=0.99).estimate:.3f}"
    '0.950'
    """
    p1, p2, n1, n2, tail = np.broadcast_arrays(
        _proportion("proportion", proportion),
        _proportion("reference_proportion", reference_proportion),
        domains.trials("trials", trials),
        domains.trials("reference_trials", reference_trials),
        domains.upper_tail(confidence),
    )
    common = n1 / (n1 + n2) * p1 + n2 / (n1 + n2) * p2
    under_one = np.sqrt(common * (1 - common) * (1 / n1 + 1 / n2))
    under_two = np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    least = np.minimum(n1 * np.minimum(p1, 1 - p1), n2 * np.minimum(p2, 1 - p2))
    return power_of_test(np.abs(p1 - p2), under_one, under_two, tail, least)


def rates_power(
    rate: ArrayLike, reference_rate: ArrayLike, exposure: ArrayLike, reference_exposure: ArrayLike, *, confidence: ArrayLike = 0.95
) -> Power:
    r"""The chance that the two-sided test of two rates finds their difference.

    .. math:: \Phi\!\left(\frac{|r_1 - r_2| - z s}{s}\right) + \Phi\!\left(\frac{-|r_1 - r_2| - z s}{s}\right), \quad
              s = \sqrt{r_1 / t_1 + r_2 / t_2}

    Where both rates are 0 nothing can be tested: NaN.

    The other Parameters, Returns and Raises: as for `proportions_power`, and for rates and exposure outside their domain.

    Parameters
    ----------
    rate, reference_rate : array_like
        The true rates per unit of exposure, 0 or more.
    exposure, reference_exposure : array_like
        Above 0.

    References
    ----------
    Smith PG, Morrow RH, Ross DA (editors). Field Trials of Health Interventions, 3rd edition, 2015, chapter 5, section 4.2 (page 83).

    Examples
    --------
    Ten events in 1,000 person-years beside five, 6,300 person-years each:

    >>> f"{rates_power(0.005, 0.010, 6_300, 6_300).estimate:.2f}"
    '0.90'
    """
    r1, r2, t1, t2, tail = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("reference_rate", reference_rate),
        domains.positive("exposure", exposure),
        domains.positive("reference_exposure", reference_exposure),
        domains.upper_tail(confidence),
    )
    spread = np.sqrt(r1 / t1 + r2 / t2)
    return power_of_test(np.abs(r1 - r2), spread, spread, tail, np.minimum(r1 * t1, r2 * t2))


def proportions_trials(
    proportion: ArrayLike,
    reference_proportion: ArrayLike,
    *,
    power: ArrayLike = 0.8,
    reference_per_group: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    corrected: bool = True,
) -> NumbersNeeded:
    r"""The trials that find a difference of two proportions with the power asked for (Fleiss).

    .. math:: n' = \frac{\left(z_{\alpha/2}\sqrt{(r+1)\bar p \bar q} + z_\beta\sqrt{r p_1 q_1 + p_2 q_2}\right)^2}{r (p_1 - p_2)^2}, \quad
              n = \frac{n'}{4}\left(1 + \sqrt{1 + \frac{2(r+1)}{n' r |p_1 - p_2|}}\right)^2

    `inf` where the proportions are equal: there is nothing to find.

    Parameters
    ----------
    proportion, reference_proportion : array_like
        The true proportions, 0 to 1.
    power : array_like
        The chance of finding the gap, a fraction between 0 and 1.
    reference_per_group : array_like
        r: trials of the comparison group for each trial of the group, above 0.
    confidence : array_like
        As for `proportions_power`.
    corrected : bool
        With the correction for continuity (n), as the printed tables have it, or without (n').

    Returns
    -------
    NumbersNeeded
        Whole numbers, rounded up, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For proportions outside 0 to 1, a power or confidence outside (0, 1), a ratio that is not above 0.
    TypeError
        As `proportions_power`.

    References
    ----------
    Fleiss JL, Tytun A, Ury HK. Biometrics 1980; 36: 343-346.
    Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd edition, 2003, section 4.3 and table A.4.

    Examples
    --------
    60% beside 70% at 99% with a power of 95%:

    >>> proportions_trials(0.6, 0.7, power=0.95, confidence=0.99).group.item()
    827.0
    """
    p1, p2, ratio, wanted, tail = np.broadcast_arrays(
        _proportion("proportion", proportion),
        _proportion("reference_proportion", reference_proportion),
        domains.positive("reference_per_group", reference_per_group),
        domains.chance("power", power),
        domains.upper_tail(confidence),
    )
    common = (p1 + ratio * p2) / (1 + ratio)
    gap = np.where(p1 == p2, np.nan, np.abs(p1 - p2))
    under_two = np.sqrt(ratio * p1 * (1 - p1) + p2 * (1 - p2))
    reach = -special.ndtri(tail) * np.sqrt((ratio + 1) * common * (1 - common)) + special.ndtri(wanted) * under_two
    plain = np.maximum(reach, 0) ** 2 / (ratio * gap**2)
    found = (np.sqrt(plain) + np.sqrt(plain + 2 * (ratio + 1) / (ratio * gap))) ** 2 / 4 if corrected else plain
    return _needed(np.maximum(np.ceil(found), 1), ratio, "normal_corrected" if corrected else "normal", whole=True)


def rates_exposure(
    rate: ArrayLike,
    reference_rate: ArrayLike,
    *,
    power: ArrayLike = 0.8,
    reference_per_group: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
) -> NumbersNeeded:
    r"""The exposure (person-years) that finds a difference of two rates with the power asked for.

    .. math:: t_1 = \frac{(z_{\alpha/2} + z_\beta)^2 (r_1 + r_2 / k)}{(r_1 - r_2)^2}, \quad t_2 = k t_1

    `inf` where the rates are equal: there is nothing to find.

    The other Parameters: as for `proportions_trials`. Raises: as for `rates_power` and `proportions_trials`.

    Parameters
    ----------
    rate, reference_rate : array_like
        The true rates per unit of exposure, 0 or more.
    reference_per_group : array_like
        k: exposure of the comparison group for each unit of the group's, above 0.

    Returns
    -------
    NumbersNeeded
        Exposure, not rounded, in the broadcast shape of the arguments.

    References
    ----------
    Smith PG, Morrow RH, Ross DA (editors). Field Trials of Health Interventions, 3rd edition, 2015, chapter 5, section 4.2 (page 83):
    at 90% power 10.5 (r1 + r2) / (r1 - r2) squared.

    Examples
    --------
    10.5 x 0.015 / 0.005 squared is 6,300 person-years each; 10.5 is 10.507 rounded:

    >>> f"{rates_exposure(0.005, 0.010, power=0.9).group:.0f}"
    '6304'
    """
    r1, r2, ratio, wanted, tail = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("reference_rate", reference_rate),
        domains.positive("reference_per_group", reference_per_group),
        domains.chance("power", power),
        domains.upper_tail(confidence),
    )
    reach = np.maximum(special.ndtri(wanted) - special.ndtri(tail), 0)
    gap = np.where(r1 == r2, np.nan, np.abs(r1 - r2))
    return _needed(reach**2 * (r1 / gap + r2 / ratio / gap) / gap, ratio, "normal", whole=False)


def power_of_test(gap: FloatArray, under_one: FloatArray, under_two: FloatArray, tail: FloatArray, least: FloatArray) -> Power:
    """Of a test with one standard error when nothing differs and another when the gap is there; `least` is the fewest expected.

    Where the first is 0 or NaN nothing can be tested: withheld.
    """
    nothing = ~(under_one > 0)
    reach = domains.normal_quantile(tail) * under_one
    sure = under_two == 0
    spread = np.where(sure, 1.0, under_two)
    chance = special.ndtr((gap - reach) / spread) + special.ndtr((-gap - reach) / spread)
    chance = np.where(nothing, np.nan, np.where(sure, gap > reach, chance))
    few = np.where(least < EXPECTED_AT_LEAST, "normal_few_expected", "normal")
    return Power(chance[()], np.where(nothing, "withheld_no_events", few)[()])


def _needed(group: FloatArray, ratio: FloatArray, method: str, *, whole: bool) -> NumbersNeeded:
    equal = np.isnan(group)
    group = np.where(equal, np.inf, group)
    reference = np.ceil(group * ratio - 1e-9) if whole else group * ratio
    return NumbersNeeded(group[()], reference[()], np.where(equal, "no_gap", method)[()])


def _proportion(name: str, values: ArrayLike) -> FloatArray:
    return domains.not_negative(name, values, most=1)
