"""Inequality between groups without an order: all settings in one call, groups that are not there marked by `where`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import CORRECT, Comparison, numbers, of_width

from levelground.stats.inequality.differences import difference, ratio
from levelground.stats.inequality.disparity import index_of_disparity
from levelground.stats.inequality.measures import HEALTHEQUAL, InequalityMeasure
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.unordered import UnorderedMeasures, unordered_measures

FAMILY, CLOSE, NEAR_ZERO, OF_WIDTH = "inequality_nonordered", 1e-9, 1e-9, 0.05
MANY = Simulation(seed=20_000, draws=20_000)
CLOSED = {"bgv": "between_group_variance", "ti": "theil_index", "mld": "mean_log_deviation"}
CLOSED |= {"parisk": "population_attributable_risk", "paf": "population_attributable_fraction"}
PRINTED, CORRECTED = ("se", "lowerci", "upperci"), ("se_corrected", "lower_corrected", "upper_corrected")
SIMULATED = {
    "bgsd": "between_group_standard_deviation",
    "covar": "coefficient_of_variation",
    "idisu": "index_of_disparity",
    "idisw": "weighted_index_of_disparity",
    "mdmu": "mean_difference_from_mean",
    "mdmw": "weighted_mean_difference_from_mean",
    "mdbu": "mean_difference_from_best",
    "mdbw": "weighted_mean_difference_from_best",
    "mdru": "mean_difference_from_reference",
    "mdrw": "weighted_mean_difference_from_reference",
}
Table = dict[str, np.ndarray]


def settings() -> Table:
    """The cases as settings, (cases, groups), filled up with cells that do not belong."""
    rows = columns(FAMILY, "input")
    cases, place = np.unique(rows["case"], return_inverse=True)
    group = rows["subgroup"].astype(int) - 1
    table = {name: np.full((len(cases), group.max() + 1), np.nan) for name in rows}
    for name, column in rows.items():
        table[name][place, group] = column
    return table


def _of(table: Table, func: str, variant: str = "") -> Table:
    chosen = table["func"] == func
    if variant:
        chosen &= table["variant"] == variant
    return {name: column[chosen] for name, column in table.items()}


def _closed(what: str, ours: InequalityMeasure, theirs: Table, names: tuple[str, str, str], mode: str = CORRECT) -> Iterator[Comparison]:
    yield numbers(FAMILY, what, ours.estimate, theirs["estimate"], relative=CLOSE, near_zero=NEAR_ZERO, mode=mode)
    mine, beside = (ours.standard_error, *ours.interval), [theirs[name] for name in names]
    yield numbers(FAMILY, f"{what}: standard error and limits", mine, beside, relative=CLOSE, near_zero=NEAR_ZERO, mode=mode)


def _pairs(table: Table, expected: Table) -> Iterator[Comparison]:
    chosen = {"reference": np.nanargmax(table["reference_subgroup"], axis=1), "favourable": table["favourable_indicator"][:, 0] == 1}
    for func, measure in (("d", difference), ("r", ratio)):
        for variant, keywords in (("no_ref", {}), ("ref", chosen)):
            ours = measure(table["estimate"], standard_errors=table["se"], where=~np.isnan(table["estimate"]), **keywords)
            yield from _closed(f"{func} {variant}", ours, _of(expected, func, variant), PRINTED)


def _limits(what: str, ours: InequalityMeasure, theirs: Table, mode: str = CORRECT) -> Comparison:
    width, beside = theirs["upper"] - theirs["lower"], (theirs["lower"], theirs["upper"])
    return of_width(FAMILY, f"{what}: simulated limits", ours.interval, beside, width, tolerance=OF_WIDTH, mode=mode)


def _measured(table: Table, simulation: Simulation, compat: str | None) -> UnorderedMeasures:
    scale = table["indicator_scale"][:, 0]
    return unordered_measures(
        table["estimate"],
        table["population"],
        favourable=table["favourable_indicator"][:, 0] == 1,
        reference=np.nanargmax(table["reference_subgroup"], axis=1),
        standard_errors=table["se"],
        scale=scale,
        simulation=simulation._replace(highest=np.where(scale == 100, 100.0, np.inf)),
        where=~np.isnan(table["estimate"]),
        compat=compat,
    )


def comparisons() -> Iterator[Comparison]:
    """Closed forms as printed and as corrected, estimates and limits of the simulated ones; one of these is printed otherwise."""
    table, expected = settings(), columns(FAMILY, "expected")
    corrected, limits = columns(FAMILY, "expected_corrected"), columns(FAMILY, "expected_sim_ci_converged")
    right, printed = _measured(table, MANY, None), _measured(table, MANY._replace(draws=2), HEALTHEQUAL)
    yield from _pairs(table, expected)
    for func, name in CLOSED.items():
        yield from _closed(func, getattr(printed, name), _of(expected, func), PRINTED, HEALTHEQUAL)
        if func in corrected["func"]:
            yield from _closed(func, getattr(right, name), _of(corrected, func), CORRECTED)
        else:
            yield from _closed(func, getattr(right, name), _of(expected, func), PRINTED)
    for func, name in SIMULATED.items():
        ours: InequalityMeasure = getattr(right, name)
        yield numbers(FAMILY, func, ours.estimate, _of(expected, func)["estimate"], relative=CLOSE, near_zero=NEAR_ZERO)
        yield _limits(func, ours, _of(limits, "idisw_resampled_mean" if func == "idisw" else func))
    yield _limits("idisw", _printed_disparity(table), _of(limits, "idisw_healthequal"), HEALTHEQUAL)


def _printed_disparity(table: Table) -> InequalityMeasure:
    return index_of_disparity(
        table["estimate"],
        table["population"],
        weighted=True,
        standard_errors=table["se"],
        simulation=MANY._replace(highest=np.where(table["indicator_scale"][:, 0] == 100, 100.0, np.inf)),
        where=~np.isnan(table["estimate"]),
        compat=HEALTHEQUAL,
    )
