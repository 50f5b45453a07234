"""Operations on the plain value of a change package: `applied` for one of them, `Draft` for many.

Nothing is checked here: `refusals` says what an overlay's operations may not do. What is given is never changed; parts that
no operation touches are shared with it. Operations that `refusals` lets pass give the same elements in any order; only the
order of what several operations add to one list is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from levelground.change_package.reading import LISTS

Plain = dict[str, Any]
Steps = tuple[str | int, ...]

LISTS_OF_ELEMENTS = ("serves", "recommendations", "measures", "rests_on", "met_by")
"""The lists of links that go to elements of the same change package; the other lists of ids go to registers."""


def applied(value: Plain, operation: Mapping[str, Any]) -> Plain:
    """A change package's plain value with one operation applied; `remove` takes the links to the element away too.

    Raises
    ------
    KeyError
        Where no element has the id that is named.
    """
    draft = Draft(value)
    draft.apply(operation)
    return draft.value()


class Draft:
    """A change package's plain value while operations are applied to it."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._given = value
        self._order: dict[str, list[str]] = {name: [item["id"] for item in value.get(name) or ()] for name in LISTS}
        self._list_of: dict[str, str] = {element_id: name for name, ids in self._order.items() for element_id in ids}
        self._list_of[value["aim"]["id"]] = "aim"
        self._elements: dict[str, Plain] = {item["id"]: item for name in LISTS for item in value.get(name) or ()}
        self._elements[value["aim"]["id"]] = value["aim"]
        self._copied: set[str] = set()
        self._positions: dict[tuple[str, str], dict[Any, int]] = {}

    def value(self) -> Plain:
        """The whole value, as it is now."""
        whole = dict(self._given)
        whole["aim"] = self._elements[self._given["aim"]["id"]]
        for name, ids in self._order.items():
            if ids or name in whole:
                whole[name] = [self._elements[element_id] for element_id in ids]
        return whole

    def ids(self, list_name: str) -> Collection[str]:
        """The ids of one list, in order."""
        return self._order[list_name]

    def has(self, element_id: str) -> bool:
        """Whether there is such an element."""
        return element_id in self._elements

    def element(self, element_id: str) -> Plain:
        """An element as it is now: to be looked at, not changed."""
        return self._elements[element_id]

    def apply(self, operation: Mapping[str, Any]) -> None:
        """Apply one operation."""
        match operation["op"]:
            case "add":
                self.add(operation["to"], operation["elements"], operation.get("after"))
            case "replace":
                self.put(operation["element"], operation["field"], operation.get("value"))
            case "reword":
                self.put(operation["element"], operation["field"], operation["to"])
            case "remove":
                self.remove({operation["element"]})
            case "link":
                self.link(operation)
            case "unlink":
                self.unlink(operation["element"], operation["field"], operation["target"])

    def add(self, list_name: str, elements: Iterable[Plain], after: str | None = None) -> None:
        """Put elements into a list, behind the one named or at the end."""
        order = self._order[list_name]
        if after is not None and self._list_of.get(after) != list_name:
            raise KeyError(after)
        at = len(order) if after is None else order.index(after) + 1
        new = {element["id"]: element for element in elements}
        order[at:at] = new
        self._elements.update(new)
        self._list_of.update(dict.fromkeys(new, list_name))

    def put(self, element_id: str, field: str, value: Any) -> None:
        """Give a field a value, or take it away where the value is None; blocks on the way are made where there are none."""
        *way, last = field.split(".")
        block = self.own(element_id)
        self._positions.pop((element_id, field), None)
        for step in way:
            inner = block.get(step)
            block[step] = dict(inner) if isinstance(inner, dict) else {}
            block = block[step]
        if value is None:
            block.pop(last, None)
        else:
            block[last] = value

    def link(self, operation: Mapping[str, Any]) -> None:
        """Put an id into a list of ids, or give a link that is there another strength or assumption."""
        element, field, target = self.own(operation["element"]), operation["field"], operation["target"]
        given = {key: operation[key] for key in ("strength", "assumption") if operation.get(key) is not None}
        positions = self._positions.get((element["id"], field))
        if positions is None:
            element[field] = list(element.get(field) or ())
            positions = {link_target(entry): position for position, entry in enumerate(element[field])}
            self._positions[element["id"], field] = positions
        entries = element[field]
        at = positions.setdefault(target, len(entries))
        earlier = entries[at] if at < len(entries) and isinstance(entries[at], dict) else {}
        entries[at : at + 1] = [{**earlier, "id": target, **given} if given or earlier else target]

    def unlink(self, element_id: str, field: str, target: str) -> None:
        """Take an id out of a list of ids; nothing happens where it is not there."""
        element = self.own(element_id)
        self._positions.pop((element_id, field), None)
        element[field] = [entry for entry in element.get(field) or () if link_target(entry) != target]

    def remove(self, gone: Collection[str]) -> list[tuple[str, Steps, str]]:
        """Take elements away, and every link to them; gives the links: whose, in which field, to whom.

        The aim's `outcome_measure` stays as it is: it must name one, and which is for a person to say.
        """
        for element_id in gone:
            self._order[self._list_of.pop(element_id)].remove(element_id)
            del self._elements[element_id]
        cut = [
            (element_id, field, target)
            for element_id, element in (self._elements.items() if gone else ())
            for field, target in links_of(element)
            if target in gone and field != ("outcome_measure",)
        ]
        for element_id, field, target in cut:
            self._cut(element_id, field, target)
        return cut

    def own(self, element_id: str) -> Plain:
        """An element that may be changed: a copy of what was given, made once."""
        if element_id not in self._copied:
            self._elements[element_id] = dict(self._elements[element_id])
            self._copied.add(element_id)
        return self._elements[element_id]

    def _cut(self, element_id: str, field: Steps, target: str) -> None:
        block: Any = self.own(element_id)
        self._positions.pop((element_id, str(field[0])), None)
        for step in field[:-1]:
            block[step] = block[step].copy()
            block = block[step]
        left = block[field[-1]]
        if isinstance(left, list):
            block[field[-1]] = [entry for entry in left if link_target(entry) != target]
        else:
            del block[field[-1]]


def link_target(entry: Any) -> Any:
    """The id that an entry of a list of links names: bare, or with its strength."""
    return entry.get("id") if isinstance(entry, dict) else entry


def links_of(element: Mapping[str, Any]) -> Iterable[tuple[Steps, str]]:
    """Every mention of another element or source of the package: the field that holds it, and the id."""
    for field in LISTS_OF_ELEMENTS:
        for entry in element.get(field) or ():
            yield (field,), link_target(entry)
    for field in ("source", "outcome_measure"):
        if isinstance(element.get(field), str):
            yield (field,), element[field]
    evidence = element.get("evidence")
    if isinstance(evidence, dict) and isinstance(evidence.get("source"), str):
        yield ("evidence", "source"), evidence["source"]
    for index, question in enumerate(element.get("questions") or ()):
        for target in question.get("answered_by") or () if isinstance(question, dict) else ():
            yield ("questions", index, "answered_by"), target
