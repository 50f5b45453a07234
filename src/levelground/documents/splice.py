"""One part of a document changed in its text: the lines of that part are new, every other line stays as it was, byte for byte.

Comments, blank lines, quotes and line ends elsewhere are kept. A comment directly above an item of a list, or a key, belongs
to it and goes with it. What comes out is read again before it is given back: it holds the old value with exactly that change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from levelground.documents.block_cuts import (
    entry_start,
    inserted_in_block,
    removed_from_block,
    replaced_at_the_top,
    replaced_in_block,
)
from levelground.documents.bracket_cuts import has_brackets, inserted_in_brackets, removed_from_brackets, replaced_in_brackets
from levelground.documents.canonical import canonical_text
from levelground.documents.document import Document, DocumentUnreadable, Path
from levelground.documents.nodes import Node, nodes
from levelground.documents.page import Cut, Page
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import LevelgroundError


class SpliceFailed(LevelgroundError):  # noqa: N818 - the house's errors are named for what they say
    """The new text does not hold what it should: a fault of this module, never of a document. No text is given back."""


@dataclass(frozen=True)
class Replaced:
    """The value at `path` becomes another one."""

    path: Path
    value: Any


@dataclass(frozen=True)
class Removed:
    """What stands at `path`, an item of a list or a key with its value, is taken away."""

    path: Path


@dataclass(frozen=True)
class Inserted:
    """A new item of the list at `path`, in front of what stands at `index`; or, where `index` is text, a new key after the others.

    Where nothing stands at `path`, the list or the block is made.
    """

    path: Path
    index: int | str
    value: Any


Change = Replaced | Removed | Inserted


def replaced(document: Document, path: Path, value: Any) -> str:
    """The text with another value at `path`. Raises as `spliced` does."""
    return spliced(document, [Replaced(path, value)]).text


def removed(document: Document, path: Path) -> str:
    """The text without what stands at `path`. Raises as `spliced` does."""
    return spliced(document, [Removed(path)]).text


def inserted(document: Document, path: Path, index: int | str, value: Any) -> str:
    """The text with a new item in the list at `path`, or a new key in the block there. Raises as `spliced` does."""
    return spliced(document, [Inserted(path, index, value)]).text


def spliced(document: Document, changes: Sequence[Change]) -> Document:
    """The document after some changes, one after the other: each path is one in the document that the changes before it made.

    Raises
    ------
    KeyError
        Where nothing stands at a path; or a key that is to be new is there.
    DocumentUnreadable
        Where a new value cannot stand in a document (a control character, infinity), or the document becomes too large.
    SpliceFailed
        Never, unless this module is wrong.
    """
    work = _Work(document.text, [change.path for change in changes])
    value = document.value
    for change in changes:
        for simple in _simple(change, value):
            if not (isinstance(simple, Replaced) and _same(_at(value, simple.path), simple.value)):
                value = _value_after(value, simple)
                work.do(simple, value)
    return _read_again(work.done(), value, document.name)


class _Work:
    """Changes put into one text: those of parts that are apart from each other at one go, for finding every part takes time."""

    def __init__(self, text: str, paths: Sequence[Path]) -> None:
        self._page, self._paths = Page(text), paths
        self._top: Node | None = None
        self._cuts: list[Cut] = []
        self._touched: list[Path] = []

    def do(self, change: Change, after: Any) -> None:
        """Take a change; `after` is the whole value that it leads to."""
        container = change.path if isinstance(change, Inserted) else change.path[:-1]
        if any(container[: len(other)] == other[: len(container)] for other in self._touched):
            self.done()
        self._touched.append(container)
        self._top = self._top or nodes(self._page.text, self._paths)
        self._cuts.extend(_cuts(self._page, self._top, change, after))

    def done(self) -> str:
        """The text with all changes so far."""
        if self._cuts:
            self._page, self._top = Page(self._page.with_cuts(self._cuts)), None
            self._cuts, self._touched = [], []
        return self._page.text


def _read_again(text: str, value: Any, name: str) -> Document:
    try:
        new = read_yaml(text, name)
    except DocumentUnreadable as refusal:
        if {finding.rule for finding in refusal.findings} <= {"too-large", "too-many-nodes"}:
            raise
        read_yaml(canonical_text(value), name)  # when the value is at fault: in words for people
        raise SpliceFailed(f"{name}: the new text cannot be read") from None
    if not _same(new.value, value):
        raise SpliceFailed(f"{name}: the new text does not hold the new value")
    return new


def _same(one: Any, other: Any) -> bool:
    """Equal in values, in their types and in the order of keys."""
    return json.dumps(one) == json.dumps(other)


def _simple(change: Change, value: Any) -> list[Change]:
    """The change in terms of blocks and lists that are there, and hold something before and after."""
    if isinstance(change, Removed):
        if not change.path:
            raise KeyError(change.path)
        container = _at(value, change.path[:-1])
        _at(container, change.path[-1:])
        return [change] if len(container) > 1 else [Replaced(change.path[:-1], type(container)())]
    if isinstance(change, Inserted):
        fresh = {change.index: change.value} if isinstance(change.index, str) else [change.value]
        if change.path and change.path[-1] not in (above := _at(value, change.path[:-1])) and isinstance(above, dict):
            return _simple(Inserted(change.path[:-1], change.path[-1], fresh), value)
        if not (there := _at(value, change.path)) and there in (None, [], {}):
            return [Replaced(change.path, fresh)]
        _insertable(there, change)
    return [change]


def _insertable(container: Any, change: Inserted) -> None:
    if isinstance(container, list) and isinstance(change.index, int) and 0 <= change.index <= len(container):
        return
    if isinstance(container, dict) and isinstance(change.index, str) and change.index not in container:
        return
    raise KeyError((*change.path, change.index))


def _value_after(value: Any, change: Change) -> Any:
    """The plain value after a simple change; what is not changed is shared with the old one."""
    if isinstance(change, Replaced):
        return _with(value, change.path, change.value)
    path = change.path[:-1] if isinstance(change, Removed) else change.path
    step = change.path[-1] if isinstance(change, Removed) else change.index
    container = _at(value, path)
    if isinstance(container, dict):
        kept = {key: inner for key, inner in container.items() if key != step}
        return _with(value, path, kept if isinstance(change, Removed) else {**kept, step: change.value})
    index = int(step)
    new = [] if isinstance(change, Removed) else [change.value]
    return _with(value, path, [*container[:index], *new, *container[index + isinstance(change, Removed) :]])


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    inner = _with(_at(value, path[:1]), path[1:], new)
    copy = value.copy()
    copy[path[0]] = inner
    return copy


def _at(value: Any, path: Path) -> Any:
    """The value at `path`; `KeyError` when there is none."""
    for step in path:
        inside = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
        if not inside:
            raise KeyError(path)
        value = value[step]
    return value


def _cuts(page: Page, top: Node, change: Change, after: Any) -> list[Cut]:
    if not change.path and isinstance(change, Replaced):
        return replaced_at_the_top(page, top, change.value)
    parent_path = change.path if isinstance(change, Inserted) else change.path[:-1]
    parent = top.at(parent_path)
    if parent.style == "flow":
        if has_brackets(page, parent) or isinstance(change, Replaced):
            return _cuts_in_brackets(page, parent, change)
        return _cuts(page, top, Replaced(parent_path, _at(after, parent_path)), after)
    if isinstance(change, Replaced):
        return replaced_in_block(page, parent, parent.position(change.path[-1]), change.value)
    floor = _floor(page, top, parent_path)
    if isinstance(change, Removed):
        return removed_from_block(page, parent, parent.position(change.path[-1]), floor)
    return inserted_in_block(page, parent, _new_position(parent, change), (change.index, change.value), floor)


def _cuts_in_brackets(page: Page, parent: Node, change: Change) -> list[Cut]:
    if isinstance(change, Inserted):
        return inserted_in_brackets(page, parent, _new_position(parent, change), change.index, change.value)
    position = parent.position(change.path[-1])
    if isinstance(change, Removed):
        return removed_from_brackets(page, parent, position)
    return replaced_in_brackets(page, parent, position, change.value)


def _new_position(parent: Node, change: Inserted) -> int:
    return change.index if isinstance(change.index, int) else len(parent.items)


def _floor(page: Page, top: Node, path: Path) -> int:
    """Above this, no comment belongs to the first item of what stands at `path`: where its key or its dash ends."""
    if not path:
        return page.line_start(top.start)
    above = top.at(path[:-1])
    position = above.position(path[-1])
    return entry_start(page, above, position) + 1 if above.keys is None else above.leads[position]
