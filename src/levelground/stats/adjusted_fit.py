"""A generalised linear model fitted by statsmodels, or an error that says why it cannot be. The one file that opens statsmodels."""

from __future__ import annotations

import warnings
from importlib import import_module
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np

from levelground.stats.adjusted_design import AdjustedData, require_independent
from levelground.stats.intervals import FloatArray

ROBUST: Final = ("HC0", "HC1")
"""Sandwich standard errors: as they are, or times n / (n - coefficients) for small samples."""
SURE: Final = 1e-8
"""A fitted probability nearer than this to 0 (or to 1) is taken as separation: the estimate runs away."""


class FittedModel(NamedTuple):
    """A model's coefficients, their covariances, the probability of each person, and minus twice its log likelihood."""

    coefficients: FloatArray
    covariances: FloatArray
    fitted: FloatArray
    deviance: float


def _statsmodels(name: str) -> ModuleType:
    try:
        return import_module(f"statsmodels.genmod.{name}")
    except ModuleNotFoundError as missing:
        raise ImportError("adjusted models need statsmodels: install levelground with the extra 'models'") from missing


def fitted_model(data: AdjustedData, table: FloatArray, family: str, robust: str = "", compat: str = "correct") -> FittedModel:
    """A generalised linear model with the family's own link. statsmodels takes HC1 for HC0 here, so the factor is ours."""
    models, families = _statsmodels("generalized_linear_model"), _statsmodels("families")
    require_independent(table)
    people, columns = table.shape
    kind = {"cov_type": "HC0" if robust else "nonrobust", "maxiter": 100}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        model = models.GLM(data.outcome, table, family=getattr(families, family)())
        found: Any = model.fit(**({"tol": 1e-9, "rtol": 1e-8} if compat == "r-glm" else {"tol": 1e-10, "rtol": 1e-11}), **kind)
        if compat == "correct":  # once more from where it ended, so that the standard errors are taken there too
            found = model.fit(start_params=found.params, tol=1e-10, rtol=1e-11, **kind)
        fitted = np.asarray(
            found.fittedvalues, dtype=np.float64
        )  # computed only now, and where covariates determine the outcome it overflows
    sure = fitted.min() < SURE or (family == "Binomial" and fitted.max() > 1 - SURE)
    if sure or not found.converged or not np.isfinite(found.params).all():
        raise ValueError(
            "covariates must not determine the outcome; found people who are certain to have it or not to have it (separation): "
            "join bands or categories without events, or without anybody who has none"
        )
    covariances = np.asarray(found.cov_params()) * (people / (people - columns) if robust == "HC1" else 1.0)
    return FittedModel(np.asarray(found.params), covariances, fitted, float(found.deviance))
