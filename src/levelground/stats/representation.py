"""Representation: whether groups take part in proportion to their share of the people who could."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from levelground.stats import domains
from levelground.stats.borders import above, below
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, quotient
from levelground.stats.parts import in_parts
from levelground.stats.proportions import wilson

COMPARABLE: Final = (0.8, 1.2)
"""A participation ratio from 0.8 to 1.2 is read as comparable representation, both borders included."""
COMPUTED: Final = "computed"
WITHHELD_NO_PARTICIPANTS: Final = "withheld_no_participants"
WITHHELD_NO_POPULATION: Final = "withheld_no_population"


class ParticipationRatio(NamedTuple):
    """A group's share among the participants beside its share of the population, an element for each group or study."""

    estimate: FloatArray
    """The ratio of the shares: 1 is parity, 0 nobody of the group took part."""
    interval: Interval
    """Wilson's limits of the participants' share, over the population's share. Never NaN."""
    representation: MethodArray
    """``below`` 0.8, ``comparable`` (0.8 to 1.2) or ``above`` 1.2: the estimate alone is read, chance is not in it."""
    method: MethodArray
    """Always ``wilson``."""


def participation_ratio(
    participants: ArrayLike, all_participants: ArrayLike, population_share: ArrayLike, *, confidence: ArrayLike = 0.95
) -> ParticipationRatio:
    r"""The participation-to-prevalence ratio: a group's share of those who took part over its share of those with the condition.

    .. math:: PPR = \frac{x / n}{P}

    1 is parity; 0 says that nobody of the group took part, and has an upper limit all the same. No result is NaN.

    Parameters
    ----------
    participants : array_like
        Whole numbers x, 0 or more and no more than `all_participants`.
    all_participants : array_like
        Whole numbers n, 1 or more.
    population_share : array_like
        The group's share P of the people who could have taken part, above 0 and at most 1.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    ParticipationRatio
        Ratios without unit, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more participants of the group than of all, nobody at all, a share
        outside (0, 1], confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The interval takes the population's share as known. Where it is itself counted in a sample, use `proportion_ratio_interval`.

    References
    ----------
    Scott PE and others. Participation of women in clinical trials supporting FDA approval of cardiovascular drugs. Journal of the
    American College of Cardiology 2018; 71: 1960-1969 (table 1: the counts; figure of the ratios: the range 0.8 to 1.2).

    Examples
    --------
    Women in trials of acute coronary syndrome, and of pulmonary arterial hypertension; 0.6 and 1.4 as printed:

    >>> ratio = participation_ratio([11_932, 2_907], [43_377, 3_763], [0.43, 0.57])
    >>> ratio.estimate.round(1).tolist(), ratio.representation.tolist()
    ([0.6, 1.4], ['below', 'above'])
    """
    share = domains.positive("population_share", population_share)
    domains.between("population_share", share, np.zeros(()), np.ones(()))
    x, n, share, tail = np.broadcast_arrays(
        *domains.events_of_trials(participants, all_participants), share, domains.upper_tail(confidence)
    )
    estimate, limits = x / n / share, wilson(x, n, tail)
    reading = np.select([below(estimate, COMPARABLE[0]), above(estimate, COMPARABLE[1])], ["below", "above"], "comparable")
    return ParticipationRatio(
        estimate[()], interval(limits.lower / share, limits.upper / share), reading[()], np.full(x.shape, "wilson")[()]
    )


class Representativeness(NamedTuple):
    """How alike the participants are to the population over all groups, an element for each setting."""

    ratio: FloatArray
    """The participation ratio of each group, (..., groups): 0/0 is NaN, participants from a group without people are `inf`."""
    dissimilarity: FloatArray
    """The share of participants who would have to be of another group for parity: 0 is parity, 1 has no group in common."""
    by_chance: FloatArray
    """The dissimilarity that participants drawn by chance from the population would have on average."""
    similarity: FloatArray
    """1 - dissimilarity."""
    method: MethodArray
    """``computed``; ``withheld_no_participants`` or ``withheld_no_population``: NaN."""


def representativeness(participants: ArrayLike, population: ArrayLike, *, where: ArrayLike = True) -> Representativeness:
    r"""The index of dissimilarity between participants and population, and what chance alone would make of it.

    .. math:: D = \tfrac12 \sum_g \left| \frac{x_g}{n} - P_g \right|, \quad
              E(D) = \frac1n \sum_g m_g \binom{n}{m_g} P_g^{m_g} (1 - P_g)^{n - m_g + 1}, \quad m_g = \lfloor n P_g \rfloor + 1

    0 is parity. Chance alone lifts it above 0, the more the fewer participants: read it beside `by_chance`. NaN where there are no
    participants or no population.

    Parameters
    ----------
    participants : array_like
        Whole numbers, 0 or more, (..., groups).
    population : array_like
        People or shares, 0 or more, (..., groups): only their proportions count.
    where : array_like
        True for the groups that belong; what stands in other cells changes nothing, NaN included.

    Returns
    -------
    Representativeness
        Fractions, 0 to 1; `ratio` with the groups' axis, the rest without.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, a population that is negative or not finite, no axis of groups.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    `by_chance` is exact: the mean absolute deviation of a binomial count, group by group.

    References
    ----------
    Duncan OD, Duncan B. A methodological analysis of segregation indexes. American Sociological Review 1955; 20: 210-217.
    Diaconis P, Zabell S. Closed form summation for classical distributions. Statistical Science 1991; 6: 284-302 (de Moivre's formula).

    Examples
    --------
    Eight people drawn by chance from halves are 35/32 = 1.09375 people off on average (de Moivre's formula):

    >>> found = representativeness([6, 2], [0.5, 0.5])
    >>> found.dissimilarity.item(), round(8 * found.by_chance.item(), 5)
    (0.25, 1.09375)
    """
    x, people, inside = np.broadcast_arrays(
        domains.counts("participants", domains.finite("participants", participants, where=where)),
        domains.not_negative("population", population, where=where),
        domains.marks("where", where),
    )
    if x.ndim == 0:
        raise ValueError("participants must have an axis of groups; found a single number")
    return in_parts(_representativeness, x.shape[:-1], x, people, inside, cells_each=x.shape[-1])


