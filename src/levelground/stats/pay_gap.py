"""Pay gaps: the mean and the median gap with intervals, and a group's share of each pay quarter."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, mover
from levelground.stats.means import mean_of_values
from levelground.stats.parts import in_parts

WELCH_LOG: Final = "welch_log"
ORDER_STATISTICS: Final = "mover_order_statistics"
WITHHELD_FEW_VALUES: Final = "withheld_few_values"
QUARTERS: Final = 4

BoolArray = NDArray[np.bool_]


class PayGap(NamedTuple):
    """The gap of the means or of the medians, an element for each setting."""

    estimate: FloatArray
    """As a fraction of the comparison group's pay: 0 is no gap, 0.1 says that the group has 10% less, below 0 that it has more."""
    group: FloatArray
    """The group's mean or median, in the unit of pay."""
    reference: FloatArray
    """The comparison group's."""
    interval: Interval
    """Limits of the gap; NaN where they are withheld."""
    method: MethodArray
    """``welch_log`` (means), ``mover_order_statistics`` (medians), or ``withheld_few_values``: too few people for limits."""


def mean_pay_gap(pay: ArrayLike, in_group: ArrayLike, *, confidence: ArrayLike = 0.95, where: ArrayLike = True) -> PayGap:
    r"""The difference of the mean pay of two groups as a fraction of the comparison group's.

    .. math:: \frac{\bar y_2 - \bar y_1}{\bar y_2}, \qquad
              1 - \frac{\bar y_1}{\bar y_2} \exp\left(\pm t_\nu \sqrt{\frac{s_1^2}{n_1 \bar y_1^2} + \frac{s_2^2}{n_2 \bar y_2^2}}\right)

    0 is no gap. Without anybody in one of the groups there is no gap: NaN.

    Parameters
    ----------
    pay : array_like
        Hourly pay, above 0 and at most 1e300, (..., people).
    in_group : array_like
        True for the people of the group (women, say), False for the comparison group, (..., people).
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), for each setting or for all.
    where : array_like
        True for the people who belong; pay in other cells may be anything, NaN included.

    Returns
    -------
    PayGap
        Fractions (0.1 is 10%), without the axis of people.

    Raises
    ------
    ValueError
        For pay in `where` that is 0, negative, NaN or enormous, no axis of people, confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays; for an `in_group` or `where` that is not True or False.

    Notes
    -----
    The interval is normal on the log scale with the degrees of freedom of Welch and Satterthwaite. It reads the people in post as a
    sample of those who could be: an employer's gap itself is a full count. Fewer than two people in a group: withheld.

    References
    ----------
    The Equality Act 2010 (Gender Pay Gap Information) Regulations 2017 (SI 2017/172), regulation 8.
    Welch BL. Biometrika 1947; 34: 28-35. Casella G, Berger RL. Statistical Inference, 2nd edition, 2002, section 5.5.4 (the delta method).

    Examples
    --------
    Mean pay of 14 beside 15 pounds, the example of Fraser Consulting's guide to equal pay audits: 6.7%.

    >>> f"{mean_pay_gap([13, 15, 14, 16], [True, True, False, False]).estimate:.1%}"
    '6.7%'
    """
    paid, group, inside = _people(pay, in_group, where)
    people, tail = _beside((paid, group, inside), domains.upper_tail(confidence))
    return in_parts(_mean_gap, tail.shape, *people, tail, cells_each=paid.shape[-1])


def _mean_gap(paid: FloatArray, group: BoolArray, inside: BoolArray, tail: FloatArray) -> PayGap:
    first, second = (mean_of_values(paid, where=inside & chosen) for chosen in (group, ~group))
    enough = (first.values > 1) & (second.values > 1)
    one, two = ((each.standard_deviation / each.estimate) ** 2 / np.maximum(each.values, 1) for each in (first, second))
    spread = one + two
    below = one**2 / np.maximum(first.values - 1, 1) + two**2 / np.maximum(second.values - 1, 1)
    freedom = np.divide(spread**2, below, out=np.ones(np.shape(spread)), where=enough & (below > 0))
    half = np.where(enough, special.stdtrit(freedom, 1 - tail) * np.sqrt(spread), np.nan)
    ratio = np.asarray(first.estimate / second.estimate)
    limits = interval(np.asarray(1 - ratio * np.exp(half)), np.asarray(1 - ratio * np.exp(-half)))
    method = np.where(enough, WELCH_LOG, WITHHELD_FEW_VALUES)
    return PayGap(1 - ratio, first.estimate, second.estimate, limits, method)


