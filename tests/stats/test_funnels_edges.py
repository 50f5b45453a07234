"""What funnels do with nothing, with little, at the ends of a scale and with enormous numbers; and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.funnel.limits import proportion_funnel_limits, rate_funnel_limits, ratio_funnel_limits
from levelground.stats.funnel.overdispersed import overdispersed_funnel
from levelground.stats.funnel.overdispersion import overdispersion
from levelground.stats.funnel.points import rate_funnel_points, ratio_funnel_points
from levelground.stats.funnel.scores import SCALES, funnel_scores
from levelground.stats.funnel.significance import (
    proportion_funnel_significance,
    rate_funnel_significance,
    ratio_funnel_significance,
    standardised_rate_funnel_significance,
)

FUNNELPLOTR = "funnelplotr-0.6.0"
KERNELS: list[Callable[..., object]] = [
    lambda cell: proportion_funnel_limits(cell, 0.5),
    ratio_funnel_limits,
    lambda cell: rate_funnel_limits(cell, 2.0),
    ratio_funnel_points,
    lambda cell: rate_funnel_points(cell, 2.0),
    lambda cell: proportion_funnel_significance(cell, 100, 0.5),
    lambda cell: rate_funnel_significance(cell, 100.0, 0.5),
    lambda cell: ratio_funnel_significance(cell, 100.0),
    lambda cell: standardised_rate_funnel_significance(cell, 100.0, 90.0),
    lambda cell: funnel_scores(cell, 100.0, scale="ratio_log"),
    lambda cell: overdispersion(cell, 1.0),
    lambda cell: overdispersed_funnel(cell, 100.0, scale="counts_log", target=1.0),
]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bad", [["1", "2"], [None, 1], [True, False], np.ma.masked_array([1.0, 2.0], [True, False])])
def test_what_could_hide_a_missing_value_is_refused(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(TypeError, match="must be"):
        kernel(bad)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bad", [[1.0, np.nan], [np.inf, 1.0]])
def test_what_is_no_number_is_refused(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        kernel(bad)


@pytest.mark.parametrize("kernel", [each for number, each in enumerate(KERNELS) if number != 10])
def test_negative_numbers_are_refused(kernel: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="position 1"):
        kernel([3, -1])


@pytest.mark.parametrize("kernel", KERNELS[:9])
def test_nothing_gives_nothing(kernel: Callable[..., object]) -> None:
    for part in np.atleast_2d(np.array(kernel(np.array([], dtype=np.int64)), dtype=object)):
        assert part.shape[-1] == 0


@pytest.mark.parametrize("scale", SCALES)
def test_an_indicator_without_organisations_is_withheld(scale: str) -> None:
    for funnel in (
        overdispersed_funnel(np.zeros((2, 0)), np.zeros((2, 0)), scale=scale, target=0.5),
        overdispersed_funnel([[1.0, 2.0]] * 2, [[5.0, 5.0]] * 2, scale=scale, where=False),
    ):
        assert_array_equal(funnel.overdispersion.method, ["withheld_few_organisations"] * 2)
        assert_array_equal(funnel.overdispersion.organisations, [0, 0])
        assert np.isnan(funnel.overdispersion.tau_squared).all()
        assert not funnel.outlier.any()


def test_one_organisation_has_limits_of_chance_only() -> None:
    funnel = overdispersed_funnel([0.0], [10.0], scale="ratio_root")
    assert np.isnan(funnel.inner.lower).all()
    assert_allclose(funnel.chance_inner, ratio_funnel_limits([10.0]))
    assert not funnel.outlier[0]
    assert overdispersed_funnel([0.0], [10.0], scale="ratio_root", adjust=False).outlier[0]


def test_limits_of_a_target_at_either_end() -> None:
    assert_array_equal(proportion_funnel_limits(10, [0.0, 1.0]), [[0.0, 1.0], [0.0, 1.0]])
    assert_array_equal(proportion_funnel_significance([0, 0, 10], 10, [0.0, 1.0, 1.0]), ["not_significant", "low_0.001", "not_significant"])


def test_a_proportion_cannot_exceed_one_whatever_the_multiplier() -> None:
    for per in (1.0, 100.0, 1000.0):
        assert proportion_funnel_limits(1, 0.5, per=per).upper == per
    assert proportion_funnel_limits(1, 0.5, per=1000, compat="phe-2.1.0").upper == 100


def test_no_events_where_few_are_expected_are_no_surprise() -> None:
    lower = ratio_funnel_limits([1e-6, 1.0, 3.688, 3.69]).lower
    assert_array_equal(lower[:3], 0)
    assert lower[3] > 0
    assert_array_equal(ratio_funnel_significance(0, [3.688, 3.69, 6.90, 6.91]), ["not_significant", "low_0.025", "low_0.025", "low_0.001"])


def test_no_events_have_no_point() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        ratio_funnel_points([1, 0])


@pytest.mark.parametrize("size", [1e8, 1e12])
def test_enormous_organisations_lie_close_to_the_target(size: float) -> None:
    for limits in (ratio_funnel_limits(size), rate_funnel_limits(size, 1.0)):
        assert_allclose(limits, (1 - 1.96 / np.sqrt(size), 1 + 1.96 / np.sqrt(size)), rtol=0.1 / np.sqrt(size))
    assert ratio_funnel_significance(size, size) == "not_significant"
    for scale in SCALES:
        funnel = overdispersed_funnel([size / 2] * 3, [size] * 3, scale=scale, target=0.5)
        assert_allclose(funnel.outer, 0.5, rtol=1e-3)


def test_counts_beyond_what_can_be_counted_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 1e"):
        funnel_scores([1e16], [1.0], scale="ratio_log")


@pytest.mark.parametrize("scale", ["ratio_log", "counts_log"])
def test_no_events_count_as_half_an_event(scale: str) -> None:
    scores = funnel_scores([0, 1, 30], [4, 4, 40], scale=scale, target=1.0)
    assert scores.method[0] == "zero_counted_as_half"
    assert -5 < scores.z[0] < scores.z[1] + 1
    funnel = overdispersed_funnel([0, 0, 0, 5], [4, 5, 6, 5], scale=scale, target=1.0)
    assert np.isfinite(funnel.overdispersion.tau_squared)
    assert np.isfinite(funnel.outer).all()
    assert not funnel.outlier.any()
    assert not overdispersed_funnel([0, 1, 1], [0.1, 1, 1], scale=scale, target=1.0).outlier.any()
    assert overdispersed_funnel([0, 900, 900], [900] * 3, scale=scale, target=1.0, adjust=False).outlier[0]


def test_the_reference_has_no_value_for_no_events() -> None:
    with pytest.raises(ValueError, match="0 counts as a half"):
        overdispersed_funnel([0, 1], [4.0, 4.0], scale="ratio_log", compat=FUNNELPLOTR)


def test_no_events_at_all() -> None:
    funnel = overdispersed_funnel([0, 0, 0], [5, 6, 7], scale="proportion_arcsine")
    assert_array_equal(funnel.scores.z, 0)
    assert_array_equal(funnel.overdispersion.tau_squared, 0)
    assert_array_equal(funnel.outer.lower, 0)
    assert not funnel.outlier.any()
    with pytest.raises(ValueError, match="target must be finite and above 0"):
        overdispersed_funnel([0, 0, 0], [5, 6, 7], scale="counts_log")


def test_angles_end_at_a_right_angle() -> None:
    events, size = [0, 1, 9, 10, 0, 10], [10.0] * 6
    ours = overdispersed_funnel(events, size, scale="proportion_arcsine")
    assert_array_equal(ours.outer, [[0] * 6, [1] * 6])
    printed = overdispersed_funnel(events, size, scale="proportion_arcsine", compat=FUNNELPLOTR)
    assert (printed.outer.lower > 0).all()


@pytest.mark.parametrize("treatment", ["winsorised", "truncated", "all"])
def test_ties(treatment: str) -> None:
    found = overdispersion([2.0] * 20, [0.1] * 20, treatment=treatment)
    if treatment == "truncated":
        assert found.organisations == 20
    assert_allclose((found.dispersion, found.tau_squared), (4.0, (80 - 19) / 19 * 0.01))


def test_truncation_may_leave_nobody() -> None:
    found = overdispersion([-3.0, 0.0, 3.0], [1.0] * 3, treatment="truncated", share=0.4)
    assert found.method == "withheld_few_organisations"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("did you mean 'ratio_log'", {"scale": "log_ratio"}),
        ("did you mean 'winsorised'", {"treatment": "winsorized"}),
        ("share must be below 0.5", {"share": 0.5}),
        ("share must be finite and above 0", {"share": 0.0}),
        ("fraction between 0 and 1", {"outer_confidence": 99.8}),
        (f"did you mean '{FUNNELPLOTR}'", {"compat": "funnelplotr"}),
        ("target must be finite and above 0", {"target": 0.0}),
        ("denominator must be finite and above 0", {"denominator": [0.0, 1.0]}),
        ("numerator must be between", {"scale": "proportion_arcsine", "numerator": [3.0, 1.0]}),
    ],
)
def test_choices_that_are_not_known(words: str, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=words):
        overdispersed_funnel(**({"numerator": [1.0, 2.0], "denominator": [2.0, 3.0], "scale": "ratio_log"} | options))


def test_a_standardised_rate_rests_on_events() -> None:
    words = standardised_rate_funnel_significance([0, 9, 10], [0.0, 5.0, 5.0], 20.0)
    assert_array_equal(words, ["withheld_few_events", "withheld_few_events", "low_0.001"])
    with pytest.raises(ValueError, match="rate of 10 events or more"):
        standardised_rate_funnel_significance(10, 0.0, 20.0)
    assert standardised_rate_funnel_significance(9, 5.0, 20.0, compat="phe-2.1.0") == "Not applicable"


def test_a_single_number_is_no_axis_of_organisations() -> None:
    for call in (lambda: funnel_scores(1.0, 2.0, scale="ratio_log"), lambda: overdispersion(1.0, 2.0)):
        with pytest.raises(ValueError, match="must have an axis of organisations"):
            call()
