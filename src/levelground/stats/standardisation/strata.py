"""Two-by-two tables of many strata: a group and its comparison group, with the event and without."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray
from levelground.stats.standardisation import bands


class Strata(NamedTuple):
    """Counts, or counts and exposures, (..., strata); cells that do not belong are 0."""

    events: FloatArray
    trials: FloatArray
    reference_events: FloatArray
    reference_trials: FloatArray

    @property
    def total(self) -> FloatArray:
        """People, or person-time, of both groups."""
        return self.trials + self.reference_trials

    def pooled(self, terms: FloatArray, power: int = 1) -> FloatArray:
        """The terms over the size of their stratum to a power, added up; a stratum of nobody adds nothing."""
        return np.asarray(bands.divided(terms, self.total**power).sum(axis=-1))


def checked_strata(
    events: ArrayLike, trials: ArrayLike, reference_events: ArrayLike, reference_trials: ArrayLike, where: ArrayLike
) -> Strata:
    """Counts of events and of trials in both groups, checked and broadcast: 0 trials are a stratum without that group."""
    inside = domains.marks("where", where)
    found = []
    for prefix, happened, possible in (("", events, trials), ("reference_", reference_events, reference_trials)):
        counted, among = np.broadcast_arrays(
            bands.counts(f"{prefix}events", happened, inside), bands.counts(f"{prefix}trials", possible, inside)
        )
        if np.any(counted > among):
            place = tuple(int(axis) for axis in np.argwhere(counted > among)[0])
            found_there = f"found {counted[place]:g} of {among[place]:g} at position {place if len(place) > 1 else place[0]}"
            raise ValueError(f"{prefix}events must be no more than {prefix}trials; {found_there}")
        found += [counted, among]
    return Strata(*np.broadcast_arrays(*found))
