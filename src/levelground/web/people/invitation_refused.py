"""The refusal of an invitation, in words for the person who holds it."""

from __future__ import annotations

from levelground.errors import UserFacingError


class InvitationRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """An invitation opens nothing any more, or it is for somebody else."""
