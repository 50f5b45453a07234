"""What a point of an XmR chart is called: from the rules that hold at it, and the way the measure improves, to label and type."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.rule_flags import FlagArray, SpecialCause

DIRECTIONS: Final = ("increase", "decrease", "neutral")
"""Which way a measure improves; `neutral` where neither way is better."""
LABELS: Final = np.array(["common_cause", *(str(rule.name).lower() for rule in SpecialCause), "missing"])
"""What a point's `label` code means; the rules stand in their order of precedence."""
POINT_TYPES: Final = np.array(
    [
        "common_cause",
        "special_cause_improvement",
        "special_cause_concern",
        "special_cause_neutral_high",
        "special_cause_neutral_low",
        "special_cause_neutral_both",
        "missing",
    ]
)
"""What a point's `point_type` code means."""
RULE_NAMES: Final = np.array([", ".join(str(rule.name).lower() for rule in SpecialCause(bits)) for bits in range(256)])
"""The names of the rules in each combination of bits."""


class SpecialCauses(NamedTuple):
    """What each point shows. Arrays of small codes (series..., periods); the properties of the same name say them in words."""

    rules: FlagArray
    """Bits of `SpecialCause`: every rule that holds at the point. 0 is none, and is also what a missing period has."""
    label: FlagArray
    """Index in `LABELS`: the first rule, in the order of precedence, that agrees with the point's type; 9 is a missing period."""
    point_type: FlagArray
    """Index in `POINT_TYPES`: common cause, improvement, concern, ...; 6 is a missing period."""

    @property
    def rule_names(self) -> NDArray[np.str_]:
        """Every rule that holds, by name, with commas between: ``outside_high, shift_high``; empty where none does."""
        return RULE_NAMES[self.rules]

    @property
    def label_names(self) -> NDArray[np.str_]:
        """The one label of each point: ``common_cause``, a rule's name, or ``missing``."""
        return LABELS[self.label]

    @property
    def type_names(self) -> NDArray[np.str_]:
        """The type of each point: ``common_cause``, ``special_cause_improvement``, ..., ``missing``."""
        return POINT_TYPES[self.point_type]


def directions(improvement: ArrayLike) -> NDArray[np.intp]:
    """The place of each word in `DIRECTIONS`."""
    words = np.asarray(improvement)
    if words.dtype.kind != "U":
        raise TypeError(f"improvement must be text; found {words.dtype.name} values")
    for word in np.unique(words):
        domains.choice("improvement", str(word), DIRECTIONS)
    places: NDArray[np.intp] = np.zeros(words.shape, dtype=np.intp)
    for place, word in enumerate(DIRECTIONS):
        places[words == word] = place
    return places


def named(flags: FlagArray, values: FloatArray, direction: NDArray[np.intp], *, older: bool) -> tuple[FlagArray, FlagArray]:
    """The label and the type of each point of a table (series, periods); `direction` is one, or a column."""
    place = flags + np.asarray(direction << 8, dtype=np.uint16)
    label, point_type = (np.take(each, place) for each in _TABLES[int(older)])
    gaps = np.isnan(values)
    label[gaps], point_type[gaps] = MISSING_LABEL, MISSING_TYPE
    return label, point_type


MISSING_LABEL: Final = len(LABELS) - 1
MISSING_TYPE: Final = len(POINT_TYPES) - 1
_IMPROVEMENT, _CONCERN, _NEUTRAL_HIGH, _NEUTRAL_LOW, _NEUTRAL_BOTH = range(1, MISSING_TYPE)


def _label_and_type(bits: int, direction: str, *, older: bool) -> tuple[int, int]:
    """For one combination of rules. Bits of even places are high."""
    holding = [place for place in range(8) if bits >> place & 1]
    if not holding:
        return 0, 0
    sides = {place % 2 for place in holding[: 1 if older else 8]}
    if direction == "neutral":
        kind = _NEUTRAL_BOTH if len(sides) == 2 else _NEUTRAL_LOW if 1 in sides else _NEUTRAL_HIGH
        return holding[0] + 1, kind
    good = 0 if direction == "increase" else 1
    if good not in sides:
        return holding[0] + 1, _CONCERN
    return next(place for place in holding if place % 2 == good) + 1, _IMPROVEMENT


_BY_BITS: Final = np.array(
    [[[_label_and_type(bits, direction, older=older) for bits in range(256)] for direction in DIRECTIONS] for older in (False, True)],
    dtype=np.uint8,
)
_TABLES: Final = np.ascontiguousarray(_BY_BITS.transpose(0, 3, 1, 2)).reshape(2, 2, -1)
"""By the form of the rules (0 of 2024, 1 older), label or type, and 256 times the direction plus the bits."""
