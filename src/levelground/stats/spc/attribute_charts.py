"""Control charts of counted events: proportions (P), rates (U), both with Laney's adjustment (P', U'), and counts (C)."""

from __future__ import annotations

from functools import partial

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
    statuses,
    why_no_steps,
)
from levelground.stats.spc.stretches import BoolArray, Marks, Stretches, by_series, over_settings

REAL_STEP = 1e-9
"""Standardised values that differ by less than this are equal but for rounding."""


def p_chart(
    events: ArrayLike,
    trials: ArrayLike,
    *,
    laney: bool = False,
    screen: bool = True,
    ordered: bool = True,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of proportions; with `laney` widened by the variation between periods (P').

    .. math:: \bar p \mp 3 \sigma_z \sqrt{\bar p (1 - \bar p) / n_i}, \qquad
       \sigma_z = \overline{|z_i - z_{i-1}|} / 1.128, \quad z_i = \frac{p_i - \bar p}{\sqrt{\bar p (1 - \bar p) / n_i}}

    with a sigma z of 1 for the P chart. Limits stay within 0 and 1. Without an event (or with nothing but events) those of a
    P chart are 0 and 0 (1 and 1); those of a P' chart are withheld.

    Parameters
    ----------
    events, trials : array_like (..., periods)
        Whole numbers; NaN in either where a period is missing.
    laney : bool, optional
        Whether to multiply by sigma z.
    screen : bool, optional
        Whether steps of z of 3.267 of their means or more are left out, once.
    ordered : bool, optional
        Whether the points are periods. False for places (a funnel), which have no neighbours: sigma z is then the standard
        deviation of z.
    rebase, baseline, exclude : array_like of bool (..., periods), optional
        As for `run_chart`; all three can be given.
    centre : array_like, optional
        The proportion, when it is not that of the data.
    compat : str, optional
        ``qicharts2-0.8.1``: a P' chart of which all steps are 0 has limits of width 0, instead of none.

    Returns
    -------
    ControlChart
        As proportions, (..., periods).

    Raises
    ------
    ValueError
        For counts that are negative or not whole, no trials, more events than trials, a centre outside 0 to 1, a `compat` not known.
    TypeError
        For text, booleans, objects and masked arrays; for marks and options that are not booleans.

    Notes
    -----
    `method` is ``p`` or ``p_laney`` (``p_laney_few_points`` where sigma z is made of fewer than 12 points), ``missing`` at a
    missing period, else ``withheld_no_points``, ``withheld_no_neighbours`` (no two used points next to each other; for places,
    no two points) or ``withheld_no_variation`` (all z alike, or no z because no event, or nothing but events, was counted).
    A step of z reaches over an excluded period, not over a missing one.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 7.2 (P).
    Laney DB. Improved control charts for attributes. Quality Engineering 2002; 14: 531-537 (P').

    Examples
    --------
    Montgomery's cans of orange juice (table 7.1), defective ones of 50 in each of 30 samples, printed 0.2313, 0.0524 and 0.4102:

    >>> cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    >>> chart = p_chart(cans, 50)
    >>> print(f"{chart.centre[0]:.4f} {chart.lower[0]:.4f} {chart.upper[0]:.4f}", chart.outside.nonzero()[0] + 1)
    0.2313 0.0524 0.4102 [15 23]
    """
    happened, possible = _counted("events", domains.series("events", events)), _counted("trials", domains.measured("trials", trials))
    happened, possible = np.broadcast_arrays(happened, possible)
    happened, possible = (over_settings(each, rebase, baseline, exclude, centre) for each in (happened, possible))
    known = ~(np.isnan(happened) | np.isnan(possible))
    domains.events_of_trials(np.where(known, happened, 0.0), np.where(known, possible, 1.0))
    options = _options(laney, screen, ordered, compat)
    given = given_middle("centre", centre, known.shape, least=0.0, most=1.0)
    return by_series(partial(_chart, options=options, name="p"), (happened, possible), (rebase, baseline, exclude), given)


def u_chart(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    laney: bool = False,
    screen: bool = True,
    ordered: bool = True,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of rates; with `laney` widened by the variation between periods (U'). Not below 0.

    .. math:: \bar u \mp 3 \sigma_z \sqrt{\bar u / t_i}

    Parameters
    ----------
    events, exposure : array_like (..., periods)
        Whole numbers; exposure from 1e-70 to 1e70. NaN in either where a period is missing.
    laney, screen, ordered, rebase, baseline, exclude, centre, compat
        As for `p_chart`; the centre is a rate.

    Returns
    -------
    ControlChart
        Events per unit of exposure, (..., periods).

    Raises
    ------
    ValueError, TypeError
        As for `p_chart`; exposure of 0 or less, or not from 1e-70 to 1e70; a centre above 1e140.

    Notes
    -----
    As for `p_chart`, with ``u`` and ``u_laney``.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 7.3 (U); Laney as for `p_chart` (U').

    Examples
    --------
    Montgomery's dyed cloth (example 7.4), defects in ten rolls; the book prints 1.42 and, of that rounded, 0.29 to 2.55:

    >>> chart = u_chart([14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5])
    >>> print(f"{chart.centre[0]:.2f} {chart.lower[0]:.2f} {chart.upper[0]:.2f}")
    1.42 0.29 2.56
    """
    happened, time = np.broadcast_arrays(_counted("events", domains.series("events", events)), domains.measured("exposure", exposure))
    happened, time = (over_settings(each, rebase, baseline, exclude, centre) for each in (happened, time))
    known = ~(np.isnan(happened) | np.isnan(time))
    domains.positive("exposure", np.where(known, time, 1.0), most=domains.LARGEST)
    options = _options(laney, screen, ordered, compat)
    given = given_middle("centre", centre, known.shape, least=0.0, most=domains.LARGEST**2)
    return by_series(partial(_chart, options=options, name="u"), (happened, time), (rebase, baseline, exclude), given)


def c_chart(
    events: ArrayLike,
    *,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
) -> ControlChart:
    """The limits of counts over equal exposure: as for `u_chart` with an exposure of 1.

    Parameters
    ----------
    events : array_like (..., periods)
        Whole numbers; NaN where a period is missing.
    rebase, baseline, exclude, centre
        As for `p_chart`.

    Returns
    -------
    ControlChart
        Events, (..., periods).

    Raises
    ------
    ValueError, TypeError
        As for `p_chart`.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 7.3.

    Examples
    --------
    Montgomery's printed circuit boards (table 7.7), defects in each of 26 samples, printed 19.85, 6.48 and 33.22:

    >>> boards = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
    >>> chart = c_chart(boards)
    >>> print(f"{chart.centre[0]:.2f} {chart.lower[0]:.2f} {chart.upper[0]:.2f}", chart.outside.nonzero()[0] + 1)
    19.85 6.48 33.21 [ 6 20]
    """
    happened = over_settings(_counted("events", domains.series("events", events)), rebase, baseline, exclude, centre)
    given = given_middle("centre", centre, happened.shape, least=0.0, most=domains.ENORMOUS)
    size = np.broadcast_to(np.ones(()), happened.shape)
    work = partial(_chart, options=_options(False, False, True, None), name="c")
    return by_series(work, (happened, size), (rebase, baseline, exclude), given)


def _counted(name: str, values: FloatArray) -> FloatArray:
    domains.counts(name, np.where(np.isnan(values), 0.0, values))
    return values


def _options(laney: bool, screen: bool, ordered: bool, compat: str | None) -> tuple[bool, bool, bool, bool]:
    given = (domains.yes_or_no(name, value) for name, value in (("laney", laney), ("screen", screen), ("ordered", ordered)))
    adjusted, screened, in_order = given
    return adjusted, screened, in_order, domains.compatible(compat, REFERENCES)


def _chart(
    cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, options: tuple[bool, bool, bool, bool], name: str
) -> ControlChart:
    events, size = cells
    laney, screen, ordered, as_printed = options
    most = 1.0 if name == "p" else np.inf
    known = ~(np.isnan(events) | np.isnan(size))
    stretches = Stretches(known, *marks)
    size = np.where(known, size, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = events / size
        middle = stretches.at_points(stretches.total(events) / stretches.total(size)) if given is None else given
        sigma = np.sqrt(middle * (1 - middle if name == "p" else 1.0) / size)
        if not laney:
            return drawn(value, middle, sigma, statuses(stretches, known, name), least=0.0, most=most)
        sigma_z, reasons = _sigma_z((value - middle) / sigma, stretches, screen=screen, ordered=ordered, as_printed=as_printed)
        status = statuses(stretches, known, f"{name}_laney", reasons)
        return drawn(value, middle, sigma * stretches.at_points(sigma_z), status, least=0.0, most=most)


def _sigma_z(
    z: FloatArray, stretches: Stretches, *, screen: bool, ordered: bool, as_printed: bool
) -> tuple[FloatArray, tuple[tuple[str, BoolArray], ...]]:
    """Sigma z of each stretch, and why it has none."""
    plain = stretches.mean_step(np.zeros(stretches.shape)) if ordered else stretches.deviation(np.zeros(stretches.shape))
    sigma_z = stretches.mean_step(z, screen=screen) / PAIRS if ordered else stretches.deviation(z)
    if not as_printed:
        sigma_z = np.where(sigma_z > REAL_STEP, sigma_z, np.nan)
    return sigma_z, why_no_steps(plain, sigma_z)
