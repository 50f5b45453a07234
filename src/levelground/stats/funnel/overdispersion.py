"""Overdispersion: how much more organisations differ than chance alone explains, as an additive variance."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from levelground.stats import domains
from levelground.stats.borders import below
from levelground.stats.intervals import FloatArray, MethodArray

TREATMENTS: Final = ("winsorised", "truncated", "all")
"""What becomes of the most extreme organisations before dispersion is measured."""


class Overdispersion(NamedTuple):
    """One value for each indicator."""

    dispersion: FloatArray
    """phi, the mean of z squared: about 1 when chance alone is at work, more when organisations differ."""
    tau_squared: FloatArray
    """The variance between organisations, on the funnel's scale; 0 where dispersion is no larger than chance gives."""
    organisations: NDArray[np.int64]
    """How many organisations it rests on."""
    method: MethodArray
    """``winsorised``, ``truncated``, ``all``, or ``withheld_few_organisations`` (fewer than 2 to rest on; the values are NaN)."""


def overdispersion(
    z: ArrayLike, standard_error: ArrayLike, *, treatment: str = "winsorised", share: float = 0.1, where: ArrayLike = True
) -> Overdispersion:
    r"""The dispersion of z scores around their target, and the variance between organisations that it implies.

    .. math:: \phi = \frac1n \sum z_i^2, \qquad
              \tau^2 = \max\left(0,\ \frac{n\phi - (n - 1)}{\sum w_i - \sum w_i^2 / \sum w_i}\right), \quad w_i = 1/s_i^2

    So that organisations that truly are outliers do not widen the limits that should find them, ``winsorised`` pulls the lowest and the
    highest `share` of z scores in to the quantiles there (interpolated between neighbours), and ``truncated`` leaves the organisations
    out whose rank r gives r / (n + 1) below `share`, or 1 - `share` and more; tied ranks are averaged.

    Parameters
    ----------
    z : array_like (..., organisations)
        Distances from the target in standard errors.
    standard_error : array_like (..., organisations)
        Standard errors s: above 0.
    treatment : str
        One of `TREATMENTS`.
    share : float
        Above 0 and below 0.5; not used with ``all``.
    where : array_like of bool
        False for cells that hold no organisation; they change nothing.

    Returns
    -------
    Overdispersion
        In the broadcast shape of the arguments without the last axis.

    Raises
    ------
    ValueError
        For z that are not finite, standard errors that are not above 0, a share outside (0, 0.5), a treatment not known.
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    tau squared of few organisations is itself very uncertain: with fewer than about 10, read adjusted limits with care.

    References
    ----------
    Spiegelhalter DJ. Handling over-dispersion of performance indicators. Quality and Safety in Health Care 2005; 14: 347-351.
    DerSimonian R, Laird N. Controlled Clinical Trials 1986; 7: 177-188 (the estimate of tau squared).
    NHS Digital. Summary Hospital-level Mortality Indicator: methodology (the truncation by ranks).

    Examples
    --------
    With equal standard errors tau squared is the excess of the mean square, (4 x 4 - 3) / 3 x 0.01:

    >>> found = overdispersion([-2.0, 2.0, -2.0, 2.0], [0.1, 0.1, 0.1, 0.1], treatment="all")
    >>> f"{found.dispersion:.1f} {found.tau_squared:.4f}"
    '4.0 0.0433'
    """
    domains.choice("treatment", treatment, TREATMENTS)
    part = float(domains.positive("share", share))
    if part >= 0.5:
        raise ValueError(f"share must be below 0.5; found {part:g}")
    inside = domains.marks("where", where)
    scores, errors, inside = np.broadcast_arrays(
        _finite(z, inside), domains.not_negative("standard_error", standard_error, where=inside), inside
    )
    if scores.ndim == 0:
        raise ValueError("z must have an axis of organisations; found a single number")
    weights = np.where(inside, domains.positive("standard_error", np.where(inside, errors, 1.0), most=domains.LARGEST), np.inf) ** -2.0
    if treatment == "truncated":
        inside = inside & _kept(scores, inside, part)
    elif treatment == "winsorised":
        scores = _pulled_in(scores, inside, part)
    return _estimated(scores, np.where(inside, weights, 0.0), inside, treatment)


def _estimated(scores: FloatArray, weights: FloatArray, inside: NDArray[np.bool_], treatment: str) -> Overdispersion:
    number = np.sum(inside, axis=-1)
    enough = number >= 2
    squares = np.sum(scores**2, axis=-1, where=inside)
    total = np.sum(weights, axis=-1, keepdims=True)
    spread = np.sum(weights * (1 - weights / np.where(total > 0, total, 1)), axis=-1)
    excess = np.maximum(squares - (number - 1), 0) / np.where(enough, spread, 1)
    return Overdispersion(
        np.where(enough, squares / np.maximum(number, 1), np.nan)[()],
        np.where(enough, excess, np.nan)[()],
        number,
        np.where(enough, treatment, "withheld_few_organisations")[()],
    )


def _kept(scores: FloatArray, inside: NDArray[np.bool_], share: float) -> NDArray[np.bool_]:
    """Organisations that are neither in the lowest nor in the highest of 1 / share groups of ranks, as SHMI forms them."""
    if scores.shape[-1] == 0:
        return inside
    ranks = np.asarray(stats.rankdata(np.where(inside, scores, np.inf), axis=-1), dtype=np.float64)
    place = ranks / (np.sum(inside, axis=-1, keepdims=True) + 1)
    return np.asarray(~below(place, share) & below(place, 1 - share))


def _pulled_in(scores: FloatArray, inside: NDArray[np.bool_], share: float) -> FloatArray:
    if scores.shape[-1] == 0:
        return scores
    ordered = np.sort(np.where(inside, scores, np.inf), axis=-1)
    last = np.maximum(np.sum(inside, axis=-1, keepdims=True) - 1, 0)
    ordered = np.where(np.arange(scores.shape[-1]) <= last, ordered, 0.0)
    ordered[~np.isfinite(ordered)] = 0.0
    return np.clip(scores, _quantile(ordered, last, share), _quantile(ordered, last, 1 - share))


def _quantile(ordered: FloatArray, last: NDArray[np.int64], probability: float) -> FloatArray:
    place = last * probability
    before = np.floor(place).astype(np.int64)
    low, high = (np.take_along_axis(ordered, np.minimum(each, last), axis=-1) for each in (before, before + 1))
    return np.asarray(low + (place - before) * (high - low), dtype=np.float64)


def _finite(z: ArrayLike, inside: NDArray[np.bool_]) -> FloatArray:
    scores = domains.measured("z", z, within=1e150, where=inside)
    scores, within = np.broadcast_arrays(scores, inside)
    if np.isnan(scores[within]).any():
        raise ValueError("z must be numbers where an organisation belongs; found nan: mark the cell with where=False")
    return np.where(within, scores, 0.0)
