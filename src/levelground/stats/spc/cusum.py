"""The Bernoulli CUSUM: the evidence, case by case, that a risk has doubled or halved."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.stretches import BoolArray


class BernoulliCusum(NamedTuple):
    """Both sums, in log-likelihood; a missing case leaves them as they are, a signal sets them to 0."""

    increase: FloatArray
    """Evidence for odds multiplied by `odds_ratio`: 0 or more (..., cases)."""
    decrease: FloatArray
    """Evidence for odds divided by it: 0 or less (..., cases)."""
    increase_signal: BoolArray
    """Cases at which the evidence of more reached the limit (..., cases)."""
    decrease_signal: BoolArray
    """Cases at which the evidence of less did (..., cases)."""
    risk: FloatArray
    """The accepted risk (...,)."""
    raised_risk: FloatArray
    """The risk at the odds multiplied by `odds_ratio` (...,)."""
    lowered_risk: FloatArray
    """The risk at the odds divided by it (...,)."""


def bernoulli_cusum(
    events: ArrayLike,
    *,
    risk: ArrayLike | None = None,
    baseline_cases: int | None = None,
    odds_ratio: ArrayLike = 2.0,
    limit: ArrayLike = 3.5,
) -> BernoulliCusum:
    r"""The running log-likelihood ratio of a raised (and of a lowered) risk against the accepted risk.

    .. math:: S_i = \max\!\left(0, S_{i-1} + \log \frac{p_1^{y_i} (1 - p_1)^{1 - y_i}}{p_0^{y_i} (1 - p_0)^{1 - y_i}}\right),
       \qquad \frac{p_1}{1 - p_1} = \mathrm{OR} \frac{p_0}{1 - p_0}

    It signals when the sum reaches the limit, and is set to 0 at that case, from which it starts again. The lower sum
    is the same with the odds divided by the ratio, drawn below 0.

    Parameters
    ----------
    events : array_like (..., cases)
        1 when the event happened, else 0, in the order of the cases; NaN where it is not known: the sums stay as they are.
    risk : array_like (...), optional
        The accepted risk: between 0 and 1. Either this or `baseline_cases`.
    baseline_cases : int, optional
        The accepted risk is the share of events among the first so many known cases.
    odds_ratio : array_like (...), optional
        The change to find: above 1.
    limit : array_like (...), optional
        Where it signals, in log-likelihood: above 0.

    Returns
    -------
    BernoulliCusum
        Sums (..., cases) and risks (...,).

    Raises
    ------
    ValueError
        For anything but 0, 1 and NaN; neither or both of `risk` and `baseline_cases`; a risk that is not between 0 and 1 (a
        baseline without an event, or with nothing but events, has none that can be tested); an odds ratio of 1 or less.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    Cases are taken as independent and alike in risk. A risk from few baseline cases is uncertain, and the sum inherits that.

    References
    ----------
    Leandro G, Rolando N, Gallus G, Rolles K, Burroughs AK. Monitoring surgical and medical outcomes: the Bernoulli cumulative
    SUM chart. Postgraduate Medical Journal 2005; 81: 647-652.

    Examples
    --------
    At a risk of 0.05 and an odds ratio of 2, an event adds log(0.0952 / 0.05) and a case without one takes off log(0.95 / 0.9048):

    >>> print(bernoulli_cusum([0.0, 1, 0], risk=0.05).increase.round(4))
    [0.     0.6444 0.5956]
    """
    happened = _outcomes(events)
    accepted = _accepted(happened, risk, baseline_cases)
    ratio, threshold = domains.positive("odds_ratio", odds_ratio), domains.positive("limit", limit)
    if np.any(ratio <= 1):
        raise ValueError(f"odds_ratio must be above 1 in every setting; found {float(np.min(ratio)):g}")
    shape = np.broadcast_shapes(happened.shape[:-1], accepted.shape, ratio.shape, threshold.shape)
    accepted, happened = np.broadcast_to(accepted, shape), np.broadcast_to(happened, (*shape, happened.shape[-1]))
    raised, lowered = _shifted(accepted, ratio), _shifted(accepted, 1 / ratio)
    up = _reset_sum(happened, *_steps(accepted, raised), threshold)
    down = _reset_sum(happened, *_steps(accepted, lowered), threshold)
    return BernoulliCusum(up[0], 0.0 - down[0], up[1], down[1], accepted, raised, lowered)


def _outcomes(events: ArrayLike) -> FloatArray:
    happened = domains.series("events", events)
    domains.not_negative("events", happened, most=1, where=~np.isnan(happened))
    domains.counts("events", np.where(np.isnan(happened), 0.0, happened))
    return happened


def _accepted(happened: FloatArray, risk: ArrayLike | None, baseline_cases: int | None) -> FloatArray:
    if (risk is None) == (baseline_cases is None):
        raise ValueError("risk or baseline_cases must be given, and not both")
    if baseline_cases is None:
        accepted = domains.positive("risk", np.nan if risk is None else risk)
    else:
        first = domains.whole("baseline_cases", baseline_cases, least=1)
        known = ~np.isnan(happened)
        within = known & (np.cumsum(known, axis=-1) <= first)
        number = np.maximum(within.sum(axis=-1), 1)
        accepted = domains.positive("risk of the baseline", np.where(within, happened, 0.0).sum(axis=-1) / number)
    if np.any(accepted >= 1):
        raise ValueError(f"risk must be below 1; found {float(np.max(accepted)):g}")
    return accepted


def _shifted(risk: FloatArray, ratio: FloatArray) -> FloatArray:
    shifted: FloatArray = ratio * risk / (1 - risk + ratio * risk)
    return shifted


def _steps(accepted: FloatArray, other: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What a case without the event adds, and one with it."""
    return np.log1p(-other) - np.log1p(-accepted), np.log(other) - np.log(accepted)


def _reset_sum(happened: FloatArray, without: FloatArray, with_event: FloatArray, limit: FloatArray) -> tuple[FloatArray, BoolArray]:
    sums, signals = np.empty(happened.shape), np.empty(happened.shape, dtype=np.bool_)
    current = np.zeros(happened.shape[:-1])
    for case in range(happened.shape[-1]):
        outcome = happened[..., case]
        step = np.where(outcome == 1, with_event, np.where(outcome == 0, without, 0.0))
        current = np.maximum(current + step, 0.0)
        signals[..., case] = (current >= limit) & ~np.isnan(outcome)
        current = np.where(signals[..., case], 0.0, current)
        sums[..., case] = current
    return sums, signals
