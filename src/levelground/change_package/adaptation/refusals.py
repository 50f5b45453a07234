"""What an overlay's operations may not do, each refused at the line of its operation; all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from levelground.change_package.adaptation.attempt import Attempt, Numbered, Refusal
from levelground.change_package.adaptation.fields import Field, NoField, find_field
from levelground.change_package.adaptation.operations import link_target, links_of
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.reading import Reading
from levelground.errors import Place

FIXED_FIELDS = {
    "id": "an id never changes once it is published",
    "origin": "it says where the element came from, and is written when the overlay is resolved",
    "core": "only the base says what is core to it",
}
"""Fields that no operation changes, and why."""

_MOST_NAMES = 40


def refusals(base: Reading, overlay: OverlayReading) -> tuple[Refusal, ...]:
    """Every operation that may not be, rule by rule; empty where all may be applied."""
    case = Attempt(base, overlay)
    return tuple(finding for rule in RULES for finding in rule(case))


def elements_are_there(case: Attempt) -> Iterator[Refusal]:
    """An operation names an element of the base: not one that is unknown, added here, or removed here."""
    for index, operation in case.on_elements:
        element_id, said = operation["element"], (index, operation)
        if element_id in case.base.paths:
            first = case.removed.get(element_id, index)
            if first != index:
                message = f"`{element_id}` is removed by this overlay ({case.at(first)}), so nothing else can be done to it."
                yield case.refused("operation-on-removed", said, message, "Keep one of the two operations.", "element")
        elif element_id in case.added:
            adding, position, _ = case.added[element_id]
            message = f"`{element_id}` is added by this overlay itself (line {case.overlay.place_of(adding, 'elements', position).line})."
            yield case.refused("operation-on-added", said, message, "Write it there as it is to be.", "element")
        else:
            names = ", ".join(case.known[:_MOST_NAMES]) + (", …" if len(case.known) > _MOST_NAMES else "")
            message = f"no element of {case.base.pin} has the id `{element_id}`."
            near = case.near(element_id, case.known)
            yield case.refused("unknown-element", said, message, f"The ids are: {names}.", "element", near=near)


def fields_are_there(case: Attempt) -> Iterator[Refusal]:
    """An operation names a field that its kind of element has, and one that may be changed."""
    for said, field, found in _fields(case):
        operation = said[1]
        kind = case.list_of(operation["element"])
        if field.split(".")[0] in FIXED_FIELDS:
            message = f"`{field}` cannot be changed: {FIXED_FIELDS[field.split('.')[0]]}."
            yield case.refused("fixed-field", said, message, "Take this operation out.", "field")
        elif isinstance(found, NoField) and found.inside_list is not None:
            message = f"`{found.inside_list}` is a list, and `{field}` goes into it."
            step = f"Replace `{found.inside_list}` whole; in a list of ids use link and unlink."
            yield case.refused("inside-a-list", said, message, step, "field")
        elif isinstance(found, NoField):
            where = "an element of" if "." not in field else "a block within"
            message = f"`{found.name}` is not a field of {where} `{kind}` (`{operation['element']}`)."
            step = f"The fields here are: {', '.join(found.known)}." if found.known else "Nothing can stand within this field."
            yield case.refused("unknown-field", said, message, step, "field", near=case.near(found.name, found.known))


def values_can_be_changed(case: Attempt) -> Iterator[Refusal]:
    """`reword` is for words that are there; `replace` without a value is for a field that is there and may be absent."""
    for said, field, found in _fields(case):
        operation = said[1]
        if not isinstance(found, Field) or field.split(".")[0] in FIXED_FIELDS:
            continue
        element_id, present = operation["element"], _at(case.value_of(operation["element"]), field)
        if operation["op"] == "reword" and not found.is_text:
            message = f"`{field}` of `{element_id}` does not hold words, so it cannot be reworded."
            yield case.refused("not-words", said, message, "Use replace: its meaning changes.", "field")
        elif operation["op"] == "reword" and present is None:
            message = f"`{element_id}` has no `{field}` that could be reworded."
            yield case.refused("nothing-there", said, message, "Use replace to give it one.", "field")
        elif operation["op"] == "replace" and operation.get("value") is None:
            if present is None:
                message = f"`{element_id}` has no `{field}` that could be taken away."
                yield case.refused("nothing-there", said, message, "Take this operation out, or give a `value`.", "field")
            elif found.required:
                message = f"`{field}` of `{element_id}` must be given, so it cannot be taken away."
                yield case.refused("required-field", said, message, "Give a `value`.", "field")


class _Fields:
    """The fields that operations give a value, whole: which of them is, holds or is within another one."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], int] = {}
        self._within: dict[tuple[str, str], int] = {}

    def take(self, element_id: str, name: str, index: int) -> None:
        """Keep that an operation gives this field a value; the first one stays."""
        *outer, _ = accumulate(name.split("."), lambda one, other: f"{one}.{other}")
        self._taken.setdefault((element_id, name), index)
        for around in outer:
            self._within.setdefault((element_id, around), index)

    def overlapping(self, element_id: str, name: str) -> int | None:
        """The first operation on this field, on one around it or on one within it."""
        around = accumulate(name.split("."), lambda one, other: f"{one}.{other}")
        found = [self._taken.get((element_id, part)) for part in around] + [self._within.get((element_id, name))]
        return min((index for index in found if index is not None), default=None)


