"""How long a run, how few crossings and how many runs chance makes: the rules that judge a run chart."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.stretches import BoolArray

RULES: Final = ("anhoej", "best_box", "cut_box")
FEWEST, MOST = 10, 100
"""Useful points that the boxes are made for; outside these Anhoej's rules hold."""
MOST_POINTS: Final = 1e10
"""More points than this on the rarer side are refused: the numbers of runs that can be would fill the memory."""
FAR: Final = 8
"""Numbers of runs that are so many standard deviations and so many pairs away from the likeliest have no chance to speak of."""
ROUNDING: Final = 1e-9
FEW_RUNS: Final = 0.025
"""The chance that a number of runs at or beyond a limit is still taken to be."""
_BOX_ROWS: Final = """
2 6 5 3  3 7 6 4  3 6 6 3  3 6 6 3  3 6 6 3  4 7 6 6  5 8 7 6  5 7 7 5  5 7 6 6  5 7 5 6
6 7 7 6  7 8 8 7  6 7 6 7  6 7 6 7  6 7 6 7  6 7 7 6  9 9 7 10  9 8 7 10  9 8 7 11  10 8 8 10
11 10 9 12  11 9 8 14  11 8 8 11  11 8 7 12  11 8 7 13  12 8 8 12  13 9 8 15  14 10 10 14  13 8 8 13  15 11 11 15
15 9 9 15  15 9 8 17  14 8 8 14  14 8 8 14  17 10 10 17  17 9 9 17  17 9 8 19  17 9 7 20  19 12 11 20  19 10 9 21
19 9 9 19  19 9 8 21  19 9 7 21  21 11 9 23  21 10 8 23  21 9 9 21  21 9 8 23  23 12 11 25  23 10 9 24  23 10 8 26
23 9 9 23  23 9 8 24  25 11 9 27  25 10 9 27  26 11 10 27  26 10 9 27  27 12 10 29  27 10 10 27  27 10 8 29  28 11 8 29
29 14 13 30  29 11 9 31  29 10 9 30  30 11 10 31  30 10 10 30  31 12 9 32  31 11 8 34  31 10 9 33  32 11 8 33  33 13 11 37
33 11 9 35  33 10 10 33  34 11 10 36  33 10 7 36  35 11 11 35  35 11 8 38  35 10 9 36  35 10 8 38  37 12 10 38  37 11 9 39
38 12 12 38  37 10 9 39  39 13 12 41  39 11 10 40  39 11 8 42  39 10 10 39  39 10 8 41  41 12 9 42  41 11 9 44  42 12 10 43
41 10 9 42
"""
BOXES: Final = np.array(_BOX_ROWS.split(), dtype=np.float64).reshape(-1, 4)
"""For 10 to 100 useful points (ten a line): the fewest crossings and the longest run of the best box; then what the cut box leaves of
its borders, the longest run at the fewest crossings and the fewest crossings at the longest run. A test makes some again."""


def runs_limits(useful: ArrayLike, *, rule: str = "anhoej") -> tuple[FloatArray, FloatArray]:
    r"""The longest run and the fewest crossings that chance is taken to make among so many useful points.

    Anhoej's are

    .. math:: \mathrm{round}(\log_2 n) + 3, \qquad \min\{c : P(B_{n - 1, 1/2} \le c) \ge 0.05\}

    The best box has, among all pairs of limits within which a random series stays with a probability of 0.925 or more, the least
    probability that one whose centre is off by 0.8 standard deviations does. The cut box is the same box but for the worst cells of its
    corner (`runs_signal`). NaN for 0 points.

    Parameters
    ----------
    useful : array_like
        Points that are not on the centre: whole numbers, 0 or more.
    rule : str, optional
        ``anhoej``, ``best_box`` or ``cut_box``. Boxes are for 10 to 100 useful points; outside these Anhoej's limits hold.

    Returns
    -------
    tuple of ndarray
        The limit of the longest run and that of the crossings, in points and crossings, in the shape of `useful`.

    Raises
    ------
    ValueError, TypeError
        For anything but whole numbers, 0 or more; a rule not known.

    References
    ----------
    Anhoej J, Olesen AV. Run charts revisited. PLoS ONE 2014; 9(11): e113825.
    Anhoej J, Wentzel-Larsen T. Smooth operator: modifying the Anhoej rules to improve runs analysis in statistical process control.
    PLoS ONE 2020; 15(6): e0233920 (boxes).

    Examples
    --------
    A chart of 24 useful points signals with a run of more than 8 or with fewer than 8 crossings; by the best box, more than 7 or
    fewer than 6:

    >>> for rule in ("anhoej", "best_box"):
    ...     run, crossings = runs_limits(24, rule=rule)
    ...     print(f"{run:.0f} {crossings:.0f}")
    8 8
    7 6
    """
    number = domains.counts("useful", useful)
    some = np.where(number > 0, number, np.nan)
    sizes, place = np.unique(np.maximum(number - 1, 0), return_inverse=True)
    fewest = np.asarray(stats.binom.ppf(0.05, sizes, 0.5))[place].reshape(number.shape)
    longest, crossings = np.rint(np.log2(some)) + 3, np.where(number > 0, np.maximum(fewest, 0), np.nan)
    if domains.choice("rule", rule, RULES) == "anhoej":
        return longest[()], crossings[()]
    box, boxed = _boxes(number)
    return np.where(boxed, box[..., 1], longest)[()], np.where(boxed, box[..., 0], crossings)[()]


