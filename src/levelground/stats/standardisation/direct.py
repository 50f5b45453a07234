"""Directly standardised rates: a group's own rates by age, weighted by a standard population; Dobson's interval."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, by_element, interval
from levelground.stats.rates import EXACT_BELOW, rate_limits
from levelground.stats.standardisation import bands

LEAST_EVENTS: Final = 10
"""Fewer events than this, and the rate is withheld: the rule of England's public health profiles (Fingertips)."""
LIMITS: Final = ("dobson", "fay_feuer")
PHE: Final = "phe-2.1.0"
"""The intervals from 10 events on."""
WITHHELD_NO_STANDARD: Final = "withheld_no_standard_population"
WITHHELD_EMPTY_BAND: Final = "withheld_no_people_in_a_band"
WITHHELD_FEW_EVENTS: Final = "withheld_few_events"


class DirectRate(NamedTuple):
    """A directly standardised rate for each setting."""

    estimate: FloatArray
    """The rate per `per`; NaN where it is withheld."""
    interval: Interval
    """Limits of the rate per `per`; NaN where it is withheld."""
    standard_error: FloatArray
    """Of the rate, per `per`: the root of the variance, not what the limits are made of; NaN where it is withheld."""
    events: FloatArray
    """The total number of events in bands that have a weight."""
    method: MethodArray
    """``dobson_byar``, ``fay_feuer`` below 10 events or on request, or why it is withheld."""


def direct_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    least_events: int = LEAST_EVENTS,
    limits: str = "dobson",
    where: ArrayLike = True,
    compat: str | None = None,
) -> DirectRate:
    r"""The rate that a group would have if its people were of the ages of a standard population, with Dobson's interval.

    .. math:: \hat\theta = \frac{\sum_i w_i x_i / n_i}{\sum_i w_i}, \quad
              v = \frac{\sum_i w_i^2 x_i / n_i^2}{\left(\sum_i w_i\right)^2}, \quad
              \hat\theta + \sqrt{v / O}\,(L(O) - O), \quad \hat\theta + \sqrt{v / O}\,(U(O) - O)

    where :math:`L(O)` and :math:`U(O)` are Byar's limits of the total count. Below 10 events, where a rate is asked for, the limits are
    those of Fay and Feuer, with the largest weight :math:`w_m` of an event:

    .. math:: \frac{v}{2\hat\theta}\,\chi^2_{\alpha/2;\,2\hat\theta^2/v}, \quad
              \frac{v + w_m^2}{2(\hat\theta + w_m)}\,\chi^2_{1-\alpha/2;\,2(\hat\theta + w_m)^2/(v + w_m^2)}

    Below `least_events` the rate is withheld (NaN). A band with 0 events has a rate of 0; a band without people has no rate, and the
    whole rate is withheld (drop the band with `where`, or join it to the next). A band of weight 0 counts for nothing. A missing count
    is refused: say 0 where none is 0.

    Parameters
    ----------
    events : array_like
        Whole numbers x, (..., bands). There may be more events than people.
    population : array_like
        People, or person-time, n, (..., bands): 0 or more.
    standard : array_like
        The standard population, or weights, w, (..., bands): 0 or more; only their proportions matter.
    per : array_like
        The rate's multiplier, one or one for each setting: 100,000 for a rate per 100,000.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    least_events : int
        Withheld below this many events. 0 shows every rate: no events are then a rate of 0, and its upper limit is 3.69 events (at 95%)
        of the largest weight.
    limits : str
        ``dobson``, or ``fay_feuer`` at every count: wider, and right where weights differ very much.
    where : array_like
        True for the bands that belong to a setting.
    compat : str, optional
        ``phe-2.1.0``: Dobson's lower limit is not cut at 0 (where a band of few people has much of the weight it falls below), and events
        in bands of weight 0 are counted in O.

    Returns
    -------
    DirectRate
        One of each for every setting: the broadcast shape without the bands.

    Raises
    ------
    ValueError
        For counts that are negative, not whole or not finite; negative or enormous people or weights; confidence outside (0, 1); a
        `compat` not known.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Simulated coverage of the 95% interval (19 bands, rates rising steeply with age, populations much younger and much older than the
    standard): 94.5% to 99.5% from 1 to 15 expected events, 94.5% to 96.5% from 20 on; ``fay_feuer`` never under 95%. Where fewer than
    `least_events` are expected, a rate that is shown because chance brought as many is too high, and its interval misses more often.
    Dobson's knows nothing of a band with a large weight, few people and no events. Events are taken as independent: where they are not,
    see `direct_rate_of_repeats`.

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of Poisson parameters. Statistics in Medicine 1991;
    10: 457-462.
    Fay MP, Feuer EJ. Confidence intervals for directly standardized rates: a method based on the gamma distribution. Statistics in Medicine
    1997; 16: 791-801.
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    Down's syndrome among fifth and later births in Michigan, 1950 to 1964, by the age of the mother (Fleiss 1981, table 14.4), weighted by
    all births: Fay and Feuer print 75.5 per 100,000, and the limits 67.7 to 188.3. Almost no fifth births are to mothers under 20, none of
    them a case, but such births weigh much: Dobson's interval does not see it.

    >>> cases, births = [0, 8, 63, 112, 262, 295], [327, 30_666, 123_419, 149_919, 104_088, 34_392]
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> for limits in ("fay_feuer", "dobson"):
    ...     found = direct_rate(cases, births, all_births, per=100_000, limits=limits)
    ...     print(f"{found.estimate:.1f} ({found.interval.lower:.1f} to {found.interval.upper:.1f})")
    75.5 (67.7 to 188.3)
    75.5 (67.6 to 83.9)
    """
    inside = domains.marks("where", where)
    happened, at_risk = bands.counts("events", events, inside), bands.people("population", population, inside)
    weights = bands.people("standard", standard, inside)
    return _standardised(_Counts(happened, happened, 1.0), at_risk, weights, _levels(per, confidence, least_events, limits, compat=compat))


