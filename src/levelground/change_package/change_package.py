"""The change package: a shared aim, a theory of change and a measurement plan, as one frozen value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from levelground.change_package.aim import Aim
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.drivers import PrimaryDriver, SecondaryDriver
from levelground.change_package.elements import Element, ElementId, Text, Value, Version
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle
from levelground.change_package.provenance import Accepted, Ancestor, CoProduction, CoProductionStatus, Provenance, Release
from levelground.change_package.recommendations import Recommendation, Source


class ChangePackage(Value):
    """One version of a change package. Lists are flat; the theory is the graph that `serves` draws."""

    format: Literal["levelground/change-package/1"]
    id: ElementId
    version: Version
    title: Text
    status: CoProductionStatus
    discipline: Text
    setting: Text
    licence: Text
    summary: Text
    provenance: Provenance
    co_production: CoProduction | None = Field(default=None, description="Who shaped this version, and for how long.")
    adapts: tuple[Ancestor, ...] = Field(default=(), description="What it was adapted from, nearest first. `adapt.resolve` writes it.")
    ambitions: tuple[ElementId, ...] = Field(default=(), description="Ids of the strategic ambitions that this package is to serve.")
    changelog: tuple[Release, ...] = ()
    accepted: tuple[Accepted, ...] = Field(default=(), description="Warnings that stay, each with its reason.")
    sources: tuple[Source, ...] = ()
    aim: Aim
    primary_drivers: tuple[PrimaryDriver, ...] = ()
    secondary_drivers: tuple[SecondaryDriver, ...] = ()
    change_ideas: tuple[ChangeIdea, ...] = ()
    measures: tuple[Measure, ...] = Field(default=())
    recommendations: tuple[Recommendation, ...] = ()
    evidence: tuple[EvidenceEntry, ...] = ()
    principles: tuple[Principle, ...] = ()

    def elements(self) -> Iterator[Element]:
        """Every element that has an id others may point to, in document order."""
        yield self.aim
        yield from self.primary_drivers
        yield from self.secondary_drivers
        yield from self.change_ideas
        yield from self.measures
        yield from self.recommendations
        yield from self.evidence
        yield from self.principles

    def measure(self, measure_id: str) -> Measure:
        """The measure with this id; `KeyError` when there is none."""
        for measure in self.measures:
            if measure.id == measure_id:
                return measure
        raise KeyError(measure_id)
