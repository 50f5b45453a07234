"""Special causes on an XmR chart by the rules of NHS England's Making Data Count."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.point_labels import SpecialCauses, directions, named
from levelground.stats.spc.rule_flags import Thresholds, rule_flags, thresholds
from levelground.stats.spc.segments import BoolArray, Segments, chunks, shape_over_periods, table

PLOT_THE_DOTS: Final = "nhsrplotthedots-0.2.2"
MDC_EXCEL: Final = "mdc-excel"
COMPATIBLE: Final = (PLOT_THE_DOTS, MDC_EXCEL)
"""References whose choices can be followed with `compat`."""
_LIMITS_WITHIN: Final = 1e302


def special_causes(
    values: ArrayLike,
    centre: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    improvement: ArrayLike = "neutral",
    rebase: ArrayLike | None = None,
    shift_points: int = 7,
    trend_points: int = 7,
    compat: str | None = None,
) -> SpecialCauses:
    r"""Which points of a series show special cause variation, judged against limits that are given.

    With centre :math:`\bar x`, limits :math:`l, u` and :math:`\sigma = (u - \bar x) / 3` above the centre
    (:math:`(\bar x - l)/3` below it):

    - *outside*: :math:`x > u` or :math:`x < l`;
    - *trend*: `trend_points` in a row, each above (below) the one before it;
    - *two in three*: of three in a row on one side of the centre, two or more beyond :math:`2\sigma`: those are flagged, and
      a point beyond a limit counts;
    - *shift*: `shift_points` in a row on one side of the centre.

    All points of a trend or a shift are flagged. A value equal to the centre (to within rounding: see Notes) is on neither side
    and ends a shift; two equal neighbours end a trend. A missing period (NaN) has no flag and its own label, and ends every
    run: what lies beyond it is not a neighbour. Where a limit is NaN no rule that needs it flags anything. No result is NaN.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing.
    centre, lower, upper : array_like
        Broadcast with `values`: one number, one for each series (..., 1), or one for each period. NaN: there is none.
    improvement : str or array_like of str (...)
        ``increase``, ``decrease`` or ``neutral``; one for all, or one for each series.
    rebase : array_like of bool (..., periods), optional
        True where a new process begins: no rule reaches across it.
    shift_points, trend_points : int
        7, or 6 as some teams choose; 3 or more.
    compat : str, optional
        ``nhsrplotthedots-0.2.2``: the older form of two in three, which counts only points between 2 and 3 sigma, and takes
        the type from the first rule that holds (a missing period is ``missing`` there too, though the reference calls it
        common cause). ``mdc-excel`` is as the default here.

    Returns
    -------
    SpecialCauses
        Codes in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For values that are infinite or beyond 1e300, a centre that is not between its limits, a direction or a `compat` that
        is not known, fewer than 3 points for a run.
    TypeError
        For text, booleans, objects and masked arrays; for marks that are not booleans.

    Notes
    -----
    Where rules of both directions hold at one point, improvement wins, and the label is the first rule that says improvement.
    A neutral measure has ``special_cause_neutral_both`` there, and the label of the first rule. A value within 4 units of
    rounding of the centre or of a limit equals it, so that 0.2 does not lie above the mean of 0.1, 0.2 and 0.3. In a stable,
    normal process about 4 series of 48 periods in 10 show at least one special cause, and 5 points in 100 are flagged.

    References
    ----------
    NHS England, Making Data Count: Strengthening your decisions (rules of variation).
    NHS-R community, NHSRplotthedots, issue 194 (two in three, and improvement in a conflict).

    Examples
    --------
    The series of the vignette of NHSRplotthedots, with its printed limits: only the 10 is outside.

    >>> values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> causes = special_causes(values, 1.94, -0.72, 4.60, improvement="decrease")
    >>> causes.label_names[3:6].tolist()
    ['common_cause', 'outside_high', 'common_cause']
    >>> str(causes.type_names[4])
    'special_cause_concern'
    """
    data = domains.series("values", values)
    given = {"centre": centre, "lower": lower, "upper": upper}
    limits = [domains.measured(name, side, within=_LIMITS_WITHIN) for name, side in given.items()]
    domains.between("centre", *limits)
    starts = None if rebase is None else domains.marks("rebase", rebase)
    rules = checked_rules(improvement, shift_points, trend_points, compat)
    marked = () if starts is None else starts.shape
    shape = shape_over_periods(data.shape, *(side.shape for side in limits), marked, (*rules.direction.shape, 1))
    judged = Judged(rules, shape)
    rows, sides = table(data, shape), [table(side, shape) for side in limits]
    new_start = None if starts is None else table(starts, shape)
    for part in chunks(*rows.shape):
        chunk = np.ascontiguousarray(rows[part])
        segments = Segments(chunk.shape, None if new_start is None else new_start[part])
        judged.judge(part, chunk, thresholds(*(side[part] for side in sides)), segments.joined)
    return judged.causes()


class Rules(NamedTuple):
    """The choices of the rules, checked."""

    direction: NDArray[np.intp]
    shift_points: int
    trend_points: int
    older: bool


def checked_rules(improvement: ArrayLike, shift_points: int, trend_points: int, compat: str | None) -> Rules:
    """The choices of the rules, or what is wrong with them."""
    return Rules(
        directions(improvement),
        domains.whole("shift_points", shift_points, least=3),
        domains.whole("trend_points", trend_points, least=3),
        compat is not None and domains.choice("compat", compat, COMPATIBLE) == PLOT_THE_DOTS,
    )


class Judged:
    """Special causes of many series, filled in chunk by chunk."""

    __slots__ = ("_codes", "_direction", "_rules", "_shape")

    def __init__(self, rules: Rules, shape: tuple[int, ...]) -> None:
        self._rules, self._shape = rules, shape
        self._codes = np.zeros((3, int(np.prod(shape[:-1], dtype=np.int64)), shape[-1]), dtype=np.uint8)
        self._direction = rules.direction
        if rules.direction.ndim:
            self._direction = np.broadcast_to(rules.direction, shape[:-1]).reshape(-1, 1)

    def judge(self, part: slice, values: FloatArray, beyond: Thresholds, joined: BoolArray) -> None:
        """Judge the series of one chunk."""
        rules = self._rules
        flags = rule_flags(
            values, beyond, joined, shift_points=rules.shift_points, trend_points=rules.trend_points, near_band_only=rules.older
        )
        direction = self._direction[part] if self._direction.ndim else self._direction
        self._codes[0, part] = flags
        self._codes[1, part], self._codes[2, part] = named(flags, values, direction, older=rules.older)

    def causes(self) -> SpecialCauses:
        """What was found, in the shape that was asked for."""
        return SpecialCauses(*(codes.reshape(self._shape) for codes in self._codes))
