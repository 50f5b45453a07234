"""Staff: whether a group stands as high in the grades, and sits on the board, in proportion to its share of the workforce."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.odds_ratio import odds_ratio, odds_ratio_exact_interval, odds_ratio_exact_interval_method
from levelground.stats.proportions import wilson


class ProgressionRatio(NamedTuple):
    """A comparison of two groups' chances of standing higher in the grades, an element for each pair."""

    estimate: FloatArray
    """1 is parity, above 1 the comparison group stands higher; `inf` where the group has nobody in the upper grades, NaN for 0/0."""
    interval: Interval
    """Exact limits, given the four totals. Never NaN."""
    method: MethodArray
    """Of the interval: as for `odds_ratio_exact_interval_method`."""


def progression_ratio(
    lower: ArrayLike, upper: ArrayLike, reference_lower: ArrayLike, reference_upper: ArrayLike, *, confidence: ArrayLike = 0.95
) -> ProgressionRatio:
    r"""The race disparity ratio: staff in upper grades per staff in lower grades, comparison group over group.

    .. math:: \frac{u_2 / l_2}{u_1 / l_1}

    For NHS staff on Agenda for Change: lower is bands 5 and under, middle 6 and 7, upper 8a and over, and the ratio is given for
    lower to middle, middle to upper, lower to upper, White staff over Black and minority ethnic staff. 1 is parity; 2 says that
    the comparison group is twice as well represented above. It compares where staff are, not who was promoted.

    Parameters
    ----------
    lower, upper, reference_lower, reference_upper : array_like
        Whole numbers of staff, 0 or more; each group has at least one person in the two grades together.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    ProgressionRatio
        Ratios without unit, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, a group with nobody, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    It is an odds ratio, and has its exact interval: staff in post are taken as one outcome of a process that goes on.

    References
    ----------
    NHS England. A Model Employer: increasing black and minority ethnic representation at senior levels across the NHS, 2019.
    Agresti A. Categorical Data Analysis, 2nd edition, 2002, section 2.2.3 (the odds ratio).

    Examples
    --------
    The table of the lady tasting tea, read as grades (R's `fisher.test` prints 0.2117 to 621.93: its search stops early above):

    >>> ratio = progression_ratio(3, 1, 1, 3)
    >>> f"{ratio.estimate:.0f}, {ratio.interval.lower:.2f} to {ratio.interval.upper:.1f}"
    '9, 0.21 to 626.2'
    """
    l1, u1 = domains.counts("lower", lower), domains.counts("upper", upper)
    l2, u2 = domains.counts("reference_lower", reference_lower), domains.counts("reference_upper", reference_upper)
    table = u2, l2 + u2, u1, l1 + u1
    return ProgressionRatio(
        odds_ratio(*table), odds_ratio_exact_interval(*table, confidence=confidence), odds_ratio_exact_interval_method(*table)
    )


class BoardDifference(NamedTuple):
    """A group's share of the board beside its share of the workforce, an element for each organisation."""

    estimate: FloatArray
    """Board share minus workforce share, -1 to 1: 0 is parity, below 0 too few on the board."""
    interval: Interval
    """Wilson's limits of the board's share, minus the workforce's share, which is a full count."""
    seats_short: FloatArray
    """How many more members of the group would bring the board nearest to the workforce's share; below 0: how many fewer."""
    method: MethodArray
    """Always ``wilson``."""


def board_difference(
    board: ArrayLike, all_board: ArrayLike, workforce: ArrayLike, all_workforce: ArrayLike, *, confidence: ArrayLike = 0.95
) -> BoardDifference:
    r"""The difference between a group's share of the board and of the workforce (ninth indicator of the race equality standard).

    .. math:: \frac{x_b}{n_b} - \frac{x_w}{n_w}

    0 is parity. No result is NaN. The standard's shares have everybody below the line, those whose ethnicity is not known too.

    Parameters
    ----------
    board, workforce : array_like
        Whole numbers of the group, 0 or more and no more than all.
    all_board, all_workforce : array_like
        Whole numbers, 1 or more.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    BoardDifference
        Differences as fractions (0.04 is 4 percentage points), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more of the group than of all, nobody at all, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    A board is small: of 12 seats one is 8 percentage points. The interval reads the board as one outcome of how seats are filled;
    `seats_short` says the same without it, rounded half up.

    References
    ----------
    NHS England. Workforce Race Equality Standard 2022 data analysis report for NHS trusts, indicator 9.
    Newcombe RG. Statistics in Medicine 1998; 17: 857-872 (table I: Wilson's limits of 15 of 148).

    Examples
    --------
    15 of 148 (0.0624 to 0.1605 as printed by Newcombe) beside a workforce without the group:

    >>> difference = board_difference(15, 148, 0, 1_000)
    >>> f"{difference.interval.lower:.4f} to {difference.interval.upper:.4f}"
    '0.0624 to 0.1605'

    One of 12 seats, where 24.2% of the workforce are Black and minority ethnic (England, 2022): two more seats.

    >>> board_difference(1, 12, 242, 1_000).seats_short.item()
    2.0
    """
    xb, nb, xw, nw, tail = np.broadcast_arrays(
        *_of_all("board", board, all_board), *_of_all("workforce", workforce, all_workforce), domains.upper_tail(confidence)
    )
    share, limits = xw / nw, wilson(xb, nb, tail)
    return BoardDifference(
        (xb / nb - share)[()],
        interval(limits.lower - share, limits.upper - share),
        (np.floor((2 * nb * xw + nw) / (2 * nw)) - xb)[()],
        np.full(xb.shape, "wilson")[()],
    )


def _of_all(name: str, some: ArrayLike, everybody: ArrayLike) -> tuple[FloatArray, FloatArray]:
    part, whole = domains.counts(name, some), domains.trials(f"all_{name}", everybody)
    domains.between(name, part, np.zeros(()), whole)
    return part, whole
