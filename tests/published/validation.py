"""Every family of reference outputs beside our own: how far apart they are at most, and how far they may be.

A module of `families/` compares one family: `comparisons()` gives a row for each table and mode. `test_validation.py` judges the rows;
`make docs` prints them in `docs/methods/validation.md`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from tests.published import families

CORRECT = "correct"


class Comparison(NamedTuple):
    """One column, or columns alike, of a reference's outputs beside ours."""

    family: str
    what: str
    mode: str
    """`correct`, or the reference whose printed numbers are followed: `healthequal-1.0.1`."""
    cases: int
    """How many numbers or labels were compared; never 0."""
    largest: float
    """The largest error; for labels the number that differ."""
    tolerance: float
    measured: str = "relative"
    """`relative`, `absolute`, `of the width`, or `labels`."""
    note: str = ""
    """Where the two differ by more than rounding: why, and which side is shown right (`test_which_side_is_right.py`)."""


def numbers(
    family: str,
    what: str,
    ours: ArrayLike,
    theirs: ArrayLike,
    *,
    relative: float,
    near_zero: float = 1e-12,
    mode: str = CORRECT,
    note: str = "",
) -> Comparison:
    """Numbers beside numbers: the error relative to theirs, or to `near_zero / relative` where theirs is smaller. NaN only meets NaN."""
    mine, reference = np.broadcast_arrays(np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64))
    same = (mine == reference) | (np.isnan(mine) & np.isnan(reference))
    with np.errstate(invalid="ignore"):
        error = np.abs(mine - reference) / np.maximum(np.abs(reference), near_zero / relative)
    error = np.where(same, 0.0, np.where(np.isfinite(error), error, np.inf))
    return Comparison(family, what, mode, mine.size, float(error.max(initial=0)), relative, note=note)


def of_width(
    family: str, what: str, ours: ArrayLike, theirs: ArrayLike, width: ArrayLike, *, tolerance: float, mode: str = CORRECT
) -> Comparison:
    """Simulated limits beside converged ones: the error as a share of the interval's width."""
    mine, reference, across = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (ours, theirs, width)))
    error = np.abs(mine - reference) / np.maximum(across, 1e-12)
    error = np.where(np.isfinite(error), error, np.inf)
    return Comparison(family, what, mode, mine.size, float(error.max(initial=0)), tolerance, "of the width")


def labels(family: str, what: str, ours: ArrayLike, theirs: ArrayLike, *, mode: str = CORRECT) -> Comparison:
    """Words or flags beside words or flags: how many differ; none may."""
    mine, reference = np.broadcast_arrays(np.asarray(ours), np.asarray(theirs))
    return Comparison(family, what, mode, mine.size, float(np.sum(mine != reference)), 0.0, "labels")


def every_comparison(family: str = "") -> Iterator[Comparison]:
    """The rows of all families in the order of their names, or those of one."""
    for module in sorted(pkgutil.iter_modules(families.__path__), key=lambda each: each.name):
        if not family or module.name == family:
            yield from import_module(f"{families.__name__}.{module.name}").comparisons()
