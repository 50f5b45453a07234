"""Who is looking, in which organisation, with which permissions: what every query of an organisation's records is asked with."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from levelground.web.people.models import Organisation, User
from levelground.web.people.roles import Permission, permissions_of


@dataclass(frozen=True)
class Viewer:
    """A member of an organisation, at work in it."""

    user: User
    organisation: Organisation
    roles: frozenset[str]

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that their roles allow."""
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles allows it."""
        return permission in self.permissions


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer that `people.middleware` found for this request; only pages for members have one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def user_of(request: HttpRequest) -> User:
    """Who is signed in; only on pages that are for people who are."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("nobody is signed in")
    return user
