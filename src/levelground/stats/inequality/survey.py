"""Inequality along an order, from records of people in a survey: weights, strata and sampling units enter the standard error."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.inequality.concentration import rank_variance, twice_covariance
from levelground.stats.inequality.measures import WITHHELD_ZERO_AVERAGE, InequalityMeasure, around, measure, over_average
from levelground.stats.inequality.rank_models import RankModel, line, logistic_curve, settled, shared_ranks
from levelground.stats.inequality.ranked_fit import (
    MODELS,
    WITHHELD_END_NOT_POSITIVE,
    WITHHELD_LEVEL,
    WITHHELD_NO_FIT,
    level_groups,
    log_ratio_pull,
)
from levelground.stats.inequality.settings import LARGEST, Settings, checked_settings
from levelground.stats.intervals import FloatArray, Interval, MethodArray
from levelground.stats.parts import in_parts

TAYLOR: Final = "taylor"
TAYLOR_LONELY: Final = "taylor_lonely_unit_adjusted"
WITHHELD_ONE_UNIT: Final = "withheld_fewer_than_two_sampling_units"


class SurveyDesign(NamedTuple):
    """How people were drawn; each array has an element for each person, or for each person of each setting."""

    weights: ArrayLike = 1.0
    """Sampling weights: 0 or more. A weight of 0 keeps the person's sampling unit in the design (a part of a sample)."""
    strata: ArrayLike | None = None
    """The stratum's number. Without it there is one stratum."""
    units: ArrayLike | None = None
    """The primary sampling unit's number, within its stratum. Without it each person is a unit."""


EVERYBODY_ALIKE: Final = SurveyDesign()
"""A simple random sample."""


