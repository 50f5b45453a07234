"""A level as a function of rank, from the least advantaged person (0) to the most (1): a line, or a logistic curve.

Both are fitted to all settings at once, and say how the level that is predicted for either end hangs on the level of each cell.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import special

from levelground.stats.inequality.settings import BoolArray
from levelground.stats.intervals import FloatArray

STEPS: Final = 100
"""A curve that has not settled after so many steps has no finite best fit: some groups have nobody, the others everybody."""
STILL: Final = 1e-11
"""A step that moves no predictor (a log odds) by more than this is the last."""
STILL_ENOUGH: Final = 1e-6
"""The same for replicates: the step after it would be of the order of its square."""
LONGEST: Final = 4.0
"""No step moves a predictor farther than this."""
STEEPEST: Final = 30.0
"""An end with log odds, or a slope, beyond this is taken for a curve without a finite best fit: 1 in 10 million million."""


class RankModel(NamedTuple):
    """The levels at the two ends of the order, (settings,), and how they hang on each cell, (settings, cells)."""

    least: FloatArray
    """Predicted for the least advantaged, at rank 0. NaN where nothing could be fitted."""
    most: FloatArray
    """Predicted for the most advantaged, at rank 1."""
    least_gain: FloatArray
    """How much `least` rises for each unit that the cell's level rises, to first order."""
    most_gain: FloatArray
    residual: FloatArray
    """The cell's level above the curve."""

    @property
    def least_pull(self) -> FloatArray:
        """What each cell's residual adds to `least`, to first order; the pulls of a setting add up to 0."""
        return np.asarray(self.least_gain * self.residual)

    @property
    def most_pull(self) -> FloatArray:
        """The same for `most`."""
        return np.asarray(self.most_gain * self.residual)


def midpoint_ranks(shares: FloatArray) -> FloatArray:
    """The share of the population below the middle of each cell, for cells in order."""
    return np.asarray(np.cumsum(shares, axis=-1) - shares / 2)


def shared_ranks(shares: FloatArray, order: FloatArray) -> FloatArray:
    """As `midpoint_ranks`, for cells in any order; those with equal `order` are one group and share its rank."""
    places = np.argsort(order, axis=-1, kind="stable")
    sorted_order, sorted_shares = np.take_along_axis(order, places, axis=-1), np.take_along_axis(shares, places, axis=-1)
    total = np.cumsum(sorted_shares, axis=-1)
    edge = np.ones((len(order), 1), dtype=np.bool_)
    changes = sorted_order[:, 1:] != sorted_order[:, :-1]
    below = np.where(np.hstack([edge, changes]), total - sorted_shares, -np.inf)
    through = np.where(np.hstack([changes, edge]), total, np.inf)
    middle = (np.maximum.accumulate(below, axis=-1) + np.minimum.accumulate(through[:, ::-1], axis=-1)[:, ::-1]) / 2
    ranks = np.empty_like(middle)
    np.put_along_axis(ranks, places, middle, axis=-1)
    return ranks


def line(levels: FloatArray, weights: FloatArray, ranks: FloatArray) -> RankModel:
    """The weighted least-squares line."""
    moments = _moments(weights, ranks)
    level, slope = _solved(moments, _total(weights * levels), _total(weights * levels * ranks))
    level_gain, slope_gain = _solved(moments, weights, weights * ranks)
    residual = levels - level[:, np.newaxis] - slope[:, np.newaxis] * ranks
    return RankModel(level, level + slope, level_gain, level_gain + slope_gain, residual)


