"""Who may open an address. Every view says it; one that says nothing is closed to everybody.

Addresses of an organisation's own pages begin with `organisations/<slug:organisation>/`. To somebody who is not in the
organisation they do not exist (404), whether or not there is such a page; a member without the permission is told who has it (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from levelground.web.people.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """Whom a page is for."""

    ANYONE = "anyone"
    """The public, signed in or not."""
    SIGNED_OUT = "whoever is signing in"
    """Ways to sign in, and to get back into an account."""
    SIGNED_IN = "whoever is signed in"
    """A person's own account."""
    MEMBERS = "members of the organisation"
    """Those in the organisation of the address, with the permission where one is named."""


@dataclass(frozen=True)
class AccessPolicy:
    """Whom an address is for."""

    audience: Audience
    permission: Permission | None = None


def _policy(policy: AccessPolicy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


anyone = _policy(AccessPolicy(Audience.ANYONE))
"""`@anyone`: the page is public."""
signed_in = _policy(AccessPolicy(Audience.SIGNED_IN))
"""`@signed_in`: a person's own page."""
signing_in = _policy(AccessPolicy(Audience.SIGNED_OUT))
"""`@signing_in`: a way to sign in, or to get back into an account."""


def members(permission: Permission | None = None) -> Callable[[View], View]:
    """`@members(Permission.EDIT_DRAFTS)`: those in the organisation of the address who have the permission."""
    return _policy(AccessPolicy(Audience.MEMBERS, permission))


OF_OTHERS: dict[str, AccessPolicy] = {}
"""Policies of the addresses whose views are not ours (signing in), by the name of the address. `people.urls.signing_in` fills in which."""


def policy_of(view: Callable[..., Any], url_name: str | None) -> AccessPolicy | None:
    """What a view says, or what is said of an address of others; None: nobody said, so nobody may."""
    said: AccessPolicy | None = getattr(view, "policy", None)
    return said or (OF_OTHERS.get(url_name) if url_name else None)
