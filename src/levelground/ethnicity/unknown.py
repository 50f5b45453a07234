"""Why an ethnic group is not known. The kinds are different things, with different remedies, and are never merged by silence."""

from __future__ import annotations

from enum import StrEnum


class UnknownKind(StrEnum):
    """How it comes that no ethnic group is recorded.

    `UNKNOWN` is for sources that publish the kinds only together: it says that the source merged them, and is no kind of its own.
    """

    NOT_STATED = "not_stated"
    NOT_KNOWN = "not_known"
    MISSING = "missing"
    UNKNOWN = "unknown"


UNKNOWN_WORDS = {
    UnknownKind.NOT_STATED: "not stated: the person was asked and chose not to say",
    UnknownKind.NOT_KNOWN: "not known: the person was not asked, or could not be",
    UnknownKind.MISSING: "missing: the record is blank",
    UnknownKind.UNKNOWN: "unknown: not stated and not known, which the source gives only together",
}
"""Each kind in words for a page."""
