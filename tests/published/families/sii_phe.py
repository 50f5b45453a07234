"""The slope index of England's public health profiles, by value type, multiplier and transform."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers, of_width

from levelground.stats.inequality.regression_slope import KINDS, SlopeRegression, slope_regression

FAMILY, CLOSE, NEAR_ZERO, OF_WIDTH = "sii_phe", 1e-8, 1e-9, 0.03
Table = dict[str, np.ndarray]


def settings(groups: np.ndarray) -> Table:
    """These groups as settings, (groups, quantiles), filled up with cells that do not belong."""
    rows = columns(FAMILY, "input")
    table = {name: np.full((len(groups), 10), np.nan) for name in rows}
    for row, group in enumerate(groups):
        here = rows["grp"] == group
        for name, column in rows.items():
            table[name][row, rows["quantile"][here].astype(int) - 1] = column[here]
    return table


def regression(groups: np.ndarray, kind: str, multiplier: float, transform: bool) -> SlopeRegression:
    table = settings(groups)
    limits = (table["lcl"], table["ucl"])
    errors = {"standard_errors": table["se"]} if kind == "normal" else {"limits": limits}
    return slope_regression(
        table["value"], table["pop"], kind=kind, multiplier=multiplier, transform=transform, where=~np.isnan(table["pop"]), **errors
    )


def comparisons() -> Iterator[Comparison]:
    """Estimates, and limits beside those of 100,000 draws."""
    expected = columns(FAMILY, "expected")
    transformed = expected["transf"] == "TRUE"
    for code, kind in enumerate(KINDS):
        for multiplier in (1.0, -1.0):
            for transform in (False, True)[: 1 if kind == "normal" else 2]:
                chosen = (expected["value_type"] == code) & (expected["mult"] == multiplier) & (transformed == transform)
                theirs = {name: column[chosen] for name, column in expected.items()}
                what = f"{kind}{', transformed' if transform else ''}, multiplier {multiplier:g}"
                yield from _rows(what, regression(theirs["grp"], kind, multiplier, transform), theirs, "95_0" if transform else "95_0cl")


def _rows(what: str, ours: SlopeRegression, theirs: Table, suffix: str) -> Iterator[Comparison]:
    estimates = (ours.slope_index.estimate, ours.relative_index.estimate, ours.intercept)
    printed = [theirs[name] for name in ("sii", "rii", "intercept")]
    yield numbers(FAMILY, what, estimates, printed, relative=CLOSE, near_zero=NEAR_ZERO)
    for name, index in (("sii", ours.slope_index), ("rii", ours.relative_index)):
        beside = (theirs[f"{name}_lower{suffix}"], theirs[f"{name}_upper{suffix}"])
        limits = f"{what}: limits of {name.upper()}"
        yield of_width(FAMILY, limits, index.interval, beside, beside[1] - beside[0], tolerance=OF_WIDTH)
