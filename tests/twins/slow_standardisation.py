"""Standardised rates, life expectancy and pooled strata again: one setting, plain Python, a person's way through the sums."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from scipy import stats
from tests.twins.slow_intervals import Limits, rate, z_of

Numbers = Sequence[int]


def direct_rate(events: Numbers, people: Numbers, standard: Numbers, confidence: float = 0.95) -> tuple[float, Limits]:
    """Every event weighs what its band weighs."""
    return rate_of_repeats([events], people, standard, [1], confidence)


def rate_of_repeats(
    had: Sequence[Numbers], people: Numbers, standard: Numbers, repeats: Numbers, confidence: float = 0.95
) -> tuple[float, Limits]:
    """One entry for each person: how much all events of that person weigh. From 10 events on the count's limits are stretched."""
    each, total = [], 0
    for times, row in zip(repeats, had, strict=True):
        for persons, n, w in zip(row, people, standard, strict=True):
            each += [Fraction(times * w, sum(standard) * n)] * persons
            total += times * persons
    estimate, variance = float(sum(each)), float(sum(weight**2 for weight in each))
    if total < 10:
        most = max(repeats) * max(w / sum(standard) / n for n, w in zip(people, standard, strict=True))
        return estimate, few(estimate, variance, most, (1 - confidence) / 2)
    lower, upper = rate(total, 1, 1, confidence)
    stretch = math.sqrt(variance / total)
    return estimate, (estimate + stretch * (lower - total), estimate + stretch * (upper - total))


def few(estimate: float, variance: float, most: float, tail: float) -> Limits:
    """Where gamma distributions of that mean and variance have their tails; for the upper limit with one more event, the heaviest."""
    lower = stats.gamma.ppf(tail, estimate**2 / variance, scale=variance / estimate) if estimate else 0.0
    more, spread = estimate + most, variance + most**2
    return lower, stats.gamma.isf(tail, more**2 / spread, scale=spread / more)


def expected(people: Numbers, reference_events: Numbers, reference_people: Numbers) -> float:
    return float(sum(Fraction(n * x, among) for n, x, among in zip(people, reference_events, reference_people, strict=True)))


def life_table(deaths: Numbers, people: Numbers, widths: Numbers, confidence: float = 0.95) -> list[tuple[float, Limits]]:
    """A hundred thousand newborn, followed forwards: survivors, years lived, years still to live; the sums of the variance backwards."""
    alive, years, dying = [100_000.0], [], []
    for band, width in enumerate(widths):
        lived = 0.1 if band == 0 and width == 1 else 0.5
        mortality = deaths[band] / people[band]
        dying.append(width * mortality / (1 + width * (1 - lived) * mortality))
        years.append(alive[-1] * width * (1 - dying[-1] + lived * dying[-1]))
        alive.append(alive[-1] * (1 - dying[-1]))
    years.append(alive[-1] * people[-1] / deaths[-1])
    left = [sum(years[band:]) / alive[band] for band in range(len(alive))]
    found = []
    for start in range(len(alive)):
        spread = alive[-1] ** 2 * people[-1] ** 2 / deaths[-1] ** 3
        for band in range(start, len(widths)):
            if deaths[band]:
                lived = 0.1 if band == 0 and widths[0] == 1 else 0.5
                own = dying[band] ** 2 * (1 - dying[band]) / deaths[band]
                spread += (alive[band] * ((1 - lived) * widths[band] + left[band + 1])) ** 2 * own
        half = z_of(confidence) * math.sqrt(spread) / alive[start]
        found.append((left[start], (left[start] - half, left[start] + half)))
    return found


Table = tuple[int, int, int, int]
"""Events and trials of the group, then of its comparison group."""


def odds_ratio(tables: Sequence[Table], confidence: float = 0.95) -> tuple[float, Limits]:
    cells = [(a, n1 - a, c, n0 - c) for a, n1, c, n0 in tables]
    r, s = ([Fraction(x, a + b + c + d) for a, b, c, d in cells for x in [kind(a, b, c, d)]] for kind in (_alike, _unlike))
    p = [Fraction(a + d, a + b + c + d) for a, b, c, d in cells]
    q = [1 - share for share in p]
    first = sum(x * y for x, y in zip(p, r, strict=True)) / (2 * sum(r) ** 2)
    middle = sum(x * v + y * u for x, y, u, v in zip(p, q, r, s, strict=True)) / (2 * sum(r) * sum(s))
    last = sum(y * v for y, v in zip(q, s, strict=True)) / (2 * sum(s) ** 2)
    return _around(float(sum(r) / sum(s)), float(first + middle + last), confidence)


def _alike(a: int, _b: int, _c: int, d: int) -> int:
    return a * d


def _unlike(_a: int, b: int, c: int, _d: int) -> int:
    return b * c


def risk_ratio(tables: Sequence[Table], confidence: float = 0.95) -> tuple[float, Limits]:
    r = sum(Fraction(a * n0, n1 + n0) for a, n1, c, n0 in tables)
    s = sum(Fraction(c * n1, n1 + n0) for a, n1, c, n0 in tables)
    spread = sum(Fraction(n1 * n0 * (a + c) - a * c * (n1 + n0), (n1 + n0) ** 2) for a, n1, c, n0 in tables)
    return _around(float(r / s), float(spread / (r * s)), confidence)


def rate_ratio(tables: Sequence[Table], confidence: float = 0.95) -> tuple[float, Limits]:
    r = sum(Fraction(a * t0, t1 + t0) for a, t1, c, t0 in tables)
    s = sum(Fraction(c * t1, t1 + t0) for a, t1, c, t0 in tables)
    spread = sum(Fraction((a + c) * t1 * t0, (t1 + t0) ** 2) for a, t1, c, t0 in tables)
    return _around(float(r / s), float(spread / (r * s)), confidence)


def risk_difference(tables: Sequence[Table], confidence: float = 0.95) -> tuple[float, Limits]:
    weights = [Fraction(n1 * n0, n1 + n0) for _, n1, _, n0 in tables]
    difference = sum(w * (Fraction(a, n1) - Fraction(c, n0)) for w, (a, n1, c, n0) in zip(weights, tables, strict=True)) / sum(weights)
    p = sum((n1**2 * c - n0**2 * a + Fraction(n1 * n0 * (n0 - n1), 2)) / (n1 + n0) ** 2 for a, n1, c, n0 in tables)
    q = sum(Fraction(a * (n0 - c) + c * (n1 - a), 2 * (n1 + n0)) for a, n1, c, n0 in tables)
    half = z_of(confidence) * math.sqrt((difference * p + q) / sum(weights) ** 2)
    return float(difference), (max(-1.0, float(difference) - half), min(1.0, float(difference) + half))


def chi_squared(tables: Sequence[Table], *, continuity: bool) -> float:
    """Events of the group beside those of drawing its people at random from the stratum (hypergeometric)."""
    off, spread = Fraction(0), Fraction(0)
    for a, n1, c, n0 in tables:
        total, happened = n1 + n0, a + c
        off += a - Fraction(n1 * happened, total)
        spread += Fraction(n1 * n0 * happened * (total - happened), total**2 * max(total - 1, 1))
    correction = Fraction(1, 2) if continuity and abs(off) >= Fraction(1, 2) else Fraction(0)
    return float((abs(off) - correction) ** 2 / spread)


def _around(ratio: float, variance: float, confidence: float) -> tuple[float, Limits]:
    factor = math.exp(z_of(confidence) * math.sqrt(variance))
    return ratio, (ratio / factor, ratio * factor)
