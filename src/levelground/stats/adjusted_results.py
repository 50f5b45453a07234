"""What the adjusted models give: estimates of every group, the crude ones always beside the adjusted ones."""

from __future__ import annotations

from typing import NamedTuple

from levelground.stats.intervals import FloatArray, Interval, MethodArray


class GroupEstimates(NamedTuple):
    """What one model says of each group beside the reference group; arrays of shape (groups,)."""

    estimate: FloatArray
    """The group beside the reference group, on the scale that the function names. 0 for the reference group itself."""
    standard_error: FloatArray
    """Of the estimate, on the same scale. 0 for the reference group."""
    interval: Interval
    """Estimate -/+ z standard errors."""
    p_value: FloatArray
    """Two-sided, of no gap, by the normal distribution. NaN for the reference group."""
    coefficients: FloatArray
    """Every coefficient of the model: intercept, the groups but the reference group in their order, covariates."""
    coefficient_errors: FloatArray
    """Their standard errors, robust where the function says so."""


class CrudeAndAdjusted(NamedTuple):
    """The same gap twice."""

    crude: GroupEstimates
    """From a model with the groups alone."""
    adjusted: GroupEstimates
    """From a model with the groups and the covariates. Without covariates it is the crude one again."""
    method: MethodArray
    """The method id: `logistic`, `poisson_HC0`, `poisson_HC1`, `standardised_difference`, `standardised_log_ratio`."""


class ExpectedCounts(NamedTuple):
    """Events that a group would have if its people were like anybody else's; arrays of shape (groups,)."""

    expected: FloatArray
    """Expected events; all groups' together are all events."""
    ratio: FloatArray
    """Observed over expected. NaN for a group without people."""
    interval: Interval
    """Of the ratio, the expected count taken as known: exact Poisson below 10 events, else Byar's. 0 to `inf` without people."""


class ObservedAndExpected(NamedTuple):
    """Events of each group beside those expected, twice."""

    observed: FloatArray
    """Events of the group."""
    crude: ExpectedCounts
    """Expected from the proportion of all people."""
    adjusted: ExpectedCounts
    """Expected from a logistic model of the covariates without the groups."""
    method: MethodArray
    """`exact_poisson` or `byar` for each group; `withheld_no_people` for a group without people."""


class LikelihoodRatioTest(NamedTuple):
    """Whether the groups say anything that the covariates do not."""

    chi_squared: FloatArray
    """Twice the gain in log likelihood."""
    degrees_of_freedom: int
    """Groups less one."""
    p_value: FloatArray
    """Of no gap in any group. Small: some group differs; it does not say which."""
