"""The power of comparing one group with a standard that is known without error: a target, a national figure, a long baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.detection.power import Power, power_of_test


def standard_proportion_power(proportion: ArrayLike, standard: ArrayLike, trials: ArrayLike, *, confidence: ArrayLike = 0.95) -> Power:
    r"""The chance that the two-sided test finds a proportion to differ from a standard.

    .. math:: \Phi\!\left(\frac{|p - p_0| - z s_0}{s_1}\right) + \Phi\!\left(\frac{-|p - p_0| - z s_0}{s_1}\right), \quad
              s_0 = \sqrt{p_0 (1 - p_0) / n}, \; s_1 = \sqrt{p (1 - p) / n}

    It is the test that Wilson's interval turns round: the standard lies outside the interval of the proportion. A standard of 0 or 1 leaves
    nothing to test: NaN.

    The other Parameters, Returns and Raises: as for `proportions_power`.

    Parameters
    ----------
    standard : array_like
        What the proportion is compared with, 0 to 1.

    Notes
    -----
    Held against the exact power (all outcomes of the binomial): within 0.05 from 20 expected events and non-events on. A standard
    that was itself measured is less certain than this takes it to be: compare two groups then.

    References
    ----------
    Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd edition, 2003, chapter 2 (the single proportion).

    Examples
    --------
    50% where the standard is 30%, with the 50 that Chow, Shao and Wang (Sample Size Calculations in Clinical Research, chapter 4) take
    for a power of 80%, by a test with another standard error:

    >>> f"{standard_proportion_power(0.5, 0.3, 50).estimate:.2f}"
    '0.85'
    """
    true, known, size, tail = np.broadcast_arrays(
        domains.not_negative("proportion", proportion, most=1),
        domains.not_negative("standard", standard, most=1),
        domains.trials("trials", trials),
        domains.upper_tail(confidence),
    )
    spreads = np.sqrt(known * (1 - known) / size), np.sqrt(true * (1 - true) / size)
    likely = np.minimum(np.minimum(known, 1 - known), np.minimum(true, 1 - true))
    return power_of_test(np.abs(true - known), *spreads, tail, size * likely)


def standard_rate_power(rate: ArrayLike, standard: ArrayLike, exposure: ArrayLike, *, confidence: ArrayLike = 0.95) -> Power:
    r"""The chance that the two-sided test finds a rate to differ from a standard.

    .. math:: \Phi\!\left(\frac{|r - r_0| - z s_0}{s_1}\right) + \Phi\!\left(\frac{-|r - r_0| - z s_0}{s_1}\right), \quad
              s_0 = \sqrt{r_0 / t}, \; s_1 = \sqrt{r / t}

    A standard of 0 leaves nothing to test: NaN.

    The other Parameters, Returns and Raises: as for `rates_power`.

    Parameters
    ----------
    standard : array_like
        What the rate is compared with, per unit of exposure, 0 or more.

    Notes
    -----
    As for `standard_proportion_power`.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II, 1987, section 7.2 (the power of comparisons with standard rates).

    Examples
    --------
    A standard that expects 100 events, and a group with 1.3 times its rate:

    >>> f"{standard_rate_power(1.3, 1.0, 100).estimate:.2f}"
    '0.82'
    """
    true, known, time, tail = np.broadcast_arrays(
        domains.not_negative("rate", rate),
        domains.not_negative("standard", standard),
        domains.positive("exposure", exposure),
        domains.upper_tail(confidence),
    )
    with np.errstate(over="ignore", under="ignore"):
        least = domains.not_negative("rate times exposure", np.minimum(true, known) * time)
    return power_of_test(np.abs(true - known), np.sqrt(known / time), np.sqrt(true / time), tail, least)