def runs_signal(useful: ArrayLike, crossings: ArrayLike, longest_run: ArrayLike, *, rule: str = "anhoej") -> BoolArray:
    """Whether a longest run is over its limit or crossings are under theirs (`runs_limits`). No useful points: False.

    By ``cut_box`` also a run of nearly the limit with crossings at theirs, and crossings of nearly the limit with a run at its own.

    Parameters
    ----------
    useful, crossings, longest_run : array_like
        Whole numbers, 0 or more; they broadcast.
    rule : str, optional
        As for `runs_limits`.

    Returns
    -------
    ndarray of bool
        In the broadcast shape.

    Raises
    ------
    ValueError, TypeError
        For anything but whole numbers, 0 or more; a rule not known.

    References
    ----------
    As for `runs_limits`.

    Examples
    --------
    >>> bool(runs_signal(24, 8, 8)), bool(runs_signal(24, 7, 8)), bool(runs_signal(24, 8, 9))
    (False, True, True)
    """
    most, fewest = runs_limits(useful, rule=rule)
    run, crossed = domains.counts("longest_run", longest_run), domains.counts("crossings", crossings)
    signal = (run > most) | (crossed < fewest)
    if rule == "cut_box":
        box, boxed = _boxes(domains.counts("useful", useful))
        signal = signal | (boxed & (((crossed == fewest) & (run > box[..., 2])) | ((run == most) & (crossed < box[..., 3]))))
    return np.asarray(signal, dtype=np.bool_)[()]


def number_of_runs_limits(above: ArrayLike, below: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""The fewest and the most runs that chance is taken to make of so many points above and below the centre.

    .. math:: P(R = 2k) = 2 \binom{a - 1}{k - 1} \binom{b - 1}{k - 1} \Big/ \binom{a + b}{a}

    (and its like for odd numbers) when every order of the points is equally probable. A number of runs is beyond a limit when it, or
    one further out, has a probability of 2.5% or less. NaN where there is no point above or none below.

    Parameters
    ----------
    above, below : array_like
        Useful points on each side: whole numbers, 0 or more; they broadcast.

    Returns
    -------
    tuple of ndarray
        Fewer runs than the first are too few, more than the second too many; in runs, in the broadcast shape.

    Raises
    ------
    ValueError
        For numbers that are negative, not whole or above 1e70, and for more than 1e10 on both sides.
    TypeError
        For anything but numbers.

    Notes
    -----
    The table in use (Perla and others, table 1) has been rounded from those of Swed and Eisenhart: of its 31 rows for 10 to 40 points
    each limit is this one or differs by 1.

    References
    ----------
    Swed FS, Eisenhart C. Tables for testing randomness of grouping in a sequence of alternatives. Annals of Mathematical Statistics
    1943; 14: 66-87.
    Perla RJ, Provost LP, Murray SK. The run chart. BMJ Quality & Safety 2011; 20: 46-51, table 1.

    Examples
    --------
    24 points, half of them on each side: 8 to 18, as in the table of Perla and others:

    >>> fewest, most = number_of_runs_limits(12, 12)
    >>> print(f"{fewest:.0f} {most:.0f}")
    8 18
    """
    over, under = np.broadcast_arrays(domains.counts("above", above), domains.counts("below", below))
    domains.not_negative("the smaller of above and below", np.minimum(over, under), most=MOST_POINTS)
    pairs, place = np.unique(over.ravel() + 1j * under.ravel(), return_inverse=True)
    found = np.array([_runs_within(int(pair.real), int(pair.imag)) for pair in pairs]).reshape(-1, 2)[place]
    return found[:, 0].reshape(over.shape)[()], found[:, 1].reshape(over.shape)[()]


def _boxes(useful: FloatArray) -> tuple[FloatArray, BoolArray]:
    boxed = (useful >= FEWEST) & (useful <= MOST)
    return BOXES[(np.where(boxed, useful, FEWEST) - FEWEST).astype(np.intp)], np.asarray(boxed)


@cache
def _runs_within(above: int, below: int) -> tuple[float, float]:
    """From the chance of each number of runs beside that of the one before it, around the likeliest: no digits are lost of many points."""
    if not (above and below):
        return float("nan"), float("nan")
    fewer, more = float(min(above, below)), float(max(above, below))
    points = fewer + more
    middle = fewer / (1 + fewer / more)
    spread = math.sqrt(max(2 * middle * (2 * middle - 1) / (points - 1), 0.0)) / 2
    pairs = np.arange(max(1.0, math.floor(middle - FAR * spread) - FAR), min(fewer, math.ceil(middle + FAR * spread) + FAR) + 1)
    rises = np.log(fewer - pairs[:-1]) + np.log(more - pairs[:-1]) - 2 * np.log(pairs[:-1])
    likely = np.cumsum(np.append(0.0, rises))
    even = np.exp(likely - likely.max())
    odd = even * (points - 2 * pairs) / (2 * pairs)
    runs, chance = np.column_stack([2 * pairs, 2 * pairs + 1]).ravel(), np.column_stack([even, odd]).ravel()
    chance /= chance.sum()
    few, many = np.cumsum(chance), np.cumsum(chance[::-1])[::-1]
    rare = FEW_RUNS * (1 + ROUNDING)
    return float(runs[few > rare][0]), float(runs[many > rare][-1])
