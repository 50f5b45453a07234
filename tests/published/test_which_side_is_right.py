"""Where a reference stops early, our number is the right one: shown by arithmetic with more digits, apart from both."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from functools import cache
from itertools import accumulate, pairwise, repeat
from operator import mul

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special
from tests.published.families import adjusted_models, inequality_ordered
from tests.published.oracle import columns

from levelground.stats import adjusted
from levelground.stats.funnel.points import ratio_funnel_points
from levelground.stats.inequality.slope_index import relative_index, slope_index
from levelground.stats.odds_ratio import conditional_odds_ratio, odds_ratio_exact_interval

DIGITS, NEAR = 60, Decimal("1e-10")
Table = tuple[int, int, int, int]


def _fisher_tables() -> list[Table]:
    given = columns("relative_likelihood", "input")
    return [(int(a), int(b), int(c), int(d)) for a, b, c, d in zip(*(given[name] for name in ("x1", "n1", "x2", "n2")), strict=True)]


@cache
def _ways(table: Table) -> tuple[range, list[Decimal]]:
    """The counts that the margins allow, and in how many ways each comes about: whole numbers of any length."""
    x1, n1, x2, n2 = table
    counts = range(max(0, x1 + x2 - n2), min(x1 + x2, n1) + 1)
    return counts, [Decimal(math.comb(n1, k) * math.comb(n2, x1 + x2 - k)) for k in counts]


def _chances(table: Table, odds: Decimal) -> tuple[range, list[Decimal]]:
    counts, ways = _ways(table)
    powers = accumulate(repeat(odds, len(counts) - 1), mul, initial=Decimal(1))
    terms = [way * power for way, power in zip(ways, powers, strict=True)]
    total = sum(terms)
    return counts, [term / total for term in terms]


def _brackets(found: float, rises: object) -> None:
    """A function that grows with its argument is below 0 just below `found` and above 0 just above it."""
    assert callable(rises)
    with localcontext() as digits:
        digits.prec = DIGITS
        middle = Decimal(float(found))
        assert rises(middle * (1 - NEAR)) < 0 < rises(middle * (1 + NEAR)), found


@pytest.mark.parametrize("table", _fisher_tables(), ids=str)
def test_fishers_odds_ratio(table: Table) -> None:
    """R's search stops at 1.2e-4; ours is right to 1e-10."""
    x1, tail = table[0], Decimal("0.025")
    lower, upper = odds_ratio_exact_interval(*table)
    estimate = conditional_odds_ratio(*table)
    if lower > 0:
        _brackets(lower, lambda odds: sum(p for k, p in zip(*_chances(table, odds), strict=True) if k >= x1) - tail)
    if np.isfinite(upper):
        _brackets(upper, lambda odds: tail - sum(p for k, p in zip(*_chances(table, odds), strict=True) if k <= x1))
    if 0 < estimate < np.inf:
        _brackets(estimate, lambda odds: sum(k * p for k, p in zip(*_chances(table, odds), strict=True)) - x1)


@pytest.mark.parametrize("tail", ["0.025", "0.001"])
def test_the_points_of_a_funnel(tail: str) -> None:
    """PHEindicatormethods halves until 1e-7; ours are right to 1e-10."""
    events = columns("funnel_phe", "expected_ratio_isr_limits")["Observed_events"][::9].astype(int)
    points = ratio_funnel_points(events, confidence=1 - 2 * float(tail))

    def up_to(count: int, mean: Decimal) -> Decimal:
        return (-mean).exp() * sum(mean**k / math.factorial(k) for k in range(count + 1))

    for count, low, high in zip(events, points.lower_expected, points.upper_expected, strict=True):
        _brackets(low, lambda mean, count=int(count): Decimal(tail) - up_to(count, mean))
        _brackets(high, lambda mean, count=int(count): 1 - up_to(count - 1, mean) - Decimal(tail))


def test_logistic_standard_errors() -> None:
    """At our coefficients the likelihood is level, and its curvature there gives our standard errors; `glm` takes them a step before."""
    rows = columns("adjusted_models", "input")
    expected = columns("adjusted_models", "expected")
    for case in np.unique(rows["case"]):
        people = adjusted_models._people({name: column[rows["case"] == case] for name, column in rows.items()})
        outcome, group, covariates = people
        table = np.column_stack([np.ones(len(outcome)), *(group == place for place in range(1, 5)), covariates])
        found = adjusted.log_odds_ratios(*people, groups=5).adjusted
        ours = found.coefficients
        fitted = special.expit(table @ ours)
        exact = np.linalg.inv((table.T * (fitted * (1 - fitted))) @ table)
        slope = np.array([math.fsum(column * (outcome - fitted)) for column in table.T])
        errors = np.sqrt(np.diagonal(exact))
        assert np.all(np.abs(exact @ slope) < 1e-10 * errors)
        assert_allclose(found.coefficient_errors, errors, rtol=1e-9)
        printed = expected["se"][(expected["case"] == case) & (expected["model"] == "logistic_logodds")]
        assert np.abs(printed / errors - 1).max() < 2e-4
        before = _last_weights(table, outcome.astype(np.float64))
        assert_allclose(printed, before, rtol=1e-9)


