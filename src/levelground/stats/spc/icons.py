"""The two icons of Making Data Count: how a measure varies, and whether its process can be trusted to meet a target."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.spc.limit_tables import LIMIT_METHODS
from levelground.stats.spc.point_labels import DIRECTIONS, MISSING_TYPE, POINT_TYPES, directions
from levelground.stats.spc.segments import Cell, shape_over_periods
from levelground.stats.spc.xmr import XmrChart

_NO_POINTS: Final = "no_points"
_TOO_FEW: Final = ("withheld_few_points", "withheld_short_baseline")
_NO_LIMITS: Final = (*_TOO_FEW, "withheld_no_variation")
_KINDS: Final = np.array([str(name).removeprefix("special_cause_").partition("_")[0] for name in POINT_TYPES])


def variation_icon(chart: XmrChart) -> NDArray[np.str_]:
    """The variation icon of each series: what its last point shows.

    ``common_cause``; ``improvement_high``, ``improvement_low``, ``concern_high``, ``concern_low`` (high: the rule that names the
    point is a high one); ``neutral_high``, ``neutral_low``. The last point is the last period that is not missing.

    Parameters
    ----------
    chart : XmrChart
        Of `xmr_chart`, (series..., periods).

    Returns
    -------
    array of str (series...)
        An icon, or ``withheld_few_points`` or ``withheld_short_baseline`` where the limits at the last point are withheld for
        that; ``no_points`` where there is no point. A process without variation (limits of width 0) has an icon.

    Raises
    ------
    ValueError, TypeError
        As for `xmr_chart`, which makes the chart.

    Notes
    -----
    Where a neutral measure shows both directions at its last point, the icon is that of the point's label.

    References
    ----------
    NHS England, Making Data Count: Making data count icons and how to interpret them.

    Examples
    --------
    Seven of thirteen points on one side of the mean, at the end:

    >>> from levelground.stats.spc.xmr import xmr_chart
    >>> str(variation_icon(xmr_chart([3, 1, 3, 2, 1, 3, 7, 8, 6, 7, 9, 7, 8], improvement="increase")))
    'improvement_high'
    """
    last, any_point = _last_point(chart)
    point_type, label = (_at(codes, last) for codes in (chart.causes.point_type, chart.causes.label))
    side = np.where(label % 2 == 1, "_high", "_low")
    icon = np.where(point_type == 0, "common_cause", np.strings.add(_KINDS[point_type], side))
    return np.where(any_point, _withheld(chart, last, icon, _TOO_FEW), _NO_POINTS)[()]


def assurance_icon(chart: XmrChart, target: ArrayLike, *, improvement: ArrayLike) -> NDArray[np.str_]:
    r"""The assurance icon of each series: whether a process as it is now will meet its target.

    With the limits :math:`l, u` and the target :math:`t` at the last point: ``consistent_fail`` when :math:`t > u` and increase is
    improvement, ``consistent_pass`` when :math:`t < l`; the other way round when decrease is improvement; else ``inconsistent``
    (a target that equals a limit is inconsistent too).

    Parameters
    ----------
    chart : XmrChart
        Of `xmr_chart`, (series..., periods).
    target : array_like
        One number, one for each series (series..., 1) or one for each period (series..., periods), in the unit of the values; NaN
        where there is none. Axes before those of the series are further targets: (2, series..., 1) gives two icons a series.
    improvement : str or array_like of str (series...)
        ``increase``, ``decrease`` or ``neutral``.

    Returns
    -------
    array of str (series...), with the axes of further targets before
        An icon; ``none`` where there is no target at the last point or the measure is neutral; ``withheld_few_points``,
        ``withheld_short_baseline`` or ``withheld_no_variation`` where there are no limits; ``no_points`` where there is no point.

    Raises
    ------
    ValueError
        For a target that is infinite or beyond 1e300, or a direction that is not known.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    A target of a period after the last point is not looked at: what counts is the target that held when the last point was measured.
    The icon says nothing of a quantity that cannot pass its limits for other reasons (a percentage of 100).

    References
    ----------
    NHS England, Making Data Count: Making data count icons and how to interpret them.

    Examples
    --------
    The published limits -0.72 and 4.60 beside targets of 5 and 4 where fewer is better:

    >>> from levelground.stats.spc.xmr import xmr_chart
    >>> chart = xmr_chart([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], improvement="decrease")
    >>> assurance_icon(chart, [[5], [4]], improvement="decrease").tolist()
    ['consistent_pass', 'inconsistent']
    """
    aims = domains.measured("target", target)
    direction = directions(improvement)
    last, any_point = _last_point(chart)
    shape = shape_over_periods(chart.causes.rules.shape, aims.shape)
    aim = _at(np.broadcast_to(aims, shape), last)
    lower, upper = _at(chart.limits.lower, last), _at(chart.limits.upper, last)
    above, below = aim > upper, aim < lower
    rising = direction == DIRECTIONS.index("increase")
    icon = np.select(
        [np.where(rising, above, below), np.where(rising, below, above)], ["consistent_fail", "consistent_pass"], "inconsistent"
    )
    icon = _withheld(chart, last, icon, _NO_LIMITS)
    icon = np.where(np.isnan(aim) | (direction == DIRECTIONS.index("neutral")), "none", icon)
    return np.where(any_point, icon, _NO_POINTS)[()]


def _last_point(chart: XmrChart) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The place of the last period that is not missing (0 where none is), and whether there is one."""
    present = chart.causes.point_type != MISSING_TYPE
    if not present.shape[-1]:
        return np.zeros(present.shape[:-1], dtype=np.intp), np.zeros(present.shape[:-1], dtype=np.bool_)
    return present.shape[-1] - 1 - np.argmax(present[..., ::-1], axis=-1), present.any(axis=-1)


def _at(cells: NDArray[Cell], last: NDArray[np.intp]) -> NDArray[Cell]:
    """The cell of each series at its last point; 0 where there are no periods."""
    if not cells.shape[-1]:
        return np.zeros(cells.shape[:-1], dtype=cells.dtype)
    place = np.broadcast_to(last, cells.shape[:-1])[..., np.newaxis]
    return np.take_along_axis(cells, place, axis=-1)[..., 0]


def _withheld(chart: XmrChart, last: NDArray[np.intp], icon: NDArray[np.str_], reasons: tuple[str, ...]) -> NDArray[np.str_]:
    """The icon, or the method id of the limits at the last point where it is one of the reasons to withhold."""
    method = LIMIT_METHODS[_at(chart.limits.status, last)]
    return np.where(np.isin(method, reasons), method, icon)