def one_operation_for_one_field(case: Attempt) -> Iterator[Refusal]:
    """No two operations say different things of one field, whole or in part; two links in one list may differ."""
    fields = _Fields()
    links: dict[tuple[str, str, str], int] = {}
    for index, operation in sorted(case.on_elements, key=lambda said: said[1]["op"] in ("link", "unlink")):
        if operation["op"] == "remove":
            continue
        element_id, name = operation["element"], operation["field"]
        other = fields.overlapping(element_id, name)
        if operation["op"] in ("link", "unlink"):
            earlier = links.setdefault((element_id, name, operation["target"]), index)
            other = earlier if other is None and earlier != index else other
        else:
            fields.take(element_id, name, index)
        if other is not None:
            message = f"`{name}` of `{element_id}` is changed by another operation too ({case.at(other)})."
            yield case.refused("two-operations-on-one-field", (index, operation), message, "Say it in one operation.", "field")


def links_fit(case: Attempt) -> Iterator[Refusal]:
    """A link that is added is not there, one that is taken is; strength and assumption belong to `serves`."""
    lists: dict[tuple[str, str], dict[str, Any]] = {}
    for index, operation in case.on_elements:
        if operation["op"] not in ("link", "unlink") or operation["element"] not in case.base.paths:
            continue
        said, field, target = (index, operation), operation["field"], operation["target"]
        if not isinstance(find_field(case.list_of(operation["element"]), field), Field):
            continue
        if (operation["element"], field) not in lists:
            entries = case.value_of(operation["element"]).get(field) or ()
            lists[operation["element"], field] = {link_target(entry): entry for entry in entries}
        links = lists[operation["element"], field]
        there = links.get(target)
        given = {key: operation[key] for key in ("strength", "assumption") if operation.get(key) is not None}
        if operation["op"] == "unlink" and there is None:
            near = case.near(target, links)
            message = f"`{field}` of `{operation['element']}` does not name `{target}`."
            yield case.refused("not-linked", said, message, "Take this operation out, or name one that is there.", "target", near=near)
        elif operation["op"] == "link" and given and field != "serves":
            message = f"a link in `{field}` has no {' and no '.join(given)}; only one in `serves` has."
            yield case.refused("plain-link", said, message, "Leave it out.", next(iter(given)))
        elif operation["op"] == "link" and there is not None and _says_nothing_new(there, given):
            message = f"`{field}` of `{operation['element']}` names `{target}` already."
            yield case.refused("already-linked", said, message, "Take this operation out.", "target")


def what_stays_is_not_removed(case: Attempt) -> Iterator[Refusal]:
    """The aim stays, and so does what is core; what the aim needs is replaced before it goes."""
    aim = case.base.document.value["aim"]
    replaced = {(operation["element"], operation["field"]) for _, operation in case.on_elements if operation["op"] == "replace"}
    for index, operation in case.on_elements:
        element_id, said = operation["element"], (index, operation)
        if operation["op"] != "remove" or element_id not in case.base.paths:
            continue
        if element_id == aim["id"]:
            yield case.refused("aim-removed", said, "a change package has an aim.", "Reword it, or replace its fields.", "element")
        elif case.value_of(element_id).get("core"):
            message = f"`{element_id}` is core to {case.base.pin}: it may be reworded and added to, and stays."
            yield case.refused("core-removed", said, message, "Reword it, or say in its `note` why it matters less here.", "element")
        elif element_id == aim.get("outcome_measure") and (aim["id"], "outcome_measure") not in replaced:
            message = f"`{element_id}` is the outcome measure of the aim."
            step = f"Replace `outcome_measure` of `{aim['id']}` in the same overlay."
            yield case.refused("outcome-measure-removed", said, message, step, "element")


