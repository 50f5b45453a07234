"""Intervals without a formula: values drawn around the estimates, the measure of each draw, and the draws' percentiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.inequality.measures import (
    WITHHELD_ZERO_AVERAGE,
    InequalityMeasure,
    estimate_alone,
    follows_healthequal,
    measure,
    no_interval,
    nothing_known,
    tails,
)
from levelground.stats.inequality.settings import BoolArray, Groups, Settings, require_at_most
from levelground.stats.intervals import FloatArray, Interval
from levelground.stats.parts import parts

Statistic = Callable[[Groups], FloatArray]
"""A measure of each setting and replicate, (settings, replicates)."""

CELLS_AT_ONCE: Final = 1 << 18
"""How many drawn values are held at once, so that memory does not grow with the number of settings."""
SMALLEST: Final = np.finfo(np.float64).tiny
LARGEST_BELOW_1: Final = 1 - np.finfo(np.float64).epsneg

SIMULATED: Final = "simulated"
SIMULATED_BIASED: Final = "simulated_biased_by_chance"
SIMULATED_OUTSIDE: Final = "simulated_estimate_outside"
CHANCE: Final = 0.2
"""How much inequality chance may add to draws, in standard errors of the between-group variance, before the method says so."""


class Simulation(NamedTuple):
    """How values are drawn: each group's from a normal distribution around its estimate, cut off at 0 and at `highest`."""

    seed: int | np.random.SeedSequence = 0
    """The same seed gives the same interval. A setting's draws are its own stretch of one stream, found by its place and by how
    many cells a setting has: how the work is cut into chunks changes nothing, and settings after it change nothing. No other random state
    is read or changed."""
    draws: int = 1000
    """2 or more. The limits of 1,000 draws are within about 5% of the width of those that many more would give; of 20,000 within 1%."""
    highest: ArrayLike = np.inf
    """The highest value that can be: 100 for percentages, 1 for proportions. One number, or one for each setting."""


THOUSAND_DRAWS: Final = Simulation()
"""What is drawn when nothing else is said."""


def simulated_measure(
    statistic: Statistic,
    settings: Settings,
    simulation: Simulation,
    *,
    confidence: ArrayLike,
    compat: str | None,
    drawn_from: Groups | None = None,
) -> InequalityMeasure:
    """One measure and its percentile interval."""
    others = {} if drawn_from is None else {"": drawn_from}
    return simulated_measures({"": statistic}, settings, simulated_tails(confidence, settings, compat), simulation, others)[""]


def simulated_tails(confidence: ArrayLike, settings: Settings, compat: str | None) -> FloatArray:
    """The probability in each tail; healthequal takes 2.5% whatever the confidence."""
    asked = tails(confidence, settings)
    return np.full_like(asked, 0.025) if follows_healthequal(compat) else asked


def simulated_measures(
    statistics: Mapping[str, Statistic],
    settings: Settings,
    tail: FloatArray,
    simulation: Simulation,
    drawn_from: Mapping[str, Groups],
) -> dict[str, InequalityMeasure]:
    """Several measures from the same draws; `drawn_from` names those whose draws are measured from something else."""
    estimates = {name: statistic(settings.groups)[:, 0] for name, statistic in statistics.items()}
    count = len(settings.withheld)
    if settings.errors is None:
        return {name: estimate_alone(settings, estimate) for name, estimate in estimates.items()}
    limits = {name: no_interval(count) for name in statistics}
    for part, values in drawn(settings, simulation):
        same = settings.groups.some(part, values)
        for name, statistic in statistics.items():
            groups = drawn_from[name].some(part, values) if name in drawn_from else same
            limits[name].lower[part], limits[name].upper[part] = percentiles(statistic(groups), tail[part])
    biased = biased_by_chance(settings, settings.errors[..., 0])
    return {name: _with_interval(settings, estimates[name], limits[name], biased) for name in statistics}


