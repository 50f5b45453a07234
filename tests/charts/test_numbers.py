"""How numbers are written: by their unit, and never where there is none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.results import package

from levelground.charts import numbers
from levelground.charts.numbers import Unit
from levelground.measurement.cells import SUPPRESSED, Estimate, NotAvailable

RATIO = Estimate(3.44095, 3.34465, 3.53952, 0.95, "exact_conditional")


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (45_525, Unit.COUNT, "45,525"),
        (0, Unit.COUNT, "0"),
        (239.0285, Unit.RATE, "239.0"),
        (-0.04, Unit.RATE, "0.0"),
        (-59.33, Unit.RATE, "-59.3"),
        (1234.56, Unit.RATE, "1,234.6"),
        (3.44095, Unit.RATIO, "3.44"),
        (7.565, Unit.PER_CENT, "7.6%"),
        (0.07565, Unit.SHARE, "7.6%"),
        (2.25, Unit.PERCENTAGE_POINTS, "2.3"),
        (0.114, Unit.SHARE_DIFFERENCE, "11.4"),
    ],
)
def test_a_number_is_written_by_its_unit(value: float, unit: Unit, written: str) -> None:
    assert numbers.number(value, unit) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (11.25, Unit.RATE, "11.3"),
        (-11.25, Unit.RATE, "-11.3"),
        (11.35, Unit.RATE, "11.4"),  # as a float it is a little less than 11.35
        (2.675, Unit.RATIO, "2.68"),
        (0.5, Unit.COUNT, "1"),
        (2.5, Unit.COUNT, "3"),
        (0.0625, Unit.SHARE, "6.3%"),
        (0.0535, Unit.SHARE, "5.4%"),  # 100 times the float is a little less than 5.35
        (1e22, Unit.RATE, "10,000,000,000,000,000,000,000.0"),
        (5e-324, Unit.RATIO, "0.00"),
        (10**30, Unit.COUNT, "1" + ",000" * 10),
    ],
)
def test_a_half_is_rounded_away_from_zero_as_spreadsheets_do(value: float, unit: Unit, written: str) -> None:
    assert numbers.number(value, unit) == written


@given(st.floats(min_value=-1e300, max_value=1e300), st.sampled_from(Unit))
def test_every_finite_number_has_a_written_form_without_minus_nought(value: float, unit: Unit) -> None:
    written = numbers.number(value, unit)
    assert "E" not in written
    assert not written.startswith("-0.0") or float(written.rstrip("%").replace(",", "")) != 0


def test_interval_and_sentence() -> None:
    assert numbers.interval(RATIO, Unit.RATIO) == "3.34 to 3.54"
    assert numbers.with_interval(RATIO, Unit.RATIO) == "3.44 (3.34 to 3.54)"
    assert numbers.from_to(RATIO, Unit.RATIO) == "3.44 (from 3.34 to 3.54)"


@pytest.mark.parametrize("unit", list(Unit))
def test_a_cell_without_a_number_is_written_as_its_reason(unit: Unit) -> None:
    for write in (numbers.value, numbers.with_interval, numbers.from_to, numbers.interval_or_reason, numbers.count):
        assert write(SUPPRESSED, unit) == "withheld to protect people"
        assert write(NotAvailable("nobody asked"), unit) == "not available: nobody asked"


@pytest.mark.parametrize("no_number", [SUPPRESSED, NotAvailable("x"), None, True, "0"])
def test_what_is_not_a_number_is_refused(no_number: object) -> None:
    with pytest.raises(TypeError):
        numbers.number(no_number, Unit.COUNT)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no written form"):
        numbers.number(value, Unit.RATE)


@given(st.floats(min_value=0, max_value=1e6))
def test_a_ratio_is_never_a_percentage(value: float) -> None:
    assert "%" not in numbers.number(value, Unit.RATIO)


def test_the_units_of_a_measure() -> None:
    rate, counts, unknown, proportion = (package().measure(name) for name in ("M1", "M2", "M3", "M4"))
    assert [numbers.level_unit(m) for m in (rate, counts, proportion)] == [Unit.RATE, Unit.COUNT, Unit.PER_CENT]
    assert numbers.difference_unit(proportion) is Unit.PERCENTAGE_POINTS
    assert numbers.unit_words(rate) == "detentions per 100,000 people"
    assert numbers.level_unit(unknown) is Unit.SHARE
    assert numbers.difference_unit(unknown) is Unit.SHARE_DIFFERENCE
    assert [numbers.unit_words(m) for m in (proportion, unknown)] == ["per cent", "per cent of detentions"]
    assert [numbers.difference_words(m) for m in (rate, proportion)] == ["detentions per 100,000 people", "percentage points"]


def test_a_level_with_its_unit() -> None:
    estimate = Estimate(19.4, 17.1, 22.0, 0.95, "wilson")
    assert numbers.level(estimate, package().measure("M1")) == "19.4 detentions per 100,000 people"
    assert numbers.level(estimate, package().measure("M4")) == "19.4%"
    assert numbers.level(SUPPRESSED, package().measure("M1")) == "withheld to protect people"


def test_words_agree_with_their_number() -> None:
    assert [numbers.of_them(n, "primary driver") for n in (0, 1, 2)] == ["0 primary drivers", "1 primary driver", "2 primary drivers"]
