"""Strategies: editions with their shifts, and the workstreams or ambitions that work is tagged with."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from levelground.change_package.elements import ElementId, Text, Value, Verification


class Shift(Value):
    """A direction under which ambitions are arranged."""

    id: ElementId
    verification: Verification
    name: Text
    text: Text
    note: Text | None = None


class Ambition(Value):
    """A workstream or an ambition: what a strategy sets out to do."""

    id: ElementId
    verification: Verification
    source: ElementId
    name: Text
    text: Text = Field(description="In our own words.")
    shifts: tuple[ElementId, ...] = ()
    commitments: tuple[ElementId, ...] = Field(default=(), description="Ids of recommendations in which the strategy commits itself.")
    note: Text | None = None


class Strategy(Value):
    """One edition of a strategy."""

    format: Literal["levelground/strategy/1"]
    id: ElementId
    title: Text
    publisher: Text
    first_year: int
    last_year: int
    status: Text = Field(description="Draft, final, or how much of each was read.")
    source: ElementId
    verification: Verification
    calls_them: Literal["workstreams", "ambitions"] = Field(description="What the strategy calls its parts.")
    shifts: tuple[Shift, ...] = ()
    ambitions: tuple[Ambition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _shifts_are_its_own(self) -> Self:
        own = {shift.id for shift in self.shifts}
        foreign = sorted({name for ambition in self.ambitions for name in ambition.shifts} - own)
        if foreign:
            raise ValueError(f"no shift of this strategy has the id {', '.join(foreign)}")
        if self.last_year < self.first_year:
            raise ValueError("`last_year` comes before `first_year`")
        return self
