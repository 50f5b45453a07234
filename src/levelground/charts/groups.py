"""Which rows a chart has, and in which order: all groups of a breakdown, as published, each under its broad group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn

from levelground.errors import UnknownElement, nearest_names
from levelground.measurement.results import Area, Gap, Group, Level, ReleasedResults


def broad_of(levels: Iterable[Level]) -> dict[str, Group]:
    """The broad groups, by code, in published order."""
    groups = {level.group.code: level.group for level in levels if level.group.parent is None}
    return dict(sorted(groups.items(), key=lambda item: item[1].position))


def breakdowns(results: ReleasedResults, measure_id: str) -> tuple[str, ...]:
    """The breakdowns that a measure has levels for, in the measure's order."""
    found = {level.group.breakdown for level in results.levels_of(measure_id)}
    named = results.change_package.measure(measure_id).breakdowns
    return (*(name for name in named if name in found), *sorted(found.difference(named)))


def areas(results: ReleasedResults, measure_id: str) -> tuple[Area, ...]:
    """The areas that a measure has levels for, in the order of the results."""
    return tuple(dict.fromkeys(level.area for level in results.levels_of(measure_id)))


def one_area_levels(results: ReleasedResults, measure_id: str, breakdown: str) -> tuple[Level, ...]:
    """The levels that one picture shows: one area, the latest period, in published order.

    For a breakdown into detailed groups the levels of the broad groups come with it, each before its own.

    Raises
    ------
    UnknownElement
        When the measure has no such levels.
    ValueError
        When it has several areas: one picture of groups is of one area.
    """
    of_measure = _latest(results.levels_of(measure_id))
    chosen = [level for level in of_measure if level.group.breakdown == breakdown]
    if not chosen:
        _refuse_unknown(results, measure_id, breakdown)
    if len({level.area for level in chosen}) > 1:
        raise ValueError(f"`{measure_id}` is given for several areas: a picture of groups is of one area")
    parents = {level.group.parent for level in chosen} - {None}
    heads = [level for level in of_measure if level.group.code in parents and level.group.breakdown != breakdown]
    return tuple(sorted([*heads, *chosen], key=_published_order({level.group.code: level.group.position for level in heads})))


def gap_rows(results: ReleasedResults, measure_id: str, breakdown: str) -> tuple[Gap, ...]:
    """The gaps that one picture shows, groups in published order, the named comparator before the second."""
    of_measure = results.gaps_of(measure_id)
    period = max((gap.period for gap in of_measure), default="")
    chosen = [gap for gap in of_measure if gap.group.breakdown == breakdown and gap.period == period]
    if not chosen:
        _refuse_unknown(results, measure_id, breakdown)
    if len({gap.area for gap in chosen}) > 1:
        raise ValueError(f"`{measure_id}` is given for several areas: a picture of gaps is of one area")
    order = _published_order({code: group.position for code, group in broad_of(results.levels_of(measure_id)).items()})
    return tuple(sorted(chosen, key=lambda gap: (*order(gap), gap.comparator.role != "named")))


def _published_order(parents: dict[str, int]) -> Callable[[Level | Gap], tuple[int, int, int]]:
    def key(row: Level | Gap) -> tuple[int, int, int]:
        group = row.group
        if group.parent is None:
            return (group.position, 0, group.position)
        return (parents.get(group.parent, group.position), 1, group.position)

    return key


def _latest(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    period = max((level.period for level in levels), default="")
    return tuple(level for level in levels if level.period == period)


def _refuse_unknown(results: ReleasedResults, measure_id: str, breakdown: str) -> NoReturn:
    near = nearest_names(measure_id, results.measured_ids())
    hint = f" Did you mean {' or '.join(near)}?" if near and measure_id not in near else ""
    raise UnknownElement(f"There are no released results for `{measure_id}` by {breakdown} groups.{hint}")
