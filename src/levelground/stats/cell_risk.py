"""Whether a cell of a table says too much about one person or organisation, and counts as they are shown under three rules."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.borders import below
from levelground.stats.intervals import FloatArray, MethodArray

SMALLEST_CELL: Final = 10
LARGEST_TAKEN: Final = 2
DOMINANT_SHARE: Final = 0.9
REMAINDER: Final = 0.1
ROUNDED_TO: Final = 5
MIDPOINT_TO: Final = 6
LARGEST_REDACTED: Final = 7
CLOSE: Final = 1e-12


class CellRisk(NamedTuple):
    """The primary risk of each cell; it looks at one cell at a time, never at what the sums of a table give away."""

    contributors: FloatArray
    """How many contribute to the cell."""
    below_threshold: NDArray[np.bool_]
    """Fewer contributors than the threshold; an empty cell too."""
    dominated: NDArray[np.bool_]
    """The largest contributors have a share of the total at or above the limit."""
    remainder_ratio: FloatArray
    """What is left beyond the two largest, over the largest: 0 where nothing is left, NaN for a total of 0."""
    remainder_small: NDArray[np.bool_]
    """The ratio is below its limit: the second largest could work out the largest."""


def cell_risk(
    values: ArrayLike,
    *,
    smallest_cell: int = SMALLEST_CELL,
    largest: int = LARGEST_TAKEN,
    dominant_share: float = DOMINANT_SHARE,
    remainder: float = REMAINDER,
    where: ArrayLike = True,
) -> CellRisk:
    r"""The threshold, dominance (n, k) and p-ratio rules for the contributions to each cell.

    .. math:: n < n_0, \qquad \frac{x_{(1)} + \dots + x_{(k)}}{\sum x} \ge K, \qquad \frac{\sum x - x_{(1)} - x_{(2)}}{x_{(1)}} < p

    A cell without contributors, or whose total is 0, is below the threshold or has no dominance: its ratio is NaN and neither of the
    two rules on size fires.

    Parameters
    ----------
    values : array_like
        Contributions, 0 or more, (..., contributors).
    smallest_cell : int
        The threshold n0, 1 or more.
    largest : int
        How many of the largest contributors k the dominance rule adds up, 1 or more.
    dominant_share : float
        Their limit K, a fraction above 0 and at most 1.
    remainder : float
        The limit p of the ratio, a fraction above 0 and at most 1.
    where : array_like
        True for the contributors who belong to the cell; what stands elsewhere changes nothing.

    Returns
    -------
    CellRisk
        Without the axis of contributors.

    Raises
    ------
    ValueError
        For contributions that are negative, NaN or not finite, no axis, a limit out of its range.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Contributions within rounding of nothing (1e-12 of the largest) beyond the two largest count as nothing, and a share or a ratio
    within 1e-12 of its limit is at it: 0.57 and 0.51 of 1.2 are nine tenths.

    References
    ----------
    Hundepool A and others. Statistical Disclosure Control, 2012, chapter 4 (threshold, dominance and p% rules).

    Examples
    --------
    Two of the three have 98 of 100: dominated, and what is left is 2 to 90.

    >>> found = cell_risk([90, 8, 2])
    >>> found.below_threshold.item(), found.dominated.item(), round(found.remainder_ratio.item(), 4), found.remainder_small.item()
    (True, True, 0.0222, True)
    """
    amounts, inside = np.broadcast_arrays(domains.not_negative("values", values, where=where), domains.marks("where", where))
    if amounts.ndim == 0:
        raise ValueError("values must have an axis of contributors; found a single number")
    least = domains.whole("smallest_cell", smallest_cell, least=1)
    taken = max(domains.whole("largest", largest, least=1), 2)
    limit, left_limit = _share("dominant_share", dominant_share), _share("remainder", remainder)
    count = inside.sum(axis=-1, dtype=np.float64)
    _, power = np.frexp(np.max(amounts, axis=-1, initial=0))
    amounts = np.ldexp(np.where(inside, amounts, 0.0), -power[..., np.newaxis])
    total, top = amounts.sum(axis=-1), _top(amounts, taken)
    first, two = top[..., 0], top[..., :2].sum(axis=-1)
    some = first > 0
    left = np.where(total - two > CLOSE * first, total - two, 0.0)
    ratio = np.divide(left, first, out=np.full(first.shape, np.nan), where=some)
    share = np.divide(top[..., :largest].sum(axis=-1), total, out=np.zeros(first.shape), where=some)
    return CellRisk(
        count[()],
        (count < least)[()],
        (some & ~below(share, limit, within=CLOSE))[()],
        ratio[()],
        below(ratio, left_limit, within=CLOSE)[()],
    )


class ShownCounts(NamedTuple):
    """Counts as they may be shown."""

    shown: FloatArray
    """The rounded count; NaN where it is withheld."""
    method: MethodArray
    """How each was treated: the rule's id, or ``withheld_few_events``."""


