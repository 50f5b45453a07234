"""Representation and pay gaps one person, one group, one step at a time."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction


def apart_by_chance(participants: int, shares: list[float]) -> float:
    """Half the sum over the groups of the mean distance between share taken and share, each count in turn."""
    total = 0.0
    for share in shares:
        for count in range(participants + 1):
            chance = math.comb(participants, count) * share**count * (1 - share) ** (participants - count)
            total += chance * abs(count / participants - share)
    return total / 2


def response_representativity(responses: list[int], invited: list[int]) -> float:
    everyone = [sum(responses) / sum(invited)] * sum(invited)
    own = [answered / asked for answered, asked in zip(responses, invited, strict=True) for _ in range(asked)]
    return 1 - 2 * math.sqrt(sum((a - b) ** 2 for a, b in zip(own, everyone, strict=True)) / len(own))


def pay_quarter_shares(pay: list[int], in_group: list[bool]) -> list[float]:
    """Everybody who shares a rate of pay counts as the average person at that rate."""
    people = sorted(range(len(pay)), key=lambda person: pay[person])
    weight: dict[int, Fraction] = {}
    for rate in set(pay):
        alike = [member for paid, member in zip(pay, in_group, strict=True) if paid == rate]
        weight[rate] = Fraction(sum(alike), len(alike))
    sizes = [len(pay) // 4] * 4
    for quarter in {0: (), 1: (0,), 2: (0, 2), 3: (0, 1, 2)}[len(pay) % 4]:
        sizes[quarter] += 1
    shares = []
    for size in sizes:
        here, people = people[:size], people[size:]
        shares.append(float(sum(weight[pay[person]] for person in here) / size) if here else math.nan)
    return shares


def median_gap(group: list[float], reference: list[float]) -> float:
    return (statistics.median(reference) - statistics.median(group)) / statistics.median(reference)


def mean_gap(group: list[float], reference: list[float]) -> float:
    return (statistics.fmean(reference) - statistics.fmean(group)) / statistics.fmean(reference)


def median_limits(values: list[float], confidence: float) -> tuple[float, float]:
    """The innermost pair of order statistics with no more than the tail beyond each."""
    ordered, found = sorted(values), (math.nan, math.nan)
    for rank in range(1, len(ordered) // 2 + 1):
        beyond = sum(math.comb(len(ordered), count) for count in range(rank)) / 2 ** len(ordered)
        if beyond <= (1 - confidence) / 2:
            found = ordered[rank - 1], ordered[-rank]
    return found
