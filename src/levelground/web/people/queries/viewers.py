"""Who somebody is in an organisation."""

from __future__ import annotations

from levelground.web.people.models import Membership, Organisation, User
from levelground.web.people.viewer import Viewer


def viewer(user: User, slug: str) -> Viewer | None:
    """The person as a member of the organisation with this slug; None where they are not in it, or there is none."""
    memberships = Membership.objects.filter(user=user, organisation__slug=slug, ended_at__isnull=True).select_related("organisation")
    held = list(memberships)
    if not held:
        return None
    return Viewer(user, held[0].organisation, frozenset(membership.role for membership in held))


def organisations_of(user: User) -> list[Organisation]:
    """The organisations that a person is in now, by name."""
    return list(Organisation.objects.filter(memberships__user=user, memberships__ended_at__isnull=True).distinct())
