"""Finding a person."""

from __future__ import annotations

from levelground.web.people.models import User


def with_address(email: str) -> User | None:
    """The person with this email address, whatever its case; None for no address."""
    return User.objects.filter(email__iexact=email).first() if email else None
