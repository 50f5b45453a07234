"""What every page has around it: the menu, the person's own links, the links at the foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

MENU = (
    ("Change packages", "packages"),
    ("Recommendations", "recommendations"),
    ("Results", "results"),
    ("Search", "search"),
    ("Help", "help"),
)
WORKSPACE = (
    ("Overview", "workspace", None),
    ("Drafts", "drafts", Permission.SEE_DRAFTS),
    ("Who answers for what", "accountability", Permission.SEE_DRAFTS),
    ("News", "news", Permission.SEE_DRAFTS),
    ("Registers", "register_entries", Permission.KEEP_REGISTERS),
    ("People", "members", Permission.SEE_PEOPLE),
    ("Audit trail", "audit_trail", Permission.SEE_AUDIT),
)
FOOT = (("About Levelground", "about"), ("Accessibility statement", "accessibility"), ("Privacy", "privacy"), ("Open data", "open_data"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor for every template; reads nothing from the database but the session's person."""
    navigation = [{"text": text, "href": reverse(name), "current": _current(request.path, reverse(name))} for text, name in MENU]
    user = getattr(request, "user", None)
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "navigation": navigation,
        "footer_links": [{"text": text, "href": reverse(name)} for text, name in FOOT],
        "signed_in_as": user if user is not None and user.is_authenticated else None,
        "viewer": viewer,
        "demonstration": settings.DEMONSTRATION,
        "workspace_menu": _workspace(viewer, request.path) if viewer else [],
    }


def _workspace(viewer: Viewer, path: str) -> list[dict[str, str]]:
    shown = [(text, name) for text, name, permission in WORKSPACE if permission is None or viewer.may(permission)]
    addresses = [(text, reverse(name, kwargs={"organisation": viewer.organisation.slug})) for text, name in shown]
    return [
        {"text": text, "href": address, "current": _current(path, address) if text != "Overview" or path == address else ""}
        for text, address in addresses
    ]


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""
