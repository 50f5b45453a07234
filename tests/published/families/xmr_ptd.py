"""XmR charts as NHSRplotthedots draws them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers
from tests.published.xmr_cases import XmrCases, cases

from levelground.stats.spc.icons import assurance_icon, variation_icon

FAMILY, CLOSE, NEAR_ZERO = "xmr_ptd", 1e-9, 1e-9
COMPAT = "nhsrplotthedots-0.2.2"
LABELS = {
    "common_cause": "Common Cause",
    "outside_high": "Above UCL",
    "outside_low": "Below LCL",
    "trend_up": "7 Point Trend (Increasing)",
    "trend_down": "7 Point Trend (Decreasing)",
    "two_in_three_high": "2 in 3 Above CL",
    "two_in_three_low": "2 in 3 Below CL",
    "shift_high": "7 Points Above CL",
    "shift_low": "7 Points Below CL",
}
LIMITS = {"centre": "mean_col", "lower": "lpl", "upper": "upl"}


def comparisons() -> Iterator[Comparison]:
    """Limits, labels and types of every point, counts of each group, icons of each case; limits once more as we give them."""
    ours, table = cases(FAMILY, "expected_points"), columns(FAMILY, "expected_points")
    followed, correct = ours.charts(COMPAT), ours.charts()
    for name, theirs in LIMITS.items():
        mine = ours.gathered(followed, name)
        yield numbers(FAMILY, f"XmR: {name}", mine, table[theirs], relative=CLOSE, near_zero=NEAR_ZERO, mode=COMPAT)
    shown = table["short_group_warning"] == "FALSE"
    withheld = ours.gathered(correct, "method") == "withheld_few_points"
    yield labels(FAMILY, "XmR: fewer than 13 points", withheld, ~shown)
    for name, theirs in LIMITS.items():
        mine = ours.gathered(correct, name)[shown]
        yield numbers(FAMILY, f"XmR, 13 points or more: {name}", mine, table[theirs][shown], relative=CLOSE, near_zero=NEAR_ZERO)
    named = np.array([LABELS[name] for name in ours.gathered(followed, "label_names").tolist()])
    yield labels(FAMILY, "XmR: label of each point", named, table["special_cause_type"], mode=COMPAT)
    types = ours.gathered(followed, "type_names")
    yield labels(FAMILY, "XmR: type of each point", types, table["point_type"], mode=COMPAT)
    yield _counts(types, table)
    yield from _icons(ours)


def _counts(types: np.ndarray, table: dict[str, np.ndarray]) -> Comparison:
    summary = columns(FAMILY, "expected_summary")
    member = (table["case"] == summary["case"][:, np.newaxis]) & (
        table["rebase_group"] == np.nan_to_num(summary["rebase_group"])[:, np.newaxis]
    )
    names = ("common_cause", "special_cause_improvement", "special_cause_concern")
    ours = [(member & (types == name)).sum(axis=1) for name in names]
    return numbers(FAMILY, "XmR: points of each type", ours, [summary[name] for name in names], relative=1e-12, mode=COMPAT)


def _icons(ours: XmrCases) -> Iterator[Comparison]:
    summary = columns(FAMILY, "expected_summary")
    last = np.append(np.diff(summary["case"]) != 0, True)
    variation, assurance = np.empty(last.sum(), dtype=object), np.empty(last.sum(), dtype=object)
    for which, chart in ours.charts(COMPAT):
        variation[which] = np.strings.add(variation_icon(chart), ".svg")
        assurance[which] = assurance_icon(chart, ours.target[which, np.newaxis], improvement=ours.improvement[which])
    yield labels(FAMILY, "XmR: variation icon", variation, summary["variation_icon"][last], mode=COMPAT)
    theirs = summary["assurance_type"][last]
    yield labels(FAMILY, "XmR: assurance icon", assurance, np.where(theirs == "", "none", theirs), mode=COMPAT)
