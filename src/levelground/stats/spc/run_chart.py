"""Run charts: points around their median, too long runs and too few crossings (Anhoej), shifts and trends (IHI)."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.borders import ROUNDING
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.runs_rules import FEWEST, MOST, RULES, number_of_runs_limits, runs_limits, runs_signal
from levelground.stats.spc.stretches import BoolArray, Marks, Stretches, by_series, over_settings

FEW_USEFUL: Final = 10
SHIFT_POINTS: Final = 6
TREND_POINTS: Final = 5


class RunsAnalysis(NamedTuple):
    """Each field has the shape of the values; it is the same at every point of one process."""

    useful: FloatArray
    """Points that are not on the centre."""
    longest_run: FloatArray
    """The most useful points in a row on one side of the centre."""
    longest_run_limit: FloatArray
    """The longest run that chance is taken to make; NaN without useful points."""
    crossings: FloatArray
    """How often useful points change sides."""
    crossings_limit: FloatArray
    """The fewest crossings that chance is taken to make; NaN without useful points."""
    signal: BoolArray
    """Whether the longest run is over its limit or the crossings are under theirs."""
    method: NDArray[np.str_]
    """The rule (``anhoej``, ``best_box``, ``cut_box``; outside 10 to 100 useful points a box gives way to ``anhoej``);
    ``anhoej_few_points`` below 10 useful points; ``withheld_no_useful_points``."""


class RunChart(NamedTuple):
    """A run chart."""

    centre: FloatArray
    """The median, or the centre that was given, at each point."""
    points: FloatArray
    """Points of the process that are judged."""
    runs: RunsAnalysis
    """Anhoej's two rules."""
    shift: BoolArray
    """Points of a run of 6 or more on one side of the centre; points on it neither make nor break a run (IHI)."""
    trend: BoolArray
    """Points of 5 or more that rise or fall throughout; a value equal to the one before it counts for nothing (IHI)."""
    few_runs: BoolArray
    """All points of a process with fewer runs than chance makes; never below 10 useful points (IHI)."""
    many_runs: BoolArray
    """All points of a process with more runs than chance makes; never below 10 useful points (IHI)."""


def run_chart(
    values: ArrayLike,
    *,
    centre: ArrayLike | None = None,
    rebase: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    exclude: ArrayLike | None = None,
    rule: str = "anhoej",
) -> RunChart:
    """A run chart: the median of each process, and whether runs around it are longer or fewer than chance makes them.

    A point on the centre (or within rounding of it) is not useful: it neither makes nor breaks a run. A missing point is passed
    over in the same way.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing.
    centre : array_like (..., periods), optional
        The centre, when it is not the median: a number, or that of a control chart at each point, whose runs are then judged.
    rebase, baseline, exclude : array_like of bool (..., periods), optional
        Where a new process begins; the points that the median is made of (all those of a process of which none is marked);
        points that are left out of the median and the runs. All three can be given.
    rule : str, optional
        Which limits judge the longest run and the crossings: ``anhoej``, ``best_box`` or ``cut_box`` (`runs_limits`).

    Returns
    -------
    RunChart
        In the shape of the values.

    Raises
    ------
    ValueError
        For infinite values, or marks for another number of periods.
    TypeError
        For text, booleans, objects and masked arrays; for marks that are not booleans.

    Notes
    -----
    Nothing is judged without useful points. With fewer than 10 the rules find little, and `runs.method` says so. Of random
    series 1% (12 points) to 4% (60 points) signal. Points that depend on each other (a slow cycle) signal more often.

    References
    ----------
    Anhoej J, Olesen AV. Run charts revisited. PLoS ONE 2014; 9(11): e113825.
    Perla RJ, Provost LP, Murray SK. The run chart. BMJ Quality & Safety 2011; 20: 46-51 (shift, trend, number of runs).

    Examples
    --------
    >>> chart = run_chart([3.0, 4, 3, 4, 3, 4, 8, 9, 8, 9, 8, 9])
    >>> chart.centre[0], chart.runs.longest_run[0], chart.runs.crossings[0], chart.runs.signal[0], int(chart.shift.sum())
    (np.float64(6.0), np.float64(6.0), np.float64(1.0), np.True_, 12)
    """
    points = over_settings(domains.series("values", values), rebase, baseline, exclude, centre)
    given = None if centre is None else np.broadcast_to(domains.measured("centre", centre), points.shape)
    domains.choice("rule", rule, RULES)
    return by_series(partial(_run_chart, rule=rule), (points,), (rebase, baseline, exclude), given)


