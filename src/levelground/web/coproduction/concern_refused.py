"""What cannot be done with a concern, in words for the person who tried."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class ConcernRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """A desk that nobody can answer at, or a concern that is closed or taken back."""

    exit_code: ClassVar[int] = 78
