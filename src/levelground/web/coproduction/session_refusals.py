"""What a session does not let anybody do, in words for the person who tried."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class SessionRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """The session is over or cancelled, something must be there first, or somebody else was faster."""

    exit_code: ClassVar[int] = 72
