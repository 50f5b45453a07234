"""How long a chart of single values takes to signal a shift of its mean: one point outside its limits, or the runs that have no trend."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats import domains
from levelground.stats.detection.signal_chains import SIDES, Chain, counts_near_band_only, rule_choice, signal_chain
from levelground.stats.intervals import FloatArray, MethodArray

LONGEST_RUN: Final = 60
"""`shift_points` above this are refused: the chain would become too large."""
_CELLS_AT_ONCE: Final = 1 << 17
_NEVER: Final = 1e-300


class RunLengths(NamedTuple):
    """How long until the first signal, an element for each setting."""

    mean: FloatArray
    """The average run length: points until the first signal, the signalling one counted, 1 or more; `inf` where none ever comes."""
    error: FloatArray
    """The standard error of `mean`: 0 where it is computed and not simulated."""
    within: FloatArray
    """The chance of a signal within so many points, 0 to 1."""
    method: MethodArray
    """``geometric``, ``markov_chain``; ``simulated``, or ``simulated_lower_bound`` where some runs had not ended by then."""


def limit_run_lengths(shift: ArrayLike, *, periods: ArrayLike = 12, limit: ArrayLike = 3.0, side: str = "either") -> RunLengths:
    r"""How long until one point lies outside known limits, after the mean has moved by `shift` standard deviations.

    .. math:: p = \Phi(\delta - L) + \Phi(-\delta - L), \quad \text{mean} = 1 / p, \quad P(T \le m) = 1 - (1 - p)^m

    With a shift of 0 it is how long until a false alarm. `inf` and 0 where the chance is too small for a number;
    no result is NaN.

    Parameters
    ----------
    shift : array_like
        In standard deviations, above 0 for a rise, within 1e300 of 0.
    periods : array_like
        Points for `within`: whole numbers, 1 or more.
    limit : array_like
        How many standard deviations from the centre the limits are, above 0.
    side : str
        Which signals count: ``either``, ``high`` or ``low``.

    Returns
    -------
    RunLengths
        In points, in the broadcast shape of the arguments; the method is ``geometric``.

    Raises
    ------
    ValueError
        For shifts that are not finite, periods that are not whole or below 1, limits that are not above 0, another side.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The limits are taken as known. Limits made of a short baseline signal at other times: `simulated_run_lengths`.

    References
    ----------
    Montgomery DC. Introduction to Statistical Quality Control, 5th edition. Wiley 2005, chapter 5 (the average run length).

    Examples
    --------
    A false alarm in 370 points; a shift of 1, 2 and 3 standard deviations is seen after 43.9, 6.3 and 2 points on average.

    >>> print(limit_run_lengths([0, 1, 2, 3]).mean.round(2))
    [370.4   43.89   6.3    2.  ]
    """
    moved, within, away = np.broadcast_arrays(
        domains.finite("shift", shift), domains.trials("periods", periods), domains.positive("limit", limit)
    )
    chance = np.zeros(moved.shape)
    if domains.choice("side", side, SIDES) != "low":
        chance = chance + special.ndtr(moved - away)
    if side != "high":
        chance = chance + special.ndtr(-moved - away)
    return geometric_run_lengths(chance, within)


def rule_run_lengths(
    shift: ArrayLike,
    *,
    periods: ArrayLike = 12,
    rules: Collection[str] = ("outside", "two_in_three", "shift"),
    shift_points: int = 7,
    side: str = "either",
    compat: str | None = None,
) -> RunLengths:
    r"""How long until one of the rules of an XmR chart with known limits signals a shift, computed exactly: all rules but the trend.

    .. math:: \text{mean} = e_1^T (I - Q)^{-1} 1, \quad P(T \le m) = 1 - e_1^T Q^m 1

    with Q the chances of going from one state to another without a signal; a state is the side, how many points in a row are on it, and
    which of the last two lie beyond 2 standard deviations. A shift of 0 gives the false alarms. `inf` and 0 where no signal can come.

    Parameters
    ----------
    shift : array_like
        In standard deviations, above 0 for a rise, within 1e300 of 0.
    periods : array_like
        Points for `within`: whole numbers, 1 or more.
    rules : collection of str
        One or more of ``outside``, ``two_in_three``, ``shift``, as `special_causes` describes them. A ``trend`` needs
        `simulated_run_lengths`.
    shift_points : int
        7, or 6 as some teams choose; 3 to 60.
    side : str
        As for `limit_run_lengths`.
    compat : str, optional
        ``nhsrplotthedots-0.2.2``: the older form, in which two in three counts no point beyond 3 standard deviations. Such a point signals
        by itself, so that the two forms differ only where ``outside`` is not among the rules. ``mdc-excel`` is as the default here.

    Returns
    -------
    RunLengths
        In points, in the broadcast shape of the arguments; the method is ``markov_chain``.

    Raises
    ------
    ValueError
        As for `limit_run_lengths`; for no rule or another one, a `shift_points` outside 3 to 60, another `compat`.
    TypeError
        As for `limit_run_lengths`.

    Notes
    -----
    Points are normal and independent, and nothing is carried over from before the shift.

    References
    ----------
    Champ CW, Woodall WH. Exact results for Shewhart control charts with supplementary runs rules. Technometrics 1987; 29: 393-399, table 1.

    Examples
    --------
    Champ and Woodall's chart of one point outside or eight in a row on one side: a false alarm in 152.73 points.

    >>> print(f"{rule_run_lengths(0, rules=['outside', 'shift'], shift_points=8).mean:.2f}")
    152.73
    """
    choice = rule_choice(rules, side, shift_points, 7)
    if "trend" in choice.rules:
        raise ValueError("rules must be without 'trend', which has no exact form; next step: simulated_run_lengths")
    if shift_points > LONGEST_RUN:
        raise ValueError(f"shift_points must be at most {LONGEST_RUN}; found {shift_points}")
    chain = signal_chain(choice.rules, side, shift_points, near_band_only=counts_near_band_only(compat))
    moved, within = np.broadcast_arrays(domains.finite("shift", shift), domains.trials("periods", periods))
    zones, at = _zones(moved.ravel()), within.ravel()
    mean, chance = np.empty(at.size), np.empty(at.size)
    step = max(1, _CELLS_AT_ONCE // chain.states**2)
    for start in range(0, at.size, step):
        part = slice(start, start + step)
        mean[part], chance[part] = _until_signal(chain, zones[part], at[part])
    return _lengths(mean.reshape(moved.shape), chance.reshape(moved.shape), "markov_chain")


def geometric_run_lengths(chance: FloatArray, periods: FloatArray) -> RunLengths:
    """Of signals that come with the same chance at each point, independently."""
    with np.errstate(divide="ignore"):
        mean, within = 1 / chance, -np.expm1(periods * np.log1p(-chance))
    return _lengths(mean, np.where(chance > 0, within, 0.0), "geometric")


def _lengths(mean: FloatArray, within: FloatArray, method: str) -> RunLengths:
    return RunLengths(mean[()], np.zeros(mean.shape)[()], np.clip(within, 0, 1)[()], np.full(mean.shape, method)[()])


def _zones(shift: FloatArray) -> FloatArray:
    """The chance of each zone: near, far and outside above the centre, and below it (settings, 6)."""
    edges = np.array([0.0, 2.0, 3.0, np.inf])
    sides = []
    for moved in (shift, -shift):
        low, high = edges[:-1] - moved[:, np.newaxis], edges[1:] - moved[:, np.newaxis]
        above = low > 0
        sides.append(np.where(above, special.ndtr(-low) - special.ndtr(-high), special.ndtr(high) - special.ndtr(low)))
    return np.concatenate(sides, axis=1)


def _until_signal(chain: Chain, zones: FloatArray, periods: FloatArray) -> tuple[FloatArray, FloatArray]:
    onward = np.tensordot(zones, chain.onward, axes=1)
    ends = zones @ chain.signals
    return _mean_time(onward.copy(), ends), _ended_by(onward, periods)


def _mean_time(onward: FloatArray, ends: FloatArray) -> FloatArray:
    """States taken out one after the other, by sums and products of chances alone: no digit is lost where a signal is very rare."""
    time = np.ones(ends.shape)
    for state in range(ends.shape[1] - 1, 0, -1):
        comes = onward[:, :state, state]
        leaves = ends[:, state, np.newaxis] + onward[:, state, :state].sum(axis=1, keepdims=True)
        stays = leaves < _NEVER
        share = np.where(stays, 0.0, comes / np.where(stays, 1.0, leaves))
        with np.errstate(invalid="ignore"):
            longer = np.where(share > 0, share * time[:, state, np.newaxis], 0.0)
        time[:, :state] += np.where(stays & (comes > 0), np.inf, longer)
        ends[:, :state] += share * ends[:, state, np.newaxis]
        onward[:, :state, :state] += share[..., np.newaxis] * onward[:, state, np.newaxis, :state]
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(time[:, 0] / ends[:, 0])


def _ended_by(onward: FloatArray, periods: FloatArray) -> FloatArray:
    """1 less the chance of still running, by squaring: one step for each binary digit of the largest number of periods."""
    running = np.zeros(onward.shape[:2])
    running[:, 0] = 1.0
    left: NDArray[np.float64] = periods.copy()
    while np.any(left > 0):
        odd = (left % 2 == 1)[:, np.newaxis]
        running = np.where(odd, np.einsum("si,sij->sj", running, onward), running)
        left = np.floor(left / 2)
        onward = onward @ onward
    return np.asarray(1 - running.sum(axis=1))
