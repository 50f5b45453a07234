"""Which side of a border a computed number lies on, when rounding alone could have moved it there."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats.intervals import FloatArray

ROUNDING: Final = 4 * float(np.finfo(np.float64).eps)
"""A number this close to a border, as a share of its size, is on it: 0.24 / 0.3 is the border 0.8, though computed a little below."""


def below(values: FloatArray, border: ArrayLike, *, within: float = ROUNDING) -> NDArray[np.bool_]:
    """Whether values are below a border, and not on it; never for NaN."""
    limit = np.asarray(border, dtype=np.float64)
    return np.asarray(values < limit - within * np.abs(limit), dtype=np.bool_)


def above(values: FloatArray, border: ArrayLike, *, within: float = ROUNDING) -> NDArray[np.bool_]:
    """Whether values are above a border, and not on it; never for NaN."""
    limit = np.asarray(border, dtype=np.float64)
    return np.asarray(values > limit + within * np.abs(limit), dtype=np.bool_)
