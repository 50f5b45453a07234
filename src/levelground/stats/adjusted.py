"""Gaps adjusted for what else differs between groups (age, deprivation, site), the crude gap always beside the adjusted one.

Fitted by statsmodels (the extra `models`). `levelground.stats` imports without it; a call here says when it is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from levelground.stats import domains
from levelground.stats.adjusted_design import AdjustedData, adjusted_data, design, require_events, with_intercept
from levelground.stats.adjusted_fit import ROBUST, FittedModel, fitted_model
from levelground.stats.adjusted_results import CrudeAndAdjusted, ExpectedCounts, GroupEstimates, LikelihoodRatioTest, ObservedAndExpected
from levelground.stats.intervals import FloatArray, Interval
from levelground.stats.rates import rate_limits

COMPAT: Final = ("correct", "r-glm")
"""When a logistic model counts as fitted: when it no longer changes, or when R's `glm` stops by its default."""


def log_odds_ratios(
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: ArrayLike,
    *,
    groups: int,
    reference: int = 0,
    confidence: float = 0.95,
    compat: str = "correct",
) -> CrudeAndAdjusted:
    r"""The log odds ratio of each group beside the reference group, crude and adjusted, by logistic regression.

    .. math:: \ln\frac{p_i}{1 - p_i} = \alpha + \gamma_{g(i)} + x_i'\beta

    0 means no gap. A missing value is refused: nothing is left out unseen. Take `exp` for odds ratios; where the outcome is common, they
    are much farther from 1 than ratios of risks.

    Parameters
    ----------
    outcome : array_like of bool
        Whether it happened: one axis, the people.
    group : array_like of int
        The place of each person's group, 0 to `groups` - 1.
    covariates : array_like
        Shape (people, covariates), numbers; bands as one column of 0 and 1 for each band but the first. No column of ones.
    groups : int
        How many groups there are, 2 or more; each must have people.
    reference : int
        The place of the reference group.
    confidence : float
        A fraction between 0 and 1 (0.95; 95 is refused).
    compat : str
        ``correct``, or ``r-glm``: R's `glm` stops one step earlier and takes its standard errors from the step before
        that, which moves them by up to 2 in 10,000.

    Returns
    -------
    CrudeAndAdjusted
        Log odds ratios of shape (groups,), with model-based standard errors.

    Raises
    ------
    ValueError
        A group without events, or in which everybody has one; covariates that determine the outcome (separation) or one another;
        values outside their domain.
    TypeError
        For 0 and 1 where True and False are meant, text, objects and masked arrays.
    ImportError
        Where statsmodels is not installed.

    Notes
    -----
    Adjusting takes away what goes by way of the covariates. Where these are themselves results of unequal treatment (grade, place of
    living), the adjusted gap is smaller than the unfairness: this is why the crude gap stands beside it. An odds ratio changes
    when any predictor is added, related to the group or not; standardised risks (`standardised_risk_differences`) do not.

    References
    ----------
    Cox DR. The regression analysis of binary sequences. Journal of the Royal Statistical Society B 1958; 20: 215-242.

    Examples
    --------
    Women beside men among applicants to Berkeley, 1973 (Bickel and others, Science 1975; 187: 398-404): fewer are admitted, and
    within departments slightly more. R's `glm` gives -0.6104 and 0.0999.

    >>> admitted = [512, 353, 120, 138, 53, 22, 89, 17, 202, 131, 94, 24]
    >>> refused = [313, 207, 205, 279, 138, 351, 19, 8, 391, 244, 299, 317]
    >>> cell = np.repeat(np.arange(24), admitted + refused)
    >>> department = np.eye(6)[cell % 6][:, 1:]
    >>> found = log_odds_ratios(cell < 12, cell // 6 % 2, department, groups=2)
    >>> print(f"{found.crude.estimate[1]:.4f} {found.adjusted.estimate[1]:.4f}")
    -0.6104 0.0999
    """
    domains.choice("compat", compat, COMPAT)
    data = adjusted_data(outcome, group, covariates, groups, reference)
    require_events(data, everybody=True)
    return _both(data, lambda table: _coefficients(fitted_model(data, table, "Binomial", compat=compat), data), confidence, "logistic")


