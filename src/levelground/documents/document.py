"""A document as it was read: plain values, the exact text, and the place of every key, value and list item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from levelground.errors import Place, UserFacingError

Path = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and list positions (from 0), such as `("aim", "groups", 0)`."""


class DocumentUnreadable(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """The bytes could not be read as one plain document; `findings` says what to mend, and where."""

    exit_code: ClassVar[int] = 13


@dataclass(frozen=True)
class Document:
    """What one YAML document holds, and where each part of it stands.

    `value` is made of dict, list, str, int, float, bool and None only. `text` is the text without a byte order mark.
    """

    name: str
    value: Any
    text: str
    value_places: Mapping[Path, tuple[int, int]] = field(repr=False)
    key_places: Mapping[Path, tuple[int, int]] = field(repr=False)

    def place(self, path: Path = ()) -> Place:
        """Where the value at `path` stands; of the nearest enclosing value when there is none at `path`."""
        return self._nearest(self.value_places, path)

    def place_of_key(self, path: Path) -> Place:
        """Where the key that `path` ends with stands; a list item has no key, so its own place is given."""
        if path in self.key_places:
            return Place(self.name, *self.key_places[path])
        return self.place(path)

    def at(self, path: Path) -> Any:
        """The value at `path`; `KeyError` when there is none."""
        value = self.value
        for step in path:
            try:
                value = value[step]
            except (LookupError, TypeError):
                raise KeyError(path) from None
        return value

    def has(self, path: Path) -> bool:
        """Whether there is a value at `path`."""
        return path in self.value_places

    def prefixes(self, path: Path) -> Iterator[Path]:
        """`path`, then each path that encloses it, up to the top, where there is a value."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.value_places:
                yield path[:length]

    def _nearest(self, places: Mapping[Path, tuple[int, int]], path: Path) -> Place:
        if path in places:
            return Place(self.name, *places[path])
        for prefix in self.prefixes(path):
            return Place(self.name, *places[prefix])
        return Place(self.name)
