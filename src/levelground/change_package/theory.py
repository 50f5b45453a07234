"""The theory of change as a graph: what each element is, what it points to, and what points to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from levelground.change_package.aim import Aim
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.drivers import PrimaryDriver, SecondaryDriver
from levelground.change_package.elements import Element, Link
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle
from levelground.change_package.recommendations import Recommendation, Source


class Kind(StrEnum):
    """What an element of a change package is, in the field's words."""

    AIM = "aim"
    PRIMARY_DRIVER = "primary driver"
    SECONDARY_DRIVER = "secondary driver"
    CHANGE_IDEA = "change idea"
    MEASURE = "measure"
    RECOMMENDATION = "recommendation"
    EVIDENCE = "evidence entry"
    PRINCIPLE = "principle"
    SOURCE = "source"
    CONTRIBUTION = "contribution"
    DECISION = "decision"


_KINDS: dict[type[Element] | type[Source], Kind] = {
    Aim: Kind.AIM,
    PrimaryDriver: Kind.PRIMARY_DRIVER,
    SecondaryDriver: Kind.SECONDARY_DRIVER,
    ChangeIdea: Kind.CHANGE_IDEA,
    Measure: Kind.MEASURE,
    Recommendation: Kind.RECOMMENDATION,
    EvidenceEntry: Kind.EVIDENCE,
    Principle: Kind.PRINCIPLE,
    Source: Kind.SOURCE,
}

SERVES: dict[Kind, tuple[Kind, ...]] = {
    Kind.PRIMARY_DRIVER: (Kind.AIM,),
    Kind.SECONDARY_DRIVER: (Kind.PRIMARY_DRIVER,),
    Kind.CHANGE_IDEA: (Kind.SECONDARY_DRIVER,),
    Kind.MEASURE: (Kind.AIM, Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA),
}
"""What each kind may serve: every level serves the one above it; a measure shows any of them."""

APART = (Kind.CONTRIBUTION, Kind.DECISION)
"""Kinds that a package knows by id only: the words are kept apart, so that withdrawal and erasure reach everywhere."""

_PLACES = tuple(kind for kind in Kind if kind not in (Kind.PRINCIPLE, Kind.SOURCE, *APART))
"""What can meet a principle or answer one of its questions."""


@dataclass(frozen=True)
class Reference:
    """One mention of an element by another: by whom, under which key, where in the owner, of whom, and which kinds are meant."""

    owner: str
    key: str
    keys: tuple[str | int, ...]
    target: str
    kinds: tuple[Kind, ...]
    link: Link | None = None


