"""How often intervals of models contain the truth: adjusted gaps, shrunken levels, and bootstraps, of data drawn from a grid of truths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy import special

from levelground.stats import adjusted, bootstrap
from levelground.stats.intervals import Interval
from levelground.stats.multiplicity.shrinkage import shrunken_proportion, shrunken_rate

CLEAR = {"logistic", "poisson_HC0", "poisson_HC1", "standardised_difference", "standardised_log_ratio", "exact_poisson", "byar"}
CLEAR |= {"gamma_poisson", "beta_binomial", "bootstrap_percentile"}
"""Method ids that neither warn nor withhold."""
ADJUSTED_DRAWS = 400
"""Sets of data drawn for an adjusted gap: each is four fits of a model."""

Truth = tuple[float, ...]


class Drawn(NamedTuple):
    """Intervals of many draws of a cell, and what they should contain."""

    limits: Interval
    method: np.ndarray
    truth: np.ndarray | float


class People(NamedTuple):
    """Two groups of people, the group first, and everybody's true risk."""

    member: np.ndarray
    covariates: np.ndarray
    logit: np.ndarray
    """Of somebody in the reference group."""
    log_ratio: float


def people(truth: Truth) -> People:
    """People of two groups of which the first is older: (people, reference people, risk, odds ratio)."""
    first, second, risk, ratio = truth
    count, random = int(first + second), np.random.default_rng(int(first * 10_000 + second))
    member = np.arange(count) < first
    age, poor = random.normal(0.3 * member, 1.0), random.random(count) < 0.4
    return People(member, np.column_stack([age, poor]), special.logit(risk) + 0.4 * age - 0.5 * poor, float(np.log(ratio)))


def log_odds(these: People) -> float:
    """The log odds ratio."""
    return these.log_ratio


def standardised(these: People, gap: Callable[[float, float], float]) -> float:
    """The gap if everybody were in the group, and if nobody were."""
    return float(gap(special.expit(these.logit + these.log_ratio).mean(), special.expit(these.logit).mean()))


def marginal_poisson(these: People) -> float:
    """What the Poisson model tends to where risks are logistic."""
    table = np.column_stack([np.ones(these.member.size), these.member, these.covariates])
    return float(_tends_to(np.exp, np.exp, table, special.expit(these.logit + these.log_ratio * these.member))[1])


def expected_ratio(these: People) -> float:
    """Events of the group over those that the model without the groups tends to expect."""
    risk = special.expit(these.logit + these.log_ratio * these.member)
    table = np.column_stack([np.ones(these.member.size), these.covariates])
    fitted = special.expit(table @ _tends_to(special.expit, lambda each: special.expit(each) * special.expit(-each), table, risk))
    return float(risk[these.member].sum() / fitted[these.member].sum())


def _tends_to(level: Callable, slope: Callable, table: np.ndarray, risk: np.ndarray) -> np.ndarray:
    """The coefficients of a model that is fitted to the risks themselves, by Newton's method."""
    found = np.zeros(table.shape[1])
    found[0] = np.log(risk.mean())
    for _ in range(50):
        each = table @ found
        found = found + np.linalg.solve((table * slope(each)[:, np.newaxis]).T @ table, table.T @ (risk - level(each)))
    return found


def adjusted_gap(kernel: Callable, gap: Callable[[People], float], truth: Truth, draws: int, random: np.random.Generator) -> Drawn:
    """An adjusted gap; what is refused is withheld."""
    these = people(truth)
    risk = special.expit(these.logit + these.log_ratio * these.member)
    found = [_one(kernel, random.random(risk.size) < risk, these) for _ in range(draws)]
    lower, upper, method = (np.array(part) for part in zip(*found, strict=True))
    return Drawn(Interval(lower, upper), method, gap(these))


def _one(kernel: Callable, outcome: np.ndarray, these: People) -> tuple[float, float, str]:
    try:
        found = kernel(outcome, these.member.astype(int), these.covariates, groups=2)
    except ValueError:
        return np.nan, np.nan, "withheld"
    limits, method = found.adjusted.interval, np.broadcast_to(found.method, (2,))
    return limits.lower[1], limits.upper[1], str(method[1])


def shrunken(kernel: Callable, truth: Truth, draws: int, random: np.random.Generator) -> Drawn:
    """Levels that vary: (groups, events expected in each, how much levels vary); for proportions of one event in five trials."""
    groups, expected, vary = truth
    shape = (draws, int(groups))
    if kernel is shrunken_rate:
        levels = random.gamma(1 / vary**2, vary**2, shape)
        found = kernel(random.poisson(expected * levels), expected)
    else:
        strength, trials = 0.8 / 0.2 / vary**2 - 1, round(expected / 0.2)
        levels = random.beta(0.2 * strength, 0.8 * strength, shape)
        found = kernel(random.binomial(trials, levels), trials)
    return Drawn(found.interval, found.method, levels)


def drawn_again(truth: Truth, draws: int, random: np.random.Generator) -> Drawn:
    """The bootstrap of a rate: (expected events,); of the ratio of two: (expected events, those of the reference group)."""
    counts = [random.poisson(mean, draws) for mean in truth]
    if len(truth) == 1:
        found = bootstrap.bootstrap_rate(counts[0], 1.0, seed=1)
        return Drawn(found.interval, found.method, truth[0])
    found = bootstrap.bootstrap_rate_ratio(counts[0], 1.0, counts[1], 1.0, seed=1)
    return Drawn(found.interval, found.method, truth[0] / truth[1])


PEOPLE = [(30, 30, 0.1, 1), (40, 400, 0.05, 1.6), (100, 100, 0.2, 1.6), (20, 200, 0.2, 0.5), (300, 300, 0.05, 1), (100, 1_000, 0.3, 0.6)]
LEVELS = [(groups, expected, vary) for groups in (3, 5, 10, 50) for expected in (1, 3, 10, 100) for vary in (0.1, 0.3, 0.8)]
COUNTS = [(events,) for events in (10, 20, 50, 100, 1_000)]
PAIRS = [(first, second) for first in (10, 30, 100) for second in (10, 30, 1_000)]

Draw = Callable[[Truth, int, np.random.Generator], Drawn]
ADJUSTED: dict[str, tuple[str, Draw, list[Truth]]] = {
    name: ("approximate", partial(adjusted_gap, kernel, gap), PEOPLE)
    for name, kernel, gap in (
        ("adjusted odds ratio", adjusted.log_odds_ratios, log_odds),
        ("adjusted risk ratio, modified Poisson", adjusted.log_risk_ratios, marginal_poisson),
        ("standardised risk difference", adjusted.standardised_risk_differences, partial(standardised, gap=lambda a, b: a - b)),
        ("standardised risk ratio", adjusted.standardised_log_risk_ratios, partial(standardised, gap=lambda a, b: np.log(a / b))),
    )
}
ADJUSTED["observed to expected, adjusted"] = ("exact", partial(adjusted_gap, adjusted.observed_and_expected, expected_ratio), PEOPLE)
OF_MODELS: dict[str, tuple[str, Draw, list[Truth]]] = {
    **ADJUSTED,
    "shrunken rate": ("approximate", partial(shrunken, shrunken_rate), LEVELS),
    "shrunken proportion": ("approximate", partial(shrunken, shrunken_proportion), LEVELS),
    "bootstrap of a rate": ("approximate", drawn_again, COUNTS),
    "bootstrap of a rate ratio": ("approximate", drawn_again, PAIRS),
}
"""Each kernel's kind, how its data are drawn, and its grid."""
