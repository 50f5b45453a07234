"""The gap between two groups of a setting, as a difference and as a ratio.

The highest and the lowest, a reference group and the worst of the others, or the ends of an order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats.inequality.measures import (
    NO_STANDARD_ERRORS,
    InequalityMeasure,
    around,
    estimate_alone,
    measure,
    normal_measure,
    tails,
)
from levelground.stats.inequality.settings import BoolArray, Settings, checked_settings
from levelground.stats.intervals import FloatArray, Interval, MethodArray, quotient

WITHHELD_ZERO = "withheld_zero_estimate"
LEAST_ERRORS = 2.5
"""A level nearer to 0 than this many of its standard errors, as that of six counted events is, is not near normal."""
CLEARLY_APART = 1.0
"""A group that is picked for its level, and another nearer to it than this many standard errors, may be in each other's place."""


class _Pair(NamedTuple):
    """The two groups that are compared, by their place, and all that was checked."""

    settings: Settings
    minuend: NDArray[np.intp]
    subtrahend: NDArray[np.intp]
    tail: FloatArray
    picked: tuple[NDArray[np.intp], ...] = ()
    """Of the two, those that were picked for their level."""

    def of(self, cells: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The cells of both groups."""
        rows = np.arange(len(cells))
        return cells[rows, self.minuend], cells[rows, self.subtrahend]

    def by_chance(self, method: str) -> MethodArray:
        """The method; where chance may have picked a group, or nothing is known of how sure it is, it says so."""
        unsure = np.zeros(len(self.tail), dtype=np.bool_)
        for place in self.picked:
            unsure |= picked_by_chance(self.settings, place, besides=(self.minuend, self.subtrahend))
        spread = np.zeros(self.settings.shares.shape) if self.settings.spread is None else self.settings.spread
        unknown = (np.minimum(*self.of(spread)) == 0) & np.any(self.settings.member & (spread > 0), axis=-1)
        return np.where(unsure, f"{method}_picked_by_chance", np.where(unknown, f"{method}_zero_error", method))


def difference(
    estimates: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    favourable: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The highest value of a setting minus the lowest (D); with a reference group, the gap between it and the worst of the others.

    .. math:: D = y_{\max} - y_{\min}, \quad SE = \sqrt{s_1^2 + s_2^2}, \quad D \mp z\,SE

    With a reference group r: y_r - min of the others where higher is better, max of the others - y_r where lower is better.
    0 is no gap; below 0, every other group does better than the reference.

    Parameters
    ----------
    estimates : array_like
        Levels (rates, proportions, means), (settings..., groups): 0 or more. A setting needs 2 groups.
    standard_errors : array_like, optional
        Of the estimates, 0 or more, in their unit. Without them there is no interval.
    reference : array_like, optional
        The place of the reference group on the last axis, one whole number or one for each setting.
    favourable : array_like, optional
        True where a higher value is better; needed with `reference`, and without effect otherwise.
    confidence, where : array_like
        As for `between_group_variance`.

    Returns
    -------
    InequalityMeasure
        In the unit of the estimates, in the shape of the settings. Method: ``normal``, ``normal_picked_by_chance``,
        ``normal_zero_error``, ``normal_large_error``, ``no_standard_errors`` or ``withheld_fewer_than_two_groups``.

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70, a reference that is not a group of its setting, a reference without
        `favourable`, confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant and numbers where booleans are.

    Notes
    -----
    The two groups are picked for being the farthest apart, and the interval does not know it: with many small groups D is above 0 where
    there is no inequality at all, and coverage at 95% can be 13% with 16 level groups. The method says ``picked_by_chance`` where a third
    group lies within one standard error (of the difference) of a picked one, and ``zero_error`` where one of the two has a standard error
    of 0 and another group has not; ``large_error`` where the level of one of the two is less than 2.5 of its standard errors, as that of
    six counted events is: 95% covers 91% at worst there, and `levelground.stats.gaps.proportion_difference_interval` holds for counts.
    Elsewhere coverage is 93% to 97%. Of groups that are level the first is taken.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. Summary measures of health inequality. International Journal of Environmental Research and Public Health
    2022; 19: 3697 (appendix A).

    Examples
    --------
    The setting of case 4 in `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, errors = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [0.799884, 1.475833, 0.736741, 2.390557, 2.47812]
    >>> found = difference(values, standard_errors=errors)
    >>> f"{found.estimate:.4f} ({found.interval.lower:.2f} to {found.interval.upper:.2f})"
    '23.5496 (17.90 to 29.20)'
    """
    return _difference(_chosen(estimates, standard_errors, reference, favourable, confidence=confidence, where=where))


def ratio(
    estimates: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    favourable: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The highest value of a setting over the lowest (R); with a reference group, the ratio between it and the worst of the others.

    .. math:: R = y_1 / y_2, \quad SE(\ln R) = \sqrt{(s_1/y_1)^2 + (s_2/y_2)^2}, \quad R\,e^{\mp z\,SE}

    Which two groups: as for `difference`. 1 is no gap. The ratio of some to 0 is `inf`, and of 0 to 0 NaN: neither has an interval by this
    formula. That of 0 to some is 0, with a lower limit of 0 and none above.

    Parameters and Raises: as for `difference`.

    Returns
    -------
    InequalityMeasure
        Without unit; the standard error is of the ratio's logarithm. Method: ``log_normal``, ``log_normal_picked_by_chance``,
        ``log_normal_zero_error``, ``no_standard_errors``, ``withheld_zero_estimate`` (the ratio is 0, `inf` or NaN; a limit that there is
        none of is NaN) or ``withheld_fewer_than_two_groups``.

    Notes
    -----
    For counts of events, `levelground.stats.gaps.rate_ratio_interval` and `proportion_ratio_interval` have limits at 0 too.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. 2022; 19: 3697 (appendix A).

    Examples
    --------
    Detentions under the Mental Health Act per 100,000, England 2023/24 (NHS England): Black people 239.0, White people 69.5.

    >>> f"{ratio([69.5, 239.0]).estimate:.2f}"
    '3.44'
    """
    return _ratio(_chosen(estimates, standard_errors, reference, favourable, confidence=confidence, where=where))


def ordered_difference(
    estimates: ArrayLike,
    *,
    favourable: ArrayLike,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The gap between the ends of an order (D): last minus first where higher is better, first minus last where lower is.

    .. math:: D = y_{\text{last}} - y_{\text{first}} \quad\text{or}\quad y_{\text{first}} - y_{\text{last}}

    Above 0, the first (the least advantaged) group is worse off. 0 is no gap between the ends; groups between them play no part.

    Parameters (the groups from the least advantaged to the most; `favourable` always), Returns and Raises: as for `difference`.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. 2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 4 of the ordered settings that healthequal 1.0.1 was run on, an adverse indicator:

    >>> ordered = [41.587044, 27.806070, 24.323236, 17.346345, 11.471612]
    >>> f"{ordered_difference(ordered, favourable=False).estimate:.4f}"
    '30.1154'
    """
    return _difference(_ends(estimates, standard_errors, favourable, confidence, where))


def ordered_ratio(
    estimates: ArrayLike,
    *,
    favourable: ArrayLike,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The ratio between the ends of an order (R): last over first where higher is better, first over last where lower is.

    .. math:: R = y_{\text{last}} / y_{\text{first}} \quad\text{or}\quad y_{\text{first}} / y_{\text{last}}

    1 is no gap. Zeros: as for `ratio`.

    Parameters and Raises: as for `ordered_difference`. Returns: as for `ratio`.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. 2022; 19: 3697 (appendix A).

    Examples
    --------
    >>> ordered = [41.587044, 27.806070, 24.323236, 17.346345, 11.471612]
    >>> f"{ordered_ratio(ordered, favourable=False).estimate:.4f}"
    '3.6252'
    """
    return _ratio(_ends(estimates, standard_errors, favourable, confidence, where))


def _difference(pair: _Pair) -> InequalityMeasure:
    first, second = pair.of(pair.settings.estimates)
    spread = pair.settings.spread
    if spread is None:
        return normal_measure(pair.settings, first - second, None, pair.tail, "normal")
    one, other = pair.of(spread)
    coarse = ((first < LEAST_ERRORS * one) & (one > 0)) | ((second < LEAST_ERRORS * other) & (other > 0))
    method = pair.by_chance("normal")
    method = np.where(coarse & (method == "normal"), "normal_large_error", method)
    return normal_measure(pair.settings, first - second, np.hypot(one, other), pair.tail, method)


def _ratio(pair: _Pair) -> InequalityMeasure:
    first, second = pair.of(pair.settings.estimates)
    some = (first > 0) & (second > 0)
    with np.errstate(over="ignore"):
        value = quotient(first, second)
    if pair.settings.spread is None:
        return estimate_alone(pair.settings, value, np.where(some, NO_STANDARD_ERRORS, WITHHELD_ZERO))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        log_error = np.hypot(*(error / level for error, level in zip(pair.of(pair.settings.spread), (first, second), strict=True)))
        factors = around(np.zeros(len(value)), log_error, pair.tail)
        limits = Interval(*(np.where(second > 0, value * np.exp(factor), np.nan) for factor in factors))
    log_error = np.where(second > 0, log_error, np.nan)
    return measure(pair.settings, value, log_error, limits, np.where(some, pair.by_chance("log_normal"), WITHHELD_ZERO))


def _chosen(
    estimates: ArrayLike,
    standard_errors: ArrayLike | None,
    reference: ArrayLike | None,
    favourable: ArrayLike | None,
    *,
    confidence: ArrayLike,
    where: ArrayLike,
) -> _Pair:
    if reference is not None and favourable is None:
        raise ValueError("favourable must be given with a reference group: True where a higher value is better")
    settings = checked_settings(
        estimates,
        1.0,
        standard_errors=standard_errors,
        where=where,
        reference=reference,
        favourable=True if favourable is None else favourable,
    )
    values, member = settings.estimates, settings.member
    if reference is None:
        ends = _place(values, member, highest=True), _place(values, member, highest=False)
        return _Pair(settings, *ends, tails(confidence, settings), picked=ends)
    referred = settings.groups.reference[:, 0, 0]
    others = member & (np.arange(values.shape[-1]) != referred[:, np.newaxis])
    better = settings.groups.favourable[:, 0, 0]
    first = np.where(better, referred, _place(values, others, highest=True))
    second = np.where(better, _place(values, others, highest=False), referred)
    return _Pair(settings, first, second, tails(confidence, settings), picked=(np.where(better, second, first),))


def _ends(estimates: ArrayLike, standard_errors: ArrayLike | None, favourable: ArrayLike, confidence: ArrayLike, where: ArrayLike) -> _Pair:
    settings = checked_settings(estimates, 1.0, standard_errors=standard_errors, where=where, favourable=favourable)
    member, better = settings.member, settings.groups.favourable[:, 0, 0]
    low = _first(member)
    high = member.shape[-1] - 1 - _first(member[:, ::-1])
    return _Pair(settings, np.where(better, high, low), np.where(better, low, high), tails(confidence, settings))


def picked_by_chance(
    settings: Settings,
    picked: NDArray[np.intp],
    *,
    besides: tuple[NDArray[np.intp], ...] = (),
    errors: FloatArray | None = None,
    apart: float = CLEARLY_APART,
) -> BoolArray:
    """Where a group that was picked for its level is not clearly apart from every other one but those in `besides`.

    Of two groups, which is the higher changes nothing but a sign.
    """
    spread = settings.spread if errors is None else errors
    if spread is None:
        return np.zeros(len(picked), dtype=np.bool_)
    rows = np.arange(len(picked))
    others = settings.member & (np.sum(settings.member, axis=-1, keepdims=True) > 2)
    for place in (picked, *besides):
        others[rows, place] = False
    away = np.abs(settings.estimates - settings.estimates[rows, picked][:, np.newaxis])
    near = away < apart * np.hypot(spread, spread[rows, picked][:, np.newaxis])
    return np.asarray(np.any(others & near, axis=-1))


def _place(values: FloatArray, among: NDArray[np.bool_], *, highest: bool) -> NDArray[np.intp]:
    """The first of the highest, or of the lowest, values."""
    signed = values if highest else -values
    return _first(among & (signed == np.max(signed, axis=-1, keepdims=True, where=among, initial=-np.inf)))


def _first(marked: NDArray[np.bool_]) -> NDArray[np.intp]:
    places: NDArray[np.intp] = np.argmax(marked, axis=-1)
    return places
