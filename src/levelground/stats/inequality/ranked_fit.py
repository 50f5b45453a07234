"""A curve through the groups of each setting, how sure it is, and the slope and the relative index between its ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.inequality.measures import InequalityMeasure, around, measure, some_without_error
from levelground.stats.inequality.rank_models import RankModel, line, logistic_curve, midpoint_ranks, settled
from levelground.stats.inequality.settings import BoolArray, Settings, by_settings, require_at_most
from levelground.stats.intervals import FloatArray, Interval, MethodArray

MODELS: Final = ("logit", "linear")
ENOUGH_GROUPS: Final = 40
"""With fewer groups than this, distances from the curve say too little of how sure it is, and the method warns."""
WIDEST: Final = 0.5
"""A relative index whose logarithm has a larger standard error than this has limits that are not to be relied on."""
WITHHELD_LEVEL: Final = "withheld_level_groups"
WITHHELD_FEW_GROUPS: Final = "withheld_fewer_than_three_groups"
WITHHELD_NO_FIT: Final = "withheld_no_fit"
WITHHELD_END_NOT_POSITIVE: Final = "withheld_predicted_level_not_above_0"
SCALES: Final = 10.0 ** np.array([0, 2, 3, 4, 5])
"""The scales that healthequal guesses from."""


class RankedFit(NamedTuple):
    """A curve for each setting, and how sure it is."""

    settings: Settings
    model: RankModel
    tail: FloatArray
    spread: FloatArray
    """How far off the level of each cell is taken to be, on the curve's scale: its standard error, or its distance from the curve."""
    unit: FloatArray
    """What the curve's levels are multiplied by to be in the unit of the estimates."""
    method: MethodArray
    level: BoolArray
    """Where all groups have the same estimate."""
    healthequal: bool


def fitted_measures(
    settings: Settings,
    model: str,
    scale: ArrayLike | None,
    tail: FloatArray,
    *measures: Callable[[RankedFit], InequalityMeasure],
    healthequal: bool = False,
) -> tuple[InequalityMeasure, ...]:
    """Measures of the curve of settings that were checked, a stretch of settings at a time."""
    logit = domains.choice("model", model, MODELS) == "logit"
    if logit and scale is None and not healthequal:
        raise ValueError("scale must be given with the model 'logit': the estimate that everybody would have, such as 1 or 100")
    unit = _guessed_scale(settings) if scale is None else require_at_most("scale", settings, domains.positive("scale", scale))

    def work(some: Settings, unit: FloatArray, tail: FloatArray) -> tuple[InequalityMeasure, ...]:
        fit = ranked_fit(some, model, unit, tail, healthequal=healthequal)
        return tuple(measure_of(fit) for measure_of in measures)

    return by_settings(work, settings, unit, tail)


def slope_measure(fit: RankedFit) -> InequalityMeasure:
    """SII of a fitted curve."""
    error = np.sqrt(np.sum(((fit.model.most_gain - fit.model.least_gain) * fit.spread) ** 2, axis=-1))
    estimate = fit.unit * np.where(fit.level, 0.0, fit.model.most - fit.model.least)
    limits = around(estimate, fit.unit * error, fit.tail)
    return _measured(fit, estimate, error if fit.healthequal else fit.unit * error, limits, fit.method)


def relative_measure(fit: RankedFit) -> InequalityMeasure:
    """RII of a fitted curve."""
    model = fit.model
    positive = (model.least > 0) & (model.most > 0)
    least, most = np.where(positive, model.least, np.nan), np.where(positive, model.most, np.nan)
    ratio = np.where(fit.level, 1.0, most / np.where(positive, model.least, 1))
    with np.errstate(over="ignore", invalid="ignore"):
        gain = model.most_gain / most[:, np.newaxis] - model.least_gain / least[:, np.newaxis]
        error = np.sqrt(np.sum((gain * fit.spread) ** 2, axis=-1))
    with np.errstate(over="ignore"):
        limits = Interval(*(ratio * np.exp(factor) for factor in around(np.zeros(len(ratio)), error, fit.tail)))
    method = np.where(np.char.endswith(fit.method, "_delta") & (error > WIDEST), np.char.add(fit.method, "_wide"), fit.method)
    method = np.where(settled(model) & ~positive & (fit.method != WITHHELD_LEVEL), WITHHELD_END_NOT_POSITIVE, method)
    return _measured(fit, ratio, error, limits, method)


