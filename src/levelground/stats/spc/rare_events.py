"""Control charts of rare events: the time between them (T), and the cases between them (G)."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.control_chart import (
    REFERENCES,
    ControlChart,
    drawn,
    given_middle,
    sigma_of_steps,
    statuses,
    why_no_steps,
)
from levelground.stats.spc.stretches import BoolArray, Marks, Stretches, by_series, over_settings

TO_NORMAL: Final = 3.6
"""The root of this degree makes exponential times nearly normal."""


def t_chart(
    times: ArrayLike,
    *,
    screen: bool = True,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    centre: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of times between rare events: those of the I chart of the times' 3.6th roots, raised again.

    .. math:: \left(\bar r \mp 3\, \overline{mR} / 1.128\right)^{3.6}, \qquad r_i = t_i^{1/3.6}

    Times between events that come by chance alone are exponential; their 3.6th root is nearly normal. A long time is good where the
    event is bad. A limit that would be below 0 is 0, and 0 is also a time: two events at once.

    Parameters
    ----------
    times : array_like (..., events)
        Days, or hours, since the event before: 0 or more; NaN where not known.
    screen, rebase, baseline, exclude
        As for `i_chart`; steps are those of the roots.
    centre : array_like, optional
        The centre in the unit of the times, when it is not that of the data.
    compat : str, optional
        As for `i_chart`.

    Returns
    -------
    ControlChart
        In the unit of the times, (..., events).

    Raises
    ------
    ValueError
        As for `i_chart`; times below 0.
    TypeError
        As for `i_chart`.

    Notes
    -----
    `method` is as for `i_chart`, with ``time_between``. The last event is not the last day: a long time since it is not in the
    chart, and could be added as a time that is at least so long.

    References
    ----------
    Nelson LS. A control chart for parts-per-million nonconforming items. Journal of Quality Technology 1994; 26: 239-240.
    Montgomery DC. Introduction to Statistical Quality Control, 7th edition. Wiley 2013: section 7.3.5 (times between failures of a
    valve, example 7.6; its times are used below).

    Examples
    --------
    Hours between failures of a valve (the book's table 7.14 prints their roots, 4.80986 to 3.55203, whose mean is 5.3866):

    >>> hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
    >>> chart = t_chart(hours, screen=False)
    >>> print(f"{chart.centre[0] ** 0.2777:.2f} {chart.upper[0]:.0f} {chart.lower[0]:.0f}")
    5.39 6938 0
    """
    lengths = over_settings(domains.series("times", times), rebase, baseline, exclude, centre)
    screened, as_printed = domains.yes_or_no("screen", screen), domains.compatible(compat, REFERENCES)
    domains.not_negative("times", lengths, where=~np.isnan(lengths))
    given = given_middle("centre", centre, lengths.shape, least=0.0, most=domains.ENORMOUS)
    return by_series(partial(_times, screened=screened, as_printed=as_printed), (lengths,), (rebase, baseline, exclude), given)


def _times(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, screened: bool, as_printed: bool) -> ControlChart:
    (lengths,) = cells
    known = ~np.isnan(lengths)
    stretches = Stretches(known, *marks)
    roots = lengths ** (1 / TO_NORMAL)
    mean, steps = stretches.mean(roots), stretches.mean_step(roots)
    averaged = stretches.mean_step(roots, screen=True) if screened else steps
    sigma = sigma_of_steps(averaged, mean, as_printed=as_printed)
    given = stretches.at_points(mean) ** TO_NORMAL if given is None else given
    status = statuses(stretches, known, "time_between", why_no_steps(steps, sigma))
    chart = drawn(roots, given ** (1 / TO_NORMAL), stretches.at_points(sigma), status, least=0.0)
    lower, inner_lower, inner_upper, upper = (
        limit**TO_NORMAL for limit in (chart.lower, chart.inner_lower, chart.inner_upper, chart.upper)
    )
    return ControlChart(lengths.copy(), given, lower, inner_lower, inner_upper, upper, chart.outside, status)


