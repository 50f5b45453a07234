"""Which rules of an XmR chart are asked; and all but the trend as a chain: what a chart has to remember."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from levelground.stats import domains
from levelground.stats.intervals import FloatArray

RULES: Final = ("outside", "trend", "two_in_three", "shift")
SIDES: Final = ("either", "high", "low")
_NEAR, _FAR, _OUTSIDE = range(3)
_ZONES = 6
"""Near (to 2 standard deviations), far (2 to 3) and outside, above the centre and then below it."""


class RuleChoice(NamedTuple):
    """What signals, checked."""

    rules: frozenset[str]
    """The rules that signal."""
    side: str
    """The side on which they count."""
    shift_points: int
    """Points that make a shift."""
    trend_points: int
    """Points that make a trend."""


class State(NamedTuple):
    """What a chart remembers of its points so far: nothing that has not signalled matters beyond it."""

    low: bool
    """The side of the last point."""
    run: int
    """Points in a row on this side, up to what any rule can need; 0 where nothing counts."""
    last_far: bool
    """Whether the last point lies beyond 2 standard deviations."""
    before_far: bool
    """Whether the one before it does, on the same side."""


class Chain(NamedTuple):
    """Where each zone leads from each state; the first state is the start."""

    onward: FloatArray
    """1 where a point in this zone leads from one state to the other (zones, states, states)."""
    signals: FloatArray
    """1 where it signals (zones, states)."""
    states: int
    """How many states there are."""


START = State(low=False, run=0, last_far=False, before_far=False)


def rule_choice(rules: Collection[str], side: str, shift_points: int, trend_points: int) -> RuleChoice:
    """The choice of rules, or what is wrong with it."""
    if isinstance(rules, str) or not isinstance(rules, Collection):
        raise TypeError(f"rules must be a list of names; found {type(rules).__name__}")
    chosen = frozenset(domains.choice("rules", rule, RULES) for rule in rules)
    if not chosen:
        raise ValueError(f"rules must name one or more of {', '.join(RULES)}; found none")
    points = domains.whole("shift_points", shift_points, least=3), domains.whole("trend_points", trend_points, least=3)
    return RuleChoice(chosen, domains.choice("side", side, SIDES), *points)


def counts_near_band_only(compat: str | None) -> bool:
    """Whether two in three is taken in its older form."""
    return compat is not None and domains.choice("compat", compat, ("nhsrplotthedots-0.2.2", "mdc-excel")) == "nhsrplotthedots-0.2.2"


@lru_cache(maxsize=64)
def signal_chain(rules: frozenset[str], side: str, shift_points: int, *, near_band_only: bool) -> Chain:
    """The chain of these rules; with `side`, what the other side shows neither signals nor is remembered."""
    places, steps = {START: 0}, list[tuple[int, int, State | None]]()
    waiting = [START]
    while waiting:
        state = waiting.pop()
        for zone in range(_ZONES):
            after = _next(state, zone, rules, side, shift_points, near_band_only=near_band_only)
            if after is not None and after not in places:
                places[after] = len(places)
                waiting.append(after)
            steps.append((zone, places[state], after))
    onward, signals = np.zeros((_ZONES, len(places), len(places))), np.zeros((_ZONES, len(places)))
    for zone, place, after in steps:
        if after is None:
            signals[zone, place] = 1
        else:
            onward[zone, place, places[after]] = 1
    for table in (onward, signals):
        table.setflags(write=False)
    return Chain(onward, signals, len(places))


def _next(state: State, zone: int, rules: frozenset[str], side: str, shift_points: int, *, near_band_only: bool) -> State | None:
    """The state after a point in this zone; None for a signal."""
    low, depth = zone >= _ZONES // 2, zone % (_ZONES // 2)
    if side != "either" and low != (side == "low"):
        return START
    goes_on = state.run > 0 and low == state.low
    run = state.run + 1 if goes_on else 1
    far = depth == _FAR or (depth == _OUTSIDE and not near_band_only)
    last, before = goes_on and state.last_far, goes_on and state.before_far
    if (
        ("outside" in rules and depth == _OUTSIDE)
        or ("shift" in rules and run >= shift_points)
        or ("two_in_three" in rules and run >= 3 and far + last + before >= 2)
    ):
        return None
    remembers = "two_in_three" in rules
    longest = max(shift_points if "shift" in rules else 1, 3 if remembers else 1)
    return State(low=low, run=min(run, longest), last_far=remembers and far, before_far=remembers and last)
