"""Funnel limits and significance, PHEindicatormethods."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import CORRECT, Comparison, labels, numbers

from levelground.stats.funnel import limits, points, significance

FAMILY, PHE, YEARS = "funnel_phe", "phe-2.1.0", 3
HALVES = "theirs halves to 1e-7; ours holds"
LINES = (("2s", 0.95), ("3s", 0.998))


def _proportions() -> Iterator[Comparison]:
    table, rows = columns(FAMILY, "expected_proportion_limits"), columns(FAMILY, "input_proportion")
    target = rows["num"].sum() / rows["den"].sum()
    for compat in (None, PHE):
        for line, confidence in LINES:
            ours = limits.proportion_funnel_limits(table["Population"], target, per=100, confidence=confidence, compat=compat)
            theirs = table[f"lower_{line}_limit"], table[f"upper_{line}_limit"]
            yield numbers(FAMILY, f"proportion, {confidence:.1%}", ours, theirs, relative=1e-9, near_zero=1e-9, mode=compat or CORRECT)


def _share(expected: np.ndarray, events: np.ndarray) -> np.ndarray:
    """What the reference halves: its answers are this to 1e-7."""
    return expected / (expected + events + 1)


def _points(table_name: str, scale: float, kind: str) -> Iterator[Comparison]:
    table = columns(FAMILY, table_name)
    events = table["Observed_events"]
    minus = 1.0 if kind == "count" else 0.0
    for line, confidence in LINES:
        theirs = table[f"lower_{line}_exp_events"], table[f"upper_{line}_exp_events"]
        shown = table[f"lower_{line}_limit"], table[f"upper_{line}_limit"]
        what = f"ratio ({kind}), {confidence:.1%}"
        exact = points.ratio_funnel_points(events, per=scale, confidence=confidence)
        ours, halved = ([_share(each, events) for each in pair] for pair in ((exact.lower_expected, exact.upper_expected), theirs))
        yield numbers(FAMILY, f"{what}, E / (E + x + 1)", ours, halved, relative=1e-6, near_zero=1e-7, note=HALVES)
        same = points.ratio_funnel_points(events, per=scale, confidence=confidence, compat=PHE)
        yield numbers(FAMILY, f"{what}, expected", (same.lower_expected, same.upper_expected), theirs, relative=1e-5, mode=PHE)
        yield numbers(FAMILY, f"{what}, limits", (same.lower - minus, same.upper - minus), shown, relative=1e-5, mode=PHE)


def _rates() -> Iterator[Comparison]:
    table = columns(FAMILY, "expected_rate_crude_limits")
    for line, confidence in LINES:
        for compat, relative in ((None, 1e-4), (PHE, 1e-5)):
            found = points.rate_funnel_points(table["Events"], table["baseline"], per=1e5, confidence=confidence, compat=compat)
            people = table[f"lower_{line}_population_1_year"] * YEARS, table[f"upper_{line}_population_1_year"] * YEARS
            shown = table[f"lower_{line}_limit"], table[f"upper_{line}_limit"]
            how = {"relative": relative, "mode": compat or CORRECT, "note": "" if compat else HALVES}
            yield numbers(FAMILY, f"rate, {confidence:.1%}, people", (found.lower_exposure, found.upper_exposure), people, **how)
            yield numbers(FAMILY, f"rate, {confidence:.1%}, limits", (found.lower, found.upper), shown, **how)


def _significance() -> Iterator[Comparison]:
    table = columns(FAMILY, "expected_proportion_signif")
    ours = significance.proportion_funnel_significance(table["num"], table["den"], table["num"].sum() / table["den"].sum(), compat=PHE)
    yield labels(FAMILY, "proportion, significance", ours, table["significance"], mode=PHE)
    table = columns(FAMILY, "expected_ratio_signif")
    ours = significance.ratio_funnel_significance(table["obs"], table["exp"], compat=PHE)
    yield labels(FAMILY, "ratio, significance", ours, table["significance"], mode=PHE)
    table = columns(FAMILY, "expected_rate_crude_signif")
    target = table["events"].sum() / table["pop"].sum() * 1e5
    ours = significance.rate_funnel_significance(table["events"], table["pop"], target, per=1e5, compat=PHE)
    yield labels(FAMILY, "rate, significance", ours, table["significance"], mode=PHE)
    table = columns(FAMILY, "expected_rate_dsr_signif")
    ours = significance.standardised_rate_funnel_significance(table["events"], table["rate"], target, compat=PHE)
    yield labels(FAMILY, "standardised rate, significance", ours, table["significance"], mode=PHE)


def comparisons() -> Iterator[Comparison]:
    """Limits at 100 plotting points, two lines each, and the label of each of 60 areas.

    The reference finds expected events by halving E / (E + x + 1) until it is known to 1e-7; near 0 that is up to 5e-5 of E.
    """
    yield from _proportions()
    yield from _points("expected_ratio_isr_limits", 100.0, "isr")
    yield from _points("expected_ratio_count_limits", 1.0, "count")
    yield from _rates()
    yield from _significance()