def median_pay_gap(pay: ArrayLike, in_group: ArrayLike, *, confidence: ArrayLike = 0.95, where: ArrayLike = True) -> PayGap:
    r"""The difference of the median pay of two groups as a fraction of the comparison group's.

    .. math:: \frac{\tilde y_2 - \tilde y_1}{\tilde y_2}

    0 is no gap. An even number of people has its median half way between the two in the middle. Without anybody in one of the
    groups: NaN.

    Parameters
    ----------
    pay, in_group, confidence, where : array_like
        As for `mean_pay_gap`.

    Returns
    -------
    PayGap
        Fractions (0.1 is 10%), without the axis of people.

    Raises
    ------
    ValueError, TypeError
        As `mean_pay_gap`.

    Notes
    -----
    Each median has the limits of its order statistics (the sign test turned round), which assume nothing about how pay is spread;
    the limits of their ratio are recovered from these on the log scale. Below 6 people in a group (at 95%) such limits do not
    exist: withheld. Coverage is at least `confidence` for each median, and so a little above it for the gap.

    References
    ----------
    The Equality Act 2010 (Gender Pay Gap Information) Regulations 2017 (SI 2017/172), regulation 9.
    Conover WJ. Practical Nonparametric Statistics, 3rd edition, 1999, section 3.2 (limits of a quantile).
    Zou GY, Donner A. Statistics in Medicine 2008; 27: 1693-1702.

    Examples
    --------
    >>> f"{median_pay_gap([10, 12, 14, 13, 15, 40], [True] * 3 + [False] * 3).estimate:.1%}"
    '20.0%'
    """
    paid, group, inside = _people(pay, in_group, where)
    people, tail = _beside((paid, group, inside), domains.upper_tail(confidence))
    return in_parts(_median_gap, tail.shape, *people, tail, cells_each=paid.shape[-1])


def _median_gap(paid: FloatArray, group: BoolArray, inside: BoolArray, tail: FloatArray) -> PayGap:
    (first, of_first), (second, of_second) = (_median(paid, inside & chosen, tail) for chosen in (group, ~group))
    ratio = first / second
    enough = ~np.isnan(of_first.lower) & ~np.isnan(of_second.lower)
    logs = (np.log(each) for each in (first, *of_first, second, *of_second))
    middle, low, high, other, other_low, other_high = logs
    limits = mover(middle, Interval(low, high), other, Interval(other_low, other_high))
    found = interval(1 - np.exp(limits.upper), 1 - np.exp(limits.lower))
    method = np.where(enough, ORDER_STATISTICS, WITHHELD_FEW_VALUES)
    return PayGap(1 - ratio, first, second, found, method)


class PayQuarters(NamedTuple):
    """Who is in each quarter of the pay order, from the lowest paid up."""

    share: FloatArray
    """The group's share of each quarter, 0 to 1, (..., 4); NaN for a quarter without anybody."""
    people: FloatArray
    """How many people each quarter has, (..., 4)."""


def pay_quarters(pay: ArrayLike, in_group: ArrayLike, *, where: ArrayLike = True) -> PayQuarters:
    """A group's share of the lower, lower middle, upper middle and upper pay quarter.

    People are put in order of pay and cut into quarters. One left over goes to the lower quarter; two to the lower and the upper
    middle; three to all but the upper. Where people with the same pay are cut apart, the group has the same share on both sides:
    so the number of its people in a quarter need not be whole, and does not depend on the order in which they are listed.

    Parameters
    ----------
    pay, in_group, where : array_like
        As for `mean_pay_gap`.

    Returns
    -------
    PayQuarters
        Fractions and counts, (..., 4).

    Raises
    ------
    ValueError, TypeError
        As `mean_pay_gap`.

    References
    ----------
    The Equality Act 2010 (Gender Pay Gap Information) Regulations 2017 (SI 2017/172), regulation 13 (2): the same pay.
    Government Equalities Office. Making your gender pay gap calculations, 2020 (people left over).

    Examples
    --------
    Nine people; the three who earn 12 are cut apart, and two of the three are women:

    >>> quarters = pay_quarters([9, 10, 12, 12, 12, 14, 15, 16, 20], [True, True, True, True, False, False, True, False, False])
    >>> quarters.people.tolist(), quarters.share.round(3).tolist()
    ([3.0, 2.0, 2.0, 2.0], [0.889, 0.667, 0.5, 0.0])
    """
    people = _people(pay, in_group, where)
    return in_parts(_quarters, people[0].shape[:-1], *people, cells_each=people[0].shape[-1])


