"""What an open call does not let anybody do any more, in words for the person who tried."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class InterestClosed(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """The call has closed, on the organiser's clock, or it was withdrawn."""

    exit_code: ClassVar[int] = 81


class InterestRefused(UserFacingError):  # noqa: N818 - likewise
    """Something that must be answered is not, or it was taken back."""

    exit_code: ClassVar[int] = 82
