"""How far apart the two ends of a ranked population are: slope index (SII) and relative index of inequality (RII)."""

from __future__ import annotations

from numpy.typing import ArrayLike

from levelground.stats.inequality.measures import InequalityMeasure, follows_healthequal, tails
from levelground.stats.inequality.ranked_fit import fitted_measures, relative_measure, slope_measure
from levelground.stats.inequality.settings import Settings, checked_settings


def slope_index(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    model: str = "logit",
    scale: ArrayLike | None = None,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The level predicted for the most advantaged person minus the one predicted for the least (SII).

    .. math:: SII = \hat y(1) - \hat y(0), \quad \operatorname{logit} \hat y(r) = \beta_0 + \beta_1 r
              \quad\text{or}\quad \hat y(r) = \beta_0 + \beta_1 r

    where a group's rank r is the share of the population below its middle, and each group counts by its population. 0: no inequality along
    the order; above 0: the more advantaged have the higher level, whether that is good or bad.

    Parameters
    ----------
    estimates : array_like
        Levels of groups from the least advantaged to the most, (settings..., groups): 0 or more. A setting needs 2 groups.
    population : array_like
        People in each group: 0 or more.
    model : str
        ``logit`` for proportions, ``linear`` for anything.
    scale : array_like, optional
        The estimate that everybody would have: 1, 100 or 1,000; one or one for each setting. ``logit`` needs it, and takes
        round(estimate / scale x population) people as those who have what is counted. ``linear`` makes no use of it.
    standard_errors : array_like, optional
        Of the estimates, 0 or more, in their unit. Give them where they are known: they make the interval (see Notes).
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.
    where : array_like
        True for the cells that belong to their setting; the others may hold anything.
    compat : str, optional
        ``healthequal-1.0.1``: ``logit`` weights groups by the square of their population, the standard error is left on the scale from 0 to
        1, a scale that is not given is guessed from the highest estimate, and level groups have no estimate.

    Returns
    -------
    InequalityMeasure
        In the unit of the estimates, in the shape of the settings. Method with standard errors: ``logit_delta`` or ``linear_delta``;
        ``..._delta_zero_error`` where a group with people has a standard error of 0 and another has not. Without: ``logit_hc1`` or
        ``linear_hc1``, and ``..._hc1_few_groups`` below 40 groups. With NaN limits: ``withheld_level_groups`` (SII 0) and
        ``withheld_fewer_than_three_groups`` with people, both without standard errors only; with NaN estimates too: ``withheld_no_fit``
        (some groups have nobody and the rest everybody), ``withheld_fewer_than_two_groups``, ``withheld_no_population``.

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70; estimates above `scale`; ``logit`` without a scale; an unknown model or
        compat; standard errors together with compat; confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant and numbers where booleans are.

    Notes
    -----
    With standard errors the interval is normal by the delta method: how far the ends of the curve move when a group's level does. Where the
    curve does not fit, it is the interval of the curve that would fit best if all levels were known. Coverage at 95% in simulations (3 to
    20 groups, 100 to 5,000 people in each): 95% on average, 92% at worst.

    Without them the groups' distances from the curve stand for their uncertainty (HC1), as in the reference. With few groups that is too
    little: coverage is 48% to 90% with 3 to 10 groups on the curve, and 92% from 40 on. Below 40 the method warns (``few_groups``).
    Where limits of the groups are at hand instead, `levelground.stats.inequality.regression_slope.slope_regression` takes them.

    References
    ----------
    Mackenbach JP, Kunst AE. Measuring the magnitude of socio-economic inequalities in health. Social Science & Medicine 1997; 44: 757-771.
    Schlotheuber A, Hosseinpoor AR. International Journal of Environmental Research and Public Health 2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 5 of `tests/oracles/inequality_ordered`: the corrected figure, and what healthequal 1.0.1 prints.

    >>> values, people = [30.2122669, 19.4992625, 14.5875614], [1629, 2288, 1099]
    >>> found = slope_index(values, people, scale=100)
    >>> f"{found.estimate:.3f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})"
    '-22.309 (-26.008 to -18.610)'
    >>> f"{slope_index(values, people, scale=100, compat='healthequal-1.0.1').estimate:.3f}"
    '-22.764'

    With standard errors of 1.2 percentage points, which is what 1,500 people in each group would give:

    >>> found = slope_index(values, people, scale=100, standard_errors=1.2)
    >>> str(found.method)
    'logit_delta'
    """
    settings, healthequal = _checked(estimates, population, standard_errors=standard_errors, where=where, compat=compat)
    return fitted_measures(settings, model, scale, tails(confidence, settings), slope_measure, healthequal=healthequal)[0]


def relative_index(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    model: str = "logit",
    scale: ArrayLike | None = None,
    standard_errors: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The level predicted for the most advantaged person over the one predicted for the least (RII).

    .. math:: RII = \hat y(1) / \hat y(0)

    The curve is that of `slope_index`. 1: no inequality along the order.

    Parameters and Raises: as for `slope_index`.

    Returns
    -------
    InequalityMeasure
        Without unit; the standard error is of the ratio's logarithm. Method: as `slope_index`, and
        ``withheld_predicted_level_not_above_0`` (NaN) where the line leaves what can be: the ratio then means nothing;
        ``..._delta_wide`` where the logarithm's standard error is above 0.5: an end may be near 0, and the limits are rough.

    Notes
    -----
    As for `slope_index`; the interval is normal on the logarithm.

    References
    ----------
    Mackenbach JP, Kunst AE. 1997; 44: 757-771.

    Examples
    --------
    >>> f"{relative_index([10, 20, 30], [1, 1, 1], model='linear').estimate:.2f}"
    '7.00'
    """
    settings, healthequal = _checked(estimates, population, standard_errors=standard_errors, where=where, compat=compat)
    return fitted_measures(settings, model, scale, tails(confidence, settings), relative_measure, healthequal=healthequal)[0]


def _checked(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None,
    where: ArrayLike,
    compat: str | None,
) -> tuple[Settings, bool]:
    healthequal = follows_healthequal(compat)
    if healthequal and standard_errors is not None:
        raise ValueError(f"standard_errors must not be given with compat={compat!r}, which makes no use of them")
    return checked_settings(estimates, population, standard_errors=standard_errors, where=where), healthequal
