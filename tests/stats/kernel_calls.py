"""A call of every public kernel of `levelground.stats`, with arrays that every kind of number can hold (whole, or halves and quarters)."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

import levelground.stats
from levelground.stats import (
    adjusted,
    bootstrap,
    cell_risk,
    gaps,
    group_metrics,
    means,
    miettinen_nurminen,
    odds_ratio,
    pay_gap,
    progression,
    proportions,
    quantiles,
    rate_ratio_mid_p,
    rates,
    relative_likelihood,
    representation,
)
from levelground.stats.decomposition import kitagawa, kitagawa_intervals, oaxaca, oaxaca_intervals, shares
from levelground.stats.funnel import limits, overdispersed, overdispersion, points, scores, significance
from levelground.stats.inequality import (
    attributable,
    concentration,
    differences,
    disparity,
    entropy,
    mean_differences,
    ordered,
    regression_slope,
    slope_index,
    survey,
    unordered,
    variance,
)
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.multiplicity import adjusted_p_values, shrinkage
from levelground.stats.spc import cusum, rebasing, run_chart, special_causes, targets, xmr
from levelground.stats.standardisation import association, direct, indirect, life_expectancy, mantel_haenszel

CHECKS = {
    "upper_tail",
    "tails",
    "places",
    "checked_settings",
    "checked_strata",
    "directions",
    "adjusted_data",
    "events_of_trials",
    "simulated_tails",
    "checked_rules",
    "counted_strata",
    "people_with_covariates",
}
"""Functions whose first argument is an array, but which check or look up for the kernels."""


PLACES = ("group", "reference", "strata", "units")
"""Arguments that name places: whole numbers only."""


class Call(NamedTuple):
    """A kernel, its arrays, and how many of the last axes of each are its own: the axes before are settings."""

    kernel: Callable[..., Any]
    arrays: dict[str, np.ndarray]
    own: dict[str, int]
    settings: bool = True
    """Whether axes before its own are allowed."""
    through: Callable[..., Any] | None = None
    """How the arrays reach the kernel where not by their names."""
    drawn: bool = False
    """Whether limits are drawn at random, from a stream of each setting."""

    def __call__(self, **changed: Any) -> Any:
        return (self.through or self.kernel)(**{**self.arrays, **changed})


def _call(
    kernel: Callable[..., Any],
    own: int | dict[str, int],
    *,
    settings: bool = True,
    through: Callable[..., Any] | None = None,
    fixed: dict[str, Any] | None = None,
    **arrays: Any,
) -> Call:
    given = {name: np.array(values) for name, values in arrays.items()}
    kept = {name: values if values.dtype.kind == "b" or name in PLACES else values.astype(np.float64) for name, values in given.items()}
    axes = {name: own if isinstance(own, int) else own.get(name, own[""]) for name in arrays}
    with_fixed = partial(through or kernel, **(fixed or {}))
    return Call(
        kernel, kept, axes, settings, with_fixed, drawn=bool({"seed", "simulation"} & set(fixed or {})) or through is _slope_with_limits
    )


EVENTS, PEOPLE, OTHER_EVENTS, OTHER_PEOPLE = [0, 3, 12, 40], [8, 16, 60, 64], [2, 5, 9, 30], [10, 20, 40, 90]
PAIR = {"events": EVENTS, "trials": PEOPLE, "reference_events": OTHER_EVENTS, "reference_trials": OTHER_PEOPLE}
RATES = {"events": EVENTS, "exposure": PEOPLE, "reference_events": OTHER_EVENTS, "reference_exposure": OTHER_PEOPLE}
COUNTED = {"events": EVENTS, "reference_events": OTHER_EVENTS}
LEVELS = {"estimates": [12.5, 20.25, 30, 45.5], "population": [100, 200, 50, 400]}
ERRORS = {"standard_errors": [1, 0.5, 1.25, 2]}
AN_ORDER = {"": 1, "favourable": 0, "reference": 0, "average": 0, "scale": 0}
SERIES = [5, 6, 4, 7, 5.5, 5, 6, 4.5, 5, 6, 7, 4, 5, 6, 12, 5]
BREAK = [place == 8 for place in range(16)]
BANDS = {"events": [[1, 4, 9], [8, 2, 3]], "population": [[100, 200, 150], [90, 110, 70]]}
WITHIN = [True, True, True, False]
PERSONS = np.arange(48)
OUTCOME, GROUP = PERSONS * 7 % 5 < 2, PERSONS % 3
COVARIATES = np.column_stack([PERSONS * 3 % 7, PERSONS * 5 % 11 / 2])
DRAWS = Simulation(seed=3, draws=20)


def _adjusted(kernel: Callable[..., Any]) -> Call:
    return _call(kernel, {"": 1, "covariates": 2}, settings=False, fixed={"groups": 3}, outcome=OUTCOME, group=GROUP, covariates=COVARIATES)


def _of_a_survey(kernel: Callable[..., Any]) -> Call:
    def through(*, outcome: Any, order: Any, weights: Any, strata: Any, units: Any, where: Any) -> Any:
        return kernel(outcome, order, survey.SurveyDesign(weights, strata, units), where=where)

    return _call(
        kernel,
        1,
        through=through,
        outcome=np.where(PERSONS * 7 % 5 < 2 + PERSONS % 4 // 2, 1, 0),
        order=PERSONS % 4,
        weights=PERSONS % 3 + 0.5,
        strata=PERSONS % 2,
        units=PERSONS // 6,
        where=PERSONS < 44,
    )


def _with_prior(kernel: Callable[..., Any], people: str) -> Iterator[Call]:
    def through(events: Any, mean: Any, strength: Any, where: Any, **people: Any) -> Any:
        return kernel(events, *people.values(), prior=(mean, strength), where=where)

    yield _call(kernel, 1, events=EVENTS, where=WITHIN, **{people: PEOPLE})
    own = {"": 1, "mean": 0, "strength": 0}
    yield _call(kernel, own, through=through, events=EVENTS, mean=0.25, strength=8, where=WITHIN, **{people: PEOPLE})


def _slope_with_limits(*, values: Any, population: Any, lower: Any, upper: Any, where: Any, multiplier: Any) -> Any:
    return regression_slope.slope_regression(
        values, population, kind="rate", limits=(lower, upper), where=where, multiplier=multiplier, simulation=DRAWS
    )


def _metrics(true_positive: Any, false_positive: Any, false_negative: Any, true_negative: Any) -> Any:
    return group_metrics.group_metrics(group_metrics.ConfusionCounts(true_positive, false_positive, false_negative, true_negative))


def _calls() -> Iterator[Call]:
    for name in ("wilson_interval", "clopper_pearson_interval", "wilson_interval_method"):
        yield _call(getattr(proportions, name), 0, events=EVENTS, trials=PEOPLE)
    for kernel in (proportions.clopper_pearson_interval_method, rates.byar_interval_method, rates.exact_poisson_interval_method):
        yield _call(kernel, 0, events=EVENTS)
    for kernel in (rates.rate_interval_method, rates.byar_interval, rates.exact_poisson_interval):
        yield _call(kernel, 0, events=EVENTS)
    yield _call(rates.rate_interval, 0, events=EVENTS, exposure=PEOPLE, per=1000, confidence=0.75)
    for module in (gaps, miettinen_nurminen, rate_ratio_mid_p, odds_ratio):
        for name, kernel in inspect.getmembers(module, inspect.isfunction):
            wanted = list(inspect.signature(kernel).parameters)[:4]
            if name.startswith("_") or name in ("interval", "quotient", "follows_r") or wanted[0] != "events":
                continue
            if name == "rate_ratio_wald_interval":
                yield _call(kernel, 0, **{**RATES, "events": [1, *EVENTS[1:]]})
                continue
            given = COUNTED if wanted[1] == "reference_events" else RATES if wanted[1] == "exposure" else PAIR
            yield _call(kernel, 0, **given)
    yield _call(relative_likelihood.relative_likelihood, 0, **PAIR)
    yield _call(bootstrap.bootstrap_rate, 0, fixed={"seed": 1, "draws": 20}, events=EVENTS, exposure=PEOPLE)
    yield _call(bootstrap.bootstrap_rate_ratio, 0, fixed={"seed": 1, "draws": 20}, **RATES)
    yield _call(means.mean_of_values, 1, values=SERIES[:4], where=WITHIN)
    yield _call(quantiles.quantiles, 1, fixed={"number": 2}, values=SERIES[:4], where=WITHIN)
    yield _call(cell_risk.cell_risk, 1, values=SERIES[:4], where=WITHIN)
    for kernel in (cell_risk.nearest_five, cell_risk.redacted_then_rounded, cell_risk.midpoint_six):
        yield _call(kernel, 0, counts=EVENTS)
    pay = {"pay": SERIES, "in_group": [place % 3 == 0 for place in range(16)], "where": [place < 15 for place in range(16)]}
    for kernel in (pay_gap.mean_pay_gap, pay_gap.median_pay_gap, pay_gap.pay_quarters):
        yield _call(kernel, 1, **pay)
    yield _call(progression.progression_ratio, 0, lower=PEOPLE, upper=OTHER_PEOPLE, reference_lower=[3, 4, 5, 6], reference_upper=EVENTS)
    yield _call(progression.board_difference, 0, board=EVENTS, all_board=PEOPLE, workforce=OTHER_EVENTS, all_workforce=OTHER_PEOPLE)
    yield _call(
        representation.participation_ratio, 0, participants=EVENTS, all_participants=PEOPLE, population_share=[0.25, 0.5, 0.75, 0.125]
    )
    yield _call(representation.representativeness, 1, participants=EVENTS, population=PEOPLE, where=WITHIN)
    yield _call(representation.response_representativity, 1, responses=EVENTS, invited=PEOPLE, where=WITHIN)
    yield from _of_people()
    yield from _of_decompositions()
    yield from _of_funnels()
    yield from _of_inequality()
    yield from _of_series()
    yield from _of_standardisation()


def _of_people() -> Iterator[Call]:
    for name, kernel in inspect.getmembers(adjusted, inspect.isfunction):
        if kernel.__module__ == adjusted.__name__ and not name.startswith("_"):
            yield _adjusted(kernel)
    decided = {"actual": OUTCOME, "predicted": PERSONS % 2 == 0, "group": GROUP}
    yield _call(group_metrics.confusion_counts, 1, settings=False, fixed={"groups": 3}, **decided)
    counts = {"true_positive": EVENTS, "false_positive": PEOPLE, "false_negative": OTHER_EVENTS, "true_negative": OTHER_PEOPLE}
    yield _call(group_metrics.group_metrics, 1, through=_metrics, **counts)
    for kernel, people in ((shrinkage.shrunken_rate, "exposure"), (shrinkage.shrunken_proportion, "trials")):
        yield from _with_prior(kernel, people)
    for name, kernel in inspect.getmembers(adjusted_p_values, inspect.isfunction):
        if name.endswith("_p_values"):
            yield _call(kernel, 1, p_values=[0.5, 0.0625, 0.25, 1], where=WITHIN)


def _of_decompositions() -> Iterator[Call]:
    cells = {"group_events": EVENTS, "group_people": PEOPLE, "reference_events": OTHER_EVENTS, "reference_people": OTHER_PEOPLE}
    yield _call(kitagawa.kitagawa_parts, 1, **cells, where=WITHIN)
    yield _call(kitagawa_intervals.kitagawa_intervals, 1, **cells, where=WITHIN)
    for kernel in (oaxaca.oaxaca_blinder, oaxaca_intervals.oaxaca_intervals):
        yield _call(
            kernel,
            {"": 1, "covariates": 2},
            fixed={"form": "pooled"},
            outcome=PERSONS * 7 % 5,
            covariates=COVARIATES,
            in_group=GROUP > 1,
            where=PERSONS < 44,
        )
    for kernel, second in ((shares.variance_shares, "variances"), (shares.theil_shares, "theil_indices")):
        yield _call(kernel, 1, means=[4, 5, 6, 7], people=PEOPLE, where=WITHIN, **{second: [1, 0.5, 0.25, 2]})
    inside = [1, 0.5, 0.25, 2]
    yield _call(shares.mean_log_deviation_shares, 1, means=[4, 5, 6, 7], mean_log_deviations=inside, people=PEOPLE, where=WITHIN)


def _of_funnels() -> Iterator[Call]:
    yield _call(limits.proportion_funnel_limits, 0, trials=PEOPLE, target=0.25)
    yield _call(limits.proportion_funnel_limits_method, 0, trials=PEOPLE, target=0.25)
    yield _call(limits.ratio_funnel_limits, 0, expected=PEOPLE, target=1.5)
    yield _call(limits.rate_funnel_limits, 0, exposure=PEOPLE, target=0.25)
    yield _call(points.ratio_funnel_points, 0, events=OTHER_EVENTS)
    yield _call(points.rate_funnel_points, 0, events=OTHER_EVENTS, target=0.25)
    yield _call(significance.proportion_funnel_significance, 0, events=EVENTS, trials=PEOPLE, target=0.25)
    yield _call(significance.rate_funnel_significance, 0, events=EVENTS, exposure=PEOPLE, target=0.25)
    yield _call(significance.ratio_funnel_significance, 0, events=EVENTS, expected=PEOPLE)
    yield _call(significance.standardised_rate_funnel_significance, 0, events=EVENTS, rate=SERIES[:4], target=5)
    own, cells = {"": 1, "target": 0}, {"numerator": EVENTS, "denominator": PEOPLE, "where": WITHIN}
    for scale in ("ratio_log", "ratio_root", "proportion_arcsine", "counts_log"):
        yield _call(scores.funnel_scores, own, fixed={"scale": scale}, target=0.5, **cells)
        yield _call(overdispersed.overdispersed_funnel, own, fixed={"scale": scale}, target=0.5, **cells)
    yield _call(overdispersion.overdispersion, 1, z=[-1.5, 0.5, 2, 3], standard_error=[0.5, 0.25, 1, 0.5], where=WITHIN)


def _of_inequality() -> Iterator[Call]:
    known = {**LEVELS, "where": WITHIN}
    own = AN_ORDER
    for kernel in (attributable.population_attributable_risk, attributable.population_attributable_fraction):
        yield _call(kernel, own, favourable=True, scale=100, **known)
    yield _call(concentration.absolute_concentration_index, own, **known)
    yield _call(concentration.relative_concentration_index, own, **known)
    some = {"estimates": LEVELS["estimates"], "where": WITHIN, **ERRORS}
    for kernel in (differences.difference, differences.ratio):
        yield _call(kernel, own, reference=0, favourable=False, **some)
    for kernel in (differences.ordered_difference, differences.ordered_ratio):
        yield _call(kernel, own, favourable=True, **some)
    drawn = {"simulation": DRAWS}
    yield _call(disparity.index_of_disparity, own, fixed={**drawn, "weighted": True}, **known, **ERRORS)
    for kernel in (entropy.theil_index, entropy.mean_log_deviation, variance.between_group_variance):
        yield _call(kernel, own, **known, **ERRORS)
    for kernel in (variance.between_group_standard_deviation, variance.coefficient_of_variation):
        yield _call(kernel, own, fixed=drawn, **known, **ERRORS)
    for weighted in (True, False):
        fixed = {**drawn, "weighted": weighted}
        yield _call(mean_differences.mean_difference_from_mean, own, fixed=fixed, **known, **ERRORS)
        yield _call(mean_differences.mean_difference_from_best, own, fixed=fixed, favourable=True, **known, **ERRORS)
        yield _call(mean_differences.mean_difference_from_reference, own, fixed=fixed, reference=1, **known, **ERRORS)
    for kernel in (slope_index.slope_index, slope_index.relative_index):
        yield _call(kernel, own, scale=100, **known)
    one, known_values = {"": 1, "multiplier": 0}, {"values": LEVELS["estimates"], "population": LEVELS["population"], "where": WITHIN}
    yield _call(regression_slope.slope_regression, one, fixed=drawn, **known_values, **ERRORS)
    bounds = {"lower": [10, 18, 28, 40], "upper": [14, 25, 33, 50.5]}
    yield _call(regression_slope.slope_regression, one, through=_slope_with_limits, multiplier=2, **known_values, **bounds)
    for name, kernel in inspect.getmembers(survey, inspect.isfunction):
        if kernel.__module__ == survey.__name__ and name.startswith("survey_"):
            yield _of_a_survey(kernel)
    yield _call(ordered.ordered_measures, own, favourable=True, scale=100, **known, **ERRORS)
    yield _call(unordered.unordered_measures, own, fixed=drawn, favourable=True, reference=0, scale=100, **known, **ERRORS)


def _of_series() -> Iterator[Call]:
    marks = {"rebase": BREAK}
    yield _call(cusum.bernoulli_cusum, {"": 1, "risk": 0}, events=[int(place % 5 == 0) for place in range(16)], risk=0.25)
    yield _call(rebasing.rebase_suggestions, 1, values=SERIES, **marks)
    yield _call(run_chart.runs_limits, 0, useful=EVENTS)
    yield _call(run_chart.runs_signal, 0, useful=[12, 20, 30, 40], crossings=EVENTS, longest_run=OTHER_EVENTS)
    yield _call(run_chart.run_chart, 1, values=SERIES, **marks)
    lines = {"centre": [5.5] * 16, "lower": [2.0] * 16, "upper": [9.0] * 16}
    yield _call(special_causes.special_causes, 1, fixed={"improvement": "increase"}, values=SERIES, **lines, **marks)
    yield _call(targets.target_status, 1, fixed={"improvement": "increase"}, values=SERIES, target=[5] * 16)
    yield _call(xmr.xmr_limits, 1, values=SERIES * 2, rebase=BREAK * 2)
    yield _call(xmr.xmr_chart, 1, fixed={"improvement": "decrease"}, values=SERIES * 2)


def _of_standardisation() -> Iterator[Call]:
    strata = {**PAIR, "where": WITHIN}
    for kernel in (mantel_haenszel.pooled_odds_ratio, mantel_haenszel.pooled_risk_ratio, mantel_haenszel.pooled_risk_difference):
        yield _call(kernel, 1, **strata)
    yield _call(mantel_haenszel.pooled_rate_ratio, 1, **RATES, where=WITHIN)
    yield _call(association.mantel_haenszel_test, 1, **strata)
    own = {"": 1, "repeats": 9}
    yield _call(direct.direct_rate, 1, **BANDS, standard=[5, 3, 2])
    many = {"people": [[9, 4, 9], [8, 2, 3]], "population": BANDS["population"][0], "standard": [5, 3, 2]}
    yield _call(direct.direct_rate_of_repeats, {**own, "people": 2}, **many, repeats=[1, 2])
    national = {"reference_events": [50, 80, 90], "reference_population": [4000, 5000, 3000]}
    for kernel in (indirect.indirect_ratio, indirect.indirect_rate):
        yield _call(kernel, 1, **BANDS, **national)
    yield _call(indirect.expected_events, 1, population=BANDS["population"], **national)
    yield _call(indirect.standardised_ratio, 0, events=EVENTS, expected=PEOPLE)
    lives = {"deaths": [4, 2, 30, 90], "population": [2000, 9000, 8000, 600], "widths": [1, 4, 60], "lived": [0.125, 0.5, 0.5]}
    yield _call(life_expectancy.life_expectancy, {"": 1, "widths": 9, "lived": 9}, **lives)


SAMPLES: dict[str, Any] = {
    **{"rate": [0.25, 0.5], "reference_rate": [0.5, 0.625], "changed_rate": [0.5, 0.125], "standard": [0.5, 0.75]},
    **{"proportion": [0.25, 0.5], "reference_proportion": [0.5, 0.625], "risk": [0.25, 0.125], "changed_risk": [0.5, 0.25]},
    **{"trials": [40, 80], "reference_trials": [60, 100], "exposure": [40, 80], "reference_exposure": [60, 100]},
    **{"looks": [1, 5], "shift": [0.5, 1.5], "above": [5, 8], "below": [6, 9], "size": [4, 9]},
}
"""What an argument of this name is given, element by element."""
CHARTS: dict[str, dict[str, Any]] = {
    "p_chart": {"events": [3, 4, 5, 2, 9, 3, 4, 2], "trials": [20, 30, 25, 20, 32, 24, 20, 16]},
    "u_chart": {"events": [3, 4, 5, 2, 9, 3, 4, 2], "exposure": [20, 30, 25, 20, 32, 24, 20, 16]},
    "c_chart": {"events": [3, 4, 5, 2, 9, 3, 4, 2]},
    "i_chart": {"values": SERIES},
    "mr_chart": {"values": SERIES},
    "i_prime_chart": {"numerators": SERIES, "denominators": [*SERIES[1:], 8]},
    "g_chart": {"cases": [3, 4, 5, 2, 9, 3, 4, 2]},
    "t_chart": {"times": SERIES},
    "s_chart": {"values": np.reshape(SERIES * 2, (8, 4))},
    "xbar_chart": {"values": np.reshape(SERIES * 2, (8, 4))},
}
"""The arguments of a chart; its marks are added."""
SHORTER = {"replicates": 20, "most_periods": 60}


def _named(kernel: Callable[..., Any]) -> Call:
    """A call of a kernel that has none above, by the names of its arguments."""
    chart, parameters = CHARTS.get(kernel.__name__), inspect.signature(kernel).parameters
    if chart is not None:
        own = np.ndim(next(iter(chart.values())))
        return _call(kernel, {"": own, "rebase": 1}, **chart, rebase=[place == 4 for place in range(len(next(iter(chart.values()))))])
    fixed = {name: value for name, value in SHORTER.items() if name in parameters}
    wanted = [name for name, parameter in parameters.items() if parameter.default is inspect.Parameter.empty]
    drawn = {"seed": 0} if "seed" in parameters else {}
    return _call(kernel, 0, fixed={**fixed, **drawn}, **{name: SAMPLES[name] for name in wanted})


def public_kernels() -> dict[Callable[..., Any], str]:
    """Every public function of the package that takes an array first, by its name with the module."""
    found = {}
    for module in pkgutil.walk_packages(levelground.stats.__path__, f"{levelground.stats.__name__}."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if name.startswith("_") or name in CHECKS or function.__module__ != module.name:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and first.annotation == "ArrayLike":
                found[function] = f"{module.name}.{name}"
    return found


def _every_call() -> Iterator[Call]:
    told = list(_calls())
    yield from told
    for kernel in public_kernels():
        wanted = {name for name, each in inspect.signature(kernel).parameters.items() if each.default is inspect.Parameter.empty}
        if kernel not in {call.kernel for call in told} and (kernel.__name__ in CHARTS or wanted <= set(SAMPLES)):
            yield _named(kernel)


CALLS = list(_every_call())
