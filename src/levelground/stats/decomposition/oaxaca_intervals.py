"""How sure the parts of an Oaxaca-Blinder decomposition are: intervals of the gap, of the explained and of the unexplained part."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from levelground.stats import domains
from levelground.stats.decomposition.oaxaca import FORMS, PeopleOfGroups, least_squares, of_people, people_with_covariates
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.parts import in_parts

FEW_PEOPLE: Final = 10
"""With fewer people in a group beyond the model's coefficients than this, the method id warns."""


class OaxacaIntervals(NamedTuple):
    """Limits and standard errors of what `oaxaca_blinder` gives of each setting, in the unit of the outcome."""

    gap: Interval
    """Of the gap between the means."""
    explained: Interval
    """Of the explained part."""
    unexplained: Interval
    """Of the unexplained part."""
    standard_error: FloatArray
    """Of the gap, the explained and the unexplained part: a last axis of these three."""
    method: MethodArray
    """``influence_t`` and, as a warning, ``influence_t_few_people`` (a group has fewer than 10 people more than the model has
    coefficients); ``withheld_too_few_people`` (no more than the coefficients) or ``withheld_collinear``: everything is NaN."""


def oaxaca_intervals(
    outcome: ArrayLike,
    covariates: ArrayLike,
    in_group: ArrayLike,
    *,
    form: str,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> OaxacaIntervals:
    r"""Intervals of the parts that `oaxaca_blinder` gives, by what each person adds to them (influence functions).

    .. math:: V = \sum_i \psi_i^2, \quad
              \psi_i^{\text{explained}} = \pm \frac{(x_i - \bar x_g)'\beta^*}{\sqrt{n_g (n_g - 1)}}
              + \Delta\bar x'(X'X)^{-1} x_i \frac{e_i}{1 - h_i}

    and for the gap :math:`\pm (y_i - \bar y_g) / \sqrt{n_g (n_g - 1)}`, for the unexplained part their difference; with residuals e and
    leverages h of the models that the form takes as fair (HC3). Nothing is asked of the residuals' spread. The limits are Student's, with
    the degrees of freedom of Welch and Satterthwaite. Limits on both sides of 0: chance alone may give the part.

    Parameters
    ----------
    outcome, covariates, in_group, form, where
        As for `oaxaca_blinder`.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.

    Returns
    -------
    OaxacaIntervals
        In the unit of the outcome: one for each setting.

    Raises
    ------
    ValueError
        As `oaxaca_blinder`; confidence outside (0, 1).
    TypeError
        As `oaxaca_blinder`.

    Notes
    -----
    People and their characteristics are taken as drawn from a larger number: for a whole staff list, read the interval as what chance could
    do in a list like it. Coverage at 95% is 95% to 96% on average; where a group has fewer than 10 people more than the model has
    coefficients it may be 91%, and the method id warns.

    References
    ----------
    Jann B. The Blinder-Oaxaca decomposition for linear regression models. Stata Journal 2008; 8: 453-479 (section 3).
    MacKinnon JG, White H. Journal of Econometrics 1985; 29: 305-325 (HC3).

    Examples
    --------
    Years of service explain all of it, but six people say little of how much 5,000 is:

    >>> years = [[1], [2], [3], [5], [6], [10]]
    >>> found = oaxaca_intervals([21e3, 22e3, 23e3, 25e3, 26e3, 30e3], years, [True] * 3 + [False] * 3, form="reference")
    >>> print(f"{found.gap.lower:.0f} to {found.gap.upper:.0f}, {found.method}")
    -17577 to 7577, influence_t_few_people
    """
    domains.choice("form", form, FORMS)
    data, tail = people_with_covariates(outcome, covariates, in_group, where), domains.upper_tail(confidence)
    settings, (people, columns) = np.broadcast_shapes(data.table.shape[:-2], tail.shape), data.table.shape[-2:]
    own = data.table.ndim - 2
    rows = [np.broadcast_to(each, (*settings, *each.shape[own:])) for each in data]
    cells = people * (columns + 1)
    return in_parts(
        lambda *parts: _limits(form, PeopleOfGroups(*parts[:-1]), parts[-1]),
        settings,
        *rows,
        np.broadcast_to(tail, settings),
        cells_each=cells,
    )


def _limits(form: str, data: PeopleOfGroups, tail: FloatArray) -> OaxacaIntervals:
    inside = data.of_group | data.of_reference
    unit = _unit(np.where(inside, data.outcome, 0.0))
    columns = _unit(np.where(inside[..., np.newaxis], data.table, 0.0), axis=-2)
    data = data._replace(outcome=data.outcome / unit, table=data.table / columns)
    one, other, fair, possible = of_people(form, data)
    size = data.table.shape[-1]
    apart = one.means - other.means
    worth = (data.table * fair[..., np.newaxis, :]).sum(axis=-1)
    explained = _of_means(worth, data) + _of_coefficients(form, data, apart, one.people, other.people)
    gap = _of_means(data.outcome, data)
    least = np.minimum(one.people, other.people) - size
    solved = one.solved & other.solved & possible
    method = np.select(
        [least < 1, ~solved, least < FEW_PEOPLE], ["withheld_too_few_people", "withheld_collinear", "influence_t_few_people"], "influence_t"
    )
    kept = np.where(np.char.startswith(method, "withheld"), np.nan, unit[..., 0])
    middles = one.outcome - other.outcome, (apart * fair).sum(axis=-1)
    limits, errors = [], []
    for middle, influence in zip((*middles, middles[0] - middles[1]), (gap, explained, gap - explained), strict=True):
        variances = [np.where(member, influence**2, 0.0).sum(axis=-1) for member in (data.of_group, data.of_reference)]
        error = np.sqrt(variances[0] + variances[1])
        half = stats.t.isf(tail, _freedom(variances, [one.people - size, other.people - size])) * error
        limits.append(interval((middle - half) * kept, (middle + half) * kept))
        errors.append(error * kept)
    of_gap, of_explained, of_unexplained = limits
    return OaxacaIntervals(of_gap, of_explained, of_unexplained, np.stack(errors, axis=-1), method)


def _unit(values: FloatArray, axis: int = -1) -> FloatArray:
    """A power of two that brings values to 1 or less: squares of what is enormous, or tiny, can then be held."""
    _, power = np.frexp(np.abs(values).max(axis=axis, keepdims=True, initial=0.0))
    return np.asarray(np.ldexp(1.0, power), dtype=np.float64)


def _freedom(variances: list[FloatArray], each: list[FloatArray]) -> FloatArray:
    """Of Welch and Satterthwaite; no fewer than the smaller group's."""
    least = np.maximum(np.minimum(*each), 1.0)
    total = variances[0] + variances[1]
    first, second = (np.divide(each, total, out=np.ones(total.shape), where=total > 0) for each in variances)
    below = first**2 / np.maximum(each[0], 1.0) + second**2 / np.maximum(each[1], 1.0)
    return np.asarray(np.maximum(1 / below, least))


def _of_means(values: FloatArray, data: PeopleOfGroups) -> FloatArray:
    """What each person adds to the difference of the groups' means."""
    return _of_mean(values, data.of_group) - _of_mean(values, data.of_reference)


def _of_mean(values: FloatArray, member: NDArray[np.bool_]) -> FloatArray:
    """What each person who is marked adds to the mean of them."""
    count = member.sum(axis=-1, keepdims=True)
    middle = np.where(member, values, 0.0).sum(axis=-1, keepdims=True) / np.maximum(count, 1)
    return np.where(member, (values - middle) / np.sqrt(np.maximum(count * (count - 1.0), 1.0)), 0.0)


def _of_coefficients(form: str, data: PeopleOfGroups, apart: FloatArray, people: FloatArray, others: FloatArray) -> FloatArray:
    """What each person adds to `apart` times the fair coefficients, by way of these."""
    if form in {"pooled", "neumark"}:
        indicator = [data.of_group[..., np.newaxis].astype(np.float64)] if form == "pooled" else []
        table = np.concatenate([data.table, *indicator], axis=-1)
        wanted = np.concatenate([apart, *(np.zeros_like(apart[..., :1]) for _ in indicator)], axis=-1)
        return _by_person(data.outcome, table, data.of_group | data.of_reference, wanted)
    share = people / np.maximum(people + others, 1)
    weight = np.asarray({"reference": 0.0, "group": 1.0, "reimers": 0.5, "cotton": share}[form])[..., np.newaxis]
    first, second = (_by_person(data.outcome, data.table, member, apart) for member in (data.of_group, data.of_reference))
    return weight * first + (1 - weight) * second


def _by_person(outcome: FloatArray, table: FloatArray, member: NDArray[np.bool_], wanted: FloatArray) -> FloatArray:
    """What each person adds to `wanted` times the coefficients of least squares, their residual divided by 1 less their leverage."""
    coefficients, solved = least_squares(outcome, table, member)
    rows = np.where(member[..., np.newaxis], table, 0.0)
    length = np.sqrt((rows**2).sum(axis=-2))
    length = np.where(length > 0, length, 1.0)
    left, single, right = np.linalg.svd(rows / length[..., np.newaxis, :], full_matrices=False)
    single = np.where(single > 1e-10, single, np.inf)
    pull = (left * ((right * (np.nan_to_num(wanted) / length)[..., np.newaxis, :]).sum(axis=-1) / single)[..., np.newaxis, :]).sum(axis=-1)
    own = 1 - (left**2).sum(axis=-1)
    residual = np.where(member, outcome - (table * coefficients[..., np.newaxis, :]).sum(axis=-1), 0.0)
    return np.where(solved[..., np.newaxis] & (own > 1e-9), pull * residual / np.where(own > 1e-9, own, 1.0), 0.0)
