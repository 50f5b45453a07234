"""Run charts and the Bernoulli CUSUM one point at a time; the rules of runs from every order that there is."""

import math
from itertools import combinations, pairwise, product

Cells = dict[tuple[int, int], float]
"""The chance of each number of crossings with each longest run."""


def runs(values: list[float], centre: float) -> tuple[int, int, int]:
    """Useful points, the longest run and crossings."""
    above = [value > centre for value in values if not math.isnan(value) and value != centre]
    longest = crossings = current = 0
    for place, side in enumerate(above):
        if place and side != above[place - 1]:
            crossings, current = crossings + 1, 0
        current += 1
        longest = max(longest, current)
    return len(above), longest, crossings


def fewest_crossings(useful: int) -> int:
    """The smallest number that so many fair coins less one stay at or under with a chance of 5% or more."""
    chance, number = 0.0, 0
    while True:
        chance += math.comb(useful - 1, number) / 2 ** (useful - 1)
        if chance >= 0.05:
            return number
        number += 1


def number_of_runs(above: int, below: int) -> tuple[int, int]:
    """The fewest and the most runs beyond which there is a chance of 2.5% or less, counted over every order of the points."""
    orders = list(combinations(range(above + below), above))
    counts: dict[int, int] = {}
    for chosen in orders:
        sides = [place in chosen for place in range(above + below)]
        runs = 1 + sum(left != right for left, right in pairwise(sides))
        counts[runs] = counts.get(runs, 0) + 1
    fewest = min(runs for runs in counts if 40 * sum(counts[each] for each in counts if each <= runs) > len(orders))
    return fewest, max(runs for runs in counts if 40 * sum(counts[each] for each in counts if each >= runs) > len(orders))


def every_order(useful: int, chance_above: float) -> Cells:
    """Each series of points above and below the centre, with its chance."""
    cells: Cells = {}
    for sides in product((1.0, -1.0), repeat=useful):
        above = sides.count(1.0)
        _, longest, crossings = runs(list(sides), 0.0)
        chance = chance_above**above * (1 - chance_above) ** (useful - above)
        cells[crossings, longest] = cells.get((crossings, longest), 0.0) + chance
    return cells


def by_runs(useful: int, chance_above: float, longest: int) -> Cells:
    """The same from the ways to cut so many points above, and so many below, into alternating runs no longer than `longest`."""
    ways = [[[1.0] + [0.0] * useful] for _ in range(longest + 1)]
    for limit in range(1, longest + 1):
        for _ in range(useful):
            last = ways[limit][-1]
            ways[limit].append([sum(last[max(0, points - limit) : points]) for points in range(useful + 1)])
    weights = [
        chance_above**above * (1 - chance_above) ** (useful - above) + (1 - chance_above) ** above * chance_above ** (useful - above)
        for above in range(useful + 1)
    ]
    cells: Cells = {}
    for crossings in range(useful):
        first, second = crossings // 2 + 1, (crossings + 1) // 2
        shorter = 0.0
        for limit in range(1, longest + 1):
            one, other = ways[limit][first], ways[limit][second]
            within = sum(weight * one[above] * other[useful - above] for above, weight in enumerate(weights))
            cells[crossings, limit] = within - shorter
            shorter = within
    return cells


def boxes(stable: Cells, shifted: Cells) -> tuple[int, int, int, int]:
    """The box that a stable series stays in with a chance of 0.925 and a shifted one least; then its corner, cell by cell."""
    crossings, runs_ = sorted({cell[0] for cell in stable}), sorted({cell[1] for cell in stable})
    best: tuple[float, int, int] = (2.0, 0, 0)
    for fewest in crossings:
        true = false = 0.0
        for longest in runs_:
            true += sum(stable[other, longest] for other in crossings if other >= fewest)
            false += sum(shifted[other, longest] for other in crossings if other >= fewest)
            if true >= 0.925 and false < best[0]:
                best = (false, fewest, longest)
    _, fewest, longest = best

    def within(cells: Cells, at_fewest: int, at_longest: int) -> float:
        return sum(
            chance
            for (crossed, run), chance in cells.items()
            if crossed >= fewest
            and run <= longest
            and not (crossed == fewest and run > at_fewest)
            and not (run == longest and crossed < at_longest)
        )

    border = (longest, fewest)
    while True:
        following = [(longest - 1, fewest + 1)] if border == (longest, fewest) else [(border[0] - 1, border[1]), (border[0], border[1] + 1)]
        possible = [each for each in following if within(stable, *each) >= 0.925]
        if not possible:
            return fewest, longest, *border
        border = min(possible, key=lambda each: within(shifted, *each))


def cusum(events: list[int], risk: float, odds_ratio: float, limit: float) -> tuple[list[float], list[bool]]:
    """The upper sum and its signals."""
    odds = odds_ratio * risk / (1 - risk)
    raised = odds / (1 + odds)
    sums, signals, current = [], [], 0.0
    for event in events:
        current = max(0.0, current + math.log(raised / risk if event else (1 - raised) / (1 - risk)))
        signals.append(current >= limit)
        if signals[-1]:
            current = 0.0
        sums.append(current)
    return sums, signals
