"""The Bernoulli CUSUM: both sums, signals and risks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.spc.cusum import BernoulliCusum, bernoulli_cusum

FAMILY = "bernoulli_cusum"


def comparisons() -> Iterator[Comparison]:
    """A target of 1 or less is the accepted risk, above that the number of baseline cases."""
    given, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    ours = [_case({name: cells[given["case"] == case] for name, cells in given.items()}) for case in np.unique(given["case"])]
    for name, field in (("cusum_up", "increase"), ("cusum_down", "decrease")):
        yield numbers(FAMILY, name.replace("_", " "), np.concatenate([getattr(each, field) for each in ours]), table[name], relative=1e-9)
    for name, field in (("signal_up", "increase_signal"), ("signal_down", "decrease_signal")):
        yield labels(FAMILY, name.replace("_", " "), np.concatenate([getattr(each, field) for each in ours]), table[name] == "TRUE")
    for name, field in (("p0", "risk"), ("p1", "raised_risk"), ("p2", "lowered_risk")):
        once = table[name][table["i"] == 1]
        yield numbers(FAMILY, f"risk {name}", [getattr(each, field) for each in ours], once, relative=1e-9)


def _case(of: dict[str, np.ndarray]) -> BernoulliCusum:
    target, ratio, limit = (float(of[name][0]) for name in ("target", "or", "limit"))
    if target <= 1:
        return bernoulli_cusum(of["y"], risk=target, odds_ratio=ratio, limit=limit)
    return bernoulli_cusum(of["y"], baseline_cases=int(target), odds_ratio=ratio, limit=limit)
