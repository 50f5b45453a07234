"""Funnels with overdispersion, FunnelPlotR."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy import special
from tests.published.oracle import columns
from tests.published.validation import CORRECT, Comparison, labels, numbers

from levelground.stats.funnel.overdispersed import OverdispersedFunnel, overdispersed_funnel
from levelground.stats.funnel.scores import off_scale, on_scale
from levelground.stats.intervals import Interval

FAMILY, PRINTED, CLOSE = "funnel_od", "funnelplotr-0.6.0", 1e-7
ROUNDED_Z = 1e-6  # the reference rounds z to 6 decimals; we do so only where we follow it
INNER, OUTER = (-special.ndtri(tail) / round(-special.ndtri(tail), 6) for tail in (0.025, 0.001))
"""What a distance from the target in the reference's rounded z is multiplied by, to be one in z in full."""
SCALES = {"PR": "proportion_arcsine", "RC": "counts_log", "SHMI": "ratio_log", "CQC": "ratio_root"}


def _beside(what: str, table: dict[str, np.ndarray], ours: OverdispersedFunnel, adjusted: bool, scale: str) -> Iterator[Comparison]:
    def close(part: str, mine: object, *names: str, mode: str = PRINTED) -> Comparison:
        return numbers(FAMILY, f"{what}: {part}", mine, [table[name] for name in names], relative=CLOSE, mode=mode)

    yield close("values", [ours.scores.value, ours.scores.z], "rr", "Uzscore")
    if adjusted:
        yield close("phi", ours.overdispersion.dispersion, "phi")
        yield close("tau squared", ours.overdispersion.tau_squared, "tau2")
    yield close("limits", _four(ours.inner, ours.outer), "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")
    yield close("limits of chance", _four(ours.chance_inner, ours.chance_outer), "LCL95", "UCL95", "LCL99", "UCL99")
    yield labels(FAMILY, f"{what}: outliers", ours.outlier, table["outlier"] == 1, mode=PRINTED)


def _four(inner: Interval, outer: Interval) -> list[np.ndarray]:
    return [inner.lower, inner.upper, outer.lower, outer.upper]


def _unchanged(what: str, table: dict[str, np.ndarray], ours: OverdispersedFunnel, adjusted: bool, scale: str) -> Iterator[Comparison]:
    """What the correct formula leaves as the reference has it: everything but the limits of chance of ratios, on two scales."""
    if adjusted:
        measured = [ours.overdispersion.dispersion, ours.overdispersion.tau_squared]
        yield numbers(FAMILY, f"{what}: phi, tau squared", measured, [table["phi"][0], table["tau2"][0]], relative=CLOSE, mode=CORRECT)
    if scale == "counts_log":
        return
    limits = _four(ours.inner, ours.outer)
    theirs = [table[name] for name in ("OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")]
    centre = on_scale(ours.scores.target, scale)
    at = np.array(theirs if scale == "ratio_root" else [on_scale(each, scale) for each in theirs])
    in_full = centre + (at - centre) * np.array([INNER, INNER, OUTER, OUTER])[:, np.newaxis]
    back = [np.maximum(each, 0) ** 2 if scale == "ratio_root" else off_scale(each, scale) for each in at]
    note = "theirs rounds z to 6 decimals" + (", and is squared here" if scale == "ratio_root" else "")
    yield numbers(FAMILY, f"{what}: limits", limits, back, relative=ROUNDED_Z, mode=CORRECT, note=note)
    unrounded = [np.maximum(each, 0) ** 2 if scale == "ratio_root" else off_scale(each, scale) for each in in_full]
    yield numbers(FAMILY, f"{what}: limits, theirs with z in full", limits, unrounded, relative=1e-9, mode=CORRECT)


def comparisons() -> Iterator[Comparison]:
    """Every kind, method, trimming and adjustment: values, dispersion, four pairs of limits, outliers."""
    table = columns(FAMILY, "expected")
    keys = [np.unique(table[name]) for name in ("kind", "sr_method", "adj", "trim_by")]
    for kind, method, adjusted, share in product(*keys):
        chosen = (table["kind"] == kind) & (table["sr_method"] == method) & (table["adj"] == adjusted) & (table["trim_by"] == share)
        if not chosen.any():
            continue
        rows = {name: column[chosen] for name, column in table.items()}
        scale = SCALES[kind if kind in SCALES else method]
        what = f"{kind}, {scale}, {share:g}" + ("" if adjusted == "TRUE" else ", not adjusted")
        for compat, compare in ((PRINTED, _beside), (None, _unchanged)):
            funnel = overdispersed_funnel(
                rows["numerator"], rows["denominator"], scale=scale, share=share, adjust=adjusted == "TRUE", compat=compat
            )
            yield from compare(what, rows, funnel, adjusted == "TRUE", scale)
