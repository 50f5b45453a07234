"""A person's own account, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from levelground.web.people.models import Membership, Organisation, RoleName, User
from levelground.web.people.roles import ROLES


@dataclass(frozen=True)
class Workplace:
    """An organisation that a person is in, and what it calls their roles."""

    organisation: Organisation
    roles: list[str]


@dataclass(frozen=True)
class WaysIn:
    """How a person signs in."""

    password: bool
    provider: bool
    app: bool
    passkeys: int
    recovery_codes: bool


def places_of(user: User) -> list[Workplace]:
    """The organisations of a person by name, with their roles."""
    held = Membership.objects.filter(user=user, ended_at=None).select_related("organisation").order_by("organisation__name", "role")
    own_names = {(name.organisation_id, name.role): name.name for name in RoleName.objects.filter(organisation__memberships__in=held)}
    places: dict[int, Workplace] = {}
    for membership in held:
        place = places.setdefault(membership.organisation_id, Workplace(membership.organisation, []))
        usual = ROLES[membership.role].name if membership.role in ROLES else membership.role
        place.roles.append(own_names.get((membership.organisation_id, membership.role), usual))
    return list(places.values())


def ways_in_of(user: User) -> WaysIn:
    """What a person has to sign in with."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return WaysIn(
        password=user.has_usable_password(),
        provider=SocialAccount.objects.filter(user=user).exists(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )
