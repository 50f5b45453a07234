"""Funnels whose limits allow for overdispersion, for many indicators at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats import domains
from levelground.stats.funnel.limits import ratio_funnel_limits
from levelground.stats.funnel.overdispersion import Overdispersion, overdispersion
from levelground.stats.funnel.scores import FUNNELPLOTR, ZERO_AS_HALF, FunnelScores, funnel_scores, off_scale
from levelground.stats.intervals import FloatArray, Interval

_TREATMENT: Final = {"ratio_log": "truncated", "ratio_root": "winsorised", "proportion_arcsine": "winsorised", "counts_log": "winsorised"}


class OverdispersedFunnel(NamedTuple):
    """Organisations (last axis) of each indicator, with the lines of their funnel at their own size; NaN outside `where`."""

    scores: FunnelScores
    """Each organisation's value and its distance from the target by chance alone."""
    overdispersion: Overdispersion
    """The variance between organisations of each indicator."""
    adjusted_z: FloatArray
    """The distance from the target in errors that hold chance and the variance between organisations."""
    inner: Interval
    """The inner limits (95%), in the unit of the value; NaN where overdispersion is withheld."""
    outer: Interval
    """The outer limits (99.8%)."""
    chance_inner: Interval
    """The inner limits of chance alone."""
    chance_outer: Interval
    """The outer limits of chance alone."""
    outlier: NDArray[np.bool_]
    """Whether the value is outside the outer limits (of chance alone when not adjusted); False where they are withheld. What is within
    chance alone is no outlier; where a half is added (0 events lie below any limit of a log scale) `adjusted_z` must say so too."""


def overdispersed_funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    scale: str,
    target: ArrayLike | None = None,
    treatment: str | None = None,
    share: float = 0.1,
    adjust: bool = True,
    inner_confidence: float = 0.95,
    outer_confidence: float = 0.998,
    where: ArrayLike = True,
    compat: str | None = None,
) -> OverdispersedFunnel:
    r"""Funnel limits that hold chance and the ordinary differences between organisations.

    .. math:: f^{-1}\left(f(\theta) \mp z \sqrt{s_i^2 + \tau^2}\right)

    with f the scale of `funnel_scores` and tau squared from `overdispersion`. Beyond the scale's end (a proportion below 0) the limit is
    the end. Where there is no overdispersion tau squared is 0.

    Parameters
    ----------
    numerator, denominator, scale, target, where
        As for `funnel_scores`.
    treatment, share
        As for `overdispersion`; ``truncated`` for ``ratio_log`` (as in SHMI) and ``winsorised`` for the other scales unless given.
    adjust : bool
        False for limits of chance alone: tau squared is taken as 0 (`overdispersion` still tells what it would be).
    inner_confidence, outer_confidence : float
        Fractions between 0 and 1.
    compat : str, optional
        ``funnelplotr-0.6.0``: what the reference prints. See Notes.

    Returns
    -------
    OverdispersedFunnel
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        As `funnel_scores` and `overdispersion`; for a confidence outside (0, 1), a `compat` not known, and a numerator of 0 on
        ``ratio_log`` with `compat`: the reference takes its logarithm.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    The limits of chance alone are the exact ones of `ratio_funnel_limits` for ratios, else those of the scale. The reference differs:

    - its ``ratio_root`` limits stay on the root scale though they are drawn beside ratios: half as wide as meant;
    - its ``counts_log`` limits are drawn with 1/(2 sqrt(n)) in the place of the standard error that its z scores use;
    - its limits of chance for ratios are the interval of a count equal to the expected one: never 0, so that every organisation with
      0 events is below them;
    - angles below 0 are not cut at 0, denominators of ``ratio_log`` are rounded to 2 decimals, and z to 6.

    References
    ----------
    Spiegelhalter DJ. Handling over-dispersion of performance indicators. Quality and Safety in Health Care 2005; 14: 347-351.
    Spiegelhalter DJ, Sherlaw-Johnson C, Bardsley M, et al. Journal of the Royal Statistical Society A 2012; 175: 1-47.

    Examples
    --------
    Four ratios, twice as far apart as 400 expected events allow:

    >>> funnel = overdispersed_funnel([360, 440, 360, 440], [400.0] * 4, scale="ratio_root", treatment="all")
    >>> f"{funnel.overdispersion.dispersion:.2f} {funnel.inner.lower[0]:.2f} to {funnel.inner.upper[0]:.2f}"
    '4.01 0.79 to 1.24'
    """
    printed = compat is not None and domains.choice("compat", compat, (FUNNELPLOTR,)) == FUNNELPLOTR
    if printed and scale == "ratio_log":
        denominator = np.round(domains.not_negative("denominator", denominator, where=where), 2)
    scores = funnel_scores(numerator, denominator, scale=scale, target=target, where=where)
    if printed and scale == "ratio_log" and np.any(scores.method == ZERO_AS_HALF):
        raise ValueError(f"numerator must be above 0 on the log scale with {FUNNELPLOTR}: leave compat out, and 0 counts as a half")
    inside = scores.method != "left_out"
    found = overdispersion(
        np.where(inside, scores.z, 0.0),
        np.where(inside, scores.standard_error, 1.0),
        treatment=_TREATMENT[scale] if treatment is None else treatment,
        share=share,
        where=inside,
    )
    between = np.asarray(found.tau_squared)[..., np.newaxis] if adjust else np.zeros(1)
    size = np.broadcast_to(np.where(inside, np.asarray(denominator, dtype=np.float64), 1.0), inside.shape)
    lines = _Lines(scores, scale, size, inside, printed)
    inner, outer = (_sizes(each, printed) for each in (inner_confidence, outer_confidence))
    chance_inner, chance_outer = lines.of_chance(*inner), lines.of_chance(*outer)
    adjusted_outer = lines.around(outer[1], between)
    adjusted_z = (scores.transformed - scores.transformed_target) / np.sqrt(scores.standard_error**2 + between)
    outlier = _outside(scores.value, adjusted_outer if adjust else chance_outer)
    halved = (scores.method == ZERO_AS_HALF) | (scale == "counts_log")
    if not printed:
        outlier &= _outside(scores.value, chance_outer) & (~halved | (np.abs(adjusted_z) > outer[1]))
    return OverdispersedFunnel(
        scores, found, adjusted_z, lines.around(inner[1], between), adjusted_outer, chance_inner, chance_outer, outlier
    )


