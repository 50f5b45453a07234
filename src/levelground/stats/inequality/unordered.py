"""All measures for groups without an order at once: checked once, and drawn once."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from numpy.typing import ArrayLike

from levelground.stats.inequality import attributable, differences, disparity, entropy, mean_differences, variance
from levelground.stats.inequality.measures import InequalityMeasure, follows_healthequal, tails
from levelground.stats.inequality.settings import checked_settings, places
from levelground.stats.inequality.simulation import THOUSAND_DRAWS, Simulation, Statistic, simulated_measures, simulated_tails


class UnorderedMeasures(NamedTuple):
    """The measures for groups without an order, each in the shape of the settings."""

    difference: InequalityMeasure
    """Highest minus lowest; the reference plays no part."""
    ratio: InequalityMeasure
    """Highest over lowest."""
    between_group_variance: InequalityMeasure
    """BGV, in the squared unit of the estimates."""
    between_group_standard_deviation: InequalityMeasure
    """BGSD, in the unit of the estimates."""
    coefficient_of_variation: InequalityMeasure
    """COV, in percent."""
    index_of_disparity: InequalityMeasure
    """IDISU, in percent: each group counts the same."""
    weighted_index_of_disparity: InequalityMeasure
    """IDISW, in percent: each person counts the same."""
    mean_difference_from_mean: InequalityMeasure
    """MDMU, in the unit of the estimates."""
    weighted_mean_difference_from_mean: InequalityMeasure
    """MDMW, in the unit of the estimates."""
    mean_difference_from_best: InequalityMeasure
    """MDBU, in the unit of the estimates."""
    weighted_mean_difference_from_best: InequalityMeasure
    """MDBW, in the unit of the estimates."""
    mean_difference_from_reference: InequalityMeasure
    """MDRU, in the unit of the estimates."""
    weighted_mean_difference_from_reference: InequalityMeasure
    """MDRW, in the unit of the estimates."""
    theil_index: InequalityMeasure
    """TI, times 1,000."""
    mean_log_deviation: InequalityMeasure
    """MLD, times 1,000."""
    population_attributable_risk: InequalityMeasure
    """PAR, in the unit of the estimates."""
    population_attributable_fraction: InequalityMeasure
    """PAF, in percent."""


SIMULATED: Final[dict[str, Statistic]] = {
    "between_group_standard_deviation": variance.standard_deviation,
    "coefficient_of_variation": variance.variation,
    "index_of_disparity": disparity.unweighted_disparity,
    "weighted_index_of_disparity": disparity.weighted_disparity,
    "mean_difference_from_mean": partial(mean_differences.from_mean, weighted=False),
    "weighted_mean_difference_from_mean": partial(mean_differences.from_mean, weighted=True),
    "mean_difference_from_best": partial(mean_differences.from_best, weighted=False),
    "weighted_mean_difference_from_best": partial(mean_differences.from_best, weighted=True),
    "mean_difference_from_reference": partial(mean_differences.from_reference, weighted=False),
    "weighted_mean_difference_from_reference": partial(mean_differences.from_reference, weighted=True),
}
"""The measures without a formula for their interval."""


def unordered_measures(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    favourable: ArrayLike,
    reference: ArrayLike,
    standard_errors: ArrayLike | None = None,
    scale: ArrayLike | None = None,
    average: ArrayLike | None = None,
    simulation: Simulation = THOUSAND_DRAWS,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> UnorderedMeasures:
    """Every measure of inequality for groups without an order; each is what its own function gives, from the same draws.

    Parameters
    ----------
    estimates, population, standard_errors, confidence, where : array_like
        As for `between_group_variance`.
    favourable : array_like
        True where a higher value is better, one or one for each setting.
    reference : array_like
        The place of the reference group, one whole number or one for each setting.
    scale : array_like, optional
        As for `population_attributable_risk`.
    average : array_like, optional
        As for `index_of_disparity`.
    simulation : Simulation
        Seed, number of draws and highest possible value of the simulated intervals.
    compat : str, optional
        ``healthequal-1.0.1``: as each measure says.

    Returns
    -------
    UnorderedMeasures
        The measures by name.

    Raises
    ------
    ValueError, TypeError
        As the measures.

    Notes
    -----
    Memory does not grow with the number of settings, but for the settings themselves and their results.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. Summary measures of health inequality. International Journal of Environmental Research and Public Health
    2022; 19: 3697.

    Examples
    --------
    >>> found = unordered_measures([10, 20], [750, 250], favourable=True, reference=0)
    >>> float(found.weighted_mean_difference_from_best.estimate), float(found.population_attributable_fraction.estimate)
    (7.5, 60.0)
    """
    settings = checked_settings(
        estimates,
        population,
        standard_errors=standard_errors,
        average=average,
        favourable=favourable,
        reference=places(reference),
        where=where,
    )
    tail = tails(confidence, settings)
    held = {"weighted_index_of_disparity": settings.groups.with_mean_held()} if follows_healthequal(compat) else {}
    return UnorderedMeasures(
        difference=differences.difference(estimates, standard_errors=standard_errors, confidence=confidence, where=where),
        ratio=differences.ratio(estimates, standard_errors=standard_errors, confidence=confidence, where=where),
        between_group_variance=variance.variance_measure(settings, tail),
        theil_index=entropy.theil_measure(settings, tail, compat),
        mean_log_deviation=entropy.deviation_measure(settings, tail, compat),
        population_attributable_risk=attributable.risk_measure(settings, scale, confidence),
        population_attributable_fraction=attributable.fraction_measure(settings, scale, confidence, compat=compat),
        **simulated_measures(SIMULATED, settings, simulated_tails(confidence, settings, compat), simulation, held),
    )
