"""Where each part of a text begins and ends, to the character: what is needed to change one part and no other.

Only for texts that `yaml_reader` has read: nothing is checked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from yaml.events import CollectionEndEvent, MappingStartEvent, NodeEvent, ScalarEvent, SequenceStartEvent

from levelground.documents.document import Path

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


def nodes(text: str) -> Node:
    """The nodes of a text, from the top."""
    opened: list[Node] = []
    top: Node | None = None
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, NodeEvent):
            node = _node(event, text)
            if not opened:
                top = node
            elif not _taken_as_key(opened[-1], node, event):
                _take(opened[-1], node, text)
            if node.is_collection:
                opened.append(node)
        elif isinstance(event, CollectionEndEvent):
            node = opened.pop()
            node.end = event.end_mark.index if node.style == "flow" else node.items[-1].end
    if top is None:
        raise ValueError("the text holds no document")
    return top


def _node(event: NodeEvent, text: str) -> Node:
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
