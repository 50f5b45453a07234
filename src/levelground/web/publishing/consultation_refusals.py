"""What a consultation does not let anybody do, in words for the person who tried."""

from __future__ import annotations

from levelground.errors import UserFacingError


class ConsultationRefused(UserFacingError):
    """It is not open, it is open already, or what was asked for does not fit it."""

    exit_code = 61
