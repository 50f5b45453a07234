"""Long work in parts: a stretch of settings at a time, so that what is needed meanwhile does not grow with their number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from levelground.stats.intervals import FloatArray, Interval

CELLS_AT_ONCE: Final = 1 << 14
"""Cells worked on at once: an eighth of a mebibyte for each intermediate result."""
Found = TypeVar("Found")
"""An array with the settings first, or a tuple (of tuples) of such arrays."""


def parts(settings: int, *, cells_each: int = 1, at_once: int | None = None) -> Iterator[slice]:
    """Stretches of settings, each of at most `at_once` cells or one setting; none of no settings."""
    step = max(1, (at_once or CELLS_AT_ONCE) // max(1, cells_each))
    for start in range(0, settings, step):
        yield slice(start, min(start + step, settings))


def interval_by_parts(kernel: Callable[..., Interval], *arguments: FloatArray) -> Interval:
    """Limits of arguments that broadcast, by a kernel that looks at each element alone."""
    shape = np.broadcast_shapes(*(argument.shape for argument in arguments))
    lower, upper = np.empty(shape), np.empty(shape)
    if lower.size <= CELLS_AT_ONCE:
        return kernel(*arguments)
    same = np.broadcast_arrays(*arguments)
    flat = [argument.reshape(-1) if argument.flags.c_contiguous else argument.flat for argument in same]
    for part in parts(lower.size, at_once=CELLS_AT_ONCE):
        lower.reshape(-1)[part], upper.reshape(-1)[part] = kernel(*(argument[part] for argument in flat))
    return Interval(lower, upper)


def in_parts(work: Callable[..., Found], settings: tuple[int, ...], *arrays: NDArray[Any], cells_each: int = 1) -> Found:
    """What `work` finds of settings, a stretch of them at a time.

    Each of the arrays begins with the axes of the settings, and `work` is given copies of their rows: (some settings, ...). It looks
    at each setting alone. What it finds comes back with the axes of the settings; single numbers where there are none.
    """

    def rows(array: NDArray[Any], part: slice) -> NDArray[Any]:
        if len(settings) == 1:
            return np.array(array[part], order="C")
        places = np.unravel_index(np.arange(part.start, part.stop), settings) if settings else (np.newaxis,)
        return np.array(array[places], order="C")

    return by_parts(lambda part: work(*(rows(array, part) for array in arrays)), settings, cells_each=cells_each)


def by_parts(work: Callable[[slice], Found], settings: tuple[int, ...], *, cells_each: int = 1) -> Found:
    """As `in_parts`, of a `work` that is told which settings to look at."""
    count = math.prod(settings)
    first, *rest = list(parts(count, cells_each=cells_each)) or [slice(0, 0)]
    found: Any = work(first)
    if rest:
        found = _filled(_room(found, count), found, first)
    for part in rest:
        found = _filled(found, work(part), part)
    shaped: Found = _each(lambda array: array.reshape((*settings, *array.shape[1:]))[()], found)
    return shaped


def _each(change: Callable[..., Any], *found: Any) -> Any:
    """The same of every array in tuples of tuples."""
    if not isinstance(found[0], tuple):
        return change(*found)
    changed = [_each(change, *beside) for beside in zip(*found, strict=True)]
    return type(found[0])(*changed) if hasattr(found[0], "_fields") else tuple(changed)


def _room(found: Any, count: int) -> Any:
    return _each(lambda array: np.empty((count, *array.shape[1:]), dtype=array.dtype), found)


def _filled(whole: Any, found: Any, part: slice) -> Any:
    """Words may be longer in a later part."""

    def fill(room: NDArray[Any], array: NDArray[Any]) -> NDArray[Any]:
        if array.dtype != room.dtype:
            room = room.astype(np.result_type(room, array))
        room[part] = array
        return room

    return _each(fill, whole, found)
