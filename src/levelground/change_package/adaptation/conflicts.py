"""What an upgrade cannot decide: a base and an adaptation that want different things, in words, with what each choice would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from levelground.change_package.adaptation.changes import Change


class Side(StrEnum):
    """Whose wish holds: the adaptation's, or the new base's."""

    MINE = "mine"
    THEIRS = "theirs"


class ConflictKind(StrEnum):
    """Why a person has to choose."""

    BOTH_CHANGED = "both-changed"
    BASE_REMOVED = "base-removed"
    BASE_CHANGED_WHAT_IS_REMOVED = "base-changed-what-is-removed"
    SAME_ID = "same-id"
    PLACE_IS_GONE = "place-is-gone"
    ACCEPTED_IS_GONE = "accepted-is-gone"


Part = tuple[int, int | None]
"""An operation's position in the overlay; of one that adds several elements, the position of one of them too."""


@dataclass(frozen=True)
class Conflict:
    """One thing to choose.

    `key` is stable: the element, the element and its field (`P1.text`), or its link (`S9.serves.P1`). `effects` says what each
    side would do; a side that is not in it cannot be chosen, and `says` tells why.
    """

    key: str
    kind: ConflictKind
    element: str
    field: str | None
    says: str
    base_old: Any
    base_new: Any
    overlay: Any
    effects: Mapping[Side, str]
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The conflict for programs."""
        return {
            "key": self.key,
            "kind": self.kind,
            "element": self.element,
            "field": self.field,
            "says": self.says,
            "base_before": self.base_old,
            "base_now": self.base_new,
            "overlay": self.overlay,
            "choices": {side.value: words for side, words in self.effects.items()},
        }


def in_words(operation: Mapping[str, Any]) -> str:
    """What an operation does, after `your adaptation`: `rewords `text` of P1`."""
    match operation["op"]:
        case "reword":
            return f"rewords `{operation['field']}` of {operation['element']}"
        case "replace":
            verb = "takes away" if operation.get("value") is None else "changes"
            return f"{verb} `{operation['field']}` of {operation['element']}"
        case "remove":
            return f"takes {operation['element']} away"
        case "link":
            return f"links {operation['element']} to {operation['target']} (`{operation['field']}`)"
        case "unlink":
            return f"unlinks {operation['element']} from {operation['target']} (`{operation['field']}`)"
        case _:
            return f"adds {', '.join(element['id'] for element in operation['elements'])}"