def nearest_five(counts: ArrayLike) -> ShownCounts:
    """Counts under the rule of Hospital Episode Statistics: 0 stays 0, 1 to 7 are withheld, others go to the nearest 5 (a half up).

    Parameters
    ----------
    counts : array_like
        Whole numbers, 0 or more.

    Returns
    -------
    ShownCounts
        In the shape of `counts`; method ``nearest_5`` or ``withheld_few_events``.

    Raises
    ------
    ValueError, TypeError
        For what is not a whole number, 0 or more.

    Notes
    -----
    Each count by itself: whether the sums of a table give a withheld count away is for `levelground.measurement.protection`.

    References
    ----------
    NHS Digital. Hospital Episode Statistics (HES) analysis guide, 2019 (small numbers).

    Examples
    --------
    >>> nearest_five([0, 1, 7, 8, 12, 13]).shown.tolist()
    [0.0, nan, nan, 10.0, 10.0, 15.0]
    """
    return _shown(domains.counts("counts", counts), keep_none=True)


def redacted_then_rounded(counts: ArrayLike) -> ShownCounts:
    """Counts under OpenSAFELY's rule: 7 and fewer are withheld, none among them too, others go to the nearest 5.

    Parameters, Returns and Raises: as for `nearest_five`.

    References
    ----------
    OpenSAFELY documentation. Disclosure control: redacting counts of 7 and fewer, rounding to the nearest 5.

    Examples
    --------
    >>> redacted_then_rounded([0, 7, 8, 12, 13]).shown.tolist()
    [nan, nan, 10.0, 10.0, 15.0]
    """
    return _shown(domains.counts("counts", counts), keep_none=False)


def midpoint_six(counts: ArrayLike) -> ShownCounts:
    r"""Counts at the middle of their six: 1 to 6 are shown as 3, 7 to 12 as 9, and so on; 0 stays 0. Nothing is withheld.

    .. math:: 6 \lceil x / 6 \rceil - 3 \quad (x > 0)

    Parameters, Returns (method ``midpoint_6``) and Raises: as for `nearest_five`.

    References
    ----------
    OpenSAFELY documentation. Disclosure control: midpoint rounding to 6.

    Examples
    --------
    >>> midpoint_six([0, 1, 6, 7, 12, 13]).shown.tolist()
    [0.0, 3.0, 3.0, 9.0, 9.0, 15.0]
    """
    found = domains.counts("counts", counts)
    middle = np.where(found > 0, MIDPOINT_TO * np.ceil(found / MIDPOINT_TO) - MIDPOINT_TO // 2, 0.0)
    return ShownCounts(middle[()], np.full(found.shape, "midpoint_6")[()])


def _shown(counts: FloatArray, *, keep_none: bool) -> ShownCounts:
    withheld = (counts <= LARGEST_REDACTED) & ((counts > 0) | (not keep_none))
    rounded = ROUNDED_TO * np.floor(counts / ROUNDED_TO + 0.5)
    return ShownCounts(np.where(withheld, np.nan, rounded)[()], np.where(withheld, "withheld_few_events", "nearest_5")[()])


def _top(amounts: FloatArray, taken: int) -> FloatArray:
    """The largest amounts in order, 0 where there are no more."""
    missing = max(taken - amounts.shape[-1], 0)
    padded = np.concatenate([amounts, np.zeros((*amounts.shape[:-1], missing))], axis=-1)
    return -np.sort(-np.partition(padded, padded.shape[-1] - taken, axis=-1)[..., padded.shape[-1] - taken :], axis=-1)


def _share(name: str, value: float) -> FloatArray:
    share = domains.positive(name, value)
    domains.between(name, share, np.zeros(()), np.ones(()))
    return share
