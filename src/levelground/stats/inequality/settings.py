"""What a setting holds: the values of its groups, their shares of its population, and what they are measured from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray
from levelground.stats.parts import Found, by_parts

LARGEST: Final = 1e70
"""Values above this are refused: their squares and products would overflow."""
WITHHELD_ONE_GROUP: Final = "withheld_fewer_than_two_groups"
WITHHELD_NO_POPULATION: Final = "withheld_no_population"

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """The groups of some settings: `values` is (settings, groups, replicates), the rest has one replicate."""

    values: FloatArray
    shares: FloatArray
    """Of the population; the shares of a setting add up to 1."""
    even: FloatArray
    """One over the number of groups; 0 for a cell that does not belong."""
    member: BoolArray
    average: FloatArray | None
    """The setting's average where it is known from elsewhere, (settings, 1, 1)."""
    favourable: BoolArray
    """Whether a higher value is better, (settings, 1, 1)."""
    reference: NDArray[np.intp]
    """The place of the reference group, (settings, 1, 1)."""

    @cached_property
    def mean(self) -> FloatArray:
        """The setting's average, (settings, 1, replicates): the one known, or the groups' weighted mean."""
        return self.weighted_mean if self.average is None else self.average

    @cached_property
    def weighted_mean(self) -> FloatArray:
        """The groups' mean weighted by population, (settings, 1, replicates)."""
        return np.asarray(self.shares.swapaxes(-1, -2) @ self.values)

    @cached_property
    def off_mean(self) -> FloatArray:
        """How far each value lies from the average, without sign."""
        return np.asarray(np.abs(self.values - self.mean))

    @cached_property
    def variance(self) -> FloatArray:
        """The variance between groups, (settings, replicates)."""
        return self.added_up((self.values - self.weighted_mean) ** 2)

    @cached_property
    def best(self) -> FloatArray:
        """The best value, (settings, 1, replicates): the highest where higher is better, else the lowest."""
        highest = np.max(self.values, axis=-2, keepdims=True, where=self.member, initial=-np.inf)
        lowest = np.min(self.values, axis=-2, keepdims=True, where=self.member, initial=np.inf)
        return np.asarray(np.where(self.favourable, highest, lowest))

    @cached_property
    def off_best(self) -> FloatArray:
        """How far each value lies from the best, without sign."""
        return np.asarray(np.abs(self.values - self.best))

    @cached_property
    def off_reference(self) -> FloatArray:
        """How far each value lies from the reference group's, without sign."""
        return np.asarray(np.abs(self.values - np.take_along_axis(self.values, self.reference, axis=-2)))

    def added_up(self, terms: FloatArray, *, weighted: bool = True) -> FloatArray:
        """The terms' mean over groups, (settings, replicates): weighted by population, or each group counting the same."""
        weights = self.shares if weighted else self.even
        return np.asarray((weights.swapaxes(-1, -2) @ terms)[..., 0, :])

    def some(self, part: slice, values: FloatArray) -> Groups:
        """The settings of `part` with other values in their groups."""
        average = None if self.average is None else self.average[part]
        return Groups(values, self.shares[part], self.even[part], self.member[part], average, self.favourable[part], self.reference[part])

    def with_mean_held(self) -> Groups:
        """The same groups measured from the mean of the values that they have now, whatever values they take later."""
        return replace(self, average=self.mean)


@dataclass(frozen=True)
class Settings:
    """Many settings, one after the other."""

    shape: tuple[int, ...]
    """The shape in which results are given."""
    groups: Groups
    """With one replicate: the estimates."""
    errors: FloatArray | None
    """Standard errors, (settings, groups, 1)."""
    people: FloatArray
    """Each setting's population."""
    withheld: MethodArray
    """Why a setting has no measure; empty where it has one."""

    @property
    def estimates(self) -> FloatArray:
        """(settings, groups)."""
        return self.groups.values[..., 0]

    @property
    def shares(self) -> FloatArray:
        """(settings, groups)."""
        return self.groups.shares[..., 0]

    @property
    def member(self) -> BoolArray:
        """(settings, groups)."""
        return self.groups.member[..., 0]

    @property
    def spread(self) -> FloatArray | None:
        """Standard errors, (settings, groups)."""
        return None if self.errors is None else self.errors[..., 0]

    def some(self, part: slice) -> Settings:
        """The settings of `part`, one after the other."""
        people, withheld = self.people[part], self.withheld[part]
        errors = None if self.errors is None else self.errors[part]
        return Settings(people.shape, self.groups.some(part, self.groups.values[part]), errors, people, withheld)


def by_settings(work: Callable[..., Found], settings: Settings, *each: FloatArray) -> Found:
    """What `work` finds of settings and of what each has, a stretch of them at a time, in the shape of the settings."""
    cells = settings.member.shape[-1]
    return by_parts(lambda part: work(settings.some(part), *(one[part] for one in each)), settings.shape, cells_each=cells)


