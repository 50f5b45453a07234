"""How concentrated a level is among the more advantaged: absolute (ACI) and relative (RCI) concentration index."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.inequality.measures import (
    WITHHELD_ZERO_AVERAGE,
    InequalityMeasure,
    around,
    measure,
    over_average,
    some_without_error,
    tails,
)
from levelground.stats.inequality.rank_models import midpoint_ranks
from levelground.stats.inequality.ranked_fit import WITHHELD_FEW_GROUPS
from levelground.stats.inequality.settings import Settings, checked_settings, require_at_most
from levelground.stats.intervals import FloatArray, Interval, MethodArray

CORRECTIONS: Final = ("none", "wagstaff", "erreygers")
RANK_REGRESSION: Final = "rank_regression"
DELTA: Final = "delta"
ENOUGH_GROUPS: Final = 20
"""With fewer groups than this, distances from the regression say too little of how sure the index is, and the method warns."""
NO_ROOM: Final = 1e-12
"""An average nearer to a bound than this part of the range is at the bound."""
UNSURE: Final = 0.2
"""A relative index whose average has a larger relative standard error than this has limits that are not to be relied on."""
WITHHELD_AT_BOUND: Final = "withheld_average_at_bound"


def absolute_concentration_index(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""Twice the covariance of a group's level and its rank in the population (ACI).

    .. math:: ACI = 2 \sum_j p_j (y_j - \mu)(r_j - \tfrac12)

    where a group's rank r is the share of the population below its middle. 0: no inequality along the order; above 0: what is counted is
    concentrated among the more advantaged, below 0 among the less.

    Parameters
    ----------
    estimates : array_like
        Levels of groups from the least advantaged to the most, (settings..., groups): 0 or more. A setting needs 2 groups.
    population : array_like
        People in each group, or weights: 0 or more.
    standard_errors : array_like, optional
        Of the estimates, 0 or more, in their unit. Give them where they are known: they make the interval (see Notes).
    confidence, where : array_like
        As for `between_group_variance`.

    Returns
    -------
    InequalityMeasure
        In the unit of the estimates, in the shape of the settings. Method with standard errors: ``delta``, or ``delta_zero_error`` where a
        group with people has a standard error of 0 and another has not. Without: ``rank_regression``, ``rank_regression_few_groups`` below
        20 groups with people, ``withheld_fewer_than_three_groups`` (NaN limits). Either way ``withheld_fewer_than_two_groups`` or
        ``withheld_no_population`` (NaN).

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70; confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant and numbers where booleans are.

    Notes
    -----
    The index is a weighted sum of the levels: with their standard errors the interval is normal by the delta method (coverage at 95% in
    simulations with 3 to 20 groups: 95% on average, 92% at worst).

    Without them it is, as in the reference, that of the slope of a regression of 2 var(r) y on r, weighted by population, with the normal
    distribution whatever the number of groups. With few groups that is too narrow: coverage is 67% to 90% with 3 to 10 groups in which the
    level rises evenly. Below 20 the method warns (``few_groups``). Level groups then have an index of 0 and an interval without width.

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health: measurement, computation, and statistical inference.
    Journal of Econometrics 1997; 77: 87-103.

    Examples
    --------
    Case 9 of `tests/oracles/inequality_ordered`, as healthequal 1.0.1 prints it:

    >>> found = absolute_concentration_index([72.7523395, 62.1932523, 55.8029746], [531, 817, 3161])
    >>> f"{found.estimate:.4f}"
    '-2.4363'
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, where=where)
    return absolute_measure(settings, tails(confidence, settings))


def relative_concentration_index(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    correction: str = "none",
    lowest: ArrayLike = 0.0,
    highest: ArrayLike | None = None,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The absolute concentration index over the average (RCI), or corrected for the bounds a and b of what is counted.

    .. math:: RCI = \frac{ACI}{\mu}, \quad
              RCI_{Wagstaff} = \frac{(b - a)\,ACI}{(b - \mu)(\mu - a)}, \quad
              RCI_{Erreygers} = \frac{4\,ACI}{b - a}

    0: no inequality along the order; 1 and -1: all is with the most, or the least, advantaged person. NaN, withheld: the average is 0, or
    at a bound in Wagstaff's form.

    Parameters
    ----------
    estimates, population, standard_errors, confidence, where
        As for `absolute_concentration_index`.
    correction : str
        ``none``, ``wagstaff`` or ``erreygers``; without a correction the index of a proportion depends on whether those who have or those
        who have not are counted.
    lowest, highest : array_like
        The lowest and highest level that there can be, one or one for each setting; `highest` is needed with a correction.

    Returns
    -------
    InequalityMeasure
        Without unit; otherwise as `absolute_concentration_index`, also ``delta_unsure_average``, ``withheld_zero_average`` and
        ``withheld_average_at_bound``.

    Raises
    ------
    ValueError, TypeError
        As `absolute_concentration_index`; also for an unknown correction, a correction without `highest`, estimates outside the bounds.

    Notes
    -----
    With the groups' standard errors the average is uncertain too, and the interval knows it; where its standard error is more than a fifth
    of it (fewer than about 25 events in all) the limits are rough and the method says ``delta_unsure_average``. Without them the average is
    taken as known. Otherwise as for `absolute_concentration_index`.

    References
    ----------
    Wagstaff A. The bounds of the concentration index when the variable of interest is binary. Health Economics 2005; 14: 429-432.
    Erreygers G. Correcting the concentration index. Journal of Health Economics 2009; 28: 504-515.

    Examples
    --------
    >>> f"{relative_concentration_index([10, 20, 30], [1, 1, 1]).estimate:.4f}"
    '0.2222'
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, where=where)
    return relative_measure(settings, tails(confidence, settings), correction, lowest, highest)


def absolute_measure(settings: Settings, tail: FloatArray) -> InequalityMeasure:
    """ACI of settings that were checked."""
    return _measured(settings, _concentration(settings), tail)


def relative_measure(
    settings: Settings, tail: FloatArray, correction: str, lowest: ArrayLike, highest: ArrayLike | None
) -> InequalityMeasure:
    """RCI of settings that were checked."""
    return _measured(settings, _relative(settings, correction, lowest, highest), tail)


class Concentration(NamedTuple):
    """An index for each setting."""

    estimate: FloatArray
    error: FloatArray
    method: MethodArray


def twice_covariance(settings: Settings, ranks: FloatArray) -> FloatArray:
    """ACI of cells with these ranks."""
    away = settings.estimates - settings.groups.weighted_mean[..., 0]
    return np.asarray(2 * np.sum(settings.shares * away * (ranks - 0.5), axis=-1))


def rank_variance(settings: Settings, ranks: FloatArray) -> FloatArray:
    """The variance of rank in the population."""
    return np.asarray(np.sum(settings.shares * (ranks - 0.5) ** 2, axis=-1))


def _concentration(settings: Settings) -> Concentration:
    ranks = midpoint_ranks(settings.shares)
    index = twice_covariance(settings, ranks)
    if settings.spread is not None:
        return Concentration(index, _error(settings, level_weights(settings, ranks)), _delta(settings))
    spread = rank_variance(settings, ranks)
    away = settings.estimates - settings.groups.weighted_mean[..., 0]
    residual = 2 * spread[:, np.newaxis] * away - index[:, np.newaxis] * (ranks - 0.5)
    groups = np.sum(settings.shares > 0, axis=-1)
    free = groups - 2
    unexplained = np.sum(settings.shares * residual**2, axis=-1) / np.where(free > 0, free * spread, np.nan)
    method = np.where(groups < ENOUGH_GROUPS, f"{RANK_REGRESSION}_few_groups", RANK_REGRESSION)
    return Concentration(index, np.sqrt(unexplained), np.where(free > 0, method, WITHHELD_FEW_GROUPS))


def level_weights(settings: Settings, ranks: FloatArray) -> FloatArray:
    """What each level is multiplied by in ACI."""
    weights = 2 * settings.shares * (ranks - 0.5)
    return np.asarray(weights - settings.shares * weights.sum(axis=-1, keepdims=True))


def _error(settings: Settings, weights: FloatArray) -> FloatArray:
    """The standard error of a weighted sum of the levels."""
    errors = np.zeros(weights.shape) if settings.spread is None else settings.spread
    return np.asarray(np.sqrt(np.sum((weights * errors) ** 2, axis=-1)), dtype=np.float64)


def _delta(settings: Settings) -> MethodArray:
    return np.where(some_without_error(settings), f"{DELTA}_zero_error", DELTA)


def _relative(settings: Settings, correction: str, lowest: ArrayLike, highest: ArrayLike | None) -> Concentration:
    absolute, average = _concentration(settings), settings.groups.weighted_mean[:, 0, 0]
    form = domains.choice("correction", correction, CORRECTIONS)
    if form == "none":
        factor = over_average(np.ones_like(average), np.where(average < 1 / domains.ENORMOUS, 0.0, average))
        return _times(settings, absolute, factor, -factor, WITHHELD_ZERO_AVERAGE)
    if highest is None:
        raise ValueError(f"highest must be given with the correction {form!r}: the highest level that there can be, such as 1 or 100")
    most = require_at_most("highest", settings, highest)
    least = np.broadcast_to(domains.not_negative("lowest", lowest), settings.shape).ravel()
    lower, upper = least[:, np.newaxis], most[:, np.newaxis]
    domains.between("estimates", np.where(settings.member, settings.estimates, upper), lower, upper)
    if not np.all(np.isfinite(most) & (least < most)):
        raise ValueError("highest must be finite and above lowest")
    if form == "erreygers":
        return _times(settings, absolute, 4 / (most - least), np.zeros_like(most), "")
    room = (most - average) * (average - least)
    with np.errstate(over="ignore"):
        room = np.where(room > NO_ROOM * (most - least) ** 2, room, 0.0)
    return _times(settings, absolute, over_average(most - least, room), over_average(2 * average - least - most, room), WITHHELD_AT_BOUND)


def _times(settings: Settings, absolute: Concentration, factor: FloatArray, turn: FloatArray, otherwise: str) -> Concentration:
    """The index times a factor, whose logarithm changes by `turn` for each unit of the average; where there is no factor, why."""
    index, error, method = absolute.estimate * factor, absolute.error * factor, absolute.method
    if settings.spread is not None:
        weights = level_weights(settings, midpoint_ranks(settings.shares)) * factor[:, np.newaxis]
        error = _error(settings, weights + (index * turn)[:, np.newaxis] * settings.shares)
        unsure = (_error(settings, settings.shares) * np.abs(turn) > UNSURE) & (method == DELTA)
        method = np.where(unsure, f"{DELTA}_unsure_average", method)
    return Concentration(index, error, np.where(np.isnan(factor), otherwise, method))


def _measured(settings: Settings, found: Concentration, tail: FloatArray) -> InequalityMeasure:
    limits = Interval(*around(found.estimate, found.error, tail))
    return measure(settings, found.estimate, found.error, limits, found.method)
