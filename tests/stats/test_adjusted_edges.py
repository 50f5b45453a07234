"""What adjusted models do at their edges, and that crude and adjusted are the same where there is nothing to adjust for."""

import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose

from levelground.stats import adjusted
from levelground.stats.adjusted_settings import adjusted_in_settings

CELL = np.repeat(np.arange(8), [9, 4, 20, 6, 31, 16, 40, 4])
OUTCOME, GROUP, BAND = CELL < 4, CELL % 2, (CELL // 2 % 2).astype(np.float64)[:, np.newaxis]
NONE = np.empty((CELL.size, 0))


def test_without_covariates_adjusted_is_crude_and_both_are_the_table_of_four() -> None:
    found = adjusted.log_odds_ratios(OUTCOME, GROUP, NONE, groups=2)
    a, b, c, d = (
        np.sum(OUTCOME & (GROUP == 1)),
        np.sum(~OUTCOME & (GROUP == 1)),
        np.sum(OUTCOME & (GROUP == 0)),
        np.sum(~OUTCOME & (GROUP == 0)),
    )
    assert_allclose(found.adjusted.estimate, found.crude.estimate)
    assert_allclose(found.crude.estimate[1], np.log(a * d / (b * c)))
    assert_allclose(found.crude.standard_error[1], np.sqrt(1 / a + 1 / b + 1 / c + 1 / d))
    assert found.crude.estimate[0] == 0 and np.isnan(found.crude.p_value[0])


def test_turning_the_reference_round_turns_the_sign() -> None:
    for function in (adjusted.log_odds_ratios, adjusted.log_risk_ratios, adjusted.standardised_risk_differences):
        one, other = (function(OUTCOME, GROUP, BAND, groups=2, reference=first).adjusted for first in (0, 1))
        assert_allclose(one.estimate[1], -other.estimate[0], rtol=1e-7)
        assert_allclose(one.standard_error[1], other.standard_error[0], rtol=1e-7)


def test_expected_events_add_up_and_an_empty_group_is_withheld() -> None:
    found = adjusted.observed_and_expected(OUTCOME, GROUP, BAND, groups=3)
    assert_allclose(found.adjusted.expected.sum(), OUTCOME.sum())
    assert found.method[2] == "withheld_no_people" and np.isnan(found.adjusted.ratio[2]) and found.crude.interval.upper[2] == np.inf


@pytest.mark.parametrize(
    ("outcome", "group", "covariates", "message"),
    [
        (OUTCOME & (GROUP == 0), GROUP, BAND, "found no events in group 1"),
        (OUTCOME | (GROUP == 1), GROUP, BAND, "found nobody without an event in group 1"),
        (OUTCOME, GROUP * 0, BAND, "found no people in group 1"),
        (OUTCOME & (BAND[:, 0] == 1), GROUP, BAND, "separation"),
        (OUTCOME, GROUP, np.concatenate([BAND, 1 - BAND], axis=1), "leave one band or category out"),
        (OUTCOME, GROUP + 1, BAND, "group must be between"),
        (OUTCOME, GROUP, BAND * np.nan, "covariates must be finite"),
    ],
)
def test_what_is_refused(outcome: np.ndarray, group: np.ndarray, covariates: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        adjusted.log_odds_ratios(outcome, group, covariates, groups=2)


def test_words_and_numbers_where_marks_are_meant() -> None:
    with pytest.raises(TypeError, match="outcome must be True or False"):
        adjusted.log_odds_ratios(OUTCOME.astype(int), GROUP, BAND, groups=2)
    with pytest.raises(ValueError, match="robust must be one of HC0, HC1"):
        adjusted.log_risk_ratios(OUTCOME, GROUP, BAND, groups=2, robust="HC3")


def test_without_statsmodels_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.genmod.generalized_linear_model", None)
    with pytest.raises(ImportError, match="extra 'models'"):
        adjusted.log_odds_ratios(OUTCOME, GROUP, BAND, groups=2)


def test_many_settings_are_each_their_own_model_and_one_that_cannot_be_fitted_stops_none() -> None:
    """People of four settings, mixed: the first two are whole, the third has a group without events, the fourth has nobody."""
    many = np.random.default_rng(3).permutation(3 * CELL.size)
    place, person = many // CELL.size, many % CELL.size
    outcome = OUTCOME[person] & ~((place == 2) & (GROUP[person] == 1)) & ~((place == 1) & (CELL[person] == 0))
    given = outcome, GROUP[person], BAND[person]
    for function in (adjusted.log_odds_ratios, adjusted.observed_and_expected, adjusted.likelihood_ratio_test):
        found = adjusted_in_settings(function, *given, place, settings=4, groups=2)
        refused = function is not adjusted.observed_and_expected
        assert found.method.tolist() == ["fitted", "fitted", "withheld_no_fit" if refused else "fitted", "withheld_no_people"]
        assert ("found no events in group 1" in found.reasons[2]) == refused and found.reasons[0] == ""
        for setting in (0, 1):
            here = place == setting
            alone = function(*(each[here] for each in given), groups=2)
            for ours, theirs in zip(found.result, alone, strict=True):
                together = ours[0] if isinstance(ours, tuple) else ours
                one = theirs[0] if isinstance(theirs, tuple) else theirs
                if np.asarray(one).dtype.kind != "U":
                    assert_allclose(together[setting], one, rtol=1e-7)
        last = found.result[0][0] if isinstance(found.result[0], tuple) else found.result[0]
        assert np.isnan(last[3]).all()


def test_settings_that_are_refused() -> None:
    given = OUTCOME, GROUP, BAND
    with pytest.raises(ValueError, match="setting must be between"):
        adjusted_in_settings(adjusted.log_odds_ratios, *given, CELL, settings=2, groups=2)
    with pytest.raises(ValueError, match="a row for each person"):
        adjusted_in_settings(adjusted.log_odds_ratios, *given, CELL[:-1], settings=8, groups=2)
    with pytest.raises(ValueError, match=r"found none\. The first: .*no people"):
        adjusted_in_settings(adjusted.log_odds_ratios, *given, CELL * 0, settings=1, groups=3)
    with pytest.raises(TypeError, match="setting must be numbers"):
        adjusted_in_settings(adjusted.log_odds_ratios, *given, CELL.astype(str), settings=8, groups=2)
