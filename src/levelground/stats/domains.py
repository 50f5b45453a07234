"""What an argument of a kernel may be: each check returns the values as float64, or says what was found and where."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats.intervals import FloatArray

ENORMOUS: Final = 1e300
"""Values farther from 0 than this are refused where they are added up: their sum would overflow."""
LARGEST: Final = 1e70
"""Counts above this are refused, and people, time and multipliers that are above it or below 1 over it: squares would overflow."""


def counts(name: str, values: ArrayLike, *, most: float = LARGEST) -> FloatArray:
    """Whole numbers, 0 or more, and no more than `most`."""
    array = _numbers(name, values)
    _require(name, array, np.isfinite(array) & (array >= 0) & (array == np.floor(array)), "whole numbers, 0 or more")
    if array.max(initial=0) > most:
        _require(name, array, array <= most, f"at most {most:g}")
    return array


def trials(name: str, values: ArrayLike) -> FloatArray:
    """Whole numbers, 1 or more."""
    array = counts(name, values)
    _require(name, array, array >= 1, "whole numbers, 1 or more")
    return array


def positive(name: str, values: ArrayLike, *, most: float = ENORMOUS) -> FloatArray:
    """Finite numbers above 0, from 1 / `most` to `most`."""
    array = _numbers(name, values)
    _require(name, array, np.isfinite(array) & (array > 0), "finite and above 0")
    if array.max(initial=1) > most or array.min(initial=1) < 1 / most:
        _require(name, array, (array <= most) & (array >= 1 / most), f"from {1 / most:g} to {most:g}")
    return array


def not_negative(name: str, values: ArrayLike, *, most: float = ENORMOUS, where: ArrayLike = True) -> FloatArray:
    """Finite numbers from 0 to `most`. A cell outside `where` may hold any number, NaN too, and becomes 0."""
    array, inside = np.broadcast_arrays(_numbers(name, values), marks("where", where))
    array = np.where(inside, array, 0.0)
    _require(name, array, (array >= 0) & (array <= most), f"0 or more and at most {most:g}")
    return array


def finite(name: str, values: ArrayLike, *, where: ArrayLike = True) -> FloatArray:
    """Numbers within 1e300 of 0. A cell outside `where` may hold any number, NaN too, and becomes 0."""
    array, inside = np.broadcast_arrays(_numbers(name, values), marks("where", where))
    array = np.where(inside, array, 0.0)
    _require(name, array, np.abs(array) <= ENORMOUS, f"finite and within {ENORMOUS:g} of 0")
    return array


def upper_tail(confidence: ArrayLike) -> FloatArray:
    """The probability left in each tail: (1 - confidence) / 2."""
    array = _numbers("confidence", confidence)
    tail = (1 - array) / 2
    _require("confidence", array, (tail > 0) & (tail < 0.5), "a fraction between 0 and 1 (0.95, not 95)")
    return tail


def chance(name: str, values: ArrayLike) -> FloatArray:
    """Fractions above 0 and below 1."""
    array = _numbers(name, values)
    _require(name, array, (array > 0) & (array < 1), "a fraction above 0 and below 1")
    return array


def normal_quantile(tail: FloatArray) -> FloatArray:
    """The standard normal value z with `tail` above it."""
    return -np.asarray(special.ndtri(tail), dtype=np.float64)


def events_of_trials(events: ArrayLike, out_of: ArrayLike, prefix: str = "") -> tuple[FloatArray, FloatArray]:
    """Counts of events among trials, broadcast together: no more events than trials."""
    happened, possible = np.broadcast_arrays(counts(f"{prefix}events", events), trials(f"{prefix}trials", out_of))
    _require(f"{prefix}events", happened, happened <= possible, f"no more than {prefix}trials")
    return happened, possible


def choice(name: str, value: str, choices: Collection[str]) -> str:
    """One of the words in `choices`; when it is none of them, the nearest is named."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text; found {type(value).__name__}")
    if value in choices:
        return value
    near = difflib.get_close_matches(value.casefold(), choices, n=1, cutoff=0.4)
    raise ValueError(f"{name} must be one of {', '.join(choices)}; found {value!r}" + (f": did you mean {near[0]!r}?" if near else ""))


def yes_or_no(name: str, value: bool) -> bool:
    """True or False."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False; found {type(value).__name__}")
    return bool(value)


def compatible(compat: str | None, known: Collection[str]) -> bool:
    """Whether a reference's printed numbers are asked for, and by a name that is known."""
    return compat is not None and bool(choice("compat", compat, known))


def whole(name: str, value: int, *, least: int) -> int:
    """A whole number, `least` or more."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number; found {type(value).__name__}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more; found {value}")
    return int(value)


def marks(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """True or False in each cell. Numbers are refused: a position is easily given where a mark is meant."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} must be plain True or False; found a masked array")
    array = np.asarray(values)
    if array.dtype.kind != "b":
        raise TypeError(f"{name} must be True or False; found {array.dtype.name} values")
    return array


def measured(name: str, values: ArrayLike, *, within: float = ENORMOUS, where: ArrayLike | None = None) -> FloatArray:
    """Numbers within 1e300 of 0, or NaN where there is none. What is float64 already is not copied, but with `where`: outside is NaN."""
    array = _plain(name, values).astype(np.float64, copy=False)
    if where is not None:
        array = np.where(marks("where", where), array, np.nan)
    if array.size and max(np.fmax.reduce(array, axis=None), -np.fmin.reduce(array, axis=None)) > within:
        _require(name, array, ~(np.abs(array) > within), f"finite and within {within:g} of 0, or NaN where missing")
    return array


def series(name: str, values: ArrayLike) -> FloatArray:
    """As `measured`, with an axis: the last one is time."""
    array = measured(name, values)
    if array.ndim == 0:
        raise ValueError(f"{name} must have an axis of periods; found a single number")
    return array


def between(name: str, values: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
    """Values no lower than `lower` and no higher than `upper`, where these are numbers."""
    middle, low, high = np.broadcast_arrays(values, lower, upper)
    _require(name, middle, ~((middle < low) | (middle > high)), "between its lower and upper limits")


def _numbers(name: str, values: ArrayLike) -> FloatArray:
    """Real numbers only: text, booleans, objects and masked arrays are refused, because each could hide a missing value."""
    return _plain(name, values).astype(np.float64)


def _plain(name: str, values: ArrayLike) -> NDArray[np.number]:
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} must be plain numbers; found a masked array: choose what to do with its masked cells first")
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be numbers; found {array.dtype.name} values")
    return array


def _require(name: str, array: FloatArray, holds: NDArray[np.bool_], rule: str) -> None:
    if np.all(holds):
        return
    place = tuple(int(axis) for axis in np.argwhere(~holds)[0])
    where = f" at position {place if len(place) > 1 else place[0]}" if place else ""
    raise ValueError(f"{name} must be {rule}; found {array[place]:g}{where}")
