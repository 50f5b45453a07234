"""A document put together from parts of others: one value, and for each part of it the place where it really stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from levelground.documents.canonical import canonical_text
from levelground.documents.document import Document, Path
from levelground.errors import Place


class AssembledDocument(Document):
    """A document whose parts stand in other documents, some of which may be put together themselves.

    `parts` says for a path where the value there was written: the document, and the path in it. What is within a part is
    looked for within it there; the longest path counts. The empty path must be among them. `text` is the canonical text.
    """

    parts: Mapping[Path, tuple[Document, Path]]

    def __init__(self, name: str, value: Any, parts: Mapping[Path, tuple[Document, Path]]) -> None:
        for key, given in (("name", name), ("value", value), ("parts", parts), ("value_places", {}), ("key_places", {})):
            object.__setattr__(self, key, given)

    @cached_property
    def text(self) -> str:
        """The whole value as text: no part's own words, but what reads as the same value."""
        return canonical_text(self.value)

    def place(self, path: Path = ()) -> Place:
        """Where the value at `path` was written, in whichever file; of the nearest enclosing value when there is none."""
        document, there = self._written(path)
        return document.place(there)

    def place_of_key(self, path: Path) -> Place:
        """Where the key that `path` ends with was written."""
        document, there = self._written(path)
        return document.place_of_key(there)

    def has(self, path: Path) -> bool:
        """Whether there is a value at `path`."""
        try:
            self.at(path)
        except KeyError:
            return False
        return True

    def prefixes(self, path: Path) -> Iterator[Path]:
        """`path`, then each path that encloses it, up to the top, where there is a value."""
        for length in range(len(path), -1, -1):
            if self.has(path[:length]):
                yield path[:length]

    def _written(self, path: Path) -> tuple[Document, Path]:
        for length in range(len(path), -1, -1):
            if path[:length] in self.parts:
                document, there = self.parts[path[:length]]
                return document, (*there, *path[length:])
        raise KeyError(path)
