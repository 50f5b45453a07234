"""Standardised rates and pooled strata: numbers of books, papers and manual pages."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from levelground.stats.proportion_gaps import proportion_ratio
from levelground.stats.standardisation.association import mantel_haenszel_test
from levelground.stats.standardisation.comparative import direct_rate_ratio
from levelground.stats.standardisation.direct import direct_rate
from levelground.stats.standardisation.mantel_haenszel import (
    pooled_odds_ratio,
    pooled_rate_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)

CASES = np.array(
    [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
)
BIRTHS = np.array(
    [
        [230_061, 329_449, 114_920, 39_487, 14_208, 3_052],
        [72_202, 326_701, 208_667, 83_228, 28_466, 5_375],
        [15_050, 175_702, 207_081, 117_300, 45_026, 8_660],
        [2_293, 68_800, 132_424, 98_301, 46_075, 9_834],
        [327, 30_666, 123_419, 149_919, 104_088, 34_392],
    ]
)
"""Down's syndrome in Michigan 1950 to 1964 by birth order, then age of the mother (Fleiss 1981, table 14.4)."""
MEN = (np.array([512, 353, 120, 138, 53, 22]), np.array([825, 560, 325, 417, 191, 373]))
WOMEN = (np.array([89, 17, 202, 131, 94, 24]), np.array([108, 25, 593, 375, 393, 341]))
"""Admitted and applied to six departments of the University of California, Berkeley, in 1973 (Bickel and others, Science 1975)."""


def test_downs_syndrome_by_birth_order() -> None:
    """As Fay and Feuer (1997) have them; for fifth and later births also with their gamma limits."""
    found = direct_rate(CASES, BIRTHS, BIRTHS.sum(axis=0), per=100_000, limits="fay_feuer")
    assert_allclose(found.estimate[[0, 4]], [92.3, 75.52901], atol=0.05)
    assert_allclose([limit[4] for limit in found.interval], [67.70212, 188.30017], rtol=1e-6)
    assert found.events.tolist() == [412, 490, 474, 413, 740]


def test_fifth_births_beside_first() -> None:
    fifth, first = (direct_rate(CASES[order], BIRTHS[order], BIRTHS.sum(axis=0)) for order in (4, 0))
    found = direct_rate_ratio(fifth, first)
    assert f"{found.estimate:.3f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})" == "0.818 (0.690 to 0.974)"


def test_admissions_to_berkeley() -> None:
    """As R prints them: 1.84 over all departments, 0.905 within."""
    found = pooled_odds_ratio(*MEN, *WOMEN)
    assert_allclose((found.estimate, *found.interval), (0.9046968, 0.7719074, 1.0603298), rtol=1e-6)
    one = pooled_odds_ratio(*([each.sum()] for each in (*MEN, *WOMEN)))
    assert f"{one.estimate:.2f}" == "1.84"
    corrected, plain = mantel_haenszel_test(*MEN, *WOMEN), mantel_haenszel_test(*MEN, *WOMEN, continuity=False)
    assert f"{corrected.statistic:.4f} {corrected.p_value:.4f} {plain.statistic:.4f}" == "1.4269 0.2323 1.5246"


@pytest.mark.parametrize(("kernel", "value"), [(pooled_risk_ratio, "1.33"), (pooled_odds_ratio, "1.40"), (pooled_risk_difference, "0.03")])
def test_tolbutamide(kernel: object, value: str) -> None:
    assert callable(kernel)
    assert f"{kernel([8, 22], [106, 98], [5, 16], [120, 85]).estimate:.2f}" == value


def test_one_stratum_is_the_plain_ratio() -> None:
    assert_allclose(pooled_risk_ratio([36], [40], [16], [80]).estimate, proportion_ratio(36, 40, 16, 80))


def test_british_doctors() -> None:
    smoked, did_not = (
        ([32, 104, 206, 186, 102], [52_407, 43_248, 28_612, 12_663, 5_317]),
        ([2, 12, 28, 28, 31], [18_790, 10_673, 5_710, 2_585, 1_462]),
    )
    assert f"{pooled_rate_ratio(*smoked, *did_not).estimate:.2f}" == "1.42"
