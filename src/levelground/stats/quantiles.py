"""Areas put into quantiles by the rank of their value: tenths or fifths by deprivation."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray

RANKED: Final = "ranked"
MISSING: Final = "missing"
WITHHELD_FEW_AREAS: Final = "withheld_few_areas"


class Quantiles(NamedTuple):
    """The quantile of each area."""

    quantile: FloatArray
    """1 to the number of quantiles; NaN where there is none."""
    method: MethodArray
    """``ranked``; ``missing`` for an area without a value; ``withheld_few_areas`` where there are fewer areas than quantiles."""


def quantiles(values: ArrayLike, *, number: int = 10, highest_first: bool = True, where: ArrayLike = True) -> Quantiles:
    r"""The quantile of each area, by the rank of its value among the areas along the last axis.

    With n areas that have a value, and the rank r (1 first; areas alike share the lowest of their ranks):

    .. math:: q + 1 - \left\lceil \frac{(n + 1 - r)\, q}{n} \right\rceil

    Ties are never split, so quantiles may differ in size, and one may be empty.

    Parameters
    ----------
    values : array_like
        Numbers within 1e300 of 0, (..., areas). NaN is an area without a value: it stays without a quantile, and is no area to
        the others.
    number : int
        How many quantiles, q: 1 or more. 10 gives tenths, 5 fifths.
    highest_first : bool
        True puts the highest values into quantile 1, as where a high score means more deprived.
    where : array_like
        True for the cells that belong. Outside it an area is treated as one without a value.

    Returns
    -------
    Quantiles
        In the broadcast shape of `values` and `where`.

    Raises
    ------
    ValueError
        For values (outside `where` too, unless NaN) farther than 1e300 from 0, a single number without an axis, fewer than 1 quantile.
    TypeError
        For text, booleans, objects (None among them) and masked arrays; a number of quantiles that is not whole.

    Notes
    -----
    Fewer areas with a value than quantiles: none has a quantile (`withheld_few_areas`). The rule is computed in whole numbers,
    so that no area falls on the wrong side of a border by rounding.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance: deprivation deciles.

    Examples
    --------
    Ten areas, the most deprived first into tenth 1 (what PHEindicatormethods 2.1.0 gives for them):

    >>> quantiles([25.4, 19.1, 13.6, 21.2, 18.0, 21.8, 18.1, 11.3, 11.2, 20.9]).quantile.astype(int).tolist()
    [1, 5, 8, 3, 7, 2, 6, 9, 10, 4]
    """
    count = domains.whole("number", number, least=1)
    measured = domains.series("values", domains.measured("values", values, where=where))
    ranked = -measured if highest_first else measured
    present = ~np.isnan(measured)
    areas = present.sum(axis=-1, keepdims=True)
    above = areas + 1 - _ranks(ranked)
    quantile = count + 1 - -(-above * count // np.maximum(areas, 1))
    enough = present & (areas >= count)
    method = np.select([~present, areas < count], [MISSING, WITHHELD_FEW_AREAS], RANKED)
    return Quantiles(np.where(enough, quantile, np.nan), method)


def _ranks(values: FloatArray) -> np.ndarray:
    """1 for the lowest; values alike share the lowest of their ranks; NaN come last."""
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(1, values.shape[-1] + 1), values.shape)
    begins = np.ones(values.shape, dtype=np.bool_)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    ranks = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.maximum.accumulate(np.where(begins, place, 1), axis=-1), axis=-1)
    return ranks
