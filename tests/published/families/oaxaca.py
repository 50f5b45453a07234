"""Oaxaca-Blinder: each form in two parts, and three parts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.decomposition.oaxaca import OaxacaBlinder, oaxaca_blinder

FAMILY, CLOSE = "oaxaca", 1e-8
FORMS = {
    "two_fold_pooled": "pooled",
    "two_fold_neumark": "neumark",
    "two_fold_cotton": "cotton",
    "two_fold_reimers": "reimers",
    "two_fold_self_submitted": "reimers",
    "numpy_refA(group0)": "group",
    "numpy_refB(group1)": "reference",
}


def comparisons() -> Iterator[Comparison]:
    """Group 0 is the group, group 1 the comparison group. Errors are relative to the gap."""
    rows, expected = columns(FAMILY, "input"), columns(FAMILY, "expected")
    for kind in np.unique(expected["kind"]):
        told = {name: column[expected["kind"] == kind] for name, column in expected.items()}
        parts = ("endowment", "coefficient", "interaction") if kind == "three_fold" else ("unexplained", "explained")
        ours = [
            [getattr(found, part) / found.gap for part in ("gap", *parts)] + [found.gap] for found in _decomposed(rows, told, str(kind))
        ]
        theirs = [[told[part][row] / told["gap"][row] for part in ("gap", *parts)] + [told["gap"][row]] for row in range(told["case"].size)]
        yield numbers(FAMILY, f"{kind}, parts and gap", ours, theirs, relative=CLOSE)


def _decomposed(rows: dict[str, np.ndarray], told: dict[str, np.ndarray], kind: str) -> Iterator[OaxacaBlinder]:
    for case in told["case"]:
        mine = rows["case"] == case
        covariates = np.stack([rows[name][mine] for name in ("edu", "exp", "band")], axis=-1)
        yield oaxaca_blinder(rows["y"][mine], covariates, rows["group"][mine] == 0, form=FORMS.get(kind, "reference"))
