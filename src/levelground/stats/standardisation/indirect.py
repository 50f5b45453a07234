"""Indirectly standardised ratios and rates: a group's events beside those that a reference population's rates would give it."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.rates import EXACT_BELOW, rate_limits
from levelground.stats.standardisation import bands

WITHHELD_NOTHING_EXPECTED: Final = "withheld_no_expected_events"
WITHHELD_NO_REFERENCE: Final = "withheld_no_reference_population"


class IndirectRatio(NamedTuple):
    """Observed over expected events, for each setting."""

    estimate: FloatArray
    """The ratio times `per` (for a rate, times the reference population's crude rate too); NaN where it is withheld."""
    interval: Interval
    """Limits in the unit of the estimate; NaN where it is withheld."""
    events: FloatArray
    """The number of events observed."""
    expected: FloatArray
    """The number of events expected; NaN where the reference has no rate for a band with people."""
    method: MethodArray
    """``exact_poisson`` below 10 events, ``byar`` from 10 on; or why it is withheld."""


def expected_events(
    population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike, *, where: ArrayLike = True
) -> FloatArray:
    r"""The number of events that a group would have if its people of each age had the rates of a reference population.

    .. math:: E = \sum_i n_i \frac{X_i}{N_i}

    0 means that the reference has no events at the ages of the group, or the group no people. NaN means that the reference has no people,
    and so no rate, in a band where the group has some.

    Parameters
    ----------
    population, reference_population : array_like
        People, or person-time, n and N, (..., bands): 0 or more.
    reference_events : array_like
        Whole numbers X, (..., bands).
    where : array_like
        True for the bands that belong to a setting.

    Returns
    -------
    numpy.ndarray
        One number of events for every setting: the broadcast shape without the bands.

    Raises
    ------
    ValueError
        For counts that are negative, not whole or not finite; negative or enormous numbers of people.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    >>> float(expected_events([1000, 500], [20, 100], [10_000, 5_000]))
    12.0
    """
    inside = domains.marks("where", where)
    at_risk = bands.people("population", population, inside)
    theirs = bands.counts("reference_events", reference_events, inside)
    among = bands.people("reference_population", reference_population, inside)
    at_risk, theirs, among = np.broadcast_arrays(at_risk, theirs, among)
    return np.asarray(np.where(at_risk > 0, at_risk * bands.divided(theirs, among, np.nan), 0.0).sum(axis=-1))[()]


def standardised_ratio(events: ArrayLike, expected: ArrayLike, *, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95) -> IndirectRatio:
    r"""Observed events over expected ones: the standardised mortality (or admission, or detention) ratio.

    .. math:: \text{per}\,\frac{O}{E}, \quad \text{per}\,\frac{(L(O),\ U(O))}{E}

    1 (times `per`) is as expected. 0 events give 0 and a lower limit of exactly 0. Where nothing is expected there is no ratio, whatever
    was observed: it is withheld (NaN). The limits take the expected number as known.

    Parameters
    ----------
    events : array_like
        Whole numbers O, 0 or more; no bands: one for each setting.
    expected : array_like
        Expected events E, 0 or more; NaN, as `expected_events` gives it, is withheld.
    per : array_like
        The multiplier: 100 for a ratio where 100 is as expected, or a reference rate for an indirectly standardised rate.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    IndirectRatio
        One of each for every setting, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not whole or not finite; negative expected events; confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Exact below 10 events, Byar's limits from 10 on: the coverage is that of `rates.rate_interval`. Two such ratios of different groups have
    different weights, those of each group's own ages: compare each with 1, or take `direct_rate_ratio`.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    The Welsh nickel workers of R's manual page on `poisson.test`: 137 deaths where 24.19893 were expected. The ratio there is 5.661407, the
    exact limits 4.753125 and 6.692709; these are Byar's:

    >>> found = standardised_ratio(137, 24.19893)
    >>> f"{found.estimate:.6f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})"
    '5.661407 (4.753 to 6.693)'
    """
    observed = domains.counts("events", events)
    looked_for = domains.measured("expected", expected)
    known = ~np.isnan(looked_for)
    domains.not_negative("expected", looked_for, where=known)
    looked_for = np.where(looked_for < 1 / domains.LARGEST, 0.0, looked_for)
    multiplier, tail = domains.positive("per", per), domains.upper_tail(confidence)
    observed, looked_for, multiplier, tail = np.broadcast_arrays(observed, looked_for, multiplier, tail)
    return _ratio(observed, looked_for, multiplier, tail)


def indirect_ratio(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> IndirectRatio:
    """Observed over expected events, both added up over age bands.

    What 0 and NaN mean: as for `standardised_ratio` of the total and of `expected_events`. Where only the total of
    events is known, use these two.

    Parameters
    ----------
    events : array_like
        Whole numbers, (..., bands).
    population, reference_events, reference_population, where : array_like
        As for `expected_events`.
    per, confidence : array_like
        As for `standardised_ratio`.

    Returns
    -------
    IndirectRatio
        One of each for every setting: the broadcast shape without the bands.

    Raises
    ------
    ValueError, TypeError
        As `expected_events` and `standardised_ratio`.

    References
    ----------
    As for `standardised_ratio`.

    Examples
    --------
    >>> found = indirect_ratio([3, 9], [1000, 500], [20, 100], [10_000, 5_000], per=100)
    >>> float(found.estimate), float(found.expected), str(found.method)
    (100.0, 12.0, 'byar')
    """
    totals, _ = _settled(events, population, reference_events, reference_population, where)
    return standardised_ratio(*totals, per=per, confidence=confidence)


def indirect_rate(
    events: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> IndirectRatio:
    r"""The indirectly standardised rate: `indirect_ratio` times the crude rate of the reference population.

    .. math:: \text{per}\,\frac{O}{E}\cdot\frac{\sum_i X_i}{\sum_i N_i}

    0 and NaN: as for `indirect_ratio`.

    The other Parameters, Returns and Raises: as for `indirect_ratio`.

    Parameters
    ----------
    per : array_like
        The rate's multiplier: 100,000 for a rate per 100,000.

    References
    ----------
    As for `standardised_ratio`.

    Examples
    --------
    >>> found = indirect_rate([3, 9], [1000, 500], [20, 100], [10_000, 5_000], per=1000)
    >>> float(found.estimate)
    8.0
    """
    totals, crude = _settled(events, population, reference_events, reference_population, where)
    found = standardised_ratio(*totals, per=per, confidence=confidence)
    lower, upper = (limit * crude for limit in found.interval)
    return found._replace(estimate=found.estimate * crude, interval=Interval(lower, upper))


def _settled(
    events: ArrayLike, population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike, where: ArrayLike
) -> tuple[tuple[FloatArray, FloatArray], FloatArray]:
    """Observed and expected events of each setting, and the crude rate of its reference."""
    inside = domains.marks("where", where)
    cells = np.broadcast_arrays(
        bands.counts("events", events, inside),
        bands.people("population", population, inside),
        bands.counts("reference_events", reference_events, inside),
        bands.people("reference_population", reference_population, inside),
    )
    observed, _, theirs, among = (cell.sum(axis=-1) for cell in cells)
    crude = bands.divided(theirs, among, np.nan)
    return (observed, expected_events(*cells[1:])), crude


def _ratio(events: FloatArray, expected: FloatArray, per: FloatArray, tail: FloatArray) -> IndirectRatio:
    method = np.select(
        [np.isnan(expected), expected == 0, events < EXACT_BELOW],
        [WITHHELD_NO_REFERENCE, WITHHELD_NOTHING_EXPECTED, "exact_poisson"],
        "byar",
    )
    among = np.where(expected > 0, expected, 1.0)
    lower, upper = rate_limits(events, among, per, tail)
    return IndirectRatio(
        bands.shown(events / among * per, method),
        interval(bands.shown(lower, method), bands.shown(upper, method)),
        events[()],
        expected[()],
        method[()],
    )
