"""Control charts of measurements in subgroups: their means (Xbar) and their standard deviations (S), also of unequal size."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.parts import in_parts
from levelground.stats.spc.control_chart import REFERENCES, ControlChart, drawn, given_middle, statuses
from levelground.stats.spc.stretches import BoolArray, Marks, Stretches, by_series, over_settings

SQUARED: Final = 1e140
"""Measurements farther from 0 than this are refused: the sum of their squares would overflow."""
MANY: Final = 1000


class _Subgroups(NamedTuple):
    """Of each period: how many measurements, their mean and their standard deviation (NaN without two)."""

    size: FloatArray
    mean: FloatArray
    deviation: FloatArray


def c4(size: ArrayLike) -> FloatArray:
    r"""The mean of the standard deviation of a sample of a normal distribution, in its standard deviations.

    .. math:: c_4(n) = \sqrt{\frac{2}{n - 1}}\; \frac{\Gamma(n / 2)}{\Gamma((n - 1) / 2)}

    NaN for samples of fewer than 2, which have no standard deviation; near 1 for large ones.

    Parameters
    ----------
    size : array_like
        Whole numbers, 0 or more.

    Returns
    -------
    ndarray
        Between 0.79 and 1, in the shape of `size`.

    Raises
    ------
    ValueError, TypeError
        For anything but whole numbers, 0 or more.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: appendix VI.

    Examples
    --------
    >>> c4([2, 5, 25]).round(4).tolist()
    [0.7979, 0.94, 0.9896]
    """
    number = domains.counts("size", size)
    return in_parts(_c4, number.shape, number)


def _c4(number: FloatArray) -> FloatArray:
    few = np.clip(number, 2, MANY)
    gamma = np.sqrt(2 / (few - 1)) * np.exp(special.gammaln(few / 2) - special.gammaln((few - 1) / 2))
    many = np.maximum(number, MANY)
    series = 1 - 1 / (4 * many) - 7 / (32 * many**2) - 19 / (128 * many**3)
    return np.where(number < 2, np.nan, np.where(number > MANY, series, gamma))


def xbar_chart(
    values: ArrayLike,
    *,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of the means of subgroups, from the variation within the subgroups.

    .. math:: \bar{\bar x} \mp 3 \frac{\hat\sigma}{\sqrt{n_i}}, \qquad
       \hat\sigma = \frac{\sum h_i s_i / c_4(n_i)}{\sum h_i}, \quad h_i = \frac{c_4(n_i)^2}{1 - c_4(n_i)^2}

    With subgroups of one size sigma is the mean standard deviation over c4. No variation within any subgroup says nothing about
    limits: they are withheld.

    Parameters
    ----------
    values : array_like (..., periods, members)
        Measurements, the members of each period along the last axis, which is filled up with NaN where a subgroup is smaller. A
        period without any is missing; one with a single one has a mean, and no part in sigma.
    rebase, baseline, exclude : array_like of bool (..., periods), optional
        As for `run_chart`; all three can be given.
    centre : array_like, optional
        The centre, when it is not the mean of all measurements.
    compat : str, optional
        ``qicharts2-0.8.1``: where sizes differ, sigma is the pooled standard deviation, divided by c4 of each subgroup all the same:
        limits too wide, by 13% at 3 members. Sigma of 0 gives limits of width 0.

    Returns
    -------
    ControlChart
        In the unit of the values, (..., periods). Limits may be below 0.

    Raises
    ------
    ValueError
        For values that are infinite or beyond 1e140, no axis of members, marks for another number of periods, a `compat` not known.
    TypeError
        For text, booleans, objects and masked arrays; for marks that are not booleans.

    Notes
    -----
    `method` is ``subgroup_mean``, ``withheld_no_points``, ``withheld_no_subgroup_of_two``, ``withheld_no_variation`` or ``missing``.
    Subgroups are large in much of health care, and their means then vary more than their members make them: `i_prime_chart` of
    sums and counts takes the variation between periods instead.

    References
    ----------
    Burr IW. Control charts for measurements with varying sample sizes. Journal of Quality Technology 1969; 1: 163-167.
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 6.3 (and the pooled form).

    Examples
    --------
    The first five samples of Montgomery's piston rings (table 6.3); all 25 are in the tests, with the book's 73.988 to 74.014:

    >>> rings = [[30, 2, 19, -8, 8], [-5, -8, 1, 11, 4], [-12, 24, 21, 5, 2], [2, -4, -7, 15, 9], [-8, 7, 15, -11, 14]]
    >>> chart = xbar_chart(rings)
    >>> print(f"{chart.centre[0]:.1f} {chart.lower[0]:.1f} {chart.upper[0]:.1f}")
    5.0 -11.6 21.7
    """
    groups = _Subgroups(*(over_settings(each, rebase, baseline, exclude, centre) for each in _subgroups(values)))
    as_printed = domains.compatible(compat, REFERENCES)
    given = given_middle("centre", centre, groups.mean.shape, least=-domains.ENORMOUS, most=domains.ENORMOUS)
    return by_series(partial(_means, as_printed=as_printed), groups, (rebase, baseline, exclude), given)


