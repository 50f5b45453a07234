"""An overlay applied to its base: a whole change package in which each element knows where it came from.

The operations are applied as one: what may not be, `refusals` says beforehand, and what it lets pass gives the same elements
in any order of the operations. Only two orders are kept as written: what several operations add to one list, at its end, and
of two that add after the same element the later one stands nearer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from levelground.change_package.adaptation.bases import as_argument
from levelground.change_package.adaptation.operations import Draft, Plain, Steps, link_target
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.adaptation.refusals import refusals
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.reading import LISTS, Reading, in_document_order
from levelground.documents.assembled import AssembledDocument
from levelground.documents.document import Document, Path
from levelground.documents.reading import validated
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity

HEAD = ("id", "version", "title", "status", "discipline", "setting", "licence", "summary", "provenance")
"""What an adaptation says of itself; the elements and sources are the base's, with the operations applied."""
HEAD_IF_ANY = ("co_production", "ambitions", "changelog", "accepted")

Parts = dict[Path, tuple[Document, Path]]


def resolve(base: Reading, overlay: OverlayReading) -> Reading:
    """The change package that an overlay makes of its base.

    Raises
    ------
    ChangePackageInvalid
        With every finding: another base than the one that is pinned, operations that may not be, values that no change
        package can have.
    """
    refused = refusals(base, overlay)
    wrong = {refusal.index for refusal in refused}
    work = _Adapting(base, overlay)
    work.apply([index for index in range(len(overlay.operations)) if index not in wrong])
    document = AssembledDocument(overlay.name, work.value(), work.parts())
    package, found = validated(document, ChangePackage)
    doubtful = {overlay.operations[index].get("element") for index in wrong}
    findings = [*_circle(base, overlay), *another_base(base, overlay), *(refusal.finding for refusal in refused)]
    findings += [work.at_operation(finding) for finding in found if finding.element is None or finding.element not in doubtful]
    if package is None or findings:
        in_order = sorted(dict.fromkeys(findings), key=lambda finding: _order(finding, overlay.name))
        raise ChangePackageInvalid(f"{overlay.name} cannot be applied to {base.pin}", in_order)
    return Reading(package, document, tuple(work.notes), base=base, overlay=overlay)


def another_base(base: Reading, overlay: OverlayReading) -> tuple[Finding, ...]:
    """What is wrong where the base is not the one that the overlay was made for."""
    pinned, pin = overlay.overlay.adapts, base.pin
    step = f"See what has changed and carry the adaptation over: levelground upgrade {overlay.name} --to {as_argument(base.name)}"
    if pinned.id != pin.id:
        rule, message, step = "another-base", f"this adapts {pinned}, and the base that was given is {pin}.", "Give the right base."
    elif pinned.version != pin.version:
        rule, message = "base-version-differs", f"this adapts {pinned}, and the base that was found is {pin} ({base.name})."
    elif pinned.digest != pin.digest:
        rule, message = (
            "base-changed",
            f"{pin} has changed since it was adapted: its digest is {pin.digest} ({base.name}), and this names {pinned.digest}.",
        )
    else:
        return ()
    key = {"another-base": "id", "base-version-differs": "version", "base-changed": "digest"}[rule]
    return (Finding(Severity.ERROR, rule, message, overlay.document.place(("adapts", key)), next_step=step),)


def _circle(base: Reading, overlay: OverlayReading) -> Iterator[Finding]:
    """An adaptation has an id that nothing below it has."""
    below = (base.pin.id, *(ancestor.id for ancestor in base.change_package.adapts))
    if overlay.overlay.id in below:
        message = f"`{overlay.overlay.id}` is the id of what is adapted: {' on '.join(below)}."
        step = "Give the adaptation an id of its own."
        yield Finding(Severity.ERROR, "circle-of-overlays", message, overlay.document.place(("id",)), next_step=step)


