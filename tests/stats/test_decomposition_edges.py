"""What decompositions and rates by group do at their edges."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.decomposition.kitagawa import kitagawa_parts
from levelground.stats.decomposition.oaxaca import FORMS, oaxaca_blinder
from levelground.stats.decomposition.shares import mean_log_deviation_shares, theil_shares, variance_shares
from levelground.stats.group_metrics import ConfusionCounts, confusion_counts, group_metrics

YEARS = np.array([[1.0], [2.0], [3.0], [5.0], [6.0], [10.0]])
PAY = np.array([21e3, 22.5e3, 23e3, 25e3, 27e3, 30e3])
FIRST = np.arange(6) < 3


def test_a_stratum_in_which_one_group_has_nobody() -> None:
    data = ([10, 0], [100, 0], [10, 30], [100, 100])
    as_zero, as_other = kitagawa_parts(*data), kitagawa_parts(*data, empty_stratum="other_group")
    assert as_zero.method == as_other.method == "kitagawa_empty_stratum"
    assert_allclose((as_zero.composition, as_zero.rate_effect), (-0.025, -0.075))
    assert_allclose((as_other.composition, as_other.rate_effect), (-0.1, 0), atol=1e-15)


def test_nobody_in_a_group_or_in_both() -> None:
    parts = kitagawa_parts([[0, 0], [1, 2]], [[0, 0], [10, 10]], [1, 2], [10, 10])
    assert parts.method.tolist() == ["withheld_no_people", "kitagawa"]
    assert np.isnan(parts.gap[0]) and np.isnan(parts.composition[0]) and parts.gap[1] == 0
    assert kitagawa_parts([], [], [], []).method == "withheld_no_people"
    assert kitagawa_parts(np.empty((0, 3)), np.empty((0, 3)), [1, 1, 1], [2, 2, 2]).gap.shape == (0,)


def test_no_events_one_stratum_and_enormous_counts() -> None:
    assert kitagawa_parts([0, 0], [10, 20], [0, 0], [30, 5]).gap == 0
    one = kitagawa_parts([3], [10], [1], [10], per=1000)
    assert_allclose((one.gap, one.composition, one.rate_effect), (200, 0, 200))
    huge = kitagawa_parts([1e299, 1e298], [1e300, 1e299], [1e299, 0], [1e300, 1e300])
    assert_allclose(huge.gap, 0.05)
    assert_allclose(huge.composition + huge.rate_effect, huge.gap)


def test_strata_outside_where_change_nothing() -> None:
    inside, outside = [[3, 4], [10, 30], [5, 6], [40, 20]], [np.nan, -1, np.inf, 0.5]
    told = [[*row, other] for row, other in zip(inside, outside, strict=True)]
    ours, theirs = kitagawa_parts(*told, where=[True, True, False]), kitagawa_parts(*inside)
    assert_allclose(ours[:5], theirs[:5])
    assert ours.composition_by_stratum[2] == ours.rate_effect_by_stratum[2] == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (([1], [0], [1], [2]), "group_events where there are no people must be"),
        (([-1], [1], [1], [2]), "group_events must be 0 or more"),
        (([0.5], [1], [1], [2]), "group_events must be whole"),
        (([1], [np.nan], [1], [2]), "group_people must be 0 or more"),
        ((1, 2, 1, 2), "axis of strata"),
    ],
)
def test_what_kitagawa_refuses(data: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        kitagawa_parts(*data)


def test_kitagawa_refuses_an_unknown_word_and_masked_arrays() -> None:
    with pytest.raises(ValueError, match="did you mean 'other_group'"):
        kitagawa_parts([1], [2], [1], [2], empty_stratum="other")
    with pytest.raises(TypeError, match="masked"):
        kitagawa_parts(np.ma.masked_array([1], [True]), [2], [1], [2])


@pytest.mark.parametrize("form", ["nuemark", "Pooled", "oaxaca", ""])
def test_an_unknown_form_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="form must be one of reference, group"):
        oaxaca_blinder(PAY, YEARS, FIRST, form=form)


@pytest.mark.parametrize("form", FORMS)
def test_too_few_people_and_covariates_that_do_not_vary_are_withheld(form: str) -> None:
    settings = np.stack([FIRST, np.arange(6) < 1, np.arange(6) < 0])
    found = oaxaca_blinder(PAY, YEARS, settings, form=form)
    assert found.method.tolist() == [f"oaxaca_blinder_{form}", "withheld_too_few_people", "withheld_too_few_people"]
    assert np.isfinite(found.explained[0]) and np.isnan(found.explained[1:]).all()
    assert np.isfinite(found.gap[:2]).all() and np.isnan(found.gap[2])
    flat = oaxaca_blinder(PAY, np.where(FIRST[:, np.newaxis], 4.0, YEARS), FIRST, form=form)
    assert flat.method == "withheld_collinear" and np.isnan(flat.unexplained) and np.isnan(flat.endowment)


def test_people_outside_where_change_nothing() -> None:
    theirs = oaxaca_blinder(PAY, YEARS, FIRST, form="pooled")
    ours = oaxaca_blinder([*PAY, np.nan], [*YEARS, [np.inf]], [*FIRST, True], form="pooled", where=[True] * 6 + [False])
    for one, other in zip(ours[:-1], theirs[:-1], strict=True):
        assert_allclose(one, other)


def test_without_covariates_nothing_is_explained() -> None:
    found = oaxaca_blinder(PAY, np.empty((6, 0)), FIRST, form="reference")
    assert found.explained == 0 and found.unexplained == found.gap and found.explained_by.shape == (0,)
    assert oaxaca_blinder(np.empty(0), np.empty((0, 1)), np.empty(0, dtype=bool), form="group").method == "withheld_too_few_people"


def test_very_large_pay() -> None:
    found, plain = oaxaca_blinder(PAY * 1e290, YEARS, FIRST, form="cotton"), oaxaca_blinder(PAY, YEARS, FIRST, form="cotton")
    assert_allclose(found.explained / 1e290, plain.explained)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ((PAY[:5], YEARS, FIRST), ValueError),
        ((PAY, YEARS[:, 0], FIRST), ValueError),
        ((PAY[0], YEARS, FIRST), ValueError),
        ((PAY * np.nan, YEARS, FIRST), ValueError),
        ((PAY, YEARS, FIRST.astype(int)), TypeError),
        ((PAY.astype(str), YEARS, FIRST), TypeError),
    ],
)
def test_what_oaxaca_blinder_refuses(data: tuple[np.ndarray, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        oaxaca_blinder(*data, form="pooled")


def test_shares_of_nothing() -> None:
    level = variance_shares([5, 5], [0, 0], [1, 3])
    assert level.total == 0 and np.isnan(level.between_share)
    assert np.isnan(variance_shares([5, 5], [0, 0], [0, 0]).total)
    assert np.isnan(theil_shares([0, 0], [0, 0], [1, 1]).total)
    assert_allclose(theil_shares([0, 2], [0, 0], [1, 1]).total, np.log(2))
    assert variance_shares([], [], []).total == 0 and np.isnan(variance_shares([], [], []).between_share)
    with pytest.raises(ValueError, match="above 0"):
        mean_log_deviation_shares([0, 1], [0, 0], [1, 1])
    with pytest.raises(ValueError, match="variances must be 0 or more"):
        variance_shares([0, 1], [-1, 0], [1, 1])
    inside = mean_log_deviation_shares([1, 3, np.nan], [0, 0, -1], [1, 1, np.nan], where=[True, True, False])
    assert_allclose(inside[:4], mean_log_deviation_shares([1, 3], [0, 0], [1, 1])[:4])


def test_a_rate_without_a_denominator() -> None:
    counts = ConfusionCounts([2, 0, 0], [1, 0, 0], [1, 0, 0], [0, 5, 0])
    ours, theirs = group_metrics(counts), group_metrics(counts, compat="fairlearn-0.15")
    assert_array_equal(ours.recall.by_group, [2 / 3, np.nan, np.nan])
    assert ours.recall.difference_between_groups == 0 and ours.recall.ratio_between_groups == 1
    assert_array_equal(theirs.recall.by_group, [2 / 3, 0, np.nan])
    assert theirs.recall.difference_between_groups == 2 / 3
    nobody = group_metrics(confusion_counts(np.empty(0, bool), np.empty(0, bool), np.empty(0), groups=2))
    assert all(np.isnan(value).all() for metric in nobody[1:] for value in metric)
    assert nobody.people.overall == 0


def test_what_rates_by_group_refuse() -> None:
    with pytest.raises(ValueError, match="did you mean 'fairlearn"):
        group_metrics(ConfusionCounts([1], [1], [1], [1]), compat="fairlearn")
    with pytest.raises(ValueError, match="axis of groups"):
        group_metrics(ConfusionCounts(1, 1, 1, 1))
    with pytest.raises(ValueError, match="group must be between"):
        confusion_counts([True], [True], [2], groups=2)
    with pytest.raises(ValueError, match="one length"):
        confusion_counts([True, False], [True], [0], groups=2)
    with pytest.raises(TypeError, match="actual must be True or False"):
        confusion_counts([1], [True], [0], groups=1)