def _means(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, as_printed: bool) -> ControlChart:
    groups = _Subgroups(*cells)
    stretches = Stretches(groups.size > 0, *marks)
    with np.errstate(invalid="ignore"):
        mean = stretches.at_points(stretches.total(groups.mean * groups.size) / stretches.total(groups.size))
    status, sigma = _judged(groups, stretches, groups.size > 0, "subgroup_mean", as_printed=as_printed)
    with np.errstate(divide="ignore", invalid="ignore"):
        return drawn(groups.mean, mean if given is None else given, sigma / np.sqrt(np.where(groups.size > 0, groups.size, np.nan)), status)


def s_chart(
    values: ArrayLike,
    *,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    sigma: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of the standard deviations of subgroups: has the variation within them changed?

    .. math:: c_4(n_i)\, \hat\sigma \mp 3 \sqrt{1 - c_4(n_i)^2}\; \hat\sigma

    with the sigma of `xbar_chart`; not below 0. The centre differs with the size: small samples vary less on average. A subgroup of
    one has no standard deviation and is missing.

    Parameters
    ----------
    values, rebase, baseline, exclude
        As for `xbar_chart`.
    sigma : array_like, optional
        The standard deviation within subgroups, 0 or more, when it is not that of the data.
    compat : str, optional
        ``qicharts2-0.8.1``: where sizes differ, the centre is the pooled standard deviation, whatever the size, and the limits are
        :math:`3 \sqrt{1 - c_4^2} / c_4` of it away.

    Returns
    -------
    ControlChart
        In the unit of the values, (..., periods).

    Raises
    ------
    ValueError, TypeError
        As for `xbar_chart`; a negative sigma.

    Notes
    -----
    `method` is as for `xbar_chart`, with ``subgroup_deviation``. Against the pooled centre a subgroup of 3 lies below in 63 of 100
    cases by chance, so that runs signal.

    References
    ----------
    As for `xbar_chart`.

    Examples
    --------
    >>> chart = s_chart([[30, 2, 19, -8, 8], [-5, -8, 1, 11, 4], [-12, 24, 21, 5, 2], [2, -4, -7, 15, 9], [-8, 7, 15, -11, 14]])
    >>> print(f"{chart.centre[0]:.1f} {chart.lower[0]:.1f} {chart.upper[0]:.1f}")
    11.7 0.0 24.4
    """
    groups = _Subgroups(*(over_settings(each, rebase, baseline, exclude, sigma) for each in _subgroups(values)))
    as_printed = domains.compatible(compat, REFERENCES)
    given = given_middle("sigma", sigma, groups.size.shape, least=0.0, most=SQUARED)
    return by_series(partial(_deviations, as_printed=as_printed), groups, (rebase, baseline, exclude), given)


def _deviations(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, as_printed: bool) -> ControlChart:
    groups = _Subgroups(*cells)
    known = groups.size > 1
    stretches = Stretches(known, *marks)
    status, spread = _judged(groups, stretches, known, "subgroup_deviation", as_printed=as_printed)
    spread = spread if given is None else given
    share = c4(groups.size)
    return drawn(groups.deviation, share * spread, np.sqrt(1 - share**2) * spread, status, least=0.0)


def _subgroups(values: ArrayLike) -> _Subgroups:
    members = domains.measured("values", values, within=SQUARED)
    if members.ndim < 2:
        raise ValueError(f"values must have an axis of periods and one of members; found {members.ndim} axes")
    return in_parts(_of_members, members.shape[:-1], members, cells_each=members.shape[-1])


def _of_members(members: FloatArray) -> _Subgroups:
    present = ~np.isnan(members)
    size = present.sum(axis=-1).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(present, members, 0.0).sum(axis=-1) / size
        off = np.where(present, members - mean[..., np.newaxis], 0.0)
        rest = off.sum(axis=-1) / size
        squares = ((off - np.where(present, rest[..., np.newaxis], 0.0)) ** 2).sum(axis=-1)
        deviation = np.sqrt(squares / np.where(size > 1, size - 1, np.nan))
    return _Subgroups(size, mean + rest, deviation)


def _judged(
    groups: _Subgroups, stretches: Stretches, known: BoolArray, name: str, *, as_printed: bool
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], FloatArray]:
    """The code and the sigma of each point."""
    pairs = np.where(groups.size > 1, groups.size, 0.0)
    deviation = np.where(groups.size > 1, groups.deviation, 0.0)
    share = c4(pairs)
    weight = np.where(groups.size > 1, share**2 / (1 - share**2), 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        none = stretches.total(weight) == 0
        each = stretches.total(weight * deviation / np.where(weight > 0, share, 1.0)) / stretches.total(weight)
        each = np.where(each > 1e-14 * np.abs(stretches.mean(groups.mean)), each, 0.0 if as_printed else np.nan)
        sigma = stretches.at_points(np.where(none, np.nan, each))
        if as_printed:
            freedom = np.maximum(pairs - 1, 0)
            pooled = np.sqrt(stretches.total(freedom * deviation**2) / stretches.total(freedom))
            sizes = stretches.deviation(groups.size)
            sigma = np.where(stretches.at_points(sizes > 0), stretches.at_points(pooled) / c4(groups.size), sigma)
    reasons = (("withheld_no_subgroup_of_two", none), ("withheld_no_variation", np.isnan(each)))
    return statuses(stretches, known, name, reasons), sigma
