"""The thread through one element, both ways: up to the aim and to what it came from, down to what serves and measures it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.read import unknown_element
from levelground.change_package.theory import Kind, Reference, Theory


@dataclass(frozen=True)
class Step:
    """One element on the thread. `depth` 0 is next to the element that is traced; what follows deeper belongs to it.

    `again` says that the element, and what belongs to it, stands further up already: it is shown, and not unfolded twice.
    """

    depth: int
    relation: str
    id: str
    kind: Kind
    words: str
    strength: str | None = None
    assumption: str | None = None
    again: bool = False


@dataclass(frozen=True)
class Trace:
    """The thread through an element: `upstream` to the aim and the origins, `downstream` to what serves, measures or takes it up."""

    id: str
    kind: Kind
    words: str
    upstream: tuple[Step, ...]
    downstream: tuple[Step, ...]

    def ids(self) -> frozenset[str]:
        """The ids of all elements on the thread, the traced one among them."""
        return frozenset([self.id, *(step.id for step in (*self.upstream, *self.downstream))])

    def lines(self) -> tuple[str, ...]:
        """The thread as lines of text: upstream first, two spaces for each level."""
        parts = [f"{self.id} ({self.kind}): {self.words}"]
        for title, steps in (("Upstream", self.upstream), ("Downstream", self.downstream)):
            parts.append(f"{title}:" if steps else f"{title}: nothing")
            parts.extend(_line(step) for step in steps)
        return tuple(parts)

    def as_json(self) -> dict[str, Any]:
        """The thread as plain values for JSON; each step has its `depth`, in the order of the lines."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "words": self.words,
            "upstream": [_plain(step) for step in self.upstream],
            "downstream": [_plain(step) for step in self.downstream],
        }


def trace(package: ChangePackage, element_id: str) -> Trace:
    """The thread through one element of a change package.

    Raises
    ------
    levelground.errors.UnknownElement
        With the nearest ids.
    """
    theory = Theory(package)
    if element_id not in theory.elements:
        raise unknown_element(element_id, theory.elements)
    return Trace(
        element_id,
        theory.kind(element_id),
        words_of(theory, element_id),
        tuple(_unfolded(theory, element_id, upstream=True)),
        tuple(_unfolded(theory, element_id, upstream=False)),
    )


def words_of(theory: Theory, element_id: str) -> str:
    """An element in its own words: statement, name, title or text; a slot without words says so."""
    element = theory.elements[element_id]
    for key in ("statement", "name", "title", "text"):
        words = getattr(element, key, None)
        if words:
            return " ".join(str(words).split())
    return "an empty slot"


_UPWARDS = {
    "serves": "serves",
    "recommendations": "takes up",
    "source": "rests on",
    "evidence": "rests on the evidence of",
}
_DOWNWARDS = {
    "serves": "is served by",
    "recommendations": "is taken up by",
    "source": "is the source of",
    "evidence": "is the evidence for",
}
_ACROSS_DOWN = {"measures": "is measured by", "outcome_measure": "is measured by", "met_by": "is met by"}
"""Mentions that point downwards: from an element to what measures it or meets it."""
_ACROSS_UP = {"measures": "measures", "outcome_measure": "is the outcome measure of", "met_by": "meets"}


def _unfolded(theory: Theory, start: str, *, upstream: bool) -> Iterator[Step]:
    """The steps from `start`, deep first and without recursion; each element is unfolded once, so circles end."""
    unfolded = {start}
    waiting = [(0, relation, target, reference) for relation, target, reference in reversed(_next(theory, start, upstream=upstream))]
    while waiting:
        depth, relation, element_id, reference = waiting.pop()
        further = _next(theory, element_id, upstream=upstream)
        again = element_id in unfolded and bool(further)
        link = reference.link
        yield Step(
            depth,
            relation,
            element_id,
            theory.kind(element_id),
            words_of(theory, element_id),
            link.strength.value if link else None,
            link.assumption if link else None,
            again,
        )
        if not again:
            waiting.extend((depth + 1, *step) for step in reversed(further))
        unfolded.add(element_id)


def _next(theory: Theory, element_id: str, *, upstream: bool) -> list[tuple[str, str, Reference]]:
    """Relation, id and mention of what comes next on the way up or down; an element that is mentioned twice comes once."""
    mentions, mentioned_by = theory.by_owner.get(element_id, ()), theory.by_target.get(element_id, ())
    out, back = (_UPWARDS, _ACROSS_UP) if upstream else (_ACROSS_DOWN, _DOWNWARDS)
    steps = [(out[reference.key], reference.target, reference) for reference in mentions if reference.key in out]
    steps += [(back[reference.key], reference.owner, reference) for reference in mentioned_by if reference.key in back]
    if theory.kind(element_id) is Kind.RECOMMENDATION and upstream:
        takers = [reference for reference in mentioned_by if reference.key == "recommendations"]
        steps += [("reaches the aim through", reference.owner, reference) for reference in takers]
    first: dict[str, tuple[str, str, Reference]] = {}
    for step in steps:
        if step[1] in theory.elements and step[1] != element_id:
            first.setdefault(step[1], step)
    return list(first.values())


def _line(step: Step) -> str:
    weak = " weakly" if step.strength == "weak" else ""
    again = " (see above)" if step.again else ""
    return f"{'  ' * (step.depth + 1)}{step.relation}{weak} {step.id} ({step.kind}): {step.words}{again}"


def _plain(step: Step) -> dict[str, Any]:
    plain: dict[str, Any] = {"depth": step.depth, "relation": step.relation, "id": step.id, "kind": step.kind.value, "words": step.words}
    plain.update((key, value) for key in ("strength", "assumption", "again") if (value := getattr(step, key)))
    return plain
