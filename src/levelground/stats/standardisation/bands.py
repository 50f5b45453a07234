"""What an age band may hold: events, people and weights, and which bands belong to a setting."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray

LARGEST: Final = 1e70
"""Numbers above this, and numbers of people below one over it, are refused: their squares would overflow."""

BoolArray = NDArray[np.bool_]


def counts(name: str, values: ArrayLike, where: ArrayLike) -> FloatArray:
    """Whole numbers, 0 or more; a band outside `where` may hold any number and becomes 0."""
    return domains.counts(name, banded(name, domains.not_negative(name, values, most=LARGEST, where=where)))


def people(name: str, values: ArrayLike, where: ArrayLike) -> FloatArray:
    """People, person-time or weights, 0 or more; a band outside `where` may hold any number and becomes 0."""
    array = banded(name, domains.not_negative(name, values, most=LARGEST, where=where))
    if np.any((array > 0) & (array < 1 / LARGEST)):
        raise ValueError(f"{name} must be 0, or {1 / LARGEST:g} or more; found {array[array > 0].min():g}")
    return array


def banded(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """An array with an axis of bands: the last one."""
    if array.ndim == 0:
        raise ValueError(f"{name} must have an axis of bands; found a single number")
    return array


def divided(numerator: FloatArray, denominator: FloatArray, otherwise: float = 0.0) -> FloatArray:
    """`numerator / denominator`, or `otherwise` where the denominator is 0."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    return np.asarray(np.divide(numerator, denominator, out=np.full(shape, otherwise), where=np.asarray(denominator) != 0))


def shown(values: FloatArray, method: MethodArray) -> FloatArray:
    """The values, and NaN where the method id says that they are withheld."""
    return np.asarray(np.where(np.char.startswith(method, "withheld"), np.nan, values))[()]
