"""Control charts of single measurements: the individuals (I), their moving ranges (mR), and ratios of unequal weight (I')."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.control_chart import (
    PAIRS,
    REFERENCES,
    ControlChart,
    drawn,
    given_middle,
    sigma_of_steps,
    statuses,
    why_no_steps,
)
from levelground.stats.spc.stretches import SCREEN, Marks, Stretches, by_series, over_settings

UNEQUAL_PAIRS: Final = np.sqrt(np.pi / 2)
"""1 over the mean absolute value of a standard normal: from the mean of |x - y| / sd(x - y) to 1."""


def i_chart(
    values: ArrayLike,
    *,
    screen: bool = True,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of single measurements (I, or X), from the steps between neighbours.

    .. math:: \bar x \mp 3\, \overline{mR} / 1.128, \qquad mR_i = |x_i - x_{i-1}|

    It has every option of the other control charts, and limits from two points on; `xmr_chart` is the chart of the NHS, with its
    rules and icons. Steps of 0 throughout say nothing about limits: they are withheld.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing.
    screen : bool, optional
        Whether moving ranges of 3.267 of their means or more are left out, once.
    rebase, baseline, exclude : array_like of bool (..., periods), optional
        As for `run_chart`; all three can be given.
    centre : array_like, optional
        The centre, when it is not the mean of the data; sigma stays that of the data.
    compat : str, optional
        ``qicharts2-0.8.1``: without screening, steps of 0 throughout give limits of width 0, instead of none.

    Returns
    -------
    ControlChart
        In the unit of the values, (..., periods). Limits may be below 0.

    Raises
    ------
    ValueError
        For values that are infinite or beyond 1e300, marks for another number of periods, a `compat` not known.
    TypeError
        For text, booleans, objects and masked arrays; for marks and options that are not booleans.

    Notes
    -----
    `method` is ``individuals`` (``individuals_few_points`` where limits are made of fewer than 12 points), else why limits are
    withheld: ``withheld_no_points``, ``withheld_no_neighbours`` (no two used points next to each other) or
    ``withheld_no_variation``; ``missing`` at a missing period. A step reaches over an excluded period, not over a missing one.
    Points are taken as independent: where neighbours are alike, limits are too narrow.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 6.4.
    Nelson LS. Control charts for individual measurements. Journal of Quality Technology 1982; 14: 172-173 (screening).

    Examples
    --------
    The flow rates of NIST's e-Handbook of Statistical Methods, section 6.3.2.2, which prints 50.81, 45.8159 and 55.8041:

    >>> chart = i_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> print(f"{chart.centre[0]:.2f} {chart.lower[0]:.4f} {chart.upper[0]:.4f} {chart.method[0]}")
    50.81 45.8159 55.8041 individuals_few_points
    """
    points = over_settings(domains.series("values", values), rebase, baseline, exclude, centre)
    screened, as_printed = domains.yes_or_no("screen", screen), domains.compatible(compat, REFERENCES)
    given = given_middle("centre", centre, points.shape, least=-domains.ENORMOUS, most=domains.ENORMOUS)
    return by_series(partial(_individuals, screened=screened, as_printed=as_printed), (points,), (rebase, baseline, exclude), given)


def _individuals(
    cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, screened: bool, as_printed: bool
) -> ControlChart:
    (points,) = cells
    stretches = Stretches(~np.isnan(points), *marks)
    mean = stretches.mean(points)
    steps = stretches.mean_step(points)
    averaged = stretches.mean_step(points, screen=True) if screened else steps
    sigma = sigma_of_steps(averaged, mean, as_printed=as_printed)
    middle = stretches.at_points(mean) if given is None else given
    status = statuses(stretches, ~np.isnan(points), "individuals", why_no_steps(steps, sigma))
    return drawn(points, middle, stretches.at_points(sigma), status)