class _Adapting:
    """The work of applying one overlay: the draft, what became of each part, and who asked for it."""

    def __init__(self, base: Reading, overlay: OverlayReading) -> None:
        self.base, self.overlay = base, overlay
        self.draft = Draft(base.document.value)
        self.notes: list[Finding] = []
        self._by = str(overlay.pin)
        self._base_by = str(base.pin)
        self._changed: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = defaultdict(dict)
        self._touched: dict[str, dict[Steps, int]] = defaultdict(dict)
        self._linked: dict[tuple[str, Steps], dict[str, int]] = defaultdict(dict)
        self._homes: dict[str, tuple[Document, Path]] = {element_id: (base.document, path) for element_id, path in base.paths.items()}

    def apply(self, which: Sequence[int]) -> None:
        """Apply some of the operations: removals first, for they look at every element."""
        operations = [(index, self.overlay.operations[index]) for index in which]
        self._remove({said["element"]: index for index, said in operations if said["op"] == "remove"})
        for index, said in operations:
            if said["op"] == "add":
                self._add(index, said)
            elif said["op"] != "remove":
                self.draft.apply(said)
                self._keep(index, said)

    def _remove(self, removed: Mapping[str, int]) -> None:
        for element_id, field, target in self.draft.remove(removed):
            index = removed[target]
            name = ".".join(str(step) for step in field)
            self._linked[element_id, field].setdefault(target, index)
            self._note_change(element_id, name, self.overlay.operations[index])
            message = f"with `{target}` its link from `{name}` of `{element_id}` was taken away."
            place = self.overlay.place_of(index)
            self.notes.append(Finding(Severity.NOTE, "link-taken-away", message, place, element_id, next_step="Look whether it is missed."))

    def _add(self, index: int, said: Mapping[str, Any]) -> None:
        after = said.get("after")
        self.draft.add(said["to"], said["elements"], after if after in self.draft.ids(said["to"]) else None)
        for position, element in enumerate(said["elements"]):
            self._homes[element["id"]] = (self.overlay.document, ("operations", index, "elements", position))
            if said["to"] != "sources":
                self.draft.own(element["id"])["origin"] = {"added_by": self._by, **_why(said)}

    def _keep(self, index: int, said: Mapping[str, Any]) -> None:
        field: Steps = tuple(said["field"].split("."))
        if said["op"] in ("link", "unlink"):
            self._linked[said["element"], field][said["target"]] = index
        else:
            self._touched[said["element"]][field] = index
        self._note_change(said["element"], said["field"], said)

    def _note_change(self, element_id: str, field: str, said: Mapping[str, Any]) -> None:
        change = {"by": self._by, "field": field, **_why(said)}
        self._changed[element_id].setdefault(tuple(change.values()), change)

    def value(self) -> Plain:
        """The whole value of the change package: the overlay's head, the elements with their origin."""
        self._write_origins()
        head, elements = self.overlay.document.value, self.draft.value()
        adapts = [self.base.pin.model_dump(), *self.base.document.value.get("adapts", ())]
        whole = {"format": self.base.document.value["format"], **{key: head[key] for key in HEAD}, "adapts": adapts}
        whole |= {key: head[key] for key in HEAD_IF_ANY if key in head}
        return whole | {key: elements[key] for key in ("sources", "aim", *LISTS) if key in elements}

    def _write_origins(self) -> None:
        paths = self.base.paths
        for element_id in paths:
            if paths[element_id][0] == "sources" or not self.draft.has(element_id):
                continue
            element = self.draft.own(element_id)
            origin = element.get("origin") or {"added_by": self._base_by}
            changed = self._changed.get(element_id, {}).values()
            element["origin"] = {**origin, "changed": [*origin.get("changed", ()), *changed]} if changed else origin

    def parts(self) -> Parts:
        """Where each part of the value was written: in the overlay, or wherever the base says."""
        base, overlay = self.base.document, self.overlay.document
        parts: Parts = {(): (overlay, ()), ("format",): (base, ("format",))}
        parts |= {(key,): (base, (key,)) for key in LISTS if base.has((key,))}
        paths: dict[str, Path] = {base.value["aim"]["id"]: ("aim",)}
        paths |= {element_id: (name, position) for name in LISTS for position, element_id in enumerate(self.draft.ids(name))}
        parts |= {path: self._homes[element_id] for element_id, path in paths.items()}
        for element_id, fields in self._touched.items():
            for field, index in fields.items():
                key = "to" if self.overlay.operations[index]["op"] == "reword" else "value"
                parts[*paths[element_id], *field] = (overlay, ("operations", index, key))
        for (element_id, field), operations in self._linked.items():
            if any(field[: len(put)] == put for put in self._touched.get(element_id, ())):
                continue  # a link that went with what was removed, in a field that was then replaced whole
            parts |= self._items(paths[element_id], element_id, field, operations)
        return parts

    def _items(self, path: Path, element_id: str, field: Steps, operations: Mapping[str, int]) -> Parts:
        """Where each item of a list stands that operations added to or took from."""
        home, there = self._homes[element_id]
        before = _at(self.base.document.at(self.base.paths[element_id]), field)
        after = _at(self.draft.element(element_id), field)
        if not isinstance(before, list) or not isinstance(after, list):
            return {(*path, *field): (self.overlay.document, ("operations", next(iter(operations.values()))))}
        positions = {link_target(entry): position for position, entry in enumerate(before)}
        parts: Parts = {}
        for position, entry in enumerate(after):
            target = link_target(entry)
            if target in operations:
                parts[*path, *field, position] = (self.overlay.document, ("operations", operations[target]))
            else:
                parts[*path, *field, position] = (home, (*there, *field, positions[target]))
        return parts

    def at_operation(self, finding: Finding) -> Finding:
        """A finding on an element that this overlay changed: at the line that changed it, where nothing nearer is known."""
        touched = [*self._touched.get(finding.element or "", {}).values()]
        touched += [index for (element_id, _), found in self._linked.items() if element_id == finding.element for index in found.values()]
        if not touched or finding.place is None or finding.place.file == self.overlay.name:
            return finding
        return replace(finding, place=self.overlay.place_of(min(touched)))


def _why(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: said[key] for key in ("reason", "decision") if said.get(key) is not None}


def _at(element: Any, field: Steps) -> Any:
    for step in field:
        try:
            element = element[step]
        except (LookupError, TypeError):
            return None
    return element


def _order(finding: Finding, name: str) -> tuple[bool, tuple[bool, int, int]]:
    place = finding.place or Place("")
    return place.file != name, in_document_order(finding)