def direct_rate_of_repeats(
    people: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    repeats: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    least_events: int = LEAST_EVENTS,
    limits: str = "dobson",
    where: ArrayLike = True,
    compat: str | None = None,
) -> DirectRate:
    r"""The directly standardised rate of events that one person can have several times, such as admissions or detentions.

    The people are counted by how many events f each of them had. The rate is that of `direct_rate` with :math:`\sum_f f x_f` events; the
    people with f events are a count of its own, so that the variance is

    .. math:: v = \sum_f f^2\, \frac{\sum_i w_i^2 x_{fi} / n_i^2}{\left(\sum_i w_i\right)^2}

    With every f of 1 it is `direct_rate`.

    Parameters
    ----------
    people : array_like
        Whole numbers of people who had f events, (..., frequencies, bands).
    population, standard, where : array_like
        As for `direct_rate`, (..., bands).
    repeats : array_like
        Whole numbers f, (frequencies,), 1 or more: how many events each person of that row had.
    per, confidence : array_like
        As for `direct_rate`.
    least_events : int
        As for `direct_rate`: of events, not of people.
    limits : str
        As for `direct_rate`.
    compat : str, optional
        As for `direct_rate`.

    Returns
    -------
    DirectRate
        As `direct_rate`; the total is of events.

    Raises
    ------
    ValueError, TypeError
        As `direct_rate`; also for `repeats` that do not name each row of `people`.

    Notes
    -----
    Taking repeats as independent makes intervals too narrow: two events each, and they are 0.71 of what they should be.

    References
    ----------
    Eayres D, Wilkinson E, and others. Confidence intervals for directly standardised rates of non-independent events. Public health
    technical guides, Office for Health Improvement and Disparities.
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in Medicine 1991; 10: 457-462.

    Examples
    --------
    Ten people with two events each, beside twenty with one: the same rate, a wider interval.

    >>> twice = direct_rate_of_repeats([[10]], [1000], [1], [2], per=1000)
    >>> once = direct_rate_of_repeats([[20]], [1000], [1], [1], per=1000)
    >>> [f"{each.estimate:.0f} ({each.interval.lower:.1f} to {each.interval.upper:.1f})" for each in (twice, once)]
    ['20 (9.0 to 35.4)', '20 (12.2 to 30.9)']
    """
    times = domains.trials("repeats", repeats)
    inside = domains.marks("where", where)
    each = np.expand_dims(inside, -2) if inside.ndim else inside
    had = bands.counts("people", people, each)
    if had.ndim < 2 or times.shape != had.shape[-2:-1]:
        raise ValueError(f"repeats must have one number for each row of people; found shapes {times.shape} and {had.shape}")
    at_risk, weights = bands.people("population", population, inside), bands.people("standard", standard, inside)
    counts = _Counts(times @ had, times**2 @ had, float(times.max(initial=0)))
    return _standardised(counts, at_risk, weights, _levels(per, confidence, least_events, limits, compat=compat))


