"""Adjusted gaps of many settings (sites, periods, indicators) in one call: the same model for each, results side by side."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import MethodArray

Result = TypeVar("Result")
FITTED: Final = "fitted"
WITHHELD_NO_PEOPLE: Final = "withheld_no_people"
WITHHELD_NO_FIT: Final = "withheld_no_fit"


class AdjustedSettings(NamedTuple, Generic[Result]):
    """One model's results in each setting."""

    result: Result
    """As of one setting, each array with an axis of settings before its own; NaN, and `withheld_no_fit` as method id, where nothing was
    fitted."""
    method: MethodArray
    """``fitted``, ``withheld_no_people`` or ``withheld_no_fit``, one for each setting."""
    reasons: tuple[str, ...]
    """Why nothing could be fitted, in words; empty where it was."""


def adjusted_in_settings(
    measure: Callable[..., Result],
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: ArrayLike,
    setting: ArrayLike,
    *,
    settings: int,
    **keywords: Any,
) -> AdjustedSettings[Result]:
    """A measure of `levelground.stats.adjusted` in each of many settings, every setting with a model of its own.

    A setting in which the model cannot be fitted (a group without events, covariates that determine the outcome or one another) does not
    stop the others: its numbers are NaN, `method` says that it is withheld and `reasons` why.

    Parameters
    ----------
    measure : callable
        `log_odds_ratios`, `log_risk_ratios`, `standardised_risk_differences`, `standardised_log_risk_ratios`, `observed_and_expected` or
        `likelihood_ratio_test`.
    outcome, group, covariates : array_like
        As for `log_odds_ratios`, with the people of all settings one after the other or mixed.
    setting : array_like of int
        The place of each person's setting, 0 to `settings` - 1.
    settings : int
        How many settings there are, 1 or more.
    **keywords
        What the measure takes: `groups`, `reference`, `confidence`, `robust`, `compat`.

    Returns
    -------
    AdjustedSettings
        The measure's result with an axis of settings before the others: estimates of shape (settings, groups).

    Raises
    ------
    ValueError
        For settings outside 0 to `settings` - 1, arrays of different lengths, and where no setting could be fitted (the first reason).
    TypeError, ImportError
        As the measure.

    Notes
    -----
    Settings are fitted one after the other, so that memory is that of the largest one.

    References
    ----------
    As for `log_odds_ratios`, or whichever measure it is.

    Examples
    --------
    Berkeley, 1973, each department a setting (Bickel and others, Science 1975; 187: 398-404): of six, only in the first do men and women
    differ clearly, and there more of the women were admitted (odds ratio exp(1.05) = 2.86).

    >>> from levelground.stats.adjusted import log_odds_ratios
    >>> admitted = [512, 353, 120, 138, 53, 22, 89, 17, 202, 131, 94, 24]
    >>> refused = [313, 207, 205, 279, 138, 351, 19, 8, 391, 244, 299, 317]
    >>> cell = np.repeat(np.arange(24), admitted + refused)
    >>> nothing = np.empty((cell.size, 0))
    >>> found = adjusted_in_settings(log_odds_ratios, cell < 12, cell // 6 % 2, nothing, cell % 6, settings=6, groups=2)
    >>> found.result.crude.estimate[:, 1].round(2).tolist()
    [1.05, 0.22, -0.12, 0.08, -0.2, 0.19]
    """
    count = domains.whole("settings", settings, least=1)
    place = domains.counts("setting", setting)
    happened, of_group, table = (np.asarray(each) for each in (outcome, group, covariates))
    if place.ndim != 1 or any(each.shape[:1] != place.shape for each in (happened, of_group, table)):
        found = ", ".join(str(each.shape) for each in (happened, of_group, table, place))
        raise ValueError(f"outcome, group, covariates and setting must have a row for each person; found {found}")
    domains.between("setting", place, np.zeros(()), np.full((), count - 1.0))
    results: list[Result | None] = []
    reasons: list[str] = []
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(count + 1))
    for first, last in pairwise(ends):
        people = order[first:last]
        result, reason = _one(measure, happened[people], of_group[people], table[people], keywords)
        results.append(result)
        reasons.append(reason)
    like = next((each for each in results if each is not None), None)
    if like is None:
        raise ValueError(f"some setting must have a model that can be fitted; found none. The first: {reasons[0]}")
    empty = np.diff(ends) == 0
    method = np.where(empty, WITHHELD_NO_PEOPLE, np.where([each is None for each in results], WITHHELD_NO_FIT, FITTED))
    return AdjustedSettings(_side_by_side(results, like), method, tuple(reasons))


def _one(
    measure: Callable[..., Result], outcome: np.ndarray, group: np.ndarray, covariates: np.ndarray, keywords: dict[str, Any]
) -> tuple[Result | None, str]:
    """The result of one setting, or why there is none."""
    if not outcome.size:
        return None, "nobody is in this setting"
    try:
        return measure(outcome, group, covariates, **keywords), ""
    except ValueError as error:
        return None, str(error)


def _side_by_side(results: list[Any], like: Any) -> Any:
    """Results of one kind with an axis of settings in front; blank where there is none."""
    if isinstance(like, tuple):
        parts = ([None if each is None else each[place] for each in results] for place in range(len(like)))
        return type(like)(*(_side_by_side(part, one) for part, one in zip(parts, like, strict=True)))
    shape, text = np.shape(like), np.asarray(like).dtype.kind == "U"
    blank = np.full(shape, WITHHELD_NO_FIT if text else np.nan)
    return np.stack([blank if each is None else np.asarray(each) for each in results])
