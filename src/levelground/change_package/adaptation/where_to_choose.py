"""Where a base and an adaptation want different things: each as a `Conflict`, in words, with what each choice would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from levelground.change_package.adaptation.changes import Change, How
from levelground.change_package.adaptation.compare import says as words_of
from levelground.change_package.adaptation.conflicts import Conflict, ConflictKind, Part, Side, in_words
from levelground.change_package.adaptation.facts import AIM, POINTING, facts_of, overlap, plain, references_of
from levelground.change_package.adaptation.facts import at as value_at
from levelground.change_package.adaptation.fields import Field, find_field
from levelground.change_package.adaptation.sides import (
    Operation,
    Sides,
    missing_block,
    named_by,
    parts_of,
    standing_before,
    stands_in,
    touching,
)


def conflicts_of(sides: Sides) -> Iterator[Conflict]:
    """Every conflict: what the base took away first, then in the order of the operations."""
    gone = _needed_and_gone(sides)
    for element_id, parts in gone.items():
        yield _base_removed(sides, element_id, parts)
    for index, operation in enumerate(sides.operations):
        if operation["op"] == "add":
            yield from _same_ids(sides, index, operation)
            yield from _place_is_gone(sides, index, operation, gone)
        elif operation["element"] in sides.now:
            yield from _of_removal(sides, index, operation) if operation["op"] == "remove" else _of_field(sides, index, operation)
    yield from _accepted_is_gone(sides, gone)


def _needed_and_gone(sides: Sides) -> dict[str, list[Part]]:
    """The elements that the base took away and that the overlay changes, links to or builds on."""
    found: dict[str, list[Part]] = {}
    for index, operation in enumerate(sides.operations):
        for part in parts_of(index, operation):
            for target in dict.fromkeys(_needs(operation, part)):
                if target in sides.gone:
                    found.setdefault(target, []).append(part)
    return found


def _needs(operation: Operation, part: Part) -> Iterator[str]:
    """The elements without which a part of the overlay cannot be."""
    match operation["op"]:
        case "add":
            yield from references_of(operation["elements"][part[1] or 0])
        case "link":
            yield operation["element"]
            if operation["field"] in POINTING:
                yield operation["target"]
        case "replace":
            yield operation["element"]
            yield from named_by(operation["field"], operation.get("value"))
        case "reword":
            yield operation["element"]


def _base_removed(sides: Sides, element_id: str, parts: list[Part]) -> Conflict:
    where, element = sides.was[element_id]
    does = "; ".join(dict.fromkeys(_part_in_words(sides, part) for part in parts))
    on_it = [index for index, operation in enumerate(sides.operations) if operation.get("element") == element_id]
    effects = {
        Side.MINE: f"{element_id} stays: your adaptation brings it as its own from here on, with your changes; "
        "what else in the base pointed to it does not come back",
        Side.THEIRS: f"{element_id} goes: your changes to it and your links to it go with it",
    }
    why = ""
    if where == AIM:
        del effects[Side.MINE]
    elif any(_keeps_the_aim_readable(sides, sides.operations[index]) for index, _ in parts):
        del effects[Side.THEIRS]
        why = _READ_FROM_REMOVED
    return Conflict(
        key=element_id,
        kind=ConflictKind.BASE_REMOVED,
        element=element_id,
        field=None,
        says=f"{sides.base} no longer has {element_id}, and your adaptation needs it: it {does}.{why}",
        base_old=words_of(element),
        base_new=None,
        overlay=does,
        effects=effects,
        parts=tuple(dict.fromkeys((*parts, *((index, None) for index in on_it)))),
        changes=tuple(sides.of_element[element_id]),
    )


def _part_in_words(sides: Sides, part: Part) -> str:
    operation = sides.operations[part[0]]
    if operation["op"] == "add":
        return f"adds {operation['elements'][part[1] or 0]['id']}, which names it"
    return in_words(operation)


def _same_ids(sides: Sides, index: int, operation: Operation) -> Iterator[Conflict]:
    for position, element in enumerate(operation["elements"]):
        element_id = element["id"]
        if element_id not in sides.clashing:
            continue
        links = list(_links_to(sides, element_id))
        touched = [change for part in links for change in touching(sides, sides.operations[part[0]])]
        new_id = sides.new_id(element_id)
        accepts = any(entry.get("element") == element_id for entry in sides.accepted)
        yield Conflict(
            key=element_id,
            kind=ConflictKind.SAME_ID,
            element=element_id,
            field=None,
            says=f"{sides.base} now has an element with the id {element_id}, and so does your adaptation; they are not the same.",
            base_old=None,
            base_new=words_of(sides.now[element_id][1]),
            overlay=words_of(element),
            effects={
                Side.MINE: f"both stay: yours gets the id {new_id}, and what your adaptation links to it follows"
                f"{', with the warnings that it accepts of it' if accepts else ''}",
                Side.THEIRS: f"the base's stays and yours goes; what your adaptation links to {element_id} goes to the base's"
                f"{', and the warnings that it accepts of it go' if accepts else ''}",
            },
            parts=((index, position), *links),
            changes=(*sides.of_element[element_id], *touched),
        )


def _links_to(sides: Sides, element_id: str) -> Iterator[Part]:
    for index, operation in enumerate(sides.operations):
        if operation["op"] == "link" and operation["target"] == element_id and operation["field"] in POINTING:
            yield index, None


def _place_is_gone(sides: Sides, index: int, operation: Operation, needed: Mapping[str, list[Part]]) -> Iterator[Conflict]:
    after = operation.get("after")
    if after is None or after in needed or after not in sides.was or stands_in(sides.now, after, operation["to"]):
        return
    own = [
        part for part in parts_of(index, operation) if operation["elements"][part[1] or 0]["id"] not in sides.now.keys() - sides.clashing
    ]
    if not own:
        return
    nearest = standing_before(sides, after, frozenset())
    first = operation["elements"][own[0][1] or 0]["id"]
    effects = {Side.THEIRS: f"{first} stands at the end of its list"}
    if nearest is not None:
        effects = {Side.MINE: f"{first} stands after {nearest}, which stood before {after}", **effects}
    yield Conflict(
        key=f"{first}.after",
        kind=ConflictKind.PLACE_IS_GONE,
        element=first,
        field="after",
        says=f"your adaptation puts {first} after {after}, and {sides.base} no longer has {after} there.",
        base_old=after,
        base_new=None,
        overlay=after,
        effects=effects,
        parts=tuple(own),
        changes=tuple(change for change in sides.of_element[after] if change.how in (How.REMOVED, How.MOVED)),
    )


def _of_removal(sides: Sides, index: int, operation: Operation) -> Iterator[Conflict]:
    element_id = operation["element"]
    found = [*sides.of_element.get(element_id, ()), *_newly_pointing(sides, element_id)]
    if not found:
        return
    _where, now = sides.now[element_id]
    effects = {
        Side.MINE: f"{element_id} stays out, and so do the base's links to it",
        Side.THEIRS: f"{element_id} comes in as {sides.base} has it",
    }
    why = ""
    if now.get("core"):
        del effects[Side.MINE]
        why = f" {element_id} is core now: an adaptation may reword it and may not take it away."
    elif _aim_needs(sides, element_id):
        del effects[Side.MINE]
        why = f" The aim is read from {element_id} now."
    changed = ", ".join(dict.fromkeys(_in_brief(change, element_id) for change in found))
    yield Conflict(
        key=element_id,
        kind=ConflictKind.BASE_CHANGED_WHAT_IS_REMOVED,
        element=element_id,
        field=None,
        says=f"your adaptation takes {element_id} away, and {sides.base} has changed what it is or what it is for ({changed}).{why}",
        base_old=words_of(sides.was[element_id][1]),
        base_new=words_of(now),
        overlay=None,
        effects=effects,
        parts=((index, None),),
        changes=tuple(found),
    )


def _aim_needs(sides: Sides, element_id: str) -> bool:
    aim = sides.new[AIM]
    replaced = any(
        operation["op"] == "replace" and operation["element"] == aim["id"] and operation["field"] == "outcome_measure"
        for operation in sides.operations
    )
    return aim.get("outcome_measure") == element_id and not replaced


_READ_FROM_REMOVED = " Without that the aim would be read from a measure that your adaptation takes away."


def _keeps_the_aim_readable(sides: Sides, operation: Operation) -> bool:
    """Whether, without an operation, the aim would be read from a measure that the overlay takes away."""
    removed = {other["element"] for other in sides.operations if other["op"] == "remove"}
    return operation["op"] == "replace" and operation["field"] == "outcome_measure" and sides.new[AIM].get("outcome_measure") in removed


def _in_brief(change: Change, element_id: str) -> str:
    if change.element != element_id:
        return f"{change.element} names it now"
    return f"{change.path or 'its kind'} {change.how}"


def _newly_pointing(sides: Sides, element_id: str) -> Iterator[Change]:
    """What the base changed elsewhere so that it names an element, or names it in another way."""
    return (change for change in sides.newly_naming.get(element_id, ()) if change.element != element_id)


def _of_field(sides: Sides, index: int, operation: Operation) -> Iterator[Conflict]:
    element_id, path = operation["element"], operation["field"]
    if operation["op"] in ("link", "unlink"):
        if operation["target"] in sides.clashing and operation["field"] in POINTING:
            return
        path = f"{path}.{operation['target']}"
    elif (block := missing_block(sides, operation)) is not None and touching(sides, operation):
        yield from _of_block(sides, index, operation, block)
        return
    found = touching(sides, operation)
    where = sides.now[element_id][0]
    is_a_field = isinstance(find_field(where, operation["field"]), Field)
    old, new, mine = (_said(elements, element_id, path, operation) for elements in (sides.was, sides.now, sides.ours))
    if is_a_field and (not found or (new == mine and not any(change.how is How.REORDERED for change in found))):
        return
    effects, why = _effects_on_field(sides, operation, new, mine)
    if not is_a_field:
        effects.pop(Side.MINE, None)
        moved = [change for change in sides.of_element.get(element_id, ()) if change.how is How.MOVED]
        found = [*found, *moved]
        why = f" {element_id} stands in another list now, where it has no `{operation['field']}`."
    if _keeps_the_aim_readable(sides, operation):
        effects.pop(Side.THEIRS, None)
        why = _READ_FROM_REMOVED
    yield Conflict(
        key=f"{element_id}.{path}",
        kind=ConflictKind.BOTH_CHANGED,
        element=element_id,
        field=path,
        says=f"{sides.base} and your adaptation both changed {_of_what(operation)} of {element_id}, each in its own way.{why}",
        base_old=old,
        base_new=new,
        overlay=mine,
        effects=effects,
        parts=((index, None),),
        changes=tuple(found),
    )


def _of_block(sides: Sides, index: int, operation: Operation, block: str) -> Iterator[Conflict]:
    """The base took a block away within which the overlay changes something: one conflict, for all that it changes there."""
    element_id = operation["element"]
    alike = [
        number
        for number, other in enumerate(sides.operations)
        if other.get("element") == element_id and other["op"] in ("replace", "reword") and other["field"].startswith(f"{block}.")
    ]
    mine = value_at(sides.ours[element_id][1], block)
    if alike[0] != index or all(value_at(sides.ours[element_id][1], sides.operations[number]["field"]) is None for number in alike):
        return
    yield Conflict(
        key=f"{element_id}.{block}",
        kind=ConflictKind.BOTH_CHANGED,
        element=element_id,
        field=block,
        says=f"{sides.base} no longer has `{block}` of {element_id}, and your adaptation changes what is in it.",
        base_old=plain(value_at(sides.was[element_id][1], block)),
        base_new=None,
        overlay=plain(mine),
        effects={
            Side.MINE: f"the whole `{block}` stays, as your adaptation has it",
            Side.THEIRS: f"`{block}` goes, and your changes of it with it",
        },
        parts=tuple((number, None) for number in alike),
        changes=tuple(change for number in alike for change in touching(sides, sides.operations[number])),
    )


def _of_what(operation: Operation) -> str:
    if operation["op"] in ("link", "unlink"):
        return f"the link to {operation['target']} (`{operation['field']}`)"
    return f"`{operation['field']}`"


def _effects_on_field(sides: Sides, operation: Operation, new: Any, mine: Any) -> tuple[dict[Side, str], str]:
    theirs = "it is as the base has it now; your change of it goes"
    effects = {Side.MINE: "it stays as your adaptation has it", Side.THEIRS: theirs}
    if operation["op"] == "link" and isinstance(new, Mapping) and new.get("assumption") and "assumption" not in mine:
        if new["strength"] == mine["strength"]:
            return {Side.THEIRS: theirs}, " An adaptation cannot take the assumption off a link."
        effects[Side.MINE] = "the link is as strong as your adaptation says, under the base's assumption"
    return effects, ""


def _said(elements: Mapping[str, tuple[str, Any]], element_id: str, path: str, operation: Operation) -> Any:
    if element_id not in elements:
        return None
    where, element = elements[element_id]
    facts = facts_of(element, where)
    if operation["op"] in ("link", "unlink"):
        return facts.get(path)
    if path in facts:
        return facts[path]
    within = {inner: value for inner, value in facts.items() if overlap(path, inner)}
    return within or plain(value_at(element, path)) or None


def _accepted_is_gone(sides: Sides, needed: Mapping[str, list[Part]]) -> Iterator[Conflict]:
    for element_id in dict.fromkeys(str(entry.get("element")) for entry in sides.accepted):
        if element_id not in sides.gone or element_id in needed:
            continue
        rules = [str(entry["rule"]) for entry in sides.accepted if entry.get("element") == element_id]
        yield Conflict(
            key=f"accepted.{element_id}",
            kind=ConflictKind.ACCEPTED_IS_GONE,
            element=element_id,
            field="accepted",
            says=f"your adaptation accepts a warning about {element_id} ({', '.join(rules)}), and {sides.base} no longer has {element_id}.",
            base_old=words_of(sides.was[element_id][1]),
            base_new=None,
            overlay=", ".join(rules),
            effects={Side.MINE: "the entry stays, as a reminder", Side.THEIRS: "the entry goes"},
            parts=(),
            changes=tuple(sides.of_element[element_id]),
        )