def mr_chart(
    values: ArrayLike,
    *,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of moving ranges: whether one step between neighbours is larger than chance makes it.

    .. math:: \overline{mR}, \qquad 3.267\, \overline{mR}, \qquad \left(1 + \tfrac23 (3.267 - 1)\right) \overline{mR}

    for the centre, the upper limit and the inner one; the lower limits are 0. The first point of a process has no moving range: NaN.

    Parameters
    ----------
    values : array_like (..., periods)
        The measurements, in the order of time; NaN where a period is missing.
    rebase, baseline, exclude : array_like of bool (..., periods), optional
        As for `i_chart`.
    compat : str, optional
        ``qicharts2-0.8.1``: the step *from* an excluded point is used; the inner limit is two thirds of the upper one, which is
        2.178 mean moving ranges and not 2 sigma (2.511); steps of 0 throughout give limits of 0.

    Returns
    -------
    ControlChart
        In the unit of the values, (..., periods).

    Raises
    ------
    ValueError, TypeError
        As for `i_chart`.

    Notes
    -----
    `method` is as for `i_chart`, with ``moving_range``. The centre is the one that `i_chart` makes its limits of, when it does not
    screen. Moving ranges share a measurement with their neighbours, so that runs of them are no signal.

    References
    ----------
    As for `i_chart`.

    Examples
    --------
    >>> chart = mr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> print(f"{chart.centre[0]:.4f} {chart.upper[0]:.4f}")
    1.8778 6.1347
    """
    points = over_settings(domains.series("values", values), rebase, baseline, exclude)
    work = partial(_moving_ranges, as_printed=domains.compatible(compat, REFERENCES))
    return by_series(work, (points,), (rebase, baseline, exclude))


def _moving_ranges(cells: tuple[FloatArray, ...], marks: Marks, _: FloatArray | None, *, as_printed: bool) -> ControlChart:
    (points,) = cells
    stretches = Stretches(~np.isnan(points), *marks)
    if as_printed:
        value = Stretches(~np.isnan(points), marks.rebase, None, None).steps(points)
        steps = Stretches(~np.isnan(value), *marks).mean(value)
    else:
        value, steps = stretches.steps(points), stretches.mean_step(points)
    sigma = sigma_of_steps(steps, stretches.mean(points), as_printed=as_printed)
    centre = stretches.at_points(steps)
    status = statuses(stretches, ~np.isnan(value), "moving_range", why_no_steps(steps, sigma))
    chart = drawn(value, centre, stretches.at_points(sigma) * PAIRS * (SCREEN - 1) / 3, status, least=0.0)
    return chart._replace(inner_upper=chart.upper * 2 / 3) if as_printed else chart


def i_prime_chart(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    screen: bool = True,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of ratios whose denominators differ (I'): an I chart of which a period with more weight has narrower limits.

    .. math:: \bar x \mp 3 \frac{\hat\sigma}{\sqrt{d_i}}, \qquad \bar x = \frac{\sum y_i}{\sum d_i}, \qquad
       \hat\sigma = \sqrt{\frac{\pi}{2}}\; \overline{\frac{|x_i - x_{i-1}|}{\sqrt{1/d_i + 1/d_{i-1}}}}, \quad x_i = y_i / d_i

    With equal denominators it is the I chart, but for the rounding of its 1.128. Values are drawn as ratios; limits may be below 0.

    Parameters
    ----------
    numerators : array_like (..., periods)
        Sums, counts or minutes y, of either sign; NaN where a period is missing.
    denominators : array_like (..., periods)
        What they are divided by, d: above 0; NaN where a period is missing.
    screen, rebase, baseline, exclude, centre
        As for `i_chart`; the centre is a ratio.
    compat : str, optional
        ``qicharts2-0.8.1``: sigma is made of all points of a process, those outside the baseline and the excluded ones among
        them; steps of 0 throughout give limits of width 0.

    Returns
    -------
    ControlChart
        As ratios, (..., periods).

    Raises
    ------
    ValueError
        As for `i_chart`; a denominator of 0 or less.
    TypeError
        As for `i_chart`.

    Notes
    -----
    `method` is as for `i_chart`, with ``individuals_prime``.

    References
    ----------
    Taylor WA. Normalized individuals control chart. Taylor Enterprises 2017, section 3.

    Examples
    --------
    Equal denominators, as of the flow rates of `i_chart`:

    >>> chart = i_prime_chart([99.2, 95.2, 99.8, 102.6, 95.6, 102.4, 105.2, 104.8, 107.2, 104.2], 2)
    >>> print(f"{chart.centre[0]:.2f} {chart.lower[0]:.3f} {chart.upper[0]:.3f}")
    50.81 45.818 55.802
    """
    top, below = np.broadcast_arrays(domains.series("numerators", numerators), domains.measured("denominators", denominators))
    top, below = (over_settings(each, rebase, baseline, exclude, centre) for each in (top, below))
    known = ~(np.isnan(top) | np.isnan(below))
    domains.positive("denominators", np.where(known, below, 1.0))
    screened, as_printed = domains.yes_or_no("screen", screen), domains.compatible(compat, REFERENCES)
    given = given_middle("centre", centre, known.shape, least=-domains.ENORMOUS, most=domains.ENORMOUS)
    return by_series(partial(_ratios, screened=screened, as_printed=as_printed), (top, below), (rebase, baseline, exclude), given)


def _ratios(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, screened: bool, as_printed: bool) -> ControlChart:
    top, below = cells
    known = ~(np.isnan(top) | np.isnan(below))
    weight = np.where(known, below, 1.0)
    value = np.where(known, top, np.nan) / weight
    stretches = Stretches(known, *marks)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = stretches.total(top) / stretches.total(below)
    steps, sigma = _weighted(value, weight, Stretches(known, marks.rebase, None, None) if as_printed else stretches, screen=screened)
    sigma = sigma_of_steps(sigma * UNEQUAL_PAIRS * PAIRS, mean, as_printed=as_printed)
    middle = stretches.at_points(mean) if given is None else given
    status = statuses(stretches, known, "individuals_prime", why_no_steps(steps, sigma))
    spread = np.where(known, stretches.at_points(sigma) / np.sqrt(weight), np.nan)
    return drawn(value, middle, spread, status)


def _weighted(value: FloatArray, weight: FloatArray, stretches: Stretches, *, screen: bool) -> tuple[FloatArray, FloatArray]:
    """The mean steps of points of weight 1, not screened, and screened if asked for."""
    steps = stretches.mean_step(value, weight=weight)
    return steps, stretches.mean_step(value, weight=weight, screen=True) if screen else steps
