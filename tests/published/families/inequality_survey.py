"""Inequality along an order among people of a survey, with and without its strata and sampling units; all samples in one call."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.inequality import survey

FAMILY, CLOSE, NEAR_ZERO = "inequality_survey", 1e-6, 1e-9
INDICES = {
    "aci": survey.survey_absolute_concentration_index,
    "rci": survey.survey_relative_concentration_index,
    "sii": survey.survey_slope_index,
    "rii": survey.survey_relative_index,
}
Table = dict[str, np.ndarray]


def samples() -> Table:
    """The cases as settings, (cases, people), filled up with cells that do not belong."""
    rows = columns(FAMILY, "input")
    cases, place = np.unique(rows["case"], return_inverse=True)
    table = {name: np.zeros((len(cases), int(np.bincount(place).max()))) for name in rows}
    table["here"] = np.zeros(table["y"].shape)
    for case in range(len(cases)):
        chosen = place == case
        for name, column in rows.items():
            table[name][case, : chosen.sum()] = column[chosen]
        table["here"][case, : chosen.sum()] = 1
    return table


def comparisons() -> Iterator[Comparison]:
    """Every index, by design and model."""
    table, expected = samples(), columns(FAMILY, "expected")
    designs = {
        "full": survey.SurveyDesign(table["weight"], table["strata"].astype(int), table["psu"].astype(int)),
        "weights": survey.SurveyDesign(table["weight"]),
    }
    for func, index in INDICES.items():
        for name, design in designs.items():
            for linear, model in (("TRUE", "linear"), ("FALSE", "logit")) if "ii" in func else (("", ""),):
                chosen = (expected["func"] == func) & (expected["design"] == name) & (expected["linear"] == linear)
                ours = partial(index, model=model) if model else index
                found = ours(table["y"], table["subgroup_order"], design, where=table["here"] == 1)
                mine = (found.estimate, found.standard_error, *found.interval)
                theirs = [expected[column][chosen] for column in ("estimate", "se", "lowerci", "upperci")]
                yield numbers(FAMILY, f"{func} {model} {name}".replace("  ", " "), mine, theirs, relative=CLOSE, near_zero=NEAR_ZERO)