class _Levels(NamedTuple):
    per: FloatArray
    tail: FloatArray
    least_events: int
    limits: str
    printed: bool
    """Whether PHEindicatormethods is followed."""


def _levels(per: ArrayLike, confidence: ArrayLike, least_events: int, limits: str, *, compat: str | None) -> _Levels:
    least = domains.whole("least_events", least_events, least=0)
    printed = compat is not None and domains.choice("compat", compat, (PHE,)) == PHE
    return _Levels(domains.positive("per", per), domains.upper_tail(confidence), least, domains.choice("limits", limits, LIMITS), printed)


class _Counts(NamedTuple):
    """Of each band: events, the variance of their number, and the most events that one person can add."""

    events: FloatArray
    variance: FloatArray
    most: float


def _standardised(counts: _Counts, population: FloatArray, standard: FloatArray, levels: _Levels) -> DirectRate:
    events, squares, population, standard = np.broadcast_arrays(counts.events, counts.variance, population, standard)
    total_weight, counted = standard.sum(axis=-1), standard > 0
    weight = bands.divided(bands.divided(standard, total_weight[..., np.newaxis]), population)
    rate, variance = (weight * events).sum(axis=-1), (weight**2 * squares).sum(axis=-1)
    largest = counts.most * weight.max(axis=-1, initial=0)
    total = (events if levels.printed else events * counted).sum(axis=-1)
    rate, variance, largest, total, per, tail = np.broadcast_arrays(rate, variance, largest, total, levels.per, levels.tail)
    reasons = [total_weight == 0, np.any(counted & (population == 0), axis=-1), total < levels.least_events, _gamma(total, levels)]
    chosen = list(np.broadcast_arrays(*reasons, total)[:-1])
    method = np.select(chosen, [WITHHELD_NO_STANDARD, WITHHELD_EMPTY_BAND, WITHHELD_FEW_EVENTS, "fay_feuer"], "dobson_byar")
    lower, upper = by_element(_gamma(total, levels), _fay_feuer, _dobson, rate, variance, largest, total, tail)
    lower = lower if levels.printed else np.maximum(lower, 0)
    return DirectRate(
        bands.shown(per * rate, method),
        interval(bands.shown(per * lower, method), bands.shown(per * upper, method)),
        bands.shown(per * np.sqrt(variance), method),
        total[()],
        method[()],
    )


def _gamma(total: FloatArray, levels: _Levels) -> NDArray[np.bool_]:
    """Where the limits are those of Fay and Feuer."""
    return np.asarray((total < EXACT_BELOW) | (levels.limits == "fay_feuer"))


def _dobson(rate: FloatArray, variance: FloatArray, _largest: FloatArray, total: FloatArray, tail: FloatArray) -> Interval:
    each, one = np.sqrt(variance / total), np.ones_like(total)
    lower, upper = rate_limits(total, one, one, tail)
    return Interval(rate + each * (lower - total), rate + each * (upper - total))


def _fay_feuer(rate: FloatArray, variance: FloatArray, largest: FloatArray, _total: FloatArray, tail: FloatArray) -> Interval:
    """Limits of gamma distributions with the rate's mean and variance, for the upper one with an event of the largest weight more."""
    lower = bands.divided(variance, rate) * special.gammaincinv(bands.divided(rate**2, variance, 1.0), tail)
    more, spread = rate + largest, variance + largest**2
    upper = bands.divided(spread, more) * special.gammainccinv(bands.divided(more**2, spread, 1.0), tail)
    return Interval(np.where(rate == 0, 0.0, lower), np.asarray(upper))
