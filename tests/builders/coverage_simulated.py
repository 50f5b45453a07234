"""How often intervals contain the truth where outcomes cannot be counted: data drawn from a fixed grid of truths, seeded by the cell.

An interval that comes with a warning, or is withheld, is set apart: a cell says how many do, and how often the others hold.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from tests.builders import coverage_of_models, coverage_of_parts
from tests.builders.coverage_of_models import Drawn

from levelground.stats import pay_gap
from levelground.stats.inequality import attributable, differences, disparity, entropy, mean_differences, variance
from levelground.stats.inequality.concentration import absolute_concentration_index, relative_concentration_index
from levelground.stats.inequality.measures import InequalityMeasure
from levelground.stats.inequality.simulation import Simulation
from levelground.stats.inequality.slope_index import relative_index, slope_index
from levelground.stats.intervals import Interval
from levelground.stats.means import mean_of_values
from levelground.stats.standardisation.comparative import direct_rate_difference, direct_rate_ratio
from levelground.stats.standardisation.direct import direct_rate
from levelground.stats.standardisation.life_expectancy import WIDTHS_TO_90, life_expectancy
from levelground.stats.standardisation.mantel_haenszel import pooled_odds_ratio, pooled_rate_ratio, pooled_risk_ratio

CLEAR = {"normal", "log_normal", "normal_quadratic_form", "delta", "walter", "simulated", "logit_delta", "linear_delta"}
CLEAR |= {"logit_hc1", "linear_hc1", "rank_regression", "dobson_byar", "fay_feuer", "chiang_silcocks", "mover_ratio", "mover_difference"}
CLEAR |= {"welch_log", "mover_order_statistics", "student_t", "robins_breslow_greenland", "greenland_robins"}
CLEAR |= coverage_of_models.CLEAR | coverage_of_parts.CLEAR
"""Method ids that neither warn nor withhold."""


class SimulatedCell(NamedTuple):
    """One truth."""

    kernel: str
    truth: tuple[float, ...]


class Simulated(NamedTuple):
    """What the intervals of a cell did."""

    given: float
    """The share of intervals that are given without a warning."""
    coverage: float
    """How often those contain the truth; NaN where there are none."""
    missed: float
    """How many of all are given without a warning and miss the truth."""
    warned_coverage: float
    """How often those with a warning contain the truth; NaN where there are none."""


def groups(truth: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """People in each group and its true level: (groups, people each, level, ratio of the ends, unequal sizes, off the curve)."""
    count, each, level, ratio, unequal, bent = truth
    sizes = np.geomspace(1, 6, int(count)) if unequal else np.ones(int(count))
    people = np.rint(each * count * sizes / sizes.sum())
    rank = (np.cumsum(people) - people / 2) / people.sum()
    levels = level * ratio ** (0.5 - rank) * (np.where(np.arange(int(count)) % 2, 1.25, 0.8) if bent else 1.0)
    return people, np.minimum(levels, 0.9)


def inequality(
    kernel: Callable[..., InequalityMeasure],
    truth: tuple[float, ...],
    draws: int,
    random: np.random.Generator,
    *,
    shuffled: bool = False,
    errors: bool = False,
) -> Drawn:
    """A measure of counted people; without an order the groups are in any."""
    people, levels = groups(truth)
    if shuffled:
        order = np.random.default_rng(len(people)).permutation(len(people))
        people, levels = people[order], levels[order]
    seen = random.binomial(people.astype(int), levels, (draws, len(people))) / people
    given = {"standard_errors": np.sqrt(seen * (1 - seen) / people)} if errors else {}
    found = kernel(seen, people, **given)
    return Drawn(found.interval, found.method, float(kernel(levels, people * 1e9).estimate))


def end_groups(kernel: Callable[..., InequalityMeasure], estimates: np.ndarray, _: np.ndarray, **given: np.ndarray) -> InequalityMeasure:
    """A measure that asks for no population."""
    return kernel(estimates, **given)


def people_of_ages(truth: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Expected events, people and the standard population in 19 bands: (expected events, tilt of the group towards the old)."""
    expected, tilt = truth[:2]
    bands = np.arange(19)
    standard, people = np.linspace(7, 2, 19) * 1000, 1e5 * np.exp(tilt * (bands - 9) / 9) / 19
    rate = np.exp(0.25 * bands)
    return expected * people * rate / (people * rate).sum(), people, standard