def log_risk_ratios(
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: ArrayLike,
    *,
    groups: int,
    reference: int = 0,
    robust: str = "HC0",
    confidence: float = 0.95,
) -> CrudeAndAdjusted:
    r"""The log risk ratio of each group beside the reference group, crude and adjusted, by modified Poisson regression.

    .. math:: \ln p_i = \alpha + \gamma_{g(i)} + x_i'\beta

    fitted as Poisson, with standard errors that do not need the outcome to be Poisson. 0 means no gap. Take `exp` for risk ratios.

    Parameters
    ----------
    outcome, group, covariates, groups, reference, confidence
        As for `log_odds_ratios`. A group in which everybody has the outcome is allowed here.
    robust : str
        ``HC0`` (the sandwich as it is) or ``HC1`` (times n / (n - coefficients)).

    Returns
    -------
    CrudeAndAdjusted
        Log risk ratios of shape (groups,), with robust standard errors.

    Raises
    ------
    ValueError, TypeError, ImportError
        As `log_odds_ratios`; and for an unknown `robust`.

    Notes
    -----
    A fitted risk may exceed 1 where the outcome is common. Standard errors are robust to the variance, not to clusters: people
    of one ward are taken as independent.

    References
    ----------
    Zou G. A modified Poisson regression approach to prospective studies with binary data. American Journal of Epidemiology 2004;
    159: 702-706.

    Examples
    --------
    Women beside men at Berkeley: the crude ratio is 30.35% over 44.52%.

    >>> cell = np.repeat(np.arange(4), [1198, 557, 1493, 1278])
    >>> found = log_risk_ratios(cell < 2, cell % 2, np.empty((cell.size, 0)), groups=2)
    >>> print(f"{np.exp(found.crude.estimate[1]):.3f}")
    0.682
    """
    domains.choice("robust", robust, ROBUST)
    data = adjusted_data(outcome, group, covariates, groups, reference)
    require_events(data, everybody=False)
    return _both(data, lambda table: _coefficients(fitted_model(data, table, "Poisson", robust), data), confidence, f"poisson_{robust}")


def standardised_risk_differences(
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: ArrayLike,
    *,
    groups: int,
    reference: int = 0,
    confidence: float = 0.95,
    compat: str = "correct",
) -> CrudeAndAdjusted:
    r"""The difference in risk if everybody were in the group, and if everybody were in the reference group.

    .. math:: \bar p_g - \bar p_0, \quad \bar p_g = \frac1n \sum_i \operatorname{expit}(\hat\alpha + \hat\gamma_g + x_i'\hat\beta)

    from the logistic model of `log_odds_ratios`, over all people. 0 means no gap; 0.01 is one person more in a hundred.

    Parameters and Raises: as for `log_odds_ratios`.

    Returns
    -------
    CrudeAndAdjusted
        Differences as fractions (-1 to 1), of shape (groups,); standard errors by the delta method, the covariates taken as fixed.

    References
    ----------
    Localio AR, Margolis DJ, Berlin JA. Relative risks and confidence intervals were easily computed indirectly from multivariable
    logistic regression. Journal of Clinical Epidemiology 2007; 60: 874-882.

    Examples
    --------
    Women beside men at Berkeley, crude: 30.35% less 44.52%.

    >>> cell = np.repeat(np.arange(4), [1198, 557, 1493, 1278])
    >>> found = standardised_risk_differences(cell < 2, cell % 2, np.empty((cell.size, 0)), groups=2)
    >>> print(f"{found.crude.estimate[1]:.4f}")
    -0.1416
    """
    return _standardised(adjusted_data(outcome, group, covariates, groups, reference), confidence, compat, log=False)


