"""How many events each group can be expected to have in a period, and how often that is too few to show or to judge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.borders import ROUNDING
from levelground.stats.intervals import FloatArray


class CountsExpected(NamedTuple):
    """An element for each group and period."""

    expected: FloatArray
    """Events expected."""
    none: FloatArray
    """The chance of no event at all, 0 to 1."""
    too_few: FloatArray
    """The chance of fewer than `least` events, 0 to 1."""
    periods: FloatArray
    """Whole periods to put together until `least` events are expected; `inf` where none ever is."""


def expected_counts(rate: ArrayLike, exposure: ArrayLike, *, least: int = 10) -> CountsExpected:
    r"""The events expected in a period, and the chance that there are too few.

    .. math:: \mu = r t, \quad P(X = 0) = e^{-\mu}, \quad P(X < k) = \sum_{x < k} e^{-\mu} \mu^x / x!, \quad \lceil k / \mu \rceil

    A rate of 0 expects nothing: 0, with a chance of 1 for none and for too few. No result is NaN.

    Parameters
    ----------
    rate : array_like
        Events per unit of exposure in one period, 0 or more.
    exposure : array_like
        Above 0: people, bed days, person-years of each group in one period.
    least : int
        How many events are enough, 1 or more. 10 is where a standardised rate is no longer withheld.

    Returns
    -------
    CountsExpected
        In the broadcast shape of the arguments.

    Raises
    ------
    ValueError
        For rates that are negative or not finite, exposure that is not above 0, a product above 1e300, `least` below 1.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    Events are taken as Poisson. Where they come in clusters, too few is likelier than this.

    References
    ----------
    Altman DG. Practical Statistics for Medical Research, 1991, chapter 4 (the Poisson distribution).

    Examples
    --------
    Bortkiewicz's 20 years of 10 army corps, 0.61 deaths by horse kick a corps and year: 108.7 of the 200 are expected to have none.

    >>> found = expected_counts(0.61, 1, least=3)
    >>> f"{200 * found.none:.1f}, {found.periods:.0f}"
    '108.7, 5'
    """
    least = domains.whole("least", least, least=1)
    rates, exposures = np.broadcast_arrays(domains.not_negative("rate", rate), domains.positive("exposure", exposure))
    with np.errstate(over="ignore"):
        mean = domains.not_negative("rate times exposure", rates * exposures)
        periods = np.ceil(np.divide(least, mean, out=np.full(mean.shape, np.inf), where=mean > 0) * (1 - ROUNDING))
    return CountsExpected(mean[()], np.exp(-mean)[()], np.asarray(special.pdtr(least - 1, mean))[()], periods[()])