def checked_settings(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    standard_errors: ArrayLike | None = None,
    average: ArrayLike | None = None,
    favourable: ArrayLike = True,
    reference: ArrayLike | None = None,
    where: ArrayLike = True,
) -> Settings:
    """Settings of checked and broadcast arrays, laid one after the other.

    `average`, `favourable` and `reference` have the settings' axes alone.
    """
    given = {"estimates": estimates, "population": population}
    if standard_errors is not None:
        given["standard_errors"] = standard_errors
    cells = {name: domains.not_negative(name, values, most=LARGEST, where=where) for name, values in given.items()}
    cells["population"] = np.where(cells["population"] < 1 / domains.ENORMOUS, 0.0, cells["population"])
    if cells["estimates"].ndim == 0:
        raise ValueError("estimates must have an axis of groups; found a single number")
    each: dict[str, NDArray[Any]] = {"favourable": domains.marks("favourable", favourable)}
    if reference is not None:
        each["reference"] = places(reference)
    if average is not None:
        each["average"] = domains.not_negative("average", average, most=LARGEST)
    full = np.broadcast_shapes(*(cell.shape for cell in cells.values()), *((*one.shape, 1) for one in each.values()))
    inside = np.broadcast_to(domains.marks("where", where), full)
    if full[-1] == 0:
        full = (*full[:-1], 1)
        cells, inside = dict.fromkeys(cells, np.zeros(full)), np.zeros(full, dtype=np.bool_)
    rows, member = {name: _rows(cell, full) for name, cell in cells.items()}, _rows(inside, full)
    return _settled(full[:-1], rows, {name: _rows(one[..., np.newaxis], (*full[:-1], 1)) for name, one in each.items()}, member)


def places(reference: ArrayLike) -> NDArray[np.intp]:
    """Positions of groups on the last axis: whole numbers."""
    positions = np.asarray(reference)
    if isinstance(reference, np.ma.MaskedArray) or positions.dtype.kind not in "iu":
        raise TypeError(f"reference must be the position of a group, a whole number; found {positions.dtype.name} values")
    return positions.astype(np.intp)


def require_at_most(name: str, settings: Settings, most: ArrayLike) -> FloatArray:
    """The highest value that an estimate may have, (settings,), where no estimate is above it."""
    limit = np.broadcast_to(domains.not_negative(name, most, most=np.inf), settings.shape).ravel()
    above = settings.member & (settings.estimates > limit[:, np.newaxis])
    if above.any():
        row, group = np.argwhere(above)[0]
        place = (*(int(axis) for axis in np.unravel_index(row, settings.shape)), int(group)) if settings.shape else int(group)
        raise ValueError(
            f"estimates must be no more than {name}, {limit[row]:g}; found {settings.estimates[row, group]:g} at position {place}"
        )
    return limit


def _settled(shape: tuple[int, ...], rows: dict[str, NDArray[Any]], each: dict[str, NDArray[Any]], member: BoolArray) -> Settings:
    population = rows["population"]
    count, people = member.sum(axis=-2), population.sum(axis=-2)
    withheld = np.where(count < 2, WITHHELD_ONE_GROUP, np.where(people > 0, "", WITHHELD_NO_POPULATION))[:, 0]
    member = member | (count < 2)[:, np.newaxis]
    reference = _belonging(each["reference"], member) if "reference" in each else np.zeros((len(member), 1, 1), dtype=np.intp)
    groups = Groups(
        values=rows["estimates"],
        shares=population / np.where(people > 0, people, 1)[:, np.newaxis],
        even=member / member.sum(axis=-2, keepdims=True),
        member=member,
        average=each.get("average"),
        favourable=each["favourable"],
        reference=reference,
    )
    return Settings(shape, groups, rows.get("standard_errors"), people[:, 0], withheld)


def _rows(cells: NDArray[Any], full: tuple[int, ...]) -> NDArray[Any]:
    """Broadcast to the full shape, then one setting a row: (settings, groups, 1)."""
    count = int(np.prod(full[:-1], dtype=np.intp))
    return np.broadcast_to(cells, full).reshape(count, full[-1], 1)


def _belonging(reference: NDArray[np.intp], member: BoolArray) -> NDArray[np.intp]:
    """The positions, where each is that of a group which belongs to its setting."""
    within = (reference >= 0) & (reference < member.shape[-2])
    held = within & np.take_along_axis(member, np.where(within, reference, 0), axis=-2)
    if not held.all():
        row = int(np.argwhere(~held)[0][0])
        raise ValueError(f"reference must be the position of a group of its setting; found {reference[row, 0, 0]} in setting {row}")
    return reference
