"""Life expectancy from deaths and people by age: Chiang's abridged life table, the interval of Silcocks and others."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.standardisation import bands

WIDTHS_TO_85: Final = (1, 4, *(5,) * 16)
"""Years in each closed band of 0, 1 to 4, 5 to 9 and so on to 80 to 84, before 85 and over: 19 bands."""
WIDTHS_TO_90: Final = (*WIDTHS_TO_85, 5)
"""The same to 85 to 89, before 90 and over: 20 bands."""
SMALL_POPULATION: Final = 5_000
"""A population of this many people or fewer has no life expectancy: the rule of England's public health profiles (Fingertips)."""
WIDEST: Final = 20.0
"""A life expectancy whose 95% interval is wider than this many years is withheld: the rule of the same profiles."""
WITHHELD_EMPTY_BAND: Final = "withheld_no_people_in_a_band"
WITHHELD_MORE_DEATHS: Final = "withheld_more_deaths_than_people"
WITHHELD_SMALL: Final = "withheld_small_population"
WITHHELD_NO_LAST_DEATHS: Final = "withheld_no_deaths_in_last_band"
WITHHELD_WIDE: Final = "withheld_wide_interval"


class LifeExpectancy(NamedTuple):
    """Years that people of each age are expected still to live, at the death rates of the period."""

    estimate: FloatArray
    """Years from the start of each band, (..., bands); the first is life expectancy at birth. NaN where it is withheld."""
    interval: Interval
    """Limits in years, (..., bands); NaN where it is withheld."""
    standard_error: FloatArray
    """In years, (..., bands); NaN where it is withheld."""
    population: FloatArray
    """People of that age and over, (..., bands)."""
    deaths: FloatArray
    """Deaths at that age and over, (..., bands)."""
    method: MethodArray
    """``chiang_silcocks``, or why it is withheld, (..., bands)."""


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    *,
    widths: ArrayLike = WIDTHS_TO_90,
    lived: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    small_population: float = SMALL_POPULATION,
    widest: float = WIDEST,
) -> LifeExpectancy:
    r"""Period life expectancy at the start of each age band, by Chiang's second method, with the interval of Silcocks and others.

    With the death rate :math:`M_i = d_i / n_i` of a band of :math:`w_i` years, of which those who die in it live the fraction
    :math:`a_i`, the probability of dying in it and the years still to live are

    .. math:: q_i = \frac{w_i M_i}{1 + w_i (1 - a_i) M_i}, \quad
              e_i = w_i (1 - q_i + a_i q_i) + (1 - q_i)\, e_{i+1}, \quad e_\text{last} = \frac{1}{M_\text{last}}

    and the variances

    .. math:: V_i = \frac{q_i^2 (1 - q_i)}{d_i}\left((1 - a_i) w_i + e_{i+1}\right)^2 + (1 - q_i)^2\, V_{i+1}, \quad
              V_\text{last} = \frac{1}{d_\text{last} M_\text{last}^2}

    No deaths in a closed band: nobody dies there (q is 0), and the band adds nothing to the variance. No deaths in the last, open band:
    people there would live for ever; every age is withheld. Where the death rate is so high that q would be above 1, everybody dies in
    the band: q is 1.

    Parameters
    ----------
    deaths : array_like
        Whole numbers, (..., bands), the last band being open.
    population : array_like
        People, or person-years where the deaths are of several years, (..., bands): 0 or more.
    widths : array_like
        Years in each closed band, (bands - 1,): `WIDTHS_TO_90` for 20 bands, `WIDTHS_TO_85` for 19, or any others.
    lived : array_like, optional
        The fraction of each closed band that those who die in it live, (bands - 1,). Without it 0.1 for a first band of one year, else 0.5.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    small_population : float
        Withheld where all bands together have this many people or fewer; 0 withholds none for its size.
    widest : float
        Withheld at the ages where the 95% interval, whatever `confidence`, is wider than this many years; `inf` withholds none.

    Returns
    -------
    LifeExpectancy
        One of each for every setting and band, in the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For counts that are negative, not whole or not finite; negative people; widths that do not fit the bands; confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    A whole setting is withheld for a band without people, more deaths than people in a band, a small population, and no deaths in the last
    band; the method id says which. A simulation by Eayres and Williams found the standard error sound from 5,000 people on. It is of the
    death rates of the period: no forecast for anybody. Compare places and groups only by tables that end at the same age.

    References
    ----------
    Chiang CL. The life table and its applications. Krieger 1984: 153-168 (the variances).
    Silcocks PBS, Jenner DA, Reza R. Life expectancy as a summary of mortality in a population. Journal of Epidemiology and Community Health
    2001; 55: 38-43.
    Eayres D, Williams ES. Evaluation of methodologies for small area life expectancy estimation. Journal of Epidemiology and Community
    Health 2004; 58: 243-249.

    Examples
    --------
    A made-up place of 26,538 people, for which PHEindicatormethods 2.1.0 gives 85.0082 (82.5310 to 87.4854):

    >>> deaths = [3, 0, 0, 0, 0, 3, 3, 0, 0, 0, 1, 5, 5, 4, 21, 13, 21, 10, 82, 28]
    >>> people = [1370, 911, 1365, 2008, 543, 746, 1557, 1080, 2182, 1581, 784, 3041, 2252, 2150, 1803, 808, 711, 317, 1105, 224]
    >>> found = life_expectancy(deaths, people)
    >>> f"{found.estimate[0]:.4f} ({found.interval.lower[0]:.4f} to {found.interval.upper[0]:.4f})"
    '85.0082 (82.5310 to 87.4854)'
    """
    years, fraction = _table(widths, lived)
    died, at_risk = np.broadcast_arrays(bands.counts("deaths", deaths, True), bands.people("population", population, True))
    if died.shape[-1] != years.size + 1:
        raise ValueError(f"widths must have one number fewer than there are bands; found {years.size} for {died.shape[-1]} bands")
    tail = domains.upper_tail(confidence)[..., np.newaxis]
    shape = (*np.broadcast_shapes(died.shape[:-1], tail.shape[:-1]), died.shape[-1])
    died, at_risk = np.broadcast_to(died, shape), np.broadcast_to(at_risk, shape)
    for name, value in (("small_population", small_population), ("widest", widest)):
        domains.not_negative(name, value, most=np.inf)
    withheld = _withheld(died, at_risk, small_population)
    years_left, variance = _life_table(died, at_risk, years, fraction)
    error = np.sqrt(variance)
    wide = 2 * domains.normal_quantile(np.asarray(0.025)) * error > widest
    method = np.where(withheld == "", np.where(wide, WITHHELD_WIDE, "chiang_silcocks"), withheld)
    half = domains.normal_quantile(tail) * error
    return LifeExpectancy(
        bands.shown(years_left, method),
        interval(bands.shown(years_left - half, method), bands.shown(years_left + half, method)),
        bands.shown(error, method),
        _at_and_over(at_risk),
        _at_and_over(died),
        method,
    )