def _representativeness(x: FloatArray, people: FloatArray, inside: NDArray[np.bool_]) -> Representativeness:
    x = np.where(inside, x, 0.0)
    _, power = np.frexp(np.max(people, axis=-1, initial=0))
    people = np.ldexp(people, -power[..., np.newaxis])
    n, total = x.sum(axis=-1, keepdims=True), people.sum(axis=-1, keepdims=True)
    known = (n > 0) & (total > 0)
    taken, share = x / np.where(known, n, np.nan), people / np.where(known, total, np.nan)
    apart, chance = np.abs(taken - share).sum(axis=-1) / 2, _apart_by_chance(n, share).sum(axis=-1) / 2
    ratio = np.where(known & inside, quotient(taken, share), np.nan)
    method = np.select([total[..., 0] == 0, n[..., 0] == 0], [WITHHELD_NO_POPULATION, WITHHELD_NO_PARTICIPANTS], COMPUTED)
    return Representativeness(ratio, apart, chance, 1 - apart, method)


def _apart_by_chance(n: FloatArray, share: FloatArray) -> FloatArray:
    """The mean absolute deviation of a binomial share from its expectation; 0 for shares of 0 and 1."""
    inner = np.where((share > 0) & (share < 1), share, 0.5)
    above = np.minimum(np.floor(n * inner) + 1, np.maximum(n, 1))
    many = np.maximum(n, 1)
    mean = 2 * (above / many) * (1 - inner) * stats.binom.pmf(above, many, inner)
    return np.where(inner == share, mean, np.where(np.isnan(share), np.nan, 0.0))


class ResponseRepresentativity(NamedTuple):
    """How even the response is over groups, an element for each setting."""

    estimate: FloatArray
    """1 is the same response in every group, 0 the most uneven there can be."""
    response: FloatArray
    """Of all groups together, 0 to 1."""
    method: MethodArray
    """``computed``, or ``withheld_no_population``: NaN."""


def response_representativity(responses: ArrayLike, invited: ArrayLike, *, where: ArrayLike = True) -> ResponseRepresentativity:
    r"""The R-indicator: how far the groups' response proportions are from one another.

    .. math:: R = 1 - 2 \sqrt{\sum_g \frac{n_g}{n} (\rho_g - \bar\rho)^2}

    1 says that all groups responded alike, however few did; 0 that half responded entirely and half not at all. Without anybody
    invited it is NaN.

    Parameters
    ----------
    responses, invited : array_like
        Whole numbers, 0 or more, responses no more than invited, (..., groups).
    where : array_like
        True for the groups that belong; the counts in other cells change nothing.

    Returns
    -------
    ResponseRepresentativity
        Fractions, without the groups' axis.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more responses than invited, no axis of groups.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Chance differences between small groups lower it: it is not corrected for them.

    References
    ----------
    Schouten B, Cobben F, Bethlehem J. Indicators for the representativeness of survey response. Survey Methodology 2009; 35: 101-113.

    Examples
    --------
    >>> response_representativity([100, 0], [100, 100]).estimate.item(), response_representativity([30, 30], [100, 100]).estimate.item()
    (0.0, 1.0)
    """
    x, n, inside = np.broadcast_arrays(
        domains.counts("responses", domains.finite("responses", responses, where=where)),
        domains.counts("invited", domains.finite("invited", invited, where=where)),
        domains.marks("where", where),
    )
    if x.ndim == 0:
        raise ValueError("responses must have an axis of groups; found a single number")
    domains.between("responses", np.where(inside, x, 0), np.zeros(()), np.where(inside, n, 0))
    return in_parts(_representativity, x.shape[:-1], x, n, inside, cells_each=x.shape[-1])


def _representativity(x: FloatArray, n: FloatArray, inside: NDArray[np.bool_]) -> ResponseRepresentativity:
    x, n = np.where(inside, x, 0.0), np.where(inside, n, 0.0)
    total = n.sum(axis=-1)
    some = np.where(total > 0, total, np.nan)
    overall = x.sum(axis=-1) / some
    apart = np.where(n > 0, x / np.maximum(n, 1) - overall[..., np.newaxis], 0.0)
    spread = np.sqrt((n * apart**2).sum(axis=-1) / some)
    return ResponseRepresentativity(np.maximum(1 - 2 * spread, 0), overall, np.where(total > 0, COMPUTED, WITHHELD_NO_POPULATION))
