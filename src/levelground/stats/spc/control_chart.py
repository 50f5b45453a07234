"""What a control chart is: a value, a centre and limits at each point, and the name of how they were made or why there are none."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.borders import ROUNDING
from levelground.stats.intervals import FloatArray
from levelground.stats.spc.stretches import BoolArray, Stretches

REFERENCES: Final = ("qicharts2-0.8.1",)
"""What `compat` may be."""
PAIRS: Final = 1.128
"""d2 of pairs: the mean step between neighbours, in standard deviations."""
FEW_POINTS: Final = 12
"""Limits that are made of the steps between fewer points than this are uncertain: the method id says so."""
STEPS: Final = ("p_laney", "u_laney", "individuals", "individuals_prime", "moving_range", "time_between")
"""Methods whose sigma comes from the data's own steps."""
WITHHELD: Final = ("withheld_no_points", "withheld_no_neighbours", "withheld_no_variation", "withheld_no_subgroup_of_two")
CHART_METHODS: Final = np.array(
    [
        *("p", "u", "c", "cases_between", "cases_between_probability", "subgroup_mean", "subgroup_deviation"),
        *STEPS,
        *(f"{name}_few_points" for name in STEPS),
        *WITHHELD,
        "missing",
    ]
)
"""What a `status` code of a control chart means."""
_CODES: Final = {str(name): np.uint8(code) for code, name in enumerate(CHART_METHODS)}


class ControlChart(NamedTuple):
    """Each field has the shape of the periods, in the unit of the value; the value is NaN where a period is missing.

    So are limits there that depend on the period's own size; others go on.
    """

    value: FloatArray
    """What is drawn: a proportion, a rate, a count, a measurement, or the mean or standard deviation of a subgroup."""
    centre: FloatArray
    """The centre that the data give (the mean, on some charts the median), or the one that was given."""
    lower: FloatArray
    """3 sigma below the centre, and not below what the value can be; NaN where withheld."""
    inner_lower: FloatArray
    """2 sigma below; NaN where withheld."""
    inner_upper: FloatArray
    """2 sigma above; NaN where withheld."""
    upper: FloatArray
    """3 sigma above, and not above what the value can be; NaN where withheld."""
    outside: BoolArray
    """Whether the value is outside the limits of 3 sigma, by more than rounding; never without limits."""
    status: NDArray[np.uint8]
    """Index in `CHART_METHODS`."""

    @property
    def method(self) -> NDArray[np.str_]:
        """How each point's limits are made, why they are withheld, or ``missing``."""
        return np.asarray(CHART_METHODS[self.status], dtype=np.str_)


def given_middle(name: str, given: ArrayLike | None, shape: tuple[int, ...], *, least: float, most: float) -> FloatArray | None:
    """The centre that was given, checked and broadcast over the points; None where it is the data's own."""
    if given is None:
        return None
    centre = domains.finite(name, given)
    domains.between(name, centre, np.asarray(least), np.asarray(most))
    return np.broadcast_to(centre, shape)


def sigma_of_steps(steps: FloatArray, scale: FloatArray, *, as_printed: bool) -> FloatArray:
    """Mean steps as 1 sigma of each stretch: no sigma where steps are 0, or only rounding (unless as printed)."""
    sigma: FloatArray = steps / PAIRS
    return sigma if as_printed else np.where(steps > 1e-14 * np.abs(scale), sigma, np.nan)


def statuses(stretches: Stretches, known: BoolArray, name: str, reasons: tuple[tuple[str, BoolArray], ...] = ()) -> NDArray[np.uint8]:
    """The code of each point: `name`, or the first of the reasons that holds in its stretch (reason, where); ``missing``."""
    points = stretches.number(stretches.used)
    each = np.full(stretches.count, _CODES[name])
    if name in STEPS:
        each[points < FEW_POINTS] = _CODES[f"{name}_few_points"]
    for reason, holds in (*reversed(reasons), ("withheld_no_points", points == 0)):
        each[holds] = _CODES[reason]
    status = stretches.at_points(each)
    status[~known] = _CODES["missing"]
    return status


def why_no_steps(steps: FloatArray, sigma: FloatArray) -> tuple[tuple[str, BoolArray], ...]:
    """Why limits that are made of steps are withheld, from the mean step of each stretch (unscreened) and its sigma."""
    return ("withheld_no_neighbours", np.isnan(steps)), ("withheld_no_variation", np.isnan(sigma))


def drawn(
    value: FloatArray, centre: FloatArray, sigma: FloatArray, status: NDArray[np.uint8], *, least: float = -np.inf, most: float = np.inf
) -> ControlChart:
    """The chart of limits 2 and 3 sigma away, no lower than `least` and no higher than `most`.

    A value within rounding of a limit is on it.
    """
    lower, inner_lower, inner_upper, upper = (np.clip(centre + side * sigma, least, most) for side in (-3, -2, 2, 3))
    slack = ROUNDING * (np.abs(centre) + (upper - lower))
    outside = (value < lower - slack) | (value > upper + slack)
    return ControlChart(value.copy(), centre, lower, inner_lower, inner_upper, upper, outside, status)
