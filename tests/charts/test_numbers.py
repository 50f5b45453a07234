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
        (2.25, Unit.PERCENTAGE_POINTS, "2.2"),
    ],
)
def test_a_number_is_written_by_its_unit(value: float, unit: Unit, written: str) -> None:
    assert numbers.number(value, unit) == written


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
