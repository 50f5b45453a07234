"""Measures and test pooled over strata; cases with different numbers of strata in one call."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.banded import by_band
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats.standardisation.association import mantel_haenszel_test
from levelground.stats.standardisation.mantel_haenszel import pooled_odds_ratio, pooled_risk_difference, pooled_risk_ratio

FAMILY, CLOSE = "mantel_haenszel", 1e-8


def comparisons() -> Iterator[Comparison]:
    """Ratios with 95% limits, the risk difference, the test."""
    table = columns(FAMILY, "expected")
    events, trials, theirs, among = by_band(columns(FAMILY, "input"), "case", "x1", "n1", "x0", "n0")
    strata, there = (events, trials, theirs, among), ~np.isnan(trials)
    odds, risk = pooled_odds_ratio(*strata, where=there), pooled_risk_ratio(*strata, where=there)
    for what, ours, name in (("odds ratio", odds, "or_mh"), ("risk ratio", risk, "rr_mh"), ("risk ratio, epiR", risk, "epiR_rr_mh")):
        reference = table[name], table[f"{name}_lower"], table[f"{name}_upper"]
        yield numbers(FAMILY, f"{what}, 95.0%", (ours.estimate, *ours.interval), reference, relative=CLOSE)
    difference = pooled_risk_difference(*strata, where=there)
    yield numbers(FAMILY, "risk difference", difference.estimate, table["rd_mh"], relative=CLOSE)
    test = mantel_haenszel_test(*strata, continuity=False, where=there)
    yield numbers(FAMILY, "test: chi-squared", test.statistic, table["cmh_chi2"], relative=CLOSE)
    yield numbers(FAMILY, "test: p", test.p_value, table["cmh_p"], relative=CLOSE, near_zero=0)
