"""Published and printed numbers of inequality between groups without an order."""

from numpy.testing import assert_allclose
from tests.published.families.inequality_nonordered import settings

from levelground.stats.inequality.attributable import population_attributable_fraction
from levelground.stats.inequality.differences import difference, ordered_difference, ordered_ratio, ratio
from levelground.stats.inequality.entropy import mean_log_deviation, theil_index
from levelground.stats.inequality.unordered import unordered_measures


def test_regional_incomes() -> None:
    """Störmann, Regionalökonomik (2009): 0.2326302 for five regions of one size."""
    assert round(float(mean_log_deviation([10, 10, 10, 20, 50], 1).estimate) / 1000, 7) == 0.2326302


def test_detentions_under_the_mental_health_act() -> None:
    """England 2023/24 per 100,000, NHS England: Black 239.0, White 69.5."""
    rates = [5_693 / 2_381_724 * 1e5, 31_735 / 45_684_263 * 1e5]
    assert round(float(ratio(rates).estimate), 2) == 3.44
    assert round(float(difference(rates).estimate), 1) == 169.6


def test_the_case_on_the_methods_page() -> None:
    """Case 4 of the reference outputs, rounded as the page has it."""
    table = settings()
    values, people, errors = (table[name][3, :5] for name in ("estimate", "population", "se"))
    found = unordered_measures(values, people, favourable=False, reference=2, standard_errors=errors, scale=100)
    assert f"{found.difference.estimate:.2f}" == "23.55"
    assert f"{found.difference.interval.lower:.2f} to {found.difference.interval.upper:.2f}" == "17.90 to 29.20"
    assert f"{found.theil_index.estimate:.2f}" == "10.37"
    assert f"{found.theil_index.interval.lower:.2f} to {found.theil_index.interval.upper:.2f}" == "7.58 to 13.16"
    printed = theil_index(values, people, standard_errors=errors, compat="healthequal-1.0.1").interval
    assert f"{printed.lower:.3f} to {printed.upper:.3f}" == "10.366 to 10.371"
    fraction = found.population_attributable_fraction
    printed = population_attributable_fraction(values, people, favourable=False, scale=100, compat="healthequal-1.0.1").interval
    assert f"{printed.lower:.2f} to {printed.upper:.2f}" == "-21.31 to -21.20"
    assert f"{fraction.estimate:.2f} ({fraction.interval.lower:.2f} to {fraction.interval.upper:.2f})" == "-21.26 (-26.72 to -15.79)"


def test_gaps_between_the_ends_of_an_order() -> None:
    """Two cases that healthequal 1.0.1 printed: adverse, so first and last; favourable, so last and first."""
    adverse = [41.587044352347, 27.8060698260464, 24.3232355164008, 17.3463454299898, 11.4716115418115]
    errors = [1.52832933462258, 0.949423634256589, 0.808204856903069, 0.748806596666302, 1.10020221503275]
    gap = ordered_difference(adverse, favourable=False, standard_errors=errors)
    assert_allclose([gap.estimate, *gap.interval], [30.1154328105355, 26.4245362361559, 33.8063293849151], rtol=1e-9)
    times = ordered_ratio(adverse, favourable=False, standard_errors=errors)
    assert_allclose([times.estimate, *times.interval], [3.62521378977761, 2.96421478684311, 4.43361091103326], rtol=1e-9)
    favourable, errors = [30.2122668673054, 19.4992624830185, 14.5875613570402], [1.13768140505871, 0.828287318745852, 1.06476327295877]
    gap = ordered_difference(favourable, favourable=True, standard_errors=errors)
    assert_allclose([gap.estimate, *gap.interval], [-15.6247055102653, -18.6787544511063, -12.5706565694243], rtol=1e-9)
    times = ordered_ratio(favourable, favourable=True, standard_errors=errors)
    assert_allclose([times.estimate, *times.interval], [0.482835711107341, 0.411043971846014, 0.567166385809127], rtol=1e-9)
