"""What a decision does not let anybody do, in words for the person who tried."""

from __future__ import annotations

from levelground.errors import UserFacingError


class DecisionRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """Closed already, not decided yet, or somebody who spoke has no answer; `missing` says each of them in a sentence."""

    exit_code = 62

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing
