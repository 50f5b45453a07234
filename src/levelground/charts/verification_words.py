"""How well something is known, in words that stand beside it wherever it is shown."""

from __future__ import annotations

from levelground.change_package.elements import Verification

_MARKS = {Verification.SECONDARY: "read about elsewhere", Verification.UNVERIFIED: "not verified"}
_DATA_MARKS = {"verified": "verified", "secondary": "not taken directly from its publisher", "unverified": "not verified"}


def mark(verification: Verification) -> str:
    """The mark of an element that is not verified at its source; empty for one that is."""
    return _MARKS.get(verification, "")


def data_mark(verification: object) -> str:
    """How the figures of a source were checked; a source that does not say is not taken as verified."""
    return _DATA_MARKS.get(str(verification), "not said whether it was verified")
