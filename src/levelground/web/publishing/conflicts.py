"""Why a change to a draft was not made: somebody else was first, the draft is not open, nothing would change, something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levelground.errors import UserFacingError

HEAD = ""
"""What stands for the element where a conflict is about the head of a change package, or about its whole text."""


@dataclass(frozen=True)
class BothSides:
    """The fields that the second person changed: what they said when the form was opened, what they say now, what was sent."""

    was: Mapping[str, Any]
    theirs: Mapping[str, Any]
    yours: Mapping[str, Any]


class EditConflict(UserFacingError):
    """The same element was changed by two people; the second is shown both and chooses. Nothing was written.

    Sent again with `seen=now` (and `take_mine=True`) the choice is taken, unless a third person was faster still.

    Attributes
    ----------
    element_id
        The element; `HEAD` (empty) for the head, and for a text that was to be replaced as a whole (field `text`).
    was, theirs, yours
        Field -> value, for the fields that the second person changed; None where the field is not there.
    fields_both_changed
        Those of them that somebody else changed too; where there is none, both can have what they want.
    now
        The number of edits that was looked at: the new `seen`.
    gone
        Somebody has taken the element away: there is nothing left to change.
    """

    exit_code = 40

    def __init__(self, element_id: str, sides: BothSides, *, now: int, gone: bool = False) -> None:
        super().__init__("Somebody else changed this while you were writing. Nothing of yours is lost: choose below.")
        self.element_id = element_id
        self.was, self.theirs, self.yours = dict(sides.was), dict(sides.theirs), dict(sides.yours)
        self.fields_both_changed = tuple(name for name in self.yours if self.was.get(name) != self.theirs.get(name))
        self.now = now
        self.gone = gone


class NotADraft(UserFacingError):
    """The text cannot be changed now: it is out for consultation, in review, published, or deleted."""

    exit_code = 41


class NothingChanged(UserFacingError):
    """The text says already what was asked for: there is no edit to keep."""

    exit_code = 42


class NotReady(UserFacingError):
    """A step in the life of a version that cannot be taken yet; `missing` says in sentences what must hold first."""

    exit_code = 43

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing or (message,)
