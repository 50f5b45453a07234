"""How far the groups' shares of what is counted are from their shares of the population: Theil index (TI), mean log deviation (MLD)."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats.inequality.measures import InequalityMeasure, follows_healthequal, normal_measure, tails
from levelground.stats.inequality.settings import Settings, by_settings, checked_settings
from levelground.stats.intervals import FloatArray, MethodArray

INSTEAD_OF_0: Final = 1e-6
"""What an estimate of 0 becomes, because 0 has no logarithm."""
PER: Final = 1000
CHANCE: Final = 0.5
"""How much inequality chance may add on average, in standard errors, before the method says so."""


def theil_index(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The Theil index (TI), times 1,000.

    .. math:: TI = 1000 \sum_j p_j r_j \ln r_j, \quad r_j = y_j / \mu, \quad
              SE = \frac{1000}{\mu} \sqrt{\sum_j p_j^2 s_j^2 \Big(\ln r_j - \sum_k p_k r_k \ln r_k\Big)^2}

    0 is no inequality. More weight lies on groups with high values than in `mean_log_deviation`.

    Parameters
    ----------
    estimates, population, standard_errors, confidence, where : array_like
        As for `between_group_variance`. An estimate of 0 is taken as 0.000001, in its unit.
    compat : str, optional
        ``healthequal-1.0.1``: the standard error is not multiplied by 1,000 and the interval is 1,000 times too narrow (its coverage was
        0.1%, and 95.1% with the factor).

    Returns
    -------
    InequalityMeasure
        Without unit, times 1,000. Method: ``delta``, ``delta_biased_by_chance``, ``delta_zero_replaced`` (an estimate was 0),
        ``no_standard_errors``, ``withheld_fewer_than_two_groups`` or ``withheld_no_population``.

    Raises
    ------
    ValueError, TypeError
        As `between_group_variance`; also for a `compat` that is not known.

    Notes
    -----
    The normal interval's lower limit can fall below 0, which the index cannot. Replacing a 0 hardly moves this index.

    Chance drives groups apart, and the interval does not know it: the index is too high on average by half the sum of
    p (1 - p) s^2 / (mu y). Where that is above half a standard error the method says ``delta_biased_by_chance``: coverage can be 49% with
    16 level groups (elsewhere it is 92% to 98%). Read the between-group variance there.

    References
    ----------
    Ahn J, Harper S, Yu M, Feuer EJ, Liu B, Luta G. JCO Clinical Cancer Informatics 2018; 2: 1-19.

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> f"{theil_index(values, people).estimate:.4f}"
    '10.3683'
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, where=where)
    return theil_measure(settings, tails(confidence, settings), compat)


def mean_log_deviation(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The mean log deviation (MLD), times 1,000.

    .. math:: MLD = -1000 \sum_j p_j \ln r_j, \quad r_j = y_j / \mu, \quad
              SE = 1000 \sqrt{\sum_j p_j^2 s_j^2 \Big(\frac1\mu - \frac1{y_j}\Big)^2}

    0 is no inequality. More weight lies on groups with low values than in `theil_index`.

    Parameters, Returns and Raises: as for `theil_index`.

    Notes
    -----
    As for `theil_index`, but a 0 rules this index: it has no bound as a value goes to 0. What ``delta_zero_replaced`` marks is the number
    that the field prints, and it says nothing but that there was a 0. `theil_index` can be read there.

    References
    ----------
    Ahn J, Harper S, Yu M, Feuer EJ, Liu B, Luta G. JCO Clinical Cancer Informatics 2018; 2: 1-19.

    Examples
    --------
    The regional incomes of Störmann (Regionalökonomik, 2009): 10, 10, 10, 20 and 50 in regions of one size give 0.2326302.

    >>> f"{mean_log_deviation([10, 10, 10, 20, 50], 1).estimate / 1000:.7f}"
    '0.2326302'
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, where=where)
    return deviation_measure(settings, tails(confidence, settings), compat)


class _Relative(NamedTuple):
    """What both indices are made of, (settings, groups)."""

    values: FloatArray
    mean: FloatArray
    logarithms: FloatArray
    """Of value over mean; 0 for a group without people, which has no part in it."""
    method: MethodArray


def theil_measure(settings: Settings, tail: FloatArray, compat: str | None) -> InequalityMeasure:
    """TI of settings that were checked."""
    return by_settings(partial(_theil, printed=follows_healthequal(compat)), settings, tail)


def _theil(settings: Settings, tail: FloatArray, *, printed: bool) -> InequalityMeasure:
    relative, shares = _relative(settings), settings.shares
    weights = shares * relative.values / relative.mean
    index = np.sum(weights * relative.logarithms, axis=-1)
    with np.errstate(over="ignore"):
        slopes = shares * (relative.logarithms - index[:, np.newaxis]) / relative.mean
        bends = shares * (1 - shares) / relative.mean / relative.values
    return _measured(settings, _Index(index, slopes, bends, relative.method), tail, printed=printed)


def deviation_measure(settings: Settings, tail: FloatArray, compat: str | None) -> InequalityMeasure:
    """MLD of settings that were checked."""
    return by_settings(partial(_deviation, printed=follows_healthequal(compat)), settings, tail)


def _deviation(settings: Settings, tail: FloatArray, *, printed: bool) -> InequalityMeasure:
    relative, shares = _relative(settings), settings.shares
    index = -np.sum(shares * relative.logarithms, axis=-1)
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = shares * (relative.values / relative.mean - 1) / relative.values
        bends = shares * (1 - shares) / relative.values / relative.values
    return _measured(settings, _Index(index, slopes, bends, relative.method), tail, printed=printed)


def _relative(settings: Settings) -> _Relative:
    counted = settings.member & (settings.shares > 0)
    zero = counted & (settings.estimates == 0)
    values = np.where(zero, INSTEAD_OF_0, np.where(counted, settings.estimates, 1.0))
    mean = np.sum(settings.shares * values, axis=-1, keepdims=True)
    mean = np.where(mean > 0, mean, 1.0)
    logarithms = np.where(counted, np.log(values) - np.log(mean), 0.0)
    return _Relative(values, mean, logarithms, np.where(zero.any(axis=-1), "delta_zero_replaced", "delta"))


class _Index(NamedTuple):
    """An index of each setting, and how it changes with each value: (settings, groups)."""

    value: FloatArray
    slopes: FloatArray
    bends: FloatArray
    """Half of it times the square of a standard error is what chance adds on average."""
    method: MethodArray


def _measured(settings: Settings, index: _Index, tail: FloatArray, *, printed: bool) -> InequalityMeasure:
    if settings.spread is None:
        return normal_measure(settings, PER * index.value, None, tail, index.method)
    with np.errstate(over="ignore", invalid="ignore"):
        error = np.sqrt(np.sum((index.slopes * settings.spread) ** 2, axis=-1))
        added = np.sum(np.where(settings.spread > 0, index.bends, 0.0) * settings.spread**2, axis=-1) / 2
    method = np.where((index.method == "delta") & (added > CHANCE * error), "delta_biased_by_chance", index.method)
    return normal_measure(settings, PER * index.value, error if printed else PER * error, tail, method)
