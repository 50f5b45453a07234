"""How long a chart of single values takes to signal a shift, by simulation: with every rule, and with limits made of a baseline."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.detection.run_lengths import RunLengths
from levelground.stats.detection.signal_chains import RULES, RuleChoice, counts_near_band_only, rule_choice
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.limit_tables import FEWEST_POINTS
from levelground.stats.spc.xmr import xmr_limits

REPLICATES_AT_ONCE: Final = 4096
"""A block of replicates has a stream of its own."""
_RUNS_AT_ONCE: Final = 1 << 18

IntArray = NDArray[np.intp]


class _Limits(NamedTuple):
    """What each replicate of a block is judged against."""

    centre: FloatArray
    sigma: FloatArray


class _Tally:
    """What is added up for each setting as its runs end."""

    def __init__(self, periods: FloatArray) -> None:
        self._periods = periods
        self.total, self.squares, self.within, self.unended = (np.zeros(periods.size) for _ in range(4))

    def end(self, settings: IntArray, period: int, *, signalled: bool = True) -> None:
        ended = np.bincount(settings, minlength=self._periods.size)
        self.total += ended * period
        self.squares += ended * float(period) ** 2
        if signalled:
            self.within += np.where(period <= self._periods, ended, 0)
        else:
            self.unended += ended


def simulated_run_lengths(
    shift: ArrayLike,
    *,
    periods: ArrayLike = 12,
    rules: Collection[str] = RULES,
    shift_points: int = 7,
    trend_points: int = 7,
    side: str = "either",
    baseline: int | None = None,
    screen: bool = True,
    compat: str | None = None,
    replicates: int = 10_000,
    most_periods: int = 10_000,
    seed: int | np.random.SeedSequence = 0,
) -> RunLengths:
    r"""How long until the rules of an XmR chart signal a shift, simulated: the trend too, and limits made of a baseline.

    .. math:: x_t = \delta + \varepsilon_t, \; \varepsilon_t \sim N(0, 1), \quad
              \text{mean} = \frac{1}{B} \sum_b T_b, \quad P(T \le m) = \frac{1}{B} \sum_b [T_b \le m]

    A shift of 0 gives the false alarms. A `within` of 0 or 1 means none or all of the replicates.

    Parameters
    ----------
    shift : array_like
        In standard deviations, above 0 for a rise, within 1e300 of 0.
    periods : array_like
        Points for `within`: whole numbers, 1 or more.
    rules : collection of str
        One or more of ``outside``, ``trend``, ``two_in_three``, ``shift``, as `special_causes` describes them. All unless given.
    shift_points, trend_points : int
        7, or 6 as some teams choose; 3 or more.
    side : str
        Which signals count: ``either``, ``high`` or ``low``.
    baseline : int, optional
        Limits are made of so many points before the shift (`xmr_limits`), 13 or more; known limits unless given.
    screen : bool
        Whether the moving ranges of the baseline are screened.
    compat : str, optional
        As for `rule_run_lengths`.
    replicates : int
        Runs for each setting, 2 or more.
    most_periods : int
        A run without a signal ends after so many points, and `method` says so.
    seed : int or SeedSequence
        The same seed gives the same result; each setting meets the same draws, whatever stands beside it.

    Returns
    -------
    RunLengths
        In points, in the broadcast shape of the arguments. The standard error of `within` is the root of within (1 - within) / replicates.

    Raises
    ------
    ValueError
        As for `rule_run_lengths`; for a baseline below 13, fewer than 2 replicates, a `most_periods` below a number of periods.
    TypeError
        As for `limit_run_lengths`.

    Notes
    -----
    Points are normal and independent. Rules begin anew after the baseline, as after a rebase: no run reaches over it. With limits made
    of a baseline the mean is that over many teams, each with limits of its own: some charts have far too many false alarms, some
    hardly any, and a few of these draw the mean up. The memory is that of 262,144 runs, whatever the number of settings.

    References
    ----------
    Champ CW, Woodall WH. Exact results for Shewhart control charts with supplementary runs rules. Technometrics 1987; 29: 393-399.
    Quesenberry CP. The effect of sample size on estimated limits for X-bar and X control charts. Journal of Quality Technology 1993;
    25: 237-247.

    Examples
    --------
    Champ and Woodall's 152.73 (`rule_run_lengths`) lies within 3 standard errors:

    >>> found = simulated_run_lengths(0, rules=["outside", "shift"], shift_points=8, replicates=4_000)
    >>> bool(abs(found.mean - 152.73) < 3 * found.error)
    True
    """
    choice = rule_choice(rules, side, shift_points, trend_points)
    near_band_only = counts_near_band_only(compat)
    if baseline is not None:
        domains.whole("baseline", baseline, least=FEWEST_POINTS)
    replicates = domains.whole("replicates", replicates, least=2)
    moved, asked = np.broadcast_arrays(domains.finite("shift", shift), domains.trials("periods", periods))
    domains.not_negative("periods", asked, most=domains.whole("most_periods", most_periods, least=1))
    root = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(domains.whole("seed", seed, least=0))
    flat, points, tallies = moved.ravel(), asked.ravel(), list[_Tally]()
    step = _RUNS_AT_ONCE // REPLICATES_AT_ONCE
    for start in range(0, flat.size, step):
        part = slice(start, start + step)
        tallies.append(_Tally(points[part]))
        for block in range(-(-replicates // REPLICATES_AT_ONCE)):
            random = np.random.default_rng(np.random.SeedSequence(root.entropy, spawn_key=(*root.spawn_key, block)))
            runs = min(REPLICATES_AT_ONCE, replicates - block * REPLICATES_AT_ONCE)
            limits = _limits(random, baseline, screen=screen)
            _run(random, flat[part], limits, tallies[-1], runs=runs, choice=choice, most=most_periods, near_band_only=near_band_only)
    return _summary(tallies, replicates, moved.shape)


def _limits(random: np.random.Generator, baseline: int | None, *, screen: bool) -> _Limits:
    if baseline is None:
        return _Limits(np.zeros(REPLICATES_AT_ONCE), np.ones(REPLICATES_AT_ONCE))
    found = xmr_limits(random.standard_normal((REPLICATES_AT_ONCE, baseline)), screen=screen)
    return _Limits(found.centre[:, 0].copy(), (found.upper[:, 0] - found.centre[:, 0]) / 3)


def _run(
    random: np.random.Generator,
    shift: FloatArray,
    limits: _Limits,
    tally: _Tally,
    *,
    runs: int,
    choice: RuleChoice,
    most: int,
    near_band_only: bool,
) -> None:
    """One block: every setting with the same draws, point by point, until the last run has signalled."""
    setting, replicate = np.repeat(np.arange(shift.size), runs), np.tile(np.arange(runs), shift.size)
    memory = _Memory(setting.size)
    before = np.full(REPLICATES_AT_ONCE, np.nan)
    rising, falling = np.zeros(REPLICATES_AT_ONCE, dtype=np.intp), np.zeros(REPLICATES_AT_ONCE, dtype=np.intp)
    for period in range(1, most + 1):
        noise = random.standard_normal(REPLICATES_AT_ONCE)
        rising, falling = np.where(noise > before, rising + 1, 0), np.where(noise < before, falling + 1, 0)
        before = noise
        away = (shift[setting] + noise[replicate] - limits.centre[replicate]) / limits.sigma[replicate]
        signal = memory.judge(away, choice, near_band_only=near_band_only)
        if "trend" in choice.rules:
            signal |= _trend(rising, falling, choice)[replicate]
        tally.end(setting[signal], period)
        going = ~signal
        setting, replicate = setting[going], replicate[going]
        memory.keep(going)
        if not setting.size:
            return
    tally.end(setting, most, signalled=False)


class _Memory:
    """What each run remembers: how long it has been on its side, and whether its last two points were far (on either side: three in a
    row on one side are asked besides)."""

    def __init__(self, size: int) -> None:
        self._high, self._last, self._earlier = (np.zeros(size, dtype=np.bool_) for _ in range(3))
        self._stay = np.zeros(size, dtype=np.intp)

    def judge(self, away: FloatArray, choice: RuleChoice, *, near_band_only: bool) -> NDArray[np.bool_]:
        """Which runs signal at a point so many sigma from the centre."""
        high, distance = away > 0, np.abs(away)
        goes_on = high == self._high
        outside, far = distance > 3, distance > 2
        if near_band_only:
            far &= ~outside
        self._stay = np.where(goes_on, self._stay, 0) + 1
        signal = np.zeros(away.shape, dtype=np.bool_)
        if "outside" in choice.rules:
            signal |= outside
        if "two_in_three" in choice.rules:
            signal |= (self._stay >= 3) & ((far & (self._last | self._earlier)) | (self._last & self._earlier))
        if "shift" in choice.rules:
            signal |= self._stay >= choice.shift_points
        if choice.side != "either":
            signal &= high == (choice.side == "high")
        self._high, self._last, self._earlier = high, far, self._last
        return signal

    def keep(self, going: NDArray[np.bool_]) -> None:
        """Forget the runs that have ended."""
        self._high, self._last, self._earlier = self._high[going], self._last[going], self._earlier[going]
        self._stay = self._stay[going]


def _trend(rising: IntArray, falling: IntArray, choice: RuleChoice) -> NDArray[np.bool_]:
    up, down = rising >= choice.trend_points - 1, falling >= choice.trend_points - 1
    return up if choice.side == "high" else down if choice.side == "low" else up | down


def _summary(tallies: list[_Tally], replicates: int, shape: tuple[int, ...]) -> RunLengths:
    total, squares, within, unended = (
        np.concatenate([getattr(each, name) for each in tallies]) if tallies else np.zeros(0)
        for name in ("total", "squares", "within", "unended")
    )
    mean = total / replicates
    error = np.sqrt(np.maximum(squares / replicates - mean**2, 0) / (replicates - 1))
    method = np.where(unended > 0, "simulated_lower_bound", "simulated")
    mean, error, within = (each.reshape(shape)[()] for each in (mean, error, within / replicates))
    return RunLengths(mean, error, within, method.reshape(shape)[()])
