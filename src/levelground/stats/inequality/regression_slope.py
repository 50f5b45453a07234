"""The slope index of inequality of England's public health profiles: a weighted line through groups, limits from the groups' own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.inequality.measures import (
    NO_STANDARD_ERRORS,
    InequalityMeasure,
    around,
    measure,
    no_interval,
    nothing_known,
    tails,
)
from levelground.stats.inequality.rank_models import line_coefficients, midpoint_ranks
from levelground.stats.inequality.ranked_fit import WITHHELD_END_NOT_POSITIVE, WITHHELD_NO_FIT
from levelground.stats.inequality.settings import LARGEST, Settings, checked_settings
from levelground.stats.inequality.simulation import CELLS_AT_ONCE, Simulation, percentiles
from levelground.stats.intervals import FloatArray, Interval
from levelground.stats.parts import parts

KINDS: Final = ("normal", "rate", "proportion")
HUNDRED_THOUSAND_DRAWS: Final = Simulation(draws=100_000)
"""What is drawn when nothing else is said, as in the profiles. `highest` plays no part."""
DRAWS_AT_ONCE: Final = 8192
"""So few that a block of one setting stays in the processor's cache, which takes a quarter of the time."""
NO_BOUND: Final = 1e150
"""Stands for a ratio to a level that is 0 or below, above all others."""
NORMAL, FIELLER, LOG_NORMAL, SIMULATED = "normal", "fieller", "log_normal", "simulated"


class SlopeRegression(NamedTuple):
    """Slope index, relative index and intercept of each setting."""

    slope_index: InequalityMeasure
    """SII, times `multiplier`. Method: ``normal`` or ``simulated``; NaN limits with ``no_standard_errors``; NaN with ``withheld_no_fit``
    (all people are in one group), ``withheld_fewer_than_two_groups`` or ``withheld_no_population``."""
    relative_index: InequalityMeasure
    """RII, one over it where `multiplier` is below 0. Method: ``fieller``, ``log_normal`` or ``simulated``; NaN limits with
    ``no_standard_errors``, and with ``withheld_predicted_level_not_above_0`` where an end's level may well be 0 or less."""
    intercept: FloatArray
    """The level predicted for the least advantaged person, in the unit of the values."""


