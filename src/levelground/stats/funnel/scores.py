"""How far each organisation is from a funnel's target, on a scale where its error hardly depends on its level."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray

FUNNELPLOTR: Final = "funnelplotr-0.6.0"
SCALES: Final = ("ratio_log", "ratio_root", "proportion_arcsine", "counts_log")
"""Observed / expected on the log scale (SHMI) or the root scale (CQC); a proportion; a ratio of two counts."""
ZERO_AS_HALF: Final = "zero_counted_as_half"
"""The method id of an organisation without events on a log scale."""
MOST: Final = 1e15
"""Counts above this are refused."""
_RATIOS: Final = ("ratio_log", "ratio_root")


class FunnelScores(NamedTuple):
    """Organisations (last axis) beside their indicator's target; NaN in cells outside `where`."""

    value: FloatArray
    """numerator / denominator."""
    target: FloatArray
    """The funnel's centre in the unit of `value`, one for each indicator (last axis of length 1)."""
    transformed: FloatArray
    """The value on the scale."""
    transformed_target: FloatArray
    """The target on the scale, one for each indicator (last axis of length 1)."""
    standard_error: FloatArray
    """The error of `transformed` that chance alone gives; above 0."""
    z: FloatArray
    """(transformed - transformed_target) / standard_error; 0 is just on target."""
    method: MethodArray
    """The scale, or ``zero_counted_as_half``; ``left_out`` outside `where`."""


def funnel_scores(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    scale: str,
    target: ArrayLike | None = None,
    where: ArrayLike = True,
) -> FunnelScores:
    r"""Each organisation's distance from the target, in standard errors.

    .. math::
        \text{ratio\_log: } \log(O/E),\ s = 1/\sqrt{E} \qquad
        \text{ratio\_root: } \sqrt{O/E},\ s = 1/(2\sqrt{E})

        \text{proportion\_arcsine: } \arcsin\sqrt{x/n},\ s = 1/(2\sqrt{n}) \qquad
        \text{counts\_log: } \log\frac{x + ½}{n + ½},\ s^2 = \frac{x}{(x+½)^2} + \frac{n}{(n+½)^2}

    An organisation with 0 events has no logarithm: on ``ratio_log`` it takes log(½ / (E + ½)), and on ``counts_log`` 2, the value of
    1 / (x + ½), stands for the first part of its variance, which the formula would make 0. Its `method` says so.

    Parameters
    ----------
    numerator : array_like (..., organisations)
        Observed events, 0 or more; they need not be whole (a case-mix weight).
    denominator : array_like (..., organisations)
        Expected events, people, or the second count: above 0.
    scale : str
        One of `SCALES`.
    target : array_like (...), optional
        The funnel's centre, one for each indicator: 1 for ratios unless given; else the sum of numerators over that of denominators.
    where : array_like of bool
        False for cells that hold no organisation; they change nothing.

    Returns
    -------
    FunnelScores
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For values that are negative, not finite or above 1e15, a denominator or a target that is 0, a proportion or its target above 1,
        a scale not known.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    An indicator without any events has the target 0, which has no logarithm: give a target there.

    References
    ----------
    Spiegelhalter DJ, Sherlaw-Johnson C, Bardsley M, et al. Statistical methods for healthcare regulation: rating, screening and
    surveillance. Journal of the Royal Statistical Society A 2012; 175: 1-47.
    Gart JJ. Journal of the Royal Statistical Society B 1966; 28: 164-179 (the half that is added).

    Examples
    --------
    121 observed where 100 are expected: 2.1 errors of a tenth on the root scale's way up.

    >>> scores = funnel_scores([121], [100], scale="ratio_root")
    >>> f"{scores.transformed[0]:.1f} {scores.standard_error[0]:.2f} {scores.z[0]:.1f}"
    '1.1 0.05 2.0'
    """
    domains.choice("scale", scale, SCALES)
    events, size, inside = _checked(numerator, denominator, where)
    if scale == "proportion_arcsine":
        domains.between("numerator", events, np.zeros(()), size)
    centre = _target(events, size, inside, scale, target)
    zero = (events == 0) & (scale in ("ratio_log", "counts_log"))
    transformed, error = _transformed(events, size, scale)
    middle = on_scale(centre, scale)
    method = np.where(inside, np.where(zero, ZERO_AS_HALF, scale), "left_out")
    shown = [np.where(inside, each, np.nan) for each in (events / size, transformed, error, (transformed - middle) / error)]
    return FunnelScores(shown[0], centre, shown[1], middle, shown[2], shown[3], method)


def on_scale(level: FloatArray, scale: str) -> FloatArray:
    """A level, above 0 where the scale is a logarithm, on the scale."""
    if scale == "ratio_root":
        return np.sqrt(level)
    if scale == "proportion_arcsine":
        return np.arcsin(np.sqrt(level))
    return np.log(level)


def off_scale(transformed: FloatArray, scale: str) -> FloatArray:
    """Back from the scale; beyond the scale's ends, the end."""
    if scale == "ratio_root":
        return np.maximum(transformed, 0) ** 2
    if scale == "proportion_arcsine":
        return np.sin(np.clip(transformed, 0, np.pi / 2)) ** 2
    with np.errstate(over="ignore", under="ignore"):
        return np.exp(transformed)


def _transformed(events: FloatArray, size: FloatArray, scale: str) -> tuple[FloatArray, FloatArray]:
    if scale == "counts_log":
        first = np.where(events == 0, 2.0, events / (events + 0.5) ** 2)
        return np.log((events + 0.5) / (size + 0.5)), np.sqrt(first + size / (size + 0.5) ** 2)
    if scale == "ratio_log":
        half = np.where(events == 0, 0.5, 0.0)
        return np.log((events + half) / (size + half)), 1 / np.sqrt(size)
    return on_scale(events / size, scale), 0.5 / np.sqrt(size)


def _checked(numerator: ArrayLike, denominator: ArrayLike, where: ArrayLike) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    inside = domains.marks("where", where)
    events = domains.not_negative("numerator", numerator, most=MOST, where=inside)
    size = domains.not_negative("denominator", denominator, most=MOST, where=inside)
    events, size, inside = np.broadcast_arrays(events, size, inside)
    if events.ndim == 0:
        raise ValueError("numerator must have an axis of organisations; found a single number")
    return events, domains.positive("denominator", np.where(inside, size, 1.0), most=domains.LARGEST), inside


def _target(events: FloatArray, size: FloatArray, inside: NDArray[np.bool_], scale: str, target: ArrayLike | None) -> FloatArray:
    if target is None and scale in _RATIOS:
        centre = np.ones((*events.shape[:-1], 1))
    elif target is None:
        total = np.sum(size, axis=-1, keepdims=True, where=inside)
        centre = np.sum(events, axis=-1, keepdims=True, where=inside) / np.where(total > 0, total, 1)
        centre = np.where(total > 0, centre, 1.0)
    else:
        centre = np.broadcast_to(domains.not_negative("target", target, most=MOST), events.shape[:-1])[..., np.newaxis]
    if scale == "proportion_arcsine":
        return domains.not_negative("target", centre, most=1)
    return domains.positive("target", centre, most=domains.LARGEST)
