"""Shrunken levels: small groups drawn towards the level of all groups, each beside its raw figure."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray
from levelground.stats.multiplicity.hierarchies import (
    STEPS,
    BetaBinomial,
    CountedGroups,
    GammaPoisson,
    Hierarchy,
    Posterior,
    known_prior,
    learnt_prior,
)
from levelground.stats.parts import in_parts
from levelground.stats.proportions import wilson
from levelground.stats.rates import rate_limits

FEWEST_GROUPS: Final = 3
"""With fewer groups nothing can be learnt of how much they differ."""


class ShrunkenLevels(NamedTuple):
    """Groups (last axis) of each indicator, raw and shrunken side by side: neither is to be shown without the other."""

    raw: FloatArray
    """The raw figure, times `per`; NaN outside `where`."""
    raw_interval: Interval
    """Its own interval: of `rate_interval`, or Wilson's."""
    shrunken: FloatArray
    """The figure drawn towards `prior_mean`, times `per`; NaN where withheld."""
    interval: Interval
    """The shrunken figure's interval, with the uncertainty of the prior in it; NaN where withheld."""
    own_share: FloatArray
    """How much of the shrunken figure is the group's own: 0 (nothing) to 1 (all of it)."""
    prior_mean: FloatArray
    """What figures are drawn towards, times `per`, one for each indicator (last axis of length 1)."""
    method: MethodArray
    """``gamma_poisson`` or ``beta_binomial``, ``given_prior``, ``left_out`` outside `where`, or why the figure is withheld:
    ``withheld_few_groups`` (fewer than 3), ``withheld_no_events`` (in any group), ``withheld_all_events`` (every trial)."""


def shrunken_rate(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    per: float = 1.0,
    confidence: float = 0.95,
    prior: tuple[ArrayLike, ArrayLike] | None = None,
    where: ArrayLike = True,
) -> ShrunkenLevels:
    r"""Rates of groups, or observed / expected ratios, drawn towards the common rate as far as their own events are few.

    .. math:: x_i \sim \text{Poisson}(t_i \lambda_i), \quad \lambda_i \sim \Gamma(m b,\ b), \qquad
              \mathrm{E}(\lambda_i) = \frac{x_i + m b}{t_i + b}

    The prior's mean m and strength b are learnt from all groups, each possible b weighed by its likelihood. The interval is that of
    the gamma distribution with the mean and the variance of this mixture. A group with 0 events gets a figure above 0.

    Parameters
    ----------
    events : array_like (..., groups)
        Whole numbers, 0 or more.
    exposure : array_like (..., groups)
        People, person-time, or expected events: above 0.
    per : float
        The rate's multiplier.
    confidence : float
        A fraction between 0 and 1.
    prior : pair of array_like (...), optional
        Mean (of events per one unit of exposure) and strength (in units of exposure), each above 0, when they are known: nothing is
        then learnt from the groups, and one group is enough.
    where : array_like of bool
        False for cells that hold no group; they change nothing.

    Returns
    -------
    ShrunkenLevels
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For events that are not whole numbers of 0 or more, exposure, per or prior that is not above 0, confidence outside (0, 1).
    TypeError
        For text, booleans, objects and masked arrays.

    Notes
    -----
    Withheld with fewer than 3 groups and with no events at all. The figures are better on average over the groups than the raw ones;
    for one group that truly is far from all others they are drawn the wrong way, which is why the raw figure stands beside them.
    Intervals cover the truth in about `confidence` of the groups when levels are spread as the model says, not in each group.

    References
    ----------
    Christiansen CL, Morris CN. Hierarchical Poisson regression modeling. Journal of the American Statistical Association 1997; 92: 618-632.
    Clayton D, Kaldor J. Biometrics 1987; 43: 671-681.
    Gelman A, Carlin JB, Stern HS, et al. Bayesian Data Analysis, 3rd edition, 2013 (section 2.7).

    Examples
    --------
    Deaths of kidney cancer among 1,000 people over 10 years, with the prior of Gelman's example, gamma(20, 430,000): 0, 1 and 2 deaths
    have raw rates of 0, 10 and 20 per 100,000 a year.

    >>> found = shrunken_rate([0, 1, 2], 10_000, per=100_000, prior=(20 / 430_000, 430_000))
    >>> found.raw.round(2).tolist(), found.shrunken.round(2).tolist()
    ([0.0, 10.0, 20.0], [4.55, 4.77, 5.0])
    """
    inside = domains.marks("where", where)
    groups = _cells(domains.counts("events", _filled(events, inside, 0)), exposure, inside, "exposure")
    scale, tail = float(domains.positive("per", per, most=domains.LARGEST)), domains.upper_tail(confidence)
    found, why = _posterior(GammaPoisson, groups, prior, "gamma_poisson")
    raw_limits = rate_limits(groups.events, groups.size, *(np.full(groups.size.shape, float(each)) for each in (scale, tail)))
    shape, rate = found.mean**2 / found.variance, found.mean / found.variance
    lower, upper = (np.asarray(each(shape, tail) / rate, dtype=np.float64) for each in (special.gammaincinv, special.gammainccinv))
    return _shown(groups, raw_limits, found, Interval(lower, upper), why, per=scale)


