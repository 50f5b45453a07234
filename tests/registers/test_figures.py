"""What kind of number an indicator gives: a ratio printed as a per cent is refused, whoever published it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from levelground.errors import Severity
from levelground.registers.figures import FigureUnit, IndicatorFigure, check_printed
from levelground.registers.registers import registers

ORIENTATION = {"of": "A", "to": "B", "above_means": "A more.", "below_means": "B more."}


def figure(**given_fields) -> IndicatorFigure:
    return IndicatorFigure.model_validate({"unit": "ratio", "verification": "unverified", "orientation": ORIENTATION} | given_fields)


def rules(shown: IndicatorFigure, text: str) -> list[str]:
    return [finding.rule for finding in check_printed("X", shown, text)]


def wres(number: int) -> IndicatorFigure:
    found = registers().indicators[f"WRES-{number}"].figure
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["1.54%", "17.16%", "1.54 per cent", "0.9%"])
def test_a_ratio_printed_as_a_per_cent_is_refused(text) -> None:
    findings = check_printed("WRES-2", wres(2), text)
    assert "wrong-unit" in [finding.rule for finding in findings]
    assert all(finding.next_step for finding in findings)


def test_a_ratio_that_is_hardly_possible_is_asked_about() -> None:
    [finding] = check_printed("WRES-2", wres(2), "17.16")
    assert (finding.rule, finding.severity) == ("outside-expected", Severity.WARNING)


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        (2, "1.54", []),
        (3, "0.98", []),
        (3, "-0.98", ["out-of-range"]),
        (5, "28.4%", []),
        (5, "28.4", []),
        (5, "104%", ["out-of-range"]),
        (5, "28.4 pp", ["wrong-unit"]),
        (9, "-12.4", []),
        (9, "\u221212.4 percentage points", []),
        (9, "-12.4%", []),
        (9, "-120%", ["out-of-range"]),
        (2, "1.5 times", ["not-a-number"]),
        (2, "", ["not-a-number"]),
    ],
)
def test_numbers_as_printed(number, text, expected) -> None:
    assert rules(wres(number), text) == expected


@given(st.floats(0.2, 9.9))
def test_no_ratio_passes_with_a_sign_for_per_cent(value) -> None:
    assert rules(wres(2), f"{value:.3f}") == []
    assert rules(wres(2), f"{value:.3f}%") == ["wrong-unit"]


def test_indicators_two_and_four_are_turned_against_three() -> None:
    sides = {number: (shown.orientation.of[:5], shown.orientation.to[:5]) for number in (2, 3, 4) if (shown := wres(number)).orientation}
    assert sides == {2: ("White", "BME a"), 3: ("BME s", "White"), 4: ("White", "BME s")}
    assert [wres(number).equal_at for number in (2, 3, 4, 5, 9)] == [1.0, 1.0, 1.0, None, 0.0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"orientation": None},
        {"unit": "per_cent"},
        {"least": -1},
        {"unit": "per_cent", "orientation": None, "most": 120},
        {"printed": [{"text": "1.54%", "accepted": True}]},
        {"printed": [{"text": "1.54", "accepted": False}]},
        {"units": "ratio"},
    ],
)
def test_a_figure_that_contradicts_its_unit_is_refused(wrong) -> None:
    with pytest.raises(ValidationError):
        figure(**wrong)


def test_each_unit_is_told() -> None:
    assert {found.figure.unit for found in registers().indicators.values() if found.figure} == {
        FigureUnit.RATIO,
        FigureUnit.PER_CENT,
        FigureUnit.PERCENTAGE_POINTS,
    }