def line_coefficients(weights: FloatArray, ranks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each cell's level is multiplied by to give the line at rank 0 and at rank 1, (settings, cells) each."""
    level, slope = _solved(_moments(weights, ranks), weights, weights * ranks)
    return level, level + slope


def logistic_curve(levels: FloatArray, weights: FloatArray, ranks: FloatArray) -> RankModel:
    """The weighted logistic curve of levels from 0 to 1, by Newton's steps.

    The score equations are those of a quasi-binomial model: levels need not come from counts.
    """
    coefficients = np.zeros((2, len(levels)))
    going = np.arange(len(levels))
    for _ in range(STEPS):
        step = _step(levels[going], weights[going], ranks[going], coefficients[:, going])
        coefficients[:, going] += step
        going = going[_farthest(step) > STILL]
        if not going.size:
            break
    coefficients[:, going] = np.nan
    coefficients[:, _farthest(coefficients) > STEEPEST] = np.nan
    return _curve(levels, weights, ranks, coefficients)


def logistic_ends(levels: FloatArray, weights: FloatArray, ranks: FloatArray) -> FloatArray:
    """The ends at rank 0 and 1 of the curve of each replicate, (2, settings, replicates); NaN as in `logistic_curve`.

    Levels are (settings, cells, replicates); the replicates of a setting share its weights and ranks, (settings, cells), and the powers
    of rank are summed for all of them at once.
    """
    powers = np.stack([weights, weights * (ranks - 0.5), weights * (ranks - 0.5) ** 2], axis=-2)
    rise = np.stack([np.ones_like(ranks), ranks - 0.5], axis=-1)
    coefficients = np.zeros((len(levels), 2, levels.shape[-1]))
    going = np.arange(len(levels))
    moved = np.full((len(levels), levels.shape[-1]), np.inf)
    for _ in range(STEPS):
        step = _step_of_replicates(levels[going], powers[going], rise[going], coefficients[going])
        coefficients[going] += step
        moved[going] = np.abs(step[:, 0]) + np.abs(step[:, 1])
        going = going[np.any(moved[going] > STILL_ENOUGH, axis=-1)]
        if not going.size:
            break
    middle, slope = coefficients[:, 0], coefficients[:, 1]
    ends = np.stack([middle - slope / 2, middle + slope / 2])
    lost = (moved > STILL_ENOUGH) | (np.abs(ends[0]) > STEEPEST) | (np.abs(ends[1]) > STEEPEST)
    return np.asarray(np.where(lost, np.nan, special.expit(ends)))


def _step_of_replicates(levels: FloatArray, powers: FloatArray, rise: FloatArray, coefficients: FloatArray) -> FloatArray:
    fitted = special.expit(rise @ coefficients)
    first, second = np.moveaxis(powers[:, :2] @ (levels - fitted), 1, 0)
    zeroth, one, two = np.moveaxis(powers @ (fitted * (1 - fitted)), 1, 0)
    room = zeroth * two - one**2
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        step = np.stack([(two * first - one * second) / room, (zeroth * second - one * first) / room], axis=1)
        farthest = np.abs(step[:, 0]) + np.abs(step[:, 1]) / 2
        return np.asarray(step * np.minimum(1, LONGEST / np.where(farthest > 0, farthest, 1))[:, np.newaxis])


def _curve(levels: FloatArray, weights: FloatArray, ranks: FloatArray, coefficients: FloatArray) -> RankModel:
    level, slope = coefficients
    fitted = special.expit(level[:, np.newaxis] + slope[:, np.newaxis] * ranks)
    level_gain, slope_gain = _solved(_moments(weights * fitted * (1 - fitted), ranks), weights, weights * ranks)
    least, most = special.expit(level), special.expit(level + slope)
    least_slope, most_slope = (least * (1 - least))[:, np.newaxis], (most * (1 - most))[:, np.newaxis]
    return RankModel(least, most, least_slope * level_gain, most_slope * (level_gain + slope_gain), levels - fitted)


def _step(levels: FloatArray, weights: FloatArray, ranks: FloatArray, coefficients: FloatArray) -> FloatArray:
    fitted = special.expit(coefficients[0, :, np.newaxis] + coefficients[1, :, np.newaxis] * ranks)
    residual = weights * (levels - fitted)
    step = np.array(_solved(_moments(weights * fitted * (1 - fitted), ranks), _total(residual), _total(residual * ranks)))
    farthest = _farthest(step)
    return np.asarray(step * np.minimum(1, LONGEST / np.where(farthest > 0, farthest, 1)))


def _farthest(step: FloatArray) -> FloatArray:
    """How far a step moves the predictor at either end; NaN, which is never far, where there is no step."""
    return np.asarray(np.maximum(np.abs(step[0]), np.abs(step[0] + step[1])))


class _Moments(NamedTuple):
    weight: FloatArray
    centre: FloatArray
    spread: FloatArray


def _moments(weights: FloatArray, ranks: FloatArray) -> _Moments:
    weight = _total(weights)
    centre = _over(_total(weights * ranks), weight)
    return _Moments(weight, centre, _total(weights * (ranks - centre[:, np.newaxis]) ** 2))


def _solved(moments: _Moments, first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Intercept and slope of the normal equations with these right-hand sides; NaN where all ranks are the same."""
    weight, centre, spread = (each if first.ndim == 1 else each[:, np.newaxis] for each in moments)
    slope = _over(second - centre * first, spread)
    return np.asarray(_over(first, weight) - centre * slope), slope


def _over(amount: FloatArray, base: FloatArray) -> FloatArray:
    quotient = np.full(np.broadcast_shapes(amount.shape, base.shape), np.nan)
    np.divide(amount, base, out=quotient, where=base > 0)
    return quotient


def _total(terms: FloatArray) -> FloatArray:
    return np.asarray(np.sum(terms, axis=-1))


def settled(model: RankModel) -> BoolArray:
    """Whether a setting has a fit, (settings,)."""
    return np.asarray(np.isfinite(model.least) & np.isfinite(model.most))