def standardised_log_risk_ratios(
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: ArrayLike,
    *,
    groups: int,
    reference: int = 0,
    confidence: float = 0.95,
    compat: str = "correct",
) -> CrudeAndAdjusted:
    r"""The log of the ratio of the risks that `standardised_risk_differences` compares.

    .. math:: \ln \bar p_g - \ln \bar p_0

    0 means no gap. Parameters, Returns (log ratios), Raises and References: as for `standardised_risk_differences`.

    >>> cell = np.repeat(np.arange(4), [1198, 557, 1493, 1278])
    >>> found = standardised_log_risk_ratios(cell < 2, cell % 2, np.empty((cell.size, 0)), groups=2)
    >>> print(f"{np.exp(found.crude.estimate[1]):.3f}")
    0.682
    """
    return _standardised(adjusted_data(outcome, group, covariates, groups, reference), confidence, compat, log=True)


def observed_and_expected(
    outcome: ArrayLike, group: ArrayLike, covariates: ArrayLike, *, groups: int, confidence: float = 0.95
) -> ObservedAndExpected:
    r"""Events of each group beside those expected of people with the same covariates, the groups left out of the model.

    .. math:: O_g / E_g, \quad E_g = \sum_{i \in g} \operatorname{expit}(\hat\alpha + x_i'\hat\beta)

    A ratio of 1: as many as expected; of 0: no events. NaN: the group has no people.

    Parameters
    ----------
    outcome, group, covariates, groups, confidence
        As for `log_odds_ratios`; a group may be empty here, and may have no events.

    Returns
    -------
    ObservedAndExpected
        Counts and ratios of shape (groups,).

    Raises
    ------
    ValueError
        No event at all, or nobody without; covariates that determine the outcome or one another; values outside their domain.
    TypeError, ImportError
        As `log_odds_ratios`.

    Notes
    -----
    A large group is part of what it is compared with, which draws its ratio towards 1. What differs between groups and goes with a
    covariate is taken as the covariate's.

    References
    ----------
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2.

    Examples
    --------
    Men and women at Berkeley, crude: 1,755 of 4,526 were admitted, so that 1,043.5 men and 711.5 women would be expected.

    >>> cell = np.repeat(np.arange(4), [1198, 557, 1493, 1278])
    >>> found = observed_and_expected(cell < 2, cell % 2, np.empty((cell.size, 0)), groups=2)
    >>> found.crude.expected.round(1).tolist()
    [1043.5, 711.5]
    """
    data = adjusted_data(outcome, group, covariates, groups, 0)
    tail = domains.upper_tail(confidence)
    happened, people = data.outcome.sum(), data.outcome.size
    if not 0 < happened < people:
        raise ValueError(f"outcome must have happened to some people and not to others; found {happened:g} of {people}")
    observed = np.bincount(data.place, weights=data.outcome, minlength=data.groups).astype(np.float64)
    size = np.bincount(data.place, minlength=data.groups).astype(np.float64)
    fitted = fitted_model(data, with_intercept(data.covariates), "Binomial").fitted
    adjusted = np.bincount(data.place, weights=fitted, minlength=data.groups).astype(np.float64)
    method = np.where(size == 0, "withheld_no_people", np.where(observed < 10, "exact_poisson", "byar"))
    return ObservedAndExpected(observed, _ratio(observed, size * (happened / people), tail), _ratio(observed, adjusted, tail), method)


def likelihood_ratio_test(outcome: ArrayLike, group: ArrayLike, covariates: ArrayLike, *, groups: int) -> LikelihoodRatioTest:
    r"""Whether groups differ at all after adjustment: the logistic model with the groups against the one without them.

    .. math:: \chi^2 = 2(\ell_{\text{with}} - \ell_{\text{without}}), \quad \text{groups} - 1 \text{ degrees of freedom}

    A p-value of 1 means that the groups add nothing.

    Parameters
    ----------
    outcome, group, covariates, groups
        As for `log_odds_ratios`.

    Returns
    -------
    LikelihoodRatioTest
        Numbers without dimensions.

    Raises
    ------
    ValueError, TypeError, ImportError
        As `log_odds_ratios`.

    References
    ----------
    Wilks SS. Annals of Mathematical Statistics 1938; 9: 60-62.

    Examples
    --------
    >>> cell = np.repeat(np.arange(4), [1198, 557, 1493, 1278])
    >>> f"{likelihood_ratio_test(cell < 2, cell % 2, np.empty((cell.size, 0)), groups=2).chi_squared:.1f}"
    '93.4'
    """
    data = adjusted_data(outcome, group, covariates, groups, 0)
    require_events(data, everybody=True)
    without, full = (fitted_model(data, table, "Binomial") for table in (with_intercept(data.covariates), design(data, adjusted=True)))
    gain = max(0.0, float(without.deviance - full.deviance))
    freedom = data.groups - 1
    return LikelihoodRatioTest(np.asarray(gain)[()], freedom, np.asarray(special.chdtrc(freedom, gain), dtype=np.float64)[()])