def _quarters(paid: FloatArray, group: BoolArray, inside: BoolArray) -> PayQuarters:
    order = np.argsort(np.where(inside, paid, np.inf), axis=-1)
    ordered = np.take_along_axis(np.where(inside, paid, np.inf), order, axis=-1)
    members = np.take_along_axis(group & inside, order, axis=-1)
    up_to = np.concatenate([np.zeros((*paid.shape[:-1], 1)), np.cumsum(members, axis=-1, dtype=np.float64)], axis=-1)
    everybody = inside.sum(axis=-1)
    left = everybody % QUARTERS
    sizes = (everybody // QUARTERS)[..., np.newaxis] + np.stack([left >= 1, left == 3, left >= 2, left < 0], axis=-1)
    cuts = np.cumsum(sizes, axis=-1)
    reached = np.stack([_members_below(cuts[..., quarter], ordered, up_to) for quarter in range(QUARTERS)], axis=-1)
    in_quarter = np.diff(reached, axis=-1, prepend=0.0)
    share = np.divide(in_quarter, sizes, out=np.full(sizes.shape, np.nan), where=sizes > 0)
    return PayQuarters(share, sizes.astype(np.float64))


def _beside(people: tuple[FloatArray, BoolArray, BoolArray], tail: FloatArray) -> tuple[tuple[NDArray[Any], ...], FloatArray]:
    """People and tails for each of the settings that either has."""
    settings = np.broadcast_shapes(people[0].shape[:-1], tail.shape)
    return tuple(np.broadcast_to(each, (*settings, each.shape[-1])) for each in people), np.broadcast_to(tail, settings)


def _people(pay: ArrayLike, in_group: ArrayLike, where: ArrayLike) -> tuple[FloatArray, BoolArray, BoolArray]:
    inside = domains.marks("where", where)
    paid = domains.finite("pay", pay, where=inside)
    domains.positive("pay", np.where(np.broadcast_to(inside, paid.shape), paid, 1.0))
    paid, group, inside = np.broadcast_arrays(paid, domains.marks("in_group", in_group), inside)
    if paid.ndim == 0:
        raise ValueError("pay must have an axis of people; found a single number")
    return paid, group, inside


def _median(pay: FloatArray, inside: BoolArray, tail: FloatArray) -> tuple[FloatArray, Interval]:
    """The median and its limits: the k-th lowest and the k-th highest value, k - 1 the most that the tail allows under one half."""
    ordered = np.sort(np.where(inside, pay, np.inf), axis=-1)
    ordered = np.broadcast_to(ordered, (*tail.shape, ordered.shape[-1]))
    n = np.broadcast_to(inside.sum(axis=-1), tail.shape)
    if ordered.shape[-1] == 0:
        nothing = np.full(tail.shape, np.nan)
        return nothing, Interval(nothing, nothing)
    rank = np.asarray(stats.binom.ppf(tail, np.maximum(n, 1), 0.5))
    rank = (rank + (stats.binom.cdf(rank, np.maximum(n, 1), 0.5) <= tail)).astype(np.intp)
    some, limits = n > 0, (n > 0) & (rank > 0)

    def at(place: NDArray[np.intp], known: BoolArray) -> FloatArray:
        value = np.take_along_axis(ordered, np.where(known, place, 0)[..., np.newaxis], axis=-1)[..., 0]
        return np.where(known, value, np.nan)

    lower, upper = at((n - 1) // 2, some), at(n // 2, some)
    return lower + (upper - lower) / 2, Interval(at(rank - 1, limits), at(n - rank, limits))


def _members_below(cut: NDArray[np.intp], ordered: FloatArray, up_to: FloatArray) -> FloatArray:
    """How many of the group are among the `cut` lowest paid; people with the pay at the cut are taken in proportion."""
    if ordered.shape[-1] == 0:
        return np.zeros(cut.shape)
    at_cut = np.take_along_axis(ordered, np.maximum(cut - 1, 0)[..., np.newaxis], axis=-1)
    start, end = (ordered < at_cut).sum(axis=-1), (ordered <= at_cut).sum(axis=-1)
    before, after = (np.take_along_axis(up_to, place[..., np.newaxis], axis=-1)[..., 0] for place in (start, end))
    return np.where(cut > 0, before + (after - before) * (cut - start) / np.maximum(end - start, 1), 0.0)
