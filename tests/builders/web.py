"""Organisations, people and signed-in browsers for tests of the web; every test that uses them is marked `django_db`."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from levelground.web.people.models import Membership, Organisation, OrganisationKind, User

PASSWORD = "a long password for tests"  # noqa: S105 - not a secret: of people who exist in tests only
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of their authenticator apps, likewise


def organisation(slug: str = "northshire", name: str = "", kind: str = OrganisationKind.TRUST) -> Organisation:
    """The organisation with this slug, made when there is none."""
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name or f"{slug.capitalize()} NHS Trust", "kind": kind})[0]


def person(role: str | None = "qi_lead", of: str = "northshire", name: str = "") -> User:
    """A person with a role in an organisation (in none with `role=None`); the same one each time it is asked for."""
    email = f"{role or 'nobody'}@{of}.example"
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    user = User(email=email, name=name or f"{(role or 'nobody').replace('_', ' ').capitalize()} of {of}")
    user.set_password(PASSWORD)
    user.save()
    if role is not None:
        Membership.objects.create(user=user, organisation=organisation(of), role=role)
    return user


def with_second_factor(user: User) -> User:
    """The person with an authenticator app whose secret is `SECRET` (the one that they have already, when they have one)."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)
    return user


def code(secret: str = SECRET, at: float | None = None) -> str:
    """What an authenticator app shows, now or at another moment."""
    return str(format_hotp_value(hotp_value(secret, int(time.time() if at is None else at) // 30)))


def browser(user: User | None = None) -> Client:
    """A browser, signed in as this person with their second factor; signed out without one."""
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    if user is not None:
        with_second_factor(user)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
