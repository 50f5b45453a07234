"""The thread through one element, both ways: up to the aim and to what it came from, down to what serves and measures it.

Contributions and decisions are on it by their ids alone: their words are kept apart, and joined when a page is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import LinkStrength, Verification
from levelground.change_package.reading import unknown_element
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
    verification: Verification | None = None


@dataclass(frozen=True)
class Trace:
    """The thread through an element: `upstream` to the aim and the origins, `downstream` to what serves, measures or takes it up."""

    id: str
    kind: Kind
    words: str
    upstream: tuple[Step, ...]
    downstream: tuple[Step, ...]
    verification: Verification | None = None

    def ids(self) -> frozenset[str]:
        """The ids of all elements on the thread, the traced one among them."""
        return frozenset([self.id, *(step.id for step in (*self.upstream, *self.downstream))])

    def lines(self) -> tuple[str, ...]:
        """The thread as lines of text: upstream first, two spaces for each level."""
        parts = [f"{self.id} ({self.kind}{_marked(self.verification)}): {self.words}"]
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
            **({"verification": self.verification.value} if self.verification else {}),
        }


def trace(package: ChangePackage, element_id: str) -> Trace:
    """The thread through one element of a change package.

    Raises
    ------
    levelground.errors.UnknownElement
        With the nearest ids.
    """
    theory = Theory(package)
    if element_id not in theory:
        raise unknown_element(element_id, {**theory.elements, **theory.apart})
    return Trace(
        element_id,
        theory.kind(element_id),
        words_of(theory, element_id),
        tuple(_unfolded(theory, element_id, upstream=True)),
        tuple(_unfolded(theory, element_id, upstream=False)),
        verification_of(theory, element_id),
    )


def words_of(theory: Theory, element_id: str) -> str:
    """An element in its own words: statement, name, title or text; a slot without words says so, and so does what is kept apart."""
    if element_id not in theory.elements:
        return "its words are kept apart"
    element = theory.elements[element_id]
    for key in ("statement", "name", "title", "text"):
        words = getattr(element, key, None)
        if words:
            return " ".join(str(words).split())
    return "an empty slot"


def verification_of(theory: Theory, element_id: str) -> Verification | None:
    """How well an element is known; None for what is known by its id only."""
    element = theory.elements.get(element_id)
    return None if element is None else Verification(element.verification)


_UPWARDS = {
    "serves": "serves",
    "recommendations": "takes up",
    "rests_on": "rests on",
    "source": "rests on",
    "evidence": "rests on the evidence of",
    "contributions": "was shaped by",
    "decisions": "was decided by",
    "decision": "was changed by",
}
_BACK_UPWARDS = {
    "measures": "measures",
    "outcome_measure": "is the outcome measure of",
    "met_by": "meets",
    "answered_by": "answers a question of",
}
_DOWNWARDS = {
    "measures": "is measured by",
    "outcome_measure": "is measured by",
    "met_by": "is met by",
    "answered_by": "is answered by",
}
_BACK_DOWNWARDS = {
    "serves": "is served by",
    "recommendations": "is taken up by",
    "rests_on": "is the evidence for",
    "source": "is the source of",
    "evidence": "is the evidence for",
    "contributions": "shaped",
    "decisions": "decided",
    "decision": "changed",
}
"""What a mention says on the way up and on the way down, from the one who mentions, and back from the one who is mentioned."""

_TAKEN_UP = {
    Kind.RECOMMENDATION: ("recommendations",),
    Kind.EVIDENCE: ("rests_on",),
    Kind.CONTRIBUTION: ("contributions",),
    Kind.DECISION: ("decisions", "decision"),
}
"""The kinds from which the way to the aim goes through those who mention them, and under which keys."""

_Next = tuple[str, str, Reference]


def _unfolded(theory: Theory, start: str, *, upstream: bool) -> Iterator[Step]:
    """The steps from `start`, deep first and without recursion; each element is unfolded once, so circles end."""
    further = {start: _from_start(theory, start, upstream=upstream)}
    unfolded: set[str] = set()
    words: dict[str, str] = {}
    waiting = [(0, *step) for step in reversed(further[start])]
    while waiting:
        depth, relation, element_id, reference = waiting.pop()
        if element_id not in further:
            further[element_id] = [step for step in _next(theory, element_id, upstream=upstream) if step[1] != start]
        again = element_id in unfolded and bool(further[element_id])
        if element_id not in words:
            words[element_id] = words_of(theory, element_id)
        link = reference.link
        strength, assumption = (link.strength.value, link.assumption) if link else (None, None)
        known = verification_of(theory, element_id)
        yield Step(depth, relation, element_id, theory.kind(element_id), words[element_id], strength, assumption, again, known)
        if not again:
            waiting.extend((depth + 1, *step) for step in reversed(further[element_id]))
        unfolded.add(element_id)


def _from_start(theory: Theory, start: str, *, upstream: bool) -> list[_Next]:
    """What comes first; from what others asked for, found or said, the way to the aim goes through those who took it up."""
    steps = _next(theory, start, upstream=upstream)
    keys = _TAKEN_UP.get(theory.kind(start), ()) if upstream else ()
    takers = {reference.owner: reference for reference in theory.by_target.get(start, ()) if reference.key in keys}
    steps += [("reaches the aim through", owner, reference) for owner, reference in takers.items()]
    return [step for step in steps if step[1] != start]


def _next(theory: Theory, element_id: str, *, upstream: bool) -> list[_Next]:
    """Relation, id and mention of what comes next on the way up or down; what is mentioned twice comes once."""
    out, back = (_UPWARDS, _BACK_UPWARDS) if upstream else (_DOWNWARDS, _BACK_DOWNWARDS)
    steps: dict[str, _Next] = {}
    for reference in theory.by_owner.get(element_id, ()):
        if reference.key in out and reference.target in theory:
            steps.setdefault(reference.target, (_relation(theory, reference, out), reference.target, reference))
    for reference in theory.by_target.get(element_id, ()):
        if reference.key in back:
            steps.setdefault(reference.owner, (_relation(theory, reference, back), reference.owner, reference))
    return list(steps.values())


def _relation(theory: Theory, reference: Reference, words: dict[str, str]) -> str:
    """In words; a measure does not serve what it is tied to, it measures it."""
    relation = words[reference.key]
    if reference.key == "serves" and theory.kind(reference.owner) is Kind.MEASURE:
        relation = {"serves": "measures", "is served by": "is measured by"}[relation]
    if reference.link is not None and reference.link.strength is LinkStrength.WEAK:
        relation = relation.replace("is ", "is weakly ") if relation.startswith("is ") else f"weakly {relation}"
    return relation


def _marked(known: Verification | None) -> str:
    """What stands behind the kind of an element that was not read at its source."""
    return {Verification.SECONDARY: ", read at second hand", Verification.UNVERIFIED: ", unverified"}.get(known, "") if known else ""


def _line(step: Step) -> str:
    about = f"{step.id} ({step.kind}{_marked(step.verification)})"
    return f"{'  ' * (step.depth + 1)}{step.relation} {about}: {step.words}{' (see above)' if step.again else ''}"


def _plain(step: Step) -> dict[str, Any]:
    plain: dict[str, Any] = {"depth": step.depth, "relation": step.relation, "id": step.id, "kind": step.kind.value, "words": step.words}
    plain.update((key, value) for key in ("strength", "assumption", "again", "verification") if (value := getattr(step, key)))
    return plain