def g_chart(
    cases: ArrayLike,
    *,
    probability: bool = False,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    mean: ArrayLike | None = None,
    compat: str | None = None,
) -> ControlChart:
    r"""The limits of cases without an event between two rare events; the centre is their median.

    .. math:: \bar g \mp 3 \sqrt{\bar g (\bar g + 1)}

    The lower limit is always 0. 0 cases: two events in a row.

    Parameters
    ----------
    cases : array_like (..., events)
        Cases without the event since the event before: whole numbers, 0 or more; NaN where not known.
    probability : bool, optional
        Whether limits are instead the quantiles of the geometric distribution at the chances that a normal one leaves outside 3 (and 2)
        sigma: 0.00135 (0.02275) on each side.
    rebase, baseline, exclude
        As for `i_chart`.
    mean : array_like, optional
        The mean that limits are made of, 0 or more, when it is not that of the data. The centre stays the data's median.
    compat : str, optional
        ``qicharts2-0.8.1``: nothing but zeros gives limits of 0, instead of none.

    Returns
    -------
    ControlChart
        In cases, (..., events).

    Raises
    ------
    ValueError
        For counts that are negative or not whole, a negative mean, marks for another number of events, a `compat` not known.
    TypeError
        As for `i_chart`.

    Notes
    -----
    `method` is ``cases_between`` or ``cases_between_probability``, ``withheld_no_points``, ``withheld_no_variation`` (nothing but
    zeros) or ``missing``. Where chance alone is at work, about 1 in 55 points is above the upper limit of 3 sigma, because the
    distribution is skewed; above the quantile it is 1 in 740. Neither shows a rise of the events by a single point, unless the mean is
    740 or more (then the lower quantile is above 0): runs below the centre do.

    References
    ----------
    Benneyan JC. Number-between g-type statistical quality control charts for monitoring adverse events. Health Care Management Science
    2001; 4: 305-318.

    Examples
    --------
    >>> chart = g_chart([10, 20, 30])
    >>> print(f"{chart.centre[0]:.0f} {chart.upper[0]:.2f} {g_chart([10, 20, 30], probability=True).upper[0]:.0f}")
    20 81.48 135
    """
    counted = over_settings(domains.series("cases", cases), rebase, baseline, exclude, mean)
    exact, as_printed = domains.yes_or_no("probability", probability), domains.compatible(compat, REFERENCES)
    domains.counts("cases", np.where(np.isnan(counted), 0.0, counted))
    given = given_middle("mean", mean, counted.shape, least=0.0, most=domains.ENORMOUS)
    return by_series(partial(_cases, exact=exact, as_printed=as_printed), (counted,), (rebase, baseline, exclude), given)


def _cases(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, exact: bool, as_printed: bool) -> ControlChart:
    (counted,) = cells
    known = ~np.isnan(counted)
    stretches = Stretches(known, *marks)
    average = stretches.at_points(stretches.mean(counted)) if given is None else given
    if not as_printed:
        average = np.where(average > 0, average, np.nan)
    flat: BoolArray = np.zeros(stretches.count, dtype=np.bool_)
    flat[stretches.ids[np.isnan(average).ravel()]] = True
    name = "cases_between_probability" if exact else "cases_between"
    status = statuses(stretches, known, name, (("withheld_no_variation", flat),))
    middle = stretches.at_points(stretches.median(counted))
    if exact:
        lower, inner_lower, inner_upper, upper = (_geometric_quantile(average, z) for z in (-3.0, -2.0, 2.0, 3.0))
        outside = (counted < lower) | (counted > upper)
        return ControlChart(counted.copy(), middle, lower, inner_lower, inner_upper, upper, outside, status)
    around = drawn(counted, average, np.sqrt(average) * np.sqrt(average + 1), status, least=0.0)
    return around._replace(centre=middle)


def _geometric_quantile(mean: FloatArray, z: float) -> FloatArray:
    """The fewest cases that are reached with the probability below z of a normal; with a mean of 0, 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = special.log_ndtr(-z) / -np.log1p(1 / mean)
    quantile = np.maximum(np.ceil(needed) - 1, 0.0)
    return np.where(mean == 0, 0.0, quantile)
