"""Invitations, as the person who holds the link sees them."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from django.utils import timezone

from levelground.web.people.models import Invitation
from levelground.web.people.roles import ROLES, MemberRole

KEPT = "invitation"
"""In a session: the link that somebody came by, while they sign in at their organisation's provider."""


class InvitationState(StrEnum):
    """Whether an invitation still opens anything, and if not, why."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def by_token(token: str) -> Invitation | None:
    """The invitation whose link holds this secret; only its digest is kept (SHA-256, in hex)."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Invitation.objects.select_related("organisation").filter(token_digest=digest).first()


def state_of(invitation: Invitation) -> InvitationState:
    """Where an invitation stands now."""
    if invitation.accepted_at is not None:
        return InvitationState.USED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if invitation.expires_at <= timezone.now() else InvitationState.OPEN


def open_for(token: str, email: str) -> Invitation | None:
    """The open invitation of this link, when it was sent to this address."""
    found = by_token(token) if token else None
    if found is None or not email or state_of(found) is not InvitationState.OPEN:
        return None
    return found if found.email.casefold() == email.casefold() else None


def role_of(invitation: Invitation) -> MemberRole | None:
    """The role that an invitation offers, in words."""
    return ROLES.get(invitation.role)
