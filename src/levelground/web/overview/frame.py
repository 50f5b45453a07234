"""What every page has around it: the menu, the person's own links, the links at the foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from levelground.web.design_system.translations import to_translate
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

MENU = (
    (to_translate("Change packages"), "packages"),
    (to_translate("Recommendations"), "recommendations"),
    (to_translate("Results"), "results"),
    (to_translate("Take part"), "take_part"),
    (to_translate("Search"), "search"),
    (to_translate("Help"), "help"),
)
WORKSPACE = (
    ("Overview", "workspace", None),
    ("Drafts", "drafts", Permission.SEE_DRAFTS),
    ("Concerns", "concern_desk", Permission.SEE_CONCERNS),
    (to_translate("Co-production"), "coproduction", Permission.SEE_COPRODUCTION),
    ("Who answers for what", "accountability", Permission.SEE_DRAFTS),
    ("Pay", "finance", Permission.APPROVE_PAY),
    ("News", "news", Permission.SEE_DRAFTS),
    ("Registers", "register_entries", Permission.KEEP_REGISTERS),
    ("People", "members", Permission.SEE_PEOPLE),
    ("Audit trail", "audit_trail", Permission.SEE_AUDIT),
)
FOOT = (
    (to_translate("Raise a concern"), "concerns"),
    (to_translate("You said, we did"), "you_said"),
    (to_translate("About Levelground"), "about"),
    (to_translate("Accessibility statement"), "accessibility"),
    (to_translate("Privacy"), "privacy"),
    (to_translate("Open data"), "open_data"),
)


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
    nearest = max((address for _, address in addresses if path.startswith(address)), key=len, default="")
    return [
        {
            "text": text,
            "href": address,
            "current": _current(path, address) if (address == nearest and text != "Overview") or path == address else "",
        }
        for text, address in addresses
    ]


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""
