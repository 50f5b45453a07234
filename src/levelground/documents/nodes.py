"""Where each part of a text begins and ends, to the character: what is needed to change one part and no other.

Only for texts that `yaml_reader` has read: nothing is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yaml.events import CollectionEndEvent, MappingStartEvent, NodeEvent, ScalarEvent, SequenceStartEvent

from levelground.documents.document import Path
from levelground.documents.yaml_reader import events

_TO_COLON = re.compile(r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*+)*+:")
_HEADER = re.compile(r"[|>][0-9+-]*")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(slots=True)
class Node:
    """A value in the text: `text[start:end]`, a block's last line without its line end."""

    start: int
    end: int
    column: int
    style: str
    """How it is written: `block` or `flow` of a collection; of a scalar the sign it begins with, or nothing."""
    keys: list[Node] | None = None
    names: list[str] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    """Of a collection: for each item, where its key's colon ends (its key, where there is none)."""
    leaf: Node | None = None
    """Of a block without its items: what stands at its very end, where that is no bracket."""

    @property
    def is_collection(self) -> bool:
        """Whether it has items."""
        return self.style in ("block", "flow")

    @property
    def is_block_scalar(self) -> bool:
        """Whether it is a text below `|` or `>`."""
        return self.style in ("|", ">")

    def position(self, step: str | int) -> int:
        """The position of the item with a key, or at a place in the list; `KeyError` when there is none."""
        if self.keys is not None and step in self.names:
            return self.names.index(str(step))
        if self.keys is None and self.is_collection and isinstance(step, int) and 0 <= step < len(self.items):
            return step
        raise KeyError(step)

    def at(self, path: Path) -> Node:
        """The node at `path`; `KeyError` when there is none."""
        node = self
        for step in path:
            node = node.items[node.position(step)]
        return node


def nodes(text: str, wanted: Iterable[Path]) -> Node:
    """The nodes of a text, from the top: what stands at the wanted paths and above them with its items, the rest without."""
    return _Tree(text, wanted).top


class _Tree:
    """The nodes while they are made of events; within what is not wanted, only its end is looked for."""

    def __init__(self, text: str, wanted: Iterable[Path]) -> None:
        self.text = text
        self.wanted = {path[:length] for path in wanted for length in range(len(path) + 1)}
        self.made: Node | None = None
        self.opened: list[tuple[Node, Path]] = []
        self.passed: Node | None = None
        self.depth = 0
        self.last: Any = None
        for event in events(text):
            if self.passed is not None:
                self._pass(event, self.passed)
            elif isinstance(event, NodeEvent):
                self._take(event)
            elif isinstance(event, CollectionEndEvent):
                self._close(event)

    @property
    def top(self) -> Node:
        """The node of the whole document."""
        if self.made is None:
            raise ValueError("the text holds no document")
        return self.made

    def _take(self, event: Any) -> None:
        node = _node(event, self.text)
        path: Path = ()
        if not self.opened:
            self.made = node
        else:
            parent, above = self.opened[-1]
            if _taken_as_key(parent, node, event):
                return
            _take(parent, node, self.text)
            path = (*above, len(parent.items) - 1 if parent.keys is None else parent.names[-1])
        if node.is_collection and (not path or path in self.wanted):
            self.opened.append((node, path))
        elif node.is_collection:
            self.passed, self.depth = node, 1

    def _close(self, event: Any) -> None:
        node, _ = self.opened.pop()
        node.end = _end(event) if node.style == "flow" else node.items[-1].end

    def _pass(self, event: Any, node: Node) -> None:
        if isinstance(event, ScalarEvent):
            # nothing at all after a key with `?` has a place far below
            if event.value or event.style or self.text[_end(event) - 1] in ":-":
                self.last = event
        elif isinstance(event, NodeEvent):
            self.depth += 1
        else:
            self.depth -= 1
            if _end(event) > _start(event):  # a bracket, while blocks end where something else begins
                self.last = event
            if not self.depth:
                node.end = self._end_of_last(event, node)
                self.passed = None

    def _end_of_last(self, event: Any, node: Node) -> int:
        if node.style == "flow":
            return _end(event)
        if isinstance(self.last, CollectionEndEvent):
            return _end(self.last)
        node.leaf = _node(self.last, self.text)
        return node.leaf.end


def _start(event: Any) -> int:
    return int(event.start_mark.index)


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _node(event: Any, text: str) -> Node:
    start, end = event.start_mark, event.end_mark.index
    if isinstance(event, MappingStartEvent | SequenceStartEvent):
        keys: list[Node] | None = [] if isinstance(event, MappingStartEvent) else None
        return Node(start.index, end, start.column, "flow" if event.flow_style else "block", keys)
    style = event.style if isinstance(event, ScalarEvent) and event.style else ""
    return Node(start.index, _end_of_block(text, start.index, end) if style in ("|", ">") else end, start.column, style)


def _end_of_block(text: str, start: int, end: int) -> int:
    """Where a block scalar ends: blank lines below it are its own only with the sign `+`."""
    header = _HEADER.match(text, start)
    if header is not None and "+" not in header.group():
        return start + len(text[start:end].rstrip(" \t\r\n"))
    *_, last = [None, *_LINE_BREAK.finditer(text, start, end)]
    return last.start() if last is not None and last.end() == end else end


def _taken_as_key(mapping: Node, node: Node, event: NodeEvent) -> bool:
    if mapping.keys is None or len(mapping.keys) > len(mapping.items):
        return False
    mapping.keys.append(node)
    mapping.names.append(str(event.value) if isinstance(event, ScalarEvent) else "")
    return True


def _take(parent: Node, node: Node, text: str) -> None:
    """Take an item; one that is not written at all stands where its colon or its dash ends."""
    lead = node.start
    if parent.keys is not None:
        key = parent.keys[-1]
        colon = _TO_COLON.match(text, key.end)
        lead = colon.end() if colon is not None and colon.end() <= node.start else key.end
        if node.start == node.end and not node.is_collection:
            node.start = node.end = lead
    parent.leads.append(lead)
    parent.items.append(node)
