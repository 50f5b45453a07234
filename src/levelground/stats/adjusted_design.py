"""What an adjusted model is fitted to: people with an outcome, a group and covariates, checked, as a matrix of columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray


class AdjustedData(NamedTuple):
    """People, one on each row."""

    outcome: FloatArray
    """1 where it happened, else 0; shape (people,)."""
    place: NDArray[np.int64]
    """The place of each person's group; shape (people,)."""
    covariates: FloatArray
    """Shape (people, covariates)."""
    groups: int
    """How many groups there are."""
    reference: int
    """The place of the reference group."""

    @property
    def others(self) -> NDArray[np.int64]:
        """The places of the groups but the reference group."""
        return np.delete(np.arange(self.groups), self.reference)


def adjusted_data(outcome: ArrayLike, group: ArrayLike, covariates: ArrayLike, groups: int, reference: int) -> AdjustedData:
    """The arguments of an adjusted model, or ValueError or TypeError that says what is wrong with which."""
    size, first = domains.whole("groups", groups, least=2), domains.whole("reference", reference, least=0)
    happened, place = domains.marks("outcome", outcome), domains.counts("group", group)
    table = domains.finite("covariates", covariates)
    if happened.ndim != 1 or place.shape != happened.shape or table.ndim != 2 or len(table) != happened.size:
        raise ValueError(
            "outcome and group must have one axis of one length, and covariates the shape (people, covariates); "
            f"found {happened.shape}, {place.shape} and {table.shape}"
        )
    if first >= size:
        raise ValueError(f"reference must be below {size}, the number of groups; found {first}")
    domains.between("group", place, np.zeros(()), np.full((), size - 1.0))
    return AdjustedData(happened.astype(np.float64), place.astype(np.int64), table, size, first)


def require_events(data: AdjustedData, *, everybody: bool) -> None:
    """Events in every group and, where `everybody` is not allowed to have one, people without."""
    people = np.bincount(data.place, minlength=data.groups)
    events = np.bincount(data.place, weights=data.outcome, minlength=data.groups)
    for wrong, what in (
        (people == 0, "no people"),
        (events == 0, "no events"),
        ((events == people) & everybody, "nobody without an event"),
    ):
        if wrong.any():
            raise ValueError(
                f"every group must have people with the outcome{' and people without' if everybody else ''}; found {what} in group "
                f"{int(np.argmax(wrong))}: join it with another group, or leave it out"
            )


def with_intercept(covariates: FloatArray) -> FloatArray:
    """A column of ones, then the covariates."""
    return np.concatenate([np.ones((len(covariates), 1)), covariates], axis=1)


def design(data: AdjustedData, *, adjusted: bool) -> FloatArray:
    """Intercept, an indicator of each group but the reference group and, if `adjusted`, the covariates."""
    indicators = (data.place[:, np.newaxis] == data.others).astype(np.float64)
    return with_intercept(np.concatenate([indicators, data.covariates], axis=1) if adjusted else indicators)


def require_independent(table: FloatArray) -> None:
    """No column that the others determine, and more people than columns."""
    people, columns = table.shape
    if people <= columns:
        raise ValueError(f"there must be more people than coefficients; found {people} people and {columns} coefficients")
    largest = np.abs(table).max(axis=0)
    length = largest * np.sqrt(((table / np.where(largest > 0, largest, 1.0)) ** 2).sum(axis=0))
    unit = table / np.where(length > 0, length, 1.0)
    if np.linalg.eigvalsh(unit.T @ unit)[0] > 1e-10:  # plainly independent, at a tenth of the time of what follows
        return
    own = np.abs(np.diagonal(np.asarray(np.linalg.qr(unit, mode="r"))))
    if (own <= 1e-10).any():
        column = int(np.argmax(own <= 1e-10))
        raise ValueError(
            f"no covariate may be determined by the others, the groups and the intercept; found such a column at {column} of the model "
            "(0 is the intercept, then the groups but the reference group, then the covariates): leave one band or category out"
        )