def ranked_fit(settings: Settings, model: str, unit: FloatArray, tail: FloatArray, *, healthequal: bool = False) -> RankedFit:
    """The curve of settings that were checked, and how sure it is: by the groups' standard errors where there are any."""
    logit = model == "logit"
    levels, weights = settings.estimates / unit[:, np.newaxis], settings.shares
    if logit:
        levels, weights = _whole_people(settings, levels), weights**2 if healthequal else weights
    fitted = (logistic_curve if logit else line)(levels, weights, midpoint_ranks(settings.shares))
    level = level_groups(settings) & (np.sum(settings.shares > 0, axis=-1) > 1)
    if settings.spread is None:
        spread, method = _by_distance(settings, fitted, model, level)
    else:
        spread, method = settings.spread / unit[:, np.newaxis], _by_errors(settings, fitted, model, level)
    return RankedFit(settings, fitted, tail, spread, unit, method, level, healthequal)


def log_ratio_pull(model: RankModel, positive: BoolArray) -> FloatArray:
    """Each cell's pull at the logarithm of the ratio of the ends; NaN where the ratio has none."""
    least, most = np.where(positive, model.least, np.nan)[:, np.newaxis], np.where(positive, model.most, np.nan)[:, np.newaxis]
    return np.asarray(model.most_pull / most - model.least_pull / least)


def level_groups(settings: Settings) -> BoolArray:
    """Whether all cells with people have the same value."""
    held = settings.shares > 0
    highest = np.max(settings.estimates, axis=-1, where=held, initial=-np.inf)
    return np.asarray(highest <= np.min(settings.estimates, axis=-1, where=held, initial=np.inf))


def _by_distance(settings: Settings, fitted: RankModel, model: str, level: BoolArray) -> tuple[FloatArray, MethodArray]:
    """Spread by the distance of the groups from the curve, times n / (n - 2) (HC1); with few groups the method warns."""
    with_people = np.sum(settings.shares > 0, axis=-1)
    factor = np.sqrt(with_people / np.maximum(with_people - 2, 1))
    method = np.where(with_people < ENOUGH_GROUPS, f"{model}_hc1_few_groups", f"{model}_hc1")
    method = np.where(with_people < 3, WITHHELD_FEW_GROUPS, method)
    return fitted.residual * factor[:, np.newaxis], np.where(level, WITHHELD_LEVEL, np.where(settled(fitted), method, WITHHELD_NO_FIT))


def _by_errors(settings: Settings, fitted: RankModel, model: str, level: BoolArray) -> MethodArray:
    method = np.where(some_without_error(settings), f"{model}_delta_zero_error", f"{model}_delta")
    return np.where(settled(fitted), method, np.where(level, WITHHELD_LEVEL, WITHHELD_NO_FIT))


def _measured(fit: RankedFit, estimate: FloatArray, error: FloatArray, limits: Interval, method: MethodArray) -> InequalityMeasure:
    blank = np.char.startswith(method, "withheld")
    if fit.healthequal:
        estimate = np.where(fit.level, np.nan, estimate)
    error, lower, upper = (np.where(blank, np.nan, each) for each in (error, *limits))
    return measure(fit.settings, estimate, error, Interval(lower, upper), method)


def _whole_people(settings: Settings, levels: FloatArray) -> FloatArray:
    """Levels as whole people over people; a group without people keeps its level."""
    people = settings.shares * settings.people[:, np.newaxis]
    return np.asarray(np.where(people > 0, np.rint(levels * people) / np.where(people > 0, people, 1), levels).clip(0, 1))


def _guessed_scale(settings: Settings) -> FloatArray:
    """The lowest of 1, 100, 1,000, 10,000 and 100,000 that no estimate is above; else the highest estimate."""
    highest = np.max(settings.estimates, axis=-1, where=settings.member, initial=0.0)
    place = np.searchsorted(SCALES, highest)
    return np.asarray(np.where(place < len(SCALES), SCALES[np.minimum(place, len(SCALES) - 1)], highest))
