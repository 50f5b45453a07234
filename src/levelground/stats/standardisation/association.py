"""Whether group and event go together in any of many strata: the test of Cochran, Mantel and Haenszel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats.intervals import FloatArray, MethodArray
from levelground.stats.standardisation import bands
from levelground.stats.standardisation.strata import checked_strata


class PooledTest(NamedTuple):
    """The test of no association in any stratum, for each setting."""

    statistic: FloatArray
    """Chi-squared with one degree of freedom; NaN where it is withheld."""
    p_value: FloatArray
    """0 to 1; NaN where it is withheld."""
    method: MethodArray
    """``mantel_haenszel``, ``mantel_haenszel_continuity``, or why it is withheld."""


def mantel_haenszel_test(
    events: ArrayLike,
    trials: ArrayLike,
    reference_events: ArrayLike,
    reference_trials: ArrayLike,
    *,
    continuity: bool = True,
    where: ArrayLike = True,
) -> PooledTest:
    r"""The test of Cochran, Mantel and Haenszel: no association between group and event in any stratum.

    With a events among the group's :math:`n_1`, m events and T people in all of a stratum:

    .. math:: X^2 = \frac{\left(\left|\sum (a - n_1 m / T)\right| - \tfrac12\right)^2}{\sum n_1 n_0 m (T - m) / \left(T^2 (T - 1)\right)}

    0 is just what is expected. The half is the correction for continuity; nothing is taken off where the difference is smaller than that.
    Where no stratum has both groups and both outcomes there is no test (NaN).

    Parameters
    ----------
    events, trials, reference_events, reference_trials, where : array_like
        As for `pooled_odds_ratio`.
    continuity : bool
        Whether to correct for continuity.

    Returns
    -------
    PooledTest
        One of each for every setting: the broadcast shape without the strata.

    Raises
    ------
    ValueError, TypeError
        As `pooled_odds_ratio`.

    References
    ----------
    Mantel N, Haenszel W. Journal of the National Cancer Institute 1959; 22: 719-748.

    Examples
    --------
    The rabbits of `pooled_odds_ratio`; R's manual page says p = 0.047:

    >>> found = mantel_haenszel_test([0, 3, 6, 5, 2], [6, 6, 6, 6, 2], [0, 0, 2, 6, 5], [5, 6, 6, 6, 5])
    >>> f"{found.p_value:.3f}"
    '0.047'
    """
    if not isinstance(continuity, bool | np.bool_):
        raise TypeError(f"continuity must be True or False; found {type(continuity).__name__}")
    strata = checked_strata(events, trials, reference_events, reference_trials, where)
    a, n1, c, n0 = strata
    off = np.abs(strata.pooled(a * n0 - c * n1))
    happened = a + c
    spread = bands.divided(n1 * n0 * happened * (strata.total - happened), strata.total**2 * np.maximum(strata.total - 1, 1)).sum(axis=-1)
    correction = np.where(off >= 0.5, 0.5, 0.0) if continuity else 0.0
    statistic = bands.divided((off - correction) ** 2, spread)
    name = "mantel_haenszel_continuity" if continuity else "mantel_haenszel"
    method = np.where(spread == 0, "withheld_no_informative_stratum", name)
    return PooledTest(
        bands.shown(statistic, method), bands.shown(np.asarray(special.chdtrc(1.0, statistic), dtype=np.float64), method), method[()]
    )
