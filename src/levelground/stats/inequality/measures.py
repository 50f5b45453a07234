"""What a measure of inequality is: an estimate, its standard error, its interval, and the method that gave them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.inequality.settings import BoolArray, Settings
from levelground.stats.intervals import FloatArray, Interval, MethodArray

HEALTHEQUAL: Final = "healthequal-1.0.1"
COMPATIBLE: Final = (HEALTHEQUAL,)
"""References whose printed numbers can be followed with `compat`."""
NO_STANDARD_ERRORS: Final = "no_standard_errors"
WITHHELD_ZERO_AVERAGE: Final = "withheld_zero_average"


class InequalityMeasure(NamedTuple):
    """A measure of each setting, in the shape of the settings; plain scalars for a single one."""

    estimate: FloatArray
    """NaN only where the method says that it is withheld; `inf` for a ratio to 0."""
    standard_error: FloatArray
    """On the scale of the estimate, but of its logarithm for a ratio. NaN where the interval is simulated or there is none."""
    interval: Interval
    """NaN limits where the method is `no_standard_errors` or begins with `withheld`."""
    method: MethodArray
    """How the interval was made, or why there is none."""


def follows_healthequal(compat: str | None) -> bool:
    """Whether the printed numbers of healthequal 1.0.1 are asked for."""
    return compat is not None and domains.choice("compat", compat, COMPATIBLE) == HEALTHEQUAL


def tails(confidence: ArrayLike, settings: Settings) -> FloatArray:
    """The probability in each tail, for each setting."""
    return np.broadcast_to(domains.upper_tail(confidence), settings.shape).ravel()


def around(estimate: FloatArray, standard_error: FloatArray, tail: FloatArray) -> Interval:
    """The normal interval."""
    half = domains.normal_quantile(tail) * standard_error
    return Interval(estimate - half, estimate + half)


def some_without_error(settings: Settings) -> BoolArray:
    """Where a group with people has a standard error of 0 beside others that have not: nobody, or everybody, of too few."""
    held = settings.shares > 0
    errors = np.zeros(held.shape) if settings.spread is None else settings.spread
    return np.asarray(np.any(held & (errors == 0), axis=-1) & np.any(held & (errors > 0), axis=-1))


def nothing_known(count: int) -> FloatArray:
    """NaN for each of `count` settings."""
    return np.full(count, np.nan)


def no_interval(count: int) -> Interval:
    """NaN limits for each of `count` settings."""
    return Interval(nothing_known(count), nothing_known(count))


def normal_measure(
    settings: Settings, estimate: FloatArray, standard_error: FloatArray | None, tail: FloatArray, method: ArrayLike
) -> InequalityMeasure:
    """A measure with its normal interval; without standard errors the estimate alone."""
    if standard_error is None:
        return estimate_alone(settings, estimate)
    return measure(settings, estimate, standard_error, around(estimate, standard_error, tail), method)


def estimate_alone(settings: Settings, estimate: FloatArray, method: ArrayLike = NO_STANDARD_ERRORS) -> InequalityMeasure:
    """A measure without an interval."""
    withheld = np.where(np.isnan(estimate) & (np.asarray(method) == NO_STANDARD_ERRORS), WITHHELD_ZERO_AVERAGE, method)
    return measure(settings, estimate, nothing_known(estimate.size), no_interval(estimate.size), withheld)


def over_average(amount: FloatArray, average: FloatArray) -> FloatArray:
    """`amount / average`, and NaN where the average is 0: a share of nothing has no value."""
    share = np.full(np.broadcast_shapes(amount.shape, average.shape), np.nan)
    with np.errstate(over="ignore"):
        np.divide(amount, average, out=share, where=average > 0)
    return share


def measure(
    settings: Settings, estimate: FloatArray, standard_error: FloatArray, interval: Interval, method: ArrayLike
) -> InequalityMeasure:
    """A measure in the shape of the settings: NaN and a reason where the setting is withheld."""
    said = np.where(settings.withheld != "", settings.withheld, np.broadcast_to(method, settings.withheld.shape))
    blank = settings.withheld != ""
    kept = (np.where(blank, np.nan, each).reshape(settings.shape)[()] for each in (estimate, standard_error, *interval))
    value, error, lower, upper = kept
    return InequalityMeasure(value, error, Interval(lower, upper), said.reshape(settings.shape)[()])
