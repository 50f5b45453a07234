"""The measures along an order, of each draw: what `ordered_measures` takes percentiles of where a simulation is asked for."""

from __future__ import annotations

from typing import Final

import numpy as np

from levelground.stats.inequality.concentration import level_weights
from levelground.stats.inequality.measures import InequalityMeasure, no_interval, nothing_known, over_average
from levelground.stats.inequality.rank_models import line_coefficients, logistic_ends, midpoint_ranks
from levelground.stats.inequality.settings import Settings
from levelground.stats.inequality.simulation import SIMULATED, SIMULATED_OUTSIDE, Simulation, drawn, percentiles
from levelground.stats.intervals import FloatArray, Interval

WITHHELD_DRAWS: Final = "withheld_draws_without_value"


def with_simulated_limits(
    measures: dict[str, InequalityMeasure], settings: Settings, scale: FloatArray, tail: FloatArray, simulation: Simulation
) -> dict[str, InequalityMeasure]:
    """The same estimates with the percentiles of draws for limits. `scale` and `tail` have one number for each setting, (settings,)."""
    limits = {name: no_interval(scale.size) for name in measures}
    highest = np.minimum(np.broadcast_to(simulation.highest, settings.shape), scale.reshape(settings.shape))
    for part, values in drawn(settings, simulation._replace(highest=highest)):
        for name, replicates in _replicates(settings.some(part), values, scale[part]).items():
            without = np.where(np.isnan(replicates).any(axis=-1), np.nan, 0.0)
            limits[name].lower[part], limits[name].upper[part] = (limit + without for limit in percentiles(replicates, tail[part]))
    return {name: _with(found, limits[name]) for name, found in measures.items()}


def _with(found: InequalityMeasure, limits: Interval) -> InequalityMeasure:
    lower, upper = (limit.reshape(np.shape(found.estimate)) for limit in limits)
    slack = 1e-9 * np.abs(found.estimate)
    outside = (found.estimate < lower - slack) | (found.estimate > upper + slack)
    method = np.where(np.isnan(lower) | np.isnan(upper), WITHHELD_DRAWS, np.where(outside, SIMULATED_OUTSIDE, SIMULATED))
    method = np.where(np.char.startswith(found.method, "withheld"), found.method, method)
    blank = np.char.startswith(method, "withheld")
    interval = Interval(*(np.where(blank, np.nan, limit)[()] for limit in (lower, upper)))
    return InequalityMeasure(found.estimate, nothing_known(blank.size).reshape(blank.shape)[()], interval, method[()])


def _replicates(settings: Settings, values: FloatArray, scale: FloatArray) -> dict[str, FloatArray]:
    """Every measure of each draw of some settings, (settings, draws)."""
    unit, better = scale[:, np.newaxis], settings.groups.favourable[:, 0]
    groups = settings.groups.some(slice(None), values)
    average, ranks = groups.mean[:, 0], midpoint_ranks(settings.shares)
    absolute = _added_up(level_weights(settings, ranks), values)
    lower, higher = _ends(settings, values)
    first, second = np.where(better, higher, lower), np.where(better, lower, higher)
    line = [_added_up(weights, values) for weights in line_coefficients(settings.shares, ranks)]
    curve = unit * logistic_ends(values / unit[:, np.newaxis], settings.shares, ranks)
    gain = higher - average
    risk = np.where(better, np.maximum(gain, 0.0), np.minimum(gain, 0.0))
    return {
        "difference": first - second,
        "ratio": _over(first, second),
        "absolute_concentration_index": absolute,
        "relative_concentration_index": _over(absolute, average),
        "wagstaff_concentration_index": _over(absolute * unit, average * (unit - average)),
        "erreygers_concentration_index": 4 * absolute / unit,
        "slope_index": curve[1] - curve[0],
        "relative_index": _over(curve[1], curve[0]),
        "linear_slope_index": line[1] - line[0],
        "linear_relative_index": _over(np.where(line[1] > 0, line[1], np.nan), line[0]),
        "population_attributable_risk": risk,
        "population_attributable_fraction": over_average(100 * risk, average),
    }


def _added_up(weights: FloatArray, values: FloatArray) -> FloatArray:
    return np.asarray((weights[:, np.newaxis] @ values)[:, 0])


def _over(amount: FloatArray, base: FloatArray) -> FloatArray:
    """`amount / base`, and NaN where the base is not above 0: the draw has no such ratio."""
    with np.errstate(over="ignore"):
        return np.asarray(np.where(base > 0, amount / np.where(base > 0, base, 1.0), np.nan))


def _ends(settings: Settings, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The draws of the first and of the last group of the order."""
    member, rows = settings.member, np.arange(len(values))
    return values[rows, np.argmax(member, axis=-1)], values[rows, member.shape[-1] - 1 - np.argmax(member[:, ::-1], axis=-1)]
