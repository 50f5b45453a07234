"""How often an interval contains the truth: counted over every outcome where that can be done, else over seeded draws."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests.builders import coverage_grid
from tests.builders.coverage_grid import EXACT, KINDS, OF_ODDS, OUTER, cells
from tests.builders.coverage_grid import covered as covered_cell
from tests.builders.coverage_of_models import ADJUSTED
from tests.builders.coverage_simulated import KERNELS, groups, simulated, simulated_cells

from levelground.stats import gaps, proportions, rates
from levelground.stats.funnel.limits import FEW_EXPECTED, proportion_funnel_limits_method
from levelground.stats.inequality.differences import ordered_difference
from levelground.stats.intervals import Interval


def covered(interval: Interval, truth: float, probability: np.ndarray) -> float:
    return float(probability[(interval.lower <= truth) & (truth <= interval.upper)].sum())


def two_poisson_counts(first: float, second: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x1, x2 = np.meshgrid(np.arange(90), np.arange(90), indexing="ij")
    return x1, x2, stats.poisson.pmf(x1, first) * stats.poisson.pmf(x2, second)


def two_binomial_counts(n1: int, p1: float, n2: int, p2: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x1, x2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    return x1, x2, stats.binom.pmf(x1, n1, p1) * stats.binom.pmf(x2, n2, p2)


@pytest.mark.parametrize("mean", [0.5, 2.0, 5.0, 9.7, 25.0])
def test_exact_poisson_never_covers_too_little(mean: float) -> None:
    events = np.arange(200)
    assert covered(rates.exact_poisson_interval(events), mean, stats.poisson.pmf(events, mean)) >= 0.95


@pytest.mark.parametrize(("first", "second"), [(1.0, 2.0), (3.0, 12.0), (20.0, 35.0), (8.0, 8.0)])
def test_exact_rate_ratio_never_covers_too_little(first: float, second: float) -> None:
    x1, x2, probability = two_poisson_counts(first, second)
    assert covered(gaps.rate_ratio_interval(x1, 10, x2, 30), first / 10 / (second / 30), probability) >= 0.95


@pytest.mark.parametrize(("first", "second"), [(3.0, 12.0), (20.0, 35.0), (8.0, 8.0), (15.0, 2.0)])
def test_rate_difference(first: float, second: float) -> None:
    x1, x2, probability = two_poisson_counts(first, second)
    assert 0.945 <= covered(gaps.rate_difference_interval(x1, 10, x2, 30), first / 10 - second / 30, probability) <= 0.99


@pytest.mark.parametrize(("p1", "p2"), [(0.1, 0.2), (0.5, 0.45), (0.9, 0.6), (0.03, 0.3)])
def test_gaps_between_proportions(p1: float, p2: float) -> None:
    x1, x2, probability = two_binomial_counts(40, p1, 55, p2)
    assert 0.93 <= covered(gaps.proportion_difference_interval(x1, 40, x2, 55), p1 - p2, probability) <= 0.985
    assert 0.93 <= covered(gaps.proportion_ratio_interval(x1, 40, x2, 55), p1 / p2, probability) <= 0.985


def test_proportions() -> None:
    events, share = np.arange(61), np.linspace(0.02, 0.98, 97)
    wilson, exact = proportions.wilson_interval(events, 60), proportions.clopper_pearson_interval(events, 60)
    probability = [stats.binom.pmf(events, 60, p) for p in share]
    assert min(covered(exact, p, weight) for p, weight in zip(share, probability, strict=True)) >= 0.95
    assert 0.945 <= np.mean([covered(wilson, p, weight) for p, weight in zip(share, probability, strict=True)]) <= 0.96


def test_a_seeded_sample_of_the_grid() -> None:
    """The whole grid is `make campaign NAME=coverage`; here cells that were chosen by chance, of each kernel a few."""
    grid = list(cells())
    for name, kind in KINDS.items():
        few = [cell for cell in grid if cell.kernel == name and cell.expected >= 1 and cell.outcomes <= 4_000]
        for place in np.random.default_rng(20_26).choice(len(few), 2, replace=False):
            cell = few[place]
            found = covered_cell(cell)
            least = (0.95 if kind == EXACT else 0.92) if name not in OUTER else (0.998 if kind == EXACT else 0.994)
            assert found.coverage >= least, (cell, found)


@pytest.mark.parametrize("kernel", OF_ODDS)
def test_both_ways_of_counting_give_the_same(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [cell for cell in cells() if cell.kernel == kernel and cell.outcomes < 1_500][::5]
    each = [covered_cell(cell).coverage for cell in some]
    monkeypatch.setattr(coverage_grid, "FEW_OUTCOMES", 0)
    np.testing.assert_allclose([covered_cell(cell).coverage for cell in some], each, atol=1e-12)


def test_funnels_of_proportions_say_where_they_raise_more_false_alarms() -> None:
    """Without a warning at most 3 in 1,000 where 2 are meant, and 7 in 100 where 5 are; with it 5.5 and 8."""
    for lines, clear, warned in ((99.8, 0.997, 0.9945), (95, 0.93, 0.92)):
        some = [cell for cell in cells() if cell.kernel == f"proportion funnel, {lines:g}% limits" and cell.expected >= 1]
        few = proportion_funnel_limits_method(*np.transpose([cell.truth for cell in some])) == FEW_EXPECTED
        found = np.array([covered_cell(cell).coverage for cell in some])
        assert few.any()
        assert found[~few].min() >= clear
        assert clear > found[few].min() >= warned


def test_a_difference_of_levels_says_where_six_events_make_one_of_them() -> None:
    """Counted: 5.2 and 10.7 events expected. Of all intervals 91.7% hold the truth; of those without the warning 94%."""
    people, levels = (each[[0, -1]] for each in groups((5, 100, 0.1, 4, 1, 1)))
    x, y, probability = two_binomial_counts(int(people[0]), levels[0], int(people[1]), levels[1])
    seen = np.stack([x.ravel(), y.ravel()], axis=-1) / people
    found = ordered_difference(seen, standard_errors=np.sqrt(seen * (1 - seen) / people), favourable=False)
    truth = levels[0] - levels[1]
    holds = (found.interval.lower <= truth) & (truth <= found.interval.upper)
    clear, known = found.method == "normal", np.isin(found.method, ["normal", "normal_large_error"])
    chance = probability.ravel()
    assert chance[holds & known].sum() / chance[known].sum() < 0.92
    assert chance[holds & clear].sum() / chance[clear].sum() > 0.935


def test_a_seeded_sample_of_what_is_drawn() -> None:
    """Of each kernel two cells: where most intervals come without a warning these hold, and everywhere few miss that have none."""
    grid = list(simulated_cells())
    for name, (kind, _, _) in KERNELS.items():
        few = [cell for cell in grid if cell.kernel == name]
        slow = name in ADJUSTED
        for place in np.random.default_rng(20_26).choice(len(few), 1 if slow else 2, replace=False):
            found = simulated(few[place], draws=40 if slow else 200)
            least = (0.95 if kind == EXACT else 0.92) - (0.1 if slow else 0.06)
            assert found.given < 0.75 or found.coverage >= least, (few[place], found)
            assert found.missed <= 1 - least, (few[place], found)


def test_the_page_of_the_campaign_has_every_kernel_and_nothing_failed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "campaigns" / "coverage.md").read_text(encoding="utf-8")
    assert [name for name in (*KINDS, *KERNELS) if f"| {name} |" not in page] == []
    assert "All of it holds." in page