def _outside(value: FloatArray, limits: Interval) -> NDArray[np.bool_]:
    return np.asarray((value < limits.lower) | (value > limits.upper))


class _Lines(NamedTuple):
    scores: FunnelScores
    scale: str
    size: FloatArray
    inside: NDArray[np.bool_]
    printed: bool

    def around(self, z: float, between: FloatArray) -> Interval:
        error = self.scores.standard_error
        if self.printed and self.scale == "counts_log":
            error = np.where(self.inside, 0.5 / np.sqrt(self.size), np.nan)
        half = z * np.sqrt(error**2 + between)
        middle = self.scores.transformed_target
        return Interval(self._back(middle - half), self._back(middle + half))

    def of_chance(self, tail: float, z: float) -> Interval:
        if self.scale not in ("ratio_log", "ratio_root"):
            return self.around(z, np.zeros(1))
        if self.printed:
            lower, upper = special.gammaincinv(self.size, tail) / self.size, special.gammainccinv(self.size + 1, tail) / self.size
        else:
            lower, upper = ratio_funnel_limits(self.size, target=self.scores.target, confidence=1 - 2 * tail)
        return Interval(np.where(self.inside, lower, np.nan), np.where(self.inside, upper, np.nan))

    def _back(self, transformed: FloatArray) -> FloatArray:
        if self.printed and self.scale == "ratio_root":
            return transformed
        if self.printed and self.scale == "proportion_arcsine":
            return np.sin(transformed) ** 2
        return off_scale(transformed, self.scale)


def _sizes(confidence: float, printed: bool) -> tuple[float, float]:
    tail = domains.upper_tail(confidence)
    z = float(domains.normal_quantile(tail))
    return float(tail), round(z, 6) if printed else z
