"""The measures of inequality between groups without an order again: one setting, plain loops, definitions; variances by numeric slopes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

Values = Sequence[float]


def mean(values: Values, people: Values) -> float:
    return math.fsum(value * count for value, count in zip(values, people, strict=True)) / math.fsum(people)


def difference(values: Values) -> float:
    return max(values) - min(values)


def difference_from_reference(values: Values, reference: int, favourable: bool) -> float:
    others = [value for place, value in enumerate(values) if place != reference]
    return values[reference] - min(others) if favourable else max(others) - values[reference]


def ratio(values: Values) -> float:
    return max(values) / min(values)


def between_group_variance(values: Values, people: Values) -> float:
    middle = mean(values, people)
    return mean([(value - middle) ** 2 for value in values], people)


def between_group_standard_deviation(values: Values, people: Values) -> float:
    return math.sqrt(between_group_variance(values, people))


def coefficient_of_variation(values: Values, people: Values) -> float:
    return 100 * between_group_standard_deviation(values, people) / mean(values, people)


def mean_distance(values: Values, people: Values, centre: float) -> float:
    return mean([abs(value - centre) for value in values], people)


def mean_difference_from_mean(values: Values, people: Values, weighted: bool) -> float:
    return mean_distance(values, people if weighted else [1] * len(values), mean(values, people))


def mean_difference_from_best(values: Values, people: Values, weighted: bool, favourable: bool) -> float:
    best = max(values) if favourable else min(values)
    return mean_distance(values, people if weighted else [1] * len(values), best)


def mean_difference_from_reference(values: Values, people: Values, weighted: bool, reference: int) -> float:
    return mean_distance(values, people if weighted else [1] * len(values), values[reference])


def index_of_disparity(values: Values, people: Values, weighted: bool) -> float:
    return 100 * mean_difference_from_mean(values, people, weighted) / mean(values, people)


def theil_index(values: Values, people: Values) -> float:
    """From shares of the total instead of ratios to the mean."""
    total, crowd = math.fsum(v * n for v, n in zip(values, people, strict=True)), math.fsum(people)
    parts = ((v * n / total, n / crowd) for v, n in zip(values, people, strict=True))
    return 1000 * math.fsum(held * math.log(held / share) for held, share in parts if held)


def mean_log_deviation(values: Values, people: Values) -> float:
    return 1000 * (math.log(mean(values, people)) - mean([math.log(value) for value in values], people))


def attributable_risk(values: Values, people: Values, favourable: bool) -> float:
    return (max(values) if favourable else min(values)) - mean(values, people)


def attributable_fraction(values: Values, people: Values, favourable: bool) -> float:
    return 100 * attributable_risk(values, people, favourable) / mean(values, people)


def walter_error(having: Values, not_having: Values, best: int) -> float:
    """From the two-by-two table of counts: inside and outside the best group."""
    inside, inside_not = having[best], not_having[best]
    outside, outside_not = math.fsum(having) - inside, math.fsum(not_having) - inside_not
    everybody = inside + inside_not + outside + outside_not
    top = inside * everybody * (outside * inside_not * (everybody - inside) + outside_not * inside**2)
    return math.sqrt(top / ((outside + inside) ** 3 * (inside + inside_not) ** 3))


def delta_error(measure: Callable[[Values], float], values: Values, errors: Values) -> float:
    """The error of a measure from its slopes, each found by moving one value a little to both sides."""
    total = 0.0
    for place, error in enumerate(errors):
        step = 1e-5 * values[place]
        up, down = list(values), list(values)
        up[place] += step
        down[place] -= step
        total += ((measure(up) - measure(down)) / (2 * step) * error) ** 2
    return math.sqrt(total)


def variance_error(values: Values, people: Values, errors: Values) -> float:
    """The error of y'Ay for independent normal y: 4 m'ASAm + 2 tr(ASAS), all entries of A written out."""
    crowd, groups = math.fsum(people), range(len(values))
    share = [count / crowd for count in people]
    form = [[(share[i] if i == j else 0) - share[i] * share[j] for j in groups] for i in groups]
    pulled = [math.fsum(form[i][j] * values[j] for j in groups) for i in groups]
    slope = 4 * math.fsum((pulled[i] * errors[i]) ** 2 for i in groups)
    trace = 2 * math.fsum((form[i][j] * errors[i] * errors[j]) ** 2 for i in groups for j in groups)
    return math.sqrt(slope + trace)


def truncated_normal(uniform: float, value: float, error: float, highest: float) -> float:
    """Where the distribution function, cut off at 0 and `highest`, reaches the uniform number."""
    if error == 0:
        return value
    normal = NormalDist(value, error)
    below, above = normal.cdf(0), 1.0 if highest == math.inf else normal.cdf(highest)
    return min(max(normal.inv_cdf(below + uniform * (above - below)), 0.0), highest)


def percentile(numbers: Values, probability: float) -> float:
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * probability
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
