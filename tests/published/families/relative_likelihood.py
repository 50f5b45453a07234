"""Relative likelihoods: both scales, every interval, Fisher's odds ratio, the four-fifths flag."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.fisher_as_printed import FISHER_TEST
from levelground.stats.gaps import proportion_ratio
from levelground.stats.odds_ratio import conditional_odds_ratio, fisher_probability, odds_ratio_exact_interval
from levelground.stats.relative_likelihood import EPIR, relative_likelihood

FAMILY, CLOSE, SEARCHED = "relative_likelihood", 1e-9, 1e-5
R_STOPS_EARLY = 1e-3
"""R's search for Fisher's odds ratio ends 1.2e-4 from it on the scale of 0 to 1: what it prints is right to about three digits."""
EARLY = "R's search stops at 1.2e-4; ours holds"


def comparisons() -> Iterator[Comparison]:
    """What base R and epiR give; epiR's score columns are of the table turned on its side, and off beside a cell of 0."""
    given, table = columns(FAMILY, "input"), columns(FAMILY, "expected")
    counts = given["x1"], given["n1"], given["x2"], given["n2"]
    ours = relative_likelihood(*counts)
    for what, mine, names in (
        ("proportions", (ours.proportion, ours.reference_proportion), ("p1", "p2")),
        ("ratio", ours.ratio, ("rr",)),
        ("ratio, Wald", ours.wald, ("rr_wald_lower", "rr_wald_upper")),
        ("difference", ours.difference, ("diff",)),
        ("difference, Wald", ours.difference_wald, ("diff_wald_lower", "diff_wald_upper")),
        ("difference, Newcombe", ours.difference_interval, ("diff_newcombe_lower", "diff_newcombe_upper")),
        ("chi-squared", ours.probability, ("chi2_p",)),
    ):
        yield numbers(FAMILY, what, mine, [table[name] for name in names], relative=CLOSE)
    shown = ~np.isnan(table["rr_epiR"])
    wald = [ours.ratio[shown], ours.wald.lower[shown], ours.wald.upper[shown]]
    yield numbers(FAMILY, "ratio, Wald, epiR", wald, [table[f"rr_epiR{end}"][shown] for end in ("", "_lower", "_upper")], relative=CLOSE)
    flag = np.where(ours.four_fifths == "no_ratio", "", np.where(ours.four_fifths == "within", "FALSE", "TRUE"))
    yield labels(FAMILY, "four fifths", flag, table["four_fifths_adverse"])
    yield from _score(counts, table)
    yield from _fisher(counts, table)


def _score(counts: tuple[np.ndarray, ...], table: dict[str, np.ndarray]) -> Iterator[Comparison]:
    x1, n1, x2, n2 = counts
    full = (x1 > 0) & (x1 < n1) & (x2 > 0) & (x2 < n2)
    ours, theirs = relative_likelihood(*counts, compat=EPIR).interval, (table["rr_score_lower"], table["rr_score_upper"])
    mine, beside = [each[full] for each in ours], [each[full] for each in theirs]
    yield numbers(FAMILY, "ratio, score, no cell of 0", mine, beside, relative=SEARCHED, mode=EPIR)
    shown = ~np.isnan(table["rr_score"])
    turned = (each[shown] for each in (x1, x1 + x2, n1 - x1, n1 - x1 + n2 - x2))
    yield numbers(FAMILY, "ratio beside the score limits", proportion_ratio(*turned), table["rr_score"][shown], relative=CLOSE, mode=EPIR)


def _fisher(counts: tuple[np.ndarray, ...], table: dict[str, np.ndarray]) -> Iterator[Comparison]:
    yield numbers(FAMILY, "Fisher's probability", fisher_probability(*counts), table["fisher_p"], relative=SEARCHED)
    limits, estimate = (table["or_fisher_lower"], table["or_fisher_upper"]), table["or_fisher_cmle"]
    printed = odds_ratio_exact_interval(*counts, compat=FISHER_TEST)
    yield numbers(FAMILY, "Fisher's odds ratio", printed, limits, relative=SEARCHED, mode=FISHER_TEST)
    followed = conditional_odds_ratio(*counts, compat=FISHER_TEST)
    yield numbers(FAMILY, "Fisher's odds ratio, estimate", followed, estimate, relative=SEARCHED, mode=FISHER_TEST)
    yield numbers(FAMILY, "Fisher's odds ratio", odds_ratio_exact_interval(*counts), limits, relative=R_STOPS_EARLY, note=EARLY)
    ours = conditional_odds_ratio(*counts)
    several = ~np.isnan(ours)
    yield numbers(FAMILY, "Fisher's odds ratio, estimate", ours[several], estimate[several], relative=R_STOPS_EARLY, note=EARLY)
