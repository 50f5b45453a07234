"""What XmR charts do with nothing, with little, with gaps, ties, no variation and enormous numbers; and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from levelground.stats.spc import segments
from levelground.stats.spc.icons import assurance_icon, variation_icon
from levelground.stats.spc.rebasing import rebase_suggestions
from levelground.stats.spc.rule_flags import SpecialCause
from levelground.stats.spc.special_causes import special_causes
from levelground.stats.spc.targets import target_status
from levelground.stats.spc.xmr import xmr_chart, xmr_limits

OLDER = "nhsrplotthedots-0.2.2"
KERNELS: list[Callable[..., object]] = [
    xmr_limits,
    xmr_chart,
    rebase_suggestions,
    lambda values: special_causes(values, 0, -1, 1),
    lambda values: target_status(values, 0, improvement="increase"),
]


def wave(size: int, *, level: float = 0.0) -> np.ndarray:
    """Common cause only: 1, -1, 0, ..."""
    return np.resize([1.0, -1.0, 0.0, -1.0, 1.0, 0.0], size) + level


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bad", [[np.inf, 1.0], [1.0, -np.inf], [1e301, 0.0], 3.0])
def test_values_must_be_numbers_over_time(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(ValueError, match="values must"):
        kernel(bad)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bad", [["1", "2"], [None, 1.0], [True, False], np.ma.masked_array([1.0, 2.0], [True, False])])
def test_values_must_not_hide_what_is_missing(kernel: Callable[..., object], bad: object) -> None:
    with pytest.raises(TypeError, match="values must"):
        kernel(bad)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("did you mean 'nhsrplotthedots-0.2.2'", {"compat": "nhsrplotthedots"}),
        ("did you mean 'increase'", {"improvement": "increasing"}),
        ("improvement must be one of", {"improvement": ["increase", "up"]}),
        ("fix_after must be 12 or more; found 11", {"fix_after": 11}),
        ("fix_after must be left out", {"fix_after": 12, "baseline": [True] * 20}),
        ("shift_points must be 3 or more", {"shift_points": 2}),
        ("trend_points must be 3 or more", {"trend_points": 0}),
        ("shape mismatch|could not be broadcast", {"rebase": [True] * 3}),
    ],
)
def test_choices_that_are_not_known(words: str, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=words):
        xmr_chart(wave(20), **options)


@pytest.mark.parametrize(
    "options",
    [
        {"rebase": [0, 7]},
        {"baseline": np.ma.masked_array([True] * 20, False)},
        {"screen": "no"},
        {"screen": 1},
        {"fix_after": 12.0},
        {"fix_after": True},
        {"shift_points": "7"},
        {"improvement": None},
        {"compat": 2},
    ],
)
def test_choices_of_the_wrong_kind(options: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="must be"):
        xmr_chart(wave(20), **options)


@pytest.mark.parametrize(
    "kernel",
    [
        lambda values, beside: xmr_limits(values, rebase=beside > 0),
        lambda values, beside: xmr_chart(values, baseline=beside > 0),
        lambda values, beside: special_causes(values, beside, -1, 1),
        lambda values, beside: rebase_suggestions(values, rebase=beside > 0),
        lambda values, beside: target_status(values, beside, improvement="increase"),
        lambda values, beside: assurance_icon(xmr_chart(values), beside, improvement="increase"),
    ],
)
def test_one_period_is_never_taken_for_many(kernel: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="found 1 beside 20 periods"):
        kernel(np.zeros((3, 1)), np.zeros(20))


def test_limits_that_are_given_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="centre must be between its lower and upper limits; found 5"):
        special_causes(wave(20), 5, 0, 4)
    with pytest.raises(ValueError, match="upper must be finite"):
        special_causes(wave(20), 0, -1, np.inf)
    with pytest.raises(ValueError, match="13 or fewer"):
        rebase_suggestions(wave(30), shift_points=14)


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 24), (2, 0, 5)])
def test_nothing_gives_nothing(shape: tuple[int, ...]) -> None:
    chart = xmr_chart(np.empty(shape), improvement="increase")
    assert all(part.shape == shape for part in (*chart.limits, *chart.causes))
    assert variation_icon(chart).shape == shape[:-1]
    assert_array_equal(variation_icon(chart), np.full(shape[:-1], "no_points"))
    assert_array_equal(assurance_icon(chart, 1, improvement="increase"), np.full(shape[:-1], "no_points"))
    assert all(part.shape == shape for part in rebase_suggestions(np.empty(shape)))
    assert special_causes(np.empty(shape), 0, -1, 1).rules.shape == shape
    assert xmr_limits(np.empty(shape), rebase=np.zeros(shape, dtype=bool)).centre.shape == shape


def test_only_missing_periods() -> None:
    chart = xmr_chart(np.full((2, 20), np.nan), improvement="decrease")
    assert set(chart.causes.label_names.ravel()) == set(chart.causes.type_names.ravel()) == {"missing"}
    assert not chart.causes.rules.any()
    assert np.isnan(chart.limits.centre).all()
    assert set(chart.limits.method.ravel()) == {"withheld_few_points"}
    assert variation_icon(chart).tolist() == ["no_points"] * 2
    assert assurance_icon(chart, 5, improvement="decrease").tolist() == ["no_points"] * 2
    assert not rebase_suggestions(np.full(40, np.nan)).start.any()


@pytest.mark.parametrize(("points", "shown"), [(1, False), (2, False), (12, False), (13, True)])
def test_limits_and_icons_from_13_points(points: int, shown: bool) -> None:
    values = wave(20)
    values[points:] = np.nan
    chart = xmr_chart(values, improvement="increase")
    assert np.isnan(chart.limits.upper).all() != shown
    assert set(chart.limits.method) == {"moving_range_screened" if shown else "withheld_few_points"}
    assert variation_icon(chart) == ("common_cause" if shown else "withheld_few_points")
    assert assurance_icon(chart, 100, improvement="increase") == ("consistent_fail" if shown else "withheld_few_points")
    assert (np.isnan(xmr_limits(values, compat=OLDER).upper)).all() == (points == 1)


def test_few_points_are_judged_against_limits_that_are_not_shown() -> None:
    chart = xmr_chart([1, 2, 1, 2, 1, 2, 40, 1, 2, 1, 2, 1], improvement="decrease")
    assert chart.causes.label_names[6] == "outside_high"
    assert chart.limits.method[6] == "withheld_few_points"


def test_a_short_baseline() -> None:
    limits = xmr_limits(wave(30), baseline=np.arange(30) < 11)
    assert set(limits.method) == {"withheld_short_baseline"}
    assert np.isnan(limits.lower).all()
    assert limits.centre[0] == wave(11).mean()
    assert variation_icon(xmr_chart(wave(30), baseline=np.arange(30) < 11)) == "withheld_short_baseline"
    assert set(xmr_limits(wave(30), baseline=np.arange(30) < 12).method) == {"moving_range_screened"}


def test_a_baseline_with_a_rebase() -> None:
    """The first process by its baseline, the second, in which no baseline lies, by all its points."""
    values, periods = np.append(wave(30), wave(20, level=9)), np.arange(50)
    values[20:30] += 3
    limits = xmr_limits(values, rebase=periods == 30, baseline=periods < 18)
    assert_array_equal(limits.centre, np.repeat([wave(18).mean(), wave(20, level=9).mean()], [30, 20]))
    assert_array_equal(limits.upper[:30], np.full(30, xmr_limits(values[:18]).upper[0]))
    fixed = xmr_limits(values, rebase=periods == 30, fix_after=15)
    assert_array_equal(fixed.centre, np.repeat([wave(15).mean(), wave(15, level=9).mean()], [30, 20]))


def test_fix_after_counts_points_and_the_reference_periods() -> None:
    values = wave(30)
    values[[2, 5]] = np.nan
    assert xmr_limits(values, fix_after=12).centre[0] == pytest.approx(np.nanmean(values[:14]), abs=1e-15)
    assert xmr_limits(values, fix_after=12, compat=OLDER).centre[0] == pytest.approx(np.nanmean(values[:12]), abs=1e-15)


@pytest.mark.parametrize("level", [0.0, 0.1, 5.0, -1e300, 1e-310])
@pytest.mark.parametrize("screen", [True, False])
def test_no_variation_has_no_limits_and_no_special_cause(level: float, screen: bool) -> None:
    chart = xmr_chart(np.full(35, level), improvement="increase", screen=screen)
    assert set(chart.limits.method) == {"withheld_no_variation"}
    assert (chart.limits.centre == level).all()
    assert np.isnan(chart.limits.upper).all()
    assert set(chart.causes.label_names) == {"common_cause"}
    assert variation_icon(chart) == "common_cause"
    assert assurance_icon(chart, 1, improvement="increase") == "withheld_no_variation"
    older = xmr_limits(np.full(35, level), screen=screen, compat=OLDER)
    assert np.isnan(older.upper).all() == screen
    assert screen or (older.upper == level).all()


def test_one_spike_among_equal_values_has_no_limits() -> None:
    """Screening leaves only moving ranges of 0: limits of no width would put every point outside them."""
    values = np.zeros(40)
    values[20] = 10
    assert set(xmr_limits(values).method) == {"withheld_no_variation"}
    assert not (xmr_chart(values).causes.rules & (SpecialCause.OUTSIDE_HIGH | SpecialCause.OUTSIDE_LOW)).any()
    older = xmr_chart(values, compat=OLDER)
    assert (older.causes.rules & (SpecialCause.OUTSIDE_HIGH | SpecialCause.OUTSIDE_LOW) > 0).all()
    assert set(xmr_limits(values, screen=False).method) == {"moving_range"}


def test_a_missing_period_is_a_gap() -> None:
    """No moving range reaches over it, no run goes on over it, and only it is called missing."""
    values = np.concatenate([wave(20), np.full(7, 0.9), wave(20)])
    gap = values.copy()
    gap[23] = np.nan
    for compat in (None, OLDER):
        assert (xmr_chart(values, compat=compat).causes.label_names[20:27] == "shift_high").all()
        chart = xmr_chart(gap, compat=compat)
        assert chart.causes.label_names[23] == chart.causes.type_names[23] == "missing"
        assert set(np.delete(chart.causes.label_names, 23)) == {"common_cause"}
    rise = np.array([0, 1, 2, np.nan, 3, 4, 5, 6, *wave(10)])
    assert not (xmr_chart(rise).causes.rules & SpecialCause.TREND_UP).any()
    assert xmr_limits([0, 100, np.nan, 0, 100] * 5, screen=False).moving_range[0] == 100


def test_a_missing_period_in_two_of_three() -> None:
    values = wave(30)
    values[10:13] = [2.5, np.nan, 2.5]
    assert not special_causes(values, 0, -3, 3).rules.any()
    values[11] = 0.5
    assert special_causes(values, 0, -3, 3).rules[10:13].tolist() == [SpecialCause.TWO_IN_THREE_HIGH, 0, SpecialCause.TWO_IN_THREE_HIGH]


def test_a_point_beyond_a_limit_counts_in_two_of_three_in_the_form_of_2024() -> None:
    values = wave(30)
    values[10:13] = [2.5, 3.5, 0.5]
    new, older = special_causes(values, 0, -3, 3), special_causes(values, 0, -3, 3, compat=OLDER)
    assert new.label_names[10:13].tolist() == ["two_in_three_high", "outside_high", "common_cause"]
    assert new.rule_names[11] == "outside_high, two_in_three_high"
    assert older.label_names[10:13].tolist() == ["common_cause", "outside_high", "common_cause"]
    values[12] = -0.5
    assert special_causes(values, 0, -3, 3).label_names[10] == "common_cause"


def test_improvement_wins_in_the_form_of_2024() -> None:
    """Six falls below the centre, the last point outside the lower limit; in the middle of a long shift above."""
    values = np.array([0.1, 3.5, 3.0, 2.0, 1.0, 0.8, 0.6, 0.4, -1.0, *wave(20)])
    new, older = (special_causes(values, 0, -3, 3, improvement="decrease", compat=compat) for compat in (None, OLDER))
    assert new.rule_names[1] == "outside_high, trend_down, two_in_three_high, shift_high"
    assert (new.type_names[1], new.label_names[1]) == ("special_cause_improvement", "trend_down")
    assert (older.type_names[1], older.label_names[1]) == ("special_cause_concern", "outside_high")
    neutral = special_causes(values, 0, -3, 3)
    assert (neutral.type_names[1], neutral.label_names[1]) == ("special_cause_neutral_both", "outside_high")


def test_ties() -> None:
    """A value equal to the centre ends a shift, also where neither has an exact binary form; equal neighbours end a trend."""
    third = (0.1 + 0.2 + 0.3) / 3
    assert third > 0.2
    for centre, side in ((third, -1e-3), (0.2, 1e-3)):
        values = np.array([0.2 + side] * 6 + [third if centre == 0.2 else 0.2] + [0.2 + side] * 6)
        assert not special_causes(values, centre, -1, 1).rules.any()
    assert not special_causes([0, 1, 2, 2, 3, 4, 5], 9, -90, 90, shift_points=8).rules.any()
    assert (special_causes([0, 1, 2, 3, 4, 5, 6], 9, -90, 90, shift_points=8).label_names == "trend_up").all()
    assert special_causes([3, -3, 3], 0, -3, 3).rules.tolist() == [0, 0, 0]


@pytest.mark.parametrize("points", [6, 7])
def test_six_or_seven_points(points: int) -> None:
    values = np.concatenate([wave(15), np.full(points - 1, 0.9), [-1.0], wave(5)])
    for chosen in (6, 7):
        flagged = (special_causes(values, 0.01, -3, 3, shift_points=chosen).rules & SpecialCause.SHIFT_HIGH).any()
        assert flagged == (points - 1 >= chosen)
    rise = np.append(np.linspace(-0.5, 0.5, points), -1)
    for chosen in (6, 7):
        assert (special_causes(rise, 0, -3, 3, trend_points=chosen).rules & SpecialCause.TREND_UP).any() == (points >= chosen)


def test_a_new_start_ends_every_run() -> None:
    values = np.concatenate([wave(16), np.full(8, 0.9), wave(16)])
    rebase = np.arange(40) == 20
    assert not special_causes(values, 0, -3, 3, rebase=rebase).rules.any()
    assert special_causes(values, 0, -3, 3).rules.any()
    everywhere = xmr_chart(values, rebase=np.ones(40, dtype=bool))
    assert_array_equal(everywhere.limits.centre, values)
    assert set(everywhere.limits.method) == {"withheld_few_points"}


def test_enormous_and_tiny_values_keep_their_chart() -> None:
    values = np.append(wave(30), 9.0)
    there = xmr_chart(values).causes.rules
    for scale in (1e299 / 9, -1e-290):
        chart = xmr_chart(values * scale)
        assert np.isfinite(chart.limits.upper).all()
        assert ((chart.causes.rules > 0) == (there > 0)).all()


def test_targets_of_each_period_and_several_targets() -> None:
    values = np.stack([wave(24), wave(24, level=50)])
    values[:, 20:] = np.nan
    chart = xmr_chart(values, improvement=["increase", "decrease"])
    monthly = np.full((2, 24), np.nan)
    monthly[:, 19] = -10, 90
    monthly[:, 22] = 10, 10
    both = assurance_icon(chart, np.stack([monthly, np.full((2, 24), 50.0)]), improvement=["increase", "decrease"])
    assert both.tolist() == [["consistent_pass", "consistent_pass"], ["consistent_fail", "inconsistent"]]
    assert assurance_icon(chart, np.nan, improvement="increase").tolist() == ["none", "none"]
    assert assurance_icon(chart, 50, improvement="neutral").tolist() == ["none", "none"]
    assert assurance_icon(chart, [[chart.limits.upper[0, 0]], [chart.limits.lower[1, 0]]], improvement="increase").tolist() == [
        "inconsistent",
        "inconsistent",
    ]
    with pytest.raises(ValueError, match="target must be finite"):
        assurance_icon(chart, np.inf, improvement="increase")


def test_the_icon_is_that_of_the_last_point_that_is_there() -> None:
    values = np.append(wave(24), [9.0, np.nan, np.nan])
    for improvement, icon in (("increase", "improvement_high"), ("decrease", "concern_high"), ("neutral", "neutral_high")):
        assert variation_icon(xmr_chart(values, improvement=improvement)) == icon
    assert variation_icon(xmr_chart(-values, improvement="increase")) == "concern_low"
    assert variation_icon(xmr_chart(-values, improvement="decrease")) == "improvement_low"
    assert variation_icon(xmr_chart(-values)) == "neutral_low"


def test_settings_broadcast_and_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    values = random.normal(size=(3, 1, 40)).round(1)
    rebase = np.arange(40) == np.array([[15], [20]])
    improvement = np.array([["increase", "decrease"]] * 3)
    whole = xmr_chart(values, rebase=rebase, improvement=improvement)
    assert whole.causes.rules.shape == whole.limits.centre.shape == (3, 2, 40)
    suggested = rebase_suggestions(values, rebase=rebase)
    for points in (1, 80, 200):
        monkeypatch.setattr(segments, "CHUNK_POINTS", points)
        again = xmr_chart(values, rebase=rebase, improvement=improvement)
        for one, other in zip((*whole.limits, *whole.causes), (*again.limits, *again.causes), strict=True):
            assert_array_equal(one, other)
        assert_array_equal(rebase_suggestions(values, rebase=rebase).start, suggested.start)
    alone = xmr_chart(values[2, 0], rebase=rebase[1], improvement="decrease")
    assert_array_equal(whole.causes.label[2, 1], alone.causes.label)
    assert_array_equal(whole.limits.upper[2, 1], alone.limits.upper)


def test_the_values_that_were_given_are_left_alone() -> None:
    values, rebase = wave(30), np.arange(30) == 14
    kept = values.copy(), rebase.copy()
    xmr_chart(values, rebase=rebase)
    rebase_suggestions(values, rebase=rebase)
    assert_array_equal(values, kept[0])
    assert_array_equal(rebase, kept[1])


def test_suggestions_need_13_points_on_either_side_that_stay() -> None:
    for before, after, suggested in ((13, 13, True), (12, 13, False), (13, 12, False)):
        values = np.append(wave(before), wave(after, level=6))
        start = rebase_suggestions(values).start
        assert start.any() == suggested
        assert not suggested or start.nonzero()[0].tolist() == [before]
    back = np.concatenate([wave(20), wave(8, level=2), wave(20, level=-2)])
    assert rebase_suggestions(back).start.nonzero()[0].tolist() == [28]
    assert not rebase_suggestions(wave(60)).start.any()


def test_how_often_a_step_is_suggested() -> None:
    """The counts on the method's page, within what a smaller simulation can tell."""
    values = np.random.default_rng(7).normal(size=(4_000, 36))
    assert 0.008 < rebase_suggestions(values).start.any(axis=1).mean() < 0.023
    values[:, 20:] += 2
    start = rebase_suggestions(values).start
    assert 0.86 < start.any(axis=1).mean() < 0.92
    near = np.abs(start.argmax(axis=1)[start.any(axis=1)] - 20) <= 2
    assert 0.80 < near.mean() < 0.88


def test_how_often_a_stable_process_shows_a_special_cause() -> None:
    rules = xmr_chart(np.random.default_rng(7).normal(size=(8_000, 48))).causes.rules
    assert 0.36 < (rules > 0).any(axis=1).mean() < 0.42
    assert 0.045 < (rules > 0).mean() < 0.06