class Theory:
    """A change package's elements and the references between them."""

    def __init__(self, package: ChangePackage) -> None:
        self.package = package
        self.elements: dict[str, Element | Source] = {element.id: element for element in package.elements()}
        self.elements.update((source.id, source) for source in package.sources)
        self._ids: dict[tuple[Kind, ...], tuple[str, ...]] = {}

    def __contains__(self, element_id: str) -> bool:
        """Whether there is such an element or source, or an element mentions such a contribution or decision."""
        return element_id in self.elements or element_id in self.apart

    def kind(self, element_id: str) -> Kind:
        """What the element is."""
        return _KINDS[type(self.elements[element_id])] if element_id in self.elements else self.apart[element_id]

    @cached_property
    def apart(self) -> dict[str, Kind]:
        """The ids of contributions and decisions that elements mention; an id that an element has stays that element's."""
        mentioned = (reference for reference in self.references if reference.kinds[0] in APART)
        return {reference.target: reference.kinds[0] for reference in mentioned if reference.target not in self.elements}

    def ids(self, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
        """The ids of all elements of some kinds, in document order."""
        if kinds not in self._ids:
            self._ids[kinds] = tuple(element_id for element_id in self.elements if self.kind(element_id) in kinds)
        return self._ids[kinds]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every mention of an element by another, right or wrong, in document order."""
        return tuple(reference for element in self.package.elements() for reference in _references(element))

    @cached_property
    def by_owner(self) -> dict[str, tuple[Reference, ...]]:
        """Who mentions -> the references."""
        return _grouped((reference.owner, reference) for reference in self.references)

    @cached_property
    def by_target(self) -> dict[str, tuple[Reference, ...]]:
        """Who is mentioned -> the references."""
        return _grouped((reference.target, reference) for reference in self.references)

    def served_by(self, element_id: str) -> tuple[str, ...]:
        """The ids of what serves an element directly."""
        return tuple(reference.owner for reference in self.by_target.get(element_id, ()) if reference.key == "serves")

    def serves(self, element_id: str) -> tuple[str, ...]:
        """The ids of what an element serves directly, as far as they exist."""
        mentioned = (reference.target for reference in self.by_owner.get(element_id, ()) if reference.key == "serves")
        return tuple(target for target in mentioned if target in self.elements)

    @cached_property
    def measured(self) -> frozenset[str]:
        """The ids of all that a measure is tied to: the measure serves it, or it names the measure."""
        serving = (
            reference.target for measure in self.ids((Kind.MEASURE,)) for reference in self.by_owner.get(measure, ()) if reference.link
        )
        naming = (
            reference.owner
            for reference in self.references
            if reference.key in ("measures", "outcome_measure") and reference.target in self.elements
        )
        return frozenset((*serving, *naming))

    def with_all_above(self, element_ids: Iterable[str]) -> frozenset[str]:
        """Some elements and everything that they serve, directly or through others; safe with circles."""
        seen = set(element_ids)
        waiting = list(seen)
        while waiting:
            new = [above for above in self.serves(waiting.pop()) if above not in seen]
            seen.update(new)
            waiting.extend(new)
        return frozenset(seen)


def _grouped(pairs: Iterable[tuple[str, Reference]]) -> dict[str, tuple[Reference, ...]]:
    groups: dict[str, list[Reference]] = {}
    for key, reference in pairs:
        groups.setdefault(key, []).append(reference)
    return {key: tuple(group) for key, group in groups.items()}


def _references(element: Element) -> Iterator[Reference]:
    kind = _KINDS[type(element)]
    if isinstance(element, PrimaryDriver | SecondaryDriver | ChangeIdea | Measure):
        for index, link in enumerate(element.serves):
            yield Reference(element.id, "serves", ("serves", index), link.id, SERVES[kind], link)
    if isinstance(element, PrimaryDriver | SecondaryDriver | ChangeIdea):
        yield from _listed(element.id, "recommendations", element.recommendations, (Kind.RECOMMENDATION,))
        yield from _listed(element.id, "rests_on", element.rests_on, (Kind.EVIDENCE,))
    if isinstance(element, ChangeIdea):
        yield from _listed(element.id, "measures", element.measures, (Kind.MEASURE,))
        if element.evidence.source is not None:
            yield Reference(element.id, "evidence", ("evidence", "source"), element.evidence.source, (Kind.SOURCE,))
    if isinstance(element, Aim):
        yield Reference(element.id, "outcome_measure", ("outcome_measure",), element.outcome_measure, (Kind.MEASURE,))
    if isinstance(element, Principle):
        yield from _listed(element.id, "met_by", element.met_by, _PLACES)
        yield from _answers(element)
    if element.source is not None:
        yield Reference(element.id, "source", ("source",), element.source, (Kind.SOURCE,))
    yield from _listed(element.id, "contributions", element.contributions, (Kind.CONTRIBUTION,))
    yield from _decisions(element)


def _answers(principle: Principle) -> Iterator[Reference]:
    for number, question in enumerate(principle.questions):
        for index, target in enumerate(question.answered_by):
            yield Reference(principle.id, "answered_by", ("questions", number, "answered_by", index), target, _PLACES)


def _decisions(element: Element) -> Iterator[Reference]:
    """The decisions that made an element what it is: its own, those of an adaptation, those behind an earlier wording of the aim."""
    yield from _listed(element.id, "decisions", element.decisions, (Kind.DECISION,))
    named: list[tuple[tuple[str | int, ...], str | None]] = []
    if element.origin is not None:
        named.append((("origin", "decision"), element.origin.decision))
        named += [(("origin", "changed", index, "decision"), changed.decision) for index, changed in enumerate(element.origin.changed)]
    if isinstance(element, Aim):
        named += [(("earlier_wordings", index, "decision"), earlier.decision) for index, earlier in enumerate(element.earlier_wordings)]
    for keys, decision in named:
        if decision is not None:
            yield Reference(element.id, "decision", keys, decision, (Kind.DECISION,))


def _listed(owner: str, key: str, targets: tuple[str, ...], kinds: tuple[Kind, ...]) -> Iterator[Reference]:
    for index, target in enumerate(targets):
        yield Reference(owner, key, (key, index), target, kinds)
