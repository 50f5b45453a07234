"""Where new limits could begin: suggestions for a person to confirm. Nothing here changes a chart."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.limit_tables import FEWEST_POINTS
from levelground.stats.spc.segments import BoolArray, Segments, chunks, shape_over_periods, table

STEP_FACTOR: Final = 3.0
"""A step smaller than this many of its standard errors is not suggested."""
SIGMA_OF_RANGES: Final = 1.128
"""d2 of pairs: the mean moving range of a stable normal process is this many of its standard deviations."""


class RebaseSuggestions(NamedTuple):
    """Periods at which a new process seems to begin. Arrays (series..., periods)."""

    start: BoolArray
    """True at the first period of each suggested process: what `rebase` of `xmr_chart` takes, once a person has agreed."""
    before: FloatArray
    """At a suggested period the mean of the first 13 points of the process before, in the unit of the values; else NaN."""
    after: FloatArray
    """At a suggested period the mean of the 13 points from it on; else NaN."""


def rebase_suggestions(values: ArrayLike, *, rebase: ArrayLike | None = None, shift_points: int = 7) -> RebaseSuggestions:
    r"""Periods at which a sustained step begins, so that it may be right to start new limits there.

    A process is first known by its first 13 points, of mean :math:`m_0` and mean moving range :math:`\overline{mR}`. A later point
    is suggested when `shift_points` in a row from it on lie on one side of :math:`m_0`, 13 points or more are left from it on, and
    the mean :math:`m_1` of the first 13 of them lies on that side and far enough away:

    .. math:: |m_1 - m_0| > 3\, \frac{\overline{mR}}{1.128} \sqrt{\tfrac{2}{13}}

    The first such point begins the next process, and the search goes on from there. NaN in `before` and `after` is no suggestion.
    A mean moving range of 0 makes every step far enough.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing: it is no point, and ends a run.
    rebase : array_like of bool (..., periods), optional
        True where a new process is known to begin already: each is searched by itself.
    shift_points : int
        Points on one side that make a shift: 7, or 6; from 3 to 13.

    Returns
    -------
    RebaseSuggestions
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For values that are infinite or beyond 1e300; `shift_points` below 3 or above 13.
    TypeError
        For text, booleans, objects and masked arrays; for marks that are not booleans.

    Notes
    -----
    Making Data Count asks for more than numbers can say before limits are recalculated: that the change is real, that its
    cause is known, and that the new level is expected to stay. So a suggestion is a question, and never an answer.
    In a stable, normal process of 48 points about 3 series in 100 get a suggestion (36 points: 1 to 2 in 100). A step of 2
    sigma at the 21st of 36 points gets one in about 9 series of 10, a step of 1 sigma in 3 of 10; four in five lie within two
    periods of the true step.

    References
    ----------
    NHS England, Making Data Count: Rebasing (recalculating limits). NHSRplotthedots, issue 142 (no rebasing by itself).

    Examples
    --------
    >>> suggested = rebase_suggestions([5, 6, 4, 5, 5, 6, 4, 5, 4, 6, 5, 5, 5, *[9, 8, 9, 10, 9, 8, 9, 9, 10, 8, 9, 9, 9]])
    >>> suggested.start.nonzero()[0].tolist(), float(suggested.before[13]), float(suggested.after[13].round(2))
    ([13], 5.0, 8.92)
    """
    data = domains.series("values", values)
    marks = np.zeros(1, dtype=np.bool_) if rebase is None else domains.marks("rebase", rebase)
    run = domains.whole("shift_points", shift_points, least=3)
    if run > FEWEST_POINTS:
        raise ValueError(f"shift_points must be {FEWEST_POINTS} or fewer; found {run}")
    shape = shape_over_periods(data.shape, marks.shape)
    rows, new_start = table(data, shape), table(marks, shape)
    start, means = np.zeros(rows.shape, dtype=np.bool_), np.full((2, *rows.shape), np.nan)
    for part in chunks(*rows.shape):
        _search_chunk(rows[part], new_start[part], run, start[part], means[:, part])
    return RebaseSuggestions(start.reshape(shape), means[0].reshape(shape), means[1].reshape(shape))


def _search_chunk(rows: FloatArray, new_start: BoolArray, run: int, start: BoolArray, means: FloatArray) -> None:
    """Each process of each series becomes a row of its points, without its missing periods."""
    present = ~np.isnan(rows)
    segments = Segments(rows.shape, new_start)
    row, period = np.nonzero(present)
    process = np.cumsum(~segments.joined.ravel()).reshape(rows.shape)[present] - 1
    place = segments.rank(present)[present] - 1
    if not place.size or place.max() < 2 * FEWEST_POINTS - 1:
        return
    size = (int(process.max()) + 1, int(place.max()) + 1)
    points, follows = np.full(size, np.nan), np.zeros(size, dtype=np.bool_)
    points[process, place] = rows[present]
    neighbour = np.zeros(rows.shape, dtype=np.bool_)
    neighbour[:, 1:] = present[:, 1:] & present[:, :-1] & segments.joined[:, 1:]
    follows[process, place] = neighbour[present]
    found, before, after = _search(points, follows, run)
    start[row, period] = found[process, place]
    means[0, row, period], means[1, row, period] = before[process, place], after[process, place]


def _search(points: FloatArray, follows: BoolArray, run: int) -> tuple[BoolArray, FloatArray, FloatArray]:
    """Suggestions in rows of points; NaN only fills a row up at its end."""
    width, (rows, places) = FEWEST_POINTS, points.shape
    windows = np.lib.stride_tricks.sliding_window_view
    means = windows(points, width, axis=1).mean(axis=2)
    paired = windows(follows[:, 1:], width - 1, axis=1)
    ranges = windows(np.where(follows, np.abs(np.diff(points, axis=1, prepend=np.nan)), 0.0)[:, 1:], width - 1, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = STEP_FACTOR * np.sqrt(2 / width) / SIGMA_OF_RANGES * ranges.sum(axis=2) / paired.sum(axis=2)
    unbroken = np.all(windows(follows[:, 1:], run - 1, axis=1), axis=2, keepdims=True)[:, : means.shape[1], 0]
    runs = windows(points, run, axis=1)[:, : means.shape[1]]
    lowest, highest = runs.min(axis=2), runs.max(axis=2)
    found, before, after = np.zeros((rows, places), dtype=np.bool_), np.full((rows, places), np.nan), np.full((rows, places), np.nan)
    searched, current = np.arange(rows), np.zeros(rows, dtype=np.intp)
    while searched.size:
        level, step = (each[searched, current][:, np.newaxis] for each in (means, reach))
        moved = means[searched] - level
        higher, lower = (moved > step) & (lowest[searched] > level), (moved < -step) & (highest[searched] < level)
        later = np.arange(means.shape[1]) >= current[:, np.newaxis] + width
        candidates = (higher | lower) & unbroken[searched] & later
        more = candidates.any(axis=1)
        searched, current, level = searched[more], candidates.argmax(axis=1)[more], level[more, 0]
        found[searched, current] = True
        before[searched, current], after[searched, current] = level, means[searched, current]
    return found, before, after
