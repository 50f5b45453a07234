"""What each part of the work rests on, and how well that is known: the weakest link of each, worst first, and what would fall with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Element, Verification
from levelground.change_package.evidence import Certainty, Evidence, EvidenceEntry, EvidenceGrade
from levelground.change_package.recommendations import Recommendation, Source
from levelground.change_package.theory import Kind, Theory
from levelground.change_package.trace import words_of


class Footing(StrEnum):
    """How well something is known, worst first."""

    NOTHING = "nothing named"
    UNVERIFIED = "unverified"
    SECONDARY = "read at second hand"
    UNTESTED = "read at its source, untested or very uncertain"
    READ = "read at its source"


_ORDER = tuple(Footing)
_BY_MARK = {
    Verification.UNVERIFIED: Footing.UNVERIFIED,
    Verification.SECONDARY: Footing.SECONDARY,
    Verification.VERIFIED: Footing.READ,
}
_WORK = (Kind.AIM, Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, Kind.MEASURE)
_KEYS = ("source", "evidence", "rests_on", "recommendations")
"""The keys under which an element names what it rests on."""


@dataclass(frozen=True)
class Ground:
    """One thing that an element rests on; `id` is None for its own content, which has a mark of its own."""

    id: str | None
    kind: str
    footing: Footing


@dataclass(frozen=True)
class Resting:
    """An aim, driver, idea or measure with all that it rests on; `weakest` is the worst of these."""

    id: str
    kind: Kind
    words: str
    weakest: Footing
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Fall:
    """What would be left without support if a recommendation or an entry of evidence that is not verified turned out wrong.

    `alone` rest on nothing else; `below` serve only these; `others` have something else to rest on.
    """

    id: str
    kind: Kind
    words: str
    footing: Footing
    alone: tuple[str, ...]
    below: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Reliance:
    """What a whole change package rests on."""

    package: str
    entries: tuple[Resting, ...]
    falls: tuple[Fall, ...]

    def lines(self) -> tuple[str, ...]:
        """As text, under one heading for each footing, worst first."""
        parts = [f"{self.package}: {counted(self)}"]
        for footing in _ORDER:
            entries = [entry for entry in self.entries if entry.weakest is footing]
            if entries:
                parts.append(f"Weakest: {footing} ({len(entries)})")
                parts.extend(_line(entry) for entry in entries)
        if self.falls:
            parts.append("What would be left without support if one of these turned out wrong:")
            parts.extend(f"  {fall.id} ({fall.kind}, {fall.footing}): {fall_in_words(fall)}" for fall in self.falls)
        return tuple(parts)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "change_package": self.package,
            "rests": [
                {
                    **{"id": entry.id, "kind": entry.kind.value, "words": entry.words, "weakest": entry.weakest.value},
                    "on": [{"id": ground.id, "kind": ground.kind, "footing": ground.footing.value} for ground in entry.grounds],
                }
                for entry in self.entries
            ],
            "falls": [
                {
                    **{"id": fall.id, "kind": fall.kind.value, "words": fall.words, "footing": fall.footing.value},
                    **{"alone": list(fall.alone), "below": list(fall.below), "others": list(fall.others)},
                }
                for fall in self.falls
            ],
        }


def reliance(package: ChangePackage) -> Reliance:
    """What the aim, drivers, ideas and measures of a change package rest on, worst first, then in document order."""
    theory = Theory(package)
    work = [element for element in package.elements() if theory.kind(element.id) in _WORK]
    entries = [_resting(theory, element) for element in work]
    shaky = [entry.id for entry in (*package.recommendations, *package.evidence) if _footing(theory, entry.id) is not Footing.READ]
    falls = [fall for entry_id in shaky if (fall := _fall(theory, entry_id)) is not None]
    return Reliance(f"{package.id} {package.version}", tuple(sorted(entries, key=lambda entry: _ORDER.index(entry.weakest))), tuple(falls))


def counted(found: Reliance) -> str:
    """How many elements have which weakest link."""
    numbers = [(footing, sum(entry.weakest is footing for entry in found.entries)) for footing in _ORDER]
    said = "; ".join(f"{footing.value}, {number}" for footing, number in numbers if number)
    return f"{len(found.entries)} elements by the weakest thing that they rest on: {said}"


def fall_in_words(fall: Fall) -> str:
    """What rests on it alone, what serves only that, and what has something else to rest on."""
    parts = []
    if fall.alone:
        parts.append(f"{', '.join(fall.alone)} would rest on nothing else")
    if fall.below:
        parts.append(f"{', '.join(fall.below)} {'serves' if len(fall.below) == 1 else 'serve'} only that")
    if fall.others:
        parts.append(f"{', '.join(fall.others)} would rest on less")
    return "; ".join(parts)


def ground_in_words(ground: Ground) -> str:
    """`R04-causes (recommendation): unverified`; of an element's own content, without an id."""
    return f"{ground.id} ({ground.kind}): {ground.footing}" if ground.id else f"{ground.kind}: {ground.footing}"