def percentiles(replicates: FloatArray, tail: FloatArray) -> Interval:
    """What leaves `tail` of the replicates (the last axis) below and above, between neighbours in proportion (Hyndman and Fan's type 7)."""
    ordered = np.sort(replicates, axis=-1)
    last = ordered.shape[-1] - 1
    return Interval(_at(ordered, last * tail), _at(ordered, last * (1 - tail)))


def truncated_normal(random: np.random.Generator, mean: FloatArray, spread: FloatArray, highest: FloatArray, *, draws: int) -> FloatArray:
    """Draws on a new last axis, by the inverse of the distribution function: as many steps whatever is cut off, and none is drawn again.

    A `spread` of 0 gives the mean each time.
    """
    wide = np.where(spread > 0, spread, 1.0)
    with np.errstate(over="ignore"):
        below, above = special.ndtr(-mean / wide), special.ndtr((highest - mean) / wide)
    values = random.random((*np.broadcast_shapes(mean.shape, spread.shape, highest.shape)[:-1], draws))
    values *= above - below
    values += below
    np.clip(values, SMALLEST, LARGEST_BELOW_1, out=values)
    special.ndtri(values, out=values)
    values *= spread
    values += mean
    return np.clip(values, 0.0, highest, out=values)


def drawn(settings: Settings, simulation: Simulation) -> Iterator[tuple[slice, FloatArray]]:
    """A stretch of settings after the other, and the values drawn for their groups."""
    random = np.random.default_rng(_checked_seed(simulation.seed))
    draws = domains.whole("draws", simulation.draws, least=2)
    highest = require_at_most("highest", settings, simulation.highest)[:, np.newaxis, np.newaxis]
    if settings.errors is None:
        return
    count, groups, _ = settings.groups.values.shape
    for part in parts(count, cells_each=groups * draws, at_once=CELLS_AT_ONCE):
        yield part, truncated_normal(random, settings.groups.values[part], settings.errors[part], highest[part], draws=draws)


def biased_by_chance(settings: Settings, errors: FloatArray) -> BoolArray:
    r"""Where draws are clearly more unequal than the estimates, because chance drives groups apart, and limits are too high.

    .. math:: \sum_j w_j (1 - w_j) s_j^2 > 0.2 \cdot 2 \sqrt{\sum_j w_j^2 s_j^2 (y_j - \mu)^2}

    with w the shares of the population, or the same for each group: the between-group variance that chance adds on average, beside the
    standard error of that variance.
    """
    found = np.zeros(len(settings.withheld), dtype=np.bool_)
    for weights in (settings.shares, settings.groups.even[..., 0]):
        away = settings.estimates - np.sum(weights * settings.estimates, axis=-1, keepdims=True)
        added = np.sum(weights * (1 - weights) * errors**2, axis=-1)
        found |= added > CHANCE * 2 * np.sqrt(np.sum((weights * errors * away) ** 2, axis=-1))
    return found


def _with_interval(settings: Settings, estimate: FloatArray, limits: Interval, biased: BoolArray) -> InequalityMeasure:
    slack = 1e-9 * np.abs(estimate)
    outside = (estimate < limits.lower - slack) | (estimate > limits.upper + slack)
    method = np.where(outside, SIMULATED_OUTSIDE, np.where(biased, SIMULATED_BIASED, SIMULATED))
    method = np.where(np.isnan(estimate), WITHHELD_ZERO_AVERAGE, method)
    known = Interval(*(np.where(np.isnan(estimate), np.nan, limit) for limit in limits))
    return measure(settings, estimate, nothing_known(estimate.size), known, method)


def _at(ordered: FloatArray, place: FloatArray) -> FloatArray:
    below = np.floor(place).astype(np.intp)[:, np.newaxis]
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    low, high = np.take_along_axis(ordered, below, axis=-1)[:, 0], np.take_along_axis(ordered, above, axis=-1)[:, 0]
    return np.asarray(low + (high - low) * (place - below[:, 0]))


def _checked_seed(seed: int | np.random.SeedSequence) -> int | np.random.SeedSequence:
    return seed if isinstance(seed, np.random.SeedSequence) else domains.whole("seed", seed, least=0)
