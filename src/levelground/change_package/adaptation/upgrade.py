"""An adaptation carried over to a new version of its base: nothing lost, nothing applied silently.

What both sides want is taken; where they want different things a person chooses, and until every choice is made nothing is
written. The new overlay is the old one's text with only those lines changed that have to be: comments stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from typing import Any

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.changes import Change, How
from levelground.change_package.adaptation.comparability import BREAKS, breaks_comparability, consequence
from levelground.change_package.adaptation.compare import link_in_words, says, shown
from levelground.change_package.adaptation.conflicts import Conflict, Part, Side, in_words
from levelground.change_package.adaptation.overlay_reading import OverlayReading, read_overlay
from levelground.change_package.adaptation.settled import Settled, settled
from levelground.change_package.adaptation.sides import Sides
from levelground.change_package.adaptation.three_way import ThreeWay, three_way
from levelground.change_package.provenance import Ancestor
from levelground.change_package.reading import Reading
from levelground.documents import splice
from levelground.documents.utf8_text import BYTE_ORDER_MARK
from levelground.errors import ChangePackageInvalid, Finding, Severity, nearest_names

COMES_IN = "comes in from the base"
_LONGEST = 140


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade does. `overlay` and `adapted` are there once every conflict is settled and the result holds."""

    old_base: Ancestor
    new_base: Ancestor
    before: OverlayReading
    sorted: ThreeWay
    choices: Mapping[str, Side]
    findings: tuple[Finding, ...] = ()
    overlay: OverlayReading | None = field(default=None, repr=False)
    adapted: Reading | None = field(default=None, repr=False)

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that wait for a choice."""
        return tuple(conflict for conflict in self.sorted.conflicts if conflict.key not in self.choices)

    @property
    def text(self) -> str | None:
        """The new overlay, to be written."""
        return None if self.overlay is None else self.overlay.data.decode("utf-8")

    @cached_property
    def said(self) -> dict[str, list[str]]:
        """Every list in words: what comes in, what is carried over, what the base has already, what stays the base's own."""
        operations, found = self.before.operations, self.sorted
        return {
            COMES_IN: [change_in_words(change) for change in found.comes_in],
            "your operations, carried over": [part_in_words(operations, part) for part in found.carried],
            "your operations that the base has taken up": [part_in_words(operations, part) for part in found.absorbed],
            "about the base itself, not taken over": [change_in_words(change) for change in found.of_the_base_alone],
        }

    def _follows(self) -> list[str]:
        """What follows for the numbers from what comes in."""
        said = ((change.element, consequence(change)) for change in self.sorted.comes_in)
        return list(dict.fromkeys(f"{element}: {words}." for element, words in said if words is not None))

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "old_base": self.old_base.model_dump(),
            "new_base": self.new_base.model_dump(),
            **{name.replace(",", "").replace(" ", "_"): lines for name, lines in self.said.items()},
            "conflicts": [{**conflict.as_json(), "chosen": self.choices.get(conflict.key)} for conflict in self.sorted.conflicts],
            "consequences": self._follows(),
            "findings": [str(finding) for finding in self.findings],
        }

    def lines(self) -> list[str]:
        """Everything, for a terminal."""
        lines = [f"{self.before.overlay.id}: {self.old_base} -> {self.new_base}"]
        for name, told in self.said.items():
            lines += ["", f"{name[0].upper()}{name[1:]}: {len(told)}", *(f"  {shorten(line, _LONGEST, placeholder=' …')}" for line in told)]
            if told and name == COMES_IN:
                lines += [f"  ! {words}" for words in self._follows()]
        lines += ["", f"To choose: {len(self.sorted.conflicts)}"]
        for conflict in self.sorted.conflicts:
            lines += conflict_lines(conflict, self.choices.get(conflict.key))
        return lines


