"""What differs between two versions of a change package, element by element and field by field, on plain values.

Nothing is left out: where `changes` is empty, the two versions say the same. Where an element came from (`origin`) is not a
difference: it is about the document, not about the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from levelground.change_package.adaptation.facts import AIM, LISTS, Facts, elements_of, facts_of, head_of
from levelground.change_package.adaptation.overlay import LINK_FIELDS


class How(StrEnum):
    """What happened to an element or to a field of it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    REPLACED = "replaced"
    LINKED = "linked"
    UNLINKED = "unlinked"
    LINK_CHANGED = "link changed"
    REORDERED = "reordered"


@dataclass(frozen=True)
class Change:
    """One difference.

    `element` is None for the package's head and for the order of a list. `where` is the list that the element stands in (in the new
    version, where it is there). `path` is the field (`text`, `target.absolute.amount`); for a link the field with its target: `serves.P1`.
    """

    how: How
    element: str | None
    where: str
    path: str | None = None
    old: Any = None
    new: Any = None

    @property
    def field(self) -> str | None:
        """The field without a link's target."""
        return self.path.split(".")[0] if self.path and self.target else self.path

    @property
    def target(self) -> str | None:
        """The other end of a link, for a change of one."""
        if self.how in (How.LINKED, How.UNLINKED, How.LINK_CHANGED) and self.path:
            return self.path.split(".", 1)[1]
        return None


WORDED = frozenset(
    {
        "adaptation", "assumption", "bias", "concept", "cost", "description", "design", "edition", "first_test",
        "frequency", "generalisability", "guardrail", "licence", "name", "not_claimed", "note",
        "operational_definition", "outcomes", "population", "publisher", "reason", "review_date", "risks", "role",
        "setting", "standardisation", "statement", "steps_to_avoid", "summary", "tested_in", "text", "title", "why",
    }
)  # fmt: skip
"""The fields that hold words for people: another value there is another wording."""


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference between two plain values of change packages: the head first, then the lists in the new one's order."""
    before, after = elements_of(old), elements_of(new)
    found = list(_of_facts(None, "", head_of(old), head_of(new)))
    for element_id in in_order(before, after):
        found += _of_element(element_id, before.get(element_id), after.get(element_id))
    for where in LISTS:
        found += _of_order(None, where, None, _ids(before, where), _ids(after, where))
    return tuple(found)


def in_order(before: Mapping[str, tuple[str, Any]], after: Mapping[str, tuple[str, Any]]) -> list[str]:
    """All ids in document order: the new version's, with what was removed where it stood."""
    order: list[str] = []
    for where in (AIM, *LISTS):
        here = _ids(after, where)
        gone = _ids(before, where)
        for index, element_id in enumerate(gone):
            if element_id not in after:
                place = here.index(gone[index - 1]) + 1 if index and gone[index - 1] in here else (0 if not index else len(here))
                here.insert(place, element_id)
        order += here
    return order


def _ids(elements: Mapping[str, tuple[str, Any]], where: str) -> list[str]:
    return [element_id for element_id, (here, _) in elements.items() if here == where]


Standing = tuple[str, Mapping[str, Any]]


def _of_element(element_id: str, old: Standing | None, new: Standing | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield Change(How.REMOVED, element_id, old[0], old=old[1])
        return
    if old is None:
        yield Change(How.ADDED, element_id, new[0], new=new[1])
        return
    (was, before), (where, after) = old, new
    if was != where:
        yield Change(How.MOVED, element_id, where, old=was, new=where)
    elif before == after:
        return
    old_facts, new_facts = facts_of(before, was), facts_of(after, where)
    yield from _of_facts(element_id, where, old_facts, new_facts)
    for field in LINK_FIELDS:
        yield from _of_order(element_id, where, field, _targets(old_facts, field), _targets(new_facts, field))


def _targets(facts: Facts, field: str) -> list[str]:
    return [path.split(".", 1)[1] for path in facts if path.startswith(f"{field}.")]


def _of_facts(element_id: str | None, where: str, old: Facts, new: Facts) -> Iterator[Change]:
    for path in (*old, *(path for path in new if path not in old)):
        if old.get(path) != new.get(path):
            yield Change(
                _how(path, old.get(path), new.get(path), in_an_element=element_id is not None),
                element_id,
                where,
                path,
                old.get(path),
                new.get(path),
            )


def _how(path: str, old: Any, new: Any, *, in_an_element: bool) -> How:
    field, _, target = path.partition(".")
    if in_an_element and target and field in LINK_FIELDS:
        return How.LINKED if old is None else How.UNLINKED if new is None else How.LINK_CHANGED
    if isinstance(old, str) and isinstance(new, str) and path.rpartition(".")[2] in WORDED:
        return How.REWORDED
    return How.REPLACED


def _of_order(element_id: str | None, where: str, path: str | None, old: list[str], new: list[str]) -> Iterator[Change]:
    stayed = set(old) & set(new)
    if [one for one in old if one in stayed] != [one for one in new if one in stayed]:
        yield Change(How.REORDERED, element_id, where, path, old, new)
