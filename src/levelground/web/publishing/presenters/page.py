"""What every page of one draft has: its name, the way back, how far it is co-produced, and what the viewer may do with it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion, VersionState
from levelground.web.publishing.queries import readings
from levelground.web.publishing.standing import standing

Page = dict[str, Any]
STATES = {
    VersionState.DRAFT: ("Draft", "blue"),
    VersionState.CONSULTATION: ("Out for comment", "purple"),
    VersionState.REVIEW: ("In review", "purple"),
    VersionState.PUBLISHED: ("Published", "green"),
    VersionState.WITHDRAWN: ("Withdrawn", "grey"),
}
WHY_CLOSED = {
    VersionState.CONSULTATION: "The text stays as it is while people say what they think of it.",
    VersionState.REVIEW: "The text stays as it is while a second person reads it.",
    VersionState.PUBLISHED: "A published version never changes. Start a new version to change it.",
    VersionState.WITHDRAWN: "A withdrawn version never changes.",
}


def may_edit(viewer: Viewer, version: PackageVersion) -> bool:
    """Whether this person can change this text now."""
    return viewer.may(Permission.EDIT_DRAFTS) and version.state == VersionState.DRAFT


def address(version: PackageVersion, name: str, **parts: Any) -> str:
    """The address of a page of a draft."""
    return reverse(name, kwargs={"organisation": version.package.organisation.slug, "draft": version.pk, **parts})


def element_address(viewer: Viewer, version: PackageVersion, element_id: str, anchor: str = "") -> str:
    """Where to mend an element, or to read it where it cannot be changed."""
    name = "edit_element" if may_edit(viewer, version) else "draft_element"
    return address(version, name, element=element_id) + (f"#{anchor}" if anchor and name == "edit_element" else "")


def of_draft(viewer: Viewer, version: PackageVersion, title: str, *trail: tuple[str, str]) -> Page:
    """What the template of a page of a draft begins with; `trail` is what stands between the draft and the page."""
    slug = version.package.organisation.slug
    steps = [
        ("Drafts", reverse("drafts", kwargs={"organisation": slug})),
        *([] if title == version.title else [(version.title, address(version, "draft"))]),
        *trail,
    ]
    name, colour = STATES[VersionState(version.state)]
    return {
        "page_title": title if title == version.title else f"{title} - {version.title}",
        "heading": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps],
        "standing": standing(version.co_production, version.number, readings.reading_of(version).change_package.co_production),
        "draft": version,
        "at": {"organisation": slug, "draft": version.pk},
        "state": {"text": name, "colour": colour, "why_closed": WHY_CLOSED.get(VersionState(version.state), "")},
        "may_edit": may_edit(viewer, version),
    }
