"""A gap of two means (pay, waiting times) in the part that measured characteristics explain and the part that they do not."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray
from levelground.stats.parts import in_parts

FORMS: Final = ("reference", "group", "cotton", "reimers", "pooled", "neumark")
"""Whose coefficients count as the fair ones: see `oaxaca_blinder`."""


class OaxacaBlinder(NamedTuple):
    """A gap of means in two parts and, beside them, in three. Every field is in the unit of the outcome, one for each setting."""

    gap: FloatArray
    """The group's mean less that of the comparison group: `explained + unexplained`."""
    explained: FloatArray
    """The part that goes with different characteristics, each worth what the chosen form says."""
    unexplained: FloatArray
    """The rest: equal characteristics with unequal outcomes, and whatever was not measured."""
    explained_by: FloatArray
    """What each covariate adds to `explained` (the last axis is the covariates)."""
    endowment: FloatArray
    """Three-fold: different characteristics, at the comparison group's coefficients."""
    coefficient: FloatArray
    """Three-fold: different coefficients, at the comparison group's characteristics."""
    interaction: FloatArray
    """Three-fold: both at once. `endowment + coefficient + interaction` is the gap."""
    method: MethodArray
    """`oaxaca_blinder_` and the form; `withheld_too_few_people` where a group has fewer people than coefficients, and
    `withheld_collinear` where a group's covariates determine one another (a covariate with one value, bands that add up to 1)."""


def oaxaca_blinder(outcome: ArrayLike, covariates: ArrayLike, in_group: ArrayLike, *, form: str, where: ArrayLike = True) -> OaxacaBlinder:
    r"""The Oaxaca-Blinder parts of the gap between the means of two groups, from a linear model of each by least squares.

    .. math:: \bar y_A - \bar y_B = (\bar x_A - \bar x_B)'\beta^* + \left[\bar x_A'(\beta_A - \beta^*) + \bar x_B'(\beta^* - \beta_B)\right]

    .. math:: \bar y_A - \bar y_B = (\bar x_A - \bar x_B)'\beta_B + \bar x_B'(\beta_A - \beta_B)
              + (\bar x_A - \bar x_B)'(\beta_A - \beta_B)

    with A the group, B the comparison group, and an intercept in every model. An explained part of 0 means that characteristics
    are alike on average, as far as the form values them. NaN: withheld, `method` says why.

    Parameters
    ----------
    outcome : array_like
        Pay, say, within 1e300 of 0; the last axis is the people, the axes before it are settings.
    covariates : array_like
        Shape (..., people, covariates). Bands come as one column of 0 and 1 for each band but the first. No column of ones.
    in_group : array_like of bool
        True for people of the group, False for those of the comparison group.
    form : str
        The coefficients taken as fair; there is no default, because the answer depends on it:

        - ``reference``: those of the comparison group (what would the group be paid by the others' rules);
        - ``group``: those of the group;
        - ``cotton``: both, weighted by the numbers of people;
        - ``reimers``: both, half and half;
        - ``pooled``: of all people with an indicator of the group in the model, the indicator then left out;
        - ``neumark``: of all people without such an indicator. What the characteristics take over from the group is then counted as
          explained, so that the unexplained part is too small.
    where : array_like of bool
        Who belongs to the setting. Cells outside may hold anything, NaN too.

    Returns
    -------
    OaxacaBlinder
        Parts in the unit of the outcome: one for each setting.

    Raises
    ------
    ValueError
        For an unknown `form` (the nearest is named), values that are not finite, shapes that do not fit.
    TypeError
        For text, booleans where numbers are meant (and the reverse), objects and masked arrays.

    Notes
    -----
    The parts of single covariates in the *unexplained* part depend on which band was left out, and are not given. Intervals:
    `levelground.stats.decomposition.oaxaca_intervals`.
    `unexplained` is not a measure of discrimination: what was not measured is in it, and unequal treatment that shaped the
    characteristics themselves (who is promoted) is in `explained`.

    References
    ----------
    Oaxaca R. International Economic Review 1973; 14: 693-709. Blinder AS. Journal of Human Resources 1973; 8: 436-455.
    Reimers CW. Review of Economics and Statistics 1983; 65: 570-579. Cotton J. Review of Economics and Statistics 1988; 70: 236-243.
    Neumark D. Journal of Human Resources 1988; 23: 279-295. Jann B. The Blinder-Oaxaca decomposition for linear regression
    models. Stata Journal 2008; 8: 453-479 (section 2).

    Examples
    --------
    Years of service explain all of it: both groups get 1,000 a year on top of 20,000.

    >>> years = [[1], [2], [3], [5], [6], [10]]
    >>> parts = oaxaca_blinder([21e3, 22e3, 23e3, 25e3, 26e3, 30e3], years, [True] * 3 + [False] * 3, form="reference")
    >>> print(f"{parts.gap:.0f}: explained {parts.explained:.0f}")
    -5000: explained -5000
    """
    domains.choice("form", form, FORMS)
    data = people_with_covariates(outcome, covariates, in_group, where)
    settings, (people, columns) = data.table.shape[:-2], data.table.shape[-2:]
    return in_parts(lambda *rows: _parted(form, PeopleOfGroups(*rows)), settings, *data, cells_each=people * (columns + 1))


