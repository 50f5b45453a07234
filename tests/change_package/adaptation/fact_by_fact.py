"""A second way to know what an upgrade must give: fact by fact, from the two bases and the old adaptation alone.

It knows nothing of operations. Where only one side changed a fact, that side's is in the result; where both changed it alike,
that; where they differ, there must be a conflict, and the result is the chosen side's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from levelground.change_package.adaptation.conflicts import Conflict, ConflictKind, Side
from levelground.change_package.adaptation.facts import elements_of, facts_of
from levelground.change_package.adaptation.upgrade import Upgrade

Fact = tuple[str, str]
WHOLE = (ConflictKind.BASE_REMOVED, ConflictKind.BASE_CHANGED_WHAT_IS_REMOVED, ConflictKind.SAME_ID)


def facts_of_package(value: Mapping[str, Any]) -> dict[Fact, Any]:
    """Every fact of every element; the list that it stands in is one too."""
    found: dict[Fact, Any] = {}
    for element_id, (where, element) in elements_of(value).items():
        found[element_id, "@list"] = where
        for path, said in facts_of(element, where).items():
            if path == "questions":
                found |= {(element_id, f"questions.{number}"): one for number, one in _questions(said)}
            else:
                found[element_id, path] = said
    return found


def _questions(said: Any) -> Iterator[tuple[str, Any]]:
    yield "words", [one.get("question") for one in said]
    for number, one in enumerate(said):
        yield from ((f"{number}.{target}", True) for target in one.get("answered_by") or ())


def faults(old: Any, new: Any, mine: Any, result: Any, done: Upgrade) -> Iterator[str]:
    """Every fact of the result that is not as it must be."""
    before, base, ours, found = (facts_of_package(value) for value in (old, new, mine, result))
    for fact in before.keys() | base.keys() | ours.keys() | found.keys():
        o, n, m, r = (facts.get(fact) for facts in (before, base, ours, found))
        if _contested(fact, (o, n, m, r), done):
            continue
        if m is None and path_of_source(fact) and o not in {element for element, _ in ours}:
            m = o if n != o else None  # it named what the overlay takes away: so it went, and nobody asked for that
        if len({_key(o), _key(n), _key(m)}) == 3:
            yield f"both changed {fact} ({o!r}: base {n!r}, overlay {m!r}), and no conflict says so"
        elif r != (n if m == o else m):
            yield f"{fact} was {o!r}, base {n!r}, overlay {m!r}, and came out as {r!r}"
    for conflict in done.sorted.conflicts:
        yield from _not_as_chosen(conflict, done, (base, ours, found))


def _key(said: Any) -> str:
    return json.dumps(said, sort_keys=True)


def path_of_source(fact: Fact) -> bool:
    """Whether a fact is the one source that an element names."""
    return fact[1] in ("source", "evidence.source")


def _contested(fact: Fact, values: tuple[Any, ...], done: Upgrade) -> bool:
    element, path = fact
    for conflict in done.sorted.conflicts:
        if conflict.kind in WHOLE:
            named = {conflict.element, *(_new_ids(done))}
            words = json.dumps(values)
            if element in named or path.rpartition(".")[2] in named or any(f'"{name}"' in words for name in named):
                return True
        elif (
            conflict.element == element
            and conflict.field
            and (f"{path}.".startswith(f"{conflict.field}.") or f"{conflict.field}.".startswith(f"{path}."))
        ):
            return True
    return False


def _new_ids(done: Upgrade) -> set[str]:
    if done.adapted is None:
        return set()
    known = {element["id"] for operation in done.before.operations for element in operation.get("elements", ())}
    new = {element["id"] for operation in done.overlay.operations for element in operation.get("elements", ())}
    return new - known


def _of(facts: dict[Fact, Any], element: str, field: str | None = None) -> dict[str, Any]:
    return {path: said for (one, path), said in facts.items() if one == element and (field is None or f"{path}.".startswith(f"{field}."))}


def _words(facts: dict[Fact, Any], element: str) -> dict[str, Any]:
    """What an element says in words: what no removal elsewhere can change."""
    return {path: said for path, said in _of(facts, element).items() if path in ("text", "why", "name", "statement", "title", "@list")}


def _not_as_chosen(conflict: Conflict, done: Upgrade, facts: tuple[dict[Fact, Any], ...]) -> Iterator[str]:
    base, ours, found = facts
    key, side = conflict.element, done.choices[conflict.key]
    elsewhere = {one.element for one in done.sorted.conflicts if one.kind in WHOLE}
    fault = f"{conflict.key}={side} did not do what it says"
    match conflict.kind:
        case ConflictKind.BASE_REMOVED:
            if _words(found, key) != ({} if side is Side.THEIRS else _words(ours, key)):
                yield fault
        case ConflictKind.BASE_CHANGED_WHAT_IS_REMOVED:
            if _words(found, key) != (_words(base, key) if side is Side.THEIRS else {}):
                yield fault
        case ConflictKind.SAME_ID:
            if _words(found, key) != _words(base, key):
                yield f"{fault}: {key}"
            copies = [
                one for one, path in found if path == "@list" and one.startswith(f"{key}-") and _words(found, one) == _words(ours, key)
            ]
            if len(copies) != (side is Side.MINE):
                yield f"{fault}: {copies}"
        case ConflictKind.BOTH_CHANGED:
            wanted, got = (
                {path: said for path, said in _of(each, key, conflict.field).items() if not _names(path, said, elsewhere)}
                for each in (ours if side is Side.MINE else base, found)
            )
            if not _same_link(wanted, got):
                yield f"{fault}: {wanted} {got}"


def _names(path: str, said: Any, elements: set[str]) -> bool:
    return path.rpartition(".")[2] in elements or any(f'"{element}"' in json.dumps(said) for element in elements)


def _same_link(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Equal; but an overlay cannot take an assumption off a link, and says so."""
    if wanted == got or wanted.keys() != got.keys():
        return wanted == got
    return all(isinstance(one, dict) and one == {key: got[path][key] for key in got[path] if key in one} for path, one in wanted.items())
