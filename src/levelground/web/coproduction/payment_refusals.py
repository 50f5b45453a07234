"""What offers, claims and pay do not let anybody do, in words for the person who tried."""

from __future__ import annotations

from typing import ClassVar

from levelground.errors import UserFacingError


class PaymentRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """Says what must hold and one next step; `field` is the field of a form that it is about."""

    exit_code: ClassVar[int] = 83

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