def _run_chart(cells: tuple[FloatArray, ...], marks: Marks, given: FloatArray | None, *, rule: str) -> RunChart:
    (points,) = cells
    stretches = Stretches(~np.isnan(points), *marks)
    middle = stretches.at_points(stretches.median(points)) if given is None else given
    flat = points.ravel()
    side = sides(flat, middle.ravel(), stretches)
    judged = stretches.at_points(stretches.number(stretches.judged))
    shift = long_stays(side, stretches.ids, SHIFT_POINTS)
    counted = _runs(side, stretches)
    few, many = _runs_beyond(side, counted, stretches)
    runs = _judged(counted, stretches, rule)
    return RunChart(middle, judged, runs, shift.reshape(points.shape), _trends(flat, stretches), few, many)


def sides(values: FloatArray, centre: FloatArray, stretches: Stretches) -> FloatArray:
    """1 above the centre, -1 below, 0 on it (or within rounding of it) and where a point is not judged."""
    off = np.abs(values - centre) > ROUNDING * np.abs(centre)
    return np.where(stretches.judged & off, np.sign(np.nan_to_num(values - centre)), 0.0)


def _runs(side: FloatArray, stretches: Stretches) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Useful points, the longest run and crossings of each stretch, from the side of each of its points."""
    useful = side != 0
    group, starts, lengths = _stays(side[useful], stretches.ids[useful])
    number = np.bincount(group, minlength=stretches.count).astype(np.float64)
    of_run = group[starts]
    each = np.bincount(of_run, minlength=stretches.count)
    longest = np.zeros(stretches.count)
    if of_run.size:
        longest[each > 0] = np.maximum.reduceat(lengths, (np.cumsum(each) - each)[each > 0])
    return number, longest, np.maximum(each - 1.0, 0.0)


def _judged(counted: tuple[FloatArray, FloatArray, FloatArray], stretches: Stretches, rule: str) -> RunsAnalysis:
    """What was counted of each stretch, beside its limits."""
    number, longest, crossings = counted
    limits = runs_limits(number, rule=rule)
    boxed = np.where((number >= FEWEST) & (number <= MOST), rule, "anhoej")
    method = np.where(number >= FEW_USEFUL, boxed, np.where(number > 0, "anhoej_few_points", "withheld_no_useful_points"))
    each = stretches.at_points
    signal = runs_signal(number, crossings, longest, rule=rule)
    return RunsAnalysis(each(number), each(longest), each(limits[0]), each(crossings), each(limits[1]), each(signal), each(method))


def _runs_beyond(side: FloatArray, counted: tuple[FloatArray, FloatArray, FloatArray], stretches: Stretches) -> tuple[BoolArray, BoolArray]:
    """Points of processes with too few runs, and with too many."""
    useful, _, crossings = counted
    above = stretches.number(side > 0)
    fewest, most = number_of_runs_limits(above, useful - above)
    enough = useful >= FEW_USEFUL
    few = enough & ((crossings + 1 < fewest) | np.isnan(fewest))
    return stretches.at_points(few), stretches.at_points(enough & (crossings + 1 > most))


def long_stays(side: FloatArray, ids: NDArray[np.intp], least: int) -> BoolArray:
    """Points of a run of so many or more of one sign; zeros are passed over."""
    useful = side != 0
    lengths = _stays(side[useful], ids[useful])[2]
    marked = np.zeros(side.size, dtype=np.bool_)
    marked[useful] = np.repeat(lengths >= least, lengths)
    return marked


def _stays(side: FloatArray, group: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    new = np.ones(side.size, dtype=np.bool_)
    new[1:] = (side[1:] != side[:-1]) | (group[1:] != group[:-1])
    starts = np.flatnonzero(new)
    return group, starts, np.diff(starts, append=side.size)


def _trends(values: FloatArray, stretches: Stretches) -> BoolArray:
    """A trend of k points is k - 1 steps of one sign; its first point has the step of another trend, or none."""
    at = np.flatnonzero(stretches.judged)
    group = stretches.ids[at]
    step = np.zeros(at.size)
    step[1:] = np.where(group[1:] == group[:-1], np.sign(np.diff(values[at])), 0.0)
    moved = np.flatnonzero((step != 0) | np.append(True, group[1:] != group[:-1])[: at.size])
    _, starts, lengths = _stays(step[moved], group[moved])
    marked = np.zeros(values.size, dtype=np.bool_)
    rising = (lengths >= TREND_POINTS - 1) & (step[moved[starts]] != 0)
    inside = np.repeat(rising, lengths)
    inside[starts[rising] - 1] = True
    marked[at[moved[inside]]] = True
    return marked.reshape(stretches.shape)