def nothing_new_names_what_is_removed(case: Attempt) -> Iterator[Refusal]:
    """What this overlay adds or links does not name what it removes."""
    for index, operation in case.numbered:
        for keys, target in _named_by(operation):
            if isinstance(target, str) and target in case.removed:
                message = f"`{target}` is named here, and removed by this overlay ({case.at(case.removed[target])})."
                yield case.refused("names-what-is-removed", (index, operation), message, "Name another one, or do not remove it.", *keys)


def added_ids_are_new(case: Attempt) -> Iterator[Refusal]:
    """What is added has an id that nothing in the base has, nor anything else that is added; and no origin."""
    seen: dict[str, Place] = {}
    for index, operation in case.numbered:
        for position, element in enumerate(operation.get("elements", ()) if operation["op"] == "add" else ()):
            element_id, keys = element["id"], ("elements", position)
            place = case.overlay.place_of(index, *keys)
            earlier = case.base.place_of(element_id) if element_id in case.base.paths else seen.get(element_id)
            if earlier is not None:
                step = "Give it another id; an id means one thing for good."
                message = f"the id `{element_id}` is taken: see {earlier}."
                yield case.refused("id-taken", (index, operation), message, step, *keys, "id")
            if "origin" in element:
                message = f"`origin` of `{element_id}` is written when the overlay is resolved."
                yield case.refused("fixed-field", (index, operation), message, "Take it out.", *keys, "origin")
            seen.setdefault(element_id, place)


def places_to_add_at_are_there(case: Attempt) -> Iterator[Refusal]:
    """`after` names an element of the same list that stays: of the base, or added further up."""
    lists: dict[str, dict[str, None]] = defaultdict(dict)
    for element_id in case.base.paths:
        lists[case.list_of(element_id)][element_id] = None
    for index, operation in case.numbered:
        if operation["op"] != "add":
            continue
        order, after = lists[operation["to"]], operation.get("after")
        if after is not None and after not in order:
            added = case.added.get(after)
            further_down = added is not None and added[2] == operation["to"]
            message = f"`{after}` is not in `{operation['to']}`" + (" yet: it is added further down." if further_down else ".")
            step = "Put that operation before this one." if further_down else "Name one of that list, or leave `after` out."
            near = () if further_down else case.near(after, order)
            yield case.refused("after-unknown", (index, operation), message, step, "after", near=near)
        order.update((element["id"], None) for element in operation["elements"])


def _fields(case: Attempt) -> Iterator[tuple[Numbered, str, Field | NoField]]:
    """The operations on a field of an element of the base, with the field and what is known of it."""
    for index, operation in case.on_elements:
        if operation["op"] != "remove" and operation["element"] in case.base.paths:
            yield (index, operation), operation["field"], find_field(case.list_of(operation["element"]), operation["field"])


def _at(element: Mapping[str, Any], field: str) -> Any:
    value: Any = element
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _says_nothing_new(there: Any, given: Mapping[str, Any]) -> bool:
    has = there if isinstance(there, dict) else {"strength": "strong"}
    return all(has.get(key) == value or (key == "strength" and key not in has and value == "strong") for key, value in given.items())


def _named_by(operation: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every element that an operation newly names, and the keys within the operation where it does."""
    if operation["op"] == "add":
        if operation.get("after") is not None:
            yield ("after",), operation["after"]
        for position, element in enumerate(operation["elements"]):
            for field, target in links_of(element):
                yield ("elements", position, *field), target
    elif operation["op"] == "link":
        yield ("target",), operation["target"]
    elif operation["op"] == "replace":
        *within, last = operation["field"].split(".")
        block: Any = {last: operation.get("value")}
        for step in reversed(within):
            block = {step: block}
        for field, target in _mentions(block):
            yield ("value", *field[len(within) + 1 :]), target


def _mentions(block: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The links of a block that may not have the form of an element."""
    try:
        yield from links_of(block)
    except (AttributeError, TypeError):
        return


RULES = (
    elements_are_there,
    fields_are_there,
    values_can_be_changed,
    one_operation_for_one_field,
    links_fit,
    what_stays_is_not_removed,
    nothing_new_names_what_is_removed,
    added_ids_are_new,
    places_to_add_at_are_there,
)