def slope_regression(
    values: ArrayLike,
    population: ArrayLike,
    *,
    kind: str = "normal",
    limits: tuple[ArrayLike, ArrayLike] | None = None,
    limits_confidence: float = 0.95,
    standard_errors: ArrayLike | None = None,
    transform: bool = False,
    multiplier: ArrayLike = 1.0,
    simulation: Simulation = HUNDRED_THOUSAND_DRAWS,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> SlopeRegression:
    r"""Slope and relative index of inequality by a population-weighted line, with limits that come from those of the groups.

    .. math:: \hat y(r) = \beta_0 + \beta_1 r, \quad SII = \hat y(1) - \hat y(0), \quad RII = \hat y(1) / \hat y(0)

    where a group's rank r is the share of the population below its middle. SII 0 and RII 1: no inequality along the order; above, the more
    advantaged have the higher level.

    Parameters
    ----------
    values : array_like
        Levels of groups from the most deprived to the least (quantiles of deprivation), (settings..., groups): 0 or more; rates above 0,
        proportions between 0 and 1. A setting needs 2 groups; the profiles use 5 to 100.
    population : array_like
        People in each group: 0 or more.
    kind : str
        How values are uncertain: ``normal`` as they are, ``rate`` on their logarithm, ``proportion`` on their log odds.
    limits : pair of array_like, optional
        Lower and upper limits of the values, from which standard errors are derived on the scale of `kind`.
    limits_confidence : float
        The confidence of `limits`, a fraction.
    standard_errors : array_like, optional
        Of the values, 0 or more, in their unit, instead of `limits`. Without either there are no intervals.
    transform : bool
        Whether the line is fitted to logarithms or log odds too, and its ends turned back.
    multiplier : array_like
        What SII is multiplied by, not 0: 100 for percentages; below 0 where lower is better, which turns SII's sign and inverts RII.
    simulation : Simulation
        Seed and number of draws of the simulated intervals.
    confidence, where : array_like
        As for `between_group_variance`.

    Returns
    -------
    SlopeRegression
        SII in the unit of the values times `multiplier`, RII without unit; in the shape of the settings.

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70; rates of 0, proportions of 0 or 1; limits that do not hold their value;
        both limits and standard errors; a transform of ``normal`` values; a multiplier of 0; confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant and numbers where booleans are.

    Notes
    -----
    Where the line goes through normal values, SII is normal and the limits of RII are Fieller's: nothing is drawn. Otherwise 100,000 values
    are drawn for each group on the scale of `kind` (for a transformed line, its two ends), and the limits are percentiles. All settings
    are measured from the same draws: a setting's limits do not depend on the others, and no random state is read or changed.

    References
    ----------
    Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities. Journal of Public Health 2004; 26: 388-395.
    Fieller EC. Some problems in interval estimation. Journal of the Royal Statistical Society B 1954; 16: 175-185.

    Examples
    --------
    Group 22 of `tests/oracles/sii_phe`, a proportion in fifths; PHEindicatormethods 2.1.0 prints -0.1205, -0.153 to -0.088 and 0.3056.

    >>> values, people = [0.155614749, 0.132200885, 0.108017951, 0.077713525, 0.068631339], [10650, 9257, 4981, 7172, 7677]
    >>> lower = [0.136059818, 0.112838404, 0.084745069, 0.061044188, 0.05348722]
    >>> upper = [0.177403063, 0.154307968, 0.136727315, 0.098457454, 0.087666153]
    >>> found = slope_regression(values, people, kind="proportion", limits=(lower, upper))
    >>> f"{found.slope_index.estimate:.4f} and {found.relative_index.estimate:.4f}"
    '-0.1205 and 0.3056'
    >>> f"{found.slope_index.interval.lower:.3f} to {found.slope_index.interval.upper:.3f}"
    '-0.153 to -0.088'
    """
    word = domains.choice("kind", kind, KINDS)
    if transform and word == "normal":
        raise ValueError("transform must be False for values of the kind 'normal'; found True")
    levels = _levels(values, word, where)
    errors = _errors(levels, word, limits, limits_confidence, standard_errors, where=where)
    settings = checked_settings(levels, population, standard_errors=errors, where=where)
    coefficients = np.stack(line_coefficients(settings.shares, midpoint_ranks(settings.shares)), axis=1)
    factor = np.broadcast_to(_multiplier(multiplier), settings.shape).ravel()
    fit = _Fit(settings, word, transform, _on_scale(settings.estimates, word), coefficients, tails(confidence, settings))
    return _regression(fit, fit.limits(simulation), factor)


class _Limits(NamedTuple):
    """Limits of SII and RII before the multiplier, and how they were made."""

    slope: Interval
    slope_error: FloatArray
    slope_method: str
    relative: Interval
    relative_method: str


class _Fit(NamedTuple):
    """A line for each setting, through values on the scale on which they are normal or, without a transform, through the values."""

    settings: Settings
    kind: str
    transform: bool
    normal: FloatArray
    """The values on the scale on which they are normal, (settings, groups)."""
    coefficients: FloatArray
    """The weight of each value in the levels at rank 0 and at rank 1, (settings, 2, groups)."""
    tail: FloatArray

    def ends(self) -> FloatArray:
        """The levels at rank 0 and at rank 1, (settings, 2)."""
        if self.transform:
            return _back(self._added_up(self.normal), self.kind)
        return self._added_up(self.settings.estimates)

    def limits(self, simulation: Simulation) -> _Limits:
        """By formula where there is one, else by draws."""
        count = len(self.tail)
        if self.settings.spread is None:
            return _Limits(no_interval(count), nothing_known(count), NO_STANDARD_ERRORS, no_interval(count), NO_STANDARD_ERRORS)
        if self.kind == "normal":
            return self._by_formula(self.settings.spread)
        drawn = self._simulated(self.settings.spread, simulation)
        return self._with_log_normal_ratio(drawn, self.settings.spread) if self.transform and self.kind == "rate" else drawn

    def _added_up(self, values: FloatArray) -> FloatArray:
        return np.asarray((self.coefficients @ values[..., np.newaxis])[..., 0])

    def _covariance(self, spread: FloatArray) -> FloatArray:
        """Of the line at rank 0 and rank 1, (settings, 2, 2)."""
        scaled = self.coefficients * spread[:, np.newaxis]
        return np.asarray(scaled @ scaled.swapaxes(-1, -2))

    def _by_formula(self, spread: FloatArray) -> _Limits:
        ends, covariance = self._added_up(self.normal), self._covariance(spread)
        error = _error_of_difference(covariance)
        return _Limits(around(ends[:, 1] - ends[:, 0], error, self.tail), error, NORMAL, _fieller(ends, covariance, self.tail), FIELLER)

    def _with_log_normal_ratio(self, drawn: _Limits, spread: FloatArray) -> _Limits:
        ends = self._added_up(self.normal)
        logs = around(ends[:, 1] - ends[:, 0], _error_of_difference(self._covariance(spread)), self.tail)
        with np.errstate(over="ignore"):
            return drawn._replace(relative=Interval(np.exp(logs.lower), np.exp(logs.upper)), relative_method=LOG_NORMAL)

    def _simulated(self, spread: FloatArray, simulation: Simulation) -> _Limits:
        count = len(self.tail)
        slope, relative = no_interval(count), no_interval(count)
        for part, ends in self._drawn_ends(spread, simulation):
            least, most = ends[:, 0], ends[:, 1]
            with np.errstate(over="ignore"):
                ratio = np.divide(most, least, out=np.full(least.shape, NO_BOUND), where=least > 0)
            np.minimum(ratio, NO_BOUND, out=ratio)
            for limits, replicates in ((slope, most - least), (relative, ratio)):
                limits.lower[part], limits.upper[part] = percentiles(replicates, self.tail[part])
        return _Limits(slope, nothing_known(count), SIMULATED, relative, SIMULATED)

    def _drawn_ends(self, spread: FloatArray, simulation: Simulation) -> Iterator[tuple[slice, FloatArray]]:
        """A stretch of settings after the other, and their levels at both ends, (settings, 2, draws), from draws that all share."""
        centre, root = self.normal, spread[:, np.newaxis]
        if self.transform:
            centre, root = self._added_up(self.normal), _square_root(self._covariance(spread))
        cells = centre.shape[-1]
        normals = _normals(simulation, cells)
        for part in parts(len(centre), cells_each=normals.size, at_once=CELLS_AT_ONCE):
            ends = np.empty((len(centre[part]), 2, normals.shape[-1]))
            for first in range(0, normals.shape[-1], DRAWS_AT_ONCE):
                block = slice(first, first + DRAWS_AT_ONCE)
                moved = root[part] @ normals[:, block] if self.transform else root[part].swapaxes(-1, -2) * normals[:, block]
                moved += centre[part][..., np.newaxis]
                levels = _back(moved, self.kind)
                ends[..., block] = levels if self.transform else self.coefficients[part] @ levels
            yield part, ends


def _normals(simulation: Simulation, cells: int) -> FloatArray:
    """Draws for each place of a setting, (cells, draws): those of a place are the same whatever the number of places."""
    seed = simulation.seed
    random = np.random.default_rng(seed if isinstance(seed, np.random.SeedSequence) else domains.whole("seed", seed, least=0))
    return random.standard_normal((cells, domains.whole("draws", simulation.draws, least=2)))


def _regression(fit: _Fit, limits: _Limits, factor: FloatArray) -> SlopeRegression:
    ends = fit.ends()
    known, turned = np.isfinite(ends).all(axis=-1), factor < 0
    lower, upper = (factor * limit for limit in limits.slope)
    slope = measure(
        fit.settings,
        factor * (ends[:, 1] - ends[:, 0]),
        np.abs(factor) * limits.slope_error,
        Interval(np.where(turned, upper, lower), np.where(turned, lower, upper)),
        np.where(known, limits.slope_method, WITHHELD_NO_FIT),
    )
    positive = known & (ends > 0).all(axis=-1)
    ratio = np.where(positive, ends[:, 1], np.nan) / np.where(positive, ends[:, 0], 1)
    held = positive & (limits.relative.lower > 0) & (limits.relative.upper < NO_BOUND / 2)
    low, high = (np.where(held, limit, np.nan) for limit in limits.relative)
    said = np.where(held | (positive & (limits.relative_method == NO_STANDARD_ERRORS)), limits.relative_method, WITHHELD_END_NOT_POSITIVE)
    relative = measure(
        fit.settings,
        np.where(turned, 1 / ratio, ratio),
        nothing_known(len(factor)),
        Interval(np.where(turned, 1 / high, low), np.where(turned, 1 / low, high)),
        np.where(known, said, WITHHELD_NO_FIT),
    )
    intercept = np.where(fit.settings.withheld != "", np.nan, ends[:, 0])
    return SlopeRegression(slope, relative, intercept.reshape(fit.settings.shape)[()])


def _fieller(ends: FloatArray, covariance: FloatArray, tail: FloatArray) -> Interval:
    """Fieller's limits of the ratio of the ends; NaN where they are not a stretch of numbers."""
    z2 = domains.normal_quantile(tail) ** 2
    square = ends[:, 0] ** 2 - z2 * covariance[:, 0, 0]
    middle = ends[:, 0] * ends[:, 1] - z2 * covariance[:, 0, 1]
    product = ends[:, 1] ** 2 - z2 * covariance[:, 1, 1]
    base = np.where(square > 0, square, np.nan)
    half = np.sqrt(np.maximum(middle**2 - square * product, 0)) / base
    return Interval(middle / base - half, middle / base + half)


def _error_of_difference(covariance: FloatArray) -> FloatArray:
    return np.sqrt(np.maximum(covariance[:, 0, 0] + covariance[:, 1, 1] - 2 * covariance[:, 0, 1], 0))


def _square_root(covariance: FloatArray) -> FloatArray:
    """The lower triangle whose product with itself is the covariance, for one that may be 0."""
    root = np.zeros_like(covariance)
    root[:, 0, 0] = np.sqrt(covariance[:, 0, 0])
    root[:, 1, 0] = np.divide(covariance[:, 0, 1], root[:, 0, 0], out=np.zeros(len(root)), where=root[:, 0, 0] > 0)
    root[:, 1, 1] = np.sqrt(np.maximum(covariance[:, 1, 1] - root[:, 1, 0] ** 2, 0))
    return root


def _levels(values: ArrayLike, kind: str, where: ArrayLike) -> FloatArray:
    """The values, where they can be on the scale of their kind."""
    levels = domains.not_negative("values", values, most=LARGEST, where=where)
    inside = np.broadcast_to(domains.marks("where", where), levels.shape)
    wrong = inside & ((kind != "normal") & (levels == 0) | (kind == "proportion") & (levels >= 1))
    if wrong.any():
        place = tuple(int(axis) for axis in np.argwhere(wrong)[0])
        rule = "above 0" if kind == "rate" else "between 0 and 1"
        raise ValueError(f"values must be {rule} for the kind {kind!r}; found {levels[place]:g} at position {place}")
    return levels


def _errors(
    levels: FloatArray,
    kind: str,
    limits: tuple[ArrayLike, ArrayLike] | None,
    limits_confidence: float,
    standard_errors: ArrayLike | None,
    *,
    where: ArrayLike,
) -> FloatArray | None:
    """Standard errors on the scale on which values are normal."""
    if limits is not None and standard_errors is not None:
        raise ValueError("standard_errors must not be given together with limits")
    if limits is not None:
        lower, upper = (_levels(each, kind, where) for each in limits)
        domains.between("values", levels, lower, upper)
        z = domains.normal_quantile(domains.upper_tail(limits_confidence))
        return np.asarray((_on_scale(upper, kind) - _on_scale(lower, kind)) / (2 * z))
    if standard_errors is None:
        return None
    errors = domains.not_negative("standard_errors", standard_errors, most=LARGEST, where=where)
    if kind == "normal":
        return errors
    steepness = levels if kind == "rate" else levels * (1 - levels)
    return np.asarray(errors / np.where(steepness > 0, steepness, 1))


def _on_scale(levels: FloatArray, kind: str) -> FloatArray:
    """Values, their logarithms or their log odds; a cell that does not belong is a 0 and stays one."""
    if kind == "normal":
        return levels
    safe = np.where(levels > 0, levels, 0.5)
    return np.asarray(np.where(levels > 0, np.log(safe) if kind == "rate" else special.logit(safe), 0.0))


def _back(normal: FloatArray, kind: str) -> FloatArray:
    """From logarithms or log odds to levels, in place."""
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(normal, out=normal) if kind == "rate" else special.expit(normal, out=normal))


def _multiplier(multiplier: ArrayLike) -> FloatArray:
    factor = domains.finite("multiplier", multiplier)
    if np.any(factor == 0):
        raise ValueError("multiplier must not be 0")
    return factor
