"""P values that allow for the number of comparisons made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.parts import in_parts

BoolArray = NDArray[np.bool_]


def holm_p_values(p_values: ArrayLike, *, where: ArrayLike = True) -> FloatArray:
    r"""Holm's adjusted p values: the chance of even one false finding among all comparisons stays below the level.

    .. math:: \tilde p_{(i)} = \max_{j \le i} \min\left(1,\ (m - j + 1)\, p_{(j)}\right)

    Valid whatever the dependence between the comparisons. 0 stays 0 and 1 stays 1; one comparison is left as it is.

    Parameters
    ----------
    p_values : array_like (..., comparisons)
        0 to 1; the last axis is the family of comparisons.
    where : array_like of bool
        False for cells that hold no comparison: they do not count in m, need not be valid, and are NaN in the result.

    Returns
    -------
    ndarray (..., comparisons)
        Adjusted p values, never below the p values themselves; to be compared with the level (0.05) as they are.

    Raises
    ------
    ValueError
        For p values that are NaN or outside 0 to 1, and a single number.
    TypeError
        For text, booleans, objects and masked arrays.

    References
    ----------
    Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 1979; 6: 65-70.

    Examples
    --------
    Four tests, by hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, then 0.04 raised to the one before it:

    >>> holm_p_values([0.01, 0.04, 0.03, 0.005]).round(3).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    return _adjusted(_holm, p_values, where)


def _holm(ordered: FloatArray, inside: BoolArray, number: NDArray[np.intp]) -> FloatArray:
    rank = np.arange(1, ordered.shape[-1] + 1)
    return np.maximum.accumulate(np.where(inside, np.minimum(np.maximum(number - rank + 1, 1) * ordered, 1), 1), axis=-1)


def benjamini_hochberg_p_values(p_values: ArrayLike, *, where: ArrayLike = True) -> FloatArray:
    r"""Benjamini and Hochberg's adjusted p values: of the findings, the share expected to be false stays below the level.

    .. math:: \tilde p_{(i)} = \min_{j \ge i} \min\left(1,\ \frac{m}{j}\, p_{(j)}\right)

    Valid for comparisons that are independent or positively dependent (groups beside one common reference, for one).

    Parameters, Returns (never above those) and Raises: as for `holm_p_values`.

    References
    ----------
    Benjamini Y, Hochberg Y. Controlling the false discovery rate. Journal of the Royal Statistical Society B 1995; 57: 289-300
    (the 15 comparisons).

    Examples
    --------
    The 15 p values of the paper: it finds 4, where Holm finds 3.

    >>> printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    >>> printed += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    >>> int(sum(benjamini_hochberg_p_values(printed) <= 0.05)), int(sum(holm_p_values(printed) <= 0.05))
    (4, 3)
    """
    return _adjusted(_stepped_up, p_values, where)


def benjamini_yekutieli_p_values(p_values: ArrayLike, *, where: ArrayLike = True) -> FloatArray:
    r"""Benjamini and Yekutieli's adjusted p values: as `benjamini_hochberg_p_values`, valid whatever the dependence.

    .. math:: \tilde p_{(i)} = \min_{j \ge i} \min\left(1,\ \frac{m}{j}\, p_{(j)} \sum_{k=1}^m \frac1k\right)

    Parameters, Returns (above those when many comparisons are false) and Raises: as for `holm_p_values`.

    References
    ----------
    Benjamini Y, Yekutieli D. The control of the false discovery rate in multiple testing under dependency.
    Annals of Statistics 2001; 29: 1165-1188 (theorem 1.3).

    Examples
    --------
    With 15 comparisons the factor is 3.318: 3 of the 4 findings of Benjamini and Hochberg's paper remain.

    >>> printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    >>> printed += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    >>> benjamini_yekutieli_p_values(printed)[:4].round(4).tolist()
    [0.005, 0.01, 0.0315, 0.1182]
    """
    return _adjusted(_stepped_up_further, p_values, where)


def _stepped_up_further(ordered: FloatArray, inside: BoolArray, number: NDArray[np.intp]) -> FloatArray:
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, ordered.shape[-1] + 1))])
    return _stepped_up(ordered * harmonic[number], inside, number)


def _adjusted(adjust: Callable[[FloatArray, BoolArray, NDArray[np.intp]], FloatArray], p_values: ArrayLike, where: ArrayLike) -> FloatArray:
    """P values adjusted from the smallest on, with which of them are inside and how many these are; a stretch of families at a time."""
    cells = domains.not_negative("p_values", p_values, most=1, where=where)
    cells, belongs = np.broadcast_arrays(cells, domains.marks("where", where))
    if cells.ndim == 0:
        raise ValueError("p_values must have an axis of comparisons; found a single number")

    def work(cells: FloatArray, belongs: BoolArray) -> FloatArray:
        order = np.argsort(np.where(belongs, cells, 2.0), axis=-1, kind="stable")
        ordered, inside = np.take_along_axis(cells, order, axis=-1), np.take_along_axis(belongs, order, axis=-1)
        adjusted = adjust(ordered, inside, np.sum(inside, axis=-1, keepdims=True))
        result = np.empty(adjusted.shape)
        np.put_along_axis(result, order, np.where(inside, adjusted, np.nan), axis=-1)
        return result

    return in_parts(work, cells.shape[:-1], cells, belongs, cells_each=cells.shape[-1])


def _stepped_up(ordered: FloatArray, inside: NDArray[np.bool_], number: NDArray[np.intp]) -> FloatArray:
    scaled = np.where(inside, np.minimum(number / np.arange(1, ordered.shape[-1] + 1) * ordered, 1), 1)
    return np.asarray(np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1], dtype=np.float64)
