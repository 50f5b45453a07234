"""A yes-or-no decision (a referral, a shortlisting, a risk flag) beside what was true, by group: rates, and how far groups are apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, quotient

COMPAT: Final = ("correct", "fairlearn-0.15")


class ConfusionCounts(NamedTuple):
    """People of each group (the last axis) by decision and truth."""

    true_positive: ArrayLike
    """Chosen, and rightly."""
    false_positive: ArrayLike
    """Chosen, and wrongly."""
    false_negative: ArrayLike
    """Not chosen, and wrongly."""
    true_negative: ArrayLike
    """Not chosen, and rightly."""


class GroupMetric(NamedTuple):
    """One rate in each group, over all people, and four distances. A group without a value takes no part in the distances."""

    by_group: FloatArray
    """The rate of each group (the last axis). NaN where its denominator is 0."""
    overall: FloatArray
    """The rate of all people together: not the mean of the groups."""
    difference_between_groups: FloatArray
    """The highest less the lowest."""
    ratio_between_groups: FloatArray
    """The lowest over the highest, 0 to 1. NaN where both are 0."""
    difference_to_overall: FloatArray
    """The largest distance of a group from all people together, without sign."""
    ratio_to_overall: FloatArray
    """The smallest ratio of a group and all people together, the smaller over the larger of the two. NaN where all are 0."""


class GroupMetrics(NamedTuple):
    """The rates of a decision by group."""

    people: GroupMetric
    """How many there are. Its distances say how unequal the sizes of the groups are."""
    selection_rate: GroupMetric
    """Chosen among all."""
    recall: GroupMetric
    """Chosen among those who should be: the true positive rate, sensitivity."""
    precision: GroupMetric
    """Rightly chosen among the chosen: the positive predictive value."""
    false_positive_rate: GroupMetric
    """Chosen among those who should not be."""
    accuracy: GroupMetric
    """Rightly chosen or rightly not chosen among all."""


def confusion_counts(actual: ArrayLike, predicted: ArrayLike, group: ArrayLike, *, groups: int) -> ConfusionCounts:
    """People of each group by what was decided and what was true, counted in one pass.

    0 means that nobody of the group is in the cell; groups without people are kept. No result is NaN.

    Parameters
    ----------
    actual, predicted : array_like of bool
        What was true and what was decided: one axis, the people.
    group : array_like of int
        The place of each person's group, 0 to `groups` - 1.
    groups : int
        How many groups there are, 1 or more.

    Returns
    -------
    ConfusionCounts
        Counts of shape (groups,).

    Raises
    ------
    ValueError
        For a place outside the groups, a place that is not whole, arguments of different lengths.
    TypeError
        For 0 and 1 where True and False are meant, text, objects and masked arrays.

    References
    ----------
    Altman DG, Bland JM. Diagnostic tests 1: sensitivity and specificity. BMJ 1994; 308: 1552.

    Examples
    --------
    >>> confusion_counts([True, True, False], [True, False, False], [0, 0, 1], groups=2).true_positive
    array([1., 0.])
    """
    size = domains.whole("groups", groups, least=1)
    truth, decided, place = domains.marks("actual", actual), domains.marks("predicted", predicted), domains.counts("group", group)
    if not truth.shape == decided.shape == place.shape or place.ndim != 1:
        raise ValueError(
            f"actual, predicted and group must have one axis of one length; found {truth.shape}, {decided.shape}, {place.shape}"
        )
    domains.between("group", place, np.zeros(()), np.full((), size - 1.0))
    cells = np.bincount(4 * place.astype(np.int64) + 2 * truth + decided, minlength=4 * size).reshape(size, 4).astype(np.float64)
    return ConfusionCounts(cells[:, 3], cells[:, 1], cells[:, 2], cells[:, 0])


def group_metrics(counts: ConfusionCounts, *, compat: str = "correct") -> GroupMetrics:
    r"""The rates of a decision in each group, over all people, and how far the groups are apart.

    .. math:: \text{difference} = \max_g m_g - \min_g m_g, \quad \text{ratio} = \frac{\min_g m_g}{\max_g m_g}, \quad
              \max_g |m_g - m|, \quad \min_g \min\left(\frac{m_g}{m}, \frac{m}{m_g}\right)

    A difference of 0 and a ratio of 1 mean that the groups do not differ. NaN: the rate's denominator is 0 (nobody was chosen, say).

    Parameters
    ----------
    counts : ConfusionCounts
        Whole numbers of shape (..., groups); the axes before the last are settings and broadcast. Replicates of a bootstrap, say.
    compat : str
        ``correct``, or ``fairlearn-0.15``: the rate of a group with people and without a denominator is 0, and takes part in the distances.

    Returns
    -------
    GroupMetrics
        Fractions (0 to 1), and counts of people.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, no axis of groups, an unknown `compat`.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The highest less the lowest of many small groups is large by chance alone, and has no simple interval: look at the count of
    each group, and at the interval of each rate (`levelground.stats.proportions`). Equal selection rates, equal recall and equal
    precision cannot all hold where the groups' true rates differ; which of them matters is a question to people, not to a program.

    References
    ----------
    Hardt M, Price E, Srebro N. Equality of opportunity in supervised learning. Advances in Neural Information Processing Systems
    2016; 29: 3315-3323. Chouldechova A. Fair prediction with disparate impact. Big Data 2017; 5: 153-163.
    Equal Employment Opportunity Commission. Uniform guidelines on employee selection procedures. 29 CFR 1607.4 D (the four-fifths rule).

    Examples
    --------
    The example of the EEOC (Questions and answers on the uniform guidelines, 1979): hiring rates of 60%, 45%, 48% and 51%. The group
    with 45% has an impact ratio of 75%, which is below four fifths.

    >>> hired = ConfusionCounts([60, 45, 48, 51], [0] * 4, [0] * 4, [40, 55, 52, 49])
    >>> print(f"{group_metrics(hired).selection_rate.ratio_between_groups:.0%}")
    75%
    """
    zero = domains.choice("compat", compat, COMPAT) != "correct"
    names = ConfusionCounts._fields
    tp, fp, fn, tn = np.broadcast_arrays(*(domains.counts(name, cells) for name, cells in zip(names, counts, strict=True)))
    if tp.ndim == 0:
        raise ValueError("counts must have an axis of groups; found single numbers")
    people = tp + fp + fn + tn
    pairs = ((tp + fp, people), (tp, tp + fn), (tp, tp + fp), (fp, fp + tn), (tp + tn, people))
    return GroupMetrics(_metric(people, people.sum(axis=-1)), *_rates(pairs, people, zero=zero))


def _rates(pairs: tuple[tuple[FloatArray, FloatArray], ...], people: FloatArray, *, zero: bool) -> Iterator[GroupMetric]:
    for part, whole in pairs:
        rate, overall = (
            np.divide(above, below, out=np.where(zero & (present > 0), 0.0, np.nan), where=below > 0)
            for above, below, present in ((part, whole, people), (part.sum(axis=-1), whole.sum(axis=-1), people.sum(axis=-1)))
        )
        yield _metric(rate, overall)


def _metric(by_group: FloatArray, overall: FloatArray) -> GroupMetric:
    some = np.isfinite(by_group)
    none = ~some.any(axis=-1)
    highest, lowest = by_group.max(axis=-1, initial=-np.inf, where=some), by_group.min(axis=-1, initial=np.inf, where=some)
    highest, lowest = np.where(none, np.nan, highest), np.where(none, np.nan, lowest)
    whole = overall[..., np.newaxis]
    distance = np.abs(by_group - whole).max(axis=-1, initial=0.0, where=some)
    ratios = quotient(np.minimum(by_group, whole), np.maximum(by_group, whole))
    known = np.isfinite(ratios)
    nearest = np.where(known.any(axis=-1), ratios.min(axis=-1, initial=1.0, where=known), np.nan)
    return GroupMetric(
        by_group,
        overall[()],
        (highest - lowest)[()],
        quotient(lowest, highest)[()],
        np.where(none, np.nan, distance)[()],
        nearest[()],
    )
