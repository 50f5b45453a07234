"""What cannot be done with somebody's words, said to the person who tried."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class ContributionRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """Words that are not there any more, that nobody agreed to show, or that nobody has read a second time."""

    exit_code: ClassVar[int] = 74
