"""Drivers: what must be different for the aim to be reached, big areas first, then smaller ones that serve them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from levelground.change_package.elements import Element, ElementId, Links, Text


class RacismLevel(StrEnum):
    """The level of racism that a driver addresses."""

    INTERPERSONAL = "interpersonal"
    INSTITUTIONAL = "institutional"
    STRUCTURAL = "structural"


class Driver(Element):
    """A driver, primary or secondary."""

    text: Text
    why: Text = Field(description="The mechanism: why this would move what it serves.")
    serves: Links
    racism_level: RacismLevel | None = None
    recommendations: tuple[ElementId, ...] = ()
    resources: tuple[ElementId, ...] = Field(default=(), description="Ids in the catalogue of resources that help with it.")
    rests_on: tuple[ElementId, ...] = Field(default=(), description="Ids of the entries in `evidence` that it rests on.")


class PrimaryDriver(Driver):
    """A big area that serves the aim."""


class SecondaryDriver(Driver):
    """A smaller area that serves one or several primary drivers."""
