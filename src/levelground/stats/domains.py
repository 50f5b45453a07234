"""What an argument of a kernel may be: each check returns the values as float64, or says what was found and where."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats.intervals import FloatArray


def counts(name: str, values: ArrayLike) -> FloatArray:
    """Whole numbers, 0 or more."""
    array = _numbers(name, values)
    _require(name, array, np.isfinite(array) & (array >= 0) & (array == np.floor(array)), "whole numbers, 0 or more")
    return array


def trials(name: str, values: ArrayLike) -> FloatArray:
    """Whole numbers, 1 or more."""
    array = counts(name, values)
    _require(name, array, array >= 1, "whole numbers, 1 or more")
    return array


def positive(name: str, values: ArrayLike) -> FloatArray:
    """Finite numbers above 0."""
    array = _numbers(name, values)
    _require(name, array, np.isfinite(array) & (array > 0), "finite and above 0")
    return array


def upper_tail(confidence: ArrayLike) -> FloatArray:
    """The probability left in each tail: (1 - confidence) / 2."""
    array = _numbers("confidence", confidence)
    tail = (1 - array) / 2
    _require("confidence", array, (tail > 0) & (tail < 0.5), "a fraction between 0 and 1 (0.95, not 95)")
    return tail


def normal_quantile(tail: FloatArray) -> FloatArray:
    """The standard normal value z with `tail` above it."""
    return -np.asarray(special.ndtri(tail), dtype=np.float64)


def events_of_trials(events: ArrayLike, out_of: ArrayLike, prefix: str = "") -> tuple[FloatArray, FloatArray]:
    """Counts of events among trials, broadcast together: no more events than trials."""
    happened, possible = np.broadcast_arrays(counts(f"{prefix}events", events), trials(f"{prefix}trials", out_of))
    _require(f"{prefix}events", happened, happened <= possible, f"no more than {prefix}trials")
    return happened, possible


def _numbers(name: str, values: ArrayLike) -> FloatArray:
    """Real numbers only: text, booleans, objects and masked arrays are refused, because each could hide a missing value."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} must be plain numbers; found a masked array: choose what to do with its masked cells first")
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be numbers; found {array.dtype.name} values")
    return array.astype(np.float64)


def _require(name: str, array: FloatArray, holds: NDArray[np.bool_], rule: str) -> None:
    if np.all(holds):
        return
    place = tuple(int(axis) for axis in np.argwhere(~holds)[0])
    where = f" at position {place if len(place) > 1 else place[0]}" if place else ""
    raise ValueError(f"{name} must be {rule}; found {array[place]:g}{where}")
