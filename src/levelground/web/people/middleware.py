"""Holds every address to its policy, before its view is called: what is not allowed is denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from levelground.web.people import second_factor
from levelground.web.people.policy import AccessPolicy, Audience, policy_of
from levelground.web.people.queries import members, viewers
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer

MOST = 2**63 - 1
"""The largest number of a row."""


class EveryAddressHasAPolicy:
    """Django's hook before a view. Sets `request.viewer` on pages for members; what is for one person is kept by no browser or proxy."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if getattr(request, "is_for_one_person", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        match = request.resolver_match
        policy = policy_of(view, match.view_name if match else None)
        if policy is None:
            raise Http404("no policy: nobody may")
        if any(_is_of_nothing(part) for part in kwargs.values()):
            raise Http404("no database holds such an id")
        request.is_for_one_person = policy.audience is not Audience.ANYONE  # type: ignore[attr-defined]
        if policy.audience in {Audience.ANYONE, Audience.SIGNED_OUT}:
            return None
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return self._as_member(request, policy, kwargs) if policy.audience is Audience.MEMBERS else None

    def _as_member(self, request: HttpRequest, policy: AccessPolicy, kwargs: dict[str, Any]) -> HttpResponse | None:
        viewer = viewers.viewer(request.user, kwargs["organisation"])  # type: ignore[arg-type]
        if viewer is None:
            raise Http404("not of this organisation")
        if second_factor.is_missing(request):
            messages.info(request, "Set up your second step first. Then you can go on.")
            return HttpResponseRedirect(reverse("mfa_index"))
        request.viewer = viewer  # type: ignore[attr-defined]
        if policy.permission is not None and not viewer.may(policy.permission):
            return _not_allowed(request, viewer, policy.permission)
        return None


def _is_of_nothing(part: Any) -> bool:
    """Whether a part of an address is one that a database refuses to look for: NUL in a text, a number that no column holds."""
    return part > MOST if isinstance(part, int) else "\0" in str(part)


def _not_allowed(request: HttpRequest, viewer: Viewer, permission: Permission) -> HttpResponse:
    names = members.role_names(viewer.organisation)
    page = {
        "page_title": "You cannot do this with your role",
        "permission": permission.value,
        "with_it": [names[role.id] for role in ROLES.values() if permission in role.permissions],
        "roles": sorted(names.get(role, role) for role in viewer.roles),
    }
    return render(request, "people/not_allowed.jinja", page, status=403)
