"""How often intervals of a gap's parts (Kitagawa, Oaxaca-Blinder) contain the truth, of data drawn from a grid of truths."""

from __future__ import annotations

from functools import partial

import numpy as np
from tests.builders.coverage_of_models import Draw, Drawn, Truth

from levelground.stats.decomposition.kitagawa_intervals import kitagawa_intervals
from levelground.stats.decomposition.oaxaca_intervals import oaxaca_intervals
from levelground.stats.intervals import Interval

CLEAR = {"mover", "influence_t"}


def parts_of_rates(part: str, truth: Truth, draws: int, random: np.random.Generator) -> Drawn:
    """Events of two groups in strata: (events expected in the group, strata, how differently spread, rate ratio, times the people)."""
    expected, strata, spread, ratio, times = truth
    place = np.linspace(-1, 1, int(strata))
    shares, others = (each / each.sum() for each in (np.exp(spread * place / 2), np.exp(-spread * place / 2)))
    rates = np.exp(place) * expected / (1e5 * shares * np.exp(place)).sum()
    theirs = rates / ratio
    people, other_people = 1e5 * shares, 1e5 * times * others
    events, other_events = (random.poisson(each, (draws, int(strata))) for each in (people * rates, other_people * theirs))
    found = kitagawa_intervals(events, people, other_events, other_people)
    true = {
        "composition": ((shares - others) * (rates + theirs) / 2).sum(),
        "rate_effect": ((rates - theirs) * (shares + others) / 2).sum(),
    }
    limits: Interval = getattr(found, part)
    return Drawn(limits, found.method, float(true[part]))


def parts_of_pay(part: str, form: str, truth: Truth, draws: int, random: np.random.Generator) -> Drawn:
    """Pay by years of service and grade: (people, reference people, how unequally spread residuals are, how different coefficients are)."""
    first, second, uneven, different = truth
    member = np.arange(int(first + second)) < first
    shape = (draws, member.size)
    years, grade = random.normal(np.where(member, 0.0, 0.5), 1.0, shape), (random.random(shape) < np.where(member, 0.3, 0.5)) * 1.0
    own = np.array([1.0, 0.5])
    theirs = own + different * np.array([0.3, -0.4])
    residual = random.normal(0, 1, shape) * (1 + uneven * np.abs(years))
    worth = np.where(member, years * own[0] + grade * own[1] - 0.2, years * theirs[0] + grade * theirs[1])
    found = oaxaca_intervals(worth + residual, np.stack([years, grade], axis=-1), np.broadcast_to(member, shape), form=form)
    gap = own @ (0, 0.3) - 0.2 - theirs @ (0.5, 0.5)
    weights = first * np.array([1, 0.21]), second * np.array([1, 0.25])
    fair = {"reference": theirs, "pooled": (weights[0] * own + weights[1] * theirs) / (weights[0] + weights[1])}[form]
    explained = float(fair @ (-0.5, -0.2))
    limits: Interval = getattr(found, part)
    return Drawn(limits, found.method, {"explained": explained, "unexplained": gap - explained}[part])


STRATA = [
    (events, strata, spread, ratio, 3)
    for events in (10, 20, 50, 200, 1_000)
    for strata in (2, 5, 20)
    for spread, ratio in ((0.2, 1), (0.2, 2), (1, 1), (1, 2))
]
STAFF = [
    (first, second, uneven, different)
    for first, second in ((8, 8), (10, 30), (15, 15), (30, 300), (200, 200))
    for uneven, different in ((0, 0), (0, 1), (0.7, 0), (0.7, 1))
]

OF_PARTS: dict[str, tuple[str, Draw, list[Truth]]] = {
    "Kitagawa, composition": ("approximate", partial(parts_of_rates, "composition"), STRATA),
    "Kitagawa, rates": ("approximate", partial(parts_of_rates, "rate_effect"), STRATA),
    **{
        f"Oaxaca-Blinder, {form}, {part}": ("approximate", partial(parts_of_pay, part, form), STAFF)
        for form in ("reference", "pooled")
        for part in ("explained", "unexplained")
    },
}
"""Each kernel's kind, how its data are drawn, and its grid."""
