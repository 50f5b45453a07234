"""A change of an organisation or its people that a rule of this room does not allow."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class ChangeRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """Says what must hold and one next step; `field` is the field of a form that it is about."""

    exit_code: ClassVar[int] = 61

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
