"""The gap between a group and its comparison group, on both scales. Each kernel lives in the room of its kind of quantity.

Rates: `rate_gaps`. Proportions: `proportion_gaps`. This file is their one door.
"""

from levelground.stats.proportion_gaps import (
    proportion_difference,
    proportion_difference_interval,
    proportion_difference_interval_method,
    proportion_ratio,
    proportion_ratio_interval,
    proportion_ratio_interval_method,
)
from levelground.stats.rate_gaps import (
    rate_difference,
    rate_difference_interval,
    rate_difference_interval_method,
    rate_ratio,
    rate_ratio_exact_interval,
    rate_ratio_interval,
    rate_ratio_interval_method,
    rate_ratio_wald_interval,
)

__all__ = [
    "proportion_difference",
    "proportion_difference_interval",
    "proportion_difference_interval_method",
    "proportion_ratio",
    "proportion_ratio_interval",
    "proportion_ratio_interval_method",
    "rate_difference",
    "rate_difference_interval",
    "rate_difference_interval_method",
    "rate_ratio",
    "rate_ratio_exact_interval",
    "rate_ratio_interval",
    "rate_ratio_interval_method",
    "rate_ratio_wald_interval",
]
