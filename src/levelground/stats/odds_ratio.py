"""The odds ratio of a group and its comparison group: the sample's, Fisher's conditional one, exact and mid-P intervals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.conditional_odds import lower_log_odds, most_likely_log_odds, two_sided_chance
from levelground.stats.fisher_as_printed import follows_r, printed_estimate, printed_interval
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, quotient
from levelground.stats.parts import in_parts

EXACT: Final = "exact_conditional"
MID_P: Final = "mid_p_conditional"
ONE_TABLE: Final = "one_possible_table"


def odds_ratio(events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike) -> FloatArray:
    r"""The odds of a group divided by the odds of its comparison group.

    .. math:: \frac{x_1 (n_2 - x_2)}{(n_1 - x_1)\, x_2}

    1 is no gap. A zero above the line alone gives 0, a zero below it alone `inf`; zeros in both have no ratio, and that alone is NaN.
    Where events are common the odds ratio is farther from 1 than the ratio of proportions: it must not be read as one.

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, 0 or more and no more than the trials.
    trials, reference_trials : array_like
        Whole numbers, 1 or more.

    Returns
    -------
    numpy.ndarray
        The ratio (no unit), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more events than trials, no trials.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    References
    ----------
    Agresti A. Categorical Data Analysis, 2nd edition, 2002, section 2.2.3.

    Examples
    --------
    The lady tasting tea, 3 of 4 cups right beside 1 of 4:

    >>> odds_ratio(3, 4, 1, 4).item()
    9.0
    """
    x1, n1, x2, n2 = _table(events, trials, reference_events, reference_trials)
    return quotient(x1 * (n2 - x2), (n1 - x1) * x2)[()]


def conditional_odds_ratio(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    compat: str | None = None,
) -> FloatArray:
    r"""The odds ratio under which the group's events are just as many as expected, given all margins (Fisher).

    .. math:: E(x_1 \mid \psi,\ x_1 + x_2) = x_1

    1 is no gap. 0 or `inf` where x1 is the least or the most that the margins allow; NaN where they allow one table only (no events
    at all, or nothing but events). It is a little nearer to 1 than `odds_ratio`.

    The other Parameters, Returns and Raises: as for `odds_ratio`.

    Parameters
    ----------
    compat : str, optional
        "fisher.test" gives what R prints: right to about 3 digits, and 0 where the margins allow one table only.

    References
    ----------
    Fisher RA. The logic of inductive inference. Journal of the Royal Statistical Society 1935; 98: 39-82 (the conditional distribution).

    Examples
    --------
    The lady tasting tea. R's manual page on `fisher.test` prints 6.408309, found by a search that stops early; `compat` repeats it:

    >>> f"{conditional_odds_ratio(3, 4, 1, 4):.6f}"
    '6.408320'
    >>> f"{conditional_odds_ratio(3, 4, 1, 4, compat='fisher.test'):.6f}"
    '6.408309'
    """
    table = _table(events, trials, reference_events, reference_trials)
    return (printed_estimate(*table) if follows_r(compat) else _exponential(most_likely_log_odds, *table))[()]


def odds_ratio_exact_interval(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    compat: str | None = None,
) -> Interval:
    r"""The exact interval of the odds ratio, given all margins (Fisher, Cornfield).

    .. math:: P(X \ge x_1 \mid \psi_L) = \alpha/2, \quad P(X \le x_1 \mid \psi_U) = \alpha/2

    The least count that the margins allow gives a lower limit of exactly 0, the most an upper limit of `inf`; one possible table
    0 to `inf`: the data say nothing. No limit is NaN.

    Parameters
    ----------
    events, trials, reference_events, reference_trials : array_like
        As for `odds_ratio`.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).
    compat : str, optional
        "fisher.test" gives what R prints, right to about 3 digits: a plain loop, for comparison only.

    Returns
    -------
    Interval
        Limits of the ratio, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `odds_ratio`; also for confidence outside (0, 1) and an unknown `compat`.

    Notes
    -----
    Coverage is never below `confidence`, and often well above it where events are few.

    References
    ----------
    Cornfield J. A statistical problem arising from retrospective studies. Proceedings of the Third Berkeley Symposium 1956; 4: 135-148.

    Examples
    --------
    Convictions of like-sex twins (Fisher 1935): 2 of 17 dizygotic beside 10 of 13 monozygotic. R's manual page on `fisher.test`
    prints 0.003325764 to 0.363182271, found by a search that stops early; `compat` repeats it:

    >>> lower, upper = odds_ratio_exact_interval(2, 17, 10, 13)
    >>> f"{lower:.5f} to {upper:.5f}"
    '0.00332 to 0.36319'
    >>> lower, upper = odds_ratio_exact_interval(2, 17, 10, 13, compat="fisher.test")
    >>> f"{lower:.9f} to {upper:.9f}"
    '0.003325764 to 0.363182271'
    """
    table = _table(events, trials, reference_events, reference_trials, confidence)
    return interval(*printed_interval(*table)) if follows_r(compat) else _limits(table, at_x=1.0)


def odds_ratio_mid_p_interval(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
) -> Interval:
    r"""The mid-P interval of the odds ratio: as the exact one, but the observed count has half its weight.

    .. math:: P(X > x_1 \mid \psi_L) + \tfrac12 P(X = x_1 \mid \psi_L) = \alpha/2

    and the upper limit likewise. What 0 and `inf` mean: as for `odds_ratio_exact_interval`. No limit is NaN.

    Parameters, Returns and Raises: as for `odds_ratio_exact_interval`.

    Notes
    -----
    Coverage is near `confidence` on average; the interval always lies within the exact one.

    References
    ----------
    Lancaster HO. Significance tests in discrete distributions. Journal of the American Statistical Association 1961; 56: 223-234.
    Berry G, Armitage P. Mid-P confidence intervals: a brief review. The Statistician 1995; 44: 417-423.

    Examples
    --------
    >>> lower, upper = odds_ratio_mid_p_interval(2, 17, 10, 13)
    >>> exact = odds_ratio_exact_interval(2, 17, 10, 13)
    >>> bool(exact.lower < lower < upper < exact.upper)
    True
    """
    return _limits(_table(events, trials, reference_events, reference_trials, confidence), at_x=0.5)


def fisher_probability(events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike) -> FloatArray:
    """The two-sided probability of Fisher's test: of all tables that are no likelier than this one, were the odds the same.

    1 where the margins allow one table only. Never NaN.

    Parameters and Raises: as for `odds_ratio`.

    Returns
    -------
    numpy.ndarray
        Probabilities, in the broadcast shape of the arguments.

    Notes
    -----
    Every table that the margins allow is enumerated: memory grows with the smallest margin of the largest table.

    References
    ----------
    Fisher RA. Journal of the Royal Statistical Society 1935; 98: 39-82 (the like-sex twins).

    Examples
    --------
    The lady tasting tea, two-sided, from R's manual page on `fisher.test`:

    >>> f"{fisher_probability(3, 4, 1, 4):.4f}"
    '0.4857'
    """
    table = _table(events, trials, reference_events, reference_trials)
    return in_parts(two_sided_chance, table[0].shape, *table)


def odds_ratio_exact_interval_method(
    events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike
) -> MethodArray:
    """The method id of each element of `odds_ratio_exact_interval`: ``exact_conditional``, or ``one_possible_table``.

    Counts and refusals as for `odds_ratio_exact_interval`.

    >>> odds_ratio_exact_interval_method([3, 0], 4, [1, 0], 4).tolist()
    ['exact_conditional', 'one_possible_table']
    """
    return _method(EXACT, events, trials, reference_events, reference_trials)


def odds_ratio_mid_p_interval_method(
    events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike
) -> MethodArray:
    """The method id of each element of `odds_ratio_mid_p_interval`: ``mid_p_conditional``, or ``one_possible_table``.

    Counts and refusals as for `odds_ratio_mid_p_interval`.

    >>> odds_ratio_mid_p_interval_method([3, 0], 4, [1, 0], 4).tolist()
    ['mid_p_conditional', 'one_possible_table']
    """
    return _method(MID_P, events, trials, reference_events, reference_trials)


def _method(name: str, *table: ArrayLike) -> MethodArray:
    x1, n1, x2, n2 = _table(*table)
    both = x1 + x2
    return np.where((both == 0) | (both == n1 + n2), ONE_TABLE, name)[()]


def _limits(table: tuple[FloatArray, ...], at_x: float) -> Interval:
    return in_parts(partial(_limits_of_some, at_x=at_x), table[0].shape, *table)


def _limits_of_some(*table: FloatArray, at_x: float) -> Interval:
    def lower(*table: FloatArray) -> FloatArray:
        return lower_log_odds(*table, at_x=at_x)

    x1, n1, x2, n2, tail = table
    turned_round = _exponential(lower, x2, n2, x1, n1, tail)
    return interval(_exponential(lower, *table), quotient(np.ones_like(turned_round), turned_round))


def _exponential(kernel: Callable[..., FloatArray], *table: FloatArray) -> FloatArray:
    return in_parts(lambda *some: np.exp(kernel(*some)), table[0].shape, *table)


def _table(
    events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike, *confidence: ArrayLike
) -> tuple[FloatArray, ...]:
    return np.broadcast_arrays(
        *domains.events_of_trials(events, trials),
        *domains.events_of_trials(reference_events, reference_trials, prefix="reference_"),
        *(domains.upper_tail(fraction) for fraction in confidence),
    )