def upgrade(
    overlay: OverlayReading,
    old_base: Reading,
    new_base: Reading,
    choices: Mapping[str, Side | str] | None = None,
    version: str | None = None,
) -> Upgrade:
    """Carry an overlay over from one version of its base to another.

    Raises
    ------
    ChangePackageInvalid
        The overlay does not fit the old base; the new base is another change package; a choice for what is no conflict.
    """
    mine = resolve(old_base, overlay)
    _same_package(overlay, new_base)
    sides = Sides(
        old_base.document.value,
        new_base.document.value,
        mine.document.value,
        overlay.operations,
        overlay.document.value.get("accepted") or (),
        base=f"{new_base.pin}",
        suffix=overlay.overlay.id,
    )
    found = three_way(sides)
    chosen = _checked(choices or {}, found.conflicts)
    begun = Upgrade(old_base.pin, new_base.pin, overlay, found, chosen)
    if begun.open:
        return Upgrade(old_base.pin, new_base.pin, overlay, found, chosen, tuple(_to_choose(overlay, begun.open)))
    new = _written(overlay, settled(sides, found, chosen), new_base.pin, version)
    findings = (*_defined_by_both(sides, found), *_same_version(overlay, new))
    try:
        adapted = resolve(new_base, new)
    except ChangePackageInvalid as refusal:
        return Upgrade(old_base.pin, new_base.pin, overlay, found, chosen, (*findings, *refusal.findings))
    return Upgrade(old_base.pin, new_base.pin, overlay, found, chosen, findings, new, adapted)


def _same_package(overlay: OverlayReading, new_base: Reading) -> None:
    pinned = overlay.overlay.adapts
    if new_base.pin.id != pinned.id:
        message = f"this adapts {pinned.id}, and the new base is {new_base.pin}."
        place = overlay.document.place(("adapts", "id"))
        step = f"Give a version of {pinned.id}."
        finding = Finding(Severity.ERROR, "another-base", message, place, next_step=step)
        raise ChangePackageInvalid(f"{overlay.name} cannot be carried over to {new_base.pin}", [finding])


def _checked(choices: Mapping[str, Side | str], conflicts: tuple[Conflict, ...]) -> dict[str, Side]:
    by_key = {conflict.key: conflict for conflict in conflicts}
    findings = [finding for key, side in choices.items() if (finding := _wrong_choice(key, str(side), by_key)) is not None]
    if findings:
        raise ChangePackageInvalid("Not every choice can be made; nothing was written.", findings)
    return {key: Side(side) for key, side in choices.items()}


def _wrong_choice(key: str, side: str, by_key: Mapping[str, Conflict]) -> Finding | None:
    if key not in by_key:
        keys = ", ".join(by_key) or "none"
        step = f"What there is to choose: {keys}."
        return Finding(
            Severity.ERROR, "nothing-to-choose", f"`{key}` is no conflict.", did_you_mean=nearest_names(key, by_key), next_step=step
        )
    possible = [str(each) for each in by_key[key].effects]
    if side in possible:
        return None
    message = f"`{side}` cannot be chosen for `{key}`: {by_key[key].says}"
    return Finding(
        Severity.ERROR, "choice-not-possible", message, element=by_key[key].element, next_step=f"Choose {' or '.join(possible)}."
    )


def _to_choose(overlay: OverlayReading, conflicts: tuple[Conflict, ...]) -> Iterator[Finding]:
    for conflict in conflicts:
        place = overlay.place_of(conflict.parts[0][0]) if conflict.parts else overlay.document.place(("accepted",))
        texts = f" {shown_texts(conflict)}"
        step = " ".join(f"--choose {conflict.key}={side}: {words}." for side, words in conflict.effects.items())
        message = f"{conflict.says}{texts}"
        yield Finding(Severity.ERROR, f"choose-{conflict.kind}", message, place, conflict.element, (), step)


def shown_texts(conflict: Conflict) -> str:
    """The three texts of a conflict, in a sentence."""
    old, new, mine = (shown(value) for value in (conflict.base_old, conflict.base_new, conflict.overlay))
    return f"Base before: {_quoted(old)}. Base now: {_quoted(new)}. Yours: {_quoted(mine)}."


def _quoted(words: str) -> str:
    return words if words == "(nothing)" else f"“{words}”"


def conflict_lines(conflict: Conflict, chosen: Side | None) -> list[str]:
    """A conflict for a terminal: what, the three texts, and what each choice does."""
    texts = (("base before", conflict.base_old), ("base now", conflict.base_new), ("yours", conflict.overlay))
    return [
        "",
        f"  {conflict.key}: {conflict.says}",
        *(f"    {name:<12} {shown(value)}" for name, value in texts),
        *(f"    {'chosen' if side is chosen else 'choose'} {conflict.key}={side}: {words}." for side, words in conflict.effects.items()),
    ]


