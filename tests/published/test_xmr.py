"""XmR charts against printed numbers."""

from __future__ import annotations

import numpy as np
import pytest

from levelground.stats.spc.icons import assurance_icon, variation_icon
from levelground.stats.spc.xmr import xmr_chart

VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
"""The series of NHSRplotthedots' vignette on deviations from Excel."""


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({}, ("4.60", "1.94", "-0.72")),
        ({"compat": "nhsrplotthedots-0.2.2"}, ("4.60", "1.94", "-0.72")),
        ({"screen": False}, ("6.95", "1.94", "-3.06")),
        ({"compat": "mdc-excel"}, ("6.95", "1.94", "-3.06")),
    ],
)
def test_the_vignette_of_plot_the_dots(options: dict[str, object], printed: tuple[str, str, str]) -> None:
    chart = xmr_chart(VIGNETTE, improvement="increase", **options)
    for side, words in zip((chart.limits.upper, chart.limits.centre, chart.limits.lower), printed, strict=True):
        assert {f"{number:.2f}" for number in side} == {words}
    assert np.flatnonzero(chart.causes.rules).tolist() == [4]
    assert chart.causes.type_names[4] == "special_cause_improvement"
    assert assurance_icon(chart, [[5], [4]], improvement="decrease").tolist()[1] == "inconsistent"
    assert variation_icon(chart) == "common_cause"
    assert assurance_icon(chart, 4.61, improvement="increase") == ("consistent_fail" if printed[0] == "4.60" else "inconsistent")
