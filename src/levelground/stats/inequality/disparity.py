"""The index of disparity (IDIS): how far groups lie from the setting's average, as a percentage of it."""

from __future__ import annotations

from numpy.typing import ArrayLike

from levelground.stats.inequality.measures import InequalityMeasure, follows_healthequal, over_average
from levelground.stats.inequality.settings import Groups, checked_settings
from levelground.stats.inequality.simulation import THOUSAND_DRAWS, Simulation, simulated_measure
from levelground.stats.intervals import FloatArray


def index_of_disparity(
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
    r"""The mean distance of the groups from the setting's average, as a percentage of that average (IDISW, IDISU).

    .. math:: IDISW = 100 \sum_j p_j |y_j - \mu| / \mu, \quad IDISU = \frac{100}{n} \sum_j |y_j - \mu| / \mu

    0 is no inequality. NaN, withheld: the average is 0.

    Parameters
    ----------
    estimates, population, standard_errors, confidence, where : array_like
        As for `between_group_variance`.
    weighted : bool
        True: each person counts the same (IDISW). False: each group does (IDISU), one without people too.
    average : array_like, optional
        The setting's average where it is known from elsewhere, one number or one for each setting; it is then taken as exact.
        Otherwise the groups' mean weighted by population, in both forms.
    simulation : Simulation
        Seed, number of draws and highest possible value of the simulated interval.
    compat : str, optional
        ``healthequal-1.0.1``: the interval is 95% whatever `confidence` says, and that of IDISW measures each draw from the mean of
        the estimates, not from its own, so that it lies higher.

    Returns
    -------
    InequalityMeasure
        In percent; no standard error. Method: as `between_group_standard_deviation`, with ``withheld_zero_average`` where the
        average is 0.

    Raises
    ------
    ValueError, TypeError
        As `between_group_standard_deviation`.

    Notes
    -----
    As for `between_group_standard_deviation`: chance alone drives groups apart.

    References
    ----------
    Pearcy JN, Keppel KG. A summary measure of health disparity. Public Health Reports 2002; 117: 273-280 (from the best group).
    Schlotheuber A, Hosseinpoor AR. International Journal of Environmental Research and Public Health 2022; 19: 3697 (this form).

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> [f"{index_of_disparity(values, people, weighted=weighted).estimate:.4f}" for weighted in (True, False)]
    ['13.8884', '17.2804']
    """
    settings = checked_settings(estimates, population, standard_errors=standard_errors, average=average, where=where)
    held = settings.groups.with_mean_held() if weighted and follows_healthequal(compat) else None
    statistic = weighted_disparity if weighted else unweighted_disparity
    return simulated_measure(statistic, settings, simulation, confidence=confidence, compat=compat, drawn_from=held)


def weighted_disparity(groups: Groups) -> FloatArray:
    """IDISW of each setting and replicate."""
    return over_average(100 * groups.added_up(groups.off_mean), groups.mean[..., 0, :])


def unweighted_disparity(groups: Groups) -> FloatArray:
    """IDISU of each setting and replicate."""
    return over_average(100 * groups.added_up(groups.off_mean, weighted=False), groups.mean[..., 0, :])
