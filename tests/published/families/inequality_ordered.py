"""Inequality along an order of groups: all settings in one call, groups that are not there marked by `where`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import CORRECT, Comparison, numbers

from levelground.stats.inequality.attributable import population_attributable_fraction, population_attributable_risk
from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.differences import ordered_difference, ordered_ratio
from levelground.stats.inequality.measures import HEALTHEQUAL, InequalityMeasure
from levelground.stats.inequality.slope_index import relative_index, slope_index

FAMILY, CLOSE, NEAR_ZERO = "inequality_ordered", 1e-7, 1e-9
NUMERIC = 1e-5
"""The reference's standard errors of SII and RII come from numeric derivatives: up to 7e-6 from the formula's."""
NOTES = {
    "logit": "theirs by differences, with weights of the last step but one; ours holds",
    "linear": "theirs by differences, ours by the formula",
}
PRINTED, CORRECTED = ("se", "lowerci", "upperci"), ("se", "lower", "upper")
Table = dict[str, np.ndarray]


def settings() -> Table:
    """The cases as settings, (cases, groups), filled up with cells that do not belong."""
    rows = columns(FAMILY, "input")
    cases, place = np.unique(rows["case"], return_inverse=True)
    group = rows["subgroup_order"].astype(int) - 1
    table = {name: np.full((len(cases), group.max() + 1), np.nan) for name in rows}
    for name, column in rows.items():
        table[name][place, group] = column
    return table


def _of(table: Table, func: str, variant: str) -> tuple[Table, np.ndarray]:
    """The rows of one measure, and the places of their cases among the settings."""
    chosen = (table["func"] == func) & (table["variant"] == variant)
    rows = {name: column[chosen] for name, column in table.items()}
    return rows, rows["case"].astype(int) - 1


def _row(what: str, ours: InequalityMeasure, table: Table, names: tuple[str, str, str], mode: str) -> Iterator[Comparison]:
    theirs, place = _of(table, *what.split(" ", 1))
    row = partial(numbers, FAMILY, near_zero=NEAR_ZERO, mode=mode)
    mine, beside = [each[place] for each in (ours.standard_error, *ours.interval)], [theirs[name] for name in names]
    yield row(what.strip(), ours.estimate[place], theirs["estimate"], relative=CLOSE)
    how = {"relative": NUMERIC, "note": NOTES[what.rsplit(maxsplit=1)[-1]]} if "ii" in what else {"relative": CLOSE}
    yield row(f"{what.strip()}: standard error and limits", mine, beside, **how)


def _alike(table: Table, mode: str) -> dict[str, InequalityMeasure]:
    """The measures that are the same in both modes, and PAF."""
    values, people, errors = table["estimate"], table["population"], table["se"]
    here, better, scale = ~np.isnan(values), table["favourable_indicator"][:, 0] == 1, table["indicator_scale"][:, 0]
    compat = HEALTHEQUAL if mode == HEALTHEQUAL else None
    index = partial(relative_concentration_index, values, people, where=here, highest=scale)
    ordered = {"favourable": better, "scale": scale, "ordered": True, "where": here}
    return {
        "d ": ordered_difference(values, favourable=better, standard_errors=errors, where=here),
        "r ": ordered_ratio(values, favourable=better, standard_errors=errors, where=here),
        "aci ": absolute_concentration_index(values, people, where=here),
        "rci ": index(),
        "rci wagstaff": index(correction="wagstaff"),
        "rci erreygers": index(correction="erreygers"),
        "parisk ": population_attributable_risk(values, people, **ordered),
        "paf ": population_attributable_fraction(values, people, compat=compat, **ordered),
    }


def _slopes(table: Table, compat: str | None) -> dict[str, InequalityMeasure]:
    values, people = table["estimate"], table["population"]
    keywords = {"scale": table["indicator_scale"][:, 0], "where": ~np.isnan(values), "compat": compat}
    return {
        f"{func} {model}": index(values, people, model=model, **keywords)
        for func, index in (("sii", slope_index), ("rii", relative_index))
        for model in ("logit", "linear")
    }


def comparisons() -> Iterator[Comparison]:
    """Closed forms as printed; slopes as corrected and as printed."""
    table, expected, corrected = settings(), columns(FAMILY, "expected"), columns(FAMILY, "expected_corrected")
    for what, ours in _alike(table, HEALTHEQUAL).items():
        yield from _row(what, ours, expected, PRINTED, HEALTHEQUAL if what == "paf " else CORRECT)
    for what, ours in _slopes(table, None).items():
        yield from _row(what, ours, corrected, CORRECTED, CORRECT)
    for what, ours in _slopes(table, HEALTHEQUAL).items():
        yield from _row(what, ours, expected, PRINTED, HEALTHEQUAL)
