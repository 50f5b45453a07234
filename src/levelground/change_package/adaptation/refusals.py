"""What an overlay's operations may not do, each refused at the line of its operation; all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from levelground.change_package.adaptation.fields import Field, NoField, find_field
from levelground.change_package.adaptation.operations import link_target, links_of
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.reading import Reading
from levelground.errors import Finding, Place, Severity, nearest_names

FIXED_FIELDS = {
    "id": "an id never changes once it is published",
    "origin": "it says where the element came from, and is written when the overlay is resolved",
    "core": "only the base says what is core to it",
}
"""Fields that no operation changes, and why."""

_MOST_NAMES = 40

Numbered = tuple[int, Mapping[str, Any]]
"""An operation as it stands in the document, with its position (from 0)."""


@dataclass(frozen=True)
class Refusal:
    """An operation that may not be: its position, and the finding that says why."""

    index: int
    finding: Finding


@dataclass(frozen=True)
class Attempt:
    """An overlay on a base, as the rules below look at them."""

    base: Reading
    overlay: OverlayReading

    @cached_property
    def numbered(self) -> tuple[Numbered, ...]:
        """Every operation with its position."""
        return tuple(enumerate(self.overlay.operations))

    @cached_property
    def on_elements(self) -> tuple[Numbered, ...]:
        """The operations on elements of the base: all but those that add."""
        return tuple((index, operation) for index, operation in self.numbered if operation["op"] != "add")

    @cached_property
    def added(self) -> dict[str, tuple[int, int, str]]:
        """The ids that the overlay adds -> the operation, the position in it, the list."""
        found: dict[str, tuple[int, int, str]] = {}
        for index, operation in self.numbered:
            for position, element in enumerate(operation.get("elements", ()) if operation["op"] == "add" else ()):
                found.setdefault(element["id"], (index, position, operation["to"]))
        return found

    @cached_property
    def removed(self) -> dict[str, int]:
        """The ids that the overlay removes -> the first operation that does."""
        found: dict[str, int] = {}
        for index, operation in self.on_elements:
            if operation["op"] == "remove":
                found.setdefault(operation["element"], index)
        return found

    def list_of(self, element_id: str) -> str:
        """The key that an element of the base stands under."""
        return str(self.base.paths[element_id][0])

    def value_of(self, element_id: str) -> Mapping[str, Any]:
        """An element of the base as it stands there."""
        value: Mapping[str, Any] = self.base.document.at(self.base.paths[element_id])
        return value

    def refused(
        self, rule: str, operation: Numbered, message: str, next_step: str, *keys: str | int, near: tuple[str, ...] = ()
    ) -> Refusal:
        """An error at an operation, or at a value within it."""
        index, said = operation
        place = self.overlay.place_of(index, *keys)
        return Refusal(index, Finding(Severity.ERROR, rule, message, place, self._about(said, keys), near, next_step))

    def _about(self, said: Mapping[str, Any], keys: tuple[str | int, ...]) -> str | None:
        """The id of the element that a finding is about: of one that is added, where the keys go into it."""
        if "element" in said or keys[:1] != ("elements",):
            return said.get("element")
        element_id: str = said["elements"][keys[1]]["id"]
        return element_id

    def at(self, index: int) -> str:
        """Where another operation stands, for a sentence."""
        return f"line {self.overlay.place_of(index).line}"


def refusals(base: Reading, overlay: OverlayReading) -> tuple[Refusal, ...]:
    """Every operation that may not be, in the order of the overlay's lines; empty where all may be applied."""
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
            known = (*case.base.paths, *case.added)
            names = ", ".join(known[:_MOST_NAMES]) + (", …" if len(known) > _MOST_NAMES else "")
            message = f"no element of {case.base.pin} has the id `{element_id}`."
            near = nearest_names(element_id, known)
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
            yield case.refused("unknown-field", said, message, step, "field", near=nearest_names(found.name, found.known))


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


def one_operation_for_one_field(case: Attempt) -> Iterator[Refusal]:
    """No two operations say different things of one field, whole or in part; two links in one list may differ."""
    whole: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for index, operation in case.on_elements:
        if operation["op"] in ("replace", "reword"):
            whole[operation["element"]].append((operation["field"], index))
    links: dict[tuple[str, str, str], int] = {}
    for index, operation in case.on_elements:
        if operation["op"] == "remove":
            continue
        field = operation["field"]
        overlapping = [other for name, other in whole[operation["element"]] if _overlap(name, field) and other < index]
        later_whole = [other for name, other in whole[operation["element"]] if _overlap(name, field) and other > index]
        if operation["op"] in ("link", "unlink"):
            overlapping += later_whole
            mention = (operation["element"], field, operation["target"])
            if mention in links:
                overlapping.append(links[mention])
            links.setdefault(mention, index)
        if overlapping:
            message = f"`{field}` of `{operation['element']}` is changed by another operation too ({case.at(overlapping[0])})."
            yield case.refused("two-operations-on-one-field", (index, operation), message, "Say it in one operation.", "field")


def links_fit(case: Attempt) -> Iterator[Refusal]:
    """A link that is added is not there, one that is taken is; strength and assumption belong to `serves`."""
    for index, operation in case.on_elements:
        if operation["op"] not in ("link", "unlink") or operation["element"] not in case.base.paths:
            continue
        said, field, target = (index, operation), operation["field"], operation["target"]
        if not isinstance(find_field(case.list_of(operation["element"]), field), Field):
            continue
        entries = case.value_of(operation["element"]).get(field) or ()
        there = next((entry for entry in entries if link_target(entry) == target), None)
        given = {key: operation[key] for key in ("strength", "assumption") if operation.get(key) is not None}
        if operation["op"] == "unlink" and there is None:
            near = nearest_names(target, [link_target(entry) for entry in entries])
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
    lists: dict[str, list[str]] = defaultdict(list)
    for element_id in case.base.paths:
        lists[case.list_of(element_id)].append(element_id)
    for index, operation in case.numbered:
        if operation["op"] != "add":
            continue
        order, after = lists[operation["to"]], operation.get("after")
        if after is not None and after not in order:
            added = case.added.get(after)
            further_down = added is not None and added[2] == operation["to"]
            message = f"`{after}` is not in `{operation['to']}`" + (" yet: it is added further down." if further_down else ".")
            step = "Put that operation before this one." if further_down else "Name one of that list, or leave `after` out."
            near = () if further_down else nearest_names(after, order)
            yield case.refused("after-unknown", (index, operation), message, step, "after", near=near)
        order.extend(element["id"] for element in operation["elements"])


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


def _overlap(one: str, other: str) -> bool:
    """Whether two fields are the same, or one is within the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


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
