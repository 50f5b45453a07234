"""A gap of two rates in two parts: the groups' different composition, and different rates within the same strata."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, MethodArray

EMPTY_STRATA = ("zero", "other_group")
"""What the rate of a stratum without people is taken to be: 0, or that of the other group in the same stratum."""


class KitagawaParts(NamedTuple):
    """The parts of a gap of rates. `gap` is `composition + rate_effect`, and each of these is the sum of its strata."""

    group_rate: FloatArray
    """The group's crude rate, times `per`: one for each setting."""
    reference_rate: FloatArray
    """The comparison group's crude rate, times `per`."""
    gap: FloatArray
    """The group's rate less that of the comparison group."""
    composition: FloatArray
    """The part that comes from who is in the groups: positive where the group has more people in strata with a high rate."""
    rate_effect: FloatArray
    """The part that comes from different rates in the same stratum."""
    composition_by_stratum: FloatArray
    """The composition part of each stratum (the last axis is the strata). 0 outside `where`."""
    rate_effect_by_stratum: FloatArray
    """The rate part of each stratum. 0 outside `where`."""
    method: MethodArray
    """`kitagawa`; `kitagawa_empty_stratum` where a stratum has people of one group only; `withheld_no_people` where a group has none."""


def kitagawa_parts(
    group_events: ArrayLike,
    group_people: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    empty_stratum: str = "zero",
    where: ArrayLike = True,
) -> KitagawaParts:
    r"""Kitagawa's two parts of the gap between two crude rates, with what each stratum adds to them.

    .. math:: r_A - r_B = \sum_s (c_{As} - c_{Bs})\frac{r_{As} + r_{Bs}}{2} + \sum_s (r_{As} - r_{Bs})\frac{c_{As} + c_{Bs}}{2}

    with c the share of the group's people who are in the stratum and r the stratum's rate. A composition part of 0 means that
    the groups are spread alike over strata as far as it matters for the rate, a rate part of 0 that strata differ by nothing
    on balance. A part may exceed the gap, the other then has the opposite sign. NaN: withheld, `method` says why.

    Parameters
    ----------
    group_events, reference_events : array_like
        Whole numbers of events, 0 or more; the last axis is the strata, the axes before it are settings and broadcast.
    group_people, reference_people : array_like
        People, or person-time, 0 or more. Where there are none there can be no events.
    per : array_like
        The rate's multiplier, above 0: a number, or one for each setting.
    empty_stratum : str
        The rate of a group in a stratum in which it has nobody: ``zero`` (0), or ``other_group`` (the other group's rate, so
        that the whole of the stratum's share counts as composition and nothing as a difference of rates). See Notes.
    where : array_like of bool
        Which strata belong to the setting. Cells outside may hold anything, NaN too.

    Returns
    -------
    KitagawaParts
        Rates and parts in units of `per`: one for each setting, and one for each stratum of it.

    Raises
    ------
    ValueError
        For values outside their domain, events where there are no people, an unknown `empty_stratum`, no axis of strata.
    TypeError
        For text, booleans, objects (None among them) and masked arrays.

    Notes
    -----
    A stratum in which a group has nobody has no rate. With ``zero``, half of what it adds is shown as a difference of rates that
    nobody could have experienced; `method` is then `kitagawa_empty_stratum`. The sum of both parts is the gap either way.
    The parts describe the groups; they are not causes, and they depend on how the strata were cut. Their intervals:
    `levelground.stats.decomposition.kitagawa_intervals`.

    References
    ----------
    Kitagawa EM. Components of a difference between two rates. Journal of the American Statistical Association 1955; 50: 1168-1194.

    Examples
    --------
    Two strata, one of them riskier; all of the gap is composition:

    >>> parts = kitagawa_parts([10, 80], [100, 400], [40, 20], [400, 100])
    >>> print(f"{parts.gap:.2f} = {parts.composition:.2f} + {parts.rate_effect:.2f}")
    0.06 = 0.06 + 0.00
    """
    domains.choice("empty_stratum", empty_stratum, EMPTY_STRATA)
    events_a, people_a, events_b, people_b, inside = counted_strata(group_events, group_people, reference_events, reference_people, where)
    filled_a, filled_b = people_a > 0, people_b > 0
    rate_a, rate_b = _rates("group", events_a, people_a), _rates("reference", events_b, people_b)
    if empty_stratum == "other_group":
        rate_a, rate_b = np.where(filled_a, rate_a, rate_b), np.where(filled_b, rate_b, rate_a)
    share_a, share_b = shares_of_people(people_a), shares_of_people(people_b)
    scale = np.asarray(domains.positive("per", per))
    composition = (share_a - share_b) * (rate_a + rate_b) / 2 * scale[..., np.newaxis]
    rate_effect = (rate_a - rate_b) * (share_a + share_b) / 2 * scale[..., np.newaxis]
    crude_a, crude_b = (share_a * rate_a).sum(axis=-1) * scale, (share_b * rate_b).sum(axis=-1) * scale
    one_sided = ((filled_a != filled_b) & inside).any(axis=-1)
    nobody = ~(filled_a.any(axis=-1) & filled_b.any(axis=-1))
    method = np.where(nobody, "withheld_no_people", np.where(one_sided, "kitagawa_empty_stratum", "kitagawa"))
    return KitagawaParts(
        crude_a[()],
        crude_b[()],
        (crude_a - crude_b)[()],
        composition.sum(axis=-1)[()],
        rate_effect.sum(axis=-1)[()],
        composition,
        rate_effect,
        np.broadcast_to(method, crude_a.shape)[()],
    )


def counted_strata(
    group_events: ArrayLike, group_people: ArrayLike, reference_events: ArrayLike, reference_people: ArrayLike, where: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, NDArray[np.bool_]]:
    """Events and people of both groups, checked, 0 outside `where`, and which strata belong."""
    found = []
    for prefix, events, people in (("group", group_events, group_people), ("reference", reference_events, reference_people)):
        within = domains.not_negative(f"{prefix}_events", events, where=where)
        happened = domains.counts(f"{prefix}_events", within, most=domains.ENORMOUS)
        at_risk = domains.not_negative(f"{prefix}_people", people, where=where)
        domains.between(f"{prefix}_events where there are no people", np.where(at_risk == 0, happened, 0.0), np.zeros(()), np.zeros(()))
        found += [happened, at_risk]
    events_a, people_a, events_b, people_b, inside = np.broadcast_arrays(*found, domains.marks("where", where))
    if events_a.ndim == 0:
        raise ValueError("group_events must have an axis of strata; found a single number")
    return events_a, people_a, events_b, people_b, inside


def _rates(name: str, events: FloatArray, people: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        rates = np.divide(events, people, out=np.zeros(events.shape), where=people > 0)
    return domains.finite(f"{name}_events / {name}_people", rates)


def shares_of_people(people: FloatArray) -> FloatArray:
    """Each stratum's share of the setting's people: NaN where there are none at all."""
    total = people.sum(axis=-1, keepdims=True)
    shares: FloatArray = np.divide(people, total, out=np.full(people.shape, np.nan), where=total > 0)
    return shares
