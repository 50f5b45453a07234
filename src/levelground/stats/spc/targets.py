"""Each period beside the target of that period."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.spc.point_labels import DIRECTIONS, directions
from levelground.stats.spc.rule_flags import FlagArray
from levelground.stats.spc.segments import shape_over_periods

TARGET_STATUSES: Final = np.array(["not_judged", "met", "not_met"])
"""What a code of `target_status` means."""


def target_status(values: ArrayLike, target: ArrayLike, *, improvement: ArrayLike) -> FlagArray:
    r"""Whether each period met its own target: :math:`x \ge t` where increase is improvement, :math:`x \le t` where decrease is.

    It speaks of single periods, and of chance with them. `assurance_icon` speaks of the process.

    Parameters
    ----------
    values : array_like (..., periods)
        Values in the order of time; NaN where a period is missing.
    target : array_like
        In the unit of the values: one number, one for each series (..., 1), or one for each period (..., periods); NaN where there is
        none. Axes before those of the values are further targets.
    improvement : str or array_like of str (...)
        ``increase``, ``decrease`` or ``neutral``.

    Returns
    -------
    array of uint8, in the broadcast shape of the arguments
        Index in `TARGET_STATUSES`: 0 not judged (a missing period, no target, or a neutral measure), 1 met, 2 not met.

    Raises
    ------
    ValueError
        For values or targets that are infinite or beyond 1e300, or a direction that is not known.
    TypeError
        For text, booleans, objects and masked arrays.

    References
    ----------
    NHS England, Making Data Count: Strengthening your decisions (a target is not a limit).

    Examples
    --------
    The first five values of the vignette of NHSRplotthedots, beside a target of 2 that falls to 1 in the third period:

    >>> TARGET_STATUSES[target_status([1, 2, 1, 2, 10], [2, 2, 1, 1, 1], improvement="decrease")].tolist()
    ['met', 'met', 'met', 'not_met', 'not_met']
    """
    data, aims = domains.series("values", values), domains.measured("target", target)
    direction = directions(improvement)[..., np.newaxis]
    shape_over_periods(data.shape, aims.shape, direction.shape)
    met = np.where(direction == DIRECTIONS.index("increase"), data >= aims, data <= aims)
    judged = ~(np.isnan(data) | np.isnan(aims)) & (direction != DIRECTIONS.index("neutral"))
    return np.where(judged, np.where(met, 1, 2), 0).astype(np.uint8)
