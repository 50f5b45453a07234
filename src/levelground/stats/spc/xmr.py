"""The XmR chart of NHS England's Making Data Count: limits from moving ranges, and special causes judged against them."""

from __future__ import annotations

from typing import NamedTuple

from numpy.typing import ArrayLike

from levelground.stats.spc.limit_tables import LimitWork, XmrLimits, checked_options
from levelground.stats.spc.point_labels import SpecialCauses
from levelground.stats.spc.segments import chunks
from levelground.stats.spc.special_causes import Judged, checked_rules


class XmrChart(NamedTuple):
    """Limits, and what each point shows."""

    limits: XmrLimits
    """As for `xmr_limits`."""
    causes: SpecialCauses
    """As for `special_causes`."""


def xmr_limits(
    values: ArrayLike,
    *,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    fix_after: int | None = None,
    screen: bool | None = None,
    compat: str | None = None,
) -> XmrLimits:
    r"""The centre and the process limits of an XmR chart.

    .. math:: \bar x \mp 2.66\, \overline{mR}, \qquad mR_i = |x_i - x_{i-1}|

    Screening leaves out, once, every moving range of :math:`3.267\, \overline{mR}` or more. A moving range needs two
    neighbouring periods: none reaches over a missing period or a new start. 0 for the mean moving range (no variation, or none
    left after screening) says nothing about limits: they are withheld.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing. Series of different lengths are filled up with NaN.
    rebase : array_like of bool (..., periods), optional
        True where a new process begins: each has its own limits.
    baseline : array_like of bool (..., periods), optional
        True for the periods that the limits are made of. With `rebase`, each process uses its own periods of the baseline,
        and all of them when none is in it.
    fix_after : int, optional
        The limits of each process are made of its first so many points and then stay: 12 or more. Not with `baseline`.
    screen : bool, optional
        Whether to screen moving ranges. True unless given; with ``mdc-excel``, False.
    compat : str, optional
        ``nhsrplotthedots-0.2.2``: nothing is withheld for few points (limits are NaN only where no moving range is left), and
        `fix_after` counts periods, missing ones among them. ``mdc-excel``: no screening.

    Returns
    -------
    XmrLimits
        In the unit of the values, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For values that are infinite or beyond 1e300, `fix_after` below 12 or together with `baseline`, a `compat` not known,
        marks for another number of periods.
    TypeError
        For text, booleans, objects and masked arrays; for marks that are not booleans.

    Notes
    -----
    Withheld, with lower and upper limits NaN: ``withheld_few_points`` when the process has fewer than 13 points,
    ``withheld_short_baseline`` when it has more but its baseline has fewer than 12, ``withheld_no_variation`` when the mean
    moving range is 0 or there is none. Limits take points as independent: where neighbours are alike (a slow cycle, counts in
    a backlog) moving ranges are small and limits too narrow.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 5th edition. Wiley 2005: appendix VI (d2 and D4 of pairs).
    Nelson LS. Control charts for individual measurements. Journal of Quality Technology 1982; 14: 172-173 (screening).
    NHS-R community, NHSRplotthedots 0.2.2, vignette "Deviations from Excel" (the series below).

    Examples
    --------
    The series of the vignette of NHSRplotthedots, screened and not:

    >>> values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> for screen in (True, False):
    ...     limits = xmr_limits(values, screen=screen)
    ...     print(f"{limits.upper[0]:.2f} {limits.centre[0]:.2f} {limits.lower[0]:.2f} {limits.method[0]}")
    4.60 1.94 -0.72 moving_range_screened
    6.95 1.94 -3.06 moving_range
    """
    work = LimitWork(values, rebase, baseline, checked_options(fix_after, screen, compat, baseline))
    for part in chunks(*work.rows.shape):
        work.limits_of(part, *work.chunk(part))
    return work.limits()


def xmr_chart(
    values: ArrayLike,
    *,
    improvement: ArrayLike = "neutral",
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    fix_after: int | None = None,
    screen: bool | None = None,
    shift_points: int = 7,
    trend_points: int = 7,
    compat: str | None = None,
) -> XmrChart:
    """An XmR chart: the limits of `xmr_limits`, and the special causes of `special_causes` judged against them, in one pass.

    Points of a process that is too short for limits are judged all the same, against limits that are not shown yet: their
    `label` is then a first hint. `limits.method` says ``withheld_few_points`` there, and `variation_icon` gives no icon.

    Parameters
    ----------
    values, rebase, baseline, fix_after, screen
        As for `xmr_limits`.
    improvement, shift_points, trend_points
        As for `special_causes`.
    compat : str, optional
        As for both.

    Returns
    -------
    XmrChart
        Limits and special causes, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `xmr_limits` and `special_causes`.

    Notes
    -----
    Series are worked on in chunks: beyond its results, which are 3 bytes a point and a few numbers a series (a few numbers
    a point with `rebase`), the memory that it needs does not grow with their number.

    References
    ----------
    As for `xmr_limits` and `special_causes`.

    Examples
    --------
    >>> values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> chart = xmr_chart(values, improvement="decrease")
    >>> [(period, str(chart.causes.rule_names[period])) for period in range(18) if chart.causes.rules[period]]
    [(4, 'outside_high')]
    """
    rules = checked_rules(improvement, shift_points, trend_points, compat)
    work = LimitWork(values, rebase, baseline, checked_options(fix_after, screen, compat, baseline), rules.direction.shape)
    judged = Judged(rules, work.shape)
    for part in chunks(*work.rows.shape):
        rows, segments = work.chunk(part)
        judged.judge(part, rows, work.limits_of(part, rows, segments), segments.joined)
    return XmrChart(work.limits(), judged.causes())