class PeopleOfGroups(NamedTuple):
    """People of both groups: their outcome, a table of ones and covariates, and who belongs to which."""

    outcome: FloatArray
    table: FloatArray
    of_group: NDArray[np.bool_]
    of_reference: NDArray[np.bool_]


class GroupModel(NamedTuple):
    """What least squares says of one group, and the means of its table and its outcome."""

    coefficients: FloatArray
    means: FloatArray
    outcome: FloatArray
    people: FloatArray
    solved: NDArray[np.bool_]


def _parted(form: str, data: PeopleOfGroups) -> OaxacaBlinder:
    one, other, fair, possible = of_people(form, data)
    difference = one.means - other.means
    explained_by = (difference * fair)[..., 1:]
    gap, explained = one.outcome - other.outcome, explained_by.sum(axis=-1)
    change = one.coefficients - other.coefficients
    endowment, interaction = (difference * other.coefficients).sum(axis=-1), (difference * change).sum(axis=-1)
    few = np.minimum(one.people, other.people) < data.table.shape[-1]
    solved = one.solved & other.solved & possible & ~few
    kept = np.where(solved, 1.0, np.nan)
    method = np.where(few, "withheld_too_few_people", np.where(solved, f"oaxaca_blinder_{form}", "withheld_collinear"))
    return OaxacaBlinder(
        gap,
        explained * kept,
        (gap - explained) * kept,
        explained_by * kept[..., np.newaxis],
        endowment * kept,
        (other.means * change).sum(axis=-1) * kept,
        interaction * kept,
        method,
    )


def of_people(form: str, data: PeopleOfGroups) -> tuple[GroupModel, GroupModel, FloatArray, NDArray[np.bool_]]:
    """The models of both groups, the coefficients that a form takes as fair, and whether these are determined."""
    one, other = _model(data.outcome, data.table, data.of_group), _model(data.outcome, data.table, data.of_reference)
    return one, other, *_fair(form, data, one, other)


def _model(outcome: FloatArray, table: FloatArray, member: NDArray[np.bool_]) -> GroupModel:
    """Means and least squares of the people who are marked; of nobody, means are NaN."""
    people = member.sum(axis=-1).astype(np.float64)
    some = np.where(people > 0, people, np.nan)
    coefficients, solved = least_squares(outcome, table, member)
    means = np.where(member[..., np.newaxis], table, 0.0).sum(axis=-2) / some[..., np.newaxis]
    return GroupModel(coefficients, means, np.where(member, outcome, 0.0).sum(axis=-1) / some, people, solved)