def standardised(limits: str, truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """A directly standardised rate."""
    mean, people, standard = people_of_ages(truth)
    found = direct_rate(random.poisson(mean, (draws, 19)), people, standard, limits=limits)
    return Drawn(found.interval, found.method, float((standard * mean / people).sum() / standard.sum()))


def compared(kernel: Callable, gap: Callable, truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """Two standardised rates beside each other: (expected events, tilt, times as many in the other group)."""
    (mean, people, standard), times = people_of_ages(truth), truth[2]
    other_mean, other_people, _ = people_of_ages((truth[0] * times, -truth[1]))
    rates = [direct_rate(random.poisson(each, (draws, 19)), size, standard) for each, size in ((mean, people), (other_mean, other_people))]
    true = [(standard * each / size).sum() / standard.sum() for each, size in ((mean, people), (other_mean, other_people))]
    found = kernel(*rates)
    return Drawn(found.interval, found.method, float(gap(*true)))


def expected_years(truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """Life expectancy at birth: (people, times the usual mortality)."""
    count, times = truth
    starts = np.concatenate([[0], np.cumsum(WIDTHS_TO_90)])
    people = np.rint(count * np.interp(starts, [0, 40, 60, 90], [1, 1, 0.9, 0.1]) / 18)
    rate = np.minimum(times * (0.0002 + 0.00003 * np.exp(0.095 * starts) + 0.003 * (starts == 0)), 0.5)
    found = life_expectancy(random.binomial(people.astype(int), rate, (draws, 20)), people)
    exact = life_expectancy(np.rint(rate * 1e12), np.full(20, 1e12))
    return Drawn(Interval(*(limit[:, 0] for limit in found.interval)), found.method[:, 0], float(exact.estimate[0]))


def pooled(kind: str, truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """A pooled ratio over five strata: (people in each of a stratum's groups, proportion, ratio)."""
    size, level, ratio = truth
    one, two = np.rint(size * np.array([1, 2, 1, 0.5, 1])), np.rint(size * np.array([2, 1, 1, 1, 0.5]))
    base = level * np.array([0.5, 0.8, 1, 1.2, 1.5])
    other = base * ratio if kind != "odds" else base * ratio / (1 - base + base * ratio)
    if kind == "rate":
        found = pooled_rate_ratio(random.poisson(other * one, (draws, 5)), one, random.poisson(base * two, (draws, 5)), two)
    else:
        kernel = pooled_risk_ratio if kind == "risk" else pooled_odds_ratio
        counts = (random.binomial(n.astype(int), p, (draws, 5)) for n, p in ((one, other), (two, base)))
        first, second = counts
        found = kernel(first, one, second, two)
    return Drawn(found.interval, found.method, ratio)


def pay(kernel: Callable, median: bool, truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """Pay that is log-normal: (people in the group, in the comparison group, spread of the logarithm, ratio of the medians)."""
    first, second, spread, ratio = truth
    logs = random.normal(0, spread, (draws, int(first + second)))
    member = np.arange(int(first + second)) < first
    found = kernel(15 * np.exp(logs) * np.where(member, ratio, 1.0), np.broadcast_to(member, logs.shape))
    return Drawn(found.interval, found.method, 1 - ratio)


def mean(truth: tuple[float, ...], draws: int, random: np.random.Generator) -> Drawn:
    """A mean of normal values, or (skew 1) of waiting times: (values, skew)."""
    count, skewed = truth
    values = random.gamma(4.0, 0.25, (draws, int(count))) if skewed else random.normal(1, 0.5, (draws, int(count)))
    found = mean_of_values(values)
    return Drawn(found.interval, found.method, 1.0)


WITH_ERRORS = {
    "SII, line, standard errors": partial(slope_index, model="linear"),
    "SII, logistic, standard errors": partial(slope_index, scale=1),
    "RII, line, standard errors": partial(relative_index, model="linear"),
    "RII, logistic, standard errors": partial(relative_index, scale=1),
    "ACI, standard errors": absolute_concentration_index,
    "RCI, standard errors": relative_concentration_index,
    "RCI, Wagstaff, standard errors": partial(relative_concentration_index, correction="wagstaff", highest=1),
}
WITHOUT_ERRORS = {
    "SII, line, HC1": partial(slope_index, model="linear"),
    "SII, logistic, HC1": partial(slope_index, scale=1),
    "RII, line, HC1": partial(relative_index, model="linear"),
    "RII, logistic, HC1": partial(relative_index, scale=1),
    "ACI, rank regression": absolute_concentration_index,
    "RCI, rank regression": relative_concentration_index,
    "PAR, ordered": partial(attributable.population_attributable_risk, favourable=False, scale=1, ordered=True),
    "PAF, ordered": partial(attributable.population_attributable_fraction, favourable=False, scale=1, ordered=True),
}
WITH_ERRORS |= {
    "D, ordered": partial(end_groups, partial(differences.ordered_difference, favourable=False)),
    "R, ordered": partial(end_groups, partial(differences.ordered_ratio, favourable=False)),
}
SHUFFLED = {
    "D": partial(end_groups, differences.difference),
    "R": partial(end_groups, differences.ratio),
    "BGV": variance.between_group_variance,
    "Theil index": entropy.theil_index,
    "mean log deviation": entropy.mean_log_deviation,
}
PICKED_BEST = {
    "PAR": partial(attributable.population_attributable_risk, favourable=False, scale=1),
    "PAF": partial(attributable.population_attributable_fraction, favourable=False, scale=1),
}
DRAWS_OF_VALUES = Simulation(draws=400, highest=1)
SIMULATED = {
    "BGSD": variance.between_group_standard_deviation,
    "COV": variance.coefficient_of_variation,
    "IDISU": partial(disparity.index_of_disparity, weighted=False),
    "IDISW": partial(disparity.index_of_disparity, weighted=True),
    "MDMU": partial(mean_differences.mean_difference_from_mean, weighted=False),
    "MDMW": partial(mean_differences.mean_difference_from_mean, weighted=True),
    "MDBU": partial(mean_differences.mean_difference_from_best, weighted=False, favourable=False),
    "MDBW": partial(mean_differences.mean_difference_from_best, weighted=True, favourable=False),
    "MDRU": partial(mean_differences.mean_difference_from_reference, weighted=False, reference=0),
    "MDRW": partial(mean_differences.mean_difference_from_reference, weighted=True, reference=0),
}

ORDERED_TRUTHS = [
    (count, each, level, ratio, unequal, bent)
    for count in (3, 5, 10, 50)
    for each in (100, 1_000, 5_000)
    for level in (0.02, 0.1, 0.3)
    for ratio in (1, 1.5, 4)
    for unequal, bent in ((0, 0), (1, 1))
]
ON_THE_CURVE = [truth for truth in ORDERED_TRUTHS if not truth[5]]
"""Where levels lie off the curve, their distance from it is taken for uncertainty: intervals without standard errors are too wide there."""
UNORDERED_TRUTHS = [truth for truth in ORDERED_TRUTHS if truth[0] in (3, 10) and not truth[5]]
SIMULATED_TRUTHS = [truth for truth in UNORDERED_TRUTHS if truth[1] > 100 and truth[3] > 1]
AGED = [(events, tilt) for events in (1, 5, 10, 15, 20, 50, 100, 1_000) for tilt in (-1.0, 0.0, 1.0)]
COMPARED = [(*aged, times) for aged in AGED if aged[0] >= 10 for times in (0.5, 1, 3)]
YEARS = [(people, times) for people in (6_000, 10_000, 50_000, 300_000) for times in (0.7, 1.0, 1.6)]
POOLED = [(size, level, ratio) for size in (20, 100, 1_000) for level in (0.05, 0.2) for ratio in (0.5, 1, 1.6)]
PAY = [(n, m, spread, ratio) for n, m in ((6, 6), (10, 30), (30, 30), (100, 400)) for spread in (0.2, 0.5) for ratio in (1.0, 0.85)]
MEANS = [(count, skewed) for count in (5, 10, 30, 100, 1_000) for skewed in (0, 1)]

Draw = Callable[[tuple[float, ...], int, np.random.Generator], Drawn]
Kernels = dict[str, tuple[str, Draw, list]]


def of_groups(measures: dict[str, Callable], truths: list, *, shuffled: bool = False, errors: bool = False) -> Kernels:
    """Measures of inequality on a grid."""
    return {name: ("approximate", partial(inequality, each, shuffled=shuffled, errors=errors), truths) for name, each in measures.items()}


KERNELS: Kernels = {
    **of_groups(WITH_ERRORS, ORDERED_TRUTHS, errors=True),
    **of_groups(WITHOUT_ERRORS, ON_THE_CURVE),
    **of_groups(SHUFFLED, UNORDERED_TRUTHS, shuffled=True, errors=True),
    **of_groups(PICKED_BEST, UNORDERED_TRUTHS, shuffled=True),
    **of_groups(SIMULATED, SIMULATED_TRUTHS, shuffled=True, errors=True),
    "standardised rate, Dobson": ("approximate", partial(standardised, "dobson"), AGED),
    "standardised rate, Fay and Feuer": ("exact", partial(standardised, "fay_feuer"), AGED),
    "ratio of standardised rates": ("approximate", partial(compared, direct_rate_ratio, lambda a, b: a / b), COMPARED),
    "difference of standardised rates": ("approximate", partial(compared, direct_rate_difference, lambda a, b: a - b), COMPARED),
    "life expectancy": ("approximate", expected_years, YEARS),
    **{f"pooled {kind} ratio": ("approximate", partial(pooled, kind), POOLED) for kind in ("rate", "risk", "odds")},
    "pay gap, means": ("approximate", partial(pay, pay_gap.mean_pay_gap, False), PAY),
    "pay gap, medians": ("exact", partial(pay, pay_gap.median_pay_gap, True), PAY),
    "mean": ("approximate", mean, MEANS),
    **coverage_of_models.OF_MODELS,
    **coverage_of_parts.OF_PARTS,
}
"""Each kernel's kind, how its data are drawn, and its grid."""


def fewest_expected(cell: SimulatedCell) -> float:
    """The events expected where fewest are."""
    if KERNELS[cell.kernel][2] in (ORDERED_TRUTHS, ON_THE_CURVE, UNORDERED_TRUTHS, SIMULATED_TRUTHS):
        return float(np.min(np.prod(groups(cell.truth), axis=0)))
    return float(cell.truth[0]) if cell.kernel.startswith("standardised") else np.inf


def simulated_cells() -> Iterator[SimulatedCell]:
    """The whole grid in a fixed order: the cells in which each group expects one event or more."""
    for name, (_, _, truths) in KERNELS.items():
        yield from (cell for cell in (SimulatedCell(name, truth) for truth in truths) if fewest_expected(cell) >= 1)


def draws_of(kernel: str) -> int:
    """How many sets of data are drawn for each cell of a kernel."""
    return coverage_of_models.ADJUSTED_DRAWS if kernel in coverage_of_models.ADJUSTED else 1_000


def simulated(cell: SimulatedCell, draws: int | None = None) -> Simulated:
    """What the intervals of a cell do over many draws."""
    draws = draws or draws_of(cell.kernel)
    random = np.random.default_rng(zlib.crc32(repr(tuple(cell)).encode()))
    limits, method, truth = KERNELS[cell.kernel][1](cell.truth, draws, random)
    near = 1e-9 * np.maximum(np.abs(truth), 1e-6)
    holds = (limits.lower - near <= truth) & (truth <= limits.upper + near)
    clear = np.isin(method, list(CLEAR))

    def share(among: np.ndarray) -> float:
        return float(holds[among].mean()) if among.any() else float("nan")

    warned = ~clear & ~np.isnan(limits.lower)
    return Simulated(float(clear.mean()), share(clear), float((clear & ~holds).mean()), share(warned))