def _line(entry: Resting) -> str:
    why = "; ".join(ground_in_words(ground) for ground in entry.grounds if ground.footing is entry.weakest)
    return f"  {entry.id} ({entry.kind}): {entry.words}{f' [{why}]' if why else ''}"


def _resting(theory: Theory, element: Element) -> Resting:
    named = [Ground(name, str(theory.kind(name)), _footing(theory, name)) for name in _named(theory, element.id)]
    own = [Ground(None, "its own content", _BY_MARK[element.verification])]
    graded = [_of_an_idea(element.evidence)] if isinstance(element, ChangeIdea) else []
    grounds = (*own, *graded, *named)
    weakest = _worst(ground.footing for ground in grounds) if named else Footing.NOTHING
    return Resting(element.id, theory.kind(element.id), words_of(theory, element.id), weakest, grounds)


def _named(theory: Theory, element_id: str) -> tuple[str, ...]:
    """The ids of the sources, evidence and recommendations that an element rests on, once each, as far as they exist."""
    mentioned = (reference.target for reference in theory.by_owner.get(element_id, ()) if reference.key in _KEYS)
    return tuple(dict.fromkeys(name for name in mentioned if name in theory.elements))


def _footing(theory: Theory, element_id: str) -> Footing:
    """How well a source, a recommendation or an entry of evidence is known, with its own source."""
    element = theory.elements[element_id]
    footings = [_BY_MARK[Verification(element.verification)]]
    if isinstance(element, EvidenceEntry):
        footings.append(_graded(element))
    if isinstance(element, EvidenceEntry | Recommendation):
        source = theory.elements.get(element.source or "")
        footings.append(_BY_MARK[Verification(source.verification)] if isinstance(source, Source) else Footing.UNVERIFIED)
    return _worst(footings)


def _of_an_idea(evidence: Evidence) -> Ground:
    """An idea's own graded evidence; where it names no source, nobody can have read it there."""
    if evidence.source is None:
        return Ground(None, "its graded evidence, which names no source", Footing.UNVERIFIED)
    return Ground(None, "its graded evidence", _graded(evidence))


def _graded(evidence: Evidence | EvidenceEntry) -> Footing:
    weak = evidence.grade is EvidenceGrade.UNTESTED or evidence.certainty is Certainty.VERY_LOW
    return Footing.UNTESTED if weak else Footing.READ


def _worst(footings: Iterable[Footing]) -> Footing:
    return min(footings, key=_ORDER.index)


def _fall(theory: Theory, entry_id: str) -> Fall | None:
    keys = ("recommendations", "rests_on")
    users = tuple(dict.fromkeys(reference.owner for reference in theory.by_target.get(entry_id, ()) if reference.key in keys))
    if not users:
        return None
    alone = tuple(user for user in users if _named(theory, user) == (entry_id,))
    below = tuple(_left_without_purpose(theory, alone))
    others = tuple(user for user in users if user not in alone and user not in below)
    return Fall(entry_id, theory.kind(entry_id), words_of(theory, entry_id), _footing(theory, entry_id), alone, below, others)


def _left_without_purpose(theory: Theory, fallen: tuple[str, ...]) -> Iterator[str]:
    """What serves nothing but the fallen, and then nothing but these."""
    gone = set(fallen)
    waiting = list(fallen)
    while waiting:
        for element_id in theory.served_by(waiting.pop(0)):
            if element_id not in gone and gone.issuperset(theory.serves(element_id)):
                gone.add(element_id)
                waiting.append(element_id)
                yield element_id