def shrunken_proportion(
    events: ArrayLike,
    trials: ArrayLike,
    *,
    confidence: float = 0.95,
    prior: tuple[ArrayLike, ArrayLike] | None = None,
    where: ArrayLike = True,
) -> ShrunkenLevels:
    r"""Proportions of groups drawn towards the common proportion as far as their own trials are few.

    .. math:: x_i \sim \text{Binomial}(n_i, p_i), \quad p_i \sim \text{Beta}(m b,\ (1 - m) b), \qquad
              \mathrm{E}(p_i) = \frac{x_i + m b}{n_i + b}

    As for `shrunken_rate`; the interval is that of the beta distribution with the mean and the variance of the mixture.

    Parameters
    ----------
    events, trials : array_like (..., groups)
        Whole numbers, `trials` 1 or more and no fewer than `events`.
    confidence, where
        As for `shrunken_rate`.
    prior : pair of array_like (...), optional
        Mean (above 0 and below 1) and strength (in trials) when they are known: 0.14 and 10 for Beta(1.4, 8.6).

    Returns
    -------
    ShrunkenLevels
        Proportions, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `wilson_interval` and `shrunken_rate`.

    Notes
    -----
    Withheld as `shrunken_rate`, and when every trial of every group is an event.

    References
    ----------
    Gelman A, Carlin JB, Stern HS, et al. Bayesian Data Analysis, 3rd edition, 2013 (section 5.1).
    Morris CN. Journal of the American Statistical Association 1983; 78: 47-55.

    Examples
    --------
    Tumours in 4 of 14 rats, raw 28.6%, with the prior that Gelman takes from 70 earlier experiments, Beta(1.4, 8.6): his posterior
    mean is 0.223, with a standard deviation of 0.083 (from unrounded values; 5.4 of 24 here).

    >>> found = shrunken_proportion([4], [14], prior=(0.14, 10))
    >>> f"{found.raw[0]:.3f} {found.shrunken[0]:.3f} {found.own_share[0]:.2f}"
    '0.286 0.225 0.58'
    """
    inside = domains.marks("where", where)
    checked = domains.events_of_trials(_filled(events, inside, 0), _filled(trials, inside, 1))
    groups = _cells(checked[0], checked[1], inside, "trials")
    tail = domains.upper_tail(confidence)
    found, why = _posterior(BetaBinomial, groups, prior, "beta_binomial")
    precision = np.maximum(found.mean * (1 - found.mean) / found.variance - 1, 1e-6)
    first, second = found.mean * precision, (1 - found.mean) * precision
    lower, upper = (np.asarray(each(first, second, tail), dtype=np.float64) for each in (special.betaincinv, special.betainccinv))
    return _shown(groups, wilson(groups.events, groups.size, tail), found, Interval(lower, upper), why, per=1.0)


def _filled(values: ArrayLike, inside: NDArray[np.bool_], filler: int) -> ArrayLike:
    """Cells outside hold a valid number."""
    cells = domains.not_negative("events" if filler == 0 else "trials", values, where=inside)
    return np.where(inside, cells, float(filler))


def _cells(events: FloatArray, size: ArrayLike, inside: NDArray[np.bool_], name: str) -> CountedGroups:
    people = domains.positive(name, np.where(inside, domains.not_negative(name, size, where=inside), 1.0), most=domains.LARGEST)
    happened, people, inside = np.broadcast_arrays(events, people, inside)
    if happened.ndim == 0:
        raise ValueError("events must have an axis of groups; found a single number")
    return CountedGroups(happened, people, inside)


def _posterior(
    model: Hierarchy, groups: CountedGroups, prior: tuple[ArrayLike, ArrayLike] | None, name: str
) -> tuple[Posterior, MethodArray]:
    events, size, inside = groups
    if prior is not None:
        mean, strength = (
            domains.positive(f"prior {part}", each, most=domains.LARGEST)[..., np.newaxis]
            for part, each in zip(("mean", "strength"), prior, strict=True)
        )
        if model is BetaBinomial:
            domains.between("prior mean", mean, np.zeros(()), np.nextafter(np.ones(()), 0))
        return known_prior(model, groups, mean, strength), np.where(inside, "given_prior", "left_out")
    if events.shape[-1] == 0:
        return Posterior(events, events, events, np.full((*events.shape[:-1], 1), np.nan)), np.full(events.shape, name)
    total, possible = (np.sum(each, axis=-1, keepdims=True, where=inside) for each in (events, size))
    few, none = np.sum(inside, axis=-1, keepdims=True) < FEWEST_GROUPS, total == 0
    every = (total == possible) & (model is BetaBinomial)
    withheld = few | none | every
    # a setting that is withheld is worked on as if it had two halves, so that its numbers are valid; they are not shown
    usable = CountedGroups(np.where(withheld, 0.5, events), np.where(withheld, 1.0, size), inside | withheld)
    why = np.select(
        [few & inside, none & inside, every & inside, inside],
        ["withheld_few_groups", "withheld_no_events", "withheld_all_events", name],
        "left_out",
    )
    cells = events.shape[-1] + STEPS
    return in_parts(lambda *cells: learnt_prior(model, CountedGroups(*cells)), events.shape[:-1], *usable, cells_each=cells), why


def _shown(
    groups: CountedGroups, raw_limits: Interval, found: Posterior, limits: Interval, why: MethodArray, *, per: float
) -> ShrunkenLevels:
    inside = groups.inside
    withheld = np.char.startswith(why, "withheld") | ~inside
    lower, upper, level, share = (np.where(withheld, np.nan, each) for each in (*limits, found.mean, found.own_share))
    own = Interval(*(np.where(inside, each, np.nan) for each in raw_limits))
    learnt = np.any(~withheld, axis=-1, keepdims=True)
    return ShrunkenLevels(
        np.where(inside, groups.events / groups.size * per, np.nan),
        own,
        level * per,
        Interval(lower * per, upper * per),
        share,
        np.where(learnt, found.prior_mean * per, np.nan),
        why,
    )
