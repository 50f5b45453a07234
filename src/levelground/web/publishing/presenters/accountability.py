"""Who answers for what, as the page shows it: what is overdue or without an owner first, counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.queries import ownership
from levelground.web.publishing.queries.ownership import KIND_NAMES, OwnedElement, OwnershipStanding

ON_A_PAGE = 25
KIND_WORDS = {kind: f"{kind.capitalize()}{'' if kind == 'aim' else 's'}" for kind in KIND_NAMES}
STANDING_WORDS = {
    OwnershipStanding.OVERDUE: ("Overdue", "red"),
    OwnershipStanding.UNOWNED: ("Nobody yet", "orange"),
    OwnershipStanding.DUE_SOON: ("Due soon", "yellow"),
    OwnershipStanding.OWNED: ("In hand", "white"),
}


def accountability(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """Every element of the organisation's change packages that somebody can answer for."""
    everything = ownership.elements(viewer)
    packages = {each.version.package.package_id: each.version.title for each in everything}
    package = asked.get("package", "") if asked.get("package") in packages else ""
    kind = asked.get("kind", "") if asked.get("kind") in KIND_NAMES else ""
    found = [each for each in everything if _fits(each, package, kind)]
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("page"))
    return {
        "page_title": "Who answers for what",
        "breadcrumbs": [],
        "any": bool(everything),
        "filtered": bool(package or kind),
        "sentence": _sentence(found),
        "rows": [_row(viewer, each) for each in page.object_list],
        "page": page,
        "keep": f"{urlencode({'package': package, 'kind': kind})}&",
        "packages": _choices("Every change package", packages, package),
        "kinds": _choices("Every kind", KIND_WORDS, kind),
        "together": ownership.together(found),
        "may_name": viewer.may(Permission.NAME_OWNERS),
        "may_start": viewer.may(Permission.EDIT_DRAFTS),
    }


def _fits(each: OwnedElement, package: str, kind: str) -> bool:
    return package in {"", each.version.package.package_id} and kind in {"", each.element.kind}


def _choices(every: str, names: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    rows = (
        [("", every), *sorted(names.items(), key=lambda row: row[1].casefold())]
        if every.endswith("package")
        else [("", every), *names.items()]
    )
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in rows]


def _sentence(found: list[OwnedElement]) -> str:
    many = {standing: sum(each.standing is standing for each in found) for standing in OwnershipStanding}
    overdue, unowned, soon = (many[each] for each in list(OwnershipStanding)[:3])
    late = "Nothing is overdue." if not overdue else f"{overdue} {'is' if overdue == 1 else 'are'} overdue."
    alone = (
        "Each has an owner." if not unowned else f"{unowned} {'has' if unowned == 1 else 'have'} no owner, or no organisation in the text."
    )
    near = f" {soon} {'is' if soon == 1 else 'are'} due in the next {ownership.SOON_DAYS} days." if soon else ""
    return f"{late} {alone}{near}"


def _row(viewer: Viewer, each: OwnedElement) -> dict[str, Any]:
    places = {"organisation": viewer.organisation.slug, "draft": each.version.pk, "element": each.element.id}
    words, colour = STANDING_WORDS[each.standing]
    if each.standing is OwnershipStanding.UNOWNED:
        words = "No organisation" if each.ownership else "No owner" if each.element.organisation else words
    return {
        "each": each,
        "standing": words,
        "colour": colour,
        "kind": each.element.kind.capitalize(),
        "owner": each.ownership.owner.name if each.ownership else "",
        "done": each.ownership is not None and each.ownership.done_at is not None,
        "name_owner": reverse("name_owner", kwargs=places),
        "element": reverse("draft_element", kwargs=places),
    }
