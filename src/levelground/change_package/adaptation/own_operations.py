"""The operations of one overlay while it is edited: a new one is put together with those that are there already.

A field has one operation, a link has one, and what the overlay itself adds is changed where it is added. What leads back to
the base is taken out. The operations that stay keep their places in the list, so that their lines can keep their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from levelground.change_package.adaptation.facts import LISTS, POINTING, at, elements_of, links_of, overlap, plain
from levelground.change_package.adaptation.operations import Draft, Plain
from levelground.documents.differences import changes_between
from levelground.documents.splice import Change, Inserted, Removed

_STRONG = {"strength": "strong"}


class OwnOperations:
    """An overlay's operations, each at its place; None where one is gone. Those behind the first `count` are new."""

    def __init__(self, base: Plain, operations: Sequence[Plain]) -> None:
        self._base = base
        self._before = tuple(operations)
        self._now: list[Plain | None] = list(operations)

    def take(self, said: Plain, before: Plain, after: Plain) -> None:
        """Take one operation in, which makes `after` of what the overlay made so far (`before`)."""
        elements = {element_id: element for element_id, (_, element) in elements_of(after).items()}
        if said["op"] == "add":
            self._now.append(said)
        elif said["op"] == "remove":
            self._remove(said, before, elements)
        elif not self._inside(said["element"], elements) and not self._whole_field(said, elements):
            {"reword": self._give, "replace": self._give, "link": self._link, "unlink": self._unlink}[said["op"]](said, elements)

    def changes(self) -> list[Change]:
        """What makes the new operations of the old ones in the overlay's document."""
        new = [operation for operation in self._now[len(self._before) :] if operation is not None]
        found: list[Change] = [Inserted(("operations",), len(self._before) + more, operation) for more, operation in enumerate(new)]
        for index in reversed(range(len(self._before))):
            now = self._now[index]
            if now is None:
                found.append(Removed(("operations", index)))
            else:
                found += changes_between(self._before[index], now, ("operations", index))
        return found

    def _there(self) -> Iterator[tuple[int, Plain]]:
        return ((index, operation) for index, operation in enumerate(self._now) if operation is not None)

    def _on(self, element_id: str) -> Iterator[tuple[int, Plain]]:
        """The operations on a field of an element of the base."""
        return ((index, said) for index, said in self._there() if said.get("element") == element_id and said["op"] != "remove")

    def _put(self, index: int | None, operation: Plain | None) -> None:
        if index is not None:
            self._now[index] = operation
        elif operation is not None:
            self._now.append(operation)

    def _floor(self) -> dict[str, Mapping[str, Any]]:
        """The base's elements as they are when nothing is done but what is removed: where a field without an operation stands."""
        draft = Draft(self._base)
        draft.remove({said["element"] for _, said in self._there() if said["op"] == "remove"})
        return {element_id: element for element_id, (_, element) in elements_of(draft.value()).items()}

    def _inside(self, element_id: str, elements: Mapping[str, Mapping[str, Any]]) -> bool:
        """Change an element that the overlay itself adds within its `add`; False where it is the base's."""
        for index, said in self._there():
            own = [element["id"] for element in said["elements"]] if said["op"] == "add" else []
            if element_id in own:
                self._now[index] = {**said, "elements": [_own(elements[each]) for each in own]}
                return True
        return False

    def _whole_field(self, said: Plain, elements: Mapping[str, Mapping[str, Any]]) -> bool:
        """Change the value that an operation gives to the field, or to the one around it; False where none does."""
        for index, other in self._on(said["element"]):
            within = f"{said['field']}.".startswith(f"{other['field']}.")
            if within and other["op"] in ("reword", "replace"):
                self._settle(index, other["field"], said, elements)
                return True
        return False

    def _give(self, said: Plain, elements: Mapping[str, Mapping[str, Any]]) -> None:
        """A value for a field that has none by an operation; operations on parts of it, and on its links, go."""
        parts = [index for index, other in self._on(said["element"]) if overlap(other["field"], said["field"])]
        for index in parts:
            self._now[index] = None
        self._settle(parts[0] if parts else None, said["field"], said, elements)

    def _settle(self, index: int | None, field: str, said: Plain, elements: Mapping[str, Mapping[str, Any]]) -> None:
        """One operation for a whole field, or none where the value is what it is without."""
        element_id = said["element"]
        value, without = at(elements[element_id], field), at(self._floor()[element_id], field)
        if _same(value, without):
            self._put(index, None)
            return
        earlier = (self._now[index] if index is not None else None) or {}
        words = said["op"] == "reword" and earlier.get("op") != "replace" and isinstance(without, str) and isinstance(value, str)
        new: Plain = {"op": "reword" if words else "replace", "element": element_id, "field": field}
        new |= {} if value is None else {"to" if words else "value": value}
        kept = {"decision": earlier["decision"]} if said["op"] == "reword" and "decision" in earlier else {}
        self._put(index, {**new, **kept, **_why(said)})

    def _link(self, said: Plain, elements: Mapping[str, Mapping[str, Any]]) -> None:
        element_id, field, target = said["element"], said["field"], said["target"]
        index = self._link_operation(said)
        without = links_of(at(self._floor()[element_id], field)).get(target)
        wanted = links_of(elements[element_id][field])[target]
        if wanted == without:
            self._put(index, None)
        elif index is None:
            self._now.append(said)
        elif without is not None and "assumption" in without and "assumption" not in wanted:  # no link can say that
            self._give({"op": "replace", **{key: said[key] for key in ("element", "field", "reason", "decision") if key in said}}, elements)
        else:
            new = {"op": "link", "element": element_id, "field": field, "target": target}
            more = {key: value for key, value in wanted.items() if value != (without or _STRONG).get(key)}
            self._now[index] = {**new, **more, **_why(said)}

    def _unlink(self, said: Plain, elements: Mapping[str, Mapping[str, Any]]) -> None:
        index = self._link_operation(said)
        there = said["target"] in links_of(at(self._floor()[said["element"]], said["field"]))
        self._put(index, said if there else None)

    def _link_operation(self, said: Plain) -> int | None:
        """The operation on the very same link."""
        same = ("field", "target")
        return next((index for index, other in self._on(said["element"]) if all(other.get(key) == said[key] for key in same)), None)

    def _remove(self, said: Plain, before: Plain, elements: Mapping[str, Mapping[str, Any]]) -> None:
        """Take an element away: out of the `add` that brought it, or from the base; and what the overlay says of it or to it."""
        gone = said["element"]
        if gone in elements_of(self._base):
            self._now.append(said)
        for index, other in list(self._there()):
            if other is said:
                continue
            if other["op"] == "add":
                self._now[index] = self._added_without(gone, index, other, before, elements)
            elif other["element"] == gone or (other.get("target") == gone and other["field"] in POINTING):
                self._now[index] = None
            elif other["op"] == "replace" and not _same(at(elements[other["element"]], other["field"]), other.get("value")):
                self._settle(index, other["field"], other, elements)

    def _added_without(self, gone: str, index: int, said: Plain, before: Plain, elements: Mapping[str, Mapping[str, Any]]) -> Plain | None:
        left = [_own(elements[element["id"]]) for element in said["elements"] if element["id"] != gone]
        if not left:
            return None
        new = {**said, "elements": left}
        if said.get("after") == gone:
            new["after"] = self._standing_before(gone, index, before)
        return {key: value for key, value in new.items() if key != "after" or value is not None}

    def _standing_before(self, gone: str, index: int, before: Plain) -> str | None:
        """The nearest element above the one that goes that an operation at `index` can name."""
        where = elements_of(before)[gone][0]
        later = {element["id"] for number, said in self._there() if said["op"] == "add" and number >= index for element in said["elements"]}
        above: list[str] = []
        for element in before[where] if where in LISTS else ():
            if element["id"] == gone:
                break
            above.append(element["id"])
        return next((element_id for element_id in reversed(above) if element_id not in later), None)


def _own(element: Mapping[str, Any]) -> Plain:
    """An element as an overlay writes it: without its origin."""
    return {key: value for key, value in element.items() if key != "origin"}


def _why(said: Mapping[str, Any]) -> Plain:
    return {key: said[key] for key in ("reason", "decision") if said.get(key) is not None}


def _same(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same: blanks around words, and empty or absent, are no difference."""
    nothing: tuple[Any, ...] = (None, "", [], {})
    one, other = plain(one), plain(other)
    return (one in nothing and other in nothing) or (one == other and isinstance(one, bool) == isinstance(other, bool))