_Estimates = tuple[FloatArray, FloatArray, FittedModel]
"""Of every group: the estimate, its standard error; and the model that they come from."""


def _both(data: AdjustedData, estimates: Callable[[FloatArray], _Estimates], confidence: float, method: str) -> CrudeAndAdjusted:
    """The estimates of the model with the groups alone, and of that with the covariates."""
    z = domains.normal_quantile(domains.upper_tail(confidence))

    def of_model(*, adjusted: bool) -> GroupEstimates:
        estimate, error, fitted = estimates(design(data, adjusted=adjusted))
        limits = Interval(estimate - z * error, estimate + z * error)
        errors = np.sqrt(np.diagonal(fitted.covariances))
        return GroupEstimates(estimate, error, limits, _two_sided(estimate, error), fitted.coefficients, errors)

    return CrudeAndAdjusted(of_model(adjusted=False), of_model(adjusted=True), np.asarray(method)[()])


def _two_sided(estimate: FloatArray, error: FloatArray) -> FloatArray:
    """The p-value of no gap; NaN where there is no error to speak of."""
    z = np.divide(estimate, error, out=np.full(estimate.shape, np.nan), where=error > 0)
    return np.asarray(2 * special.ndtr(-np.abs(z)), dtype=np.float64)


def _coefficients(fitted: FittedModel, data: AdjustedData) -> _Estimates:
    """The groups' own coefficients, 0 for the reference group."""
    estimate, error = np.zeros(data.groups), np.zeros(data.groups)
    estimate[data.others] = fitted.coefficients[1 : data.groups]
    error[data.others] = np.sqrt(np.diagonal(fitted.covariances))[1 : data.groups]
    return estimate, error, fitted


def _standardised(data: AdjustedData, confidence: float, compat: str, *, log: bool) -> CrudeAndAdjusted:
    domains.choice("compat", compat, COMPAT)
    require_events(data, everybody=True)

    def estimates(table: FloatArray) -> _Estimates:
        return _counterfactual(fitted_model(data, table, "Binomial", compat=compat), table, data, log=log)

    return _both(data, estimates, confidence, "standardised_log_ratio" if log else "standardised_difference")


def _counterfactual(fitted: FittedModel, table: FloatArray, data: AdjustedData, *, log: bool) -> _Estimates:
    """Everybody in each group in turn: mean risks, and their distance from the reference group's with its standard error."""
    people, groups = data.outcome.size, np.arange(1, data.groups)
    rest = table.copy()
    rest[:, groups] = 0.0
    of_group = np.zeros(data.groups)
    of_group[data.others] = fitted.coefficients[groups]
    risks = special.expit((rest @ fitted.coefficients)[:, np.newaxis] + of_group)
    slopes = risks * (1 - risks)
    gradients = rest.T @ slopes / people
    gradients[groups, data.others] = slopes.mean(axis=0)[data.others]
    means = risks.mean(axis=0)
    if log:
        means, gradients = np.log(means), gradients / means
    gradients -= gradients[:, [data.reference]]
    variances = (gradients * (fitted.covariances @ gradients)).sum(axis=0)
    return means - means[data.reference], np.sqrt(np.maximum(variances, 0.0)), fitted


def _ratio(observed: FloatArray, expected: FloatArray, tail: FloatArray) -> ExpectedCounts:
    some = expected > 0
    ratio = np.divide(observed, expected, out=np.full(observed.shape, np.nan), where=some)
    lower, upper = np.zeros(observed.shape), np.full(observed.shape, np.inf)
    lower[some], upper[some] = rate_limits(observed[some], expected[some], np.ones(()), np.full(int(some.sum()), tail))
    return ExpectedCounts(expected, ratio, Interval(lower, upper))
