"""An XmR chart slowly and obviously: one series, plain Python, every window of points looked at one after the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

PRECEDENCE = ("outside", "trend", "two_in_three", "shift")
HIGH_WORDS, LOW_WORDS = ("high", "up"), ("low", "down")


@dataclass
class SlowOptions:
    improvement: str = "neutral"
    starts: frozenset[int] = frozenset()
    baseline: frozenset[int] | None = None
    fix_after: int | None = None
    screen: bool = True
    shift_points: int = 7
    trend_points: int = 7
    older: bool = False


@dataclass
class SlowPoint:
    value: float
    centre: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    method: str = ""
    rules: set[str] = field(default_factory=set)
    label: str = "missing"
    type: str = "missing"


def chart(values: list[float], options: SlowOptions) -> list[SlowPoint]:
    points = [SlowPoint(value) for value in values]
    for process in processes(points, options.starts):
        judge(process, *limits(process, options), options)
    for point in points:
        name(point, options)
    return points


def processes(points: list[SlowPoint], starts: frozenset[int]) -> list[list[SlowPoint]]:
    found: list[list[SlowPoint]] = []
    for period, point in enumerate(points):
        point.period = period  # type: ignore[attr-defined]
        if period == 0 or period in starts:
            found.append([])
        found[-1].append(point)
    return found


def baseline_of(process: list[SlowPoint], options: SlowOptions) -> list[bool]:
    present = [not math.isnan(point.value) for point in process]
    if options.fix_after is not None:
        left, used = options.fix_after, []
        for is_present in present:
            used.append(is_present and left > 0)
            left -= 1 if is_present or options.older else 0
        return used if any(used) else present
    if options.baseline is not None:
        used = [is_present and point.period in options.baseline for point, is_present in zip(process, present, strict=True)]  # type: ignore[attr-defined]
        if any(used):
            return used
    return present


def limits(process: list[SlowPoint], options: SlowOptions) -> tuple[float, float]:
    """Writes centre, limits and method at each point; returns the limits that the points are judged against."""
    used = baseline_of(process, options)
    chosen = [point.value for point, is_used in zip(process, used, strict=True) if is_used]
    centre = math.fsum(chosen) / len(chosen) if chosen else math.nan
    ranges = [abs(process[place].value - process[place - 1].value) for place in range(1, len(process)) if used[place] and used[place - 1]]
    average = math.fsum(ranges) / len(ranges) if ranges else math.nan
    if options.screen:
        ranges = [moving for moving in ranges if moving < 3.267 * average]
        average = math.fsum(ranges) / len(ranges) if ranges else math.nan
    reach = 2.66 * average
    present = sum(not math.isnan(point.value) for point in process)
    method = "moving_range_screened" if options.screen else "moving_range"
    if math.isnan(reach):
        method = "withheld_no_variation"
    if not options.older:
        if not reach > 0:
            method, reach = "withheld_no_variation", math.nan
        if len(chosen) < 12:
            method = "withheld_short_baseline"
        if present < 13:
            method = "withheld_few_points"
    for point in process:
        point.centre, point.method = centre, method
        if not method.startswith("withheld"):
            point.lower, point.upper = centre - reach, centre + reach
    return centre, reach


def judge(process: list[SlowPoint], centre: float, reach: float, options: SlowOptions) -> None:
    judge_side(process, centre, reach, 1, options)
    judge_side(process, centre, reach, -1, options)


def judge_side(process: list[SlowPoint], centre: float, reach: float, sign: int, options: SlowOptions) -> None:
    """Above the centre with sign 1; below it, turned round, with sign -1."""
    level, steep = ("high", "up") if sign > 0 else ("low", "down")
    heights = [sign * point.value for point in process]
    middle, limit = sign * centre, sign * (centre + sign * reach)
    slack = 4 * 2**-52 * (abs(centre) + (0 if math.isnan(reach) else 2 * reach))
    outside = [height > limit + slack for height in heights]
    far = [height > middle + 2 * ((limit - middle) / 3) + slack for height in heights]
    if options.older:
        far = [is_far and not is_outside for is_far, is_outside in zip(far, outside, strict=True)]

    def above(window: range) -> bool:
        return all(heights[place] > middle + slack for place in window)

    def climbs(window: range) -> bool:
        return all(heights[place] > heights[place - 1] for place in window[1:])

    def two_are_far(window: range) -> bool:
        return above(window) and sum(far[place] for place in window) >= 2

    everywhere = [True] * len(process)
    mark(process, f"outside_{level}", outside, 1, lambda window: True)
    mark(process, f"shift_{level}", everywhere, options.shift_points, above)
    mark(process, f"trend_{steep}", everywhere, options.trend_points, climbs)
    mark(process, f"two_in_three_{level}", far, 3, two_are_far)


def mark(process: list[SlowPoint], rule: str, may: list[bool], width: int, holds: Callable[[range], bool]) -> None:
    """Every point that may carry the rule, in every window of so many points in which it holds."""
    for first in range(len(process) - width + 1):
        window = range(first, first + width)
        if holds(window):
            for place in window:
                if may[place]:
                    process[place].rules.add(rule)


def side(rule: str) -> str:
    return "high" if rule.endswith(HIGH_WORDS) else "low"


def name(point: SlowPoint, options: SlowOptions) -> None:
    if math.isnan(point.value):
        return
    ordered = sorted(point.rules, key=lambda rule: ([rule.startswith(word) for word in PRECEDENCE].index(True), side(rule) == "low"))
    if not ordered:
        point.label = point.type = "common_cause"
        return
    if options.older:
        ordered = ordered[:1]
    good = {"increase": "high", "decrease": "low"}.get(options.improvement)
    if good is None:
        sides = {side(rule) for rule in ordered}
        point.label, point.type = ordered[0], f"special_cause_neutral_{sides.pop() if len(sides) == 1 else 'both'}"
    elif any(side(rule) == good for rule in ordered):
        point.label, point.type = next(rule for rule in ordered if side(rule) == good), "special_cause_improvement"
    else:
        point.label, point.type = ordered[0], "special_cause_concern"


def last_point(points: list[SlowPoint]) -> SlowPoint | None:
    present = [point for point in points if not math.isnan(point.value)]
    return present[-1] if present else None


def variation_icon(points: list[SlowPoint]) -> str:
    last = last_point(points)
    if last is None:
        return "no_points"
    if last.method in ("withheld_few_points", "withheld_short_baseline"):
        return last.method
    if last.type == "common_cause":
        return "common_cause"
    return f"{last.type.split('_')[2]}_{side(last.label)}"


def assurance_icon(points: list[SlowPoint], target: float, improvement: str) -> str:
    last = last_point(points)
    if last is None:
        return "no_points"
    if improvement == "neutral" or math.isnan(target):
        return "none"
    if last.method.startswith("withheld"):
        return last.method
    if last.lower <= target <= last.upper:
        return "inconsistent"
    good = target > last.upper if improvement == "decrease" else target < last.lower
    return "consistent_pass" if good else "consistent_fail"


def suggestions(values: list[float], starts: frozenset[int], run: int = 7) -> dict[int, tuple[float, float]]:
    """Suggested first periods, each with the mean of 13 points before and after."""
    found: dict[int, tuple[float, float]] = {}
    for process in processes([SlowPoint(value) for value in values], starts):
        kept = [(point.period, point.value) for point in process if not math.isnan(point.value)]  # type: ignore[attr-defined]
        current, place = 0, 13
        while place + 13 <= len(kept):
            old, new = kept[current : current + 13], kept[place : place + 13]
            level, moved = (math.fsum(value for _, value in part) / 13 for part in (old, new))
            ranges = [abs(b[1] - a[1]) for a, b in pairwise(old) if b[0] == a[0] + 1]
            first = kept[place : place + run]
            in_a_row = first[-1][0] == first[0][0] + run - 1
            step = 3 * math.sqrt(2 / 13) / 1.128 * math.fsum(ranges) / len(ranges) if ranges else math.inf
            up = all(value > level for _, value in first) and moved - level > step
            down = all(value < level for _, value in first) and level - moved > step
            if in_a_row and (up or down):
                found[kept[place][0]] = (level, moved)
                current, place = place, place + 13
            else:
                place += 1
    return found