def least_squares(outcome: FloatArray, table: FloatArray, member: NDArray[np.bool_]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Coefficients of the people who are marked, every setting at once, and whether they are determined. Not determined: 0.

    Columns are brought to one length first; a column whose part of its own is under 1e-10 of it is taken as determined by the others.
    """
    size = table.shape[-1]
    rows = np.where(member[..., np.newaxis], np.concatenate([table, outcome[..., np.newaxis]], axis=-1), 0.0)
    missing = max(0, size + 1 - rows.shape[-2])
    rows = np.concatenate([rows, np.zeros((*rows.shape[:-2], missing, size + 1))], axis=-2)
    largest = np.abs(rows).max(axis=-2, keepdims=True)
    largest = np.where(largest < 1 / domains.ENORMOUS, 0.0, largest)
    rows = np.where(largest > 0, rows, 0.0)
    length = largest * np.sqrt(((rows / np.where(largest > 0, largest, 1.0)) ** 2).sum(axis=-2, keepdims=True))
    length = np.where(length > 0, length, 1.0)
    triangle = np.asarray(np.linalg.qr(rows / length, mode="r"), dtype=np.float64)
    square, right = triangle[..., :size, :size], triangle[..., :size, size:]
    solved = np.asarray((np.abs(np.diagonal(square, axis1=-2, axis2=-1)) > 1e-10).all(axis=-1))
    square = np.where(solved[..., np.newaxis, np.newaxis], square, np.eye(size))
    scale = length[..., 0, :]
    found = np.linalg.solve(square, right)[..., 0] / scale[..., :size] * scale[..., size:]
    return np.where(solved[..., np.newaxis], found, 0.0), solved


def _fair(form: str, data: PeopleOfGroups, one: GroupModel, other: GroupModel) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The coefficients that a form takes as fair, and whether they are determined."""
    if form in {"pooled", "neumark"}:
        indicator = [np.where(data.of_group, 1.0, 0.0)[..., np.newaxis]] if form == "pooled" else []
        member = data.of_group | data.of_reference
        found, solved = least_squares(data.outcome, np.concatenate([data.table, *indicator], axis=-1), member)
        return found[..., : data.table.shape[-1]], solved
    people = one.people + other.people
    cotton = one.people / np.where(people > 0, people, np.nan)
    weight = np.asarray({"reference": 0.0, "group": 1.0, "reimers": 0.5, "cotton": cotton}[form])[..., np.newaxis]
    return weight * one.coefficients + (1 - weight) * other.coefficients, np.ones(one.people.shape, dtype=np.bool_)


def people_with_covariates(outcome: ArrayLike, covariates: ArrayLike, in_group: ArrayLike, where: ArrayLike) -> PeopleOfGroups:
    """The arguments, checked and broadcast over the settings; the table begins with a column of ones."""
    inside = domains.marks("where", where)
    values, group = domains.finite("outcome", outcome, where=inside), domains.marks("in_group", in_group)
    if values.ndim == 0:
        raise ValueError("outcome must have an axis of people; found a single number")
    if np.ndim(domains.measured("covariates", covariates, within=np.inf)) < 2:
        raise ValueError(f"covariates must have the shape (..., people, covariates); found {np.ndim(covariates)} axes")
    table = domains.finite("covariates", covariates, where=inside[..., np.newaxis] if inside.ndim else inside)
    shape = np.broadcast_shapes(values.shape, group.shape, inside.shape, table.shape[:-1])
    if shape[-1] != table.shape[-2] or shape[-1] != values.shape[-1]:
        raise ValueError(f"covariates must have a row for each of {values.shape[-1]} people; found {table.shape[-2]}")
    filled = np.concatenate([np.ones((*shape, 1)), np.broadcast_to(table, (*shape, table.shape[-1]))], axis=-1)
    member, belongs = np.broadcast_to(group, shape), np.broadcast_to(inside, shape)
    return PeopleOfGroups(np.broadcast_to(values, shape), filled, member & belongs, ~member & belongs)
