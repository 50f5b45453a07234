"""Logistic and modified Poisson regression, standardised risks, observed and expected, a likelihood ratio test."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import ndtr
from tests.published.oracle import columns
from tests.published.validation import Comparison, numbers

from levelground.stats import adjusted
from levelground.stats.adjusted_results import GroupEstimates

FAMILY, CLOSE, CLOSE_ERRORS = "adjusted_models", 1e-5, 1e-4
STOPS_EARLY, EARLY = 1e-3, "glm takes them a step too early; ours holds"
ETHNICITY = ("White", "Asian", "Black", "Mixed", "Other")
LOGISTIC = {
    "logistic_logodds": adjusted.log_odds_ratios,
    "marginal_rd": adjusted.standardised_risk_differences,
    "marginal_lnrr": adjusted.standardised_log_risk_ratios,
}


def comparisons() -> Iterator[Comparison]:
    """Each model of each case; White is the reference group.

    R's `glm` takes its logistic standard errors from the step before its last: in its mode ours are the same, else they are settled.
    """
    expected = columns(FAMILY, "expected")
    for mode in ("correct", "r-glm"):
        for model, found in _ours(np.unique(expected["case"]), mode).items():
            told, mine = expected["model"] == model, np.concatenate(found, axis=1)
            for place, (name, close) in enumerate((("estimate", CLOSE), ("se", CLOSE_ERRORS), ("p", CLOSE_ERRORS))[: len(mine)]):
                if np.isnan(expected[name][told]).all():
                    continue
                early = mode == "correct" and name != "estimate" and model in LOGISTIC
                how = {"relative": STOPS_EARLY, "note": EARLY} if early else {"relative": close}
                yield numbers(FAMILY, f"{model}, {name}", mine[place], expected[name][told], mode=mode, **how)


def _ours(cases: np.ndarray, mode: str) -> dict[str, list[np.ndarray]]:
    """A list of the cases for each model: rows of estimates, of standard errors and of p-values."""
    rows, ours = columns(FAMILY, "input"), {}
    for case in cases:
        people = _people({name: column[rows["case"] == case] for name, column in rows.items()})
        for model, function in LOGISTIC.items():
            ours.setdefault(model, []).append(_estimates(function(*people, groups=5, compat=mode).adjusted, marginal="marginal" in model))
        if mode != "correct":
            continue
        for robust in ("HC0", "HC1"):
            found = adjusted.log_risk_ratios(*people, groups=5, robust=robust).adjusted
            ours.setdefault(f"poisson_logrr_{robust}", []).append(_estimates(found, marginal=False))
        counts = adjusted.observed_and_expected(*people, groups=5)
        ours.setdefault("casemix_OE_observed", []).append(np.array([counts.observed]))
        ours.setdefault("casemix_OE_expected", []).append(np.array([counts.adjusted.expected]))
        test = adjusted.likelihood_ratio_test(*people, groups=5)
        ours.setdefault("LRT_ethnicity", []).append(np.array([[test.chi_squared], [np.nan], [test.p_value]]))
    return ours


def _people(rows: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    group = np.array([ETHNICITY.index(name) for name in rows["eth"]])
    bands = [rows["imd"] == band for band in range(2, 6)] + [rows["site"] == site for site in "bcdef"]
    return rows["y"] == 1, group, np.stack([rows["age"], *bands], axis=-1).astype(np.float64)


def _estimates(found: GroupEstimates, *, marginal: bool) -> np.ndarray:
    """Estimates, standard errors and p-values in the reference's order of terms."""
    if marginal:
        return np.array([found.estimate, found.standard_error, found.p_value])[:, 1:]
    p_values = 2 * ndtr(-np.abs(found.coefficients / found.coefficient_errors))
    return np.array([found.coefficients, found.coefficient_errors, p_values])