def _table(widths: ArrayLike, lived: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    years = np.atleast_1d(domains.positive("widths", widths, most=domains.LARGEST))
    if lived is None:
        first = (np.arange(years.size) == 0) & (years == 1)
        return years, np.where(first, 0.1, 0.5)
    fraction = domains.not_negative("lived", lived, most=1)
    return years, np.broadcast_to(fraction, years.shape)


def _withheld(deaths: FloatArray, population: FloatArray, small_population: float) -> MethodArray:
    """Why a setting is withheld at every age, (..., 1); empty where it is not."""
    reasons = [
        (population == 0).any(axis=-1, keepdims=True),
        (deaths > population).any(axis=-1, keepdims=True),
        population.sum(axis=-1, keepdims=True) <= small_population,
        deaths[..., -1:] == 0,
    ]
    return np.select(reasons, [WITHHELD_EMPTY_BAND, WITHHELD_MORE_DEATHS, WITHHELD_SMALL, WITHHELD_NO_LAST_DEATHS], "")


def _life_table(deaths: FloatArray, population: FloatArray, years: FloatArray, lived: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Years still to live at the start of each band and their variance, from the last band back to the first."""
    rate = bands.divided(deaths, population)
    left, variance = np.zeros(deaths.shape), np.zeros(deaths.shape)
    left[..., -1] = bands.divided(np.ones_like(rate[..., -1]), rate[..., -1])
    variance[..., -1] = bands.divided(left[..., -1] ** 2, deaths[..., -1])
    for band in range(years.size - 1, -1, -1):
        width, part = years[band], lived[band]
        dying = np.minimum(width * rate[..., band] / (1 + width * (1 - part) * rate[..., band]), 1.0)
        surviving, after = 1 - dying, left[..., band + 1]
        left[..., band] = width * (surviving + part * dying) + surviving * after
        own = bands.divided(dying**2 * surviving, deaths[..., band])
        variance[..., band] = own * ((1 - part) * width + after) ** 2 + surviving**2 * variance[..., band + 1]
    return left, variance


def _at_and_over(values: FloatArray) -> FloatArray:
    return np.asarray(values[..., ::-1].cumsum(axis=-1)[..., ::-1])
