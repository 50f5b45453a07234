"""What kind of number an indicator gives: a ratio is not a per cent, and a number out of its range is not one of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from levelground.change_package.elements import Text, Value, Verification
from levelground.errors import Finding, Severity


class FigureUnit(StrEnum):
    """What a number is."""

    RATIO = "ratio"
    """One value over another: 1 means that both are equal. Printed without a sign."""
    PER_CENT = "per_cent"
    """A part of a whole, from 0 to 100."""
    PERCENTAGE_POINTS = "percentage_points"
    """One per cent less another, from -100 to 100: 0 means that both are equal."""
    COUNT = "count"
    """A number of people or events."""
    SCORE = "score"
    """A point on a scale of the framework."""


class Orientation(Value):
    """Which value is held against which, and what it means to be on either side of equal."""

    of: Text = Field(description="Of a ratio, the value above the line; of a difference, the value that is taken from.")
    to: Text = Field(description="Of a ratio, the value below the line; of a difference, the value that is taken away.")
    above_means: Text = Field(description="What a number above equal says.")
    below_means: Text = Field(description="What a number below equal says.")


class Printed(Value):
    """An example of a number as it may be printed, and whether it can be one of this indicator."""

    text: Text
    accepted: bool
    reason: Text | None = None


class IndicatorFigure(Value):
    """The number that an indicator gives. `least` and `most` are what is possible, `expected_*` what is likely."""

    unit: FigureUnit
    verification: Verification = Field(description="How well unit, orientation and range are known.")
    orientation: Orientation | None = Field(default=None, description="Of a ratio and of a difference, and only of these.")
    least: float | None = None
    most: float | None = None
    expected_least: float | None = Field(default=None, description="Below it a number is asked about, and not refused.")
    expected_most: float | None = Field(default=None, description="Above it a number is asked about, and not refused.")
    given_for: tuple[Text, ...] = Field(default=(), description="The groups for each of which it is given; empty: one number.")
    printed: tuple[Printed, ...] = Field(default=(), description="Examples: the model holds itself to them.")

    @property
    def equal_at(self) -> float | None:
        """The number that says that both sides are equal; None where there are no two sides."""
        return {FigureUnit.RATIO: 1.0, FigureUnit.PERCENTAGE_POINTS: 0.0}.get(self.unit)

    @property
    def range(self) -> tuple[float | None, float | None]:
        """The least and the greatest number that is possible: of the unit, narrowed by what the framework says."""
        least, most = _POSSIBLE[self.unit]
        return (least if self.least is None else self.least, most if self.most is None else self.most)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.equal_at is not None) != (self.orientation is not None):
            raise ValueError(f"`orientation` must be given for a ratio and a difference, and only for these; this is a {self.unit}")
        least, most = _POSSIBLE[self.unit]
        for bound in (self.least, self.most):
            if bound is not None and _outside(bound, least, most):
                raise ValueError(f"a {self.unit} cannot be {bound:g}")
        for example in self.printed:
            refused = [problem for severity, _, problem in _problems(self, example.text) if severity is Severity.ERROR]
            if example.accepted and refused:
                raise ValueError(f"the example `{example.text}` is said to be accepted, and {refused[0]}")
            if not example.accepted and not refused:
                raise ValueError(f"the example `{example.text}` is said to be refused, and nothing is wrong with it")
        return self


_POSSIBLE: dict[FigureUnit, tuple[float | None, float | None]] = {
    FigureUnit.RATIO: (0.0, None),
    FigureUnit.PER_CENT: (0.0, 100.0),
    FigureUnit.PERCENTAGE_POINTS: (-100.0, 100.0),
    FigureUnit.COUNT: (0.0, None),
    FigureUnit.SCORE: (0.0, None),
}

_NUMBER = re.compile(r"^\s*([+\-\u2212]?\d[\d,]*(?:\.\d+)?)\s*(%|per cent|pp|percentage points)?\s*$")

_SIGNS = {
    "%": (FigureUnit.PER_CENT, FigureUnit.PERCENTAGE_POINTS),
    "per cent": (FigureUnit.PER_CENT,),
    "pp": (FigureUnit.PERCENTAGE_POINTS,),
    "percentage points": (FigureUnit.PERCENTAGE_POINTS,),
}


def check_printed(indicator: str, figure: IndicatorFigure, text: str) -> tuple[Finding, ...]:
    """Whether a number as printed can be one of an indicator: `1.54%` cannot be a ratio."""
    steps = {Severity.ERROR: "Compute it again from the counts.", Severity.WARNING: "Look at the counts that it was computed from."}
    return tuple(
        Finding(severity, rule, f"{indicator} is printed as `{text[:40]}`, and {problem}.", element=indicator, next_step=steps[severity])
        for severity, rule, problem in _problems(figure, text)
    )


def _problems(figure: IndicatorFigure, text: str) -> Iterator[tuple[Severity, str, str]]:
    match = _NUMBER.match(text)
    if match is None:
        yield Severity.ERROR, "not-a-number", "this is not one number"
        return
    number = float(match[1].replace(",", "").replace("\u2212", "-"))
    if match[2] is not None and figure.unit not in _SIGNS[match[2]]:
        yield Severity.ERROR, "wrong-unit", f"it gives a {_words(figure.unit)}, which has no `{match[2]}`"
    least, most = figure.range
    if _outside(number, least, most):
        yield Severity.ERROR, "out-of-range", f"it lies {_between(least, most)}"
    elif _outside(number, figure.expected_least, figure.expected_most):
        yield Severity.WARNING, "outside-expected", f"it is expected {_between(figure.expected_least, figure.expected_most)}"


def _outside(number: float, least: float | None, most: float | None) -> bool:
    return (least is not None and number < least) or (most is not None and number > most)


def _between(least: float | None, most: float | None) -> str:
    if most is None:
        return f"at {least:g} or more"
    return f"at {most:g} or less" if least is None else f"between {least:g} and {most:g}"


def _words(unit: FigureUnit) -> str:
    return unit.value.replace("_", " ")
