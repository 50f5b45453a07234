"""Relative likelihood: how much likelier an outcome is for one group than for another, as the NHS race equality standard asks."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.borders import above, below
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, mover, quotient
from levelground.stats.proportions import wilson
from levelground.stats.score_ratio import score_ratio

FOUR_FIFTHS: Final = 0.8
FIVE_QUARTERS: Final = 1.25
EPIR: Final = "epir-2.0.57"


class RelativeLikelihood(NamedTuple):
    """Both proportions and every way to compare them, an element for each pair of groups."""

    proportion: FloatArray
    """Of the group, 0 to 1."""
    reference_proportion: FloatArray
    """Of the comparison group, 0 to 1."""
    ratio: FloatArray
    """The relative likelihood: 1 is no gap; `inf` where only the comparison group has no events; NaN where neither has any."""
    interval: Interval
    """Koopman's score limits of the ratio: the ones to report."""
    wald: Interval
    """Limits of the ratio on the log scale, as publications print them. No events in the group: 0 and NaN; none in the comparison
    group: NaN and `inf`; none in either: NaN and NaN."""
    difference: FloatArray
    """The group's proportion minus the other, -1 to 1."""
    difference_interval: Interval
    """Newcombe's limits of the difference: the ones to report."""
    difference_wald: Interval
    """The plain normal limits of the difference. No width where both proportions are 0 or 1: not to be reported there."""
    probability: FloatArray
    """Of Pearson's chi-squared test without correction; NaN where nothing happened or everything did, on both sides."""
    four_fifths: MethodArray
    """``below`` 0.8, ``within`` 0.8 to 1.25, ``above`` 1.25, or ``no_ratio``. A rule of thumb on the ratio alone: chance is not in it."""
    method: MethodArray
    """Of `interval`: ``koopman``, or ``no_events`` (0 to `inf`: the data say nothing)."""


def relative_likelihood(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    confidence: ArrayLike = 0.95,
    compat: str | None = None,
) -> RelativeLikelihood:
    r"""How much likelier an outcome is for a group than for its comparison group.

    .. math:: RL = \frac{x_1 / n_1}{x_2 / n_2}

    For example appointed among shortlisted, or entering the disciplinary process among staff. 1 is no gap. The standard prints
    White to minority ethnic for appointment, and minority ethnic to White for discipline: say which group is which.

    Parameters
    ----------
    events, reference_events : array_like
        Whole numbers, 0 or more and no more than the trials.
    trials, reference_trials : array_like
        Whole numbers, 1 or more.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).
    compat : str, optional
        "epir-2.0.57" gives the score limits as epiR prints them: of the table turned on its side (events of one group among events
        of both, over non-events among non-events), NaN where the group
        has no events or nothing else. Beside a 0 in the comparison group epiR's own search is off by up to 2%: that is not repeated.

    Returns
    -------
    RelativeLikelihood
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not finite or not whole, more events than trials, no trials, confidence outside (0, 1), an
        unknown `compat`.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    The borders 0.8 and 1.25 themselves are ``within``; so is 4% beside 5%, whose ratio is computed a little below 0.8. A ratio of
    `inf` is ``above`` and a ratio of 0 ``below``, however few the events: read the flag beside the interval.

    References
    ----------
    Koopman PAR. Biometrics 1984; 40: 513-517. Newcombe RG. Statistics in Medicine 1998; 17: 873-890.
    Katz D and others. Biometrics 1978; 34: 469-474 (the limits on the log scale).
    Equal Employment Opportunity Commission. Uniform Guidelines on Employee Selection Procedures, 1978, section 4D (four fifths).

    Examples
    --------
    36 of 40 beside 16 of 80, as printed by Koopman:

    >>> likelihood = relative_likelihood(36, 40, 16, 80)
    >>> f"{likelihood.ratio:.1f}, {likelihood.interval.lower:.2f} to {likelihood.interval.upper:.2f}, {likelihood.four_fifths}"
    '4.5, 2.94 to 7.15, above'
    """
    x1, n1, x2, n2, tail = np.broadcast_arrays(
        *domains.events_of_trials(events, trials),
        *domains.events_of_trials(reference_events, reference_trials, prefix="reference_"),
        domains.upper_tail(confidence),
    )
    turned = compat is not None and domains.choice("compat", compat, (EPIR,)) == EPIR
    group, reference, z = x1 / n1, x2 / n2, domains.normal_quantile(tail)
    ratio = quotient(group, reference)
    half = z * np.sqrt(group * (1 - group) / n1 + reference * (1 - reference) / n2)
    difference = group - reference
    return RelativeLikelihood(
        group[()],
        reference[()],
        ratio[()],
        interval(*(_turned_score(x1, n1, x2, n2, tail) if turned else score_ratio(x1, n1, x2, n2, tail))),
        interval(*_wald(x1, n1, x2, n2, z)),
        difference[()],
        interval(*mover(group, wilson(x1, n1, tail), reference, wilson(x2, n2, tail))),
        interval(difference - half, difference + half),
        _chi_squared_probability(x1, n1, x2, n2)[()],
        np.select([np.isnan(ratio), below(ratio, FOUR_FIFTHS), above(ratio, FIVE_QUARTERS)], ["no_ratio", "below", "above"], "within")[()],
        np.where(x1 + x2 == 0, "no_events", "koopman")[()],
    )


def _wald(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, z: FloatArray) -> Interval:
    some = (x1 > 0) & (x2 > 0)
    first, second = np.maximum(x1, 1), np.maximum(x2, 1)
    middle, half = np.log(first / n1) - np.log(second / n2), z * np.sqrt(1 / first - 1 / n1 + 1 / second - 1 / n2)
    lower = np.where(some, np.exp(middle - half), np.where((x1 == 0) & (x2 > 0), 0.0, np.nan))
    return Interval(lower, np.where(some, np.exp(middle + half), np.where((x1 > 0) & (x2 == 0), np.inf, np.nan)))


def _chi_squared_probability(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray) -> FloatArray:
    happened, all_ = x1 + x2, n1 + n2
    spread = happened / all_ * (1 - happened / all_) * (1 / n1 + 1 / n2)
    mixed = (happened > 0) & (happened < all_)
    statistic = np.divide((x1 / n1 - x2 / n2) ** 2, spread, out=np.full(spread.shape, np.nan), where=mixed)
    return np.asarray(special.chdtrc(1, statistic), dtype=np.float64)


def _turned_score(x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray, tail: FloatArray) -> Interval:
    limits = Interval(np.full(x1.shape, np.nan), np.full(x1.shape, np.nan))
    both = (x1 > 0) & (x1 < n1)
    if both.any():
        turned = score_ratio(*(each[both] for each in (x1, x1 + x2, n1 - x1, n1 - x1 + n2 - x2, tail)))
        limits.lower[both], limits.upper[both] = turned
    return limits
