"""YAML text to plain values with places, in one pass over the events of the C parser, with a stack and no recursion.

Refused, each as a finding with its place: anchors and aliases, explicit tags, duplicate keys (libraries silently take the
last one), several documents, keys that are not text, more than 20 levels, more than 200,000 keys and values, and what `utf8_text` refuses.
Keys are always text, exactly as written. Quoted scalars are always text; `scalars.resolve` says what unquoted ones are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from levelground.documents.document import Document, DocumentUnreadable, Path
from levelground.documents.scalars import NotANumber, resolve
from levelground.documents.utf8_text import UNPRINTABLE, decoded, unprintable
from levelground.documents.yaml_problems import in_plain_words
from levelground.errors import Finding, Place, Severity

__all__ = ["Document", "DocumentUnreadable", "read_yaml"]

MOST_LEVELS = 20
MOST_NODES = 200_000
"""A change package of 5,000 elements has about 150,000."""
MOST_FINDINGS = 50


def read_yaml(data: bytes | str, name: str) -> Document:
    """Read one YAML document.

    Parameters
    ----------
    data
        The bytes of the file, or its text.
    name
        How to name the file in places.

    Raises
    ------
    DocumentUnreadable
        With every finding up to the first that makes reading on senseless.
    """
    text = decoded(data, name)
    composer = _Composer(name)
    try:
        for event in events(text):
            composer.take(event)
    except _Stop:  # the composer has kept why
        pass
    except yaml.YAMLError as error:
        composer.findings.append(in_plain_words(error, name, text))
    if not composer.findings and composer.value is None:
        composer.refuse("empty-document", "the file holds no document.", Place(name), "Write the document, or give another file.")
    if composer.findings:
        raise DocumentUnreadable(f"{name} cannot be read", composer.findings)
    return Document(name, composer.value, text, composer.value_places, composer.key_places)


def events(text: str) -> Iterator[Any]:
    """The events of a text, one by one; raises `yaml.YAMLError` where it breaks the rules."""
    parser = yaml.CSafeLoader(text)
    try:
        while not isinstance(event := parser.get_event(), StreamEndEvent):
            yield event
    finally:
        parser.dispose()


class _Stop(Exception):  # noqa: N818 - not an error: the findings are kept by the composer
    """Reading on would be senseless or costly."""


@dataclass
class _Open:
    """A block or list that is not closed yet; `key` is the key whose value comes next."""

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


@dataclass
class _Composer:
    name: str
    value: Any = None
    findings: list[Finding] = field(default_factory=list)
    value_places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: Event) -> None:
        """Take the next event of the parser."""
        if isinstance(event, NodeEvent):
            self._node(event)
        elif isinstance(event, CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.refuse(
                    "several-documents", "a second document begins here.", self._place(event), "Keep one document in a file.", stop=True
                )

    def refuse(self, rule: str, message: str, place: Place, next_step: str, *, stop: bool = False) -> None:
        """Keep a finding; stop reading where told, or when there are already many."""
        self.add(Finding(Severity.ERROR, rule, message, place, next_step=next_step), stop=stop)

    def add(self, finding: Finding, *, stop: bool = False) -> None:
        """Keep a finding that is made elsewhere."""
        self.findings.append(finding)
        if stop or len(self.findings) >= MOST_FINDINGS:
            raise _Stop

    def _place(self, event: Event) -> Place:
        return Place(self.name, *_line_and_column(event))

    def _node(self, event: NodeEvent) -> None:
        if event.anchor is not None or event.tag is not None:  # type: ignore[attr-defined] # an alias has an anchor
            self._refuse_anchor_and_tag(event)
        top = self._open[-1] if self._open else None
        if top is not None and top.key is None and isinstance(top.container, dict):
            self._take_key(event, top, top.container)
        else:
            self._take_value(event, top)

    def _refuse_anchor_and_tag(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            sign, what = ("*", "alias") if isinstance(event, AliasEvent) else ("&", "anchor")
            self.refuse(
                "alias-refused",
                f"`{sign}{_short(event.anchor)}` is an {what}; a document says everything where it stands.",
                self._place(event),
                "Write the value out; if it is text, put quotes around it.",
            )
        if getattr(event, "tag", None) is not None:
            self.refuse(
                "tag-refused",
                f"the tag `{_short(str(event.tag))}` asks for a special type.",  # type: ignore[attr-defined]
                self._place(event),
                "Delete the tag; if it is text, put quotes around it.",
            )

    def _take_key(self, event: NodeEvent, top: _Open, container: dict[str, Any]) -> None:
        if not isinstance(event, ScalarEvent) or event.value == "":
            self.refuse("key-not-text", "a key must be text.", self._place(event), "Write `key: value`.", stop=True)
            return
        key = event.value
        path = (*top.path, key)
        if event.style == '"':
            self._refuse_unprintable(key, event)
        if key in container:
            first = Place(self.name, *self.key_places[path])
            self.refuse(
                "duplicate-key",
                f"the key `{_short(key)}` stands here a second time; it stands first in line {first.line}, column {first.column}.",
                self._place(event),
                "Keep one of the two.",
            )
        else:
            self.key_places[path] = _line_and_column(event)
        top.key = key

    def _take_value(self, event: NodeEvent, top: _Open | None) -> None:
        path: Path = () if top is None else (*top.path, len(top.container) if top.key is None else top.key)
        value = self._value(event, path)
        self.value_places[path] = _line_and_column(event)
        if len(self.value_places) + len(self.key_places) > MOST_NODES:
            self.refuse(
                "too-many-nodes",
                f"the document has more than {MOST_NODES:,} keys and values.",
                self._place(event),
                "Keep data in data files.",
                stop=True,
            )
        if top is None:
            self.value = value
        elif isinstance(top.container, list):
            top.container.append(value)
        elif top.key is not None:
            top.container[top.key] = value
            top.key = None

    def _value(self, event: NodeEvent, path: Path) -> Any:
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if isinstance(event, AliasEvent):
            return None
        container: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        assert isinstance(event, MappingStartEvent | SequenceStartEvent)  # noqa: S101 - there are no other nodes
        self._open.append(_Open(container, path))
        if len(self._open) > MOST_LEVELS:
            self.refuse(
                "too-deep",
                f"the document is nested more than {MOST_LEVELS} levels deep.",
                self._place(event),
                "Close the brackets, or write the document flatter.",
                stop=True,
            )
        return container

    def _scalar(self, event: ScalarEvent) -> Any:
        word: str = event.value
        if event.style:
            if event.style == '"':
                self._refuse_unprintable(word, event)
            return word
        try:
            return resolve(word)
        except NotANumber as reason:
            self.refuse("not-a-number", str(reason), self._place(event), "Write the number, or quotes around it if it is text.")
            return None

    def _refuse_unprintable(self, word: str, event: ScalarEvent) -> None:
        """A backslash code in double quotes may make what the text itself may not hold."""
        match = UNPRINTABLE.search(word)
        if match is not None:
            self.add(unprintable(match.group(), self._place(event)))


def _line_and_column(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