def _last_weights(table: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Standard errors from the weights with which the last step began: least squares until the deviance moves by 1e-8 of itself."""
    predictor, before = special.logit((outcome + 0.5) / 2), np.inf
    for _ in range(25):
        fitted = special.expit(predictor)
        weights = fitted * (1 - fitted)
        covariance = np.linalg.inv((table.T * weights) @ table)
        predictor = table @ (covariance @ (table.T @ (weights * predictor + outcome - fitted)))
        fitted = special.expit(predictor)
        deviance = -2 * np.sum(np.log(np.where(outcome == 1, fitted, 1 - fitted)))
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    return np.sqrt(np.diagonal(covariance))


def _decimals(values: np.ndarray) -> list[Decimal]:
    return [Decimal(float(value)) for value in values]


def _slope_in_decimals(levels: np.ndarray, people: np.ndarray) -> tuple[list[Decimal], list[list[Decimal]], Decimal]:
    """Coefficients of the logistic curve, their covariances (HC1), and how far the last step but one went."""
    y = [Decimal(round(level * count)) / Decimal(int(count)) for level, count in zip(levels, people, strict=True)]
    w = _decimals(people)
    ranks = [(sum(w[:place]) + w[place] / 2) / sum(w) for place in range(len(w))]
    b, moves = [Decimal(0), Decimal(0)], [Decimal(0)]
    while not moves[-1] or moves[-1] > Decimal("1e-40"):
        p = [1 / (1 + (-(b[0] + b[1] * r)).exp()) for r in ranks]
        spread = [wi * pi * (1 - pi) for wi, pi in zip(w, p, strict=True)]
        pull = [wi * (yi - pi) for wi, yi, pi in zip(w, y, p, strict=True)]
        a, c, d = (
            sum(spread),
            sum(s * r for s, r in zip(spread, ranks, strict=True)),
            sum(s * r * r for s, r in zip(spread, ranks, strict=True)),
        )
        inverse = [[d / (a * d - c * c), -c / (a * d - c * c)], [-c / (a * d - c * c), a / (a * d - c * c)]]
        total = [sum(pull), sum(q * r for q, r in zip(pull, ranks, strict=True))]
        step = [inverse[i][0] * total[0] + inverse[i][1] * total[1] for i in (0, 1)]
        b, moves = [b[0] + step[0], b[1] + step[1]], [*moves, max(map(abs, step))]
    influence = [[inverse[i][0] * q + inverse[i][1] * q * r for q, r in zip(pull, ranks, strict=True)] for i in (0, 1)]
    many = Decimal(len(w)) / (len(w) - 2)
    covariance = [[many * sum(u * v for u, v in zip(influence[i], influence[j], strict=True)) for j in (0, 1)] for i in (0, 1)]
    settled = next(move for move, after in pairwise(moves[1:]) if after < Decimal("1e-8"))
    return b, covariance, settled


@pytest.mark.parametrize("measure", ["sii", "rii"])
def test_slope_indices_by_a_logistic_curve(measure: str) -> None:
    """Ours are right to 1e-10; healthequal's derivative is a difference over a step of 1.5e-8 of each coefficient, which loses half the
    digits (more where a coefficient is near 0), and its weights are those of the last step but one: that is all of the deviation."""
    table, expected = inequality_ordered.settings(), columns("inequality_ordered", "expected_corrected")
    chosen = (expected["func"] == measure) & (expected["variant"] == "logit")
    index = slope_index if measure == "sii" else relative_index
    with localcontext() as digits:
        digits.prec = DIGITS
        for case, printed in zip(expected["case"][chosen].astype(int) - 1, expected["se"][chosen], strict=True):
            here = table["population"][case] > 0
            people, scale = table["population"][case][here], table["indicator_scale"][case, 0]
            levels = table["estimate"][case][here] / scale
            found = index(levels * scale, people, scale=scale)
            (start, slope), covariance, settled = _slope_in_decimals(levels, people)
            least, most = (1 / (1 + (-end).exp()) for end in (start, start + slope))
            if measure == "sii":
                value, unit, large = (most - least) * Decimal(scale), Decimal(scale), max(least, most)
                gradient = [most * (1 - most) - least * (1 - least), most * (1 - most)]
            else:
                value, unit, large = most / least, Decimal(1), Decimal(1)
                gradient = [least - most, 1 - most]
            error = unit * sum(gradient[i] * gradient[j] * covariance[i][j] for i in (0, 1) for j in (0, 1)).sqrt()
            assert_allclose([found.estimate, found.standard_error], [float(value), float(error)], rtol=1e-10)
            step, rounding = Decimal(2) ** -26, Decimal(2) ** -52
            lost = [rounding * large / (step * abs(each)) * covariance[i][i].sqrt() * unit for i, each in enumerate((start, slope))]
            assert abs(Decimal(float(printed)) - error) <= sum(lost) + settled * error
