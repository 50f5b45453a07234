"""Printed numbers of detection that are more than an example of one kernel."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from levelground.stats.detection.looks import looks_error
from levelground.stats.detection.power import proportions_trials
from levelground.stats.detection.run_lengths import limit_run_lengths, rule_run_lengths

SHIFTS = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_champ_and_woodalls_table_of_run_lengths() -> None:
    """Technometrics 1987; 29: 393-399, table 1: one point outside; the same or eight in a row on one side."""
    outside = [370.40, 308.43, 200.08, 119.67, 71.55, 43.89]
    assert_array_equal(limit_run_lengths(SHIFTS).mean.round(2), outside)
    assert_array_equal(rule_run_lengths(SHIFTS, rules=["outside"]).mean.round(2), outside)
    with_runs = rule_run_lengths(SHIFTS, rules=["outside", "shift"], shift_points=8)
    assert_array_equal(with_runs.mean.round(2), [152.73, 110.52, 59.76, 33.64, 21.07, 14.58])


def test_armitage_mcpherson_and_rowes_table_of_looks() -> None:
    """Journal of the Royal Statistical Society A 1969; 132: 235-244, table 2, the normal distribution at 5%."""
    assert_array_equal(looks_error([1, 2, 3, 4, 5, 10, 20, 50]).round(3), [0.050, 0.083, 0.107, 0.126, 0.142, 0.193, 0.248, 0.320])


def test_fleiss_with_and_without_the_correction() -> None:
    """Statistical Methods for Rates and Proportions, section 4.3: 60% beside 70% at 99% and a power of 95%."""
    needed = [proportions_trials(0.6, 0.7, power=0.95, confidence=0.99, corrected=corrected).group for corrected in (True, False)]
    assert_array_equal(needed, [827, 808])
