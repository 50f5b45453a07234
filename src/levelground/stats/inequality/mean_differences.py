"""The mean distance of the groups from the setting's average (MDM), from the best group (MDB) and from a reference group (MDR)."""

from __future__ import annotations

from functools import partial

from numpy.typing import ArrayLike

from levelground.stats.inequality.measures import InequalityMeasure
from levelground.stats.inequality.settings import Groups, checked_settings, places
from levelground.stats.inequality.simulation import THOUSAND_DRAWS, Simulation, simulated_measure
from levelground.stats.intervals import FloatArray


def mean_difference_from_mean(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    weighted: bool,
    standard_errors: ArrayLike | None = None,
    average: ArrayLike | None = None,
    simulation: Simulation = THOUSAND_DRAWS,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The mean distance of the groups from the setting's average (MDMW, MDMU).

    .. math:: MDMW = \sum_j p_j |y_j - \mu|, \quad MDMU = \frac1n \sum_j |y_j - \mu|

    0 is no inequality.

    Parameters
    ----------
    estimates, population, standard_errors, confidence, where : array_like
        As for `between_group_variance`.
    weighted : bool
        True: each person counts the same (MDMW). False: each group does (MDMU), one without people too.
    average : array_like, optional
        As for `index_of_disparity`.
    simulation : Simulation
        Seed, number of draws and highest possible value of the simulated interval.
    compat : str, optional
        ``healthequal-1.0.1``: the interval is 95% whatever `confidence` says.

    Returns
    -------
    InequalityMeasure
        In the unit of the estimates; no standard error. Method: as `between_group_standard_deviation`.

    Raises
    ------
    ValueError, TypeError
        As `between_group_standard_deviation`.

    Notes
    -----
    As for `between_group_standard_deviation`: chance alone drives groups apart.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. Summary measures of health inequality. International Journal of Environmental Research and Public Health
    2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> [f"{mean_difference_from_mean(values, people, weighted=weighted).estimate:.4f}" for weighted in (True, False)]
    ['6.9818', '8.6870']
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, average=average, where=where)
    return simulated_measure(partial(from_mean, weighted=weighted), settings, simulation, confidence=confidence, compat=compat)


def mean_difference_from_best(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    weighted: bool,
    favourable: ArrayLike,
    standard_errors: ArrayLike | None = None,
    simulation: Simulation = THOUSAND_DRAWS,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The mean distance of the groups from the best of them (MDBW, MDBU).

    .. math:: MDBW = \sum_j p_j |y_j - y_{best}|, \quad MDBU = \frac1n \sum_j |y_j - y_{best}|

    The best group has the highest value where higher is better, else the lowest; in each draw it is the best of that draw. 0 is no
    inequality.

    The other Parameters, Returns and Raises: as for `mean_difference_from_mean`.

    Parameters
    ----------
    favourable : array_like
        True where a higher value is better, one or one for each setting.

    Notes
    -----
    As for `between_group_standard_deviation`; the best group is also picked by chance, the more so the more groups there are.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. 2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> [f"{mean_difference_from_best(values, people, weighted=weighted, favourable=False).estimate:.4f}" for weighted in (True, False)]
    ['10.6850', '12.5873']
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, favourable=favourable, where=where)
    return simulated_measure(partial(from_best, weighted=weighted), settings, simulation, confidence=confidence, compat=compat)


def mean_difference_from_reference(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    weighted: bool,
    reference: ArrayLike,
    standard_errors: ArrayLike | None = None,
    simulation: Simulation = THOUSAND_DRAWS,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The mean distance of the groups from a reference group (MDRW, MDRU).

    .. math:: MDRW = \sum_j p_j |y_j - y_r|, \quad MDRU = \frac1n \sum_j |y_j - y_r|

    0: every group is level with the reference. The reference itself counts, at distance 0.

    The other Parameters and Returns: as for `mean_difference_from_mean`. Raises: as for
    `mean_difference_from_mean`, and for a reference that is not a group of
    its setting.

    Parameters
    ----------
    reference : array_like
        The place of the reference group on the last axis, one whole number or one for each setting.

    Notes
    -----
    As for `between_group_standard_deviation`.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. 2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> [f"{mean_difference_from_reference(values, people, weighted=weighted, reference=2).estimate:.4f}" for weighted in (True, False)]
    ['6.7505', '7.4577']
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, reference=places(reference), where=where)
    return simulated_measure(partial(from_reference, weighted=weighted), settings, simulation, confidence=confidence, compat=compat)


def from_mean(groups: Groups, *, weighted: bool) -> FloatArray:
    """MDM of each setting and replicate."""
    return groups.added_up(groups.off_mean, weighted=weighted)


def from_best(groups: Groups, *, weighted: bool) -> FloatArray:
    """MDB of each setting and replicate."""
    return groups.added_up(groups.off_best, weighted=weighted)


def from_reference(groups: Groups, *, weighted: bool) -> FloatArray:
    """MDR of each setting and replicate."""
    return groups.added_up(groups.off_reference, weighted=weighted)
