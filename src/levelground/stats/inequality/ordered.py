"""All measures for groups in an order at once: checked once, and each curve fitted once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.inequality import attributable, concentration, differences
from levelground.stats.inequality.measures import InequalityMeasure, follows_healthequal, tails
from levelground.stats.inequality.ordered_draws import with_simulated_limits
from levelground.stats.inequality.ranked_fit import fitted_measures, relative_measure, slope_measure
from levelground.stats.inequality.settings import checked_settings, require_at_most
from levelground.stats.inequality.simulation import Simulation


class OrderedMeasures(NamedTuple):
    """The measures for groups in an order, each in the shape of the settings."""

    difference: InequalityMeasure
    """Between the ends of the order."""
    ratio: InequalityMeasure
    """Of the ends of the order."""
    absolute_concentration_index: InequalityMeasure
    """ACI."""
    relative_concentration_index: InequalityMeasure
    """RCI, without a correction."""
    wagstaff_concentration_index: InequalityMeasure
    """RCI corrected for levels between 0 and `scale` by Wagstaff."""
    erreygers_concentration_index: InequalityMeasure
    """RCI corrected for levels between 0 and `scale` by Erreygers."""
    slope_index: InequalityMeasure
    """SII by the logistic curve."""
    relative_index: InequalityMeasure
    """RII by the logistic curve."""
    linear_slope_index: InequalityMeasure
    """SII by the line."""
    linear_relative_index: InequalityMeasure
    """RII by the line."""
    population_attributable_risk: InequalityMeasure
    """PAR; the best group is the last."""
    population_attributable_fraction: InequalityMeasure
    """PAF; the best group is the last."""


def ordered_measures(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    favourable: ArrayLike,
    scale: ArrayLike,
    standard_errors: ArrayLike | None = None,
    simulation: Simulation | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> OrderedMeasures:
    """Every measure of inequality for groups in an order; each is what its own function gives, with what 0 and NaN mean there.

    Parameters
    ----------
    estimates : array_like
        Levels of groups from the least advantaged to the most, (settings..., groups): 0 or more and no more than `scale`.
    population : array_like
        People in each group: 0 or more.
    favourable : array_like
        True where a higher value is better, one or one for each setting.
    scale : array_like
        The estimate that everybody would have: 1, 100 or 1,000; one or one for each setting.
    standard_errors : array_like, optional
        Of the estimates, 0 or more, in their unit. They make every interval but those of PAR and PAF; without them the difference and
        the ratio have none, and the others one that rests on the groups' distance from a line (see `slope_index`).
    simulation : Simulation, optional
        Seed and number of draws, for intervals that are percentiles of draws of the estimates around themselves instead of those by
        formula. It needs `standard_errors`. Draws are cut off at 0 and at `scale`, or at its `highest` where that is lower.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    where : array_like
        True for the cells that belong to their setting; the others may hold anything.
    compat : str, optional
        ``healthequal-1.0.1``: as each measure says; standard errors are then for the difference and the ratio alone.

    Returns
    -------
    OrderedMeasures
        The measures by name. With a simulation the standard errors are NaN, and the methods are ``simulated``;
        ``simulated_estimate_outside`` where the limits leave the estimate out; ``withheld_draws_without_value`` (NaN limits) where the
        measure of one draw or more has none, such as a ratio to a level of 0; else what the formula withholds stays withheld.

    Raises
    ------
    ValueError, TypeError
        As the measures; a simulation without standard errors, or together with compat.

    Notes
    -----
    Every interval has a formula (the delta method): nothing is drawn, and the same numbers come out each time. Percentiles of draws agree
    with them where standard errors are small beside the levels. They are the better choice where levels are near 0 or `scale`, and for
    PAR and PAF, whose formula knows counts of people but not the standard errors. Drawn levels are not rounded to whole people. A
    thousand draws of 1,000 settings take seconds; memory does not grow with the number of settings, but for the settings themselves and
    their results.

    References
    ----------
    Schlotheuber A, Hosseinpoor AR. Summary measures of health inequality. International Journal of Environmental Research and Public Health
    2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 5 of `tests/oracles/inequality_ordered`: the corrected figure of the logistic slope.

    >>> found = ordered_measures([30.2122669, 19.4992625, 14.5875614], [1629, 2288, 1099], favourable=False, scale=100)
    >>> f"{found.slope_index.estimate:.3f}"
    '-22.309'
    """
    printed = follows_healthequal(compat)
    if simulation is not None and (printed or standard_errors is None):
        raise ValueError("a simulation needs standard_errors, and no compat: draws are made around the estimates")
    settings = checked_settings(estimates, population, standard_errors=standard_errors, favourable=favourable, where=where)
    along = replace(settings, errors=None) if printed else settings
    tail = tails(confidence, settings)
    (slope, relative), (linear_slope, linear_relative) = (
        fitted_measures(along, model, scale, tail, slope_measure, relative_measure, healthequal=printed) for model in ("logit", "linear")
    )
    gap, share = (
        kernel(estimates, favourable=favourable, standard_errors=standard_errors, confidence=confidence, where=where)
        for kernel in (differences.ordered_difference, differences.ordered_ratio)
    )
    corrected = (concentration.relative_measure(along, tail, each, 0.0, scale) for each in concentration.CORRECTIONS)
    plain, wagstaff, erreygers = corrected
    found = OrderedMeasures(
        difference=gap,
        ratio=share,
        absolute_concentration_index=concentration.absolute_measure(along, tail),
        relative_concentration_index=plain,
        wagstaff_concentration_index=wagstaff,
        erreygers_concentration_index=erreygers,
        slope_index=slope,
        relative_index=relative,
        linear_slope_index=linear_slope,
        linear_relative_index=linear_relative,
        population_attributable_risk=attributable.risk_measure(settings, scale, confidence, ordered=True),
        population_attributable_fraction=attributable.fraction_measure(settings, scale, confidence, ordered=True, compat=compat),
    )
    if simulation is None:
        return found
    highest = require_at_most("scale", settings, domains.positive("scale", scale))
    return OrderedMeasures(**with_simulated_limits(found._asdict(), settings, highest, tail, simulation))
