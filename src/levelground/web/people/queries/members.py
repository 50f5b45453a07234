"""Who is in the viewer's organisation, with which roles, and who is asked to join: nothing of any other organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from levelground.web.people.models import Invitation, Membership, Organisation, RoleName, User
from levelground.web.people.roles import ROLES
from levelground.web.people.viewer import Viewer


@dataclass(frozen=True)
class Member:
    """A person of the organisation with the roles that they have now."""

    person: User
    roles: tuple[str, ...]
    since: datetime


def of(viewer: Viewer) -> list[Member]:
    """The people of the viewer's organisation, by name."""
    held = Membership.objects.filter(organisation=viewer.organisation, ended_at__isnull=True).select_related("user").order_by("since")
    by_person: dict[int, list[Membership]] = {}
    for membership in held:
        by_person.setdefault(membership.user_id, []).append(membership)
    made = [Member(own[0].user, tuple(one.role for one in own), own[0].since) for own in by_person.values()]
    return sorted(made, key=lambda member: (member.person.name.casefold(), member.person.pk))


def one(viewer: Viewer, person: int) -> Member | None:
    """One person of the viewer's organisation; None for everybody else, who might as well not exist."""
    held = list(
        Membership.objects.filter(organisation=viewer.organisation, user__in=User.objects.filter(pk=person), ended_at__isnull=True)
        .select_related("user")
        .order_by("since")
    )
    return Member(held[0].user, tuple(membership.role for membership in held), held[0].since) if held else None


def open_invitations(viewer: Viewer) -> list[Invitation]:
    """Who was asked to join and has not yet, the oldest first; those that have run out too, for who may ask again."""
    return list(
        Invitation.objects.filter(organisation=viewer.organisation, accepted_at=None, withdrawn_at=None)
        .select_related("invited_by")
        .order_by("created_at")
    )


def invitation(viewer: Viewer, number: int) -> Invitation | None:
    """One invitation of the viewer's organisation."""
    return Invitation.objects.filter(organisation=viewer.organisation, pk=number).first()


def has_run_out(invited: Invitation) -> bool:
    """Whether the link does not work any more because of its age."""
    return invited.expires_at <= timezone.now()


def role_names(organisation: Organisation) -> dict[str, str]:
    """What the organisation calls each role: its own name where it has one."""
    own = dict(RoleName.objects.filter(organisation=organisation).values_list("role", "name"))
    return {role.id: own.get(role.id, role.name) for role in ROLES.values()}


def parts_of(organisation: Organisation) -> list[Organisation]:
    """The organisations that stand under this one."""
    return list(organisation.parts.all())