def change_in_words(change: Change) -> str:
    """A change of the base in a line."""
    if change.element is None:
        return f"{change.path or change.where} {change.how}" + (f": {change.new}" if isinstance(change.new, str) else "")
    if change.how in (How.ADDED, How.REMOVED):
        return f"{change.element} {change.how}: {says(change.new or change.old)}"
    if change.target is not None:
        return f"{change.element} {link_in_words(change)}"
    if change.how is How.MOVED:
        return f"{change.element} moved to {change.where.replace('_', ' ')}"
    return f"{change.element} {change.path} {change.how}: {shown(change.new)}"


def part_in_words(operations: Any, part: Part) -> str:
    """A part of the overlay in a line."""
    operation = operations[part[0]]
    return in_words(operation) if part[1] is None else f"adds {operation['elements'][part[1]]['id']}"


def _written(overlay: OverlayReading, result: Settled, base: Ancestor, version: str | None) -> OverlayReading:
    """The overlay's own text, changed in as few places as can be."""
    edits: list[splice.Change] = []
    value = overlay.document.value
    for index in reversed(range(len(result.operations))):
        edits += _edits(index, overlay.operations[index], result.operations[index])
    edits += [splice.Inserted(("operations",), 0, dict(operation)) for operation in reversed(result.first)]
    edits += [splice.Replaced(("accepted", index, "element"), new_id) for index, new_id in result.accepted_renamed]
    edits += [splice.Removed(("accepted", index)) for index in reversed(result.accepted_that_go)]
    pins = base.model_dump()
    edits += [splice.Replaced(("adapts", key), pins[key]) for key in pins if value["adapts"].get(key) != pins[key]]
    if version is not None and version != value["version"]:
        edits.append(splice.Replaced(("version",), version))
    if not edits:
        return overlay
    mark = BYTE_ORDER_MARK if overlay.data.startswith(BYTE_ORDER_MARK) else b""
    return read_overlay(mark + splice.spliced(overlay.document, edits).text.encode("utf-8"), overlay.name)


def _edits(index: int, before: Mapping[str, Any], after: Mapping[str, Any] | None) -> Iterator[splice.Change]:
    path = ("operations", index)
    if after is None:
        yield splice.Removed(path)
    elif before["op"] != "add" or after == before:
        if after != before:
            yield splice.Replaced(path, dict(after))
    else:
        yield from _edits_of_added(path, before, after)


def _edits_of_added(path: tuple[str | int, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[splice.Change]:
    """Element by element, so that the comments of those that stay stay too."""
    if before.get("after") != after.get("after"):
        there = (*path, "after")
        yield splice.Replaced(there, after["after"]) if "after" in after else splice.Removed(there)
    if len(before["elements"]) != len(after["elements"]):
        yield splice.Replaced((*path, "elements"), after["elements"])
        return
    for position, (old, new) in enumerate(zip(before["elements"], after["elements"], strict=True)):
        if old != new:
            yield splice.Replaced((*path, "elements", position), new)


def _same_version(before: OverlayReading, after: OverlayReading) -> Iterator[Finding]:
    if after is not before and after.overlay.version == before.overlay.version:
        message = f"the adaptation has changed and is still called version {after.overlay.version}."
        place = after.document.place(("version",))
        yield Finding(
            Severity.NOTE,
            "same-version",
            message,
            place,
            next_step="Give it a new one with --version, and say in its changelog what changed.",
        )


def _defined_by_both(sides: Sides, found: ThreeWay) -> Iterator[Finding]:
    """A measure that both sides define anew, in different fields: nothing conflicts, and the two may not fit together."""
    ours = {
        operation["element"]: operation["field"]
        for index, operation in enumerate(sides.operations)
        if operation["op"] in ("replace", "reword") and (index, None) in found.carried and operation["field"].split(".")[0] in _DEFINING
    }
    for element_id in dict.fromkeys(str(change.element) for change in found.comes_in if breaks_comparability(change)):
        if element_id in ours:
            both = f"{sides.base} and your adaptation both changed how {element_id} is defined"
            message = f"{both}, in different fields (yours: `{ours[element_id]}`)."
            step = "Look whether they still fit together, and whether earlier figures may be set beside new ones."
            yield Finding(Severity.WARNING, "definition-changed-on-both-sides", message, None, element_id, (), step)


_DEFINING = frozenset(path.split(".")[0] for path in BREAKS)