def survey_slope_index(
    outcome: ArrayLike,
    order: ArrayLike,
    design: SurveyDesign = EVERYBODY_ALIKE,
    *,
    model: str = "logit",
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The slope index of inequality (SII) of people in a survey.

    .. math:: SII = \hat y(1) - \hat y(0)

    The curve is that of `levelground.stats.inequality.slope_index.slope_index` through people. All people of one group have the rank of
    its middle in the weighted population. 0: no inequality along the order.

    Parameters
    ----------
    outcome : array_like
        What each person has, (settings..., people): 0 or more; from 0 to 1 for ``logit`` (0 or 1 for a yes or no).
    order : array_like
        The place of each person's group in the order, from the least advantaged to the most; equal numbers are one group.
    design : SurveyDesign
        Weights, strata and sampling units.
    model : str
        ``logit`` or ``linear``.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    where : array_like
        True for the people who belong to their setting; cells outside may hold anything, and their units do not count.

    Returns
    -------
    InequalityMeasure
        In the unit of the outcome, in the shape of the settings. Method: ``taylor``, or ``taylor_lonely_unit_adjusted`` where a stratum has
        one unit. With NaN limits: ``withheld_level_groups`` (all outcomes are the same; SII 0),
        ``withheld_fewer_than_two_sampling_units``. NaN: ``withheld_no_fit`` (one group, or groups without and groups with everybody alone),
        ``withheld_fewer_than_two_groups`` (fewer than two people) or ``withheld_no_population``.

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70; an outcome above 1 with ``logit``; an unknown model; confidence outside
        (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant, strata or units that are not whole numbers.

    Notes
    -----
    The standard error is by Taylor linearisation: the variance, between the units of each stratum, of the sums of what each person adds to
    the index to first order. Ranks are taken as known. A stratum's only unit is compared with the average of all units, as R's survey
    package does with ``lonely.psu = "adjust"``. The interval is normal.

    References
    ----------
    Binder DA. On the variances of asymptotically normal estimators from complex surveys. International Statistical Review 1983; 51:
    279-292.
    Lumley T. Complex Surveys: a guide to analysis using R. Wiley 2010: chapter 2.

    Examples
    --------
    >>> found = survey_slope_index([0, 0, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2], model="linear")
    >>> f"{found.estimate:.4f}"
    '0.6667'
    """
    return _by_samples(partial(_slope, model=model), _people(outcome, order, design, model=model, where=where), confidence)


def _slope(sample: _Sample, *, model: str) -> InequalityMeasure:
    fit = _curve(sample, model)
    estimate = np.where(sample.level, 0.0, fit.most - fit.least)
    return _measured(sample, estimate, fit.most_pull - fit.least_pull, np.where(settled(fit), "", WITHHELD_NO_FIT))


def survey_relative_index(
    outcome: ArrayLike,
    order: ArrayLike,
    design: SurveyDesign = EVERYBODY_ALIKE,
    *,
    model: str = "logit",
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The relative index of inequality (RII) of people in a survey.

    .. math:: RII = \hat y(1) / \hat y(0)

    As for `survey_slope_index`; 1: no inequality along the order.

    Parameters and Raises: as for `survey_slope_index`.

    Returns
    -------
    InequalityMeasure
        Without unit; the standard error is of the ratio's logarithm, and the interval normal there. Method: as `survey_slope_index`, and
        ``withheld_predicted_level_not_above_0`` (NaN).

    References
    ----------
    Binder DA. 1983; 51: 279-292.

    Examples
    --------
    >>> f"{survey_relative_index([1, 2, 2, 3], [1, 1, 2, 2], model='linear').estimate:.4f}"
    '3.0000'
    """
    return _by_samples(partial(_ratio, model=model), _people(outcome, order, design, model=model, where=where), confidence)


def _ratio(sample: _Sample, *, model: str) -> InequalityMeasure:
    fit = _curve(sample, model)
    positive = (fit.least > 0) & (fit.most > 0)
    ratio = np.where(sample.level, 1.0, np.where(positive, fit.most, np.nan) / np.where(positive, fit.least, 1))
    why = np.where(settled(fit), np.where(positive, "", WITHHELD_END_NOT_POSITIVE), WITHHELD_NO_FIT)
    return _measured(sample, ratio, log_ratio_pull(fit, positive), why, ratio=True)


def survey_absolute_concentration_index(
    outcome: ArrayLike,
    order: ArrayLike,
    design: SurveyDesign = EVERYBODY_ALIKE,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The absolute concentration index (ACI) of people in a survey.

    .. math:: ACI = 2 \sum_i w_i (y_i - \mu)(r_i - \tfrac12) \Big/ \sum_i w_i

    As for `levelground.stats.inequality.concentration.absolute_concentration_index`, with the ranks and the standard error of
    `survey_slope_index`. 0: no inequality along the order.

    Parameters (an outcome may be anything from 0 on), Returns and Raises: as for `survey_slope_index`.

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. Journal of Econometrics 1997; 77: 87-103.

    Examples
    --------
    >>> f"{survey_absolute_concentration_index([0, 0, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2]).estimate:.4f}"
    '0.0833'
    """
    return _by_samples(_absolute, _people(outcome, order, design, model="linear", where=where), confidence)


def _absolute(sample: _Sample) -> InequalityMeasure:
    return _measured(sample, *_concentration(sample), np.full(sample.level.shape, ""))


def survey_relative_concentration_index(
    outcome: ArrayLike,
    order: ArrayLike,
    design: SurveyDesign = EVERYBODY_ALIKE,
    *,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""The relative concentration index (RCI) of people in a survey: the absolute one over the weighted average.

    .. math:: RCI = ACI / \mu

    0: no inequality along the order. NaN, withheld: nobody has what is counted. The standard error takes the average as known.

    Parameters and Raises: as for `survey_absolute_concentration_index`.

    Returns
    -------
    InequalityMeasure
        Without unit. Method: as `survey_slope_index`, and ``withheld_zero_average``.

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. 1997; 77: 87-103.

    Examples
    --------
    >>> f"{survey_relative_concentration_index([0, 0, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2]).estimate:.4f}"
    '0.1667'
    """
    return _by_samples(_relative, _people(outcome, order, design, model="linear", where=where), confidence)


def _relative(sample: _Sample) -> InequalityMeasure:
    estimate, pull = _concentration(sample)
    average = sample.settings.groups.weighted_mean[:, 0, 0]
    share = over_average(np.ones_like(estimate), np.where(average < 1 / domains.ENORMOUS, 0.0, average))
    why = np.where(np.isnan(share), WITHHELD_ZERO_AVERAGE, "")
    return _measured(sample, estimate * share, pull * share[:, np.newaxis], why)


class _Sample(NamedTuple):
    """People of each setting, (settings, people), and the units that they were drawn in."""

    settings: Settings
    ranks: FloatArray
    units: NDArray[np.intp]
    """The unit of each cell, counted over all settings; one past the last for cells that do not belong."""
    unit_strata: NDArray[np.intp]
    """The stratum of each unit, counted over all settings."""
    stratum_settings: NDArray[np.intp]
    """The setting of each stratum."""
    tail: FloatArray
    level: NDArray[np.bool_]


class _People(NamedTuple):
    """What each person of each setting has, (settings..., people), checked."""

    values: FloatArray
    places: FloatArray
    weights: FloatArray
    belongs: NDArray[np.bool_]
    strata: NDArray[np.intp]
    units: NDArray[np.intp]


def _people(outcome: ArrayLike, order: ArrayLike, design: SurveyDesign, *, model: str, where: ArrayLike) -> _People:
    most = 1.0 if domains.choice("model", model, MODELS) == "logit" else LARGEST
    values = domains.not_negative("outcome", outcome, most=most, where=where)
    places = domains.finite("order", order, where=where)
    weights = domains.not_negative("weights", design.weights, most=LARGEST, where=where)
    strata, units = _labels("strata", design.strata), _labels("units", design.units)
    full = np.broadcast_shapes(values.shape, places.shape, weights.shape, *(each.shape for each in (strata, units) if each is not None))
    if not full:
        raise ValueError("outcome must have an axis of people; found a single number")
    stratum = np.zeros((), dtype=np.intp) if strata is None else strata
    unit = np.arange(full[-1]) if units is None else units
    values, places, weights = (np.broadcast_to(each, full) for each in (values, places, weights))
    belongs = np.broadcast_to(domains.marks("where", where), full)
    return _People(values, places, weights, belongs, np.broadcast_to(stratum, full), np.broadcast_to(unit, full))


def _by_samples(work: Callable[[_Sample], InequalityMeasure], people: _People, confidence: ArrayLike) -> InequalityMeasure:
    """A measure of each setting, a stretch of them at a time."""
    *settings, cells = people.values.shape
    tail = np.broadcast_to(domains.upper_tail(confidence), settings)

    def of_some(*rows: NDArray[Any]) -> InequalityMeasure:
        return work(_sample(_People(*rows[:-1]), rows[-1]))

    return in_parts(of_some, tail.shape, *people, tail, cells_each=cells)


def _sample(people: _People, tail: FloatArray) -> _Sample:
    settings = checked_settings(people.values, people.weights, where=people.belongs)
    rows = settings.estimates.shape
    belongs, strata, units, places = (_rows(each, rows) for each in (people.belongs, people.strata, people.units, people.places))
    ranks = shared_ranks(settings.shares, places)
    return _Sample(settings, ranks, *_units(belongs, strata, units), tail, level_groups(settings))


def _units(
    belongs: NDArray[np.bool_], strata: NDArray[np.intp], units: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Number the units and the strata of all settings from 0 on."""
    setting = np.broadcast_to(np.arange(len(belongs))[:, np.newaxis], belongs.shape)[belongs]
    stratum = np.unique(strata[belongs], return_inverse=True)[1]
    unit = np.unique(units[belongs], return_inverse=True)[1]
    stratum_keys, numbered = np.unique(setting * (stratum.max(initial=0) + 1) + stratum, return_inverse=True)
    unit_keys, placed = np.unique(numbered * (unit.max(initial=0) + 1) + unit, return_inverse=True)
    cells = np.full(belongs.shape, len(unit_keys), dtype=np.intp)
    cells[belongs] = placed
    return cells, unit_keys // (unit.max(initial=0) + 1), stratum_keys // (stratum.max(initial=0) + 1)


def _labels(name: str, labels: ArrayLike | None) -> NDArray[np.intp] | None:
    if labels is None:
        return None
    array = np.asarray(labels)
    if isinstance(labels, np.ma.MaskedArray) or array.dtype.kind not in "iu":
        raise TypeError(f"{name} must be whole numbers; found {array.dtype.name} values")
    return array.astype(np.intp)


def _rows(cells: NDArray[Any], rows: tuple[int, ...]) -> NDArray[Any]:
    """A setting without a cell has one that does not belong to it."""
    return cells if cells.shape == rows else np.zeros(rows, dtype=cells.dtype)


def _curve(sample: _Sample, model: str) -> RankModel:
    return (logistic_curve if model == "logit" else line)(sample.settings.estimates, sample.settings.shares, sample.ranks)


def _concentration(sample: _Sample) -> tuple[FloatArray, FloatArray]:
    """ACI, and what each person adds to it to first order: the slope of 2 var(r) y on r."""
    spread = rank_variance(sample.settings, sample.ranks)
    fit = line(sample.settings.estimates, sample.settings.shares, sample.ranks)
    return twice_covariance(sample.settings, sample.ranks), 2 * spread[:, np.newaxis] * (fit.most_pull - fit.least_pull)


def _variance(sample: _Sample, pull: FloatArray) -> tuple[FloatArray, MethodArray]:
    """The variance of the sums of the pulls between the units of each stratum, and how it was found."""
    count, strata = len(sample.unit_strata), len(sample.stratum_settings)
    sums = np.bincount(sample.units.ravel(), np.nan_to_num(pull).ravel(), minlength=count + 1)[:count]
    size = np.bincount(sample.unit_strata, minlength=strata)
    average = np.bincount(sample.unit_strata, sums, minlength=strata) / np.maximum(size, 1)
    away = sums - np.where(size > 1, average, 0.0)[sample.unit_strata]
    within = np.bincount(sample.unit_strata, away**2, minlength=strata) * size / np.maximum(size - 1, 1)
    settings = len(sample.level)
    units = np.bincount(sample.stratum_settings, size, minlength=settings)
    lonely = np.bincount(sample.stratum_settings, size == 1, minlength=settings) > 0
    method = np.where(units < 2, WITHHELD_ONE_UNIT, np.where(lonely, TAYLOR_LONELY, TAYLOR))
    return np.asarray(np.bincount(sample.stratum_settings, within, minlength=settings)), method


def _measured(sample: _Sample, estimate: FloatArray, pull: FloatArray, why: MethodArray, *, ratio: bool = False) -> InequalityMeasure:
    variance, method = _variance(sample, pull)
    method = np.where(sample.level & (why != WITHHELD_ZERO_AVERAGE), WITHHELD_LEVEL, np.where(why != "", why, method))
    error = np.where(np.char.startswith(method, "withheld"), np.nan, np.sqrt(variance))
    limits = around(np.zeros_like(estimate) if ratio else estimate, error, sample.tail)
    if ratio:
        with np.errstate(over="ignore"):
            limits = Interval(*(estimate * np.exp(limit) for limit in limits))
    return measure(sample.settings, estimate, error, limits, method)
