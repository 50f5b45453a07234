"""Frameworks that organisations report against, as data: indicators, parts, scales, bands, targets, each with its mark."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from levelground.change_package.aim import ComparatorRule
from levelground.change_package.elements import ElementId, Text, Value, Verification
from levelground.registers.figures import FigureUnit, IndicatorFigure


class ItemKind(StrEnum):
    """What an item of a framework is."""

    INDICATOR = "indicator"
    """A number that is reported."""
    OUTCOME = "outcome"
    """A result that is scored."""
    PART = "part"
    """A part of the framework that has actions."""
    POPULATION = "population"
    """People that the framework is for."""
    CLINICAL_AREA = "clinical_area"
    """A field of care that comes first."""
    AIM = "aim"
    """What the framework wants to reach."""
    PLEDGE = "pledge"
    """What is promised."""
    PRIORITY = "priority"
    """What is done first."""
    DUTY = "duty"
    """What must be done."""


class FrameworkTarget(Value):
    """A value to be reached."""

    value: float
    unit: FigureUnit
    by: Text | None = Field(default=None, description="By when; absent: no date was read.")


class Formula(Value):
    """How an indicator is computed, in words."""

    text: Text
    verification: Verification


class FrameworkItem(Value):
    """One indicator, outcome, part or duty. Without `text` it is an empty slot that waits for a curator."""

    id: ElementId
    kind: ItemKind
    verification: Verification
    source: ElementId
    group: Text | None = Field(default=None, description="The domain or the list that it belongs to.")
    text: Text | None = Field(default=None, description="In our own words; absent: its wording was not found.")
    figure: IndicatorFigure | None = Field(default=None, description="The kind of number; of an indicator.")
    formula: Formula | None = None
    splits: tuple[Text, ...] = Field(default=(), description="What it is broken down by.")
    actions: tuple[Text, ...] = ()
    target: FrameworkTarget | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _an_indicator_has_a_figure(self) -> Self:
        if (self.kind is ItemKind.INDICATOR) != (self.figure is not None):
            raise ValueError("`figure` must be given for an indicator, and only for one")
        return self


class Term(Value):
    """A word that is the framework's own, and used only inside it."""

    word: Text
    meaning: Text
    verification: Verification


class ViewPart(Value):
    """A part as one view of the framework names it, with the items that belong to it."""

    name: Text
    items: tuple[ElementId, ...] = ()


class View(Value):
    """One way in which the framework's parts are told: sources tell them differently, and none is made to fit the other."""

    statement: Text
    source: ElementId
    verification: Verification
    parts: tuple[ViewPart, ...] = Field(min_length=1)


class Band(Value):
    """A name for a range of the total score."""

    name: Text
    least: int
    most: int

    @model_validator(mode="after")
    def _least_comes_first(self) -> Self:
        if self.most < self.least:
            raise ValueError("`most` is less than `least`")
        return self


class Bands(Value):
    """The bands of the total as one source has them. What a source was not read to say is not in it."""

    statement: Text
    source: ElementId | None = None
    verification: Verification
    bands: tuple[Band, ...] = Field(min_length=1)


class ScaleLevel(Value):
    """One point of the scale."""

    score: int
    name: Text


class FrameworkComparison(Value):
    """Whom the framework compares with."""

    rule: ComparatorRule
    statement: Text
    verification: Verification


class Framework(Value):
    """One framework, as far as it was read."""

    format: Literal["levelground/framework/1"]
    id: ElementId
    title: Text
    publisher: Text
    edition: Text
    source: ElementId
    verification: Verification
    summary: Text
    required_by: Text | None = Field(default=None, description="Who must report, and by which rule.")
    terms: tuple[Term, ...] = ()
    comparison: FrameworkComparison | None = None
    also_recorded: tuple[Text, ...] = Field(default=(), description="What is kept beside the figures.")
    items: tuple[FrameworkItem, ...] = Field(min_length=1)
    views: tuple[View, ...] = ()
    scale: tuple[ScaleLevel, ...] = ()
    bands: tuple[Bands, ...] = ()
    bands_conflict: Text | None = Field(default=None, description="Where the statements of the bands contradict each other.")
    note: Text | None = None

    @model_validator(mode="after")
    def _views_name_its_items(self) -> Self:
        own = {item.id for item in self.items}
        foreign = sorted({name for view in self.views for part in view.parts for name in part.items} - own)
        if foreign:
            raise ValueError(f"no item of this framework has the id {', '.join(foreign)}")
        if len(own) < len(self.items):
            raise ValueError("two items have the same id")
        return self

    @model_validator(mode="after")
    def _a_conflict_of_bands_is_said(self) -> Self:
        ranges: dict[str, set[tuple[int, int]]] = {}
        for statement in self.bands:
            for band in statement.bands:
                ranges.setdefault(band.name, set()).add((band.least, band.most))
        differing = sorted(name for name, found in ranges.items() if len(found) > 1)
        if bool(differing) != (self.bands_conflict is not None):
            raise ValueError("`bands_conflict` must be given where the statements of the bands differ, and only there")
        return self

    def bands_of(self, total: int) -> tuple[tuple[Bands, str | None], ...]:
        """What each statement calls a total score; None where it names no band for it."""
        return tuple(
            (statement, next((band.name for band in statement.bands if band.least <= total <= band.most), None)) for statement in self.bands
        )
