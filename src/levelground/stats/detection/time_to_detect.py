"""How many periods it takes until a level, or a gap on either scale, is found with a stated power."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.detection.power import Power, proportions_power, rates_power
from levelground.stats.detection.ratio_power import proportion_ratio_power, rate_ratio_power
from levelground.stats.detection.standard_power import standard_proportion_power, standard_rate_power
from levelground.stats.intervals import FloatArray, MethodArray
from levelground.stats.parts import parts

SCALES: Final = ("absolute", "relative")
MOST_PERIODS: Final = 2.0**30
"""What is not found after so many periods (about a thousand million) counts as never found."""

PowerAfter = Callable[..., Power]
"""The power of one comparison: of so many periods, and of what each setting is."""
_LONGEST_METHOD: Final = "U19"


class TimeToDetect(NamedTuple):
    """An element for each group or pair of groups."""

    periods: FloatArray
    """Whole periods after which one comparison, made then and not before, has the power asked for; `inf` where it never has."""
    power: FloatArray
    """The power of the comparison after these periods: what was asked, or a little more; NaN where `periods` is `inf`."""
    method: MethodArray
    """``normal``; ``normal_few_expected``: fewer than 5 events or non-events are expected in a group by then, a rough guide only;
    ``no_gap``: there is nothing to find; ``never``: no number of periods has the power; ``withheld_no_events``: nothing can be tested."""


def proportion_periods(
    proportion: ArrayLike, standard: ArrayLike, trials: ArrayLike, *, power: ArrayLike = 0.8, confidence: ArrayLike = 0.95
) -> TimeToDetect:
    r"""The periods until a proportion is found to differ from a standard.

    .. math:: m = \min\{m: \text{power}(m n) \ge 1 - \beta\}

    Trials of each period are added up, and **one** comparison is made at the end (`standard_proportion_power`). Looking at each period and
    stopping at the first finding errs far more often than it says: `looks_error`. `inf` where proportion and standard are equal.

    Parameters
    ----------
    proportion, standard : array_like
        As for `standard_proportion_power`.
    trials : array_like
        Trials in one period, whole numbers, 1 or more.
    power : array_like
        The chance of finding it, a fraction above 0 and below 1.
    confidence : array_like
        As for `proportions_power`.

    Returns
    -------
    TimeToDetect
        In periods, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As for `standard_proportion_power`; for a power that is not between 0 and 1.

    Notes
    -----
    Periods are taken as alike and independent, with the same people or numbers in each.

    References
    ----------
    As for `standard_proportion_power`.

    Examples
    --------
    50% where the standard is 30%, ten people a month: the 44 of the formula are there in the fifth month.

    >>> print(proportion_periods(0.5, 0.3, 10).periods)
    5.0
    """
    true, known, size, wanted, level = np.broadcast_arrays(
        domains.not_negative("proportion", proportion, most=1),
        domains.not_negative("standard", standard, most=1),
        domains.trials("trials", trials),
        domains.chance("power", power),
        _confidence(confidence),
    )
    return _first(
        lambda m, p, p0, n, c: standard_proportion_power(p, p0, n * m, confidence=c), true == known, wanted, (true, known, size, level)
    )


def rate_periods(
    rate: ArrayLike, standard: ArrayLike, exposure: ArrayLike, *, power: ArrayLike = 0.8, confidence: ArrayLike = 0.95
) -> TimeToDetect:
    """The periods until a rate is found to differ from a standard: as for `proportion_periods`, with the power of `standard_rate_power`.

    `inf` where rate and standard are equal.

    Parameters
    ----------
    rate, standard : array_like
        As for `standard_rate_power`.
    exposure : array_like
        Exposure in one period, above 0.
    power, confidence : array_like
        As for `proportion_periods`.

    Returns
    -------
    TimeToDetect
        As for `proportion_periods`.

    Raises
    ------
    ValueError, TypeError
        As for `standard_rate_power` and `proportion_periods`.

    References
    ----------
    As for `standard_rate_power`.

    Examples
    --------
    1.3 times the rate of a standard that expects 10 events a month:

    >>> print(rate_periods(1.3, 1.0, 10).periods)
    10.0
    """
    true, known, time, wanted, level = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("standard", standard),
        domains.positive("exposure", exposure),
        domains.chance("power", power),
        _confidence(confidence),
    )
    return _first(lambda m, r, r0, t, c: standard_rate_power(r, r0, t * m, confidence=c), true == known, wanted, (true, known, time, level))


def proportion_gap_periods(
    proportion: ArrayLike,
    reference_proportion: ArrayLike,
    trials: ArrayLike,
    reference_trials: ArrayLike,
    *,
    scale: str = "absolute",
    reference_grows: bool = True,
    power: ArrayLike = 0.8,
    confidence: ArrayLike = 0.95,
) -> TimeToDetect:
    r"""The periods until a gap of two proportions is found, by their difference or by their ratio.

    .. math:: m = \min\{m: \text{power}(m n_1, m n_2) \ge 1 - \beta\}

    Trials of each period are added up, and **one** comparison is made at the end; see `proportion_periods` and `looks_error`.
    `inf` where the proportions are equal, and where no number of periods is enough.

    Parameters
    ----------
    proportion, reference_proportion : array_like
        As for `proportions_power`.
    trials, reference_trials : array_like
        Trials of each group in one period, whole numbers, 1 or more.
    scale : str
        ``absolute``: the test of the difference (`proportions_power`). ``relative``: that of the logarithm of the ratio
        (`proportion_ratio_power`).
    reference_grows : bool
        False where the comparison is with numbers that are already there and do not grow, as of a year before: `reference_trials` is
        then their total.
    power, confidence : array_like
        As for `proportion_periods`.

    Returns
    -------
    TimeToDetect
        As for `proportion_periods`; ``never`` where the comparison group is too small for the power, however long the group is watched.

    Raises
    ------
    ValueError, TypeError
        As for `proportions_power` and `proportion_periods`; for another scale.

    References
    ----------
    As for `proportions_power` and `proportion_ratio_power`.

    Examples
    --------
    60% beside 70% takes 808 each at 99% with a power of 95% (Fleiss, table A.4, without the correction): with 50 each a month, 17 months.

    >>> print(proportion_gap_periods(0.6, 0.7, 50, 50, power=0.95, confidence=0.99).periods)
    17.0
    """
    power_of = proportions_power if domains.choice("scale", scale, SCALES) == "absolute" else proportion_ratio_power
    p1, p2, n1, n2, wanted, level = np.broadcast_arrays(
        domains.not_negative("proportion", proportion, most=1),
        domains.not_negative("reference_proportion", reference_proportion, most=1),
        domains.trials("trials", trials),
        domains.trials("reference_trials", reference_trials),
        domains.chance("power", power),
        _confidence(confidence),
    )
    return _first(_of_gap(power_of, reference_grows=reference_grows), p1 == p2, wanted, (p1, p2, n1, n2, level))


def rate_gap_periods(
    rate: ArrayLike,
    reference_rate: ArrayLike,
    exposure: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    scale: str = "absolute",
    reference_grows: bool = True,
    power: ArrayLike = 0.8,
    confidence: ArrayLike = 0.95,
) -> TimeToDetect:
    """The periods until a gap of two rates is found, by their difference or by their ratio: as for `proportion_gap_periods`.

    `inf` where the rates are equal, and where no number of periods is enough.

    Parameters
    ----------
    rate, reference_rate : array_like
        As for `rates_power`.
    exposure, reference_exposure : array_like
        Exposure of each group in one period, above 0.
    scale, reference_grows, power, confidence
        As for `proportion_gap_periods`, with `rates_power` and `rate_ratio_power`.

    Returns
    -------
    TimeToDetect
        As for `proportion_gap_periods`.

    Raises
    ------
    ValueError, TypeError
        As for `rates_power` and `proportion_gap_periods`.

    References
    ----------
    As for `rates_power` and `rate_ratio_power`.

    Examples
    --------
    Five beside ten events in 1,000 person-years take 6,304 person-years each at a power of 90%: with 525 each a month, a year and a month.

    >>> print(rate_gap_periods(0.005, 0.010, 525, 525, power=0.9).periods)
    13.0
    """
    power_of = rates_power if domains.choice("scale", scale, SCALES) == "absolute" else rate_ratio_power
    r1, r2, t1, t2, wanted, level = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("reference_rate", reference_rate),
        domains.positive("exposure", exposure),
        domains.positive("reference_exposure", reference_exposure),
        domains.chance("power", power),
        _confidence(confidence),
    )
    return _first(_of_gap(power_of, reference_grows=reference_grows), r1 == r2, wanted, (r1, r2, t1, t2, level))


def _of_gap(power_of: Callable[..., Power], *, reference_grows: bool) -> PowerAfter:
    def after(periods: FloatArray, *setting: FloatArray) -> Power:
        level, reference_level, size, reference_size, confidence = setting
        reference = reference_size * periods if reference_grows else reference_size
        return power_of(level, reference_level, size * periods, reference, confidence=confidence)

    return after


def _first(power_after: PowerAfter, equal: NDArray[np.bool_], wanted: FloatArray, settings: tuple[FloatArray, ...]) -> TimeToDetect:
    """The first number of periods with the power, a stretch of settings after the other."""
    periods, power, method = np.empty(wanted.size), np.empty(wanted.size), np.empty(wanted.size, dtype=_LONGEST_METHOD)
    for part in parts(wanted.size):
        values = [each.flat[part] for each in settings]
        found = _first_of(lambda m, values=values: power_after(m, *values), equal.flat[part], wanted.flat[part])
        periods[part], power[part], method[part] = found
    shape = wanted.shape
    return TimeToDetect(periods.reshape(shape)[()], power.reshape(shape)[()], method.reshape(shape)[()])


def _first_of(power_after: PowerAfter, equal: NDArray[np.bool_], wanted: FloatArray) -> TimeToDetect:
    """Doubled until there is enough, then halved in between."""
    enough = np.ones(wanted.shape)
    found = power_after(enough)
    withheld = np.isnan(found.estimate)
    open_ = ~(equal | withheld)
    while np.any(short := open_ & (found.estimate < wanted) & (enough < MOST_PERIODS)):
        enough = np.where(short, enough * 2, enough)
        found = power_after(enough)
    reached = open_ & (found.estimate >= wanted)
    short_of = np.floor(enough / 2)
    while np.any(between := reached & (enough - short_of > 1)):
        middle = np.where(between, np.floor((enough + short_of) / 2), enough)
        reaches = power_after(middle).estimate >= wanted
        enough, short_of = np.where(between & reaches, middle, enough), np.where(between & ~reaches, middle, short_of)
    found = power_after(enough)
    method = np.where(equal, "no_gap", np.where(withheld, found.method, np.where(reached, found.method, "never")))
    return TimeToDetect(np.where(reached, enough, np.inf), np.where(reached, found.estimate, np.nan), method)


def _confidence(confidence: ArrayLike) -> FloatArray:
    """As it was given, once it is known to be a fraction."""
    return 1 - 2 * domains.upper_tail(confidence)
