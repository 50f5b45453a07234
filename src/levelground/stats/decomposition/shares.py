"""How much of the inequality among people lies between groups, and how much within them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray


class BetweenWithin(NamedTuple):
    """Inequality between groups and within groups; the two add up to the whole. One value for each setting."""

    between: FloatArray
    """What would be left if everybody had the mean of their group."""
    within: FloatArray
    """What would be left if every group had the same mean."""
    total: FloatArray
    """`between + within`: the measure over all people."""
    between_share: FloatArray
    """`between / total`, 0 to 1. NaN where nobody differs from anybody (a total of 0), or there are no people."""


def variance_shares(means: ArrayLike, variances: ArrayLike, people: ArrayLike, *, where: ArrayLike = True) -> BetweenWithin:
    r"""The variance among people, between groups and within them.

    .. math:: \sum_g p_g (\bar y_g - \bar y)^2 + \sum_g p_g s_g^2

    with p the group's share of the people. A share of 0: the groups have one mean; of 1: nobody differs from their own group.
    NaN: there are no people (everything), or the total is 0 (the share alone).

    Parameters
    ----------
    means : array_like
        The mean of each group, within 1e150 of 0; the last axis is the groups, the axes before it are settings and broadcast.
    variances : array_like
        The variance in each group, divided by the number of people (not by one less), 0 or more.
    people : array_like
        People in each group, 0 or more.
    where : array_like of bool
        Which groups belong to the setting. Cells outside may hold anything, NaN too.

    Returns
    -------
    BetweenWithin
        Parts in the squared unit of the means, and the share as a fraction.

    Raises
    ------
    ValueError
        For values outside their domain, or no axis of groups.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The share is the correlation ratio (eta squared). A small share does not make a gap small: people differ much from one another
    for many reasons, and the gap between groups may still be unjust.

    References
    ----------
    Fisher RA. Statistical Methods for Research Workers. 1925, section 40.

    Examples
    --------
    >>> parts = variance_shares([10, 20], [25, 25], [50, 50])
    >>> float(parts.between), float(parts.within), float(parts.between_share)
    (25.0, 25.0, 0.5)
    """
    values, spread, share = _arguments(domains.finite("means", means, where=where), variances, "variances", people, where)
    domains.between("means", values, np.full((), -1e150), np.full((), 1e150))
    middle = (share * values).sum(axis=-1, keepdims=True)
    return _parts((share * (values - middle) ** 2).sum(axis=-1), (share * spread).sum(axis=-1))


def theil_shares(means: ArrayLike, theil_indices: ArrayLike, people: ArrayLike, *, where: ArrayLike = True) -> BetweenWithin:
    r"""Theil's index (T) among people, between groups and within them.

    .. math:: \sum_g p_g r_g \ln r_g + \sum_g p_g r_g T_g, \quad r_g = \bar y_g / \bar y

    0 means no inequality. A mean of 0 adds 0. NaN: as for `variance_shares`, and everything where all means are 0.

    Parameters
    ----------
    means : array_like
        The mean of each group, 0 or more; the last axis is the groups.
    theil_indices : array_like
        Theil's index within each group, 0 or more, in natural units (not times 1,000).
    people, where : array_like
        As for `variance_shares`.

    Returns
    -------
    BetweenWithin
        Parts in natural units (nats), and the share as a fraction.

    Raises
    ------
    ValueError, TypeError
        As `variance_shares`.

    References
    ----------
    Shorrocks AF. The class of additively decomposable inequality measures. Econometrica 1980; 48: 613-625.

    Examples
    --------
    >>> parts = theil_shares([1, 3], [0, 0], [1, 1])
    >>> f"{parts.between:.4f} of {parts.total:.4f}"
    '0.1308 of 0.1308'
    """
    values, inside, share = _arguments(domains.not_negative("means", means, where=where), theil_indices, "theil_indices", people, where)
    relative = _relative(values, share)
    logs = np.log(relative, out=np.zeros(relative.shape), where=relative > 0)
    return _parts((share * relative * logs).sum(axis=-1), (share * relative * inside).sum(axis=-1))


def mean_log_deviation_shares(
    means: ArrayLike, mean_log_deviations: ArrayLike, people: ArrayLike, *, where: ArrayLike = True
) -> BetweenWithin:
    r"""The mean log deviation (Theil's L) among people, between groups and within them.

    .. math:: -\sum_g p_g \ln r_g + \sum_g p_g L_g, \quad r_g = \bar y_g / \bar y

    0 means no inequality. Means must be above 0. NaN: as for `variance_shares`.

    The other Parameters, Returns and Raises: as for `theil_shares`.

    Parameters
    ----------
    means : array_like
        The mean of each group, above 0; the last axis is the groups.
    mean_log_deviations : array_like
        The mean log deviation within each group, 0 or more, in natural units (not times 1,000).

    References
    ----------
    Shorrocks AF. The class of additively decomposable inequality measures. Econometrica 1980; 48: 613-625.

    Examples
    --------
    >>> parts = mean_log_deviation_shares([1, 3], [0.5, 0.5], [1, 1])
    >>> f"{parts.between:.4f} and {parts.within:.4f}"
    '0.1438 and 0.5000'
    """
    values = domains.positive("means", np.where(domains.marks("where", where), domains.finite("means", means, where=where), 1.0))
    values, inside, share = _arguments(values, mean_log_deviations, "mean_log_deviations", people, where)
    between = -(share * np.log(_relative(values, share))).sum(axis=-1)
    return _parts(np.maximum(between, 0.0), (share * inside).sum(axis=-1))


def _arguments(
    means: FloatArray, within: ArrayLike, name: str, people: ArrayLike, where: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Means, inequality within and share of the people of each group."""
    values, inside, counted = np.broadcast_arrays(
        means, domains.not_negative(name, within, where=where), domains.not_negative("people", people, where=where)
    )
    if values.ndim == 0:
        raise ValueError("means must have an axis of groups; found a single number")
    total = counted.sum(axis=-1, keepdims=True)
    return values, inside, np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)


def _relative(values: FloatArray, share: FloatArray) -> FloatArray:
    """Each mean over that of all people; NaN where that is 0."""
    middle = (share * values).sum(axis=-1, keepdims=True)
    relative: FloatArray = np.divide(values, middle, out=np.full(values.shape, np.nan), where=middle > 0)
    return relative


def _parts(between: FloatArray, within: FloatArray) -> BetweenWithin:
    total = between + within
    share = np.divide(between, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return BetweenWithin(between[()], within[()], total[()], share[()])
