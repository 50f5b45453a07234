"""Rates of a decision by group and the distances between groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.group_metrics import GroupMetric, GroupMetrics, confusion_counts, group_metrics

FAMILY, CLOSE, REFERENCE = "group_metrics_fairlearn", 1e-9, "fairlearn-0.15"


def comparisons() -> Iterator[Comparison]:
    """In the reference's mode every number; in ours those of cases in which no rate lacks a denominator."""
    expected = columns(FAMILY, "expected")
    for mode in ("correct", REFERENCE):
        found = {case: _measured(int(case), mode) for case in np.unique(expected["case"])}
        for metric in np.unique(expected["metric"]):
            told = np.flatnonzero(expected["metric"] == metric)
            known = [place for place in told if mode == REFERENCE or _defined(found[expected["case"][place]], str(metric))]
            ours = [_value(found[expected["case"][place]], expected, place) for place in known]
            yield numbers(FAMILY, str(metric), ours, expected["value"][known], relative=CLOSE, mode=mode)


def _measured(case: int, mode: str) -> GroupMetrics:
    rows = columns(FAMILY, "input")
    mine = rows["case"] == case
    place = np.searchsorted(np.array(list("ABCDE")), rows["group"][mine])
    return group_metrics(confusion_counts(rows["y"][mine] == 1, rows["yhat"][mine] == 1, place, groups=5), compat=mode)


def _named(found: GroupMetrics, metric: str) -> GroupMetric:
    named: GroupMetric = getattr(found, {"count": "people"}.get(metric, metric))
    return named


def _defined(found: GroupMetrics, metric: str) -> bool:
    return bool(np.isfinite(_named(found, metric).by_group).all())


def _value(found: GroupMetrics, expected: dict[str, np.ndarray], place: int) -> float:
    metric = _named(found, str(expected["metric"][place]))
    value = getattr(metric, expected["what"][place])
    return float(value["ABCDE".index(expected["group"][place])] if expected["what"][place] == "by_group" else value)
