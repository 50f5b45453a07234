"""Funnels with overdispersion, labels, limits and shrinkage for 50 indicators of 200 organisations, beside a plain loop, in one run."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from statistics import median
from time import process_time

import numpy as np
from tests.twins import slow_funnels as slow
from tests.twins import slow_multiplicity

from levelground.stats.funnel.limits import ratio_funnel_limits
from levelground.stats.funnel.overdispersed import overdispersed_funnel
from levelground.stats.funnel.significance import ratio_funnel_significance
from levelground.stats.multiplicity.adjusted_p_values import benjamini_hochberg_p_values
from levelground.stats.multiplicity.shrinkage import shrunken_rate

INDICATORS, ORGANISATIONS, LOOP_INDICATORS, TURNS = 50, 200, 1, 3


def table(indicators: int) -> tuple[np.ndarray, np.ndarray]:
    """Seeded observed and expected events, true ratios varying by a quarter; one organisation in 200 without events."""
    random = np.random.default_rng(20_24)
    expected = random.uniform(2, 60, (indicators, ORGANISATIONS))
    return random.poisson(expected * random.gamma(16, 1 / 16, expected.shape)), expected


def funnel_loop(observed: np.ndarray, expected: np.ndarray) -> None:
    """Scores, dispersion, two pairs of limits and the exact ones of chance, an organisation at a time."""
    for counts, sizes in zip(observed.tolist(), expected.tolist(), strict=True):
        scores = [slow.z_score(count, size, 1.0, "ratio_log") for count, size in zip(counts, sizes, strict=True)]
        errors = [error for _, error in scores]
        tau_squared = slow.dispersion([score for score, _ in scores], errors, "truncated", 0.1)[1]
        for z, confidence in ((1.96, 0.95), (3.09, 0.998)):
            for count in counts:
                slow.expected_on_the_lines(max(count, 1), confidence)
            for error in errors:
                slow.limits(1.0, z * (error**2 + tau_squared) ** 0.5, "ratio_log")


def label_loop(observed: np.ndarray, expected: np.ndarray) -> None:
    """The label of each organisation."""
    for count, size in zip(observed.ravel().tolist(), expected.ravel().tolist(), strict=True):
        slow.rate_label(count, size, 1.0)


def line_loop(observed: np.ndarray, _expected: np.ndarray) -> None:
    """The points of the lines at each count."""
    for count in observed.ravel().tolist():
        slow.expected_on_the_lines(max(count, 1), 0.95)


def shrinkage_loop(observed: np.ndarray, expected: np.ndarray) -> None:
    """Shrunken rates, a group at a time."""
    for counts, sizes in zip(observed.tolist(), expected.tolist(), strict=True):
        slow_multiplicity.shrunken(list(zip(counts, sizes, strict=True)), "gamma_poisson")


def cpu(work: Callable[..., object], *arguments: np.ndarray) -> float:
    """Seconds of processor time of one call."""
    start = process_time()
    work(*arguments)
    return process_time() - start


def peak(indicators: int) -> float:
    """Megabytes at the peak of a funnel and a shrinkage."""
    observed, expected = table(indicators)
    tracemalloc.start()
    overdispersed_funnel(observed, expected, scale="ratio_log")
    shrunken_rate(observed, expected)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print processor seconds, how many times faster than the loop, and memory."""
    observed, expected = table(INDICATORS)
    few = observed[:LOOP_INDICATORS], expected[:LOOP_INDICATORS]
    print(f"{INDICATORS} indicators of {ORGANISATIONS} organisations; seconds of CPU, median of {TURNS}; the loop on {LOOP_INDICATORS}")
    print(f"{'work':<28}{'kernel, all':>14}{'loop, all':>14}{'times faster':>14}")
    for name, kernel, loop in (
        ("funnel, overdispersion", lambda o, e: overdispersed_funnel(o, e, scale="ratio_log"), funnel_loop),
        ("labels", ratio_funnel_significance, label_loop),
        ("exact limits", lambda _o, e: ratio_funnel_limits(e), line_loop),
        ("shrunken ratios", shrunken_rate, shrinkage_loop),
    ):
        kernel(*few)
        turns = [(cpu(kernel, observed, expected), cpu(loop, *few) * INDICATORS / LOOP_INDICATORS) for _ in range(TURNS)]
        ours, plain = (median(column) for column in zip(*turns, strict=True))
        print(f"{name:<28}{ours:>14.4f}{plain:>14.2f}{plain / ours:>14,.0f}", flush=True)
    p_values = np.random.default_rng(20_24).uniform(size=(INDICATORS, ORGANISATIONS))
    print(f"{'Benjamini-Hochberg':<28}{cpu(benjamini_hochberg_p_values, p_values):>14.4f}")
    print(f"\npeak memory: {peak(INDICATORS):.1f} MB at {INDICATORS} indicators, {peak(10 * INDICATORS):.1f} MB at {10 * INDICATORS}")
