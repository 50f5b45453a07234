"""From one value to another by few changes, so that a document's text keeps every line that need not change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from levelground.documents.document import Document, Path
from levelground.documents.splice import Change, Inserted, Removed, Replaced, spliced


def rewritten(document: Document, value: Any) -> Document:
    """The document with another value, and only those lines new that the other value asks for; keys keep the order they have.

    Raises
    ------
    DocumentUnreadable
        Where the value cannot stand in a document.
    """
    return spliced(document, list(changes_between(document.value, value)))


def changes_between(old: Any, new: Any, path: Path = ()) -> Iterator[Change]:
    """The changes that make `new` of `old`, later ones first, so that each path counts before and after the others.

    Items of a list are known again by their `id` where they have one, and by what they are where they have none.
    """
    if old is new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old:
        for key in [key for key in old if key in new]:
            yield from changes_between(old[key], new[key], (*path, key))
        yield from (Inserted(path, key, new[key]) for key in new if key not in old)
        yield from (Removed((*path, key)) for key in old if key not in new)
    elif isinstance(old, list) and isinstance(new, list) and old:
        yield from _in_list(old, new, path)
    elif _name(old) != _name(new) or type(old) is not type(new):
        yield Replaced(path, new)


def _in_list(old: list[Any], new: list[Any], path: Path) -> Iterator[Change]:
    names, others = [_name(item) for item in old], [_name(item) for item in new]
    for tag, start, end, first, last in reversed(_matched(names, others)):
        if tag == "equal":
            for offset in reversed(range(end - start)):
                yield from changes_between(old[start + offset], new[first + offset], (*path, start + offset))
            continue
        with_ids = any(isinstance(item, dict) and "id" in item for item in (*old[start:end], *new[first:last]))
        both = 0 if with_ids else min(end - start, last - first)
        for position in reversed(range(first + both, last)):
            yield Inserted(path, end if with_ids else start + both, new[position])
        for position in reversed(range(start + both, end)):
            yield Removed((*path, position))
        for offset in reversed(range(both)):
            yield from changes_between(old[start + offset], new[first + offset], (*path, start + offset))


def _matched(names: list[str], others: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What of two lists is the same, what differs; what is the same at both ends is not looked at twice."""
    length = min(len(names), len(others))
    above = next((number for number in range(length) if names[number] != others[number]), length)
    below = next((number for number in range(length - above) if names[-1 - number] != others[-1 - number]), length - above)
    middle = SequenceMatcher(None, names[above : len(names) - below], others[above : len(others) - below], autojunk=False)
    found = [(tag, start + above, end + above, first + above, last + above) for tag, start, end, first, last in middle.get_opcodes()]
    return [
        ("equal", 0, above, 0, above),
        *found,
        ("equal", len(names) - below, len(names), len(others) - below, len(others)),
    ]


def _name(item: Any) -> str:
    """By what an item is known again."""
    if isinstance(item, dict) and isinstance(item.get("id"), str):
        return json.dumps(item["id"])
    return json.dumps(item)
