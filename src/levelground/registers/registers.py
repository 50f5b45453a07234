"""All registers, strategies and frameworks of the library, read once, with the lookups that others need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from levelground import library
from levelground.change_package.elements import Element, Value
from levelground.registers.documents import Model, document_at, value_of
from levelground.registers.evidence import RegisteredEvidence, RegisterOfEvidence
from levelground.registers.frameworks import Framework, FrameworkItem
from levelground.registers.recommendations import (
    RegisteredRecommendation,
    RegisteredSource,
    RegisterOfRecommendations,
    RegisterOfSources,
)
from levelground.registers.resources import RegisterOfResources, Resource
from levelground.registers.strategies import Ambition, Shift, Strategy

MODELS: Mapping[str, type[Value]] = {
    "sources": RegisterOfSources,
    "recommendations": RegisterOfRecommendations,
    "evidence": RegisterOfEvidence,
    "resources": RegisterOfResources,
}
"""The documents of the shelf `registers`, by name, and what each is read into."""

Entry = TypeVar("Entry", bound=Element | RegisteredSource | Strategy | Framework | FrameworkItem | Ambition | Shift)


@dataclass(frozen=True)
class Registers:
    """What the library holds besides change packages; each mapping is by id, in the order of its document."""

    sources: Mapping[str, RegisteredSource]
    recommendations: Mapping[str, RegisteredRecommendation]
    evidence: Mapping[str, RegisteredEvidence]
    resources: Mapping[str, Resource]
    strategies: Mapping[str, Strategy]
    frameworks: Mapping[str, Framework]

    @cached_property
    def ambitions(self) -> Mapping[str, Ambition]:
        """Every ambition and workstream of every strategy."""
        return _by_id(ambition for strategy in self.strategies.values() for ambition in strategy.ambitions)

    @cached_property
    def shifts(self) -> Mapping[str, Shift]:
        """Every shift of every strategy."""
        return _by_id(shift for strategy in self.strategies.values() for shift in strategy.shifts)

    @cached_property
    def aims_of_strategies(self) -> tuple[str, ...]:
        """The ids that `ambitions` of an element may name: ambitions, workstreams and shifts."""
        return (*self.ambitions, *self.shifts)

    @cached_property
    def indicators(self) -> Mapping[str, FrameworkItem]:
        """Every item of every framework: what `indicators` of a measure may name."""
        return _by_id(item for framework in self.frameworks.values() for item in framework.items)

    def strategy_of(self, ambition_id: str) -> Strategy:
        """The strategy that an ambition or a shift belongs to; `KeyError` when there is none."""
        for strategy in self.strategies.values():
            if ambition_id in {*_by_id(strategy.ambitions), *_by_id(strategy.shifts)}:
                return strategy
        raise KeyError(ambition_id)


@cache
def registers() -> Registers:
    """The registers of this installation.

    Raises
    ------
    RegisterInvalid
        With every finding of the first document that breaks rules.
    """
    return read_registers(library.ROOT)


def read_registers(root: Path) -> Registers:
    """The registers in a folder that has the library's shelves. Raises as `registers` does."""
    shelf = root / "registers"
    return Registers(
        _by_id(_read(shelf / "sources.yaml", RegisterOfSources).sources),
        _by_id(_read(shelf / "recommendations.yaml", RegisterOfRecommendations).recommendations),
        _by_id(_read(shelf / "evidence.yaml", RegisterOfEvidence).evidence),
        _by_id(_read(shelf / "resources.yaml", RegisterOfResources).resources),
        _by_id(_read(path, Strategy) for path in sorted((root / "strategies").glob("*.yaml"))),
        _by_id(_read(path, Framework) for path in sorted((root / "frameworks").glob("*.yaml"))),
    )


def _read(path: Path, model: type[Model]) -> Model:
    return value_of(document_at(path), model)


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}
